//! A paragraph while its runs go by, and the blocks that it becomes.

use paper::BlockKind;

use super::styles::Style;
use crate::flow::fields::Anchor;
use crate::flow::symbols::{self, SymbolFont};
use crate::flow::{Piece, Strength};

/// What the file says of a paragraph.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    /// Which one, by the order in which they began.
    pub(super) serial: u64,
    pub(super) text: String,
    pub(super) style: Option<String>,
    /// What that style says.
    pub(super) look: Style,
    /// The level of the outline that it names itself; 0 for body text.
    pub(super) level: Option<u8>,
    pub(super) list: Option<u32>,
    pub(super) list_level: Option<u8>,
    /// Its end was deleted: the next paragraph goes on in it.
    pub(super) open_end: bool,
    pub(super) strength: Strength,
    /// What stands after it: text boxes, notes, comments.
    pub(super) after: Vec<Piece>,
}

/// How the characters of a run look.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Run {
    pub(super) hidden: Option<bool>,
    pub(super) bold: Option<bool>,
    pub(super) size: Option<u32>,
    pub(super) font: Option<SymbolFont>,
}

impl Paragraph {
    /// Where its text ends now.
    pub(super) fn anchor(&self) -> Anchor {
        Anchor::at_end(self.serial, &self.text)
    }

    /// The text since an anchor; from its beginning where that lies in an earlier paragraph.
    pub(super) fn since(&self, anchor: Anchor) -> &str {
        anchor.since(self.serial, &self.text)
    }

    /// Appends the characters of a run.
    pub(super) fn push(&mut self, text: &str, run: Run, strong: bool) {
        if run.font.is_none() && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            self.text.push_str(text);
            self.strength.add_ascii(text, strong);
            return;
        }
        for c in text.chars() {
            let Some(c) = symbols::shown(c, run.font) else {
                continue;
            };
            self.text.push(c);
            self.strength.add(c, strong);
        }
    }

    /// What it is, where the file itself says so.
    pub(super) fn kind(&self, style: &Style, label: Option<&str>) -> (BlockKind, u8) {
        let level = self.level.or(style.level).filter(|&level| level > 0);
        if let Some(level) = level {
            (BlockKind::Heading, level)
        } else if label.is_some() {
            let depth = self.list_level.or(style.list_level).unwrap_or(0);
            (BlockKind::Item, depth.min(8))
        } else if self.strength.is_heading(&self.text) {
            (BlockKind::Heading, 0)
        } else {
            (BlockKind::Paragraph, 0)
        }
    }
}
