//! Archive and index together: opened, kept in step, and their errors as exit codes.

use std::path::Path;

use anyhow::anyhow;
use archive::{Access, Archive, ArchiveError, IngestLock, Op, Versions};
use fields::Vocabulary;
use index::{CaughtUp, Change, Entry, Index, IndexError, Writer, WriterSettings};
use jiff::Timestamp;

use crate::{
    exit::{CONFIGURATION, Failure, IN_USE, WRONG_USE},
    stop, terminal,
};

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

/// Takes the archive's ingest lock, in the name of this process.
///
/// # Errors
/// Where another process holds it.
pub(crate) fn lock(archive: &Archive) -> Result<IngestLock, Failure> {
    let holder = format!("process {}, since {}", std::process::id(), Timestamp::now());
    archive.lock_ingest(&holder).map_err(failure)
}

/// How an error of the archive ends a command.
pub(crate) fn failure(error: ArchiveError) -> Failure {
    match error {
        ArchiveError::IngestRunning { .. } => {
            Failure::new(IN_USE, anyhow!("the archive is in use: {error}"))
        }
        ArchiveError::NotAnArchive { .. } => Failure::new(
            CONFIGURATION,
            anyhow!("{error}: make one with `udvalg ingest PATH`, or name it with --archive"),
        ),
        ArchiveError::Occupied { .. } => Failure::new(WRONG_USE, error),
        ArchiveError::SearchName => Failure::new(WRONG_USE, error),
        ArchiveError::DiskFull => {
            Failure::from(anyhow!("{error}: make room and run the same command again"))
        }
        ArchiveError::NoRoom { .. } => Failure::from(anyhow!("{error}: make room first")),
        ArchiveError::Busy => Failure::from(anyhow!(error)),
        ArchiveError::Later { .. }
        | ArchiveError::Permission { .. }
        | ArchiveError::NetworkShare { .. }
        | ArchiveError::Damaged { .. }
        | ArchiveError::Io { .. }
        | ArchiveError::Sqlite(_) => Failure::new(CONFIGURATION, error),
    }
}

/// Changes that the index takes at a time; each brings a whole document.
const CHANGES: usize = 256;

/// Bytes of text after which it takes no more at a time: papers of many megabytes come one by one.
const MOST_TEXT: usize = 8 << 20;

/// Brings the index up to the archive's last change, or makes it where it is not this archive's. Where another process
/// is at it already, a search, there is nothing to do: whoever searches next brings up what is still missing.
///
/// # Errors
/// Where it cannot be written.
pub(crate) fn refresh_index(archive: &Archive) -> Result<(), Failure> {
    let last = archive.last_seq().map_err(failure)?;
    // To look costs a tenth of what a writer costs that finds nothing to do.
    if Index::open(&archive.index_dir()).is_ok_and(|index| is_current(&index, archive, last)) {
        return Ok(());
    }
    match writer(archive, last) {
        Ok(writer) => fill(archive, writer).map(drop),
        Err(IndexError::Busy) => {
            terminal::say(
                "the index is being written by another process; the next search brings it up",
            );
            Ok(())
        }
        Err(error) => Err(index_failure(error)),
    }
}

/// Whether the index has all changes of the archive up to the last one.
fn is_current(index: &Index, archive: &Archive, last: u64) -> bool {
    let state = index.state();
    state.archive == archive.id() && state.seq == last
}

/// Makes the index anew, or goes on where that was cut off.
///
/// # Errors
/// As [`refresh_index`].
pub(crate) fn rebuild_index(archive: &Archive) -> Result<CaughtUp, Failure> {
    let last = archive.last_seq().map_err(failure)?;
    umask_private();
    let (dir, settings) = (archive.index_dir(), WriterSettings::default());
    let writer = Writer::rebuild(&dir, archive.id(), last, &settings);
    fill(archive, writer.map_err(index_failure)?)
}

/// Merges the index into few files, after bringing it up.
///
/// # Errors
/// As [`refresh_index`], and where another process writes it.
pub(crate) fn compact_index(archive: &Archive) -> Result<(), Failure> {
    let last = archive.last_seq().map_err(failure)?;
    let mut writer = writer(archive, last)?;
    writer.catch_up(|after| changes(archive, after))?;
    Ok(writer.compact()?)
}

/// The index's writer; what it writes is the owner's alone.
fn writer(archive: &Archive, last: u64) -> Result<Writer, IndexError> {
    umask_private();
    let settings = WriterSettings::default();
    Writer::open(&archive.index_dir(), archive.id(), last, &settings)
}

/// Makes what this process writes from now on readable by its owner alone: tantivy asks for no rights of its own. A
/// command that writes an index writes no other file for a person.
fn umask_private() {
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
}

fn fill(archive: &Archive, mut writer: Writer) -> Result<CaughtUp, Failure> {
    let done = writer.catch_up(|after| changes(archive, after))?;
    if stop::asked() {
        return Ok(done);
    }
    // Small segments are still being merged into large ones: cut off, they would be merged at the next run.
    writer.finish()?;
    Ok(done)
}

/// The archive's changes after a number, with what the papers are now.
fn changes(archive: &Archive, after: u64) -> Result<Vec<Change>, Failure> {
    let (mut changes, mut text) = (Vec::new(), 0);
    if stop::asked() {
        // As if there were no more: the next search goes on from here.
        return Ok(changes);
    }
    for change in archive.changes_after(after, CHANGES).map_err(failure)? {
        let record = match change.op {
            Op::Put => archive.record(change.paper).map_err(failure)?,
            Op::Delete => None,
        };
        let entry = match record {
            Some(record) => {
                let document = archive.document(change.paper).map_err(failure)?;
                text += document.as_ref().map_or(0, |d| d.text.len());
                let family = archive.family_number(change.paper).map_err(failure)?;
                document.zip(family).map(|(document, family)| Entry {
                    record,
                    document,
                    family,
                })
            }
            // Put, and gone since: a later change says so too.
            None => None,
        };
        changes.push(Change {
            seq: change.seq,
            paper: change.paper.number(),
            entry,
        });
        if text > MOST_TEXT {
            break;
        }
    }
    Ok(changes)
}

/// Opens the index for questions, after bringing it up to the archive where it is behind: a killed ingest leaves it so.
///
/// # Errors
/// Where there is no index that can be asked, and none can be made now.
pub(crate) fn open_index(archive: &Archive) -> Result<Index, Failure> {
    let dir = archive.index_dir();
    let last = archive.last_seq().map_err(failure)?;
    let found = Index::open(&dir);
    if found
        .as_ref()
        .is_ok_and(|index| is_current(index, archive, last))
    {
        return found.map_err(index_failure);
    }
    match writer(archive, last) {
        Ok(writer) => drop(fill(archive, writer)?),
        // Whoever writes it is bringing it up; what it has is asked meanwhile.
        Err(IndexError::Busy) if found.is_ok() => {
            return found.inspect(tell_what_is_missing).map_err(index_failure);
        }
        Err(error) => return Err(index_failure(error)),
    }
    Index::open(&dir).map_err(index_failure)
}

fn tell_what_is_missing(index: &Index) {
    if index.state().unfinished {
        terminal::say(format_args!(
            "the index is being made anew: the answer is from the {} papers that are in it so far",
            index.papers()
        ));
    } else {
        terminal::say(
            "the index is being written: the newest papers may be missing from the answer",
        );
    }
}

/// How an error of the index ends a command.
fn index_failure(error: IndexError) -> Failure {
    match error {
        IndexError::DiskFull => {
            Failure::from(anyhow!("{error}: make room and run the same command again"))
        }
        IndexError::Busy => Failure::new(IN_USE, anyhow!("the archive is in use: {error}")),
        IndexError::Missing { .. }
        | IndexError::Outdated
        | IndexError::Permission { .. }
        | IndexError::Damaged(_)
        | IndexError::Io { .. }
        | IndexError::Tantivy(_) => Failure::new(CONFIGURATION, error),
    }
}

/// So that what goes through the archive's rows ends a command as the archive does.
impl From<ArchiveError> for Failure {
    fn from(error: ArchiveError) -> Self {
        failure(error)
    }
}

/// So that the changes of the archive and the index's own errors end a command in the same way.
impl From<IndexError> for Failure {
    fn from(error: IndexError) -> Self {
        index_failure(error)
    }
}
