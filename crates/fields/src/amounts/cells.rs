//! Tables in cells whose first row names no columns: labels, and figures beside them, as a budget pasted into a letter has.

use danish::Unit;
use paper::{AmountRole, Kind, Span};

use super::{
    pieces::{KRONER, Piece, What, what},
    roles,
    sheet::Sheet,
    spaced::{Reader, Shape},
};
use crate::{
    Vocabulary,
    lines::Line,
    outline::{Grid, Outline},
    pattern::cut,
};

/// The most cells of a row, and the most bytes of a cell, that are looked at.
const MOST: usize = 24;
const LONGEST: usize = 200;

/// The tables of money in a grid that has no head of money. `carried` is the last table's unit, and its last line.
pub(super) fn sheets(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    kind: Kind,
    grid: &Grid,
    carried: Option<(usize, Unit)>,
) -> Vec<Sheet> {
    let text = outline.text();
    let mut reader = Reader::new(outline, vocabulary, kind);
    reader.unit = carried;
    reader.in_cells = true;
    reader.lead = lead(outline, vocabulary, grid);
    for index in grid.rows.clone() {
        let Some(line) = outline.lines.get(index) else {
            continue;
        };
        let (shape, unit) = shape(text, vocabulary, line);
        reader.own = unit.or(reader.own);
        reader.line(index, shape);
    }
    reader.close();
    reader.found
}

/// What the line above says of all rows: `Tilskuddet fordeler sig således:`, `Projektet finansieres således:`
fn lead(outline: &Outline<'_>, vocabulary: &Vocabulary, grid: &Grid) -> Option<AmountRole> {
    let above = outline.lines.get(grid.rows.start.checked_sub(1)?)?;
    let said = cut(outline.text(), above.span.clone());
    let last = said.rsplit(". ").next().unwrap_or(said);
    let announces = above.heading || said.ends_with(':');
    let role = announces.then(|| roles::of_lead(&vocabulary.amounts, last))?;
    role.filter(|role| {
        matches!(
            role,
            AmountRole::Ansøgt | AmountRole::Bevilget | AmountRole::Medfinansiering
        )
    })
}

/// What a row is to a table, and the unit that a cell of its own tells.
fn shape(text: &str, vocabulary: &Vocabulary, line: &Line) -> (Shape, Option<Unit>) {
    let mut unit = None;
    if line.margin || line.cells.len() > MOST {
        return (Shape::Other, unit);
    }
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, cell) in line.cells.iter().enumerate() {
        let said = cut(text, cell.clone());
        if said.is_empty() {
            continue;
        }
        if at > 0 && is_unit(said) {
            unit = danish::unit(said, vocabulary.danish()).or(Some(KRONER));
            continue;
        }
        pieces.push(Piece {
            span: cell.clone(),
            // Cells stand below each other by their number.
            wide: at * 2..at * 2 + 1,
            what: match cell.len() > LONGEST {
                true => What::Words,
                false => what(text, vocabulary, cell),
            },
        });
    }
    (of(pieces, line), unit)
}

fn is_unit(said: &str) -> bool {
    let lower = said.to_lowercase();
    matches!(lower.as_str(), "kr." | "kr" | "dkk" | "t.kr." | "tkr.")
}

fn of(mut pieces: Vec<Piece>, line: &Line) -> Shape {
    let figure = |p: &Piece| matches!(p.what, What::Figure | What::Money);
    let figures = pieces.iter().skip(1).any(figure);
    // A year before a figure is what the row is of.
    let opens = |p: &&mut Piece| p.what == What::Year && line.cells.first() == Some(&p.span);
    if figures && let Some(first) = pieces.first_mut().filter(opens) {
        first.what = What::Words;
    }
    let is_head = |p: &Piece| matches!(p.what, What::Words | What::Year);
    if pieces.iter().all(is_head) {
        return match pieces.len() {
            0 | 1 => Shape::Section,
            _ => Shape::Head(pieces),
        };
    }
    let Some(named) = pieces.iter().position(|p| p.what == What::Words) else {
        return Shape::Other;
    };
    let is_value = |p: &&Piece| matches!(p.what, What::Figure | What::Money | What::Dash);
    let values: Vec<Piece> = (pieces.iter().skip(named + 1))
        .filter(is_value)
        .cloned()
        .collect();
    let label: Option<Span> = pieces.get(named).map(|p| p.span.clone());
    match label {
        Some(label) if !values.is_empty() => Shape::Row(label, values),
        _ => Shape::Other,
    }
}

/// Whether a column is what remains of two others, or what they make together, in every row: then it is in their unit.
pub(super) fn follows_from(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    grid: &Grid,
    at: usize,
    money: &[usize],
) -> bool {
    /// How many columns are tried.
    const FEW: usize = 6;
    let value = |line: usize, column: usize| -> Option<i64> {
        let cell = outline.lines.get(line)?.cells.get(column)?.clone();
        let said = cut(outline.text(), cell);
        Some(danish::amount_in(said, KRONER, vocabulary.danish())?.ore)
    };
    let holds = |a: usize, b: usize| {
        let rows = grid.rows.clone().skip(1);
        let told =
            rows.filter_map(|line| Some((value(line, a)?, value(line, b)?, value(line, at)?)));
        let (mut rows, mut fit) = (0, 0);
        for (a, b, c) in told {
            rows += 1;
            let makes = [
                a.saturating_sub(b),
                b.saturating_sub(a),
                a.saturating_add(b),
            ];
            fit += usize::from(makes.contains(&c));
        }
        rows > 1 && fit == rows
    };
    let few = money.get(..FEW.min(money.len())).unwrap_or_default();
    few.iter()
        .any(|a| few.iter().any(|b| a < b && holds(*a, *b)))
}

#[cfg(test)]
mod tests {
    use paper::{AmountRole, Paper};

    use crate::{Vocabulary, outline::Outline, sample};

    fn amounts(text: &str) -> Vec<(i64, AmountRole, Option<i16>)> {
        let outline = Outline::new(sample::leak(text));
        let (words, paper) = (Vocabulary::builtin(), Paper::default());
        let tables = super::super::Tables::find(&outline, words, paper.kind);
        let found = super::super::find(&outline, words, &paper, &tables);
        let kroner = |a: paper::Amount| (a.ore / 100, a.role, a.year);
        found.into_iter().map(kroner).collect()
    }

    #[test]
    fn rows_that_a_total_sums() {
        let text = "Fyret\n\nPuds\t40.000\nMaling\t2.500\nLeje\t900\nSum\t43.400\n";
        let found = amounts(text);
        let wanted = [40_000, 2_500, 900].map(|kroner| (kroner, AmountRole::Post, None));
        assert_eq!(found[..3], wanted);
        assert_eq!(found[3], (43_400, AmountRole::Total, None));
    }

    #[test]
    fn a_unit_in_a_cell_of_its_own() {
        let text = "Tilskuddet fordeler sig således:\n\n2019\tkr.\t4.000\n2020\tkr.\t2.000\n";
        let wanted = [(4_000, 2019), (2_000, 2020)];
        let wanted = wanted.map(|(kroner, year)| (kroner, AmountRole::Bevilget, Some(year)));
        assert_eq!(amounts(text), wanted);
    }

    #[test]
    fn what_is_left_of_two_columns() {
        let text = "Post\tBudget\tForbrug\tTilbage\nPuds\t40.000\t30.000\t10.000\nLeje\t5.000\t6.500\t-1.500\n";
        let found: Vec<i64> = amounts(text).into_iter().map(|a| a.0).collect();
        assert_eq!(found, [40_000, 30_000, 10_000, 5_000, 6_500, -1_500]);
    }

    #[test]
    fn counts_are_no_money() {
        for text in [
            "Besøgstal\n\nFyret\t40.000\nMuseet\t2.500\nI alt\t42.500\n",
            "Udpeges af\tAntal\tStedfortrædere\nLauget\t3\t3\nKlubben\t2\t1\n",
            "Kl. 9\tKaffe\nKl. 10\tTur\n",
        ] {
            assert_eq!(amounts(text), [], "{text}");
        }
    }
}
