//! The lists that a document defines (ECMA-376 part 1, 17.9).

use super::styles::font_of;
use crate::flow::lists::{Definition, Format, Instance, LEVELS, Level, Lists};
use crate::flow::symbols;
use crate::xml::source::{Budget, Source};
use crate::xml::{Element, Step, Tag, Token, each};

/// Reads `word/numbering.xml`.
pub(super) fn read(source: Source<'_>, budget: &Budget) -> Lists {
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
    reading.lists
}

/// How a level writes its numbers (17.18.59).
fn format_of(word: &str) -> Format {
    match word {
        "decimalZero" => Format::DecimalZero,
        "lowerLetter" => Format::LowerLetter,
        "upperLetter" => Format::UpperLetter,
        "lowerRoman" => Format::LowerRoman,
        "upperRoman" => Format::UpperRoman,
        "ordinal" => Format::Ordinal,
        "bullet" => Format::Bullet,
        "none" => Format::None,
        _ => Format::Decimal,
    }
}

/// What is being read.
#[derive(Default)]
struct Reading {
    lists: Lists,
    list: Definition,
    number: Instance,
    level: Level,
    /// Which level of the list or of the override.
    at: usize,
}

impl Reading {
    fn open(&mut self, tag: Tag, parent: Tag, element: &Element<'_>) -> Step {
        let id = |name| element.number(name).unwrap_or_default();
        match (tag, parent) {
            (Tag::AbstractNumber, _) => {
                self.list = Definition {
                    id: id("abstractNumId"),
                    ..Definition::default()
                };
            }
            (Tag::NumberStyleLink, _) => {
                self.list.means = element.value().map(|id| id.into_owned())
            }
            (Tag::StyleLink, _) => self.list.known_as = element.value().map(|id| id.into_owned()),
            (Tag::Number, _) => {
                self.number = Instance {
                    id: id("numId"),
                    ..Instance::default()
                }
            }
            (Tag::AbstractNumberId, Tag::Number) => self.number.definition = id("val"),
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
                    .map(|word| format_of(&word))
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
            (Tag::RunFonts, Tag::RunProperties) => level.font = font_of(element),
            _ => {}
        }
    }

    fn close(&mut self, tag: Tag) {
        match tag {
            Tag::Level => self.finish_level(),
            Tag::AbstractNumber => self.lists.definitions.push(std::mem::take(&mut self.list)),
            Tag::Number => {
                let number = std::mem::take(&mut self.number);
                self.lists.instances.insert(number.id, number);
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
