//! The styles of a file: their levels of the outline.

use std::collections::HashMap;

use crate::flow::outline::level_of_name;

/// Styles that a file may define.
const MOST_STYLES: usize = 10_000;

/// Half points of running text where no style tells (RTF 1.9.1, `\fs`).
const BODY: i32 = 24;

#[derive(Debug, Clone, Copy, Default)]
struct Style {
    level: Option<u8>,
    based_on: Option<i32>,
    size: Option<i32>,
}

/// The styles by their numbers, as the sheet is read.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_number: HashMap<i32, Style>,
    number: i32,
    style: Style,
    name: String,
    /// Whether the entry is of paragraphs, not of characters or tables.
    is_open: bool,
}

impl Styles {
    /// The entry of a style of paragraphs begins; one that gives no number is number 0.
    pub(super) fn begin(&mut self) {
        self.number = 0;
        self.style = Style::default();
        self.name.clear();
        self.is_open = true;
    }

    /// A word in the entry.
    pub(super) fn word(&mut self, word: &str, number: Option<i32>) {
        match word {
            "s" => self.number = number.unwrap_or(0),
            "cs" | "ds" | "ts" => self.is_open = false,
            "outlinelevel" => {
                self.style.level = number
                    .and_then(|level| u8::try_from(level).ok())
                    .map(level_of);
            }
            "sbasedon" => self.style.based_on = number,
            "fs" => self.style.size = number,
            _ => {}
        }
    }

    pub(super) fn name(&mut self, text: &str) {
        if self.name.len() < 200 {
            self.name.push_str(text);
        }
    }

    /// The entry ends.
    pub(super) fn end(&mut self) {
        if std::mem::take(&mut self.is_open) && self.by_number.len() < MOST_STYLES {
            let by_name = level_of_name(self.name.trim().trim_end_matches(';'));
            self.style.level = self.style.level.or(by_name);
            self.by_number.insert(self.number, self.style);
        }
    }

    /// The level of the outline that a style stands for, or the one that it is based on.
    pub(super) fn level(&self, number: i32) -> Option<u8> {
        let mut style = self.by_number.get(&number)?;
        for _ in 0..16 {
            if style.level.is_some() {
                return style.level;
            }
            style = self.by_number.get(&style.based_on?)?;
        }
        None
    }

    /// Half points of running text.
    pub(super) fn body_size(&self) -> i32 {
        let normal = self.by_number.get(&0).and_then(|style| style.size);
        normal.unwrap_or(BODY)
    }
}

/// In the file 0 to 8 are the levels 1 to 9, and 9 is body text, here 0.
pub(super) fn level_of(stated: u8) -> u8 {
    if stated < 9 { stated + 1 } else { 0 }
}
