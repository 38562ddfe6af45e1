//! Labelled fields of forms: `Label: value`, label and value in two cells, label above value, check boxes.

mod alternate;
mod below;
mod indented;
mod labels;
mod places;
mod rows;
mod stacked;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use paper::{Field, Kind, Paper, Span, Warning, WarningCode};
use regex::Regex;
use serde::Deserialize;

use crate::{
    Vocabulary, lines,
    outline::Outline,
    pattern::cut,
    phrases::{Cases, any_of},
};

pub(crate) use labels::{Labelled, Labels};

/// `forms.toml`.
#[derive(Debug, Deserialize)]
#[serde(try_from = "File")]
pub(crate) struct Words {
    head: Regex,
    /// By which a paper in whole calls itself an application.
    genres: BTreeSet<String>,
    /// What the head of a paper says that is about forms and is none.
    unlike: Regex,
    telling: BTreeSet<String>,
    /// Of these, those that also head the sections of other papers.
    vague: BTreeSet<String>,
    /// Words that make any short label tell: `ansøgers`, `underskrift`.
    stems: BTreeSet<String>,
    /// What stands above columns of labels and of values.
    heads: BTreeSet<String>,
    /// Labels whose answer may be a table.
    tables: BTreeSet<String>,
    /// What the last line of a budget is called.
    totals: BTreeSet<String>,
    /// Words before a question's number.
    asks: BTreeSet<String>,
    /// A line that names a part of a form.
    part: Regex,
    /// What stands in a place to write beside what is written there: `kr.`.
    units: BTreeSet<String>,
    others: Regex,
    nothing: BTreeSet<String>,
    notes: BTreeSet<String>,
    boxes: Regex,
    markup: Regex,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    form: Form,
    blank: Blank,
    notes: Notes,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    head: Vec<String>,
    genres: BTreeSet<String>,
    unlike: Vec<String>,
    labels: Vec<String>,
    vague: BTreeSet<String>,
    stems: BTreeSet<String>,
    tables: BTreeSet<String>,
    totals: BTreeSet<String>,
    heads: BTreeSet<String>,
    asks: BTreeSet<String>,
    parts: Vec<String>,
    headings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Blank {
    others: Vec<String>,
    nothing: Vec<String>,
    units: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Notes {
    labels: Vec<String>,
    #[serde(flatten)]
    _cases: Cases,
}

impl TryFrom<File> for Words {
    type Error = regex::Error;

    fn try_from(file: File) -> Result<Self, regex::Error> {
        let word = |words: &Vec<String>| {
            let words = any_of(words);
            Regex::new(&format!(r"(?i)(?:^|[^\p{{L}}])(?:{words})(?:$|[^\p{{L}}])"))
        };
        Ok(Self {
            head: word(&file.form.head)?,
            genres: file.form.genres,
            unlike: word(&file.form.unlike)?,
            vague: file.form.vague,
            stems: file.form.stems,
            tables: file.form.tables,
            heads: file.form.heads,
            totals: file.form.totals,
            asks: file.form.asks,
            part: Regex::new(&format!(
                r"^(?i:(?:{})\s+(?:\d{{1,2}}|\p{{L}}|[IVX]{{1,4}})\s*(?:$|[:.)–-])|(?:\d{{1,2}}[.)]\s+|[A-Z][.)]\s+)?(?:{})(?:\s+(?:om|til|vedr\.?)\s.*)?$)",
                any_of(&file.form.parts),
                any_of(&file.form.headings)
            ))?,
            units: file.blank.units,
            telling: file.form.labels.into_iter().collect(),
            others: Regex::new(&format!("(?i)(?:{})", any_of(&file.blank.others)))?,
            nothing: file.blank.nothing.into_iter().collect(),
            notes: file.notes.labels.into_iter().collect(),
            boxes: Regex::new(
                r"(\[\s?[xX✓✗]?\s?\]|[☐☒☑]|\(\s?[xX]?\s?\))\s*([^\[\]☐☒☑()]*(?:\([^)]{2,}\)[^\[\]☐☒☑()]*)*)",
            )?,
            markup: Regex::new(r"</?[a-zA-Z][^<>@]{0,60}>")?,
        })
    }
}

/// How many fields a paper must have to be a form where its head says that it is one, and where only its labels do.
const FEW: usize = 3;
const SEVERAL: usize = 5;
/// How many lines from the top are the head.
const HEAD: usize = 8;

pub(crate) fn find(outline: &Outline<'_>, vocabulary: &Vocabulary) -> Vec<Field> {
    let labels = outline.labels(vocabulary);
    if !labels.built_so && !is_form(outline, vocabulary, &labels.found) {
        return Vec::new();
    }
    labels
        .found
        .iter()
        .map(|field| Field {
            label: without_marks(&field.label),
            value: field
                .value
                .as_ref()
                .and_then(|span| filled(&vocabulary.forms, &outline.text()[span.clone()])),
            rule: Some(rule(outline.text(), field).into()),
            confidence: None,
            source: outline.source(field.span.clone()),
        })
        .collect()
}

/// How a label and what is filled in stand to each other.
fn rule(text: &str, field: &Labelled) -> &'static str {
    let Some(value) = &field.value else {
        return "a label with nothing filled in";
    };
    let between = &text[field.span.start..value.start];
    if between.contains('\t') {
        "label and value in two cells"
    } else if between.contains('\n') {
        "a label above its value"
    } else {
        "label and value on a line"
    }
}

/// Whether the paper calls itself a form or has a form's labels.
fn is_form(outline: &Outline<'_>, vocabulary: &Vocabulary, found: &[Labelled]) -> bool {
    let words = &vocabulary.forms;
    let named = words.is_named(outline);
    let telling: BTreeSet<String> = found
        .iter()
        .map(|field| key(&field.label))
        .filter(|label| words.tells(label))
        .collect();
    named && found.len() >= FEW && !telling.is_empty()
        || telling.len() >= 2 && found.len() >= SEVERAL
}

/// A label as it is compared: small letters, without number, star, colon and what stands in brackets.
pub(crate) fn key(label: &str) -> String {
    let bare = &label[lines::bullet(label)..];
    let bare = bare.split('(').next().unwrap_or(bare);
    bare.trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase()
}

/// A label without the small raised figures that call a footnote.
fn without_marks(label: &str) -> String {
    let plain: String = label
        .chars()
        .filter(|c| !"¹²³⁴⁵⁶⁷⁸⁹⁰".contains(*c))
        .collect();
    // "Navn.......: Ida": dots that lead to the colon.
    let dots = plain.len() - plain.trim_end_matches(['.', ' ', '_', '…']).len();
    let end = if dots > 1 {
        plain.len() - dots
    } else {
        plain.len()
    };
    cut(&plain, 0..end).trim().to_owned()
}

/// What was filled in, cleaned: of check boxes the ticked ones, no markup, one space between words.
pub(crate) fn filled(words: &Words, value: &str) -> Option<String> {
    let (boxed, ticked) = boxes(words, value);
    let text = match (boxed, ticked.as_slice()) {
        (0, _) => value.to_owned(),
        (1, []) if !value.trim_start().starts_with(['[', '☐', '(']) => value.to_owned(),
        (_, []) => return None,
        (_, ticked) => ticked.join(", "),
    };
    let text = words.markup.replace_all(&text, " ");
    let text = entities(&text);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let blank = text.chars().all(|c| "_.… -–—:*".contains(c))
        || words.nothing.contains(&text.to_lowercase())
        || is_unit(words, &text);
    (!blank).then(|| without_place(text))
}

/// How many boxes a value has, and what stands at those that are ticked: behind them, or before them where the last one ends
/// the value: `Ja [ ]  Nej [x]`.
fn boxes<'v>(words: &Words, value: &'v str) -> (usize, Vec<&'v str>) {
    let said = value.trim();
    let mut count = 0;
    let mut behind = false;
    let mut from = 0;
    let mut ticked = Vec::new();
    for found in words.boxes.captures_iter(said) {
        let (Some(mark), Some(label)) = (found.get(1), found.get(2)) else {
            continue;
        };
        if count == 0 {
            let last =
                said.ends_with(['☐', '☒', '☑', ']']) || said.ends_with(')') && mark.len() < 4;
            behind = last && mark.start() > 0;
        }
        count += 1;
        if mark.as_str().contains(['x', 'X', '☒', '☑', '✓', '✗']) {
            let before = cut(said, from..mark.start());
            ticked.push(if behind { before } else { label.as_str() }.trim());
        }
        from = mark.end();
    }
    (count, ticked)
}

/// What was filled in without the rest of the place to write behind it.
fn without_place(mut text: String) -> String {
    let bare = text.trim_end_matches(['.', '_', '…', ' ']).len();
    let place = cut(&text, bare..text.len());
    if ["...", "__", "…"].iter().any(|run| place.contains(run)) && bare > 0 {
        text.truncate(bare);
    }
    text
}

/// `kr. ........`: a place to write with nothing but its unit.
fn is_unit(words: &Words, text: &str) -> bool {
    let place = |c: char| "._… ".contains(c);
    let dotted = ["...", "__", "…"].iter().any(|run| text.contains(run));
    let rest = text.trim_matches(place).to_lowercase();
    dotted && words.units.contains(rest.as_str())
}

fn entities(text: &str) -> String {
    let mut text = text.to_owned();
    for (entity, plain) in [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&aelig;", "æ"),
        ("&oslash;", "ø"),
        ("&aring;", "å"),
        ("&AElig;", "Æ"),
        ("&Oslash;", "Ø"),
        ("&Aring;", "Å"),
        ("&ndash;", "–"),
        ("&amp;", "&"),
    ] {
        if text.contains(entity) {
            text = text.replace(entity, plain);
        }
    }
    text
}

/// Whether a label or a remark in its field says that someone else fills it in.
pub(crate) fn for_others(words: &Words, text: &str) -> bool {
    words.others.is_match(text)
}

/// Whether that stands at the beginning: a heading over what others fill in.
fn begins_for_others(words: &Words, text: &str) -> bool {
    words
        .others
        .find(text)
        .is_some_and(|found| found.start() == 0)
}

/// Required fields left empty in a form that is filled in.
pub(crate) fn doubts(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    paper: &Paper,
) -> Vec<Warning> {
    let empty_form = paper.kind == Kind::Ansøgningsvejledning;
    let filled = paper.fields.iter().filter(|f| f.value.is_some()).count();
    if empty_form || filled < FEW || filled * 3 < paper.fields.len() {
        return Vec::new();
    }
    let ticked = |label: &str| {
        box_of(label).is_some_and(|mark| {
            paper
                .fields
                .iter()
                .any(|f| f.value.is_some() && box_of(&f.label) == Some(mark))
        })
    };
    paper
        .fields
        .iter()
        .filter(|field| field.value.is_none())
        .filter(|field| !for_others(&vocabulary.forms, &field.label) && !ticked(&field.label))
        .filter(|field| !is_heading(outline, field) && !is_of_office(outline, vocabulary, field))
        .map(|field| Warning {
            code: WarningCode::UnfilledField,
            message: format!("the field \"{}\" is empty", field.label),
            source: Some(field.source.clone()),
        })
        .collect()
}

/// The remark by which two boxes belong together: `(sæt x)`.
fn box_of(label: &str) -> Option<&str> {
    let remark = label.split_once('(')?.1.split_once(')')?.0;
    let lower = remark.to_lowercase();
    (lower.starts_with("sæt") || lower.contains("kryds")).then_some(remark)
}

/// Whether an empty label stands over a section rather than before a field: the next line is another label below a gap.
fn is_heading(outline: &Outline<'_>, field: &Field) -> bool {
    let quote = field.source.quote.trim();
    let at = outline
        .text()
        .find(quote)
        .and_then(|at| outline.line_at(at));
    at.is_some_and(|line| outline.lines[line].heading) && !quote.ends_with([':', '*', '?'])
}

/// Whether a field stands closely below a line that says that others fill in what follows.
fn is_of_office(outline: &Outline<'_>, vocabulary: &Vocabulary, field: &Field) -> bool {
    const NEAR: usize = 5;
    let text = outline.text();
    let at = text.find(field.source.quote.trim());
    let Some(line) = at.and_then(|at| outline.line_at(at)) else {
        return false;
    };
    let above = outline.lines.get(..line).unwrap_or_default().iter().rev();
    let mut above = above.take(NEAR).map(|l| lines::unframed(text, &l.span));
    above.any(|l| begins_for_others(&vocabulary.forms, cut(text, l)))
}

/// The bytes from one span's beginning to another's end.
fn joined(a: &Span, b: &Span) -> Span {
    a.start..b.end.max(a.end)
}
