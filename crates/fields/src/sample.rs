//! Documents for tests, from text as a reader of text files would give them.

use paper::{BlockKind, Document};

/// A document of the text: a block a line, a cell where tabs stand.
pub(crate) fn document(text: &str) -> Document {
    let mut document = Document {
        text: text.to_owned(),
        ..Document::default()
    };
    let (mut at, mut table, mut row) = (0, 0, None);
    for line in text.split('\n') {
        if line.contains('\t') {
            let number = row.map_or(0, |r| r + 1);
            row = Some(number);
            let mut start = at;
            for (column, cell) in line.split('\t').enumerate() {
                let kind = BlockKind::Cell {
                    table,
                    row: number,
                    column: u16::try_from(column).unwrap_or(u16::MAX),
                    columns: 1,
                };
                push(&mut document, kind, start, start + cell.len());
                start += cell.len() + 1;
            }
        } else {
            if row.take().is_some() {
                table += 1;
            }
            if !line.trim().is_empty() {
                push(&mut document, BlockKind::Paragraph, at, at + line.len());
            }
        }
        at += line.len() + 1;
    }
    document
}

fn push(document: &mut Document, kind: BlockKind, start: usize, end: usize) {
    document.blocks.push(paper::Block {
        kind,
        depth: 0,
        start,
        end,
    });
}

/// The same, for as long as the test runs.
pub(crate) fn leak(text: &str) -> &'static Document {
    Box::leak(Box::new(document(text)))
}
