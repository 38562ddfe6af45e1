//! `udvalg export`: which papers, as what, and where to.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::Filters;

/// `udvalg export`
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// Only papers that this finds (see `udvalg search --help`); all papers without it
    #[arg(value_name = "QUERY", default_value = "")]
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) filters: Filters,
    /// The format
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: ExportFormat,
    /// One table of csv or parquet: papers, dates, members, amounts, items [default: all, each a file of its own]
    #[arg(long, value_name = "NAME")]
    pub(crate) table: Option<String>,
    /// The file to write; the folder for all tables [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Begin csv with a byte order mark: Excel needs it where a file is opened by a double click
    #[arg(long)]
    pub(crate) bom: bool,
    /// Of reports: the day to count deadlines from instead of today, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<Date>,
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
