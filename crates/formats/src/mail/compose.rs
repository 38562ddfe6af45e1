//! The document of a letter: its fields under Danish labels, then what was written.

use paper::{BlockKind, Document};

use super::{Body, Letter, Mailbox, Meeting, time};
use crate::flow::{Output, shape};
use crate::picture::inset::Inlaid;
use crate::{Limits, ReadError, html, letters, properties, rtf, text, warnings};

/// The document of a mail with files of these names.
pub(super) fn document(
    letter: &Letter,
    files: &[&str],
    limits: &Limits,
) -> Result<Document, ReadError> {
    let mut document = Document::default();
    head(letter, files, &mut document);
    if let Some(meeting) = &letter.meeting {
        invitation(meeting, &mut document);
    }
    finish(letter, document, limits)
}

/// The document of a page that was saved as a mail.
pub(super) fn page(letter: &Letter, limits: &Limits) -> Result<Document, ReadError> {
    let html = letter.bodies.iter().find_map(|body| match body {
        Body::Html(html) => Some(html),
        _ => None,
    });
    let Some(html) = html else {
        return finish(letter, Document::default(), limits);
    };
    let mut document = html::page(html, limits)?;
    if document.properties.title.is_none() {
        document.properties.title = Some(tidy(&letter.subject)).filter(|title| !title.is_empty());
    }
    Ok(document)
}

fn finish(letter: &Letter, mut document: Document, limits: &Limits) -> Result<Document, ReadError> {
    for body in &letter.bodies {
        append(&mut document, written(body, limits)?);
        if document.text.len() as u64 > limits.text {
            return Err(ReadError::TooLarge {
                part: "the text",
                limit: limits.text,
            });
        }
    }
    let stated = |text: &str| {
        let text: String = tidy(text).chars().take(properties::LONGEST).collect();
        Some(text).filter(|text| !text.is_empty())
    };
    let properties = &mut document.properties;
    properties.title = stated(&letter.subject);
    properties.author = letter
        .from
        .first()
        .and_then(|from| stated(&from.name).or_else(|| stated(&from.address)));
    properties.created = letter.sent.as_ref().map(time::iso);
    if letter.recovered {
        document.warnings.push(warnings::recovered());
    }
    Ok(document)
}

fn head(letter: &Letter, files: &[&str], document: &mut Document) {
    let mut line = |label: &str, value: &str| push(document, BlockKind::Paragraph, label, value);
    line("Fra", &addressed(&letter.from));
    line("Til", &addressed(&letter.to));
    line("Cc", &addressed(&letter.cc));
    line("Bcc", &addressed(&letter.bcc));
    line(
        "Sendt",
        &letter.sent.as_ref().map(time::minute).unwrap_or_default(),
    );
    push(document, BlockKind::Heading, "Emne", &letter.subject);
    push(
        document,
        BlockKind::Paragraph,
        "Vedhæftet",
        &files.join(", "),
    );
}

fn invitation(meeting: &Meeting, document: &mut Document) {
    let summary = if meeting.cancelled {
        format!("Aflyst: {}", meeting.summary)
    } else {
        meeting.summary.clone()
    };
    push(document, BlockKind::Paragraph, "Møde", &summary);
    let span = meeting.start.map(|start| time::span(start, meeting.end));
    push(
        document,
        BlockKind::Paragraph,
        "Tid",
        &span.unwrap_or_default(),
    );
    push(document, BlockKind::Paragraph, "Sted", &meeting.place);
}

/// Appends a field that has a value.
fn push(document: &mut Document, kind: BlockKind, label: &str, value: &str) {
    let value = tidy(value);
    if !value.is_empty() {
        // The subject is the mail's own title.
        let depth = u8::from(kind == BlockKind::Heading);
        document.push(kind, depth, &format!("{label}: {value}"));
    }
}

/// "Bo Ask <bo@kommune.example>, post@kommune.example".
fn addressed(mailboxes: &[Mailbox]) -> String {
    let written: Vec<String> = mailboxes.iter().map(address).collect();
    written.join(", ")
}

pub(super) fn address(mailbox: &Mailbox) -> String {
    let name = tidy(&mailbox.name);
    let name = name.trim_matches(['"', '\'']);
    let address = tidy(&mailbox.address);
    match (name, address.as_str()) {
        (name, "") => name.to_owned(),
        ("", address) => address.to_owned(),
        (name, address) if name.eq_ignore_ascii_case(address) => address.to_owned(),
        (name, address) => format!("{name} <{address}>"),
    }
}

/// A field on one line, without what cannot be seen.
pub(super) fn tidy(value: &str) -> String {
    let shown: String = value
        .chars()
        .map(|c| {
            if c.is_whitespace() || c.is_control() {
                ' '
            } else {
                c
            }
        })
        .filter_map(letters::shown)
        .collect();
    let words: Vec<&str> = shown.split(' ').filter(|word| !word.is_empty()).collect();
    letters::composed(words.join(" "))
}

/// What was written, as a document of its own.
fn written(body: &Body, limits: &Limits) -> Result<Document, ReadError> {
    match body {
        Body::Plain(plain) => Ok(text::document(plain)),
        Body::Html(page) => {
            let mut output = Output::new(limits.text);
            for piece in html::letter(page, limits) {
                output.push(piece);
            }
            let mut document = output.finish()?;
            shape::shape(&mut document);
            Ok(document)
        }
        Body::Rtf(bytes) => rtf::read(bytes, limits).map(Inlaid::without),
    }
}

/// Puts a document below another, a blank line between them.
fn append(document: &mut Document, mut below: Document) {
    let lead = below.text.len() - below.text.trim_start_matches('\n').len();
    let text = below.text.trim_matches('\n');
    if text.is_empty() {
        return;
    }
    if !document.text.is_empty() {
        document.text.push_str("\n\n");
    }
    let start = document.text.len();
    document.text.push_str(text);
    let tables = next_table(document);
    for block in &mut below.blocks {
        block.start = (block.start + start).saturating_sub(lead);
        block.end = (block.end + start).saturating_sub(lead);
        if let BlockKind::Cell { table, .. } = &mut block.kind {
            *table = table.saturating_add(tables);
        }
    }
    let end = document.text.len();
    below
        .blocks
        .retain(|block| block.start >= start && block.end <= end);
    document.blocks.append(&mut below.blocks);
    document.warnings.append(&mut below.warnings);
}

fn next_table(document: &Document) -> u32 {
    let tables = document.blocks.iter().filter_map(|block| match block.kind {
        BlockKind::Cell { table, .. } => Some(table),
        _ => None,
    });
    tables.max().map_or(0, |last| last.saturating_add(1))
}
