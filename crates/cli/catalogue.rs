//! Archive and index together: opened, kept in step, and their errors as exit codes.

use std::path::Path;

use anyhow::anyhow;
use archive::{Access, Archive, ArchiveError, Versions};
use fields::Vocabulary;

use crate::exit::{CONFIGURATION, Failure, IN_USE};

/// Which versions make a record now.
pub(crate) fn versions(vocabulary: &Vocabulary) -> Versions {
    Versions {
        reader: formats::VERSION,
        rules: fields::VERSION,
        vocabulary: vocabulary.fingerprint().to_owned(),
    }
}

/// Opens the archive in a folder.
///
/// # Errors
/// Why it cannot be used, and what to do.
pub(crate) fn open(folder: &Path, access: Access) -> Result<Archive, Failure> {
    Archive::open(folder, access).map_err(failure)
}

/// How an error of the archive ends a command.
pub(crate) fn failure(error: ArchiveError) -> Failure {
    match error {
        ArchiveError::IngestRunning { .. } => Failure::new(IN_USE, anyhow!("the archive is in use: {error}")),
        ArchiveError::NotAnArchive { .. } => {
            Failure::new(CONFIGURATION, anyhow!("{error}: make one with `udvalg ingest PATH`, or name it with --archive"))
        }
        ArchiveError::DiskFull => {
            Failure::from(anyhow!("{error}: make room and run the same command again"))
        }
        ArchiveError::Busy => Failure::from(anyhow!(error)),
        ArchiveError::Later { .. }
        | ArchiveError::Permission { .. }
        | ArchiveError::NetworkShare { .. }
        | ArchiveError::Damaged { .. }
        | ArchiveError::Io { .. }
        | ArchiveError::Sqlite(_) => Failure::new(CONFIGURATION, error),
    }
}
