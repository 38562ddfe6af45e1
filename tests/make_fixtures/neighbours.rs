//! The same papers as an office suite of the time saved them otherwise, as a municipality's page, and as a mail.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{Block, Made, Paper, office, windows_1252};

/// Which papers have which neighbours besides DOCX, PDF and text; those of an office suite are made from the DOCX.
const SAVED: &[(&str, &[&str])] = &[
    (
        "odt",
        &["ansoegning-naerlaege-2014", "kommissorium-klimaraad-2023"],
    ),
    (
        "rtf",
        &["dagsorden-teknik-2011", "referat-skolebestyrelse-2002"],
    ),
    (
        "doc",
        &["budget-havnedage-2007", "udpegning-sundhedsraad-2021"],
    ),
];
const PAGES: &[&str] = &["notat-cykelsti-2016", "vejledning-landsbypulje-2024"];
const MAILS: &[&str] = &["bevilling-ungeindsats-2018"];

/// Makes them; LibreOffice writes another file each time, and is asked only where there is none or `changed` says so.
pub(crate) fn make(fixtures: &Path, changed: &[PathBuf]) -> Made {
    let papers = fixtures.join("papers");
    for (ending, names) in SAVED {
        let is_due =
            |docx: &PathBuf| !docx.with_extension(ending).exists() || changed.contains(docx);
        let docx = names
            .iter()
            .map(|name| papers.join(name).with_extension("docx"));
        office(&docx.filter(is_due).collect::<Vec<_>>(), ending, &papers)?;
    }
    let source = |name: &str| -> Result<Paper, Box<dyn std::error::Error>> {
        let markup =
            fs::read_to_string(fixtures.join("sources").join(name).with_extension("markup"))?;
        Ok(Paper::parse(&markup))
    };
    for name in PAGES {
        fs::write(
            papers.join(name).with_extension("html"),
            page(&source(name)?),
        )?;
    }
    for name in MAILS {
        fs::write(
            papers.join(name).with_extension("eml"),
            mail(&source(name)?),
        )?;
    }
    Ok(())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('å', "&aring;")
}

/// A page with what sites put around their papers, half of its letters spelled as in the nineties.
fn page(paper: &Paper) -> String {
    let mut content = String::new();
    let mut open = "";
    for block in &paper.blocks {
        let (list, line) = match block {
            Block::Blank => ("", String::new()),
            Block::Plain(text) | Block::Right(text) => ("", format!("<p>{}</p>\n", escaped(text))),
            Block::Title(text) => ("", format!("<h1>{}</h1>\n", escaped(text))),
            Block::Heading(text) => ("", format!("<h2>{}</h2>\n", escaped(text))),
            Block::Bold(text) => ("", format!("<p><strong>{}</strong></p>\n", escaped(text))),
            Block::Bullet(text) => ("ul", format!("<li>{}\n", escaped(text))),
            Block::Numbered(_, text) => ("ol", format!("<li>{}\n", escaped(text))),
            Block::Row { cells, head } => {
                let cell = if *head { "th" } else { "td" };
                let cells: String = cells
                    .iter()
                    .map(|text| format!("<{cell}>{}</{cell}>", escaped(text)))
                    .collect();
                ("table", format!("<tr>{cells}</tr>\n"))
            }
            Block::Box { ticked, label } => {
                let state = if *ticked { " checked" } else { "" };
                let label = escaped(label);
                (
                    "",
                    format!("<p><label><input type=\"checkbox\"{state}> {label}</label></p>\n"),
                )
            }
            Block::Note(text) => ("", format!("<p><small>{}</small></p>\n", escaped(text))),
            // Nobody else sees a comment of a paper on a page.
            Block::Comment(..) => ("", String::new()),
        };
        if list != open {
            for (tag, slash) in [(open, "/"), (list, "")] {
                if !tag.is_empty() {
                    content.push_str(&format!("<{slash}{tag}>\n"));
                }
            }
            open = list;
        }
        content.push_str(&line);
    }
    if !open.is_empty() {
        content.push_str(&format!("</{open}>\n"));
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"da\">\n<head>\n<meta charset=\"utf-8\">\n<title>Kragelev Kommune</title>\n\
         <meta name=\"author\" content=\"{}\">\n<style>nav {{ float: left }}</style>\n</head>\n<body>\n\
         <div id=\"cookie-banner\" role=\"dialog\"><p>Vi samler statistik med cookies.</p><button>Det er i orden</button></div>\n\
         <header><a href=\"/\">Kragelev Kommune</a><form role=\"search\"><input name=\"q\"></form></header>\n\
         <nav><ul><li><a href=\"/borger\">Borger</a><li><a href=\"/politik\">Politik</a><li><a href=\"/job\">Job</a></ul></nav>\n\
         <div class=\"breadcrumb\"><a href=\"/\">Forside</a> / <a href=\"/politik\">Politik</a></div>\n\
         <main>\n{content}</main>\n<footer><p>Kragelev Kommune, Torvet 1</p></footer>\n</body>\n</html>\n",
        escaped(&paper.author)
    )
}

/// A mail as the programs of the time sent it: Windows-1252, quoted-printable.
fn mail(paper: &Paper) -> String {
    let title = paper.blocks.iter().find_map(|block| match block {
        Block::Title(title) => Some(title.as_str()),
        _ => None,
    });
    let title = title.unwrap_or_default();
    let text = paper.text();
    let body = text.trim_start().strip_prefix(title).unwrap_or(&text);
    format!(
        "Received: from post.kragelev.example by mx.modtager.example; Mon, 5 Mar 2018 09:31:02 +0100\r\n\
         From: {} <sekretariat@kragelev.example>\r\nTo: Udvalget <udvalget@kragelev.example>\r\n\
         Date: Mon, 5 Mar 2018 09:30:00 +0100\r\nSubject: {}\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n",
        encoded(&paper.author),
        encoded(title),
        quoted(body.trim())
    )
}

/// A word of a field (RFC 2047).
fn encoded(text: &str) -> String {
    let letters: String = text
        .chars()
        .map(|c| match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => c.to_string(),
            ' ' => "_".to_owned(),
            c => format!("={:02X}", windows_1252(c)),
        })
        .collect();
    format!("=?windows-1252?Q?{letters}?=")
}

/// RFC 2045, 6.7: lines of 76 characters at most.
fn quoted(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut width = 0;
        for c in line.chars() {
            let piece = match c {
                ' '..='~' if c != '=' => c.to_string(),
                c => format!("={:02X}", windows_1252(c)),
            };
            if width + piece.len() > 72 {
                out.push_str("=\r\n");
                width = 0;
            }
            width += piece.len();
            out.push_str(&piece);
        }
        out.push_str("\r\n");
    }
    out
}
