//! How a command ends: the exit codes that scripts rely on.

use std::process::ExitCode;

/// How a command ended that was not in error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All was done.
    Done,
    /// A question was asked rightly and nothing was found.
    NothingFound,
    /// Two papers were compared, and they differ.
    Different,
    /// Some papers failed, and the others were taken; or a check found something wrong.
    Partly,
    /// Someone asked it to stop; what was done until then stays.
    Interrupted,
}

/// An error that ends a command, with the code that it ends with.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The exit code.
    pub(crate) code: u8,
    /// What happened, and what to do.
    pub(crate) error: anyhow::Error,
}

/// Wrong use: 2, as clap has it.
pub(crate) const WRONG_USE: u8 = 2;
/// Nothing, or not all, could be done: 3.
const PARTLY: u8 = 3;
/// A setting, a vocabulary file, the archive itself or the reader process cannot be used: 4.
pub(crate) const CONFIGURATION: u8 = 4;
/// Another `ingest` works on the archive: 5.
pub(crate) const IN_USE: u8 = 5;
/// Stopped by Ctrl-C, by a request to end, or with its terminal: 130, as shells have it.
pub(crate) const INTERRUPTED: u8 = 130;

impl Failure {
    /// A failure that ends with `code`.
    pub(crate) fn new(code: u8, error: impl Into<anyhow::Error>) -> Self {
        Self {
            code,
            error: error.into(),
        }
    }

    /// Wrong use of the command line.
    pub(crate) fn wrong_use(message: impl Into<String>) -> Self {
        Self::new(WRONG_USE, anyhow::Error::msg(message.into()))
    }
}

/// What went wrong below without saying how it ends leaves the work undone.
impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::new(PARTLY, error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::new(PARTLY, error)
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::NothingFound | Outcome::Different => Self::from(1),
            Outcome::Partly => Self::from(PARTLY),
            Outcome::Interrupted => Self::from(INTERRUPTED),
        }
    }
}
