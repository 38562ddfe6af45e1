//! A document as the finders look at it: lines, tables as grids of cells, the headings above.

use std::{borrow::Cow, cell::OnceCell, ops::Range};

use paper::{Block, Document, Places, Source, Span};

use crate::{
    Vocabulary,
    flow::Flow,
    form::Labels,
    lines::{self, Line},
    pattern::{self, Word},
};

/// A document and what can be told of its shape without knowing what it says.
#[derive(Debug)]
pub(crate) struct Outline<'d> {
    /// The document.
    pub(crate) document: &'d Document,
    /// The lines that are not blank, first to last.
    pub(crate) lines: Vec<Line>,
    /// The tables: runs of lines with cells.
    pub(crate) grids: Vec<Grid>,
    places: Places<'d>,
    /// Where the document's lines were made whole: the way back to the file's own.
    flow: Option<(&'d Flow, &'d Document)>,
    /// For each line, the nearest heading above it.
    headings: Vec<Option<usize>>,
    /// The words of the whole text, once someone asks.
    words: OnceCell<Vec<Word>>,
    /// Its labels, once someone asks.
    labels: OnceCell<Labels>,
}

/// A table: lines that stand below each other and have cells.
#[derive(Debug, Clone)]
pub(crate) struct Grid {
    /// Its rows, as indices into the outline's lines.
    pub(crate) rows: Range<usize>,
    /// Whether the first row names the columns.
    pub(crate) headed: bool,
}

impl<'d> Outline<'d> {
    pub(crate) fn new(document: &'d Document) -> Self {
        let lines = lines::of(document);
        let mut heading = None;
        let headings = lines
            .iter()
            .enumerate()
            .map(|(index, line)| {
                let above = heading;
                if line.heading {
                    heading = Some(index);
                }
                above
            })
            .collect();
        Self {
            document,
            grids: grids(&document.text, &lines),
            lines,
            places: document.places(),
            flow: None,
            headings,
            words: OnceCell::new(),
            labels: OnceCell::new(),
        }
    }

    /// The outline of a document whose wrapped lines are made whole; its places are those of the file.
    pub(crate) fn of_flow(flow: &'d Flow, file: &'d Document) -> Self {
        Self {
            places: file.places(),
            flow: Some((flow, file)),
            ..Self::new(&flow.document)
        }
    }

    /// The whole text.
    pub(crate) fn text(&self) -> &'d str {
        &self.document.text
    }

    /// The words of a stretch, as [`pattern::words`] gives them.
    pub(crate) fn words(&self, span: Span) -> Cow<'_, [Word]> {
        let all = self
            .words
            .get_or_init(|| pattern::words(self.text(), 0..self.text().len()));
        let first = all.partition_point(|w| w.span.end <= span.start);
        let last = all.partition_point(|w| w.span.start < span.end);
        let there = all.get(first..last.max(first)).unwrap_or_default();
        // A stretch that cuts a word in two has words of its own.
        let whole = there.first().is_none_or(|w| w.span.start >= span.start)
            && there.last().is_none_or(|w| w.span.end <= span.end);
        if whole {
            Cow::Borrowed(there)
        } else {
            Cow::Owned(pattern::words(self.text(), span))
        }
    }

    /// The labels, and what is filled in beside or below them.
    pub(crate) fn labels(&self, vocabulary: &Vocabulary) -> &Labels {
        self.labels
            .get_or_init(|| Labels::of(self, &vocabulary.forms))
    }

    /// The blocks.
    pub(crate) fn blocks(&self) -> &'d [Block] {
        &self.document.blocks
    }

    /// The place of a byte range, for the record.
    pub(crate) fn source(&self, span: Span) -> Source {
        match self.flow {
            Some((flow, file)) => self.places.source(flow.there(&span, &file.text)),
            None => self.places.source(span),
        }
    }

    /// The index of the block that holds a byte.
    pub(crate) fn block_at(&self, at: usize) -> Option<usize> {
        let after = self.document.blocks.partition_point(|b| b.start <= at);
        let index = after.checked_sub(1)?;
        (at < self.document.blocks[index].end).then_some(index)
    }

    /// The index of the line that holds a byte.
    pub(crate) fn line_at(&self, at: usize) -> Option<usize> {
        let after = self.lines.partition_point(|line| line.span.start <= at);
        let index = after.checked_sub(1)?;
        (at < self.lines[index].span.end).then_some(index)
    }

    /// The nearest heading above a line.
    pub(crate) fn heading_of(&self, line: usize) -> Option<usize> {
        self.headings.get(line).copied().flatten()
    }

    /// The table that a line is a row of.
    pub(crate) fn grid_of(&self, line: usize) -> Option<&Grid> {
        let after = self.grids.partition_point(|g| g.rows.start <= line);
        let grid = self.grids.get(after.checked_sub(1)?)?;
        grid.rows.contains(&line).then_some(grid)
    }

    /// The column of its line's cells in which a byte stands.
    pub(crate) fn column_at(&self, line: usize, at: usize) -> Option<usize> {
        let cells = &self.lines.get(line)?.cells;
        cells.iter().position(|c| c.contains(&at))
    }

    /// The cell that names a column of a row's table.
    pub(crate) fn head_of(&self, line: usize, column: usize) -> Option<Span> {
        let grid = self.grid_of(line)?;
        if !grid.headed || grid.rows.start == line {
            return None;
        }
        self.lines.get(grid.rows.start)?.cells.get(column).cloned()
    }
}

/// Runs of rows. A blank line does not end a table where the next row has as many cells.
fn grids(text: &str, lines: &[Line]) -> Vec<Grid> {
    let mut grids: Vec<Grid> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if line.cells.is_empty() {
            continue;
        }
        let same = |grid: &Grid| {
            let above = &lines[grid.rows.end - 1];
            grid.rows.end == index && (!line.gap || above.cells.len() == line.cells.len())
        };
        match grids.last_mut() {
            Some(grid) if same(grid) => grid.rows.end = index + 1,
            _ => grids.push(Grid {
                rows: index..index + 1,
                headed: false,
            }),
        }
    }
    for grid in &mut grids {
        grid.headed = is_headed(text, &lines[grid.rows.clone()]);
    }
    grids
}

/// Whether the first row names columns: every cell is filled and short, none has a number but a year or a unit, and the
/// rows below do have some.
fn is_headed(text: &str, rows: &[Line]) -> bool {
    let Some((first, rest)) = rows.split_first() else {
        return false;
    };
    let short = |cell: &Span| {
        let words = &text[cell.clone()];
        // "Nr." ends with a full stop and is a head all the same.
        words.split_whitespace().count() <= 6
            && (words.len() <= 6 || !words.ends_with(['.', ':', '?']))
    };
    let filled = first.cells.iter().filter(|c| !c.is_empty()).count();
    let digits = |cell: &Span| text[cell.clone()].contains(|c: char| c.is_ascii_digit());
    let mut plain = first.cells.iter().skip(1).filter(|c| digits(c));
    let numbered = rest
        .iter()
        .filter(|row| row.cells.iter().any(digits))
        .count();
    !rest.is_empty()
        && filled + 1 >= first.cells.len()
        && first.cells.iter().all(short)
        && first.cells.first().is_none_or(|c| !digits(c))
        && plain.all(|c| is_year_or_unit(&text[c.clone()]))
        && (numbered * 2 >= rest.len() || first.cells.len() > 2)
}

/// `2019`, `Budget 2019`, `Beløb (1.000 kr.)`.
fn is_year_or_unit(cell: &str) -> bool {
    cell.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .all(|digits| digits.len() == 4 || digits == "1" || digits == "000")
}
