//! The styles of a document: how paragraphs and characters look, and the lists.

use std::collections::HashMap;

use crate::flow::lists::{Format, LEVELS, Level};
use crate::flow::outline::level_of_name;
use crate::flow::symbols::{self, SymbolFont};
use crate::xml::{Element, Tag};

/// Styles that stand on each other beyond which a chain is cut: a file may make a circle of them.
const LONGEST_CHAIN: usize = 32;

/// Half points of running text where no style tells.
const BODY: u32 = 24;

/// What a style says.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    pub(super) parent: Option<String>,
    /// The level of the outline, from 1.
    pub(super) level: Option<u8>,
    pub(super) list: Option<String>,
    pub(super) bold: Option<bool>,
    /// Half points.
    pub(super) size: Option<u32>,
    pub(super) hidden: Option<bool>,
    pub(super) font: Option<SymbolFont>,
}

/// A list style, or the numbering of the outline.
#[derive(Debug, Clone, Default)]
pub(super) struct ListStyle {
    pub(super) levels: [Level; LEVELS],
}

impl ListStyle {
    pub(super) fn level(&self, level: usize) -> Option<&Level> {
        self.levels.get(level)
    }
}

/// Which style is being read.
#[derive(Debug, Default)]
enum Open {
    #[default]
    None,
    Style(String),
    /// A list style, and the level of it that is open.
    List(String, usize),
    Outline(usize),
}

/// The styles of a document, as they are read.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_name: HashMap<String, Style>,
    lists: HashMap<String, ListStyle>,
    pub(super) outline: ListStyle,
    open: Open,
}

impl Styles {
    /// Takes an element that opens among the styles.
    pub(super) fn open(&mut self, tag: Tag, element: &Element<'_>) {
        let attribute = |name: &str| element.attribute(name).map(|value| value.into_owned());
        match tag {
            Tag::Style => self.begin(element),
            Tag::ListStyle => {
                let name = attribute("name").unwrap_or_default();
                self.lists.insert(name.clone(), ListStyle::default());
                self.open = Open::List(name, 0);
            }
            Tag::OutlineStyle => self.open = Open::Outline(0),
            Tag::NumberedLevel | Tag::BulletLevel | Tag::OutlineLevelStyle => {
                self.begin_level(tag, element)
            }
            Tag::TextProperties => self.text_properties(element),
            _ => {}
        }
    }

    /// Takes an element that closes among the styles.
    pub(super) fn close(&mut self, tag: Tag) {
        if matches!(tag, Tag::Style | Tag::ListStyle | Tag::OutlineStyle) {
            self.open = Open::None;
        }
    }

    fn begin(&mut self, element: &Element<'_>) {
        let attribute = |name: &str| element.attribute(name).map(|value| value.into_owned());
        let name = attribute("name").unwrap_or_default();
        let shown = attribute("display-name").unwrap_or_else(|| spelled(&name));
        let family = attribute("family").unwrap_or_default();
        let stated = element.number("default-outline-level");
        let by_name = || level_of_name(&shown).filter(|_| family == "paragraph");
        let style = Style {
            parent: attribute("parent-style-name"),
            level: stated.or_else(by_name),
            list: attribute("list-style-name"),
            ..Style::default()
        };
        let key = key(&family, &name);
        self.by_name.insert(key.clone(), style);
        self.open = Open::Style(key);
    }

    fn begin_level(&mut self, tag: Tag, element: &Element<'_>) {
        let at = element
            .number::<usize>("level")
            .unwrap_or(1)
            .saturating_sub(1);
        let level = level(tag, at, element);
        let list = match &mut self.open {
            Open::List(name, open) => {
                *open = at;
                self.lists.get_mut(name)
            }
            Open::Outline(open) => {
                *open = at;
                Some(&mut self.outline)
            }
            _ => None,
        };
        if let Some(place) = list.and_then(|list| list.levels.get_mut(at)) {
            *place = level;
        }
    }

    fn text_properties(&mut self, element: &Element<'_>) {
        let font = ["font-name", "font-family"]
            .iter()
            .find_map(|name| symbols::font(&element.attribute(name)?));
        match &self.open {
            Open::Style(key) => {
                if let Some(style) = self.by_name.get_mut(key) {
                    let weight = element.attribute("font-weight");
                    style.bold = weight.map(|weight| is_bold(&weight));
                    style.size = element
                        .attribute("font-size")
                        .and_then(|size| half_points(&size));
                    style.hidden = element
                        .attribute("display")
                        .map(|display| display == "none");
                    style.font = font;
                }
            }
            Open::List(name, at) => {
                let level = self
                    .lists
                    .get_mut(name)
                    .and_then(|list| list.levels.get_mut(*at));
                if let Some(level) =
                    level.filter(|level| level.format == Format::Bullet && font.is_some())
                {
                    level.text = symbols::bullet(&level.text, font);
                }
            }
            _ => {}
        }
    }

    /// The style of that name with all that it stands on; paragraphs and characters have names of their own.
    pub(super) fn get(&self, family: &str, name: &str) -> Style {
        let mut whole = Style::default();
        let mut next = Some(name.to_owned());
        for _ in 0..LONGEST_CHAIN {
            let Some(style) = next.and_then(|name| self.by_name.get(&key(family, &name))) else {
                break;
            };
            whole.level = whole.level.or(style.level);
            whole.list = whole.list.or_else(|| style.list.clone());
            whole.bold = whole.bold.or(style.bold);
            whole.size = whole.size.or(style.size);
            whole.hidden = whole.hidden.or(style.hidden);
            whole.font = whole.font.or(style.font);
            next = style.parent.clone();
        }
        whole
    }

    pub(super) fn list(&self, name: &str) -> Option<&ListStyle> {
        self.lists.get(name)
    }

    /// Half points of running text.
    pub(super) fn body_size(&self) -> u32 {
        self.get("paragraph", "Standard").size.unwrap_or(BODY)
    }
}

fn key(family: &str, name: &str) -> String {
    format!("{family} {name}")
}

/// A name as its user knows it: `Heading_20_1` is "Heading 1" (ISO/IEC 26300-1, 19.498.2).
fn spelled(name: &str) -> String {
    let mut parts = name.split('_');
    let mut spelled = parts.next().unwrap_or_default().to_owned();
    while let Some(code) = parts.next() {
        let c = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
        match (c, code.len()) {
            (Some(c), 2..=4) => {
                spelled.push(c);
                spelled.push_str(parts.next().unwrap_or_default());
            }
            _ => {
                spelled.push('_');
                spelled.push_str(code);
            }
        }
    }
    spelled
}

fn is_bold(weight: &str) -> bool {
    weight == "bold" || weight.parse::<u32>().is_ok_and(|weight| weight >= 600)
}

/// "14pt" and "0.2in" in half points.
fn half_points(size: &str) -> Option<u32> {
    let split = size.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, unit) = size.split_at(split);
    let number: f32 = number.trim().parse().ok()?;
    let points = match unit {
        "pt" => number,
        "in" => number * 72.0,
        "cm" => number * 28.35,
        "mm" => number * 2.835,
        _ => return None,
    };
    // No letter of a paper is larger than a page.
    (0.0..2_000.0)
        .contains(&points)
        .then_some((points * 2.0) as u32)
}

/// A level of a list: its text with the places of the numbers (ISO/IEC 26300-1, 16.31 to 16.34).
fn level(tag: Tag, at: usize, element: &Element<'_>) -> Level {
    let attribute = |name: &str| {
        element
            .attribute(name)
            .map(|value| value.into_owned())
            .unwrap_or_default()
    };
    if tag == Tag::BulletLevel {
        return Level {
            format: Format::Bullet,
            text: symbols::bullet(&attribute("bullet-char"), None),
            ..Level::default()
        };
    }
    let format = match attribute("num-format").as_str() {
        "1" => Format::Decimal,
        "a" => Format::LowerLetter,
        "A" => Format::UpperLetter,
        "i" => Format::LowerRoman,
        "I" => Format::UpperRoman,
        _ => Format::None,
    };
    let shown = element
        .number::<usize>("display-levels")
        .unwrap_or(1)
        .clamp(1, at + 1);
    let numbers: Vec<String> = (at + 1 - shown..=at)
        .map(|level| format!("%{}", level + 1))
        .collect();
    let stated = attribute("num-list-format");
    let text = match (format, stated.is_empty()) {
        (Format::None, _) => format!("{}{}", attribute("num-prefix"), attribute("num-suffix")),
        (_, false) => places(&stated),
        (_, true) => format!(
            "{}{}{}",
            attribute("num-prefix"),
            numbers.join("."),
            attribute("num-suffix")
        ),
    };
    Level {
        start: element.number("start-value").unwrap_or(1),
        format,
        text,
        ..Level::default()
    }
}

/// `%1%.%2%)` as LibreOffice writes it, with one sign for each place.
fn places(stated: &str) -> String {
    let mut text = String::new();
    for (index, part) in stated.split('%').enumerate() {
        if index % 2 == 1 {
            text.push('%');
        }
        text.push_str(part);
    }
    text
}
