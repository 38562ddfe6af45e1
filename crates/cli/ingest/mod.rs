//! `udvalg ingest`: files into the archive.
//!
//! The threads of rayon read and pack, each with a reader process of its own; this thread alone writes, a batch at a
//! time. Whatever ends the run between two batches, the next run goes on from there.

mod away;
mod gone;
mod plan;
mod progress;
mod summary;
mod take;
mod write;

use std::path::Path;

use archive::{Access, Archive, EndReason};
use jiff::Timestamp;

use crate::{
    args, catalogue,
    exit::{Failure, Outcome},
    reader::Pool,
    settings::{self, Configuration},
    signatures,
};

use self::{plan::Plan, progress::Progress, summary::Summary};

/// Takes files and folders into the archive in `folder`.
///
/// # Errors
/// Where the archive cannot be used or is in use, or the disk is full; what was committed before stays.
pub(crate) fn run(
    args: &args::Ingest,
    configuration: Configuration,
    folder: &Path,
) -> Result<Outcome, Failure> {
    let mut archive = catalogue::open(folder, Access::Create)?;
    let holder = format!("process {}, since {}", std::process::id(), Timestamp::now());
    let lock = archive.lock_ingest(&holder).map_err(catalogue::failure)?;
    signatures::fill(&mut archive)?;
    let run = archive
        .begin_run(Timestamp::now())
        .map_err(catalogue::failure)?;
    let mut summary = Summary::default();
    let settings = &configuration.settings.ingest;
    let plan = Plan::make(args, &archive, settings, &mut summary)?;
    // The vocabulary alone costs a third of a look at 100,000 files.
    let taken = if plan.is_empty() {
        Ok(())
    } else {
        take(args, configuration, &mut archive, &plan, &mut summary)
    };
    let reason = if taken.is_ok() {
        EndReason::Done
    } else {
        EndReason::Failed
    };
    // The first error tells what is wrong; that this run's end could not be noted as well says no more.
    let noted = archive.end_run(run, Timestamp::now(), reason, &summary.counts());
    taken?;
    if args.prune {
        write::prune(&mut archive, &plan, &mut summary).map_err(catalogue::failure)?;
    }
    noted.map_err(catalogue::failure)?;
    catalogue::refresh_index(&archive)?;
    drop(lock);
    summary.print(args.json)?;
    Ok(summary.outcome())
}

/// Takes what was planned into the archive.
fn take(
    args: &args::Ingest,
    configuration: Configuration,
    archive: &mut Archive,
    plan: &Plan,
    summary: &mut Summary,
) -> Result<(), Failure> {
    let versions = catalogue::versions(&settings::vocabulary(&configuration)?);
    let settings = &configuration.settings.ingest;
    let pool = Pool::new(
        settings::program()?,
        configuration.vocabulary,
        configuration.settings.reader,
    )?;
    let taker = take::Taker::new(archive.dir(), &pool, &versions, &settings.leave_aside)?;
    let progress = Progress::start(plan.bytes(), plan.files.len());
    let way = write::Way {
        jobs: args.jobs.unwrap_or(settings.jobs),
        settings,
        progress: &progress,
    };
    let taken = write::all(archive, plan, &taker, way, summary);
    progress.end();
    taken.and_then(|()| pool.usable())
}
