//! Where labels and what is filled in beside them stand.

use std::ops::Range;

use paper::Span;

use super::{Words, below, joined, key, places, rows};
use crate::{
    lines::{self, Line},
    outline::Outline,
    pattern::cut,
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
pub(super) const LENGTH: usize = 120;
const WORDS: usize = 10;
/// Bytes of a name with a title and a date.
const LONGEST_NAME: usize = 100;

/// All labels of a paper.
#[derive(Debug)]
pub(crate) struct Labels {
    /// First to last.
    pub(crate) found: Vec<Labelled>,
    /// Whether the paper is built as only forms are.
    pub(super) built_so: bool,
}

impl Labels {
    pub(crate) fn of(outline: &Outline<'_>, words: &Words) -> Self {
        let all = outline.lines.len();
        let Some(below) = below::find(outline, words) else {
            return Self {
                found: beside(outline, words, 0..all),
                built_so: false,
            };
        };
        let mut found = beside(outline, words, 0..below.lines.start);
        found.extend(below.fields);
        found.extend(beside(outline, words, below.lines.end..all));
        Self {
            found,
            built_so: true,
        }
    }
}

/// The labels of some lines that stand before what is filled in.
pub(super) fn beside(outline: &Outline<'_>, words: &Words, within: Range<usize>) -> Vec<Labelled> {
    let text = outline.text();
    let lines = outline.lines.get(..within.end).unwrap_or_default();
    let capitals = lines
        .iter()
        .skip(within.start)
        .filter_map(|line| colon_label(text, words, &line.span))
        .filter(|label| is_capital(&text[label.clone()]))
        .count();
    let mut found: Vec<Labelled> = Vec::new();
    let mut index = within.start;
    while let Some(line) = lines.get(index) {
        index += 1;
        if line.margin {
            continue;
        }
        if line.cells.len() > 1 {
            found.extend(row(outline, words, index - 1));
            index += cells_below(outline, words, index - 1, lines, &mut found);
            continue;
        }
        let span = lines::unframed(text, &line.span);
        if words.part.is_match(cut(text, span.clone())) {
            continue;
        }
        let label = colon_label(text, words, &span)
            .filter(|label| !announces_table(text, label, line, lines.get(index)))
            .or_else(|| {
                (capitals >= 3)
                    .then(|| capital_label(text, &span))
                    .flatten()
            })
            .or_else(|| places::before_place(text, &span, places::lead(&found).as_ref()))
            .or_else(|| places::aligned(text, &span, places::lead(&found).as_ref()))
            .or_else(|| places::before_gap(text, words, &span))
            .or_else(|| {
                places::left_empty(text, &span, lines.get(index), places::lead(&found).as_ref())
            })
            .or_else(|| next_number(text, found.last().map(|f| f.label.as_str()), &span))
            .or_else(|| places::asked(text, &span).filter(|_| !found.is_empty()))
            .or_else(|| question(outline, index - 1, !found.is_empty()));
        let Some(label) = label else { continue };
        let value = lines::trimmed(text, past_colon(text, label.end)..span.end);
        let (mut label, mut value) = (label, value);
        for (next, content) in places::further(text, words, &value) {
            let first = lines::trimmed(text, value.start..next.start);
            found.extend(field(
                text,
                words,
                &label,
                &places::past_leader(text, first),
            ));
            (label, value) = (next, content);
        }
        value = places::past_leader(text, value);
        if value.is_empty()
            && let Some((table, end)) = rows::below_label(outline, words, &label, index)
        {
            found.extend(field(text, words, &label, &table));
            index = end;
            continue;
        }
        while let Some(next) = lines.get(index) {
            let other = is_below_signature(text, &label, next)
                || next_number(text, Some(cut(text, label.clone())), &next.span).is_some();
            let over = other || is_complete(cut(text, value.clone()), cut(text, next.span.clone()));
            let above = if value.is_empty() {
                places::lead(&found).unwrap_or_else(|| label.clone())
            } else {
                label.start..value.start
            };
            if over || !continues(text, words, next, &above, capitals) {
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

/// Whether a label only announces the table below it.
fn announces_table(text: &str, label: &Span, line: &Line, next: Option<&Line>) -> bool {
    const SENTENCE: usize = 6;
    let said = cut(text, label.clone());
    next.is_some_and(|next| next.cells.len() > 1)
        && past_colon(text, label.end) >= line.span.end
        && !said.contains(['(', '?'])
        && said.split_whitespace().count() > SENTENCE
}

/// How many lines below a row go on with its last cell: nothing but that column is filled in them.
fn cells_below(
    outline: &Outline<'_>,
    words: &Words,
    row: usize,
    lines: &[Line],
    found: &mut [Labelled],
) -> usize {
    let text = outline.text();
    let (Some(line), Some(field)) = (lines.get(row), found.last_mut()) else {
        return 0;
    };
    let [_, value] = line.cells.as_slice() else {
        return 0;
    };
    if !field.span.contains(&value.start) && field.value.is_some() || value.is_empty() {
        return 0;
    }
    let column = lines::column(text, value.start);
    let below = lines.iter().skip(row + 1).take_while(|next| {
        let alone = match next.cells.as_slice() {
            [] | [_] => {
                column > 0
                    && lines::column(text, next.span.start) + 2 >= column
                    && colon_label(text, words, &next.span).is_none()
            }
            [first, _] => first.is_empty(),
            _ => false,
        };
        alone && !next.gap && !next.margin
    });
    let mut count = 0;
    for next in below {
        field.value = field.value.as_ref().map(|v| v.start..next.span.end);
        field.span.end = next.span.end;
        count += 1;
    }
    count
}

pub(super) fn past_colon(text: &str, at: usize) -> usize {
    at + usize::from(text[at..].starts_with(':'))
}

/// A line that has the number after the label's before it: `4. Navn: …`, then `5. Hvem søger I sammen med`.
fn next_number(text: &str, before: Option<&str>, span: &Span) -> Option<Span> {
    let number = |label: &str| {
        let (number, rest) = label.split_once(['.', ')'])?;
        rest.starts_with(' ')
            .then(|| number.parse::<u16>().ok())
            .flatten()
    };
    let line = cut(text, span.clone());
    let next = line
        .starts_with(|c: char| c.is_ascii_digit())
        .then(|| number(line))??;
    let due = number(before?)?.checked_add(1)?;
    (next == due && line.chars().count() <= LENGTH && !line.ends_with('.')).then(|| span.clone())
}

/// Whether a line goes on with what was filled in above it.
fn continues(text: &str, words: &Words, line: &Line, above: &Span, capitals: usize) -> bool {
    let begins = line.gap || line.margin || line.cells.len() > 1 || is_section(text, line);
    let is_labelled = colon_label(text, words, &line.span).is_some()
        || capitals >= 3 && capital_label(text, &line.span).is_some()
        || places::before_place(text, &line.span, Some(above)).is_some()
        || places::aligned(text, &line.span, Some(above)).is_some()
        || places::asked(text, &line.span).is_some()
        || places::before_gap(text, words, &line.span).is_some();
    !begins && !is_labelled && !asks(cut(text, line.span.clone()))
}

/// Whether a line is a question that begins on it.
fn asks(line: &str) -> bool {
    line.trim_end_matches([' ', '*']).ends_with('?')
        && line.starts_with(char::is_uppercase)
        && line.chars().count() <= LENGTH
}

/// Whether nothing can follow what was filled in: a number or an address of the net, and no small letter below.
fn is_complete(value: &str, below: &str) -> bool {
    let single = value.contains('@') && !value.contains(char::is_whitespace);
    let number =
        value.contains(|c: char| c.is_ascii_digit()) && !value.contains(char::is_alphabetic);
    (single || number) && !below.starts_with(char::is_lowercase)
}

/// A numbered heading, or one between marks: the next part of the form begins.
fn is_section(text: &str, line: &Line) -> bool {
    let line_text = &text[line.span.clone()];
    if ["==", "##", "**", "--", "__"]
        .iter()
        .any(|mark| line_text.starts_with(mark))
    {
        return true;
    }
    line.heading && line_text.starts_with(|c: char| c.is_ascii_digit()) && line_text.contains(". ")
}

/// Whether what stands below a place to sign is a text and no name: nobody signs with a sentence.
pub(super) fn is_below_signature(text: &str, label: &Span, line: &Line) -> bool {
    let is_signature = text[label.clone()]
        .to_lowercase()
        .trim_end()
        .ends_with("underskrift");
    is_signature && line.span.len() > LONGEST_NAME
}

pub(super) fn field(text: &str, words: &Words, label: &Span, value: &Span) -> Option<Labelled> {
    let name = text[label.clone()]
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let content = text[value.clone()].trim();
    // "Sagsnr.: ......" is a field, though elsewhere the label stands in any paper.
    let known = words.notes.contains(&key(&name))
        && !places::is_place(content)
        && !super::for_others(words, &name);
    // "Forbeholdt kommunen:" heads the fields that others fill in.
    let heads_others = content.is_empty() && super::begins_for_others(words, &name);
    if known || name.is_empty() || heads_others {
        return None;
    }
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
    if words.heads_columns(text, line) {
        return Vec::new();
    }
    let ruled = |cell: &Span| text[cell.clone()].chars().all(|c| "-_=|. ".contains(c));
    if line.cells.iter().all(ruled) || rows::is_of_budget(outline, words, index) {
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
    if !own.is_empty() && (own.len() >= filled || is_letterhead(outline, words, index)) {
        return own;
    }
    let many = outline.grid_of(index).is_some_and(|grid| {
        outline.lines[grid.rows.clone()]
            .iter()
            .any(|row| row.cells.len() > 2 && row.cells.len() != 4)
    });
    let many = many || is_letterhead(outline, words, index);
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
            // "Dato", then ": 3. maj" in the next column.
            let colon = usize::from(text[value.clone()].starts_with(':'));
            let value = lines::trimmed(text, value.start + colon..value.end);
            field(text, words, &name, &value)
        })
        .collect()
}

/// Whether a row is of a letterhead set in two columns: the first lines, with labels in the second column.
fn is_letterhead(outline: &Outline<'_>, words: &Words, index: usize) -> bool {
    let text = outline.text();
    let Some(grid) = outline.grid_of(index).filter(|grid| grid.rows.start == 0) else {
        return false;
    };
    let rows = outline.lines.get(grid.rows.clone()).unwrap_or_default();
    rows.iter().any(|row| match row.cells.as_slice() {
        [first, second] => {
            !first.is_empty()
                && !cut(text, first.clone()).ends_with(':')
                && colon_label(text, words, second)
                    .is_some_and(|label| past_colon(text, label.end) < second.end)
        }
        _ => false,
    })
}

/// The label before the first colon of a line, if what stands there is one.
pub(super) fn colon_label(text: &str, words: &Words, span: &Span) -> Option<Span> {
    let line = &text[span.clone()];
    if !line.contains(':') {
        return None;
    }
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
    let place = ["..", "__", "…"].iter().any(|run| after.starts_with(run));
    let spaced =
        after.is_empty() || after.starts_with(char::is_whitespace) || place || is_capital(label);
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
pub(super) fn ends_sentence(label: &str) -> bool {
    label.match_indices(". ").any(|(at, _)| {
        let word = label[..at].rsplit(' ').next().unwrap_or_default();
        word.chars().count() > 3
            && word.chars().all(char::is_alphabetic)
            && label[at + 2..].starts_with(char::is_uppercase)
    })
}

/// Two words or more in capitals.
pub(super) fn is_capital(label: &str) -> bool {
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
