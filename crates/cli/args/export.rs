//! `udvalg export`: which papers, as what, and where to.

use std::{fmt::Write, path::PathBuf};

use clap::{Args, ValueEnum};
use export::table::{Column, TABLES};
use jiff::civil::Date;
use paper::Kind;

use super::{Filters, first_day, kinds, last_day};

/// What follows the long help: each table with its columns.
fn tables() -> String {
    let mut help = "Tables of csv and parquet:".to_owned();
    for table in &TABLES {
        let _ = write!(help, "\n\n{}: {}\n", table.name, table.about);
        for Column { name, holds, about } in table.columns {
            let _ = write!(help, "\n  {name:13} {}: {about}", holds.word());
        }
    }
    help.push_str(
        "\n\nCSV has days as 2021-06-30, amounts as 1234,50, ja and nej, UTF-8; an apostrophe stands before what a spreadsheet \
         would compute. Parquet has days, decimals and booleans.",
    );
    help
}

/// `udvalg export`
#[derive(Debug, Args)]
#[command(after_long_help = tables())]
pub(crate) struct Export {
    /// Only papers that this finds (see `udvalg search --help`); all papers without it
    #[arg(value_name = "QUERY", default_value = "")]
    pub(crate) query: String,
    /// Only this kind of paper; repeat for several
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    pub(crate) kind: Vec<Kind>,
    /// Only papers that name this organisation; repeat for several
    #[arg(long, value_name = "NAME")]
    pub(crate) organisation: Vec<String>,
    /// Only papers in this folder, however deep; repeat for several
    #[arg(long, value_name = "FOLDER")]
    pub(crate) folder: Vec<String>,
    /// The first day, YYYY-MM-DD, YYYY-Www, YYYY-MM or YYYY: of the papers' own dates; of reports, of deadlines
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    pub(crate) from: Option<Date>,
    /// The last day, itself included; of a week, a month or a year its last one
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    pub(crate) to: Option<Date>,
    /// The format
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: ExportFormat,
    /// One table of csv or parquet: papers, dates, members, amounts, items [default: all, each a file of its own]
    #[arg(long, value_name = "NAME")]
    pub(crate) table: Option<String>,
    /// The file to write; the folder for all tables [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Each paper once: of its versions and formats that are found the last
    #[arg(long)]
    pub(crate) once: bool,
    /// Begin csv with a byte order mark: Excel needs it where a file is opened by a double click
    #[arg(long)]
    pub(crate) bom: bool,
    /// Of reports: the day to count deadlines from instead of today, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    pub(crate) as_of: Option<Date>,
}

impl Export {
    /// Which papers, as a search has it; a report's days are not those of papers.
    pub(crate) fn filters(&self) -> Filters {
        let days = if self.format.is_report() {
            (None, None)
        } else {
            (self.from, self.to)
        };
        Filters {
            kind: self.kind.clone(),
            organisation: self.organisation.clone(),
            folder: self.folder.clone(),
            from: days.0,
            to: days.1,
            ..Filters::default()
        }
    }
}

/// A format of `udvalg export`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// One record a line
    Ndjson,
    /// Tables for a spreadsheet: semicolons, decimal commas, UTF-8
    Csv,
    /// Tables for statistics
    Parquet,
    /// A Word report of deadlines and sums
    Docx,
    /// The same as one page for a browser
    Html,
}

impl ExportFormat {
    /// Whether it is for people: what is due, and sums.
    pub(crate) fn is_report(self) -> bool {
        matches!(self, Self::Docx | Self::Html)
    }
}
