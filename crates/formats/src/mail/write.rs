//! A message within a message of Outlook's, written as a mail of its own.

use std::fmt::Write as _;

use super::compose::tidy;
use super::transfer::encode_base64;
use super::{Body, File, Letter, Mailbox, Meeting, Moment};

/// Stands between parts. Base64 has no hyphens.
const BOUNDARY: &str = "-udvalg-del-";

/// The mail with all that is known of it.
pub(super) fn mail(letter: &Letter) -> Vec<u8> {
    let mut mail = fields(letter);
    if let Some(meeting) = &letter.meeting {
        part(
            &mut mail,
            "text/calendar; charset=utf-8",
            calendar(meeting).as_bytes(),
        );
    }
    for body in &letter.bodies {
        match body {
            Body::Plain(text) => part(&mut mail, "text/plain; charset=utf-8", text.as_bytes()),
            Body::Html(html) => part(&mut mail, "text/html; charset=utf-8", html.as_bytes()),
            Body::Rtf(rtf) => part(&mut mail, "text/rtf; name=\"brev.rtf\"", rtf),
        }
    }
    for file in &letter.files {
        let (kind, bytes) = (kind(file), &file.bytes);
        part(&mut mail, &kind, bytes);
    }
    let _ = write!(mail, "\r\n--{BOUNDARY}--\r\n");
    mail.into_bytes()
}

/// What stands above the parts.
fn fields(letter: &Letter) -> String {
    let mut mail = String::new();
    for (name, mailboxes) in [
        ("From", &letter.from),
        ("To", &letter.to),
        ("Cc", &letter.cc),
        ("Bcc", &letter.bcc),
    ] {
        if !mailboxes.is_empty() {
            let written: Vec<String> = mailboxes.iter().map(mailbox).collect();
            line(&mut mail, name, &written.join(",\r\n "));
        }
    }
    if let Some(sent) = &letter.sent {
        line(&mut mail, "Date", &sent.to_rfc822());
    }
    line(&mut mail, "Subject", &encoded(&letter.subject));
    line(&mut mail, "MIME-Version", "1.0");
    line(
        &mut mail,
        "Content-Type",
        &format!("multipart/mixed; boundary=\"{BOUNDARY}\""),
    );
    mail
}

fn line(mail: &mut String, name: &str, value: &str) {
    let _ = write!(mail, "{name}: {value}\r\n");
}

fn part(mail: &mut String, kind: &str, bytes: &[u8]) {
    let _ = write!(
        mail,
        "\r\n--{BOUNDARY}\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    );
    base64(bytes, mail);
}

/// The type of a file, and that it is attached, with its name as RFC 2231 has it.
fn kind(file: &File) -> String {
    let is_type = file.kind.split('/').count() == 2
        && file
            .kind
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"/.+-_".contains(&b))
        && !file.kind.starts_with("multipart/");
    let kind = if is_type {
        file.kind.as_str()
    } else {
        "application/octet-stream"
    };
    let name = file.name.as_deref().unwrap_or_default();
    let mut escaped = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    format!("{kind}\r\nContent-Disposition: attachment;\r\n filename*=utf-8''{escaped}")
}

fn mailbox(mailbox: &Mailbox) -> String {
    let address: String = mailbox
        .address
        .chars()
        .filter(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | ',' | ';'))
        .collect();
    let name = encoded(&mailbox.name);
    match (name.is_empty(), address.is_empty()) {
        (true, _) => address,
        (false, true) => name,
        (false, false) => format!("{name} <{address}>"),
    }
}

/// A text as the words that RFC 2047 makes of it.
fn encoded(text: &str) -> String {
    let text = tidy(text);
    if text.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ') && text.len() < 60 {
        return text;
    }
    let mut words = Vec::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let most = rest.len().min(42);
        let end = (0..=most).rev().find(|&end| rest.is_char_boundary(end));
        let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
        let mut code = String::new();
        base64(word.as_bytes(), &mut code);
        words.push(format!("=?utf-8?B?{}?=", code.trim_end()));
        rest = after;
    }
    words.join("\r\n ")
}

fn calendar(meeting: &Meeting) -> String {
    let mut calendar = String::from("BEGIN:VCALENDAR\r\n");
    if meeting.cancelled {
        calendar.push_str("METHOD:CANCEL\r\n");
    }
    calendar.push_str("BEGIN:VEVENT\r\n");
    let escape = |text: &str| tidy(text).replace('\\', "\\\\").replace(',', "\\,");
    line(&mut calendar, "SUMMARY", &escape(&meeting.summary));
    for (name, moment) in [("DTSTART", meeting.start), ("DTEND", meeting.end)] {
        if let Some(Moment { time, .. }) = moment {
            let _ = write!(
                calendar,
                "{name}:{:04}{:02}{:02}T{:02}{:02}00\r\n",
                time.year, time.month, time.day, time.hour, time.minute
            );
        }
    }
    line(&mut calendar, "LOCATION", &escape(&meeting.place));
    calendar.push_str("END:VEVENT\r\nEND:VCALENDAR\r\n");
    calendar
}

/// Appends lines of base64.
fn base64(bytes: &[u8], written: &mut String) {
    written.reserve(bytes.len() / 57 * 78);
    for line in bytes.chunks(57) {
        encode_base64(line, written);
        written.push_str("\r\n");
    }
}
