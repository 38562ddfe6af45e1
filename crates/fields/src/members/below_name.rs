//! Lists of people that give each of them several lines: the name, and below it the post and the office.

use super::layout::Item;
use crate::{Vocabulary, lines, outline::Outline};

/// An item that is a name alone, with the lines right below it that tell the person's post and office.
pub(super) fn with_lines_below(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    mut item: Item,
) -> Item {
    const MOST: usize = 2;
    let text = outline.text();
    let ([only], Some(line)) = (
        item.cells.as_mut_slice(),
        item.next
            .checked_sub(1)
            .and_then(|at| outline.lines.get(at)),
    ) else {
        return item;
    };
    if only.len() > 60 || !line.cells.is_empty() || !is_name(&text[only.clone()], vocabulary) {
        return item;
    }
    let margin = lines::column(text, line.span.start);
    for _ in 0..MOST {
        let below = outline.lines.get(item.next);
        let first = only.end == line.span.end;
        let Some(below) = below.filter(|below| {
            !below.gap
                && !below.margin
                && below.cells.is_empty()
                && tells(
                    &text[below.span.clone()],
                    lines::column(text, below.span.start) > margin,
                    first,
                    vocabulary,
                )
        }) else {
            break;
        };
        only.end = below.span.end;
        item.next += 1;
    }
    item
}

/// A person's name and no more, but for a bracket behind it.
fn is_name(content: &str, vocabulary: &Vocabulary) -> bool {
    let name = vocabulary.names.names(content).into_iter().next();
    name.is_some_and(|name| {
        let rest = content[name.span.end..].trim();
        let alone = rest.is_empty() || rest.starts_with('(') && rest.ends_with(')');
        name.span.start == 0 && name.sure && alone
    })
}

/// Whether a line tells of the one named above it: a post, or behind one an office.
fn tells(content: &str, inner: bool, first: bool, vocabulary: &Vocabulary) -> bool {
    let plain = content.len() < 100
        && !content.contains([':', '@'])
        && !content.ends_with('.')
        && lines::bullet(content) == 0;
    if !plain {
        return false;
    }
    let post = vocabulary.roles.titles.prefix(content);
    let names = vocabulary.names.names(&content[post..]);
    let person = names
        .first()
        .is_some_and(|name| name.sure || post > 0 && name.span.start <= 1);
    let office = crate::organisations::knows(content, vocabulary);
    // What stands further in than the name is told of the person.
    !person && (inner || post > 0 || office || first && content.starts_with(char::is_lowercase))
}
