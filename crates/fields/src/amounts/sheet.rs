//! Tables of money as rows of cells, wherever their columns come from: cells of the file, spaces, or a part of a form.

use std::collections::BTreeSet;

use danish::Unit;
use paper::{AmountRole, Kind, Span};

use super::{
    cells, roles, spaced,
    table::{self, Column},
};
use crate::{
    Vocabulary,
    outline::{Grid, Outline},
    pattern::cut,
};

/// A table whose figures are money.
pub(super) struct Sheet {
    /// The line of its head, where that declares a unit.
    pub(super) head: Option<usize>,
    /// The first is the labels'.
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
}

/// A row of it.
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) label: String,
    /// As the columns; empty where nothing stands.
    pub(super) cells: Vec<Span>,
    /// What the part of the table says of its rows.
    pub(super) section: Option<AmountRole>,
}

/// All tables of money. Those that the file gives as tables come without columns where no head tells of money.
pub(super) fn all(outline: &Outline<'_>, vocabulary: &Vocabulary, kind: Kind) -> Vec<Sheet> {
    let mut sheets = spaced::sheets(outline, vocabulary, kind);
    let taken: BTreeSet<usize> = sheets
        .iter()
        .flat_map(|sheet| sheet.rows.iter().map(|row| row.line))
        .collect();
    let mut carried: Option<(usize, Unit)> = None;
    for grid in &outline.grids {
        if taken.range(grid.rows.clone()).next().is_some() {
            continue;
        }
        let columns = table::columns(outline, vocabulary, grid);
        let parts = match columns {
            None => parts(outline, vocabulary, grid),
            Some(_) => Vec::new(),
        };
        let parts = match parts.is_empty() && columns.is_none() {
            true => cells::sheets(outline, vocabulary, kind, grid, carried),
            false => parts,
        };
        if parts.is_empty() {
            let heads = match columns {
                Some(_) => table::head_rows(outline, vocabulary, grid),
                None => 0,
            };
            let head = columns.is_some().then_some(grid.rows.start);
            sheets.push(Sheet {
                head: head.filter(|line| declares(outline, vocabulary, *line)),
                columns: columns.unwrap_or_default(),
                rows: rows(outline, grid.rows.start + heads..grid.rows.end),
            });
        }
        sheets.extend(parts);
        let last = sheets.last();
        let unit = last.and_then(|sheet| sheet.columns.iter().find_map(|column| column.unit));
        carried = unit.map(|unit| (grid.rows.end.saturating_sub(1), unit));
    }
    if kind == Kind::Bevilling {
        for sheet in &mut sheets {
            table::settle_grants(&mut sheet.columns);
        }
    }
    sheets
}

fn declares(outline: &Outline<'_>, vocabulary: &Vocabulary, line: usize) -> bool {
    let cells = outline.lines.get(line).map(|line| line.cells.iter());
    let said = |cell: &Span| danish::unit(cut(outline.text(), cell.clone()), vocabulary.danish());
    cells.is_some_and(|mut cells| cells.any(|cell| said(cell).is_some()))
}

fn rows(outline: &Outline<'_>, lines: std::ops::Range<usize>) -> Vec<Row> {
    lines
        .filter_map(|line| {
            let cells = outline.lines.get(line)?.cells.clone();
            Some(Row {
                line,
                label: label(outline.text(), &cells),
                cells,
                section: None,
            })
        })
        .collect()
}

/// The first cell that has words; the first one where none has.
fn label(text: &str, cells: &[Span]) -> String {
    let worded = |cell: &&Span| cut(text, (*cell).clone()).contains(char::is_alphabetic);
    let first = cells.first().filter(|c| !c.is_empty());
    let numbered = first.is_none_or(|c| {
        let said = cut(text, c.clone());
        said.len() <= 8 && !said.contains(char::is_alphabetic) && !table::is_year(said)
    });
    let named = cells.iter().find(worded).filter(|_| numbered).or(first);
    named.map_or_else(String::new, |cell| cut(text, cell.clone()).to_owned())
}

/// Parts of a form of two columns that a row without a value opens, `Økonomi (1.000 kr.)`.
fn parts(outline: &Outline<'_>, vocabulary: &Vocabulary, grid: &Grid) -> Vec<Sheet> {
    let text = outline.text();
    let mut sheets = Vec::new();
    let mut unit: Option<Unit> = None;
    let mut part: Vec<Row> = Vec::new();
    for line in grid.rows.clone() {
        let Some([name, value]) = outline.lines.get(line).map(|l| l.cells.as_slice()) else {
            close(&mut sheets, &mut part, unit.take());
            continue;
        };
        let opened = value.is_empty() && !name.is_empty();
        let figure =
            || unit.is_some_and(|u| table::cell_money(text, value, Some(u), vocabulary).is_some());
        if opened {
            close(&mut sheets, &mut part, unit.take());
            unit = danish::unit(cut(text, name.clone()), vocabulary.danish());
        } else if figure() {
            part.extend(rows(outline, line..line + 1));
        } else {
            close(&mut sheets, &mut part, unit.take());
        }
    }
    close(&mut sheets, &mut part, unit);
    sheets
}

fn close(sheets: &mut Vec<Sheet>, part: &mut Vec<Row>, unit: Option<Unit>) {
    let rows = std::mem::take(part);
    if rows.len() > 1 {
        sheets.push(Sheet {
            head: None,
            columns: vec![Column::default(), Column::of_money(unit)],
            rows,
        });
    }
}

/// Whether most lines of a table are named after those who pay: a plan of who finances what.
pub(super) fn names_funders(
    sheet: &Sheet,
    is_funder: impl Fn(&str) -> bool,
    is_total: impl Fn(&str) -> bool,
) -> bool {
    let lines = sheet.rows.iter().filter(|row| !is_total(&row.label));
    let (mut all, mut funders) = (0, 0);
    for row in lines {
        all += 1;
        funders += usize::from(is_funder(&row.label));
    }
    funders >= 2 && funders * 2 > all
}

/// The role that `Heraf i 2014` has from the row above it.
pub(super) fn part_of(label: &str, above: Option<AmountRole>) -> Option<AmountRole> {
    roles::is_share(label).then_some(())?;
    match above? {
        AmountRole::Total => Some(AmountRole::Post),
        role @ (AmountRole::Ansøgt
        | AmountRole::Bevilget
        | AmountRole::Medfinansiering
        | AmountRole::Ramme) => Some(role),
        _ => None,
    }
}
