//! `udvalg archive export` and `import`: all of an archive as one file, and back.

use std::path::Path;

use anyhow::anyhow;
use archive::{Archive, ArchiveError};

use super::check;
use crate::{
    args, catalogue,
    exit::{CONFIGURATION, Failure, Outcome},
    terminal,
};

/// Writes the archive in `folder` into one file.
///
/// # Errors
/// A file that is there already, a disk without room, an archive that cannot be read.
pub(super) fn export(args: &args::ArchiveExport, folder: &Path) -> Result<Outcome, Failure> {
    let archive = catalogue::open(folder, archive::Access::Read)?;
    let file = &args.file;
    if file.is_dir() {
        return Err(Failure::wrong_use(format!(
            "{} is a folder: name a file in it",
            file.display()
        )));
    }
    if !args.force && file.symlink_metadata().is_ok() {
        return Err(Failure::wrong_use(format!(
            "{} is there already: name another file, or replace it with --force",
            file.display()
        )));
    }
    let bytes = archive.copy_to(file).map_err(catalogue::failure)?;
    terminal::say(format_args!(
        "{}: {:.1} MB, all of the archive; `udvalg --archive FOLDER archive import` makes one of it",
        file.display(),
        bytes as f64 / 1e6
    ));
    Ok(Outcome::Done)
}

/// Makes an archive in `folder` from a file, after checking it, and its index.
///
/// It keeps its id, by which nothing outside its folder is found: the index lies within the folder and is made anew here.
/// An id of its own would gain nothing, and the copy that replaces a lost archive is the same archive.
///
/// # Errors
/// A file that is no archive or is damaged, a folder that is in use.
pub(super) fn import(args: &args::ArchiveImport, folder: &Path) -> Result<Outcome, Failure> {
    let copy = Archive::open_file(&args.file).map_err(|error| match error {
        // The advice for a folder is none for a file.
        ArchiveError::NotAnArchive { .. } => Failure::new(CONFIGURATION, error),
        ArchiveError::Damaged { .. } => Failure::new(
            CONFIGURATION,
            anyhow!("{}: {error}; take another copy", args.file.display()),
        ),
        other => catalogue::failure(other),
    })?;
    let mut found = 0;
    check::archive_itself(&copy, &mut |told| {
        found += 1;
        terminal::say(told);
        Ok(())
    })?;
    if found > 0 && !args.force {
        return Err(Failure::from(anyhow!(
            "{}: {found} things are wrong with it, and nothing was taken; take another copy, or this one as it is with \
             --force and mend it with `udvalg archive check --mend`",
            args.file.display()
        )));
    }
    let archive = copy.move_into(folder).map_err(catalogue::failure)?;
    drop(copy);
    let done = catalogue::rebuild_index(&archive)?;
    let papers = terminal::counted(done.put, ["paper", "papers"]);
    terminal::say(format_args!("{papers} in {}", folder.display()));
    Ok(if found > 0 {
        Outcome::Partly
    } else {
        Outcome::Done
    })
}
