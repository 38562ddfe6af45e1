//! `udvalg ingest`: files into the archive.
//!
//! The threads of rayon read and pack, each with a reader process of its own; this thread alone writes, a batch at a
//! time. Whatever ends the run between two batches, the next run goes on from there.

mod plan;
mod progress;
mod summary;
mod take;
mod write;

use std::path::Path;

use archive::{Access, EndReason};
use jiff::Timestamp;

use crate::{
    args, catalogue,
    exit::{Failure, Outcome},
    files,
    reader::Pool,
    settings::{self, Configuration},
    signatures, terminal,
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
    let vocabulary = settings::vocabulary(&configuration)?;
    let versions = catalogue::versions(&vocabulary);
    let mut archive = catalogue::open(folder, Access::Create)?;
    let holder = format!("process {}, since {}", std::process::id(), Timestamp::now());
    let lock = archive.lock_ingest(&holder).map_err(catalogue::failure)?;
    signatures::fill(&mut archive)?;
    let run = archive
        .begin_run(Timestamp::now())
        .map_err(catalogue::failure)?;
    let mut summary = Summary::default();
    let mut plan = Plan::default();
    for path in &args.paths {
        match plan.add(path, &archive, &configuration.settings.ingest, &mut summary)? {
            Ok(()) => {}
            Err(refusal) => {
                terminal::say(format_args!(
                    "{}: {}",
                    files::name_of(path),
                    refusal.message
                ));
                summary.paths_failed += 1;
            }
        }
    }
    let jobs = args.jobs.unwrap_or(configuration.settings.ingest.jobs);
    let pool = Pool::new(
        settings::program()?,
        configuration.vocabulary,
        configuration.settings.reader,
    )?;
    let progress = Progress::start(plan.bytes(), plan.files.len());
    let taken = write::all(
        &mut archive,
        &plan,
        &take::Taker::new(
            folder,
            &pool,
            &versions,
            &configuration.settings.ingest.leave_aside,
        )?,
        write::Way {
            jobs,
            settings: &configuration.settings.ingest,
            progress: &progress,
        },
        &mut summary,
    );
    progress.end();
    let reason = if taken.is_ok() {
        EndReason::Done
    } else {
        EndReason::Failed
    };
    // The first error tells what is wrong; that this run's end could not be noted as well says no more.
    let noted = archive.end_run(run, Timestamp::now(), reason, &summary.counts());
    taken?;
    noted.map_err(catalogue::failure)?;
    catalogue::refresh_index(&archive)?;
    drop(lock);
    summary.print(args.json)?;
    Ok(summary.outcome())
}
