//! The second pass: pages that wait in the archive are recognised, and their papers read with what stands on them.
//!
//! Each thread takes a page, sees it through reader and engine and commits what came of it before it takes the next one: whatever
//! ends the pass costs the pages that were just being looked at. Who settles the last page of a paper reads and puts the paper,
//! in one commit with that page.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::anyhow;
use archive::{Archive, ArchiveError, Batch, Packed, PaperId, Scan, Sight, Versions};
use jiff::Timestamp;

use super::{Recogniser, Settings, Tally, engine, page, progress::Progress, source};
use crate::{
    args::Telling,
    catalogue,
    exit::{CONFIGURATION, Failure},
    reader::{Kept, Pages, Refusal},
    stop,
};

/// How often it is looked how far it is, and whether someone asked to stop.
const LOOK: Duration = Duration::from_millis(100);

/// How long pages may go on that are being recognised when someone asks to stop.
const GRACE: Duration = Duration::from_millis(1500);

/// What the pass is made with.
#[derive(Debug)]
pub(crate) struct Pass<'p> {
    /// Recognises pages.
    pub(crate) recogniser: &'p Recogniser<'p>,
    /// How pages are read.
    pub(crate) settings: &'p Settings,
    /// What makes the records.
    pub(crate) versions: &'p Versions,
    /// How it is told what happens.
    pub(crate) telling: Telling,
    /// After so long no page is begun; the rest waits.
    pub(crate) patience: Option<Duration>,
    /// The locations below which pages are read; everywhere where there is none.
    pub(crate) below: &'p [String],
}

/// Recognises the pages that wait, until all are settled or someone asks to stop. The caller holds the ingest lock.
///
/// # Errors
/// The archive's, and where no reader and no engine is to be had any more; what was committed stays.
pub(crate) fn recognise(
    archive: &mut Archive,
    pass: &Pass<'_>,
    tally: &mut Tally,
) -> Result<(), Failure> {
    let begun = Instant::now();
    let papers = archive
        .waiting_scans(pass.below)
        .map_err(catalogue::failure)?;
    let pages = papers
        .iter()
        .map(|(_, pages)| pages.min(&pass.settings.pages));
    let progress = Progress::start(pass.telling, pages.sum::<usize>() as u64);
    let work = Work {
        pass,
        progress: &progress,
        archive: Mutex::new(archive),
        queue: Mutex::new(Queue {
            papers: papers.into_iter().map(|(paper, _)| paper).collect(),
            ..Queue::default()
        }),
        tally: Mutex::new(std::mem::take(tally)),
        until: pass.patience.map(|patience| begun + patience),
        is_cut_off: AtomicBool::new(false),
        failure: Mutex::default(),
    };
    thread::scope(|scope| {
        let jobs = (0..pass.settings.jobs()).map(|_| scope.spawn(|| work.until_done()));
        let jobs: Vec<_> = jobs.collect();
        work.watch(|| jobs.iter().all(thread::ScopedJoinHandle::is_finished));
    });
    progress.end();
    *tally = work
        .tally
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    tally.seconds += begun.elapsed().as_secs_f64();
    tally.is_cut_short = pass
        .patience
        .is_some_and(|patience| patience <= begun.elapsed());
    let failure = work.failure.into_inner();
    failure
        .unwrap_or_else(PoisonError::into_inner)
        .map_or(Ok(()), Err)
}

/// What is still to be done.
#[derive(Debug, Default)]
struct Queue {
    papers: VecDeque<PaperId>,
    /// Pages of papers that were opened.
    pages: VecDeque<(Arc<Opened>, u32)>,
    /// Papers that are just being opened.
    opening: usize,
}

/// A paper whose pages are being recognised.
#[derive(Debug)]
struct Opened {
    scan: Scan,
    file: Arc<Kept>,
    /// Pages that are not settled yet.
    left: Mutex<usize>,
}

/// What all threads of the pass share.
struct Work<'w> {
    pass: &'w Pass<'w>,
    progress: &'w Progress,
    archive: Mutex<&'w mut Archive>,
    queue: Mutex<Queue>,
    tally: Mutex<Tally>,
    until: Option<Instant>,
    /// Whether readers and engines were ended: what they say no more is nobody's fault.
    is_cut_off: AtomicBool,
    /// What ended the pass.
    failure: Mutex<Option<Failure>>,
}

impl Work<'_> {
    /// Tells how far it is, and cuts off what goes on too long after someone asked to stop.
    fn watch(&self, is_done: impl Fn() -> bool) {
        let mut grace = None;
        while !is_done() {
            thread::sleep(LOOK);
            self.progress.tick(&lock(&self.tally));
            if stop::asked() {
                let until = *grace.get_or_insert_with(|| {
                    self.progress.say("stopping: pages that are being read are finished or left; once more stops at once");
                    Instant::now() + GRACE
                });
                if until <= Instant::now() {
                    self.is_cut_off.store(true, Ordering::Relaxed);
                    self.pass.recogniser.hurry();
                }
            }
        }
    }

    /// One thread's work.
    fn until_done(&self) {
        let mut pages: Option<Pages<'_>> = None;
        while let Some((opened, page)) = self.next() {
            let pages = match &mut pages {
                Some(pages) if pages.are_of(&opened.file) => pages,
                // The reader of the file before is free for this one.
                other => {
                    *other = None;
                    other.insert(self.pass.recogniser.pages(&opened.file))
                }
            };
            if let Err(failure) = self.page(&opened, page, pages) {
                lock(&self.failure).get_or_insert(failure);
            }
        }
    }

    fn is_over(&self) -> bool {
        stop::asked()
            || self.until.is_some_and(|until| until <= Instant::now())
            || lock(&self.failure).is_some()
    }

    /// The next page, of a paper that is open or of the next one; `None` where there is none, or no more are to be begun.
    fn next(&self) -> Option<(Arc<Opened>, u32)> {
        loop {
            if self.is_over() {
                return None;
            }
            let paper = {
                let mut queue = lock(&self.queue);
                if let Some(page) = queue.pages.pop_front() {
                    return Some(page);
                }
                let paper = queue.papers.pop_front();
                if paper.is_none() && queue.opening == 0 {
                    return None;
                }
                queue.opening += usize::from(paper.is_some());
                paper
            };
            let Some(paper) = paper else {
                // Another thread is opening one that may have pages for this one too.
                thread::sleep(LOOK / 10);
                continue;
            };
            let opened = self.open(paper);
            let mut queue = lock(&self.queue);
            queue.opening -= 1;
            match opened {
                Ok(pages) => queue.pages.extend(pages),
                Err(failure) => {
                    lock(&self.failure).get_or_insert(failure);
                }
            }
        }
    }

    /// Opens a paper: its pages that are to be recognised; none where its bytes are not to be had.
    fn open(&self, paper: PaperId) -> Result<Vec<(Arc<Opened>, u32)>, Failure> {
        let scan = lock(&self.archive)
            .scan(paper)
            .map_err(catalogue::failure)?;
        let Some(scan) = scan else {
            return Ok(Vec::new());
        };
        let most = self.pass.settings.pages.saturating_sub(scan.settled);
        let pages: Vec<u32> = scan.waiting.iter().copied().take(most).collect();
        lock(&self.tally).beyond += (scan.waiting.len() - pages.len()) as u64;
        if pages.is_empty() {
            return Ok(Vec::new());
        }
        let file = match source::bytes(&scan, self.pass.recogniser.pool()) {
            Ok(file) => Arc::new(file),
            Err(refusal) => {
                self.leave(&scan, &refusal);
                return Ok(Vec::new());
            }
        };
        let left = Mutex::new(pages.len());
        let opened = Arc::new(Opened { scan, file, left });
        Ok(pages
            .into_iter()
            .map(|page| (Arc::clone(&opened), page))
            .collect())
    }

    /// Leaves a paper as it is, its pages waiting.
    fn leave(&self, scan: &Scan, refusal: &Refusal) {
        if !self.is_cut_off.load(Ordering::Relaxed) {
            lock(&self.tally).papers_left += 1;
            let message = &refusal.message;
            self.progress
                .say(format_args!("{}: {message}; its pages wait", scan.path));
        }
    }

    /// Recognises a page and settles it.
    fn page(&self, opened: &Opened, page: u32, pages: &mut Pages<'_>) -> Result<(), Failure> {
        let known = |key: &str| {
            let known = lock(&self.archive).recognised(key);
            known.map_err(|error| Refusal::new("archive", error.to_string()))
        };
        let seen = self.pass.recogniser.page(pages, page, known);
        match &seen {
            Err(_) if self.is_cut_off.load(Ordering::Relaxed) => return Ok(()),
            Err(refusal) if refusal.code == engine::GONE => {
                let why = anyhow!(
                    "the program that reads pictures is gone: {}",
                    refusal.message
                );
                return Err(Failure::new(CONFIGURATION, why));
            }
            Err(refusal) => {
                self.pass.recogniser.pool().usable()?;
                self.progress.failed(&opened.scan.path, page, refusal);
            }
            Ok(_) => {}
        }
        self.settle(opened, page, &seen)
    }

    /// Commits what came of a page; with the last one of a paper the paper too.
    fn settle(
        &self,
        opened: &Opened,
        page: u32,
        seen: &Result<page::Sight, Refusal>,
    ) -> Result<(), Failure> {
        // Held while it is committed: who settles the last page finds all others in the archive.
        let mut left = lock(&opened.left);
        *left -= 1;
        if *left > 0 {
            self.commit(|batch| {
                keep(batch, seen)?;
                self.sight(batch, opened, page, seen)
            })?;
        } else {
            self.commit(|batch| keep(batch, seen))?;
            self.finish(opened, page, seen)?;
        }
        let mut tally = lock(&self.tally);
        match seen {
            Ok(sight) if sight.was_known => tally.known += 1,
            Ok(_) => tally.recognised += 1,
            Err(refusal) => *tally.failed.entry(refusal.code.clone()).or_default() += 1,
        }
        Ok(())
    }

    /// Reads the paper with what was recognised on its pages, and puts it, with its last page.
    fn finish(
        &self,
        opened: &Opened,
        page: u32,
        seen: &Result<page::Sight, Refusal>,
    ) -> Result<(), Failure> {
        let pages = lock(&self.archive).seen_pages(&opened.scan.hash);
        let mut pages = pages.map_err(catalogue::failure)?;
        if let Ok(sight) = seen {
            pages.insert(page, sight.page.clone());
        }
        let packed = if pages.is_empty() {
            None
        } else {
            let read = self.pass.recogniser.read(&opened.file, &pages);
            let packed = read.and_then(|(format, document, paper)| {
                let reading = archive::Reading {
                    hash: &opened.scan.hash,
                    format: &format,
                    document: &document,
                    paper: &paper,
                    versions: self.pass.versions,
                };
                Packed::new(&reading).map_err(|error| Refusal::new("archive", error.to_string()))
            });
            match packed {
                Ok(packed) => Some(packed),
                // What was recognised is kept: the page is seen again for nothing.
                Err(_) if self.is_cut_off.load(Ordering::Relaxed) => return Ok(()),
                Err(refusal) => {
                    self.leave(&opened.scan, &refusal);
                    return Ok(());
                }
            }
        };
        self.commit(|batch| {
            self.sight(batch, opened, page, seen)?;
            match &packed {
                Some(packed) => batch.put_seen(opened.scan.paper, packed).map(drop),
                None => Ok(()),
            }
        })?;
        lock(&self.tally).papers += u64::from(packed.is_some());
        Ok(())
    }

    fn sight(
        &self,
        batch: &Batch<'_>,
        opened: &Opened,
        page: u32,
        seen: &Result<page::Sight, Refusal>,
    ) -> Result<(), ArchiveError> {
        let sight = match seen {
            Ok(sight) => Sight::Seen(&sight.key),
            Err(refusal) => Sight::Failed {
                reason: &refusal.code,
                message: &refusal.message,
            },
        };
        let engine = self.pass.recogniser.engine().identity();
        batch.put_sight(opened.scan.paper, page, &engine, sight)
    }

    fn commit(
        &self,
        write: impl FnOnce(&mut Batch<'_>) -> Result<(), ArchiveError>,
    ) -> Result<(), Failure> {
        let mut archive = lock(&self.archive);
        let mut batch = archive
            .batch(Timestamp::now())
            .map_err(catalogue::failure)?;
        write(&mut batch)
            .and_then(|()| batch.commit())
            .map_err(catalogue::failure)
    }
}

/// Keeps what was recognised in a page, unless it is kept.
fn keep(batch: &Batch<'_>, seen: &Result<page::Sight, Refusal>) -> Result<(), ArchiveError> {
    match seen {
        Ok(sight) if !sight.was_known => batch.put_recognised(&sight.key, &sight.page),
        _ => Ok(()),
    }
}

/// A thread that panicked leaves these whole: each is written in one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
