//! The command line, as the user types it.

use std::path::PathBuf;

use clap::{
    Args, Parser, Subcommand, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};
use jiff::civil::Date;
use paper::{DateRole, Kind};

mod correcting;
mod days;
mod deadlines;
mod entries;
mod eval;
mod export;
mod manual;
mod ocr;
mod running;
mod web;

pub(crate) use correcting::{Correct, Review};
pub(crate) use days::{first_day, last_day, year};
pub(crate) use deadlines::Deadlines;
pub(crate) use entries::{By, Component, Entries, Form, Reminders};
pub(crate) use eval::Eval;
pub(crate) use export::{Export, ExportFormat};
pub(crate) use manual::{Completions, Config, Man};
pub(crate) use ocr::{Engine, When};
pub(crate) use running::{Log, Runs, Telling, Watch};
pub(crate) use web::{Push, Serve};

/// What follows every command's help.
const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  nothing found; of `diff`: the papers differ
  2  wrong use
  3  partly done: some files failed, the others were taken; or a check found something wrong
  4  a setting, a vocabulary file, the archive or the reader process cannot be used
  5  the archive is in use by another ingest
  130  stopped by Ctrl-C or a request to end; the next run goes on from there";

/// Reads an archive of Danish committee papers and answers: what is due and when, who sits on what, what was applied for
/// and granted, and where does it say so.
#[derive(Debug, Parser)]
#[command(name = "udvalg", version, after_help = EXIT_CODES, max_term_width = 100)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,

    /// The archive's folder [default: udvalg in your data folder]
    #[arg(long, global = true, env = "UDVALG_ARCHIVE", value_name = "DIR")]
    pub(crate) archive: Option<PathBuf>,

    /// A file of settings [default: udvalg/config.toml in your configuration folder]
    #[arg(long, global = true, env = "UDVALG_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Take papers into the archive: folders with all below them, or single files
    Ingest(Ingest),
    /// Take new and changed papers into the archive as they come, until Ctrl-C
    Watch(Watch),
    /// The runs of ingest and watch: when, what they did, how they ended
    Runs(Runs),
    /// Read files and print their records, without an archive
    Extract(Extract),
    /// Search the archive's papers
    Search(Box<Search>),
    /// List the searches that `search --save` kept, or drop one
    Saved(Saved),
    /// The papers most like one
    Similar(Similar),
    /// Show one paper: its fields, each with page and quote
    Show(Show),
    /// What two papers say otherwise: deadlines moved, members come and gone, sums changed
    Diff(Diff),
    /// Correct a value of a paper: set, add, confirm or dismiss it
    Correct(Box<Correct>),
    /// What is doubtful, worst first; on a terminal each is answered by a key
    Review(Review),
    /// What is due, in order
    Deadlines(Deadlines),
    /// Write the deadlines as a calendar file (RFC 5545)
    Calendar(Calendar),
    /// Serve the deadlines to calendar programs that subscribe to them, until Ctrl-C
    Serve(Serve),
    /// Records, tables and reports of the archive's papers
    Export(Box<Export>),
    /// Score records against answers, or against what people corrected
    Eval(Eval),
    /// Find expressions of time, amounts and number words in snippets (NDJSON in, NDJSON out)
    Expressions,
    /// Take compounds apart: words in, one a line; their parts in dictionary form out (NDJSON)
    Words(Words),
    /// What the archive holds, what failed and why
    Status(Status),
    /// Run the rules again over the papers of the archive, without reading a file
    Understand(Understand),
    /// The search index, which is made from the archive
    #[command(subcommand)]
    Index(Index),
    /// The archive itself: copy it, take a copy in, check it, make it small
    #[command(subcommand)]
    Archive(Archive),
    /// The settings and words that are built in, to begin files of your own from
    Config(Config),
    /// Manual pages of the program and its commands
    Man(Man),
    /// Completions of commands and options, for a shell to read
    Completions(Completions),
    /// The JSON Schema of a record, as `extract`, `show --json` and `export` give it
    Schema,
    /// Read files for the parent process
    #[command(hide = true)]
    Reader,
    /// Become the program that reads pictures, within limits
    #[command(hide = true)]
    Engine(Engine),
}

/// `udvalg ingest`
#[derive(Debug, Args)]
pub(crate) struct Ingest {
    #[command(flatten)]
    pub(crate) sources: Sources,
    /// Take files that are gone out of the archive: their papers are found no more
    #[arg(long, conflicts_with_all = ["include", "exclude", "retry", "outdated"])]
    pub(crate) prune: bool,
    /// Take a PATH that is gone or empty at its word, and mark all that was below it as gone
    #[arg(long)]
    pub(crate) gone: bool,
    /// Read again what failed for this reason (see `status --failed`), or for `all`; nothing else. Repeat for several
    #[arg(long, value_name = "REASON", conflicts_with_all = ["gone", "include", "exclude", "hidden", "follow"])]
    pub(crate) retry: Vec<String>,
    /// Read again what an older version of the readers read or failed at; nothing else
    #[arg(long, conflicts_with_all = ["gone", "include", "exclude", "hidden", "follow"])]
    pub(crate) outdated: bool,
    /// When pages that are pictures are read: when all files are in, with each file, or not [default: later]
    #[arg(long, value_name = "WHEN")]
    pub(crate) ocr: Option<When>,
    /// Reader processes at once [default: one a core]
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    /// Print the summary as one JSON object
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) telling: Telling,
}

/// Where papers are taken from.
#[derive(Debug, Args)]
pub(crate) struct Sources {
    /// Folders and files; with --retry and --outdated they say where, and all of the archive is meant without them
    #[arg(required_unless_present_any = ["files_from", "retry", "outdated"], value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Also what this list names, a path a line; - reads standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["retry", "outdated"])]
    pub(crate) files_from: Option<PathBuf>,
    /// A NUL stands behind each path of the list, as `find -print0` writes them
    #[arg(long, short = '0', requires = "files_from")]
    pub(crate) null: bool,
    /// Of a folder only files that this glob matches, such as *.pdf or sager/2021/**; repeat for several
    #[arg(long, value_name = "GLOB")]
    pub(crate) include: Vec<String>,
    /// Of a folder no files and folders that this glob matches, such as kladder or sager/*/gamle; repeat for several
    #[arg(long, value_name = "GLOB")]
    pub(crate) exclude: Vec<String>,
    /// Hidden files and folders too (.name)
    #[arg(long)]
    pub(crate) hidden: bool,
    /// Follow links to folders
    #[arg(long)]
    pub(crate) follow: bool,
}

/// `udvalg extract`
#[derive(Debug, Args)]
pub(crate) struct Extract {
    /// Files; - reads standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Print the canonical text instead of the record
    #[arg(long)]
    pub(crate) text: bool,
    /// Also read pages that are pictures (now), or tell of them alone (off); some seconds a page
    #[arg(long, value_name = "WHEN", default_value = "off", value_parser = ocr::now_or_off)]
    pub(crate) ocr: When,
}

/// `udvalg search`
#[derive(Debug, Args)]
pub(crate) struct Search {
    /// Words, "phrases", OR, NOT, prefix*, titel:… medlem:… sag:… frist:2021-06..2021-12 beløb:>500000; none for all papers
    #[arg(value_name = "QUERY", default_value = "", long_help = QUERY_HELP)]
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) filters: Filters,
    /// Count the results by kind, organisation, year, role and format
    #[arg(long)]
    pub(crate) facets: bool,
    /// Count the results by year or month: of their dates of --role, else of their own date
    #[arg(long, value_name = "STEP")]
    pub(crate) histogram: Option<Step>,
    /// Add up the amounts of the results by role and year
    #[arg(long)]
    pub(crate) sums: bool,
    /// Say of each result why it was found
    #[arg(long)]
    pub(crate) explain: bool,
    /// Print only how many papers match
    #[arg(long, conflicts_with_all = ["facets", "histogram", "sums", "explain", "json"])]
    pub(crate) count: bool,
    /// Each paper once: of its versions and formats that are found the last, in results, counts and sums
    #[arg(long)]
    pub(crate) once: bool,
    /// Results on a page
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10)]
    pub(crate) limit: usize,
    /// Results to pass over
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) offset: usize,
    /// The order of the results
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    pub(crate) sort: Sort,
    /// Print NDJSON, a result a line
    #[arg(long)]
    pub(crate) json: bool,
    /// Keep the question and its options under this name, for --saved
    #[arg(long, value_name = "NAME", conflicts_with_all = ["saved", "new"])]
    pub(crate) save: Option<String>,
    /// Ask the question of this name; options that are given now come on top of its own
    #[arg(long, value_name = "NAME")]
    pub(crate) saved: Option<String>,
    /// Only papers put or changed since the last time that --new printed them all, or since the question was saved
    #[arg(long, requires = "saved")]
    pub(crate) new: bool,
}

/// An order of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sort {
    /// The best first
    Relevance,
    /// The newest first
    Date,
    /// The oldest first
    Oldest,
    /// The earliest deadline first
    Deadline,
    /// The largest amount first
    Amount,
}

/// The steps of a histogram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Step {
    /// Years
    Year,
    /// Months
    Month,
}

/// `udvalg similar`
#[derive(Debug, Args)]
pub(crate) struct Similar {
    /// A paper: its path in the archive, the end of it, or the first digits of its hash
    pub(crate) paper: String,
    #[command(flatten)]
    pub(crate) filters: Filters,
    /// How many
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10)]
    pub(crate) limit: usize,
    /// Print NDJSON, a paper a line
    #[arg(long)]
    pub(crate) json: bool,
}

/// What a question may be made of.
const QUERY_HELP: &str = "\
What to look for; nothing for all papers.
  kvalitet udvikling            both words, in any inflection, also within compounds
  \"godkendt af udvalget\"        these words in this order
  \"udvalget godkendte\"~3        at most three words off
  a OR b, NOT a, -a, (a b)      also ELLER, IKKE
  kvalitet*, *udvalg, kval?tet  any letters, one letter
  kvalitetsudviklng~1           one letter off
  titel: organisation: sag: art: parti: format: mappe:
  medlem: formand: suppleant: deltog: afbud:
  frist: møde: beslutning: milepæl: periode: dato:
      2021, 2021-06, 2021-06..2021-12, >2021-06-30, uge 37 2021, juni 2021
  beløb: bevilget: ansøgt: ramme:
      500000, >500.000, 100000..500000, \"1,2 mio. kr.\"
  har:frist, har:bevilget       a date or an amount of that role, whatever it is
  har:rettelse, har:no-text     corrected by hand; with a warning of that code
";

/// Which papers.
#[derive(Debug, Default, Args)]
pub(crate) struct Filters {
    /// Only this kind of paper; repeat for several
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    pub(crate) kind: Vec<Kind>,
    /// Only papers that name this organisation; repeat for several
    #[arg(long, value_name = "NAME")]
    pub(crate) organisation: Vec<String>,
    /// Only papers of this year; repeat for several
    #[arg(long, value_name = "YYYY", value_parser = year)]
    pub(crate) year: Vec<i16>,
    /// Only papers with a member of this party; repeat for several
    #[arg(long, value_name = "PARTY")]
    pub(crate) party: Vec<String>,
    /// Only papers in this folder, however deep; repeat for several
    #[arg(long, value_name = "FOLDER")]
    pub(crate) folder: Vec<String>,
    /// Only papers of this format (pdf, docx, doc, odt, rtf, html, mail, text …); repeat for several
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Vec<String>,
    /// Only papers with a date of this role, within --from and --to
    #[arg(long, value_name = "ROLE", value_parser = roles())]
    pub(crate) role: Option<DateRole>,
    /// The first day, YYYY-MM-DD, YYYY-Www, YYYY-MM or YYYY: of a date of --role, or of the paper's own date
    #[arg(long, value_name = "DATE", value_parser = first_day)]
    pub(crate) from: Option<Date>,
    /// The last day, itself included; of a week, a month or a year its last one
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    pub(crate) to: Option<Date>,
}

/// `udvalg saved`
#[derive(Debug, Args)]
pub(crate) struct Saved {
    /// Drop the search of this name
    #[arg(long, value_name = "NAME", conflicts_with = "json")]
    pub(crate) delete: Option<String>,
    /// Print NDJSON, a search a line
    #[arg(long)]
    pub(crate) json: bool,
}

/// `udvalg show`
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// A paper: its path in the archive, the end of it, or the first digits of its hash
    pub(crate) paper: String,
    /// Print the record
    #[arg(long)]
    pub(crate) json: bool,
    /// Print the canonical text
    #[arg(long, conflicts_with = "json")]
    pub(crate) text: bool,
    /// Say of each value why: the sentence in which it stands, the rule that found it, what was concluded
    #[arg(long, conflicts_with_all = ["json", "text"])]
    pub(crate) why: bool,
}

/// `udvalg diff`
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// A paper: its path in the archive, the end of it, or the first digits of its hash
    pub(crate) paper: String,
    /// The paper to compare it with [default: the last version of the first one, with the version before]
    pub(crate) other: Option<String>,
    /// Show the words that differ
    #[arg(long, conflicts_with = "json")]
    pub(crate) text: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// `udvalg calendar`
#[derive(Debug, Args)]
pub(crate) struct Calendar {
    #[command(flatten)]
    pub(crate) entries: Entries,
    /// The file to write, or with --by the folder [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Roles to write, with commas: deadline,meeting,decision,milestone
    #[arg(long, value_name = "ROLES", value_delimiter = ',', value_parser = roles(), default_value = "deadline")]
    pub(crate) roles: Vec<DateRole>,
    #[command(flatten)]
    pub(crate) form: Form,
    #[command(flatten)]
    pub(crate) push: Push,
}

/// `udvalg words`
#[derive(Debug, Args)]
pub(crate) struct Words {
    /// Also take as parts what stands by itself in at least three papers of the archive (spelt with aa, ae, oe)
    #[arg(long)]
    pub(crate) learn: bool,
    /// Also use an installed Hunspell dictionary (Debian: hunspell-da); the settings say where
    #[arg(long)]
    pub(crate) dictionary: bool,
}

/// `udvalg status`
#[derive(Debug, Args)]
pub(crate) struct Status {
    /// List the files that failed, by reason: the first twenty of each
    #[arg(long)]
    pub(crate) failed: bool,
    /// All of them
    #[arg(long, requires = "failed")]
    pub(crate) all: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// `udvalg understand`
#[derive(Debug, Args)]
pub(crate) struct Understand {
    /// All papers, also those that these rules have read already
    #[arg(long, required = true)]
    pub(crate) again: bool,
}

/// `udvalg index`
#[derive(Debug, Subcommand)]
pub(crate) enum Index {
    /// Make the index anew from the archive, without reading a file
    Rebuild,
}

/// `udvalg archive`
#[derive(Debug, Subcommand)]
pub(crate) enum Archive {
    /// Write all of the archive into one file, while others read and write
    Export(ArchiveExport),
    /// Make an archive of a file that export wrote, in a new folder: that of --archive
    Import(ArchiveImport),
    /// See whether the archive and its index are whole and say the same
    Check(ArchiveCheck),
    /// Give back the room on the disk that is no longer used
    Compact,
    /// Erase what was pruned: texts, records and words of the index, for good (names of files stay in `runs`)
    Erase,
}

/// `udvalg archive export`
#[derive(Debug, Args)]
pub(crate) struct ArchiveExport {
    /// The file to write
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Replace the file if it is there
    #[arg(long)]
    pub(crate) force: bool,
}

/// `udvalg archive import`
#[derive(Debug, Args)]
pub(crate) struct ArchiveImport {
    /// The file to take
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Take it even if something in it is damaged
    #[arg(long)]
    pub(crate) force: bool,
}

/// `udvalg archive check`
#[derive(Debug, Args)]
pub(crate) struct ArchiveCheck {
    /// Mend what can be made again: values from records, the index from the archive, the owner's rights
    #[arg(long)]
    pub(crate) mend: bool,
    /// Print NDJSON, a finding a line
    #[arg(long)]
    pub(crate) json: bool,
}

/// A kind of paper by its word.
pub(crate) fn kind(word: &str) -> Result<Kind, String> {
    Kind::from_word(word).ok_or_else(|| one_of(Kind::ALL.iter().map(|k| k.word())))
}

/// A role of a date by its word.
pub(crate) fn role(word: &str) -> Result<DateRole, String> {
    DateRole::from_word(word).ok_or_else(|| one_of(DateRole::ALL.iter().map(|r| r.word())))
}

fn one_of<'w>(words: impl Iterator<Item = &'w str>) -> String {
    format!("give one of: {}", words.collect::<Vec<_>>().join(", "))
}

/// [`kind`], with its words for help and completions.
fn kinds() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.iter().map(|kind| kind.word())).try_map(|word| kind(&word))
}

/// [`role`], with its words for help and completions.
fn roles() -> impl TypedValueParser<Value = DateRole> {
    PossibleValuesParser::new(DateRole::ALL.iter().map(|role| role.word()))
        .try_map(|word| role(&word))
}
