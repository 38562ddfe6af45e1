//! What stands on a page below each other, and how it goes on over the next.

use paper::Document;

use super::flow::{Piece, RowCell};
use super::notes::Comment;
use super::paragraphs::{self, Paragraph};

/// A paragraph, or a row of a table.
pub(super) enum Item {
    Text(Paragraph),
    Row { table: usize, cells: Vec<RowCell> },
}

impl Item {
    /// How far above or below it a place is.
    fn distance(&self, y: f32) -> f32 {
        let (top, bottom) = match self {
            Self::Text(paragraph) => (paragraph.y - paragraph.size, paragraph.bottom),
            Self::Row { cells, .. } => {
                let spans = || cells.iter().flat_map(|cell| &cell.spans);
                (
                    spans()
                        .map(|span| span.y - span.size)
                        .fold(f32::MAX, f32::min),
                    spans().map(|span| span.y).fold(f32::MIN, f32::max),
                )
            }
        };
        (top - y).max(y - bottom).max(0.0)
    }
}

/// The items of a page; `right` is the right edge of the text so far.
pub(super) fn items(pieces: Vec<Piece>, body: f32, right: &mut f32) -> Vec<Item> {
    let mut items = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Text(spans) => {
                let lines = paragraphs::lines(spans);
                *right = lines.iter().map(|line| line.x1).fold(*right, f32::max);
                let paragraphs = paragraphs::paragraphs(&lines, body, *right);
                items.extend(paragraphs.into_iter().map(Item::Text));
            }
            Piece::Row { table, cells } => items.push(Item::Row { table, cells }),
        }
    }
    items
}

/// The comments of a page with the item after which each stands, in order.
pub(super) fn remarks<'a>(comments: &'a [Comment], items: &[Item]) -> Vec<(usize, &'a str)> {
    let home = |comment: &Comment| {
        let y = comment.area.center().y as f32;
        let distances = items.iter().map(|item| item.distance(y)).enumerate();
        distances
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .map_or(0, |(at, _)| at)
    };
    let mut remarks: Vec<_> = comments
        .iter()
        .map(|comment| (home(comment), comment.text.as_str()))
        .collect();
    remarks.sort_by_key(|(home, _)| *home);
    remarks
}

/// Goes on with the last paragraph on a new page. A word broken between the pages stands whole on the first.
pub(super) fn run_on(document: &mut Document, text: &str) {
    let (whole, rest) = text.split_once(' ').unwrap_or((text, ""));
    let before = document.text.len();
    paragraphs::join(&mut document.text, whole);
    let added = document.text.get(before..).unwrap_or("");
    if added.starts_with(' ') {
        document.text.truncate(before);
        document.text.push('\u{c}');
        document.text.push_str(text);
    } else {
        document.text.push('\u{c}');
        document.text.push_str(rest);
    }
    if let Some(last) = document.blocks.last_mut() {
        last.end = document.text.len();
    }
}

/// Where the cells of a row begin, and where the last one ends: their walls, or else their text.
pub(super) fn edges(cells: &[RowCell]) -> Vec<f32> {
    let walls: Vec<(f32, f32)> = cells.iter().filter_map(|cell| cell.walls).collect();
    match walls.last() {
        Some((_, right)) => walls
            .iter()
            .map(|(left, _)| *left)
            .chain([*right])
            .collect(),
        None => cells
            .iter()
            .map(|cell| cell.spans.first().map_or(f32::NAN, |span| span.x0()))
            .collect(),
    }
}

/// Whether the rows of two pages are of one table; a cell without text has no place that could differ.
pub(super) fn alike(a: &[f32], b: &[f32]) -> bool {
    const NEAR: f32 = 4.0;
    let differs = |(a, b): (&f32, &f32)| (a - b).abs() > NEAR;
    a.len() == b.len() && !a.iter().zip(b).any(differs)
}
