//! The properties of which Outlook's messages are made (\[MS-OXPROPS\]), and the letter that they are.

use rustc_hash::FxHashMap;

use super::head::Head;
use super::{Body, File, Letter, Mailbox, Meeting, Moment, charset, mail_name, rich, time, write};
use crate::{Limits, ReadError, rtf};

pub(super) const RECIPIENT_TYPE: u16 = 0x0c15;
pub(super) const ATTACHMENT: u16 = 0x3701;

const CLASS: u16 = 0x001a;
const SUBJECT: u16 = 0x0037;
const SUBMITTED: u16 = 0x0039;
const SENT_FOR_NAME: u16 = 0x0042;
const SENT_FOR_ADDRESS: u16 = 0x0065;
const START: u16 = 0x0060;
const END: u16 = 0x0061;
const FIELDS: u16 = 0x007d;
const SENDER_NAME: u16 = 0x0c1a;
const SENDER_ADDRESS: u16 = 0x0c1f;
const DISPLAY_BCC: u16 = 0x0e02;
const DISPLAY_CC: u16 = 0x0e03;
const DISPLAY_TO: u16 = 0x0e04;
const DELIVERED: u16 = 0x0e06;
const BARE_SUBJECT: u16 = 0x0e1d;
const BODY: u16 = 0x1000;
const RTF: u16 = 0x1009;
const HTML: u16 = 0x1013;
const NAME: u16 = 0x3001;
const ADDRESS: u16 = 0x3003;
const SHORT_FILE_NAME: u16 = 0x3704;
const FILE_NAME: u16 = 0x3707;
const KIND: u16 = 0x370e;
const CONTENT_ID: u16 = 0x3712;
const FILE_FLAGS: u16 = 0x3714;
const SMTP_ADDRESS: u16 = 0x39fe;
const INTERNET_PAGE: u16 = 0x3fde;
const MESSAGE_PAGE: u16 = 0x3ffd;
const SENDER_SMTP: u16 = 0x5d01;
const SENT_FOR_SMTP: u16 = 0x5d02;
const HIDDEN: u16 = 0x7ffe;
/// Numbers of properties that a file gives numbers of its own (\[MS-OXPROPS\] 2.216 and others).
pub(super) const MEETING_PLACE: u16 = 0x8208;
pub(super) const MEETING_START: u16 = 0x820d;
pub(super) const MEETING_END: u16 = 0x820e;

/// Every property that is asked for: others are not kept.
const KNOWN: &[u16] = &[
    RECIPIENT_TYPE,
    ATTACHMENT,
    CLASS,
    SUBJECT,
    SUBMITTED,
    SENT_FOR_NAME,
    SENT_FOR_ADDRESS,
    START,
    END,
    FIELDS,
    SENDER_NAME,
    SENDER_ADDRESS,
    DISPLAY_BCC,
    DISPLAY_CC,
    DISPLAY_TO,
    DELIVERED,
    BARE_SUBJECT,
    BODY,
    RTF,
    HTML,
    NAME,
    ADDRESS,
    SHORT_FILE_NAME,
    FILE_NAME,
    KIND,
    CONTENT_ID,
    FILE_FLAGS,
    SMTP_ADDRESS,
    INTERNET_PAGE,
    MESSAGE_PAGE,
    SENDER_SMTP,
    SENT_FOR_SMTP,
    HIDDEN,
    MEETING_PLACE,
    MEETING_START,
    MEETING_END,
];

/// A value as it stands in the file.
#[derive(Debug, Clone)]
enum Value {
    Number(u64),
    Wide(String),
    /// Text of which a property of the message tells the code page.
    Narrow(Vec<u8>),
    Bytes(Vec<u8>),
}

/// The properties of a message, a recipient or an attachment.
#[derive(Debug, Default)]
pub(super) struct Properties(FxHashMap<u16, Value>);

impl Properties {
    /// Whether a property is asked for at all.
    pub(super) fn is_known(id: u16) -> bool {
        KNOWN.contains(&id)
    }

    /// Keeps a value of up to eight bytes.
    pub(super) fn put_number(&mut self, id: u16, kind: u16, bytes: &[u8]) {
        let width = match kind {
            0x02 | 0x0b => 2,
            0x03 | 0x0a => 4,
            0x14 | 0x40 => 8,
            _ => return,
        };
        let digits = bytes.iter().take(width).rev();
        let number = digits.fold(0, |sum, &byte| sum << 8 | u64::from(byte));
        if Self::is_known(id) {
            self.0.insert(id, Value::Number(number));
        }
    }

    /// Keeps text or bytes.
    pub(super) fn put(&mut self, id: u16, kind: u16, bytes: Vec<u8>) {
        if !Self::is_known(id) {
            return;
        }
        let value = match kind {
            0x1f => Value::Wide(wide(&bytes)),
            0x1e => Value::Narrow(bytes),
            0x02..=0x0b | 0x14 | 0x40 => return,
            _ => Value::Bytes(bytes),
        };
        self.0.insert(id, value);
    }

    pub(super) fn number(&self, id: u16) -> Option<u64> {
        match self.0.get(&id) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// A text that says something.
    fn text(&self, id: u16, page: Option<&str>) -> Option<String> {
        let text = match self.0.get(&id)? {
            Value::Wide(text) => text.clone(),
            Value::Narrow(bytes) | Value::Bytes(bytes) => charset::decode(bytes, page),
            Value::Number(_) => return None,
        };
        let text = text.trim_end_matches('\0');
        (!text.trim().is_empty()).then(|| text.to_owned())
    }

    fn bytes(&self, id: u16) -> Option<&[u8]> {
        match self.0.get(&id)? {
            Value::Bytes(bytes) | Value::Narrow(bytes) => Some(bytes),
            Value::Wide(_) | Value::Number(_) => None,
        }
    }

    /// The charset of 8-bit text.
    pub(super) fn page(&self) -> Option<String> {
        [MESSAGE_PAGE, INTERNET_PAGE]
            .into_iter()
            .find_map(|id| self.charset(id))
    }

    fn charset(&self, id: u16) -> Option<String> {
        charset::of_code_page(u32::try_from(self.number(id)?).ok()?)
    }

    fn moment(&self, id: u16) -> Option<Moment> {
        time::of_filetime(self.number(id)?).map(|time| Moment {
            time,
            is_day: false,
        })
    }

    /// The class of a message in small letters: `ipm.note`.
    pub(super) fn class(&self) -> String {
        self.text(CLASS, None).unwrap_or_default().to_lowercase()
    }
}

fn wide(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|pair| match pair {
        [low, high] => u16::from_le_bytes([*low, *high]),
        _ => 0,
    });
    let text = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
    text.collect()
}

/// The letter of a message and its recipients, without files.
pub(super) fn letter(message: &Properties, recipients: &[Properties], limits: &Limits) -> Letter {
    let page = message.page();
    let page = page.as_deref();
    let text = |id| message.text(id, page);
    let head = text(FIELDS).map(|fields| Head::of(format!("{}\n\n", fields.trim()).as_bytes()));
    let head = head.unwrap_or_default();
    let of = |wanted: u64, shown: u16, stated: Vec<Mailbox>| {
        let told = told(recipients, wanted, page);
        if !told.is_empty() {
            told
        } else if !stated.is_empty() {
            stated
        } else {
            listed(&text(shown).unwrap_or_default())
        }
    };
    let sent = [SUBMITTED, DELIVERED]
        .into_iter()
        .find_map(|id| message.moment(id));
    Letter {
        from: sender(message, page, head.from),
        to: of(1, DISPLAY_TO, head.to),
        cc: of(2, DISPLAY_CC, head.cc),
        bcc: of(3, DISPLAY_BCC, head.bcc),
        sent: head.sent.or(sent.map(|moment| moment.time)),
        subject: text(SUBJECT)
            .or_else(|| text(BARE_SUBJECT))
            .unwrap_or_default(),
        meeting: meeting(message, page),
        bodies: body(message, page, limits).into_iter().collect(),
        ..Letter::default()
    }
}

/// For whom it was sent, or else who sent it; an address within Exchange is no address for others.
fn sender(message: &Properties, page: Option<&str>, stated: Vec<Mailbox>) -> Vec<Mailbox> {
    let text = |id| message.text(id, page);
    let address = |ids: [u16; 2]| {
        ids.into_iter()
            .filter_map(text)
            .find(|address| address.contains('@'))
    };
    let sent_for = (
        text(SENT_FOR_NAME),
        address([SENT_FOR_SMTP, SENT_FOR_ADDRESS]),
    );
    let sender = (text(SENDER_NAME), address([SENDER_SMTP, SENDER_ADDRESS]));
    let found = match (sent_for, sender) {
        ((Some(name), None), (other, Some(address))) if other.as_ref() == Some(&name) => {
            (Some(name), Some(address))
        }
        ((None, None), sender) => sender,
        (sent_for, _) => sent_for,
    };
    match found {
        (name, Some(address)) => vec![Mailbox {
            name: name.unwrap_or_default(),
            address,
        }],
        (_, None) if !stated.is_empty() => stated,
        (Some(name), None) => vec![Mailbox {
            name,
            address: String::new(),
        }],
        (None, None) => Vec::new(),
    }
}

/// The recipients of a type: 1 is to, 2 copy, 3 blind copy.
fn told(recipients: &[Properties], wanted: u64, page: Option<&str>) -> Vec<Mailbox> {
    let of = recipients
        .iter()
        .filter(|recipient| recipient.number(RECIPIENT_TYPE).unwrap_or(1) & 0xf == wanted);
    let mailbox = |recipient: &Properties| {
        let address = [SMTP_ADDRESS, ADDRESS]
            .into_iter()
            .filter_map(|id| recipient.text(id, page))
            .find(|address| address.contains('@'));
        Mailbox {
            name: recipient.text(NAME, page).unwrap_or_default(),
            address: address.unwrap_or_default(),
        }
    };
    of.map(mailbox)
        .filter(|mailbox| *mailbox != Mailbox::default())
        .collect()
}

/// Names with semicolons between them.
fn listed(names: &str) -> Vec<Mailbox> {
    let names = names
        .split(';')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    names
        .map(|name| Mailbox {
            name: name.to_owned(),
            address: String::new(),
        })
        .collect()
}

fn meeting(message: &Properties, page: Option<&str>) -> Option<Meeting> {
    let class = message.class();
    let is_meeting = class.starts_with("ipm.appointment") || class.starts_with("ipm.schedule");
    let first = |ids: [u16; 2]| ids.into_iter().find_map(|id| message.moment(id));
    let start = first([MEETING_START, START]).filter(|_| is_meeting)?;
    Some(Meeting {
        summary: message.text(SUBJECT, page).unwrap_or_default(),
        start: Some(start),
        end: first([MEETING_END, END]),
        place: message.text(MEETING_PLACE, page).unwrap_or_default(),
        words: String::new(),
        cancelled: class.contains("canceled"),
    })
}

/// What was written, in the form that keeps most of it: HTML, HTML within RTF, RTF, text.
fn body(message: &Properties, page: Option<&str>, limits: &Limits) -> Option<Body> {
    let html = message.charset(INTERNET_PAGE);
    if let Some(html) = message.text(HTML, html.as_deref().or(page)) {
        return Some(Body::Html(html));
    }
    let plain = message.text(BODY, page).map(Body::Plain);
    let rich = message
        .bytes(RTF)
        .and_then(|bytes| rich::unpacked(bytes, limits.unpacked));
    let Some(rich) = rich else { return plain };
    if let Some(html) = rtf::html_within(&rich) {
        return Some(Body::Html(html));
    }
    let is_plain = memchr::memmem::find(rich.get(..500).unwrap_or(&rich), b"\\fromtext").is_some();
    let says_something =
        || rtf::read(&rich, limits).is_ok_and(|read| !read.without().text.trim().is_empty());
    if is_plain && plain.is_some() || !says_something() {
        return plain;
    }
    Some(Body::Rtf(rich))
}

/// The file that an attachment is; `None` where it is a picture in the text.
pub(super) fn file(attachment: &Properties, letter: &Letter, page: Option<&str>) -> Option<File> {
    let text = |id| attachment.text(id, page);
    let is_shown = text(CONTENT_ID).is_some_and(|id| {
        let address = format!("cid:{}", id.trim_matches(['<', '>']));
        letter.bodies.iter().any(|body| match body {
            Body::Html(html) => html.contains(&address),
            Body::Plain(_) | Body::Rtf(_) => false,
        })
    });
    let is_hidden = attachment
        .number(HIDDEN)
        .is_some_and(|hidden| hidden & 1 == 1);
    let in_text = attachment
        .number(FILE_FLAGS)
        .is_some_and(|flags| flags & 4 == 4);
    if is_shown || is_hidden || in_text {
        return None;
    }
    Some(File {
        name: [FILE_NAME, SHORT_FILE_NAME, NAME]
            .into_iter()
            .find_map(text),
        kind: text(KIND).unwrap_or_default().to_lowercase(),
        bytes: attachment.bytes(ATTACHMENT).unwrap_or_default().to_vec(),
    })
}

/// Messages within messages that are read, and how deep.
const MOST_NESTED: usize = 200;
const DEEPEST: usize = 6;

/// A letter, and the messages within it with their places among its files.
pub(super) type Opened<S> = (Letter, Vec<(usize, S)>);

/// Reads a message, and those within it as mails of their own, one after the other. For each, `read` gives the letter,
/// and where among its files the messages within it belong.
///
/// # Errors
/// Where the outermost one cannot be read.
pub(super) fn nested<S>(
    outermost: S,
    mut read: impl FnMut(S) -> Result<Opened<S>, ReadError>,
) -> Result<Letter, ReadError> {
    // Each with its depth and where it belongs.
    let mut letters: Vec<(Letter, Option<(usize, usize)>)> = Vec::new();
    let mut waiting = std::collections::VecDeque::from([(outermost, 0, None)]);
    while let Some((source, depth, place)) = waiting.pop_front() {
        match read(source) {
            Ok((letter, within)) => {
                let number = letters.len();
                letters.push((letter, place));
                for (slot, source) in within {
                    if depth < DEEPEST && letters.len() + waiting.len() < MOST_NESTED {
                        waiting.push_back((source, depth + 1, Some((number, slot))));
                    }
                }
            }
            Err(error) if place.is_none() => return Err(error),
            Err(_) => {
                if let Some((root, _)) = letters.first_mut() {
                    root.recovered = true;
                }
            }
        }
    }
    Ok(assembled(letters))
}

/// The outermost letter, those within it written as files.
fn assembled(mut letters: Vec<(Letter, Option<(usize, usize)>)>) -> Letter {
    // Those within stand after the one that they are in.
    while let Some((mut letter, place)) = letters.pop() {
        letter.files.retain(|file| file.kind != WITHIN);
        let Some((mother, slot)) = place else {
            return letter;
        };
        if let Some((mother, _)) = letters.get_mut(mother)
            && let Some(file) = mother.files.get_mut(slot)
        {
            *file = File {
                name: Some(mail_name(&letter.subject)),
                kind: "message/rfc822".to_owned(),
                bytes: write::mail(&letter),
            };
        }
    }
    Letter::default()
}

/// The type that a file has until the message that it is has been read.
const WITHIN: &str = "udvalg/within";

/// The place of a message among the files of the one that it is in.
pub(super) fn place_within() -> File {
    File {
        name: None,
        kind: WITHIN.to_owned(),
        bytes: Vec::new(),
    }
}
