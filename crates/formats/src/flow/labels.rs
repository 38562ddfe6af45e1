//! The visible labels of automatic lists: "1.2", "a)", "§ 3".

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use super::lists::{Format, LEVELS, Level, List, Lists};
use crate::numerals::{letters, roman};

/// The lists of a document with the count that each has come to.
#[derive(Debug)]
pub(crate) struct Counters<'n> {
    lists: &'n Lists,
    counts: Counts,
}

impl<'n> Counters<'n> {
    pub(crate) fn new(lists: &'n Lists) -> Self {
        Self {
            lists,
            counts: Counts::default(),
        }
    }

    /// The list with that number.
    pub(crate) fn list(&self, id: u32) -> Option<List<'n>> {
        self.lists.list(id)
    }

    /// Counts one more item and gives its label; `None` where nothing is to be seen before it.
    pub(crate) fn next(&mut self, id: u32, level: usize) -> Option<String> {
        self.counts.next(self.lists.list(id)?, id, level)
    }
}

/// The count that each list has come to.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// By what lists count together.
    counts: HashMap<u32, [Option<u32>; LEVELS]>,
    /// The numbers that have begun anew on a level already.
    restarted: HashSet<(u32, usize)>,
}

impl Counts {
    /// Counts one more item of a list that paragraphs name by a number, and gives its label.
    pub(crate) fn next(&mut self, list: List<'_>, id: u32, level: usize) -> Option<String> {
        let definition = list.level(level)?;
        let counts = self.counts.entry(list.counts_with()).or_default();
        let anew = list
            .restart(level)
            .filter(|_| self.restarted.insert((id, level)));
        let count = counts.get_mut(level)?;
        let next = count.map_or(definition.start, |count| count.saturating_add(1));
        *count = Some(anew.unwrap_or(next));
        for below in level + 1..LEVELS {
            let restarts = match list.level(below).and_then(|below| below.restart) {
                None => true,
                Some(above) => level < usize::from(above),
            };
            if restarts && let Some(count) = counts.get_mut(below) {
                *count = None;
            }
        }
        let label = label_of(|level| list.level(level), level, counts);
        (!label.is_empty()).then_some(label)
    }
}

/// The label of a level with `%1` to `%9` of its text filled in; nothing where nothing is to be seen.
pub(crate) fn label_of<'n>(
    level_of: impl Fn(usize) -> Option<&'n Level>,
    level: usize,
    counts: &[Option<u32>; LEVELS],
) -> String {
    let Some(definition) = level_of(level) else {
        return String::new();
    };
    if definition.format == Format::Bullet {
        return definition.text.clone();
    }
    let mut label = String::new();
    let mut chars = definition.text.chars().peekable();
    while let Some(c) = chars.next() {
        let digit = chars
            .peek()
            .and_then(|next| next.to_digit(10))
            .filter(|&digit| c == '%' && digit > 0);
        let Some(shown) = digit.map(|digit| digit as usize - 1) else {
            label.push(c);
            continue;
        };
        chars.next();
        let Some(of) = level_of(shown) else {
            continue;
        };
        let count = counts.get(shown).copied().flatten().unwrap_or(of.start);
        let format = if definition.legal {
            Format::Decimal
        } else {
            of.format
        };
        write_number(&mut label, count, format);
    }
    label.trim().to_owned()
}

/// Writes a number as a level of a list does.
pub(crate) fn write_number(label: &mut String, number: u32, format: Format) {
    // Letters are doubled after z, and roman numerals have no sign for five thousand: beyond, figures are shorter.
    let written = match format {
        Format::LowerLetter => letters(number, 'a'),
        Format::UpperLetter => letters(number, 'A'),
        Format::LowerRoman => roman(number).map(|roman| roman.to_lowercase()),
        Format::UpperRoman => roman(number),
        Format::None | Format::Bullet => Some(String::new()),
        Format::DecimalZero => Some(format!("{number:02}")),
        Format::Ordinal => Some(format!("{number}.")),
        Format::Decimal => None,
    };
    match written {
        Some(written) => label.push_str(&written),
        None => {
            let _ = write!(label, "{number}");
        }
    }
}
