//! Calendars against what they must be: fixtures, the RFC, and any text at all.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

mod rfc;

#[path = "calendar/alarms.rs"]
mod alarms;
#[path = "calendar/read_back.rs"]
mod read_back;
#[path = "calendar/refused.rs"]
mod refused;
#[path = "calendar/times.rs"]
mod times;

use std::{env, fs, path::PathBuf};

use export::{Event, Life, When, ics, settled, uid};
use jiff::civil::date;
use paper::{DateRole, Record};
use proptest::prelude::*;

const ROLES: &[DateRole] = &[
    DateRole::Deadline,
    DateRole::Meeting,
    DateRole::Decision,
    DateRole::Milestone,
];

fn calendar() -> ics::Calendar {
    ics::Calendar {
        name: "Frister, møder".to_owned(),
        description: Some("Fra arkivet\r\n»Lillesund«".to_owned()),
        ..ics::Calendar::default()
    }
}

/// The entries of papers that calendars were never given before.
fn made(records: &[Record]) -> Vec<Event> {
    let mut made = Vec::new();
    for (record, &role) in records
        .iter()
        .flat_map(|r| ROLES.iter().map(move |role| (r, role)))
    {
        for (n, shown) in (1..).zip(settled(&[], Some(record), role).new) {
            let life = Life {
                uid: &uid(&record.hash, role, n),
                sequence: 2,
                created: "2016-05-01T22:00:00Z".parse().unwrap(),
                changed: "2016-05-02T07:30:15Z".parse().unwrap(),
                cancelled: false,
            };
            let mut event = shown.event(&life).unwrap();
            event.url = Some("https://papirer.example/vis?id=b0a1,2;side=Ø".to_owned());
            made.push(event);
        }
    }
    made
}

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../fixtures/export")
        .join(name)
}

fn records(name: &str) -> Vec<Record> {
    let json = fs::read_to_string(fixture(name).with_extension("json")).unwrap();
    serde_json::from_str(&json).unwrap()
}

/// Compares with `NAME.ics` byte for byte; UPDATE_EXPECT=1 rewrites it.
fn check(name: &str) {
    let text = ics::write(&made(&records(name)), &calendar());
    rfc::check(&text);
    let golden = fixture(name).with_extension("ics");
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&golden, &text).unwrap();
    }
    let wanted = fs::read_to_string(&golden).unwrap_or_default();
    assert!(
        wanted == text,
        "{} differs; it would be\n{text}",
        golden.display()
    );
}

#[test]
fn every_role_and_length() {
    check("deadlines");
}

#[test]
fn text_that_breaks_readers() {
    check("odd-text");
}

#[test]
fn no_events_is_a_calendar() {
    check("nothing");
}

#[test]
fn the_order_of_events_does_not_matter() {
    let mut events = made(&records("deadlines"));
    let text = ics::write(&events, &calendar());
    events.reverse();
    assert_eq!(ics::write(&events, &calendar()), text);
}

#[test]
fn withdrawn_entries_say_so() {
    let mut events = made(&records("deadlines"));
    events[0].cancelled = true;
    let read = rfc::check(&ics::write(&events, &calendar()));
    let uid = &events[0].uid;
    let withdrawn = read.events().find(|e| e.one("UID").value == *uid).unwrap();
    assert_eq!(withdrawn.one("STATUS").value, "CANCELLED");
}

#[test]
fn what_is_no_rule_is_not_written() {
    let mut events = made(&records("deadlines"));
    for rule in [
        "FREQ=OFTEN",
        "FREQ=DAILY\r\nX-A:1",
        "COUNT=3",
        "FREQ=YEARLY;BYDAY=9QQ",
        "",
    ] {
        events[0].recurs = Some(rule.to_owned());
        let read = rfc::check(&ics::write(&events[..1], &calendar()));
        assert_eq!(
            read.events().next().unwrap().all("RRULE").count(),
            0,
            "{rule}"
        );
    }
}

/// Danish clocks before 1996 went back in September: an event of that time needs the rules of its time.
#[test]
fn old_meetings_have_the_rules_of_their_year() {
    let mut events = made(&records("deadlines"));
    let day = date(1994, 10, 5);
    events[0].when = When::moments(day.at(9, 0, 0, 0), day.at(11, 0, 0, 0)).unwrap();
    let text = ics::write(&events[..1], &calendar());
    rfc::check(&text);
    assert!(text.contains("DTSTART:19940925T030000\r\n"), "{text}");
}

proptest! {
    /// Whatever stands in a paper: the file is right, and its words come out as they went in.
    #[test]
    fn any_text_survives(summary in ".{0,120}", lines in "(?s).{0,300}", place in "[\\p{any}]{0,40}", uri in "[\\p{any}]{0,40}") {
        let mut event = made(&records("deadlines")).remove(0);
        event.summary = summary.clone();
        event.description = lines;
        event.place = Some(place);
        event.url = Some(format!("https://x.example/{uri}"));
        let read = rfc::check(&ics::write(&[event], &calendar()));
        let written = rfc::unescaped(&read.events().next().unwrap().one("SUMMARY").value);
        let words = |text: &str| {
            let kept = text.replace(|c: char| c.is_control() || "\u{ad}\u{2028}\u{2029}".contains(c), " ");
            kept.split_whitespace().collect::<String>()
        };
        prop_assert_eq!(words(&written), words(&summary));
    }
}
