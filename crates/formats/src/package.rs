//! The parts of a package, and where they are in the file.
//!
//! The list at the end of a zip says where its parts are. Where the file is cut off and the list is lost, the headers
//! before each part are looked for instead (APPNOTE.TXT, 4.3.7).

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::Cursor;
use std::ops::Range;

use memchr::memmem;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::ReadError;
use crate::text::tables::{self, CodePage};
use crate::xml::source::{Budget, Packing, Source};

/// How an entry of a zip's list begins.
const LISTED: &[u8] = b"PK\x01\x02";

/// Bytes of a part's header before its name.
const HEADER: usize = 30;

/// Files that are looked for in a zip: more than any document has parts, and than are taken out of one file.
const MOST_PARTS: usize = 200_000;

/// A file in a zip, as the zip tells of it.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Its name's bytes.
    pub(crate) raw_name: Vec<u8>,
    /// Its name where the zip tells it in Unicode.
    pub(crate) name: Option<String>,
    /// Where its packed bytes are.
    pub(crate) packed: Range<usize>,
    /// How they are packed; the method's name where it is none that is read.
    pub(crate) packing: Result<Packing, String>,
    /// Bytes that it unpacks to, and their check sum, where that is told.
    pub(crate) size: Option<u64>,
    pub(crate) check: Option<u32>,
    pub(crate) is_encrypted: bool,
    /// A link to another file.
    pub(crate) is_link: bool,
}

impl Entry {
    /// The name that tells the parts of a package apart: some writers use the backslashes of Windows, and names are
    /// compared without case (ECMA-376 part 2, 9.1.1.2).
    fn part_name(&self) -> String {
        tidy(&String::from_utf8_lossy(&self.raw_name))
    }
}

/// What is in a zip, and whether its own list was lost.
///
/// # Errors
/// What is wrong with the list, where the zip has none and no file is found in it either.
pub(crate) fn entries(bytes: &[u8]) -> Result<(Vec<Entry>, bool), String> {
    match listed(bytes) {
        Ok(entries) => Ok((entries, false)),
        Err(error) => {
            let found = scanned(bytes);
            if found.is_empty() {
                return Err(error.to_string());
            }
            Ok((found, true))
        }
    }
}

/// Whether the bytes end in a zip's list of files, whatever they begin with.
pub(crate) fn has_list(bytes: &[u8]) -> bool {
    listed(bytes).is_ok_and(|entries| !entries.is_empty())
}

/// The names of a zip's parts, in small letters, with forward slashes.
pub(crate) fn names(bytes: &[u8]) -> Vec<String> {
    let entries = entries(bytes).map(|(entries, _)| entries);
    entries
        .unwrap_or_default()
        .iter()
        .map(Entry::part_name)
        .collect()
}

/// A part that can be unpacked.
struct Part {
    name: String,
    packed: Range<usize>,
    packing: Packing,
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
        let (entries, detail) = match entries(bytes) {
            Ok((entries, is_lost)) => {
                if is_lost {
                    budget.note_damage();
                }
                (entries, String::new())
            }
            Err(detail) => (Vec::new(), detail),
        };
        if entries.iter().any(|entry| entry.is_encrypted) {
            return Err(ReadError::Encrypted);
        }
        let parts: Vec<Part> = entries
            .into_iter()
            .filter_map(|entry| {
                Some(Part {
                    name: entry.part_name(),
                    packing: entry.packing.ok()?,
                    packed: entry.packed,
                })
            })
            .collect();
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
        let packed = self.bytes.get(part.packed.clone())?;
        Some(Source::new(packed, part.packing, self.budget))
    }

    /// The bytes of a part, as far as they can be unpacked; `None` where there is none, or the budget is spent.
    pub(crate) fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        self.part(name)?.bytes()
    }

    /// The parts whose names end so.
    pub(crate) fn ending<'s>(&'s self, ending: &'s str) -> impl Iterator<Item = &'s str> {
        let names = self.parts.iter().map(|part| part.name.as_str());
        names.filter(move |name| name.ends_with(ending))
    }

    /// The first part whose name ends so.
    pub(crate) fn find<'s>(&'s self, ending: &'s str) -> Option<&'s str> {
        self.ending(ending).next()
    }
}

fn tidy(name: &str) -> String {
    name.replace('\\', "/")
        .trim_start_matches('/')
        .to_lowercase()
}

/// The files by the zip's own list.
fn listed(bytes: &[u8]) -> zip::result::ZipResult<Vec<Entry>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    if archive.offset() > 0 && bytes.starts_with(b"PK\x03\x04") {
        let what = "its list is lost, and the one found is of a zip within it";
        return Err(ZipError::InvalidArchive(what.into()));
    }
    let mut entries = Vec::new();
    for index in 0..archive.len().min(MOST_PARTS) {
        let Ok(file) = archive.by_index_raw(index) else {
            continue;
        };
        let header = usize::try_from(file.header_start()).unwrap_or(usize::MAX);
        let Some(start) = data_start(bytes, header) else {
            continue;
        };
        let size = usize::try_from(file.compressed_size()).unwrap_or(usize::MAX);
        entries.push(Entry {
            raw_name: file.name_raw().to_vec(),
            name: file
                .name()
                .ok()
                .map(Cow::into_owned)
                .filter(|name| !is_oem(name, file.name_raw())),
            packed: start..start.saturating_add(size).min(bytes.len()),
            packing: packing(number(bytes, header + 8).unwrap_or_default()),
            size: Some(file.size()),
            // Files that are locked by AES have none.
            check: Some(file.crc32()).filter(|&check| check != 0),
            is_encrypted: file.encrypted(),
            is_link: file
                .unix_mode()
                .is_some_and(|mode| mode & 0o17_0000 == 0o12_0000),
        });
    }
    if archive.has_duplicate_names() {
        add_namesakes(bytes, &archive, &mut entries);
    }
    Ok(entries)
}

/// Adds the files that share their names with others: the library keeps the last of each name.
fn add_namesakes(bytes: &[u8], archive: &ZipArchive<Cursor<&[u8]>>, entries: &mut Vec<Entry>) {
    let known: HashSet<usize> = entries.iter().map(|entry| entry.packed.start).collect();
    let place = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let mut at = place(archive.central_directory_start());
    while entries.len() < MOST_PARTS
        && let Some(record) = bytes.get(at..).filter(|rest| rest.starts_with(LISTED))
        && let Some(name) = number(record, 28)
        && let Some(extra) = number(record, 30)
        && let Some(comment) = number(record, 32)
    {
        let header = long(record, 42).unwrap_or(usize::MAX);
        let start = data_start(bytes, header.saturating_add(place(archive.offset())));
        if let Some(start) = start.filter(|start| !known.contains(start))
            && let Some(told) = Told::at(record, 8)
            && let Some(name) = record.get(46..46 + name)
        {
            let end = start.saturating_add(told.packed).min(bytes.len());
            entries.push(told.entry(name, start..end, true));
        }
        at = at.saturating_add(46 + name + extra + comment);
    }
    // The list has them in the order of the file.
    entries.sort_by_key(|entry| entry.packed.start);
}

/// Whether a name is no more than the zip library's guess that its bytes are of MS-DOS.
fn is_oem(name: &str, raw: &[u8]) -> bool {
    let guessed = raw
        .iter()
        .map(|&byte| tables::decode(CodePage::Cp437, byte));
    !raw.is_ascii() && name.chars().eq(guessed)
}

/// The files by the headers before them. Where a header does not tell how long its file is, that ends where the next
/// begins, and the decompressor stops by itself.
fn scanned(bytes: &[u8]) -> Vec<Entry> {
    let headers: Vec<usize> = memmem::find_iter(bytes, b"PK\x03\x04")
        .take(MOST_PARTS)
        .collect();
    let mut entries: Vec<Entry> = Vec::new();
    for (index, &at) in headers.iter().enumerate() {
        // What lies within a file that is a zip itself is not of this one.
        if entries.last().is_some_and(|last| at < last.packed.end) {
            continue;
        }
        let next = headers.get(index + 1).copied().unwrap_or(bytes.len());
        let (Some(start), Some(told)) = (data_start(bytes, at), Told::at(bytes, at + 6)) else {
            continue;
        };
        let stated = start.saturating_add(told.packed);
        let is_sure = !told.is_told_later()
            && bytes
                .get(stated..)
                .is_none_or(|rest| rest.is_empty() || rest.starts_with(b"PK"));
        let end = if is_sure {
            stated.min(bytes.len())
        } else {
            next
        };
        if start <= end {
            let name = name_at(bytes, at).unwrap_or_default();
            entries.push(told.entry(name, start..end, is_sure));
        }
    }
    entries
}

/// What a header tells of its file, before the file and in the zip's list alike.
struct Told {
    flags: usize,
    method: usize,
    check: usize,
    packed: usize,
    size: usize,
}

impl Told {
    /// Reads it from where the flags are.
    fn at(bytes: &[u8], at: usize) -> Option<Self> {
        Some(Self {
            flags: number(bytes, at)?,
            method: number(bytes, at + 2)?,
            check: long(bytes, at + 8)?,
            packed: long(bytes, at + 12)?,
            size: long(bytes, at + 16)?,
        })
    }

    /// Whether the sizes stand elsewhere: after the file, or in a field for those of more than four gigabytes.
    fn is_told_later(&self) -> bool {
        self.flags & 8 != 0 || self.packed == 0xffff_ffff
    }

    fn entry(&self, name: &[u8], packed: Range<usize>, is_sure: bool) -> Entry {
        Entry {
            raw_name: name.to_vec(),
            name: None,
            packed,
            packing: packing(self.method),
            size: is_sure.then_some(self.size as u64),
            check: u32::try_from(self.check)
                .ok()
                .filter(|&check| is_sure && check != 0),
            is_encrypted: self.flags & 1 == 1,
            is_link: false,
        }
    }
}

fn packing(method: usize) -> Result<Packing, String> {
    match method {
        0 => Ok(Packing::Stored),
        8 => Ok(Packing::Deflated),
        other => Err(format!("method {other}")),
    }
}

/// The little-endian number of two bytes.
fn number(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at..)? {
        [low, high, ..] => Some(usize::from(u16::from_le_bytes([*low, *high]))),
        _ => None,
    }
}

/// The little-endian number of four bytes.
fn long(bytes: &[u8], at: usize) -> Option<usize> {
    Some(number(bytes, at)? | number(bytes, at.checked_add(2)?)? << 16)
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
