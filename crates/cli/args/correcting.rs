//! The arguments of `udvalg correct` and `udvalg review`.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use super::{Filters, first_day};

/// What follows the help of `udvalg correct`.
const EXAMPLES: &str = "\
Examples:
  udvalg correct kommissorium.docx                      what can be corrected: d1, d2 … (dates), m1 (members), a1 (amounts),
                                                        c1 (case numbers), title, kind, date, status, w1 (warnings)
  udvalg correct kommissorium.docx d2 --to 2022-05-15   also \"15. maj 2022 kl. 12\", 15.5.22, 2022-05-15T12:00, 2022-05-15..2022-05-20
  udvalg correct kommissorium.docx d2 --role deadline --summary \"Svar sendes til KKR\"
  udvalg correct kommissorium.docx d2 --confirm --note \"ringet til sekretariatet\"
  udvalg correct kommissorium.docx d3 --dismiss         it is no date
  udvalg correct kommissorium.docx --add deadline 2022-05-15 --quote \"svar inden midten af maj\"
  udvalg correct kommissorium.docx d2 --undo            as the rules read it, or as it was corrected before
  udvalg correct kommissorium.docx a1 --to 52.692 --role bevilget
  udvalg correct --list --json > corrections.ndjson; udvalg --archive OTHER correct --from corrections.ndjson";

/// `udvalg correct`
#[derive(Debug, Default, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Correct {
    /// A paper: its path in the archive, the end of it, or the first digits of its hash
    #[arg(required_unless_present_any = ["list", "from"])]
    pub(crate) paper: Option<String>,
    /// The value: d2, m1, a1, c1, w1, title, kind, date, status, or words that it stands in
    pub(crate) value: Option<String>,
    /// What it is: a day, a time, a span, an amount, a name, a word
    #[arg(long, value_name = "WHAT", requires = "value", conflicts_with_all = ["confirm", "dismiss", "undo"])]
    pub(crate) to: Option<String>,
    /// What it is for: deadline, meeting … of a date; bevilget, ansøgt … of an amount; formand, medlem … of a member
    #[arg(long, requires = "value", conflicts_with_all = ["confirm", "dismiss", "undo"])]
    pub(crate) role: Option<String>,
    /// What happens then; what an amount is for
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["confirm", "dismiss", "undo"])]
    pub(crate) summary: Option<String>,
    /// Where it happens
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["confirm", "dismiss", "undo"])]
    pub(crate) place: Option<String>,
    /// Whom a member stands for
    #[arg(long, value_name = "NAME", conflicts_with_all = ["confirm", "dismiss", "undo"])]
    pub(crate) organisation: Option<String>,
    /// It is right as it stands here
    #[arg(long, requires = "value", conflicts_with_all = ["dismiss", "undo"])]
    pub(crate) confirm: bool,
    /// It is none
    #[arg(long, requires = "value", conflicts_with = "undo")]
    pub(crate) dismiss: bool,
    /// Take the last correction of the value back, or without a value the last one of the paper
    #[arg(long)]
    pub(crate) undo: bool,
    /// A value that is missing: its role (`case` for a case number) and what it is
    #[arg(long, num_args = 2, value_names = ["ROLE", "WHAT"], conflicts_with_all = ["value", "undo"], requires = "quote")]
    pub(crate) add: Option<Vec<String>>,
    /// The words of the paper in which an added value stands; with a VALUE: refuse if it stands in others
    #[arg(long, value_name = "WORDS")]
    pub(crate) quote: Option<String>,
    /// Who says so [default: your login name]
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,
    /// All corrections of the archive; with a PAPER those of it and its other versions
    #[arg(long, conflicts_with_all = ["value", "from"])]
    pub(crate) list: bool,
    /// Take the corrections of a file as --list --json prints them; - reads standard input
    #[arg(long, value_name = "FILE", conflicts_with = "paper")]
    pub(crate) from: Option<PathBuf>,
    /// Print NDJSON, a value or a correction a line
    #[arg(long)]
    pub(crate) json: bool,
}

/// `udvalg review`
#[derive(Debug, Args)]
pub(crate) struct Review {
    #[command(flatten)]
    pub(crate) filters: Filters,
    /// The day to count from instead of today, YYYY-MM-DD: what lies ahead comes first
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    pub(crate) as_of: Option<Date>,
    /// How many values
    #[arg(long, short = 'n', value_name = "N", default_value_t = 50)]
    pub(crate) limit: usize,
    /// Who answers [default: your login name]
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    /// Print NDJSON, a value a line, and ask nothing
    #[arg(long)]
    pub(crate) json: bool,
    /// Print them, and ask nothing
    #[arg(long)]
    pub(crate) list: bool,
}
