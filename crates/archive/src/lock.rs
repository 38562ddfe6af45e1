//! One ingest at a time.

use std::{
    fs::{self, File, TryLockError},
    io::{Seek, SeekFrom, Write},
};

use crate::{Archive, ArchiveError, LOCK, disk};

/// Held while an ingest runs; let go when dropped, and by the operating system when the process dies.
#[derive(Debug)]
pub struct IngestLock {
    _file: File,
}

impl Archive {
    /// Takes the archive's ingest lock and writes into the file who holds it.
    ///
    /// `holder` is for a person: a process id and a time.
    ///
    /// # Errors
    /// [`ArchiveError::IngestRunning`] where another process (or this one) holds it.
    pub fn lock_ingest(&self, holder: &str) -> Result<IngestLock, ArchiveError> {
        let path = self.dir().join(LOCK);
        let mut file = disk::open_private(&path).map_err(|e| ArchiveError::io(&path, e))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let written = fs::read_to_string(&path).unwrap_or_default();
                let holder = match written.trim() {
                    "" => "of a process that has not said its name",
                    name => name,
                };
                return Err(ArchiveError::IngestRunning {
                    holder: holder.to_owned(),
                    lock: path,
                });
            }
            Err(TryLockError::Error(error)) => return Err(ArchiveError::io(&path, error)),
        }
        file.set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| writeln!(file, "{holder}"))
            .map_err(|e| ArchiveError::io(&path, e))?;
        Ok(IngestLock { _file: file })
    }
}
