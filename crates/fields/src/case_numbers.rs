//! Case, journal and document numbers: behind their labels, or bare where they cannot be anything else.

use std::collections::BTreeSet;

use paper::{Found, Paper, Span};
use regex::Regex;
use serde::Deserialize;

use crate::{
    Vocabulary,
    lines::{self, Line},
    outline::Outline,
    pattern::cut,
    phrases::{Cases, any_of},
};

/// How many lines from the top a number may stand alone and still be the paper's own.
const HEAD: usize = 14;

/// `case_numbers.toml`.
#[derive(Debug, Deserialize)]
#[serde(try_from = "File")]
pub(crate) struct Words {
    label: Regex,
    strong: BTreeSet<String>,
    never: Regex,
    unmistakable: Regex,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    strong: Labels,
    weak: Labels,
    #[serde(rename = "bare")]
    _bare: Cases,
    never: Never,
}

#[derive(Deserialize)]
struct Labels {
    labels: Vec<String>,
    #[serde(flatten)]
    _cases: Cases,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Never {
    before: Vec<String>,
}

/// The forms of regions (`1-30-72-225-15`) and of KLE (`27.00.00-A00-1-15`), which nothing else has.
const UNMISTAKABLE: &str = r"\d{1,3}-\d{1,3}-\d{1,3}-\d{1,5}-(?:\d{2}|[A-Z])|\d{2}\.\d{2}\.\d{2}-[A-ZÆØÅ]\d{2}-\d{1,5}-\d{2}";

impl TryFrom<File> for Words {
    type Error = regex::Error;

    fn try_from(file: File) -> Result<Self, regex::Error> {
        let all = file.strong.labels.iter().chain(&file.weak.labels);
        Ok(Self {
            // A boundary of ASCII words: the labels end so, and one of all letters is beyond the fast matcher.
            label: Regex::new(&format!(
                r"(?i)(?:{}|(?:{})(?-u:\b))",
                spaced_out(&file.strong.labels),
                any_of(all)
            ))?,
            strong: file.strong.labels.iter().map(|l| letters(l)).collect(),
            never: Regex::new(&format!(r"(?i)(?:{})[\s.:]*$", any_of(&file.never.before)))?,
            unmistakable: Regex::new(UNMISTAKABLE)?,
        })
    }
}

/// `J O U R N A L N R` for each longer label: how old word processors set a heading wide.
fn spaced_out(labels: &[String]) -> String {
    let wide: Vec<String> = labels
        .iter()
        .map(|label| letters(label))
        .filter(|label| label.chars().count() > 3)
        .map(|label| {
            label
                .chars()
                .map(String::from)
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    any_of(&wide)
}

/// The letters of a label, small: what it is known by.
fn letters(label: &str) -> String {
    let letters = label.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

pub(crate) fn find(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    _so_far: &Paper,
) -> Vec<Found<String>> {
    let words = &vocabulary.case_numbers;
    let text = outline.text();
    let mut spans: Vec<(Span, &str)> = Vec::new();
    for (index, line) in outline.lines.iter().enumerate() {
        let labelled = labelled(text, words, &outline.lines, index).into_iter();
        spans.extend(labelled.map(|span| (span, "a label before it")));
        let bare = unmistakable(text, words, line).into_iter();
        spans.extend(bare.map(|span| (span, "a form that only case numbers have")));
        let near_head = index < HEAD
            || index
                .checked_sub(1)
                .is_some_and(|i| outline.lines[i].heading);
        if near_head && stands_alone(&text[line.span.clone()]) {
            spans.push((line.span.clone(), "a line of its own near the top"));
        }
        if let Some(span) = beside_point(text, line) {
            spans.push((span, "the last column of a point's title"));
        }
    }
    spans.sort_by_key(|(span, _)| (span.start, usize::MAX - span.end));
    let mut seen = BTreeSet::new();
    let mut end = 0;
    let mut found = Vec::new();
    for (span, rule) in spans {
        let value = text[span.clone()]
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        if span.start >= end && seen.insert(value.clone()) {
            end = span.end;
            found.push(Found {
                corrected: None,
                value,
                rule: Some(rule.into()),
                confidence: None,
                source: outline.source(span),
            });
        }
    }
    found
}

/// `4. Lys over lyngen              16/19902`: the number that stands apart at the end of a point's title.
fn beside_point(text: &str, line: &Line) -> Option<Span> {
    const GAP: &str = "    ";
    let said = cut(text, line.span.clone());
    if !said.starts_with(|c: char| c.is_ascii_digit()) || lines::bullet(said) == 0 {
        return None;
    }
    let start = said.rfind(['\t']).or_else(|| said.rfind(GAP))?;
    let span = lines::trimmed(text, line.span.start + start..line.span.end);
    let number = cut(text, span.clone());
    let slashed = number.contains(['/', '-']) && number.len() > 6;
    let titled = cut(said, 0..start).contains(char::is_alphabetic);
    (slashed && titled && stands_alone(number) && looks_like_one(number)).then_some(span)
}

/// Numbers behind the labels of a line, in it, or below it where the label ends the line or heads a column.
fn labelled(text: &str, words: &Words, lines: &[Line], index: usize) -> Vec<Span> {
    let line = &lines[index];
    let mut spans = Vec::new();
    let numbered = |line: &Line| text[line.span.clone()].bytes().any(|b| b.is_ascii_digit());
    if !numbered(line) && !lines.get(index + 1).is_some_and(numbered) {
        return spans;
    }
    let said = &text[line.span.clone()];
    let labels = words.label.find_iter(said);
    for label in labels.filter(|label| begins_word(said, label.start())) {
        let strong = words.strong.contains(&letters(label.as_str()));
        let end = line.span.start + label.end();
        let start = past_separators(text, end, line.span.end);
        let mut next = start;
        while let Some(span) = number_at(text, next, line.span.end, strong) {
            next = another(text, span.end, line.span.end);
            spans.push(span);
            if next == 0 {
                break;
            }
        }
        if next == start && strong {
            spans.extend(below(text, lines, index, start));
        }
    }
    spans
}

/// Whether no letter, dot or hyphen stands before a label: "journalsag", "a.j" and "for-sag" are none.
fn begins_word(line: &str, at: usize) -> bool {
    let before = line.get(..at).and_then(|head| head.chars().next_back());
    // "SLT-sag": the case of an office that is called by its letters.
    let office = |head: &str| {
        let word = head.rsplit(|c: char| !c.is_alphabetic()).next();
        word.is_some_and(|w| w.chars().count() > 1 && w.chars().all(char::is_uppercase))
    };
    let hyphen = line.get(..at).and_then(|head| head.strip_suffix('-'));
    hyphen.is_some_and(office) || before.is_none_or(|c| !c.is_alphabetic() && c != '.' && c != '-')
}

fn past_separators(text: &str, mut at: usize, end: usize) -> usize {
    while let Some(c) = text[at..end].chars().next() {
        if !(c.is_whitespace() || ".:#".contains(c)) {
            break;
        }
        at += c.len_utf8();
    }
    at
}

/// Where the next number of a list begins (`, `, ` og `), or 0.
fn another(text: &str, at: usize, end: usize) -> usize {
    [", ", " og ", " samt ", "; ", " & "]
        .iter()
        .find(|joint| text[at..end].starts_with(**joint))
        .map_or(0, |joint| at + joint.len())
}

/// The number below a label: on the next line, or in the next row's cell.
fn below(text: &str, lines: &[Line], index: usize, start: usize) -> Option<Span> {
    let line = &lines[index];
    let under = lines.get(index + 1)?;
    let span = if line.cells.is_empty() {
        (start == line.span.end && under.cells.is_empty()).then(|| under.span.clone())?
    } else {
        let column = line.cells.iter().rposition(|cell| cell.start < start)?;
        (under.cells.len() == line.cells.len()).then(|| under.cells.get(column).cloned())??
    };
    let number = number_at(text, span.start, span.end, true)?;
    (number.end == span.end && !is_date(cut(text, number.clone()))).then_some(number)
}

/// The number that begins here. Behind a weak label it must look like a case number.
fn number_at(text: &str, start: usize, end: usize, strong: bool) -> Option<Span> {
    let rest = &text[start..end];
    let length = length_of(rest);
    let number = rest[..length].trim_end_matches(['-', '/', '.', '_', ' ']);
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let split = number.contains(['-', '/', '.']);
    let enough = digits >= 3 || (digits >= 2 && split);
    let fits = if strong {
        enough
    } else {
        looks_like_one(number)
    };
    let followed = rest[number.len()..].starts_with(|c: char| c.is_lowercase() || c == '%');
    let dated = is_date(number) && !(strong && is_of_plan(number));
    (fits && !followed && !dated).then(|| start..start + number.len())
}

/// How many bytes of the text belong to a number: groups of digits and capitals, joined by `-`, `/`, `.` or `_`.
fn length_of(text: &str) -> usize {
    let bytes = text.as_bytes();
    let prefix = text
        .char_indices()
        .find(|(_, c)| !c.is_uppercase())
        .map_or(text.len(), |(at, _)| at);
    let mut at = if prefix <= 8 { prefix } else { return 0 };
    // "BIB.2017-88", "M 244-117": letters that belong to the number.
    let apart = bytes.get(at).is_some_and(|b| b"-./".contains(b));
    let spaced = prefix <= 3 && bytes.get(at) == Some(&b' ') && has_joint(bytes, at + 1);
    if prefix > 0 && (apart || spaced) {
        at += 1;
    }
    loop {
        let group = digits_from(bytes, at);
        let letter = capital_at(text, at);
        let capital = letter > 0;
        if group > at {
            at = group;
        } else if capital && digits_from(bytes, at + letter) > at + letter {
            at = digits_from(bytes, at + letter);
        } else if at == 0 || group == at && !capital {
            return at;
        } else {
            let lone = bytes.get(at + 1).is_none_or(|b| !b.is_ascii_alphanumeric());
            return if lone { at + 1 } else { at };
        }
        let joined = bytes.get(at).is_some_and(|b| b"-/._".contains(b));
        let spaced = text.get(at..at + 3) == Some(" - ") && at == 4;
        let letter = capital_at(text, at);
        let glued = letter > 0 && digits_from(bytes, at + letter) > at + letter;
        let step = if joined {
            1
        } else if spaced {
            3
        } else {
            0
        };
        let goes_on = bytes
            .get(at + step)
            .is_some_and(|b| b.is_ascii_digit() || (joined && capital_at(text, at + step) > 0));
        if !(glued || step > 0 && goes_on) {
            return at;
        }
        at += step;
    }
}

/// Whether digits begin at a byte, and `-` or `/` and more digits follow them.
fn has_joint(bytes: &[u8], at: usize) -> bool {
    let end = digits_from(bytes, at);
    end > at
        && bytes.get(end).is_some_and(|b| b"-/".contains(b))
        && digits_from(bytes, end + 1) > end + 1
}

/// How many bytes the capital at a byte has: `Ø` has two; 0 where there is none.
fn capital_at(text: &str, at: usize) -> usize {
    let next = text.get(at..).and_then(|rest| rest.chars().next());
    next.filter(|c| c.is_uppercase()).map_or(0, char::len_utf8)
}

fn digits_from(bytes: &[u8], at: usize) -> usize {
    at + bytes
        .get(at..)
        .unwrap_or_default()
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .count()
}

/// Whether a number has a form that case numbers have and points, pages and fractions have not.
fn looks_like_one(number: &str) -> bool {
    let groups: Vec<&str> = number
        .split(['-', '/', '.', '_', ' '])
        .filter(|g| !g.is_empty())
        .collect();
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let lettered = number.starts_with(char::is_uppercase);
    match groups.as_slice() {
        [_] => digits >= 5 && !lettered || lettered && digits >= 4,
        [first, second] => {
            let last_digits = second.chars().filter(char::is_ascii_digit).count();
            lettered && digits >= 4
                || number.contains('/') && first.len() == 2 && last_digits >= 3
                || is_year(first) && last_digits >= 3 && !is_year(second)
                || !lettered && first.len() >= 3 && number.contains('/') && second.len() == 2
                || number.contains('-') && is_of_year(first, second)
                || first.len() >= 5
        }
        _ => groups.len() >= 3 && digits >= 6,
    }
}

/// `16-0093`, `4471-19`: a year of two digits and a number of four or more, either first. No span of years or of pages is
/// written so.
fn is_of_year(first: &str, second: &str) -> bool {
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let (short, long) = match (first.len(), second.len()) {
        (2, 4..) => (first, second),
        (4.., 2) => (second, first),
        _ => return false,
    };
    digits(short) && digits(long) && !is_year(long)
}

fn is_year(group: &str) -> bool {
    group.len() == 4 && (group.starts_with("19") || group.starts_with("20"))
}

/// `14-03-2016`, `4.11.2015`, `2016-03-14`.
fn is_date(number: &str) -> bool {
    let groups: Vec<&str> = number.split(['-', '.', '/']).collect();
    let within = |group: &str, most: u32| group.parse().is_ok_and(|n: u32| (1..=most).contains(&n));
    match groups.as_slice() {
        [day, month, year] => {
            within(day, 31) && within(month, 12) && (is_year(year) || year.len() == 2)
                || is_year(day) && within(month, 12) && within(year, 31)
        }
        _ => false,
    }
}

/// `05.02.12`: a number of the journal plan, which looks like a day.
fn is_of_plan(number: &str) -> bool {
    number.split('.').count() == 3 && number.split('.').all(|group| group.len() == 2)
}

/// Whether a line is nothing but a case number.
fn stands_alone(line: &str) -> bool {
    if !line.ends_with(|c: char| c.is_ascii_alphanumeric()) || length_of(line) != line.len() {
        return false;
    }
    let groups: Vec<&str> = line.split(['-', '/', '.']).collect();
    let plain = !line.starts_with(char::is_alphabetic) && line.contains(['-', '/']);
    let telephone = groups.len() == 2 && groups.iter().all(|g| g.len() == 4) && !is_year(groups[0]);
    let four =
        groups.len() >= 4 && line.contains('-') && groups.last().is_some_and(|g| g.len() <= 2);
    let municipal = groups.len() == 3 && groups[0].len() == 3 && is_year(groups[1]);
    let two = groups.len() == 2 && looks_like_one(line);
    plain && !telephone && !is_date(line) && (four || municipal || two)
}

fn unmistakable(text: &str, words: &Words, line: &Line) -> Vec<Span> {
    let content = &text[line.span.clone()];
    words
        .unmistakable
        .find_iter(content)
        .filter(|m| {
            let before = &content[..m.start()];
            let after = &content[m.end()..];
            !before.ends_with(|c: char| {
                c.is_alphanumeric() || "-./§ §".contains(c) && !c.is_whitespace()
            }) && !before.trim_end().ends_with('§')
                && !after.starts_with(|c: char| c.is_alphanumeric() || c == '-')
                && !words.never.is_match(before)
        })
        .map(|m| line.span.start + m.start()..line.span.start + m.end())
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::{phrases::check_examples, sample};

    #[test]
    fn examples_of_the_vocabulary() {
        check_examples("case_numbers.toml", |_, text| {
            let outline = crate::outline::Outline::new(sample::leak(text));
            super::find(
                &outline,
                crate::Vocabulary::builtin(),
                &paper::Paper::default(),
            )
            .into_iter()
            .map(|found| found.value)
            .collect()
        });
    }
}
