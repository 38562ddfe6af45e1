//! Places to write in on the label's own line: dots, lines, boxes, and several of them beside each other.

use paper::Span;

use super::{
    Words, key,
    labels::{LENGTH, colon_label, past_colon},
};
use crate::{
    lines,
    pattern::{cut, find},
};

/// How many dots or underscores are a place to write, and how many spaces part two fields.
const DOTS: usize = 4;
const GAP: &str = "   ";
/// The bytes of a line that reaches to the numbers of pages.
const PAGE: usize = 50;
/// The most words before a place.
const WORDS: usize = 12;
const BOXES: [&str; 9] = ["☐", "☒", "☑", "[ ]", "[x]", "[X]", "( )", "(x)", "(X)"];

/// How a place to write begins.
const RUNS: [&str; 3] = ["....", "____", "……"];

/// What stands on a line before dots, a line to write on, or boxes to tick, with no colon between.
pub(super) fn before_place(text: &str, span: &Span) -> Option<Span> {
    let line = cut(text, span.clone());
    let place = first_of(line, &BOXES)
        .or_else(|| first_of(line, &RUNS))
        .or_else(|| last_dot(line))?;
    let label = lines::trimmed(text, span.start..span.start + place);
    let said = cut(text, label.clone());
    let rest = cut(text, label.end..span.end).trim_start_matches(is_dot);
    // A table of contents has its pages behind the dots.
    let wide = line.len() > PAGE || said.starts_with(|c: char| c.is_ascii_digit());
    let is_page =
        wide && rest.trim().chars().all(|c| c.is_ascii_digit()) && !rest.trim().is_empty();
    (said.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && said.contains(char::is_alphabetic)
        && said.chars().count() <= LENGTH
        && said.split_whitespace().count() <= WORDS
        && !cut(said, lines::bullet(said)..said.len())
            .replace(". (", " (")
            .contains(". ")
        && !is_page)
        .then_some(label)
}

/// The one dot that is left of a leader before a label as long as the column: `Ansvarlig for projektet . Ida Holm`.
fn last_dot(line: &str) -> Option<usize> {
    const LABEL: std::ops::RangeInclusive<usize> = 12..=40;
    let at = line.find(" . ")?;
    let after = cut(line, at + 3..line.len());
    let one = LABEL.contains(&at) && !after.contains(" . ") && !after.ends_with('.');
    (one && !after.starts_with(['.', ' ']) && !cut(line, 0..at).contains([':', ','])).then_some(at)
}

/// What stands on a line before a gap where it is a label that only forms have: `Projekttitel      Lys over lyngen`.
pub(super) fn before_gap(text: &str, words: &Words, span: &Span) -> Option<Span> {
    let line = cut(text, span.clone());
    let end = find(line, GAP)?;
    let label = cut(line, 0..end);
    words
        .telling
        .contains(&key(label))
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
    if said.len() - rest.len() < DOTS || rest.trim().is_empty() {
        return value;
    }
    lines::trimmed(text, value.end - rest.len()..value.end)
}

/// The further labels on a line, each with what is filled in behind it: `Dato: 3/4     Sted: Rådhuset`.
pub(super) fn further(text: &str, words: &Words, value: &Span) -> Vec<(Span, Span)> {
    let said = cut(text, value.clone());
    if !said.contains(GAP) || !said.contains(':') {
        return Vec::new();
    }
    let mut labels = Vec::new();
    let mut at = value.start;
    for piece in said.split(GAP) {
        let span = lines::trimmed(text, at..at + piece.len());
        at += piece.len() + GAP.len();
        if let Some(label) = colon_label(text, words, &span) {
            labels.push(label);
        }
    }
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
