//! Calendar files read back: ours, and those of any other program.
//!
//! ```
//! let file = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1@x.example\nDTSTART;TZID=Romance Standard Time:20260702T100000\n\
//!     DURATION:PT45M\nSUMMARY:Møde\\, kort\nEND:VEVENT\nwhat is this\nEND:VCALENDAR\n";
//! let read = export::read::read(file.as_bytes());
//! let [entry] = &read.entries[..] else { panic!() };
//! assert_eq!(entry.start.as_deref(), Some("2026-07-02T10:00:00+02:00"));
//! assert_eq!(entry.end.as_deref(), Some("2026-07-02T10:45:00+02:00"));
//! assert_eq!(entry.summary.as_deref(), Some("Møde, kort"));
//! assert_eq!(read.broken[0].line, 8);
//! ```

mod lines;
mod times;

use std::collections::BTreeMap;

use calcard::{
    Entry as Parsed, Parser,
    common::timezone::Tz,
    icalendar::{
        ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry,
        ICalendarParameterName, ICalendarParameterValue, ICalendarRelated, ICalendarValue,
    },
};
use paper::{DateRole, Source};
use serde::Serialize;

use crate::own;

pub use lines::Broken;
use lines::Piece;

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// The calendar's name, where it has one.
    pub name: Option<String>,
    /// Which calendar it is of several that we wrote together.
    pub group: Option<String>,
    /// Events and things to do, in the file's order.
    pub entries: Vec<Entry>,
    /// What could not be read, by line.
    pub broken: Vec<Broken>,
}

/// An event or a thing to do. As JSON it is a line of `udvalg calendar --json`; its keys keep their meaning, and what is
/// unknown is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Unique in the world, and the same in every file that has the entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uid: Option<String>,
    /// How it is written.
    pub component: Component,
    /// `deadline`, `meeting` and so on, in files of ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<DateRole>,
    /// `confirmed`, `tentative`, `cancelled`, `needs-action` …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// How often it was changed since it was first given out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence: Option<i64>,
    /// The first day or moment, ISO 8601: `2026-07-02`, with a clock time `2026-07-02T10:00:00+02:00`; without an offset
    /// where the file does not tell the zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// The day or moment after the last one. Of a thing to do on a day, the day after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// The zone as the file names it, where times have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// How it recurs, as an RRULE.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recurs: Option<String>,
    /// What a month's view shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// What is told of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where it happens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Whom to ask.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Where more is to be had.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What it may be filtered by.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// `public`, `private` or `confidential`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// When it became what it is, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stamp: Option<String>,
    /// When it was first given out, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// When it was last changed, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// Its alarms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alarms: Vec<Alarm>,
    /// The paper's path in the archive, in files of ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Hash of the paper, in files of ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// Where the paper says it, as in a record, in files of ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

/// How an entry is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Component {
    /// VEVENT
    #[default]
    Event,
    /// VTODO
    Todo,
}

/// An alarm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alarm {
    /// When: an ISO 8601 duration from the entry (`-P14D` is two weeks before), or a moment.
    pub trigger: String,
    /// Whether it counts from the entry's end.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub from_end: bool,
}

/// Reads a file of any program. It cannot fail: what is broken is told by its line, and all else is there.
pub fn read(bytes: &[u8]) -> Calendar {
    let mut taken = lines::pieces(bytes);
    let mut zones = BTreeMap::new();
    for piece in taken
        .pieces
        .iter()
        .filter(|piece| piece.name == "VTIMEZONE")
    {
        let file = parsed(piece);
        let named = file.iter().flat_map(|file| file.timezones());
        zones.extend(
            named
                .filter_map(|zone| zone.timezone())
                .map(|(id, zone)| (id.to_owned(), zone)),
        );
    }
    let head = head(&taken.head).unwrap_or_default();
    let said = |name| text(&head, name).map(str::to_owned);
    let mut read = Calendar {
        // What programs wrote before RFC 7986 had a name.
        name: said("NAME").or_else(|| said("X-WR-CALNAME")),
        group: said(own::GROUP),
        ..Calendar::default()
    };
    for piece in taken
        .pieces
        .iter()
        .filter(|piece| piece.name != "VTIMEZONE")
    {
        match parsed(piece) {
            Some(file) => read
                .entries
                .extend(entry(piece, &file, &zones, &mut taken.broken)),
            None => taken.broken.push(Broken {
                line: piece.line_of("BEGIN"),
                reason: format!("{} cannot be read", piece.name),
            }),
        }
    }
    taken.broken.sort_by_key(|broken| broken.line);
    read.broken = taken.broken;
    read
}

fn parsed(piece: &Piece) -> Option<ICalendar> {
    match Parser::new(&piece.text()).entry() {
        Parsed::ICalendar(file) => Some(file),
        _ => None,
    }
}

/// What is said of the whole: its properties, as a calendar without entries.
fn head(lines: &[String]) -> Option<ICalendarComponent> {
    let lines = lines.join("\r\n");
    let file = format!("BEGIN:VCALENDAR\r\n{lines}\r\nEND:VCALENDAR\r\n");
    match Parser::new(&file).entry() {
        Parsed::ICalendar(file) => file.components.into_iter().next(),
        _ => None,
    }
}

fn entry(
    piece: &Piece,
    file: &ICalendar,
    zones: &BTreeMap<String, Tz>,
    broken: &mut Vec<Broken>,
) -> Option<Entry> {
    let of = file.components.first()?;
    let own = own::of(|name| text(of, name));
    let owned = |name| text(of, name).map(str::to_owned);
    let word = |name| text(of, name).map(str::to_lowercase);
    let mut entry = Entry {
        uid: owned("UID"),
        component: match of.component_type {
            ICalendarComponentType::VTodo => Component::Todo,
            _ => Component::Event,
        },
        role: own.role,
        status: word("STATUS"),
        sequence: values(of, "SEQUENCE").find_map(ICalendarValue::as_integer),
        recurs: values(of, "RRULE").find_map(|value| match value {
            ICalendarValue::RecurrenceRule(rule) => Some(rule.to_string()),
            _ => None,
        }),
        summary: owned("SUMMARY"),
        description: owned("DESCRIPTION"),
        location: owned("LOCATION"),
        contact: owned("CONTACT"),
        url: owned("URL"),
        categories: values(of, "CATEGORIES")
            .filter_map(ICalendarValue::as_text)
            .map(str::to_owned)
            .collect(),
        class: word("CLASS"),
        alarms: file.components.iter().filter_map(alarm).collect(),
        path: own.path,
        hash: own.hash,
        source: own.source,
        ..Entry::default()
    };
    times::set(&mut entry, of, zones, |property, reason| {
        broken.push(Broken {
            line: piece.line_of(property),
            reason: format!("{property} {reason}"),
        });
    });
    Some(entry)
}

fn alarm(component: &ICalendarComponent) -> Option<Alarm> {
    if component.component_type != ICalendarComponentType::VAlarm {
        return None;
    }
    let trigger = property(component, "TRIGGER")?;
    let end = ICalendarParameterValue::Related(ICalendarRelated::End);
    Some(Alarm {
        trigger: match trigger.values.first()? {
            ICalendarValue::Duration(duration) => duration.to_string(),
            ICalendarValue::PartialDateTime(moment) => times::utc(moment)?,
            _ => return None,
        },
        from_end: trigger.parameter(&ICalendarParameterName::Related) == Some(&end),
    })
}

fn property<'c>(of: &'c ICalendarComponent, name: &str) -> Option<&'c ICalendarEntry> {
    let named = |entry: &&ICalendarEntry| entry.name.as_str().eq_ignore_ascii_case(name);
    of.entries.iter().find(named)
}

fn values<'c>(
    of: &'c ICalendarComponent,
    name: &'c str,
) -> impl Iterator<Item = &'c ICalendarValue> {
    let named = |entry: &&ICalendarEntry| entry.name.as_str().eq_ignore_ascii_case(name);
    of.entries
        .iter()
        .filter(named)
        .flat_map(|entry| &entry.values)
}

fn text<'c>(of: &'c ICalendarComponent, name: &str) -> Option<&'c str> {
    let entry = property(of, name)?;
    entry
        .values
        .first()?
        .as_text()
        .filter(|text| !text.is_empty())
}
