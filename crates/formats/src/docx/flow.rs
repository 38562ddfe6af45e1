//! What has been read, on its way to the document.

use paper::{Block, BlockKind, Document};

use crate::ReadError;

/// A stretch of text that is finished but may still be inside a cell or a text box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// A block with lines of its own.
    Block {
        kind: BlockKind,
        depth: u8,
        text: String,
    },
    /// A row of a table.
    Row {
        table: u32,
        row: u32,
        depth: u8,
        cells: Vec<Cell>,
    },
}

/// A cell of a row, on one line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) column: u16,
    pub(super) columns: u16,
    pub(super) text: String,
}

/// Where pieces are collected: the body of a part, a cell, a text box, a note.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub(super) pieces: Vec<Piece>,
    /// Text of paragraphs whose end was deleted: it belongs to the next one.
    pub(super) carried: String,
}

/// The document as it grows, within a limit.
#[derive(Debug)]
pub(super) struct Output {
    document: Document,
    limit: u64,
    exceeded: bool,
    /// The numbers that tables have in the document, by those that they have in the file: a table of which nothing is
    /// seen has none.
    tables: Vec<u32>,
}

impl Output {
    pub(super) fn new(limit: u64) -> Self {
        Self {
            document: Document::default(),
            limit,
            exceeded: false,
            tables: Vec::new(),
        }
    }

    /// The document.
    ///
    /// # Errors
    /// `TooLarge` where it has more text than the limit.
    pub(super) fn finish(self) -> Result<Document, ReadError> {
        if self.exceeded {
            return Err(ReadError::TooLarge {
                part: "the text",
                limit: self.limit,
            });
        }
        Ok(self.document)
    }

    /// Appends what is finished.
    pub(super) fn push(&mut self, piece: Piece) {
        if self.document.text.len() as u64 > self.limit {
            self.exceeded = true;
            return;
        }
        match piece {
            Piece::Block { kind, depth, text } => self.document.push(kind, depth, &text),
            Piece::Row {
                table,
                row,
                depth,
                cells,
            } => self.row(table, row, depth, &cells),
        }
    }

    /// Appends pieces as lines of one kind: what stands in a header is header, table or not.
    pub(super) fn push_as(&mut self, kind: BlockKind, pieces: Vec<Piece>) {
        for piece in pieces {
            let text = piece.line();
            if !text.is_empty() {
                self.push(Piece::Block {
                    kind,
                    depth: 0,
                    text,
                });
            }
        }
    }

    fn row(&mut self, table: u32, row: u32, depth: u8, cells: &[Cell]) {
        let number = self
            .tables
            .iter()
            .rposition(|&known| known == table)
            .unwrap_or_else(|| {
                self.tables.push(table);
                self.tables.len() - 1
            });
        let document = &mut self.document;
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                document.text.push('\t');
            } else if !document.text.is_empty() {
                document.text.push('\n');
            }
            let start = document.text.len();
            document.text.push_str(&cell.text);
            document.blocks.push(Block {
                kind: BlockKind::Cell {
                    table: u32::try_from(number).unwrap_or(u32::MAX),
                    row,
                    column: cell.column,
                    columns: cell.columns,
                },
                depth,
                start,
                end: document.text.len(),
            });
        }
    }
}

impl Piece {
    /// Its text on one line, cells with tabs between them.
    pub(super) fn line(&self) -> String {
        match self {
            Self::Block { text, .. } => text.replace('\n', " "),
            Self::Row { cells, .. } => {
                let cells: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
                cells.join("\t")
            }
        }
    }
}

/// All pieces on one line, a space between them.
pub(super) fn joined(pieces: &[Piece]) -> String {
    let lines: Vec<String> = pieces
        .iter()
        .map(|piece| piece.line().replace('\t', " "))
        .filter(|line| !line.is_empty())
        .collect();
    lines.join(" ")
}
