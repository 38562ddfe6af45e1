//! What people correct stays corrected, whatever is read anew.

use archive::{Access, Archive};
use jiff::Timestamp;
use serde_json::Value;

use crate::support::{Ended, Place, run, until};

const CALL: &str = "Udpegning af medlemmer til Digeudvalget\n\nAarhus, den 3. marts 2022\n\n\
    Kommunerne bedes sende navnene på deres repræsentanter senest den 15. maj 2022 til sekretariatet.\n\
    Udvalget mødes første gang mandag den 14. juni 2022 på rådhuset.\n\
    Bemærkninger til kommissoriet sendes senest den 1. april til lone@dige.dk.\n\n\
    Ida Bro er formand for udvalget, som har 5.000 kr. til rådighed i de to år, som arbejdet varer.\n\
    Sekretariatet ligger hos kommunen og svarer på spørgsmål om kommissoriet, digerne og udvalgets møder.\n";

fn taken(text: &str) -> Place {
    let place = Place::new();
    place.write("papers/kald.txt", text);
    ingest(&place);
    place
}

fn ingest(place: &Place) {
    let ended = run(place.udvalg(["ingest", "-q", "papers"]));
    assert_eq!(ended.code, 0, "{}", ended.err);
}

fn correct(place: &Place, args: &[&str]) -> Ended {
    let all = ["correct", "kald.txt", "--by", "Kirsten"]
        .iter()
        .chain(args);
    run(place.udvalg(all.copied()))
}

fn done(place: &Place, args: &[&str]) -> String {
    let ended = correct(place, args);
    assert_eq!(ended.code, 0, "{args:?}: {}", ended.err);
    ended.out
}

fn record(place: &Place) -> Value {
    let shown = run(place.udvalg(["show", "kald.txt", "--json"]));
    serde_json::from_str(&shown.out).unwrap_or_else(|_| panic!("{}", shown.err))
}

/// The days of the record's dates of a role.
fn days(place: &Place, role: &str) -> Vec<String> {
    let record = record(place);
    let dates = record["dates"].as_array().unwrap();
    let of_role = dates.iter().filter(|date| date["role"] == role);
    of_role
        .map(|date| date["start"].as_str().unwrap_or("?").to_owned())
        .collect()
}

#[test]
fn what_is_set_confirmed_dismissed_and_added_holds_through_every_reading() {
    let place = taken(CALL);
    let rules = record(&place);
    let listed = done(&place, &[]);
    assert!(
        listed.contains("d2     2022-05-15  deadline  Kommunerne bedes"),
        "{listed}"
    );
    done(
        &place,
        &[
            "d2",
            "--to",
            "22. maj 2022 kl. 12",
            "--note",
            "ringet til sekretariatet",
        ],
    );
    done(&place, &["d3", "--confirm"]);
    done(&place, &["1. april", "--dismiss"]);
    done(
        &place,
        &[
            "--add",
            "deadline",
            "2022-06-01",
            "--quote",
            "5.000 kr.\n  til rådighed",
            "--summary",
            "Regnskab",
        ],
    );
    done(&place, &["a1", "--to", "6.000", "--role", "total"]);
    done(&place, &["m1", "--to", "Ida Broe"]);
    done(&place, &["kind", "--to", "høring"]);
    done(&place, &["title", "--to", "Digeudvalget"]);
    done(&place, &["date", "--to", "4. marts 2022"]);
    let corrected = record(&place);
    assert_eq!(days(&place, "deadline"), ["2022-05-22T12:00", "2022-06-01"]);
    let mark = &corrected["dates"][1]["corrected"];
    assert_eq!(
        (&mark["action"], &mark["by"]),
        (&"set".into(), &"Kirsten".into())
    );
    assert_eq!(mark["was"]["start"], "2022-05-15");
    assert_eq!(
        corrected["dates"][3]["source"]["quote"],
        "5.000 kr. til rådighed"
    );
    assert_eq!(
        corrected["corrections"]["dismissed"][0]["was"]["start"],
        "2022-04-01"
    );
    assert_eq!(
        corrected["corrections"]["settled"][0]["warning"]["code"],
        "weekday-mismatch"
    );
    assert_eq!(
        corrected["warnings"],
        Value::Null,
        "the confirmed meeting's is settled"
    );
    assert_eq!(
        (&corrected["kind"], &corrected["date"]["value"]),
        (&"høring".into(), &"2022-03-04".into())
    );

    // The files again, the rules again, out and in again: not a byte is another one.
    for again in [
        &["ingest", "papers"][..],
        &["understand", "--again"],
        &["archive", "export", "copy.udvalg"],
        &["index", "rebuild"],
    ] {
        let ended = run(place.udvalg(again.iter().copied()));
        assert_eq!(ended.code, 0, "{}", ended.err);
        assert_eq!(record(&place), corrected, "{again:?}");
    }
    let check = run(place.udvalg(["archive", "check"]));
    assert_eq!((check.code, check.out.as_str()), (0, ""), "{}", check.err);
    let copied = ["--archive", "second", "archive", "import", "copy.udvalg"];
    assert_eq!(run(place.udvalg(copied)).code, 0);
    let second = run(place.udvalg(["--archive", "second", "show", "kald.txt", "--json"]));
    assert_eq!(
        serde_json::from_str::<Value>(&second.out).unwrap(),
        corrected
    );

    // All that looks at it says so.
    let shown = run(place.udvalg(["show", "kald.txt", "--why"])).out;
    assert!(
        shown.contains("set by Kirsten") && shown.contains("ringet til sekretariatet"),
        "{shown}"
    );
    assert!(shown.contains("Dismissed and lapsed"), "{shown}");
    let found = run(place.udvalg(["search", "frist:2022-05-22"])).out;
    assert!(found.contains("[corrected]"), "{found}");
    assert_eq!(
        run(place.udvalg(["search", "--count", "frist:2022-05-15"]))
            .out
            .trim(),
        "0"
    );
    let due = run(place.udvalg(["deadlines", "--as-of", "2022-05-01"])).out;
    assert!(
        due.contains("[corrected]") && due.contains("[added by hand]"),
        "{due}"
    );
    let calendar = run(place.udvalg(["calendar"])).out.replace("\r\n ", "");
    assert!(
        calendar.contains("Rettet af Kirsten den ")
            && calendar.contains("læst af papiret: 15. maj 2022"),
        "{calendar}"
    );

    // One after the other they are taken back, and nothing of them is left.
    for _ in 0..9 {
        done(&place, &["--undo"]);
    }
    assert_eq!(record(&place), rules);
    assert_eq!(correct(&place, &["--undo"]).code, 2);
}

#[test]
fn the_file_comes_again_with_the_deadline_moved() {
    let place = taken(CALL);
    done(&place, &["d2", "--to", "2022-05-22"]);
    done(&place, &["d3", "--confirm"]);
    done(
        &place,
        &["--add", "milestone", "2024", "--quote", "de to år"],
    );
    // The same words at another place of the text: all hold.
    place.write(
        "papers/kald.txt",
        CALL.replace("Aarhus, den", "Til alle kommuner\n\nAarhus, den"),
    );
    ingest(&place);
    assert_eq!(days(&place, "deadline")[0], "2022-05-22");
    assert_eq!(days(&place, "milestone"), ["2024-01-01"]);
    let mark = record(&place)["dates"][1]["corrected"].clone();
    assert_eq!(
        (&mark["was"]["start"], &mark["overtaken"]),
        (&"2022-05-15".into(), &Value::Null)
    );
    // A third day: the person's word wins, and both are told. What was confirmed or added is not there any more.
    let moved = CALL
        .replace("15. maj", "20. maj")
        .replace("mandag den 14. juni", "den 21. juni")
        .replace("de to år", "den tid");
    place.write("papers/kald.txt", moved);
    ingest(&place);
    let now = record(&place);
    assert_eq!(days(&place, "deadline")[0], "2022-05-22");
    assert_eq!(days(&place, "meeting"), ["2022-06-21"]);
    let mark = &now["dates"][1]["corrected"];
    assert_eq!(
        (&mark["was"]["start"], &mark["overtaken"]["start"]),
        (&"2022-05-20".into(), &"2022-05-15".into())
    );
    assert_eq!(now["corrections"]["lapsed"].as_array().unwrap().len(), 2);
    let shown = run(place.udvalg(["show", "kald.txt"])).out;
    assert!(
        shown.contains("[corrected; the paper has changed since]"),
        "{shown}"
    );
    let calendar = run(place.udvalg(["calendar"])).out.replace("\r\n ", "");
    assert!(
        calendar.contains("læst af papiret: 20. maj 2022")
            && calendar.contains("var det 15. maj 2022"),
        "{calendar}"
    );
    let review = run(place.udvalg(["review", "--json", "--as-of", "2022-01-01"])).out;
    let codes: Vec<String> = review
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["why"][0]["code"].to_string())
        .collect();
    assert_eq!(codes[0], "\"correction-overtaken\"", "{review}");
    assert_eq!(
        codes.iter().filter(|code| code.contains("lapsed")).count(),
        2,
        "{review}"
    );
    // The versions are compared as they are, and it is said that one is corrected.
    let diff = run(place.udvalg(["diff", "kald.txt"])).out;
    assert!(
        diff.contains("from     2022-05-15") && diff.contains("to       2022-05-20"),
        "{diff}"
    );
    assert!(diff.contains("corrected by hand"), "{diff}");
    // Said once more over the new version it is settled.
    done(&place, &["d2", "--confirm"]);
    assert_eq!(
        record(&place)["dates"][1]["corrected"]["overtaken"],
        Value::Null
    );
}

#[test]
fn a_draft_s_correction_holds_for_the_final_version_and_survives_that_the_file_goes() {
    let place = taken(&CALL.replace("Udpegning", "UDKAST\n\nUdpegning"));
    done(&place, &["d2", "--to", "2022-05-22"]);
    place.write("papers/endelig.txt", CALL.replace("ligger hos", "er hos"));
    ingest(&place);
    let last = run(place.udvalg(["show", "endelig.txt", "--json"])).out;
    assert!(last.contains("2022-05-22"), "{last}");
    std::fs::remove_file(place.path("papers/kald.txt")).unwrap();
    assert_eq!(
        run(place.udvalg(["ingest", "-q", "--prune", "papers"])).code,
        0
    );
    let last = run(place.udvalg(["show", "endelig.txt", "--json"])).out;
    assert!(last.contains("2022-05-22"), "{last}");
    place.write(
        "papers/kald.txt",
        CALL.replace("Udpegning", "UDKAST\n\nUdpegning"),
    );
    ingest(&place);
    assert_eq!(days(&place, "deadline")[0], "2022-05-22");
}

#[test]
fn corrections_are_carried_to_another_archive() {
    let place = taken(CALL);
    done(&place, &["d2", "--to", "2022-05-22"]);
    done(&place, &["d4", "--dismiss"]);
    let list = run(place.udvalg(["correct", "--list", "--json"])).out;
    place.write("corrections.ndjson", format!("{list}no correction\n"));
    let wanted = record(&place);
    let other =
        |args: &[&str]| run(place.udvalg(["--archive", "other"].iter().chain(args).copied()));
    assert_eq!(other(&["ingest", "-q", "papers"]).code, 0);
    let taken = other(&["correct", "--from", "corrections.ndjson"]);
    assert_eq!(taken.code, 3);
    assert!(
        taken.err.contains("line 3: is no correction"),
        "{}",
        taken.err
    );
    assert!(
        taken
            .err
            .contains("2 corrections taken, 0 were there already, 1 do not fit"),
        "{}",
        taken.err
    );
    let shown = other(&["show", "kald.txt", "--json"]).out;
    assert_eq!(serde_json::from_str::<Value>(&shown).unwrap(), wanted);
    assert_eq!(other(&["correct", "--list", "--json"]).out, list);
    let again = other(&["correct", "--from", "corrections.ndjson"]);
    assert!(
        again
            .err
            .contains("0 corrections taken, 2 were there already"),
        "{}",
        again.err
    );
}

#[test]
fn of_two_corrections_of_one_moment_the_one_that_is_named_is_taken_back() {
    let place = taken(CALL);
    done(&place, &["d2", "--to", "2022-05-22"]);
    done(&place, &["d3", "--to", "2022-06-21"]);
    let list = run(place.udvalg(["correct", "--list", "--json"])).out;
    let lines: Vec<String> = list
        .lines()
        .map(|line| {
            let mut said: Value = serde_json::from_str(line).unwrap();
            said["at"] = "2026-05-04T10:00:00Z".into();
            said.to_string()
        })
        .collect();
    place.write("corrections.ndjson", lines.join("\n"));
    for _ in 0..2 {
        done(&place, &["--undo"]);
    }
    let taken = run(place.udvalg(["correct", "--from", "corrections.ndjson"]));
    assert_eq!(taken.code, 0, "{}", taken.err);
    done(&place, &["d3", "--undo"]);
    assert_eq!(days(&place, "deadline")[0], "2022-05-22");
    assert_eq!(days(&place, "meeting"), ["2022-06-14"]);
}

#[test]
fn a_correction_of_a_version_that_was_replaced_is_carried_to_what_came_later() {
    let place = taken(CALL);
    done(&place, &["d2", "--to", "2022-05-22"]);
    done(&place, &["d3", "--confirm"]);
    let first = std::fs::read(place.path("papers/kald.txt")).unwrap();
    place.write(
        "papers/kald.txt",
        CALL.replace("15. maj", "18. maj")
            .replace("mandag den 14. juni", "tirsdag den 15. juni"),
    );
    ingest(&place);
    let wanted = record(&place);
    assert_eq!(days(&place, "deadline")[0], "2022-05-22");
    let list = run(place.udvalg(["correct", "--list", "--json"])).out;
    for line in list.lines() {
        let said: Value = serde_json::from_str(line).unwrap();
        assert_eq!(said["path"], "kald.txt", "the path of its last version");
    }
    place.write("corrections.ndjson", &list);
    let shown = |other: &str| -> Value {
        let args = |args: &[&str]| {
            let ended = run(place.udvalg(["--archive", other].iter().chain(args).copied()));
            assert_eq!(ended.code, 0, "{args:?}: {}", ended.err);
            ended
        };
        args(&["ingest", "-q", "papers"]);
        args(&["correct", "--from", "corrections.ndjson"]);
        serde_json::from_str(&args(&["show", "kald.txt", "--json"]).out).unwrap()
    };
    assert_eq!(shown("last"), wanted, "only the last version is there");
    place.write("papers/foer.txt", first);
    assert_eq!(shown("both"), wanted, "both are there");
}

#[test]
fn what_is_not_understood_is_told_and_changes_nothing() {
    let place = taken(CALL);
    let before = record(&place);
    for (args, told) in [
        (
            &["d2", "--to", "15. maj"][..],
            "is a day of no year; write the year too",
        ),
        (&["d2", "--to", "snart"], "is no day; write 2022-05-15"),
        (&["d2", "--role", "frist"], "give one of deadline, meeting"),
        (&["d9", "--confirm"], "is no value of the paper"),
        (&["a1", "--to", "mange"], "is no amount"),
        (&["a1", "--place", "Aarhus"], "such a value has no --place"),
        (&["senest den", "--dismiss"], "may be any of these"),
        (
            &["d2", "--confirm", "--quote", "1. april"],
            "stands in other words by now",
        ),
        (
            &[
                "--add",
                "deadline",
                "2022-06-01",
                "--quote",
                "aldrig skrevet",
            ],
            "does not stand in the paper",
        ),
        (
            &["--add", "deadline", "2022-06-01", "--quote", "kommissoriet"],
            "stands in 2 places; give more words",
        ),
        (
            &["--add", "frist", "2022-06-01", "--quote", "til rådighed"],
            "give the role of a date",
        ),
        (&["d2", "--undo"], "was not corrected"),
    ] {
        let ended = correct(&place, args);
        assert_eq!(ended.code, 2, "{args:?}: {}", ended.err);
        assert!(ended.err.contains(told), "{args:?}: {}", ended.err);
    }
    assert_eq!(record(&place), before);
    assert_eq!(run(place.udvalg(["correct", "--list"])).code, 1);
}

#[test]
fn a_correction_waits_its_turn_and_one_that_is_killed_is_whole_or_not_there() {
    let place = taken(CALL);
    let mut archive = Archive::open(&place.path("archive"), Access::Write).unwrap();
    let batch = archive.batch(Timestamp::UNIX_EPOCH).unwrap();
    let mut waiting = place.udvalg([
        "correct",
        "kald.txt",
        "d2",
        "--to",
        "2022-05-22",
        "--by",
        "Kirsten",
    ]);
    let mut waiting = waiting.stdout(std::process::Stdio::null()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(waiting.try_wait().unwrap().is_none());
    batch.commit().unwrap();
    assert!(waiting.wait().unwrap().success());
    assert_eq!(days(&place, "deadline")[0], "2022-05-22");
    // Killed while it waits, it has done nothing.
    let batch = archive.batch(Timestamp::UNIX_EPOCH).unwrap();
    let mut killed = place
        .udvalg(["correct", "kald.txt", "d2", "--dismiss", "--by", "Kirsten"])
        .spawn()
        .unwrap();
    until("it has begun", || killed.id() > 0);
    killed.kill().unwrap();
    killed.wait().unwrap();
    batch.commit().unwrap();
    assert_eq!(days(&place, "deadline")[0], "2022-05-22");
    assert_eq!(run(place.udvalg(["archive", "check"])).code, 0);
}

#[test]
fn days_in_short_are_understood_and_a_paper_s_corrections_listed() {
    let place = taken(CALL);
    place.write(
        "papers/andet.txt",
        "Notat om broen ved Lillesund\n\nSkive, den 4. maj 2021\n\nSvar sendes senest den 9. juni 2021.\n",
    );
    ingest(&place);
    let set = done(&place, &["15. maj", "--to", "3.6.22"]);
    assert!(set.contains("2022-06-03"), "{set}");
    assert!(set.contains("; read as 2022-05-15  deadline"), "{set}");
    let list = |paper: &str| run(place.udvalg(["correct", paper, "--list", "--json"]));
    assert_eq!(list("kald.txt").out.lines().count(), 1);
    let other = list("andet.txt");
    assert_eq!((other.code, other.out.as_str()), (1, ""), "{}", other.err);
    let shown = run(place.udvalg(["show", "kald.txt", "--why"])).out;
    assert!(shown.contains("read as 2022-05-15"), "{shown}");
}
