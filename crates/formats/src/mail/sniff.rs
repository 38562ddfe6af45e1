//! Which texts are mails.

use super::parts::has_name;
use super::{mbox, parts, time};
use crate::Format;

/// Bytes in which the fields of a mail are looked for.
const HEAD: usize = 64 << 10;

/// Lines among the fields that may be none.
const STRAYS: usize = 3;

/// Fields that every mail has some of.
const COMMON: &[&str] = &[
    "from",
    "to",
    "cc",
    "subject",
    "date",
    "sender",
    "reply-to",
    "received",
    "message-id",
    "mime-version",
    "return-path",
    "content-type",
    "content-transfer-encoding",
    "delivered-to",
    "x-mailer",
];

/// Fields that no one writes by hand at the top of a memo.
const STRONG: &[&str] = &[
    "received",
    "message-id",
    "mime-version",
    "return-path",
    "delivered-to",
    "content-transfer-encoding",
];

/// What of the fields tells a format.
#[derive(Default)]
struct Seen {
    common: usize,
    strong: usize,
    /// Whether it went from someone to someone.
    is_sent: bool,
    /// Whether its content is a page with what belongs to it.
    is_page: bool,
}

/// The format of a text that begins as a mail does. Where little tells, the name of the file may: `eml`, `mht`.
pub(crate) fn told(bytes: &[u8], extension: Option<&str>) -> Option<Format> {
    if mbox::divides(bytes, 0) {
        return Some(if mbox::holds_several(bytes) {
            Format::Mbox
        } else {
            Format::Mail
        });
    }
    let seen = seen(parts::bare(bytes));
    let is_named = extension.is_some_and(|extension| {
        ["eml", "mht", "mhtml"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(extension))
    });
    if seen.common == 0 || (seen.common < 2 || seen.strong == 0) && !is_named {
        return None;
    }
    Some(if seen.is_page && !seen.is_sent {
        Format::Mht
    } else {
        Format::Mail
    })
}

/// Whether bytes are a mail as Outlook packs it for others (\[MS-OXTNEF\] 2.1.3.2).
pub(crate) fn is_tnef(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x78, 0x9f, 0x3e, 0x22])
}

fn seen(bytes: &[u8]) -> Seen {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let head = head
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start();
    let mut seen = Seen::default();
    let (mut is_kind, mut strays) = (false, 0);
    for line in head.split(|&byte| byte == b'\n') {
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            seen.is_page |= is_kind && tells_page(line);
            continue;
        }
        if !has_name(line) {
            strays += 1;
            if line.trim_ascii().is_empty() || strays > STRAYS {
                break;
            }
            continue;
        }
        let colon = memchr::memchr(b':', line).unwrap_or(line.len());
        let (name, value) = line.split_at(colon);
        let name = String::from_utf8_lossy(name.trim_ascii()).to_ascii_lowercase();
        seen.common += usize::from(COMMON.contains(&name.as_str()));
        seen.strong += usize::from(STRONG.contains(&name.as_str()) || is_date(&name, value));
        seen.is_sent |= matches!(
            name.as_str(),
            "to" | "cc" | "received" | "message-id" | "return-path" | "delivered-to"
        );
        is_kind = name == "content-type";
        seen.is_page |= is_kind && tells_page(value);
    }
    seen
}

/// Whether a field is a date as programs write it.
fn is_date(name: &str, value: &[u8]) -> bool {
    let value = value.strip_prefix(b":").unwrap_or(value);
    name == "date"
        && std::str::from_utf8(value)
            .ok()
            .is_some_and(|value| value.contains(':') && time::stated(value).is_some())
}

fn tells_page(value: &[u8]) -> bool {
    let value = String::from_utf8_lossy(value).to_ascii_lowercase();
    value.contains("multipart/related") || value.contains("text/html")
}
