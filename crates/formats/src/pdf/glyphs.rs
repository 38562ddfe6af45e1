//! From glyph to characters.

use std::{collections::HashMap, ops::Range};

use hayro_interpret::font::{Glyph, OutlineGlyph};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::{Dict, String as PdfString};

use super::cmaps;
use super::collections::Collections;

/// Tells the characters and the weight of glyphs, and remembers what was dear to find out.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    pub collections: Collections,
    weights: HashMap<u128, bool>,
    /// Characters by glyph, for each font that had to be asked.
    cmaps: HashMap<u128, HashMap<u32, char>>,
}

impl Decoder {
    /// Writes the characters that a glyph shows; U+FFFD where they cannot be told.
    pub(super) fn write(&mut self, glyph: &Glyph<'_>, out: &mut String) {
        match (glyph.as_unicode(), glyph) {
            (Some(BfString::Char(c @ ('!'..='~' | '¡'..='¬' | '®'..='ÿ'))), _) => out.push(c),
            (Some(BfString::Char(c)), _) => out.push_str(&clean(c.encode_utf8(&mut [0; 4]))),
            (Some(BfString::String(text)), _) => out.push_str(&clean(&unswapped(text))),
            (None, Glyph::Type3(glyph)) => out.push_str(&clean(&tex_text(glyph.char_code()))),
            (None, Glyph::Outline(glyph)) => match self.font_text(glyph) {
                Some(text) => out.push_str(&text),
                None => out.push('\u{fffd}'),
            },
        }
    }

    /// The characters that the font's collection, or else the embedded font itself, has for the glyph.
    fn font_text(&mut self, glyph: &OutlineGlyph) -> Option<String> {
        let font = glyph.font_data()?;
        let name = font.postscript_name.as_deref().unwrap_or("");
        match self.collections.text(name, glyph.char_code()) {
            Some(BfString::Char(c)) => return Some(clean(c.encode_utf8(&mut [0; 4]))),
            Some(BfString::String(text)) => return Some(clean(&text)),
            None => {}
        }
        let data = font.data;
        let characters = self
            .cmaps
            .entry(font.cache_key)
            .or_insert_with(|| cmaps::characters((*data).as_ref()));
        let c = characters.get(&glyph.glyph_id().to_u32())?;
        Some(clean(c.encode_utf8(&mut [0; 4])))
    }

    /// Whether the glyph's font is bold.
    pub(super) fn is_bold(&mut self, glyph: &Glyph<'_>) -> bool {
        let Glyph::Outline(outline) = glyph else {
            return false;
        };
        let key = outline.identifier().cache_key();
        *self.weights.entry(key).or_insert_with(|| {
            outline.font_data().is_some_and(|font| {
                font.weight.is_some_and(|weight| weight >= 600)
                    || font
                        .postscript_name
                        .is_some_and(|name| name.contains("Bold"))
            })
        })
    }

    /// The text that a marked content states for what it draws.
    pub(super) fn actual_text(&self, properties: &Dict<'_>) -> Option<String> {
        let text = properties.get::<PdfString<'_>>(b"ActualText")?;
        Some(clean(&decode_text(text.as_bytes())))
    }
}

/// What the codes of a run have shown: a run is in one font, which shows a code the same way again, and is dear to ask.
#[derive(Debug, Default)]
pub(super) struct Met {
    run: usize,
    /// By codes of one byte: the run, the advance, and where in the page's characters its own are.
    codes: Vec<(usize, Option<f32>, Range<usize>)>,
}

impl Met {
    /// Begins a run, in which nothing was shown yet.
    pub(super) fn begin(&mut self) {
        self.run += 1;
    }

    /// The advance and the characters of a code that this run has shown.
    pub(super) fn get(&self, code: u32) -> Option<(Option<f32>, Range<usize>)> {
        let (run, advance, chars) = self.codes.get(usize::try_from(code).ok()?)?;
        (*run == self.run).then(|| (*advance, chars.clone()))
    }

    /// Remembers what a code has shown.
    pub(super) fn put(&mut self, code: u32, advance: Option<f32>, chars: Range<usize>) {
        self.codes.resize(1 << 8, (0, None, 0..0));
        let slot = usize::try_from(code)
            .ok()
            .and_then(|at| self.codes.get_mut(at));
        if let Some(slot) = slot {
            *slot = (self.run, advance, chars);
        }
    }
}

/// A text string of a PDF: UTF-16 or UTF-8 with a byte order mark, else PDFDocEncoding (ISO 32000-2, 7.9.2.2).
pub(super) fn decode_text(bytes: &[u8]) -> String {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
        char::decode_utf16(units)
            .map(|c| c.unwrap_or('\u{fffd}'))
            .collect()
    };
    match bytes {
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| pdf_doc_char(*byte)).collect(),
    }
}

/// PDFDocEncoding (ISO 32000-2, annex D.3).
fn pdf_doc_char(byte: u8) -> char {
    const LOW: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
    const HIGH: [char; 33] = [
        '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚',
        '™', 'ﬁ', 'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{fffd}', '€',
    ];
    match byte {
        0x18..=0x1f => LOW[usize::from(byte - 0x18)],
        0x80..=0xa0 => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// Undoes the swapped bytes in which Ghostscript writes ligatures: 6600 6900 for `fi`.
fn unswapped(text: String) -> String {
    let turned = |c: char| {
        u8::try_from(u32::from(c) >> 8)
            .ok()
            .filter(|byte| u32::from(c) & 0xff == 0 && byte.is_ascii_alphabetic())
    };
    let swapped: Option<String> = text.chars().map(|c| turned(c).map(char::from)).collect();
    swapped.unwrap_or(text)
}

/// The text of a code of a Type 3 font that says nothing about itself: such fonts come from TeX, whose newer fonts agree
/// with Latin-1 above the space and have ligatures and dashes below (T1 encoding).
fn tex_text(code: u32) -> String {
    let text = match code {
        0x10 => "“",
        0x11 => "”",
        0x12 => "„",
        0x13 => "«",
        0x14 => "»",
        0x15 => "–",
        0x16 => "—",
        0x1b => "ff",
        0x1c => "fi",
        0x1d => "fl",
        0x1e => "ffi",
        0x1f => "ffl",
        0x7f => "-",
        0x88 => "•",
        0x9f => "§",
        0x20..=0x7e | 0xa1..=0xff => {
            return char::from_u32(code).map(String::from).unwrap_or_default();
        }
        _ => "\u{fffd}",
    };
    text.to_owned()
}

/// Symbols of the fonts Symbol and Wingdings, which word processors give as private characters.
fn symbol(c: char) -> Option<char> {
    Some(match c {
        '\u{f0b7}' | '\u{f06c}' | '\u{f09f}' => '•',
        '\u{f0a7}' => '▪',
        '\u{f02d}' | '\u{f0be}' => '-',
        '\u{f0d8}' => '➢',
        '\u{f0e0}' | '\u{f0e8}' => '→',
        '\u{f06f}' | '\u{f071}' | '\u{f0a8}' | '\u{f072}' => '☐',
        '\u{f0fd}' | '\u{f0fe}' | '\u{f078}' | '☑' => '☒',
        '\u{f0fc}' => '✓',
        '\u{f020}'..='\u{f07e}' => char::from_u32(u32::from(c) - 0xf000)?,
        _ => return None,
    })
}

/// Ligatures taken apart, spaces made plain, soft hyphens and what no one sees taken out.
fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{fb00}' => out.push_str("ff"),
            '\u{fb01}' => out.push_str("fi"),
            '\u{fb02}' => out.push_str("fl"),
            '\u{fb03}' => out.push_str("ffi"),
            '\u{fb04}' => out.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => out.push_str("st"),
            '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' | '\t' | '\n' | '\r' => {
                out.push(' ');
            }
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            c if c.is_control() => {}
            c => out.push(symbol(c).unwrap_or(c)),
        }
    }
    out
}
