//! Pages that were scanned into word processors.
#![allow(clippy::unwrap_used)]

mod packed;
mod pictures_made;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;

use formats::{Format, Limits};
use packed::package;
use paper::{Document, Frame, Recognised, RecognisedWord};
use pictures_made::png;

/// Dots of a page that can be read; it is shown 6 inches wide and 8 high.
const DOTS: (u32, u32) = (900, 1200);

fn docx(body: &str, picture: &[u8]) -> Vec<u8> {
    let body = format!("<w:document><w:body>{body}</w:body></w:document>");
    let links =
        "<Relationships><Relationship Id='a' Type='x/image' Target='media/a.bin'/></Relationships>";
    package(&[
        ("word/document.xml", body.as_bytes()),
        ("word/_rels/document.xml.rels", links.as_bytes()),
        ("word/media/a.bin", picture),
    ])
}

/// A paragraph with the picture, so many thousandths of an inch wide and high.
fn drawn(wide: u64, high: u64) -> String {
    let (wide, high) = (wide * 914, high * 914);
    format!(
        "<w:p><w:r><w:drawing><wp:extent cx='{wide}' cy='{high}'/><a:blip r:embed='a'/></w:drawing></w:r></w:p>"
    )
}

fn odt(frames: &str, picture: &[u8]) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:text><text:p>Før</text:p><text:p>{frames}</text:p>\
         <text:p>Efter</text:p></office:text></office:body></office:document-content>"
    );
    package(&[
        ("mimetype", &b"application/vnd.oasis.opendocument.text"[..]),
        ("content.xml", content.as_bytes()),
        ("Pictures/a.bin", picture),
    ])
}

fn rtf(picture: &[u8], is_binary: bool) -> Vec<u8> {
    let head = "{\\rtf1 F\\'f8r\\par{\\*\\shppict{\\pict{\\*\\picprop}\\picw900\\picwgoal8640\\pichgoal11520\\pngblip{\\*\\blipuid 0a0b}\n";
    let mut file = head.as_bytes().to_vec();
    if is_binary {
        write!(file, "\\bin{} ", picture.len()).unwrap();
        file.extend(picture);
    } else {
        let mut digits = String::new();
        for bytes in picture.chunks(64) {
            bytes
                .iter()
                .for_each(|byte| write!(digits, "{byte:02x}").unwrap());
            digits.push_str("\r\n");
        }
        file.extend(digits.as_bytes());
    }
    file.extend(b"}}{\\nonshppict{\\pict\\wmetafile8 0102}}\\par Efter\\par}");
    file
}

fn read(format: Format, file: &[u8]) -> Document {
    formats::read(format, file, &Limits::default()).unwrap()
}

/// What a recogniser might have said of a page.
fn seen(text: &str) -> BTreeMap<u32, Recognised> {
    let word = |(at, text): (u32, &str)| RecognisedWord {
        text: text.to_owned(),
        raw: None,
        confidence: 77,
        line: 0,
        frame: Frame {
            x0: 7_200 + at * 4_000,
            y0: 7_200,
            x1: 7_200 + at * 4_000 + 3_000,
            y1: 8_200,
        },
    };
    let page = Recognised {
        extent: (43_200, 57_600),
        rulings: Vec::new(),
        words: (0..).zip(text.split(' ')).map(word).collect(),
    };
    BTreeMap::from([(1, page)])
}

#[test]
fn a_large_picture_is_a_page_in_each_format() {
    let page = png(DOTS.0, DOTS.1);
    let frame = "<draw:frame svg:width='15.24cm' svg:height='203.2mm'><draw:image xlink:href='Pictures/a.svg'/>\
        <draw:image xlink:href='./Pictures/a.bin'/><draw:image xlink:href='Pictures/a.bin'/></draw:frame>";
    let body = format!(
        "<w:p><w:r><w:t>Før</w:t></w:r></w:p>{}<w:p><w:r><w:t>Efter</w:t></w:r></w:p>",
        drawn(6_000, 8_000)
    );
    let old = "<w:p><w:r><w:t>Før</w:t></w:r></w:p><w:p><w:r><w:pict><v:shape style='position:absolute;width:432pt; height:8in'>\
        <v:imagedata r:id='a'/></v:shape></w:pict></w:r></w:p><w:p><w:r><w:t>Efter</w:t></w:r></w:p>";
    for (what, format, file) in [
        ("docx", Format::Docx, docx(&body, &page)),
        ("vml", Format::Docx, docx(old, &page)),
        ("odt", Format::Odt, odt(frame, &page)),
        ("rtf", Format::Rtf, rtf(&page, false)),
        ("rtf, binary", Format::Rtf, rtf(&page, true)),
    ] {
        let document = read(format, &file);
        assert_eq!(document.text, "Før\nEfter", "{what}");
        assert_eq!(
            (document.pages, document.unread.as_slice()),
            (None, &[1][..]),
            "{what}"
        );
        let told: Vec<_> = document
            .warnings
            .iter()
            .map(|w| w.message.as_str())
            .collect();
        assert_eq!(told, ["picture 1: a page without text"], "{what}");
        let limits = Limits::default();
        let drawn = formats::raster(format, &file, 1, &limits).unwrap().unwrap();
        assert_eq!(
            (drawn.width, drawn.height, drawn.dpi),
            (900, 1200, 150),
            "{what}"
        );
        assert_eq!(formats::raster(format, &file, 2, &limits).unwrap(), None);
        let document =
            formats::read_seen(format, &file, &seen("Svar senest 3. maj"), &limits).unwrap();
        assert_eq!(document.text, "Før\nSvar senest 3. maj\nEfter", "{what}");
        assert!(
            document.unread.is_empty() && document.warnings.is_empty(),
            "{what}"
        );
        let sure = document
            .recognised
            .iter()
            .map(|c| &document.text[c.start..c.end]);
        assert_eq!(
            sure.collect::<Vec<_>>(),
            ["Svar", "senest", "3.", "maj"],
            "{what}"
        );
        for block in &document.blocks {
            assert!(!document.text_of(block).is_empty(), "{what}");
        }
    }
}

#[test]
fn logos_drawings_and_pictures_beside_a_text_are_left() {
    let page = png(DOTS.0, DOTS.1);
    let prose = format!(
        "<w:p><w:r><w:t>{}</w:t></w:r></w:p>",
        "Udvalget mødes. ".repeat(30)
    );
    for (what, body, picture, unread) in [
        ("small", drawn(2_000, 3_000), &page, false),
        ("of few dots", drawn(6_000, 8_000), &png(580, 790), false),
        ("a third of a page, alone", drawn(6_000, 5_500), &page, true),
        (
            "beside a text",
            format!("{prose}{}", drawn(6_000, 5_500)),
            &page,
            false,
        ),
        (
            "all of a page",
            format!("{prose}{}", drawn(6_300, 8_900)),
            &page,
            true,
        ),
        (
            "in a table",
            format!(
                "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
                drawn(6_000, 8_000)
            ),
            &page,
            true,
        ),
    ] {
        let document = read(Format::Docx, &docx(&body, picture));
        assert_eq!(!document.unread.is_empty(), unread, "{what}");
        assert!(!document.text.contains('\u{fdd0}'), "{what}");
    }
}

#[test]
fn a_page_in_a_table_stands_there() {
    let page = png(DOTS.0, DOTS.1);
    let cell = |inner: &str| format!("<w:tc>{inner}</w:tc>");
    let text = "<w:p><w:r><w:t>Side 1</w:t></w:r></w:p>";
    let table = |cells: &str| format!("<w:tbl><w:tr>{cells}</w:tr></w:tbl>");
    let drawn = drawn(6_000, 8_000);
    for (body, before, after) in [
        (table(&cell(&drawn)), "", "Svar senest"),
        (
            table(&[cell(text), cell(&drawn)].concat()),
            "Side 1\t",
            "Side 1\tSvar senest",
        ),
        (
            table(&cell(&[text, &drawn].concat())),
            "Side 1",
            "Side 1\nSvar senest",
        ),
    ] {
        let file = docx(&body, &page);
        assert_eq!(read(Format::Docx, &file).text, before);
        let read = formats::read_seen(
            Format::Docx,
            &file,
            &seen("Svar senest"),
            &Limits::default(),
        );
        assert_eq!(read.unwrap().text, after);
    }
}

#[test]
fn what_cannot_be_looked_at_is_told_and_costs_itself() {
    let body = format!(
        "<w:p><w:r><w:t>Før</w:t></w:r></w:p>{}",
        drawn(6_000, 8_000)
    );
    let told = |picture: &[u8], limits: &Limits| {
        let document = formats::read(Format::Docx, &docx(&body, picture), limits).unwrap();
        assert_eq!((document.text.as_str(), document.unread.len()), ("Før", 0));
        document
            .warnings
            .into_iter()
            .map(|w| w.message)
            .collect::<Vec<_>>()
            .join("; ")
    };
    let limits = Limits::default();
    let drawing = [&[1, 0, 0, 0, 88, 0, 0, 0][..], &[0; 80]].concat();
    let said = told(&drawing, &limits);
    assert!(
        said.starts_with("picture 1: ") && said.ends_with(" is not read"),
        "{said}"
    );
    let mut bomb = png(DOTS.0, DOTS.1);
    bomb.extend(vec![0; 3_000_000]);
    let few = Limits {
        unpacked: 1_000_000,
        ..limits
    };
    assert_eq!(told(&bomb, &few), "picture 1: cannot be unpacked");
}
