//! Papers come in once, and stay whatever happens on the way.

use std::{
    fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use crate::support::{Place, root, run};

/// The summary of an ingest, as JSON.
fn ingest(place: &Place, folder: &str) -> serde_json::Value {
    let ended = run(place.udvalg(["ingest", "--json", folder]));
    assert_eq!(ended.code, 0, "{}", ended.err);
    serde_json::from_str(&ended.out).unwrap()
}

fn export(place: &Place) -> String {
    run(place.udvalg(["export", "--format", "ndjson"])).out
}

/// `count` short papers in a folder `papers`.
fn papers(place: &Place, count: usize) {
    for number in 0..count {
        let text = format!(
            "Notat nr. {number} om diget\n\nDato: {}. maj 2017\n\nUdvalget svarer senest den 3. juni 2017 om strækning {number}.\n",
            number % 28 + 1
        );
        place.write(
            &format!("papers/{}/notat-{number:04}.txt", number % 7),
            text,
        );
    }
}

#[test]
fn the_second_run_reads_nothing() {
    let place = Place::new();
    let fixtures = root().join("fixtures/papers");
    let first = ingest(&place, fixtures.to_str().unwrap());
    let taken = first["read"].as_u64().unwrap();
    assert!(taken >= 36, "{first}");
    let exported = export(&place);
    let second = ingest(&place, fixtures.to_str().unwrap());
    assert_eq!(
        (second["read"].as_u64(), second["unchanged"].as_u64()),
        (Some(0), Some(taken)),
        "{second}"
    );
    assert_eq!(export(&place), exported);
}

#[test]
fn a_changed_paper_replaces_itself_and_a_copy_is_a_second_place() {
    let place = Place::new();
    place.write(
        "papers/a.txt",
        "Høring om diget\n\nSvar senest den 3. maj 2017.\n",
    );
    place.write(
        "papers/b.txt",
        "Høring om havnen\n\nSvar senest den 4. maj 2017.\n",
    );
    ingest(&place, "papers");
    place.write(
        "papers/a.txt",
        "Høring om diget, ny frist\n\nSvar senest den 10. maj 2017.\n",
    );
    fs::copy(place.path("papers/b.txt"), place.path("papers/copy.txt")).unwrap();
    let summary = ingest(&place, "papers");
    assert_eq!(summary["read"], 1, "{summary}");
    let due = run(place.udvalg(["deadlines", "--as-of", "2017-01-01", "--json"])).out;
    let days: Vec<_> = due
        .lines()
        .map(|line| crate::bad_input::value(line, "start"))
        .collect();
    assert_eq!(days, ["2017-05-04", "2017-05-10"], "{due}");
    let records = export(&place);
    assert_eq!(records.lines().count(), 2, "{records}");
    assert!(
        records.contains(r#""places":["b.txt","copy.txt"]"#),
        "{records}"
    );
    assert_eq!(
        run(place.udvalg(["search", "--count", "havnen"]))
            .out
            .trim(),
        "1"
    );
}

#[test]
fn an_archive_among_the_papers_is_no_paper() {
    let place = Place::new();
    papers(&place, 2);
    let first = ingest(&place, ".");
    assert_eq!(first["read"], 2, "{first}");
    let second = ingest(&place, ".");
    assert_eq!(
        (&second["read"], &second["unchanged"]),
        (&0.into(), &2.into()),
        "{second}"
    );
}

#[test]
fn a_second_ingest_at_once_says_so() {
    let place = Place::new();
    papers(&place, 3);
    // A reader that never answers keeps the first one at work.
    place.write("config/udvalg/config.toml", "[reader]\nseconds = 60\n");
    let reader = place.write("reader.sh", "#!/bin/sh\nexec sleep 60\n");
    #[cfg(unix)]
    fs::set_permissions(&reader, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let mut first = place.udvalg(["ingest", "papers"]);
    let mut first = first.env("UDVALG_READER", reader).spawn().unwrap();
    wait_for(&place.path("archive/ingest.lock"));
    thread::sleep(Duration::from_millis(300));
    let second = run(place.udvalg(["ingest", "papers"]));
    first.kill().unwrap();
    first.wait().unwrap();
    assert_eq!(second.code, 5, "{}", second.err);
    assert!(second.err.contains("in use"), "{}", second.err);
    assert_eq!(
        ingest(&place, "papers")["read"],
        3,
        "the lock went with its owner"
    );
}

fn wait_for(path: &Path) {
    let begin = Instant::now();
    while !path.exists() {
        assert!(
            begin.elapsed() < Duration::from_secs(20),
            "{} never came",
            path.display()
        );
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn killed_at_any_moment_it_goes_on() {
    let calm = Place::new();
    papers(&calm, 120);
    ingest(&calm, "papers");
    let place = Place::new();
    papers(&place, 120);
    place.write("config/udvalg/config.toml", "[ingest]\nbatch_papers = 10\n");
    let mut killed = 0;
    for delay in [5, 20, 40, 60, 80, 100, 130, 160, 200, 250] {
        let mut run = place.udvalg(["ingest", "papers"]).spawn().unwrap();
        thread::sleep(Duration::from_millis(delay));
        run.kill().unwrap();
        killed += i32::from(!run.wait().unwrap().success());
    }
    assert!(killed > 0, "every run ended before it could be killed");
    let last = ingest(&place, "papers");
    assert_eq!(
        last["read"].as_u64().unwrap() + last["unchanged"].as_u64().unwrap(),
        120,
        "{last}"
    );
    assert_eq!(export(&place), export(&calm));
    for query in [
        "diget",
        "\"strækning 17\"",
        "notat-0003",
        "frist OR svarer",
        "kind:notat",
    ] {
        let [one, other] = [&place, &calm].map(|p| run(p.udvalg(["search", "--count", query])).out);
        assert_eq!(one, other, "{query}");
    }
}

#[test]
fn the_index_is_made_anew_from_the_archive() {
    let place = Place::new();
    papers(&place, 10);
    ingest(&place, "papers");
    let before = run(place.udvalg(["search", "--json", "diget"])).out;
    fs::remove_dir_all(place.path("papers")).unwrap();
    fs::remove_dir_all(place.path("archive/index")).unwrap();
    assert_eq!(
        run(place.udvalg(["search", "--json", "diget"])).out,
        before,
        "a lost index is no loss"
    );
    assert_eq!(run(place.udvalg(["index", "rebuild"])).code, 0);
    assert_eq!(run(place.udvalg(["search", "--json", "diget"])).out, before);
    let exported = export(&place);
    assert_eq!(run(place.udvalg(["understand", "--again"])).code, 0);
    assert_eq!(export(&place), exported);
}

/// A disk of 1 MiB, mounted for this test alone.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_the_next_run_goes_on() {
    let place = Place::new();
    let words = |seed: usize| -> String {
        (0..4000_usize)
            .map(|at| format!("ord{} ", (seed * 7919 + at * 104_729) % 1_000_003))
            .collect()
    };
    for number in 0..60 {
        place.write(
            &format!("papers/{number}.txt"),
            format!("Notat {number}\n\n{}", words(number)),
        );
    }
    fs::create_dir_all(place.path("small")).unwrap();
    let script = "mount -t tmpfs -o size=1m tmpfs small || exit 77
        udvalg --archive small/archive ingest papers 2> full.err; echo $? > full.code
        udvalg --archive small/archive status > status.out 2>&1; echo $? > status.code
        mount -o remount,size=64m small || exit 77
        udvalg --archive small/archive ingest papers 2> more.err; echo $? > more.code
        udvalg --archive small/archive search --count notat > count.out";
    place.write("script.sh", script);
    let mut command = place.shell(
        "unshare --user --map-root-user --mount sh script.sh",
        &place.path("."),
    );
    let ended = command.output().unwrap();
    assert_ne!(
        ended.status.code(),
        Some(77),
        "no small disk can be mounted here: {ended:?}"
    );
    let read = |name: &str| {
        fs::read_to_string(place.path(name))
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    assert_eq!(read("full.code"), "3", "{}", read("full.err"));
    assert!(read("full.err").contains("is full"), "{}", read("full.err"));
    assert_eq!(read("more.code"), "0", "{}", read("more.err"));
    assert_eq!(read("count.out"), "60");
}
