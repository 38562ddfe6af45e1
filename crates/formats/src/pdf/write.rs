//! Pieces of pages become the document's text and blocks.

use std::collections::HashSet;

use paper::{Block, BlockKind, Document};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::flow::{Piece, RowCell};
use super::furniture::{Repeated, mould};
use super::paragraphs::{self, Paragraph};

/// The document that grows, page by page.
#[derive(Debug, Default)]
pub(super) struct Writer {
    pub document: Document,
    pages: u32,
    tables: u32,
    rows: u32,
    /// The right edge of the text so far, and the height of the pages that it is of.
    measure: (f32, f32),
    /// Repeated lines that stand in the text already.
    seen: HashSet<String>,
}

impl Writer {
    /// Writes a page: what is repeated above it, its pieces, its footnotes, what is repeated below it.
    pub(super) fn page(
        &mut self,
        pieces: Vec<Piece>,
        repeated: &[Repeated],
        body: f32,
        height: f32,
    ) {
        if self.pages > 0 {
            self.document.text.push('\u{c}');
        }
        self.pages += 1;
        self.repeated(repeated, false);
        if (self.measure.1 - height).abs() > 1.0 {
            self.measure = (0.0, height);
        }
        let mut notes = Vec::new();
        let mut open = None;
        let bottom = notes_begin(&pieces, body, height);
        for piece in pieces {
            match piece {
                Piece::Text(spans) => {
                    let lines = paragraphs::lines(spans);
                    let right = lines
                        .iter()
                        .map(|line| line.x1)
                        .fold(self.measure.0, f32::max);
                    self.measure.0 = right;
                    for paragraph in paragraphs::paragraphs(&lines, body, right) {
                        if is_note(&paragraph, body, bottom) {
                            notes.push(paragraph);
                        } else {
                            self.push(paragraph.kind, &paragraph.text);
                        }
                    }
                }
                Piece::Row { table, cells } => {
                    if open != Some(table) {
                        open = Some(table);
                        self.tables += 1;
                        self.rows = 0;
                    }
                    self.row(&cells);
                }
            }
        }
        for note in notes {
            self.push(BlockKind::Note, &parted_mark(&note.text));
        }
        self.repeated(repeated, true);
    }

    /// Whether a text was repeated on pages before, but for its numbers.
    pub(super) fn has_repeated(&self, text: &str) -> bool {
        self.seen.contains(&mould(text))
    }

    fn repeated(&mut self, repeated: &[Repeated], foot: bool) {
        for line in repeated.iter().filter(|line| line.foot == foot) {
            if self.seen.insert(mould(&line.text)) {
                let kind = if foot {
                    BlockKind::Footer
                } else {
                    BlockKind::Header
                };
                self.push(kind, &line.text);
            }
        }
    }

    fn push(&mut self, kind: BlockKind, text: &str) {
        let text = tidy(text);
        if !text.is_empty() {
            self.document.push(kind, 0, &text);
        }
    }

    fn row(&mut self, cells: &[RowCell]) {
        let text = &mut self.document.text;
        if !text.is_empty() && !text.ends_with('\u{c}') {
            text.push('\n');
        }
        for (index, cell) in cells.iter().enumerate() {
            let text = &mut self.document.text;
            if index > 0 {
                text.push('\t');
            }
            let start = text.len();
            text.push_str(&tidy(&cell_text(cell)));
            let end = text.len();
            let kind = BlockKind::Cell {
                table: self.tables.saturating_sub(1),
                row: self.rows,
                column: cell.column.min(usize::from(u16::MAX)) as u16,
                columns: cell.columns.clamp(1, usize::from(u16::MAX)) as u16,
            };
            self.document.blocks.push(Block {
                kind,
                depth: 0,
                start,
                end,
            });
        }
        self.rows += 1;
    }
}

/// A cell's lines joined; a word that was too long for its cell is closed again.
fn cell_text(cell: &RowCell) -> String {
    let mut text = String::new();
    let mut overfull = false;
    for line in paragraphs::lines(cell.spans.clone()) {
        let next = line.text();
        if overfull && is_rest_of_word(&next) {
            text.push_str(&next);
        } else {
            paragraphs::join(&mut text, &next);
        }
        overfull = cell.walls.is_some_and(|(left, right)| {
            let padding = (line.x0 - left).clamp(0.0, line.size);
            let room = right - padding - line.x1;
            !next.contains(' ')
                && next.len() > 6
                && next.ends_with(char::is_alphabetic)
                && room < 0.5 * line.size
        });
    }
    text
}

/// Whether a line may be the end of a word that was cut: it begins within one, and not with a word of its own.
fn is_rest_of_word(line: &str) -> bool {
    const WORDS: [&str; 24] = [
        "af", "at", "de", "den", "der", "det", "du", "en", "er", "et", "for", "fra", "har", "hos",
        "i", "med", "og", "om", "på", "som", "til", "under", "ved", "vi",
    ];
    let first = line.split(' ').next().unwrap_or("");
    first.starts_with(char::is_lowercase) && !WORDS.contains(&first)
}

/// Above which height nothing is a note: below the last line of the page in the size of the running text.
fn notes_begin(pieces: &[Piece], body: f32, height: f32) -> f32 {
    let spans = pieces.iter().flat_map(|piece| match piece {
        Piece::Text(spans) => spans.iter().collect::<Vec<_>>(),
        Piece::Row { cells, .. } => cells.iter().flat_map(|cell| &cell.spans).collect(),
    });
    let last = spans
        .filter(|span| span.size > 0.93 * body)
        .map(|span| span.y)
        .fold(0.0, f32::max);
    last.max(height / 3.0)
}

fn is_note(paragraph: &Paragraph, body: f32, bottom: f32) -> bool {
    let marked = paragraph
        .text
        .starts_with(|c: char| c.is_ascii_digit() || "*¹²³⁴⁵⁶⁷⁸⁹".contains(c));
    marked && paragraph.y > bottom && paragraph.size < 0.93 * body
}

/// A note's number and its text with a space between.
fn parted_mark(text: &str) -> String {
    let words = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let mark = text.len() - words.len();
    match text.get(..mark) {
        Some(number) if mark > 0 && words.starts_with(char::is_alphabetic) => {
            format!("{number} {words}")
        }
        _ => text.to_owned(),
    }
}

/// Soft hyphens out (one that is drawn within a line is a hyphen that is seen), composed characters.
fn tidy(text: &str) -> String {
    let text = text.trim().replace('\u{ad}', "-");
    if is_nfc(&text) {
        text
    } else {
        text.nfc().collect()
    }
}
