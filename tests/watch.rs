//! Papers are taken in as they come.
#![cfg(unix)]

use std::fs;

use archive::{Access, Archive};

use crate::support::{Place, Running, run, until};

fn watching(place: &Place, more: &[&str]) -> Running {
    let args = ["watch", "papers", "--settle", "0.2", "--jobs", "1"];
    let command = place.udvalg(args.iter().chain(more).copied());
    Running::start(command, &place.path("err"))
}

/// Waits until so many papers are found by a word.
fn found(place: &Place, word: &str, papers: usize) {
    until(&format!("{papers} with {word}"), || {
        let count = run(place.udvalg(["search", "--count", word])).out;
        count.trim() == papers.to_string()
    });
}

fn told(place: &Place, words: &str) {
    until(words, || {
        fs::read_to_string(place.path("err")).is_ok_and(|told| told.contains(words))
    });
}

/// Asks it to stop when it is through with what it was at: it holds the ingest lock until then.
fn end_at_rest(place: &Place, running: &mut Running) {
    fs::create_dir_all(place.path("nothing")).unwrap();
    until("it waits", || {
        run(place.udvalg(["ingest", "nothing"])).code == 0
    });
    running.signal("-TERM");
    assert_eq!(running.end(), 0, "it was asked to stop while it waited");
}

fn paths(place: &Place) -> String {
    run(place.udvalg(["export", "--format", "ndjson"]))
        .out
        .lines()
        .map(|line| crate::bad_input::value(line, "path") + "\n")
        .collect()
}

#[test]
fn what_comes_changes_moves_and_goes_is_noted() {
    let place = Place::new();
    place.write("papers/a.txt", "Notat\n\nVandet stiger igen.\n");
    place.write("papers/.skjult/x.txt", "Notat\n\nVandet stiger igen.\n");
    let mut running = watching(&place, &[]);
    found(&place, "vandet", 1);
    // A file that comes, one that is hidden, one that changes, and a folder that is moved in.
    place.write("papers/bilag/b.txt", "Notat om b\n\nVandet stiger igen.\n");
    place.write("papers/~$b.txt", "Notat om lås\n\nVandet stiger igen.\n");
    place.write("papers/a.txt", "Notat\n\nVandet falder igen i dag.\n");
    place.write("out/sub/c.txt", "Notat om c\n\nDiget holder endnu.\n");
    fs::rename(place.path("out"), place.path("papers/ind")).unwrap();
    found(&place, "diget", 1);
    found(&place, "falder", 1);
    found(&place, "vandet", 2);
    assert_eq!(paths(&place), "a.txt\nbilag/b.txt\nind/sub/c.txt\n");
    // What is renamed is the same paper at another place.
    fs::rename(place.path("papers/ind"), place.path("papers/ud")).unwrap();
    fs::remove_file(place.path("papers/a.txt")).unwrap();
    until("the new place is known", || {
        paths(&place).ends_with("ud/sub/c.txt\n")
    });
    until(
        "one place is gone, and the other one is where the paper moved to",
        || {
            let status = run(place.udvalg(["status", "--json"])).out;
            crate::bad_input::value(&status, "missing") == "1"
        },
    );
    end_at_rest(&place, &mut running);
    told(&place, "stopped");
    let runs = run(place.udvalg(["runs", "--json"])).out;
    assert!(
        runs.lines().all(|run| run.contains(r#""how":"done""#)),
        "{runs}"
    );
}

#[test]
fn others_ingest_between_and_it_waits_for_them() {
    let place = Place::new();
    place.write("papers/a.txt", "Notat\n\nVandet stiger igen.\n");
    place.write("others/b.txt", "Notat om b\n\nVandet stiger igen.\n");
    let mut running = watching(&place, &[]);
    found(&place, "vandet", 1);
    until("others may ingest", || {
        run(place.udvalg(["ingest", "others"])).code == 0
    });
    found(&place, "vandet", 2);
    let other = Archive::open(&place.path("archive"), Access::Write).unwrap();
    let mut lock = None;
    until("the lock is ours", || {
        lock = other.lock_ingest("a test").ok();
        lock.is_some()
    });
    place.write("papers/c.txt", "Notat om c\n\nVandet stiger igen.\n");
    told(&place, "waiting for another ingest to end");
    drop(lock);
    found(&place, "vandet", 3);
    end_at_rest(&place, &mut running);
}

#[test]
fn it_looks_where_the_system_does_not_tell() {
    let place = Place::new();
    place.write("papers/a.txt", "Notat\n\nVandet stiger igen.\n");
    place.write("papers/b/b.txt", "Notat om b\n\nDiget holder endnu.\n");
    let mut running = watching(&place, &["--poll", "0.2"]);
    found(&place, "vandet OR diget", 2);
    place.write("papers/c.txt", "Notat om c\n\nVandet stiger igen.\n");
    found(&place, "vandet", 2);
    fs::remove_dir_all(place.path("papers/b")).unwrap();
    told(&place, "gone: b/b.txt");
    // A share that goes away looks like a folder that is empty.
    fs::rename(place.path("papers"), place.path("away")).unwrap();
    told(&place, "is not there or empty: its papers stay");
    fs::rename(place.path("away"), place.path("papers")).unwrap();
    place.write("papers/d.txt", "Notat om d\n\nVandet stiger igen.\n");
    found(&place, "vandet", 3);
    end_at_rest(&place, &mut running);
    let told = fs::read_to_string(place.path("err")).unwrap();
    assert!(!told.contains("gone: a.txt"), "{told}");
}

/// A user namespace with a limit of its own on what may be watched.
#[cfg(target_os = "linux")]
#[test]
fn it_looks_where_more_folders_are_there_than_may_be_watched() {
    let place = Place::new();
    for number in 0..9 {
        place.write(
            &format!("papers/{number}/a.txt"),
            format!("Notat {number}\n\nVandet stiger.\n"),
        );
    }
    place.write(
        "script.sh",
        "echo 3 > /proc/sys/user/max_inotify_watches || exit 77
        exec udvalg watch papers --settle 0.1 --jobs 1",
    );
    let line = "exec unshare --user --map-root-user sh script.sh";
    let mut running = Running::start(place.shell(line, &place.path(".")), &place.path("err"));
    until("it looks", || {
        assert_ne!(running.ended(), Some(77), "no limit can be set here");
        fs::read_to_string(place.path("err")).is_ok_and(|told| told.contains("looking every 60 s"))
    });
    found(&place, "vandet", 9);
    told(&place, "fs.inotify.max_user_watches");
    end_at_rest(&place, &mut running);
}

#[test]
fn a_terminal_that_closes_does_not_end_what_nohup_began() {
    let place = Place::new();
    place.write("papers/a.txt", "Notat\n\nVandet stiger igen.\n");
    let line = "trap '' HUP; exec udvalg watch papers/a.txt --settle 0.1";
    let mut running = Running::start(place.shell(line, &place.path(".")), &place.path("err"));
    found(&place, "vandet", 1);
    running.signal("-HUP");
    place.write("papers/b.txt", "Notat\n\nVandet stiger igen.\n");
    place.write("papers/a.txt", "Notat\n\nVandet falder igen i dag.\n");
    found(&place, "falder", 1);
    found(&place, "vandet", 1);
    end_at_rest(&place, &mut running);
}

#[test]
fn what_is_not_there_cannot_be_watched() {
    let place = Place::new();
    let ended = run(place.udvalg(["watch", "nowhere"]));
    assert_eq!(ended.code, 2);
    assert!(
        ended.err.contains("nowhere: there is no such file"),
        "{}",
        ended.err
    );
}
