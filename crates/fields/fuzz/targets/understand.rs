//! Documents of any text and any blocks: understanding ends, and each value stands where its source says.
//!
//! A line of the input is a block. A first byte below 32 tells what kind it is of and how deep it lies; a tab makes the line a
//! row of a table. What is no UTF-8 is replaced.
#![no_main]

use fields::{Vocabulary, mask_personal_data, understand};
use libfuzzer_sys::fuzz_target;
use paper::{BlockKind, Document};

fuzz_target!(|bytes: &[u8]| {
    let mut document = document(&String::from_utf8_lossy(bytes));
    mask_personal_data(&mut document);
    let paper = understand(&document, Vocabulary::builtin());
    let text: Vec<char> = document.text.chars().collect();
    let members = paper.members.iter().map(|m| &m.source);
    let amounts = paper.amounts.iter().map(|a| &a.source);
    let dates = paper.dates.iter().map(|d| &d.source);
    let contacts = paper.contacts.iter().map(|c| &c.source);
    let fields = paper.fields.iter().map(|f| &f.source);
    for source in members
        .chain(amounts)
        .chain(dates)
        .chain(contacts)
        .chain(fields)
    {
        let there: String = text[source.start..source.end].iter().collect();
        assert_eq!(there, source.quote);
    }
});

fn document(text: &str) -> Document {
    let mut document = Document::default();
    let mut table = 0;
    for line in text.split('\n') {
        let (kind, depth, rest) = match line.as_bytes().first() {
            Some(mark @ 0..=8 | mark @ 14..=31) => (kind(*mark), mark % 4, &line[1..]),
            _ => (BlockKind::Paragraph, 0, line),
        };
        if rest.contains('\t') {
            row(&mut document, rest, table);
        } else {
            table += 1;
            document.push(kind, depth, rest);
        }
    }
    document
}

fn kind(mark: u8) -> BlockKind {
    match mark % 6 {
        0 => BlockKind::Heading,
        1 => BlockKind::Header,
        2 => BlockKind::Footer,
        3 => BlockKind::Note,
        4 => BlockKind::Item,
        _ => BlockKind::Paragraph,
    }
}

/// Cells with tabs between them, as canonical text has them.
fn row(document: &mut Document, line: &str, table: u32) {
    let row = u32::try_from(document.blocks.len()).unwrap_or_default();
    if !document.text.is_empty() {
        document.text.push('\n');
    }
    for (column, cell) in line.split('\t').enumerate() {
        let start = document.text.len() + usize::from(column > 0);
        if column > 0 {
            document.text.push('\t');
        }
        document.text.push_str(cell);
        document.blocks.push(paper::Block {
            kind: BlockKind::Cell {
                table,
                row,
                column: u16::try_from(column).unwrap_or(u16::MAX),
                columns: 1,
            },
            depth: 0,
            start,
            end: start + cell.len(),
        });
    }
}
