//! The papers of `fixtures/` and the records that they must become.
//!
//! `papers/NAME.EXT` stands beside `NAME.EXT.record.json`; of `odd/NAME.EXT`, what cannot be read stands beside
//! `NAME.EXT.reason.txt`. UPDATE_EXPECT=1 rewrites both; read what git shows then.

use std::{fs, path::PathBuf};

use paper::Record;

use crate::support::{Ended, Place, first_difference, root, run, updating};

const PAPERS: &[&str] = &["txt", "docx", "pdf", "odt", "rtf", "doc", "html", "eml"];

/// The papers of a folder below `fixtures`, as the commands are given them.
fn files(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join("fixtures").join(folder)).unwrap();
    let names = entries.map(|e| e.unwrap().file_name().into_string().unwrap());
    let is_paper = |name: &String| {
        let ending = name.rsplit('.').next();
        ending.is_some_and(|e| PAPERS.contains(&e)) && !name.ends_with(".reason.txt")
    };
    let mut names: Vec<_> = names
        .filter(is_paper)
        .map(|name| format!("{folder}/{name}"))
        .collect();
    names.sort();
    names
}

/// Runs the binary inside `fixtures`, so that paths in the records are the same everywhere.
fn extract(args: &[&str]) -> Ended {
    let place = Place::new();
    let mut command = place.udvalg(std::iter::once("extract").chain(args.iter().copied()));
    command.current_dir(root().join("fixtures"));
    run(command)
}

/// The record as a person reads it; it must be all that the line says.
fn pretty(line: &str) -> String {
    let record: Record = serde_json::from_str(line).unwrap();
    assert_eq!(
        serde_json::to_string(&record).unwrap(),
        line,
        "the record says more than its type"
    );
    serde_json::to_string_pretty(&record).unwrap() + "\n"
}

/// What is wrong with an expected text, if anything.
fn compare(name: &str, found: &str) -> Option<String> {
    let expected = root().join("fixtures").join(name);
    if updating() {
        fs::write(&expected, found).unwrap();
        return None;
    }
    match fs::read_to_string(&expected) {
        Ok(text) if text == found => None,
        Ok(text) => Some(format!("{name}: {}", first_difference(&text, found))),
        Err(_) => Some(format!("{name}: missing")),
    }
}

fn report(wrong: Vec<String>) {
    let count = wrong.len();
    assert!(
        wrong.is_empty(),
        "{count} differ; UPDATE_EXPECT=1 rewrites them\n{}",
        wrong.join("\n")
    );
}

#[test]
fn papers_become_their_records() {
    let files = files("papers");
    assert!(files.len() >= 45, "{files:?}");
    let args: Vec<&str> = files.iter().map(String::as_str).collect();
    let ended = extract(&args);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let lines: Vec<&str> = ended.out.lines().collect();
    assert_eq!(lines.len(), files.len(), "one record a paper");
    let pairs = files.iter().zip(lines);
    report(
        pairs
            .filter_map(|(file, line)| compare(&format!("{file}.record.json"), &pretty(line)))
            .collect(),
    );
}

#[test]
fn odd_files_become_records_or_say_why_not() {
    let check = |file: &String| {
        let ended = extract(&[file]);
        match ended.out.lines().next() {
            Some(line) => compare(&format!("{file}.record.json"), &pretty(line)),
            None => {
                assert_eq!(ended.code, 3, "{file}: {}", ended.err);
                compare(&format!("{file}.reason.txt"), &ended.err)
            }
        }
    };
    report(files("odd").iter().filter_map(check).collect());
}

/// A golden whose paper is gone would never be looked at again.
#[test]
fn every_expected_record_has_its_paper() {
    for folder in ["papers", "odd"] {
        for entry in fs::read_dir(root().join("fixtures").join(folder)).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            let name = path.to_str().unwrap();
            for ending in [".record.json", ".reason.txt"] {
                if let Some(paper) = name.strip_suffix(ending) {
                    assert!(PathBuf::from(paper).exists(), "{name} has no paper");
                }
            }
        }
    }
}

/// What the contract promises of every source: the quote is what stands there, and the page where it stands; and whoever
/// asks why a value is there is told its rule. A warning's code is its rule.
#[test]
fn values_stand_at_their_places_and_name_their_rules() {
    for file in files("papers") {
        let text: Vec<char> = extract(&["--text", &file]).out.chars().collect();
        let record: serde_json::Value = serde_json::from_str(&extract(&[&file]).out).unwrap();
        let mut sources = 0;
        let mut left = vec![&record];
        while let Some(value) = left.pop() {
            if let Some(quote) = value["quote"].as_str() {
                let at = |key: &str| usize::try_from(value[key].as_u64().unwrap()).unwrap();
                let there: String = text[at("start")..at("end")].iter().collect();
                assert_eq!(there, quote, "{file}: {value}");
                let breaks = text[..at("start")]
                    .iter()
                    .filter(|c| **c == '\u{c}')
                    .count();
                if let Some(page) = value["page"].as_u64() {
                    assert_eq!(
                        usize::try_from(page).unwrap(),
                        breaks + 1,
                        "{file}: {value}"
                    );
                }
                sources += 1;
            }
            if value.get("source").is_some() && value.get("code").is_none() {
                let rule = value["rule"].as_str();
                assert!(rule.is_some_and(|r| !r.is_empty()), "{file}: {value}");
            }
            left.extend(value.as_object().into_iter().flat_map(|o| o.values()));
            left.extend(value.as_array().into_iter().flatten());
        }
        assert!(sources >= 5, "{file}: only {sources} values");
    }
}
