//! A run that is asked to stop ends cleanly; one that is killed is noted by the next.
#![cfg(unix)]

use std::{fs, os::unix::fs::PermissionsExt, thread, time::Duration};

use archive::{Access, Archive};

use crate::support::{Place, Running, binary, run, until};

/// Papers of which one is never read, and the others are in the archive.
const PAPERS: usize = 31;

/// An ingest with batches of some size that waits for a reader which hangs; all other papers are committed.
fn hanging(place: &Place, batches: &str) -> Running {
    for number in 0..PAPERS {
        place.write(
            &format!("papers/{number:02}.txt"),
            format!("Notat nr. {number}\n\nVandet stiger igen.\n"),
        );
    }
    place.write(
        "config/udvalg/config.toml",
        format!("[reader]\nseconds = 600\n[ingest]\n{batches}\n"),
    );
    // The first reader says that it is ready and no more.
    let flag = place.write("first", "").display().to_string();
    let own = binary().display();
    let script = format!(
        "#!/bin/sh\nif rm {flag} 2>/dev/null; then {}; exec sleep 600\nelse exec {own} reader\nfi\n",
        crate::readers::ready()
    );
    let reader = place.write("reader.sh", script);
    fs::set_permissions(&reader, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = place.udvalg(["ingest", "--jobs", "2", "papers"]);
    command.env("UDVALG_READER", reader);
    let running = Running::start(command, &place.path("err"));
    until("a slow file holds up no commit", || {
        status(place)["papers"] == PAPERS - 1
    });
    running
}

fn status(place: &Place) -> serde_json::Value {
    serde_json::from_str(&run(place.udvalg(["status", "--json"])).out).unwrap_or_default()
}

/// The runs, the latest first.
fn runs(place: &Place) -> Vec<serde_json::Value> {
    let lines = run(place.udvalg(["runs", "--json"])).out;
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn rest_is_read(place: &Place) {
    let ended = run(place.udvalg(["ingest", "--json", "papers"]));
    assert_eq!(ended.code, 0, "{}", ended.err);
    let summary: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(summary["read"], 1, "{summary}");
    assert_eq!(summary["unchanged"], PAPERS - 1, "{summary}");
}

/// The signals that ask to stop. A shell that starts the tests in the background, or `nohup`, has others ignored, and what
/// is ignored here is so in what we start.
fn heard() -> Vec<&'static str> {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = mask.map_or(u64::MAX, |mask| {
        u64::from_str_radix(mask.trim(), 16).unwrap()
    });
    let others = [("-INT", 2), ("-HUP", 1)].into_iter();
    let others = others.filter(|(_, number)| ignored >> (number - 1) & 1 == 0);
    ["-TERM"]
        .into_iter()
        .chain(others.map(|(signal, _)| signal))
        .collect()
}

#[test]
fn asked_to_stop_it_ends_cleanly() {
    for signal in heard() {
        let place = Place::new();
        let mut running = hanging(&place, "batch_papers = 10");
        running.signal(signal);
        assert_eq!(running.end(), 130, "{signal}");
        if signal != "-TERM" {
            continue;
        }
        let told = fs::read_to_string(place.path("err")).unwrap();
        assert!(told.contains("stopped after 30 of 31 files"), "{told}");
        let last = &runs(&place)[0];
        assert_eq!(last["how"], "interrupted", "{last}");
        assert_eq!(last["read"], PAPERS - 1, "{last}");
        // Neither the file that was being read nor its reader, which heard nothing of the signal, counts as a failure.
        assert_eq!(status(&place)["failed"], serde_json::json!({}));
        let found = run(place.udvalg(["search", "--count", "vandet"])).out;
        assert_eq!(found.trim(), "30", "the search brings up the index");
        rest_is_read(&place);
    }
}

#[test]
fn killed_it_is_noted_by_the_next_run() {
    let place = Place::new();
    hanging(&place, "batch_seconds = 1").kill();
    assert!(
        runs(&place)[0].get("how").is_none(),
        "nobody can know it yet"
    );
    rest_is_read(&place);
    let runs = runs(&place);
    let [last, killed] = runs.as_slice() else {
        panic!("{runs:?}")
    };
    assert_eq!((&last["how"], &last["read"]), (&"done".into(), &1.into()));
    assert_eq!(killed["how"], "killed", "{killed}");
    assert_eq!(killed["read"], PAPERS - 1, "as of its last batch: {killed}");
    assert!(killed.get("ended").is_none(), "{killed}");
    let told = run(place.udvalg(["runs", "1"])).out;
    assert!(told.contains("killed, nobody knows when"), "{told}");
}

#[test]
fn asked_twice_it_ends_at_once() {
    let place = Place::new();
    place.write("papers/a.txt", "Notat\n\nVandet stiger igen.\n");
    // A writer that does not end: the ingest waits for it, and hears the first request only later.
    let mut archive = Archive::open(&place.path("archive"), Access::Create).unwrap();
    let batch = archive.batch(jiff::Timestamp::now()).unwrap();
    let mut running = Running::start(place.udvalg(["ingest", "papers"]), &place.path("err"));
    let holder = format!("process {},", running.id());
    until("the ingest is at work", || {
        fs::read_to_string(place.path("archive/ingest.lock"))
            .is_ok_and(|written| written.contains(&holder))
    });
    until("it ends", || {
        if running.ended().is_none() {
            running.signal("-TERM");
            thread::sleep(Duration::from_millis(200));
        }
        running.ended().is_some()
    });
    drop(batch);
    assert_eq!(running.end(), 130);
    assert_eq!(fs::read_to_string(place.path("err")).unwrap(), "");
}
