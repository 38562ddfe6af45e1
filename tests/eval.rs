//! Records are scored against answers, and against what people said of the archive's values.

use std::fs;

use serde_json::Value;

use crate::support::{Ended, Place, root, run};

/// A copy of the papers with answers.
fn answered() -> Place {
    let place = Place::new();
    for entry in fs::read_dir(root().join("fixtures/eval")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        place.write(&format!("papers/{name}"), fs::read(&path).unwrap());
    }
    place
}

fn scored(place: &Place, args: &[&str]) -> (Ended, Value) {
    let all = ["eval", "--json"].iter().chain(args).copied();
    let ended = run(place.udvalg(all));
    let report = serde_json::from_str(&ended.out).unwrap();
    (ended, report)
}

/// A field's row, or nothing.
fn row<'r>(report: &'r Value, field: &str) -> &'r Value {
    let mut rows = report["fields"].as_array().unwrap().iter();
    rows.find(|row| row["field"] == field)
        .unwrap_or(&Value::Null)
}

#[test]
fn what_cannot_be_read_counts_as_empty_and_the_rest_is_scored() {
    let place = answered();
    let (ended, whole) = scored(&place, &["papers"]);
    assert_eq!(
        (ended.code, &whole["papers"]),
        (0, &3.into()),
        "{}",
        ended.err
    );
    place.write("papers/tom.gold.json", "{");
    place.write("papers/alene.gold.json", "{}");
    let gold = r#"{"members": [{"name": "Ida Bro"}]}"#;
    place.write("papers/skadet.gold.json", gold);
    place.write("papers/skadet.pdf", "%PDF-1.7 damaged");
    let (ended, report) = scored(&place, &["papers", "no-folder"]);
    assert_eq!(ended.code, 3);
    assert_eq!(
        (&report["papers"], &report["failed"]),
        (&4.into(), &4.into())
    );
    for told in [
        "tom.gold.json: is no JSON",
        "alene.gold.json: no paper",
        "skadet.pdf: ",
        "no-folder: there is no such",
    ] {
        assert!(ended.err.contains(told), "{told}\n{}", ended.err);
    }
    let members = |report: &Value| row(report, "members")["gold"].as_u64().unwrap();
    assert_eq!(members(&report), members(&whole) + 1);
    assert_eq!(
        row(&report, "members")["right"],
        row(&whole, "members")["right"]
    );
    let missed = report["misses"].as_array().unwrap().iter();
    let missed = missed.filter(|miss| miss["path"] == "papers/skadet.pdf");
    assert_eq!(
        missed.map(|miss| &miss["verdict"]).collect::<Vec<_>>(),
        ["missed"]
    );
}

#[test]
fn a_record_is_its_own_answer() {
    let place = answered();
    for name in ["kommissorium-moleudvalg", "referat-moleudvalg"] {
        let record = run(place.udvalg(["extract", &format!("papers/{name}.txt")]));
        place.write(&format!("papers/{name}.gold.json"), record.out);
    }
    let (ended, report) = scored(&place, &["papers", "--only", ".TXT"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(report["papers"], 2);
    assert_eq!(report["misses"], Value::Array(Vec::new()));
    let rules = report["rules"].as_array().unwrap();
    assert!(rules.len() > 8 && rules.iter().all(|rule| rule["wrong"] == 0));
}

#[test]
fn rules_are_scored_against_what_people_said() {
    let place = answered();
    assert_eq!(run(place.udvalg(["ingest", "-q", "papers"])).code, 0);
    let (ended, _) = scored(&place, &["--corrections"]);
    assert_eq!(ended.code, 1, "{}", ended.err);
    let paper = "kommissorium-moleudvalg.txt";
    for said in [
        &["d2", "--confirm"][..],
        &["d3", "--to", "2017-09-05"],
        &["d3", "--to", "2017-09-06"],
        &["m2", "--dismiss"],
        &[
            "--add",
            "meeting",
            "2017-09-12",
            "--quote",
            "holdes ved lige",
        ],
        &["kind", "--to", "notat"],
    ] {
        let all = [&["correct", paper, "--by", "Ida"], said].concat();
        let ended = run(place.udvalg(all));
        assert_eq!(ended.code, 0, "{said:?}: {}", ended.err);
    }
    let before = run(place.udvalg(["export", "--format", "ndjson"])).out;
    let (ended, report) = scored(&place, &["--corrections"]);
    assert_eq!(
        (ended.code, &report["papers"]),
        (0, &1.into()),
        "{}",
        ended.err
    );
    for (field, figures) in [
        ("dates", [3, 1, 1, 1, 0]),
        ("members", [1, 0, 0, 0, 1]),
        ("kind", [1, 0, 0, 1, 0]),
    ] {
        let row = row(&report, field);
        let found = ["judged", "right", "missed", "other", "false"].map(|key| row[key].clone());
        assert_eq!(found, figures.map(Value::from), "{field}");
    }
    let rules = report["rules"].as_array().unwrap().iter();
    let rules: Vec<_> = rules
        .map(|rule| (rule["rule"].as_str().unwrap(), rule["right"] == 1))
        .collect();
    assert!(
        rules.contains(&("senest", false)) && rules.contains(&("møde", true)),
        "{rules:?}"
    );
    let misses = report["misses"].as_array().unwrap();
    let moved = misses.iter().find(|miss| miss["rule"] == "senest").unwrap();
    assert_eq!(moved["found"]["start"], "2017-09-01");
    assert_eq!(
        moved["wanted"]["start"], "2017-09-06",
        "the later word counts"
    );
    assert_eq!(
        moved["found"]["source"]["quote"],
        "senest den 1. september 2017"
    );
    let after = run(place.udvalg(["export", "--format", "ndjson"])).out;
    assert!(before == after, "the archive stays as it is");
}
