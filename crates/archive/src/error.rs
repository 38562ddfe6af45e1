//! What can go wrong with an archive.

use std::{io, path::PathBuf};

use rusqlite::ErrorCode;

/// Why an archive cannot be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The folder is missing or holds something else.
    #[error("{} is no archive: {why}", dir.display())]
    NotAnArchive {
        /// The folder.
        dir: PathBuf,
        /// What was found instead.
        why: &'static str,
    },
    /// A new archive is to be made where one is.
    #[error("{} holds an archive already: name another folder", dir.display())]
    Occupied {
        /// The folder.
        dir: PathBuf,
    },
    /// Too little room on a disk; nothing was begun.
    #[error("{} needs {} MB of room on its disk, which has {} MB", path.display(), needed.div_ceil(1_000_000), free / 1_000_000)]
    NoRoom {
        /// The file that was to be written.
        path: PathBuf,
        /// Bytes that it takes.
        needed: u64,
        /// Bytes that are free.
        free: u64,
    },
    /// A newer program made it.
    #[error(
        "the archive was made by a later version of udvalg: version {found}, this one reads up to {known}; use that version, or \
         a later one"
    )]
    Later {
        /// The archive's version.
        found: i64,
        /// The highest version that this program reads.
        known: i64,
    },
    /// Someone else ingests into it.
    #[error("another ingest is running ({holder}); it holds {}", lock.display())]
    IngestRunning {
        /// The file that it has locked.
        lock: PathBuf,
        /// What the holder wrote into the file, such as its process id.
        holder: String,
    },
    /// A saved search cannot have that name.
    #[error(
        "a saved search has a name of 1 to 60 characters without control characters: give it another one"
    )]
    SearchName,
    /// Another writer did not finish within the waiting time.
    #[error("another program is writing to the archive; try again when it is done")]
    Busy,
    /// The user may not read or write it.
    #[error("no permission to open {}", path.display())]
    Permission {
        /// The file or folder.
        path: PathBuf,
    },
    /// No room on the disk. What was committed stays.
    #[error("the disk of the archive is full; what was done so far is kept")]
    DiskFull,
    /// The folder lies on a network share, where SQLite's locks and shared memory cannot be trusted.
    #[error(
        "{} lies on a network share ({kind}), where an archive could be damaged: keep the archive on a local disk; \
         the papers may lie on a share",
        dir.display()
    )]
    NetworkShare {
        /// The folder.
        dir: PathBuf,
        /// The kind of share.
        kind: &'static str,
    },
    /// The database, or something in it, is not what was written.
    #[error("the archive is damaged: {part}")]
    Damaged {
        /// What is damaged.
        part: &'static str,
        /// How that was seen.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The operating system refused something else.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Its reason.
        source: io::Error,
    },
    /// SQLite refused something else.
    #[error("the archive's database: {0}")]
    Sqlite(#[source] rusqlite::Error),
}

impl ArchiveError {
    /// Sorts an error of the file system by what a user can do about it.
    pub(crate) fn io(path: impl Into<PathBuf>, source: io::Error) -> Self {
        let path = path.into();
        match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::Permission { path }
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Io { path, source },
        }
    }

    /// Something read back that cannot have been written.
    pub(crate) fn damaged(
        part: &'static str,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::Damaged {
            part,
            source: source.into(),
        }
    }

    /// The same error, with the path that SQLite does not tell.
    pub(crate) fn at(self, path: &std::path::Path) -> Self {
        match self {
            Self::Permission { path: unknown } if unknown.as_os_str().is_empty() => {
                Self::Permission {
                    path: path.to_owned(),
                }
            }
            other => other,
        }
    }
}

/// SQLite's code for "could not make room for the shared memory of the WAL": a full disk by another name.
const IOERR_SHMSIZE: i32 = 4874;

impl From<rusqlite::Error> for ArchiveError {
    fn from(error: rusqlite::Error) -> Self {
        let rusqlite::Error::SqliteFailure(cause, _) = &error else {
            return Self::Sqlite(error);
        };
        if cause.extended_code == IOERR_SHMSIZE {
            return Self::DiskFull;
        }
        match cause.code {
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::PermissionDenied | ErrorCode::ReadOnly | ErrorCode::CannotOpen => {
                Self::Permission {
                    path: PathBuf::new(),
                }
            }
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
                Self::damaged("its database", error)
            }
            _ => Self::Sqlite(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Access, Archive, Failure, Place};

    #[test]
    fn a_full_disk_is_told_and_harms_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let mut archive = Archive::open(&dir.path().join("a"), Access::Create).unwrap();
        let pages: i64 = archive
            .db
            .pragma_query_value(None, "page_count", |row| row.get(0))
            .unwrap();
        archive
            .db
            .pragma_update(None, "max_page_count", pages + 2)
            .unwrap();
        let mut batch = archive.batch(jiff::Timestamp::UNIX_EPOCH).unwrap();
        let message = "x".repeat(50_000);
        let failure = Failure {
            reason: "damaged",
            message: &message,
            reader: 1,
        };
        let place = Place {
            location: "/a",
            path: "a",
            size: 1,
            mtime_ns: 1,
        };
        let refused = batch.put_failure(&place, &failure).unwrap_err();
        assert!(matches!(refused, ArchiveError::DiskFull), "{refused}");
        drop(batch);
        assert_eq!(archive.counts().unwrap().places, 0);
    }
}
