//! Tables whose cells and rows are told by marks at their ends, as Word and RTF keep them: a paragraph says how deep it
//! is nested, a mark ends a cell, and the mark of the row says where its cells' edges were.

use super::table::Table;
use super::{Flow, Piece};

/// Tables within each other; deeper ones are read as if their walls were not there.
const DEEPEST: usize = 24;

/// Edges this near are one, in twentieths of a point: rows of one table are drawn with small differences.
const NEAR: i32 = 40;

/// Cells that a row may have (Word allows 63).
const MOST_CELLS: usize = 64;

/// How the cells of a row lie.
#[derive(Debug, Clone, Default)]
pub(crate) struct Edges {
    /// The left edge of the row and the right edge of each cell, in twentieths of a point; nothing where unknown.
    pub(crate) at: Vec<i32>,
    /// For each cell, whether it goes on from the one before it.
    pub(crate) continues: Vec<bool>,
    /// For each cell, whether it is not to be seen: deleted.
    pub(crate) gone: Vec<bool>,
}

/// The tables that are open, and what is finished outside of them.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    done: Vec<Piece>,
    levels: Vec<Level>,
    tables: u32,
}

/// A table that is open.
#[derive(Debug, Default)]
struct Level {
    id: u32,
    rows: Vec<(Vec<Vec<Piece>>, Edges)>,
    cells: Vec<Vec<Piece>>,
    cell: Vec<Piece>,
}

impl Marks {
    /// Appends what a paragraph gave, so deep in tables; 0 is outside.
    pub(crate) fn push(&mut self, depth: usize, pieces: Vec<Piece>) {
        self.reach(depth.min(DEEPEST));
        match self.levels.last_mut() {
            Some(level) => level.cell.extend(pieces),
            None => self.done.extend(pieces),
        }
    }

    /// Ends a cell of the table so deep, 1 for the outermost.
    pub(crate) fn end_cell(&mut self, depth: usize) {
        self.reach(depth.clamp(1, DEEPEST));
        if let Some(level) = self.levels.last_mut() {
            let cell = std::mem::take(&mut level.cell);
            let is_full = level.cells.len() >= MOST_CELLS;
            match level.cells.last_mut() {
                Some(last) if is_full => last.extend(cell),
                _ => level.cells.push(cell),
            }
        }
    }

    /// Ends a row of the table so deep, 1 for the outermost.
    pub(crate) fn end_row(&mut self, depth: usize, edges: Edges) {
        self.reach(depth.clamp(1, DEEPEST));
        if let Some(level) = self.levels.last_mut() {
            let rest = std::mem::take(&mut level.cell);
            if !rest.is_empty() {
                level.cells.push(rest);
            }
            let cells = std::mem::take(&mut level.cells);
            level.rows.push((cells, edges));
        }
    }

    /// What is finished outside of tables; those that are open are closed.
    pub(crate) fn finish(&mut self) -> Vec<Piece> {
        self.reach(0);
        std::mem::take(&mut self.done)
    }

    /// Opens or closes tables until so many are open.
    fn reach(&mut self, depth: usize) {
        while self.levels.len() < depth {
            let id = self.tables;
            self.tables = self.tables.saturating_add(1);
            self.levels.push(Level {
                id,
                ..Level::default()
            });
        }
        while self.levels.len() > depth {
            let Some(level) = self.levels.pop() else {
                return;
            };
            let outside = self.levels.len();
            let pieces = level.close(outside);
            match self.levels.last_mut() {
                Some(mother) => mother.cell.extend(pieces),
                None => self.done.extend(pieces),
            }
        }
    }
}

impl Level {
    /// The rows; a row that nothing has ended is one too.
    fn close(mut self, depth: usize) -> Vec<Piece> {
        if !self.cell.is_empty() {
            self.cells.push(std::mem::take(&mut self.cell));
        }
        if !self.cells.is_empty() {
            self.rows
                .push((std::mem::take(&mut self.cells), Edges::default()));
        }
        let grid = grid(&self.rows);
        let mut table = Table::new(self.id, depth);
        for _ in 1..grid.len() {
            table.add_grid_column();
        }
        let mut pieces = Vec::new();
        for (cells, edges) in self.rows {
            pieces.extend(row(&mut table, cells, &edges, &grid));
        }
        pieces
    }
}

/// The edges of all rows, each once.
fn grid(rows: &[(Vec<Vec<Piece>>, Edges)]) -> Vec<i32> {
    let mut all: Vec<i32> = rows
        .iter()
        .flat_map(|(_, edges)| edges.at.iter().copied())
        .collect();
    all.sort_unstable();
    all.dedup_by(|next, kept| next.saturating_sub(*kept) <= NEAR);
    all
}

/// Which column of the grid begins at an edge.
fn column(grid: &[i32], edge: i32) -> usize {
    grid.partition_point(|&at| at.saturating_add(NEAR) < edge)
}

fn row(table: &mut Table, cells: Vec<Vec<Piece>>, edges: &Edges, grid: &[i32]) -> Vec<Piece> {
    table.begin_row();
    if let Some(&left) = edges.at.first() {
        table.skip_columns(u16::try_from(column(grid, left)).unwrap_or(0));
    }
    for (index, pieces) in cells.into_iter().enumerate() {
        if edges.gone.get(index) == Some(&true) {
            continue;
        }
        if !table.begin_cell() {
            break;
        }
        if let Some([left, right]) = edges.at.get(index..index + 2) {
            let columns = column(grid, *right).saturating_sub(column(grid, *left));
            table.span(u16::try_from(columns).unwrap_or(1));
        }
        // What a cell holds that goes on from another is kept: Word hides it only where it is empty.
        if edges.continues.get(index) == Some(&true) && pieces.is_empty() {
            table.continue_cell();
        }
        table.end_cell(Flow {
            pieces,
            ..Flow::default()
        });
    }
    table.end_row()
}
