//! A document as the finders look at it: blocks with the headings above them, tables as rows, sentences.

use paper::{Block, BlockKind, Document, Places, Source, Span};

/// A document and what can be told of its shape without knowing what it says.
#[derive(Debug)]
pub(crate) struct Outline<'d> {
    /// The document.
    pub(crate) document: &'d Document,
    /// The tables, in the order of the text.
    pub(crate) tables: Vec<Table>,
    places: Places<'d>,
    /// For each block, the nearest heading above it.
    headings: Vec<Option<usize>>,
}

/// A table: rows of cells, each cell an index into the document's blocks.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// The rows, first to last; a row that wraps over a page is one row.
    pub(crate) rows: Vec<Vec<usize>>,
}

impl<'d> Outline<'d> {
    pub(crate) fn new(document: &'d Document) -> Self {
        let mut heading = None;
        let headings = document
            .blocks
            .iter()
            .enumerate()
            .map(|(index, block)| {
                let above = heading;
                if block.kind == BlockKind::Heading {
                    heading = Some(index);
                }
                above
            })
            .collect();
        Self {
            document,
            tables: tables(&document.blocks),
            places: document.places(),
            headings,
        }
    }

    /// The whole text.
    pub(crate) fn text(&self) -> &'d str {
        &self.document.text
    }

    /// The blocks.
    pub(crate) fn blocks(&self) -> &'d [Block] {
        &self.document.blocks
    }

    /// The text of the block with that index.
    pub(crate) fn block_text(&self, block: usize) -> &'d str {
        &self.document.text[self.document.blocks[block].range()]
    }

    /// The place of a byte range, for the record.
    pub(crate) fn source(&self, span: Span) -> Source {
        self.places.source(span)
    }

    /// The index of the block that holds a byte.
    pub(crate) fn block_at(&self, at: usize) -> Option<usize> {
        let after = self.document.blocks.partition_point(|b| b.start <= at);
        let index = after.checked_sub(1)?;
        (at < self.document.blocks[index].end).then_some(index)
    }

    /// The nearest heading above a block.
    pub(crate) fn heading_of(&self, block: usize) -> Option<usize> {
        self.headings.get(block).copied().flatten()
    }
}

/// Groups the cells by table and row.
fn tables(blocks: &[Block]) -> Vec<Table> {
    let mut tables: Vec<(u32, Table)> = Vec::new();
    let mut last_row = None;
    for (index, block) in blocks.iter().enumerate() {
        let BlockKind::Cell { table, row, .. } = block.kind else {
            continue;
        };
        if tables.last().is_none_or(|(id, _)| *id != table) {
            tables.push((table, Table::default()));
            last_row = None;
        }
        let Some((_, current)) = tables.last_mut() else {
            continue;
        };
        if last_row != Some(row) {
            current.rows.push(Vec::new());
            last_row = Some(row);
        }
        if let Some(cells) = current.rows.last_mut() {
            cells.push(index);
        }
    }
    tables.into_iter().map(|(_, table)| table).collect()
}
