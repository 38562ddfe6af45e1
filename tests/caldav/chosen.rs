//! Pushes that choose: what is not chosen this time, reminders, tasks and alarms.

use std::fs;

use super::{actions, ingest, of, paper, papers, push, server::Server};
use crate::support::{Ended, Place, run};

/// A calendar of its own on a server.
struct Calendar<'s> {
    server: &'s Server,
    url: String,
    place: Place,
}

impl<'s> Calendar<'s> {
    fn new(server: &'s Server, name: &str, place: Place) -> Self {
        let path = format!("/me/{name}/");
        assert_eq!(server.ask("MKCALENDAR", &path, &[], "").code, 201);
        let url = format!("http://{}{path}", server.door.address);
        Self { server, url, place }
    }

    fn push(&self, args: &[&str], expected: &[&str]) -> Ended {
        let ended = push(&self.place, &self.url, args);
        assert_eq!(actions(&ended), expected, "{ended:?}");
        let is_whole = !ended.out.contains("\"conflict\"");
        assert_eq!(ended.code, if is_whole { 0 } else { 3 }, "{ended:?}");
        ended
    }

    fn has(&self, path: &str, parts: &[&str]) {
        let answer = self.server.get(path);
        for part in parts {
            assert!(answer.body.contains(part), "{part}: {answer:?}");
        }
    }

    /// Another client changes a resource.
    fn replace(&self, path: &str, from: &str, to: &str) {
        let body = self.server.get(path).body;
        assert!(body.contains(from), "{from}: {body}");
        self.server.put(path, &body.replace(from, to));
    }
}

#[test]
fn what_is_not_chosen_stays_right_and_is_not_made() {
    let server = &Server::radicale();
    let calendar = Calendar::new(server, "valgt", papers());
    let place = &calendar.place;
    let to = ["--to", "2022-06-30"];
    let first = calendar.push(&to, &["create bådebro", "create dige"]);
    let (bridge, dike) = (of(&first, "bådebro", "path"), of(&first, "dige", "path"));
    // Its new day is why it is not chosen any more.
    paper(place, "dige", "1. august 2022");
    paper(place, "havn", "2. august 2022");
    calendar.push(&[&to[..], &["--dry-run"]].concat(), &["change dige"]);
    calendar.push(&to, &["change dige"]);
    calendar.has(&dike, &["DTSTART;VALUE=DATE:20220801"]);
    calendar.push(&["dige"], &[]);
    calendar.push(&to, &[]);
    fs::remove_file(place.path("papers/bådebro.txt")).unwrap();
    ingest(place, &["papers", "--prune"]);
    calendar.push(&["bådebro"], &["cancel bådebro"]);
    calendar.has(&bridge, &["STATUS:CANCELLED"]);
    calendar.replace(&dike, "SUMMARY:Frist", "SUMMARY:Husk");
    calendar.push(&to, &[]);
    paper(place, "dige", "8. august 2022");
    calendar.push(&to, &["conflict dige"]);
    calendar.has(&dike, &["SUMMARY:Husk", "20220801"]);
    let gone = server.ask("DELETE", &dike, &[], "");
    assert_eq!(gone.code, 200, "{gone:?}");
    calendar.push(&to, &[]);
}

#[test]
fn reminders_go_with_what_they_remind_of() {
    let server = &Server::radicale();
    let place = Place::new();
    paper(&place, "bådebro", "1. april 2022");
    let calendar = Calendar::new(server, "huskedage", place);
    let with = |ahead| ["--remind", ahead, "--reminders", "events"];
    let first = calendar.push(&with("14d,2d"), &["create bådebro"; 3]);
    let path = |days: &str| {
        let name = format!("-om-{days}@udvalg");
        let line = first.out.lines().find(|line| line.contains(&name)).unwrap();
        crate::bad_input::value(line, "path")
    };
    calendar.push(&["--roles", "meeting"], &[]);
    paper(&calendar.place, "bådebro", "8. april 2022");
    calendar.push(&["--roles", "meeting"], &["change bådebro"; 3]);
    calendar.has(&path("14d"), &["DTSTART;VALUE=DATE:20220325", "Om 14 dage"]);
    calendar.has(&path("2d"), &["DTSTART;VALUE=DATE:20220406"]);
    // The deadline becomes a task; what reminds of it is a day.
    let args = [&with("14d,2d")[..], &["--as", "todo"]].concat();
    calendar.push(&args, &["change bådebro"]);
    calendar.has(&path("14d"), &["BEGIN:VEVENT"]);
    let args = [&with("14d")[..], &["--as", "todo"]].concat();
    calendar.push(&args, &["delete ?"]);
    assert_eq!(server.get(&path("2d")).code, 404);
}

#[test]
fn how_far_a_task_is_done_is_not_ours() {
    let server = &Server::radicale();
    let calendar = Calendar::new(server, "opgaver", papers());
    let place = &calendar.place;
    let todo = ["--as", "todo"];
    let first = calendar.push(&todo, &["create bådebro", "create dige"]);
    let (bridge, dike) = (of(&first, "bådebro", "path"), of(&first, "dige", "path"));
    let done = "STATUS:COMPLETED\r\nPERCENT-COMPLETE:100\r\nCOMPLETED:20220330T080000Z";
    calendar.replace(&bridge, "STATUS:NEEDS-ACTION", done);
    calendar.push(&todo, &["adopt bådebro"]);
    paper(place, "bådebro", "15. april 2022");
    calendar.push(&todo, &["change bådebro"]);
    let ticked = ["20220415", "STATUS:COMPLETED", "PERCENT-COMPLETE:100"];
    calendar.has(&bridge, &ticked);
    // Whoever asks for something else makes no event of it.
    paper(place, "bådebro", "18. april 2022");
    calendar.push(&["--roles", "meeting"], &["change bådebro"]);
    calendar.has(&bridge, &["BEGIN:VTODO", "20220418", "STATUS:COMPLETED"]);
    assert_eq!(server.ask("DELETE", &bridge, &[], "").code, 200);
    calendar.push(&todo, &["deleted bådebro"]);
    calendar.push(&todo, &[]);
    paper(place, "bådebro", "22. april 2022");
    calendar.push(&todo, &["create bådebro"]);
    calendar.has(&bridge, &["20220422", "STATUS:NEEDS-ACTION"]);

    calendar.replace(&dike, "SUMMARY:Frist", "SUMMARY:Husk");
    for day in ["2. maj 2022", "9. maj 2022"] {
        paper(place, "dige", day);
        let ended = calendar.push(&todo, &["conflict dige"]);
        assert!(of(&ended, "dige", "detail").contains("SUMMARY is \"Husk"));
        calendar.has(&dike, &["SUMMARY:Husk", "20220502"]);
    }
    under_another_name(&calendar);
}

/// A task of ours that was imported before.
fn under_another_name(calendar: &Calendar<'_>) {
    paper(&calendar.place, "havn", "3. juli 2022");
    let text = run(calendar.place.udvalg(["calendar", "--as", "todo"])).out;
    let task = text
        .split("BEGIN:VTODO\r\n")
        .find(|task| task.contains("20220703"));
    let task = task.unwrap().split("END:VTODO").next().unwrap();
    let import = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VTODO\r\n{task}END:VTODO\r\nEND:VCALENDAR\r\n"
    );
    let path = "/me/opgaver/import.ics";
    calendar.server.put(path, &import);
    let ended = calendar.push(&["--as", "todo"], &["adopt havn", "conflict dige"]);
    assert_eq!(of(&ended, "havn", "path"), path);
}

#[test]
fn an_alarm_that_rang_is_no_conflict() {
    let server = Server::radicale();
    let calendar = Calendar::new(&server, "alarmer", papers());
    let remind = ["--remind", "2d"];
    let first = calendar.push(&remind, &["create bådebro", "create dige"]);
    let bridge = of(&first, "bådebro", "path");
    calendar.has(&bridge, &["BEGIN:VALARM"]);
    let rang = "ACKNOWLEDGED:20220330T080000Z\r\nEND:VALARM";
    calendar.replace(&bridge, "END:VALARM", rang);
    calendar.push(&remind, &["adopt bådebro"]);
    paper(&calendar.place, "bådebro", "15. april 2022");
    calendar.push(&remind, &["change bådebro"]);
    calendar.has(&bridge, &["20220415", "BEGIN:VALARM"]);
}
