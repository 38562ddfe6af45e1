//! Words that a question may have meant, from those that the papers have.

use crate::{
    Index, IndexError, Query,
    query::{Scope, What},
    snippet::within,
};

/// A word that no paper has, and the one that it may have been meant for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The word of the question, folded as the index has it.
    pub asked: String,
    /// The nearest word of the papers, folded; of those equally near the one that most papers have.
    pub meant: String,
    /// How many papers have it.
    pub papers: u64,
}

/// Shorter words are near too many others.
const SHORTEST: usize = 4;
/// From this length on two letters may differ.
const LONG: usize = 8;

impl Index {
    /// For each word of a question that no paper has, the nearest one that some have. It begins with the same letter.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn suggest(&self, query: &Query) -> Result<Vec<Suggestion>, IndexError> {
        let mut found = Vec::new();
        for leaf in query.leaves() {
            let (What::Word, Scope::Anywhere, [word]) =
                (leaf.what, leaf.scope, leaf.words.as_slice())
            else {
                continue;
            };
            if word.chars().count() >= SHORTEST && self.papers_with(leaf)? == 0 {
                found.extend(self.nearest(word)?);
            }
        }
        Ok(found)
    }

    fn nearest(&self, word: &str) -> Result<Option<Suggestion>, IndexError> {
        let most = if word.len() >= LONG { 2 } else { 1 };
        let first: String = word.chars().take(1).collect();
        let here = letters(word);
        let papers = self.words_from(&first, |other| {
            let near = other.len().abs_diff(word.len()) <= usize::from(most);
            // A letter changed changes two of those that a word has, at most.
            let strange = (letters(other) ^ here).count_ones();
            // The word itself may still be there, of papers that were taken out.
            other != word && near && strange <= 2 * u32::from(most) && within(word, other, most)
        })?;
        let distance = |other: &str| u8::from(!within(word, other, 1));
        let best = papers
            .into_iter()
            .min_by_key(|(other, papers)| (distance(other), u64::MAX - papers));
        Ok(best.map(|(meant, papers)| Suggestion {
            asked: word.to_owned(),
            meant,
            papers,
        }))
    }
}

/// Which letters a word has, a bit each.
fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |set, b| set | 1 << (b & 31))
}
