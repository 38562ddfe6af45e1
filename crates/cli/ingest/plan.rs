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
        match walk::below(path, archive.dir()) {
            Ok(below) => Ok(Ok(self.compare(below, archive, settings, summary)?)),
            Err(refusal) => Ok(Err(refusal)),
        }
    }

    /// Adds what is new or changed of what was found.
    ///
    /// # Errors
    /// The archive's.
    pub(super) fn compare(
        &mut self,
        below: Below,
        archive: &Archive,
        settings: &settings::Ingest,
        summary: &mut Summary,
    ) -> Result<(), Failure> {
        let Below {
            folder,
            entries,
            unseen,
        } = below;
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
        Ok(())
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
                outcome: Outcome::Read { reader },
                ..
            }) => {
                summary.unchanged += 1;
                summary.outdated += u64::from(reader < formats::VERSION);
            }
            Some(Known {
                outcome: Outcome::Failed { .. },
                ..
            }) => summary.failed_before += 1,
            None => self.files.push(entry),
        }
    }

    /// Whether there is nothing to read and nothing to note.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.unseen.is_empty() && self.gone.is_empty()
    }

    /// Bytes to read.
    pub(super) fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.size).sum()
    }
}

/// Whether a file is as it was. What another reader failed at is tried again; what it read stays as it was read, since a new
/// version would otherwise read a whole archive again without being asked to.
fn is_unchanged(known: &Known, entry: &Entry) -> bool {
    let is_settled = match known.outcome {
        Outcome::Read { .. } => true,
        Outcome::Failed { reader } => reader == formats::VERSION,
    };
    !known.missing && known.size == entry.size && known.mtime_ns == entry.modified && is_settled
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
