//! The text: characters by their places, wherever in the stream they lie ([MS-DOC] 2.4.1).

use super::fib::{Age, Head, Part, Story};
use crate::ReadError;
use crate::little::{stretch, u8_at, u16_at, u32_at, usize_at};

/// A stretch of text that lies together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    /// Its first character's place in the text, and the place after the last.
    pub(super) start: u32,
    pub(super) end: u32,
    /// Where it begins in the stream.
    pub(super) at: usize,
    /// Two bytes a character.
    pub(super) wide: bool,
    /// What a quick save has changed of its looks.
    pub(super) change: u16,
}

impl Piece {
    /// Where a character of it lies in the stream.
    pub(super) fn byte(&self, place: u32) -> usize {
        let index = place.saturating_sub(self.start) as usize;
        self.at + if self.wide { 2 * index } else { index }
    }
}

/// The pieces in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Pieces<'b> {
    pieces: Vec<Piece>,
    /// Lists of changes that pieces refer to.
    changes: Vec<&'b [u8]>,
    /// Whether some of them lie outside of the stream.
    pub(super) damaged: bool,
}

impl<'b> Pieces<'b> {
    /// # Errors
    /// `TooLarge` where the pieces name more characters than the limit.
    pub(super) fn read(
        head: Head<'_>,
        stream: &[u8],
        tables: &'b [u8],
        limit: u64,
    ) -> Result<Self, ReadError> {
        let mut pieces = Self::default();
        let table = pieces.sift(head.part(Part::Pieces, tables));
        pieces.collect(head, table, stream.len());
        if pieces.pieces.is_empty() {
            pieces.damaged = head.age == Age::Word97 || head.is_complex();
            pieces.pieces.extend(whole(head, stream));
        }
        let characters = |piece: &Piece| u64::from(piece.end - piece.start);
        if pieces.pieces.iter().map(characters).sum::<u64>() > limit {
            return Err(ReadError::TooLarge {
                part: "the text",
                limit,
            });
        }
        Ok(pieces)
    }

    /// Takes the lists of changes out of the table and gives the table of pieces.
    fn sift(&mut self, table: &'b [u8]) -> &'b [u8] {
        let mut at = 0;
        loop {
            match u8_at(table, at) {
                Some(1) => {
                    let length = usize::from(u16_at(table, at + 1).unwrap_or(0));
                    self.changes.push(stretch(table, at + 3, length));
                    at += 3 + length;
                }
                Some(2) => {
                    let length = usize_at(table, at + 1).unwrap_or(0);
                    return stretch(table, at + 5, length);
                }
                _ => return &[],
            }
        }
    }

    fn collect(&mut self, head: Head<'_>, table: &[u8], stream: usize) {
        let count = table.len().saturating_sub(4) / 12;
        let mut from = 0;
        for index in 0..count {
            let place = |index: usize| u32_at(table, 4 * index).unwrap_or(0);
            let (start, end) = (place(index), place(index + 1));
            let said = stretch(table, 4 * (count + 1) + 8 * index, 8);
            let (Some(at), Some(change)) = (u32_at(said, 2), u16_at(said, 6)) else {
                break;
            };
            // Places only go up; what does not is damage.
            if start != from || end < start {
                self.damaged = true;
            }
            if start < from || end <= start {
                continue;
            }
            from = end;
            let wide = head.is_wide() && at & 0x4000_0000 == 0;
            let at = match (head.age, wide) {
                (Age::Word97, false) => (at & 0x3fff_ffff) / 2,
                _ => at & 0x3fff_ffff,
            } as usize;
            let room = stream.saturating_sub(at) >> usize::from(wide);
            let end = end.min(start.saturating_add(u32::try_from(room).unwrap_or(u32::MAX)));
            self.damaged |= end != from;
            if end > start {
                self.pieces.push(Piece {
                    start,
                    end,
                    at,
                    wide,
                    change,
                });
            }
        }
    }

    /// The piece that a character lies in, and where that stands among the pieces.
    pub(super) fn find(&self, place: u32) -> Option<(usize, Piece)> {
        let index = self.pieces.partition_point(|piece| piece.end <= place);
        self.at(index, place)
    }

    /// The piece at a place among them, where it holds the character.
    pub(super) fn at(&self, index: usize, place: u32) -> Option<(usize, Piece)> {
        let piece = *self.pieces.get(index)?;
        (piece.start <= place && place < piece.end).then_some((index, piece))
    }

    /// The place of the first piece's beginning from here on: a damaged table may leave a gap.
    pub(super) fn next_place(&self, place: u32) -> Option<u32> {
        let index = self.pieces.partition_point(|piece| piece.end <= place);
        self.pieces.get(index).map(|piece| piece.start.max(place))
    }

    /// The changes that a piece refers to.
    pub(super) fn changes(&self, index: u16) -> &'b [u8] {
        self.changes
            .get(usize::from(index))
            .copied()
            .unwrap_or_default()
    }

    /// Where the stories lie in the text; the last one that has text ends where the text ends.
    pub(super) fn story(&self, head: Head<'_>, wanted: Story) -> (u32, u32) {
        let mut start = 0u32;
        for (story, length) in head.lengths() {
            if story == wanted {
                let end = self.pieces.last().map_or(0, |piece| piece.end);
                let start = start.min(end);
                return (start, length.min(end - start));
            }
            start = start.saturating_add(length);
        }
        (0, 0)
    }
}

/// The whole text as one piece: of Word 6 when it was not saved in a hurry, of others where their tables are lost.
fn whole(head: Head<'_>, stream: &[u8]) -> Option<Piece> {
    let (from, to) = head.plain_text()?;
    let text = stretch(stream, from, to.checked_sub(from)?);
    let said: u64 = head
        .lengths()
        .iter()
        .map(|(_, length)| u64::from(*length))
        .sum();
    let nuls = text.iter().take(4096).filter(|byte| **byte == 0).count();
    let wide = head.is_wide() && 3 * nuls > text.len().min(4096);
    let there = text.len() >> usize::from(wide);
    let end = u32::try_from(said.min(there as u64)).ok()?;
    (end > 0).then_some(Piece {
        start: 0,
        end,
        at: from,
        wide,
        change: 0,
    })
}
