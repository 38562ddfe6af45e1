//! The times of an entry that is read, as ISO 8601.

use std::{collections::BTreeMap, fmt::Write, str::FromStr};

use calcard::{
    common::{PartialDateTime, timezone::Tz},
    icalendar::{ICalendarComponent, ICalendarDuration, ICalendarValue},
};
use jiff::{
    Span,
    civil::{Date, DateTime, Time},
};

use super::{Component, Entry, property};
use crate::zone;

/// A day, or a moment of a zone, of UTC or of no zone at all.
#[derive(Debug, Clone, Copy, PartialEq)]
enum At {
    Day(Date),
    Utc(DateTime),
    Local(DateTime, Option<Tz>),
}

impl At {
    fn text(self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::Utc(at) => format!("{at}Z"),
            Self::Local(at, zone) => {
                let ahead = zone.and_then(|zone| zone::offset(at, zone));
                ahead.map_or_else(|| at.to_string(), |ahead| format!("{at}{}", offset(ahead)))
            }
        }
    }

    /// Days and weeks are of the calendar, the rest is of the clock.
    fn after(self, duration: &ICalendarDuration) -> Option<Self> {
        let span = span(duration)?;
        Some(match self {
            Self::Day(day) => Self::Day(day.checked_add(span).ok()?),
            Self::Utc(at) => Self::Utc(at.checked_add(span).ok()?),
            Self::Local(at, zone) => Self::Local(at.checked_add(span).ok()?, zone),
        })
    }
}

/// Sets all times; tells what is none.
pub(super) fn set(
    entry: &mut Entry,
    of: &ICalendarComponent,
    zones: &BTreeMap<String, Tz>,
    mut tell: impl FnMut(&str, &str),
) {
    let mut at = |name: &str| {
        let value = property(of, name)?;
        let at = value
            .values
            .first()
            .and_then(|v| moment(v, value.tz_id(), zones));
        if at.is_none() {
            tell(name, "is no day and no moment");
        }
        at
    };
    let start = at("DTSTART");
    let (end, name) = match entry.component {
        Component::Event => (at("DTEND"), "DTEND"),
        Component::Todo => (at("DUE"), "DUE"),
    };
    let is_dated = start.is_some() || entry.component == Component::Todo;
    if !is_dated && property(of, "DTSTART").is_none() {
        tell("BEGIN", "has no DTSTART");
    }
    entry.end = ending(entry.component, of, start, end).map(At::text);
    entry.start = start.map(At::text);
    let zoned = ["DTSTART", name]
        .iter()
        .find_map(|name| property(of, name)?.tz_id());
    entry.zone = zoned.map(str::to_owned);
    let stamp = |name: &str| {
        property(of, name)?
            .values
            .first()
            .and_then(|value| match value {
                ICalendarValue::PartialDateTime(moment) => utc(moment),
                _ => None,
            })
    };
    entry.stamp = stamp("DTSTAMP");
    entry.created = stamp("CREATED");
    entry.modified = stamp("LAST-MODIFIED");
}

/// The first day or moment behind an entry (RFC 5545 3.6.1): what has a beginning alone takes that day, or no time.
fn ending(
    component: Component,
    of: &ICalendarComponent,
    start: Option<At>,
    end: Option<At>,
) -> Option<At> {
    let lasts = property(of, "DURATION").and_then(|value| match value.values.first()? {
        ICalendarValue::Duration(duration) => start?.after(duration),
        _ => None,
    });
    match (component, start, end.or(lasts)) {
        (Component::Todo, _, Some(At::Day(due))) if end.is_some() => {
            due.tomorrow().ok().map(At::Day)
        }
        // Some programs write the day itself as the end of a day.
        (Component::Event, Some(At::Day(first)), Some(At::Day(after))) if after <= first => {
            first.tomorrow().ok().map(At::Day)
        }
        (Component::Event, Some(At::Day(first)), None) => first.tomorrow().ok().map(At::Day),
        (Component::Event, start, None) => start,
        (_, _, end) => end,
    }
}

fn moment(value: &ICalendarValue, zone: Option<&str>, zones: &BTreeMap<String, Tz>) -> Option<At> {
    let ICalendarValue::PartialDateTime(value) = value else {
        return None;
    };
    let (day, time) = civil(value)?;
    let Some(time) = time else {
        return Some(At::Day(day));
    };
    let local = day.to_datetime(time);
    if value.tz_hour.is_some() {
        return Some(At::Utc(local));
    }
    let known = zone.and_then(|id| zones.get(id).copied().or_else(|| Tz::from_str(id).ok()));
    Some(At::Local(local, known))
}

fn civil(value: &PartialDateTime) -> Option<(Date, Option<Time>)> {
    let small = |part: Option<u8>| part.and_then(|part| i8::try_from(part).ok());
    let year = i16::try_from(value.year?).ok()?;
    let day = Date::new(year, small(value.month)?, small(value.day)?).ok()?;
    let Some(hour) = value.hour else {
        return Some((day, None));
    };
    // A leap second is the last one of its minute.
    let second = value.second.unwrap_or(0).min(59);
    let time = Time::new(
        small(Some(hour))?,
        small(value.minute).unwrap_or(0),
        small(Some(second))?,
        0,
    );
    Some((day, Some(time.ok()?)))
}

/// A moment of UTC as ISO 8601; without its Z where the file forgot it.
pub(super) fn utc(value: &PartialDateTime) -> Option<String> {
    let (day, time) = civil(value)?;
    let at = day.to_datetime(time?);
    Some(if value.tz_hour.is_some() {
        At::Utc(at).text()
    } else {
        at.to_string()
    })
}

fn span(duration: &ICalendarDuration) -> Option<Span> {
    let span = Span::new()
        .try_weeks(duration.weeks)
        .ok()?
        .try_days(duration.days)
        .ok()?
        .try_hours(duration.hours)
        .ok()?
        .try_minutes(duration.minutes)
        .ok()?
        .try_seconds(duration.seconds)
        .ok()?;
    Some(if duration.neg { -span } else { span })
}

/// `+02:00`
fn offset(seconds: i64) -> String {
    let (sign, left) = if seconds < 0 {
        ('-', -seconds)
    } else {
        ('+', seconds)
    };
    let mut text = format!("{sign}{:02}:{:02}", left / 3600, left % 3600 / 60);
    if left % 60 != 0 {
        let _ = write!(text, ":{:02}", left % 60);
    }
    text
}
