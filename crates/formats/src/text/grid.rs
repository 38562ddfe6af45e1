//! Tables in plain text: cells between tabs, between bars, or in columns of spaces.

use super::lines::Line;
use crate::looks::{self, LabelKind};

/// A cell's place in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) column: u16,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A table that begins at the first of the lines: how many lines it takes, and the cells of its rows.
pub(super) type Grid = (usize, Vec<Vec<Cell>>);

/// The table that begins at the first line, if one does.
pub(super) fn table(lines: &[Line<'_>]) -> Option<Grid> {
    tabbed(lines)
        .or_else(|| barred(lines))
        .or_else(|| spaced(lines))
}

/// Rows of a table: a text that goes on without a blank line is not looked through anew from each of its lines.
const MOST_ROWS: usize = 1_000;

/// Lines without a blank one between them.
fn group<'l, 't>(lines: &'l [Line<'t>]) -> &'l [Line<'t>] {
    let length = lines
        .iter()
        .take(MOST_ROWS)
        .skip(1)
        .take_while(|line| !line.after_blank)
        .count()
        + 1;
    lines.get(..length).unwrap_or(lines)
}

/// Whether tabs make cells of a line: not where only the label of an item or a heading stands before the tab.
fn has_cells(line: &Line<'_>) -> bool {
    let text = line.text.trim_matches('\t');
    let is_labelled = looks::label(text).is_some_and(|label| {
        let rest = &text[label.width..];
        label.kind != LabelKind::Bullet && !rest.contains('\t') || label.kind == LabelKind::Bullet
    });
    line.text.trim_start_matches('\t').contains('\t') && !is_labelled
}

fn tabbed(lines: &[Line<'_>]) -> Option<Grid> {
    let group = group(lines);
    if !group.first().is_some_and(has_cells) {
        return None;
    }
    let length = group
        .iter()
        .take_while(|line| has_cells(line) || line.is_rule())
        .count();
    let group = group.get(..length)?;
    let rows: Vec<&Line<'_>> = group.iter().filter(|line| !line.is_rule()).collect();
    // Writers align by as many tabs as it takes; only where every row has as many does each end a cell.
    let count = |line: &Line<'_>| line.text.matches('\t').count();
    let is_even = rows.len() > 1 && rows.iter().all(|row| count(row) == count(rows[0]));
    let cells = rows.iter().map(|row| tab_cells(row, is_even)).collect();
    Some((length, cells))
}

fn tab_cells(line: &Line<'_>, is_even: bool) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut start = line.start;
    let parts: Vec<&str> = line.text.split('\t').collect();
    let last = parts.len() - 1;
    for (index, part) in parts.iter().enumerate() {
        let is_filler = part.trim().is_empty() && index != last;
        if is_even || !is_filler {
            push(&mut cells, part, start);
        }
        start += part.len() + 1;
    }
    cells
}

/// Appends a cell without the spaces around it.
fn push(cells: &mut Vec<Cell>, part: &str, start: usize) {
    let text = part.trim();
    let start = start + (part.len() - part.trim_start().len()).min(part.len());
    let start = if text.is_empty() {
        start - part.len()
    } else {
        start
    };
    cells.push(Cell {
        column: u16::try_from(cells.len()).unwrap_or(u16::MAX),
        start,
        end: start + text.len(),
    });
}

fn barred(lines: &[Line<'_>]) -> Option<Grid> {
    let group = group(lines);
    let bars = |line: &Line<'_>| line.text.matches('|').count();
    let length = group
        .iter()
        .take_while(|line| bars(line) >= 2 || line.is_rule())
        .count();
    let group = group.get(..length)?;
    let rows: Vec<Vec<Cell>> = group
        .iter()
        .filter(|line| !line.is_rule() && !is_markup_rule(line.text))
        .map(bar_cells)
        .collect();
    (rows.len() >= 2).then_some((length, rows))
}

/// "|:---|---:|".
fn is_markup_rule(text: &str) -> bool {
    text.chars()
        .all(|c| matches!(c, '|' | '-' | ':' | ' ' | '+'))
}

fn bar_cells(line: &Line<'_>) -> Vec<Cell> {
    let inner = line.text.strip_prefix('|').unwrap_or(line.text);
    let mut start = line.start + (line.text.len() - inner.len());
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let mut cells = Vec::new();
    for part in inner.split('|') {
        push(&mut cells, part, start);
        start += part.len() + 1;
    }
    cells
}

/// Lines of which at least three have the same gap of two or more spaces.
fn spaced(lines: &[Line<'_>]) -> Option<Grid> {
    let group = group(lines);
    let has_gap = |line: &Line<'_>| line.text.contains("  ") && !line.text.contains('\t');
    if !group.first().is_some_and(has_gap) {
        return None;
    }
    let is_row = |(at, line): (usize, &Line<'_>)| {
        let around = || Some((group.get(at.checked_sub(1)?)?, group.get(at + 1)?));
        let added = || around().is_some_and(|(above, below)| has_gap(below) && adds(above, line));
        has_gap(line) || line.is_rule() || added()
    };
    let length = group
        .iter()
        .enumerate()
        .take_while(|row| is_row(*row))
        .count();
    let group = group.get(..length)?;
    let rows: Vec<&Line<'_>> = group.iter().filter(|line| !line.is_rule()).collect();
    if rows.len() < 3 {
        return None;
    }
    let gutters = gutters(&rows);
    if gutters.is_empty() {
        return None;
    }
    let cells_of = |row: &&Line<'_>| {
        let mut cells = space_cells(row, &gutters);
        if !has_gap(row) {
            // So that it is seen to be a row: the other cells have nothing to add.
            push(&mut cells, "", row.end());
        }
        cells
    };
    let cells: Vec<Vec<Cell>> = rows.iter().map(cells_of).collect();
    let full = cells
        .iter()
        .filter(|row| row.iter().filter(|cell| cell.end > cell.start).count() > 1)
        .count();
    (full >= 3 && full * 10 >= rows.len() * 6).then_some((length, cells))
}

/// Whether a line is what the first cell above had no room for: `(formand)`.
fn adds(above: &Line<'_>, line: &Line<'_>) -> bool {
    let last = above.text.rfind("  ").map(|gap| above.indent + gap + 2);
    line.indent == above.indent
        && line.text.starts_with('(')
        && line.text.ends_with(')')
        && last.is_some_and(|last| line.width() < last)
}

/// The columns, by characters, at which every row has had two spaces before: where cells begin.
fn gutters(rows: &[&Line<'_>]) -> Vec<usize> {
    let width = rows
        .iter()
        .map(|row| row.width())
        .max()
        .unwrap_or(0)
        .min(400);
    let mut blank = vec![true; width];
    for row in rows {
        for (at, c) in row.text.chars().enumerate() {
            if let Some(blank) = blank.get_mut(row.indent + at).filter(|_| c != ' ') {
                *blank = false;
            }
        }
    }
    let first = blank.iter().position(|blank| !blank).unwrap_or(0);
    let mut gutters = Vec::new();
    let mut run = 0;
    for (at, &blank) in blank.iter().enumerate().skip(first) {
        if !blank && run >= 2 {
            gutters.push(at);
        }
        run = if blank { run + 1 } else { 0 };
    }
    gutters
}

fn space_cells(line: &Line<'_>, gutters: &[usize]) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut begun = 0;
    let mut next = gutters.iter().peekable();
    for (at, (byte, _)) in line.text.char_indices().enumerate() {
        while next
            .peek()
            .is_some_and(|&&gutter| gutter <= line.indent + at)
        {
            push(&mut cells, &line.text[begun..byte], line.start + begun);
            begun = byte;
            next.next();
        }
    }
    push(&mut cells, &line.text[begun..], line.start + begun);
    cells
}
