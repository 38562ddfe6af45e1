//! The lists that a file defines, for those who write no label beside the item (RTF 1.9.1, "List Tables").

use std::collections::HashMap;

use crate::flow::labels::Counts;
use crate::flow::lists::{Definition, Format, Instance, LEVELS, Level, Lists as Defined};
use crate::flow::symbols::{self, SymbolFont};

/// Lists that are read; Word allows 2,047.
const MOST: usize = 4_096;

/// Characters of a label's text.
const LONGEST: usize = 100;

/// The lists as their tables are read, and the count that each has come to.
#[derive(Debug, Default)]
pub(super) struct Lists {
    defined: Defined,
    counts: Counts,
    /// Which definition has which number in the file.
    known: HashMap<i32, u32>,
    list: Definition,
    /// Levels of the open list, or of the open override, that are done.
    at: usize,
    level: Level,
    text: String,
    font: Option<SymbolFont>,
    number: Instance,
    is_override: bool,
}

impl Lists {
    /// A list begins, or an override of one.
    pub(super) fn begin(&mut self, is_override: bool) {
        self.list = Definition::default();
        self.number = Instance::default();
        self.at = 0;
        self.is_override = is_override;
    }

    pub(super) fn begin_level(&mut self) {
        self.level = Level {
            start: 1,
            ..Level::default()
        };
        self.text.clear();
        self.font = None;
    }

    /// A word in the tables.
    pub(super) fn word(&mut self, word: &str, number: Option<i32>) {
        let on = number.is_none_or(|number| number != 0);
        let whole = number.and_then(|number| u32::try_from(number).ok());
        match word {
            "levelnfc" | "levelnfcn" => self.level.format = Format::of_code(number.unwrap_or(0)),
            "levelstartat" if self.is_override => {
                if let Some(start) = self.number.starts.get_mut(self.at.saturating_sub(1)) {
                    *start = whole;
                }
                self.level.start = whole.unwrap_or(1);
            }
            "levelstartat" => self.level.start = whole.unwrap_or(1),
            "levellegal" => self.level.legal = on,
            "levelnorestart" if on => self.level.restart = Some(0),
            "lfolevel" => self.at += 1,
            "listid" if self.is_override => {
                let known = number.and_then(|id| self.known.get(&id));
                self.number.definition = known.copied().unwrap_or(u32::MAX);
            }
            "listid" => {
                self.list.id = u32::try_from(self.defined.definitions.len()).unwrap_or(u32::MAX);
                self.known.insert(number.unwrap_or(0), self.list.id);
            }
            "ls" => self.number.id = whole.unwrap_or(0),
            _ => {}
        }
    }

    pub(super) fn font(&mut self, font: Option<SymbolFont>) {
        self.font = font;
    }

    /// Characters of a level's text: first how many there are, a number of a level for each place.
    pub(super) fn write(&mut self, text: &str) {
        if self.text.len() < LONGEST {
            self.text.push_str(text);
        }
    }

    pub(super) fn end_level(&mut self) {
        let mut level = std::mem::take(&mut self.level);
        level.text = places(&self.text);
        if level.format == Format::Bullet {
            level.text = symbols::bullet(&level.text, self.font);
        }
        if self.is_override {
            self.number.levels.push((self.at.saturating_sub(1), level));
            return;
        }
        if let Some(place) = self.list.levels.get_mut(self.at.min(LEVELS)) {
            *place = level;
        }
        self.at += 1;
    }

    pub(super) fn end(&mut self) {
        if self.is_override {
            let number = std::mem::take(&mut self.number);
            if number.id != 0 && self.defined.instances.len() < MOST {
                self.defined.instances.insert(number.id, number);
            }
        } else if self.defined.definitions.len() < MOST {
            self.defined
                .definitions
                .push(std::mem::take(&mut self.list));
        }
    }

    /// Counts one more item and gives its label.
    pub(super) fn next(&mut self, id: u32, level: usize) -> Option<String> {
        let list = self.defined.list(id)?;
        self.counts.next(list, id, level)
    }
}

/// `%1.%2)` from a text whose places are the numbers of levels as control characters.
fn places(text: &str) -> String {
    let text = text.strip_suffix(';').unwrap_or(text);
    let mut places = String::new();
    for c in text.chars().skip(1) {
        match u32::from(c) {
            level @ 0..=8 => {
                places.push('%');
                places.extend(char::from_digit(level + 1, 10));
            }
            _ => places.push(c),
        }
    }
    places
}
