//! Mailboxes: mails one after the other, a line `From …` before each (RFC 4155).

use memchr::memmem;

use super::mail_name;
use super::parts::Parts;
use crate::{Enclosed, Limits, Whole};

/// The mails of a box from a number on, as many as the limits allow at a time.
pub(super) fn read_all(bytes: &[u8], limits: &Limits, from: usize) -> Whole {
    let mut whole = Whole::default();
    let mut room = limits.unpacked;
    for (number, mail) in mails(bytes).enumerate().skip(from) {
        let size = mail.len() as u64;
        if size > room && !whole.enclosed.is_empty() {
            whole.more = Some(number);
            break;
        }
        room = room.saturating_sub(size);
        let subject = mail_name(&Parts::head(mail).subject);
        whole.enclosed.push(Enclosed {
            // The number makes it one of its own.
            name: format!("{:03} {subject}", number + 1),
            bytes: Ok(unquoted(mail)),
        });
    }
    whole
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
