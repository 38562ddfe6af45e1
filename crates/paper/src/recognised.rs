//! What was read from pictures of pages.

use serde::{Deserialize, Serialize};

use crate::Span;

/// A page as it was read from its picture: where its words and lines stand. Lengths are hundredths of a point (1/7200 inch)
/// from the top left corner, to the right and down, of the picture as it was put upright and straight.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recognised {
    /// Width and height.
    pub extent: (u32, u32),
    /// Straight lines along the edges of the page, such as those of a table.
    pub rulings: Vec<Frame>,
    /// Its words, in the order in which they were read.
    pub words: Vec<RecognisedWord>,
}

/// A box on a page, in hundredths of a point.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// Left edge.
    pub x0: u32,
    /// Upper edge.
    pub y0: u32,
    /// Right edge.
    pub x1: u32,
    /// Lower edge.
    pub y1: u32,
}

/// A word in a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecognisedWord {
    /// Its letters.
    pub text: String,
    /// What was read where `text` was mended.
    pub raw: Option<String>,
    /// How sure its reader is, in percent.
    pub confidence: u8,
    /// The line that it stands in, numbered over the page.
    pub line: u32,
    /// Where it stands.
    pub frame: Frame,
}

/// A stretch of a document's text that was read from a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certainty {
    /// First byte in the text.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
    /// How sure its reader is, in percent.
    pub confidence: u8,
    /// Where it stands on its page.
    pub frame: Frame,
    /// What was read where the text was mended.
    pub raw: Option<String>,
}

/// Percent below which a person should look at what was recognised: clean print is read with 90 and more, and of words read with
/// less than this a fifth and more are wrong.
pub const DOUBTFUL_BELOW: u8 = 75;

/// Whether a value of this `confidence` should be looked at by a person; what was not read from a picture never.
///
/// ```
/// assert!(paper::is_doubtful(Some(61)));
/// assert!(!paper::is_doubtful(Some(96)) && !paper::is_doubtful(None));
/// ```
pub fn is_doubtful(confidence: Option<u8>) -> bool {
    confidence.is_some_and(|percent| percent < DOUBTFUL_BELOW)
}

/// Of a text's recognised words, in its order, those that a stretch of it has a part of.
pub fn certainties_in<'c>(
    all: &'c [Certainty],
    span: &Span,
) -> impl Iterator<Item = &'c Certainty> + use<'c> {
    let first = all.partition_point(|one| one.end <= span.start);
    let end = span.end;
    let from = all.get(first..).unwrap_or_default().iter();
    from.take_while(move |one| one.start < end)
}
