//! A paper as the PDF that a word processor prints: lines set in Helvetica, a head and a foot on each page, packed streams.

use index::Entry;
use lopdf::{
    Document, Object, ObjectId, Stream, StringFormat,
    content::{Content, Operation},
    dictionary,
};
use paper::BlockKind;

use crate::{Made, corpus::Random, letters::wrapped, noise, windows_1252};

/// A4 in points, and the room around its text.
const PAGE: (i64, i64) = (595, 842);
const MARGIN: i64 = 57;

/// The bottom of a page's text.
const FOOT: i64 = 70;

/// A line that is set: its place from the page's bottom, its font, its size, its text.
struct Line {
    at: i64,
    font: &'static str,
    size: i64,
    text: String,
}

/// The paper as PDF; every third with a picture in its head.
///
/// # Errors
/// As lopdf has them.
pub(crate) fn pdf(paper: &Entry, random: &mut Random) -> Made<Vec<u8>> {
    let pages = set(paper);
    let mut pdf = Document::with_version("1.5");
    let tree = pdf.new_object_id();
    let fonts = fonts(&mut pdf);
    let picture = random.percent(35).then(|| picture(&mut pdf, random));
    let many = pages.len();
    let mut kids = Vec::new();
    for (at, lines) in pages.iter().enumerate() {
        let content = drawn(paper, lines, (at + 1, many), picture.filter(|_| at == 0));
        kids.push(page(&mut pdf, (tree, fonts), content, picture).into());
    }
    let count = i64::try_from(many)?;
    let tree_of = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    pdf.objects.insert(tree, Object::Dictionary(tree_of));
    let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    pdf.trailer.set("Root", catalog);
    pdf.compress();
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes)?;
    Ok(bytes)
}

/// The lines of all pages.
fn set(paper: &Entry) -> Vec<Vec<Line>> {
    let mut pages = vec![Vec::new()];
    let mut at = PAGE.1 - 90;
    for block in &paper.document.blocks {
        let text = paper.document.text.get(block.range()).unwrap_or_default();
        let (font, size) = match block.kind {
            BlockKind::Heading => ("F2", 13),
            _ => ("F1", 10),
        };
        for text in wrapped(text, if size > 10 { 66 } else { 92 }).lines() {
            if at < FOOT + 20 {
                pages.push(Vec::new());
                at = PAGE.1 - 90;
            }
            let line = Line {
                at,
                font,
                size,
                text: text.to_owned(),
            };
            pages.last_mut().unwrap().push(line);
            at -= size + 3;
        }
        at -= 7;
    }
    pages
}

fn fonts(pdf: &mut Document) -> ObjectId {
    let mut font = |name: &str| {
        pdf.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => name, "Encoding" => "WinAnsiEncoding",
        })
    };
    let (plain, bold) = (font("Helvetica"), font("Helvetica-Bold"));
    pdf.add_object(dictionary! { "F1" => plain, "F2" => bold })
}

/// A picture of some ten to two hundred kilobytes that nobody will look at.
fn picture(pdf: &mut Document, random: &mut Random) -> ObjectId {
    let bytes = 10_000 + random.below(190_000);
    let about = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => 400, "Height" => 100,
        "ColorSpace" => "DeviceRGB", "BitsPerComponent" => 8, "Filter" => "DCTDecode",
    };
    pdf.add_object(Stream::new(about, noise(random, bytes)).with_compression(false))
}

fn page(
    pdf: &mut Document,
    (tree, fonts): (ObjectId, ObjectId),
    content: Vec<u8>,
    picture: Option<ObjectId>,
) -> ObjectId {
    let content = pdf.add_object(Stream::new(dictionary! {}, content));
    let mut uses = dictionary! { "Font" => fonts };
    if let Some(picture) = picture {
        uses.set("XObject", dictionary! { "Im1" => picture });
    }
    pdf.add_object(dictionary! {
        "Type" => "Page", "Parent" => tree, "Contents" => content, "Resources" => uses,
        "MediaBox" => vec![0.into(), 0.into(), PAGE.0.into(), PAGE.1.into()],
    })
}

/// The operators of a page.
fn drawn(
    paper: &Entry,
    lines: &[Line],
    (number, many): (usize, usize),
    picture: Option<ObjectId>,
) -> Vec<u8> {
    let mut operations = Vec::new();
    if picture.is_some() {
        let at = vec![
            120.into(),
            0.into(),
            0.into(),
            30.into(),
            400.into(),
            790.into(),
        ];
        operations.push(Operation::new("q", vec![]));
        operations.push(Operation::new("cm", at));
        operations.push(Operation::new("Do", vec!["Im1".into()]));
        operations.push(Operation::new("Q", vec![]));
    }
    let head = paper.document.text.lines().next().unwrap_or_default();
    line(&mut operations, ("F1", 8), (MARGIN, PAGE.1 - 50), head);
    for Line {
        at,
        font,
        size,
        text,
    } in lines
    {
        line(&mut operations, (font, *size), (MARGIN, *at), text);
    }
    let foot = format!("Side {number} af {many}");
    line(&mut operations, ("F1", 8), (PAGE.0 - 120, 40), &foot);
    Content { operations }.encode().unwrap()
}

/// A line as word processors set it: piece by piece, with the room between the words told in numbers.
fn line(operations: &mut Vec<Operation>, font: (&str, i64), (x, y): (i64, i64), text: &str) {
    let pieces = text.split_inclusive(' ').flat_map(|word| {
        let word = Object::String(windows_1252(word), StringFormat::Literal);
        [word, Object::Integer(-4)]
    });
    let place = [1, 0, 0, 1, x, y].map(Object::Integer).to_vec();
    operations.extend([
        Operation::new("BT", vec![]),
        Operation::new("Tf", vec![font.0.into(), font.1.into()]),
        Operation::new("Tm", place),
        Operation::new("TJ", vec![Object::Array(pieces.collect())]),
        Operation::new("ET", vec![]),
    ]);
}
