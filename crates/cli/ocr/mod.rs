//! Reading pages that are pictures, by tesseract.
//!
//! A reader process draws the page and hands back a grey picture ([`crate::reader::Pages`]); this process gives that to the
//! [`engine`], a child within limits of its own, and what that says back to the reader, which makes a page of it. The archive
//! keeps what was recognised by the picture: no picture is recognised twice.

mod child;
mod confine;
mod engine;
mod now;
mod page;
mod pass;
mod progress;
mod source;
mod tally;

use std::path::PathBuf;

use serde::Deserialize;

use crate::args::When;

pub(crate) use confine::become_engine;
pub(crate) use engine::{Engine, Missing};
pub(crate) use now::{Now, Settled};
pub(crate) use page::Recogniser;
pub(crate) use pass::{Pass, recognise};
pub(crate) use tally::{Tally, waiting};

/// How pages that are pictures are read.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// The program: tesseract, or one that is called and answers like it.
    pub(crate) program: PathBuf,
    /// Languages, in the order of their weight; those that are not installed are left out.
    pub(crate) languages: Vec<String>,
    /// When `ingest` and `watch` read them.
    pub(crate) when: When,
    /// Seconds of wall time for one page.
    pub(crate) seconds: u64,
    /// MiB of address space for one page.
    pub(crate) memory_mib: u64,
    /// Pages of one paper.
    pub(crate) pages: usize,
    /// Pages at once; 0 for one a core.
    pub(crate) jobs: usize,
    /// Folders that the program may use beside those of the system and its own.
    pub(crate) folders: Vec<PathBuf>,
}

impl Settings {
    /// Pages at once.
    pub(crate) fn jobs(&self) -> usize {
        match self.jobs {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            jobs => jobs,
        }
    }
}
