//! The one writer: takes what the threads have read, and commits it in batches.

use std::{
    sync::{
        Mutex, PoisonError,
        mpsc::{self, Receiver, RecvTimeoutError, SyncSender},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::Context;
use archive::{Archive, ArchiveError, Batch, Failure as Unread, PaperId, Place, Same, Sight};
use jiff::Timestamp;
use rayon::{ThreadPoolBuilder, prelude::*};

use crate::{
    catalogue, exit::Failure, ocr::Settled, reader::Refusal, settings, stop, terminal, walk::Entry,
};

use super::{
    plan::Plan,
    progress::Progress,
    summary::Summary,
    take::{Piece, Taken, Taker, Took},
};

/// Papers that may wait for the writer: enough to keep the threads busy during a commit.
const WAITING: usize = 64;

/// How often it looks whether someone asked to stop, and how far it is, while no paper comes.
const LOOK: Duration = Duration::from_millis(100);

/// How long those files may go on that are being read when someone asks to stop.
const GRACE: Duration = Duration::from_millis(1500);

/// How the files are taken.
pub(super) struct Way<'s> {
    /// Threads, each with its reader; 0 for one a core.
    pub(super) jobs: usize,
    /// Sizes of batches.
    pub(super) settings: &'s settings::Ingest,
    /// Told of each file.
    pub(super) progress: &'s Progress,
    /// Which engine recognises pages while files are read; nothing where none does.
    pub(super) engine: &'s str,
}

/// A file that was read, or tried.
struct Work<'p> {
    entry: &'p Entry,
    pieces: Vec<Piece>,
    time: Duration,
}

/// Takes all files of the plan into the archive, or those that were read until someone asked to stop.
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
    note(archive, plan, &way, summary).map_err(catalogue::failure)?;
    let threads = ThreadPoolBuilder::new()
        .num_threads(way.jobs)
        .build()
        .context("no threads to be had")?;
    summary.readers = threads.current_num_threads();
    thread::scope(|scope| {
        let (send, receive) = mpsc::sync_channel(WAITING);
        scope.spawn(move || threads.install(|| read(plan, taker, &send)));
        let written = write(archive, &receive, &way, summary);
        // Where it ends early, on an error or on request, the threads find nobody to send to, and what is being read is
        // cut off: the next run reads it.
        drop(receive);
        taker.cut_off();
        written
            .and_then(|()| count_missing(archive, plan, summary))
            .map_err(catalogue::failure)
    })
}

/// Counts what is gone anew, without what was found elsewhere meanwhile: that moved.
fn count_missing(
    archive: &Archive,
    plan: &Plan,
    summary: &mut Summary,
) -> Result<(), ArchiveError> {
    let still = plan.gone.iter().map(|gone| archive.missing_at(gone));
    summary.missing = still.sum::<Result<u64, _>>()?;
    Ok(())
}

fn read<'p>(plan: &'p Plan, taker: &Taker<'_>, send: &SyncSender<Work<'p>>) {
    let later = Mutex::new(Vec::new());
    // One file at a time for each thread: papers differ a thousandfold in size, and a thread that was given a run of
    // large ones would be waited for at the end.
    let all = plan
        .files
        .par_iter()
        .with_max_len(1)
        .try_for_each(|entry| read_one(entry, taker, send, Some(&later)));
    let later = later.into_inner().unwrap_or_else(PoisonError::into_inner);
    let _stopped_or_unheard = all.and_then(|()| {
        let later = later.into_par_iter().with_max_len(1);
        later.try_for_each(|entry| read_one(entry, taker, send, None))
    });
}

/// Reads one file and sends it, or puts it off to `later`, where that may be; `None` where no more are to be read.
fn read_one<'p>(
    entry: &'p Entry,
    taker: &Taker<'_>,
    send: &SyncSender<Work<'p>>,
    later: Option<&Mutex<Vec<&'p Entry>>>,
) -> Option<()> {
    if stop::asked() {
        return None;
    }
    let begun = Instant::now();
    let (pieces, reading) = match (taker.take(entry, later.is_some())?, later) {
        (Took::Pieces(pieces, reading), _) => (pieces, reading),
        (Took::Later, later) => {
            let later = later?.lock();
            later.unwrap_or_else(PoisonError::into_inner).push(entry);
            return Some(());
        }
    };
    let is_paper = matches!(pieces.first(), Some(piece) if matches!(piece.taken, Taken::Read(..)));
    let work = Work {
        entry,
        pieces,
        time: begun.elapsed(),
    };
    send.send(work).ok()?;
    if let Some(reading) = reading.filter(|_| is_paper) {
        reading.sent();
    }
    Some(())
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
    if summary.unreached > 0 || !plan.unseen.is_empty() || summary.failed.contains_key("io") {
        let what = match plan.unseen.as_slice() {
            [] => "not all could be read".to_owned(),
            [one] => format!("{} could not be looked at", one.location),
            [first, others @ ..] => {
                let others = terminal::counted(others.len(), ["other", "others"]);
                format!("{} and {others} could not be looked at", first.location)
            }
        };
        terminal::say(format_args!("nothing was pruned, since {what}"));
        return Ok(());
    }
    let mut batch = archive.batch(Timestamp::now())?;
    for location in &plan.looked_at {
        summary.pruned += batch.prune(location)? as u64;
    }
    batch.commit()
}

/// Notes what is gone and what cannot be looked at.
fn note(
    archive: &mut Archive,
    plan: &Plan,
    way: &Way<'_>,
    summary: &mut Summary,
) -> Result<(), ArchiveError> {
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
        way.progress
            .failed(&unseen.name, &unseen.location, &unseen.refusal);
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
    let mut patience = Patience::default();
    loop {
        let (works, more) = collect(receive, way, &mut patience);
        if !works.is_empty() {
            let begun = Instant::now();
            let files = works.len();
            commit(archive, works, way, summary)?;
            let time = begun.elapsed();
            summary.stages.writing += time.as_secs_f64();
            way.progress.committed(files, time);
        }
        if !more {
            return Ok(());
        }
    }
}

/// Writes a batch, and with it what the run has done so far.
fn commit(
    archive: &mut Archive,
    works: Vec<Work<'_>>,
    way: &Way<'_>,
    summary: &mut Summary,
) -> Result<(), ArchiveError> {
    let mut batch = archive.batch(Timestamp::now())?;
    for Work {
        entry,
        pieces,
        time,
    } in works
    {
        summary.done += 1;
        summary.stages.reading += time.as_secs_f64();
        summary.notable.took(entry.name(), time, entry.size);
        summary.unreached += u64::from(pieces.is_empty());
        for piece in pieces {
            put(&mut batch, entry, piece, way.engine, summary)?;
        }
    }
    let report = summary.report();
    batch.note_run(&summary.counts(), &report)?;
    batch.commit()
}

/// Collects a batch, by number, by size, and by time since its first file came; false where nothing more comes.
fn collect<'p>(
    receive: &Receiver<Work<'p>>,
    way: &Way<'_>,
    patience: &mut Patience,
) -> (Vec<Work<'p>>, bool) {
    let (mut works, mut size, mut due) = (Vec::new(), 0, None);
    while works.len() < way.settings.batch_papers.max(1) && size < way.settings.batch_mib << 20 {
        let now = Instant::now();
        let left = due.map_or(LOOK, |due: Instant| due.saturating_duration_since(now));
        match receive.recv_timeout(left.min(LOOK)) {
            Ok(work) => {
                due.get_or_insert(now + Duration::from_secs(way.settings.batch_seconds));
                size += work.pieces.iter().map(packed_size).sum::<usize>();
                tell(&work, way.progress);
                works.push(work);
            }
            Err(RecvTimeoutError::Timeout) => way.progress.tick(),
            Err(RecvTimeoutError::Disconnected) => return (works, false),
        }
        if patience.is_over(way.progress) {
            return (works, false);
        }
        if due.is_some_and(|due| due <= Instant::now()) {
            break;
        }
    }
    (works, true)
}

/// How long those are waited for that are still being read.
#[derive(Debug, Default)]
struct Patience {
    until: Option<Instant>,
}

impl Patience {
    /// Whether someone asked to stop and the time of grace is over.
    fn is_over(&mut self, progress: &Progress) -> bool {
        if !stop::asked() {
            return false;
        }
        let until = *self.until.get_or_insert_with(|| {
            progress
                .say("stopping: what is being read is finished or left; once more stops at once");
            Instant::now() + GRACE
        });
        until <= Instant::now()
    }
}

fn tell(work: &Work<'_>, progress: &Progress) {
    let (mut papers, mut pages) = (0, 0);
    for piece in &work.pieces {
        match &piece.taken {
            Taken::Read(packed, _) => {
                papers += 1;
                pages += u64::from(packed.pages().unwrap_or_default());
            }
            Taken::Same(_) => papers += 1,
            Taken::Container(Some(refusal)) | Taken::Failed(refusal) => {
                let name = format!("{}{}", work.entry.name(), piece.within);
                let location = format!("{}{}", work.entry.location, piece.within);
                progress.failed(&name, &location, refusal);
            }
            Taken::Container(None) | Taken::LeftAside(_) => {}
        }
    }
    progress.file(work.entry.size, papers, pages);
}

fn packed_size(piece: &Piece) -> usize {
    match &piece.taken {
        Taken::Read(packed, _) => packed.size(),
        _ => 0,
    }
}

fn put(
    batch: &mut Batch<'_>,
    entry: &Entry,
    piece: Piece,
    engine: &str,
    summary: &mut Summary,
) -> Result<(), ArchiveError> {
    let location = format!("{}{}", entry.location, piece.within);
    let place = Place {
        location: &location,
        path: &format!("{}{}", entry.name(), piece.within),
        size: piece.size,
        mtime_ns: entry.modified,
    };
    let is_opened = matches!(piece.taken, Taken::Read(..) | Taken::Container(_));
    if is_opened && piece.within.is_empty() {
        // What the file held before may be gone; what it holds still is put again, after it.
        batch.mark_missing_within(&location)?;
    }
    match piece.taken {
        Taken::Read(packed, settled) => {
            let paper = batch.put_read(&place, &packed)?;
            put_settled(batch, paper, engine, settled, summary)?;
            summary.read += 1;
            summary.pages += u64::from(packed.pages().unwrap_or_default());
            summary.bytes += piece.size;
        }
        Taken::Same(hash) => match batch.put_same(&place, &hash)? {
            Some((_, Same::Still)) => summary.unchanged += 1,
            Some((_, Same::Moved)) => summary.moved += 1,
            Some((_, Same::Back)) => summary.back += 1,
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

/// Notes what came of the pages that were recognised while the paper was read.
fn put_settled(
    batch: &Batch<'_>,
    paper: PaperId,
    engine: &str,
    settled: Vec<Settled>,
    summary: &mut Summary,
) -> Result<(), ArchiveError> {
    summary.pictures.papers += u64::from(!settled.is_empty());
    for (page, seen) in settled {
        let sight = match &seen {
            Ok(key) => {
                summary.pictures.recognised += 1;
                Sight::Seen(key)
            }
            Err(Refusal { code, message }) => {
                *summary.pictures.failed.entry(code.clone()).or_default() += 1;
                Sight::Failed {
                    reason: code,
                    message,
                }
            }
        };
        batch.put_sight(paper, page, engine, sight)?;
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
    summary
        .notable
        .failed(place.path, &refusal.code, place.size);
    Ok(())
}
