//! Exports as other programs and people get them.

use std::fs;

use crate::support::{Place, root, run};

fn fixtures() -> Place {
    let place = Place::new();
    let papers = root().join("fixtures/papers");
    let ended = run(place.udvalg(["ingest", papers.to_str().unwrap()]));
    assert_eq!(ended.code, 0, "{}", ended.err);
    place
}

fn told(place: &Place, args: &[&str]) -> String {
    let ended = run(place.udvalg(args.iter().copied()));
    assert_eq!(ended.code, 0, "{args:?}: {}", ended.err);
    ended.out
}

/// The rows of a table without quoted cells of several lines.
fn rows(csv: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| line.split(';').map(str::to_owned).collect();
    csv.split("\r\n")
        .filter(|line| !line.is_empty())
        .map(cells)
        .collect()
}

#[test]
fn all_tables_come_into_a_folder_and_each_alone_to_the_output() {
    let place = fixtures();
    for (format, ending) in [("csv", "csv"), ("parquet", "parquet")] {
        let folder = place.path(format);
        told(
            &place,
            &["export", "--format", format, "-o", folder.to_str().unwrap()],
        );
        let mut names: Vec<_> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        let expected = ["amounts", "dates", "items", "members", "papers"]
            .map(|name| format!("{name}.{ending}"));
        assert_eq!(names, expected);
        let alone = place
            .udvalg(["export", "--format", format, "--table", "dates"])
            .output()
            .unwrap();
        let dates = folder.join("dates").with_extension(ending);
        assert_eq!(fs::read(dates).unwrap(), alone.stdout);
    }
    let papers = rows(&told(
        &place,
        &["export", "--format", "csv", "--table", "papers"],
    ));
    let records = told(&place, &["export", "--format", "ndjson"])
        .lines()
        .count();
    assert_eq!(
        papers.len(),
        records + 1,
        "a row for each paper, and the names of the columns"
    );
    assert!(
        papers.iter().all(|row| row.len() >= papers[0].len()),
        "{papers:?}"
    );
}

#[test]
fn a_question_says_which_papers() {
    let place = fixtures();
    let all = told(&place, &["export", "--format", "ndjson"])
        .lines()
        .count();
    let some = told(
        &place,
        &[
            "export",
            "--format",
            "ndjson",
            "art:bevilling",
            "--kind",
            "bevilling",
        ],
    );
    assert!(some.lines().count() > 0 && some.lines().count() < all);
    assert!(
        some.lines()
            .all(|line| line.contains("\"kind\":\"bevilling\""))
    );
    let wrong = run(place.udvalg([
        "export",
        "--format",
        "csv",
        "--table",
        "papers",
        "frist:i går(",
    ]));
    assert_eq!(wrong.code, 2, "{}", wrong.err);
    let unnamed = run(place.udvalg(["export", "--format", "csv"]));
    assert!(
        unnamed.code == 2 && unnamed.err.contains("--table"),
        "{}",
        unnamed.err
    );
    let unknown = run(place.udvalg(["export", "--format", "csv", "--table", "frister"]));
    assert!(
        unknown.code == 2 && unknown.err.contains("papers, dates"),
        "{}",
        unknown.err
    );
}

#[test]
fn reports_say_what_is_due_and_are_papers_themselves() {
    let place = fixtures();
    let file = place.path("frister.docx");
    let asked = [
        "export",
        "--format",
        "docx",
        "--as-of",
        "1990-01-01",
        "-o",
        file.to_str().unwrap(),
    ];
    told(&place, &asked);
    let text = told(&place, &["extract", "--text", file.to_str().unwrap()]);
    assert!(
        text.contains("mandag den 1. april 1996") && text.contains("Beløb"),
        "{text}"
    );
    let page = told(
        &place,
        &["export", "--format", "html", "--as-of", "1990-01-01"],
    );
    assert!(
        page.contains("mandag den 1. april 1996") && page.contains("<svg"),
        "{page}"
    );
    let late = told(
        &place,
        &["export", "--format", "html", "--from", "2090-01-01"],
    );
    assert!(late.contains("Ingen frister"), "{late}");
}

#[test]
fn a_file_that_cannot_be_written_leaves_nothing_behind() {
    let place = fixtures();
    let folder = place.path("taken");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("x"), "x").unwrap();
    let ended = run(place.udvalg([
        "export",
        "--format",
        "ndjson",
        "-o",
        folder.to_str().unwrap(),
    ]));
    assert!(
        ended.code != 0 && ended.err.contains("cannot be written"),
        "{}",
        ended.err
    );
    let left = fs::read_dir(place.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    assert!(
        left.into_iter()
            .all(|name| !name.to_string_lossy().contains(".part"))
    );
}
