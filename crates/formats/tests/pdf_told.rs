//! PDFs that tell more than they draw: structure, outline, labels, notes, files within.
#![allow(clippy::unwrap_used)]

mod press;

use expect_test::{Expect, expect};
use formats::{Format, Limits};
use lopdf::{Document, Object, ObjectId, Stream, dictionary};
use paper::BlockKind;
use press::{Press, catalogue, read, string, text};

/// Compares the blocks of a file's document, a line each: kind, depth, text.
fn check(bytes: &[u8], expected: Expect) {
    let document = read(bytes);
    let line = |block: &paper::Block| {
        let kind = match block.kind {
            BlockKind::Cell {
                table,
                row,
                column,
                columns,
            } => format!("{table}.{row}.{column}+{columns}"),
            kind => format!("{kind:?}"),
        };
        format!("{kind:9} {} {}\n", block.depth, document.text_of(block))
    };
    expected.assert_eq(&document.blocks.iter().map(line).collect::<String>());
}

fn marked(number: u32, drawn: &str) -> String {
    format!("/P <</MCID {number}>> BDC {drawn} EMC")
}

/// An element of the structure with kids.
fn element(document: &mut Document, role: &str, page: ObjectId, kids: Vec<Object>) -> Object {
    let element = dictionary! { "Type" => "StructElem", "S" => role, "Pg" => page, "K" => kids };
    document.add_object(element).into()
}

#[test]
fn a_tagged_file_is_read_as_it_says() {
    let mut press = Press::default();
    // The box on the right is drawn first; the heading looks like any line; the table has neither rulings nor room.
    press.page(&[
        marked(3, &text(11.0, 300.0, 700.0, "Frist 1. maj")),
        marked(0, &text(11.0, 72.0, 760.0, "Baggrund")),
        marked(1, &text(11.0, 72.0, 740.0, "Broen er lukket for tung")),
        marked(1, &text(11.0, 72.0, 726.0, "trafik.")),
        marked(2, &text(11.0, 72.0, 700.0, "Svar")),
        marked(4, &text(11.0, 72.0, 680.0, "Kloakfonden")),
        marked(5, &text(11.0, 150.0, 680.0, "40.000")),
        marked(6, &text(11.0, 72.0, 660.0, "I alt")),
        "/Artifact <</Type /Pagination>> BDC ".to_owned()
            + &text(8.0, 72.0, 30.0, "Sag 17/33")
            + " EMC",
    ]);
    let bytes = press.print_with(|document, pages| {
        let page = pages[0];
        let of = |number: u32| vec![Object::from(i64::from(number))];
        let heading = element(document, "Overskrift", page, of(0));
        let paragraph = element(document, "P", page, of(1));
        let body = element(document, "LBody", page, of(3));
        let label = element(document, "Lbl", page, of(2));
        let item = element(document, "LI", page, vec![label, body]);
        let list = element(document, "L", page, vec![item]);
        let cells = [4, 5].map(|number| element(document, "TD", page, of(number)));
        let total = element(document, "TD", page, of(6));
        let wide: ObjectId = total.as_reference().unwrap();
        document
            .get_dictionary_mut(wide)
            .unwrap()
            .set("A", dictionary! { "O" => "Table", "ColSpan" => 2 });
        let rows = vec![
            element(document, "TR", page, cells.to_vec()),
            element(document, "TR", page, vec![total]),
        ];
        let table = element(document, "Table", page, rows);
        let root = dictionary! {
            "Type" => "StructTreeRoot",
            "RoleMap" => dictionary! { "Overskrift" => "H2" },
            "K" => vec![heading, paragraph, list, table],
        };
        let root = document.add_object(root);
        catalogue(document).set("StructTreeRoot", root);
    });
    check(
        &bytes,
        expect![[r#"
            Heading   2 Baggrund
            Paragraph 0 Broen er lukket for tung trafik.
            Item      0 Svar Frist 1. maj
            0.0.0+1   0 Kloakfonden
            0.0.1+1   0 40.000
            0.1.0+2   0 I alt
            Footer    0 Sag 17/33
        "#]],
    );
}

#[test]
fn the_outline_tells_headings() {
    let mut press = Press::default();
    press.page(&[
        text(11.0, 72.0, 760.0, "3 Formål"),
        text(11.0, 72.0, 740.0, "Der bygges en sti."),
    ]);
    let bytes = press.print_with(|document, _| {
        let entry = document.add_object(dictionary! { "Title" => string("3  Formål") });
        // The outline goes in a circle.
        document
            .get_dictionary_mut(entry)
            .unwrap()
            .set("Next", entry);
        let outline = document.add_object(dictionary! { "First" => entry });
        catalogue(document).set("Outlines", outline);
    });
    check(
        &bytes,
        expect![[r#"
        Heading   1 3 Formål
        Paragraph 0 Der bygges en sti.
    "#]],
    );
}

#[test]
fn labels_of_pages_and_signatures_are_properties() {
    let mut press = Press::default();
    (0..3).for_each(|_| press.page(&[]));
    let bytes = press.print_with(|document, _| {
        let roman = dictionary! { "S" => "r" };
        let plain = dictionary! { "S" => "D", "P" => string("B-") };
        let labels = dictionary! { "Nums" => vec![0.into(), roman.into(), 2.into(), plain.into()] };
        let value = dictionary! { "Type" => "Sig", "M" => string("D:20190612143000+02'00'") };
        let field = document.add_object(dictionary! { "FT" => "Sig", "V" => value });
        let root = catalogue(document);
        root.set("PageLabels", labels);
        root.set("AcroForm", dictionary! { "Fields" => vec![field.into()] });
    });
    let document = read(&bytes);
    assert_eq!(document.properties.page_labels, ["i", "ii", "B-1"]);
    assert_eq!(document.properties.signed, ["2019-06-12T14:30"]);
}

#[test]
fn notes_stand_where_they_belong() {
    let mut press = Press::default();
    press.page(&[
        text(11.0, 72.0, 760.0, "Ansøgningen sendes her inden fristen."),
        text(11.0, 72.0, 700.0, "Udvalget svarer."),
        text(11.0, 72.0, 640.0, "Art:"),
    ]);
    let rect =
        |x0: i64, y0: i64, x1: i64, y1: i64| vec![x0.into(), y0.into(), x1.into(), y1.into()];
    let bytes = press.print_with(|document, pages| {
        let link = dictionary! {
            "Subtype" => "Link", "Rect" => rect(185, 755, 202, 772),
            "A" => dictionary! { "S" => "URI", "URI" => string("https://kommune.example/sti") },
        };
        let comment = dictionary! {
            "Subtype" => "Highlight", "Rect" => rect(72, 755, 120, 772), "T" => string("Bo Kær"),
            "Contents" => string("Hvem\rsender?"),
        };
        let choice = dictionary! {
            "Subtype" => "Widget", "Rect" => rect(100, 636, 200, 652), "FT" => "Ch", "V" => string("n"),
            "Opt" => vec![Object::Array(vec![string("n"), string("Nybyggeri")])],
        };
        let free = dictionary! {
            "Subtype" => "FreeText", "Rect" => rect(72, 560, 200, 580), "Contents" => string("MODTAGET 3. maj"),
        };
        let hidden = dictionary! {
            "Subtype" => "Text", "Rect" => rect(72, 500, 90, 520), "F" => 2, "Contents" => string("Skjult"),
        };
        let notes: Vec<Object> = [link, comment, choice, free, hidden].map(Object::from).to_vec();
        document.get_dictionary_mut(pages[0]).unwrap().set("Annots", notes);
    });
    check(
        &bytes,
        expect![[r#"
        Paragraph 0 Ansøgningen sendes her <https://kommune.example/sti> inden fristen.
        Comment   0 [Kommentar, Bo Kær: Hvem sender?]
        Paragraph 0 Udvalget svarer.
        0.0.0+1   0 Art:
        0.0.1+1   0 Nybyggeri
        Paragraph 0 MODTAGET 3. maj
    "#]],
    );
}

#[test]
fn files_within_come_out_once() {
    let mut press = Press::default();
    press.page(&[text(11.0, 72.0, 760.0, "Se bilag.")]);
    let bytes = press.print_with(|document, pages| {
        let stream = document.add_object(Stream::new(dictionary! {}, b"Bilagets tekst".to_vec()));
        let file = dictionary! {
            "Type" => "Filespec", "F" => string("../bilag.txt"), "EF" => dictionary! { "F" => stream },
        };
        let file = document.add_object(file);
        let pin = dictionary! {
            "Subtype" => "FileAttachment", "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()], "FS" => file,
        };
        document.get_dictionary_mut(pages[0]).unwrap().set("Annots", vec![Object::from(pin)]);
        let names = dictionary! { "Names" => vec![string("a"), file.into()] };
        catalogue(document).set("Names", dictionary! { "EmbeddedFiles" => names });
    });
    let whole = formats::read_all(Format::Pdf, &bytes, &Limits::default(), 0).unwrap();
    assert_eq!(whole.document.text, "Se bilag.");
    let found: Vec<_> = whole
        .enclosed
        .iter()
        .map(|file| (file.name.as_str(), file.bytes.as_deref().unwrap()))
        .collect();
    assert_eq!(found, [("bilag.txt", b"Bilagets tekst".as_slice())]);
}
