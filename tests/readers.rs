//! A reader process that hangs, dies or lies costs the file that it reads, and no other.
#![cfg(unix)]

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use crate::{
    bad_input::value,
    support::{Ended, Place, binary, run},
};

/// What a reader of protocol 5 says when it is bound and ready.
const READY: &[u8] = &[0, 5, 1, 1, 1, 1];
/// It says that it cannot read a file; code and message are "lie".
const FAILED: &[u8] = b"\x03\x03lie\x03lie";

/// The shell's words for a message: its frame and its bytes, at once.
fn says(messages: &[&[u8]]) -> String {
    let mut octal = String::new();
    for message in messages {
        let length = u32::try_from(message.len()).unwrap().to_le_bytes();
        octal.extend(
            length
                .iter()
                .chain(*message)
                .map(|byte| format!("\\{byte:03o}")),
        );
    }
    format!("printf '{octal}'")
}

/// Says "ready", and hears the beginning of the first request.
pub(crate) fn ready() -> String {
    format!("{}; head -c 20 > /dev/null", says(&[READY]))
}

/// Takes three papers in with a reader that is `script` when it is first started, and our own from then on.
fn ingest_with(script: &str) -> (Place, Ended) {
    let place = Place::new();
    let own = binary().display();
    let flag = place.write("first", "").display().to_string();
    let ended = ingest(
        &place,
        3,
        &format!("if rm {flag} 2>/dev/null; then\n{script}\nelse exec {own} reader\nfi"),
    );
    (place, ended)
}

/// Takes so many papers in with a reader that is `script`.
fn ingest(place: &Place, papers: usize, script: &str) -> Ended {
    for number in 0..papers {
        place.write(
            &format!("papers/{number}.txt"),
            format!("Notat {number}\n\nVandet stiger igen.\n"),
        );
    }
    place.write("config/udvalg/config.toml", "[reader]\nseconds = 1\n");
    let reader = place.write("reader.sh", format!("#!/bin/sh\n{script}\n"));
    fs::set_permissions(&reader, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = place.udvalg(["ingest", "--jobs", "1", "papers"]);
    command.env("UDVALG_READER", reader);
    run(command)
}

/// One of the three papers failed, for this reason; the others are in.
fn one_failed(script: &str, code: &str, words: &str) {
    let (place, ended) = ingest_with(script);
    assert_eq!(ended.code, 3, "{}", ended.err);
    let failed = run(place.udvalg(["status", "--failed", "--json"])).out;
    assert_eq!(failed.lines().count(), 1, "{failed}");
    assert_eq!(value(failed.trim(), "code"), code, "{failed}");
    assert!(value(failed.trim(), "message").contains(words), "{failed}");
    assert_eq!(
        run(place.udvalg(["search", "--count", "vandet"]))
            .out
            .trim(),
        "2"
    );
}

/// All three papers are in: what the first reader did was no file's fault.
fn none_failed(script: &str) {
    let (place, ended) = ingest_with(script);
    assert_eq!(ended.code, 0, "{script}\n{}", ended.err);
    assert_eq!(found(&place), "3");
}

/// How many papers say what all of them say.
fn found(place: &Place) -> String {
    let counted = run(place.udvalg(["search", "--count", "vandet"]));
    counted.out.trim().to_owned()
}

#[test]
fn one_that_hangs_is_killed() {
    let begin = Instant::now();
    one_failed(
        &format!("{}; exec sleep 60", ready()),
        "timeout",
        "longer than 1 seconds",
    );
    assert!(begin.elapsed().as_secs() < 30, "the hang was waited for");
}

#[test]
fn one_that_crashes_is_told_from_its_signal() {
    let ready = ready();
    one_failed(&format!("{ready}; kill -SEGV $$"), "crash", "signal 11");
    one_failed(&format!("{ready}; kill -ABRT $$"), "crash", "out of memory");
    one_failed(&format!("{ready}; exit 7"), "crash", "exit status: 7");
    // In the middle of a frame.
    let cut = format!(r"{ready}; printf '\020\000\000\000\001'");
    one_failed(&cut, "crash", "exit status: 0");
}

#[test]
fn one_that_lies_is_not_believed() {
    let long = r"printf '\377\377\377\177'".to_owned();
    let endless = r"while printf '\000\000\020\200'; do head -c 1048576 /dev/zero; done".to_owned();
    let garbage = says(&[&[9]]);
    let out_of_turn = says(&[READY]);
    let document = br#"{"text":"abc","blocks":[],"pages":null,"properties":{},"warnings":[]}"#;
    // A paragraph from 0 to 99, and no more blocks.
    let outside = says(&[b"\x01\x04text\0\0\0", document, &[1, 0, 0, 0, 99], &[0]]);
    for (lie, words) in [
        (long, "longer than agreed"),
        (endless, "longer than agreed"),
        (garbage, "broke its protocol"),
        (out_of_turn, "an answer out of turn"),
        (outside, "blocks that are not in the text"),
        ("exec >&-".to_owned(), "stopped answering"),
    ] {
        let script = format!("{}; {lie}; exec sleep 60", ready());
        one_failed(&script, "protocol", words);
    }
}

#[test]
fn an_answer_too_many_is_not_taken_for_the_next_paper() {
    let twice = says(&[FAILED, FAILED]);
    one_failed(
        &format!("{}; {twice}; exec sleep 60", ready()),
        "lie",
        "lie",
    );
}

#[test]
fn one_that_does_not_start_costs_no_file() {
    none_failed("exit 0");
    let wrong_version = says(&[&[0, 3, 1, 1, 1, 1]]);
    none_failed(&format!("{wrong_version}; exec sleep 60"));
    let unasked = says(&[READY, FAILED]);
    none_failed(&format!("{unasked}; exec sleep 60"));
}

/// The run stops with these words, and no file is said to have failed.
fn given_up(script: &str, words: &str) {
    let place = Place::new();
    let ended = ingest(&place, 20, script);
    assert_eq!(ended.code, 4, "{}", ended.err);
    assert!(ended.err.contains(words), "{}", ended.err);
    assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
    let listed = run(place.udvalg(["status", "--failed", "--json"])).out;
    assert_eq!(listed, "", "a file was blamed");
    // With a reader that can start, the next run takes them all.
    // A real one may take longer than a second where the machine is busy.
    place.write("config/udvalg/config.toml", "");
    let ended = run(place.udvalg(["ingest", "papers"]));
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(found(&place), "20");
}

#[test]
fn readers_that_never_start_end_the_run() {
    given_up("exit 7", "it ended before it was ready (exit status: 7)");
    let sentence = b"landlock is missing";
    let refusal = [b"\x03\x07sandbox\x13".as_slice(), sentence].concat();
    let script = format!("head -c 4 > /dev/null; {}", says(&[&refusal]));
    given_up(&script, "landlock is missing");
}

#[test]
fn a_program_that_is_not_there_ends_every_command() {
    let place = Place::new();
    place.write("a.txt", "Notat\n\nVandet stiger igen.\n");
    run(place.udvalg(["ingest", "a.txt"]));
    for (args, code) in [
        (["extract", "a.txt"], 4),
        (["understand", "--again"], 4),
        (["status", "--color=never"], 0),
    ] {
        let mut command = place.udvalg(args);
        command.env("UDVALG_READER", place.path("nowhere"));
        let ended = run(command);
        assert_eq!(ended.code, code, "{args:?}: {}", ended.err);
        let said = ended.out + &ended.err;
        assert!(said.contains("no reader process can start"), "{said}");
    }
}

#[test]
fn many_that_crash_are_told_of_once() {
    let place = Place::new();
    let ended = ingest(&place, 60, &format!("{}; exit 1", ready()));
    assert_eq!(ended.code, 3, "{}", ended.err);
    assert_eq!(ended.err.matches("50 files in a row").count(), 1);
    assert!(ended.err.contains("60 failed"), "{}", ended.err);
}

#[test]
fn copies_of_what_ends_a_reader_end_no_more() {
    let place = Place::new();
    for copy in 0..40 {
        place.write(
            &format!("papers/{copy}.txt"),
            "Notat\n\nVandet stiger igen.\n",
        );
    }
    let starts = place.path("starts").display().to_string();
    let script = format!("#!/bin/sh\necho x >> {starts}\n{}; exit 1\n", ready());
    let reader = place.write("reader.sh", script);
    fs::set_permissions(&reader, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = place.udvalg(["ingest", "--jobs", "2", "papers"]);
    command.env("UDVALG_READER", reader);
    let ended = run(command);
    assert!(ended.err.contains("40 failed"), "{}", ended.err);
    let started = fs::read_to_string(starts).unwrap().lines().count();
    assert!(
        (1..=2).contains(&started),
        "a reader for each thread at most: {started}"
    );
}

#[test]
#[cfg(target_os = "linux")]
fn the_reader_is_bound_before_it_reads() {
    let place = Place::new();
    place.write("a.txt", "Notat\n\nVandet stiger igen.\n");
    let (own, seen) = (binary().display(), place.path("seen"));
    // Looks at the process that becomes the reader, until the filter is on in both of its threads.
    let look = format!(
        "(while kill -0 $$; do cat /proc/$$/task/*/status /proc/$$/limits > {seen}.now; \
         if [ \"$(grep -c 'Seccomp:.2' {seen}.now)\" = 2 ]; then mv {seen}.now {seen}; exit; fi; done) >&- 2>&- <&- &",
        seen = seen.display()
    );
    let reader = place.write(
        "reader.sh",
        format!("#!/bin/sh\n{look}\nexec {own} reader\n"),
    );
    fs::set_permissions(&reader, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = place.udvalg(["extract", "a.txt", "-"]);
    command
        .env("UDVALG_READER", reader)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // It ends when its standard input does: until then there is a reader to look at.
    let mut waiting = command.spawn().unwrap();
    let begin = Instant::now();
    while !seen.exists() && begin.elapsed().as_secs() < 30 {
        thread::sleep(Duration::from_millis(10));
    }
    drop(waiting.stdin.take());
    waiting.wait().unwrap();
    let seen =
        fs::read_to_string(seen).expect("a reader without a filter, unless the kernel has none");
    let count = |line: &str| seen.lines().filter(|l| l.starts_with(line)).count();
    assert_eq!(
        (count("Seccomp:\t2"), count("Seccomp:\t0")),
        (2, 0),
        "{seen}"
    );
    assert_eq!(count("NoNewPrivs:\t1"), 2, "{seen}");
    for (limit, value) in [
        ("Max open files", "3"),
        ("Max file size", "0"),
        ("Max processes", "0"),
    ] {
        let line = seen.lines().find(|line| line.starts_with(limit)).unwrap();
        let set = line.trim_start_matches(limit).split_whitespace().next();
        assert_eq!(set, Some(value), "{line}");
    }
}

#[test]
fn memory_has_a_limit() {
    let place = Place::new();
    place.write("config/udvalg/config.toml", "[reader]\nmemory_mib = 220\n");
    place.write("papers/small.txt", "Notat\n\nVandet stiger igen.\n");
    place.write(
        "papers/wide.txt",
        "Vandet stiger igen, siger udvalget den 3. maj 2017. ".repeat(1_000_000),
    );
    let ended = run(place.udvalg(["ingest", "papers"]));
    assert_eq!(ended.code, 3, "{}", ended.err);
    let failed = run(place.udvalg(["status", "--failed", "--json"])).out;
    assert_eq!(value(failed.trim(), "path"), "wide.txt");
    assert_eq!(value(failed.trim(), "code"), "crash");
    assert_eq!(
        run(place.udvalg(["search", "--count", "vandet"]))
            .out
            .trim(),
        "1"
    );
}
