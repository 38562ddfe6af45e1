//! One file, read and packed for the archive: the work of the threads.

use std::{
    path::Path,
    sync::{Mutex, PoisonError},
};

use archive::{Access, Archive, Packed, Reading, Versions};

use crate::{
    catalogue,
    exit::Failure,
    files,
    reader::{Pool, Refusal},
    walk::Entry,
};

/// What came of a file.
#[derive(Debug)]
pub(super) enum Taken {
    /// Read.
    Read(Box<Packed>),
    /// The bytes of a paper that the archive has already, by their hash.
    Same(String),
    /// Not readable.
    Failed(Refusal),
}

/// Reads files by the pool's readers, unless the archive knows their bytes.
#[derive(Debug)]
pub(super) struct Taker<'p> {
    pool: &'p Pool,
    versions: &'p Versions,
    /// A connection of its own, so that threads need not wait for the writer.
    known: Mutex<Archive>,
}

impl<'p> Taker<'p> {
    /// A taker for the archive in `folder`.
    ///
    /// # Errors
    /// As for opening the archive.
    pub(super) fn new(
        folder: &Path,
        pool: &'p Pool,
        versions: &'p Versions,
    ) -> Result<Self, Failure> {
        Ok(Self {
            pool,
            versions,
            known: Mutex::new(catalogue::open(folder, Access::Read)?),
        })
    }

    /// Reads, understands and packs one file.
    pub(super) fn take(&self, entry: &Entry) -> Taken {
        match self.read(entry) {
            Ok(taken) => taken,
            Err(refusal) => Taken::Failed(refusal),
        }
    }

    fn read(&self, entry: &Entry) -> Result<Taken, Refusal> {
        let bytes = files::bytes_of(&entry.path, self.pool.limits().file_bytes())?;
        let hash = blake3::hash(&bytes).to_hex().to_string();
        if self.is_known(&hash)? {
            return Ok(Taken::Same(hash));
        }
        let (reading, paper) = self
            .pool
            .read_paper(&bytes, files::extension(&entry.path).as_deref())?;
        let packed = Packed::new(&Reading {
            hash: &hash,
            format: &reading.format,
            document: &reading.document,
            paper: &paper,
            versions: self.versions,
        });
        packed
            .map(|packed| Taken::Read(Box::new(packed)))
            .map_err(|e| Refusal::new("archive", e.to_string()))
    }

    /// Whether the archive has these bytes, read by the reader that we are.
    fn is_known(&self, hash: &str) -> Result<bool, Refusal> {
        let archive = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let versions = archive
            .versions_of(hash)
            .map_err(|e| Refusal::new("archive", e.to_string()))?;
        Ok(versions.is_some_and(|versions| versions.reader == self.versions.reader))
    }
}
