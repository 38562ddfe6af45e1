//! What is due is listed in order, counted from one day, of the papers that are asked for; what has no day is told.

use serde_json::Value;

use crate::support::{Ended, Place, run};

/// Two deadlines of two folders, a meeting, and a deadline that is counted from a day that nobody knows.
fn papers() -> Place {
    let place = Place::new();
    place.write(
        "papers/bro/hoering.txt",
        "Høring om fælles bådebro\n\nDato: 1. marts 2022\n\nHøringssvar sendes til os senest den 1. april 2022.\n\n\
         Udvalget holder møde den 20. april 2022 på rådhuset.\n",
    );
    place.write(
        "papers/dige/notat.txt",
        "Notat om diget ved Sønderlund\n\nDato: 3. marts 2022\n\nForvaltningen afleverer sin plan senest den 15. juni 2022.\n\n\
         Referatet sendes ud senest en uge efter modtagelsen.\n",
    );
    let ended = run(place.udvalg(["ingest", "-q", "papers"]));
    assert_eq!(ended.code, 0, "{}", ended.err);
    place
}

fn deadlines(place: &Place, args: &[&str]) -> Ended {
    run(place.udvalg(["deadlines"].iter().chain(args).copied()))
}

/// The first days of what is listed.
fn days(place: &Place, args: &[&str]) -> Vec<String> {
    let all = [args, &["--json"]].concat();
    let out = deadlines(place, &all).out;
    let line = |line: &str| -> Value { serde_json::from_str(line).unwrap() };
    out.lines()
        .map(|json| line(json)["start"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn days_are_counted_from_one_day_and_listed_from_another() {
    let place = papers();
    let told = deadlines(&place, &["--as-of", "2022-04-03", "--from", "2022"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.out.contains("    2 days ago · Høring"), "{}", told.out);
    assert!(told.out.contains("    in 73 days · Notat"), "{}", told.out);
    let told = deadlines(&place, &["--as-of", "2022-04-02", "--from", "2022-03"]);
    assert!(told.out.contains("    1 day ago · "), "{}", told.out);
    let today = deadlines(&place, &["--from", "2022-01-01"]);
    assert!(today.out.contains(" days ago · "), "{}", today.out);
    assert!(today.err.contains("counted from today"), "{}", today.err);
    let until = days(&place, &["--from", "2022", "--to", "2022-05"]);
    assert_eq!(until, ["2022-04-01"]);
    for (args, told) in [
        (["--from", "20x2"], "give a day, a week, a month or a year"),
        (["--year", "20x2"], "give a year of four digits"),
    ] {
        let wrong = deadlines(&place, &args);
        assert_eq!(wrong.code, 2, "{}", wrong.err);
        assert!(wrong.err.contains(told), "{}", wrong.err);
    }
}

#[test]
fn a_question_filters_a_role_and_a_number_say_which() {
    let place = papers();
    let since = |args: &[&str]| days(&place, &[&["--as-of", "2022-01-01"], args].concat());
    assert_eq!(since(&[]), ["2022-04-01", "2022-06-15"]);
    assert_eq!(since(&["--folder", "dige"]), ["2022-06-15"]);
    assert_eq!(since(&["--kind", "høring"]), ["2022-04-01"]);
    assert_eq!(since(&["bådebro"]), ["2022-04-01"]);
    assert_eq!(since(&["--year", "2021"]), [""; 0]);
    assert_eq!(since(&["--role", "meeting"]), ["2022-04-20"]);
    assert_eq!(since(&["--limit", "1"]), ["2022-04-01"]);
    let first = deadlines(&place, &["--as-of", "2022-01-01", "-n", "1"]);
    assert!(first.err.contains("the first 1 of 2"), "{}", first.err);
    let none = deadlines(&place, &["--as-of", "2023-01-01", "--role", "meeting"]);
    assert_eq!(none.code, 1);
    assert!(
        none.err.contains("no meeting from 2023-01-01"),
        "{}",
        none.err
    );
}

#[test]
fn what_has_no_day_is_told_and_reviewed_and_stands_in_reports() {
    let place = papers();
    let told = deadlines(&place, &["--as-of", "2022-03-05"]);
    let line = "1 deadline has no day: see `udvalg review --role deadline`";
    assert!(told.err.contains(line), "{}", told.err);
    let listed = run(place.udvalg(["review", "--role", "deadline", "--list"])).out;
    assert!(listed.contains("senest en uge"), "{listed}");
    let elsewhere = deadlines(&place, &["--as-of", "2022-03-05", "--folder", "bro"]);
    assert!(!elsewhere.err.contains("no day"), "{}", elsewhere.err);
    let late = deadlines(&place, &["--as-of", "2026-03-05"]);
    assert!(!late.err.contains("no day"), "it was of 2022: {}", late.err);
    let report = |format: &str| {
        run(place.udvalg([
            "export",
            "--format",
            format,
            "--as-of",
            "2022-03-05",
            "-o",
            "report",
        ]));
        run(place.udvalg(["extract", "--text", "report"])).out
    };
    for report in [report("html"), report("docx")] {
        assert!(report.contains("Frister uden dato"), "{report}");
        assert!(report.contains("»senest en uge«"), "{report}");
        assert!(report.contains("dige/notat.txt"), "{report}");
    }
}

#[test]
fn a_name_that_no_paper_has_is_told_with_some_that_they_have() {
    let place = papers();
    for (args, told) in [
        (
            &["search", "--folder", "diger"][..],
            "no paper lies in the folder diger; folders are as in the archive's paths, below what was ingested: dige, …",
        ),
        (&["search", "mappe:nix"], "ingested: bro, dige, …"),
        (&["deadlines", "--folder", "nix"], "in the folder nix;"),
        (&["review", "--folder", "nix"], "in the folder nix;"),
        (&["calendar", "--folder", "nix"], "in the folder nix;"),
        (
            &["export", "--format", "ndjson", "--folder", "nix"],
            "in the folder nix;",
        ),
        (
            &["search", "--party", "Ø"],
            "no paper has a member of the party Ø, and none has any",
        ),
        (
            &["search", "organisation:Bådelauget"],
            "no paper names the organisation Bådelauget",
        ),
        (
            &["search", "--format", "pdf"],
            "no paper has the format pdf; formats are: text, …",
        ),
    ] {
        let ended = run(place.udvalg(args.iter().copied()));
        assert!(ended.err.contains(told), "{args:?}: {}", ended.err);
    }
    let known = run(place.udvalg(["search", "--folder", "bro/", "--format", "TEXT"]));
    assert_eq!((known.code, known.err.as_str()), (0, ""), "{}", known.err);
    let empty = run(place.udvalg(["search", "bådebro formand: Bro"]));
    assert_eq!(empty.code, 2, "{}", empty.err);
    assert!(
        empty.err.contains("nothing stands behind formand:"),
        "{}",
        empty.err
    );
    assert!(empty.err.contains("          ^^^^^^^^"), "{}", empty.err);
}
