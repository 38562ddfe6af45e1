//! One file, read and packed for the archive: the work of the threads.

use std::{
    path::Path,
    sync::{Mutex, PoisonError},
};

use archive::{Access, Archive, Packed, Reading, Versions};
use formats::Enclosed;

use crate::{
    catalogue,
    exit::Failure,
    files,
    reader::{Pool, Refusal},
    walk::Entry,
    within::Within,
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

/// A file, or one within it, and what came of it.
#[derive(Debug)]
pub(super) struct Piece {
    /// What follows the file's own location and name; nothing for the file itself.
    pub(super) within: String,
    /// Bytes.
    pub(super) size: u64,
    /// What came of it.
    pub(super) taken: Taken,
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

    /// Reads, understands and packs one file, and those within it.
    pub(super) fn take(&self, entry: &Entry) -> Vec<Piece> {
        let extension = files::extension(&entry.path);
        let mother = files::bytes_of(&entry.path, self.pool.limits().file_bytes())
            .and_then(|bytes| self.read(&bytes, extension.as_deref()));
        let (taken, enclosed) =
            mother.unwrap_or_else(|refusal| (Taken::Failed(refusal), Vec::new()));
        let mut pieces = vec![Piece {
            within: String::new(),
            size: entry.size,
            taken,
        }];
        let mut open = Within::of(enclosed);
        while let Some(part) = open.next() {
            let taken = match self.read(&part.bytes, part.extension().as_deref()) {
                Ok((taken, inner)) => {
                    open.add(&part, inner);
                    taken
                }
                Err(refusal) => Taken::Failed(refusal),
            };
            pieces.push(Piece {
                size: part.bytes.len() as u64,
                within: part.path,
                taken,
            });
        }
        pieces
    }

    fn read(
        &self,
        bytes: &[u8],
        extension: Option<&str>,
    ) -> Result<(Taken, Vec<Enclosed>), Refusal> {
        let hash = blake3::hash(bytes).to_hex().to_string();
        if self.is_known(&hash)? {
            return Ok((Taken::Same(hash), Vec::new()));
        }
        let (reading, paper) = self.pool.read_paper(bytes, extension)?;
        let packed = Packed::new(&Reading {
            hash: &hash,
            format: &reading.format,
            document: &reading.document,
            paper: &paper,
            versions: self.versions,
        });
        let packed = packed.map_err(|e| Refusal::new("archive", e.to_string()))?;
        Ok((Taken::Read(Box::new(packed)), reading.enclosed))
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
