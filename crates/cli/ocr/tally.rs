//! What reading pages that are pictures came to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::terminal::{self, counted};

/// What a run did about pages that are pictures. Kept with the run's report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Tally {
    /// Pages that were recognised.
    pub(crate) recognised: u64,
    /// Pages whose pictures had been recognised before.
    pub(crate) known: u64,
    /// Pages that could not be recognised, by reason.
    pub(crate) failed: BTreeMap<String, u64>,
    /// Papers that were read with what was recognised.
    pub(crate) papers: u64,
    /// Papers that could not be read with it, or whose bytes are not to be had: their pages wait on.
    pub(crate) papers_left: u64,
    /// Pages beyond those that are read of one paper.
    pub(crate) beyond: u64,
    /// Pages that wait now.
    pub(crate) waiting: u64,
    /// The papers that these belong to.
    pub(crate) papers_waiting: u64,
    /// Whether there was no time for all of them.
    #[serde(skip)]
    pub(crate) is_cut_short: bool,
    /// Why there is no engine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) missing: Option<String>,
    /// Wall time, seconds.
    pub(crate) seconds: f64,
}

impl Tally {
    /// Whether there was nothing to do about such pages.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Pages that were looked at.
    pub(crate) fn pages(&self) -> u64 {
        self.recognised + self.known + self.failed.values().sum::<u64>()
    }

    /// What was done, in sentences.
    pub(crate) fn sentences(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        if self.pages() > 0 {
            let known = match self.known {
                0 => String::new(),
                known => format!(", {known} known from before"),
            };
            let failed = match terminal::list(&self.failed) {
                none if none.is_empty() => String::new(),
                list => format!(", failed: {list}"),
            };
            let pages = counted(self.recognised, ["page", "pages"]);
            let papers = counted(self.papers, ["paper", "papers"]);
            sentences.push(format!(
                "{pages} read from pictures{known}{failed}, for {papers}, in {:.1} s",
                self.seconds
            ));
        }
        if self.papers_left > 0 {
            let left = [
                "paper with such pages was left, as told",
                "papers with such pages were left, as told",
            ];
            sentences.push(counted(self.papers_left, left));
        }
        if self.beyond > 0 {
            let beyond = [
                "such page is more than is read of one paper: see `pages` of [ocr] in the settings",
                "such pages are more than are read of one paper: see `pages` of [ocr] in the settings",
            ];
            sentences.push(counted(self.beyond, beyond));
        }
        if self.waiting > 0 {
            sentences.push(waiting(self.waiting, self.papers_waiting));
            sentences.extend(self.missing.clone());
        }
        sentences
    }
}

/// That pages wait.
pub(crate) fn waiting(pages: u64, papers: u64) -> String {
    let papers = counted(papers, ["paper", "papers"]);
    let one = format!("page of {papers} is a picture and waits");
    let many = format!("pages of {papers} are pictures and wait");
    let wait = counted(pages, [&one, &many]);
    format!("{wait} to be read: `udvalg ingest --retry no-text`")
}
