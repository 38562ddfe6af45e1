//! Deadlines on CalDAV servers: real ones, and scripted ones for what real ones do seldom.
#![cfg(unix)]

/// Pushes that choose.
mod chosen;
/// Scripted servers.
mod scripted;
/// Real servers.
mod server;

use std::{fs, os::unix::fs::PermissionsExt, process::Command};

use crate::{
    bad_input::value,
    calendar_programs::python,
    support::{Ended, Place, run},
};
use server::Server;

const USER: &str = "me";
const PASSWORD: &str = "hemmelig";
fn push(place: &Place, url: &str, more: &[&str]) -> Ended {
    let args = ["calendar", "--caldav", url, "--json"];
    let mut command = place.udvalg(args.iter().chain(more).copied());
    command
        .env("UDVALG_CALDAV_USER", USER)
        .env("UDVALG_CALDAV_PASSWORD", PASSWORD);
    let ended = run(command);
    let told = format!("{}{}", ended.out, ended.err);
    assert!(!told.contains(PASSWORD), "{told}");
    ended
}

/// What was done with which entry: the action, and the first word of what it is about.
fn actions(ended: &Ended) -> Vec<String> {
    let lines = ended.out.lines().map(|line| {
        let summary = value(line, "summary");
        let word = ["bådebro", "dige", "havn"]
            .into_iter()
            .find(|word| summary.contains(word));
        format!("{} {}", value(line, "action"), word.unwrap_or("?"))
    });
    let mut lines: Vec<_> = lines.collect();
    lines.sort();
    lines
}

/// The value of a key in the line about an entry.
fn of(ended: &Ended, word: &str, key: &str) -> String {
    let mut lines = ended.out.lines();
    let line = lines.find(|line| value(line, "summary").contains(word));
    value(line.unwrap_or_else(|| panic!("{word}: {ended:?}")), key)
}

fn paper(place: &Place, word: &str, day: &str) {
    let text = format!(
        "Høring om {word}\n\nDato: 1. marts 2022\n\nHøringssvar om {word} sendes til os senest den {day}.\n"
    );
    place.write(&format!("papers/{word}.txt"), text);
    ingest(place, &["papers"]);
}

fn ingest(place: &Place, args: &[&str]) {
    let ended = run(place.udvalg(["ingest"].iter().chain(args).copied()));
    assert_eq!(ended.code, 0, "{}", ended.err);
}

fn papers() -> Place {
    let place = Place::new();
    paper(&place, "bådebro", "1. april 2022");
    paper(&place, "dige", "2. maj 2022");
    place
}

/// A push that does what it should, and nothing more.
fn pushed(server: &Server, place: &Place, expected: &[&str]) -> Ended {
    let ended = server.push(place, &[]);
    assert_eq!(
        (actions(&ended), ended.code),
        (expected.iter().map(|&e| e.to_owned()).collect(), 0),
        "{ended:?}"
    );
    ended
}

/// The life of a calendar on a server.
fn story(server: &Server) {
    let place = papers();
    let dry = server.push(&place, &["--dry-run"]);
    assert_eq!(actions(&dry), ["create bådebro", "create dige"], "{dry:?}");
    assert_eq!((dry.code, server.resources()), (0, 0));
    assert!(!server.door.methods().contains(&"PUT".to_owned()));

    let first = pushed(server, &place, &["create bådebro", "create dige"]);
    let (bridge, dike) = (of(&first, "bådebro", "path"), of(&first, "dige", "path"));
    assert_eq!(server.resources(), 2);
    assert!(
        server
            .get(&bridge)
            .body
            .contains("DTSTART;VALUE=DATE:20220401")
    );

    nothing_changes(server, &place);
    moved_and_withdrawn(server, &place, &bridge);
    changed_by_another(server, &place, &dike);
    deleted_by_another(server, &place, &bridge);
    already_there(server);
}

fn nothing_changes(server: &Server, place: &Place) {
    server.door.methods();
    pushed(server, place, &[]);
    let asked = server.door.methods();
    assert_eq!(
        asked,
        ["PROPFIND", "PROPFIND"],
        "the calendar, and its listing"
    );
    pushed(server, place, &[]);
    assert_eq!(
        server.door.methods(),
        ["PROPFIND"],
        "its mark tells that nothing changed"
    );
}

fn moved_and_withdrawn(server: &Server, place: &Place, bridge: &str) {
    paper(place, "bådebro", "15. april 2022");
    paper(place, "havn", "3. juni 2022");
    let moved = pushed(server, place, &["change bådebro", "create havn"]);
    assert_eq!(
        of(&moved, "bådebro", "path"),
        bridge,
        "one entry, at its place"
    );
    assert_eq!(server.resources(), 3);
    assert!(
        server
            .get(bridge)
            .body
            .contains("DTSTART;VALUE=DATE:20220415")
    );

    let harbour = of(&moved, "havn", "path");
    fs::remove_file(place.path("papers/havn.txt")).unwrap();
    ingest(place, &["papers", "--prune"]);
    let ended = server.push(place, &[]);
    assert_eq!((ended.code, ended.out.lines().count()), (0, 1), "{ended:?}");
    // As long as the archive tells that it was withdrawn, so does the calendar.
    assert_eq!(value(&ended.out, "action"), "cancel");
    let answer = server.get(&harbour);
    assert!(answer.body.contains("STATUS:CANCELLED"), "{answer:?}");
    pushed(server, place, &[]);
}

fn changed_by_another(server: &Server, place: &Place, dike: &str) {
    let theirs = server
        .get(dike)
        .body
        .replace("SUMMARY:Frist", "SUMMARY:Husk");
    server.put(dike, &theirs);
    paper(place, "dige", "9. maj 2022");
    for _ in 0..2 {
        let ended = server.push(place, &[]);
        assert_eq!(
            (actions(&ended), ended.code),
            (vec!["conflict dige".to_owned()], 3)
        );
        let told = of(&ended, "dige", "detail");
        assert!(
            told.contains("DTSTART is") && told.contains("20220509\" here"),
            "{told}"
        );
        assert!(told.contains("SUMMARY is \"Husk"), "{told}");
        assert!(
            server.get(dike).body.contains("SUMMARY:Husk"),
            "it was overwritten"
        );
    }
    let uid = of(&server.push(place, &["--dry-run"]), "dige", "uid");
    let ended = server.push(place, &["--take-over", &uid]);
    assert_eq!(
        (actions(&ended), ended.code),
        (vec!["change dige".to_owned()], 0)
    );
    assert!(server.get(dike).body.contains("20220509"));
    pushed(server, place, &[]);
}

fn deleted_by_another(server: &Server, place: &Place, bridge: &str) {
    let gone = server.ask("DELETE", bridge, &[], "");
    assert!([200, 204].contains(&gone.code), "{gone:?}");
    pushed(server, place, &["deleted bådebro"]);
    pushed(server, place, &[]);
    assert_eq!(server.get(bridge).code, 404);
    paper(place, "bådebro", "22. april 2022");
    pushed(server, place, &["create bådebro"]);
    assert!(server.get(bridge).body.contains("20220422"));
}

/// Another archive of the same papers, as after a loss: what says the same is taken for ours, and nothing is doubled.
fn already_there(server: &Server) {
    let resources = server.resources();
    let place = Place::new();
    paper(&place, "bådebro", "1. april 2022");
    paper(&place, "bådebro", "22. april 2022");
    paper(&place, "dige", "2. maj 2022");
    server.door.methods();
    let ended = server.push(&place, &[]);
    assert_eq!(
        actions(&ended),
        ["adopt bådebro", "conflict dige"],
        "{ended:?}"
    );
    assert!(!server.door.methods().contains(&"PUT".to_owned()));
    // The same entry under another name, as an import makes it.
    paper(&place, "havn", "3. juli 2022");
    let dry = server.push(&place, &["--dry-run"]);
    let uid = of(&dry, "havn", "uid");
    let text = run(place.udvalg(["calendar"])).out;
    let mut events = text.split("BEGIN:VEVENT\r\n").skip(1);
    let event = events.find(|event| event.contains(&uid[..50])).unwrap();
    let event = event.split("END:VEVENT").next().unwrap();
    let import = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\n{event}END:VEVENT\r\nEND:VCALENDAR\r\n"
    );
    let path = format!("{}import.ics", server.collection);
    server.put(&path, &import);
    let ended = server.push(&place, &[]);
    assert_eq!(
        actions(&ended),
        ["adopt havn", "conflict dige"],
        "{ended:?}"
    );
    assert_eq!(of(&ended, "havn", "path"), path);
    assert_eq!(server.resources(), resources + 1);
}

#[test]
fn a_calendar_lives_on_radicale() {
    let server = Server::radicale();
    story(&server);
    wrong_password(&server);
    wrong_address(&server);
    read_by_others(&server);
}

#[test]
fn a_calendar_lives_on_xandikos() {
    story(&Server::xandikos());
}

fn wrong_password(server: &Server) {
    let place = papers();
    let url = server.url();
    let mut command = place.udvalg(["calendar", "--caldav", &url]);
    command
        .env("UDVALG_CALDAV_USER", USER)
        .env("UDVALG_CALDAV_PASSWORD", "forkert");
    let ended = run(command);
    assert_eq!(ended.code, 4, "{ended:?}");
    assert!(
        ended.err.contains("does not accept this user and password"),
        "{ended:?}"
    );
    assert!(!ended.err.contains("forkert"), "{ended:?}");
    let ended = run(place.udvalg(["calendar", "--caldav", &url]));
    assert!(
        ended.code == 4 && ended.err.contains("wants a user and a password"),
        "{ended:?}"
    );

    let made = server.ask("MKCALENDAR", "/me/fil/", &[], "");
    assert_eq!(made.code, 201, "{made:?}");
    let url = url.replace("/frister/", "/fil/");
    let file = place.write("user", format!("{USER}\n{PASSWORD}\n"));
    let with_file = || {
        let args = ["calendar", "--caldav", &url, "--json", "--credentials"];
        run(place.udvalg(args.into_iter().chain(["user"])))
    };
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let ended = with_file();
    assert!(
        ended.code == 4 && ended.err.contains("chmod 600"),
        "{ended:?}"
    );
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let ended = with_file();
    assert_eq!(ended.code, 0, "{ended:?}");
    assert_eq!(actions(&ended), ["create bådebro", "create dige"]);
    assert_eq!(server.get(&of(&ended, "dige", "path")).code, 200);
}

fn wrong_address(server: &Server) {
    let place = papers();
    let root = format!("http://{}/", server.door.address);
    for address in [root.clone(), format!("{root}me/")] {
        let ended = push(&place, &address, &[]);
        assert_eq!(ended.code, 2, "{ended:?}");
        assert!(
            ended.err.contains(&format!("\n  {root}me/frister/")),
            "{ended:?}"
        );
    }
    let ended = push(&place, &format!("{root}me/ingen/"), &[]);
    assert!(
        ended.code == 3 && ended.err.contains("there is nothing at this address"),
        "{ended:?}"
    );
}

const READ: &str = "
import sys, caldav
client = caldav.DAVClient(url=sys.argv[1], username=sys.argv[2], password=sys.argv[3])
print(len(client.calendar(url=sys.argv[1]).get_events()))
";

/// What other programs find on the server.
fn read_by_others(server: &Server) {
    let place = Place::new();
    let count = server.resources();
    let by_caldav = Command::new(python())
        .args(["-c", READ, &server.url(), USER, PASSWORD])
        .output()
        .unwrap();
    let complaint = String::from_utf8_lossy(&by_caldav.stderr).into_owned();
    assert_eq!(
        String::from_utf8_lossy(&by_caldav.stdout).trim(),
        count.to_string(),
        "{complaint}"
    );

    let folder = place.path("");
    let at = folder.display();
    let config = place.write(
        "vdirsyncer",
        format!(
            "[general]\nstatus_path = \"{at}/status\"\n[pair p]\na = \"here\"\nb = \"there\"\ncollections = null\n\
             [storage here]\ntype = \"filesystem\"\npath = \"{at}/frister\"\nfileext = \".ics\"\n\
             [storage there]\ntype = \"caldav\"\nurl = \"{}\"\nusername = \"{USER}\"\npassword = \"{PASSWORD}\"\n",
            server.url()
        ),
    );
    fs::create_dir(place.path("frister")).unwrap();
    let program = |name: &str| python().with_file_name(name);
    let in_place = |mut command: Command| run_in(&place, &mut command);
    for verb in ["discover", "sync"] {
        let mut command = Command::new(program("vdirsyncer"));
        command.arg("--config").arg(&config).arg(verb);
        let ended = in_place(command);
        assert_eq!(ended.code, 0, "{verb}: {ended:?}");
    }
    let files = fs::read_dir(place.path("frister")).unwrap().count();
    assert_eq!(files, count);

    let config = place.write(
        "khal",
        format!(
            "[calendars]\n[[frister]]\npath = {at}/frister\n[locale]\nlocal_timezone = Europe/Copenhagen\n\
             default_timezone = Europe/Copenhagen\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n[sqlite]\npath = {at}/khal.db\n"
        ),
    );
    let mut command = Command::new(program("khal"));
    command
        .arg("-c")
        .arg(&config)
        .args(["list", "2022-04-01", "100d"]);
    let ended = in_place(command);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(
        ended.out.contains("2022-04-22") && ended.out.contains("bådebro"),
        "{ended:?}"
    );
}

fn run_in(place: &Place, command: &mut Command) -> Ended {
    command
        .env("HOME", place.path(""))
        .env("XDG_CONFIG_HOME", place.path("config"))
        .env("XDG_DATA_HOME", place.path("data"))
        .env("LC_ALL", "C.UTF-8")
        .env("TZ", "Europe/Copenhagen");
    crate::support::ended(command.output().unwrap())
}
