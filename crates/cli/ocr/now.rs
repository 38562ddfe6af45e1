//! Recognising pages while their file is being read, before its paper is put.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use archive::Archive;
use jiff::Timestamp;
use paper::Recognised;

use super::{Recogniser, engine};
use crate::reader::{Kept, Refusal};

/// What came of a page: the key under which what was recognised is kept, or why it failed.
pub(crate) type Settled = (u32, Result<String, Refusal>);

/// Recognises the pages of files that are being read, and keeps each in the archive at once.
#[derive(Debug)]
pub(crate) struct Now<'p> {
    recogniser: &'p Recogniser<'p>,
    /// A connection of its own: the writer puts papers meanwhile.
    archive: Mutex<Archive>,
    /// Pages of one file.
    most: usize,
}

impl<'p> Now<'p> {
    /// With a connection that may write.
    pub(crate) fn new(recogniser: &'p Recogniser<'p>, archive: Archive, most: usize) -> Self {
        Self {
            recogniser,
            archive: Mutex::new(archive),
            most,
        }
    }

    /// Recognises pages of a file: what was seen, and what came of each page that is settled by it.
    pub(crate) fn see(
        &self,
        file: &Arc<Kept>,
        pages: &[u32],
    ) -> (BTreeMap<u32, Recognised>, Vec<Settled>) {
        let pages = pages.get(..self.most).unwrap_or(pages);
        let archive = |error: archive::ArchiveError| Refusal::new("archive", error.to_string());
        let known = |key: &str| self.archive().recognised(key).map_err(archive);
        let keep = |sight: &super::page::Sight| {
            let mut archive = self.archive();
            let batch = archive.batch(Timestamp::now())?;
            batch.put_recognised(&sight.key, &sight.page)?;
            batch.commit()
        };
        let keep = |sight: &super::page::Sight| keep(sight).map_err(archive);
        let (mut seen, mut settled) = (BTreeMap::new(), Vec::new());
        for (page, sight) in self.recogniser.all(file, pages, known, keep) {
            match sight {
                Ok(sight) => {
                    settled.push((page, Ok(sight.key)));
                    seen.insert(page, sight.page);
                }
                // Of these the page is not the reason: it waits.
                Err(refusal)
                    if matches!(
                        refusal.code.as_str(),
                        engine::GONE | "interrupted" | "archive" | "reader"
                    ) => {}
                Err(refusal) => settled.push((page, Err(refusal))),
            }
        }
        (seen, settled)
    }

    /// Which engine recognises.
    pub(crate) fn engine(&self) -> String {
        self.recogniser.engine().identity()
    }

    /// Ends what is being recognised.
    pub(crate) fn cut_off(&self) {
        self.recogniser.hurry();
    }

    fn archive(&self) -> MutexGuard<'_, Archive> {
        self.archive.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
