//! Tables of amounts: units in the caption, the head or a column; years, sums and roles by column and row.

use danish::Unit;
use paper::{AmountRole, Span};

use super::{Words, cells, roles};
use crate::{
    Vocabulary,
    outline::{Grid, Outline},
    pattern::cut,
};

/// A column of a table of money.
#[derive(Debug, Clone, Default)]
pub(super) struct Column {
    pub(super) unit: Option<Unit>,
    pub(super) role: Option<AmountRole>,
    pub(super) year: Option<i16>,
    /// Whether its head is a year and nothing more.
    pub(super) yearly: bool,
    /// Whether it sums the others of its row.
    pub(super) sum: bool,
    pub(super) money: bool,
    /// Whether its numbers count something else.
    pub(super) count: bool,
    /// Whether its head names a budget, which among what was applied for and granted is a project's whole one.
    budget: bool,
    /// Whether its head only says that money is given, as in a list of grants.
    gives: bool,
}

impl Column {
    /// A column of amounts without a head.
    pub(super) fn of_money(unit: Option<Unit>) -> Self {
        Self {
            unit,
            money: true,
            ..Self::default()
        }
    }
}

/// `2019`.
pub(super) fn is_year(said: &str) -> bool {
    said.len() == 4
        && (said.starts_with("19") || said.starts_with("20"))
        && said.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a head names money where no unit is declared.
pub(super) fn heads_money(words: &Words, head: &str) -> bool {
    let lower = head.to_lowercase();
    words
        .money
        .iter()
        .any(|start| lower.starts_with(start.as_str()))
}

/// Among columns of what was applied for or granted that of the budget is each project's whole one.
pub(super) fn settle_budgets(columns: &mut [Column]) {
    let dealt = columns
        .iter()
        .any(|c| matches!(c.role, Some(AmountRole::Ansøgt | AmountRole::Bevilget)));
    for column in columns
        .iter_mut()
        .filter(|c| dealt && c.budget && c.role.is_none())
    {
        column.role = Some(AmountRole::Total);
    }
}

/// What a list of grants says of its columns by being one: what is given is granted.
pub(super) fn settle_grants(columns: &mut [Column]) {
    for column in columns.iter_mut().filter(|c| c.gives) {
        column.role = Some(AmountRole::Bevilget);
    }
    settle_budgets(columns);
}

/// The columns of a table with a head, if some are money.
pub(super) fn columns(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    grid: &Grid,
) -> Option<Vec<Column>> {
    let text = outline.text();
    let words = &vocabulary.amounts;
    let language = vocabulary.danish();
    let mut grid = grid;
    for _ in 0..PARTS {
        match continued(outline, grid) {
            Some(above) => grid = above,
            None => break,
        }
    }
    let head = &outline.lines.get(grid.rows.start)?.cells;
    let second = (head_rows(outline, vocabulary, grid) == 2)
        .then(|| outline.lines.get(grid.rows.start + 1))
        .flatten();
    if grid.rows.len() < 2
        || head.len() < 2
        || is_form(outline, vocabulary, grid)
        || is_headless(text, head)
    {
        return None;
    }
    let corner = head
        .first()
        .map(|cell| &text[cell.clone()])
        .unwrap_or_default();
    let table_unit =
        danish::unit(corner, language).or_else(|| caption_unit(outline, vocabulary, grid));
    let mut columns: Vec<Column> = head
        .iter()
        .enumerate()
        .map(|(at, cell)| {
            let below = second.and_then(|row| row.cells.get(at));
            let below = below.map_or("", |cell| &text[cell.clone()]);
            let own = danish::unit(below, language);
            let year = if own.is_some() { "" } else { below };
            let head = format!("{} {year}", &text[cell.clone()]);
            let unit = own.or_else(|| danish::unit(&head, language));
            column(words, head.trim(), at, unit, table_unit)
        })
        .collect();
    settle_budgets(&mut columns);
    carry_on(outline, grid, &mut columns);
    let own = columns
        .iter()
        .skip(1)
        .any(|column| column.unit.is_some() && column.money);
    if table_unit.is_some() && !own {
        for column in columns.iter_mut().skip(1).filter(|column| column.money) {
            column.unit = table_unit;
        }
    }
    if table_unit.is_none() && !own {
        undeclared(outline, vocabulary, grid, &mut columns);
    }
    let any = columns.iter().skip(1).any(|column| column.unit.is_some());
    let written = outline.lines[grid.rows.clone()].iter().any(|row| {
        row.cells
            .iter()
            .skip(1)
            .any(|cell| whole_money(text, cell, vocabulary).is_some())
    });
    (any || written).then_some(columns)
}

/// How many parts a table may have, with lines between.
const PARTS: usize = 8;

/// The rows that name the columns: two where years stand below their names, none where the table goes on from one above.
pub(super) fn head_rows(outline: &Outline<'_>, vocabulary: &Vocabulary, grid: &Grid) -> usize {
    if continued(outline, grid).is_some() {
        return 0;
    }
    let text = outline.text();
    let rows = outline.lines.get(grid.rows.clone()).unwrap_or_default();
    let figures = |cell: &Span| whole_money(text, cell, vocabulary).is_some();
    if rows
        .first()
        .is_some_and(|row| row.cells.iter().skip(1).any(figures))
    {
        return 0;
    }
    let is_unit = |said: &str| {
        let short = said.len() <= 12 && said.starts_with('(') || said.eq_ignore_ascii_case("kr.");
        short && danish::unit(said, vocabulary.danish()).is_some()
    };
    let second = rows.get(1).filter(|_| rows.len() > 2);
    let below = second.map_or(&[][..], |row| row.cells.get(1..).unwrap_or_default());
    let below = below.iter().map(|cell| &text[cell.clone()]);
    let mut below = below.filter(|said| !said.is_empty()).peekable();
    let any = below.peek().is_some();
    let digits = |cell: &Span| text[cell.clone()].contains(|c: char| c.is_ascii_digit());
    // Units stand below names and years, years below names alone.
    let numbered = rows.first().is_some_and(|row| row.cells.iter().any(digits));
    let heads = |said: &str| is_unit(said) || is_year(said) && !numbered;
    1 + usize::from(any && below.all(heads))
}

/// The table above, of which this one is the rest below a line between: as many columns, and numbers in its first row.
fn continued<'o>(outline: &'o Outline<'_>, grid: &Grid) -> Option<&'o Grid> {
    let text = outline.text();
    let first = outline.lines.get(grid.rows.start)?;
    let figures = first.cells.iter().skip(1).all(|cell| {
        let cell = &text[cell.clone()];
        cell.chars()
            .all(|c| c.is_ascii_digit() || ".,-–+ ".contains(c))
    });
    let some = first.cells.len() > 2 && first.cells.iter().skip(1).any(|cell| cell.len() > 4);
    if !(figures && some) || outline.lines.get(grid.rows.start)?.opens_page {
        return None;
    }
    let at = outline
        .grids
        .partition_point(|g| g.rows.start < grid.rows.start);
    let above = outline.grids.get(at.checked_sub(1)?)?;
    let near = grid.rows.start - above.rows.end <= 2;
    let alike = outline.lines.get(above.rows.start)?.cells.len() == first.cells.len();
    (near && alike).then_some(above)
}

/// A unit of thousands or millions holds for the columns to its right whose numbers are written alike.
fn carry_on(outline: &Outline<'_>, grid: &Grid, columns: &mut [Column]) {
    let text = outline.text();
    let rows = outline.lines.get(grid.rows.clone()).unwrap_or_default();
    let decimals = |at: usize| -> Option<usize> {
        rows.iter()
            .skip(1)
            .filter_map(|row| text[row.cells.get(at)?.clone()].split_once(','))
            .map(|(_, rest)| rest.len())
            .max()
    };
    for at in 2..columns.len() {
        let left = columns[at - 1].unit.filter(|unit| unit.ore >= 100_000);
        let column = &columns[at];
        let free = column.unit.is_none() && !column.count;
        if left.is_some() && free && decimals(at).is_some() && decimals(at) == decimals(at - 1) {
            (columns[at].unit, columns[at].money) = (left, true);
        }
    }
}

/// Kroner for the columns of a budget that declares no unit: heads that name money, or years under a heading that does.
fn undeclared(outline: &Outline<'_>, vocabulary: &Vocabulary, grid: &Grid, columns: &mut [Column]) {
    let text = outline.text();
    let words = &vocabulary.amounts;
    let rows = outline.lines.get(grid.rows.clone()).unwrap_or_default();
    let Some((head, rows)) = rows.split_first() else {
        return;
    };
    let above = grid
        .rows
        .start
        .checked_sub(1)
        .into_iter()
        .chain(outline.heading_of(grid.rows.start));
    let budget = above
        .filter_map(|line| outline.lines.get(line))
        .any(|line| roles::of_lead(words, &text[line.span.clone()]) == Some(AmountRole::Post));
    let kroner = Unit {
        ore: 100,
        currency: "DKK",
    };
    for (at, column) in columns.iter_mut().enumerate().skip(1) {
        let Some(cell) = head.cells.get(at) else {
            continue;
        };
        let named = heads_money(words, &text[cell.clone()]);
        let thousands = rows
            .iter()
            .filter_map(|row| {
                danish::amount_in(
                    &text[row.cells.get(at)?.clone()],
                    kroner,
                    vocabulary.danish(),
                )
            })
            .any(|money| money.ore.abs() >= 100_000);
        if !column.count && thousands && (named || budget && (column.yearly || column.sum)) {
            (column.unit, column.money) = (Some(kroner), true);
        }
    }
    let is_money = |(at, column): (usize, &Column)| column.money.then_some(at);
    let money: Vec<usize> = columns.iter().enumerate().filter_map(is_money).collect();
    for (at, column) in columns.iter_mut().enumerate().skip(1) {
        let free = column.unit.is_none() && !column.count && money.len() > 1;
        if free && cells::follows_from(outline, vocabulary, grid, at, &money) {
            (column.unit, column.money) = (Some(kroner), true);
        }
    }
}

/// `2014`, `kr.`, `95.000`: the first row already has amounts, with their unit in a cell of its own.
fn is_headless(text: &str, head: &[Span]) -> bool {
    head.windows(2).any(|pair| {
        let [unit, figure] = pair else { return false };
        let said = text[unit.clone()].to_lowercase();
        let digits = text[figure.clone()].starts_with(|c: char| c.is_ascii_digit());
        matches!(said.as_str(), "kr." | "kr" | "dkk") && digits
    })
}

/// Label and value in two columns are a form or a list, whose first row heads nothing.
fn is_form(outline: &Outline<'_>, vocabulary: &Vocabulary, grid: &Grid) -> bool {
    let text = outline.text();
    let head = &outline.lines[grid.rows.start].cells;
    let heads_money = head.get(1).is_some_and(|cell| {
        let lower = text[cell.clone()].to_lowercase();
        danish::unit(&lower, vocabulary.danish()).is_some()
            || lower.starts_with("beløb")
            || lower.starts_with("budget")
            || lower.starts_with("kr") && !lower.contains(|c: char| c.is_ascii_digit())
    });
    head.len() == 2 && !heads_money
}

pub(super) fn column(
    words: &Words,
    head: &str,
    at: usize,
    unit: Option<Unit>,
    table: Option<Unit>,
) -> Column {
    let lower = head.to_lowercase();
    let bare = lower
        .split('(')
        .next()
        .unwrap_or(&lower)
        .trim()
        .trim_end_matches([':', '.']);
    let count = words.counts.contains(bare)
        || bare.contains('%')
        || bare.contains("pct")
        || bare.starts_with("antal");
    let year = lower
        .split(|c: char| !c.is_ascii_digit())
        .find(|digits| digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20")))
        .and_then(|digits| digits.parse().ok());
    Column {
        unit: unit.filter(|_| at > 0),
        role: roles::of_label(words, head).filter(|role| !matches!(role, AmountRole::Total)),
        year,
        yearly: year.is_some() && bare.chars().count() <= 7,
        sum: words.sums.contains(bare),
        count,
        gives: matches!(
            bare,
            "tilskud" | "støtte" | "tilskudsbeløb" | "støttebeløb" | "tilskud i alt"
        ),
        budget: matches!(
            bare,
            "samlet budget"
                | "samlede budget"
                | "budget"
                | "totalbudget"
                | "projektbudget"
                | "budget i alt"
                | "samlede udgifter"
                | "projektets budget"
                | "samlet pris"
        ),
        money: !count && (unit.is_some() || table.is_some()),
    }
}

/// The unit in the line above the table, `Budget (beløb i kr., ekskl. moms)`, or in brackets or by itself a few lines farther up.
fn caption_unit(outline: &Outline<'_>, vocabulary: &Vocabulary, grid: &Grid) -> Option<Unit> {
    const FAR: usize = 6;
    const SHORT: usize = 60;
    let first = grid.rows.start;
    for at in (first.saturating_sub(FAR)..first).rev() {
        let above = outline.lines.get(at)?;
        let caption = cut(outline.text(), above.span.clone());
        if at + 1 < first && !above.cells.is_empty() {
            return None;
        }
        // What brackets at its end tell outweighs the amounts of the sentence: `i alt 6 mio. kr., fordelt således (1.000 kr.):`
        let last = caption
            .rfind('(')
            .filter(|at| caption.len() - at < SHORT)
            .and_then(|at| danish::unit(cut(caption, at..caption.len()), vocabulary.danish()));
        let most = if at + 1 == first { 200 } else { SHORT };
        let found = last.or_else(|| {
            (caption.len() < most).then(|| danish::unit(caption, vocabulary.danish()))?
        });
        if found.is_some() {
            return found;
        }
    }
    None
}

/// A cell that is an amount with its unit and nothing more.
pub(super) fn whole_money(
    text: &str,
    cell: &Span,
    vocabulary: &Vocabulary,
) -> Option<danish::Money> {
    let content = &text[cell.clone()];
    if content.len() > 60 || !content.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let money = danish::money(content, vocabulary.danish())
        .into_iter()
        .next()?;
    let rest = content.len() - money.span.len();
    (rest <= 6).then_some(money)
}

/// The money of a cell: with its own unit, or in the column's.
pub(super) fn cell_money(
    text: &str,
    cell: &Span,
    unit: Option<Unit>,
    vocabulary: &Vocabulary,
) -> Option<danish::Money> {
    whole_money(text, cell, vocabulary)
        .or_else(|| danish::amount_in(&text[cell.clone()], unit?, vocabulary.danish()))
}

/// Whether a row sums those above it.
pub(super) fn is_total(words: &Words, label: &str) -> bool {
    roles::of_label(words, label) == Some(AmountRole::Total)
}
