//! Outlook's messages: properties in the streams of an OLE container (\[MS-OXMSG\]).

use super::cms::{self, Sealed};
use super::mapi::{self, ATTACHMENT, Opened, Properties};
use super::{File, Letter, MOST_FILES, eml};
use crate::compound::Compound;
use crate::compound::storages::Item;
use crate::little::u16_at;
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
    let malformed = |detail: &str| ReadError::Malformed {
        part: "the container",
        detail: detail.to_owned(),
    };
    let container = Compound::open(bytes).ok_or_else(|| malformed("it has no directory"))?;
    let mut reader = Reader {
        container,
        limits,
        room: limits.unpacked,
        cut: false,
        named: Vec::new(),
    };
    let outermost = reader.container.within(0);
    reader.named = reader.named(&outermost);
    let is_message = |item: &Item| item.name.eq_ignore_ascii_case(PROPERTIES);
    if !outermost.iter().any(is_message) {
        return Err(malformed("it holds no message"));
    }
    let mut letter = mapi::nested((0, OUTER), |(storage, head)| reader.message(storage, head))?;
    letter.recovered |= reader.cut;
    Ok(letter)
}

/// The stream in which properties of a message, a recipient or an attachment are listed.
const PROPERTIES: &str = "__properties_version1.0";

struct Reader<'b> {
    container: Compound<'b>,
    limits: &'b Limits,
    /// Bytes that may still be read: streams may claim the same bytes.
    room: u64,
    /// Whether something could not be read.
    cut: bool,
    /// The numbers that properties have in this file, and those that they have in the specification.
    named: Vec<(u16, u16)>,
}

/// A message, or one within another, by its storage and the bytes before its first property.
type Source = (u32, usize);

impl Reader<'_> {
    fn message(&mut self, storage: u32, head: usize) -> Result<Opened<Source>, ReadError> {
        let items = self.container.within(storage);
        let message = self.properties(&items, head);
        let mut recipients = Vec::new();
        for item in storages(&items, "__recip_version1.0_").take(MOST_RECIPIENTS) {
            let items = self.container.within(item.index);
            recipients.push(self.properties(&items, SMALL));
        }
        let mut letter = mapi::letter(&message, &recipients, self.limits);
        let page = message.page();
        let mut within = Vec::new();
        for item in storages(&items, "__attach_version1.0_").take(MOST_FILES) {
            let items = self.container.within(item.index);
            let properties = self.properties(&items, SMALL);
            match storages(&items, "__substg1.0_3701000D").next() {
                None => letter
                    .files
                    .extend(mapi::file(&properties, &letter, page.as_deref())),
                Some(object) if self.is_message(object) => {
                    within.push((letter.files.len(), (object.index, INNER)));
                    letter.files.push(mapi::place_within());
                }
                // A picture that another program draws is no file.
                Some(_) => {}
            }
        }
        if message.class().starts_with("ipm.note.smime") {
            self.unseal(&mut letter)?;
        }
        Ok((letter, within))
    }

    fn is_message(&self, object: &Item) -> bool {
        let items = self.container.within(object.index);
        items
            .iter()
            .any(|item| item.name.eq_ignore_ascii_case(PROPERTIES))
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

    /// The properties in a storage: numbers stand in one stream, texts in one each.
    fn properties(&mut self, items: &[Item], head: usize) -> Properties {
        let mut properties = Properties::default();
        for item in items
            .iter()
            .filter(|item| !item.is_storage)
            .take(MOST_STREAMS)
        {
            if item.name.eq_ignore_ascii_case(PROPERTIES) {
                let fixed = self.stream(item);
                for entry in fixed.get(head..).unwrap_or_default().chunks_exact(16) {
                    let (kind, id) = (u16_at(entry, 0), u16_at(entry, 2));
                    let id = self.known(id.unwrap_or(0));
                    let value = entry.get(8..).unwrap_or_default();
                    properties.put_number(id, kind.unwrap_or(0), value);
                }
            } else if let Some((id, kind)) = numbers(&item.name) {
                let id = self.known(id);
                if Properties::is_known(id) && (id != ATTACHMENT || kind == 0x0102) {
                    let bytes = self.stream(item);
                    properties.put(id, kind, bytes);
                }
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
    fn named(&mut self, outermost: &[Item]) -> Vec<(u16, u16)> {
        let names = storages(outermost, "__nameid_version1.0").next();
        let items = names.map(|names| self.container.within(names.index));
        let items = items.unwrap_or_default();
        let list = items
            .iter()
            .find(|item| item.name == "__substg1.0_00030102");
        let entries = list.map(|list| self.stream(list)).unwrap_or_default();
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
    fn stream(&mut self, item: &Item) -> Vec<u8> {
        let (bytes, whole) = self.container.read(item, self.room);
        self.room -= (bytes.len() as u64).min(self.room);
        self.cut |= !whole;
        bytes
    }
}

/// The storages whose names begin so.
fn storages<'i>(items: &'i [Item], beginning: &'i str) -> impl Iterator<Item = &'i Item> {
    items
        .iter()
        .filter(move |item| item.is_storage && item.name.starts_with(beginning))
}

/// The number of a property and the type of its value, from the name of its stream.
fn numbers(name: &str) -> Option<(u16, u16)> {
    let digits = name
        .strip_prefix("__substg1.0_")
        .filter(|digits| digits.len() == 8)?;
    let half = |from: usize, to: usize| u16::from_str_radix(digits.get(from..to)?, 16).ok();
    Some((half(0, 4)?, half(4, 8)?))
}
