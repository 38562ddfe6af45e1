//! Tables set with spaces or dots: figures below each other at the lines' ends, whatever the reader of the file made of them.

use std::ops::Range;

use danish::Unit;
use paper::{AmountRole, Kind, Span};

use super::{
    pieces::{KRONER, Piece, What, meet, pieces},
    roles,
    sheet::{Row, Sheet},
    table::{self, Column},
};
use crate::{Vocabulary, lines::Line, outline::Outline, pattern::cut};

/// The longest line that is looked at, in bytes, and the longest that can be a section's name.
const LONGEST: usize = 300;
const SECTION: usize = 70;
/// The most columns of figures, lines of heads, and lines above in which a unit may be declared.
const MOST_COLUMNS: usize = 16;
const MOST_HEADS: usize = 3;
const ABOVE: usize = 6;
/// A line with figures.
struct Figures {
    line: usize,
    label: Span,
    values: Vec<Piece>,
    section: Option<usize>,
}

/// What a line is to a table.
pub(super) enum Shape {
    Row(Span, Vec<Piece>),
    Head(Vec<Piece>),
    Section,
    Other,
}

/// The tables of the paper whose columns are spaces.
pub(super) fn sheets(outline: &Outline<'_>, vocabulary: &Vocabulary, kind: Kind) -> Vec<Sheet> {
    let mut reader = Reader::new(outline, vocabulary, kind);
    for (index, line) in outline.lines.iter().enumerate() {
        reader.line(index, shape(outline.text(), vocabulary, line));
    }
    reader.close();
    reader.found
}

pub(super) struct Reader<'a, 'd> {
    outline: &'a Outline<'d>,
    vocabulary: &'a Vocabulary,
    kind: Kind,
    heads: Vec<Vec<Piece>>,
    rows: Vec<Figures>,
    /// The last line that names a part, and how many stand since the last row.
    section: Option<usize>,
    sections: usize,
    /// The unit of the last table, and its last line.
    pub(super) unit: Option<(usize, Unit)>,
    /// Whether the columns are cells of rows: rows of cells are also made of what is no money.
    pub(super) in_cells: bool,
    /// The unit that cells of their own tell.
    pub(super) own: Option<Unit>,
    /// What the line above the table says of all its rows.
    pub(super) lead: Option<AmountRole>,
    pub(super) found: Vec<Sheet>,
}

impl<'a, 'd> Reader<'a, 'd> {
    pub(super) fn new(outline: &'a Outline<'d>, vocabulary: &'a Vocabulary, kind: Kind) -> Self {
        Self {
            outline,
            vocabulary,
            kind,
            heads: Vec::new(),
            rows: Vec::new(),
            section: None,
            sections: 0,
            unit: None,
            in_cells: false,
            own: None,
            lead: None,
            found: Vec::new(),
        }
    }

    pub(super) fn line(&mut self, index: usize, shape: Shape) {
        match shape {
            Shape::Row(label, values) => {
                self.sections = 0;
                self.rows.push(Figures {
                    line: index,
                    label,
                    values,
                    section: self.section,
                });
            }
            Shape::Head(pieces) => {
                if !self.rows.is_empty() {
                    self.close();
                }
                if self.heads.len() == MOST_HEADS {
                    self.heads.remove(0);
                }
                self.heads.push(pieces);
            }
            Shape::Section => {
                self.section = Some(index);
                self.sections += 1;
                if self.sections > 1 {
                    self.close();
                    self.section = Some(index);
                }
            }
            Shape::Other => {
                self.close();
                self.section = None;
            }
        }
    }

    /// The table so far, if it is one of money.
    pub(super) fn close(&mut self) {
        let (rows, heads) = (
            std::mem::take(&mut self.rows),
            std::mem::take(&mut self.heads),
        );
        self.sections = 0;
        if rows.is_empty() || rows.len() == 1 && heads.is_empty() {
            return;
        }
        let wide = columns_of(&rows);
        if wide.len() > MOST_COLUMNS {
            return;
        }
        let named = heads_of(self.outline.text(), &heads, &wide);
        let Some(columns) = self.columns(&rows, &wide, &named) else {
            return;
        };
        let unit = columns.iter().find_map(|column| column.unit);
        self.unit = unit.and_then(|unit| Some((rows.last()?.line, unit)));
        let rows = rows.iter().map(|row| self.row(row, &wide, &named.0));
        let rows = rows.collect();
        self.found.push(Sheet {
            head: None,
            columns,
            rows,
        });
    }

    /// The columns with their units; none where nothing says that the figures are money.
    fn columns(
        &self,
        rows: &[Figures],
        wide: &[Range<usize>],
        (corner, heads): &(String, Vec<String>),
    ) -> Option<Vec<Column>> {
        let (text, words) = (self.outline.text(), &self.vocabulary.amounts);
        let language = self.vocabulary.danish();
        let first = rows.first()?.line;
        let carried = self.unit.filter(|(last, _)| first - last <= 3);
        let declared = self
            .own
            .or_else(|| danish::unit(corner, language))
            .or_else(|| self.declared(first))
            .or(carried.map(|(_, unit)| unit));
        let mut columns = vec![Column::default()];
        columns.extend(heads.iter().enumerate().map(|(at, head)| {
            table::column(words, head, at + 1, danish::unit(head, language), declared)
        }));
        let total = rows.iter().any(|row| {
            let own = cut(text, row.label.clone());
            table::is_total(words, if own.is_empty() { corner } else { own })
        });
        let counts = roles::counts_said(words, corner) || self.counted(first);
        let total = total && !counts;
        let budget = self.kind == Kind::Budget
            || roles::of_lead(words, corner) == Some(AmountRole::Post)
            || self.in_budget(first);
        let own = columns.iter().any(|c| c.unit.is_some() && c.money);
        for (at, column) in columns.iter_mut().enumerate().skip(1) {
            if column.count {
                continue;
            }
            let thousands = || wide.get(at - 1).is_some_and(|w| self.thousands(rows, w));
            let sure = !self.in_cells || self.own.is_some();
            let holds = |unit: Unit| sure || !counts && (unit.ore > KRONER.ore || thousands());
            if declared.is_some_and(holds) && !own {
                (column.unit, column.money) = (declared, true);
            }
            let head = heads.get(at - 1).map_or("", String::as_str);
            let named = table::heads_money(words, head);
            if declared.is_none() && !own && (total || budget || named) && thousands() {
                (column.unit, column.money) = (Some(KRONER), true);
            }
        }
        let with_units = total
            && rows.len() > 1
            && rows
                .iter()
                .all(|row| row.values.iter().all(|v| v.what == What::Money));
        (with_units || columns.iter().any(|c| c.unit.is_some())).then_some(columns)
    }

    /// Whether a line right above says that the figures count something.
    fn counted(&self, first: usize) -> bool {
        let above = (1..=3).filter_map(|up| self.outline.lines.get(first.checked_sub(up)?));
        above
            .map(|line| cut(self.outline.text(), line.span.clone()))
            .any(|said| said.len() < 120 && roles::counts_said(&self.vocabulary.amounts, said))
    }

    /// Whether as many of a column's figures as not are thousands as money is written, `1.250`.
    fn thousands(&self, rows: &[Figures], column: &Range<usize>) -> bool {
        let (mut all, mut dotted) = (0, 0);
        for piece in rows.iter().flat_map(|row| &row.values) {
            if piece.what == What::Figure && meet(&piece.wide, column) > 0 {
                let figure = cut(self.outline.text(), piece.span.clone());
                let parts = figure.split_once('.');
                all += 1;
                dotted += usize::from(parts.is_some_and(|(_, rest)| rest.len() >= 3));
            }
        }
        dotted > 0 && dotted * 2 >= all
    }

    /// The unit that a line above declares; one that stands farther away must say that it speaks of the amounts.
    fn declared(&self, first: usize) -> Option<Unit> {
        let language = self.vocabulary.danish();
        (1..=ABOVE).find_map(|up| {
            let line = self.outline.lines.get(first.checked_sub(up)?)?;
            let said = cut(self.outline.text(), line.span.clone());
            if said.len() > 200 {
                return None;
            }
            let lower = said.to_lowercase();
            let speaks = lower.contains("beløb") || lower.contains("tal i") || lower.ends_with(')');
            (speaks || up <= 2)
                .then(|| danish::unit(said, language))
                .flatten()
        })
    }

    /// Whether a heading or a line right above says that a budget follows.
    fn in_budget(&self, first: usize) -> bool {
        let words = &self.vocabulary.amounts;
        let near = (1..=4).filter_map(|up| first.checked_sub(up));
        near.chain(self.outline.heading_of(first))
            .filter_map(|line| self.outline.lines.get(line))
            .map(|line| cut(self.outline.text(), line.span.clone()))
            .any(|said| {
                said.len() < SECTION && roles::of_lead(words, said) == Some(AmountRole::Post)
            })
    }

    fn row(&self, row: &Figures, wide: &[Range<usize>], corner: &str) -> Row {
        let text = self.outline.text();
        let own = cut(text, row.label.clone());
        let mut cells = vec![row.label.clone()];
        cells.extend(wide.iter().map(|column| {
            let there = row.values.iter().find(|v| meet(&v.wide, column) > 0);
            match there {
                Some(piece) if piece.what != What::Dash => piece.span.clone(),
                _ => row.label.end..row.label.end,
            }
        }));
        let section = row
            .section
            .and_then(|line| self.outline.lines.get(line))
            .and_then(|line| {
                roles::of_label(&self.vocabulary.amounts, cut(text, line.span.clone()))
            })
            .filter(|role| *role == AmountRole::Medfinansiering)
            .or(self.lead);
        Row {
            line: row.line,
            label: if own.is_empty() { corner } else { own }.to_owned(),
            cells,
            section,
        }
    }
}

/// Where the figures of all rows stand: stretches of the page's width that do not meet.
fn columns_of(rows: &[Figures]) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = rows
        .iter()
        .flat_map(|row| row.values.iter().map(|v| v.wide.clone()))
        .collect();
    all.sort_by_key(|wide| (wide.start, wide.end));
    let mut columns: Vec<Range<usize>> = Vec::new();
    for wide in all {
        match columns.last_mut() {
            Some(last) if wide.start < last.end => last.end = last.end.max(wide.end),
            _ => columns.push(wide),
        }
    }
    columns
}

/// The words above the labels, and those above each column.
fn heads_of(text: &str, heads: &[Vec<Piece>], wide: &[Range<usize>]) -> (String, Vec<String>) {
    let mut corner = String::new();
    let mut named = vec![String::new(); wide.len()];
    // The first words of a line stand above the labels where they are not right above figures.
    let firsts = heads.iter().flat_map(|line| {
        let places = line.iter().enumerate();
        places.map(|(at, piece)| (at == 0, piece))
    });
    for (first, piece) in firsts {
        let near = |column: &Range<usize>| {
            let met = meet(&piece.wide, column);
            let apart = column.start.saturating_sub(piece.wide.end)
                + piece.wide.start.saturating_sub(column.end);
            match met {
                0 if first => 0,
                0 => 3_usize.saturating_sub(apart),
                met => met + 10,
            }
        };
        let best = wide
            .iter()
            .zip(&mut named)
            .max_by_key(|(column, _)| near(column))
            .filter(|(column, _)| near(column) > 0);
        let name = best.map_or(&mut corner, |(_, name)| name);
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(cut(text, piece.span.clone()));
    }
    (corner, named)
}

fn shape(text: &str, vocabulary: &Vocabulary, line: &Line) -> Shape {
    let said = cut(text, line.span.clone());
    if line.margin || said.len() > LONGEST || said.contains(['\t', '|']) {
        return Shape::Other;
    }
    let gaps = said.contains("  ") || said.contains("...") || said.contains(['_', '…', '\u{a0}']);
    let pieces = if gaps {
        pieces(text, vocabulary, line)
    } else {
        Vec::new()
    };
    let words_only = match pieces.as_slice() {
        [] => true,
        [only] => only.what == What::Words,
        _ => false,
    };
    if words_only {
        let short = said.len() <= SECTION && !said.ends_with(['.', ',']) && !said.contains(". ");
        let numbered = crate::lines::bullet(said) > 0 && said.len() <= SECTION;
        return if short || numbered {
            Shape::Section
        } else {
            Shape::Other
        };
    }
    let named = pieces
        .iter()
        .position(|p| p.what == What::Words)
        .map_or(0, |at| at + 1);
    let values: Vec<Piece> = pieces
        .iter()
        .skip(named)
        .filter(|p| p.what != What::Words)
        .cloned()
        .collect();
    let years = values
        .iter()
        .all(|v| matches!(v.what, What::Year | What::Dash));
    if years {
        return Shape::Head(pieces);
    }
    let first = values.first().map_or(line.span.end, |v| v.span.start);
    let before = pieces.iter().filter(|p| p.span.end <= first);
    let label = before.clone().find(|p| p.what == What::Words);
    let label = match (label, before.clone().next_back()) {
        (Some(from), Some(to)) => from.span.start..to.span.end,
        _ => line.span.start..line.span.start,
    };
    Shape::Row(label, values)
}
