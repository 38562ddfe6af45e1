//! What the operating system must say and do about the archive's folder.

use std::{fs, io, path::Path};

use crate::ArchiveError;

/// Makes the folder, readable by its owner alone; the folders above it as is usual.
pub(crate) fn make_private_dir(dir: &Path) -> io::Result<()> {
    if let Some(parent) = dir.parent().filter(|p| !p.as_os_str().is_empty()) {
        fs::create_dir_all(parent)?;
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(dir) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && dir.is_dir() => Ok(()),
        done => done,
    }
}

/// Opens a file for writing, made if it is missing, readable by its owner alone; its content stays.
///
/// SQLite gives its side files (`-wal`, `-shm`) the rights of the database, so that they are private too.
pub(crate) fn open_private(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Brings to the disk that a file of this name is in its folder.
#[cfg(unix)]
pub(crate) fn sync_folder_of(file: &Path) -> io::Result<()> {
    fs::File::open(folder_of(file))?.sync_all()
}

/// Elsewhere a folder cannot be opened for it.
#[cfg(not(unix))]
pub(crate) fn sync_folder_of(_file: &Path) -> io::Result<()> {
    Ok(())
}

fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Sees that the disk on which a file is to lie has so many bytes free.
///
/// # Errors
/// [`ArchiveError::NoRoom`]; a disk that does not tell is tried.
#[cfg(unix)]
pub(crate) fn room_for(file: &Path, needed: u64) -> Result<(), ArchiveError> {
    let Ok(disk) = rustix::fs::statvfs(folder_of(file)) else {
        return Ok(());
    };
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    if free < needed {
        return Err(ArchiveError::NoRoom {
            path: file.to_owned(),
            needed,
            free,
        });
    }
    Ok(())
}

/// Elsewhere it is tried.
#[cfg(not(unix))]
pub(crate) fn room_for(_file: &Path, _needed: u64) -> Result<(), ArchiveError> {
    Ok(())
}

/// The kind of network share that the folder lies on (`NFS`, `SMB` …), if it is known to be one.
///
/// # Errors
/// Where the folder is not there or may not be asked.
#[cfg(target_os = "linux")]
pub fn network_share(dir: &Path) -> io::Result<Option<&'static str>> {
    let found = rustix::fs::statfs(dir)?;
    // The field's width and sign differ between architectures; the magic numbers are 32 bits.
    Ok(share_of_magic(found.f_type as u32))
}

/// Elsewhere the file system is not asked.
///
/// # Errors
/// None.
#[cfg(not(target_os = "linux"))]
pub fn network_share(_dir: &Path) -> io::Result<Option<&'static str>> {
    Ok(None)
}

/// Linux's magic numbers of file systems (`statfs(2)`) that reach over a network.
///
/// 9p stands for the drives of Windows within WSL, whose shared memory is not shared.
#[cfg(target_os = "linux")]
fn share_of_magic(magic: u32) -> Option<&'static str> {
    Some(match magic {
        0x6969 => "NFS",
        0x517b => "SMB",
        0xff53_4d42 => "CIFS",
        0xfe53_4d42 => "SMB2",
        0x0102_1997 => "9p",
        0x5346_414f => "AFS",
        0x00c3_6400 => "Ceph",
        _ => return None,
    })
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn shares_are_told_from_disks() {
        for (magic, kind) in [
            (0x6969, Some("NFS")),
            (0xfe53_4d42, Some("SMB2")),
            (0xff53_4d42, Some("CIFS")),
            (0xef53, None),      // ext4
            (0x0102_1994, None), // tmpfs
            (0x9123_683e, None), // btrfs
        ] {
            assert_eq!(share_of_magic(magic), kind, "{magic:x}");
        }
    }
}
