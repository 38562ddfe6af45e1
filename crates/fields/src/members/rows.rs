//! What a line is that stands alone: a row of a table with its label, or a sentence about someone.

use paper::Kind;

use super::{labels::label_of, layout};
use crate::{Vocabulary, outline::Outline};

/// Whether a sentence goes on behind its first name with what that person does: `Ida Bro rejser i maj.`
pub(super) fn acts(sentence: &str, vocabulary: &Vocabulary) -> bool {
    const JOINTS: [&str; 8] = ["og", "fra", "i", "ved", "på", "for", "som", "til"];
    let name = vocabulary.names.names(sentence).into_iter().next();
    name.filter(|name| name.sure).is_some_and(|name| {
        let rest = sentence[name.span.end..].strip_prefix(' ');
        let word = rest
            .and_then(|rest| rest.split(' ').next())
            .unwrap_or_default();
        word.starts_with(char::is_lowercase) && !JOINTS.contains(&word)
    })
}

/// A line with a label, a wide gap and those it lists: one row of a table, that stands alone.
pub(super) fn labelled_row(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    kind: Kind,
    index: usize,
    item: layout::Item,
) -> layout::Item {
    const LONG: usize = 300;
    let text = outline.text();
    let line = outline.lines.get(index);
    let alone = item.cells.len() == 1 && !item.marked && item.next == index + 1;
    let Some(line) = line.filter(|line| alone && line.cells.is_empty() && line.span.len() < LONG)
    else {
        return item;
    };
    let content = &text[line.span.clone()];
    if !content.contains("   ") {
        return item;
    }
    let cells = layout::columns(text, &line.span);
    let label = cells.first().map_or("", |cell| &text[cell.clone()]);
    let listed = cells.len() > 1 && !label.contains(": ");
    if listed && label_of(label.trim_end_matches(':'), vocabulary, kind).is_some() {
        layout::Item { cells, ..item }
    } else {
        item
    }
}
