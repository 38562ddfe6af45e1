//! `udvalg archive`: the archive itself, copied, checked, mended and made small.

mod check;
mod copy;

use std::path::Path;

use archive::{Access, Archive};

use crate::{
    args, catalogue,
    exit::{Failure, Outcome},
    terminal,
};

/// Does what is asked to the archive in `folder`.
///
/// # Errors
/// Where it cannot be used, or is in use.
pub(crate) fn run(args: &args::Archive, folder: &Path) -> Result<Outcome, Failure> {
    match args {
        args::Archive::Export(args) => copy::export(args, folder),
        args::Archive::Import(args) => copy::import(args, folder),
        args::Archive::Check(args) => check::run(args, folder),
        args::Archive::Compact => compact(folder),
        args::Archive::Erase => erase(folder),
    }
}

/// Gives back the room that the archive and its index no longer need.
fn compact(folder: &Path) -> Result<Outcome, Failure> {
    let archive = catalogue::open(folder, Access::Write)?;
    let _held = catalogue::lock(&archive)?;
    make_small(&archive)
}

/// Erases pruned papers, and writes all files anew in which they stood.
fn erase(folder: &Path) -> Result<Outcome, Failure> {
    let mut archive = catalogue::open(folder, Access::Write)?;
    let _held = catalogue::lock(&archive)?;
    let papers = archive.erase().map_err(catalogue::failure)?;
    let said = [
        "paper erased; copies of the archive still have it",
        "papers erased; copies of the archive still have them",
    ];
    terminal::say(terminal::counted(papers, said));
    make_small(&archive)
}

fn make_small(archive: &Archive) -> Result<Outcome, Failure> {
    let before = archive.counts().map_err(catalogue::failure)?;
    archive.compact().map_err(catalogue::failure)?;
    catalogue::compact_index(archive)?;
    let after = archive.counts().map_err(catalogue::failure)?;
    for (what, before, after) in [
        ("archive", before.archive_bytes, after.archive_bytes),
        ("index", before.index_bytes, after.index_bytes),
    ] {
        terminal::say(format_args!("{what}: {before} bytes before, {after} after"));
    }
    Ok(Outcome::Done)
}
