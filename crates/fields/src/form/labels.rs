//! Where labels and what is filled in beside them stand.

use paper::Span;

use super::{Words, joined, key};
use crate::{
    Vocabulary,
    lines::{self, Line},
    outline::Outline,
};

/// A label and the place of what is filled in.
#[derive(Debug, Clone)]
pub(crate) struct Labelled {
    /// The form's words, the remark of an empty field included.
    pub(crate) label: String,
    /// Where something is filled in.
    pub(crate) value: Option<Span>,
    /// Label and value.
    pub(crate) span: Span,
}

/// The longest label, in characters and in words of running text.
const LENGTH: usize = 120;
const WORDS: usize = 10;
/// Bytes of a name with a title and a date.
const LONGEST_NAME: usize = 100;

/// All labels of the paper, first to last.
pub(crate) fn labelled(outline: &Outline<'_>, vocabulary: &Vocabulary) -> Vec<Labelled> {
    let text = outline.text();
    let words = &vocabulary.forms;
    let capitals = outline
        .lines
        .iter()
        .filter_map(|line| colon_label(text, words, &line.span))
        .filter(|label| is_capital(&text[label.clone()]))
        .count();
    let mut found: Vec<Labelled> = Vec::new();
    let mut index = 0;
    while let Some(line) = outline.lines.get(index) {
        index += 1;
        if line.margin {
            continue;
        }
        if line.cells.len() > 1 {
            found.extend(row(outline, words, index - 1));
            continue;
        }
        let label = colon_label(text, words, &line.span)
            .or_else(|| {
                (capitals >= 3)
                    .then(|| capital_label(text, &line.span))
                    .flatten()
            })
            .or_else(|| question(outline, index - 1, !found.is_empty()));
        let Some(label) = label else { continue };
        let mut value = lines::trimmed(text, past_colon(text, label.end)..line.span.end);
        while let Some(next) = outline.lines.get(index) {
            if !continues(text, words, next, capitals) || is_below_signature(text, &label, next) {
                break;
            }
            let from = if value.is_empty() {
                next.span.start
            } else {
                value.start
            };
            value = from..next.span.end;
            index += 1;
        }
        found.extend(field(text, words, &label, &value));
    }
    found
}

fn past_colon(text: &str, at: usize) -> usize {
    at + usize::from(text[at..].starts_with(':'))
}

/// Whether a line goes on with what was filled in above it.
fn continues(text: &str, words: &Words, line: &Line, capitals: usize) -> bool {
    let begins = line.gap || line.margin || line.cells.len() > 1 || is_section(text, line);
    let is_labelled = colon_label(text, words, &line.span).is_some()
        || capitals >= 3 && capital_label(text, &line.span).is_some();
    !begins && !is_labelled
}

/// A numbered heading: the next part of the form begins.
fn is_section(text: &str, line: &Line) -> bool {
    let line_text = &text[line.span.clone()];
    line.heading && line_text.starts_with(|c: char| c.is_ascii_digit()) && line_text.contains(". ")
}

/// Whether what stands below a place to sign is a text and no name: nobody signs with a sentence.
fn is_below_signature(text: &str, label: &Span, line: &Line) -> bool {
    let is_signature = text[label.clone()]
        .to_lowercase()
        .trim_end()
        .ends_with("underskrift");
    is_signature && line.span.len() > LONGEST_NAME
}

fn field(text: &str, words: &Words, label: &Span, value: &Span) -> Option<Labelled> {
    let name = text[label.clone()].trim().to_owned();
    if words.notes.contains(&key(&name)) || name.is_empty() {
        return None;
    }
    let content = text[value.clone()].trim();
    let remark =
        content.starts_with('(') && content.ends_with(')') && super::for_others(words, content);
    let empty = content.is_empty() || remark;
    Some(Labelled {
        label: if remark {
            format!("{name} {content}")
        } else {
            name
        },
        span: if empty {
            label.clone()
        } else {
            joined(label, value)
        },
        value: (!empty).then(|| value.clone()),
    })
}

/// The fields of a table's row: label and value in two cells, or in one.
fn row(outline: &Outline<'_>, words: &Words, index: usize) -> Vec<Labelled> {
    let text = outline.text();
    let line = &outline.lines[index];
    let ruled = |cell: &Span| text[cell.clone()].chars().all(|c| "-_=|. ".contains(c));
    if line.cells.iter().all(ruled) {
        return Vec::new();
    }
    let own: Vec<Labelled> = line
        .cells
        .iter()
        .filter_map(|cell| {
            let label = colon_label(text, words, cell)?;
            let value = lines::trimmed(text, past_colon(text, label.end)..cell.end);
            let inside = !value.is_empty() || line.cells.len() != 2;
            inside.then(|| field(text, words, &label, &value))?
        })
        .collect();
    let filled = line.cells.iter().filter(|cell| !cell.is_empty()).count();
    if !own.is_empty() && own.len() >= filled {
        return own;
    }
    let many = outline.grid_of(index).is_some_and(|grid| {
        outline.lines[grid.rows.clone()]
            .iter()
            .any(|row| row.cells.len() > 2 && row.cells.len() != 4)
    });
    let pairs: Vec<(&Span, &Span)> = match line.cells.as_slice() {
        [label, value] if !many => vec![(label, value)],
        [a, x, b, y] if text[a.clone()].ends_with(':') && text[b.clone()].ends_with(':') => {
            vec![(a, x), (b, y)]
        }
        _ => Vec::new(),
    };
    pairs
        .into_iter()
        .filter(|(label, _)| !label.is_empty() && text[(*label).clone()].chars().count() <= LENGTH)
        .filter_map(|(label, value)| {
            let name = lines::trimmed(
                text,
                label.start..label.end - usize::from(text[label.clone()].ends_with(':')),
            );
            field(text, words, &name, value)
        })
        .collect()
}

/// The label before the first colon of a line, if what stands there is one.
fn colon_label(text: &str, words: &Words, span: &Span) -> Option<Span> {
    let line = &text[span.clone()];
    let start = lines::bullet(line);
    let mut depth = 0_usize;
    let colon = line
        .char_indices()
        .skip_while(|(at, _)| *at < start)
        .find_map(|(at, c)| {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                ':' if depth == 0 => return Some(at),
                _ => {}
            }
            None
        })?;
    let label = line[start..colon].trim_end();
    let after = &line[colon + 1..];
    let spaced = after.is_empty() || after.starts_with(char::is_whitespace) || is_capital(label);
    let opens = label.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let bulleted = start > 0 && line.starts_with(['-', '•', '*', '–']);
    let short = label.chars().count() <= LENGTH
        && (label.split_whitespace().count() <= WORDS
            || label.contains(['(', '?', '*'])
            || is_capital(label));
    let sentence = label.contains(". ") && !is_capital(label) && ends_sentence(label);
    let told = words.notes.contains(&key(label)) && !bulleted;
    (spaced && opens && short && !sentence && (!bulleted || told) && !label.is_empty())
        .then(|| span.start + if bulleted { start } else { 0 }..span.start + start + label.len())
}

/// Whether a full stop within a label ends a sentence: a longer word before it, a capital after it.
fn ends_sentence(label: &str) -> bool {
    label.match_indices(". ").any(|(at, _)| {
        let word = label[..at].rsplit(' ').next().unwrap_or_default();
        word.chars().count() > 3
            && word.chars().all(char::is_alphabetic)
            && label[at + 2..].starts_with(char::is_uppercase)
    })
}

/// Two words or more in capitals.
fn is_capital(label: &str) -> bool {
    let plain = label.split('(').next().unwrap_or(label);
    let letters = plain.chars().filter(|c| c.is_alphabetic());
    let (upper, all) = letters.fold((0, 0), |(upper, all), c| {
        (upper + usize::from(c.is_uppercase()), all + 1)
    });
    all >= 4 && upper * 10 >= all * 9
}

/// A label in capitals that no colon ends: the words in capitals, their abbreviations and a remark in brackets.
fn capital_label(text: &str, span: &Span) -> Option<Span> {
    let line = &text[span.clone()];
    let mut end = 0;
    let mut words = 0;
    let mut at = 0;
    let mut depth = 0_usize;
    for piece in line.split_inclusive(' ') {
        let word = piece.trim_end();
        let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
        let upper = letters.len() > 1 && letters.iter().all(|c| c.is_uppercase());
        let abbreviation = matches!(
            word.trim_matches([',', '.']),
            "mm" | "m.m" | "m.v" | "mv" | "evt" | "el" | "nr" | "og"
        );
        let bracket = depth > 0 || words >= 1 && word.starts_with('(');
        if bracket {
            depth += word.matches('(').count();
            depth = depth.saturating_sub(word.matches(')').count());
        } else if upper {
            words += 1;
        } else if !(words > 0 && (abbreviation || letters.is_empty())) {
            break;
        }
        at += piece.len();
        end = at - (piece.len() - word.len());
    }
    let rest = line[end..].trim_start();
    let enough = words >= 2 || words == 1 && line[..end].contains('(');
    (enough
        && depth == 0
        && rest.starts_with(|c: char| c.is_uppercase() || c == '<')
        && rest.contains(char::is_lowercase))
    .then(|| span.start..span.start + end)
}

/// A question on a line of its own, answered on the next.
fn question(outline: &Outline<'_>, index: usize, within: bool) -> Option<Span> {
    let line = &outline.lines[index];
    let content = &outline.text()[line.span.clone()];
    let answered = outline
        .lines
        .get(index + 1)
        .is_some_and(|next| !next.gap && next.cells.is_empty());
    (within
        && answered
        && content.trim_end_matches([' ', '*']).ends_with('?')
        && content.chars().count() <= LENGTH)
        .then(|| line.span.clone())
}
