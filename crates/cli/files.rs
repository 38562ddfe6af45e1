//! Paths and bytes, as far as the rest needs them.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

#[cfg(unix)]
use std::os::unix::ffi::OsStrExt;

use crate::reader::Refusal;

/// A path as text: `/` between folders; bytes that are no UTF-8 as `%XX`.
pub(crate) fn name_of(path: &Path) -> String {
    let mut name = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        name.push_str(chunk.valid());
        for byte in chunk.invalid() {
            name.push_str(&format!("%{byte:02X}"));
        }
    }
    if cfg!(windows) {
        name.replace('\\', "/")
    } else {
        name
    }
}

/// The path of a name that [`name_of`] gave. A name with `%XX` may be a path's own, or spell bytes that are no UTF-8: it is
/// taken as it stands where there is such a file.
pub(crate) fn path_of(name: &str) -> PathBuf {
    let path = PathBuf::from(name);
    #[cfg(unix)]
    if name.contains('%') && path.symlink_metadata().is_err() {
        let bytes = unspelled(name);
        return std::ffi::OsStr::from_bytes(&bytes).into();
    }
    path
}

#[cfg(unix)]
fn unspelled(name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        let byte = after
            .get(..2)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(b'%'));
        rest = match byte {
            Some(_) => after.get(2..).unwrap_or_default(),
            None => after,
        };
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

/// The extension of a name, lower case.
pub(crate) fn extension(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_lowercase())
}

/// Reads a file, or standard input for `-`.
///
/// # Errors
/// Why it cannot be read, or that it is larger than `limit` bytes.
pub(crate) fn bytes_of(path: &Path, limit: u64) -> Result<Vec<u8>, Refusal> {
    if path.as_os_str() == "-" {
        return up_to(io::stdin().lock(), limit);
    }
    let meta = path.metadata().map_err(|e| refusal(&e))?;
    if meta.is_dir() {
        return Err(Refusal::new(
            "folder",
            "is a folder: give files, or take the folder in with ingest",
        ));
    }
    if !meta.is_file() {
        return Err(Refusal::new("no-file", "is neither a file nor a folder"));
    }
    if meta.len() > limit {
        return Err(too_large(limit));
    }
    up_to(File::open(path).map_err(|e| refusal(&e))?, limit)
}

fn up_to(from: impl Read, limit: u64) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    from.take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|e| refusal(&e))?;
    if bytes.len() as u64 > limit {
        Err(too_large(limit))
    } else {
        Ok(bytes)
    }
}

fn too_large(limit: u64) -> Refusal {
    let message = format!(
        "larger than {} MiB: raise reader.file_mib in the settings to read it",
        limit >> 20
    );
    Refusal::new("too-large", message)
}

/// An error of the file system as a reason.
pub(crate) fn refusal(error: &io::Error) -> Refusal {
    match error.kind() {
        io::ErrorKind::NotFound => Refusal::new("missing", "there is no such file or folder"),
        io::ErrorKind::PermissionDenied => Refusal::new(
            "permission",
            "you may not read it: ask its owner for the right, or run as a user who may",
        ),
        _ => Refusal::new("io", error.to_string()),
    }
}

/// Refuses a file that keeps a secret where others may read it as well.
///
/// # Errors
/// Where they may, and how to mend it; or where the file cannot be looked at.
#[cfg(unix)]
pub(crate) fn refuse_open_to_others(file: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.metadata()?.permissions().mode();
    if mode & 0o077 != 0 {
        anyhow::bail!(
            "{}: others may read it; make it yours alone: chmod 600",
            file.display()
        );
    }
    Ok(())
}

/// Elsewhere the rights are those of the folder.
#[cfg(not(unix))]
pub(crate) fn refuse_open_to_others(_file: &Path) -> anyhow::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    #[test]
    fn odd_bytes_of_a_name_are_spelled() {
        let name = OsStr::from_bytes(b"bl\xe5b\xc3\xa6r.txt");
        assert_eq!(name_of(Path::new(name)), "bl%E5bær.txt");
        assert_eq!(path_of("bl%E5bær.txt"), Path::new(name));
        assert_eq!(path_of("50% af %%.txt"), Path::new("50% af %%.txt"));
    }
}
