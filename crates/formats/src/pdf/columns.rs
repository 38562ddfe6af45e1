//! Tables without rulings, told from how spans stand beside and below each other.

use super::flow::{Piece, RowCell};
use super::gutters;
use super::lines::Span;
use super::tags::{Kind, Mark};

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
    for span in settled(gutters::part(spans)) {
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

/// A line whose words are driven apart to fill the measure is no row of a table: its gaps are all alike, and it shares
/// its edges with the line before or after it.
fn settled(spans: Vec<Span>) -> Vec<Span> {
    let lines: Vec<&[Span]> = spans.chunk_by(gutters::is_level).collect();
    let mut done = Vec::with_capacity(spans.len());
    for (at, line) in lines.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| lines.get(before));
        let beside = [before, lines.get(at + 1)]
            .into_iter()
            .flatten()
            .any(|other| shares_edges(line, other));
        let near = lines
            .get(at.saturating_sub(6)..(at + 7).min(lines.len()))
            .unwrap_or(&[]);
        let alike = beside
            || near
                .iter()
                .any(|other| other.len() == 1 && fills_alike(line, other));
        match line.split_first() {
            Some((first, rest)) if !rest.is_empty() && alike && is_even(line) => {
                let mut whole = first.clone();
                rest.iter()
                    .for_each(|span| whole.words.extend_from_slice(&span.words));
                done.push(whole);
            }
            _ => done.extend_from_slice(line),
        }
    }
    done
}

/// Whether a line of running text nearby fills the same measure.
fn fills_alike(line: &[Span], text: &[Span]) -> bool {
    let ([first, .., last], [text]) = (line, text) else {
        return false;
    };
    let near = 0.15 * first.size;
    text.words.len() > 2
        && (first.x0() - text.x0()).abs() < near
        && (last.x1() - text.x1()).abs() < near
}

/// Whether two lines begin and end alike; of one with several words one edge is enough.
fn shares_edges(line: &[Span], other: &[Span]) -> bool {
    let edges = |line: &[Span]| {
        Some((
            line.first()?.x0(),
            line.last()?.x1(),
            line.first()?.y,
            line.first()?.size,
        ))
    };
    let (Some((a0, a1, y, size)), Some((b0, b1, level, _))) = (edges(line), edges(other)) else {
        return false;
    };
    let (left, right) = ((a0 - b0).abs() < 0.3 * size, (a1 - b1).abs() < 0.3 * size);
    let several = line.iter().map(|span| span.words.len()).sum::<usize>() > 2;
    (level - y).abs() < 2.0 * size && (left && right || several && (left || right))
}

/// Whether the gaps between a line's words are all alike.
fn is_even(line: &[Span]) -> bool {
    let words: Vec<_> = line.iter().flat_map(|span| &span.words).collect();
    let gaps = words.windows(2).map(|pair| match pair {
        [a, b] => b.x0 - a.x1,
        _ => 0.0,
    });
    let (low, high) = gaps.fold((f32::MAX, 0.0_f32), |(low, high), gap| {
        (low.min(gap), high.max(gap))
    });
    words.len() > 1 && high < 1.3 * low
}

/// Adds a span to the last row, or begins another.
fn place(rows: &mut Vec<Row>, span: Span) {
    let fit = rows.last().map_or(Fit::Below, |row| fit(row, &span));
    match (fit, rows.last_mut()) {
        (Fit::Beside, Some(row)) => row.cells.push(vec![span]),
        (Fit::Between(cell), Some(row)) => row.cells.insert(cell, vec![span]),
        (Fit::Under(cell), Some(row)) => {
            if let Some(cell) = row.cells.get_mut(cell) {
                cell.push(span);
            }
        }
        (Fit::Stacked, Some(_)) => stack(rows, span),
        _ => rows.push(Row {
            cells: vec![vec![span]],
            stacked: false,
        }),
    }
}

enum Fit {
    /// On the row's first baseline, between two cells: the text of a cell is drawn after those around it.
    Between(usize),
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
    if last.turn != span.turn || are_no_row(last, span) {
        return Fit::Below;
    }
    let size = last.size.max(span.size);
    let right = row.cells.last().map_or(0.0, |cell| {
        cell.iter().map(Span::x1).fold(f32::MIN, f32::max)
    });
    if let Some(at) = between(row, span) {
        return Fit::Between(at);
    }
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
    if row.cells.len() > 1 && (span.size - last.size).abs() < 0.6 {
        let aligned = row.cells.iter().position(|cell| {
            cell.last().is_some_and(|line| {
                let leading = span.y - line.y;
                aligned(line, span, size) && leading > 0.4 * size && leading < 1.5 * size
            })
        });
        if let Some(cell) = aligned.filter(|cell| *cell > 0 || wraps(row, span)) {
            return Fit::Under(cell);
        }
    }
    Fit::Below
}

/// Whether the file says that two spans beside each other are no cells of a row: one of them is a heading, or both are
/// of one list item, its label and its text.
fn are_no_row(a: &Span, b: &Span) -> bool {
    let (Some(a), Some(b)) = (a.role.mark(), b.role.mark()) else {
        return false;
    };
    let heading = |mark: Mark| matches!(mark.kind, Kind::Heading(_));
    match a.number == b.number {
        true => a.kind == Kind::Item,
        false => heading(a) || heading(b),
    }
}

/// Which cell of a row a span would become, if it stands on the row's first baseline between two cells.
fn between(row: &Row, span: &Span) -> Option<usize> {
    let size = span.size;
    let pairs = row.cells.windows(2).enumerate();
    pairs.into_iter().find_map(|(at, pair)| {
        let (Some(left), Some(right)) = (pair.first()?.first(), pair.last()?.first()) else {
            return None;
        };
        let level = |other: &Span| (other.y - span.y).abs() < 0.3 * size.max(other.size);
        let end = pair.first()?.iter().map(Span::x1).fold(f32::MIN, f32::max);
        let free = span.x0() > end + 0.3 * size && span.x1() < right.x0() - 0.3 * size;
        (level(left) && level(right) && free).then_some(at + 1)
    })
}

/// Whether a line goes on with the first cell of a row: it begins within a sentence and keeps clear of the next cell.
fn wraps(row: &Row, span: &Span) -> bool {
    let lower = span
        .words
        .first()
        .is_some_and(|word| word.text.starts_with(char::is_lowercase));
    let clear = row
        .cells
        .get(1)
        .and_then(|cell| cell.first())
        .is_some_and(|next| span.x1() < next.x0());
    lower && clear && !row.stacked
}

fn aligned(a: &Span, b: &Span, size: f32) -> bool {
    let near = |x: f32, y: f32| (x - y).abs() < 0.5 * size;
    near(a.x0(), b.x0()) || near(a.x1(), b.x1()) || near(a.x0() + a.x1(), b.x0() + b.x1())
}

/// The lines just before, down from the height of the span, become the first cell of its row.
fn stack(rows: &mut Vec<Row>, span: Span) {
    let size = span.size;
    let begins = rows.iter().rposition(|row| {
        row.top()
            .is_some_and(|top| (top.y - span.y).abs() < 0.4 * size.max(top.size))
    });
    let stack = begins.filter(|begins| {
        let lines = rows.get(*begins..).unwrap_or(&[]);
        lines.len() <= CELL_LINES
            && lines.iter().all(|row| {
                row.cells.len() == 1 && row.last().is_some_and(|line| line.x1() < span.x0())
            })
    });
    let Some(begins) = stack else {
        rows.push(Row {
            cells: vec![vec![span]],
            stacked: false,
        });
        return;
    };
    let lines = rows
        .drain(begins..)
        .flat_map(|row| row.cells)
        .flatten()
        .collect();
    rows.push(Row {
        cells: vec![lines, vec![span]],
        stacked: true,
    });
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
        [label, _] => {
            label.len() == 1
                && label
                    .iter()
                    .all(|span| super::wording::is_label(&span.text()))
        }
        _ => false,
    }
}

/// Whether rows are a table: one row alone may be two columns of text, unless its cells stand on one baseline.
fn is_table(rows: &[Row]) -> bool {
    let several = rows
        .iter()
        .all(|row| row.cells.len() > 1 && !is_labelled(row));
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
        let split = std::mem::take(&mut row.cells)
            .into_iter()
            .flat_map(|spans| match spans.as_slice() {
                [one] => split_at(one, &edges),
                _ => vec![spans],
            });
        for spans in split {
            let column = spans.first().map_or(0, |span| column_of(&edges, span));
            let next = cells.last().map_or(0, |cell| cell.column + cell.columns);
            let column = column.max(next);
            cells.extend((next..column).map(RowCell::empty));
            cells.push(RowCell {
                spans,
                ..RowCell::empty(column)
            });
        }
        pieces.push(Piece::Row { table, cells });
    }
}

/// A line that runs over several columns, parted where a gap between its words is one between columns.
fn split_at(span: &Span, edges: &[(f32, f32)]) -> Vec<Vec<Span>> {
    let gaps = || {
        span.words.windows(2).filter_map(|pair| match pair {
            [a, b] => Some(b.x0 - a.x1),
            _ => None,
        })
    };
    let narrowest = gaps().fold(f32::MAX, f32::min);
    let mut parts: Vec<Vec<Span>> = Vec::new();
    let mut column = None;
    for (at, word) in span.words.iter().enumerate() {
        let part = Span {
            words: vec![word.clone()],
            ..span.clone()
        };
        let own = column_of(edges, &part);
        let before = at.checked_sub(1).and_then(|before| span.words.get(before));
        let gap = before.map_or(0.0, |before| word.x0 - before.x1);
        let wide = gap > 0.5 * span.size && gap > 1.6 * narrowest;
        match parts.last_mut().and_then(|part| part.last_mut()) {
            Some(last) if !wide || column == Some(own) => last.words.extend(part.words),
            _ => {
                parts.push(vec![part]);
                column = Some(own);
            }
        }
    }
    parts
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
    let nearest = edges
        .iter()
        .map(distance)
        .enumerate()
        .min_by(|a, b| a.1.total_cmp(&b.1));
    nearest.map_or(0, |(column, _)| column)
}
