//! A label whose answer is a small table: partners and what they give, milestones and when.

use std::ops::Range;

use super::{Words, key, labels::colon_label};
use crate::{lines::Line, outline::Outline, pattern::cut};

/// The rows directly below a label that together are its value: of two cells, none of which is a label of its own, an
/// empty place to write or an amount. None where a row may be a field.
pub(super) fn below_label(
    outline: &Outline<'_>,
    words: &Words,
    label: &str,
    from: usize,
) -> Range<usize> {
    let text = outline.text();
    let listed = words.tables.contains(&key(label));
    let rows = outline.lines.get(from..).unwrap_or_default().iter();
    let count = rows
        .take_while(|row| !row.gap && !row.margin && row.cells.len() == 2)
        .count();
    let rows = outline.lines.get(from..from + count).unwrap_or_default();
    let telling = rows.iter().filter(|row| is_told(text, row)).count();
    let plain = rows.iter().all(|row| is_answer(text, words, row));
    if count >= 2 && plain && (listed || telling * 2 > count) {
        from..from + count
    } else {
        from..from
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
        && !words.telling.contains(&key(name))
        && colon_label(text, words, first).is_none()
}

/// Whether a row's first cell tells when: no label has a number at its end.
fn is_told(text: &str, row: &Line) -> bool {
    let first = row.cells.first().map_or("", |cell| cut(text, cell.clone()));
    first.ends_with(|c: char| c.is_ascii_digit())
}
