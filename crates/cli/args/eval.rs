//! The arguments of `udvalg eval`.

use std::path::PathBuf;

use clap::Args;

/// What follows the help of `udvalg eval`.
const ABOUT_ANSWERS: &str = "\
Answers are NAME.gold.json beside NAME.txt, .docx, .pdf …: a record as `udvalg extract` prints it, put right by hand. A list that an
answer leaves out is not asked for; with a `kind` in it, it is taken to tell all of what a paper says of itself: status, date, case
numbers, members, amounts, contacts, attachments, warnings. A value with \"optional\": true is neither asked for nor counted against.

Examples:
  udvalg eval answers --misses           what is missed, and what is found and not there
  udvalg eval answers --only pdf --json  the papers that are PDF; all of it as JSON
  udvalg eval --corrections --rules      which rules people put right most often";

/// `udvalg eval`
#[derive(Debug, Args)]
#[command(after_help = ABOUT_ANSWERS)]
pub(crate) struct Eval {
    /// Folders with answers beside their papers
    #[arg(value_name = "DIR", required_unless_present = "corrections")]
    pub(crate) folders: Vec<PathBuf>,
    /// Score against what people corrected, added, confirmed and dismissed in the archive
    #[arg(long, conflicts_with_all = ["folders", "only"])]
    pub(crate) corrections: bool,
    /// Only papers with this ending, such as pdf
    #[arg(long, value_name = "ENDING")]
    pub(crate) only: Option<String>,
    /// Also by the rule that found them
    #[arg(long)]
    pub(crate) rules: bool,
    /// Also each value that is missed or wrong, with its place
    #[arg(long)]
    pub(crate) misses: bool,
    /// Print all of it as JSON
    #[arg(long, conflicts_with_all = ["rules", "misses"])]
    pub(crate) json: bool,
}
