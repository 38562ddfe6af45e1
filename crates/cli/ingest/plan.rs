//! What is to be read: what is there, less what the archive knows.

use std::path::Path;

use archive::{Archive, Known, KnownPlaces, Outcome};

use crate::{
    catalogue,
    exit::Failure,
    files,
    reader::Refusal,
    settings,
    walk::{self, Below, Entry, Unseen},
};

use super::summary::Summary;

/// What a run has to do.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Files to read, in the order of the walk.
    pub(super) files: Vec<Entry>,
    /// Folders and files that cannot be looked at.
    pub(super) unseen: Vec<Unseen>,
    /// Locations that the archive knows and that are gone.
    pub(super) gone: Vec<String>,
}

impl Plan {
    /// Adds what is below `path` and new or changed. The inner error is the path's own, the outer one the archive's.
    pub(super) fn add(
        &mut self,
        path: &Path,
        archive: &Archive,
        settings: &settings::Ingest,
        summary: &mut Summary,
    ) -> Result<Result<(), Refusal>, Failure> {
        let Below {
            folder,
            entries,
            unseen,
        } = match walk::below(path, archive.dir()) {
            Ok(below) => below,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let mut known = match &folder {
            Some(folder) => archive
                .known_below(folder.trim_end_matches('/'))
                .map_err(catalogue::failure)?,
            None => KnownPlaces::default(),
        };
        for entry in entries {
            let before = match folder {
                Some(_) => known.see(&entry.location),
                None => archive.known(&entry.location).map_err(catalogue::failure)?,
            };
            self.sort(entry, before, settings, summary);
        }
        self.gone.extend(gone(&known, &unseen));
        self.unseen.extend(unseen);
        Ok(Ok(()))
    }

    fn sort(
        &mut self,
        entry: Entry,
        before: Option<Known>,
        settings: &settings::Ingest,
        summary: &mut Summary,
    ) {
        let ending = files::extension(&entry.path).unwrap_or_default();
        if settings.leave_aside.contains(&ending) {
            summary.leave_aside(&ending);
            return;
        }
        match before.filter(|known| is_unchanged(known, &entry)) {
            Some(Known {
                outcome: Outcome::Read { .. },
                ..
            }) => summary.unchanged += 1,
            Some(Known {
                outcome: Outcome::Failed { .. },
                ..
            }) => summary.failed_before += 1,
            None => self.files.push(entry),
        }
    }

    /// Bytes to read.
    pub(super) fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.size).sum()
    }
}

/// Whether a file is as it was, and was tried by the reader that we are.
fn is_unchanged(known: &Known, entry: &Entry) -> bool {
    let (Outcome::Read { reader } | Outcome::Failed { reader }) = known.outcome;
    !known.missing
        && known.size == entry.size
        && known.mtime_ns == entry.modified
        && reader == formats::VERSION
}

/// What the archive knows and the walk did not see; below a folder that could not be looked at nothing is known.
fn gone(known: &KnownPlaces, unseen: &[Unseen]) -> Vec<String> {
    let hidden = |location: &str| {
        unseen.iter().any(|unseen| {
            let below = location.strip_prefix(unseen.location.as_str());
            below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    known
        .unseen()
        .filter(|location| !hidden(location))
        .map(str::to_owned)
        .collect()
}
