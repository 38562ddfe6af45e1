//! OpenDocument's tables, and packages that are damaged, locked, or made to do harm.
#![allow(clippy::unwrap_used)]

mod odt_made;
mod told;

use formats::{Format, Limits, ReadError};
use odt_made::{codes, content, document, package, read};
use paper::WarningCode;
use told::told;

fn cell(attributes: &str, text: &str) -> String {
    format!("<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>")
}

fn row(cells: &[&str]) -> String {
    format!("<table:table-row>{}</table:table-row>", cells.concat())
}

fn table(columns: u16, rows: &[&str]) -> String {
    format!(
        r#"<table:table><table:table-column table:number-columns-repeated="{columns}"/>{}</table:table>"#,
        rows.concat()
    )
}

fn tables(body: &str) -> Vec<String> {
    told(&read(&content(body)))
}

#[test]
fn a_table_is_lines_of_cells() {
    let two =
        "<table:table-cell><text:p>Løn</text:p><text:p>og pension</text:p></table:table-cell>";
    let head = format!(
        "<table:table-header-rows>{}</table:table-header-rows>",
        row(&[&cell("", "Post"), &cell("", "Kr.")])
    );
    let body = table(
        2,
        &[&head, &row(&[two, &cell(r#"office:value="100""#, "100")])],
    );
    let document = read(&content(&format!("{body}<text:p>Slut.</text:p>")));
    assert_eq!(document.text, "Post\tKr.\nLøn og pension\t100\nSlut.");
}

#[test]
fn spans_cover_cells_beside_and_below() {
    let covered = "<table:covered-table-cell/>";
    let body = table(
        3,
        &[
            &row(&[
                &cell(r#"table:number-columns-spanned="2""#, "bred"),
                covered,
                &cell("", "x"),
            ]),
            &row(&[
                &cell(r#"table:number-rows-spanned="2""#, "ned"),
                &cell("", "y"),
                &cell("", "z"),
            ]),
            &row(&[covered, &cell("", "y2"), &cell("", "z2")]),
            &row(&[
                &cell(r#"table:number-columns-spanned="3""#, "alt"),
                r#"<table:covered-table-cell table:number-columns-repeated="2"/>"#,
            ]),
        ],
    );
    assert_eq!(
        tables(&body),
        [
            "0.0.0+2 bred",
            "0.0.2+1 x",
            "0.1.0+1 ned",
            "0.1.1+1 y",
            "0.1.2+1 z",
            "0.2.0+1 ",
            "0.2.1+1 y2",
            "0.2.2+1 z2",
            "0.3.0+3 alt",
        ]
    );
}

#[test]
fn a_cell_may_stand_there_several_times() {
    let repeated = r#"table:number-columns-repeated="2""#;
    let body = table(3, &[&row(&[&cell(repeated, "0"), &cell("", "1")])]);
    assert_eq!(tables(&body), ["0.0.0+1 0", "0.0.1+1 0", "0.0.2+1 1"]);
    // A number that is a lie.
    let many = r#"table:number-columns-repeated="60000""#;
    let rows: Vec<String> = (0..200)
        .map(|_| row(&[&cell(many, &"langt ".repeat(1_000))]))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert!(read(&content(&table(3, &rows))).text.len() < 4 << 20);
}

#[test]
fn a_table_within_a_cell_stands_after_its_row() {
    let inner = table(2, &[&row(&[&cell("", "a"), &cell("", "b")])]);
    let outer = format!("<table:table-cell><text:p>ydre</text:p>{inner}</table:table-cell>");
    let document = read(&content(&table(2, &[&row(&[&outer, &cell("", "x")])])));
    assert_eq!(
        told(&document),
        ["0.0.0+1 ydre", "0.0.1+1 x", "1.0.0+1 a", "1.0.1+1 b"]
    );
    assert_eq!(document.blocks[2].depth, 1);
}

#[test]
fn a_damaged_file_gives_what_is_left_of_it() {
    let open = package(&[(
        "content.xml",
        "<office:body><office:text><text:p>Et.</text:p><text:p>uden slut &ukendt;",
    )]);
    let open = read(&open);
    assert_eq!(open.text, "Et.\nuden slut &ukendt;");
    assert_eq!(codes(&open), [WarningCode::Recovered]);
    let lines: String = (0..400)
        .map(|number| {
            format!(
                "<text:p>Punkt {number} om {}</text:p>",
                number * 7919 % 1009
            )
        })
        .collect();
    let whole = content(&lines);
    let cut = read(&whole[..whole.len() * 2 / 3]);
    assert!(cut.text.starts_with("Punkt 0 om 0\nPunkt 1 om 856"));
    assert_eq!(codes(&cut), [WarningCode::Recovered]);
    let crossed = read(&content(
        "<text:p>Et <text:span>to</text:p><text:p>tre</text:span> fire.</text:p>",
    ));
    assert!(crossed.text.starts_with("Et to\ntre"), "{}", crossed.text);
}

#[test]
fn what_cannot_be_read_says_why() {
    let read = |bytes: &[u8], text| {
        let limits = Limits {
            unpacked: 100_000,
            text,
        };
        formats::read(Format::Odt, bytes, &limits)
    };
    assert!(matches!(read(b"", 10_000), Err(ReadError::Empty)));
    assert!(matches!(
        read(b"PK\x03\x04 only a beginning", 10_000),
        Err(ReadError::Malformed { .. })
    ));
    let without = package(&[("meta.xml", "<office:meta/>")]);
    assert!(matches!(
        read(&without, 10_000),
        Err(ReadError::Malformed { .. })
    ));
    let long = content(&format!("<text:p>{}</text:p>", "æ".repeat(60_000)));
    assert!(matches!(
        read(&long, 100_000),
        Err(ReadError::TooLarge { .. })
    ));
    let lines = content(&"<text:p>ord</text:p>".repeat(3_000));
    assert!(matches!(
        read(&lines, 10_000),
        Err(ReadError::TooLarge { .. })
    ));
    assert!(read(&lines, 20_000).is_ok());
}

#[test]
fn a_locked_package_says_so() {
    let manifest = r#"<manifest:manifest><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data manifest:checksum="x"><manifest:algorithm/></manifest:encryption-data></manifest:file-entry></manifest:manifest>"#;
    let locked = package(&[
        ("META-INF/manifest.xml", manifest),
        ("content.xml", "\u{1}\u{2} no XML"),
    ]);
    assert_eq!(Format::sniff(&locked, None), Some(Format::Odt));
    let read = formats::read(Format::Odt, &locked, &Limits::default());
    assert!(matches!(read, Err(ReadError::Encrypted)));
}

#[test]
fn deep_nesting_is_counted_not_recursed() {
    let deep = 30_000;
    for (open, close) in [
        (
            "<table:table><table:table-row><table:table-cell>",
            "</table:table-cell></table:table-row></table:table>",
        ),
        (
            "<text:list><text:list-item>",
            "</text:list-item></text:list>",
        ),
        ("<text:section>", "</text:section>"),
    ] {
        let body = format!(
            "{}<text:p>inderst</text:p>{}<text:p>Efter.</text:p>",
            open.repeat(deep),
            close.repeat(deep)
        );
        let document = read(&content(&body));
        assert!(document.text.ends_with("Efter."), "{open}");
    }
    let spans = format!(
        "<text:p>{}inderst{} efter</text:p>",
        "<text:span>".repeat(deep),
        "</text:span>".repeat(deep)
    );
    assert_eq!(read(&content(&spans)).text, "inderst efter");
    let boxes = format!(
        "<text:p>x{}<text:p>inderst</text:p>{}</text:p>",
        "<draw:frame><draw:text-box><text:p>y".repeat(deep),
        "</text:p></draw:text-box></draw:frame>".repeat(deep)
    );
    assert!(read(&content(&boxes)).text.starts_with("x\ny\ny"));
}

#[test]
fn styles_in_a_circle_end() {
    let styles = r#"<style:style style:name="A" style:family="paragraph" style:parent-style-name="B"/><style:style style:name="B" style:family="paragraph" style:parent-style-name="A"/>"#;
    let body = r#"<text:p text:style-name="A">Tekst.</text:p>"#;
    let bytes = package(&[("content.xml", &document(styles, body))]);
    assert_eq!(read(&bytes).text, "Tekst.");
}

#[test]
fn a_numbered_paragraph_and_a_formula_are_read() {
    let styles = r#"<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="i" style:num-suffix="."/></text:list-style>"#;
    let body = r#"<text:numbered-paragraph text:style-name="L" text:level="1"><text:p>førstehjælp</text:p></text:numbered-paragraph>
        <text:numbered-paragraph text:style-name="L" text:level="1"><text:p>brand</text:p></text:numbered-paragraph>
        <text:p>Her er <draw:frame><draw:object xlink:href="./Object 1"/></draw:frame> talt.</text:p>"#;
    let formula = r#"<math><semantics><mrow><mi>n</mi><mo>=</mo><mn>2</mn></mrow><annotation encoding="StarMath 5.0">n = 2</annotation></semantics></math>"#;
    let bytes = package(&[
        ("content.xml", &document(styles, body)),
        ("Object 1/content.xml", formula),
    ]);
    assert_eq!(
        read(&bytes).text,
        "i. førstehjælp\nii. brand\nHer er n=2 talt."
    );
}

#[test]
fn openoffice_1_had_other_names() {
    let body = r#"<text:p>Valgt<text:footnote><text:footnote-citation>1</text:footnote-citation><text:footnote-body><text:p>Enstemmigt</text:p></text:footnote-body></text:footnote>
        igen<office:annotation office:author="Bo"><text:p>Er det rigtigt?</text:p></office:annotation></text:p>"#;
    assert_eq!(
        read(&content(body)).text,
        "Valgt igen\nEnstemmigt\n[Kommentar, Bo: Er det rigtigt?]"
    );
}
