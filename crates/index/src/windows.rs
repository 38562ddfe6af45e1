//! The index's files as its writer reads them: in windows, not mapped.
//!
//! A merge goes through its segments once, from the beginning to the end. Mapped, as tantivy has them for questions, all that was
//! read counts as the process's memory until the merge is over: more than a gigabyte from 100,000 papers on.

use std::{
    fmt,
    fs::File,
    io::{self, BufWriter, Read, Seek, SeekFrom},
    ops::Range,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use tantivy::{
    HasLen, Result,
    directory::{
        Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback,
        WatchHandle, WritePtr,
        error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError},
    },
};

use crate::refused::{Noted, Refused};

/// Bytes of a window. What is asked for is mostly a list of some hundred bytes behind the one before.
const WINDOW: usize = 128 << 10;

/// tantivy's directory, but for how files are read, and that refusals are noted.
#[derive(Debug, Clone)]
pub(crate) struct Windows {
    root: PathBuf,
    inner: MmapDirectory,
    refused: Refused,
}

impl Windows {
    /// The directory of a folder; what the disk refuses it is noted in `refused`.
    pub(crate) fn open(
        root: &Path,
        refused: Refused,
    ) -> std::result::Result<Self, OpenDirectoryError> {
        Ok(Self {
            root: root.to_owned(),
            inner: MmapDirectory::open(root)?,
            refused,
        })
    }
}

impl Directory for Windows {
    fn get_file_handle(
        &self,
        path: &Path,
    ) -> std::result::Result<Arc<dyn FileHandle>, OpenReadError> {
        let open = || -> io::Result<Windowed> {
            let file = File::open(self.root.join(path))?;
            let len = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
            let seen = Mutex::new(Seen {
                file,
                from: 0,
                bytes: OwnedBytes::empty(),
            });
            Ok(Windowed { len, seen })
        };
        match open() {
            Ok(handle) => Ok(Arc::new(handle)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(OpenReadError::FileDoesNotExist(path.to_owned()))
            }
            Err(error) => Err(OpenReadError::wrap_io_error(error, path.to_owned())),
        }
    }

    fn delete(&self, path: &Path) -> std::result::Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> std::result::Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> std::result::Result<WritePtr, OpenWriteError> {
        let refusal = |error| OpenWriteError::wrap_io_error(error, path.to_owned());
        let plain = self.inner.open_write(path)?.into_inner();
        let plain = plain.map_err(|error| refusal(error.into_error()))?;
        let noted = Noted::new(plain, self.refused.clone());
        Ok(BufWriter::new(Box::new(noted)))
    }

    fn atomic_read(&self, path: &Path) -> std::result::Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.refused.noting(self.inner.atomic_write(path, data))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.refused.noting(self.inner.sync_directory())
    }

    fn acquire_lock(&self, lock: &Lock) -> std::result::Result<DirectoryLock, LockError> {
        self.inner.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

/// A file, and the last window that was read of it.
struct Windowed {
    len: usize,
    seen: Mutex<Seen>,
}

struct Seen {
    file: File,
    from: usize,
    bytes: OwnedBytes,
}

impl Seen {
    /// A part of the window, which costs no copy.
    fn part(&self, range: &Range<usize>) -> Option<OwnedBytes> {
        let from = range.start.checked_sub(self.from)?;
        let to = range.end.checked_sub(self.from)?;
        (to <= self.bytes.len()).then(|| self.bytes.slice(from..to))
    }

    fn read(&mut self, range: &Range<usize>) -> io::Result<OwnedBytes> {
        let start = u64::try_from(range.start).map_err(io::Error::other)?;
        self.file.seek(SeekFrom::Start(start))?;
        let mut bytes = vec![0; range.len()];
        self.file.read_exact(&mut bytes)?;
        Ok(OwnedBytes::new(bytes))
    }
}

impl FileHandle for Windowed {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(part) = seen.part(&range) {
            return Ok(part);
        }
        if range.len() >= WINDOW {
            return seen.read(&range);
        }
        let window = range.start..self.len.min(range.start.saturating_add(WINDOW));
        seen.bytes = seen.read(&window)?;
        seen.from = window.start;
        seen.part(&range)
            .ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

impl HasLen for Windowed {
    fn len(&self) -> usize {
        self.len
    }
}

impl fmt::Debug for Windowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Windowed").field("len", &self.len).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_range_is_read_as_it_stands() {
        let dir = tempfile::tempdir().unwrap();
        let bytes: Vec<u8> = (0..3 * WINDOW + 17).map(|at| (at % 251) as u8).collect();
        std::fs::write(dir.path().join("a"), &bytes).unwrap();
        let handle = Windows::open(dir.path(), Refused::new(dir.path()))
            .unwrap()
            .get_file_handle(Path::new("a"))
            .unwrap();
        assert_eq!(handle.len(), bytes.len());
        for range in [
            0..10,
            5..WINDOW,
            WINDOW - 1..WINDOW + 1,
            3..3,
            0..bytes.len(),
            2 * WINDOW..3 * WINDOW + 17,
            bytes.len() - 1..bytes.len(),
            7..9,
        ] {
            let read = handle.read_bytes(range.clone()).unwrap();
            assert_eq!(read.as_slice(), &bytes[range.clone()], "{range:?}");
        }
        assert!(handle.read_bytes(bytes.len()..bytes.len() + 1).is_err());
        assert!(
            Windows::open(dir.path(), Refused::new(dir.path()))
                .unwrap()
                .get_file_handle(Path::new("b"))
                .is_err()
        );
    }
}
