//! What can go wrong with an index. None of it loses anything: an index can be made again.

use std::{io, path::PathBuf};

use tantivy::{TantivyError, directory::error::OpenWriteError};

/// Why an index cannot be opened, searched or written.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// There is none yet.
    #[error("{} holds no index yet", dir.display())]
    Missing {
        /// The folder.
        dir: PathBuf,
    },
    /// It was made with other fields or other rules for words, so that questions to it would be answered wrongly.
    #[error("the index was made by another version; `udvalg index rebuild` makes it anew")]
    Outdated,
    /// Another process writes to it.
    #[error("another program is writing to the index; try again when it is done")]
    Busy,
    /// No room on the disk.
    #[error("the disk of the index is full")]
    DiskFull,
    /// The user may not read or write it.
    #[error("no permission for the index in {}", dir.display())]
    Permission {
        /// The folder.
        dir: PathBuf,
    },
    /// Files are missing or not what was written.
    #[error("the index is damaged; `udvalg index rebuild` makes it anew")]
    Damaged(#[source] TantivyError),
    /// The operating system refused something else.
    #[error("the index in {}: {source}", dir.display())]
    Io {
        /// The folder.
        dir: PathBuf,
        /// Its reason.
        source: io::Error,
    },
    /// tantivy refused something else.
    #[error("the index: {0}")]
    Tantivy(#[source] TantivyError),
}

impl IndexError {
    /// Sorts an error of the file system by what a user can do about it.
    pub(crate) fn io(dir: impl Into<PathBuf>, source: io::Error) -> Self {
        let dir = dir.into();
        match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::Permission { dir }
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Io { dir, source },
        }
    }
}

impl From<TantivyError> for IndexError {
    fn from(error: TantivyError) -> Self {
        let kind = match &error {
            TantivyError::IoError(io) => root_of(io),
            TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. }) => {
                io_error.kind()
            }
            TantivyError::LockFailure(..) => return Self::Busy,
            TantivyError::DataCorruption(_) | TantivyError::OpenReadError(_) => {
                return Self::Damaged(error);
            }
            _ => return Self::Tantivy(error),
        };
        match kind {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::Permission {
                    dir: PathBuf::new(),
                }
            }
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData => Self::Damaged(error),
            _ => Self::Tantivy(error),
        }
    }
}

/// The kind of the error at the bottom: the writers of dictionaries wrap those of the disk.
fn root_of(error: &io::Error) -> io::ErrorKind {
    let Some(inner) = error.get_ref() else {
        return error.kind();
    };
    if let Some(io) = inner.downcast_ref::<io::Error>() {
        return root_of(io);
    }
    match inner.downcast_ref::<tantivy_fst::Error>() {
        Some(tantivy_fst::Error::Io(io)) => root_of(io),
        _ => error.kind(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_however_deep_it_lies() {
        let full = || io::Error::from(io::ErrorKind::StorageFull);
        let of_dictionary = io::Error::other(tantivy_fst::Error::Io(full()));
        for error in [full(), io::Error::other(full()), of_dictionary] {
            let told = IndexError::from(TantivyError::from(error));
            assert!(matches!(told, IndexError::DiskFull), "{told:?}");
        }
    }
}
