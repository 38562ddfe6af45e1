//! Forms printed from the screen: a label on its line, what is filled in below it, a gap, the next label.

use std::ops::Range;

use super::{
    Words,
    below::{Below, enough, filled_below, goes_on_below, may_be_label},
    key,
    labels::colon_label,
};
use crate::{lines::Line, outline::Outline, pattern::cut};

/// Lines without a gap between them.
type Block = Range<usize>;

pub(super) fn find(outline: &Outline<'_>, words: &Words) -> Option<Below> {
    if words.is_other(outline) {
        return None;
    }
    let blocks = blocks(outline);
    let telling: Vec<usize> = (0..blocks.len())
        .filter(|&at| is_telling(outline, words, &blocks[at]))
        .collect();
    let labels = telling.iter().filter_map(|&at| first(outline, &blocks[at]));
    let (several, sure) = words.telling_among(labels);
    if !enough(several, sure) || beside(outline, words) > several {
        return None;
    }
    // With a gap between label and value as well, a label is a block of its own.
    let alone = telling
        .iter()
        .filter(|&&at| length(outline, &blocks[at]) == 1);
    let loose = alone.count() * 2 > telling.len();
    let asked = if loose {
        apart(outline, words, &blocks, &telling)
    } else {
        together(outline, words, &blocks, &telling)
    };
    let lines = asked.first()?.0..asked.last()?.1.end.max(asked.last()?.0 + 1);
    let fields = asked
        .into_iter()
        .flat_map(|(label, below)| filled_below(outline, words, label, below))
        .collect();
    Some(Below { fields, lines })
}

fn blocks(outline: &Outline<'_>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for (at, line) in outline.lines.iter().enumerate() {
        match blocks.last_mut() {
            Some(block) if !line.gap && block.end == at => block.end = at + 1,
            _ if line.margin => {}
            _ => blocks.push(at..at + 1),
        }
    }
    blocks
}

fn first<'o>(outline: &'o Outline<'_>, block: &Block) -> Option<&'o str> {
    let line = outline.lines.get(block.start)?;
    Some(cut(outline.text(), line.span.clone()))
}

/// How many lines a block has, a question's two lines counted as one.
fn length(outline: &Outline<'_>, block: &Block) -> usize {
    block.len() - usize::from(block.len() > 1 && goes_on_below(outline, block.start))
}

fn is_telling(outline: &Outline<'_>, words: &Words, block: &Block) -> bool {
    let line = outline.lines.get(block.start);
    line.is_some_and(|line| may_be_label(outline.text(), line))
        && first(outline, block).is_some_and(|label| words.tells(&key(label)))
}

/// How many labels that only forms have stand beside what is filled in.
fn beside(outline: &Outline<'_>, words: &Words) -> usize {
    let text = outline.text();
    let label = |line: &Line| match line.cells.as_slice() {
        [cell, _, ..] => Some(cell.clone()),
        _ => colon_label(text, words, &line.span),
    };
    let labels = outline.lines.iter().filter_map(label);
    labels
        .filter(|label| words.tells(&key(cut(text, label.clone()))))
        .count()
}

/// Labels whose values stand directly below them.
fn together(
    outline: &Outline<'_>,
    words: &Words,
    blocks: &[Block],
    telling: &[usize],
) -> Vec<(usize, Range<usize>)> {
    let text = outline.text();
    let labelled = |at: usize| {
        let line = blocks.get(at).and_then(|b| outline.lines.get(b.start));
        line.is_some_and(|line| may_be_label(text, line) && !words.is_part(text, line))
    };
    let filled = |at: usize| blocks.get(at).is_some_and(|b| length(outline, b) > 1);
    let mut from = telling.first().copied().unwrap_or_default();
    // The first block of a paper is its letterhead.
    while from > 1 && labelled(from - 1) && filled(from - 1) {
        from -= 1;
    }
    let mut asked: Vec<(usize, Range<usize>)> = Vec::new();
    let last =
        (from..blocks.len()).rfind(|&at| labelled(at) && (filled(at) || telling.contains(&at)));
    let part = |at: usize| {
        let line = blocks.get(at).and_then(|b| outline.lines.get(b.start));
        line.is_some_and(|line| words.is_part(text, line) || is_foot(cut(text, line.span.clone())))
    };
    let mut ended = false;
    for at in from..=last.unwrap_or(from) {
        let Some(block) = blocks.get(at) else { break };
        ended |= part(at);
        if labelled(at) && !is_foot(first(outline, block).unwrap_or_default()) {
            ended = false;
            let value = block.start + 1 + usize::from(goes_on_below(outline, block.start));
            asked.push((block.start, value..block.end.max(value)));
        } else if let Some((_, value)) = asked.last_mut()
            && value.start < value.end
            && !ended
            && goes_on(outline, value)
        {
            // A further paragraph of a long answer.
            value.end = block.end;
        }
    }
    asked
}

/// Whether a further paragraph may belong to an answer: it ends as a sentence or a list's head does.
fn goes_on(outline: &Outline<'_>, value: &Range<usize>) -> bool {
    let last = value
        .clone()
        .next_back()
        .and_then(|at| outline.lines.get(at));
    last.is_some_and(|line| {
        cut(outline.text(), line.span.clone()).ends_with(['.', ':', '!', '?', ';'])
    })
}

/// `Side 2 af 3`: the foot of a page, which no answer goes on behind.
fn is_foot(said: &str) -> bool {
    let rest = said.strip_prefix("Side ").unwrap_or_default();
    rest.starts_with(|c: char| c.is_ascii_digit())
        && rest
            .split([' ', '/', '.'])
            .all(|word| word == "af" || word.bytes().all(|b| b.is_ascii_digit()))
}

/// Labels and values that take turns, each a block of its own.
fn apart(
    outline: &Outline<'_>,
    words: &Words,
    blocks: &[Block],
    telling: &[usize],
) -> Vec<(usize, Range<usize>)> {
    let text = outline.text();
    let mut asked: Vec<(usize, Range<usize>)> = Vec::new();
    let (from, to) = (telling.first().copied(), telling.last().copied());
    let (from, to) = (from.unwrap_or_default(), to.unwrap_or_default() + 1);
    for (at, block) in blocks.iter().enumerate().skip(from).take(to + 1 - from) {
        let Some(line) = outline.lines.get(block.start) else {
            break;
        };
        if words.is_part(text, line) {
            continue;
        }
        let content = cut(text, line.span.clone());
        let single = length(outline, block) == 1 && may_be_label(text, line);
        let sure = telling.contains(&at) || single && content.ends_with('?');
        let answered = asked
            .last()
            .is_some_and(|(_, value)| value.start < value.end);
        let new = single && answered && !content.contains(|c: char| c.is_ascii_digit());
        if at < to && (sure || new) {
            let value = block.start + 1 + usize::from(goes_on_below(outline, block.start));
            asked.push((block.start, value..block.end.max(value)));
        } else if let Some((_, value)) = asked.last_mut()
            && (at < to || value.start >= value.end)
        {
            value.end = block.end;
        }
    }
    asked
}
