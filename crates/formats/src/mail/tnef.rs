//! What Outlook packs into `winmail.dat` (\[MS-OXTNEF\]).

use super::mapi::{self, ATTACHMENT, Opened, Properties};
use super::{File, Letter, MOST_FILES};
use crate::{Limits, ReadError};

const SUBJECT: u32 = 0x0001_8004;
const MESSAGE: u32 = 0x0006_9003;
const RECIPIENTS: u32 = 0x0006_9004;
const FILE_BEGINS: u32 = 0x0006_9002;
const FILE_TITLE: u32 = 0x0001_8010;
const FILE_DATA: u32 = 0x0006_800f;
const FILE_PROPERTIES: u32 = 0x0006_9005;
const CODE_PAGE: u32 = 0x0006_9007;

/// Values and rows of one list that are looked at.
const MOST: u32 = 4_000;

/// Reads what is packed, and the messages within it.
pub(super) fn letter(bytes: &[u8], limits: &Limits) -> Result<Letter, ReadError> {
    mapi::nested(bytes.to_vec(), |bytes| message(&bytes, limits))
}

/// A file while its attributes go by.
#[derive(Default)]
struct Attached {
    title: Vec<u8>,
    data: Vec<u8>,
    properties: Properties,
}

fn message(bytes: &[u8], limits: &Limits) -> Result<Opened<Vec<u8>>, ReadError> {
    if !super::is_tnef(bytes) {
        return Err(ReadError::Malformed {
            part: "winmail.dat",
            detail: "it does not begin as such".to_owned(),
        });
    }
    let mut reader = Reader(bytes.get(6..).unwrap_or_default());
    let (mut properties, mut recipients) = (Properties::default(), Vec::new());
    let mut files: Vec<Attached> = Vec::new();
    let mut subject = Vec::new();
    let mut is_whole = true;
    while !reader.0.is_empty() && is_whole {
        let attribute = reader.attribute();
        is_whole = attribute.is_some();
        let Some((id, data)) = attribute else { break };
        let has_room = files.len() < MOST_FILES;
        match (id, files.last_mut()) {
            (SUBJECT, _) => subject = data.to_vec(),
            (CODE_PAGE, _) => properties.put_number(0x3ffd, 0x03, data),
            (MESSAGE, _) => Reader(data).properties(&mut properties),
            (RECIPIENTS, _) => recipients = rows(data),
            (FILE_BEGINS, _) if has_room => files.push(Attached::default()),
            (FILE_TITLE, Some(file)) => file.title = data.to_vec(),
            (FILE_DATA, Some(file)) => file.data = data.to_vec(),
            (FILE_PROPERTIES, Some(file)) => Reader(data).properties(&mut file.properties),
            _ => {}
        }
    }
    let mut letter = mapi::letter(&properties, &recipients, limits);
    let page = properties.page();
    if letter.subject.is_empty() {
        letter.subject = super::charset::decode(&subject, page.as_deref());
        letter.subject = letter.subject.trim_end_matches('\0').to_owned();
    }
    letter.recovered = !is_whole;
    let within = take_files(files, &mut letter, page.as_deref());
    Ok((letter, within))
}

/// Adds the files to the letter; gives back the messages among them and where they belong.
fn take_files(
    files: Vec<Attached>,
    letter: &mut Letter,
    page: Option<&str>,
) -> Vec<(usize, Vec<u8>)> {
    let mut within = Vec::new();
    for attached in files {
        let Some(mut file) = mapi::file(&attached.properties, letter, page) else {
            continue;
        };
        // An object begins with the mark of what it is (2.1.3.4.2).
        let object = file.bytes.get(16..).filter(|inner| super::is_tnef(inner));
        if let Some(inner) = object {
            within.push((letter.files.len(), inner.to_vec()));
            letter.files.push(mapi::place_within());
            continue;
        }
        if !attached.data.is_empty() {
            file.bytes = attached.data;
        }
        let title = super::charset::decode(&attached.title, page);
        let title = title.trim_end_matches('\0');
        let name = file
            .name
            .or_else(|| (!title.is_empty()).then(|| title.to_owned()));
        letter.files.push(File { name, ..file });
    }
    within
}

/// The rows of a table of recipients.
fn rows(data: &[u8]) -> Vec<Properties> {
    let mut reader = Reader(data);
    let count = reader.number().unwrap_or(0).min(MOST);
    let mut rows = Vec::new();
    for _ in 0..count {
        if reader.0.is_empty() {
            break;
        }
        let mut row = Properties::default();
        reader.properties(&mut row);
        rows.push(row);
    }
    rows
}

struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        let bytes = self.take(4)?.first_chunk()?;
        Some(u32::from_le_bytes(*bytes))
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    /// An attribute, after a byte that tells its level and before a checksum.
    fn attribute(&mut self) -> Option<(u32, &'b [u8])> {
        self.take(1)?;
        let id = self.number()?;
        let length = self.length()?;
        let data = self.take(length)?;
        self.take(2)?;
        Some((id, data))
    }

    /// Reads a list of properties as far as it goes.
    fn properties(&mut self, properties: &mut Properties) {
        let count = self.number().unwrap_or(0).min(MOST);
        for _ in 0..count {
            if self.property(properties).is_none() {
                return;
            }
        }
    }

    fn property(&mut self, properties: &mut Properties) -> Option<()> {
        let tag = self.number()?;
        let (kind, mut id) = ((tag & 0xffff) as u16, (tag >> 16) as u16);
        if id >= 0x8000 {
            self.take(16)?;
            id = if self.number()? == 0 {
                u16::try_from(self.number()?).unwrap_or(0)
            } else {
                let length = self.length()?;
                self.padded(length)?;
                0
            };
        }
        let is_many = kind & 0x1000 != 0;
        let kind = kind & 0x0fff;
        let width = match kind {
            0x02 | 0x03 | 0x04 | 0x0a | 0x0b => Some(4),
            0x05 | 0x06 | 0x07 | 0x14 | 0x40 => Some(8),
            0x48 => Some(16),
            _ => None,
        };
        let count = if is_many || width.is_none() {
            self.number()?.min(MOST)
        } else {
            1
        };
        for _ in 0..count {
            match width {
                Some(width) => properties.put_number(id, kind, self.take(width)?),
                None => {
                    let length = self.length()?;
                    let value = self.padded(length)?;
                    let kind = if id == ATTACHMENT { 0x0102 } else { kind };
                    properties.put(id, kind, value.to_vec());
                }
            }
        }
        Some(())
    }

    /// Bytes that are followed by others up to a multiple of four.
    fn padded(&mut self, length: usize) -> Option<&'b [u8]> {
        let taken = self.take(length)?;
        let pad = length.next_multiple_of(4) - length;
        self.take(pad.min(self.0.len()))?;
        Some(taken)
    }
}
