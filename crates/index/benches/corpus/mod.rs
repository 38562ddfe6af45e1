//! Papers that no one wrote: as committees write them, of some 2 KB, each made from its number and a seed alone.
//!
//! The words are those of `config/da`: common words between, a core of some thousand nouns and verbs, a long tail of compounds and
//! of surnames, all drawn by Zipf's law, so that the vocabulary grows with the papers as that of an archive does. A paper comes as text
//! and as what is understood of it, made together: nothing is read or found here.

mod draft;
mod random;
mod values;
mod words;

use index::{Change, Entry};

use draft::Draft;
pub(crate) use random::Random;
use words::Words;

/// The seed of the papers that are measured.
pub(crate) const SEED: u64 = 7;

/// How long a paper's text becomes, in bytes, without its last lines.
const LENGTH: usize = 1_800;

/// How many papers are made at a time.
const BATCH: u64 = 500;

/// All papers of a seed.
pub(crate) struct Corpus {
    seed: u64,
    words: Words,
}

impl Corpus {
    pub(crate) fn new(seed: u64) -> Self {
        let words = Words::new(seed);
        Self { seed, words }
    }

    /// The paper of a number, from 1, of some 2 KB.
    pub(crate) fn paper(&self, number: u64) -> Entry {
        self.paper_of(number, LENGTH)
    }

    /// The same, so long that its text has that many bytes before its last lines.
    pub(crate) fn paper_of(&self, number: u64, bytes: usize) -> Entry {
        let random = Random::of(self.seed, number);
        let mut draft = Draft::new(&self.words, random);
        draft.head();
        draft.members();
        draft.body(bytes);
        draft.contact();
        draft.entry(number)
    }

    /// The next papers after a number, up to a last one.
    pub(crate) fn changes(&self, after: u64, last: u64) -> Vec<Change> {
        let until = last.min(after + BATCH);
        let change = |number| Change {
            seq: number,
            paper: number,
            entry: Some(self.paper(number)),
        };
        (after + 1..=until).map(change).collect()
    }
}
