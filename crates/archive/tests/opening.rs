//! Which folders are opened as an archive, and whose its files are.
#![allow(clippy::unwrap_used)]

use std::{fs, path::Path};

use archive::{Access, Archive, DATABASE, SCHEMA_VERSION};
use jiff::Timestamp;

fn made() -> (tempfile::TempDir, Archive) {
    let dir = tempfile::tempdir().unwrap();
    let archive = Archive::open(&dir.path().join("a"), Access::Create).unwrap();
    (dir, archive)
}

fn refused(dir: &Path, access: Access) -> String {
    Archive::open(dir, access).unwrap_err().to_string()
}

#[test]
fn what_is_no_archive_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    assert!(refused(&at("none"), Access::Read).contains("is no archive"));
    assert!(!at("none").exists());

    fs::create_dir(at("papers")).unwrap();
    fs::write(at("papers").join("a.txt"), "x").unwrap();
    assert!(refused(&at("papers"), Access::Create).contains("it holds other files"));
    assert_eq!(fs::read_dir(at("papers")).unwrap().count(), 1);

    fs::create_dir(at("noise")).unwrap();
    fs::write(at("noise").join(DATABASE), "not a database".repeat(100)).unwrap();
    assert!(refused(&at("noise"), Access::Create).contains("damaged"));

    fs::create_dir(at("foreign")).unwrap();
    let foreign = rusqlite::Connection::open(at("foreign").join(DATABASE)).unwrap();
    foreign.execute_batch("CREATE TABLE t (x)").unwrap();
    assert!(refused(&at("foreign"), Access::Create).contains("another program's"));

    fs::write(at("file"), "x").unwrap();
    assert!(refused(&at("file"), Access::Create).contains("it is a file"));

    // What a kill leaves behind between making the file and the tables.
    fs::create_dir(at("begun")).unwrap();
    fs::write(at("begun").join(DATABASE), "").unwrap();
    assert!(refused(&at("begun"), Access::Write).contains("empty"));
    Archive::open(&at("begun"), Access::Create).unwrap();
}

#[test]
fn a_later_version_is_refused() {
    let (dir, archive) = made();
    let id = archive.id().to_owned();
    drop(archive);
    let db = rusqlite::Connection::open(dir.path().join("a").join(DATABASE)).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    let message = refused(&dir.path().join("a"), Access::Read);
    assert_eq!(
        message,
        format!(
            "the archive was made by a later version of udvalg: version 99, this one reads up to {SCHEMA_VERSION}; \
             use that version, or a later one"
        )
    );
    db.pragma_update(None, "user_version", 1).unwrap();
    let archive = Archive::open(&dir.path().join("a"), Access::Read).unwrap();
    assert_eq!((archive.id(), id.len()), (id.as_str(), 32));
}

#[cfg(unix)]
#[test]
fn files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (_dir, mut archive) = made();
    archive.begin_run(Timestamp::UNIX_EPOCH).unwrap();
    let _lock = archive.lock_ingest("me").unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(archive.dir()), 0o700);
    let files: Vec<_> = fs::read_dir(archive.dir())
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    assert!(files.len() >= 3, "{files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}
