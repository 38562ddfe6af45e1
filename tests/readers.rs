//! A reader process that hangs, dies or lies costs the file that it reads, and no other.
#![cfg(unix)]

use std::{fs, os::unix::fs::PermissionsExt, time::Instant};

use crate::{
    bad_input::value,
    support::{Ended, Place, binary, run},
};

/// Says "ready" as a reader of protocol 3 does, a frame of two bytes, and hears the beginning of the first request.
const READY: &str = r"printf '\002\000\000\000\000\003'; head -c 20 > /dev/null";

/// Takes three papers in with a reader that is `script` when it is first started, and our own from then on.
fn ingest_with(script: &str) -> (Place, Ended) {
    let place = Place::new();
    for name in ["a", "b", "c"] {
        place.write(
            &format!("papers/{name}.txt"),
            format!("Notat {name}\n\nVandet stiger igen.\n"),
        );
    }
    place.write("config/udvalg/config.toml", "[reader]\nseconds = 1\n");
    let own = binary().display();
    let flag = place.write("first", "").display().to_string();
    let reader = place.write(
        "reader.sh",
        format!(
            "#!/bin/sh\nif rm {flag} 2>/dev/null; then\n{script}\nelse exec {own} reader\nfi\n"
        ),
    );
    fs::set_permissions(&reader, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = place.udvalg(["ingest", "--jobs", "1", "papers"]);
    command.env("UDVALG_READER", reader);
    let ended = run(command);
    (place, ended)
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

#[test]
fn one_that_hangs_is_killed() {
    let begin = Instant::now();
    one_failed(
        &format!("{READY}; exec sleep 60"),
        "timeout",
        "longer than 1 seconds",
    );
    assert!(begin.elapsed().as_secs() < 30, "the hang was waited for");
}

#[test]
fn one_that_crashes_is_told_from_its_signal() {
    one_failed(&format!("{READY}; kill -SEGV $$"), "crash", "signal 11");
    one_failed(&format!("{READY}; kill -ABRT $$"), "crash", "out of memory");
}

#[test]
fn one_that_lies_is_not_believed() {
    one_failed(
        &format!(r"{READY}; printf '\377\377\377\177'; exec sleep 60"),
        "protocol",
        "longer than agreed",
    );
    one_failed(
        &format!(r"{READY}; printf '\001\000\000\000\011'; exec sleep 60"),
        "protocol",
        "broke its protocol",
    );
}

#[test]
fn one_that_never_starts_is_no_loss_of_the_rest() {
    one_failed("exit 0", "reader", "no reader process can start");
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
