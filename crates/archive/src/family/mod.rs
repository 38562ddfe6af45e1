//! Families: the same paper over versions and formats.
//!
//! Each paper has a [`Signature`], made from its text and its record where it is packed ([`sketch`], [`facts`]). Two
//! signatures are of one paper where [`rule`] says so; the rule looks at the two and at nothing else. [`link`] finds the
//! pairs worth asking, and keeps in the database which papers hang together.

mod facts;
mod group;
mod link;
mod relatives;
mod rule;
mod sketch;

pub(crate) use facts::Facts;
pub(crate) use group::age;
pub use relatives::Relative;
pub(crate) use relatives::last_of;
pub use rule::{Differs, Judgement};

use paper::{Document, Paper};
use serde::{Deserialize, Serialize};

use crate::ArchiveError;
use sketch::{Sketch, mixed};

/// Words below which even the same text does not make two papers one: "Bilag 1" is on many.
const LEAST_FOR_SAME: u32 = 8;

/// Words below which papers are one only by the same text: of so few each one counts.
const LEAST_FOR_ALIKE: u32 = 40;

/// What is kept of a paper to find its other versions and formats: a sketch of its words, and what its record says of
/// which paper it is.
///
/// ```
/// use archive::Signature;
/// use paper::{BlockKind, Document, Paper};
///
/// let text = "Udvalget indstiller, at planen sendes i høring hos alle skolebestyrelser til den 3. maj 2017.";
/// let read = |text: &str| {
///     let mut document = Document::default();
///     document.push(BlockKind::Paragraph, 0, text);
///     Signature::new(&document, &Paper::default())
/// };
/// let other_lines = read(&text.replace("høring ", "høring\n").replace("indstiller", "ind-\nstiller"));
/// assert!(read(text).judge(&other_lines).same());
/// assert!(!read(text).judge(&read(&text.replace("3. maj", "4. maj"))).same());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    sketch: Sketch,
    facts: Facts,
}

impl Signature {
    /// The signature of a paper as it was read and understood.
    pub fn new(document: &Document, paper: &Paper) -> Self {
        Self {
            sketch: Sketch::new(&document.text),
            facts: Facts::new(paper),
        }
    }

    /// The same text, otherwise understood.
    pub(crate) fn with_facts(&self, facts: &Facts) -> Self {
        Self {
            sketch: self.sketch.clone(),
            facts: facts.clone(),
        }
    }

    /// Whether two signatures are of the same paper, and if not why.
    pub fn judge(&self, other: &Self) -> Judgement {
        rule::judge(self, other)
    }

    /// What it may be found by: two of the same paper have one in common, nearly always. None for a text that is too short
    /// to be alike.
    pub fn keys(&self) -> Vec<u64> {
        if self.sketch.count < LEAST_FOR_ALIKE {
            return Vec::new();
        }
        let mut keys = self.sketch.bands();
        keys.extend(self.facts.keys());
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// A number for all of its words in order; none where there are too few to tell one paper from another.
    fn words(&self) -> Option<i64> {
        (self.sketch.count >= LEAST_FOR_SAME).then_some(self.sketch.words.cast_signed())
    }

    fn to_bytes(&self) -> Result<Vec<u8>, ArchiveError> {
        postcard::to_stdvec(self)
            .map_err(|e| ArchiveError::damaged("a signature that cannot be written", e))
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, ArchiveError> {
        postcard::from_bytes(bytes).map_err(|e| ArchiveError::damaged("a paper's signature", e))
    }

    /// A number for the whole of it.
    fn digest(bytes: &[u8]) -> i64 {
        bytes
            .chunks(8)
            .fold(0, |sum, chunk| {
                let mut eight = [0; 8];
                for (to, from) in eight.iter_mut().zip(chunk) {
                    *to = *from;
                }
                mixed(sum ^ u64::from_le_bytes(eight))
            })
            .cast_signed()
    }
}
