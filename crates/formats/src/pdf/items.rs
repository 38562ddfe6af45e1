//! What stands on a page below each other, and how it goes on over the next.

use paper::{BlockKind, Document};

use super::baselines;
use super::flow::{Piece, RowCell};
use super::lines::commonest;
use super::notes::Comment;
use super::paragraphs::{self, Paragraph};
use super::wording;

/// A paragraph, or a row of a table.
pub(super) enum Item {
    Text(Paragraph),
    Row { table: usize, cells: Vec<RowCell> },
}

impl Item {
    /// The baselines of its first and its last line.
    fn reach(&self) -> (f32, f32) {
        match self {
            Self::Text(paragraph) => (paragraph.y, paragraph.bottom),
            Self::Row { cells, .. } => {
                let lines = || cells.iter().flat_map(|cell| &cell.spans).map(|span| span.y);
                (
                    lines().fold(f32::MAX, f32::min),
                    lines().fold(f32::MIN, f32::max),
                )
            }
        }
    }

    /// How far above or below it a place is.
    fn distance(&self, y: f32) -> f32 {
        let (top, bottom) = self.reach();
        (top - y).max(y - bottom).max(0.0)
    }
}

/// The items of a page; `right` is the right edge of the text so far.
pub(super) fn items(pieces: Vec<Piece>, body: f32, right: &mut f32) -> Vec<Item> {
    let mut items = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Text(spans) => {
                let lines = baselines::lines(spans);
                *right = lines.iter().map(|line| line.x1).fold(*right, f32::max);
                let paragraphs = paragraphs::paragraphs(&lines, body, *right);
                items.extend(paragraphs.into_iter().map(Item::Text));
            }
            Piece::Row { table, cells } => items.push(Item::Row { table, cells }),
        }
    }
    items
}

/// Whether it is an item of a list.
fn is_item(item: Option<&Item>) -> bool {
    matches!(item, Some(Item::Text(text)) if text.kind == BlockKind::Item)
}

/// Whether an empty line is seen above each item: it stands further below the one before than most do.
pub(super) fn gaps(items: &[Item]) -> Vec<bool> {
    let steps: Vec<f32> = items
        .windows(2)
        .map(|pair| match pair {
            [a, b] => b.reach().0 - a.reach().1,
            _ => 0.0,
        })
        .collect();
    let usual = commonest(
        steps
            .iter()
            .filter(|step| **step > 0.0)
            .map(|step| step.round() as u32),
    );
    let usual = usual.map(|usual| usual as f32);
    let wide = |step: &f32| usual.is_some_and(|usual| *step > (GAP * usual).max(usual + 3.0));
    // Items that stand apart are one list still.
    let listed = |at: usize| is_item(items.get(at)) && is_item(items.get(at + 1));
    let gap = |(at, step): (usize, &f32)| wide(step) && !listed(at);
    std::iter::once(false)
        .chain(steps.iter().enumerate().map(gap))
        .collect()
}

/// Makes headings of numbered lines that stand by themselves with an empty line above: `2. Budget`.
pub(super) fn raise_headings(items: &mut [Item], gaps: &[bool]) {
    let alone = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| items.get(before));
        gaps.get(at) == Some(&true) && !is_item(before) && !is_item(items.get(at + 1))
    };
    let found: Vec<usize> = (0..items.len()).filter(|at| alone(*at)).collect();
    for at in found {
        if let Some(Item::Text(text)) = items.get_mut(at)
            && text.kind == BlockKind::Item
            && text.could_head()
        {
            text.kind = BlockKind::Heading;
        }
    }
}

/// How many times the usual step down an empty line makes of it.
const GAP: f32 = 1.35;

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
    wording::join(&mut document.text, whole);
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
