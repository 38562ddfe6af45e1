//! Dates in the corner of a letter's first page, where its head is set in columns.

use crate::{outline::Outline, pattern::cut};

/// Whether a date is all that its line says in its cells, or stands last in a letterhead's single row of them: a corner
/// of the first page, not an entry of a table.
pub(super) fn is_in(outline: &Outline<'_>, line: usize, span: &std::ops::Range<usize>) -> bool {
    const HEAD: usize = 12;
    let Some(row) = outline.lines.get(line).filter(|l| !l.cells.is_empty()) else {
        return false;
    };
    let mut filled = row.cells.iter().filter(|c| !c.is_empty());
    let last = filled.next_back().is_some_and(|c| c.contains(&span.start));
    let alone = filled.next().is_none();
    let rows = outline.grid_of(line).map_or(1, |g| g.rows.len());
    let letter = || is_letter_date(outline, line, span) || is_only_date(outline, line, span);
    last && (alone || (line < HEAD && (rows <= 2 || letter())))
}

/// Whether a date with its year fills a cell of a letterhead of two columns, and no other cell of the column has a day.
fn is_only_date(outline: &Outline<'_>, line: usize, span: &std::ops::Range<usize>) -> bool {
    let text = outline.text();
    let dotted = |cell: &str| cell.starts_with(|c: char| c.is_ascii_digit()) && cell.contains(". ");
    let cell = |at: usize| {
        let row = outline.lines.get(at).filter(|l| l.cells.len() == 2)?;
        row.cells.last().cloned()
    };
    let rows = outline
        .grid_of(line)
        .map_or(line..line + 1, |g| g.rows.clone());
    rows.start == 0
        && cell(line).is_some_and(|c| c == *span)
        && rows
            .filter(|at| *at != line)
            .filter_map(cell)
            .all(|c| !dotted(cut(text, c)))
}

/// "Viborg, den 9. marts" and "Den 9. marts": all that a letterhead's cell says is where and when it was written.
fn is_letter_date(outline: &Outline<'_>, line: usize, span: &std::ops::Range<usize>) -> bool {
    const PLACE: usize = 24;
    let Some(row) = outline.lines.get(line) else {
        return false;
    };
    let text = outline.text();
    row.cells
        .iter()
        .find(|c| c.contains(&span.start))
        .is_some_and(|cell| {
            let before = cut(text, cell.start..span.start).trim_end();
            let said = cut(text, span.clone());
            let den = said.starts_with(['D', 'd']) || before.ends_with("den");
            span.end == cell.end
                && before.len() <= PLACE
                && (before.contains(',')
                    || (before.is_empty() && den)
                    || before.eq_ignore_ascii_case("den"))
        })
}
