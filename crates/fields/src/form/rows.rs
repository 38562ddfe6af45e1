//! A label whose answer is a small table: partners and what they give, milestones and when.

use paper::Span;

use super::{Words, key, labels::colon_label};
use crate::{lines::Line, outline::Outline, pattern::cut};

/// The rows directly below a label that together are its value, and the line after them: of two cells, none of which is a
/// label of its own, an empty place to write or an amount.
pub(super) fn below_label(
    outline: &Outline<'_>,
    words: &Words,
    label: &Span,
    from: usize,
) -> Option<(Span, usize)> {
    let text = outline.text();
    let listed = words.tables.contains(&key(cut(text, label.clone())));
    let below = outline.lines.get(from..)?.iter();
    let rows = below.take_while(|row| !row.gap && !row.margin && row.cells.len() == 2);
    let rows: Vec<&Line> = rows.collect();
    let telling = rows.iter().filter(|row| is_told(text, row)).count();
    let plain = rows.iter().all(|row| is_answer(text, words, row));
    let [first, .., last] = rows.as_slice() else {
        return None;
    };
    (plain && (listed || telling * 2 > rows.len()))
        .then(|| (first.span.start..last.span.end, from + rows.len()))
}

/// Whether a row is of a budget in two columns: amounts and nothing else in the second, and a total among the rows.
pub(super) fn is_of_budget(outline: &Outline<'_>, words: &Words, index: usize) -> bool {
    /// How far from a row its total is sought.
    const ROWS: usize = 40;
    let text = outline.text();
    let Some(grid) = outline.grid_of(index) else {
        return false;
    };
    let cell = |row: &Line, at: usize| row.cells.get(at).map_or("", |c| cut(text, c.clone()));
    let rows = outline.lines.get(index..grid.rows.end).unwrap_or_default();
    let amounts = rows
        .iter()
        .take(ROWS)
        .take_while(|row| row.cells.len() == 2 && is_amount(cell(row, 1)));
    let mut names = amounts.map(|row| cell(row, 0));
    let first = names.next().unwrap_or(":");
    !first.ends_with([':', '?', '*'])
        && !words.tells(&key(first))
        && names.any(|name| words.totals.contains(&key(name)))
}

/// `1.200`, `kr. 1.200,00`, `45.000 kr.`, or nothing.
fn is_amount(told: &str) -> bool {
    let bare = told.trim_start_matches("kr. ").trim_start_matches("kr ");
    let bare = bare.trim_end_matches(|c: char| c.is_alphabetic() || ",.- ".contains(c));
    bare.chars()
        .all(|c| c.is_ascii_digit() || ",. ".contains(c))
}

impl Words {
    /// Whether a row is the head of a table of fields: `Felt`, `Svar`.
    pub(super) fn heads_columns(&self, text: &str, row: &Line) -> bool {
        let [first, second] = row.cells.as_slice() else {
            return false;
        };
        self.heads.contains(&key(cut(text, first.clone())))
            && self.heads.contains(&key(cut(text, second.clone())))
    }
}

/// Whether a row may be part of an answer.
fn is_answer(text: &str, words: &Words, row: &Line) -> bool {
    let [first, second] = row.cells.as_slice() else {
        return false;
    };
    let (name, told) = (cut(text, first.clone()), cut(text, second.clone()));
    let letters = told.chars().filter(|c| c.is_alphabetic()).count();
    !name.is_empty()
        && !name.ends_with([':', '?', '*'])
        && letters > 3
        && !words.tells(&key(name))
        && colon_label(text, words, first).is_none()
}

/// Whether a row's first cell tells when: no label has a number at its end.
fn is_told(text: &str, row: &Line) -> bool {
    let first = row.cells.first().map_or("", |cell| cut(text, cell.clone()));
    first.ends_with(|c: char| c.is_ascii_digit())
}
