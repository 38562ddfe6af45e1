//! The lists that a document defines: their levels, and how each writes its numbers.

use std::collections::HashMap;

use super::symbols::SymbolFont;

/// Levels that a list may have: nine in Word, ten in OpenDocument.
pub(crate) const LEVELS: usize = 10;

/// How a level writes its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Format {
    #[default]
    Decimal,
    DecimalZero,
    LowerLetter,
    UpperLetter,
    LowerRoman,
    UpperRoman,
    Ordinal,
    Bullet,
    None,
}

impl Format {
    /// The format of a number code, which Word and RTF share ([MS-OSHARED] 2.2.1.3; RTF 1.9.1, `\levelnfc`).
    pub(crate) fn of_code(code: i32) -> Self {
        match code {
            1 => Self::UpperRoman,
            2 => Self::LowerRoman,
            3 => Self::UpperLetter,
            4 => Self::LowerLetter,
            5 => Self::Ordinal,
            22 => Self::DecimalZero,
            23 => Self::Bullet,
            255 => Self::None,
            _ => Self::Decimal,
        }
    }
}

/// One level of a list.
#[derive(Debug, Clone, Default)]
pub(crate) struct Level {
    /// The first number, 0 where none is stated.
    pub(crate) start: u32,
    pub(crate) format: Format,
    /// `%1.%2)` and the like.
    pub(crate) text: String,
    /// The level, from 1, whose numbers begin this one anew; 0 for none, all above where not stated.
    pub(crate) restart: Option<u8>,
    /// Whether the numbers of the levels above are shown as decimal.
    pub(crate) legal: bool,
    /// The paragraph style that stands for this level.
    pub(crate) style: Option<String>,
    pub(crate) font: Option<SymbolFont>,
}

/// A list as it is defined; several lists of a document may count by one.
#[derive(Debug, Default)]
pub(crate) struct Definition {
    pub(crate) id: u32,
    pub(crate) levels: [Level; LEVELS],
    /// The style under which this list is known, or the style under which the list meant is.
    pub(crate) known_as: Option<String>,
    pub(crate) means: Option<String>,
}

/// A list that paragraphs name, with what it changes of its definition.
#[derive(Debug, Default)]
pub(crate) struct Instance {
    pub(crate) id: u32,
    pub(crate) definition: u32,
    pub(crate) starts: [Option<u32>; LEVELS],
    pub(crate) levels: Vec<(usize, Level)>,
}

/// The lists of a document.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    pub(crate) definitions: Vec<Definition>,
    pub(crate) instances: HashMap<u32, Instance>,
}

/// A list as a paragraph names it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct List<'n> {
    number: &'n Instance,
    of: &'n Definition,
}

impl<'n> List<'n> {
    /// What tells lists apart that count together.
    pub(crate) fn counts_with(self) -> u32 {
        self.of.id
    }

    pub(crate) fn level(self, level: usize) -> Option<&'n Level> {
        let changed = self.number.levels.iter().rev().find(|(at, _)| *at == level);
        changed
            .map(|(_, level)| level)
            .or_else(|| self.of.levels.get(level))
    }

    /// The number from which this list begins anew on a level, where it does.
    pub(crate) fn restart(self, level: usize) -> Option<u32> {
        *self.number.starts.get(level)?
    }

    /// The level that a paragraph style stands for.
    pub(crate) fn level_of_style(self, style: &str) -> Option<usize> {
        self.of
            .levels
            .iter()
            .position(|level| level.style.as_deref() == Some(style))
    }
}

impl Lists {
    /// The list with that number.
    pub(crate) fn list(&self, id: u32) -> Option<List<'_>> {
        let number = self.instances.get(&id)?;
        // Where lists are numbered by their places, the place tells the list.
        let place = usize::try_from(number.definition).ok();
        let of = place
            .and_then(|place| self.definitions.get(place))
            .filter(|one| one.id == number.definition)
            .or_else(|| {
                self.definitions
                    .iter()
                    .find(|one| one.id == number.definition)
            })?;
        // A list may be defined by a style, in another place.
        let meant = of.means.as_ref().and_then(|style| {
            self.definitions
                .iter()
                .find(|one| one.known_as.as_ref() == Some(style))
        });
        Some(List {
            number,
            of: meant.unwrap_or(of),
        })
    }
}
