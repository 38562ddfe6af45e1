//! From the spans of a page to its pieces in reading order: table rows and stretches of lines.
//!
//! The order is that of the content: measured over producers it is right far more often than any that is worked out
//! from places alone, and it keeps the wrapped lines of a cell together. Places only correct it.

use super::columns;
use super::lines::{Span, Word};
use super::tables::{Cell, Grid};
use super::tags::Tags;

/// What a page consists of.
#[derive(Debug)]
pub(super) enum Piece {
    /// Spans of running text, in order.
    Text(Vec<Span>),
    /// A row of a table.
    Row {
        /// Rows of one table have one number, within the page.
        table: usize,
        /// Its cells from left to right.
        cells: Vec<RowCell>,
    },
}

/// A cell of a row.
#[derive(Debug, Clone, Default)]
pub(super) struct RowCell {
    pub column: usize,
    pub columns: usize,
    /// Its spans in order; none where it is empty.
    pub spans: Vec<Span>,
    /// Its left and right walls, where they are drawn.
    pub walls: Option<(f32, f32)>,
}

impl RowCell {
    /// A cell without text.
    pub(super) fn empty(column: usize) -> Self {
        Self {
            column,
            columns: 1,
            ..Self::default()
        }
    }
}

/// Sorts the spans of a page into pieces. Tables that the file tells are taken from there, others from the page.
pub(super) fn pieces(spans: Vec<Span>, grids: &[Grid], tags: &Tags) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut table = 0;
    let of = |span: &Span| Some(span.role.mark()?.cell?.table);
    let mut rest = spans.into_iter().peekable();
    while let Some(first) = rest.next() {
        let told = of(&first);
        let mut run = vec![first];
        while let Some(span) = rest.next_if(|span| of(span) == told) {
            run.push(span);
        }
        match told {
            Some(number) => told_rows(run, tags.columns(number), number, &mut pieces),
            None => seen_pieces(run, grids, &mut table, &mut pieces),
        }
    }
    pieces
}

/// The rows of a table that the file tells.
fn told_rows(spans: Vec<Span>, columns: u32, number: u32, pieces: &mut Vec<Piece>) {
    let place = |span: &Span| span.role.mark().and_then(|mark| mark.cell);
    for row in spans.chunk_by(|a, b| place(a).map(|a| a.row) == place(b).map(|b| b.row)) {
        let mut cells: Vec<RowCell> = Vec::new();
        let end = |cells: &[RowCell]| cells.last().map_or(0, |cell| cell.column + cell.columns);
        for cell in row.chunk_by(|a, b| place(a) == place(b)) {
            let Some(place) = cell.first().and_then(place) else {
                continue;
            };
            let (column, next) = (place.column as usize, end(&cells));
            if column < next {
                // The cell again, after what was drawn in between.
                if let Some(last) = cells.last_mut() {
                    last.spans.extend_from_slice(cell);
                }
                continue;
            }
            cells.extend((next..column).map(RowCell::empty));
            cells.push(RowCell {
                column,
                columns: place.columns as usize,
                spans: cell.to_vec(),
                walls: None,
            });
        }
        cells.extend((end(&cells)..columns as usize).map(RowCell::empty));
        pieces.push(Piece::Row {
            table: TOLD + number as usize,
            cells,
        });
    }
}

/// Tables that the file tells are numbered over all pages, from here.
pub(super) const TOLD: usize = 1 << 32;

/// The pieces of spans by what is seen of them.
fn seen_pieces(spans: Vec<Span>, grids: &[Grid], table: &mut usize, pieces: &mut Vec<Piece>) {
    let mut begun: Vec<Begun> = Vec::new();
    for span in spans {
        for (place, span) in parted(span, grids) {
            sort_in(&mut begun, place, span);
        }
    }
    for part in begun {
        match part {
            Begun::Free(spans) => columns::rows(spans, table, pieces),
            Begun::Table { grid, cells } => {
                let Some(grid) = grids.get(grid) else {
                    continue;
                };
                ruled_rows(cells, grid, *table, pieces);
                *table += 1;
            }
        }
    }
}

enum Begun {
    Free(Vec<Span>),
    Table {
        grid: usize,
        cells: Vec<(Cell, Vec<Span>)>,
    },
}

/// Text inside a grid goes to its cell, wherever in the content it comes; the table stands where its first text does.
fn sort_in(begun: &mut Vec<Begun>, place: Option<(usize, Cell)>, span: Span) {
    let Some((number, cell)) = place else {
        match begun.last_mut() {
            Some(Begun::Free(spans)) => spans.push(span),
            _ => begun.push(Begun::Free(vec![span])),
        }
        return;
    };
    let table = begun.iter_mut().find_map(|part| match part {
        Begun::Table { grid, cells } if *grid == number => Some(cells),
        _ => None,
    });
    match table {
        Some(cells) => match cells.iter_mut().find(|(other, _)| *other == cell) {
            Some((_, spans)) => spans.push(span),
            None => cells.push((cell, vec![span])),
        },
        None => begun.push(Begun::Table {
            grid: number,
            cells: vec![(cell, vec![span])],
        }),
    }
}

/// A span's parts by the cells that its words stand in: a producer may draw a whole row at once.
fn parted(span: Span, grids: &[Grid]) -> Vec<(Option<(usize, Cell)>, Span)> {
    if grids.is_empty() {
        return vec![(None, span)];
    }
    if span.turn != 0 {
        return vec![(turned_place(&span, grids), span)];
    }
    let level = span.level();
    let place = |word: &Word| {
        let middle = (word.x0 + word.x1) / 2.0;
        grids
            .iter()
            .enumerate()
            .find_map(|(number, grid)| Some((number, grid.cell(middle, level)?)))
    };
    let mut parts: Vec<(Option<(usize, Cell)>, Span)> = Vec::new();
    for word in &span.words {
        let place = place(word);
        match parts.last_mut() {
            Some((last, part)) if *last == place => part.words.push(word.clone()),
            _ => parts.push((
                place,
                Span {
                    words: vec![word.clone()],
                    ..span.clone()
                },
            )),
        }
    }
    parts
}

/// The cell around text that stands on its side, as heads of narrow columns do.
fn turned_place(span: &Span, grids: &[Grid]) -> Option<(usize, Cell)> {
    let (x, y) = span.middle();
    let mut cells = grids.iter().enumerate();
    cells.find_map(|(number, grid)| Some((number, grid.cell(x, y)?)))
}

fn ruled_rows(
    mut cells: Vec<(Cell, Vec<Span>)>,
    grid: &Grid,
    table: usize,
    pieces: &mut Vec<Piece>,
) {
    cells.sort_by_key(|(cell, _)| (cell.row, cell.column));
    let (_, columns) = grid.extent();
    let empty = |column: usize| {
        let cell = Cell {
            row: 0,
            column,
            columns: 1,
        };
        RowCell {
            walls: grid.walls(&cell),
            ..RowCell::empty(column)
        }
    };
    for row in cells.chunk_by(|(a, _), (b, _)| a.row == b.row) {
        let mut filled: Vec<RowCell> = Vec::new();
        let mut next = 0;
        for (cell, spans) in row {
            filled.extend((next..cell.column).map(empty));
            filled.push(RowCell {
                column: cell.column,
                columns: cell.columns,
                spans: spans.clone(),
                walls: grid.walls(cell),
            });
            next = cell.column + cell.columns;
        }
        filled.extend((next..columns).map(empty));
        pieces.push(Piece::Row {
            table,
            cells: filled,
        });
    }
}
