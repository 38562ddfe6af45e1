//! Mailboxes: mails one after the other, a line `From …` before each (RFC 4155).

use memchr::memmem;
use paper::Document;

use super::compose::{address, tidy};
use super::parts::Parts;
use super::{MOST_FILES, mail_name, time};
use crate::enclosed::Names;
use crate::flow::{Cell, Output, Piece};
use crate::{Enclosed, Limits, ReadError};

/// Reads a box: a row for each mail, and the mails.
pub(super) fn read_all(
    bytes: &[u8],
    limits: &Limits,
) -> Result<(Document, Vec<Enclosed>), ReadError> {
    let mut output = Output::new(limits.text);
    let mut names = Names::default();
    let mut enclosed = Vec::new();
    for (number, mail) in mails(bytes).take(MOST_FILES).enumerate() {
        let head = Parts::head(mail);
        let from = head.from.first().map(address).unwrap_or_default();
        let sent = head.sent.as_ref().map(time::minute).unwrap_or_default();
        let cells = [from, sent, tidy(&head.subject)];
        output.push(Piece::Row {
            table: 0,
            row: u32::try_from(number).unwrap_or(u32::MAX),
            depth: 0,
            cells: (0..)
                .zip(cells)
                .map(|(column, text)| Cell {
                    column,
                    columns: 1,
                    text,
                })
                .collect(),
        });
        let name = format!("{:03} {}", number + 1, mail_name(&head.subject));
        enclosed.push(Enclosed {
            name: names.free(&name),
            bytes: unquoted(mail),
        });
    }
    Ok((output.finish()?, enclosed))
}

/// Whether a line that divides mails begins here: `From bo@kommune.example Mon Mar  4 10:12:33 2019`.
pub(super) fn divides(bytes: &[u8], at: usize) -> bool {
    let rest = bytes.get(at..).unwrap_or_default();
    if !rest.starts_with(b"From ") {
        return false;
    }
    let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len()).min(400);
    let line = String::from_utf8_lossy(rest.get(..end).unwrap_or_default());
    let is_clock = |word: &str| {
        let mut parts = word.split(':');
        let is_number = |part: Option<&str>| {
            part.is_some_and(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))
        };
        is_number(parts.next()) && is_number(parts.next())
    };
    let is_year = |word: &str| word.len() == 4 && word.parse::<u16>().is_ok_and(|year| year > 1969);
    line.split_whitespace().any(is_clock) && line.split_whitespace().any(is_year)
}

/// Whether there is more than one mail.
pub(super) fn holds_several(bytes: &[u8]) -> bool {
    starts(bytes).nth(1).is_some()
}

/// Where mails begin.
fn starts(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let first = divides(bytes, 0).then_some(0);
    let others = memmem::find_iter(bytes, b"\nFrom ").map(|at| at + 1);
    first
        .into_iter()
        .chain(others.filter(|&at| divides(bytes, at)))
}

/// Each mail without the line above it.
fn mails(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let ends = starts(bytes).skip(1).chain([bytes.len()]);
    starts(bytes).zip(ends).filter_map(|(start, end)| {
        let mail = bytes.get(start..end)?;
        let line = memchr::memchr(b'\n', mail)?;
        mail.get(line + 1..)
    })
}

/// The mail without the sign that stands before its own lines that begin `From `.
fn unquoted(mail: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(mail.len());
    for line in mail.split_inclusive(|&byte| byte == b'\n') {
        let signs = line.iter().take_while(|&&byte| byte == b'>').count();
        let rest = line.get(signs..).unwrap_or_default();
        let is_quoted = signs > 0 && rest.starts_with(b"From ");
        plain.extend_from_slice(if is_quoted {
            line.get(1..).unwrap_or_default()
        } else {
            line
        });
    }
    plain
}
