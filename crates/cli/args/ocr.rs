//! The arguments of reading pages that are pictures.

use std::{ffi::OsString, path::PathBuf};

use clap::{Args, ValueEnum};
use serde::Deserialize;

/// When pages that are pictures are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum When {
    /// With each file
    Now,
    /// When all files are in
    Later,
    /// Not
    Off,
}

/// Where nothing is kept there is no later.
pub(super) fn now_or_off(word: &str) -> Result<When, String> {
    match word {
        "now" => Ok(When::Now),
        "off" => Ok(When::Off),
        _ => Err("give one of: now, off".to_owned()),
    }
}

/// `udvalg engine`, which nobody calls by hand
#[derive(Debug, Args)]
pub(crate) struct Engine {
    /// MiB of address space
    #[arg(long)]
    pub(crate) memory: u64,
    /// Seconds of CPU time
    #[arg(long)]
    pub(crate) seconds: u64,
    /// A folder whose files may be read
    #[arg(long)]
    pub(crate) read: Vec<PathBuf>,
    /// A folder that may be used in any way
    #[arg(long)]
    pub(crate) folder: Vec<PathBuf>,
    /// The program and its arguments
    #[arg(last = true, required = true)]
    pub(crate) command: Vec<OsString>,
}
