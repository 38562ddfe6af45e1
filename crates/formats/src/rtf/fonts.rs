//! The fonts of a file and the code pages of their letters (RTF 1.9.1, "Font Table" and "Character Set").

use std::collections::HashMap;

use crate::flow::symbols::{self, SymbolFont};
use crate::text::pages::Letters;

/// What a font tells of its characters.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Font {
    pub(super) letters: Option<Letters>,
    pub(super) symbols: Option<SymbolFont>,
}

/// Fonts that a file may define.
const MOST_FONTS: usize = 4_096;

/// The fonts by their numbers, as the table is read.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    by_number: HashMap<i32, Font>,
    open: Option<i32>,
    name: String,
}

impl Fonts {
    /// The entry of a font begins.
    pub(super) fn begin(&mut self, number: i32) {
        self.end();
        if self.by_number.len() < MOST_FONTS {
            self.open = Some(number);
            self.by_number.insert(number, Font::default());
        }
    }

    pub(super) fn charset(&mut self, charset: i32) {
        if let Some(font) = self.open.and_then(|number| self.by_number.get_mut(&number)) {
            font.letters = Letters::of_charset(charset);
        }
    }

    pub(super) fn page(&mut self, page: i32) {
        if let Some(font) = self.open.and_then(|number| self.by_number.get_mut(&number)) {
            font.letters = Some(Letters::of_page(page));
        }
    }

    /// Letters of the font's name.
    pub(super) fn name(&mut self, text: &str) {
        if self.name.len() < 200 {
            self.name.push_str(text);
        }
    }

    /// The entry ends.
    pub(super) fn end(&mut self) {
        let name = std::mem::take(&mut self.name);
        if let Some(font) = self
            .open
            .take()
            .and_then(|number| self.by_number.get_mut(&number))
        {
            font.symbols = symbols::font(name.trim().trim_end_matches(';'));
        }
    }

    pub(super) fn get(&self, number: i32) -> Font {
        self.by_number.get(&number).copied().unwrap_or_default()
    }
}
