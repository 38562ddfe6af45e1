//! `udvalg ingest` and `udvalg watch`: files into the archive.
//!
//! The threads of rayon read and pack, each with a reader process of its own; this thread alone writes, a batch at a
//! time. Whatever ends the run between two batches, the next run goes on from there.

mod again;
mod away;
mod copies;
mod gone;
mod pictures;
mod plan;
mod progress;
mod report;
mod summary;
mod take;
mod watch;
mod write;

pub(crate) use summary::Summary;
pub(crate) use watch::run as watch;

use std::{cell::OnceCell, path::Path};

use archive::{Access, Archive, EndReason, RunId};
use jiff::Timestamp;
use serde::Serialize;

use crate::{
    args::{self, Log, Telling, When},
    catalogue,
    exit::{Failure, Outcome},
    ocr::{Engine, Missing, Now, Recogniser},
    reader::Pool,
    settings::{self, Configuration},
    signatures, stop, terminal,
};

use self::{
    pictures::Pictures,
    plan::Plan,
    progress::{Progress, Stage},
    report::timed,
};

/// What a run is called that reads files again which the archive knows.
const AGAIN: &str = "again";

/// Takes files and folders into the archive in `folder`.
///
/// # Errors
/// Where the archive cannot be used or is in use, or the disk is full; what was committed before stays.
pub(crate) fn run(
    args: &args::Ingest,
    configuration: Configuration,
    folder: &Path,
) -> Result<Outcome, Failure> {
    let mut means = Means::new(folder, configuration, args.jobs, args.telling)?;
    means.prune = args.prune;
    means.pictures = Pictures::of(args, means.pictures.when);
    let is_again = args.outdated || !args.retry.is_empty();
    let what = if is_again { AGAIN } else { "ingest" };
    let mut summary = Summary::new(what, &args.sources.paths);
    let access = if is_again {
        Access::Write
    } else {
        Access::Create
    };
    let mut archive = catalogue::open(folder, access)?;
    let lock = catalogue::lock(&archive)?;
    signatures::fill(&mut archive)?;
    let settings = &means.configuration.settings.ingest;
    means.as_run(&mut archive, &mut summary, |archive, summary| {
        if is_again {
            again::plan(args, archive, settings, summary)
        } else {
            Plan::make(args, archive, settings, summary)
        }
    })?;
    drop(lock);
    if args.json {
        summary.print_json()?;
    }
    if !args.json && args.telling.log == Log::Text {
        if args.telling.quiet {
            summary.failures().iter().for_each(terminal::say);
        } else {
            tell(&summary);
        }
    }
    Ok(summary.outcome())
}

/// The summary, for a person.
fn tell(summary: &Summary) {
    summary.sentences().iter().for_each(terminal::say);
    terminal::say(summary.times());
    for line in summary.notable.lines(report::WORTH_TELLING) {
        terminal::say(line);
    }
    if summary.interrupted {
        let (done, files) = (summary.done, summary.files);
        terminal::say(format_args!(
            "stopped after {done} of {files} files; the same command goes on from here, and the next search brings up the index"
        ));
    }
}

/// What is told as JSON when a run begins and ends.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Event<'e> {
    Begun {
        run: u64,
        files: usize,
        bytes: u64,
        unchanged: u64,
        failed_before: u64,
        gone: usize,
    },
    Ended {
        run: u64,
        how: &'e str,
        #[serde(flatten)]
        summary: &'e Summary,
    },
}

/// What runs are made with.
#[derive(Debug)]
struct Means<'f> {
    folder: &'f Path,
    configuration: Configuration,
    jobs: usize,
    telling: Telling,
    /// Whether what is gone is taken out of the archive.
    prune: bool,
    /// What is done about pages that are pictures.
    pictures: Pictures,
    engine: OnceCell<Result<Engine, Missing>>,
}

impl<'f> Means<'f> {
    /// Of the settings, and from now on with an ear for who wants it to stop.
    fn new(
        folder: &'f Path,
        configuration: Configuration,
        jobs: Option<usize>,
        telling: Telling,
    ) -> Result<Self, Failure> {
        stop::listen()?;
        Ok(Self {
            folder,
            jobs: jobs.unwrap_or(configuration.settings.ingest.jobs),
            pictures: Pictures::unasked(configuration.settings.ocr.when),
            engine: OnceCell::new(),
            configuration,
            telling,
            prune: false,
        })
    }

    /// Plans, takes what was planned into the archive and brings up the index, as a run of its own that is remembered. The
    /// ingest lock is the caller's to hold.
    fn as_run(
        &self,
        archive: &mut Archive,
        summary: &mut Summary,
        plan: impl FnOnce(&Archive, &mut Summary) -> Result<Plan, Failure>,
    ) -> Result<(), Failure> {
        let run = archive
            .begin_run(Timestamp::now())
            .map_err(catalogue::failure)?;
        let taken = self
            .planned(archive, summary, plan)
            .and_then(|plan| self.take(run, archive, &plan, summary))
            .and_then(|()| self.recognise(archive, summary));
        summary.interrupted = stop::asked();
        let reason = match &taken {
            Ok(()) if summary.interrupted => EndReason::Interrupted,
            Ok(()) => EndReason::Done,
            Err(_) => EndReason::Failed,
        };
        let mut noted = note_end(archive, run, reason, summary);
        if reason == EndReason::Done {
            noted = noted
                .and_then(|()| self.index(archive, summary))
                .and_then(|()| note_end(archive, run, reason, summary));
        }
        if self.telling.log == Log::Json {
            let (run, how) = (run.number(), reason.word());
            terminal::tell(&Event::Ended { run, how, summary });
        }
        // The first error tells what is wrong; that this run's end could not be noted as well says no more.
        taken.and(noted)
    }

    fn planned(
        &self,
        archive: &Archive,
        summary: &mut Summary,
        plan: impl FnOnce(&Archive, &mut Summary) -> Result<Plan, Failure>,
    ) -> Result<Plan, Failure> {
        let _stage = Stage::begin(self.telling, "looking for files");
        let mut walking = 0.0;
        let plan = timed(&mut walking, || plan(archive, summary))?;
        summary.stages.walking += walking;
        summary.files = plan.files.len() as u64;
        Ok(plan)
    }

    /// Takes what was planned into the archive.
    fn take(
        &self,
        run: RunId,
        archive: &mut Archive,
        plan: &Plan,
        summary: &mut Summary,
    ) -> Result<(), Failure> {
        if stop::asked() {
            // What was walked is not all: it says nothing of what is gone.
            return Ok(());
        }
        if self.telling.log == Log::Json {
            terminal::tell(&Event::Begun {
                run: run.number(),
                files: plan.files.len(),
                bytes: plan.bytes(),
                unchanged: summary.unchanged,
                failed_before: summary.failed_before,
                gone: plan.gone.len(),
            });
        }
        if !plan.is_empty() {
            self.read(archive, plan, summary)?;
        }
        if self.prune && !stop::asked() {
            write::prune(archive, plan, summary).map_err(catalogue::failure)?;
        }
        Ok(())
    }

    /// Reads and notes what was planned.
    fn read(
        &self,
        archive: &mut Archive,
        plan: &Plan,
        summary: &mut Summary,
    ) -> Result<(), Failure> {
        let versions = catalogue::versions(&settings::vocabulary(&self.configuration)?);
        let pool = Pool::of(&self.configuration)?;
        let engine = match self.pictures.when {
            When::Now => self.engine().ok(),
            When::Later | When::Off => None,
        };
        let recogniser = engine.map(|engine| Recogniser::new(&pool, engine));
        let now = match &recogniser {
            Some(recogniser) => {
                let archive = catalogue::open(self.folder, Access::Write)?;
                let most = self.configuration.settings.ocr.pages;
                Some(Now::new(recogniser, archive, most))
            }
            None => None,
        };
        let settings = &self.configuration.settings.ingest;
        let taker = take::Taker::new(
            self.folder,
            &pool,
            &versions,
            &settings.leave_aside,
            summary.what == AGAIN,
            now,
        )?;
        let progress = Progress::start(self.telling, plan.bytes(), plan.files.len());
        let way = write::Way {
            jobs: self.jobs,
            settings,
            progress: &progress,
            engine: &taker.engine().unwrap_or_default(),
        };
        let taken = write::all(archive, plan, &taker, way, summary);
        progress.end();
        // Whoever asks to stop ends readers that were just starting as well.
        taken.and_then(|()| if stop::asked() { Ok(()) } else { pool.usable() })
    }

    /// Brings up the index, with what was taken in; a request to stop leaves the rest to the next search.
    fn index(&self, archive: &Archive, summary: &mut Summary) -> Result<(), Failure> {
        let _stage = Stage::begin(self.telling, "bringing up the index");
        timed(&mut summary.stages.indexing, || {
            catalogue::refresh_index(archive)
        })?;
        summary.interrupted = stop::asked();
        Ok(())
    }
}

fn note_end(
    archive: &mut Archive,
    run: RunId,
    reason: EndReason,
    summary: &mut Summary,
) -> Result<(), Failure> {
    let report = summary.report();
    archive
        .end_run(run, Timestamp::now(), reason, &summary.counts(), &report)
        .map_err(catalogue::failure)
}
