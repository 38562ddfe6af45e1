//! Which tables hold data, and which only lay out a page.

use super::measure::Measure;
use super::names;
use super::tree::{Id, Tree};

/// Characters of a cell from which it is a column of a page rather than a field of a table.
const LONG: u32 = 700;

/// Characters that a label or a value has where both stand on one line.
const SHORT: u32 = 120;

/// The rows of a table, those of tables within it left out.
pub(super) fn rows(tree: &Tree, table: Id) -> Vec<Id> {
    let mut rows = Vec::new();
    for child in tree.children(table) {
        match tree.name(child) {
            "tr" => rows.push(child),
            "thead" | "tbody" | "tfoot" => {
                rows.extend(tree.children(child).filter(|&row| tree.name(row) == "tr"));
            }
            _ => {}
        }
    }
    rows
}

/// The cells of a row.
pub(super) fn cells(tree: &Tree, row: Id) -> impl Iterator<Item = Id> + '_ {
    tree.children(row)
        .filter(|&cell| matches!(tree.name(cell), "td" | "th"))
}

/// How many columns or rows a cell fills.
pub(super) fn span(tree: &Tree, cell: Id, attribute: &str) -> u16 {
    let stated = tree.attribute(cell, attribute);
    let stated = stated.and_then(|value| value.trim().parse().ok());
    stated.unwrap_or(1)
}

/// Whether a list of definitions is a table of labels and short values: one of each in turn, and no blocks in them.
pub(super) fn is_pairs(tree: &Tree, measures: &[Measure], list: Id) -> bool {
    let is_short = |id: Id| {
        let measure = measures.get(id.at()).copied().unwrap_or_default();
        measure.text < SHORT
            && measure.paragraphs + measure.tables + measure.items + measure.inputs == 0
    };
    let named: Vec<Id> = tree
        .children(list)
        .filter(|&id| !tree.name(id).is_empty())
        .collect();
    let is_pair = |pair: &[Id]| match pair {
        [label, value] => tree.name(*label) == "dt" && tree.name(*value) == "dd",
        _ => false,
    };
    named.len() > 1 && named.chunks(2).all(is_pair) && named.into_iter().all(is_short)
}

/// Whether the rows of a table are rows to a reader, and not just a way to set blocks beside each other.
pub(super) fn is_data(tree: &Tree, measures: &[Measure], table: Id) -> bool {
    if matches!(tree.attribute(table, "role"), Some("presentation" | "none")) {
        return false;
    }
    let measure = |id: Id| measures.get(id.at()).copied().unwrap_or_default();
    let rows: Vec<Vec<Id>> = rows(tree, table)
        .into_iter()
        .map(|row| {
            cells(tree, row)
                .filter(|&cell| measure(cell).text > 0)
                .collect()
        })
        .collect();
    if rows.iter().all(|cells: &Vec<Id>| cells.len() < 2) {
        return false;
    }
    let whole = measure(table);
    // A cell with the better part of the table in tables of its own.
    let is_most =
        |cell: Measure| cell.tables > 0 && u64::from(cell.text) * 10 > u64::from(whole.text) * 6;
    let mut cells = rows.iter().flatten().copied();
    if is_marked(tree, table, &rows) {
        return !cells.any(|cell| is_most(measure(cell)));
    }
    if has_border(tree, table) {
        return !cells.any(|cell| {
            let cell = measure(cell);
            is_most(cell) || cell.headings > 1 || cell.text > LONG * 3
        });
    }
    !cells.any(|cell| is_column(measure(cell))) && (rows.len() > 1 || is_line(&rows, measure))
}

/// Whether the table says of itself that it has heads.
fn is_marked(tree: &Tree, table: Id, rows: &[Vec<Id>]) -> bool {
    let is_head = |cell: Id| tree.name(cell) == "th" || tree.attribute(cell, "scope").is_some();
    let says = |name| {
        tree.attribute(table, name)
            .is_some_and(|value| !value.trim().is_empty())
    };
    says("summary")
        || matches!(tree.attribute(table, "role"), Some("table" | "grid"))
        || tree
            .children(table)
            .any(|child| matches!(tree.name(child), "caption" | "thead"))
        || rows.iter().flatten().any(|&cell| is_head(cell))
}

/// Whether lines are drawn between its cells.
fn has_border(tree: &Tree, table: Id) -> bool {
    let is_drawn = |value: &str| !matches!(value.trim(), "0" | "0px" | "none");
    tree.attribute(table, "border").is_some_and(is_drawn)
        || tree.attribute(table, "rules").is_some_and(is_drawn)
        || names::has_class(tree, table, "MsoTableGrid")
}

/// Whether a cell holds blocks as the column of a page does.
fn is_column(cell: Measure) -> bool {
    cell.tables > 0
        || cell.headings > 0
        || cell.text > LONG
        || cell.breaks > 4
        || cell.inputs > 3
        || (cell.paragraphs > 2 || cell.items > 2) && cell.text > 200
}

/// Whether the only row of a table reads as a line.
fn is_line(rows: &[Vec<Id>], measure: impl Fn(Id) -> Measure) -> bool {
    rows.iter().flatten().all(|&cell| {
        let cell = measure(cell);
        cell.text <= 60 && cell.breaks == 0 && cell.paragraphs < 2 && cell.items == 0
    })
}

/// Sets heads before bodies, feet after them and captions first, as they are seen.
pub(super) fn order_rows(tree: &mut Tree, order: &[Id]) {
    for &id in order {
        let Some(table) = tree.parent(id).filter(|&above| tree.name(above) == "table") else {
            continue;
        };
        match tree.name(id) {
            "tfoot" => tree.append(table, id),
            "caption" => {
                if let Some(first) = tree.first(table).filter(|&first| first != id) {
                    tree.insert_before(first, id);
                }
            }
            _ => {}
        }
    }
}
