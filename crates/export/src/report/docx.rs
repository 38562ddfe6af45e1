//! The overview as a Word report.

use std::io::{Seek, Write};

use docx_rs::{
    Docx, DocxError, Paragraph, Run, RunFonts, Style, StyleType, Table, TableCell, TableRow,
    WidthType,
};

use crate::days::month;

use super::{Due, Overview, SUMS, Sum, UNDATED, by_month, kroner, of_papers, told};

/// Twentieths of a point: the widths of the columns of deadlines, on a page of A4 with its margins.
const COLUMNS: [usize; 3] = [2_600, 3_800, 2_600];
/// Half points.
const TEXT: usize = 20;
const SMALL: usize = 16;

/// Writes the report.
///
/// # Errors
/// As the output has them.
pub fn docx(overview: &Overview, out: impl Write + Seek) -> Result<(), DocxError> {
    let fonts = RunFonts::new().ascii("Calibri").hi_ansi("Calibri");
    let mut report = Docx::new().default_fonts(fonts).default_size(TEXT);
    for (level, size) in [(1, 32), (2, 26)] {
        let style = Style::new(format!("Heading{level}"), StyleType::Paragraph)
            .name(format!("heading {level}"))
            .size(size)
            .bold();
        report = report.add_style(style);
    }
    report = report
        .add_paragraph(heading(&overview.title, 1))
        .add_paragraph(paragraph(&told(overview)))
        .add_paragraph(paragraph(&of_papers(overview)));
    for dues in by_month(&overview.dues) {
        let name = dues.first().and_then(|due| due.day).map(month);
        let name = name.unwrap_or_default();
        report = report
            .add_paragraph(heading(&name, 2))
            .add_table(deadlines(dues));
    }
    if !overview.undated.is_empty() {
        report = report
            .add_paragraph(heading(UNDATED, 2))
            .add_table(deadlines(&overview.undated));
    }
    if !overview.sums.is_empty() {
        report = report
            .add_paragraph(heading("Beløb", 2))
            .add_paragraph(small(SUMS))
            .add_table(sums(&overview.sums));
    }
    report.build().pack(out)?;
    Ok(())
}

fn heading(text: &str, level: usize) -> Paragraph {
    paragraph(text).style(&format!("Heading{level}"))
}

fn paragraph(text: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(clean(text)))
}

fn small(text: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().size(SMALL).color("555555").add_text(clean(text)))
}

fn deadlines(dues: &[Due]) -> Table {
    let mut rows = vec![head(["Frist", "Hvad", "Papir"])];
    for due in dues {
        let quoted = due.quoted();
        let what = quoted.iter().fold(cell(due.what()), |cell, line| {
            cell.add_paragraph(small(line))
        });
        let place =
            cell(due.title.as_deref().unwrap_or_default()).add_paragraph(small(&due.place()));
        rows.push(row([cell(&due.when()), what, place]));
    }
    Table::new(rows).set_grid(COLUMNS.to_vec())
}

fn sums(sums: &[Sum]) -> Table {
    let mut rows = vec![head(["Rolle", "År", "Sum"])];
    for sum in sums {
        let year = sum.year.map(|year| year.to_string()).unwrap_or_default();
        rows.push(row([
            cell(sum.role.word()),
            cell(&year),
            cell(&kroner(sum.ore)),
        ]));
    }
    Table::new(rows).set_grid(COLUMNS.to_vec())
}

fn cell(text: &str) -> TableCell {
    TableCell::new().add_paragraph(paragraph(text))
}

fn head(names: [&str; 3]) -> TableRow {
    let bold = |name| Paragraph::new().add_run(Run::new().bold().add_text(name));
    row(names.map(|name| TableCell::new().add_paragraph(bold(name))))
}

fn row(cells: [TableCell; 3]) -> TableRow {
    let sized = cells.into_iter().zip(COLUMNS);
    TableRow::new(
        sized
            .map(|(cell, width)| cell.width(width, WidthType::Dxa))
            .collect(),
    )
}

/// Text as XML 1.0 can hold it: control characters, which papers have now and then, cannot stand in it.
fn clean(text: &str) -> String {
    let held = |c: char| {
        if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') {
            ' '
        } else {
            c
        }
    };
    text.chars().map(held).collect()
}
