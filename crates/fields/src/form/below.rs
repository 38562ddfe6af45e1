//! Forms whose labels stand on lines of their own, with what is filled in below them: numbered questions, or blocks with
//! gaps between.

use std::{collections::BTreeSet, ops::Range};

use super::{
    Words, key,
    labels::{LENGTH, Labelled, colon_label, field, is_below_signature, is_capital, past_colon},
};
use crate::{
    lines::{self, Line},
    outline::Outline,
    pattern::cut,
};

/// How many questions make a form, and how many labels that only forms have.
const QUESTIONS: usize = 5;
const TELLING: usize = 3;
/// Among how many runs of numbers the next one is sought.
const RUNS: usize = 8;
/// The most words of an amount: `kr. 1 200 000`.
const POST: usize = 5;
/// The most words of a label that no question mark ends.
const WORDS: usize = 12;

/// The fields of a form that is built so, and the lines that they fill.
pub(super) struct Below {
    pub(super) fields: Vec<Labelled>,
    pub(super) lines: Range<usize>,
}

pub(super) fn find(outline: &Outline<'_>, words: &Words) -> Option<Below> {
    numbered(outline, words)
        .or_else(|| super::indented::find(outline, words))
        .or_else(|| super::stacked::find(outline, words))
        .or_else(|| super::alternate::find(outline, words))
}

/// A line that begins with a number: `3. `, `2.1 `, `Spørgsmål 4: `.
struct Numbered {
    line: usize,
    number: (u32, u32),
    indent: usize,
}

fn numbered(outline: &Outline<'_>, words: &Words) -> Option<Below> {
    if !words.is_named(outline) || words.is_other(outline) {
        return None;
    }
    let run = longest_run(outline, words);
    let (first, last) = (run.first()?.line, run.last()?.line);
    if !asks(outline, words, &run) {
        return None;
    }
    let tight = is_tight(outline, &run);
    let mut fields = Vec::new();
    let mut end = last + 1;
    for (at, asked) in run.iter().enumerate() {
        let next = run.get(at + 1);
        // "1. Ansøger" over "1.1 Navn" is a heading.
        let is_heading = next.is_some_and(|n| n.number.0 == asked.number.0 && asked.number.1 == 0);
        if is_heading {
            continue;
        }
        let mut below = answer(outline, words, asked.line, next.map(|n| n.line));
        if next.is_some() && heads_part(outline, &below, asked, tight) {
            below.end -= 1;
        }
        end = end.max(below.end);
        fields.extend(filled_below(outline, words, asked.line, below));
    }
    Some(Below {
        fields,
        lines: first..end,
    })
}

/// Whether the answers stand directly below their labels, with no gap between.
fn is_tight(outline: &Outline<'_>, run: &[Numbered]) -> bool {
    let directly = |asked: &&Numbered| {
        let next = outline.lines.get(asked.line + 1);
        next.is_some_and(|next| !next.gap)
    };
    run.iter().filter(directly).count() * 2 > run.len()
}

/// Whether the last line before the next label heads what follows: alone between gaps, at the margin, where an answer would
/// stand otherwise.
fn heads_part(outline: &Outline<'_>, below: &Range<usize>, asked: &Numbered, tight: bool) -> bool {
    let text = outline.text();
    let line = below
        .clone()
        .next_back()
        .and_then(|at| outline.lines.get(at));
    line.is_some_and(|line| {
        line.gap
            && (below.len() > 1 || tight)
            && outline.lines.get(below.end).is_some_and(|next| next.gap)
            && indent(text, line) <= asked.indent
            && may_be_label(text, line)
    })
}

/// The longest run of numbers that follow each other. Lists within an answer are runs of their own.
fn longest_run(outline: &Outline<'_>, words: &Words) -> Vec<Numbered> {
    let mut runs: Vec<Vec<Numbered>> = Vec::new();
    for (at, line) in outline.lines.iter().enumerate() {
        let Some(number) = number_of(outline.text(), words, line) else {
            continue;
        };
        let found = Numbered {
            line: at,
            number,
            indent: indent(outline.text(), line),
        };
        let goes_on = runs
            .iter_mut()
            .rev()
            .take(RUNS)
            .find(|run| run.last().is_some_and(|last| follows(last, &found)));
        match goes_on {
            Some(run) => run.push(found),
            None if found.number.0 == 1 => runs.push(vec![found]),
            None => {}
        }
    }
    runs.into_iter()
        .rev()
        .max_by_key(Vec::len)
        .unwrap_or_default()
}

fn follows(last: &Numbered, next: &Numbered) -> bool {
    let ((major, minor), (to, within)) = (last.number, next.number);
    last.indent.abs_diff(next.indent) <= 2
        && (to == major && within == minor + 1 || to == major + 1 && within <= 1)
}

fn number_of(text: &str, words: &Words, line: &Line) -> Option<(u32, u32)> {
    let content = cut(text, line.span.clone());
    let (word, rest) = content.split_once(' ').unwrap_or((content, ""));
    let starts_so = |s: &str| s.starts_with(|c: char| c.is_ascii_digit());
    let asks = || {
        words
            .asks
            .contains(word.to_lowercase().trim_end_matches('.'))
    };
    let content = if !starts_so(content) && starts_so(rest) && asks() {
        rest
    } else {
        content
    };
    let end = content.find(char::is_whitespace)?;
    let mark = content.get(..end)?;
    let bare = mark.trim_end_matches(['.', ')', ':']);
    let (major, minor) = bare.split_once('.').unwrap_or((bare, "0"));
    let marked = bare.len() < mark.len() || bare.contains('.');
    let label = content.get(end..)?.trim_start();
    (marked && major.len() <= 2 && minor.len() <= 2 && label.starts_with(char::is_uppercase))
        .then(|| Some((major.parse().ok()?, minor.parse().ok()?)))?
}

/// How far from the margin a line begins.
fn indent(text: &str, line: &Line) -> usize {
    let before = cut(text, 0..line.span.start);
    before.bytes().rev().take_while(|b| *b == b' ').count()
}

/// Whether a run of numbers asks as a form does: the labels stand alone, and are questions or such as only forms have.
fn asks(outline: &Outline<'_>, words: &Words, run: &[Numbered]) -> bool {
    let text = outline.text();
    let spans = || run.iter().filter_map(|n| outline.lines.get(n.line));
    let beside = spans()
        .filter(|line| {
            line.cells.len() > 1
                || colon_label(text, words, &line.span)
                    .is_some_and(|label| past_colon(text, label.end) < line.span.end)
        })
        .count();
    let within = run.first().map_or(0, |n| n.line)..run.last().map_or(0, |n| n.line);
    let labelled_below = outline.lines.get(within).unwrap_or_default().iter();
    let sections = labelled_below
        .filter_map(|line| colon_label(text, words, &line.span))
        .filter(|label| words.tells(&key(cut(text, label.clone()))))
        .count();
    let label = |line: &Line| key(strip(cut(text, line.span.clone())));
    let telling = spans().filter(|line| words.tells(&label(line))).count();
    let questions = spans()
        .filter(|line| cut(text, line.span.clone()).contains('?'))
        .count();
    run.len() >= QUESTIONS
        && beside * 3 < run.len()
        && sections < 2
        && (telling >= 2 || questions * 2 >= run.len())
}

/// A label without the word before its number.
fn strip(label: &str) -> &str {
    let digit = label.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    label.get(digit..).unwrap_or(label)
}

/// The lines below a label that are its answer: up to the next label or part of the form; of the last label the first
/// paragraph.
fn answer(outline: &Outline<'_>, words: &Words, asked: usize, next: Option<usize>) -> Range<usize> {
    let text = outline.text();
    let start = asked + 1 + usize::from(goes_on_below(outline, asked));
    let mut end = start;
    while let Some(line) = outline.lines.get(end) {
        let over = match next {
            Some(next) => end >= next,
            None => line.gap && end > start || line.margin,
        };
        if over || words.is_part(text, line) {
            break;
        }
        end += 1;
    }
    if next.is_some() && end > start && heads_next(outline, end - 1) {
        end -= 1;
    }
    start..end.max(start)
}

/// Whether a line above the next question heads it and those behind: `Hvad koster det?` with gaps around it.
fn heads_next(outline: &Outline<'_>, at: usize) -> bool {
    const WORDS: usize = 5;
    let (Some(line), Some(next)) = (outline.lines.get(at), outline.lines.get(at + 1)) else {
        return false;
    };
    let said = cut(outline.text(), line.span.clone());
    line.gap && next.gap && said.ends_with('?') && said.split_whitespace().count() <= WORDS
}

/// Whether the line after a label is still the label: a question broken over two lines.
pub(super) fn goes_on_below(outline: &Outline<'_>, label: usize) -> bool {
    let (Some(line), Some(next)) = (outline.lines.get(label), outline.lines.get(label + 1)) else {
        return false;
    };
    let text = outline.text();
    let (line, below) = (cut(text, line.span.clone()), cut(text, next.span.clone()));
    !next.gap
        && next.cells.is_empty()
        && !line.ends_with(['?', ':'])
        && below.starts_with(char::is_lowercase)
        && below.ends_with(['?', ':'])
}

/// The field of a label and the lines below it; where those are lines of a budget, they are the fields.
pub(super) fn filled_below(
    outline: &Outline<'_>,
    words: &Words,
    asked: usize,
    below: Range<usize>,
) -> Vec<Labelled> {
    let text = outline.text();
    let (Some(line), Some(rows)) = (outline.lines.get(asked), outline.lines.get(below)) else {
        return Vec::new();
    };
    let rows: Vec<&Line> = rows.iter().filter(|row| !row.margin).collect();
    if line.cells.len() > 2 || rows.iter().any(|row| row.cells.len() > 2) {
        return Vec::new();
    }
    let posts: Vec<Labelled> = rows
        .iter()
        .filter_map(|row| post(text, words, row))
        .collect();
    if posts.len() >= 2 && posts.len() == rows.len() {
        return posts;
    }
    let mut label = line.span.clone();
    let mut value = label.end..label.end;
    if goes_on_below(outline, asked) {
        label.end = outline
            .lines
            .get(asked + 1)
            .map_or(label.end, |l| l.span.end);
        label.end -= usize::from(cut(text, label.clone()).ends_with(':'));
        value = label.end..label.end;
    } else if let [first, second] = line.cells.as_slice() {
        label = first.clone();
        value = second.clone();
    } else if let Some(colon) = colon_label(text, words, &line.span) {
        value = lines::trimmed(text, past_colon(text, colon.end)..line.span.end);
        label = colon;
    }
    let signed = |row: &&&Line| !is_below_signature(text, &label, row);
    if let (Some(first), Some(last)) = (rows.first(), rows.iter().take_while(signed).last()) {
        let start = if value.is_empty() {
            first.span.start
        } else {
            value.start
        };
        value = start..last.span.end;
    }
    field(text, words, &label, &value).into_iter().collect()
}

/// `Leje af sal: 3.000 kr.` below a label: a line of a budget.
fn post(text: &str, words: &Words, row: &Line) -> Option<Labelled> {
    let label = colon_label(text, words, &row.span)?;
    let value = lines::trimmed(text, past_colon(text, label.end)..row.span.end);
    let said = cut(text, value.clone()).trim_end_matches(['.', ',', '-']);
    let first = said.trim_start_matches(|c: char| "-–(+ ".contains(c));
    let amount = first.starts_with(|c: char| c.is_ascii_digit() || "kKdD".contains(c))
        && said.contains(|c: char| c.is_ascii_digit())
        && said.split_whitespace().count() <= POST
        && (said.ends_with("kr") || said.ends_with(|c: char| c.is_ascii_digit()));
    amount.then(|| field(text, words, &label, &value))?
}

impl Words {
    /// Whether a label, as [`key`] gives it, is one that only forms have.
    pub(super) fn tells(&self, label: &str) -> bool {
        const SHORT: usize = 6;
        self.telling.contains(label)
            || label.split_whitespace().count() <= SHORT
                && label
                    .split([' ', '/', ','])
                    .any(|word| self.stems.contains(word))
    }

    /// Whether the head calls the paper a form.
    pub(super) fn is_named(&self, outline: &Outline<'_>) -> bool {
        let mut head = outline.lines.iter().take(super::HEAD);
        head.any(|line| {
            line.span.len() < 120 && self.names_form(cut(outline.text(), line.span.clone()))
        })
    }

    /// Whether a line calls the paper a form, in whole or in one of its parts: `Klitpuljen 2019 - ansøgning`.
    fn names_form(&self, said: &str) -> bool {
        let parts = said
            .split([':', '·', '|', '\t'])
            .flat_map(|part| part.split(" - "));
        let mut parts = parts.flat_map(|part| part.split(" – "));
        self.head.is_match(said)
            || self.genres.contains(&key(said))
            || parts.any(|part| {
                let bare = key(part);
                let bare = bare.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
                self.genres.contains(bare)
            })
    }

    /// Whether the head calls the paper something else: a guide, minutes. An application for a grant is none: what is said
    /// first counts.
    pub(super) fn is_other(&self, outline: &Outline<'_>) -> bool {
        let mut head = outline.lines.iter().take(super::HEAD);
        head.any(|line| {
            let said = cut(outline.text(), line.span.clone());
            let other = self.unlike.find(said).filter(|_| said.len() < 80);
            other.is_some_and(|other| {
                let form = self.head.find(said);
                form.is_none_or(|form| form.start() > other.start())
            })
        })
    }

    /// Whether a line names a part of the form: `Del B: Projektet`, `OPLYSNINGER OM ANSØGER`.
    pub(super) fn is_part(&self, text: &str, line: &Line) -> bool {
        let content = cut(text, line.span.clone());
        let short = content.len() < 80 && line.cells.len() < 2;
        short
            && (self.part.is_match(content)
                || content.starts_with("==")
                || line.gap
                    && is_capital(content)
                    && !content.contains(|c: char| c.is_ascii_digit()))
    }

    /// How many different labels that only forms have are among these, and how many of them cannot head a section.
    pub(super) fn telling_among<'t>(
        &self,
        labels: impl Iterator<Item = &'t str>,
    ) -> (usize, usize) {
        let telling: BTreeSet<String> = labels.map(key).filter(|label| self.tells(label)).collect();
        let sure = |label: &&String| self.telling.contains(*label) && !self.vague.contains(*label);
        let sure = telling.iter().filter(sure).count();
        (telling.len(), sure)
    }
}

/// Whether a line may be a label: it begins with a capital, is short or asks, and ends as no sentence does.
pub(super) fn may_be_label(text: &str, line: &Line) -> bool {
    let content = cut(text, line.span.clone());
    let asks = content.trim_end_matches([' ', '*']).ends_with(['?', ')']);
    let abbreviated =
        content.ends_with("nr.") || content.ends_with("tlf.") || content.ends_with("mv.");
    // `Lods, 5 ture à 400 kr.`
    let rate = content.ends_with("kr.") && content.contains(['á', 'à']);
    line.cells.len() < 2
        && content.starts_with(char::is_uppercase)
        && content.chars().count() <= LENGTH
        && (asks || content.split_whitespace().count() <= WORDS)
        && (abbreviated || rate || !content.ends_with(['.', ',', ';']))
        && !content.contains(": ")
        && !content.contains('@')
}

pub(super) const fn enough(telling: usize, sure: usize) -> bool {
    telling >= TELLING && sure >= 2
}
