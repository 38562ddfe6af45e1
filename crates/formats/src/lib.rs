//! Bytes to document: PDF, DOCX and its neighbours, HTML, mail, text, pictures of pages.
//!
//! ```
//! use formats::{Format, Limits};
//!
//! let bytes = "Kommissorium\r\n\r\nUdvalget svarer inden 1. maj.".as_bytes();
//! let format = Format::sniff(bytes, Some("txt")).ok_or("no format that is read")?;
//! let document = formats::read(format, bytes, &Limits::default())?;
//! assert_eq!(document.text, "Kommissorium\n\nUdvalget svarer inden 1. maj.");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What it does not do: open files, ask the clock, start threads, or judge what a paper means. A reader may still
//! overflow its stack or run away on a file made to harm it: the binary runs it in a process of its own.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod compound;
mod doc;
mod docx;
mod enclosed;
mod error;
mod flow;
mod html;
mod letters;
mod links;
mod little;
mod looks;
mod mail;
mod numerals;
mod odt;
mod package;
mod pdf;
mod picture;
mod properties;
mod rtf;
mod scan;
mod sniff;
mod text;
mod warnings;
mod xml;
mod zipped;

use std::collections::BTreeMap;

use paper::Recognised;

pub use enclosed::{Enclosed, Whole};
pub use error::ReadError;
pub use scan::{Prepared, Raster, Tick, prepared, recognised};
pub use sniff::Format;

/// Counted up when any reader gives another document for the same bytes; the archive reads again what an older one read.
pub const VERSION: u32 = 7;

/// Lays out the pages that bytes stand for; what is wrong with the document panics.
#[cfg(fuzzing)]
pub fn lay_out(bytes: &[u8]) {
    pdf::trial::lay_out(bytes);
}

/// How much a reader may unpack and give back for one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes that all parts of a file may unpack to.
    pub unpacked: u64,
    /// Bytes of text that a document may have.
    pub text: u64,
}

/// 256 MiB unpacked, 64 MiB of text.
impl Default for Limits {
    fn default() -> Self {
        Self {
            unpacked: 256 << 20,
            text: 64 << 20,
        }
    }
}

/// Reads a file's bytes.
///
/// # Errors
/// The cause for which nothing of the file can be read; what is read in part comes back with warnings.
pub fn read(format: Format, bytes: &[u8], limits: &Limits) -> Result<paper::Document, ReadError> {
    read_seen(format, bytes, &BTreeMap::new(), limits)
}

/// The picture of a page that [`paper::Document::unread`] names, for a recogniser; `None` where the format has no such page, or
/// none that can be drawn. Of a DOCX, an ODT or an RTF it is one of the pictures set in the text.
///
/// # Errors
/// As [`read`].
pub fn raster(
    format: Format,
    bytes: &[u8],
    page: u32,
    limits: &Limits,
) -> Result<Option<Raster>, ReadError> {
    match format {
        Format::Pdf => pdf::raster(bytes, page, limits),
        Format::Tiff | Format::Png | Format::Jpeg => picture::raster(format, bytes, page, limits),
        Format::Docx | Format::Odt | Format::Rtf => {
            picture::inset::raster(format, bytes, page, limits)
        }
        _ => Ok(None),
    }
}

/// Reads a file's bytes again when some of its pages were recognised: what was seen on those stands for what they draw.
///
/// # Errors
/// As [`read`].
pub fn read_seen(
    format: Format,
    bytes: &[u8],
    seen: &BTreeMap<u32, Recognised>,
    limits: &Limits,
) -> Result<paper::Document, ReadError> {
    let document = match format {
        Format::Pdf => pdf::read(bytes, seen, limits),
        Format::Docx | Format::Odt | Format::Rtf => {
            picture::inset::read(format, bytes, seen, limits)
        }
        Format::Doc => doc::read(bytes, limits),
        Format::Text => text::read(bytes, limits),
        Format::Html => html::read(bytes, limits),
        Format::Tiff | Format::Png | Format::Jpeg => picture::read(format, bytes, seen, limits),
        Format::Zip => Ok(paper::Document::default()),
        Format::Mail | Format::Mht | Format::Mbox | Format::Msg => {
            mail::read(format, bytes, limits)
        }
    }?;
    Ok(noted(format, document))
}

/// The document, with a warning where it has no text at all.
fn noted(format: Format, mut document: paper::Document) -> paper::Document {
    let is_told = document
        .warnings
        .iter()
        .any(|warning| warning.code == paper::WarningCode::NoText);
    if !format.is_container() && !is_told && document.text.trim().is_empty() {
        document.warnings.push(warnings::no_text());
    }
    document
}

/// Reads a file's bytes, and takes out the files within it, which are papers of their own; those before the number
/// `from` are left, which is 0 at first and then what [`Whole::more`] says.
///
/// # Errors
/// As [`read`].
pub fn read_all(
    format: Format,
    bytes: &[u8],
    limits: &Limits,
    from: usize,
) -> Result<Whole, ReadError> {
    let mut whole = match format {
        Format::Pdf => pdf::read_all(bytes, &BTreeMap::new(), limits),
        Format::Zip => zipped::read_all(bytes, limits, from),
        Format::Mail | Format::Mht | Format::Mbox | Format::Msg => {
            mail::read_all(format, bytes, limits, from)
        }
        Format::Docx
        | Format::Doc
        | Format::Html
        | Format::Jpeg
        | Format::Odt
        | Format::Png
        | Format::Rtf
        | Format::Text
        | Format::Tiff => Ok(Whole {
            document: read(format, bytes, limits)?,
            ..Whole::default()
        }),
    }?;
    whole.document = noted(format, whole.document);
    Ok(whole)
}
