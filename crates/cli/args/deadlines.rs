//! The arguments of `udvalg deadlines`.

use clap::Args;
use jiff::civil::Date;

use super::{Filters, first_day};

/// `udvalg deadlines`
#[derive(Debug, Args)]
#[command(
    mut_arg("role", |arg| arg.help("Dates of this role instead of deadlines")),
    mut_arg("from", |arg| arg.help("The first day, YYYY-MM-DD, YYYY-Www, YYYY-MM or YYYY [default: the day that is counted from]")),
    mut_arg("to", |arg| arg.help("The last day, itself included; of a week, a month or a year its last one"))
)]
pub(crate) struct Deadlines {
    /// Only those of papers that this finds, as `udvalg search` finds them; none for all papers
    #[arg(value_name = "QUERY", default_value = "")]
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) filters: Filters,
    /// The day to count from instead of today, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    pub(crate) as_of: Option<Date>,
    /// At most so many, the first ones [default: all]
    #[arg(long, short = 'n', value_name = "N")]
    pub(crate) limit: Option<usize>,
    /// Print NDJSON, a deadline a line
    #[arg(long)]
    pub(crate) json: bool,
}
