//! Pages that are pictures are read, once, whatever happens meanwhile.
#![cfg(unix)]

mod engine;
mod insets;

use std::{fs, os::unix::fs::PermissionsExt};

use archive::{Access, Archive};
use lopdf::{Dictionary, Object, Stream, dictionary};

use crate::{
    support::{Ended, Place, Running, run, until},
    within::zipped,
};

/// An engine that needs no pictures: it answers like tesseract, with words that go by the width of the page, and notes each page
/// in the file `calls` when it is done with it. A file `hold` with a number makes it stop for good before its so-manieth page.
const ENGINE: &str = r#"#!/bin/sh
here=$(dirname "$0")
case "$1" in
--version) cat "$here/version"; exit ;;
--list-langs) echo "List of available languages:"; cat "$here/languages"; exit ;;
esac
read magic; read width height
cat > /dev/null
if [ -f "$here/hold" ] && [ "$(wc -l < "$here/calls")" -ge "$(cat "$here/hold")" ]; then
    echo held > "$here/held"
    exec sleep 600
fi
if [ -f "$here/slow$width" ]; then exec sleep 600; fi
if [ -f "$here/bad$width" ]; then echo "first this" >&2; echo "no such page" >&2; exit 1; fi
echo "$width" >> "$here/calls"
line=0
printf 'level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n'
while read words; do
    line=$((line + 1)); at=0
    for word in $words; do
        at=$((at + 1))
        sure=${word##*@}; text=${word%@*}
        [ "$sure" = "$word" ] && sure=93
        printf '5\t1\t1\t1\t%s\t%s\t%s\t%s\t40\t30\t%s\t%s\n' $line $at $((at * 50)) $((line * 60)) $sure "$text"
    done
done < "$here/page$width"
"#;

/// What stands on the pages of the paper, by their width in points.
const PAGES: &[(u32, &str)] = &[
    (200, "Høring om cykelstier\nSvar senest den 3.@61 maj 2017."),
    (230, "Der søges om 50.000 kr. til kurser."),
    (260, "CPR-nr. 070761-4285 er noteret."),
];

/// Dots of a page of so many points.
fn dots(points: u32) -> u32 {
    points * 300 / 72
}

/// What a record warns of.
fn warned(record: &serde_json::Value) -> Vec<&serde_json::Value> {
    let warnings = record["warnings"].as_array().unwrap().iter();
    warnings.map(|warning| &warning["code"]).collect()
}

/// A PDF of pages that draw a stroke and no letter.
fn scan(widths: &[u32]) -> Vec<u8> {
    let mut pdf = lopdf::Document::with_version("1.5");
    let tree = pdf.new_object_id();
    let pages: Vec<Object> = widths
        .iter()
        .map(|&width| {
            let drawn = Stream::new(Dictionary::new(), b"2 w 20 20 m 90 95 l S".to_vec());
            let content = pdf.add_object(drawn);
            let page = dictionary! {
                "Type" => "Page", "Parent" => tree, "Contents" => content,
                "MediaBox" => vec![0.into(), 0.into(), i64::from(width).into(), 150.into()],
            };
            pdf.add_object(page).into()
        })
        .collect();
    save(pdf, tree, pages)
}

fn save(mut pdf: lopdf::Document, tree: lopdf::ObjectId, pages: Vec<Object>) -> Vec<u8> {
    let count = i64::try_from(pages.len()).unwrap();
    let kids = dictionary! { "Type" => "Pages", "Kids" => pages, "Count" => count };
    pdf.objects.insert(tree, kids.into());
    let catalogue = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    pdf.trailer.set("Root", catalogue);
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).unwrap();
    bytes
}

fn widths() -> Vec<u32> {
    PAGES.iter().map(|(width, _)| *width).collect()
}

/// A place with an engine, settings that name it, and papers: a scan and a letter of text.
fn made() -> Place {
    let place = Place::new();
    let engine = place.write("engine/engine", ENGINE);
    fs::set_permissions(&engine, fs::Permissions::from_mode(0o755)).unwrap();
    place.write("engine/version", "fake 1.0\n with parts\n");
    place.write("engine/languages", "dan\neng\n");
    place.write("engine/calls", "");
    for (width, words) in PAGES {
        place.write(
            &format!("engine/page{}", dots(*width)),
            format!("{words}\n"),
        );
    }
    settings(&place, "");
    place.write("papers/scan.pdf", scan(&widths()));
    place.write("papers/brev.txt", "Notat\n\nVandet stiger igen.\n");
    place
}

fn settings(place: &Place, more: &str) {
    let folder = place.path("engine");
    let program = folder.join("engine");
    place.write(
        "config/udvalg/config.toml",
        format!(
            "[ocr]\nprogram = {program:?}\nfolders = [{folder:?}]\njobs = 1\nseconds = 20\nlanguages = [\"dan\", \"eng\"]\n{more}"
        ),
    );
}

/// The pages that the engine was done with, in the order of their widths.
fn calls(place: &Place) -> Vec<u32> {
    let calls = fs::read_to_string(place.path("engine/calls")).unwrap();
    let mut widths: Vec<u32> = calls.lines().map(|line| line.parse().unwrap()).collect();
    widths.sort_unstable();
    widths
}

fn each_once() -> Vec<u32> {
    widths().into_iter().map(dots).collect()
}

fn ingest(place: &Place, args: &[&str]) -> (Ended, serde_json::Value) {
    let args = ["ingest", "--json"].iter().chain(args).copied();
    let ended = run(place.udvalg(args));
    let summary = serde_json::from_str(&ended.out).unwrap_or_else(|_| panic!("{}", ended.err));
    (ended, summary)
}

fn records(place: &Place) -> String {
    run(place.udvalg(["export", "--format", "ndjson"])).out
}

fn is_whole(place: &Place) {
    let checked = run(place.udvalg(["archive", "check"]));
    assert_eq!(checked.code, 0, "{}{}", checked.out, checked.err);
}

#[test]
fn a_scan_is_read_after_the_others_and_once() {
    let place = made();
    let (ended, summary) = ingest(&place, &["papers"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let pictures = &summary["pictures"];
    assert_eq!(
        (
            &pictures["recognised"],
            &pictures["papers"],
            &pictures["waiting"]
        ),
        (&3.into(), &1.into(), &0.into()),
        "{summary}"
    );
    assert_eq!(calls(&place), each_once());
    let found = run(place.udvalg(["search", "--count", "cykelstier"])).out;
    assert_eq!(found.trim(), "1");
    let due = run(place.udvalg(["deadlines", "--as-of", "2017-01-01"])).out;
    assert!(due.contains("2017-05-03"), "{due}");

    let shown = run(place.udvalg(["show", "scan.pdf"])).out;
    assert!(
        shown.contains("deadline") && shown.contains("[read from a picture, 61 % sure]"),
        "{shown}"
    );
    assert!(
        shown.contains("ocr-doubt") && !shown.contains("93 %"),
        "{shown}"
    );
    let json: serde_json::Value =
        serde_json::from_str(&run(place.udvalg(["show", "--json", "scan.pdf"])).out).unwrap();
    assert_eq!(json["dates"][0]["confidence"], 61);
    assert_eq!(json["amounts"][0]["confidence"], 93);
    assert_eq!(warned(&json), ["personal-data", "ocr-doubt"]);

    let (_, again) = ingest(&place, &["papers"]);
    assert!(again.get("pictures").is_none(), "{again}");
    run(place.udvalg(["understand", "--again"]));
    assert_eq!(calls(&place), each_once());
    let status = run(place.udvalg(["status"])).out;
    assert!(status.contains("3 pages read from pictures\n"), "{status}");
    assert!(status.contains("by fake 1.0 dan+eng\n"), "{status}");
    is_whole(&place);
}

#[test]
fn the_digits_of_a_person_are_kept_nowhere() {
    let place = made();
    ingest(&place, &["papers"]);
    let hash = blake3::hash(&scan(&widths())).to_hex().to_string();
    let archive = Archive::open(&place.path("archive"), Access::Read).unwrap();
    let seen = archive.seen_pages(&hash).unwrap();
    let words: Vec<&str> = seen[&3]
        .words
        .iter()
        .map(|word| word.text.as_str())
        .collect();
    assert_eq!(words, ["CPR-nr.", "070761-xxxx", "er", "noteret."]);
    assert!(!format!("{seen:?}").contains("4285"));
    assert!(!records(&place).contains("4285"));
}

#[test]
fn killed_at_any_page_it_goes_on_and_reads_none_twice() {
    let undisturbed = made();
    ingest(&undisturbed, &["papers"]);
    let wanted = records(&undisturbed);
    assert!(wanted.contains("cykelstier"), "{wanted}");
    for pages in 0..PAGES.len() {
        let place = made();
        place.write("engine/hold", pages.to_string());
        let mut running = Running::start(place.udvalg(["ingest", "papers"]), &place.path("err"));
        until("it comes to the page", || {
            place.path("engine/held").exists()
        });
        running.kill();
        assert_eq!(calls(&place).len(), pages);
        // The text has been there since before the first page.
        let found = run(place.udvalg(["search", "--count", "vandet"])).out;
        assert_eq!(found.trim(), "1");
        fs::remove_file(place.path("engine/hold")).unwrap();
        let (ended, summary) = ingest(&place, &["papers"]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        assert_eq!(
            summary["pictures"]["recognised"],
            PAGES.len() - pages,
            "{summary}"
        );
        assert_eq!(calls(&place), each_once());
        assert_eq!(records(&place), wanted);
        is_whole(&place);
    }
}

#[test]
fn asked_to_stop_it_leaves_the_page_for_the_next_run() {
    let place = made();
    place.write("engine/hold", "1");
    let mut running = Running::start(place.udvalg(["ingest", "papers"]), &place.path("err"));
    until("it comes to the page", || {
        place.path("engine/held").exists()
    });
    running.signal("-TERM");
    assert_eq!(running.end(), 130);
    let told = fs::read_to_string(place.path("err")).unwrap();
    assert!(
        told.contains("2 pages of 1 paper are pictures and wait"),
        "{told}"
    );
    fs::remove_file(place.path("engine/hold")).unwrap();
    let (_, summary) = ingest(&place, &["papers"]);
    assert_eq!(summary["pictures"]["recognised"], 2, "{summary}");
    assert_eq!(calls(&place), each_once());
}

#[test]
fn without_an_engine_pages_wait_and_it_is_told_what_to_install() {
    let place = made();
    settings(&place, "");
    let config = place.path("config/udvalg/config.toml");
    let with = fs::read_to_string(&config).unwrap();
    fs::write(&config, "[ocr]\nprogram = \"no-such-engine\"\n").unwrap();
    let ended = run(place.udvalg(["ingest", "papers"]));
    assert_eq!(ended.code, 0, "{}", ended.err);
    for told in [
        "3 pages of 1 paper are pictures and wait",
        "apt install tesseract-ocr tesseract-ocr-dan",
    ] {
        assert!(ended.err.contains(told), "{}", ended.err);
        let status = run(place.udvalg(["status"])).out;
        assert!(status.contains(told), "{status}");
    }
    let shown = run(place.udvalg(["show", "scan.pdf"])).out;
    assert!(shown.contains("no-text"), "{shown}");
    let refused = run(place.udvalg(["extract", "--ocr", "now", "papers/scan.pdf"]));
    assert_eq!(refused.code, 4, "{}", refused.err);

    fs::write(&config, with).unwrap();
    let (_, off) = ingest(&place, &["--ocr", "off", "papers"]);
    assert!(off.get("pictures").is_none(), "{off}");
    let (ended, summary) = ingest(&place, &["--retry", "no-text"]);
    assert_eq!(
        (ended.code, &summary["files"]),
        (0, &0.into()),
        "{}",
        ended.err
    );
    assert_eq!(summary["pictures"]["recognised"], 3, "{summary}");
    let shown = run(place.udvalg(["show", "scan.pdf"])).out;
    assert!(!shown.contains("no-text"), "{shown}");
}

#[test]
fn a_page_that_fails_costs_itself() {
    let place = made();
    let [_, bad, slow] = each_once()[..] else {
        panic!()
    };
    place.write(&format!("engine/bad{bad}"), "");
    place.write(&format!("engine/slow{slow}"), "");
    settings(&place, "");
    let config = fs::read_to_string(place.path("config/udvalg/config.toml")).unwrap();
    place.write(
        "config/udvalg/config.toml",
        config.replace("seconds = 20", "seconds = 3"),
    );
    let (ended, summary) = ingest(&place, &["papers"]);
    assert_eq!(ended.code, 3);
    for told in [
        "scan.pdf, page 2: the engine ended with exit status: 1: no such page",
        "page 3: took longer than 3 seconds",
    ] {
        assert!(ended.err.contains(told), "{}", ended.err);
    }
    let pictures = &summary["pictures"];
    assert_eq!(
        (
            &pictures["recognised"],
            &pictures["failed"]["timeout"],
            &pictures["failed"]["engine"]
        ),
        (&1.into(), &1.into(), &1.into())
    );
    let text = run(place.udvalg(["show", "--text", "scan.pdf"])).out;
    assert!(
        text.contains("cykelstier") && !text.contains("kurser"),
        "{text}"
    );
    // What failed is left until it is asked for.
    let (_, again) = ingest(&place, &["papers"]);
    assert_eq!(
        again["pictures"]["recognised"],
        serde_json::Value::Null,
        "{again}"
    );
    for broken in [format!("bad{bad}"), format!("slow{slow}")] {
        fs::remove_file(place.path("engine").join(broken)).unwrap();
    }
    let (ended, again) = ingest(&place, &["--retry", "no-text"]);
    assert_eq!(
        (ended.code, &again["pictures"]["recognised"]),
        (0, &2.into()),
        "{}",
        ended.err
    );
    assert_eq!(calls(&place), each_once());
}

#[test]
fn read_with_each_file_it_comes_to_the_same() {
    let later = made();
    ingest(&later, &["papers"]);
    let now = made();
    let (ended, summary) = ingest(&now, &["--ocr", "now", "papers"]);
    assert_eq!(
        (ended.code, &summary["pictures"]["recognised"]),
        (0, &3.into()),
        "{}",
        ended.err
    );
    assert_eq!(records(&now), records(&later));
    // A copy of the file is the paper that is known; as an attachment of another name too.
    now.write("papers/kopi.pdf", scan(&widths()));
    ingest(&now, &["papers"]);
    let extracted = run(now.udvalg(["extract", "--ocr", "now", "papers/scan.pdf"]));
    assert!(extracted.out.contains("2017-05-03"), "{}", extracted.err);
    let told = run(now.udvalg(["extract", "--text", "papers/scan.pdf"]));
    assert!(
        told.err
            .contains("3 pages are pictures; --ocr now reads them"),
        "{}",
        told.err
    );
    assert_eq!(
        calls(&now).len(),
        6,
        "once for the archive, once for extract, which keeps nothing"
    );
}

#[test]
fn what_was_recognised_is_kept_through_copies_other_engines_and_limits() {
    let place = made();
    settings(&place, "pages = 2\n");
    place.write(
        "papers/sag.zip",
        zipped(&[
            ("bilag/a.txt", b"Notat\n"),
            ("bilag/side.pdf", &scan(&[200])),
        ]),
    );
    let (ended, summary) = ingest(&place, &["papers"]);
    let pictures = &summary["pictures"];
    assert_eq!(ended.code, 0, "{}", ended.err);
    // The page in the zip has the picture of the scan's first one, and is the smaller paper.
    assert_eq!(
        (
            &pictures["recognised"],
            &pictures["known"],
            &pictures["beyond"],
            &pictures["waiting"]
        ),
        (&2.into(), &1.into(), &1.into(), &1.into()),
        "{summary}"
    );
    let found = run(place.udvalg(["search", "--count", "cykelstier"])).out;
    assert_eq!(found.trim(), "2");
    // Another engine takes the pages up when that is asked for, and no sooner.
    place.write("engine/version", "fake 2.0\n");
    settings(&place, "");
    let (_, next) = ingest(&place, &["papers"]);
    assert_eq!(next["pictures"]["recognised"], 1, "{next}");
    let (_, outdated) = ingest(&place, &["--outdated"]);
    let pictures = &outdated["pictures"];
    assert_eq!(
        (&pictures["recognised"], &pictures["known"]),
        (&2.into(), &1.into()),
        "{outdated}"
    );
    // What is not there any more is told, and nothing is lost.
    place.write("engine/version", "fake 3.0\n");
    fs::remove_file(place.path("papers/scan.pdf")).unwrap();
    let (ended, gone) = ingest(&place, &["--outdated"]);
    assert_eq!(gone["pictures"]["papers_left"], 1, "{gone}");
    assert!(
        ended
            .err
            .contains("scan.pdf: its file is gone; its pages wait"),
        "{}",
        ended.err
    );
    let found = run(place.udvalg(["search", "--count", "kurser"])).out;
    assert_eq!(found.trim(), "1");
    is_whole(&place);
}

#[test]
fn watched_scans_are_read_between_batches() {
    let place = made();
    run(place.udvalg(["ingest", "--ocr", "off", "papers"]));
    assert!(calls(&place).is_empty());
    let watching = place.udvalg(["watch", "--settle", "0.1", "papers"]);
    let mut running = Running::start(watching, &place.path("err"));
    until("what waited is read", || calls(&place).len() == 3);
    place.write("engine/page1208", "Nyt om broer\n");
    place.write("papers/ny.pdf", scan(&[290]));
    until("what came is read", || calls(&place).len() == 4);
    until("it is told", || {
        let told = fs::read_to_string(place.path("err")).unwrap();
        told.matches(" read from pictures").count() == 2
    });
    running.signal("-TERM");
    assert_eq!(running.end(), 0);
    let found = run(place.udvalg(["search", "--count", "broer"])).out;
    assert_eq!(found.trim(), "1");
}
