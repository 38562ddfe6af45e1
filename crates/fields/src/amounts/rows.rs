//! The amounts of tables: what each is by its column, its row and the part of the table.

use std::collections::BTreeSet;

use paper::AmountRole;

use super::{
    Found, Words, rates, roles,
    sheet::{self, Row, Sheet},
    table::{Column, cell_money, is_total, is_year},
};
use crate::{Vocabulary, outline::Outline};

/// The amounts of all tables, and the lines that they stand on.
pub(super) fn read(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    sheets: &[Sheet],
) -> (Vec<Found>, BTreeSet<usize>) {
    let mut found = Vec::new();
    let mut rows = BTreeSet::new();
    for sheet in sheets {
        if sheet.columns.is_empty() {
            continue;
        }
        rows.extend(sheet.head);
        let words = &vocabulary.amounts;
        let place = Place {
            funders: sheet::names_funders(
                sheet,
                |label| words.funders.is_match(label),
                |label| is_total(words, label),
            ),
            summed: sheet.rows.iter().any(|row| is_total(words, &row.label)),
            lines: sheet.rows.len(),
            years: sheet.columns.iter().filter(|c| c.yearly).count(),
            sums: sheet.columns.iter().any(|c| c.sum),
        };
        let mut above = None;
        for row in &sheet.rows {
            let before = found.len();
            self::row(
                outline,
                vocabulary,
                &sheet.columns,
                row,
                &place,
                above,
                &mut found,
            );
            let own = found.get(before..).unwrap_or_default();
            if let Some(last) = own.last() {
                rows.insert(row.line);
                above = Some(last.role);
            }
        }
    }
    (found, rows)
}

/// What a row's table is as a whole.
struct Place {
    /// Whether its lines are those who pay.
    funders: bool,
    /// Whether a row sums the others.
    summed: bool,
    /// How many rows it has.
    lines: usize,
    years: usize,
    /// Whether a column sums the others.
    sums: bool,
}

fn row(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    columns: &[Column],
    row: &Row,
    place: &Place,
    above: Option<AmountRole>,
    found: &mut Vec<Found>,
) {
    let text = outline.text();
    let words = &vocabulary.amounts;
    let counts = roles::counts(words, &row.label);
    if let Some(cell) = row.cells.first() {
        within(words, &text[cell.clone()], cell.start, vocabulary, found);
    }
    let label = row.label.trim_end_matches([':', ' ']);
    // `Timepris (kr.)` in a table of thousands.
    let own_unit = danish::unit(label, vocabulary.danish());
    let per = rates::per(label, "").or_else(|| rates::named(label));
    for (cell, column) in row.cells.iter().zip(columns).skip(1) {
        let unit = own_unit.filter(|_| column.unit.is_some()).or(column.unit);
        let unit = unit.filter(|_| !counts);
        let Some(mut money) = cell_money(text, cell, unit, vocabulary) else {
            continue;
        };
        // A nought stands where nothing is spent; granted it says something.
        if money.ore == 0 && column.role.is_none() {
            continue;
        }
        money.per = money.per.or(per);
        let yearly = place.years > 1 && place.sums && !column.sum;
        let role = role(
            words,
            label,
            column.role,
            row.section,
            place,
            above,
            (&money, yearly),
        );
        found.push(Found {
            span: cell.start + money.span.start..cell.start + money.span.end,
            money,
            role,
            label: Some(label.to_owned()).filter(|label| !label.is_empty()),
            year: column
                .year
                .or_else(|| label.parse().ok().filter(|_| is_year(label))),
            rule: if is_total(words, label) {
                "table-total"
            } else {
                "table"
            },
        });
    }
}

/// What an amount of a row is: what its column says, else its row, else the part of the table that it stands in.
fn role(
    words: &Words,
    label: &str,
    column: Option<AmountRole>,
    section: Option<AmountRole>,
    place: &Place,
    above: Option<AmountRole>,
    (money, yearly): (&danish::Money, bool),
) -> AmountRole {
    let own = roles::of_label(words, label);
    // What all lines were granted together is none of them, and would count twice among them.
    let dealt = matches!(column, Some(AmountRole::Ansøgt | AmountRole::Bevilget));
    if dealt && own == Some(AmountRole::Total) && place.lines > 1 {
        return AmountRole::Total;
    }
    if let Some(role) = column.or_else(|| sheet::part_of(label, above)) {
        return role;
    }
    match own {
        Some(AmountRole::Total) if yearly || words.results.contains(&label.to_lowercase()) => {
            AmountRole::Post
        }
        // The sum of fees is a line of the budget like others.
        Some(AmountRole::Honorar) if place.summed && money.per.is_none() => AmountRole::Post,
        // What comes in is negative where a table nets it with what goes out.
        Some(AmountRole::Medfinansiering) if money.ore < 0 => AmountRole::Post,
        _ if matches!(money.per, Some(danish::Per::Hour | danish::Per::Meeting)) => {
            AmountRole::Honorar
        }
        Some(role) => role,
        None if place.funders && words.funders.is_match(label) => AmountRole::Medfinansiering,
        None => section.unwrap_or(AmountRole::Post),
    }
}

/// Amounts in the words of a row: `Vagter, 40 timer à 210 kr.`
fn within(
    words: &Words,
    label: &str,
    start: usize,
    vocabulary: &Vocabulary,
    found: &mut Vec<Found>,
) {
    if !label.bytes().any(|b| b.is_ascii_digit()) {
        return;
    }
    for mut money in danish::money(label, vocabulary.danish()) {
        let (before, behind) = (&label[..money.span.start], &label[money.span.end..]);
        let told = roles::of_sentence(words, &money, before, behind, true);
        let (role, rule) = told.unwrap_or((AmountRole::Omtale, "mention"));
        money.per = money.per.or_else(|| rates::per(before, behind));
        found.push(Found {
            span: start + money.span.start..start + money.span.end,
            money,
            role,
            label: Some(label.to_owned()),
            year: None,
            rule,
        });
    }
}
