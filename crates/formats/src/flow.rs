//! What has been read, on its way to the document.

pub(crate) mod fields;
pub(crate) mod labels;
pub(crate) mod lists;
pub(crate) mod marks;
pub(crate) mod outline;
pub(crate) mod shape;
pub(crate) mod symbols;
pub(crate) mod table;

use std::collections::HashSet;

use paper::{Block, BlockKind, Document};

use crate::{ReadError, looks};

/// Where the numbers of tables begin that stand in another file.
const FOREIGN_TABLE: u32 = 1 << 31;

/// A stretch of text that is finished but may still be inside a cell or a text box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
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
pub(crate) struct Cell {
    pub(crate) column: u16,
    pub(crate) columns: u16,
    pub(crate) text: String,
}

/// Where pieces are collected: the body of a part, a cell, a text box, a note.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    pub(crate) pieces: Vec<Piece>,
    /// Text of paragraphs whose end was deleted: it belongs to the next one.
    pub(crate) carried: String,
}

/// The document as it grows, within a limit.
#[derive(Debug)]
pub(crate) struct Output {
    document: Document,
    limit: u64,
    exceeded: bool,
    /// The numbers that tables have in the document, by those that they have in the file: a table of which nothing is
    /// seen has none.
    tables: Vec<u32>,
}

impl Output {
    pub(crate) fn new(limit: u64) -> Self {
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
    pub(crate) fn finish(self) -> Result<Document, ReadError> {
        if self.exceeded {
            return Err(ReadError::TooLarge {
                part: "the text",
                limit: self.limit,
            });
        }
        Ok(self.document)
    }

    /// Bytes of text that the document may have.
    pub(crate) fn limit(&self) -> u64 {
        self.limit
    }

    /// Appends what is finished.
    pub(crate) fn push(&mut self, piece: Piece) {
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
    pub(crate) fn push_as(&mut self, kind: BlockKind, pieces: Vec<Piece>) {
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
    /// A comment, with who made it where that is known.
    pub(crate) fn comment(author: &str, text: &str) -> Self {
        let text = match author {
            "" => format!("[Kommentar: {text}]"),
            author => format!("[Kommentar, {author}: {text}]"),
        };
        Self::Block {
            kind: BlockKind::Comment,
            depth: 0,
            text,
        }
    }

    /// A footnote or an endnote.
    pub(crate) fn note(text: String) -> Self {
        Self::Block {
            kind: BlockKind::Note,
            depth: 0,
            text,
        }
    }

    /// Its text on one line, cells with tabs between them.
    pub(crate) fn line(&self) -> String {
        match self {
            Self::Block { text, .. } => text.replace('\n', " "),
            Self::Row { cells, .. } => {
                let cells: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
                cells.join("\t")
            }
        }
    }
}

/// Each line once: the headers of the first, the left and the right pages are often alike.
pub(crate) fn distinct(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut known = HashSet::new();
    pieces
        .into_iter()
        .filter(|piece| known.insert(piece.line()))
        .collect()
}

/// All pieces on one line, a space between them.
pub(crate) fn joined(pieces: &[Piece]) -> String {
    let lines: Vec<String> = pieces
        .iter()
        .map(|piece| piece.line().replace('\t', " "))
        .filter(|line| !line.is_empty())
        .collect();
    lines.join(" ")
}

/// How many letters of a paragraph are set off from running text: in bold, or in larger type.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Strength {
    strong: usize,
    letters: usize,
}

impl Strength {
    /// Counts a character that is seen.
    pub(crate) fn add(&mut self, c: char, strong: bool) {
        // A line of more letters is none that could stand above others, however it is set.
        if self.letters <= looks::LONGEST_HEADING && c.is_alphanumeric() {
            self.letters += 1;
            self.strong += usize::from(strong);
        }
    }

    /// Counts ASCII characters.
    pub(crate) fn add_ascii(&mut self, text: &str, strong: bool) {
        if self.letters <= looks::LONGEST_HEADING {
            let letters = text.bytes().filter(u8::is_ascii_alphanumeric).count();
            self.letters += letters;
            self.strong += if strong { letters } else { 0 };
        }
    }

    /// Whether the text is a line that is set off as a whole.
    pub(crate) fn is_heading(self, text: &str) -> bool {
        let text = text.trim();
        // Above a list a heading may end in a colon.
        let text = text.strip_suffix(':').unwrap_or(text);
        self.letters > 2 && self.strong == self.letters && looks::could_be_heading(text)
    }
}

/// A document as pieces of another one, the nth that it takes in, without its headers and footers.
pub(crate) fn pieces_of(document: &Document, nth: u32) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for block in &document.blocks {
        let text = document.text_of(block).to_owned();
        match block.kind {
            BlockKind::Header | BlockKind::Footer => {}
            BlockKind::Cell {
                table,
                row,
                column,
                columns,
            } => {
                // Tables count from the first of the document; those of the file outside must not be met.
                let table = FOREIGN_TABLE | (nth << 16) | (table & 0xffff);
                let cell = Cell {
                    column,
                    columns,
                    text: text.replace('\n', " "),
                };
                match pieces.last_mut() {
                    Some(Piece::Row {
                        table: open,
                        row: at,
                        cells,
                        ..
                    }) if *open == table && *at == row => cells.push(cell),
                    _ => pieces.push(Piece::Row {
                        table,
                        row,
                        depth: block.depth,
                        cells: vec![cell],
                    }),
                }
            }
            kind => pieces.push(Piece::Block {
                kind,
                depth: block.depth,
                text,
            }),
        }
    }
    pieces
}
