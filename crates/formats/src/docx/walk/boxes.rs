//! Tables and text boxes: what has walls.

use super::{BoxState, DEEPEST, Walk};
use crate::docx::paragraph::Run;
use crate::flow::Flow;
use crate::flow::table::Table;
use crate::xml::{Element, Step, Tag};

impl Walk<'_> {
    pub(super) fn open_table(&mut self, tag: Tag, element: &Element<'_>) {
        if tag == Tag::Table {
            self.begin_table();
        }
        if self.flat_tables > 0 {
            return;
        }
        let outside = self.boxes.last().map_or(0, |state| state.tables);
        let open = self.tables.len() > outside;
        let Some(table) = self.tables.last_mut().filter(|_| open) else {
            return;
        };
        match tag {
            Tag::GridColumn => table.add_grid_column(),
            Tag::Row => table.begin_row(),
            Tag::GridBefore => table.skip_columns(element.number("val").unwrap_or(0)),
            Tag::GridSpan => table.span(element.number("val").unwrap_or(1)),
            Tag::HorizontalMerge if element.value().is_none_or(|value| value == "continue") => {
                table.continue_cell();
            }
            Tag::Cell if table.begin_cell() => self.flows.push(Flow::default()),
            _ => {}
        }
    }

    pub(super) fn begin_table(&mut self) {
        self.end_paragraph();
        if self.flat_tables > 0 || self.flows.len() > DEEPEST {
            self.flat_tables += 1;
            return;
        }
        let depth = self.tables.len();
        self.tables.push(Table::new(self.tables_seen, depth));
        self.tables_seen = self.tables_seen.saturating_add(1);
    }

    pub(super) fn close_table(&mut self, tag: Tag) {
        self.end_paragraph();
        if self.flat_tables > 0 {
            self.flat_tables -= usize::from(tag == Tag::Table);
            return;
        }
        let outside = self.boxes.last().map_or(0, |state| state.tables);
        let open = self.tables.len() > outside;
        let Some(table) = self.tables.last_mut().filter(|_| open) else {
            return;
        };
        let pieces = match tag {
            Tag::Cell if table.has_open_cell() && self.flows.len() > 1 => {
                if let Some(flow) = self.flows.pop() {
                    table.end_cell(flow);
                }
                return;
            }
            Tag::Row => table.end_row(),
            Tag::Table => {
                let rest = table.end_row();
                self.tables.pop();
                rest
            }
            _ => return,
        };
        if let Some(flow) = self.flows.last_mut() {
            flow.pieces.extend(pieces);
        }
        self.flush();
    }

    pub(super) fn begin_box(&mut self) -> Step {
        if self.flows.len() > DEEPEST {
            return Step::Skip;
        }
        // The paragraph that the box hangs on waits.
        self.paragraph();
        self.boxes.push(BoxState {
            run: self.run,
            in_run: self.in_run,
            fields: std::mem::take(&mut self.fields),
            paragraphs: self.paragraphs.len(),
            tables: self.tables.len(),
        });
        self.run = Run::default();
        self.in_run = false;
        self.flows.push(Flow::default());
        Step::Enter
    }

    pub(super) fn end_box(&mut self) {
        self.end_paragraph();
        let Some(state) = self.boxes.pop() else {
            return;
        };
        self.run = state.run;
        self.in_run = state.in_run;
        self.fields = state.fields;
        self.tables.truncate(state.tables);
        if let Some(flow) = self.flows.pop() {
            self.paragraph().after.extend(flow.pieces);
        }
    }

    /// A file of another format that is part of the text (ECMA-376 part 1, 17.17.2.1).
    pub(super) fn chunk(&mut self, element: &Element<'_>) {
        let id = element.attribute("id").unwrap_or_default();
        let pieces = self.chunks.remove(&*id).unwrap_or_default();
        self.end_paragraph();
        if let Some(flow) = self.flows.last_mut() {
            flow.pieces.extend(pieces);
        }
        self.flush();
    }
}
