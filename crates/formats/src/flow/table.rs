//! A table while its rows go by.

use paper::BlockKind;

use super::{Cell, Flow, Piece, joined};

/// More columns than Word allows (63): a span beyond is a lie.
const MOST_COLUMNS: u16 = 64;

/// A table that is open.
#[derive(Debug)]
pub(crate) struct Table {
    /// Its number in the file, by the order in which tables open.
    id: u32,
    depth: u8,
    /// Columns of its grid.
    grid: usize,
    row: u32,
    open_row: Option<Row>,
}

#[derive(Debug, Default)]
struct Row {
    deleted: bool,
    /// The column after the last cell.
    column: u16,
    cells: Vec<(Span, Vec<Piece>)>,
    open_cell: Option<Span>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Span {
    column: u16,
    columns: u16,
    /// Continues the cell before it, in the manner of Word 97.
    continues: bool,
}

impl Table {
    pub(crate) fn new(id: u32, depth: usize) -> Self {
        Self {
            id,
            depth: u8::try_from(depth).unwrap_or(u8::MAX),
            grid: 0,
            row: 0,
            open_row: None,
        }
    }

    pub(crate) fn add_grid_column(&mut self) {
        self.grid += 1;
    }

    pub(crate) fn begin_row(&mut self) {
        self.open_row.get_or_insert_default();
    }

    pub(crate) fn delete_row(&mut self) {
        if let Some(row) = &mut self.open_row {
            row.deleted = true;
        }
    }

    /// Columns that the row leaves out before its first cell.
    pub(crate) fn skip_columns(&mut self, columns: u16) {
        if let Some(row) = &mut self.open_row {
            row.column = columns.min(MOST_COLUMNS);
        }
    }

    /// Whether a cell may open now.
    pub(crate) fn begin_cell(&mut self) -> bool {
        let Some(row) = self.open_row.as_mut().filter(|row| row.open_cell.is_none()) else {
            return false;
        };
        row.open_cell = Some(Span {
            column: row.column,
            columns: 1,
            continues: false,
        });
        true
    }

    pub(crate) fn span(&mut self, columns: u16) {
        if let Some(cell) = self
            .open_row
            .as_mut()
            .and_then(|row| row.open_cell.as_mut())
        {
            cell.columns = columns.clamp(1, MOST_COLUMNS);
        }
    }

    pub(crate) fn continue_cell(&mut self) {
        if let Some(cell) = self
            .open_row
            .as_mut()
            .and_then(|row| row.open_cell.as_mut())
        {
            cell.continues = true;
        }
    }

    pub(crate) fn has_open_cell(&self) -> bool {
        self.open_row
            .as_ref()
            .is_some_and(|row| row.open_cell.is_some())
    }

    pub(crate) fn end_cell(&mut self, flow: Flow) {
        let Some(row) = &mut self.open_row else {
            return;
        };
        let Some(cell) = row.open_cell.take() else {
            return;
        };
        row.column = cell.column.saturating_add(cell.columns);
        if cell.continues
            && let Some((before, _)) = row.cells.last_mut()
        {
            before.columns = before.columns.saturating_add(cell.columns);
            return;
        }
        row.cells.push((cell, flow.pieces));
    }

    /// The row as pieces: one line, and after it what cannot stand in a line.
    pub(crate) fn end_row(&mut self) -> Vec<Piece> {
        let Some(row) = self.open_row.take() else {
            return Vec::new();
        };
        let number = self.row;
        self.row = self.row.saturating_add(1);
        if row.deleted {
            return Vec::new();
        }
        if let [(_, pieces)] = row.cells.as_slice()
            && self.is_box(pieces)
        {
            return row
                .cells
                .into_iter()
                .flat_map(|(_, pieces)| pieces)
                .collect();
        }
        let mut after = Vec::new();
        let mut cells = Vec::with_capacity(row.cells.len());
        for (span, pieces) in row.cells {
            let (inside, outside): (Vec<_>, Vec<_>) =
                pieces.into_iter().partition(stands_in_a_line);
            let text = joined(&inside);
            cells.push(Cell {
                column: span.column,
                columns: span.columns,
                text,
            });
            after.extend(outside);
        }
        let mut pieces = Vec::new();
        if cells.iter().any(|cell| !cell.text.is_empty()) {
            pieces.push(Piece::Row {
                table: self.id,
                row: number,
                depth: self.depth,
                cells,
            });
        }
        pieces.extend(after);
        pieces
    }

    /// Whether a cell that is alone in its row only frames what is in it: then paragraphs stay paragraphs.
    fn is_box(&self, pieces: &[Piece]) -> bool {
        self.grid < 2
            || pieces
                .iter()
                .filter(|piece| stands_in_a_line(piece))
                .count()
                != 1
    }
}

/// Rows of a table within a cell, notes and comments have lines of their own.
fn stands_in_a_line(piece: &Piece) -> bool {
    match piece {
        Piece::Block { kind, .. } => !matches!(kind, BlockKind::Note | BlockKind::Comment),
        Piece::Row { .. } => false,
    }
}
