//! Whether an archive's files are its owner's alone.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::ArchiveError;

/// The files and folders of an archive, its own folder and the index among them, that others than their owner may read or
/// write, in order.
///
/// # Errors
/// As the file system has them.
#[cfg(unix)]
pub fn open_to_others(dir: &Path) -> Result<Vec<PathBuf>, ArchiveError> {
    use std::os::unix::fs::PermissionsExt;
    let mut open = Vec::new();
    let mut paths = vec![dir.to_owned()];
    while let Some(path) = paths.pop() {
        // A file of SQLite's or of the index may go at any moment.
        let Ok(meta) = fs::symlink_metadata(&path) else {
            continue;
        };
        if meta.is_dir() {
            for entry in fs::read_dir(&path).map_err(|e| ArchiveError::io(&path, e))? {
                paths.push(entry.map_err(|e| ArchiveError::io(&path, e))?.path());
            }
        }
        if !meta.is_symlink() && meta.permissions().mode() & OTHERS != 0 {
            open.push(path);
        }
    }
    open.sort();
    Ok(open)
}

/// The rights of the group and of all.
#[cfg(unix)]
const OTHERS: u32 = 0o077;

/// Takes the rights of others from a file or folder.
///
/// # Errors
/// As the file system has them.
#[cfg(unix)]
pub fn make_private(path: &Path) -> Result<(), ArchiveError> {
    use std::os::unix::fs::PermissionsExt;
    let set = fs::metadata(path).and_then(|meta| {
        let mut permissions = meta.permissions();
        permissions.set_mode(permissions.mode() & !OTHERS);
        fs::set_permissions(path, permissions)
    });
    set.map_err(|e| ArchiveError::io(path, e))
}

/// Elsewhere the rights are those of the folder.
#[cfg(not(unix))]
pub fn open_to_others(_dir: &Path) -> Result<Vec<PathBuf>, ArchiveError> {
    Ok(Vec::new())
}

/// Elsewhere the rights are those of the folder.
#[cfg(not(unix))]
pub fn make_private(_path: &Path) -> Result<(), ArchiveError> {
    Ok(())
}
