//! The meeting that an invitation is about (RFC 5545).

use mail_parser::DateTime;

use super::{Meeting, Moment, time};

/// The first event of a calendar.
pub(super) fn meeting(calendar: &str) -> Option<Meeting> {
    let unfolded = unfold(calendar);
    let mut meeting = Meeting::default();
    let (mut open, mut inner) = (false, false);
    for line in unfolded.lines() {
        let Some((name, parameters, value)) = parted(line) else {
            continue;
        };
        match (name.as_str(), value.to_ascii_uppercase().as_str()) {
            ("METHOD", "CANCEL") => meeting.cancelled = true,
            ("BEGIN", "VEVENT") => open = true,
            ("END", "VEVENT") => return open.then_some(meeting),
            ("BEGIN", _) if open => inner = true,
            ("END", _) => inner = false,
            _ if open && !inner => take(&mut meeting, &name, parameters, value),
            _ => {}
        }
    }
    open.then_some(meeting)
}

fn take(meeting: &mut Meeting, name: &str, parameters: &str, value: &str) {
    match name {
        "SUMMARY" => meeting.summary = plain(value),
        "LOCATION" => meeting.place = plain(value),
        "DESCRIPTION" => meeting.words = plain(value),
        "STATUS" if value.eq_ignore_ascii_case("cancelled") => meeting.cancelled = true,
        "DTSTART" => meeting.start = moment(parameters, value),
        "DTEND" => meeting.end = moment(parameters, value),
        _ => {}
    }
}

/// Lines that begin with a space go on from the line before.
fn unfold(calendar: &str) -> String {
    let mut unfolded = String::with_capacity(calendar.len());
    for line in calendar.lines() {
        if let Some(rest) = line.strip_prefix([' ', '\t']) {
            unfolded.push_str(rest);
        } else {
            unfolded.push('\n');
            unfolded.push_str(line);
        }
    }
    unfolded
}

/// A line's name in capitals, its parameters, and its value; colons may stand in quoted parameters.
fn parted(line: &str) -> Option<(String, &str, &str)> {
    let mut quoted = false;
    let colon = line.find(|c| {
        quoted ^= c == '"';
        c == ':' && !quoted
    })?;
    let (head, value) = line.split_at(colon);
    let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
    Some((
        name.trim().to_ascii_uppercase(),
        parameters,
        value.get(1..).unwrap_or_default().trim(),
    ))
}

/// A text without its escapes.
fn plain(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(c) => text.push(c),
                None => {}
            },
            c => text.push(c),
        }
    }
    text
}

/// `20190304T100000`, `20190304T090000Z` or `20190304`.
fn moment(parameters: &str, value: &str) -> Option<Moment> {
    let number = |from: usize, to: usize| value.get(from..to)?.parse::<u16>().ok();
    let small = |from: usize, to: usize| number(from, to).and_then(|n| u8::try_from(n).ok());
    let mut time = DateTime {
        year: number(0, 4)?,
        month: small(4, 6)?,
        day: small(6, 8)?,
        ..DateTime::default()
    };
    let is_day = !value.contains('T');
    if !is_day {
        time.hour = small(9, 11)?;
        time.minute = small(11, 13)?;
    }
    if !time.is_valid() {
        return None;
    }
    let is_utc = value.ends_with('Z') && !parameters.to_ascii_uppercase().contains("TZID=");
    if is_utc {
        time = time::danish(time.to_timestamp_local());
    }
    Some(Moment { time, is_day })
}
