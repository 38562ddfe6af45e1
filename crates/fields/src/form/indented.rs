//! Forms of the typewriter's school: labels at the margin, what is filled in below them and further in, often without any
//! gap between one field and the next.

use paper::Span;

use super::{
    Words,
    below::{Below, enough, may_be_label},
    labels::{Labelled, beside, field},
};
use crate::{lines::Line, outline::Outline, pattern::cut};

/// How much further in a value stands, and how many spaces part two columns.
const STEP: usize = 2;
const GAP: &str = "   ";
/// How many such labels a form has whose head calls it one.
const LABELS: usize = 4;

/// A label's line and the line after its value.
struct Asked {
    label: usize,
    end: usize,
}

pub(super) fn find(outline: &Outline<'_>, words: &Words) -> Option<Below> {
    if words.is_other(outline) {
        return None;
    }
    let asked = asked(outline, words);
    let text = outline.text();
    let labels = || {
        let lines = asked.iter().filter(|a| a.end > a.label + 1);
        lines.filter_map(|a| Some(cut(text, outline.lines.get(a.label)?.span.clone())))
    };
    let (several, sure) = words.telling_among(labels());
    let named = words.is_named(outline) && labels().count() >= LABELS && several >= 2;
    // With a colon behind it a label needs nothing else to be known by.
    let colons = labels().filter(|label| label.ends_with(':')).count();
    if !enough(several, sure) && !named || colons * 2 > labels().count() {
        return None;
    }
    let (first, last) = (asked.first()?.label, asked.last()?.end);
    let mut fields = Vec::new();
    let mut from = first;
    for Asked { label, end } in asked {
        // Budgets and labels of another make stand between.
        fields.extend(beside(outline, words, from..label));
        fields.extend(filled(outline, words, label, end));
        from = end;
    }
    Some(Below {
        fields,
        lines: first..last,
    })
}

/// The labels with something further in below them, and those between them that were left empty.
fn asked(outline: &Outline<'_>, words: &Words) -> Vec<Asked> {
    let text = outline.text();
    let mut asked: Vec<Asked> = Vec::new();
    let mut at = 0;
    while let Some(line) = outline.lines.get(at) {
        let margin = indent(text, line);
        let is_label = may_be_label(text, line)
            && !cut(text, line.span.clone()).contains(GAP)
            && !words.is_part(text, line);
        let below = outline.lines.iter().skip(at + 1);
        let first = below.clone().next().filter(|next| !next.gap);
        let filled = first.is_some_and(|next| indent(text, next) >= margin + STEP);
        let below_value = asked.last().is_some_and(|a| a.end == at) && !line.gap;
        let end = at + 1;
        if is_label && filled {
            let value =
                below.take_while(|next| !next.margin && indent(text, next) >= margin + STEP);
            at = end + value.count();
            asked.push(Asked {
                label: end - 1,
                end: at,
            });
            continue;
        }
        if is_label && below_value {
            asked.push(Asked { label: at, end });
        }
        at = end;
    }
    while asked.last().is_some_and(|a| a.end == a.label + 1) && !ends_asking(outline, &asked) {
        asked.pop();
    }
    asked
}

/// Whether the last label is a question, which nothing else than a form leaves without an answer.
fn ends_asking(outline: &Outline<'_>, asked: &[Asked]) -> bool {
    let last = asked.last().and_then(|a| outline.lines.get(a.label));
    last.is_some_and(|line| cut(outline.text(), line.span.clone()).ends_with('?'))
}

fn filled(outline: &Outline<'_>, words: &Words, label: usize, end: usize) -> Option<Labelled> {
    let line = outline.lines.get(label)?;
    let name = cut(outline.text(), line.span.clone());
    let bare = name.trim_end_matches([':', ' ']).len();
    let label_span = line.span.start..line.span.start + bare;
    let values = outline.lines.get(label + 1..end)?;
    let value: Span = match (values.first(), values.last()) {
        (Some(first), Some(last)) => first.span.start..last.span.end,
        _ => label_span.end..label_span.end,
    };
    field(outline.text(), words, &label_span, &value)
}

/// How far in a line begins; a tab is worth several spaces.
fn indent(text: &str, line: &Line) -> usize {
    const TAB: usize = 4;
    let before = cut(text, 0..line.span.start).bytes().rev();
    let white = before.take_while(|b| b" \t".contains(b));
    white.map(|b| if b == b'\t' { TAB } else { 1 }).sum()
}
