//! Places to write in on the label's own line: dots, lines, boxes, and several of them beside each other.

use paper::Span;

use super::{
    Words, key,
    labels::{LENGTH, Labelled, colon_label, ends_sentence, past_colon},
};
use crate::{
    lines::{self, Line},
    pattern::{cut, find},
};

/// How many dots or underscores are a place to write, and how many spaces part two fields.
const DOTS: usize = 4;
/// How many dots before a value lead to it.
const LEAD: usize = 2;
const GAP: &str = "   ";
/// The most words before a place.
const WORDS: usize = 12;
const BOXES: [&str; 9] = ["☐", "☒", "☑", "[ ]", "[x]", "[X]", "( )", "(x)", "(X)"];

/// How a place to write begins.
const RUNS: [&str; 3] = ["....", "____", "……"];

/// What stands on a line before dots, a line to write on, or boxes to tick, with no colon between.
///
/// Where the label above was followed by dots, a number behind them is no page of a table of contents.
pub(super) fn before_place(text: &str, span: &Span, above: Option<&Span>) -> Option<Span> {
    let line = cut(text, span.clone());
    let place = first_of(line, &BOXES).or_else(|| first_of(line, &RUNS))?;
    // "Er lauget hørt?   Ja [ ]   Nej [x]": the boxes stand behind their words.
    let asked = cut(line, 0..place).find("? ").map_or(place, |at| at + 1);
    let label = lines::trimmed(text, span.start..span.start + asked);
    let said = cut(text, label.clone());
    let rest = cut(text, label.end..span.end).trim_start_matches(is_dot);
    // A table of contents has its pages behind the dots.
    let is_page = rest.trim().chars().all(|c| c.is_ascii_digit())
        && !rest.trim().is_empty()
        && !above.is_some_and(|above| has_leader(text, above));
    (said.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && said.contains(char::is_alphabetic)
        && said.chars().count() <= LENGTH
        && said.split_whitespace().count() <= WORDS
        && !ends_sentence(cut(said, lines::bullet(said)..said.len()))
        && !is_page)
        .then_some(label)
}

/// From the last label to what is filled in beside it.
pub(super) fn lead(found: &[Labelled]) -> Option<Span> {
    /// How many fields left empty may stand between.
    const EMPTY: usize = 4;
    let mut last = found.iter().rev().take(EMPTY);
    last.find_map(|field| Some(field.span.start..field.value.as_ref()?.start))
}

/// Whether dots lead from a label to what is filled in; the stretch ends where that begins.
fn has_leader(text: &str, above: &Span) -> bool {
    let between = cut(text, above.clone());
    RUNS.iter().any(|run| between.contains(run))
}

/// Whether a gap does.
fn has_gap(text: &str, above: &Span) -> bool {
    let between = cut(text, above.clone());
    between.ends_with(GAP) && !between.contains('\n')
}

/// What stands before one or a few dots, where what was filled in above begins in the same column: `Leder af lauget . Bo`
/// below `Adresse ......... Lyngvej 3`. The stretch above goes from its label to that column.
pub(super) fn aligned(text: &str, span: &Span, above: Option<&Span>) -> Option<Span> {
    let above = above.filter(|above| has_leader(text, above) || has_gap(text, above))?;
    let column = lines::column(text, above.end);
    let here = lines::column(text, span.start);
    let line = cut(text, span.clone());
    let (at, _) = line.char_indices().nth(column.checked_sub(here)?)?;
    let before = cut(line, 0..at);
    let label = before.trim_end_matches(is_dot);
    let dots = before.get(label.len()..)?;
    let (dotted, gap) = (dots.contains('.'), dots.len() > 1);
    (dots.ends_with(' ')
        && (dotted || gap)
        && label.starts_with(char::is_uppercase)
        && label.split_whitespace().count() <= WORDS)
        .then_some(span.start..span.start + label.len())
}

/// A label that was left empty: alone on its line, below a label in the same column and directly above another whose value
/// stands in the column of the values.
pub(super) fn left_empty(
    text: &str,
    span: &Span,
    next: Option<&Line>,
    above: Option<&Span>,
) -> Option<Span> {
    const LABEL: usize = 6;
    let above = above.filter(|above| has_leader(text, above) || has_gap(text, above))?;
    let next = next.filter(|next| !next.gap)?;
    let value = lines::column(text, above.end);
    let beside = match next.cells.as_slice() {
        [_, second] => lines::column(text, second.start) == value,
        _ => aligned(text, &next.span, Some(above)).is_some(),
    };
    let label = lines::column(text, above.start);
    let same = |at: usize| lines::column(text, at) == label;
    let said = cut(text, span.clone());
    (beside
        && same(span.start)
        && same(next.span.start)
        && said.starts_with(char::is_uppercase)
        && said.split_whitespace().count() <= LABEL
        && !said.contains(GAP)
        && !said.ends_with(['.', ',', ':']))
    .then(|| span.clone())
}

/// What stands on a line before a gap where it is a label that only forms have: `Projekttitel      Lys over lyngen`.
pub(super) fn before_gap(text: &str, words: &Words, span: &Span) -> Option<Span> {
    let line = cut(text, span.clone());
    let end = find(line, GAP)?;
    let label = cut(line, 0..end);
    words
        .tells(&key(label))
        .then_some(span.start..span.start + end)
}

/// A short question with its answer behind it: `Hvornår begynder I? april 2012`.
pub(super) fn asked(text: &str, span: &Span) -> Option<Span> {
    const ANSWER: usize = 12;
    let line = cut(text, span.clone());
    let end = find(line, "? ")? + 1;
    let (question, answer) = (cut(line, 0..end), cut(line, end..line.len()));
    (question.starts_with(char::is_uppercase)
        && end <= LENGTH
        && question.split_whitespace().count() <= WORDS
        && !question.contains([':', ';'])
        && !question.contains(". ")
        && answer.split_whitespace().count() <= ANSWER
        && !answer.contains("? ")
        && !answer.ends_with('?'))
    .then(|| span.start..span.start + end)
}

/// Whether a value is nothing but a place to write.
pub(super) fn is_place(value: &str) -> bool {
    value.len() >= DOTS && value.chars().all(is_dot)
}

fn is_dot(c: char) -> bool {
    "._… ".contains(c)
}

fn first_of(line: &str, marks: &[&str]) -> Option<usize> {
    let bytes = line.as_bytes();
    // All begin with one of these bytes.
    let begins = |b: &u8| matches!(b, b'[' | b'(' | b'.' | b'_' | 0xe2);
    let mut places = bytes.iter().enumerate().filter(|(_, b)| begins(b));
    places
        .find(|(at, _)| {
            marks
                .iter()
                .any(|mark| bytes[*at..].starts_with(mark.as_bytes()))
        })
        .map(|(at, _)| at)
}

/// A value without the dots that lead to it.
pub(super) fn past_leader(text: &str, value: Span) -> Span {
    let said = cut(text, value.clone());
    if said.starts_with(". ") {
        return lines::trimmed(text, value.start + 1..value.end);
    }
    let rest = said.trim_start_matches(['.', '_', '…']);
    let leads = said.len() - rest.len() >= LEAD || said.starts_with(". ");
    if !leads || rest.trim().is_empty() {
        return value;
    }
    lines::trimmed(text, value.end - rest.len()..value.end)
}

/// The further labels on a line, each with what is filled in behind it: `Dato: 3/4     Sted: Rådhuset`, `By: Lyng......Tlf.: 3`.
pub(super) fn further(text: &str, words: &Words, value: &Span) -> Vec<(Span, Span)> {
    let said = cut(text, value.clone());
    if !said.contains(':') {
        return Vec::new();
    }
    let mut labels = Vec::new();
    let mut at = value.start;
    while let Some((gap, length)) = gap_in(cut(text, at..value.end)) {
        at += gap + length;
        let end = gap_in(cut(text, at..value.end)).map_or(value.end, |(next, _)| at + next);
        let span = lines::trimmed(text, at..end);
        if let Some(label) = colon_label(text, words, &span) {
            labels.push(label);
        }
    }
    if said.starts_with(char::is_whitespace) || gap_in(said).is_some_and(|(gap, _)| gap > 0) {
        let end = gap_in(said).map_or(value.end, |(gap, _)| value.start + gap);
        let first = colon_label(text, words, &lines::trimmed(text, value.start..end));
        labels.splice(0..0, first);
    }
    labels.extend(behind_number(text, words, value).filter(|_| labels.is_empty()));
    let ends = labels.iter().skip(1).map(|next| next.start);
    let ends: Vec<usize> = ends.chain([value.end]).collect();
    labels
        .into_iter()
        .zip(ends)
        .map(|(label, end)| {
            let content = lines::trimmed(text, past_colon(text, label.end)..end);
            (label, content)
        })
        .collect()
}

/// A label behind a number with a single space between: `8000 By: Lyng`.
fn behind_number(text: &str, words: &Words, value: &Span) -> Option<Span> {
    let said = cut(text, value.clone());
    let rest = said.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let single = rest
        .split_once(':')
        .is_some_and(|(word, _)| !word.contains(' '));
    let begins = rest.len() < said.len() && rest.starts_with(char::is_uppercase);
    let span = value.end - rest.len()..value.end;
    (begins && single).then(|| colon_label(text, words, &span))?
}

/// The first gap of a line, of spaces or as a place to write, and how long it is.
fn gap_in(line: &str) -> Option<(usize, usize)> {
    let marks = [GAP, "...", "___", "…"];
    let at = marks.iter().filter_map(|mark| line.find(mark)).min()?;
    let rest = cut(line, at..line.len());
    Some((at, rest.len() - rest.trim_start_matches(is_dot).len()))
}
