//! Reads text.
//!
//! The canonical text of a text file is the file, decoded, with LF line ends: nothing is re-wrapped and nothing that
//! can be seen is lost. What a file of another format says of its own shape is told here from the looks of the lines.

mod blocks;
mod encoding;
mod grid;
mod lines;
pub(crate) mod tables;

use paper::Document;

use crate::{Limits, ReadError, letters};

pub(crate) use encoding::{decode, is_text};

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
    Ok(document(&decode(bytes).ok_or(ReadError::NotText)?))
}

/// The document of a text that is decoded.
pub(crate) fn document(decoded: &str) -> Document {
    let text = canonical(decoded);
    let blocks = blocks::blocks(&text);
    Document {
        text,
        blocks,
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
            '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => text.push('\n'),
            '\u{ad}' => {
                if matches!(chars.peek(), Some('\r' | '\n')) {
                    text.push('-');
                }
            }
            '\t' | '\n' => text.push(c),
            c => text.extend(letters::shown(c)),
        }
    }
    letters::composed(text)
}
