//! Calendars of the fixtures, as calendar programs get them.

use std::fs;

use crate::support::{Place, root, run};

/// The check of RFC 5545 that the calendar's own crate uses.
#[path = "../crates/export/tests/rfc/mod.rs"]
pub(crate) mod rfc;

pub(crate) const ROLES: &str = "deadline,meeting,decision,milestone";

fn ingest(place: &Place, folder: &str) {
    let ended = run(place.udvalg(["ingest", folder]));
    assert_eq!(ended.code, 0, "{}", ended.err);
}

fn calendar(place: &Place, roles: &str) -> String {
    let ended = run(place.udvalg(["calendar", "--roles", roles]));
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended.out
}

pub(crate) fn fixtures() -> Place {
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
        summary.starts_with("Frist: ") && summary.contains("navnene på deres"),
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

fn made(place: &Place, args: &[&str]) -> String {
    let ended = run(place.udvalg(["calendar"].into_iter().chain(args.iter().copied())));
    assert_eq!(ended.code, 0, "{args:?}: {}", ended.err);
    ended.out
}

/// The same JSON from the archive and from the file that was written of it, in every form.
#[test]
fn a_file_read_back_says_what_the_archive_says() {
    let place = fixtures();
    for form in [
        &["--roles", ROLES][..],
        &["--as", "todo", "--remind", "14d,2d,4h"],
        &[
            "--remind",
            "2w",
            "--reminders",
            "events",
            "--kind",
            "høring",
        ],
    ] {
        let file = place.write("made.ics", made(&place, form));
        let json = made(&place, &[form, &["--json"]].concat());
        assert!(json.lines().count() > 1, "{form:?}: {json}");
        assert_eq!(
            made(&place, &["--read", file.to_str().unwrap()]),
            json,
            "{form:?}"
        );
    }
}

#[test]
fn a_question_leaves_the_entries_of_its_papers_and_days_those_that_touch_them() {
    let place = fixtures();
    let days = |args: &[&str]| -> Vec<String> {
        let read = rfc::check(&made(&place, args));
        let value = |e: &rfc::Component| e.one("DTSTART").value.clone();
        read.events().map(value).collect()
    };
    let of_dikes = days(&["digerne", "--roles", ROLES]);
    assert!(
        of_dikes.len() > 3 && of_dikes.len() < days(&["--roles", ROLES]).len(),
        "{of_dikes:?}"
    );
    assert_eq!(
        days(&["digerne", "--from", "1996-04-01", "--to", "1996-04-01"]),
        ["19960401"]
    );
    assert_eq!(days(&["xyzzyplugh"]), Vec::<String>::new());
    assert_eq!(days(&["digerne", "--role", "deadline"]), days(&["digerne"]));
    let saved = run(place.udvalg(["search", "digerne", "--save", "diger"]));
    assert_eq!(saved.code, 0, "{}", saved.err);
    let text = made(&place, &["--saved", "diger"]);
    assert!(text.contains("\r\nNAME:Frister – diger\r\n"), "{text}");
    assert_eq!(rfc::check(&text).events().count(), days(&["digerne"]).len());
    let twice = run(place.udvalg(["calendar", "digerne", "--saved", "diger"]));
    assert_eq!(twice.code, 2, "{}", twice.err);
}

/// A folder of calendars: each keeps its file, nobody else's is touched, and what has no entries any more is emptied.
#[test]
fn one_calendar_each_in_a_folder() {
    let place = fixtures();
    place.write("out/aastrup-ældreråd.ics", "somebody else's");
    place.write("out/notes.txt", "mine");
    let written = |by: &str| {
        let ended = run(place.udvalg(["calendar", "--by", by, "-o", "out"]));
        assert_eq!(ended.code, 0, "{}", ended.err);
        let mut files: Vec<String> = fs::read_dir(place.path("out"))
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        files
    };
    let files = written("organisation");
    assert!(files.len() > 10, "{files:?}");
    let read = |name: &str| fs::read_to_string(place.path(&format!("out/{name}"))).unwrap();
    assert_eq!(read("aastrup-ældreråd.ics"), "somebody else's");
    let ours = files
        .iter()
        .filter(|f| f.ends_with(".ics") && *f != "aastrup-ældreråd.ics");
    for file in ours {
        assert!(rfc::check(&read(file)).events().count() > 0, "{file}");
    }
    let named = read("region-vesthavet.ics");
    assert!(
        named.contains("\r\nNAME:Frister – Region Vesthavet\r\n"),
        "{named}"
    );
    assert_eq!(
        written("organisation"),
        files,
        "a second time the same files"
    );
    let kinds = written("kind");
    assert!(
        kinds.len() > files.len() && kinds.contains(&"høring.ics".to_owned()),
        "{kinds:?}"
    );
    // All papers go; the calendars stay, without entries.
    let empty = Place::new();
    ingest(
        &empty,
        place
            .write("one/brev.txt", "Brev\n\nTak for sidst.\n")
            .parent()
            .unwrap()
            .to_str()
            .unwrap(),
    );
    let out = place.path("out");
    let ended = run(empty.udvalg([
        "calendar",
        "--by",
        "organisation",
        "-o",
        out.to_str().unwrap(),
    ]));
    assert_eq!(ended.code, 0, "{}", ended.err);
    let emptied = read("region-vesthavet.ics");
    assert_eq!(rfc::check(&emptied).events().count(), 0);
    assert!(
        emptied.contains("NAME:Frister – Region Vesthavet"),
        "{emptied}"
    );
    assert!(
        rfc::check(&read("høring.ics")).events().count() > 0,
        "of another --by"
    );
}

#[test]
fn papers_have_the_address_of_the_settings() {
    let place = fixtures();
    let settings = place.write(
        "own.toml",
        "[calendar]\nurl = \"https://sag.example/vis/{path}\"\n",
    );
    let of = |settings: &std::path::Path| {
        run(place.udvalg([
            "--config",
            settings.to_str().unwrap(),
            "calendar",
            "digerne",
        ]))
    };
    let ended = of(&settings);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let read = rfc::check(&ended.out);
    let url = read.events().next().unwrap().one("URL").value.clone();
    assert!(
        url.starts_with("https://sag.example/vis/")
            && url.contains("kommissorium-digegruppe-1996."),
        "{url}"
    );
    assert_eq!(
        of(&place.write("bad.toml", "[calendar]\nurl = \"sag/{path}\"\n")).code,
        4
    );
}

#[test]
fn broken_lines_are_told_by_number() {
    let place = Place::new();
    place.write("x.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20260702T080000Z\noops\nEND:VEVENT\nEND:VCALENDAR\n");
    let ended = run(place.udvalg(["calendar", "--read", "x.ics"]));
    assert_eq!(ended.code, 3);
    assert!(
        ended.err.contains("x.ics:5: no name and value: oops"),
        "{}",
        ended.err
    );
    assert!(
        ended.out.contains("\"start\":\"2026-07-02T08:00:00Z\""),
        "{}",
        ended.out
    );
    place.write("y.ics", "");
    assert_eq!(run(place.udvalg(["calendar", "--read", "y.ics"])).code, 1);
    assert_eq!(run(place.udvalg(["calendar", "--read", "z.ics"])).code, 3);
}
