//! Which files there are below the paths that the user gives.

use std::{
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use walkdir::WalkDir;

use crate::{files, reader::Refusal};

/// A file that was found.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// The folder that the user gave, made absolute: the archive tells two folders' `a.pdf` apart by it.
    pub(crate) root: String,
    /// Its path below the root, as the record has it.
    pub(crate) name: String,
    /// Bytes.
    pub(crate) size: u64,
    /// Nanoseconds since 1970, as the file system has them; 0 where it keeps none.
    pub(crate) modified: i64,
}

/// Something below the paths that cannot be looked at.
#[derive(Debug)]
pub(crate) struct Unseen {
    /// The folder that the user gave.
    pub(crate) root: String,
    /// Its path below the root.
    pub(crate) name: String,
    /// Why.
    pub(crate) refusal: Refusal,
}

/// The files below `path` in the order of their names, hidden ones and links to folders left out; and what cannot be
/// looked at. Of a single file the root is its folder.
///
/// # Errors
/// Where `path` itself is not there, or may not be read.
pub(crate) fn below(path: &Path) -> Result<(Vec<Entry>, Vec<Unseen>), Refusal> {
    let path = std::path::absolute(path).map_err(|e| files::refusal(&e))?;
    let meta = path.metadata().map_err(|e| files::refusal(&e))?;
    let root = if meta.is_dir() { path.as_path() } else { path.parent().unwrap_or(&path) };
    if meta.is_dir() {
        std::fs::read_dir(&path).map_err(|e| files::refusal(&e))?;
    }
    let mut found = (Vec::new(), Vec::new());
    let seen = |entry: &walkdir::DirEntry| entry.depth() == 0 || !is_hidden(entry);
    for entry in WalkDir::new(&path).sort_by_file_name().into_iter().filter_entry(seen) {
        look(entry, root, &mut found);
    }
    Ok(found)
}

fn look(
    entry: walkdir::Result<walkdir::DirEntry>,
    root: &Path,
    (entries, unseen): &mut (Vec<Entry>, Vec<Unseen>),
) {
    let root_name = files::name_of(root);
    let name = |path: &Path| files::name_of(path.strip_prefix(root).unwrap_or(path));
    let looked = entry.and_then(|entry| {
        // A link to a file is the file; a link to a folder could lead round in a circle and is not followed.
        let meta = if entry.path_is_symlink() { entry.path().metadata().ok() } else { Some(entry.metadata()?) };
        Ok((entry, meta))
    });
    match looked {
        Ok((entry, Some(meta))) if meta.is_file() => {
            let name = name(entry.path());
            let modified = meta.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
            let modified = modified.and_then(|d| i64::try_from(d.as_nanos()).ok()).unwrap_or_default();
            entries.push(Entry { path: entry.into_path(), root: root_name, name, size: meta.len(), modified });
        }
        Ok((entry, None)) => {
            let refusal = Refusal::new("missing", "is a link to nothing");
            unseen.push(Unseen { root: root_name, name: name(entry.path()), refusal });
        }
        Ok(_) => {}
        Err(error) => {
            let name = error.path().map(name).unwrap_or_default();
            let refusal = match error.io_error() {
                Some(io) => files::refusal(io),
                None => Refusal::new("io", error.to_string()),
            };
            unseen.push(Unseen { root: root_name, name, refusal });
        }
    }
}

/// Dot-files, and the lock files that Word leaves beside an open document.
fn is_hidden(entry: &walkdir::DirEntry) -> bool {
    let name = entry.file_name().as_encoded_bytes();
    name.starts_with(b".") || name.starts_with(b"~$")
}
