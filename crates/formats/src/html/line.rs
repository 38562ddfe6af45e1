//! A paragraph while its characters go by: spaces joined, breaks kept.

use crate::flow::symbols::{self, SymbolFont};
use crate::flow::{Piece, Strength};

/// What waits for the next character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Space {
    #[default]
    None,
    Plain,
    NoBreak,
}

/// The paragraph that is open.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// Which one, by the order in which they began.
    pub(super) serial: u64,
    pub(super) text: String,
    pub(super) strength: Strength,
    /// What stands after it: notes.
    pub(super) after: Vec<Piece>,
    space: Space,
    /// Line breaks that wait for the next character.
    breaks: u32,
}

/// How characters look.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Looks {
    pub(super) strong: bool,
    /// Spaces and line ends count as they stand.
    pub(super) kept: bool,
    pub(super) font: Option<SymbolFont>,
}

impl Line {
    /// Whether two breaks have ended the paragraph.
    pub(super) fn is_ended(&self) -> bool {
        self.breaks > 1
    }

    /// A paragraph that begins.
    pub(super) fn begun(serial: u64) -> Self {
        Self {
            serial,
            ..Self::default()
        }
    }

    pub(super) fn add_break(&mut self) {
        if !self.text.is_empty() {
            self.breaks += 1;
        }
        self.space = Space::None;
    }

    pub(super) fn add_space(&mut self) {
        self.space = match self.space {
            Space::NoBreak | Space::Plain => Space::Plain,
            Space::None if self.text.is_empty() || self.breaks > 0 => Space::None,
            Space::None => Space::Plain,
        };
    }

    /// Appends one character; the caller asks first whether a break ended the paragraph.
    pub(super) fn push(&mut self, c: char, looks: Looks) {
        match c {
            ' ' | '\t' | '\n' | '\r' | '\u{c}' if looks.kept => self.push_kept(c),
            ' ' | '\t' | '\n' | '\r' | '\u{c}' => self.add_space(),
            '\u{a0}' => {
                self.space = match self.space {
                    Space::None if self.text.is_empty() || self.breaks > 0 => Space::None,
                    Space::None => Space::NoBreak,
                    Space::Plain | Space::NoBreak => Space::Plain,
                };
            }
            c => {
                if let Some(c) = symbols::shown(c, looks.font) {
                    self.settle();
                    self.text.push(c);
                    self.strength.add(c, looks.strong);
                }
            }
        }
    }

    /// Writes the breaks and spaces that waited.
    pub(super) fn settle(&mut self) {
        if self.breaks > 0 {
            self.text.push('\n');
        }
        match self.space {
            Space::Plain => self.text.push(' '),
            Space::NoBreak => self.text.push('\u{a0}'),
            Space::None => {}
        }
        self.breaks = 0;
        self.space = Space::None;
    }

    fn push_kept(&mut self, c: char) {
        match c {
            '\n' if self.text.is_empty() => {}
            '\n' => self.breaks = 1,
            '\r' => {}
            c => {
                self.settle();
                self.text.push(c);
            }
        }
    }

    /// Appends characters that belong to the end of the text.
    pub(super) fn append(&mut self, text: &str) {
        self.text.push_str(text);
    }
}
