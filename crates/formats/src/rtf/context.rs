//! A run of paragraphs of its own: the body, a header, a note, a text box.

use paper::BlockKind;

use crate::flow::marks::{Edges, Marks};
use crate::flow::{Piece, joined};
use crate::letters;

use super::state::{Paragraph, Shape};

/// What a context is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Body,
    Header,
    Footer,
    Note,
    Comment,
    /// A text box, or text of its own otherwise.
    Box,
}

/// Paragraphs and tables that belong together.
#[derive(Debug)]
pub(super) struct Context {
    pub(super) kind: Kind,
    pub(super) paragraph: Paragraph,
    marks: Marks,
    /// How the cells of the row lie that is being defined.
    pub(super) edges: Edges,
}

impl Context {
    pub(super) fn new(kind: Kind, serial: u64) -> Self {
        Self {
            kind,
            paragraph: Paragraph {
                serial,
                ..Paragraph::default()
            },
            marks: Marks::default(),
            edges: Edges::default(),
        }
    }

    /// The paragraph is ended, and the next one begins; `level` is the level of the outline of its style.
    pub(super) fn end_paragraph(&mut self, shape: Shape, level: Option<u8>, serial: u64) {
        let next = Paragraph {
            serial,
            ..Paragraph::default()
        };
        let paragraph = std::mem::replace(&mut self.paragraph, next);
        let pieces = pieces(paragraph, shape, level);
        if !pieces.is_empty() || shape.depth == 0 {
            self.marks.push(shape.depth, pieces);
        }
    }

    pub(super) fn end_cell(&mut self, depth: usize) {
        self.marks.end_cell(depth);
    }

    pub(super) fn end_row(&mut self, depth: usize) {
        let edges = self.edges.clone();
        self.marks.end_row(depth, edges);
    }

    /// Whether something is open that the end of the file must end.
    pub(super) fn is_open(&self) -> bool {
        !self.paragraph.text.trim().is_empty() || !self.paragraph.after.is_empty()
    }

    /// What has been read.
    pub(super) fn finish(mut self) -> Vec<Piece> {
        self.marks.finish()
    }

    /// What has been read, as it hangs on the paragraph outside.
    pub(super) fn hanging(self, author: &str) -> Vec<Piece> {
        let kind = self.kind;
        let pieces = self.finish();
        let line = match kind {
            Kind::Note | Kind::Comment => joined(&pieces),
            _ => return pieces,
        };
        match kind {
            _ if line.is_empty() => Vec::new(),
            Kind::Comment => vec![Piece::comment(author, &line)],
            _ => vec![Piece::note(line)],
        }
    }
}

fn pieces(paragraph: Paragraph, shape: Shape, level: Option<u8>) -> Vec<Piece> {
    let text = letters::composed(paragraph.text);
    let text = text.trim();
    let label = paragraph.label.trim();
    let mut pieces = Vec::new();
    if !text.is_empty() {
        let level = shape.level.or(level).filter(|&level| level > 0);
        let (kind, depth) = match level {
            Some(level) => (BlockKind::Heading, level),
            None if !label.is_empty() => (BlockKind::Item, shape.list_level.min(8)),
            None if paragraph.strength.is_heading(text) => (BlockKind::Heading, 0),
            None => (BlockKind::Paragraph, 0),
        };
        let text = if label.is_empty() {
            text.to_owned()
        } else {
            format!("{label} {text}")
        };
        pieces.push(Piece::Block { kind, depth, text });
    }
    pieces.extend(paragraph.after);
    pieces
}
