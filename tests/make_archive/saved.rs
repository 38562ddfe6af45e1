//! A paper as word processors, sites and mail programs save it.

use std::io::{Cursor, Write};

use docx_rs::{
    AbstractNumbering, Docx, Footer, Header, IndentLevel, Level, LevelJc, LevelText, NumberFormat,
    Numbering, NumberingId, Paragraph, Run, Start, Style, StyleType,
};
use index::Entry;
use paper::BlockKind;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::{Made, corpus::Random, letters::wrapped, noise, windows_1252};

/// Numbering 1 is docx-rs's own.
const BULLETS: usize = 2;

fn blocks(paper: &Entry) -> impl Iterator<Item = (BlockKind, &str)> {
    let text = |block: &paper::Block| paper.document.text.get(block.range());
    let blocks = paper.document.blocks.iter();
    blocks.map(move |block| (block.kind, text(block).unwrap_or_default()))
}

/// What stands behind the dash of an item.
fn item(text: &str) -> &str {
    text.strip_prefix("- ").unwrap_or(text)
}

/// Plain text with lines of a screen's width; every third as Windows wrote it then.
pub(crate) fn text(paper: &Entry, random: &mut Random) -> Vec<u8> {
    let mut out = String::new();
    for (kind, text) in blocks(paper) {
        out.push_str(&wrapped(text, 84));
        out.push('\n');
        if kind != BlockKind::Item {
            out.push('\n');
        }
    }
    if random.percent(33) {
        windows_1252(&out.replace('\n', "\r\n"))
    } else {
        out.into_bytes()
    }
}

/// A DOCX with styles, a head and a foot, every second with a picture.
///
/// # Errors
/// As docx-rs and zip have them.
pub(crate) fn docx(paper: &Entry, random: &mut Random) -> Made<Vec<u8>> {
    let style = |id: &str, name: &str, size| {
        let style = Style::new(id, StyleType::Paragraph).name(name);
        style.size(size).bold()
    };
    let run = |text: &str| Paragraph::new().add_run(Run::new().add_text(text));
    let level = Level::new(
        0,
        Start::new(1),
        NumberFormat::new("bullet"),
        LevelText::new("•"),
        LevelJc::new("left"),
    );
    let mut docx = Docx::new()
        .add_style(style("Heading1", "heading 1", 26))
        .add_abstract_numbering(AbstractNumbering::new(BULLETS).add_level(level))
        .add_numbering(Numbering::new(BULLETS, BULLETS))
        .header(
            Header::new().add_paragraph(run(paper
                .document
                .text
                .lines()
                .next()
                .unwrap_or_default())),
        )
        .footer(Footer::new().add_paragraph(run("Udskrevet fra sagssystemet")));
    for (kind, text) in blocks(paper) {
        docx = docx.add_paragraph(match kind {
            BlockKind::Heading => run(text).style("Heading1"),
            BlockKind::Item => {
                run(item(text)).numbering(NumberingId::new(BULLETS), IndentLevel::new(0))
            }
            _ => run(text),
        });
    }
    let mut file = Cursor::new(Vec::new());
    docx.build().pack(&mut file)?;
    let bytes = file.into_inner();
    match random.percent(50) {
        true => with_picture(bytes, random),
        false => Ok(bytes),
    }
}

/// Puts a picture of some ten to a hundred kilobytes beside the parts of a DOCX.
fn with_picture(docx: Vec<u8>, random: &mut Random) -> Made<Vec<u8>> {
    let mut package = ZipWriter::new_append(Cursor::new(docx))?;
    let stored = SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Stored);
    package.start_file("word/media/image1.jpeg", stored)?;
    let bytes = 10_000 + random.below(90_000);
    package.write_all(&noise(random, bytes))?;
    Ok(package.finish()?.into_inner())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// An OpenDocument text.
///
/// # Errors
/// As zip has them.
pub(crate) fn odt(paper: &Entry) -> Made<Vec<u8>> {
    let mut body = String::new();
    for (kind, text) in blocks(paper) {
        let text = escaped(text);
        body.push_str(&match kind {
            BlockKind::Heading => format!("<text:h text:outline-level=\"1\">{text}</text:h>"),
            BlockKind::Item => format!(
                "<text:list><text:list-item><text:p>{}</text:p></text:list-item></text:list>",
                item(&text)
            ),
            _ => format!("<text:p>{text}</text:p>"),
        });
    }
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:text>{body}\
         </office:text></office:body></office:document-content>"
    );
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Stored);
    package.start_file("mimetype", stored)?;
    package.write_all(b"application/vnd.oasis.opendocument.text")?;
    package.start_file("content.xml", SimpleFileOptions::DEFAULT)?;
    package.write_all(content.as_bytes())?;
    Ok(package.finish()?.into_inner())
}

/// A page of a site, with what sites put around their papers.
pub(crate) fn html(paper: &Entry) -> String {
    let mut main = String::new();
    for (kind, text) in blocks(paper) {
        let text = escaped(text);
        main.push_str(&match kind {
            BlockKind::Heading => format!("<h2>{text}</h2>\n"),
            BlockKind::Item => format!("<ul><li>{}</li></ul>\n", item(&text)),
            _ => format!("<p>{text}</p>\n"),
        });
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"da\"><head><meta charset=\"utf-8\"><title>Dagsordener og referater</title></head>\n<body>\
         <nav><ul><li><a href=\"/\">Forside</a></li><li><a href=\"/politik\">Politik</a></li></ul></nav>\n<main>\n{main}</main>\n\
         <footer><p>Rådhuset, Torvet 1</p></footer></body></html>\n"
    )
}

/// Rich text as word processors of the nineties saved it.
pub(crate) fn rtf(paper: &Entry) -> String {
    let mut out = String::from("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}\\fs22\n");
    for (kind, text) in blocks(paper) {
        let bold = kind == BlockKind::Heading;
        out.push_str(if bold { "\\pard\\b " } else { "\\pard " });
        for byte in windows_1252(text) {
            match byte {
                b'\\' | b'{' | b'}' => out.extend(['\\', char::from(byte)]),
                0x20..=0x7E => out.push(char::from(byte)),
                _ => out.push_str(&format!("\\'{byte:02x}")),
            }
        }
        out.push_str(if bold { "\\b0\\par\n" } else { "\\par\n" });
    }
    out.push_str("}\n");
    out
}

/// A mail with the paper as its text.
pub(crate) fn mail(paper: &Entry) -> String {
    let title = paper.record.paper.title.as_ref();
    let subject = title.map_or("", |title| title.value.as_str());
    let body: Vec<&str> = blocks(paper).map(|(_, text)| text).collect();
    format!(
        "From: sekretariatet@eksempel.dk\r\nTo: udvalget@eksempel.dk\r\nSubject: {}\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{}\r\n",
        encoded(subject),
        body.join("\r\n\r\n")
    )
}

/// A header's text in the way of RFC 2047, a word for each piece that its 75 letters have room for.
fn encoded(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let word = |piece: &[char]| {
        let bytes = piece.iter().collect::<String>().into_bytes();
        let hex: String = bytes.iter().map(|byte| format!("={byte:02X}")).collect();
        format!("=?utf-8?Q?{hex}?=")
    };
    let words: Vec<String> = letters.chunks(10).map(word).collect();
    words.join("\r\n ")
}
