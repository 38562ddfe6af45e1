//! Where a value stands: byte ranges inside, characters outside.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A byte range of a document's text.
pub type Span = Range<usize>;

/// Where in the paper a value was read, as the record gives it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Source {
    /// The page, from 1; `None` where the format has no pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Offset of the first character in the canonical text, in Unicode scalar values.
    pub start: usize,
    /// Offset after the last character, in Unicode scalar values.
    pub end: usize,
    /// The text between the two.
    pub quote: String,
}

/// Bytes between two remembered character counts: small enough to count quickly, large enough to stay cheap.
const STEP: usize = 256;

/// Turns byte ranges of a text into [`Source`]s, each in constant time.
///
/// ```
/// let places = paper::Places::new("blåbær\u{c}på side to", true);
/// let source = places.source(9..12);
/// assert_eq!((source.page, source.start, source.quote.as_str()), (Some(2), 7, "på"));
/// ```
#[derive(Debug)]
pub struct Places<'t> {
    text: &'t str,
    /// Characters that begin before each multiple of `STEP` bytes.
    counts: Vec<usize>,
    /// Byte offsets of the form feeds; `None` where the format has no pages.
    breaks: Option<Vec<usize>>,
}

impl<'t> Places<'t> {
    /// Counts the text's characters once. `paged` says whether form feeds end pages.
    pub fn new(text: &'t str, paged: bool) -> Self {
        let mut total = 0;
        let mut counts = Vec::with_capacity(text.len() / STEP + 1);
        for chunk in text.as_bytes().chunks(STEP) {
            counts.push(total);
            total += count(chunk);
        }
        counts.push(total);
        let breaks = paged.then(|| {
            text.bytes()
                .enumerate()
                .filter(|&(_, b)| b == 0x0c)
                .map(|(at, _)| at)
                .collect()
        });
        Self {
            text,
            counts,
            breaks,
        }
    }

    /// The text.
    pub(crate) fn text(&self) -> &'t str {
        self.text
    }

    /// The place of a byte range.
    ///
    /// # Panics
    /// Where the range is not one of the text's, or cuts a character.
    pub fn source(&self, span: Span) -> Source {
        Source {
            page: self.page(span.start),
            start: self.chars_before(span.start),
            end: self.chars_before(span.end),
            quote: self.text[span].to_owned(),
        }
    }

    /// The byte range of a place; `None` where the text is shorter.
    ///
    /// ```
    /// let places = paper::Places::new("blåbær på side to", true);
    /// assert_eq!(places.span(&places.source(9..12)), Some(9..12));
    /// ```
    pub fn span(&self, source: &Source) -> Option<Span> {
        Some(self.byte(source.start)?..self.byte(source.end)?)
    }

    /// The byte before which so many characters stand.
    fn byte(&self, chars: usize) -> Option<usize> {
        let step = self.counts.partition_point(|&known| known <= chars) - 1;
        let from = (step * STEP).min(self.text.len());
        let left = chars - self.counts[step];
        let begins = |at: &usize| self.text.is_char_boundary(*at);
        (from..=self.text.len()).filter(begins).nth(left)
    }

    /// The page on which a byte stands, from 1.
    pub fn page(&self, at: usize) -> Option<u32> {
        let breaks = self.breaks.as_ref()?;
        u32::try_from(breaks.partition_point(|&b| b < at) + 1).ok()
    }

    /// How many characters stand before a byte.
    pub fn chars_before(&self, at: usize) -> usize {
        let step = at / STEP;
        let known = self.counts.get(step).copied().unwrap_or_default();
        known + count(&self.text.as_bytes()[step * STEP..at])
    }
}

/// Characters that begin in the bytes: all bytes but UTF-8's continuations.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_across_steps() {
        let text = "æ".repeat(1000);
        let places = Places::new(&text, false);
        for at in [0, 2, 254, 256, 258, 512, 1998, 2000] {
            assert_eq!(places.chars_before(at), at / 2);
            assert_eq!(places.byte(at / 2), Some(at));
        }
        assert_eq!(places.byte(1001), None);
        assert_eq!(places.page(10), None);
    }
}
