//! What a run did, for the person and for scripts.

use std::{collections::BTreeMap, io::Write, path::PathBuf, time::Instant};

use archive::RunCounts;
use serde::{Deserialize, Serialize};

use crate::{
    exit::{Failure, Outcome},
    files,
    ocr::Tally,
    terminal,
};

use super::report::{Notable, Stages};

/// What a run did. Kept in the archive as the run's report, so what an earlier version wrote must still be read.
#[derive(Debug, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Summary {
    /// What it was: `ingest`, `again` (`--retry`, `--outdated`) or `watch`.
    pub(crate) what: String,
    /// What it was given.
    pub(crate) paths: Vec<String>,
    /// Readers at once.
    pub(crate) readers: usize,
    /// Files to read.
    pub(crate) files: u64,
    /// Of them, those that it came to.
    pub(crate) done: u64,
    /// Files read, and papers within them.
    pub(crate) read: u64,
    /// Files with the bytes of a paper that was known already.
    pub(crate) same: u64,
    /// Files as they were.
    pub(crate) unchanged: u64,
    /// Of them, those that an older version of the readers read.
    pub(crate) outdated: u64,
    /// Files as they were when they could not be read.
    pub(crate) failed_before: u64,
    /// Files with the bytes of a paper that is gone from where it was.
    pub(crate) moved: u64,
    /// Files with the bytes of a paper that had been pruned, and is back.
    pub(crate) back: u64,
    /// Papers' files that were there before and are found nowhere else.
    pub(crate) missing: u64,
    /// Papers' files, gone now or earlier, that were taken out of the archive.
    pub(crate) pruned: u64,
    /// Files of a folder that went away before they were read.
    pub(crate) unreached: u64,
    /// Links to folders, which were not followed.
    pub(crate) links_left: u64,
    /// Files to read again that are not there.
    pub(crate) not_there: u64,
    /// Bytes read.
    pub(crate) bytes: u64,
    /// Pages read, of formats that have pages.
    pub(crate) pages: u64,
    /// Paths on the command line that cannot be looked at.
    pub(crate) paths_failed: u64,
    /// Files and papers that could not be read, by reason.
    pub(crate) failed: BTreeMap<String, u64>,
    left_aside: BTreeMap<String, u64>,
    /// What was done about pages that are pictures.
    #[serde(skip_serializing_if = "Tally::is_empty")]
    pub(crate) pictures: Tally,
    /// Whether someone asked it to stop.
    pub(crate) interrupted: bool,
    /// Wall time, seconds.
    pub(crate) seconds: f64,
    /// Where the time went.
    pub(crate) stages: Stages,
    #[serde(flatten)]
    pub(crate) notable: Notable,
    #[serde(skip, default = "Instant::now")]
    begun: Instant,
}

impl Default for Summary {
    fn default() -> Self {
        Self {
            what: String::new(),
            paths: Vec::new(),
            readers: 0,
            files: 0,
            done: 0,
            read: 0,
            same: 0,
            unchanged: 0,
            outdated: 0,
            failed_before: 0,
            moved: 0,
            back: 0,
            missing: 0,
            pruned: 0,
            unreached: 0,
            links_left: 0,
            not_there: 0,
            bytes: 0,
            pages: 0,
            paths_failed: 0,
            failed: BTreeMap::new(),
            left_aside: BTreeMap::new(),
            pictures: Tally::default(),
            interrupted: false,
            seconds: 0.0,
            stages: Stages::default(),
            notable: Notable::default(),
            begun: Instant::now(),
        }
    }
}

impl Summary {
    /// Of a run that begins now.
    pub(super) fn new(what: &str, paths: &[PathBuf]) -> Self {
        Self {
            what: what.to_owned(),
            paths: paths.iter().map(|path| files::name_of(path)).collect(),
            ..Self::default()
        }
    }

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
            known: self.same + self.moved + self.back,
            unchanged: self.unchanged,
            failed: self.failed.values().sum(),
            missing: self.missing,
            bytes: self.bytes,
        }
    }

    /// The report as the archive keeps it.
    pub(super) fn report(&mut self) -> String {
        self.seconds = self.begun.elapsed().as_secs_f64();
        // Figures, words and maps of words, which JSON can always write.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Partly where a file or a path failed in this run or was not reached; failures of earlier runs are listed by `status`.
    pub(super) fn outcome(&self) -> Outcome {
        if self.interrupted {
            Outcome::Interrupted
        } else if self.failed.is_empty()
            && self.paths_failed + self.unreached + self.pictures.papers_left == 0
            && self.pictures.failed.is_empty()
        {
            Outcome::Done
        } else {
            Outcome::Partly
        }
    }

    /// Prints the summary as JSON to standard output.
    pub(super) fn print_json(&self) -> Result<(), Failure> {
        let mut out = terminal::out();
        writeln!(
            out,
            "{}",
            serde_json::to_string(self).map_err(anyhow::Error::from)?
        )?;
        out.flush()?;
        Ok(())
    }

    /// The summary in sentences.
    pub(crate) fn sentences(&self) -> Vec<String> {
        let pages = if self.pages > 0 {
            format!(", {}", terminal::counted(self.pages, ["page", "pages"]))
        } else {
            String::new()
        };
        let mut sentences = vec![format!(
            "{} read ({:.1} MB{pages}), {} unchanged, {} failed, in {:.1} s",
            self.read,
            self.bytes as f64 / 1e6,
            self.unchanged,
            self.failed.values().sum::<u64>(),
            self.seconds
        )];
        let others = [
            (self.same, "the same as another"),
            (self.moved, "moved"),
            (self.back, "back, pruned before"),
            (self.missing, "gone"),
            (self.pruned, "pruned"),
            (self.failed_before, "failed before"),
            (self.unreached, "left for the next run"),
            (
                self.links_left,
                "links to folders not followed; see --follow",
            ),
            (
                self.not_there,
                "to read again are not there; `udvalg ingest` of their folder notes that",
            ),
            (
                self.outdated,
                "were read by an older version: `udvalg ingest --outdated` reads them again",
            ),
        ];
        let others = others.into_iter().filter(|(count, _)| *count > 0);
        sentences.extend(others.map(|(count, what)| format!("{count} {what}")));
        if !self.left_aside.is_empty() {
            sentences.push(format!(
                "left aside, no papers: {}",
                terminal::list(&self.left_aside)
            ));
        }
        sentences.extend(self.failures());
        sentences.extend(self.pictures.sentences());
        sentences
    }

    /// What failed in this run, by reason; none where nothing did.
    pub(crate) fn failures(&self) -> Option<String> {
        let by_reason = terminal::list(&self.failed);
        (!by_reason.is_empty())
            .then(|| format!("failed: {by_reason}; see `udvalg status --failed`"))
    }

    /// Tells of a path on the command line that cannot be looked at, by its name as it was given.
    pub(super) fn refuse(&mut self, name: &str, message: &str) {
        terminal::say(format_args!("{name}: {message}"));
        self.paths_failed += 1;
    }

    /// Where the time went, in a sentence.
    pub(crate) fn times(&self) -> String {
        let Stages {
            walking,
            reading,
            writing,
            indexing,
        } = self.stages;
        format!(
            "time: walking {walking:.1} s, reading {reading:.1} s (by {}), writing {writing:.1} s, indexing {indexing:.1} s",
            self.readers
        )
    }
}
