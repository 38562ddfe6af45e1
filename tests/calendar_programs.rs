//! Calendars as other programs read them: the Python packages that most calendar programs of Python rest on, and khal.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use jiff::ToSpan;

use crate::{
    calendar::{ROLES, fixtures, rfc},
    support::{Place, root, run},
};

/// The Python that has the packages: `tests/run` makes it.
pub(crate) fn python() -> PathBuf {
    let made = root().join("target/python/bin/python3");
    let named = env::var_os("UDVALG_PYTHON").map(PathBuf::from);
    let python = named.unwrap_or_else(|| {
        if made.exists() {
            made
        } else {
            "python3".into()
        }
    });
    let has = Command::new(&python)
        .args([
            "-c",
            "import icalendar, ics, khal, recurring_ical_events, vobject",
        ])
        .output();
    assert!(
        has.is_ok_and(|o| o.status.success()),
        "{} lacks packages that tests/run installs into target/python: run tests/run, or name another Python with UDVALG_PYTHON",
        python.display()
    );
    python
}

/// Reads each file with every package, and prints how many events and things to do it has.
const READ: &str = r#"
import datetime, sys, icalendar, ics, recurring_ical_events, vobject
for name in sys.argv[1:]:
    data = open(name, 'rb').read()
    calendar = icalendar.Calendar.from_ical(data)
    assert not calendar.get_missing_tzids(), calendar.get_missing_tzids()
    events, todos = list(calendar.walk('VEVENT')), list(calendar.walk('VTODO'))
    for component in calendar.walk():
        assert not component.errors, (name, component.errors)
    for event in events:
        assert event.decoded('DTEND') > event.decoded('DTSTART'), event
    for alarm in calendar.walk('VALARM'):
        assert isinstance(alarm.decoded('TRIGGER'), datetime.timedelta), alarm
    read = list(vobject.readComponents(data.decode()))
    assert len(read) == 1 and read[0].validate(raiseException=True), name
    assert len(read[0].contents.get('vevent', [])) == len(events), name
    assert len(read[0].contents.get('vtodo', [])) == len(todos), name
    other = ics.Calendar(data.decode())
    assert len(other.events) == len(events), (name, len(other.events))
    assert len(other.todos) == len(todos), (name, len(other.todos))
    within = recurring_ical_events.of(calendar, components=['VEVENT'])
    for event in events:
        start = event.decoded('DTSTART')
        uids = [found['UID'] for found in within.at(start)]
        assert event['UID'] in uids, (name, event['UID'], uids)
    print(len(events), len(todos))
"#;

#[test]
fn python_packages_read_every_form() {
    let python = python();
    let place = fixtures();
    let mut files = Vec::new();
    for (name, form) in [
        ("plain", &["--roles", ROLES][..]),
        ("alarms", &["--roles", ROLES, "--remind", "14d,2d,4h"]),
        ("reminders", &["--remind", "2w,1d", "--reminders", "events"]),
        ("todos", &["--as", "todo"]),
        (
            "todos-and-meetings",
            &["--as", "todo", "--roles", ROLES, "--remind", "2d"],
        ),
    ] {
        let name = format!("{name}.ics");
        let args = ["calendar", "-o", &name];
        let ended = run(place.udvalg(args.into_iter().chain(form.iter().copied())));
        assert_eq!(ended.code, 0, "{}", ended.err);
        files.push(place.path(&name));
    }
    let ended = run(place.udvalg(["calendar", "--by", "kind", "-o", "kinds"]));
    assert_eq!(ended.code, 0, "{}", ended.err);
    let kinds = fs::read_dir(place.path("kinds")).unwrap();
    files.extend(kinds.map(|file| file.unwrap().path()));
    for name in ["deadlines", "odd-text"] {
        files.push(
            root()
                .join("fixtures/export")
                .join(name)
                .with_extension("ics"),
        );
    }
    let counts: Vec<String> = files
        .iter()
        .map(|file| {
            let read = rfc::check(&fs::read_to_string(file).unwrap());
            format!("{} {}", read.events().count(), read.todos().count())
        })
        .collect();
    let output = Command::new(&python)
        .args(["-c", READ])
        .args(&files)
        .output()
        .unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complaint}");
    let read = String::from_utf8_lossy(&output.stdout);
    assert_eq!(read.lines().collect::<Vec<_>>(), counts);
}

/// khal, with a calendar of its own in this place.
fn khal(place: &Place, python: &Path, args: &[&str]) -> String {
    let output = Command::new(python)
        .args(["-m", "khal", "-c"])
        .arg(place.path("khal.conf"))
        .args(args)
        .env("HOME", place.path(""))
        .env("XDG_DATA_HOME", place.path("data"))
        .env("XDG_CACHE_HOME", place.path("cache"))
        .env("LC_ALL", "C.UTF-8")
        .env("TZ", "Europe/Copenhagen")
        .output()
        .unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {complaint}");
    assert!(
        !complaint.contains("warning") && !complaint.contains("error"),
        "{args:?}: {complaint}"
    );
    String::from_utf8(output.stdout).unwrap()
}

/// A day early, an hour off: what people complain of. khal shows each deadline on its day, and a clock time as the paper has it.
#[test]
fn khal_shows_each_deadline_on_its_day() {
    let python = python();
    let place = fixtures();
    let config = format!(
        "[calendars]\n[[frister]]\npath = {}\n[locale]\nlocal_timezone = Europe/Copenhagen\ndefault_timezone = Europe/Copenhagen\n\
         timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n\
         [sqlite]\npath = {}\n",
        place.path("vdir").display(),
        place.path("khal.db").display()
    );
    place.write("khal.conf", config);
    fs::create_dir_all(place.path("vdir")).unwrap();
    let ended = run(place.udvalg(["calendar", "--remind", "2d", "-o", "frister.ics"]));
    assert_eq!(ended.code, 0, "{}", ended.err);
    let text = fs::read_to_string(place.path("frister.ics")).unwrap();
    let read = rfc::check(&text);
    let file = place.path("frister.ics");
    khal(
        &place,
        &python,
        &["import", "--batch", "-a", "frister", file.to_str().unwrap()],
    );
    let listed = khal(
        &place,
        &python,
        &[
            "list",
            "--day-format",
            "",
            "--format",
            "{start-long-full}|{end-long-full}|{title}",
            "1990-01-01",
            "2045-12-31",
        ],
    );
    let mut count = 0;
    for event in read.events() {
        let summary = rfc::unescaped(&event.one("SUMMARY").value);
        let [start, end] = ["DTSTART", "DTEND"].map(|name| rfc::moment(event.one(name)));
        // khal shows the last day of whole days, the calendar has the day behind it.
        let is_day = event.one("DTSTART").param("VALUE").is_some();
        let end = if is_day { end - 1.day() } else { end };
        let [start, end] = [start, end].map(|at| at.strftime("%Y-%m-%d %H:%M").to_string());
        let line = format!("{start}|{end}|{summary}");
        assert!(
            listed.lines().any(|found| found == line),
            "{line} is not in\n{listed}"
        );
        count += 1;
    }
    assert!(count > 10, "{text}");
}
