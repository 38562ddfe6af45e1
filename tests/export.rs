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

#[test]
fn tables_tell_versions_apart_and_their_columns_are_told_in_the_help() {
    let place = fixtures();
    let table = |args: &[&str]| {
        let all = ["export", "--format", "csv", "--table", "papers"];
        rows(&told(&place, &[&all, args].concat()))
    };
    let all = table(&[]);
    assert_eq!(all[0][all[0].len() - 2..], ["family", "gone"]);
    // From the end, since a title may hold the sign between cells.
    let of = |rows: &[Vec<String>]| -> Vec<String> {
        let families = rows.iter().skip(1).map(|row| row[row.len() - 2].clone());
        families.collect()
    };
    let (mut families, mut once) = (of(&all), of(&table(&["--once"])));
    assert!(once.len() < families.len(), "{families:?}");
    families.sort();
    families.dedup();
    once.sort();
    assert_eq!(once, families, "a row for each family");
    let some = table(&["--once", "--kind", "høring"]);
    assert!(some.len() > 1 && some.len() < once.len(), "{some:?}");
    let help = told(&place, &["export", "--help"]);
    for name in ["papers", "dates", "members", "amounts", "items"] {
        let head = told(&place, &["export", "--format", "csv", "--table", name]);
        let section = help.split(&format!("\n{name}: ")).nth(1).unwrap();
        let section = section.split("\n\n").nth(1).unwrap();
        let told: Vec<&str> = section
            .lines()
            .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
            .filter(|word| !word.is_empty())
            .collect();
        let columns: Vec<&str> = head.split("\r\n").next().unwrap().split(';').collect();
        assert_eq!(told, columns, "{name}");
        for wanted in ["family", "gone", "hash"] {
            assert!(columns.contains(&wanted), "{name}: {columns:?}");
        }
    }
}

#[test]
fn a_report_says_of_which_papers_it_is_and_what_to_doubt() {
    let place = Place::new();
    place.write(
        "papers/dige/notat.txt",
        "Notat om diget ved Sønderlund\n\nDato: 3. marts 2022\n\nAnsøgningen indsendes senest mandag den 15. maj 2022.\n\n\
         Bemærkninger sendes senest den 1. april.\n\nSvaret sendes senest den 2. juni 2022.\n\n\
         Der er bevilget 40.000 kr. til diget. Et hegn koster ellers 75.500 kr. andre steder.\n",
    );
    told(&place, &["ingest", "-q", "papers"]);
    let by = [
        "correct",
        "notat.txt",
        "2. juni",
        "--to",
        "2022-06-03",
        "--by",
        "Kirsten",
    ];
    told(&place, &by);
    for format in ["html", "docx"] {
        let asked = [
            "export",
            "--format",
            format,
            "--as-of",
            "2022-03-05",
            "--folder",
            "dige",
        ];
        told(
            &place,
            &[&asked[..], &["--kind", "notat", "-o", "report"]].concat(),
        );
        let text = told(&place, &["extract", "--text", "report"]);
        for wanted in [
            "Papirer: mappen dige; af arten notat.",
            "Ugedagen i papiret passer ikke til datoen.",
            "Året står ikke ved datoen i papiret, men er udledt.",
            "Rettet af Kirsten",
            "læst af papiret: 2. juni 2022",
            "Summerne er af beløb i kroner",
            "40.000 kr.",
        ] {
            assert!(text.contains(wanted), "{format}: {wanted}\n{text}");
        }
        assert!(!text.contains("75.500 kr."), "{text}");
    }
    let all = told(&place, &["export", "--format", "html", "--from", "2022"]);
    assert!(all.contains("Papirer: alle i arkivet."), "{all}");
}
