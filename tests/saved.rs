//! Searches that are kept under a name, and what is new to them.

use std::{fs, process::Stdio};

use crate::support::{Ended, Place, ended, run};

/// Three papers, two of them about the dike, in an archive.
fn dike() -> Place {
    let place = Place::new();
    place.write(
        "papers/a.txt",
        "Notat om diget\n\nDato: 2. maj 2017\n\nDiget ved Østermark skal forhøjes.\n",
    );
    place.write(
        "papers/b.txt",
        "Referat af mødet den 3. maj 2018\n\nTil stede: Ida Falk\n\nUdvalget drøftede diget.\n",
    );
    place.write("papers/c.txt", "Notat om havnen\n\nDato: 4. maj 2018\n");
    take(&place);
    place
}

fn take(place: &Place) {
    let ended = run(place.udvalg(["ingest", "papers"]));
    assert_eq!(ended.code, 0, "{}", ended.err);
}

fn asked(place: &Place, args: &[&str]) -> Ended {
    run(place.udvalg(["search"].iter().chain(args).copied()))
}

/// The paths that an answer names, in their order by name.
fn paths(place: &Place, args: &[&str]) -> Vec<String> {
    let ended = asked(place, &[args, &["--json"]].concat());
    let lines = ended.out.lines();
    let mut paths: Vec<_> = lines
        .map(|line| crate::bad_input::value(line, "path"))
        .collect();
    paths.sort_unstable();
    paths
}

fn saved(place: &Place) -> Vec<serde_json::Value> {
    let ended = run(place.udvalg(["saved", "--json"]));
    let lines = ended.out.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn a_search_is_kept_run_listed_and_dropped() {
    let place = dike();
    let name = "Diget i Østermark, år for år";
    let kept = asked(
        &place,
        &[
            "diget OR \"nyt dige\"",
            "--year",
            "2017",
            "--sort",
            "date",
            "-n",
            "1",
            "--save",
            name,
        ],
    );
    assert_eq!(kept.code, 0, "{}", kept.err);
    assert!(
        kept.err.contains(&format!("saved as {name}\n")),
        "{}",
        kept.err
    );
    assert!(kept.out.contains("a.txt"), "it is run too: {}", kept.out);
    assert_eq!(paths(&place, &["--saved", name]), ["a.txt"]);
    let list = run(place.udvalg(["saved"])).out;
    assert!(list.starts_with(&format!("{name}\n")), "{list}");
    let line = "    'diget OR \"nyt dige\"' --year 2017 --sort date\n";
    assert!(list.contains(line), "what is typed again: {list}");
    assert!(list.contains("never asked with --new"), "{list}");
    let json = &saved(&place)[0];
    assert_eq!(json["name"], name);
    assert_eq!(
        json["options"],
        serde_json::json!(["--year=2017", "--sort=date"])
    );
    assert_eq!(json["seen"], 3);

    let again = asked(&place, &["havnen", "--save", name]);
    assert!(again.err.contains("instead of"), "{}", again.err);
    assert_eq!(paths(&place, &["--saved", name]), ["c.txt"]);
    assert_eq!(saved(&place).len(), 1);

    let dropped = run(place.udvalg(["saved", "--delete", name]));
    assert_eq!((dropped.code, saved(&place).len()), (0, 0));
}

#[test]
fn options_of_now_come_on_top() {
    let place = dike();
    let save = ["diget", "--year", "2017", "--facets", "--save", "diget"];
    assert_eq!(asked(&place, &save).code, 0);
    assert_eq!(
        paths(&place, &["--saved", "diget", "--year", "2018"])[..2],
        ["a.txt", "b.txt"]
    );
    let first = |sort| {
        let args = [
            "--saved", "diget", "--year", "2018", "--json", "--sort", sort,
        ];
        crate::bad_input::value(asked(&place, &args).out.lines().next().unwrap(), "path")
    };
    assert_eq!(first("date"), "b.txt");
    // Counting and facets exclude each other: what is kept gives way.
    assert_eq!(asked(&place, &["--saved", "diget", "--count"]).out, "1\n");
    let none = asked(&place, &["--saved", "diget", "--kind", "referat"]);
    assert_eq!(none.code, 1, "{}", none.out);
    // An option that is given twice by itself replaces: it is not added.
    asked(&place, &["", "--from", "2018-05-04", "--save", "sent"]);
    assert_eq!(paths(&place, &["--saved", "sent"]), ["c.txt"]);
    let earlier = ["--saved", "sent", "--from", "2018-01-01"];
    assert_eq!(paths(&place, &earlier), ["b.txt", "c.txt"]);
}

#[test]
fn new_is_what_was_put_since() {
    let place = dike();
    asked(&place, &["diget", "--save", "diget"]);
    let new = ["--saved", "diget", "--new"];
    let nothing = asked(&place, &new);
    assert_eq!((nothing.code, &*nothing.out), (1, ""), "{}", nothing.err);
    assert!(nothing.err.contains("nothing new"), "{}", nothing.err);

    place.write("papers/d.txt", "Notat om diget i nord\n");
    place.write("papers/e.txt", "Notat om noget andet\n");
    place.write("papers/b.txt", "Referat\n\nUdvalget drøftede diget igen.\n");
    take(&place);
    let count = ["--saved", "diget", "--new", "--count"];
    assert_eq!(asked(&place, &count).out, "2\n");
    assert_eq!(asked(&place, &count).out, "2\n", "counting sees nothing");
    let cut = asked(&place, &[&new[..], &["-n", "1"]].concat());
    assert!(cut.err.contains("1 of 2 new papers"), "{}", cut.err);
    let second = asked(&place, &[&new[..], &["--offset", "1"]].concat());
    assert!(second.err.contains("1 of 2 new papers"), "{}", second.err);
    assert_eq!(paths(&place, &new), ["b.txt", "d.txt"]);
    assert_eq!(asked(&place, &new).code, 1, "now they are known");
    assert_eq!(
        paths(&place, &["--saved", "diget"]),
        ["a.txt", "b.txt", "d.txt"]
    );
    assert!(saved(&place)[0]["asked"].is_string());
    assert!(saved(&place)[0]["seen"].as_u64().unwrap() >= 6);

    // Each search has seen what it has seen; one that is saved anew begins again.
    asked(&place, &["diget", "--save", "andet"]);
    place.write("papers/f.txt", "Notat om diget i syd\n");
    take(&place);
    asked(&place, &["diget", "--save", "andet"]);
    assert_eq!(paths(&place, &new), ["f.txt"]);
    assert_eq!(asked(&place, &["--saved", "andet", "--new"]).code, 1);
}

#[test]
fn papers_put_anew_are_new_and_papers_gone_are_not() {
    let place = dike();
    asked(&place, &["diget", "--save", "diget"]);
    let again = run(place.udvalg(["understand", "--again"]));
    assert_eq!(again.code, 0, "{}", again.err);
    let new = ["--saved", "diget", "--new"];
    assert_eq!(paths(&place, &new), ["a.txt", "b.txt"]);
    // The index is made anew, the numbers of changes stay.
    assert_eq!(run(place.udvalg(["index", "rebuild"])).code, 0);
    assert_eq!(asked(&place, &new).code, 1);
    place.write("papers/a.txt", "Notat om vejen\n");
    take(&place);
    assert_eq!(
        asked(&place, &new).code,
        1,
        "it says nothing of it any more"
    );
}

#[test]
fn two_at_once_wait_for_each_other() {
    let place = dike();
    let save = |name: &str| {
        let mut command = place.udvalg(["search", "diget", "--save", name]);
        command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let both = [save("én"), save("to")].map(|child| ended(child.wait_with_output().unwrap()));
    for one in both {
        assert_eq!(one.code, 0, "{}", one.err);
    }
    let names: Vec<_> = saved(&place).iter().map(|s| s["name"].clone()).collect();
    assert_eq!(names, ["to", "én"]);
    // Beside an ingest: its batches are short, and whoever saves waits for one.
    for number in 0..150 {
        let text = format!("Notat {number} om diget\n\nDato: 2. maj 2017\n");
        place.write(&format!("papers/{number}.txt"), text);
    }
    place.write("config/udvalg/config.toml", "[ingest]\nbatch_papers = 5\n");
    let mut ingest = place.udvalg(["ingest", "papers"]);
    let mut ingest = ingest.stderr(Stdio::null()).spawn().unwrap();
    for number in 0..5 {
        let beside = ended(save(&format!("nr. {number}")).wait_with_output().unwrap());
        assert_eq!(beside.code, 0, "{}", beside.err);
    }
    assert!(ingest.wait().unwrap().success());
    // What came between is new to each of them, and nothing is lost: both parts make the whole.
    let total = 152;
    for kept in saved(&place).iter().filter(|s| s["name"] != "to") {
        let name = kept["name"].as_str().unwrap();
        let new = paths(&place, &["--saved", name, "--new", "-n", "500"]).len() as u64;
        let seen = kept["seen"].as_u64().unwrap();
        assert_eq!(new, total + 1 - seen, "{name}");
    }
}

#[test]
fn without_an_index_it_is_kept_all_the_same() {
    let place = dike();
    let index = place.path("archive/index");
    fs::remove_dir_all(&index).unwrap();
    fs::write(&index, "").unwrap();
    let kept = asked(&place, &["diget", "--save", "diget"]);
    assert_eq!((kept.code, &*kept.out), (4, ""), "{}", kept.err);
    fs::remove_file(&index).unwrap();
    assert_eq!(saved(&place)[0]["seen"], 3);
    assert_eq!(paths(&place, &["--saved", "diget"]), ["a.txt", "b.txt"]);
}

#[test]
fn wrong_use_says_what_to_do() {
    let place = dike();
    let refused = |args: &[&str], says: &str| {
        let ended = run(place.udvalg(args.iter().copied()));
        assert_eq!(ended.code, 2, "{args:?}: {}{}", ended.out, ended.err);
        assert!(ended.err.contains(says), "{args:?}: {}", ended.err);
        assert_eq!(ended.out, "", "{args:?}");
    };
    refused(&["search", "--saved", "dige"], "none is: keep one with");
    for name in ["Ørsted vej", "å"] {
        asked(&place, &["diget", "--save", name]);
    }
    let known = "these are:\n  Ørsted vej\n  å";
    refused(&["search", "--saved", "ørsted vej"], known);
    refused(&["saved", "--delete", "A"], known);
    refused(&["search", "havnen", "--saved", "å"], "leave out the one");
    refused(&["search", "diget", "--new"], "--saved <NAME>");
    refused(&["search", "--save", "b", "--saved", "å"], "--saved <NAME>");
    refused(&["search", "a", "--save", ""], "1 to 60 characters");
    refused(
        &["search", "a", "--save", &"ø".repeat(61)],
        "1 to 60 characters",
    );
    refused(&["search", "(diget", "--save", "b"], "never closed");
    refused(
        &[
            "search",
            "--saved",
            "å",
            "--from",
            "2018-01-01",
            "--to",
            "2017-01-01",
        ],
        "lies after",
    );
    assert_eq!(saved(&place).len(), 2);
    let empty = Place::new();
    let nowhere = run(empty.udvalg(["search", "a", "--save", "a"]));
    assert_eq!(nowhere.code, 4, "{}", nowhere.err);
}

#[test]
fn a_question_of_dashes_and_marks_is_typed_again_as_it_was() {
    let place = dike();
    let organisation = "--organisation=-Rådet's";
    asked(&place, &[organisation, "--save", "mærker", "--", "-havnen"]);
    let list = run(place.udvalg(["saved"])).out;
    let line = list.lines().nth(1).unwrap().trim();
    assert_eq!(line, r"'--organisation=-Rådet'\''s' -- -havnen");
    asked(&place, &["--save", "alle", "--", "-havnen"]);
    let line = run(place.udvalg(["saved"])).out;
    let line = line.lines().nth(1).unwrap().trim().to_owned();
    let again = run(place.shell(&format!("udvalg search --count {line}"), &place.path("")));
    assert_eq!(again.out, "2\n", "{line}: {}", again.err);
    assert_eq!(paths(&place, &["--saved", "alle"]), ["a.txt", "b.txt"]);
}
