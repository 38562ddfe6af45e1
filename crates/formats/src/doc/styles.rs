//! The style sheet ([MS-DOC] 2.9.271): what a paragraph's style says of it.

use super::fib::{Age, Head, Part};
use super::looks::{Look, Said};
use super::sprm::{op, sprms};
use crate::flow::outline::level_of_name;
use crate::little::{stretch, u8_at, u16_at, utf16_at};
use crate::text::pages::Letters;

/// Styles that stand on each other beyond which a chain is cut: a file may make a circle of them.
const LONGEST_CHAIN: usize = 11;

/// The size of letters where nothing is said, in half points.
const USUAL_SIZE: u16 = 20;

/// The style that none is based on.
const NO_STYLE: u16 = 0xfff;

/// A style as the file has it.
#[derive(Debug, Clone, Copy, Default)]
struct Raw<'b> {
    base: u16,
    is_character: bool,
    level: Option<u8>,
    paragraph: &'b [u8],
    characters: &'b [u8],
}

/// A style with all that it inherits.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    pub(super) said: Said,
    pub(super) look: Look,
}

/// The styles of a document, in the order of their numbers.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: Vec<Style>,
    /// What character styles say: operations on what is there.
    characters: Vec<CharacterStyle>,
    none: Style,
}

/// What a style of characters changes.
#[derive(Debug, Clone, Copy, Default)]
struct CharacterStyle {
    bold: Option<bool>,
    hidden: Option<bool>,
    size: Option<u16>,
    font: Option<u16>,
}

impl Styles {
    pub(super) fn read(head: Head<'_>, tables: &[u8]) -> Self {
        let raw = raw(head, tables);
        let mut styles = Self::default();
        for index in 0..raw.len() {
            let chain = chain(&raw, index);
            styles.styles.push(whole(head.age, &chain));
            styles.characters.push(changes(head.age, &chain));
        }
        styles
    }

    pub(super) fn get(&self, number: u16) -> &Style {
        let style = self.styles.get(usize::from(number));
        style.or(self.styles.first()).unwrap_or(&self.none)
    }

    /// Applies a style of characters.
    pub(super) fn character(&self, number: u16, look: &mut Look) {
        if let Some(style) = self.characters.get(usize::from(number)) {
            look.bold = style.bold.unwrap_or(look.bold);
            look.hidden = style.hidden.unwrap_or(look.hidden);
            look.size = style.size.or(look.size);
            look.font = style.font.or(look.font);
        }
    }

    /// The size of the letters of running text, in half points.
    pub(super) fn body_size(&self) -> u16 {
        self.get(0).look.size.unwrap_or(USUAL_SIZE)
    }
}

fn raw<'b>(head: Head<'_>, tables: &'b [u8]) -> Vec<Raw<'b>> {
    let sheet = head.part(Part::Styles, tables);
    let intro = usize::from(u16_at(sheet, 0).unwrap_or(0));
    let count = u16_at(sheet, 2).unwrap_or(0);
    let fixed = usize::from(u16_at(sheet, 4).unwrap_or(10));
    let mut at = 2 + intro;
    let mut raw = Vec::new();
    for _ in 0..count.min(NO_STYLE) {
        let Some(length) = u16_at(sheet, at).map(usize::from) else {
            break;
        };
        let style = stretch(sheet, at + 2, length);
        raw.push(style_of(head.age, style, fixed));
        at += 2 + length;
    }
    raw
}

fn style_of(age: Age, bytes: &[u8], fixed: usize) -> Raw<'_> {
    let word = |at| u16_at(bytes, at).unwrap_or(0);
    if bytes.is_empty() {
        return Raw {
            base: NO_STYLE,
            ..Raw::default()
        };
    }
    let (number, kind, parts) = (word(0) & 0xfff, word(2) & 0xf, word(4) & 0xf);
    let (name, after) = if age == Age::Word97 {
        let units = usize::from(word(fixed));
        (utf16_at(bytes, fixed + 2, units), fixed + 2 + 2 * units + 2)
    } else {
        let length = usize::from(u8_at(bytes, fixed).unwrap_or(0));
        let name = stretch(bytes, fixed + 1, length);
        (Letters::default().decode(name), fixed + 1 + length + 1)
    };
    let mut style = Raw {
        base: word(2) >> 4,
        is_character: kind == 2,
        level: level(number).or_else(|| level_of_name(name.split(',').next().unwrap_or(""))),
        ..Raw::default()
    };
    let mut at = after;
    for index in 0..parts.min(3) {
        at += at % 2;
        let part = stretch(bytes, at + 2, usize::from(word(at)));
        match (kind, index) {
            // The first two bytes are the style's own number.
            (1, 0) | (3, 1) => style.paragraph = part.get(2..).unwrap_or_default(),
            (1, 1) | (2, 0) | (3, 2) => style.characters = part,
            _ => {}
        }
        at += 2 + usize::from(word(at));
    }
    style
}

/// The level of the built-in styles, by their numbers: headings, the title and the one below it.
fn level(number: u16) -> Option<u8> {
    match number {
        1..=9 => u8::try_from(number).ok(),
        62 => Some(1),
        74 => Some(2),
        _ => None,
    }
}

/// A style and those that it stands on, the lowest first.
fn chain<'r, 'b>(raw: &'r [Raw<'b>], index: usize) -> Vec<&'r Raw<'b>> {
    let mut chain = Vec::new();
    let mut at = raw.get(index);
    while let Some(style) = at.filter(|_| chain.len() < LONGEST_CHAIN) {
        chain.push(style);
        at = raw.get(usize::from(style.base));
    }
    chain.reverse();
    chain
}

fn whole(age: Age, chain: &[&Raw<'_>]) -> Style {
    let mut style = Style::default();
    let none = Styles::default();
    for raw in chain {
        style.said.outline = raw.level.or(style.said.outline);
        for sprm in sprms(raw.paragraph, age) {
            style.said.apply(&sprm, age);
        }
        let base = style.look;
        for sprm in sprms(raw.characters, age) {
            if sprm.op != op::CHARACTER_STYLE {
                style.look.apply(&sprm, &base, &none);
            }
        }
    }
    style
}

fn changes(age: Age, chain: &[&Raw<'_>]) -> CharacterStyle {
    let mut changes = CharacterStyle::default();
    for sprm in chain
        .iter()
        .filter(|raw| raw.is_character)
        .flat_map(|raw| sprms(raw.characters, age))
    {
        match sprm.op {
            op::BOLD => changes.bold = Some(sprm.byte() & 1 == 1),
            op::VANISH => changes.hidden = Some(sprm.byte() & 1 == 1),
            op::SIZE => changes.size = Some(sprm.word()),
            op::FONT => changes.font = Some(sprm.word()),
            _ => {}
        }
    }
    changes
}
