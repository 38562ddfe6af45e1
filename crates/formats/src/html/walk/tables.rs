//! Tables as they are walked: rows of data, or nothing but the blocks in them.

use super::{Table, Walk};
use crate::flow::Flow;
use crate::html::table::{self, span};
use crate::html::tree::Id;

/// Tables within each other: deeper ones are read as if their walls were not there.
const DEEPEST: usize = 24;

/// Rows that a cell may fill.
const MOST_ROWS: u16 = 5_000;

/// A table that is open.
#[derive(Debug)]
pub(super) enum Open {
    /// It only lays out the page.
    Layout,
    Data {
        table: Table,
        /// For each column, how many more rows the cell above fills.
        filled: Vec<u16>,
        column: usize,
        /// Whether it is a list of labels and values.
        is_pairs: bool,
    },
}

impl Walk<'_> {
    pub(super) fn begin_table(&mut self, id: Id) {
        let tree = self.source.tree;
        let depth = self
            .tables
            .iter()
            .filter(|open| matches!(open, Open::Data { .. }))
            .count();
        if depth >= DEEPEST || !table::is_data(tree, self.source.measures, id) {
            self.tables.push(Open::Layout);
            return;
        }
        let mut open = Table::new(self.tables_seen, depth);
        self.tables_seen += 1;
        let widest = table::rows(tree, id)
            .into_iter()
            .map(|row| table::cells(tree, row).count())
            .max();
        for _ in 0..widest.unwrap_or(0).min(64) {
            open.add_grid_column();
        }
        self.tables.push(Open::Data {
            table: open,
            filled: Vec::new(),
            column: 0,
            is_pairs: false,
        });
    }

    /// Of a list of short definitions each label has its value beside it.
    pub(super) fn begin_definitions(&mut self, id: Id) {
        let is_pairs = self.tables.len() < DEEPEST
            && table::is_pairs(self.source.tree, self.source.measures, id);
        if !is_pairs {
            self.tables.push(Open::Layout);
            return;
        }
        let mut open = Table::new(self.tables_seen, self.tables.len());
        self.tables_seen += 1;
        (0..2).for_each(|_| open.add_grid_column());
        self.tables.push(Open::Data {
            table: open,
            filled: Vec::new(),
            column: 0,
            is_pairs: true,
        });
    }

    /// Whether the innermost table is such a list.
    pub(super) fn is_in_pairs(&self) -> bool {
        matches!(self.tables.last(), Some(Open::Data { is_pairs: true, .. }))
    }

    pub(super) fn end_table(&mut self) {
        self.tables.pop();
    }

    pub(super) fn begin_row(&mut self) {
        if let Some(Open::Data { table, column, .. }) = self.tables.last_mut() {
            table.begin_row();
            *column = 0;
        }
    }

    pub(super) fn begin_cell(&mut self, id: Id) {
        let tree = self.source.tree;
        let Some(Open::Data {
            table,
            filled,
            column,
            ..
        }) = self.tables.last_mut()
        else {
            return;
        };
        while filled.get(*column).is_some_and(|&rows| rows > 0) {
            *column += 1;
        }
        let columns = span(tree, id, "colspan").clamp(1, 64);
        let rows = span(tree, id, "rowspan").clamp(1, MOST_ROWS);
        table.begin_row();
        table.skip_columns(u16::try_from(*column).unwrap_or(u16::MAX));
        if !table.begin_cell() {
            return;
        }
        table.span(columns);
        for _ in 0..columns {
            if filled.len() <= *column && *column < 256 {
                filled.resize(*column + 1, 0);
            }
            if let Some(place) = filled.get_mut(*column) {
                *place = rows;
            }
            *column += 1;
        }
        self.flows.push(Flow::default());
    }

    pub(super) fn end_cell(&mut self) {
        if let Some(Open::Data { table, .. }) = self.tables.last_mut()
            && table.has_open_cell()
            && self.flows.len() > 1
            && let Some(flow) = self.flows.pop()
        {
            table.end_cell(flow);
        }
    }

    pub(super) fn end_row(&mut self) {
        let Some(Open::Data { table, filled, .. }) = self.tables.last_mut() else {
            return;
        };
        for rows in filled.iter_mut() {
            *rows = rows.saturating_sub(1);
        }
        let pieces = table.end_row();
        if let Some(flow) = self.flows.last_mut() {
            flow.pieces.extend(pieces);
        }
    }
}
