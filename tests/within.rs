//! Files within a file are papers of their own, as long as the file holds them.

use lopdf::{Document, Object, Stream, StringFormat, dictionary};

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
