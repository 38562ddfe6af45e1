//! Which files there are below the paths that the user gives.

use std::{
    ffi::OsStr,
    fs::Metadata,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use walkdir::WalkDir;

use crate::{files, reader::Refusal, stop};

/// A file that was found.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// Where it is, absolutely, as text: the archive tells two folders' `a.pdf` apart by it.
    pub(crate) location: String,
    /// Its path below the folder that the user gave, as the record has it.
    pub(crate) name: String,
    /// Bytes.
    pub(crate) size: u64,
    /// Nanoseconds since 1970, as the file system has them; 0 where it keeps none.
    pub(crate) modified: i64,
}

/// Something below the paths that cannot be looked at.
#[derive(Debug)]
pub(crate) struct Unseen {
    /// Where it is, absolutely, as text.
    pub(crate) location: String,
    /// Its path below the folder that the user gave.
    pub(crate) name: String,
    /// Why.
    pub(crate) refusal: Refusal,
}

/// What is below a path.
#[derive(Debug, Default)]
pub(crate) struct Below {
    /// The path, absolutely, where it is a folder: what the archive knows below it and is not here any more is gone.
    pub(crate) folder: Option<String>,
    /// The files, in the order of their names.
    pub(crate) entries: Vec<Entry>,
    /// What cannot be looked at.
    pub(crate) unseen: Vec<Unseen>,
}

/// The files below `path`; hidden ones, links to folders and the folder `archive` are left out. Of a single file the root
/// is its folder.
///
/// # Errors
/// Where `path` itself is not there, or may not be read.
pub(crate) fn below(path: &Path, archive: &Path) -> Result<Below, Refusal> {
    let archive = archive.canonicalize().map_err(|e| files::refusal(&e))?;
    let path = path.canonicalize().map_err(|e| files::refusal(&e))?;
    let is_folder = path.metadata().map_err(|e| files::refusal(&e))?.is_dir();
    let root = if is_folder {
        path.as_path()
    } else {
        path.parent().unwrap_or(&path)
    };
    if is_folder {
        std::fs::read_dir(&path).map_err(|e| files::refusal(&e))?;
    }
    Ok(seen_below(&path, root, &archive, is_folder))
}

/// What is below a folder that lies below `root`, or the file there, named as a walk of all of `root` would name it; links
/// are not looked behind.
pub(crate) fn part(root: &Path, path: &Path, archive: &Path) -> Below {
    let archive = archive.canonicalize().unwrap_or_default();
    let is_folder = path.symlink_metadata().is_ok_and(|meta| meta.is_dir());
    seen_below(path, root, &archive, is_folder)
}

fn seen_below(path: &Path, root: &Path, archive: &Path, is_folder: bool) -> Below {
    let mut found = Below {
        folder: is_folder.then(|| files::name_of(path)),
        ..Below::default()
    };
    let seen = |entry: &walkdir::DirEntry| {
        entry.path() != archive && (entry.depth() == 0 || !is_hidden(entry.file_name()))
    };
    for entry in WalkDir::new(path)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(seen)
    {
        if stop::asked() {
            break;
        }
        look(entry, root, &mut found);
    }
    found
}

fn look(entry: walkdir::Result<walkdir::DirEntry>, root: &Path, found: &mut Below) {
    let name = |path: &Path| files::name_of(path.strip_prefix(root).unwrap_or(path));
    let looked = entry.and_then(|entry| {
        // A link to a file is the file; a link to a folder could lead round in a circle and is not followed.
        let meta = if entry.path_is_symlink() {
            entry.path().metadata().ok()
        } else {
            Some(entry.metadata()?)
        };
        Ok((entry, meta))
    });
    match looked {
        Ok((entry, Some(meta))) if meta.is_file() => {
            let name = name(entry.path());
            let modified = modified(&meta);
            let location = files::name_of(entry.path());
            found.entries.push(Entry {
                path: entry.into_path(),
                location,
                name,
                size: meta.len(),
                modified,
            });
        }
        Ok((entry, None)) => {
            let refusal = Refusal::new("missing", "is a link to nothing");
            let location = files::name_of(entry.path());
            found.unseen.push(Unseen {
                location,
                name: name(entry.path()),
                refusal,
            });
        }
        Ok(_) => {}
        Err(error) => {
            let location = error.path().map(files::name_of).unwrap_or_default();
            let name = error.path().map(name).unwrap_or_default();
            let refusal = match error.io_error() {
                Some(io) => files::refusal(io),
                None => Refusal::new("io", error.to_string()),
            };
            found.unseen.push(Unseen {
                location,
                name,
                refusal,
            });
        }
    }
}

/// When a file's content last changed: nanoseconds since 1970, 0 where the file system does not tell.
pub(crate) fn modified(meta: &Metadata) -> i64 {
    let since = meta
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since
        .and_then(|since| i64::try_from(since.as_nanos()).ok())
        .unwrap_or_default()
}

/// Whether a name is that of a dot-file, or of a lock file that Word leaves beside an open document.
pub(crate) fn is_hidden(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.starts_with(b".") || name.starts_with(b"~$")
}
