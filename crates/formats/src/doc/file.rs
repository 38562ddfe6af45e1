//! A document as the parts of its file tell of it: characters, how they look, what is said of paragraphs.

use std::cell::Cell;
use std::collections::HashSet;

use super::fib::{Age, Head, Part};
use super::fonts::Fonts;
use super::looks::{Look, Said};
use super::pieces::{Piece, Pieces};
use super::plc::Plc;
use super::runs::Runs;
use super::sprm::{Sprm, change, op, sprms, stored};
use super::styles::{Style, Styles};
use super::{Streams, lists};
use crate::flow::lists::Lists;
use crate::little::{stretch, u8_at, u16_at};
use crate::text::pages::Letters;
use crate::text::tables;
use crate::{Limits, ReadError};

/// Bytes of operations that are carried out for one document; a file made to harm lets many paragraphs share long lists.
const MOST_WORK: usize = 1 << 29;

/// What ends a paragraph, a cell and a section.
pub(super) const PARAGRAPH: u16 = 0x0d;
pub(super) const CELL: u16 = 0x07;
pub(super) const SECTION: u16 = 0x0c;

/// The parts of a file.
pub(super) struct File<'s> {
    pub(super) head: Head<'s>,
    pub(super) stream: &'s [u8],
    pub(super) tables: &'s [u8],
    pub(super) data: &'s [u8],
    pub(super) pieces: Pieces<'s>,
    pub(super) styles: Styles,
    pub(super) fonts: Fonts,
    pub(super) lists: Lists,
    /// The alphabet of letters of one byte.
    pub(super) letters: Letters,
    characters: Runs<'s>,
    paragraphs: Runs<'s>,
    section_ends: HashSet<u32>,
    work: Cell<usize>,
}

impl<'s> File<'s> {
    /// # Errors
    /// `TooLarge` where it has more characters than the limit.
    pub(super) fn read(
        head: Head<'s>,
        streams: &'s Streams<'_>,
        limits: &Limits,
    ) -> Result<Self, ReadError> {
        let (stream, tables) = (streams.main.as_ref(), streams.tables());
        let sections = Plc::new(head.part(Part::Sections, tables), 12);
        let fonts = Fonts::read(head, tables);
        Ok(Self {
            head,
            stream,
            tables,
            data: &streams.data,
            pieces: Pieces::read(head, stream, tables, limits.text)?,
            styles: Styles::read(head, tables),
            lists: lists::read(head, tables, &fonts),
            fonts,
            letters: letters(head),
            characters: Runs::read(head, Part::CharacterPages, stream, tables),
            paragraphs: Runs::read(head, Part::ParagraphPages, stream, tables),
            section_ends: (1..=sections.len())
                .filter_map(|index| sections.place(index))
                .collect(),
            work: Cell::new(0),
        })
    }

    /// Whether parts are missing that every document has.
    pub(super) fn is_damaged(&self) -> bool {
        let lacks = self.paragraphs.is_empty() || self.characters.is_empty();
        self.pieces.damaged || self.head.age != Age::Word2 && lacks
    }

    /// Whether what is said of paragraphs is lost: then only the characters themselves tell of tables.
    pub(super) fn is_bare(&self) -> bool {
        self.paragraphs.is_empty()
    }

    /// A character as the stream has it, of one byte or two.
    pub(super) fn unit(&self, piece: &Piece, place: u32) -> Option<u16> {
        let at = piece.byte(place);
        if piece.wide {
            u16_at(self.stream, at)
        } else {
            u8_at(self.stream, at).map(u16::from)
        }
    }

    /// The next mark of a paragraph's end from a place on, and what mark it is; the last place where there is none.
    pub(super) fn next_mark(&self, from: u32, end: u32) -> (u32, u16) {
        let mut place = from;
        while let Some((_, piece)) = self.pieces.find(place) {
            let stop = piece.end.min(end);
            for at in place..stop {
                match self.unit(&piece, at) {
                    Some(mark @ (PARAGRAPH | CELL)) => return (at, mark),
                    Some(SECTION) if self.section_ends.contains(&(at + 1)) => return (at, SECTION),
                    _ => {}
                }
            }
            place = stop;
            if place >= end {
                break;
            }
        }
        match self.pieces.next_place(place).filter(|next| *next < end) {
            // A gap in the table ends a paragraph.
            Some(next) if next > place => (next - 1, PARAGRAPH),
            _ => (end.saturating_sub(1).max(from), 0),
        }
    }

    /// How a character looks, and up to which place all look so.
    pub(super) fn look(&self, piece: &Piece, place: u32, style: &Style) -> (Look, u32) {
        let byte = piece.byte(place);
        let run = self.characters.at(byte);
        let end = run.map_or_else(
            || self.characters.next_start(byte),
            |run| usize::try_from(run.end).unwrap_or(usize::MAX),
        );
        let left = (end - byte).div_ceil(1 + usize::from(piece.wide)).max(1);
        let left = u32::try_from(left).unwrap_or(u32::MAX);
        let mut look = style.look;
        self.each(run.unwrap_or_default().said, |sprm| {
            look.apply(sprm, &style.look, &self.styles);
        });
        self.changed(piece, |sprm| {
            look.apply(sprm, &style.look, &self.styles);
        });
        (look, place.saturating_add(left).min(piece.end))
    }

    /// What is said of the paragraph that ends at a place.
    pub(super) fn said(&self, place: u32) -> Said {
        let Some((_, piece)) = self.pieces.find(place) else {
            return Said::default();
        };
        let run = self.paragraphs.at(piece.byte(place)).unwrap_or_default();
        let number = u16_at(run.said, 0).unwrap_or(0);
        let mut said = self.styled(number);
        let own = run.said.get(2..).unwrap_or_default();
        let mut apply = |sprm: &Sprm<'_>| match sprm.op {
            op::STYLE => said = self.styled(sprm.word()),
            _ => said.apply(sprm, self.head.age),
        };
        self.each(own, |sprm| match sprm.op {
            op::HUGE | op::HUGE_TOO | op::TABLE_PROPERTIES => {
                self.each(stored(self.data, sprm.long()), &mut apply);
            }
            _ => apply(sprm),
        });
        self.changed(&piece, &mut apply);
        said
    }

    fn styled(&self, number: u16) -> Said {
        let mut said = self.styles.get(number).said.clone();
        said.style = number;
        said
    }

    /// Carries out a list of operations.
    fn each(&self, bytes: &[u8], mut apply: impl FnMut(&Sprm<'_>)) {
        let work = self.work.get().saturating_add(bytes.len());
        self.work.set(work);
        if work < MOST_WORK {
            for sprm in sprms(bytes, self.head.age) {
                apply(&sprm);
            }
        }
    }

    /// Carries out what a quick save has changed of a piece.
    fn changed(&self, piece: &Piece, mut apply: impl FnMut(&Sprm<'_>)) {
        match change(piece.change) {
            Ok(list) => self.each(self.pieces.changes(list), apply),
            Err(Some((op, operand))) => apply(&Sprm {
                op,
                operand: &operand,
            }),
            Err(None) => {}
        }
    }

    /// The character of one byte, of the font that it is written in.
    pub(super) fn letters_of(&self, look: &Look) -> Letters {
        if self.head.age == Age::Word97 {
            return Letters::default();
        }
        let font = look.font.and_then(|font| self.fonts.get(font).letters);
        font.unwrap_or(self.letters)
    }

    /// A list of headers that a section of Word 6 has, a bit for each.
    pub(super) fn headers_of_section(&self, said: &[u8]) -> u8 {
        let at = crate::little::usize_at(said, 2).unwrap_or(usize::MAX);
        let length = usize::from(u16_at(self.stream, at).unwrap_or(0));
        let mut headers = 0;
        self.each(stretch(self.stream, at.saturating_add(2), length), |sprm| {
            if sprm.op == op::HEADERS {
                headers = sprm.byte();
            }
        });
        headers
    }
}

/// The alphabet that a file of Word 6 is written in, by its language.
fn letters(head: Head<'_>) -> Letters {
    if head.is_mac() {
        return Letters::of_page(10000);
    }
    Letters::of_page(match head.language() & 0x3ff {
        0x05 | 0x0e | 0x15 | 0x18 | 0x1a | 0x1b | 0x1c | 0x24 => 1250,
        0x02 | 0x19 | 0x22 | 0x23 | 0x2f => 1251,
        0x08 => 1253,
        0x1f => 1254,
        0x0d => 1255,
        0x01 | 0x20 | 0x29 => 1256,
        0x25..=0x27 => 1257,
        0x11 => 932,
        0x12 => 949,
        _ => 1252,
    })
}

/// The character of a byte in an alphabet; of two bytes where the one before it was a first half.
pub(super) fn letter(letters: Letters, half: &mut Option<u8>, byte: u8) -> Option<char> {
    match letters {
        Letters::Danish(page) => Some(tables::decode(page, byte)),
        Letters::Foreign(encoding) => {
            let first = half.take();
            if first.is_none() && byte >= 0x80 && !encoding.is_single_byte() {
                *half = Some(byte);
                return None;
            }
            let bytes = [first.unwrap_or(byte), byte];
            let bytes = if first.is_some() {
                &bytes[..]
            } else {
                &bytes[1..]
            };
            letters.decode(bytes).chars().next()
        }
    }
}
