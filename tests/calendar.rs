//! Calendars of the fixtures, as calendar programs get them.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::support::{Place, root, run};

/// The check of RFC 5545 that the calendar's own crate uses.
#[path = "../crates/export/tests/rfc/mod.rs"]
pub(crate) mod rfc;

const ROLES: &str = "deadline,meeting,decision,milestone";

fn ingest(place: &Place, folder: &str) {
    let ended = run(place.udvalg(["ingest", folder]));
    assert_eq!(ended.code, 0, "{}", ended.err);
}

fn calendar(place: &Place, roles: &str) -> String {
    let ended = run(place.udvalg(["calendar", "--roles", roles]));
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended.out
}

fn fixtures() -> Place {
    let place = Place::new();
    ingest(&place, root().join("fixtures/papers").to_str().unwrap());
    place
}

#[test]
fn the_fixtures_make_a_calendar_of_the_rfc() {
    let place = fixtures();
    let text = calendar(&place, ROLES);
    let read = rfc::check(&text);
    let dike = read
        .events()
        .find(|e| e.one("DTSTART").value == "19960401")
        .unwrap_or_else(|| panic!("the deadline of the dike group is not in\n{text}"));
    let summary = rfc::unescaped(&dike.one("SUMMARY").value);
    assert!(
        summary.starts_with("Frist: ") && summary.contains("navnene på deres repræsentanter"),
        "{summary}"
    );
    assert_eq!(dike.one("DTEND").value, "19960402");
    assert_eq!(dike.one("TRANSP").value, "TRANSPARENT");
    assert_eq!(
        calendar(&place, ROLES),
        text,
        "the same archive gives the same bytes"
    );
}

#[test]
fn without_roles_there_are_deadlines_alone() {
    let place = fixtures();
    let ended = run(place.udvalg(["calendar"]));
    let read = rfc::check(&ended.out);
    let mut events = read.events().peekable();
    assert!(events.peek().is_some(), "no deadline at all");
    for event in events {
        assert!(
            event.one("CATEGORIES").value.starts_with("Frist"),
            "{event:#?}"
        );
    }
}

/// The complaint of every user of calendar files: after a new export the old entry is still there.
#[test]
fn a_moved_deadline_moves_and_is_not_doubled() {
    let place = Place::new();
    let paper = |day: &str| {
        let text = format!(
            "Høring om fælles bådebro\n\nDato: 1. marts 2022\n\nHøringssvar sendes til os senest den {day}.\n"
        );
        place.write("papers/baadebro.txt", text);
        ingest(&place, "papers");
        let text = calendar(&place, "deadline");
        let read = rfc::check(&text);
        let events: Vec<_> = read.events().collect();
        let [event] = events[..] else {
            panic!("one entry, not {}", events.len())
        };
        let value = |name: &str| event.one(name).value.clone();
        (
            value("UID"),
            value("DTSTART"),
            value("SEQUENCE").parse::<u32>().unwrap(),
        )
    };
    let (uid, first, sequence) = paper("1. april 2022");
    assert_eq!(first, "20220401");
    assert_eq!(
        paper("1. april 2022"),
        (uid.clone(), first, sequence),
        "nothing has changed"
    );
    let (same, moved, later) = paper("15. april 2022");
    assert_eq!((same, moved.as_str()), (uid, "20220415"));
    assert!(
        later > sequence,
        "calendars ignore a change with the old SEQUENCE"
    );
}

/// The Python that has the packages: `tests/run` makes it.
fn python() -> PathBuf {
    let made = root().join("target/python/bin/python3");
    let named = env::var_os("UDVALG_PYTHON").map(PathBuf::from);
    named.unwrap_or_else(|| {
        if made.exists() {
            made
        } else {
            "python3".into()
        }
    })
}

const READ: &str = "
import sys, icalendar, vobject
data = open(sys.argv[1], 'rb').read()
calendar = icalendar.Calendar.from_ical(data)
assert not calendar.get_missing_tzids(), calendar.get_missing_tzids()
events = list(calendar.walk('VEVENT'))
for component in calendar.walk():
    assert not component.errors, component.errors
for event in events:
    assert event.decoded('DTEND') > event.decoded('DTSTART'), event
read = list(vobject.readComponents(data.decode()))
assert len(read) == 1 and read[0].validate(raiseException=True)
assert len(read[0].vevent_list) == len(events)
print(len(events))
";

#[test]
fn icalendar_and_vobject_read_it() {
    let python = python();
    let has = Command::new(&python)
        .args(["-c", "import icalendar, vobject"])
        .output();
    assert!(
        has.is_ok_and(|o| o.status.success()),
        "{} needs two packages: python3 -m venv target/python && target/python/bin/pip install icalendar==7.3.0 vobject==0.9.9",
        python.display()
    );
    let place = fixtures();
    let text = calendar(&place, ROLES);
    let count = rfc::check(&text).events().count();
    assert_eq!(
        read_by_python(&python, &place.write("all.ics", &text)),
        count
    );
    for name in ["deadlines", "odd-text"] {
        let file = root()
            .join("fixtures/export")
            .join(name)
            .with_extension("ics");
        let count = rfc::check(&fs::read_to_string(&file).unwrap())
            .events()
            .count();
        assert_eq!(read_by_python(&python, &file), count, "{name}");
    }
}

/// How many entries the packages find, if they accept the file.
fn read_by_python(python: &Path, file: &Path) -> usize {
    let output = Command::new(python)
        .args(["-c", READ])
        .arg(file)
        .output()
        .unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {complaint}", file.display());
    String::from_utf8_lossy(&output.stdout)
        .trim()
        .parse()
        .unwrap()
}
