//! iCalendar files: RFC 5545, with the calendar's name of RFC 7986.
//!
//! calcard folds lines, escapes text and knows the time zone. Four things it leaves to its caller, and they are done
//! here: a carriage return would be written as `\r`, which is no escape of RFC 5545; other control characters would be
//! written as they are, and readers that split lines at any Unicode line end break on some of them; commas and
//! semicolons of a URI would be escaped, which changes the URI; and its own search for missing time zones reads the
//! clock, so that the same events could give other bytes in another year.

use calcard::{
    Entry, Parser,
    common::PartialDateTime,
    icalendar::{
        ICalendar, ICalendarClassification, ICalendarComponent, ICalendarComponentType,
        ICalendarEntry, ICalendarMethod, ICalendarParameter, ICalendarProperty,
        ICalendarRecurrenceRule, ICalendarStatus, ICalendarTransparency, ICalendarValue,
        ICalendarValueType, Uri,
    },
};
use jiff::{
    Timestamp,
    civil::{Date, DateTime, date},
    tz::Offset,
};

use crate::{Event, When, when::Shown, wording::one_line};

/// The zone that every clock time of a paper is in.
const ZONE: &str = "Europe/Copenhagen";
/// Danish clocks change by today's rule since this year; the rules before it are written only for events before it.
const RULE_SINCE: i16 = 1996;

/// What a calendar as a whole says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The name that a calendar program shows.
    pub name: String,
    /// What is in it.
    pub description: Option<String>,
}

/// The calendar file: UTF-8, lines of at most 75 octets that end with CRLF.
///
/// Events are written by their first moment, then by UID, whatever their order is here: the same events give the same
/// bytes. A file without events is a calendar still: it holds its time zone, since RFC 5545 allows no empty one.
pub fn write(events: &[Event], calendar: &Calendar) -> String {
    let mut sorted: Vec<&Event> = events.iter().collect();
    sorted.sort_by(|a, b| (a.when.first_moment(), &a.uid).cmp(&(b.when.first_moment(), &b.uid)));
    let mut head = head();
    name(&mut head, calendar);
    put(head, &sorted)
}

/// One event as a resource of a CalDAV server: a calendar of its own without a method, which RFC 4791 (4.1) forbids there.
pub fn resource(event: &Event) -> String {
    put(head(), &[event])
}

fn put(head: ICalendarComponent, sorted: &[&Event]) -> String {
    let mut file = ICalendar::default();
    file.components.push(head);
    for (at, event) in sorted.iter().enumerate() {
        file.components.push(vevent(event));
        if let (Some(head), Ok(id)) = (file.components.first_mut(), u32::try_from(at + 1)) {
            head.component_ids.push(id);
        }
    }
    if sorted.is_empty() || sorted.iter().any(|e| !e.when.is_days()) {
        add_zone(&mut file, sorted);
    }
    file.to_string()
}

fn head() -> ICalendarComponent {
    let mut head = ICalendarComponent::new(ICalendarComponentType::VCalendar);
    head.add_property(ICalendarProperty::Version, "2.0");
    head.add_property(ICalendarProperty::Prodid, "-//udvalg//udvalg//DA");
    head.add_property(ICalendarProperty::Calscale, "GREGORIAN");
    head
}

/// What a file has that stands for itself.
fn name(head: &mut ICalendarComponent, calendar: &Calendar) {
    // Outlook takes a file without a method for an invitation that it cannot answer.
    head.add_property(ICalendarProperty::Method, ICalendarMethod::Publish);
    let name = one_line(&clean(&calendar.name));
    head.add_property(ICalendarProperty::Name, name.as_str());
    // What Apple, Google and Outlook show: they do not read NAME.
    head.add_property(ICalendarProperty::Other("X-WR-CALNAME".to_owned()), name);
    head.add_property(ICalendarProperty::Other("X-WR-TIMEZONE".to_owned()), ZONE);
    if let Some(description) = &calendar.description {
        head.add_property(ICalendarProperty::Description, clean(description));
    }
}

fn vevent(event: &Event) -> ICalendarComponent {
    let mut to = ICalendarComponent::new(ICalendarComponentType::VEvent);
    to.add_uid(&one_line(&clean(&event.uid)));
    to.add_dtstamp(utc(event.stamp));
    push_when(&mut to, event.when);
    if let Some(rule) = event.recurs.as_deref().and_then(|r| rule(r, event.when)) {
        to.add_property(ICalendarProperty::Rrule, rule);
    }
    to.add_property(ICalendarProperty::Summary, one_line(&clean(&event.summary)));
    push_text(
        &mut to,
        ICalendarProperty::Description,
        Some(&event.description),
    );
    push_text(&mut to, ICalendarProperty::Location, event.place.as_deref());
    push_text(
        &mut to,
        ICalendarProperty::Contact,
        event.contact.as_deref(),
    );
    if let Some(url) = event.url.as_deref().and_then(uri) {
        to.add_property(ICalendarProperty::Url, Uri::Location(url));
    }
    push_categories(&mut to, &event.categories);
    push_states(&mut to, event);
    to.add_sequence(i64::from(event.sequence));
    if let Some(created) = event.created {
        to.add_property(ICalendarProperty::Created, utc(created));
    }
    if let Some(modified) = event.modified {
        to.add_property(ICalendarProperty::LastModified, utc(modified));
    }
    to
}

fn push_when(to: &mut ICalendarComponent, when: When) {
    let (start, end, param) = match when.shown() {
        Shown::Days(first, after) => (
            day(first),
            day(after),
            ICalendarParameter::value(ICalendarValueType::Date),
        ),
        Shown::Moments(start, end) => (
            moment(start),
            moment(end),
            ICalendarParameter::tzid(ZONE.to_owned()),
        ),
    };
    to.add_property_with_params(ICalendarProperty::Dtstart, [param.clone()], start);
    to.add_property_with_params(ICalendarProperty::Dtend, [param], end);
}

fn push_text(to: &mut ICalendarComponent, name: ICalendarProperty, text: Option<&str>) {
    if let Some(text) = text.map(clean).filter(|t| !t.is_empty()) {
        to.add_property(name, text);
    }
}

fn push_categories(to: &mut ICalendarComponent, categories: &[String]) {
    let values: Vec<ICalendarValue> = categories
        .iter()
        .map(|c| one_line(&clean(c)).into())
        .collect();
    if !values.is_empty() {
        to.entries
            .push(ICalendarEntry::new(ICalendarProperty::Categories).with_values(values));
    }
}

fn push_states(to: &mut ICalendarComponent, event: &Event) {
    let class = if event.confidential {
        ICalendarClassification::Confidential
    } else {
        ICalendarClassification::Public
    };
    to.add_property(ICalendarProperty::Class, class);
    let status = if event.cancelled {
        ICalendarStatus::Cancelled
    } else if event.tentative {
        ICalendarStatus::Tentative
    } else {
        ICalendarStatus::Confirmed
    };
    to.add_property(ICalendarProperty::Status, status);
    let transparency = if event.blocks_time() {
        ICalendarTransparency::Opaque
    } else {
        ICalendarTransparency::Transparent
    };
    to.add_property(ICalendarProperty::Transp, transparency);
}

/// The rule as calcard reads it; `None` where it is no rule of RFC 5545. Its end must be of the same kind as the start:
/// a day for whole days, else a moment of UTC.
fn rule(text: &str, when: When) -> Option<ICalendarRecurrenceRule> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "=;,+-".contains(c);
    if !text.starts_with("FREQ=") || !text.chars().all(plain) {
        return None;
    }
    let file = format!(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nRRULE:{text}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    );
    let Entry::ICalendar(read) = Parser::new(&file).entry() else {
        return None;
    };
    let mut values = read
        .components
        .into_iter()
        .flat_map(|c| c.entries)
        .flat_map(|e| e.values);
    let mut rule = values.find_map(|value| match value {
        ICalendarValue::RecurrenceRule(rule) => Some(*rule),
        _ => None,
    })?;
    if let Some(until) = &mut rule.until {
        let clock = (!when.is_days()).then_some(());
        until.hour = clock.and(until.hour.or(Some(23)));
        until.minute = clock.and(until.minute.or(Some(59)));
        until.second = clock.and(until.second.or(Some(59)));
        until.tz_hour = clock.map(|()| 0);
        until.tz_minute = clock.map(|()| 0);
    }
    Some(rule)
}

/// Writes the zone's rules from the year of the first timed event, at the latest from the year of today's rule: so the
/// rules of a calendar do not change when an event is added.
fn add_zone(file: &mut ICalendar, events: &[&Event]) {
    let years = || {
        events
            .iter()
            .filter(|e| !e.when.is_days())
            .map(|e| e.when.first_day().year())
    };
    let from = years()
        .min()
        .map_or(RULE_SINCE, |y| y.min(RULE_SINCE))
        .max(1900);
    let to = years().max().map_or(RULE_SINCE, |y| y.max(RULE_SINCE));
    let second = |year: i16| {
        let first = date(year.min(9990), 1, 1).at(0, 0, 0, 0);
        Offset::UTC.to_timestamp(first).map_or(0, |t| t.as_second())
    };
    file.add_timezone(ZONE, second(from), second(to.saturating_add(2)));
}

fn day(day: Date) -> PartialDateTime {
    PartialDateTime {
        year: u16::try_from(day.year()).ok(),
        month: u8::try_from(day.month()).ok(),
        day: u8::try_from(day.day()).ok(),
        ..PartialDateTime::default()
    }
}

fn moment(moment: DateTime) -> PartialDateTime {
    PartialDateTime {
        hour: u8::try_from(moment.hour()).ok(),
        minute: u8::try_from(moment.minute()).ok(),
        second: Some(0),
        ..day(moment.date())
    }
}

fn utc(at: Timestamp) -> PartialDateTime {
    let at = Offset::UTC.to_datetime(at);
    PartialDateTime {
        second: u8::try_from(at.second()).ok(),
        tz_hour: Some(0),
        tz_minute: Some(0),
        ..moment(at)
    }
}

/// A text as RFC 5545 can hold it: line ends are LF (which calcard escapes), tabs stay, other control characters go.
fn clean(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace(
        ['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'],
        "\n",
    );
    let kept = unified
        .chars()
        .filter(|&c| c == '\n' || c == '\t' || !c.is_control());
    kept.collect::<String>().trim().to_owned()
}

/// An absolute URI in ASCII, its commas, semicolons and backslashes percent-encoded: calcard would escape them as text,
/// and readers do not undo that in a URI.
fn uri(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once(':')?;
    let letters = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    if rest.is_empty()
        || !scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        || !scheme.chars().all(letters)
    {
        return None;
    }
    let mut uri = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_graphic() && !b",;\\\"<>^`{|}".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    Some(uri)
}
