//! Whether a stated total is the sum of its lines.

use std::collections::BTreeSet;

use danish::Unit;
use paper::{Span, Warning, WarningCode};

use super::{
    sheet::{Row, Sheet},
    table,
};
use crate::{Vocabulary, outline::Outline, pattern::cut};

/// A number of a column, from above to below.
struct Entry {
    ore: i64,
    total: bool,
    span: Span,
    /// The least that the number tells: half of it may be lost to rounding.
    step: i64,
}

/// A number that is called a total, what it is, and what its lines make.
type Wrong = (Span, i64, i64);

pub(super) fn doubts(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    sheets: &[Sheet],
) -> Vec<Warning> {
    let mut wrong: Vec<Wrong> = Vec::new();
    for sheet in sheets {
        wrong.extend(within(outline, vocabulary, sheet));
    }
    wrong.extend(labelled(outline, vocabulary));
    wrong.extend(listed(outline, vocabulary));
    wrong.sort_by_key(|(span, ..)| span.start);
    wrong.dedup_by_key(|(span, ..)| span.start);
    wrong
        .into_iter()
        .map(|(span, stated, sum)| Warning {
            code: WarningCode::SumMismatch,
            message: format!(
                "the total {} is not the sum of its lines, {}",
                kroner(stated),
                kroner(sum)
            ),
            source: Some(outline.source(span)),
        })
        .collect()
}

/// The totals of a table that fit neither the lines above them nor the totals of the row above.
fn within(outline: &Outline<'_>, vocabulary: &Vocabulary, sheet: &Sheet) -> Vec<Wrong> {
    let is_total = |row: &Row| table::is_total(&vocabulary.amounts, &row.label);
    let totals: Vec<bool> = sheet.rows.iter().map(is_total).collect();
    // Most tables sum nothing, and some have a hundred thousand rows.
    if !totals.contains(&true) {
        return Vec::new();
    }
    let own = |row: &Row| danish::unit(&row.label, vocabulary.danish());
    let units: Vec<Option<Unit>> = sheet.rows.iter().map(own).collect();
    let width = sheet.rows.iter().map(|row| row.cells.len()).max();
    let mut wrong = Vec::new();
    for at in 1..width.unwrap_or(0) {
        let unit = sheet.columns.get(at).and_then(|column| column.unit);
        let rows = sheet.rows.iter().zip(&totals).zip(&units);
        let column: Vec<Entry> = rows
            // A rate among the lines is in crowns of its own, and no part of the sum.
            .filter(|(_, own)| own.is_none() || **own == unit)
            .filter_map(|((row, total), _)| {
                entry(outline, vocabulary, row.cells.get(at)?, unit, *total)
            })
            .collect();
        wrong.extend(mismatches(&column));
    }
    let across = across(outline, vocabulary, sheet, &totals);
    wrong.retain(|(span, stated, _)| !across.contains(&(span.start, *stated)));
    wrong
}

/// Totals that are the sum of the totals of the row above: `I alt pr. år`, and below it `Hele perioden`.
fn across(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    sheet: &Sheet,
    totals: &[bool],
) -> BTreeSet<(usize, i64)> {
    let mut fit = BTreeSet::new();
    let mut above = 0_i64;
    for (row, &total) in sheet.rows.iter().zip(totals) {
        let mut sum = 0_i64;
        for (cell, column) in row.cells.iter().zip(&sheet.columns).skip(1) {
            let Some(entry) = entry(outline, vocabulary, cell, column.unit, total) else {
                continue;
            };
            if total && entry.ore == above {
                fit.insert((entry.span.start, entry.ore));
            }
            sum = sum.saturating_add(entry.ore);
        }
        above = if total { sum } else { 0 };
    }
    fit
}

fn entry(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    cell: &Span,
    unit: Option<Unit>,
    total: bool,
) -> Option<Entry> {
    let text = outline.text();
    let money = table::cell_money(text, cell, unit, vocabulary)?;
    let content = &text[cell.clone()];
    let decimals = content.split_once(',').map_or(0, |(_, rest)| {
        rest.chars().take_while(char::is_ascii_digit).count()
    });
    let lower = content.to_lowercase();
    let unit = unit.map_or(100, |unit| unit.ore);
    let unit = if lower.contains("mia") {
        100_000_000_000
    } else if lower.contains("mio") {
        100_000_000
    } else if lower.contains("t.kr") || lower.contains("tkr") {
        100_000
    } else {
        unit
    };
    let step = (0..decimals).fold(unit, |step, _| step / 10);
    money.max_ore.is_none().then(|| Entry {
        ore: money.ore,
        total,
        span: cell.start + money.span.start..cell.start + money.span.end,
        step: step.max(1),
    })
}

/// Labelled lines that follow each other: `Værktøj: 6.500`, and a total at their end.
fn labelled(outline: &Outline<'_>, vocabulary: &Vocabulary) -> Vec<Wrong> {
    let kroner = Unit {
        ore: 100,
        currency: "DKK",
    };
    let mut run: Vec<Entry> = Vec::new();
    let mut wrong = Vec::new();
    let mut last_line = None;
    for field in &outline.labels(vocabulary).found {
        let line = outline.line_at(field.span.start);
        let in_table = line.is_some_and(|line| outline.lines[line].cells.len() > 1);
        let follows = line
            .zip(last_line)
            .is_some_and(|(line, last): (usize, usize)| {
                line == last + 1 && !outline.lines[line].gap
            });
        if !follows {
            wrong.extend(mismatches(&std::mem::take(&mut run)));
        }
        last_line = line;
        let value = field.value.clone().filter(|_| !in_table);
        let total = table::is_total(&vocabulary.amounts, &field.label);
        match value.and_then(|value| entry(outline, vocabulary, &value, Some(kroner), total)) {
            Some(entry) => run.push(entry),
            None => wrong.extend(mismatches(&std::mem::take(&mut run))),
        }
    }
    wrong.extend(mismatches(&run));
    wrong
}

/// Items of a list that end with their amounts, `- Musik: 900 kr.`, and a total at their end.
fn listed(outline: &Outline<'_>, vocabulary: &Vocabulary) -> Vec<Wrong> {
    const LONGEST: usize = 160;
    let mut run: Vec<Entry> = Vec::new();
    let mut wrong = Vec::new();
    for line in &outline.lines {
        let content = cut(outline.text(), line.span.clone());
        let bullet = crate::lines::bullet(content);
        let short = bullet > 0 && content.len() <= LONGEST;
        let item = short && line.cells.is_empty() && content.bytes().any(|b| b.is_ascii_digit());
        let last = item
            .then(|| danish::money(content, vocabulary.danish()).pop())
            .flatten()
            .filter(|money| money.max_ore.is_none())
            .filter(|money| {
                cut(content, money.span.end..content.len())
                    .trim_matches(['.', ' '])
                    .is_empty()
            });
        match last {
            Some(money) => run.push(Entry {
                ore: money.ore,
                total: table::is_total(&vocabulary.amounts, cut(content, bullet..money.span.start)),
                span: line.span.start + money.span.start..line.span.start + money.span.end,
                step: 100,
            }),
            None => wrong.extend(mismatches(&std::mem::take(&mut run))),
        }
    }
    wrong.extend(mismatches(&run));
    wrong
}

/// Totals that fit no sum of the lines above them: those since the last total, all of them, or the totals between.
fn mismatches(column: &[Entry]) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    let (mut since, mut all, mut totals, mut lines, mut rounding) =
        (0_i64, 0_i64, 0_i64, 0_i64, 0_i64);
    let (mut before, mut earlier): (Option<i64>, Option<i64>) = (None, None);
    for entry in column {
        if !entry.total {
            since = since.saturating_add(entry.ore);
            all = all.saturating_add(entry.ore);
            lines += 1;
            rounding = rounding.max(entry.step);
            continue;
        }
        let slack = (lines + 1) * rounding.max(entry.step) / 2;
        let slack = if entry.step <= 100 { 100 } else { slack };
        let near = |sum: i64| {
            entry.ore.saturating_sub(sum).abs() <= slack
                || entry.ore.saturating_add(sum).abs() <= slack
        };
        let difference = before.map_or(since, |before| before.saturating_sub(since));
        // What is left of what came in when what went out is taken away.
        let net = before
            .zip(earlier)
            .map_or(since, |(a, b)| a.saturating_sub(b));
        if lines >= 2
            && ![
                since,
                all,
                totals,
                totals.saturating_add(since),
                difference,
                net,
            ]
            .into_iter()
            .any(near)
        {
            wrong.push((entry.span.clone(), entry.ore, since));
        }
        (earlier, before) = (before, Some(entry.ore));
        totals = totals.saturating_add(entry.ore);
        since = 0;
    }
    wrong
}

fn kroner(ore: i64) -> String {
    if ore % 100 == 0 {
        format!("{} kr.", ore / 100)
    } else {
        format!("{}.{:02} kr.", ore / 100, (ore % 100).abs())
    }
}
