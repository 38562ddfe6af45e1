//! The arguments of what tells of the program itself: `udvalg man`, `udvalg completions`, `udvalg config`.

use std::path::PathBuf;

use clap::{Args, builder::PossibleValuesParser};
use clap_complete::Shell;

use crate::settings;

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

/// `udvalg config`
#[derive(Debug, Args)]
pub(crate) struct Config {
    /// The settings, or a file of the Danish vocabulary
    #[arg(value_name = "FILE", default_value = "udvalg.toml", value_parser = PossibleValuesParser::new(settings::builtin().map(|(name, _)| name)))]
    pub(crate) file: String,
}
