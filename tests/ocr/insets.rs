//! Pages that somebody scanned into a word processor.

use super::{calls, ingest, is_whole, made, warned};
use crate::{support::run, within::zipped};

/// A picture in black and white: a TIFF of one strip of paper, in which a stroke is drawn.
fn picture(width: u32, height: u32) -> Vec<u8> {
    let across = (width as usize).div_ceil(8);
    let mut strip = vec![0_u8; across * height as usize];
    strip[across * 40 + 8..across * 40 + 24].fill(0xff);
    let entries: [(u16, u32); 8] = [
        (256, width),
        (257, height),
        (258, 1),
        (259, 1),
        (262, 0),
        (273, 8),
        (278, height),
        (279, strip.len() as u32),
    ];
    let mut file = b"II*\0".to_vec();
    file.extend((8 + strip.len() as u32).to_le_bytes());
    file.append(&mut strip);
    file.extend((entries.len() as u16).to_le_bytes());
    for (tag, value) in entries {
        file.extend(tag.to_le_bytes());
        file.extend([4, 0, 1, 0, 0, 0]);
        file.extend(value.to_le_bytes());
    }
    file.extend([0; 4]);
    file
}

/// A DOCX of paragraphs: text, or pictures with their widths and heights in English metric units.
fn docx(paragraphs: &[Result<&str, (u64, u64)>], pictures: &[&[u8]]) -> Vec<u8> {
    let mut body = String::new();
    let mut links = String::new();
    let mut number = 0;
    for paragraph in paragraphs {
        let run = match paragraph {
            Ok(text) => format!("<w:t>{text}</w:t>"),
            Err((wide, high)) => {
                number += 1;
                links.push_str(&format!(
                    "<Relationship Id='rId{number}' Type='http://x/image' Target='media/image{number}.tif'/>"
                ));
                format!(
                    "<w:drawing><wp:inline><wp:extent cx='{wide}' cy='{high}'/><a:blip r:embed='rId{number}'/></wp:inline></w:drawing>"
                )
            }
        };
        body.push_str(&format!("<w:p><w:r>{run}</w:r></w:p>"));
    }
    let body = format!("<w:document><w:body>{body}</w:body></w:document>");
    let links = format!("<Relationships>{links}</Relationships>");
    let names: Vec<String> = (1..=pictures.len())
        .map(|n| format!("word/media/image{n}.tif"))
        .collect();
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("word/document.xml", body.as_bytes()),
        ("word/_rels/document.xml.rels", links.as_bytes()),
    ];
    parts.extend(
        names
            .iter()
            .map(String::as_str)
            .zip(pictures.iter().copied()),
    );
    zipped(&parts)
}

/// A page of A4 within its margins, so many dots across at 300 to an inch.
const WIDE: u64 = 5_760_000;
const HIGH: u64 = 8_160_000;
const DOTS: [(u32, u32); 2] = [(1890, 2677), (1900, 2691)];

#[test]
fn a_paper_scanned_into_a_word_processor_is_read_picture_by_picture() {
    let place = made();
    for ((width, _), words) in DOTS.iter().zip([
        "Svar senest den 3.@61 maj 2017.",
        "Der søges om 50.000 kr. til kurser.",
    ]) {
        place.write(&format!("engine/page{width}"), format!("{words}\n"));
    }
    let pictures = DOTS.map(|(width, height)| picture(width, height));
    let logo = picture(700, 900);
    let file = docx(
        &[
            Err((900_000, 900_000)),
            Ok("Høring om cykelstier"),
            Err((WIDE, HIGH)),
            Ok("Imellem"),
            Err((WIDE, HIGH)),
        ],
        &[&logo, &pictures[0], &pictures[1]],
    );
    place.write("papers/scan.pdf", b"Notat\n");
    place.write("papers/brev.docx", &file);
    let told = run(place.udvalg(["extract", "--text", "papers/brev.docx"]));
    assert_eq!(told.out.trim_end(), "Høring om cykelstier\nImellem");
    assert!(
        told.err
            .contains("2 pages are pictures; --ocr now reads them"),
        "{}",
        told.err
    );
    let text = run(place.udvalg(["extract", "--text", "--ocr", "now", "papers/brev.docx"])).out;
    let expected = "Høring om cykelstier\nSvar senest den 3. maj 2017.\nImellem\nDer søges om 50.000 kr. til kurser.";
    assert_eq!(text.trim_end(), expected);

    let before = calls(&place).len();
    let (ended, summary) = ingest(&place, &["--ocr", "off", "papers"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(summary.get("pictures").is_none(), "{summary}");
    let shown = run(place.udvalg(["show", "brev.docx"])).out;
    assert!(
        shown.contains("no-text") && shown.contains("picture 1, 2"),
        "{shown}"
    );
    let (ended, summary) = ingest(&place, &["papers"]);
    assert_eq!(
        (ended.code, &summary["pictures"]["recognised"]),
        (0, &2.into()),
        "{}",
        ended.err
    );
    assert_eq!(calls(&place).len(), before + 2);
    let json = run(place.udvalg(["show", "--json", "brev.docx"])).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["dates"][0]["confidence"], 61);
    assert_eq!(json["dates"][0]["source"]["page"], serde_json::Value::Null);
    let text: Vec<char> = text.trim_end().chars().collect();
    let at = |name: &str| json["dates"][0]["source"][name].as_u64().unwrap() as usize;
    let quote: String = text[at("start")..at("end")].iter().collect();
    assert_eq!(json["dates"][0]["source"]["quote"], quote);
    assert_eq!(warned(&json), ["ocr-doubt"]);
    is_whole(&place);
}

#[test]
fn pages_below_a_path_are_read_and_the_others_wait() {
    let place = made();
    place.write("papers/inde/b.pdf", super::scan(&[230]));
    ingest(&place, &["--ocr", "off", "papers"]);
    let (ended, summary) = ingest(&place, &["--retry", "no-text", "papers/inde"]);
    assert_eq!(
        (
            ended.code,
            &summary["pictures"]["recognised"],
            &summary["pictures"]["waiting"]
        ),
        (0, &1.into(), &3.into()),
        "{summary}"
    );
    let (_, summary) = ingest(&place, &["--retry", "no-text"]);
    assert_eq!(summary["pictures"]["waiting"], 0, "{summary}");
}
