//! What a run did, for the person and for scripts.

use std::{collections::BTreeMap, io::Write, time::Instant};

use archive::RunCounts;
use serde::Serialize;

use crate::{
    exit::{Failure, Outcome},
    terminal,
};

/// What a run did.
#[derive(Debug, Serialize)]
pub(super) struct Summary {
    /// Files read.
    pub(super) read: u64,
    /// Files with the bytes of a paper that was known already.
    pub(super) same: u64,
    /// Files as they were.
    pub(super) unchanged: u64,
    /// Files as they were when they could not be read.
    pub(super) failed_before: u64,
    /// Files with the bytes of a paper that is gone from where it was.
    pub(super) moved: u64,
    /// Papers' files that were there before.
    pub(super) missing: u64,
    /// Papers' files, gone now or earlier, that were taken out of the archive.
    pub(super) pruned: u64,
    /// Files of a folder that went away before they were read.
    pub(super) unreached: u64,
    /// Links to folders, which were not followed.
    pub(super) links_left: u64,
    /// Bytes read.
    pub(super) bytes: u64,
    /// Paths on the command line that cannot be looked at.
    pub(super) paths_failed: u64,
    failed: BTreeMap<String, u64>,
    left_aside: BTreeMap<String, u64>,
    #[serde(skip)]
    begun: Instant,
}

impl Default for Summary {
    fn default() -> Self {
        Self {
            read: 0,
            same: 0,
            unchanged: 0,
            failed_before: 0,
            moved: 0,
            missing: 0,
            pruned: 0,
            unreached: 0,
            links_left: 0,
            bytes: 0,
            paths_failed: 0,
            failed: BTreeMap::new(),
            left_aside: BTreeMap::new(),
            begun: Instant::now(),
        }
    }
}

impl Summary {
    /// Counts a file that could not be read.
    pub(super) fn fail(&mut self, reason: &str) {
        *self.failed.entry(reason.to_owned()).or_default() += 1;
    }

    /// Counts a file that is no paper.
    pub(super) fn leave_aside(&mut self, ending: &str) {
        *self.left_aside.entry(ending.to_owned()).or_default() += 1;
    }

    /// The figures that the archive remembers.
    pub(super) fn counts(&self) -> RunCounts {
        RunCounts {
            read: self.read,
            known: self.same + self.moved,
            unchanged: self.unchanged,
            failed: self.failed.values().sum(),
            missing: self.missing,
            bytes: self.bytes,
        }
    }

    /// Partly where a file or a path failed in this run or was not reached; failures of earlier runs are listed by `status`.
    pub(super) fn outcome(&self) -> Outcome {
        if self.failed.is_empty() && self.paths_failed + self.unreached == 0 {
            Outcome::Done
        } else {
            Outcome::Partly
        }
    }

    /// Prints the summary: JSON to standard output, or sentences beside it.
    pub(super) fn print(&self, json: bool) -> Result<(), Failure> {
        if json {
            let mut out = terminal::out();
            writeln!(
                out,
                "{}",
                serde_json::to_string(self).map_err(anyhow::Error::from)?
            )?;
            out.flush()?;
            return Ok(());
        }
        let seconds = self.begun.elapsed().as_secs_f64();
        let megabytes = self.bytes as f64 / 1e6;
        terminal::say(format_args!(
            "{} read ({megabytes:.1} MB), {} unchanged, {} failed, in {seconds:.1} s",
            self.read,
            self.unchanged,
            self.failed.values().sum::<u64>(),
        ));
        let others = [
            (self.same, "the same as another"),
            (self.moved, "moved"),
            (self.missing, "gone"),
            (self.pruned, "pruned"),
            (self.failed_before, "failed before"),
            (self.unreached, "left for the next run"),
            (
                self.links_left,
                "links to folders not followed; see --follow",
            ),
        ];
        for (count, what) in others.into_iter().filter(|(count, _)| *count > 0) {
            terminal::say(format_args!("{count} {what}"));
        }
        if !self.left_aside.is_empty() {
            terminal::say(format_args!(
                "left aside, no papers: {}",
                list(&self.left_aside)
            ));
        }
        if !self.failed.is_empty() {
            terminal::say(format_args!(
                "failed: {}; see `udvalg status --failed`",
                list(&self.failed)
            ));
        }
        Ok(())
    }
}

fn list(counts: &BTreeMap<String, u64>) -> String {
    counts
        .iter()
        .map(|(what, count)| format!("{count} {what}"))
        .collect::<Vec<_>>()
        .join(", ")
}
