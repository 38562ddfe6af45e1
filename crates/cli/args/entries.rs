//! The arguments of `udvalg calendar`: which entries, and how they are written.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use export::Ahead;

use super::Filters;

/// Which entries.
#[derive(Debug, Default, Args)]
#[command(
    mut_arg("role", |arg| arg.help("Only entries of this role, instead of --roles")),
    mut_arg("from", |arg| arg.help("Only entries that last until this day or longer, YYYY-MM-DD")),
    mut_arg("to", |arg| arg.help("Only entries that begin on this day at the latest, YYYY-MM-DD"))
)]
pub(crate) struct Entries {
    /// Only entries of papers that this finds, as `udvalg search` finds them; none for all papers
    #[arg(value_name = "QUERY", default_value = "")]
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) filters: Filters,
    /// Only entries of papers that the search of this name finds; filters that are given now come on top of its own
    #[arg(long, value_name = "NAME")]
    pub(crate) saved: Option<String>,
}

/// How entries are written.
#[derive(Debug, Args)]
pub(crate) struct Form {
    /// One calendar each, into the folder of --output
    #[arg(
        long,
        value_name = "WHAT",
        requires = "output",
        conflicts_with = "json"
    )]
    pub(crate) by: Option<By>,
    /// Remind so long ahead, with commas: days, weeks, hours, as 14d,2d or 1w,4h. A deadline counts from its end; days before
    /// what has no clock time end at 9 o'clock
    #[arg(long, value_name = "TIMES", value_delimiter = ',')]
    pub(crate) remind: Vec<Ahead>,
    /// How --remind reminds
    #[arg(
        long,
        value_name = "HOW",
        default_value = "alarms",
        requires = "remind"
    )]
    pub(crate) reminders: Reminders,
    /// What deadlines are; those that recur stay events
    #[arg(long = "as", value_name = "WHAT", default_value = "event")]
    pub(crate) component: Component,
    /// Print NDJSON, an entry a line; with --caldav those that are changed or in conflict
    #[arg(long)]
    pub(crate) json: bool,
    /// Read a calendar file of any program instead, and print its entries; - reads standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["output", "by", "caldav", "component", "remind", "query", "saved", "roles", "role", "from", "to", "kind", "organisation", "year", "party", "folder", "format"])]
    pub(crate) read: Option<PathBuf>,
}

/// What one calendar each is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// Every organisation that papers name
    Organisation,
    /// Every kind of paper
    Kind,
    /// Every role: deadlines, meetings …
    Role,
    /// Every paper, its versions and formats together
    Family,
    /// Every saved search
    Saved,
}

/// How a reminder is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Reminders {
    /// As alarms of the entries; Google and Outlook ignore those of calendars that they subscribe to
    Alarms,
    /// As entries of their own, on the day
    Events,
}

/// What a deadline is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Component {
    /// An event, which every calendar shows
    Event,
    /// A thing to do, with its day or hour as due; Google and Outlook show none
    Todo,
}
