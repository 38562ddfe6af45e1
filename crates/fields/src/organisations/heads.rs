//! Words that names begin or end with, where no lexicon knows the name.

use paper::OrganisationKind;
use rustc_hash::FxHashMap;

use super::tokens::Token;

/// Words of names: `Region`, `Rådet for`; `Kommune`, `Gymnasium og HF`.
#[derive(Debug, Clone)]
pub(super) struct Head {
    words: Vec<String>,
    pub(super) kind: OrganisationKind,
    /// How many capitalised words may stand beside.
    pub(super) most: usize,
}

/// Heads by one of their words.
#[derive(Debug, Default)]
pub(super) struct Heads {
    /// Those that begin names, by their first word.
    before: FxHashMap<String, Vec<Head>>,
    /// Those that end names, by their last word.
    after: FxHashMap<String, Vec<Head>>,
}

impl Heads {
    pub(super) fn add_before(&mut self, said: &str, kind: OrganisationKind, most: usize) {
        let head = head(said, kind, most);
        let first = head.words.first().cloned().unwrap_or_default();
        add(&mut self.before, first, head);
    }

    pub(super) fn add_after(&mut self, said: &str, kind: OrganisationKind, most: usize) {
        let head = head(said, kind, most);
        let last = head.words.last().cloned().unwrap_or_default();
        add(&mut self.after, last, head);
    }

    /// The head that begins at a word, and how many words it has.
    pub(super) fn beginning(&self, tokens: &[Token<'_>], at: usize) -> Option<(&Head, usize)> {
        let heads = self.before.get(tokens.get(at)?.word)?;
        heads.iter().find_map(|head| {
            let there = tokens.get(at..at + head.words.len())?;
            let (first, rest) = there.split_first()?;
            let same = first.word == head.words.first()?.as_str()
                && rest
                    .iter()
                    .zip(head.words.get(1..)?)
                    .all(|(token, word)| token.joined && token.word == word);
            same.then_some((head, head.words.len()))
        })
    }

    /// The head that ends at a word, how many words it has, and whether that word is a genitive.
    pub(super) fn ending(&self, tokens: &[Token<'_>], at: usize) -> Option<(&Head, usize, bool)> {
        let word = tokens.get(at)?.word;
        let plain = self.after.get(word).map(|heads| (heads, false));
        let (heads, genitive) = plain.or_else(|| {
            let stem = word.strip_suffix('s')?;
            self.after.get(stem).map(|heads| (heads, true))
        })?;
        heads.iter().find_map(|head| {
            let from = (at + 1).checked_sub(head.words.len())?;
            let lead = tokens.get(from..at)?.iter().zip(&head.words);
            let joined = tokens.get(from + 1..=at)?.iter().all(|t| t.joined);
            let same = joined && lead.into_iter().all(|(token, word)| token.word == word);
            same.then_some((head, head.words.len(), genitive))
        })
    }

    /// Whether a name alone is a word that longer names begin with.
    pub(super) fn is_begun_by(&self, name: &str) -> bool {
        let heads = self.before.get(name);
        heads.is_some_and(|heads| heads.iter().any(|head| head.words.len() == 1))
    }
}

fn head(said: &str, kind: OrganisationKind, most: usize) -> Head {
    Head {
        words: said.split(' ').map(str::to_owned).collect(),
        kind,
        most,
    }
}

/// Of heads that share a word the longer is looked at first.
fn add(heads: &mut FxHashMap<String, Vec<Head>>, word: String, head: Head) {
    let known = heads.entry(word).or_default();
    let at = known.partition_point(|other| other.words.len() > head.words.len());
    known.insert(at, head);
}
