//! What has walls: tables, notes, comments, text boxes, headers.

use super::{DEEPEST, Frame, Kind, Walk};
use crate::flow::table::Table;
use crate::flow::{Flow, Piece, joined};
use crate::xml::{Element, Step, Tag};

/// Cells that one element may stand for.
const MOST_REPEATED: u16 = 64;

/// Bytes of text that cells which stand there several times may give in all.
const MOST_COPIED: usize = 1 << 20;

impl Walk {
    pub(super) fn begin_frame(&mut self, tag: Tag, element: &Element<'_>) -> Step {
        let kind = match tag {
            Tag::NoteBody => Kind::Note,
            Tag::Annotation => Kind::Comment,
            _ => Kind::Box,
        };
        let step = self.push(kind);
        if kind == Kind::Comment && step == Step::Enter {
            // OpenOffice 1 had who made it beside the element's name.
            self.frame().author = element.attribute("author").unwrap_or_default().into_owned();
        }
        step
    }

    /// The header or the footer of a kind of pages; it may be switched off.
    pub(super) fn begin_page_frame(&mut self, tag: Tag, element: &Element<'_>) -> Step {
        if element
            .attribute("display")
            .is_some_and(|shown| shown == "false")
        {
            return Step::Skip;
        }
        self.push(match tag {
            Tag::PageHeader => Kind::Header,
            _ => Kind::Footer,
        })
    }

    fn push(&mut self, kind: Kind) -> Step {
        if self.frames.len() > DEEPEST {
            return Step::Skip;
        }
        self.frames.push(Frame::new(kind));
        Step::Enter
    }

    /// Ends the frame of that kind, and what stands open within it.
    pub(super) fn end_frame(&mut self, kind: Kind) {
        if !self.frames.iter().skip(1).any(|frame| frame.kind == kind) {
            return;
        }
        while self.frames.len() > 1 {
            let is_it = self.frame().kind == kind;
            self.end_last_frame();
            if is_it {
                break;
            }
        }
    }

    fn end_last_frame(&mut self) {
        if let Some(paragraph) = self.frame().paragraph.take() {
            self.frame().flow.pieces.extend(paragraph.after);
        }
        let Some(mut frame) = self.frames.pop() else {
            return;
        };
        if let Some(mut table) = frame.table.take() {
            frame.flow.pieces.extend(table.end_row());
        }
        let pieces = std::mem::take(&mut frame.flow.pieces);
        match frame.kind {
            Kind::Header => self.headers.extend(pieces),
            Kind::Footer => self.footers.extend(pieces),
            // What hidden text calls is hidden too.
            Kind::Note if self.look().hidden == Some(true) => {}
            Kind::Note => {
                let line = joined(&pieces);
                self.hang((!line.is_empty()).then(|| Piece::note(line)));
            }
            Kind::Comment => {
                let line = joined(&pieces);
                self.hang((!line.is_empty()).then(|| Piece::comment(frame.author.trim(), &line)));
            }
            Kind::Cell => {
                let Some(row) = self.frames.last_mut() else {
                    return;
                };
                let repeated = std::mem::replace(&mut row.repeated, 1);
                if let Some(table) = &mut row.table {
                    fill(table, pieces, repeated, &mut self.copied);
                }
            }
            Kind::Body | Kind::Box | Kind::Shape | Kind::Table => self.hang(pieces),
        }
    }

    /// What stands after the paragraph that is open, or where none is.
    pub(super) fn hang(&mut self, pieces: impl IntoIterator<Item = Piece>) {
        let frame = self.frame();
        match &mut frame.paragraph {
            Some(paragraph) => paragraph.after.extend(pieces),
            None => frame.flow.pieces.extend(pieces),
        }
    }

    pub(super) fn open_table(&mut self, tag: Tag, element: &Element<'_>) -> Step {
        if tag == Tag::DataTable {
            return self.begin_table();
        }
        let frame = self.frame();
        let Some(table) = frame.table.as_mut().filter(|_| frame.kind == Kind::Table) else {
            return Step::Enter;
        };
        let repeated = |name| {
            element
                .number::<u16>(name)
                .unwrap_or(1)
                .clamp(1, MOST_REPEATED)
        };
        match tag {
            Tag::TableColumn => {
                (0..repeated("number-columns-repeated")).for_each(|_| table.add_grid_column());
            }
            Tag::TableRow => table.begin_row(),
            Tag::TableCell if table.begin_cell() => {
                let columns = repeated("number-columns-spanned");
                table.span(columns);
                frame.covered = columns - 1;
                frame.repeated = repeated("number-columns-repeated");
                return self.push(Kind::Cell);
            }
            Tag::CoveredCell => {
                // A cell that the one above covers is empty; one that the one before covers is part of it.
                for _ in 0..repeated("number-columns-repeated") {
                    if frame.covered > 0 {
                        frame.covered -= 1;
                    } else if table.begin_cell() {
                        table.end_cell(Flow::default());
                    }
                }
                return Step::Skip;
            }
            _ => {}
        }
        Step::Enter
    }

    fn begin_table(&mut self) -> Step {
        let depth = self
            .frames
            .iter()
            .filter(|frame| frame.kind == Kind::Table)
            .count();
        let id = self.tables_seen;
        let step = self.push(Kind::Table);
        if step == Step::Enter {
            self.tables_seen = self.tables_seen.saturating_add(1);
            self.frame().table = Some(Table::new(id, depth));
        }
        step
    }

    pub(super) fn close_table(&mut self, tag: Tag) {
        match tag {
            Tag::TableCell => self.end_frame(Kind::Cell),
            Tag::TableRow => {
                if let Some(table) = &mut self.frame().table {
                    let pieces = table.end_row();
                    self.frame().flow.pieces.extend(pieces);
                    self.frame().covered = 0;
                }
            }
            _ => {
                self.end_frame(Kind::Table);
                self.flush();
            }
        }
    }
}

/// Ends the open cell, which may stand there several times; of long cells, and after many, once.
fn fill(table: &mut Table, pieces: Vec<Piece>, repeated: u16, copied: &mut usize) {
    let size: usize = pieces.iter().map(|piece| piece.line().len()).sum();
    for _ in 1..repeated {
        *copied += size;
        if *copied > MOST_COPIED {
            break;
        }
        table.end_cell(Flow {
            pieces: pieces.clone(),
            ..Flow::default()
        });
        table.begin_cell();
    }
    table.end_cell(Flow {
        pieces,
        ..Flow::default()
    });
}
