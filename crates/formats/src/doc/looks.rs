//! How characters look, and what is said of paragraphs.

use super::fib::Age;
use super::sprm::{Sprm, op};
use super::styles::Styles;
use crate::flow::marks::Edges;
use crate::little::{i16_at, stretch, u8_at, u16_at};

/// How characters look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) bold: bool,
    /// Half points.
    pub(super) size: Option<u16>,
    pub(super) hidden: bool,
    pub(super) deleted: bool,
    pub(super) inserted: bool,
    /// Its code stands for a thing: a note, a picture, a mark of a field.
    pub(super) special: bool,
    /// Where in the stream of data its thing lies, and whether that is a form's.
    pub(super) location: Option<u32>,
    pub(super) is_form: bool,
    /// A character of a font of symbols: the font's number and the code.
    pub(super) symbol: Option<(u16, u16)>,
    pub(super) font: Option<u16>,
}

impl Look {
    /// Applies an operation; `style` is how the paragraph's style looks.
    pub(super) fn apply(&mut self, sprm: &Sprm<'_>, style: &Self, styles: &Styles) {
        match sprm.op {
            op::DELETED => self.deleted = sprm.byte() != 0,
            op::INSERTED => self.inserted = sprm.byte() != 0,
            op::SPECIAL => self.special = sprm.byte() != 0,
            op::DATA => self.is_form = sprm.byte() != 0,
            op::BOLD => self.bold = toggled(sprm.byte(), style.bold),
            op::VANISH => self.hidden = toggled(sprm.byte(), style.hidden),
            op::SIZE => self.size = Some(sprm.word()),
            op::FONT => self.font = Some(sprm.word()),
            op::FONT_OTHER => self.font = self.font.or(Some(sprm.word())),
            op::LOCATION => {
                self.location = Some(sprm.long());
                self.special = true;
            }
            op::SYMBOL => self.symbol = symbol(sprm.operand),
            op::CHARACTER_STYLE => styles.character(sprm.word(), self),
            op::PLAIN => {
                *self = Self {
                    special: self.special,
                    location: self.location,
                    is_form: self.is_form,
                    deleted: self.deleted,
                    inserted: self.inserted,
                    ..*style
                };
            }
            _ => {}
        }
    }
}

/// On, off, as the style has it, or the other way round.
fn toggled(operand: u8, style: bool) -> bool {
    match operand {
        0 => false,
        0x80 => style,
        0x81 => !style,
        _ => true,
    }
}

/// The font and the code; of Word 6 the code has one byte.
fn symbol(operand: &[u8]) -> Option<(u16, u16)> {
    let code = u16_at(operand, 2).or_else(|| u8_at(operand, 2).map(u16::from))?;
    Some((u16_at(operand, 0)?, code))
}

/// A list of Word 6: one whose paragraphs say themselves how they are numbered.
#[derive(Debug, Clone, Default)]
pub(super) struct OldList {
    /// 10 counts, 11 has bullets, up to 9 stands for a heading.
    pub(super) level: u8,
    /// How numbers are written, and what stands before and after them.
    pub(super) format: u8,
    pub(super) start: u16,
    pub(super) before: Vec<u8>,
    pub(super) after: Vec<u8>,
}

/// What is said of a paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    pub(super) style: u16,
    pub(super) in_table: bool,
    pub(super) depth: Option<u32>,
    /// The mark of a row's end, and those of tables within a cell.
    pub(super) row_end: bool,
    pub(super) inner_cell: bool,
    pub(super) inner_row: bool,
    /// The list, by the number of its override; 0 for none.
    pub(super) list: Option<u16>,
    pub(super) level: Option<u8>,
    pub(super) old_list: Option<OldList>,
    /// The heading's level from 1; 0 for body text.
    pub(super) outline: Option<u8>,
    pub(super) drop_cap: bool,
    pub(super) edges: Option<Edges>,
}

impl Said {
    /// How deep in tables the paragraph stands.
    pub(super) fn depth(&self) -> usize {
        let told = self.depth.unwrap_or(0);
        let least = u32::from(self.in_table || self.row_end);
        usize::try_from(told.max(least)).unwrap_or(usize::MAX)
    }

    pub(super) fn apply(&mut self, sprm: &Sprm<'_>, age: Age) {
        match sprm.op {
            op::STYLE => self.style = sprm.word(),
            op::IN_TABLE => self.in_table = sprm.byte() != 0,
            op::ROW_END => self.row_end = sprm.byte() != 0,
            op::INNER_CELL => self.inner_cell = sprm.byte() != 0,
            op::INNER_ROW => self.inner_row = sprm.byte() != 0,
            op::DEPTH => self.depth = Some(sprm.long()),
            op::DEPTH_CHANGE => {
                let depth = self.depth.unwrap_or(0);
                self.depth = Some(depth.saturating_add_signed(sprm.long().cast_signed()));
            }
            op::LIST => self.list = Some(sprm.word()),
            op::LEVEL_OF_LIST => self.level = Some(sprm.byte()),
            op::LEVEL_OF_OLD_LIST if age != Age::Word97 => {
                self.old_list.get_or_insert_default().level = sprm.byte();
            }
            op::OLD_LIST => self.read_old_list(sprm.operand),
            op::OUTLINE => {
                self.outline = Some(match sprm.byte() {
                    level @ 0..=8 => level + 1,
                    _ => 0,
                })
            }
            op::DROP_CAP => self.drop_cap = sprm.word() & 7 != 0,
            op::CELLS => self.edges = Some(edges(sprm.operand, 20)),
            op::CELLS_OLD => self.edges = Some(edges(sprm.operand, 10)),
            _ => {}
        }
    }

    fn read_old_list(&mut self, operand: &[u8]) {
        let list = self.old_list.get_or_insert_default();
        let text = stretch(operand, 20, 32);
        let before = usize::from(u8_at(operand, 1).unwrap_or(0));
        let after = usize::from(u8_at(operand, 2).unwrap_or(0));
        list.format = u8_at(operand, 0).unwrap_or(0);
        list.start = u16_at(operand, 10).unwrap_or(1);
        list.before = stretch(text, 0, before).to_vec();
        list.after = stretch(text, before, after.saturating_sub(before)).to_vec();
    }
}

/// Where the cells of a row lie, and which of them are one ([MS-DOC] 2.9.322).
fn edges(operand: &[u8], width: usize) -> Edges {
    let cells = usize::from(u8_at(operand, 0).unwrap_or(0)).min(64);
    let at = (0..=cells)
        .filter_map(|index| i16_at(operand, 1 + 2 * index).map(i32::from))
        .collect();
    let flags = 1 + 2 * (cells + 1);
    let continues = (0..cells)
        .map(|index| u16_at(operand, flags + width * index).is_some_and(|flags| flags & 3 == 2))
        .collect();
    Edges {
        at,
        continues,
        gone: Vec::new(),
    }
}
