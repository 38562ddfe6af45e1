//! The arguments of what tells of the program itself: `udvalg man`, `udvalg completions`.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

/// `udvalg man`
#[derive(Debug, Args)]
pub(crate) struct Man {
    /// Write the pages of all commands into this folder: udvalg.1, udvalg-search.1 …
    #[arg(long, short, value_name = "FOLDER")]
    pub(crate) output: Option<PathBuf>,
}

/// `udvalg completions`
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}
