//! Reads text.
//!
//! The canonical text of a text file is the file, decoded, with LF line ends: nothing is re-wrapped and nothing that
//! can be seen is lost. What a file of another format says of its own shape is told here from the looks of the lines.

mod blocks;
pub(crate) mod encoding;
mod grid;
mod lines;
pub(crate) mod mojibake;
pub(crate) mod pages;
pub(crate) mod tables;

use paper::Document;

use crate::{Limits, ReadError, html, letters, warnings};

pub(crate) use encoding::{decode, decode_declared, is_text};

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.len() as u64 > limits.text {
        return Err(ReadError::TooLarge {
            part: "the text",
            limit: limits.text,
        });
    }
    let decoded = decode(bytes).ok_or(ReadError::NotText)?;
    let decoded = html::without_markup(&decoded).unwrap_or(decoded);
    Ok(document(&decoded))
}

/// The document of a text that is decoded.
pub(crate) fn document(decoded: &str) -> Document {
    let repaired = mojibake::repaired(decoded);
    let text = canonical(repaired.as_deref().unwrap_or(decoded));
    let pages = text.matches('\u{c}').count();
    Document {
        warnings: repaired
            .map(|_| warnings::wrong_letters())
            .into_iter()
            .collect(),
        blocks: blocks::blocks(&text),
        pages: (pages > 0).then(|| u32::try_from(pages).unwrap_or(u32::MAX).saturating_add(1)),
        text,
        ..Document::default()
    }
}

/// The text with LF line ends and without what cannot be seen.
fn canonical(decoded: &str) -> String {
    let mut text = String::with_capacity(decoded.len());
    let mut chars = decoded.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                text.push('\n');
            }
            '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}' => text.push('\n'),
            '\u{c}' => end_page(&mut text),
            '\u{ad}' => {
                if matches!(chars.peek(), Some('\r' | '\n')) {
                    text.push('-');
                }
            }
            '\t' | '\n' => text.push(c),
            c => text.extend(letters::shown(c)),
        }
    }
    // Printers were told to throw out the last page.
    let end = text.trim_end_matches(['\u{c}', '\n', ' ']).len();
    if text[end..].contains('\u{c}') {
        text.truncate(end);
    }
    letters::composed(text)
}

/// A form feed stands right between the lines of two pages; before the first page it only wakes the printer.
fn end_page(text: &mut String) {
    if !text.trim().is_empty() {
        text.truncate(text.trim_end_matches('\n').len());
        text.push('\u{c}');
    }
}
