//! Files within a file are papers of their own, as long as the file holds them.

use std::io::{Cursor, Write};

use lopdf::{Document, Object, Stream, StringFormat, dictionary};
use zip::write::SimpleFileOptions;

use crate::{
    bad_input::value,
    support::{Place, root, run},
};

/// A fixture with files attached: names and bytes.
fn mother(attached: &[(&str, &[u8])]) -> Vec<u8> {
    let path = root().join("fixtures/papers/notat-cykelsti-2016.pdf");
    let mut document = Document::load(path).unwrap();
    let mut names = Vec::new();
    for (name, bytes) in attached {
        let name = Object::String(name.as_bytes().to_vec(), StringFormat::Literal);
        let stream = document.add_object(Stream::new(dictionary! {}, bytes.to_vec()));
        let file = dictionary! {
            "Type" => "Filespec", "F" => name.clone(), "EF" => dictionary! { "F" => stream },
        };
        names.extend([name, document.add_object(file).into()]);
    }
    let tree = dictionary! { "EmbeddedFiles" => dictionary! { "Names" => names } };
    document.catalog_mut().unwrap().set("Names", tree);
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

const NOTE: &[u8] =
    b"Notat om svaneungen\n\nDato: 3. maj 2017\n\nUdvalget svarer senest den 1. juni 2017.\n";

#[test]
fn each_is_extracted_after_its_mother() {
    let place = Place::new();
    let inner = mother(&[("note.txt", NOTE)]);
    place.write(
        "mor.pdf",
        mother(&[("barn.pdf", &inner), ("billede.png", b"\x89PNG\r\n\x1a\n")]),
    );
    let ended = run(place.udvalg(["extract", "mor.pdf"]));
    assert_eq!(ended.code, 0, "{}", ended.err);
    let paths: Vec<String> = ended.out.lines().map(|line| value(line, "path")).collect();
    assert_eq!(
        paths,
        [
            "mor.pdf",
            "mor.pdf!/barn.pdf",
            "mor.pdf!/barn.pdf!/note.txt"
        ]
    );
    assert!(ended.err.contains("mor.pdf!/billede.png"), "{}", ended.err);
}

#[test]
fn each_is_found_until_it_is_taken_out() {
    let place = Place::new();
    let count = || {
        let ended = run(place.udvalg(["search", "--count", "svaneungen"]));
        ended.out.trim().to_owned()
    };
    let ingest = || {
        let ended = run(place.udvalg(["ingest", "--json", "papers"]));
        assert_eq!(ended.code, 0, "{}", ended.err);
        let summary: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
        (
            summary["read"].as_u64().unwrap(),
            summary["missing"].as_u64().unwrap(),
        )
    };
    place.write("papers/mor.pdf", mother(&[("note.txt", NOTE)]));
    assert_eq!((ingest(), count().as_str()), ((2, 0), "1"));
    // Nothing is read again, and what lies within is not gone.
    assert_eq!((ingest(), count().as_str()), ((0, 0), "1"));
    let shown = run(place.udvalg(["search", "svaneungen"])).out;
    assert!(shown.contains("mor.pdf!/note.txt"), "{shown}");
    place.write("papers/mor.pdf", mother(&[]));
    ingest();
    let status = run(place.udvalg(["status"])).out;
    assert!(status.contains("1 of them gone"), "{status}");
}

/// A zip of names and bytes.
pub(crate) fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A mail with a file attached.
fn letter(name: &str, attached: &[u8]) -> Vec<u8> {
    let head = "From: Bo Ask <bo@kommune.example>\r\nTo: post@region.example\r\n\
        Date: Mon, 4 Mar 2019 10:12:33 +0100\r\nSubject: Svar om svaneungen\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=del\r\n\r\n--del\r\n\r\nSe bilaget.\r\n--del\r\n";
    let part = format!(
        "Content-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    );
    [
        head.as_bytes(),
        part.as_bytes(),
        attached,
        b"\r\n--del--\r\n",
    ]
    .concat()
}

#[test]
fn papers_of_a_zip_are_told_and_the_zip_is_none() {
    let place = Place::new();
    let mail = letter("note.txt", NOTE);
    place.write(
        "sag.zip",
        zipped(&[
            ("sag/brev.eml", &mail),
            ("../../ud.txt", NOTE),
            ("kort.png", b"\x89PNG\r\n\x1a\n"),
        ]),
    );
    let ended = run(place.udvalg(["extract", "sag.zip"]));
    assert_eq!(ended.code, 0, "{}", ended.err);
    let paths: Vec<String> = ended.out.lines().map(|line| value(line, "path")).collect();
    assert_eq!(
        paths,
        [
            "sag.zip!/sag/brev.eml",
            "sag.zip!/sag/brev.eml!/note.txt",
            "sag.zip!/ud.txt"
        ]
    );
    assert!(ended.err.contains("sag.zip!/kort.png"), "{}", ended.err);
    let text = run(place.udvalg(["extract", "--text", "sag.zip"]));
    assert_eq!(text.code, 3);
    assert!(text.err.contains("without --text"), "{}", text.err);
    place.write("tom.zip", zipped(&[]));
    assert_eq!(run(place.udvalg(["extract", "tom.zip"])).code, 3);
}

/// What a run read, found the same, left unchanged, and what is gone.
fn counts(place: &Place) -> [u64; 4] {
    let ended = run(place.udvalg(["ingest", "--json", "papers"]));
    let summary: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    ["read", "same", "unchanged", "missing"].map(|key| summary[key].as_u64().unwrap())
}

fn found(place: &Place) -> String {
    run(place.udvalg(["search", "svaneungen"])).out
}

#[test]
fn a_zip_is_opened_once_and_again_when_it_changes() {
    let place = Place::new();
    let other = b"Notat om tranen\n\nTranen er kommet.\n";
    place.write(
        "papers/sag.zip",
        zipped(&[("a.txt", NOTE), ("b.txt", other), ("data.json", b"{}")]),
    );
    assert_eq!(counts(&place), [2, 0, 0, 0]);
    assert_eq!(counts(&place), [0, 0, 1, 0]);
    assert!(found(&place).contains("sag.zip!/a.txt"));
    // The paper that moved is known by its bytes; the other one is gone.
    place.write("papers/sag.zip", zipped(&[("flyttet/a.txt", NOTE)]));
    assert_eq!(counts(&place), [0, 0, 0, 0]);
    assert!(found(&place).contains("flyttet/a.txt"), "{}", found(&place));
    let status = run(place.udvalg(["status"])).out;
    assert!(status.contains("1 of them gone"), "{status}");
}

#[test]
fn what_is_attached_lies_at_each_place_of_its_mother() {
    let place = Place::new();
    let mail = letter("note.txt", NOTE);
    place.write("papers/et/brev.eml", &mail);
    assert_eq!(counts(&place), [2, 0, 0, 0]);
    place.write("papers/to/brev.eml", &mail);
    assert_eq!(counts(&place), [0, 1, 1, 0]);
    let shown = run(place.udvalg(["show", "et/brev.eml!/note.txt", "--json"])).out;
    assert!(shown.contains("to/brev.eml!/note.txt"), "{shown}");
}

#[test]
fn what_lies_too_deep_or_cannot_be_taken_out_is_listed() {
    let place = Place::new();
    let mut zip = zipped(&[("inderst.txt", NOTE)]);
    for _ in 0..5 {
        zip = zipped(&[("mere.zip", &zip)]);
    }
    place.write("papers/dyb.zip", zip);
    let mut cut = zipped(&[("hel.txt", NOTE), ("skadet.txt", &[7; 4000])]);
    let at = cut
        .windows(10)
        .rposition(|bytes| bytes.starts_with(b"PK\x01\x02"))
        .unwrap();
    cut.truncate(at / 2 + 40);
    place.write("papers/skadet.zip", cut);
    run(place.udvalg(["ingest", "papers"]));
    let failed = run(place.udvalg(["status", "--failed"])).out;
    assert!(
        failed.contains("too-deep") && failed.contains("unpack those"),
        "{failed}"
    );
    assert!(failed.contains("skadet.zip"), "{failed}");
    assert!(found(&place).contains("skadet.zip!/hel.txt"));
}

#[test]
fn files_beyond_those_that_are_taken_out_are_told_of() {
    let place = Place::new();
    let names: Vec<String> = (0..20_002).map(|number| format!("{number}.txt")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    place.write("mange.zip", zipped(&files));
    let ended = run(place.udvalg(["extract", "mange.zip"]));
    let last = ended.err.lines().rev().nth(1).unwrap();
    assert!(
        last.contains("mange.zip!/20000.txt: more than 20000 files"),
        "{last}"
    );
}
