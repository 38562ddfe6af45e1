//! The arguments of what runs for long: how it is told of, `udvalg watch` and `udvalg runs`.

use std::{path::PathBuf, time::Duration};

use clap::{Args, ValueEnum};

use super::Command;

/// How it is told what happens.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Telling {
    /// How to tell what happens: sentences, or one JSON object a line, on standard error
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) log: Log,
    /// Tell of errors alone
    #[arg(long, short, conflicts_with = "log")]
    pub(crate) quiet: bool,
}

impl Command {
    /// How it is told what happens, where that can be chosen.
    pub(crate) fn log(&self) -> Log {
        match self {
            Self::Ingest(args) => args.telling.log,
            Self::Watch(args) => args.telling.log,
            Self::Serve(args) => args.log,
            _ => Log::Text,
        }
    }
}

/// A format of what is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Log {
    /// Sentences, and a bar on a terminal
    Text,
    /// Events: begun, failed, progress, committed, recognising, page_failed, ended, message
    Json,
}

/// `udvalg watch`
#[derive(Debug, Args)]
pub(crate) struct Watch {
    /// Folders and files
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// A file is read when its size and time have not changed for so long
    #[arg(long, value_name = "SECONDS", default_value = "2", value_parser = seconds)]
    pub(crate) settle: Duration,
    /// Look so often instead of being told by the system [default: every 60 s on network shares]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) poll: Option<Duration>,
    /// Reader processes at once [default: one a core]
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    #[command(flatten)]
    pub(crate) telling: Telling,
}

/// `udvalg runs`
#[derive(Debug, Args)]
pub(crate) struct Runs {
    /// The run to tell all of
    #[arg(value_name = "NUMBER")]
    pub(crate) run: Option<u64>,
    /// How many, the latest first
    #[arg(long, short = 'n', value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
    /// Print NDJSON, a run a line
    #[arg(long)]
    pub(crate) json: bool,
}

/// Seconds, also parts of one: a tenth at least, a day at most.
fn seconds(word: &str) -> Result<Duration, String> {
    let seconds: f64 = word.parse().map_err(|_| "give seconds, such as 2 or 0.5")?;
    if (0.1..=86_400.0).contains(&seconds) {
        Ok(Duration::from_secs_f64(seconds))
    } else {
        Err("give 0.1 to 86400 seconds".to_owned())
    }
}
