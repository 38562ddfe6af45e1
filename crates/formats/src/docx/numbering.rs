//! The lists that a document defines (ECMA-376 part 1, 17.9).

use std::collections::HashMap;

use super::source::{Budget, Source};
use super::symbols::{self, SymbolFont};
use super::xml::{Element, Step, Tag, Token, each};

/// Levels that a list may have.
pub(super) const LEVELS: usize = 9;

/// How a level writes its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Format {
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
    fn of(word: &str) -> Self {
        match word {
            "decimalZero" => Self::DecimalZero,
            "lowerLetter" => Self::LowerLetter,
            "upperLetter" => Self::UpperLetter,
            "lowerRoman" => Self::LowerRoman,
            "upperRoman" => Self::UpperRoman,
            "ordinal" => Self::Ordinal,
            "bullet" => Self::Bullet,
            "none" => Self::None,
            _ => Self::Decimal,
        }
    }
}

/// One level of a list.
#[derive(Debug, Clone, Default)]
pub(super) struct Level {
    /// The first number, 0 where none is stated.
    pub(super) start: u32,
    pub(super) format: Format,
    /// `%1.%2)` and the like.
    pub(super) text: String,
    /// The level, from 1, whose numbers begin this one anew; 0 for none, all above where not stated.
    pub(super) restart: Option<u8>,
    /// Whether the numbers of the levels above are shown as decimal.
    pub(super) legal: bool,
    /// The paragraph style that stands for this level.
    style: Option<String>,
    font: Option<SymbolFont>,
}

#[derive(Debug, Default)]
struct Abstract {
    id: u32,
    levels: [Level; LEVELS],
    /// The style under which this list is known, or the style under which the list meant is.
    known_as: Option<String>,
    means: Option<String>,
}

#[derive(Debug, Default)]
struct Number {
    id: u32,
    abstract_id: u32,
    starts: [Option<u32>; LEVELS],
    levels: Vec<(usize, Level)>,
}

/// The lists of a document.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    abstracts: Vec<Abstract>,
    numbers: HashMap<u32, Number>,
}

/// A list as a paragraph names it.
#[derive(Debug, Clone, Copy)]
pub(super) struct List<'n> {
    number: &'n Number,
    of: &'n Abstract,
}

impl<'n> List<'n> {
    /// What tells lists apart that count together.
    pub(super) fn counts_with(self) -> u32 {
        self.of.id
    }

    pub(super) fn level(self, level: usize) -> Option<&'n Level> {
        let changed = self.number.levels.iter().rev().find(|(at, _)| *at == level);
        changed
            .map(|(_, level)| level)
            .or_else(|| self.of.levels.get(level))
    }

    /// The number from which this list begins anew on a level, where it does.
    pub(super) fn restart(self, level: usize) -> Option<u32> {
        *self.number.starts.get(level)?
    }

    /// The level that a paragraph style stands for.
    pub(super) fn level_of_style(self, style: &str) -> Option<usize> {
        self.of
            .levels
            .iter()
            .position(|level| level.style.as_deref() == Some(style))
    }
}

impl Numbering {
    /// Reads `word/numbering.xml`.
    pub(super) fn read(source: Source<'_>, budget: &Budget) -> Self {
        let mut reading = Reading::default();
        each(source, budget, |token| match token {
            Token::Open {
                tag,
                parent,
                element,
            } => reading.open(tag, parent, &element),
            Token::Close(tag) => {
                reading.close(tag);
                Step::Enter
            }
            Token::Text { .. } => Step::Enter,
        });
        reading.numbering
    }

    /// The list with that number.
    pub(super) fn list(&self, id: u32) -> Option<List<'_>> {
        let number = self.numbers.get(&id)?;
        let of = self
            .abstracts
            .iter()
            .find(|one| one.id == number.abstract_id)?;
        // A list may be defined by a style, in another place.
        let meant = of.means.as_ref().and_then(|style| {
            self.abstracts
                .iter()
                .find(|one| one.known_as.as_ref() == Some(style))
        });
        Some(List {
            number,
            of: meant.unwrap_or(of),
        })
    }
}

/// What is being read.
#[derive(Default)]
struct Reading {
    numbering: Numbering,
    list: Abstract,
    number: Number,
    level: Level,
    /// Which level of the list or of the override.
    at: usize,
}

impl Reading {
    fn open(&mut self, tag: Tag, parent: Tag, element: &Element<'_>) -> Step {
        let id = |name| element.number(name).unwrap_or_default();
        match (tag, parent) {
            (Tag::AbstractNumber, _) => {
                self.list = Abstract {
                    id: id("abstractNumId"),
                    ..Abstract::default()
                };
            }
            (Tag::NumberStyleLink, _) => {
                self.list.means = element.value().map(|id| id.into_owned())
            }
            (Tag::StyleLink, _) => self.list.known_as = element.value().map(|id| id.into_owned()),
            (Tag::Number, _) => {
                self.number = Number {
                    id: id("numId"),
                    ..Number::default()
                }
            }
            (Tag::AbstractNumberId, Tag::Number) => self.number.abstract_id = id("val"),
            (Tag::LevelOverride, _) => self.at = element.number("ilvl").unwrap_or(LEVELS),
            (Tag::StartOverride, _) => {
                if let Some(start) = self.number.starts.get_mut(self.at) {
                    *start = Some(element.number("val").unwrap_or(0));
                }
            }
            (Tag::Level, _) => {
                self.at = element.number("ilvl").unwrap_or(LEVELS);
                self.level = Level::default();
            }
            _ => self.level_property(tag, parent, element),
        }
        Step::Enter
    }

    fn level_property(&mut self, tag: Tag, parent: Tag, element: &Element<'_>) {
        let level = &mut self.level;
        match (tag, parent) {
            (Tag::Start, Tag::Level) => level.start = element.number("val").unwrap_or(0),
            (Tag::NumberFormat, Tag::Level) => {
                level.format = element
                    .value()
                    .map(|word| Format::of(&word))
                    .unwrap_or_default();
            }
            (Tag::LevelText, Tag::Level) => {
                level.text = element.value().unwrap_or_default().into_owned()
            }
            (Tag::LevelRestart, Tag::Level) => level.restart = element.number("val"),
            (Tag::LegalNumbers, Tag::Level) => level.legal = element.is_on(),
            (Tag::ParagraphStyle, Tag::Level) => {
                level.style = element.value().map(|id| id.into_owned())
            }
            (Tag::RunFonts, Tag::RunProperties) => level.font = symbols::font_of(element),
            _ => {}
        }
    }

    fn close(&mut self, tag: Tag) {
        match tag {
            Tag::Level => self.finish_level(),
            Tag::AbstractNumber => self
                .numbering
                .abstracts
                .push(std::mem::take(&mut self.list)),
            Tag::Number => {
                let number = std::mem::take(&mut self.number);
                self.numbering.numbers.insert(number.id, number);
            }
            _ => {}
        }
    }

    fn finish_level(&mut self) {
        let mut level = std::mem::take(&mut self.level);
        if level.format == Format::Bullet {
            level.text = symbols::bullet(&level.text, level.font);
        }
        // The levels of an override stand within a number, those of a list do not.
        if self.number.id != 0 {
            self.number.levels.push((self.at, level));
        } else if let Some(place) = self.list.levels.get_mut(self.at) {
            *place = level;
        }
    }
}
