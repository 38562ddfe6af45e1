//! The feed that calendar programs subscribe to.
#![cfg(unix)]

use std::{
    fs,
    io::{BufRead, BufReader, ErrorKind, Read, Write},
    net::TcpStream,
    os::unix::fs::PermissionsExt,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use crate::{
    bad_input::value,
    http::{Answer, connect, send},
    support::{Place, Running, run, until},
};

/// A server on a port of the system's choice, over an archive with one deadline and one meeting.
struct Served {
    place: Place,
    running: Running,
    address: String,
    token: String,
}

const PAPER: &str = "Høring om fælles bådebro\n\nDato: 1. marts 2022\n\nHøringssvar sendes til os senest den 1. april 2022.\n";

fn served(settings: &str) -> Served {
    let place = Place::new();
    place.write("papers/baadebro.txt", PAPER);
    place.write("config/udvalg/config.toml", settings);
    let ended = run(place.udvalg(["ingest", "papers"]));
    assert_eq!(ended.code, 0, "{}", ended.err);
    let ended = run(place.udvalg(["serve", "--address"]));
    let token = ended.out.split('/').nth(3).unwrap().to_owned();
    let command = place.udvalg(["serve", "--listen", "127.0.0.1:0", "--log", "json"]);
    let errors = place.path("err");
    let running = Running::start(command, &errors);
    let mut address = String::new();
    until("it listens", || {
        let told = fs::read_to_string(&errors).unwrap_or_default();
        let line = told
            .lines()
            .find(|line| line.contains("\"listening\""))
            .filter(|_| told.ends_with('\n'));
        line.map(|line| address = value(line, "address")).is_some()
    });
    Served {
        place,
        running,
        address,
        token,
    }
}

impl Served {
    fn ask(&self, method: &str, path: &str, fields: &[&str]) -> Answer {
        let mut request = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !fields.iter().any(|field| field.starts_with("Host:")) {
            request.push_str("Host: localhost\r\n");
        }
        for field in fields {
            request.push_str(&format!("{field}\r\n"));
        }
        send(&self.address, &(request + "\r\n"))
    }

    fn calendar(&self, query: &str, fields: &[&str]) -> Answer {
        self.ask(
            "GET",
            &format!("/{}/calendar.ics{query}", self.token),
            fields,
        )
    }
}

#[test]
fn a_calendar_is_given_once_and_again_when_it_changed() {
    let served = served("");
    let first = served.calendar("", &[]);
    assert_eq!(first.code, 200, "{first:?}");
    assert!(first.body.starts_with("BEGIN:VCALENDAR\r\n"), "{first:?}");
    assert!(first.body.contains("DTSTART;VALUE=DATE:20220401"));
    let kind = first.field("Content-Type").unwrap();
    assert_eq!(kind, "text/calendar; charset=utf-8");
    assert!(first.field("Cache-Control").unwrap().contains("private"));
    let (tag, time) = (
        first.field("ETag").unwrap(),
        first.field("Last-Modified").unwrap(),
    );
    let has = |field: String| served.calendar("", &[&field]);
    for field in [
        format!("If-None-Match: {tag}"),
        format!("If-None-Match: \"x\", W/{tag}"),
        "If-None-Match: *".to_owned(),
        format!("If-Modified-Since: {time}"),
    ] {
        let answer = has(field.clone());
        assert_eq!((answer.code, &*answer.body), (304, ""), "{field}");
        assert_eq!(answer.field("ETag"), Some(tag), "{field}");
    }
    assert_eq!(has("If-None-Match: \"x\"".to_owned()).code, 200);
    let head = served.ask("HEAD", &format!("/{}/calendar.ics", served.token), &[]);
    assert_eq!((head.code, &*head.body), (200, ""));
    let length = first.body.len().to_string();
    assert_eq!(head.field("Content-Length"), Some(&*length));

    // The deadline moves: whoever has the old calendar gets the new one.
    let moved = PAPER.replace("1. april", "15. april");
    served.place.write("papers/baadebro.txt", moved);
    assert_eq!(run(served.place.udvalg(["ingest", "papers"])).code, 0);
    until("the new calendar is there", || {
        let answer = has(format!("If-None-Match: {tag}"));
        let is_new = answer.code == 200;
        assert!(!is_new || answer.body.contains("20220415"), "{answer:?}");
        is_new
    });
}

#[test]
fn an_address_chooses_and_what_it_says_wrongly_is_told() {
    let served = served("");
    let events = |query: &str| {
        let answer = served.calendar(query, &[]);
        assert_eq!(answer.code, 200, "{query}: {answer:?}");
        answer.body.matches("BEGIN:VEVENT").count()
    };
    assert_eq!(events("?role=deadline,meeting&kind="), 1);
    assert_eq!(events("?role=meeting"), 0);
    assert_eq!(events("?kind=h%C3%B8ring&q=b%C3%A5debro+frist:2022"), 1);
    assert_eq!(events("?kind=referat"), 0);
    assert_eq!(events("?year=2021"), 0);
    assert_eq!(events("?from=2022-04&to=2022"), 1);
    assert_eq!(events("?from=2023"), 0);
    assert_eq!(events("?remind=14d,2d&reminders=events"), 3);
    let body = |query: &str| served.calendar(query, &[]).body;
    assert_eq!(body("?remind=14d,2h").matches("BEGIN:VALARM").count(), 2);
    assert!(body("").contains("X-WR-CALNAME:Frister – udvalg\r\n"));
    let named = body("?role=meeting&q=b%C3%A5debro&kind=h%C3%B8ring");
    let name = "X-WR-CALNAME:Møder – bådebro\\, høring\r\n";
    assert!(named.contains(name), "{named}");
    for (query, told) in [
        ("?remind=2x", "2x is no time ahead"),
        ("?remind=2h&reminders=events", "stand on a day"),
        ("?reminders=mails&remind=2d", "give alarms or events"),
        ("?reminders=events", "how long ahead"),
        ("?from=2022&from=2023", "twice"),
        ("?from=2023&to=2022", "lies after"),
        ("?q=frist:snart", "^"),
        ("?kind=brev", "kind=brev: give one of: kommissorium"),
        ("?color=red", "color=red: give one of: role, q"),
        ("?year=i%20fjor", "give a year"),
        ("?q=a&q=b", "twice"),
        ("?q=%ff", "UTF-8"),
    ] {
        let answer = served.calendar(query, &[]);
        assert_eq!(answer.code, 400, "{query}: {answer:?}");
        assert!(answer.body.contains(told), "{query}: {}", answer.body);
    }
    let page = served.ask(
        "GET",
        &format!("/{}/", served.token),
        &["Host: localhost:1"],
    );
    let address = format!("http://localhost:1/{}/calendar.ics", served.token);
    assert!(page.body.contains(&address), "{page:?}");
    assert!(page.body.contains("Abonnér") && !page.body.contains("<script"));
    assert_eq!(served.ask("GET", "/health", &[]).body, "ok\n");
}

#[test]
fn who_has_no_token_is_told_nothing() {
    let served = served("");
    let nothing = served.ask("GET", "/", &[]);
    assert_eq!(nothing.code, 404);
    let half = served.token.split_at(20).0;
    let wrong = [
        "/calendar.ics".to_owned(),
        "/x/calendar.ics".to_owned(),
        format!("/{half}/calendar.ics"),
        format!("/{}x/", served.token),
        "//calendar.ics".to_owned(),
        "/%ff/calendar.ics".to_owned(),
        "/../../etc/passwd".to_owned(),
        "/%2e%2e/%2e%2e/etc/passwd".to_owned(),
        format!("/{}/../archive.sqlite", served.token),
        format!("/{}/archive.sqlite", served.token),
        format!("/{}/calendar.ics/", served.token),
        "/x/calendar.ics?q=frist:snart".to_owned(),
    ];
    for path in &wrong {
        for method in ["GET", "POST"] {
            let answer = served.ask(method, path, &[]);
            let same = (answer.code, &answer.body) == (404, &nothing.body);
            assert!(same, "{method} {path}: {answer:?}");
        }
    }
    let address = format!("/{}/calendar.ics", served.token);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"] {
        let answer = served.ask(method, &address, &[]);
        assert_eq!(
            (answer.code, answer.field("Allow")),
            (405, Some("GET, HEAD"))
        );
    }
    let huge = format!("{address}?q={}", "x".repeat(5000));
    assert_eq!(served.ask("GET", &huge, &[]).code, 414);
    let field = format!("X: {}", "x".repeat(100_000));
    assert_eq!(served.ask("GET", &address, &[&field]).code, 431);
    // A page of the web whose name was made to lead here.
    let answer = served.calendar("", &["Host: example.com"]);
    assert_eq!(answer.code, 421);

    let told = fs::read_to_string(served.place.path("err")).unwrap();
    assert!(!told.contains(&served.token), "{told}");
}

#[test]
fn the_token_is_its_owner_s_and_can_be_replaced() {
    let place = Place::new();
    place.write("papers/a.txt", PAPER);
    assert_eq!(run(place.udvalg(["ingest", "papers"])).code, 0);
    let address = |args: &[&str]| {
        let ended = run(place.udvalg(["serve"].iter().chain(args).copied()));
        assert_eq!((ended.code, &*ended.err), (0, ""));
        ended.out
    };
    let first = address(&["--address"]);
    assert!(first.starts_with("http://127.0.0.1:8765/") && first.ends_with("/calendar.ics\n"));
    assert_eq!(address(&["--address"]), first);
    let second = address(&["--new-token", "--listen", "127.0.0.1:1"]);
    assert!(second.starts_with("http://127.0.0.1:1/"), "{second}");
    assert_ne!(second.split('/').nth(3), first.split('/').nth(3));
    assert_eq!(second.split('/').nth(3).unwrap().len(), 48);

    let file = place.path("archive/feed.token");
    let mode = |mode| fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    mode(0o640);
    let ended = run(place.udvalg(["serve", "--address"]));
    assert!(
        ended.code == 4 && ended.err.contains("chmod 600"),
        "{ended:?}"
    );
    mode(0o600);
    fs::write(&file, "short\n").unwrap();
    let ended = run(place.udvalg(["serve", "--address"]));
    assert!(
        ended.code == 4 && ended.err.contains("--new-token"),
        "{ended:?}"
    );

    let ended = run(place.udvalg(["serve", "--listen", "0.0.0.0:0"]));
    assert!(
        ended.code == 2 && ended.err.contains("--network"),
        "{ended:?}"
    );
}

#[test]
fn slow_clients_are_cut_off_and_hold_nobody_up() {
    let served = served("[serve]\npatience_seconds = 1\n");
    let begun = Instant::now();
    // One that never ends its question.
    let mut slow = connect(&served.address);
    slow.write_all(b"GET / HTTP/1.1\r\nHost: local").unwrap();
    // One that asks and asks and never reads an answer.
    let mut deaf = connect(&served.address);
    deaf.set_write_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    let question = format!("GET /{}/ HTTP/1.1\r\nHost: localhost\r\n\r\n", served.token);
    let deaf = thread::spawn(move || {
        loop {
            if let Err(error) = deaf.write_all(question.as_bytes()) {
                return error.kind();
            }
        }
    });
    for _ in 0..20 {
        let asked = Instant::now();
        assert_eq!(served.calendar("", &[]).code, 200);
        assert!(asked.elapsed() < Duration::from_secs(5));
        thread::sleep(Duration::from_millis(20));
    }
    let mut rest = Vec::new();
    let _reset = slow.read_to_end(&mut rest);
    let cut = deaf.join().unwrap();
    assert!(
        matches!(cut, ErrorKind::ConnectionReset | ErrorKind::BrokenPipe),
        "{cut:?}"
    );
    assert!(begun.elapsed() < Duration::from_secs(30));
}

#[test]
fn it_ends_when_asked_with_clients_that_stay() {
    let mut served = served("");
    let _idle = connect(&served.address);
    let mut kept = connect(&served.address);
    kept.write_all(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .unwrap();
    let mut line = String::new();
    BufReader::new(&mut kept).read_line(&mut line).unwrap();
    assert!(line.contains("200"), "{line}");
    served.running.signal("-TERM");
    let begun = Instant::now();
    assert_eq!(served.running.end(), 0);
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert!(TcpStream::connect(&served.address).is_err());
}

/// The long form is `crates/web/benches/poll.py`.
#[test]
fn polls_go_on_while_papers_come_in() {
    let served = served("");
    let (done, polls) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        for client in 0..20 {
            let (served, done, polls) = (&served, &done, &polls);
            scope.spawn(move || {
                let mut tag = "\"\"".to_owned();
                while !done.load(Ordering::Relaxed) {
                    let query = ["", "?role=meeting", "?q=b%C3%A5debro"][client % 3];
                    let answer = served.calendar(query, &[&format!("If-None-Match: {tag}")]);
                    assert!([200, 304].contains(&answer.code), "{answer:?}");
                    tag = answer.field("ETag").unwrap().to_owned();
                    polls.fetch_add(1, Ordering::Relaxed);
                    thread::sleep(Duration::from_millis(50));
                }
            });
        }
        for number in 0..4 {
            let paper = PAPER.replace("fælles", &format!("sag {number} om"));
            served.place.write(&format!("papers/{number}.txt"), paper);
            let ended = run(served.place.udvalg(["ingest", "papers"]));
            assert_eq!(ended.code, 0, "{}", ended.err);
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(polls.load(Ordering::Relaxed) > 60);
    until("all papers are in the calendar", || {
        served
            .calendar("", &[])
            .body
            .matches("BEGIN:VEVENT")
            .count()
            == 5
    });
}
