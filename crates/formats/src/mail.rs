//! Mail: RFC 5322 with MIME, mailboxes of them, pages saved as mail, and Outlook's own messages.
//!
//! Whatever the file, a mail becomes a [`Letter`] first, and the letter becomes the document: its fields line by line
//! under Danish labels, then what was written. What is attached is a paper of its own.

mod calendar;
mod charset;
mod choose;
mod cms;
mod compose;
mod eml;
mod head;
mod mapi;
mod mbox;
mod msg;
mod parts;
mod rich;
mod sniff;
mod time;
mod tnef;
mod transfer;
mod words;
mod write;

use mail_parser::DateTime;
use paper::Document;

use crate::enclosed::{Names, plain_name};
use crate::{Enclosed, Format, Limits, ReadError, Whole};

pub(crate) use sniff::{is_tnef, told};

/// Files that are taken out of one mail.
const MOST_FILES: usize = 1_000;

/// Reads a mail, or a box of them.
pub(crate) fn read(format: Format, bytes: &[u8], limits: &Limits) -> Result<Document, ReadError> {
    read_all(format, bytes, limits, 0).map(|whole| whole.document)
}

/// Reads a mail, and takes out what is attached; of a box, the mails from a number on.
pub(crate) fn read_all(
    format: Format,
    bytes: &[u8],
    limits: &Limits,
    from: usize,
) -> Result<Whole, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    let whole_lines = with_line_feeds(format, bytes);
    let bytes = whole_lines.as_deref().unwrap_or(bytes);
    let mut letter = match format {
        Format::Mbox => return Ok(mbox::read_all(bytes, limits, from)),
        Format::Msg if is_tnef(bytes) => tnef::letter(bytes, limits)?,
        Format::Msg => msg::letter(bytes, limits)?,
        Format::Mht => {
            let page = eml::letter(bytes, true, limits)?;
            return Ok(Whole {
                document: compose::page(&page, limits)?,
                ..Whole::default()
            });
        }
        _ => eml::letter(bytes, false, limits)?,
    };
    let enclosed = enclosed(std::mem::take(&mut letter.files));
    let names: Vec<&str> = enclosed.iter().map(|file| file.name.as_str()).collect();
    Ok(Whole {
        document: compose::document(&letter, &names, limits)?,
        enclosed,
        more: None,
    })
}

/// A mail whose lines end as those of Macintosh before OS X did, with the line ends that mails have.
fn with_line_feeds(format: Format, bytes: &[u8]) -> Option<Vec<u8>> {
    let is_odd = format != Format::Msg && memchr::memchr(b'\n', bytes).is_none();
    is_odd.then(|| {
        bytes
            .iter()
            .map(|&byte| if byte == b'\r' { b'\n' } else { byte })
            .collect()
    })
}

/// A mail as its reader sees it.
#[derive(Debug, Default)]
struct Letter {
    from: Vec<Mailbox>,
    to: Vec<Mailbox>,
    cc: Vec<Mailbox>,
    bcc: Vec<Mailbox>,
    /// As the sender's clock had it.
    sent: Option<DateTime>,
    subject: String,
    meeting: Option<Meeting>,
    bodies: Vec<Body>,
    files: Vec<File>,
    /// Whether something of it could not be read.
    recovered: bool,
}

/// Whom a mail is from or to; either may be empty.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Mailbox {
    name: String,
    address: String,
}

/// What a mail invites to.
#[derive(Debug, Default, Clone)]
struct Meeting {
    summary: String,
    start: Option<Moment>,
    end: Option<Moment>,
    place: String,
    /// What is said of it.
    words: String,
    cancelled: bool,
}

/// A time, or a day only.
#[derive(Debug, Clone, Copy)]
struct Moment {
    time: DateTime,
    is_day: bool,
}

/// What was written, decoded.
#[derive(Debug)]
enum Body {
    Plain(String),
    Html(String),
    Rtf(Vec<u8>),
}

/// A file that is attached.
#[derive(Debug)]
struct File {
    name: Option<String>,
    /// Its type as the mail has it, in small letters.
    kind: String,
    bytes: Vec<u8>,
}

/// The files under names of their own.
fn enclosed(files: Vec<File>) -> Vec<Enclosed> {
    let mut names = Names::default();
    let mut nameless = 0;
    let left = files.len().saturating_sub(MOST_FILES);
    let rest = (left > 0).then(|| Enclosed {
        name: "flere bilag".to_owned(),
        bytes: Err(ReadError::NotRead {
            what: format!("{left} more files are attached than are taken out of one mail: save them and take the folder"),
        }),
    });
    files
        .into_iter()
        .take(MOST_FILES)
        .map(|file| {
            let name = file.name.filter(|name| !name.trim().is_empty());
            let name = name.map_or_else(
                || {
                    nameless += 1;
                    format!("vedhæftet-{nameless}.{}", ending(&file.kind))
                },
                |name| plain_name(&name),
            );
            Enclosed {
                name: names.give(&name),
                bytes: Ok(file.bytes),
            }
        })
        .chain(rest)
        .collect()
}

/// How the name of a file of a type ends.
fn ending(kind: &str) -> &'static str {
    const ENDINGS: &[(&str, &str)] = &[
        ("application/pdf", "pdf"),
        ("application/msword", "doc"),
        (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "docx",
        ),
        ("application/vnd.ms-excel", "xls"),
        (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
        ),
        ("application/vnd.oasis.opendocument.text", "odt"),
        ("application/rtf", "rtf"),
        ("text/rtf", "rtf"),
        ("text/html", "html"),
        ("text/calendar", "ics"),
        ("text/csv", "csv"),
        ("message/rfc822", "eml"),
        ("application/zip", "zip"),
        ("image/jpeg", "jpg"),
        ("image/png", "png"),
        ("image/gif", "gif"),
        ("image/tiff", "tif"),
    ];
    let known = ENDINGS.iter().find(|(known, _)| *known == kind);
    match known {
        Some((_, ending)) => ending,
        None if kind.starts_with("text/") => "txt",
        None => "bin",
    }
}

/// The name of a mail that is a file within another: its subject.
fn mail_name(subject: &str) -> String {
    let plain: String = subject
        .chars()
        .map(|c| {
            if matches!(c, '/' | '\\' | ':' | '"' | '<' | '>' | '|' | '?' | '*') || c.is_control() {
                ' '
            } else {
                c
            }
        })
        .take(100)
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    if words.is_empty() {
        "mail.eml".to_owned()
    } else {
        format!("{}.eml", words.join(" "))
    }
}
