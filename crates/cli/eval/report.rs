//! What a scoring gives, as tables and as JSON.

use std::{
    cmp::Reverse,
    collections::BTreeMap,
    io::{self, Write},
};

use paper::{Source, Stamp};
use serde::Serialize;
use serde_json::Value;

use super::matching::{plain, text};
use crate::{show, terminal::Styles};

/// All that a scoring gives.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// Papers that were scored.
    pub(super) papers: usize,
    /// Papers and answers that could not be read.
    pub(super) failed: usize,
    pub(super) fields: Fields,
    pub(super) rules: Vec<RuleRow>,
    pub(super) misses: Vec<Miss>,
}

/// The rows of the table by field.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Fields {
    /// Against answers.
    Answers(Vec<AnswerRow>),
    /// Against what people said.
    Said(Vec<SaidRow>),
}

/// A field against answers.
#[derive(Debug, Serialize)]
pub(super) struct AnswerRow {
    field: &'static str,
    /// Values that the answers ask for.
    gold: usize,
    /// Values that were found, without those that the answers leave open.
    found: usize,
    right: usize,
    precision: f64,
    recall: f64,
    f1: f64,
}

impl AnswerRow {
    /// The row of a field. Where nothing is asked for, nothing is missed; where nothing is found, nothing is wrong.
    pub(super) fn new(field: &'static str, right: usize, missed: usize, wrong: usize) -> Self {
        let (precision, recall) = (share(right, wrong), share(right, missed));
        let sum = precision + recall;
        Self {
            field,
            gold: right + missed,
            found: right + wrong,
            right,
            precision,
            recall,
            f1: if sum > 0.0 {
                2.0 * precision * recall / sum
            } else {
                0.0
            },
        }
    }

    /// Whether anything was asked for or found.
    pub(super) fn is_told(&self) -> bool {
        self.gold + self.found > 0
    }
}

/// A field against what people said of the archive's values.
#[derive(Debug, Serialize)]
pub(super) struct SaidRow {
    pub(super) field: &'static str,
    /// Values that a person corrected, added, confirmed or dismissed.
    pub(super) judged: usize,
    /// Of these the rules say the same as the person.
    pub(super) right: usize,
    /// They say nothing.
    pub(super) missed: usize,
    /// They say something else.
    pub(super) other: usize,
    /// They find what the person says is none.
    #[serde(rename = "false")]
    pub(super) wrong: usize,
    pub(super) share: f64,
}

/// What a rule found.
#[derive(Debug, Serialize)]
pub(super) struct RuleRow {
    field: &'static str,
    rule: String,
    right: usize,
    wrong: usize,
    precision: f64,
}

/// Of each field (with its place in the table) and rule how many values are right and wrong.
#[derive(Debug, Default)]
pub(super) struct Rules(BTreeMap<(usize, &'static str, String), [usize; 2]>);

impl Rules {
    /// Counts a value; one without a rule is nobody's.
    pub(super) fn count(
        &mut self,
        (at, field): (usize, &'static str),
        rule: Option<&str>,
        is_right: bool,
    ) {
        if let Some(rule) = rule {
            let [right, wrong] = self.0.entry((at, field, rule.to_owned())).or_default();
            *if is_right { right } else { wrong } += 1;
        }
    }

    /// The rows, by field, the worst rule first.
    pub(super) fn rows(self) -> Vec<RuleRow> {
        let mut rows: Vec<_> = self.0.into_iter().collect();
        rows.sort_by_key(|((at, ..), [_, wrong])| (*at, Reverse(*wrong)));
        let rows = rows.into_iter();
        rows.map(|((_, field, rule), [right, wrong])| RuleRow {
            field,
            rule,
            right,
            wrong,
            precision: share(right, wrong),
        })
        .collect()
    }
}

/// What is not as it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Verdict {
    /// It was not found.
    Missed,
    /// Something else was found in its place.
    Other,
    /// It was found, and there is none.
    False,
}

/// A value that is not as it must be.
#[derive(Debug, Serialize)]
pub(super) struct Miss {
    pub(super) path: String,
    pub(super) field: &'static str,
    pub(super) verdict: Verdict,
    /// As it must be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) wanted: Option<Value>,
    /// As it was found, with its rule and its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) found: Option<Value>,
    /// The rule that found it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rule: Option<String>,
}

/// How many of all are right; all where there are none.
pub(super) fn share(right: usize, others: usize) -> f64 {
    match right + others {
        0 => 1.0,
        all => right as f64 / all as f64,
    }
}

/// Prints the table by field.
pub(super) fn fields(out: &mut impl Write, fields: &Fields, styles: &Styles) -> io::Result<()> {
    let (head, rows): (&[&str], Vec<Vec<String>>) = match fields {
        Fields::Answers(rows) => (
            &[
                "field",
                "gold",
                "found",
                "right",
                "precision",
                "recall",
                "F1",
            ],
            rows.iter().map(answer_cells).collect(),
        ),
        Fields::Said(rows) => (
            &[
                "field",
                "judged",
                "right",
                "missed",
                "other",
                "false",
                "share right",
            ],
            rows.iter().map(said_cells).collect(),
        ),
    };
    table(out, head, 1, &rows, styles)
}

fn answer_cells(row: &AnswerRow) -> Vec<String> {
    let counts = [row.gold, row.found, row.right].map(|count| count.to_string());
    let shares = [row.precision, row.recall, row.f1].map(|share| format!("{share:.3}"));
    let name = [row.field.to_owned()];
    name.into_iter().chain(counts).chain(shares).collect()
}

fn said_cells(row: &SaidRow) -> Vec<String> {
    let counts = [row.judged, row.right, row.missed, row.other, row.wrong];
    let counts = counts.map(|count| count.to_string());
    let name = [row.field.to_owned()];
    let share = [format!("{:.3}", row.share)];
    name.into_iter().chain(counts).chain(share).collect()
}

/// Prints the table by rule.
pub(super) fn rules(out: &mut impl Write, rules: &[RuleRow], styles: &Styles) -> io::Result<()> {
    let cells = |row: &RuleRow| {
        vec![
            row.field.to_owned(),
            row.rule.clone(),
            row.right.to_string(),
            row.wrong.to_string(),
            format!("{:.3}", row.precision),
        ]
    };
    let rows: Vec<_> = rules.iter().map(cells).collect();
    let head = ["field", "rule", "right", "wrong", "precision"];
    writeln!(out)?;
    table(out, &head, 2, &rows, styles)
}

/// Prints rows below a head: so many columns of words, the others of figures.
fn table(
    out: &mut impl Write,
    head: &[&str],
    words: usize,
    rows: &[Vec<String>],
    styles: &Styles,
) -> io::Result<()> {
    let widths: Vec<usize> = head
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let cells = rows.iter().filter_map(|row| row.get(at));
            let widest = cells.map(|cell| cell.chars().count()).max();
            widest.unwrap_or_default().max(name.chars().count())
        })
        .collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let cells = cells.zip(&widths).enumerate();
        let cells = cells.map(|(at, (cell, width))| {
            if at < words {
                format!("{cell:<width$}")
            } else {
                format!("{cell:>width$}")
            }
        });
        cells.collect::<Vec<_>>().join("  ")
    };
    let title = styles.title;
    writeln!(out, "{title}{}{title:#}", line(&mut head.iter().copied()))?;
    let mut rows = rows.iter();
    rows.try_for_each(|row| writeln!(out, "{}", line(&mut row.iter().map(String::as_str))))
}

/// Prints each value that is not as it must be, with its place.
pub(super) fn misses(out: &mut impl Write, misses: &[Miss], styles: &Styles) -> io::Result<()> {
    let (title, dim, alert) = (styles.title, styles.dim, styles.alert);
    let mut last = None;
    for miss in misses {
        if last != Some(&miss.path) {
            writeln!(out, "\n{title}{}{title:#}", miss.path)?;
            last = Some(&miss.path);
        }
        let shown = |value: &Option<Value>| value.as_ref().map(told).unwrap_or_default();
        let (word, said) = match miss.verdict {
            Verdict::Missed => ("missed", shown(&miss.wanted)),
            Verdict::False => ("false ", shown(&miss.found)),
            Verdict::Other => {
                let (found, wanted) = (shown(&miss.found), shown(&miss.wanted));
                ("other ", format!("{found} → {wanted}"))
            }
        };
        writeln!(out, "  {alert}{word}{alert:#}  {}  {said}", miss.field)?;
        let at = miss.found.as_ref().or(miss.wanted.as_ref());
        if let Some(place) = at.and_then(place) {
            writeln!(out, "      {dim}{place}{dim:#}")?;
        }
        if let Some(rule) = &miss.rule {
            writeln!(out, "      {dim}rule: {rule}{dim:#}")?;
        }
    }
    Ok(())
}

/// Where a value stands: a record tells it by its `source`, an answer that was written by hand by a `quote`.
fn place(value: &Value) -> Option<String> {
    let source = value.get("source").cloned();
    let source = source.and_then(|source| serde_json::from_value(source).ok());
    let quoted = || {
        let quote = text(value, "quote");
        (!quote.is_empty()).then(|| Source {
            page: None,
            start: 0,
            end: 0,
            quote: quote.to_owned(),
        })
    };
    let source: Option<Source> = source.or_else(quoted);
    source.as_ref().map(show::place)
}

/// Words of a value that may lack any of its parts.
const PARTS: &[&str] = &[
    "code",
    "label",
    "value",
    "name",
    "title",
    "organisation",
    "email",
    "phone",
    "role",
    "message",
    "summary",
];

/// A value of a record or of an answer on one line.
fn told(value: &Value) -> String {
    if !plain(value).is_empty() && value.get("label").is_none() {
        return plain(value).to_owned();
    }
    let mut parts: Vec<String> = span(value).into_iter().collect();
    if let Some(ore) = value.get("ore").and_then(Value::as_i64) {
        let currency = Some(text(value, "currency")).filter(|currency| !currency.is_empty());
        let money = |ore| show::money(ore, currency);
        let most = value.get("max_ore").and_then(Value::as_i64);
        parts.push(most.map_or_else(
            || money(ore),
            |most| format!("{} – {}", money(ore), money(most)),
        ));
    }
    if let Some([min, max]) = seats(value) {
        parts.push(if min == max {
            format!("{min} ×")
        } else {
            format!("{min}–{max} ×")
        });
    }
    let words = PARTS.iter().map(|key| text(value, key));
    parts.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
    parts.join("  ")
}

fn span(value: &Value) -> Option<String> {
    let end = |key| text(value, key).parse::<Stamp>().ok();
    let start = end("start")?;
    Some(show::between(start, end("end").unwrap_or(start)))
}

fn seats(value: &Value) -> Option<[u64; 2]> {
    let seats = value.get("seats")?;
    let end = |key| seats.get(key).and_then(Value::as_u64);
    Some([end("min")?, end("max")?])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_told_on_one_line() {
        for (value, line) in [
            (json!("udkast"), "udkast"),
            (json!({"value": "2021-06-30", "rule": "x"}), "2021-06-30"),
            (
                json!({"start": "2021-06-30", "end": "2021-07-01", "role": "deadline", "summary": "Svar"}),
                "2021-06-30  deadline  Svar",
            ),
            (
                json!({"ore": 10_000, "max_ore": 20_000, "role": "ramme", "label": "Møder"}),
                "100 kr. – 200 kr.  Møder  ramme",
            ),
            (
                json!({"organisation": "Digelauget", "seats": {"min": 1, "max": 2}}),
                "1–2 ×  Digelauget",
            ),
            (
                json!({"label": "Navn", "value": "Ida Bro"}),
                "Navn  Ida Bro",
            ),
        ] {
            assert_eq!(told(&value), line);
        }
    }

    #[test]
    fn shares_of_nothing_are_whole() {
        let row = AnswerRow::new("x", 0, 0, 0);
        assert_eq!([row.precision, row.recall, row.f1], [1.0, 1.0, 1.0]);
        let row = AnswerRow::new("x", 0, 2, 1);
        assert_eq!([row.precision, row.recall, row.f1], [0.0, 0.0, 0.0]);
        assert_eq!((row.gold, row.found), (2, 1));
    }

    #[test]
    fn the_worst_rule_of_a_field_comes_first() {
        let mut rules = Rules::default();
        for (field, rule, is_right) in [
            ((1, "date"), Some("a row"), true),
            ((1, "date"), Some("b cue"), false),
            ((1, "date"), Some("b cue"), true),
            ((0, "title"), Some("z"), true),
            ((0, "title"), None, false),
        ] {
            rules.count(field, rule, is_right);
        }
        let rows = rules.rows();
        let told = rows
            .iter()
            .map(|row| (row.field, row.rule.as_str(), row.right, row.wrong));
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                ("title", "z", 1, 0),
                ("date", "b cue", 1, 1),
                ("date", "a row", 1, 0)
            ]
        );
    }
}
