//! The fonts of the file: which are of symbols, and which alphabet the letters of Word 6 are in ([MS-DOC] 2.9.287).

use super::fib::{Age, Head, Part};
use crate::flow::symbols::{self, SymbolFont};
use crate::little::{stretch, u8_at, u16_at, utf16_at};
use crate::text::pages::Letters;

/// Fonts that are read; more are a lie.
const MOST: usize = 4_096;

/// A font.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Font {
    pub(super) symbols: Option<SymbolFont>,
    /// The alphabet, where it is another one than the file's.
    pub(super) letters: Option<Letters>,
}

/// The fonts, in the order of their numbers.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    fonts: Vec<Font>,
}

impl Fonts {
    pub(super) fn read(head: Head<'_>, tables: &[u8]) -> Self {
        let table = head.part(Part::Fonts, tables);
        // Before the first one: how many there are, or in Word 6 how many bytes.
        let mut at = if head.age == Age::Word97 { 4 } else { 2 };
        let mut fonts = Vec::new();
        while let Some(length) = u8_at(table, at).map(usize::from) {
            if length == 0 || fonts.len() >= MOST {
                break;
            }
            fonts.push(font(head.age, stretch(table, at + 1, length)));
            at += 1 + length;
        }
        Self { fonts }
    }

    pub(super) fn get(&self, number: u16) -> Font {
        self.fonts
            .get(usize::from(number))
            .copied()
            .unwrap_or_default()
    }
}

fn font(age: Age, entry: &[u8]) -> Font {
    let charset = u8_at(entry, 3).unwrap_or(0);
    let name = if age == Age::Word97 {
        let units = (39..entry.len())
            .step_by(2)
            .take_while(|&at| u16_at(entry, at).is_some_and(|unit| unit != 0))
            .count();
        utf16_at(entry, 39, units)
    } else {
        let name = entry.get(5..).unwrap_or_default();
        let name = name.split(|byte| *byte == 0).next().unwrap_or_default();
        Letters::default().decode(name)
    };
    Font {
        symbols: symbols::font(&name),
        letters: Letters::of_charset(i32::from(charset)),
    }
}
