//! Forms copied from the screen without their gaps: a label, what is filled in on the next line, the next label.

use std::ops::Range;

use super::{
    Words,
    below::{Below, enough, filled_below, may_be_label},
    key,
};
use crate::{outline::Outline, pattern::cut};

/// How many labels that only forms have such a form has.
const TELLING: usize = 4;

pub(super) fn find(outline: &Outline<'_>, words: &Words) -> Option<Below> {
    if words.is_other(outline) {
        return None;
    }
    let known: Vec<usize> = (0..outline.lines.len())
        .filter(|&at| is_telling(outline, words, at))
        .collect();
    let text = outline.text();
    let said = known.iter().filter_map(|&at| outline.lines.get(at));
    let (several, sure) = words.telling_among(said.map(|line| cut(text, line.span.clone())));
    // Where most have a gap above them, they head sections.
    let gaps = known.iter().filter(|&&at| gap_above(outline, at)).count();
    if several < TELLING || !enough(several, sure) || gaps * 2 > known.len() {
        return None;
    }
    let mut asked: Vec<(usize, Range<usize>)> = Vec::new();
    for (nth, &label) in known.iter().enumerate() {
        match known.get(nth + 1) {
            Some(&next) => asked.extend(between(outline, words, label, next)),
            None => asked.push((label, label + 1..value_end(outline, label + 1))),
        }
    }
    let lines = asked.first()?.0..asked.last()?.1.end;
    let fields = asked
        .into_iter()
        .flat_map(|(label, below)| filled_below(outline, words, label, below))
        .collect();
    Some(Below { fields, lines })
}

fn is_telling(outline: &Outline<'_>, words: &Words, at: usize) -> bool {
    let text = outline.text();
    let line = outline
        .lines
        .get(at)
        .filter(|line| may_be_label(text, line));
    line.is_some_and(|line| words.tells(&key(cut(text, line.span.clone()))))
}

fn gap_above(outline: &Outline<'_>, at: usize) -> bool {
    outline.lines.get(at).is_none_or(|line| line.gap)
}

/// The labels from one that is known up to the next: where labels and values can take turns, each other line is one.
fn between(
    outline: &Outline<'_>,
    words: &Words,
    label: usize,
    next: usize,
) -> Vec<(usize, Range<usize>)> {
    let text = outline.text();
    let line = |at: usize| outline.lines.get(at);
    let said = line(label).map_or("", |l| cut(text, l.span.clone()));
    let turns = (next - label).is_multiple_of(2)
        && !words.tables.contains(&key(said))
        && (label + 2..next)
            .step_by(2)
            .all(|at| line(at).is_some_and(|l| may_be_label(text, l)))
        && (label + 1..next).all(|at| !gap_above(outline, at));
    if turns {
        let labels = (label..next).step_by(2);
        return labels.map(|at| (at, at + 1..at + 2)).collect();
    }
    let end = value_end(outline, label + 1).min(next);
    vec![(label, label + 1..end)]
}

/// Where the lines below a label end: at the next gap.
fn value_end(outline: &Outline<'_>, from: usize) -> usize {
    let below = outline.lines.get(from..).unwrap_or_default();
    from + below
        .iter()
        .take_while(|line| !line.gap && !line.margin)
        .count()
}
