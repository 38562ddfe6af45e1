//! Outlook's messages: properties in the streams of an OLE container (\[MS-OXMSG\]).

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use cfb::CompoundFile;

use super::cms::{self, Sealed};
use super::mapi::{self, ATTACHMENT, Opened, Properties};
use super::{File, Letter, MOST_FILES, eml};
use crate::{Limits, ReadError};

/// Streams of one message, recipient or attachment that are looked at.
const MOST_STREAMS: usize = 4_000;
/// Recipients that are named.
const MOST_RECIPIENTS: usize = 2_000;

/// Bytes before the first property, in a message, in one within another, and in a recipient or an attachment.
const OUTER: usize = 32;
const INNER: usize = 24;
const SMALL: usize = 8;

/// Reads a message, and those within it.
pub(super) fn letter(bytes: &[u8], limits: &Limits) -> Result<Letter, ReadError> {
    let malformed = |error: std::io::Error| ReadError::Malformed {
        part: "the container",
        detail: error.to_string(),
    };
    let container = CompoundFile::open(Cursor::new(bytes)).map_err(malformed)?;
    let mut reader = Reader {
        container,
        limits,
        room: limits.unpacked,
        cut: false,
        named: Vec::new(),
    };
    reader.named = reader.named();
    let mut letter = mapi::nested((PathBuf::from("/"), OUTER), |(storage, head)| {
        reader.message(&storage, head)
    })?;
    letter.recovered |= reader.cut;
    Ok(letter)
}

struct Reader<'b> {
    container: CompoundFile<Cursor<&'b [u8]>>,
    limits: &'b Limits,
    /// Bytes that may still be read: streams may claim the same bytes.
    room: u64,
    /// Whether something could not be read.
    cut: bool,
    /// The numbers that properties have in this file, and those that they have in the specification.
    named: Vec<(u16, u16)>,
}

/// A message, or one within another, by its storage and the bytes before its first property.
type Source = (PathBuf, usize);

impl Reader<'_> {
    fn message(&mut self, storage: &Path, head: usize) -> Result<Opened<Source>, ReadError> {
        let message = self.properties(storage, head);
        let recipients: Vec<Properties> = self
            .storages(storage, "__recip_version1.0_", MOST_RECIPIENTS)
            .iter()
            .map(|recipient| self.properties(recipient, SMALL))
            .collect();
        let mut letter = mapi::letter(&message, &recipients, self.limits);
        let page = message.page();
        let mut within = Vec::new();
        for attachment in self.storages(storage, "__attach_version1.0_", MOST_FILES) {
            let object = attachment.join("__substg1.0_3701000D");
            if self
                .container
                .exists(object.join("__properties_version1.0"))
            {
                within.push((letter.files.len(), (object, INNER)));
                letter.files.push(mapi::place_within());
                continue;
            }
            let properties = self.properties(&attachment, SMALL);
            // A picture that another program draws is no file.
            if !self.container.is_storage(&object) {
                letter
                    .files
                    .extend(mapi::file(&properties, &letter, page.as_deref()));
            }
        }
        if message.class().starts_with("ipm.note.smime") {
            self.unseal(&mut letter)?;
        }
        Ok((letter, within))
    }

    /// Takes what a signed message holds out of the one file that it has.
    fn unseal(&self, letter: &mut Letter) -> Result<(), ReadError> {
        let [File { bytes, .. }] = letter.files.as_slice() else {
            return Ok(());
        };
        let inner = match cms::open(bytes) {
            Sealed::Encrypted => return Err(ReadError::Encrypted),
            Sealed::Signed(inner) => eml::letter(&inner, false, self.limits)?,
            Sealed::Unknown => eml::letter(bytes, false, self.limits)?,
        };
        if !inner.bodies.is_empty() || !inner.files.is_empty() {
            letter.bodies = inner.bodies;
            letter.files = inner.files;
        }
        Ok(())
    }

    /// The storages in one whose names begin so, in the order of their names.
    fn storages(&self, within: &Path, beginning: &str, most: usize) -> Vec<PathBuf> {
        let Ok(entries) = self.container.read_storage(within) else {
            return Vec::new();
        };
        let mut found: Vec<PathBuf> = entries
            .filter(|entry| entry.is_storage() && entry.name().starts_with(beginning))
            .map(|entry| entry.path().to_owned())
            .take(most)
            .collect();
        found.sort();
        found
    }

    /// The properties in a storage: numbers stand in one stream, texts in one each.
    fn properties(&mut self, storage: &Path, head: usize) -> Properties {
        let mut properties = Properties::default();
        let fixed = self.stream(&storage.join("__properties_version1.0"));
        for entry in fixed.get(head..).unwrap_or_default().chunks_exact(16) {
            let word = |at: usize| entry.get(at..).and_then(<[u8]>::first_chunk).copied();
            if let (Some(kind), Some(id)) = (word(0), word(2)) {
                let id = self.known(u16::from_le_bytes(id));
                let value = entry.get(8..).unwrap_or_default();
                properties.put_number(id, u16::from_le_bytes(kind), value);
            }
        }
        let streams: Vec<(PathBuf, u16, u16)> = self
            .container
            .read_storage(storage)
            .into_iter()
            .flatten()
            .take(MOST_STREAMS)
            .filter(cfb::Entry::is_stream)
            .filter_map(|entry| {
                let (id, kind) = numbers(entry.name())?;
                Some((entry.path().to_owned(), self.known(id), kind))
            })
            .collect();
        for (path, id, kind) in streams {
            if Properties::is_known(id) && (id != ATTACHMENT || kind == 0x0102) {
                let bytes = self.stream(&path);
                properties.put(id, kind, bytes);
            }
        }
        properties
    }

    fn known(&self, id: u16) -> u16 {
        let found = self.named.iter().find(|(own, _)| *own == id);
        match found {
            Some((_, known)) => *known,
            // A number that the file gave to something else.
            None if id >= 0x8000 => 0,
            None => id,
        }
    }

    /// The properties of meetings by the numbers that this file gives them (\[MS-OXMSG\] 2.2.3).
    fn named(&mut self) -> Vec<(u16, u16)> {
        let entries = self.stream(Path::new("/__nameid_version1.0/__substg1.0_00030102"));
        let known = [mapi::MEETING_PLACE, mapi::MEETING_START, mapi::MEETING_END];
        let entries = entries.chunks_exact(8).filter_map(|entry| match entry {
            [a, b, c, d, kind, _, low, high] if kind & 1 == 0 => {
                let name = u16::try_from(u32::from_le_bytes([*a, *b, *c, *d])).ok()?;
                let own = u16::from_le_bytes([*low, *high]).checked_add(0x8000)?;
                known.contains(&name).then_some((own, name))
            }
            _ => None,
        });
        entries.collect()
    }

    /// The bytes of a stream as far as they can be read.
    fn stream(&mut self, path: &Path) -> Vec<u8> {
        let mut bytes = Vec::new();
        let Ok(stream) = self.container.open_stream(path) else {
            return bytes;
        };
        let stated = stream.len();
        let read = stream.take(self.room).read_to_end(&mut bytes);
        self.room -= (bytes.len() as u64).min(self.room);
        self.cut |= read.is_err() || (bytes.len() as u64) < stated;
        bytes
    }
}

/// The number of a property and the type of its value, from the name of its stream.
fn numbers(name: &str) -> Option<(u16, u16)> {
    let digits = name
        .strip_prefix("__substg1.0_")
        .filter(|digits| digits.len() == 8)?;
    let half = |from: usize, to: usize| u16::from_str_radix(digits.get(from..to)?, 16).ok();
    Some((half(0, 4)?, half(4, 8)?))
}
