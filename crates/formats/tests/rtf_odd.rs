//! RTF with what is no text in it, with damage, and made to do harm.
#![allow(clippy::unwrap_used)]

use formats::{Format, Limits, ReadError};
use paper::{Document, WarningCode};

fn read(bytes: &[u8]) -> Document {
    assert_eq!(Format::sniff(bytes, None), Some(Format::Rtf));
    formats::read(Format::Rtf, bytes, &Limits::default()).unwrap()
}

fn whole(inside: &str) -> Document {
    read(format!(r"{{\rtf1\ansi\ansicpg1252\deff0 {inside}}}").as_bytes())
}

fn is_recovered(document: &Document) -> bool {
    let codes = document.warnings.iter().map(|warning| warning.code);
    codes.collect::<Vec<_>>().contains(&WarningCode::Recovered)
}

#[test]
fn of_a_pair_the_one_in_unicode_is_read() {
    let document = whole(
        r"{\upr{\info{\title Moede}}{\*\ud{\info{\title M\u248?de}}}}{\upr{bl?}{\*\ud bl\u229?}} dag.",
    );
    assert_eq!(document.text, "blå dag.");
    assert_eq!(document.properties.title.as_deref(), Some("Møde"));
}

#[test]
fn bytes_that_are_counted_are_passed_over() {
    assert_eq!(
        whole("Et{\\pict\\wmetafile8\\bin7 }{\\'x}\\} to.").text,
        "Et to."
    );
    // More than there are: the file ends within them.
    let cut = read(br"{\rtf1 Et\bin2000000000 to}");
    assert_eq!(cut.text, "Et");
    assert!(is_recovered(&cut));
    assert_eq!(whole(r"Et\bin-5  to.").text, "Et to.");
}

#[test]
fn pictures_and_objects_are_no_text() {
    let document = whole(
        r"{\colortbl;\red0\green0\blue0;}{\*\generator Riched20 10.0;}{\*\listtable{\list{\listlevel{\leveltext\'01.;}{\levelnumbers;}}{\listname Liste;}}}Se {\*\shppict{\pict{\*\picprop{\sp{\sn wzDescription}{\sv Et kort}}}\pngblip 89504e47}}{\nonshppict{\pict\wmetafile8 0100}}{\object\objemb{\*\objclass Excel.Sheet}{\*\objdata 0105}{\result{\pict 00}kr. 5}}{\*\bkmkstart afsnit}her{\*\bkmkend afsnit}{\xe{\v indeks}}{\*\ukendt fremmed}.",
    );
    assert_eq!(document.text, "Se kr. 5her.");
}

#[test]
fn the_file_says_what_it_is() {
    let document = whole(
        r"{\info{\title  Plan for \u216\'d8st}{\subject Budget}{\author Bo Lund}{\keywords a, b}{\doccomm intern}{\operator Eva}{\creatim\yr2017\mo5\dy3\hr9\min12}{\revtim\yr2017\mo13\dy40}{\*\company Havn}}Tekst.",
    );
    assert_eq!(document.text, "Tekst.");
    let properties = &document.properties;
    assert_eq!(properties.title.as_deref(), Some("Plan for Øst"));
    assert_eq!(properties.subject.as_deref(), Some("Budget"));
    assert_eq!(properties.author.as_deref(), Some("Bo Lund"));
    assert_eq!(properties.keywords.as_deref(), Some("a, b"));
    assert_eq!(properties.created.as_deref(), Some("2017-05-03T09:12"));
    // No such day.
    assert_eq!(properties.modified, None);
}

#[test]
fn a_damaged_file_gives_what_is_left_of_it() {
    let cut = read(br"{\rtf1\ansi Et.\par{\b To.\par Tre{\footnote No");
    assert_eq!(cut.text, "Et.\nTo.\nTre\nNo");
    assert!(is_recovered(&cut));
    let without_last = read(br"{\rtf1\ansi Et.\par");
    assert_eq!(without_last.text, "Et.");
    assert!(is_recovered(&without_last));
    // Braces that close nothing, and what other programs have put after the end.
    let more = read(b"{\\rtf1\\ansi Et.\\par}}}\r\n\0\0");
    assert_eq!(more.text, "Et.");
    assert!(!is_recovered(&more));
    let in_table = read(br"{\rtf1\trowd\cellx900\cellx1800\intbl a\cell b");
    assert_eq!(in_table.text, "a\tb");
    let in_note = read(br"{\rtf1\trowd\cellx900\cellx1800\intbl a\cell b{\footnote c");
    assert_eq!(in_note.text, "a\tb\nc");
    assert_eq!(
        whole(r"\u\par\'zz\'\s99999999999 x\cellx\trleft\itap-3\fs\uc-1 y").text,
        "zzxy"
    );
}

#[test]
fn deep_nesting_is_counted_not_recursed() {
    let deep = 1_000_000;
    let braces = |inside: &str| format!("{}{inside}{}", "{".repeat(deep), "}".repeat(deep));
    let document = whole(&format!("{} efter.", braces(r"\b inderst")));
    assert_eq!(document.text, "inderst efter.");
    assert!(!is_recovered(&document));
    let notes = whole(&r"x{\footnote ".repeat(100_000));
    assert!(notes.text.starts_with('x') && is_recovered(&notes));
    let fields = whole(&r"{\field{\fldrslt x".repeat(100_000));
    assert!(fields.text.starts_with("xxx"));
    let tables = whole(&format!(
        r"\pard\intbl\itap2000000000 inderst\nestcell{} Efter.",
        r"\nestrow".repeat(1_000)
    ));
    assert_eq!(tables.text, "inderst\nEfter.");
}

#[test]
fn what_cannot_be_read_says_why() {
    let small = Limits {
        unpacked: 1 << 20,
        text: 10_000,
    };
    let empty = formats::read(Format::Rtf, b"", &small);
    assert!(matches!(empty, Err(ReadError::Empty)));
    let read = |inside: &str| {
        let bytes = format!(r"{{\rtf1\ansi {inside}}}");
        formats::read(Format::Rtf, bytes.as_bytes(), &small)
    };
    assert!(read(&"ord ".repeat(2_000)).is_ok());
    let large = read(&"ord ".repeat(3_000));
    assert!(matches!(
        large,
        Err(ReadError::TooLarge { limit: 10_000, .. })
    ));
    // A word of five bytes may stand for a character of three.
    let lines = read(&r"\emdash".repeat(4_000));
    assert!(matches!(lines, Err(ReadError::TooLarge { .. })));
}

#[test]
fn lists_without_a_label_beside_their_items_are_counted() {
    let lists = r"{\*\listtable{\list{\listlevel\levelnfc1\levelstartat3{\leveltext\'02\'00.;}{\levelnumbers\'01;}}
{\listlevel\levelnfc0\levelstartat1\levellegal1{\leveltext\'03\'00.\'01;}{\levelnumbers\'01\'03;}}\listid7}}
{\*\listoverridetable{\listoverride\listid7\listoverridecount0\ls1}{\listoverride\listid7\listoverridecount1{\lfolevel\listoverridestartat\levelstartat9}\ls2}}";
    let document = whole(&format!(
        r"{lists}\pard\ls1\ilvl0 Valg\par\pard\ls1\ilvl1 Formand\par\ls1\ilvl1 Revisor\par\pard\ls2\ilvl0 Budget\par\pard Slut\par"
    ));
    assert_eq!(
        document.text,
        "III. Valg\n3.1 Formand\n3.2 Revisor\nIX. Budget\nSlut"
    );
}

#[test]
fn a_picture_of_mac_os_leaves_no_sign() {
    let document = whole(r"Kort: {{\NeXTGraphic kort.tiff \width40 \height40}\'ac} se her");
    assert_eq!(document.text, "Kort:  se her");
}
