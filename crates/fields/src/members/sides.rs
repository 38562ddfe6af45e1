//! Rows of who came: the two sides of a body beside each other, and people with a tick or a remark in the cell behind them.

use paper::{Attendance, Kind, Span};

use super::{
    Draft,
    entry::{self, Context},
    labels::{context_of, label_of},
    table,
};
use crate::Vocabulary;

/// What each column lists, where every cell of a row is a label: `Ledelsesrepræsentanter | Medarbejderrepræsentanter`.
pub(super) fn heads(
    text: &str,
    cells: &[Span],
    vocabulary: &Vocabulary,
    kind: Kind,
) -> Option<Vec<Context>> {
    let labels: Option<Vec<Context>> = cells
        .iter()
        .map(|cell| {
            let head = text[cell.clone()].trim_end_matches(':');
            label_of(head, vocabulary, kind).map(context_of)
        })
        .collect();
    labels.filter(|labels| labels.len() > 1)
}

/// The people of a row below such heads, each cell by its column.
pub(super) fn row(
    text: &str,
    cells: &[Span],
    heads: &[Context],
    vocabulary: &Vocabulary,
) -> Vec<Draft> {
    cells
        .iter()
        .zip(heads)
        .flat_map(|(cell, head)| entry::entries(text, cell.clone(), vocabulary, head))
        .collect()
}

/// The cells of a row without one at its end that is only ticked, and that the tick says someone came.
pub(super) fn ticked<'c>(text: &str, cells: &'c [Span]) -> (&'c [Span], Option<Attendance>) {
    match cells {
        [people @ .., last] if !people.is_empty() && table::is_mark(&text[last.clone()]) => {
            (people, Some(Attendance::Deltog))
        }
        _ => (cells, None),
    }
}

/// A person of minutes with a tick or a word of attendance in the last cell, under no head at all: `Ida Bro, lærer | x`.
pub(super) fn alone(text: &str, cells: &[Span], vocabulary: &Vocabulary) -> Vec<Draft> {
    let [first, .., last] = cells else {
        return Vec::new();
    };
    let (people, came) = ticked(text, cells);
    let told = came.is_some() || vocabulary.roles.remark(&text[last.clone()]).is_some();
    let begins = |content: &str| {
        let name = vocabulary.names.names(content).into_iter().next();
        name.is_some_and(|name| name.sure && name.span.start == 0)
    };
    if !told || first.len() > 120 || !begins(&text[first.clone()]) {
        return Vec::new();
    }
    let context = Context {
        attendance: came,
        ..Context::default()
    };
    entry::entries_of(text, people, vocabulary, &context)
}
