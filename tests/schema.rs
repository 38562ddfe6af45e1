//! Records are what `udvalg schema` says, as another program reads it: the Python package jsonschema.

use std::{fs, process::Command};

use formats::Format;
use serde_json::{Value, json};

use crate::{
    calendar_programs::python,
    support::{Place, root, run},
};

/// Prints a line for each record of the standard input that breaks the schema: its place in the input, and what is wrong where.
const VALIDATE: &str = r"
import json, sys
from jsonschema import Draft202012Validator as Draft
schema = json.load(open(sys.argv[1]))
Draft.check_schema(schema)
validator = Draft(schema, format_checker=Draft.FORMAT_CHECKER)
for number, line in enumerate(open(sys.argv[2])):
    for error in validator.iter_errors(json.loads(line)):
        print(number, error.json_path, error.message)
";

/// What is wrong with records by the schema, a line each: `NUMBER PATH MESSAGE`.
fn wrong(place: &Place, records: &[Value]) -> Vec<String> {
    let schema = run(place.udvalg(["schema"]));
    assert_eq!(schema.code, 0, "{}", schema.err);
    let schema = place.write("record.schema.json", schema.out);
    let lines: Vec<String> = records.iter().map(Value::to_string).collect();
    let lines = place.write("records.ndjson", lines.join("\n"));
    let mut validate = Command::new(python());
    validate.args(["-c", VALIDATE]).args([schema, lines]);
    validate.env("PYTHONUTF8", "1");
    let ended = run(validate);
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended.out.lines().map(str::to_owned).collect()
}

fn records(lines: &str) -> Vec<Value> {
    let parse = |line: &str| serde_json::from_str(line).unwrap();
    lines.lines().map(parse).collect()
}

/// All records that stand beside the fixtures' papers.
fn goldens() -> Vec<Value> {
    let mut goldens = Vec::new();
    for folder in ["papers", "odd"] {
        for entry in fs::read_dir(root().join("fixtures").join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.to_str().unwrap().ends_with(".record.json") {
                goldens.push(serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap());
            }
        }
    }
    goldens
}

#[test]
fn all_expected_records_are_valid() {
    let goldens = goldens();
    assert!(goldens.len() > 50, "{}", goldens.len());
    let none: Vec<String> = Vec::new();
    assert_eq!(wrong(&Place::new(), &goldens), none);
}

/// What comes out of an archive is valid too: with several places, with files within files, and with what people corrected.
#[test]
fn records_of_an_archive_are_valid() {
    let place = Place::new();
    let papers = root().join("fixtures/papers");
    let agenda = fs::read(papers.join("dagsorden-teknik-2011.docx")).unwrap();
    place.write("sager/a.docx", &agenda);
    place.write("sager/b/c.docx", &agenda);
    let paper = "bevilling-ungeindsats-2018.eml";
    place.write("sager/brev.eml", fs::read(papers.join(paper)).unwrap());
    for args in [
        &["ingest", "sager"][..],
        &[
            "correct",
            "a.docx",
            "d1",
            "--to",
            "15. maj 2011 kl. 12",
            "--by",
            "Kirsten",
            "--note",
            "ringet",
        ],
        &[
            "correct", "a.docx", "kind", "--to", "notat", "--by", "Kirsten",
        ],
        &["correct", "a.docx", "m1", "--dismiss", "--by", "Kirsten"],
        &["correct", "a.docx", "c1", "--confirm", "--by", "Kirsten"],
    ] {
        let ended = run(place.udvalg(args.iter().copied()));
        assert_eq!(ended.code, 0, "{args:?}: {}", ended.err);
    }
    let exported = run(place.udvalg(["export", "--format", "ndjson"]));
    let records = records(&exported.out);
    let agenda = records
        .iter()
        .find(|record| record["places"].is_array())
        .unwrap();
    assert_eq!(agenda["dates"][0]["corrected"]["action"], "set", "{agenda}");
    assert!(agenda["corrections"]["dismissed"].is_array(), "{agenda}");
    let none: Vec<String> = Vec::new();
    assert_eq!(wrong(&place, &records), none);
}

#[test]
fn a_broken_record_is_refused() {
    let paper = root().join("fixtures/papers/ansoegning-naerlaege-2014.txt.record.json");
    let good: Value = serde_json::from_str(&fs::read_to_string(paper).unwrap()).unwrap();
    let breaks: &[(&str, &str, Value)] = &[
        ("", "extra", json!(1)),
        ("", "kind", json!("application")),
        ("", "hash", json!("abc")),
        ("", "members", json!([])),
        ("/title", "value", json!("")),
        ("/title/source", "start", json!("12")),
        ("/title/source", "line", json!(4)),
        ("/dates/0", "role", json!("frist")),
        ("/dates/0", "start", json!("30. juni 2021")),
        ("/dates/0", "end", Value::Null),
        (
            "/dates/0",
            "corrected",
            json!({"action": "set", "by": "ida", "at": "2026-05-04T10:00:00Z", "was": {"role": "deadline"}}),
        ),
        ("/amounts/0", "ore", json!(1.5)),
        ("/amounts/0", "per", json!("dag")),
        ("/members/0", "seats", json!({"min": 1})),
        ("/contacts/0", "phone", json!("79 00 41 50")),
        ("/organisations/0", "kind", json!("firma")),
        (
            "",
            "corrections",
            json!({"lapsed": [{"by": "ida", "at": "2026-05-04T10:00:00Z", "field": "kind", "now": "brev"}]}),
        ),
        ("", "warnings", json!([{"code": "odd", "message": "odd"}])),
    ];
    let broken: Vec<Value> = breaks
        .iter()
        .map(|(at, key, value)| {
            let mut record = good.clone();
            record.pointer_mut(at).unwrap()[*key] = value.clone();
            record
        })
        .collect();
    let place = Place::new();
    let found = wrong(&place, &[&[good][..], &broken].concat());
    assert!(
        !found.iter().any(|line| line.starts_with("0 ")),
        "{found:#?}"
    );
    for (number, what) in breaks.iter().enumerate() {
        let refused = format!("{} $", number + 1);
        assert!(
            found.iter().any(|line| line.starts_with(&refused)),
            "{what:?} is taken\n{found:#?}"
        );
    }
}

#[test]
fn the_schema_has_the_formats_that_have_records() {
    let schema = run(Place::new().udvalg(["schema"])).out;
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let papers = Format::ALL.iter().filter(|format| !format.is_container());
    let words: Vec<&str> = papers.map(|format| format.word()).collect();
    assert_eq!(schema["properties"]["format"]["enum"], json!(words));
}
