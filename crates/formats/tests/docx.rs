//! DOCX, made by hand so that each test shows the XML that it is about, and once against docx-rs.
#![allow(clippy::unwrap_used)]

mod packed;
mod told;

use std::io::Cursor;

use formats::{Format, Limits, ReadError};
use packed::package;
use paper::{Document, WarningCode};
use told::kinds;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:body>"#;

/// A package whose body is the XML given, with further parts.
fn with_parts(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let document = format!("{HEAD}{body}</w:body></w:document>");
    let mut all = vec![("word/document.xml", document.as_str())];
    all.extend_from_slice(parts);
    package(&all)
}

fn read(bytes: &[u8]) -> Document {
    assert_eq!(Format::sniff(bytes, None), Some(Format::Docx));
    formats::read(Format::Docx, bytes, &Limits::default()).unwrap()
}

fn text(body: &str) -> String {
    read(&with_parts(body, &[])).text
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn what_is_seen_is_read_and_what_is_not_seen_is_not() {
    let run = |inside: &str| text(&format!("<w:p><w:r>{inside}</w:r></w:p>"));
    assert_eq!(
        run(
            "<w:t>Mid</w:t><w:softHyphen/><w:t>ler og 4</w:t><w:noBreakHyphen/><w:t>5 &amp; 6&#160;kr.</w:t>"
        ),
        "Midler og 4-5 & 6\u{a0}kr."
    );
    assert_eq!(
        run("<w:t>før </w:t><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/><w:t> ja</w:t>"),
        "før ☒ ja"
    );
    assert_eq!(run("<w:rPr><w:vanish/></w:rPr><w:t>skjult</w:t>"), "");
    assert_eq!(
        run("<w:t>Sted:</w:t><w:br/><w:t>Salen</w:t>"),
        "Sted:\nSalen"
    );
}

#[test]
fn a_large_first_letter_is_part_of_its_word() {
    let body = format!(
        "<w:p><w:pPr><w:framePr w:dropCap=\"drop\"/></w:pPr><w:r><w:t>U</w:t></w:r></w:p>{}",
        p("dvalget mødes.")
    );
    assert_eq!(text(&body), "Udvalget mødes.");
}

#[test]
fn changes_are_read_as_accepted_and_warned_of() {
    let body = "<w:p><w:r><w:t>Frist </w:t></w:r><w:del><w:r><w:delText>1. maj</w:delText></w:r></w:del>\
        <w:ins><w:r><w:t>8. maj</w:t></w:r></w:ins><w:moveFrom><w:r><w:t> væk</w:t></w:r></w:moveFrom></w:p>\
        <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Første </w:t></w:r></w:p><w:p><w:r><w:t>del</w:t></w:r></w:p>";
    let document = read(&with_parts(body, &[]));
    assert_eq!(document.text, "Frist 8. maj\nFørste del");
    assert_eq!(document.warnings[0].code, WarningCode::TrackedChanges);
}

#[test]
fn a_table_is_lines_of_cells() {
    let cell = |inside: &str| format!("<w:tc>{inside}</w:tc>");
    let wide = format!(
        "<w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>{}</w:tc>",
        p("I alt")
    );
    let inner = format!(
        "<w:tbl><w:tr>{}{}</w:tr></w:tbl>",
        cell(&p("indre")),
        cell(&p("celle"))
    );
    let body = format!(
        "<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr>{}{}</w:tr><w:tr>{wide}</w:tr><w:tr>{}{}</w:tr></w:tbl>{}",
        cell(&format!("{}{}", p("Løn"), p("og pension"))),
        cell(&p("100")),
        cell(""),
        cell(&format!("{}{inner}", p("før"))),
        p("Slut"),
    );
    let document = read(&with_parts(&body, &[]));
    assert_eq!(
        document.text,
        "Løn og pension\t100\nI alt\n\tfør\nindre\tcelle\nSlut"
    );
    let kinds = kinds(&document);
    let cells: Vec<&str> = kinds.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(
        cells,
        [
            "0.0.0+1",
            "0.0.1+1",
            "0.1.0+2",
            "0.2.0+1",
            "0.2.1+1",
            "1.0.0+1",
            "1.0.1+1",
            "Paragraph/0"
        ]
    );
}

const STYLES: &str = r#"<w:styles xmlns:w="x"><w:style w:type="paragraph" w:styleId="Overskrift1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="Eget"><w:name w:val="Eget afsnit"/><w:basedOn w:val="Overskrift1"/></w:style><w:style w:type="paragraph" w:styleId="Kreds"><w:basedOn w:val="Kreds"/></w:style></w:styles>"#;
const NUMBERING: &str = r#"<w:numbering xmlns:w="x"><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="§ %1"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num></w:numbering>"#;

#[test]
fn headings_and_labels_are_those_that_word_shows() {
    let item = |list: u32, level: u32, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let styled = |style: &str, text: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let body = [
        styled("Eget", "Formål."),
        styled("Kreds", "Tekst, der ikke er nogen overskrift."),
        item(1, 0, "et"),
        item(1, 1, "under"),
        item(1, 1, "under igen"),
        item(1, 0, "to"),
        item(1, 1, "forfra"),
        item(3, 0, "ny start"),
        item(2, 0, "punkt"),
    ]
    .concat();
    let document = read(&with_parts(
        &body,
        &[
            ("word/styles.xml", STYLES),
            ("word/numbering.xml", NUMBERING),
        ],
    ));
    let kinds = kinds(&document);
    let told: Vec<String> = kinds
        .iter()
        .map(|(kind, text)| format!("{kind} {text}"))
        .collect();
    assert_eq!(
        told,
        [
            "Heading/1 Formål.",
            "Paragraph/0 Tekst, der ikke er nogen overskrift.",
            "Item/0 § 1 et",
            "Item/1 1.a) under",
            "Item/1 1.b) under igen",
            "Item/0 § 2 to",
            "Item/1 2.a) forfra",
            "Item/0 § 5 ny start",
            "Item/0 • punkt",
        ]
    );
}

#[test]
fn notes_comments_and_repeated_lines_stand_at_their_place() {
    let rels = r#"<Relationships><Relationship Id="h" Type="http://x/header" Target="header1.xml"/><Relationship Id="f" Type="http://x/footer" Target="footer1.xml"/><Relationship Id="l" Type="http://x/hyperlink" Target="https://udvalg.example.dk/" TargetMode="External"/></Relationships>"#;
    let body = "<w:p><w:r><w:t>Se </w:t></w:r><w:hyperlink r:id=\"l\"><w:r><w:t>siden</w:t></w:r></w:hyperlink>\
        <w:r><w:footnoteReference w:id=\"2\"/><w:commentReference w:id=\"0\"/></w:r></w:p>";
    let document = read(&with_parts(
        &format!("{body}{}", p("Næste afsnit.")),
        &[
            ("word/_rels/document.xml.rels", rels),
            (
                "word/header1.xml",
                &format!("<w:hdr>{}</w:hdr>", p("Havnekommunen")),
            ),
            (
                "word/footer1.xml",
                &format!("<w:ftr>{}</w:ftr>", p("Side 1")),
            ),
            (
                "word/footnotes.xml",
                &format!(
                    "<w:footnotes><w:footnote w:type=\"separator\" w:id=\"0\">{}</w:footnote><w:footnote w:id=\"2\">{}</w:footnote></w:footnotes>",
                    p("streg"),
                    p("Note om tal.")
                ),
            ),
            (
                "word/comments.xml",
                &format!(
                    "<w:comments><w:comment w:id=\"0\" w:author=\"Aase Holm\">{}</w:comment></w:comments>",
                    p("Er det rigtigt?")
                ),
            ),
        ],
    ));
    let kinds = kinds(&document);
    let told: Vec<String> = kinds
        .iter()
        .map(|(kind, text)| format!("{kind} {text}"))
        .collect();
    assert_eq!(
        told,
        [
            "Header/0 Havnekommunen",
            "Paragraph/0 Se siden <https://udvalg.example.dk/>",
            "Note/0 Note om tal.",
            "Comment/0 [Kommentar, Aase Holm: Er det rigtigt?]",
            "Paragraph/0 Næste afsnit.",
            "Footer/0 Side 1",
        ]
    );
}

#[test]
fn forms_show_their_state() {
    let legacy = |state: &str| {
        format!(
            "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:checkBox>{state}</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:t> Ja</w:t></w:r></w:p>"
        )
    };
    assert_eq!(
        text(&legacy("<w:default w:val=\"0\"/><w:checked/>")),
        "☒ Ja"
    );
    assert_eq!(text(&legacy("<w:default w:val=\"0\"/>")), "☐ Ja");
    let control = "<w:p><w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val=\"1\"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>X</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t> Nej</w:t></w:r></w:p>";
    assert_eq!(text(control), "☒ Nej");
}

#[test]
fn alternatives_and_fields_are_read_once() {
    let boxed = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(text));
    let body = format!(
        "<w:p><w:r><w:t>Før</w:t><mc:AlternateContent><mc:Choice Requires=\"wps\">{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r></w:p>",
        boxed("i boksen"),
        boxed("i boksen"),
    );
    assert_eq!(text(&body), "Før\ni boksen");
    let field = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>HYPERLINK \"mailto:lise@udvalg.example.dk\"</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>Lise</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>";
    assert_eq!(text(field), "Lise <lise@udvalg.example.dk>");
}

#[test]
fn properties_are_to_the_minute() {
    let core = "<cp:coreProperties><dc:title>Plan</dc:title><dc:creator>Bo Lund</dc:creator><dcterms:created>2017-05-03T09:12:44Z</dcterms:created></cp:coreProperties>";
    let properties = read(&with_parts(&p("x"), &[("docProps/core.xml", core)])).properties;
    assert_eq!(properties.title.as_deref(), Some("Plan"));
    assert_eq!(properties.author.as_deref(), Some("Bo Lund"));
    assert_eq!(properties.created.as_deref(), Some("2017-05-03T09:12"));
}

#[test]
fn a_damaged_file_gives_what_is_left_of_it() {
    let lines: String = (0..400)
        .map(|number| p(&format!("Punkt {number} om {}", number * 7919 % 1009)))
        .collect();
    let whole = with_parts(&lines, &[]);
    let cut = read(&whole[..whole.len() * 2 / 3]);
    assert!(cut.text.starts_with("Punkt 0 om 0\nPunkt 1 om 856"));
    assert_eq!(cut.warnings[0].code, WarningCode::Recovered);
    let open = package(&[(
        "word/document.xml",
        &format!("{HEAD}<w:p><w:r><w:t>uden slut &ukendt;"),
    )]);
    let open = read(&open);
    assert_eq!(
        (open.text.as_str(), open.warnings[0].code),
        ("uden slut &ukendt;", WarningCode::Recovered)
    );
}

#[test]
fn what_cannot_be_read_says_why() {
    let read = |bytes: &[u8], limits| formats::read(Format::Docx, bytes, &limits);
    let small = Limits {
        unpacked: 10_000,
        text: 10_000,
    };
    let large = with_parts(&p(&"æ".repeat(20_000)), &[]);
    assert!(matches!(
        read(&large, small),
        Err(ReadError::TooLarge { .. })
    ));
    assert!(matches!(read(b"", small), Err(ReadError::Empty)));
    assert!(matches!(
        read(b"PK\x03\x04 only a beginning", small),
        Err(ReadError::Malformed { .. })
    ));
    let mut container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    container.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(Format::sniff(&container, Some("docx")), Some(Format::Docx));
    assert!(matches!(read(&container, small), Err(ReadError::Encrypted)));
}

#[test]
fn deep_nesting_is_counted_not_recursed() {
    let deep = 30_000;
    let body = format!(
        "{}{}{}",
        "<w:tbl><w:tr><w:tc>".repeat(deep),
        p("inderst"),
        "</w:tc></w:tr></w:tbl>".repeat(deep)
    );
    assert_eq!(text(&body), "inderst");
}

#[test]
fn files_of_other_formats_are_read_where_they_are_taken_in() {
    let inner = with_parts(
        &format!(
            "{}<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
            p("Fra et andet dokument."),
            p("c"),
            p("d")
        ),
        &[],
    );
    let chunks: [(&str, &[u8]); 4] = [
        (
            "html",
            b"<html><body><h2>Bilag</h2><p>Fra siden.</p></body></html>",
        ),
        ("txt", "Fra teksten, blå.".as_bytes()),
        ("rtf", br"{\rtf1\ansi Fra \'f8en.\par}"),
        ("docx", &inner),
    ];
    let mut rels = "<Relationships>".to_owned();
    let mut body = format!(
        "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
        p("a"),
        p("b")
    );
    let mut parts = Vec::new();
    for (ending, bytes) in chunks {
        rels += &format!(
            r#"<Relationship Id="{ending}" Type="http://x/aFChunk" Target="chunk.{ending}"/>"#
        );
        body += &format!("<w:altChunk r:id=\"{ending}\"/>");
        parts.push((format!("word/chunk.{ending}"), bytes.to_vec()));
    }
    let document = format!("{HEAD}{body}{}</w:body></w:document>", p("Slut."));
    parts.push(("word/document.xml".to_owned(), document.into_bytes()));
    parts.push((
        "word/_rels/document.xml.rels".to_owned(),
        (rels + "</Relationships>").into_bytes(),
    ));
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    let document = read(&package(&parts));
    let told: Vec<String> = kinds(&document)
        .iter()
        .map(|(kind, text)| format!("{kind} {text}"))
        .collect();
    assert_eq!(
        told,
        [
            "0.0.0+1 a",
            "0.0.1+1 b",
            "Heading/2 Bilag",
            "Paragraph/0 Fra siden.",
            "Paragraph/0 Fra teksten, blå.",
            "Paragraph/0 Fra øen.",
            "Paragraph/0 Fra et andet dokument.",
            "1.0.0+1 c",
            "1.0.1+1 d",
            "Paragraph/0 Slut."
        ]
    );
}

#[test]
fn what_a_style_hides_a_run_may_show() {
    let styles = r#"<w:styles><w:style w:type="paragraph" w:styleId="Skjult"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type="character" w:styleId="Tegn"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"#;
    let hidden = |inside: &str| {
        let body = format!(
            "<w:p><w:pPr><w:pStyle w:val=\"Skjult\"/></w:pPr>{inside}</w:p><w:p><w:r><w:rPr><w:rStyle w:val=\"Tegn\"/></w:rPr><w:t>skjult</w:t></w:r><w:r><w:t>Slut.</w:t></w:r></w:p>"
        );
        read(&with_parts(&body, &[("word/styles.xml", styles)])).text
    };
    let run = "<w:r><w:t>skjult</w:t><w:noBreakHyphen/><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/></w:r>";
    assert_eq!(hidden(run), "Slut.");
    let shown =
        "<w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>vist</w:t><w:noBreakHyphen/></w:r>";
    assert_eq!(hidden(&format!("{run}{shown}")), "vist-\nSlut.");
}

#[test]
fn fractions_and_tabs_to_a_place_keep_their_parts_apart() {
    let fraction = "<w:p><w:r><w:t>I alt </w:t></w:r><m:oMath><m:f><m:num><m:r><m:t>3</m:t></m:r></m:num><m:den><m:r><m:t>4</m:t></m:r></m:den></m:f></m:oMath><w:r><w:t> af budgettet</w:t></w:r></w:p>";
    assert_eq!(text(fraction), "I alt 3/4 af budgettet");
    let tab = "<w:p><w:r><w:t>Havnekommunen</w:t><w:ptab w:relativeTo=\"margin\" w:alignment=\"right\"/><w:t>Side 1</w:t></w:r></w:p>";
    assert_eq!(text(tab), "Havnekommunen\tSide 1");
}

#[test]
fn agrees_with_docx_rs_on_a_plain_file() {
    use docx_rs::{Docx, Paragraph, Run, Table, TableCell, TableRow};
    let run = |text: &str| Paragraph::new().add_run(Run::new().add_text(text));
    let cell = |text: &str| TableCell::new().add_paragraph(run(text));
    let mut bytes = Cursor::new(Vec::new());
    Docx::new()
        .add_paragraph(run("Udvalget om fællesspisning mødes den 4. maj."))
        .add_table(Table::new(vec![TableRow::new(vec![
            cell("Løn"),
            cell("1.200 kr."),
        ])]))
        .add_paragraph(run("Æblegrød & øl <gratis>"))
        .build()
        .pack(&mut bytes)
        .unwrap();
    let document = read(bytes.get_ref());
    assert_eq!(
        document.text,
        "Udvalget om fællesspisning mødes den 4. maj.\nLøn\t1.200 kr.\nÆblegrød & øl <gratis>"
    );
    // The oracle's own reading: every text of its tree, in order, is ours.
    let tree = docx_rs::read_docx(bytes.get_ref()).unwrap().json();
    let tree: serde_json::Value = serde_json::from_str(&tree).unwrap();
    let mut texts = Vec::new();
    collect(&tree["document"], &mut texts);
    assert_eq!(texts.join("|"), document.text.replace(['\n', '\t'], "|"));
}

/// The texts of a tree, in its order.
fn collect(node: &serde_json::Value, texts: &mut Vec<String>) {
    match node {
        serde_json::Value::Object(map) if map.get("type").is_some_and(|kind| kind == "text") => {
            texts.extend(map["data"]["text"].as_str().map(str::to_owned));
        }
        serde_json::Value::Object(map) => map.values().for_each(|value| collect(value, texts)),
        serde_json::Value::Array(list) => list.iter().for_each(|value| collect(value, texts)),
        _ => {}
    }
}
