//! What stands before the amounts of a line: the heading above, the label above, and what the grammar's amounts mean.

use danish::Money;
use paper::{AmountRole, Span};

use super::{rates, roles};
use crate::{Vocabulary, lines::Line, outline::Outline};

/// How many lines a heading holds for: a budget is long.
pub(super) fn reach(role: AmountRole) -> usize {
    if role == AmountRole::Post { 30 } else { 12 }
}

/// The line above, where it is short enough to be the label of what stands here.
pub(super) fn label_above<'o>(outline: &'o Outline<'_>, index: usize) -> &'o str {
    let above = index.checked_sub(1).and_then(|at| outline.lines.get(at));
    let gap = outline.lines.get(index).is_none_or(|line| line.gap);
    above
        .filter(|line| !gap && line.span.len() <= 60 && line.cells.is_empty())
        .map(|line| &outline.text()[line.span.clone()])
        .filter(|label| !label.ends_with(['.', ',', '-']) && !label.contains(". "))
        .unwrap_or_default()
}

/// Remembers the last heading, or line that announces a list, that says what amounts below it are.
pub(super) fn note_lead(
    vocabulary: &Vocabulary,
    line: &Line,
    content: &str,
    index: usize,
    (is_label, lead): (bool, &mut Option<(usize, AmountRole)>),
) {
    let announces = line.heading || content.ends_with([':', '?']);
    if announces {
        let last = content.rsplit(". ").next().unwrap_or(content);
        let told = roles::of_lead(
            &vocabulary.amounts,
            if line.heading { content } else { last },
        );
        // A label looks like a heading where its value stands below it, and closes no part.
        if line.heading && !is_label || told.is_some() {
            *lead = told.map(|role| (index, role));
        } else if let Some(role) = roles::of_lead(&vocabulary.amounts, content) {
            *lead = Some((index, role));
        }
    } else if let Some(role) = roles::is_lead(&vocabulary.amounts, content) {
        *lead = Some((index, role));
    }
}

/// The amounts as papers mean them: `fra 5 kr. og op til 9 kr.` is one range, `går fra 5 kr. til 9 kr.` are two amounts, and
/// what brackets repeat in words is none.
pub(super) fn told(
    content: &str,
    above: &str,
    monies: Vec<Money>,
    vocabulary: &Vocabulary,
) -> Vec<(Span, Money)> {
    let mut told: Vec<(Span, Money)> = Vec::new();
    for money in monies {
        let span = money.span.clone();
        let in_words = !content[span.clone()].bytes().any(|b| b.is_ascii_digit());
        if let Some((last, first)) = told.last_mut() {
            let between = &content[last.end..span.start];
            let repeats = between.trim_start().starts_with('(') && !between.contains(')');
            if in_words && repeats {
                continue;
            }
            let opens = content[..last.start].trim_end().ends_with("fra")
                || content[last.clone()].starts_with("fra");
            let closes = matches!(between.trim(), "og op til" | "op til" | "og til");
            let said_within = between.trim().is_empty() || between.trim() == "og";
            let up_to = content[span.clone()].starts_with("op til") && said_within;
            if opens
                && (closes || up_to)
                && first.max_ore.is_none()
                && money.max_ore.is_none()
                && first.ore < money.ore
            {
                first.max_ore = Some(money.ore);
                first.bound = Some(danish::Bound::Le);
                last.end = span.end;
                first.per = first.per.or(money.per);
                continue;
            }
        }
        let halves = money
            .max_ore
            .filter(|_| {
                let before = content[..span.start].trim();
                rates::moves(if before.is_empty() { above } else { before })
            })
            .and_then(|_| content[span.clone()].find(" til "));
        let split: Vec<(Span, Money)> = halves
            .map(|at| {
                let pieces = [
                    span.start..span.start + at,
                    span.start + at + " til ".len()..span.end,
                ];
                pieces
                    .into_iter()
                    .filter_map(|piece| {
                        let own = danish::money(&content[piece.clone()], vocabulary.danish())
                            .into_iter()
                            .next()?;
                        Some((
                            piece.start + own.span.start..piece.start + own.span.end,
                            own,
                        ))
                    })
                    .collect()
            })
            .unwrap_or_default();
        if split.len() == 2 {
            told.extend(split)
        } else {
            told.push((span, money))
        }
    }
    told
}
