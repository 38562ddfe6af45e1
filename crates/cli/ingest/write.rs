//! The one writer: takes what the threads have read, and commits it in batches.

use std::{
    sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender},
    thread,
    time::{Duration, Instant},
};

use anyhow::Context;
use archive::{Archive, ArchiveError, Batch, Failure as Unread, Place, Same};
use jiff::Timestamp;
use rayon::{ThreadPoolBuilder, prelude::*};

use crate::{catalogue, exit::Failure, reader::Refusal, settings, terminal, walk::Entry};

use super::{
    plan::Plan,
    progress::Progress,
    summary::Summary,
    take::{Piece, Taken, Taker},
};

/// Papers that may wait for the writer: enough to keep the threads busy during a commit.
const WAITING: usize = 64;

/// How the files are taken.
pub(super) struct Way<'s> {
    /// Threads, each with its reader; 0 for one a core.
    pub(super) jobs: usize,
    /// Sizes of batches.
    pub(super) settings: &'s settings::Ingest,
    /// Told of each file.
    pub(super) progress: &'s Progress,
}

type Work<'p> = (&'p Entry, Vec<Piece>);

/// Takes all files of the plan into the archive.
///
/// # Errors
/// The archive's; what was committed stays.
pub(super) fn all(
    archive: &mut Archive,
    plan: &Plan,
    taker: &Taker<'_>,
    way: Way<'_>,
    summary: &mut Summary,
) -> Result<(), Failure> {
    note(archive, plan, summary).map_err(catalogue::failure)?;
    let threads = ThreadPoolBuilder::new()
        .num_threads(way.jobs)
        .build()
        .context("no threads to be had")?;
    thread::scope(|scope| {
        let (send, receive) = mpsc::sync_channel(WAITING);
        scope.spawn(move || threads.install(|| read(plan, taker, &send)));
        // On an error the receiver is dropped; the threads then find nobody to send to, and end.
        write(archive, &receive, &way, summary).map_err(catalogue::failure)
    })
}

fn read<'p>(plan: &'p Plan, taker: &Taker<'_>, send: &SyncSender<Work<'p>>) {
    // One file at a time for each thread: papers differ a thousandfold in size, and a thread that was given a run of
    // large ones would be waited for at the end.
    let sent = plan
        .files
        .par_iter()
        .with_max_len(1)
        .try_for_each(|entry| send.send((entry, taker.take(entry)?)).ok());
    // The writer has gone and has said why, or no reader is to be had, which the caller says.
    let _stopped_early = sent;
}

/// Drops what is gone where the run looked, so that its papers are found no more; not where a share went away meanwhile, with
/// files that may have moved.
///
/// # Errors
/// The archive's.
pub(super) fn prune(
    archive: &mut Archive,
    plan: &Plan,
    summary: &mut Summary,
) -> Result<(), ArchiveError> {
    if summary.unreached > 0 {
        terminal::say("nothing was pruned, since a folder went away");
        return Ok(());
    }
    let mut batch = archive.batch(Timestamp::now())?;
    for location in &plan.looked_at {
        summary.pruned += batch.prune(location)? as u64;
    }
    batch.commit()
}

/// Notes what is gone and what cannot be looked at.
fn note(archive: &mut Archive, plan: &Plan, summary: &mut Summary) -> Result<(), ArchiveError> {
    if plan.gone.is_empty() && plan.unseen.is_empty() {
        return Ok(());
    }
    let mut batch = archive.batch(Timestamp::now())?;
    for location in &plan.gone {
        summary.missing += batch.mark_missing(location)? as u64;
    }
    for unseen in &plan.unseen {
        let place = Place {
            location: &unseen.location,
            path: &unseen.name,
            size: 0,
            mtime_ns: 0,
        };
        put_failure(&mut batch, &place, &unseen.refusal, summary)?;
    }
    batch.commit()
}

fn write(
    archive: &mut Archive,
    receive: &Receiver<Work<'_>>,
    way: &Way<'_>,
    summary: &mut Summary,
) -> Result<(), ArchiveError> {
    loop {
        let (works, more) = collect(receive, way);
        if !works.is_empty() {
            let mut batch = archive.batch(Timestamp::now())?;
            for (entry, pieces) in works {
                summary.unreached += u64::from(pieces.is_empty());
                for piece in pieces {
                    put(&mut batch, entry, piece, summary)?;
                }
            }
            batch.commit()?;
        }
        if !more {
            return Ok(());
        }
    }
}

/// Collects a batch, by number, size and time; false where nothing more comes.
fn collect<'p>(receive: &Receiver<Work<'p>>, way: &Way<'_>) -> (Vec<Work<'p>>, bool) {
    let due = Instant::now() + Duration::from_secs(way.settings.batch_seconds);
    let (mut works, mut size) = (Vec::new(), 0);
    while works.len() < way.settings.batch_papers.max(1) && size < way.settings.batch_mib << 20 {
        match receive.recv_timeout(due.saturating_duration_since(Instant::now())) {
            Ok((entry, pieces)) => {
                size += pieces.iter().map(packed_size).sum::<usize>();
                let failed = |piece: &Piece| matches!(piece.taken, Taken::Failed(_));
                way.progress
                    .file(entry.size, pieces.first().is_some_and(failed));
                works.push((entry, pieces));
            }
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => return (works, false),
        }
    }
    (works, true)
}

fn packed_size(piece: &Piece) -> usize {
    match &piece.taken {
        Taken::Read(packed) => packed.size(),
        _ => 0,
    }
}

fn put(
    batch: &mut Batch<'_>,
    entry: &Entry,
    piece: Piece,
    summary: &mut Summary,
) -> Result<(), ArchiveError> {
    let location = format!("{}{}", entry.location, piece.within);
    let place = Place {
        location: &location,
        path: &format!("{}{}", entry.name(), piece.within),
        size: piece.size,
        mtime_ns: entry.modified,
    };
    let is_opened = matches!(piece.taken, Taken::Read(_) | Taken::Container(_));
    if is_opened && piece.within.is_empty() {
        // What the file held before may be gone; what it holds still is put again, after it.
        batch.mark_missing_within(&location)?;
    }
    match piece.taken {
        Taken::Read(packed) => {
            batch.put_read(&place, &packed)?;
            summary.read += 1;
            summary.bytes += piece.size;
        }
        Taken::Same(hash) => match batch.put_same(&place, &hash)? {
            Some((_, Same::Still)) => summary.unchanged += 1,
            Some((_, Same::Moved)) => summary.moved += 1,
            Some((_, Same::Copy)) | None => summary.same += 1,
        },
        Taken::Container(None) => batch.put_container(&place, formats::VERSION)?,
        Taken::Container(Some(damage)) => {
            batch.put_container(&place, formats::VERSION)?;
            put_failure(batch, &place, &damage, summary)?;
        }
        Taken::LeftAside(ending) => summary.leave_aside(&ending),
        Taken::Failed(refusal) => put_failure(batch, &place, &refusal, summary)?,
    }
    Ok(())
}

fn put_failure(
    batch: &mut Batch<'_>,
    place: &Place<'_>,
    refusal: &Refusal,
    summary: &mut Summary,
) -> Result<(), ArchiveError> {
    let unread = Unread {
        reason: &refusal.code,
        message: &refusal.message,
        reader: formats::VERSION,
    };
    batch.put_failure(place, &unread)?;
    summary.fail(&refusal.code);
    Ok(())
}
