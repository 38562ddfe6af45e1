//! The lists that a document defines ([MS-DOC] 2.9.131, 2.9.150).

use std::collections::HashMap;

use super::fib::{Age, Head, Part};
use super::fonts::Fonts;
use super::looks::Look;
use super::sprm::sprms;
use super::styles::Styles;
use crate::flow::lists::{Definition, Format, Instance, Level, Lists};
use crate::flow::symbols;
use crate::little::{stretch, u8_at, u16_at, u32_at, usize_at, utf16_at};

/// Lists that are read; Word allows 2,047.
const MOST: usize = 2_048;
/// Levels that a list has which is not of one level only.
const LEVELS: usize = 9;
/// Letters of a label; longer ones are a lie.
const LONGEST: usize = 100;
/// Bytes of a list and of a level before its texts.
const LIST: usize = 28;
const LEVEL: usize = 28;

/// Reads the lists and what paragraphs name: overrides of them, counted from 1.
pub(super) fn read(head: Head<'_>, tables: &[u8], fonts: &Fonts) -> Lists {
    if head.age != Age::Word97 {
        return Lists::default();
    }
    let (definitions, known) = definitions(head, tables, fonts);
    Lists {
        definitions,
        instances: overrides(head, tables, &known, fonts),
    }
}

/// The lists, and their places among them by the numbers that the file gives them. Their levels stand after the table of
/// lists, beyond the length that is told for it.
fn definitions(
    head: Head<'_>,
    tables: &[u8],
    fonts: &Fonts,
) -> (Vec<Definition>, HashMap<u32, u32>) {
    let (mut definitions, mut known) = (Vec::new(), HashMap::new());
    let table = head.part(Part::Lists, tables);
    let Some(start) = head.place(Part::Lists).filter(|_| !table.is_empty()) else {
        return (definitions, known);
    };
    let levels = tables.get(start..).unwrap_or_default();
    let count = usize::from(u16_at(table, 0).unwrap_or(0)).min(MOST);
    let mut at = 2 + LIST * count;
    for index in 0..count {
        let list = stretch(table, 2 + LIST * index, LIST);
        let (Some(id), Some(flags)) = (u32_at(list, 0), u8_at(list, 26)) else {
            break;
        };
        let place = u32::try_from(index).unwrap_or(u32::MAX);
        known.insert(id, place);
        let mut definition = Definition {
            id: place,
            ..Definition::default()
        };
        let shown = if flags & 1 == 1 { 1 } else { LEVELS };
        for (index, place) in definition.levels.iter_mut().take(shown).enumerate() {
            let style = u16_at(list, 8 + 2 * index).filter(|style| *style != 0xfff);
            let Some((level, next)) = level(levels, at, style, fonts) else {
                break;
            };
            *place = level;
            at = next;
        }
        definitions.push(definition);
    }
    (definitions, known)
}

/// A level, and where the next one begins.
fn level(bytes: &[u8], at: usize, style: Option<u16>, fonts: &Fonts) -> Option<(Level, usize)> {
    let fixed = bytes.get(at..at.checked_add(LEVEL)?)?;
    let flags = u8_at(fixed, 5)?;
    let characters = usize::from(u8_at(fixed, 24)?);
    let paragraph = usize::from(u8_at(fixed, 25)?);
    let look = stretch(bytes, at + LEVEL + paragraph, characters);
    let text = at + LEVEL + paragraph + characters;
    let units = usize::from(u16_at(bytes, text)?);
    let written = utf16_at(bytes, text + 2, units.min(LONGEST));
    let format = Format::of_code(u8_at(fixed, 4)?.into());
    let font = font_of(look).and_then(|font| fonts.get(font).symbols);
    let text_of = match format {
        Format::Bullet => symbols::bullet(&written, font),
        _ => with_places(&written),
    };
    let level = Level {
        start: u32_at(fixed, 0)?.min(0x7fff_ffff),
        format,
        text: text_of,
        restart: (flags & 8 != 0).then(|| u8_at(fixed, 26).unwrap_or(0)),
        legal: flags & 4 != 0,
        style: style.map(|style| style.to_string()),
        font,
    };
    Some((level, text + 2 + 2 * units))
}

/// The font that the operations name last.
fn font_of(look: &[u8]) -> Option<u16> {
    let (mut found, none) = (Look::default(), Styles::default());
    for sprm in sprms(look, Age::Word97) {
        found.apply(&sprm, &Look::default(), &none);
    }
    found.font
}

/// The numbers' places are told by the codes 0 to 8.
fn with_places(written: &str) -> String {
    let mut text = String::new();
    for c in written.chars() {
        match u32::from(c) {
            code @ 0..=8 => {
                text.push('%');
                text.extend(char::from_digit(code + 1, 10));
            }
            _ => text.extend(symbols::shown(c, None)),
        }
    }
    text
}

fn overrides(
    head: Head<'_>,
    tables: &[u8],
    known: &HashMap<u32, u32>,
    fonts: &Fonts,
) -> HashMap<u32, Instance> {
    let table = head.part(Part::ListOverrides, tables);
    let count = usize_at(table, 0).unwrap_or(0).min(MOST);
    let mut instances = HashMap::new();
    let mut at = 4 + 16 * count;
    for index in 0..count {
        let fixed = stretch(table, 4 + 16 * index, 16);
        let (Some(definition), Some(changes)) = (u32_at(fixed, 0), u8_at(fixed, 12)) else {
            break;
        };
        let id = u32::try_from(index + 1).unwrap_or(0);
        let mut instance = Instance {
            id,
            definition: known.get(&definition).copied().unwrap_or(u32::MAX),
            ..Instance::default()
        };
        for _ in 0..changes {
            // Before the changes of a list stands a number that says nothing.
            while u32_at(table, at) == Some(u32::MAX) {
                at += 4;
            }
            let Some(next) = change(table, at, &mut instance, fonts) else {
                break;
            };
            at = next;
        }
        instances.insert(id, instance);
    }
    instances
}

/// What an override changes of one level, and where the next change begins.
fn change(table: &[u8], at: usize, instance: &mut Instance, fonts: &Fonts) -> Option<usize> {
    let start = u32_at(table, at)?;
    let flags = u32_at(table, at + 4)?;
    let index = (flags & 0xf) as usize;
    let mut next = at + 8;
    let mut begins = start;
    if flags & 0x20 != 0 {
        let (level, after) = level(table, next, None, fonts)?;
        next = after;
        begins = level.start;
        if index < LEVELS {
            instance.levels.push((index, level));
        }
    }
    if flags & 0x10 != 0
        && let Some(place) = instance.starts.get_mut(index)
    {
        *place = Some(begins);
    }
    Some(next)
}
