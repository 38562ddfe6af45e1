//! Files read back: ours, and those of others.

use std::fmt::Write;

use export::{Ahead, ics, read};
use proptest::prelude::*;

use super::{calendar, fixture, made, records};

fn lines(read: &read::Calendar) -> String {
    read.entries.iter().fold(String::new(), |mut lines, entry| {
        writeln!(lines, "{}", serde_json::to_string(entry).unwrap()).unwrap();
        lines
    })
}

/// All of an entry comes back, in each form.
#[test]
fn what_we_write_comes_back() {
    let mut events = made(&records("deadlines"));
    events[0].created = Some("2016-04-01T08:00:00Z".parse().unwrap());
    for todo in [false, true] {
        let form = ics::Calendar {
            todo,
            alarms: vec![Ahead::Days(2)],
            ..calendar()
        };
        let read = read::read(ics::write(&events, &form).as_bytes());
        assert_eq!(read.broken, []);
        assert_eq!(read.name.as_deref(), Some("Frister, møder"));
        assert_eq!(read.entries.len(), events.len());
        let (event, entry) = (&events[0], &read.entries[1]);
        assert_eq!(entry.uid.as_ref(), Some(&event.uid));
        assert_eq!(entry.role, Some(event.role));
        assert_eq!(entry.summary.as_ref(), Some(&event.summary));
        assert_eq!(entry.description.as_ref(), Some(&event.description));
        assert_eq!(entry.sequence, Some(2));
        assert_eq!(entry.categories, event.categories);
        assert_eq!(
            entry.end.as_deref(),
            Some("2016-07-01"),
            "of both forms the same"
        );
        assert_eq!(entry.start.as_deref(), (!todo).then_some("2016-06-30"));
        assert_eq!(entry.created.as_deref(), Some("2016-04-01T08:00:00Z"));
        let cited = event.cited.as_ref().unwrap();
        assert_eq!(entry.path.as_ref(), Some(&cited.path));
        assert_eq!(entry.hash.as_ref(), Some(&cited.hash));
        assert_eq!(entry.source.as_ref(), Some(&cited.source));
        assert_eq!(entry.alarms.len(), 1);
    }
}

/// The JSON of the fixture, byte for byte: other programs rely on its keys.
#[test]
fn keys_stay() {
    let text = ics::write(&made(&records("deadlines")), &calendar());
    let json = lines(&read::read(text.as_bytes()));
    let golden = fixture("deadlines").with_extension("ndjson");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&golden, &json).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&golden).unwrap_or_default(), json);
}

#[test]
fn files_of_others() {
    let file = "\u{feff}BEGIN:VCALENDAR\nX-WR-CALNAME:Min\\, kalender\nstray line\n\
        BEGIN:VTIMEZONE\nTZID:Hjemme\nX-LIC-LOCATION:Europe/Copenhagen\nEND:VTIMEZONE\n\
        begin:vevent\nuid:a\ndtstart;tzid=Hjemme:20260702T100000\nDURATION:P1DT30M\nSUMMARY:lang\n  linje\nEND:VEVENT\n\
        BEGIN:VEVENT\nUID:b\nDTSTART;TZID=\"(UTC+01:00) Brussels, Copenhagen, Madrid, Paris\":20260102T100000\nEND:VEVENT\n\
        BEGIN:VEVENT\nUID:c\nDTSTART;VALUE=DATE:20260702\nDTEND;VALUE=DATE:20260702\nEND:VEVENT\n\
        BEGIN:VTODO\nUID:d\nDUE:20260702T080000Z\nSTATUS:IN-PROCESS\nEND:VTODO\n\
        BEGIN:VEVENT\nUID:e\nDTSTART:20260702T100000\nBEGIN:VALARM\nTRIGGER:-PT15M\nEND:VALARM\nEND:VEVENT\n\
        BEGIN:VEVENT\nUID:f\nDTSTART:i morgen\nEND:VEVENT\n\
        BEGIN:VEVENT\nUID:g\n\
        END:VTODO\n\
        END:VCALENDAR\n";
    let read = read::read(file.as_bytes());
    assert_eq!(read.name.as_deref(), Some("Min, kalender"));
    let times: Vec<_> = read
        .entries
        .iter()
        .map(|e| {
            [&e.uid, &e.start, &e.end]
                .map(|t| t.as_deref().unwrap_or("-"))
                .join(" ")
        })
        .collect();
    assert_eq!(
        times,
        [
            "a 2026-07-02T10:00:00+02:00 2026-07-03T10:30:00+02:00",
            "b 2026-01-02T10:00:00+01:00 2026-01-02T10:00:00+01:00",
            "c 2026-07-02 2026-07-03",
            "d - 2026-07-02T08:00:00Z",
            "e 2026-07-02T10:00:00 2026-07-02T10:00:00",
            "f - -",
            "g - -",
        ]
    );
    assert_eq!(read.entries[0].summary.as_deref(), Some("lang linje"));
    assert_eq!(read.entries[4].alarms[0].trigger, "-PT15M");
    let broken: Vec<_> = read
        .broken
        .iter()
        .map(|b| format!("{} {}", b.line, b.reason))
        .collect();
    assert_eq!(
        broken,
        [
            "3 no name and value: stray line",
            "38 DTSTART is no day and no moment",
            "40 BEGIN:VEVENT has no END",
            "40 BEGIN has no DTSTART",
            "42 END:VTODO without its BEGIN",
        ]
    );
}

#[test]
fn hostile_files_end() {
    let deep = "BEGIN:VEVENT\n".repeat(100_000);
    let long = format!(
        "BEGIN:VEVENT\nSUMMARY:{}\nEND:VEVENT\n",
        "æ,;\\".repeat(500_000)
    );
    let folded = format!(
        "BEGIN:VEVENT\nSUMMARY:x\n{}END:VEVENT\n",
        " y\n".repeat(500_000)
    );
    let many = "BEGIN:VEVENT\nUID:x\nRRULE:FREQ=SECONDLY;COUNT=4294967295\nDTSTART:00000000T999999Z\nDURATION:P4294967295W\nEND:VEVENT\n".repeat(20_000);
    let ends = "END:VEVENT\n".repeat(200_000);
    for file in [
        deep,
        long,
        folded,
        many,
        ends,
        "\0".repeat(100_000),
        "BEGIN:".to_owned(),
    ] {
        let begun = std::time::Instant::now();
        let _read = read::read(file.as_bytes());
        assert!(
            begun.elapsed().as_secs() < 30,
            "{}",
            &file[..20.min(file.len())]
        );
    }
}

proptest! {
    /// No bytes at all make it panic, and none are lost without a word.
    #[test]
    fn any_bytes_are_read(lines in proptest::collection::vec(prop_oneof![
        "[\\p{any}]{0,30}".prop_map(String::into_bytes),
        "(BEGIN|END):(VEVENT|VTODO|VALARM|VTIMEZONE|VCALENDAR)".prop_map(String::into_bytes),
        "(DTSTART|DTEND|DUE|DURATION|RRULE|TRIGGER|DTSTAMP|URL|SUMMARY)(;TZID=[A-Z(/+]{0,5}|;VALUE=DATE|;ENCODING=BASE64|;ENCODING=QUOTED-PRINTABLE)?:[-0-9TZPWDHM+=;A-F]{0,20}".prop_map(String::into_bytes),
        proptest::collection::vec(any::<u8>(), 0..20),
    ], 0..20)) {
        let file = lines.join(&b"\n"[..]);
        let _read = read::read(&file);
    }
}
