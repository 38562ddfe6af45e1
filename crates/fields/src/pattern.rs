//! Patterns of words, as the vocabulary writes them, and the text as words.

use std::{
    hash::{BuildHasher, Hash},
    ops::Range,
};

use aho_corasick::AhoCorasick;
use danish::words::fold;
use paper::Span;
use rustc_hash::{FxBuildHasher, FxHashMap};
use serde::Deserialize;
use smol_str::SmolStr;

/// A word of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Its bytes.
    pub(crate) span: Span,
    /// As it is compared: lower case, old and new spelling alike.
    pub(crate) folded: SmolStr,
    /// A digest of `folded`: words of another one differ.
    key: u64,
    /// Where a sieve keeps the whole word, its first two letters, its last two.
    places: [u16; 3],
}

impl Word {
    pub(crate) fn new(span: Span, folded: impl Into<SmolStr>) -> Self {
        let folded = folded.into();
        let key = key(&folded);
        let bytes = folded.as_bytes();
        let edge = |pair: Option<&[u8; 2]>, salt| pair.map_or(0, |pair| Sieve::edge(*pair, salt));
        Self {
            places: [
                Sieve::place(key),
                edge(bytes.first_chunk(), FIRST),
                edge(bytes.last_chunk(), LAST),
            ],
            key,
            span,
            folded,
        }
    }
}

fn key(folded: &str) -> u64 {
    FxBuildHasher.hash_one(folded)
}

/// A stretch of a text; nothing where there is no such stretch, as between two expressions that overlap.
pub(crate) fn cut(text: &str, span: Span) -> &str {
    text.get(span).unwrap_or_default()
}

/// Where some letters stand first: what [`str::find`] tells, faster in long lines.
pub(crate) fn find(text: &str, letters: &str) -> Option<usize> {
    memchr::memmem::find(text.as_bytes(), letters.as_bytes())
}

/// The words of a stretch of the text: runs of letters and digits, inner hyphens kept; `§` is one.
pub(crate) fn words(text: &str, span: Span) -> Vec<Word> {
    const LETTERS: usize = 6;
    let said = cut(text, span.clone());
    let mut words = Vec::with_capacity(said.len() / LETTERS);
    let mut start = None;
    for (at, c) in said.char_indices() {
        let at = span.start + at;
        let inner = match c {
            _ if c.is_ascii() => c.is_ascii_alphanumeric(),
            _ => c.is_alphanumeric() || c == '\u{ad}',
        };
        match start {
            None if inner || c == '§' => start = Some(at),
            Some(from) if !(inner || c == '-' && follows_letter(text, at, span.end)) => {
                words.push(word(text, from..at));
                start = (c == '§').then_some(at);
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        words.push(word(text, from..span.end));
    }
    words
}

fn follows_letter(text: &str, hyphen: usize, end: usize) -> bool {
    text[hyphen..end]
        .chars()
        .nth(1)
        .is_some_and(char::is_alphanumeric)
}

fn word(text: &str, span: Span) -> Word {
    let said = &text[span.clone()];
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    if said.bytes().all(plain) {
        Word::new(span, said)
    } else {
        Word::new(span, fold(said))
    }
}

/// A sequence of words: `skal være … i hænde`, `*frist`, `møde*`.
///
/// A star at a word's end or beginning stands for any letters, `…` for up to eight words, `_` for one word. A hyphen of
/// the text within a word is compared as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Pattern {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Word {
        text: String,
        key: u64,
        open_start: bool,
        open_end: bool,
    },
    Any,
    Gap,
}

/// How many words `…` may stand for.
const GAP: usize = 8;

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(source: String) -> Result<Self, String> {
        let parts: Vec<Part> = source
            .split_whitespace()
            .map(|piece| match piece {
                "…" => Part::Gap,
                "_" => Part::Any,
                word => {
                    let text = fold(word.trim_matches('*'));
                    Part::Word {
                        key: key(&text),
                        text,
                        open_start: word.starts_with('*'),
                        open_end: word.ends_with('*'),
                    }
                }
            })
            .collect();
        let empty = |part: &Part| matches!(part, Part::Word { text, .. } if text.is_empty());
        let edge = |part: Option<&Part>| part.is_none_or(|p| *p == Part::Gap);
        if parts.iter().any(empty) || edge(parts.first()) || edge(parts.last()) {
            return Err(format!("no pattern of words: {source:?}"));
        }
        Ok(Self { parts })
    }
}

impl Pattern {
    /// Where a match that begins at the word `from` ends.
    pub(crate) fn matches_at(&self, words: &[Word], from: usize) -> Option<usize> {
        let mut at = from;
        let mut slack = 0;
        for part in &self.parts {
            match part {
                Part::Gap => slack = GAP,
                Part::Any => {
                    words.get(at)?;
                    at += 1;
                }
                Part::Word { .. } => {
                    let reach = words.get(at..(at + slack + 1).min(words.len()))?;
                    at += 1 + reach.iter().position(|word| part.is(word))?;
                    slack = 0;
                }
            }
        }
        Some(at)
    }
}

impl Part {
    fn is(&self, word: &Word) -> bool {
        match self {
            Self::Word {
                text,
                key,
                open_start,
                open_end,
            } => match (open_start, open_end) {
                (false, false) => word.key == *key && word.folded == text,
                (true, false) => word.folded.ends_with(text.as_str()),
                (false, true) => word.folded.starts_with(text.as_str()),
                (true, true) => word.folded.contains(text.as_str()),
            },
            Self::Any | Self::Gap => true,
        }
    }
}

/// PatternSet that are looked for together: one look at each word tells which of them may begin there.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<Pattern>")]
pub(crate) struct PatternSet {
    patterns: Vec<Pattern>,
    /// By the digest of their first word.
    whole: FxHashMap<u64, Vec<usize>>,
    /// By the first bytes of their first word, where its end is open.
    prefixes: FxHashMap<[u8; 2], Vec<usize>>,
    /// By the last bytes of their first word, where its beginning is open.
    suffixes: FxHashMap<[u8; 2], Vec<usize>>,
    /// By what their first word has in it, where it is open at both ends.
    inner: Option<AhoCorasick>,
    inner_of: Vec<usize>,
    /// Whose first word may be any one, or is one letter and open.
    any: Vec<usize>,
    /// Rules out most words that begin none of them.
    sieve: Sieve,
}

/// So many patterns whose first word is open at both ends are looked for one by one.
const FEW: usize = 6;
/// Tell the first letters of a word from its last.
const FIRST: u64 = 1;
const LAST: u64 = 2;

/// A set of digests that answers at once, and wrongly only for a few that are not in it.
#[derive(Debug)]
struct Sieve([u64; 64]);

impl Default for Sieve {
    fn default() -> Self {
        Self([0; 64])
    }
}

impl Sieve {
    /// The place of a digest, by its upper bits, which are its best.
    fn place(key: u64) -> u16 {
        (key >> 52) as u16
    }

    /// The place of the first or last letters of a word, which the salt tells apart.
    fn edge([a, b]: [u8; 2], salt: u64) -> u16 {
        let both = u64::from(a) << 8 | u64::from(b) | salt << 16;
        Self::place(both.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn add(&mut self, place: u16) {
        if let Some(bits) = self.0.get_mut(usize::from(place / 64)) {
            *bits |= 1 << (place % 64);
        }
    }

    fn has(&self, place: u16) -> bool {
        let bits = self.0.get(usize::from(place / 64));
        bits.is_some_and(|bits| bits & (1 << (place % 64)) != 0)
    }
}

impl From<Vec<Pattern>> for PatternSet {
    fn from(patterns: Vec<Pattern>) -> Self {
        let mut all = Self::default();
        let mut inner = Vec::new();
        for (at, pattern) in patterns.iter().enumerate() {
            match pattern.parts.first() {
                Some(Part::Word {
                    text,
                    key,
                    open_start,
                    open_end,
                }) => match (open_start, open_end, text.as_bytes()) {
                    (false, false, _) => {
                        all.sieve.add(Sieve::place(*key));
                        all.whole.entry(*key).or_default().push(at);
                    }
                    (false, true, [a, b, ..]) => {
                        all.sieve.add(Sieve::edge([*a, *b], FIRST));
                        all.prefixes.entry([*a, *b]).or_default().push(at);
                    }
                    (true, false, [.., a, b]) => {
                        all.sieve.add(Sieve::edge([*a, *b], LAST));
                        all.suffixes.entry([*a, *b]).or_default().push(at);
                    }
                    (true, true, _) => {
                        inner.push(text.clone());
                        all.inner_of.push(at);
                    }
                    _ => all.any.push(at),
                },
                _ => all.any.push(at),
            }
        }
        // A few are faster tried one by one.
        all.inner = Some(inner)
            .filter(|inner| inner.len() > FEW)
            .and_then(|inner| AhoCorasick::new(inner).ok());
        if all.inner.is_none() {
            all.any.append(&mut all.inner_of);
        }
        all.patterns = patterns;
        all
    }
}

impl PatternSet {
    /// Whether one of them stands somewhere in the words.
    pub(crate) fn stand_in(&self, words: &[Word]) -> bool {
        self.first(words).is_some()
    }

    /// Whether the words begin with one of them.
    pub(crate) fn begin(&self, words: &[Word]) -> bool {
        self.stand_at(words, 0)
    }

    /// Whether one of them is all that the words say.
    pub(crate) fn fill(&self, words: &[Word]) -> bool {
        self.at(words, 0).any(|(_, end)| end == words.len())
    }

    /// At how many words the first of them begins.
    pub(crate) fn first(&self, words: &[Word]) -> Option<usize> {
        let mut places = words.iter().enumerate();
        places
            .find(|(at, word)| self.may_begin(word) && self.stand_at(words, *at))
            .map(|(at, _)| at)
    }

    /// Gives each of them that stands in the words, by its place among them, as often as it stands there.
    pub(crate) fn each(&self, words: &[Word], mut found: impl FnMut(usize, Range<usize>)) {
        for (at, _) in words.iter().enumerate().filter(|(_, w)| self.may_begin(w)) {
            for (pattern, end) in self.at(words, at) {
                found(pattern, at..end);
            }
        }
    }

    /// Whether one of them may begin at a word: a cheap look that rules out most.
    fn may_begin(&self, word: &Word) -> bool {
        let first = |at: &usize| self.patterns.get(*at).and_then(|p| p.parts.first());
        word.places.iter().any(|place| self.sieve.has(*place))
            || self.inner.is_some()
            || self.any.iter().filter_map(first).any(|part| part.is(word))
    }

    fn stand_at(&self, words: &[Word], at: usize) -> bool {
        self.at(words, at).next().is_some()
    }

    /// Those that begin at a word, each with where it ends.
    fn at<'s>(&'s self, words: &'s [Word], at: usize) -> impl Iterator<Item = (usize, usize)> + 's {
        fn listed<K: Hash + Eq>(map: &FxHashMap<K, Vec<usize>>, key: Option<K>) -> &[usize] {
            let there = key.and_then(|key| map.get(&key));
            there.map_or(&[], Vec::as_slice)
        }
        let word = words.get(at);
        let there = |at: usize| word.filter(|w| self.sieve.has(w.places[at]));
        let bytes = |at: usize| there(at).map_or(&[][..], |w| w.folded.as_bytes());
        let whole = there(0).map(|w| w.key);
        let (first, last) = (
            bytes(1).first_chunk().copied(),
            bytes(2).last_chunk().copied(),
        );
        let inner = self.inner.iter().flat_map(move |inner| {
            let folded = word.map_or("", |w| w.folded.as_str());
            let found = inner.find_overlapping_iter(folded);
            found.filter_map(|found| self.inner_of.get(found.pattern().as_usize()))
        });
        listed(&self.whole, whole)
            .iter()
            .chain(listed(&self.prefixes, first))
            .chain(listed(&self.suffixes, last))
            .chain(inner)
            .chain(&self.any)
            .filter_map(move |&pattern| {
                let end = self.patterns.get(pattern)?.matches_at(words, at)?;
                Some((pattern, end))
            })
    }
}

/// The patterns of several lists looked for together, each known by its list.
#[derive(Debug, Default)]
pub(crate) struct Listed {
    patterns: PatternSet,
    /// Of each pattern, the place of its list among the lists.
    list: Vec<usize>,
}

impl Listed {
    pub(crate) fn of<'p>(lists: impl Iterator<Item = &'p mut Vec<Pattern>>) -> Self {
        let (mut patterns, mut list) = (Vec::new(), Vec::new());
        for (at, some) in lists.enumerate() {
            patterns.append(some);
            list.resize(patterns.len(), at);
        }
        Self {
            patterns: patterns.into(),
            list,
        }
    }

    /// At how many words the first of them begins, whichever list it is of.
    pub(crate) fn first(&self, words: &[Word]) -> Option<usize> {
        self.patterns.first(words)
    }

    /// Gives each of them that stands in the words: its list's place, its own among all, and where it stands.
    pub(crate) fn each(&self, words: &[Word], mut found: impl FnMut(usize, usize, Range<usize>)) {
        self.patterns.each(words, |pattern, place| {
            if let Some(&list) = self.list.get(pattern) {
                found(list, pattern, place);
            }
        });
    }

    /// Of each pattern, the place of its list.
    pub(crate) fn lists(&self) -> &[usize] {
        &self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pattern: &str, text: &str) -> bool {
        let pattern = Pattern::try_from(pattern.to_owned()).unwrap();
        let set = PatternSet::from(vec![pattern]);
        set.stand_in(&words(text, 0..text.len()))
    }

    #[test]
    fn patterns_match_words_not_letters() {
        assert!(found("*frist", "Høringsfrist: i morgen"));
        assert!(!found("*frist", "En tidsfristforlængelse"));
        assert!(found(
            "skal være … i hænde",
            "Svaret skal være styrelsen i hænde"
        ));
        assert!(!found("skal være … i hænde", "Svaret skal være godt"));
        assert!(found("paa sit møde", "på sit møde"));
        assert!(found("§ _", "jf. § 17"));
        assert!(found("e-mail*", "E-mailadresse"));
    }

    #[test]
    fn patterns_without_words_are_refused() {
        for source in ["", "*", "… møde", "møde …"] {
            assert!(Pattern::try_from(source.to_owned()).is_err(), "{source}");
        }
    }
}
