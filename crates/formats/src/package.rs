//! The parts of a package, and where they are in the file.
//!
//! The list at the end of a zip says where its parts are. Where the file is cut off and the list is lost, the headers
//! before each part are looked for instead (APPNOTE.TXT, 4.3.7).

use std::io::Cursor;

use memchr::memmem;
use zip::{CompressionMethod, ZipArchive};

use crate::ReadError;
use crate::xml::source::{Budget, Packing, Source};

/// Bytes of a part's header before its name.
const HEADER: usize = 30;

/// More parts than any document has; a file with more is made to do harm.
const MOST_PARTS: usize = 20_000;

struct Part {
    /// In small letters, with forward slashes, without a leading one.
    name: String,
    start: usize,
    end: usize,
    packing: Packing,
}

/// The names of a zip's parts, in small letters, with forward slashes.
pub(crate) fn names(bytes: &[u8]) -> Vec<String> {
    let parts = match listed(bytes) {
        Ok(Ok(parts)) => parts,
        // Of a locked part the name is still to be seen.
        Ok(Err(_)) | Err(_) => scanned(bytes),
    };
    parts.into_iter().map(|part| part.name).collect()
}

/// A zip whose parts can be read.
pub(crate) struct Package<'b> {
    bytes: &'b [u8],
    parts: Vec<Part>,
    budget: &'b Budget,
}

impl<'b> Package<'b> {
    /// Lists the parts.
    ///
    /// # Errors
    /// `Encrypted` where a part is locked by the zip itself, `Malformed` where there is no part at all.
    pub(crate) fn open(bytes: &'b [u8], budget: &'b Budget) -> Result<Self, ReadError> {
        let (parts, detail) = match listed(bytes) {
            Ok(parts) => (parts?, String::new()),
            Err(error) => {
                budget.note_damage();
                (scanned(bytes), error.to_string())
            }
        };
        if parts.is_empty() {
            return Err(ReadError::Malformed {
                part: "the package",
                detail,
            });
        }
        Ok(Self {
            bytes,
            parts,
            budget,
        })
    }

    /// A part, by its name in any case; `None` where there is none.
    pub(crate) fn part(&self, name: &str) -> Option<Source<'b>> {
        let name = tidy(name);
        let part = self.parts.iter().find(|part| part.name == name)?;
        let packed = self.bytes.get(part.start..part.end)?;
        Some(Source::new(packed, part.packing, self.budget))
    }

    /// The first part whose name ends so.
    pub(crate) fn find(&self, ending: &str) -> Option<&str> {
        let part = self.parts.iter().find(|part| part.name.ends_with(ending))?;
        Some(&part.name)
    }
}

/// Some writers use the backslashes of Windows, and names are compared without case (ECMA-376 part 2, 9.1.1.2).
fn tidy(name: &str) -> String {
    name.replace('\\', "/")
        .trim_start_matches('/')
        .to_lowercase()
}

/// The parts by the zip's own list. The outer error is a list that cannot be read.
fn listed(bytes: &[u8]) -> zip::result::ZipResult<Result<Vec<Part>, ReadError>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut parts = Vec::new();
    for index in 0..archive.len().min(MOST_PARTS) {
        let Ok(file) = archive.by_index_raw(index) else {
            continue;
        };
        if file.encrypted() {
            return Ok(Err(ReadError::Encrypted));
        }
        let packing = match file.compression() {
            CompressionMethod::Stored => Packing::Stored,
            CompressionMethod::Deflated => Packing::Deflated,
            _ => continue,
        };
        let header = usize::try_from(file.header_start()).unwrap_or(usize::MAX);
        let Some(start) = data_start(bytes, header) else {
            continue;
        };
        let size = usize::try_from(file.compressed_size()).unwrap_or(usize::MAX);
        parts.push(Part {
            name: tidy(&String::from_utf8_lossy(file.name_raw())),
            start,
            end: start.saturating_add(size).min(bytes.len()),
            packing,
        });
    }
    Ok(Ok(parts))
}

/// The parts by the headers before them; each ends where the next begins, and the decompressor stops by itself.
fn scanned(bytes: &[u8]) -> Vec<Part> {
    let headers: Vec<usize> = memmem::find_iter(bytes, b"PK\x03\x04")
        .take(MOST_PARTS)
        .collect();
    let mut parts = Vec::new();
    for (index, &at) in headers.iter().enumerate() {
        let end = headers.get(index + 1).copied().unwrap_or(bytes.len());
        let Some(start) = data_start(bytes, at).filter(|&start| start <= end) else {
            continue;
        };
        let packing = match number(bytes, at + 8) {
            Some(0) => Packing::Stored,
            Some(8) => Packing::Deflated,
            _ => continue,
        };
        let name = name_at(bytes, at).unwrap_or_default();
        parts.push(Part {
            name: tidy(&String::from_utf8_lossy(name)),
            start,
            end,
            packing,
        });
    }
    parts
}

/// The little-endian number of two bytes.
fn number(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at..)? {
        [low, high, ..] => Some(usize::from(u16::from_le_bytes([*low, *high]))),
        _ => None,
    }
}

fn name_at(bytes: &[u8], header: usize) -> Option<&[u8]> {
    let length = number(bytes, header.checked_add(26)?)?;
    bytes.get(header + HEADER..)?.get(..length)
}

/// Where the data begins that follows a header: after a name and extra fields of lengths that it states.
fn data_start(bytes: &[u8], header: usize) -> Option<usize> {
    let name = number(bytes, header.checked_add(26)?)?;
    let extra = number(bytes, header.checked_add(28)?)?;
    let start = header + HEADER + name + extra;
    (start <= bytes.len()).then_some(start)
}
