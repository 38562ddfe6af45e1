//! Changes of looks, one after the other: each an operation with its operand ([MS-DOC] 2.2.5).
//!
//! Those of Word 6 are numbered in another way; the ones that a reader needs are told by the numbers of Word 97.

use super::fib::Age;
use crate::little::{stretch, u8_at, u16_at, u32_at};

/// Operations, by the names that [MS-DOC] 2.6 gives them.
pub(super) mod op {
    pub(in crate::doc) const DELETED: u16 = 0x0800;
    pub(in crate::doc) const INSERTED: u16 = 0x0801;
    pub(in crate::doc) const DATA: u16 = 0x0806;
    pub(in crate::doc) const SPEC_VANISH: u16 = 0x0818;
    pub(in crate::doc) const BOLD: u16 = 0x0835;
    pub(in crate::doc) const VANISH: u16 = 0x083c;
    pub(in crate::doc) const SPECIAL: u16 = 0x0855;
    pub(in crate::doc) const PLAIN: u16 = 0x2a33;
    pub(in crate::doc) const CHARACTER_STYLE: u16 = 0x4a30;
    pub(in crate::doc) const SIZE: u16 = 0x4a43;
    pub(in crate::doc) const FONT: u16 = 0x4a4f;
    pub(in crate::doc) const FONT_OTHER: u16 = 0x4a51;
    pub(in crate::doc) const SYMBOL: u16 = 0x6a09;
    pub(in crate::doc) const LOCATION: u16 = 0x6a03;
    pub(in crate::doc) const STYLE: u16 = 0x4600;
    pub(in crate::doc) const IN_TABLE: u16 = 0x2416;
    pub(in crate::doc) const ROW_END: u16 = 0x2417;
    pub(in crate::doc) const INNER_CELL: u16 = 0x244b;
    pub(in crate::doc) const INNER_ROW: u16 = 0x244c;
    pub(in crate::doc) const LEVEL_OF_LIST: u16 = 0x260a;
    pub(in crate::doc) const LEVEL_OF_OLD_LIST: u16 = 0x2600;
    pub(in crate::doc) const LIST: u16 = 0x460b;
    pub(in crate::doc) const OUTLINE: u16 = 0x2640;
    pub(in crate::doc) const DROP_CAP: u16 = 0x442c;
    pub(in crate::doc) const DEPTH: u16 = 0x6649;
    pub(in crate::doc) const DEPTH_CHANGE: u16 = 0x664a;
    pub(in crate::doc) const HUGE: u16 = 0x6645;
    pub(in crate::doc) const HUGE_TOO: u16 = 0x6646;
    pub(in crate::doc) const TABLE_PROPERTIES: u16 = 0x646b;
    pub(in crate::doc) const OLD_LIST: u16 = 0xc63e;
    pub(in crate::doc) const CELLS: u16 = 0xd608;
    pub(in crate::doc) const CELLS_OLD: u16 = 0xd606;
    pub(in crate::doc) const HEADERS: u16 = 0x3014;
}

/// One operation with its operand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sprm<'b> {
    pub(super) op: u16,
    pub(super) operand: &'b [u8],
}

impl Sprm<'_> {
    pub(super) fn byte(&self) -> u8 {
        u8_at(self.operand, 0).unwrap_or(0)
    }

    pub(super) fn word(&self) -> u16 {
        u16_at(self.operand, 0).unwrap_or_else(|| u16::from(self.byte()))
    }

    pub(super) fn long(&self) -> u32 {
        u32_at(self.operand, 0).unwrap_or(0)
    }
}

/// The operations of a list.
pub(super) fn sprms(bytes: &[u8], age: Age) -> Sprms<'_> {
    Sprms { rest: bytes, age }
}

/// Operations as they go by; the list ends where one is cut off.
#[derive(Debug, Clone)]
pub(super) struct Sprms<'b> {
    rest: &'b [u8],
    age: Age,
}

impl<'b> Iterator for Sprms<'b> {
    type Item = Sprm<'b>;

    fn next(&mut self) -> Option<Sprm<'b>> {
        let (op, skip, length) = if self.age == Age::Word97 {
            let op = u16_at(self.rest, 0)?;
            let (skip, length) = extent(op, self.rest)?;
            (op, skip, length)
        } else {
            let old = u8_at(self.rest, 0)?;
            let (skip, length) = extent_in_word6(old, self.rest)?;
            (of_word6(old), skip, length)
        };
        let operand = self.rest.get(skip..)?.get(..length)?;
        self.rest = self.rest.get(skip + length..)?;
        Some(Sprm { op, operand })
    }
}

/// Where the operand begins and how long it is.
fn extent(op: u16, bytes: &[u8]) -> Option<(usize, usize)> {
    Some(match op >> 13 {
        0 | 1 => (2, 1),
        2 | 4 | 5 => (2, 2),
        3 => (2, 4),
        7 => (2, 3),
        _ => match op {
            op::CELLS | op::CELLS_OLD => {
                let length = u16_at(bytes, 2)?;
                (4, usize::from(length).saturating_sub(1))
            }
            // Tab stops, more than a byte can count.
            0xc615 if u8_at(bytes, 2)? == 255 => (3, tabs(bytes.get(3..)?)?),
            _ => (3, usize::from(u8_at(bytes, 2)?)),
        },
    })
}

/// Bytes of a list of tab stops: those that go, with their reach, and those that come.
fn tabs(bytes: &[u8]) -> Option<usize> {
    let gone = 1 + 4 * usize::from(u8_at(bytes, 0)?);
    let new = 1 + 3 * usize::from(u8_at(bytes, gone)?);
    Some(gone + new)
}

fn extent_in_word6(op: u8, bytes: &[u8]) -> Option<(usize, usize)> {
    let counted = || Some((2, usize::from(u8_at(bytes, 1)?)));
    match op {
        3 | 12 | 15 | 68 | 74 | 81 | 82 | 103 | 105 | 106 | 108 | 120 | 133 | 191 => counted(),
        23 if u8_at(bytes, 1)? == 255 => Some((2, tabs(bytes.get(2..)?)?)),
        23 => counted(),
        188 | 190 => Some((3, usize::from(u16_at(bytes, 1)?).saturating_sub(1))),
        0 | 83 | 95 | 73 | 136 | 137 => Some((1, if matches!(op, 0 | 83) { 0 } else { 3 })),
        20 | 70 | 192 | 194 | 196 | 200 => Some((1, 4)),
        193 | 199 => Some((1, 5)),
        187 => Some((1, 12)),
        2 | 16..=19 | 21 | 22 | 26..=28 | 30..=36 | 38..=43 | 45..=49 | 69 | 72 | 80 | 93 => {
            Some((1, 2))
        }
        96 | 97 | 99 | 101 | 107 | 109..=112 | 121..=124 | 140 | 141 | 144 | 145 | 148 | 149 => {
            Some((1, 2))
        }
        154..=157 | 160 | 161 | 164..=171 | 182..=184 | 189 | 195 | 197 | 198 => Some((1, 2)),
        _ => Some((1, 1)),
    }
}

/// The operation of Word 97 that does what one of Word 6 does; 0 where none is needed.
pub(super) fn of_word6(op: u8) -> u16 {
    match op {
        2 => op::STYLE,
        12 => op::OLD_LIST,
        13 => op::LEVEL_OF_OLD_LIST,
        24 => op::IN_TABLE,
        25 => op::ROW_END,
        46 => op::DROP_CAP,
        65 => op::DELETED,
        66 => op::INSERTED,
        68 => op::LOCATION,
        71 => op::DATA,
        74 => op::SYMBOL,
        80 => op::CHARACTER_STYLE,
        83 => op::PLAIN,
        85 => op::BOLD,
        92 => op::VANISH,
        93 => op::FONT,
        99 => op::SIZE,
        117 => op::SPECIAL,
        153 => op::HEADERS,
        188 | 190 => op::CELLS_OLD,
        _ => 0,
    }
}

/// The operation that a piece names in short ([MS-DOC] 2.9.214).
pub(super) fn of_short(short: u8) -> u16 {
    match short {
        0x0c => op::LEVEL_OF_LIST,
        0x51 => op::SPEC_VANISH,
        0x0d | 2 | 68 | 74 | 80 | 93 | 99 => 0,
        short => of_word6(short),
    }
}

/// The list of changes that a piece refers to, or its one change.
pub(super) fn change(change: u16) -> Result<u16, Option<(u16, [u8; 1])>> {
    if change & 1 == 1 {
        return Ok(change >> 1);
    }
    let [low, operand] = change.to_le_bytes();
    let op = of_short(low >> 1);
    Err((op != 0).then_some((op, [operand])))
}

/// Where a stretch of operations lies that is kept in the stream of data, with its length before it.
pub(super) fn stored(data: &[u8], at: u32) -> &[u8] {
    let at = at as usize;
    let length = usize::from(u16_at(data, at).unwrap_or(0));
    stretch(data, at.saturating_add(2), length)
}
