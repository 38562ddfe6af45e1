//! Tables without rulings, told from how spans stand beside and below each other.

use super::flow::{Piece, RowCell};
use super::lines::Span;

/// Lines of a cell at most; what is longer is a column of text.
const CELL_LINES: usize = 8;

/// Spans that stand beside each other.
#[derive(Debug, Default)]
struct Row {
    cells: Vec<Vec<Span>>,
    /// A cell was drawn after several lines of the one before it, back at their height.
    stacked: bool,
}

impl Row {
    fn top(&self) -> Option<&Span> {
        self.cells.first()?.first()
    }
    fn last(&self) -> Option<&Span> {
        self.cells.last()?.last()
    }
}

/// Sorts spans that stand in no grid into rows of tables and text.
pub(super) fn rows(spans: Vec<Span>, table: &mut usize, pieces: &mut Vec<Piece>) {
    let mut rows: Vec<Row> = Vec::new();
    for span in spans {
        place(&mut rows, span);
    }
    let mut start = 0;
    while start < rows.len() {
        let end = region_end(&rows, start);
        let region = rows.get_mut(start..end).unwrap_or(&mut []);
        if is_table(region) {
            emit_table(region, *table, pieces);
            *table += 1;
        } else {
            emit_text(region, pieces);
        }
        start = end;
    }
}

/// Adds a span to the last row, or begins another.
fn place(rows: &mut Vec<Row>, span: Span) {
    let fit = rows.last().map_or(Fit::Below, |row| fit(row, &span));
    match (fit, rows.last_mut()) {
        (Fit::Beside, Some(row)) => row.cells.push(vec![span]),
        (Fit::Under(cell), Some(row)) => {
            if let Some(cell) = row.cells.get_mut(cell) {
                cell.push(span);
            }
        }
        (Fit::Stacked, Some(_)) => stack(rows, span),
        _ => rows.push(Row { cells: vec![vec![span]], stacked: false }),
    }
}

enum Fit {
    /// On the last cell's baseline, to the right.
    Beside,
    /// Back up, to the right of the lines before.
    Stacked,
    /// A further line of a cell of the row.
    Under(usize),
    /// Something new.
    Below,
}

fn fit(row: &Row, span: &Span) -> Fit {
    let (Some(top), Some(last)) = (row.top(), row.last()) else {
        return Fit::Below;
    };
    if last.turn != span.turn {
        return Fit::Below;
    }
    let size = last.size.max(span.size);
    let right = row.cells.last().map_or(0.0, |cell| cell.iter().map(Span::x1).fold(f32::MIN, f32::max));
    let beside = span.x0() > right + 0.3 * size;
    if beside && (span.y - last.y).abs() < 0.4 * size {
        return Fit::Beside;
    }
    if beside && span.y < last.y && span.y > top.y - 0.4 * size && row.cells.len() > 1 {
        return Fit::Beside;
    }
    if beside && span.y < last.y {
        return Fit::Stacked;
    }
    let leading = span.y - last.y;
    let tight = leading > 0.4 * size && leading < 1.5 * size && (span.size - last.size).abs() < 0.6;
    if row.cells.len() > 1 && tight {
        let aligned = row.cells.iter().position(|cell| {
            cell.last().is_some_and(|line| aligned(line, span, size) && line.y < span.y - 0.4 * size)
        });
        if let Some(cell) = aligned.filter(|cell| *cell > 0) {
            return Fit::Under(cell);
        }
    }
    Fit::Below
}

fn aligned(a: &Span, b: &Span, size: f32) -> bool {
    let near = |x: f32, y: f32| (x - y).abs() < 0.5 * size;
    near(a.x0(), b.x0()) || near(a.x1(), b.x1()) || near(a.x0() + a.x1(), b.x0() + b.x1())
}

/// The lines just before, down from the height of the span, become the first cell of its row.
fn stack(rows: &mut Vec<Row>, span: Span) {
    let size = span.size;
    let begins = rows.iter().rposition(|row| {
        row.top().is_some_and(|top| (top.y - span.y).abs() < 0.4 * size.max(top.size))
    });
    let stack = begins.filter(|begins| {
        let lines = rows.get(*begins..).unwrap_or(&[]);
        lines.len() <= CELL_LINES
            && lines.iter().all(|row| row.cells.len() == 1 && row.last().is_some_and(|line| line.x1() < span.x0()))
    });
    let Some(begins) = stack else {
        rows.push(Row { cells: vec![vec![span]], stacked: false });
        return;
    };
    let lines = rows.drain(begins..).flat_map(|row| row.cells).flatten().collect();
    rows.push(Row { cells: vec![lines, vec![span]], stacked: true });
}

/// Rows with several cells that follow each other.
fn region_end(rows: &[Row], start: usize) -> usize {
    let several = |row: &Row| row.cells.len() > 1 && !is_labelled(row);
    let kind = rows.get(start).is_some_and(several);
    let rest = rows.get(start..).unwrap_or(&[]);
    start + rest.iter().take_while(|row| several(row) == kind).count()
}

/// Whether a row is a list item: its label, and its text after a tab.
fn is_labelled(row: &Row) -> bool {
    match row.cells.as_slice() {
        [label, _] => label.len() == 1 && label.iter().all(|span| super::paragraphs::is_label(&span.text())),
        _ => false,
    }
}

/// Whether rows are a table: one row alone may be two columns of text, unless its cells stand on one baseline.
fn is_table(rows: &[Row]) -> bool {
    let several = rows.iter().all(|row| row.cells.len() > 1 && !is_labelled(row));
    several && !rows.is_empty() && (rows.len() > 1 || rows.iter().all(|row| !row.stacked))
}

fn emit_text(rows: &mut [Row], pieces: &mut Vec<Piece>) {
    let spans: Vec<Span> = rows
        .iter_mut()
        .flat_map(|row| std::mem::take(&mut row.cells))
        .flatten()
        .collect();
    match pieces.last_mut() {
        Some(Piece::Text(text)) => text.extend(spans),
        _ => pieces.push(Piece::Text(spans)),
    }
}

fn emit_table(rows: &mut [Row], table: usize, pieces: &mut Vec<Piece>) {
    let edges = column_edges(rows);
    for row in rows {
        let mut cells: Vec<RowCell> = Vec::new();
        for spans in std::mem::take(&mut row.cells) {
            let column = spans.first().map_or(0, |span| column_of(&edges, span));
            let next = cells.last().map_or(0, |cell| cell.column + cell.columns);
            let column = column.max(next);
            cells.extend((next..column).map(|column| RowCell { column, columns: 1, spans: Vec::new() }));
            cells.push(RowCell { column, columns: 1, spans });
        }
        pieces.push(Piece::Row { table, cells });
    }
}

/// The extents of the columns, from the row with the most cells.
fn column_edges(rows: &[Row]) -> Vec<(f32, f32)> {
    let widest = rows.iter().max_by_key(|row| row.cells.len());
    let extent = |cell: &Vec<Span>| {
        let left = cell.iter().map(Span::x0).fold(f32::MAX, f32::min);
        let right = cell.iter().map(Span::x1).fold(f32::MIN, f32::max);
        (left, right)
    };
    widest.map_or_else(Vec::new, |row| row.cells.iter().map(extent).collect())
}

/// The column nearest to a span, by left edge, right edge or middle.
fn column_of(edges: &[(f32, f32)], span: &Span) -> usize {
    let (x0, x1) = (span.x0(), span.x1());
    let distance = |(left, right): &(f32, f32)| {
        let middle = ((left + right) - (x0 + x1)).abs() / 2.0;
        (left - x0).abs().min((right - x1).abs()).min(middle)
    };
    let nearest = edges.iter().map(distance).enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
    nearest.map_or(0, |(column, _)| column)
}
