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
