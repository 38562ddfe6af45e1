//! What is wrong with an archive is found, each thing by its name, and what can be derived is mended.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use archive::{
    Access, Archive, ArchiveError, DATABASE, Derived, Finding, Flaw, Op, Packed, PaperId, Place,
    Reading, Versions,
};
use jiff::Timestamp;
use paper::{BlockKind, Document, Paper};
use rusqlite::Connection;
use tempfile::TempDir;

/// A paper with a value in every table.
fn paper() -> Paper {
    let json = r#"{"kind": "notat", "title": {"value": "Vandet", "source": {"start": 0, "end": 6, "quote": "Vandet"}},
        "date": {"value": "2017-05-03", "source": {"start": 0, "end": 6, "quote": "Vandet"}},
        "case_numbers": [{"value": "1-30", "source": {"start": 0, "end": 6, "quote": "Vandet"}}],
        "dates": [{"start": "2017-05-03", "end": "2017-05-04", "grain": "day", "role": "deadline", "approximate": false,
            "source": {"start": 0, "end": 6, "quote": "Vandet"}}],
        "members": [{"name": "Signe Å", "source": {"start": 0, "end": 6, "quote": "Vandet"}}],
        "amounts": [{"ore": 100, "role": "post", "approximate": false, "source": {"start": 0, "end": 6, "quote": "Vandet"}}],
        "organisations": [{"name": "KL", "kind": "forening", "source": {"start": 0, "end": 6, "quote": "Vandet"}}]}"#;
    serde_json::from_str(json).unwrap()
}

/// An archive of three papers.
fn archive() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("a");
    let mut archive = Archive::open(&folder, Access::Create).unwrap();
    let mut document = Document::default();
    document.push(BlockKind::Paragraph, 0, "Vandet stiger.");
    let versions = Versions {
        reader: 1,
        rules: 1,
        vocabulary: "a".into(),
    };
    let mut batch = archive.batch(Timestamp::UNIX_EPOCH).unwrap();
    for hash in ["aa", "bb", "cc"] {
        let packed = Packed::new(&Reading {
            hash,
            format: "text",
            document: &document,
            paper: &paper(),
            versions: &versions,
        });
        let location = format!("/{hash}.zip!/{hash}.txt");
        let place = Place {
            location: &location,
            path: &location[1..],
            size: 1,
            mtime_ns: 1,
        };
        batch.put_read(&place, &packed.unwrap()).unwrap();
        let mother = Place {
            location: &format!("/{hash}.zip"),
            ..place
        };
        batch.put_container(&mother, 1).unwrap();
    }
    batch.commit().unwrap();
    drop(archive);
    (dir, folder)
}

/// Changes the database behind the archive's back.
fn meddle(folder: &Path, sql: &str) {
    let db = Connection::open(folder.join(DATABASE)).unwrap();
    db.pragma_update(None, "foreign_keys", false).unwrap();
    db.execute_batch(sql).unwrap();
}

fn all(archive: &Archive) -> Vec<Finding> {
    let mut found = archive.check_database().unwrap();
    let derived = Derived::new().unwrap();
    for paper in archive.papers_after(None, 100).unwrap() {
        found.extend(archive.check_paper(paper, &derived).unwrap());
    }
    found.extend(archive.check_outbox().unwrap());
    found
}

#[test]
fn what_is_whole_is_found_whole() {
    let (_dir, folder) = archive();
    let archive = Archive::open(&folder, Access::Read).unwrap();
    assert_eq!(archive.papers_after(None, 2).unwrap().len(), 2);
    assert_eq!(all(&archive), []);
}

/// What `sql` does is found as `flaw`, in these words, and as nothing else; mended or not, and then not found.
fn found_and_mended(sql: &str, flaw: Flaw, words: &str) {
    let (_dir, folder) = archive();
    meddle(&folder, sql);
    let mut archive = Archive::open(&folder, Access::Write).unwrap();
    let found = all(&archive);
    assert!(!found.is_empty(), "not found: {sql}");
    let first = &found[0];
    assert_eq!(first.flaw, flaw, "{first:?}");
    assert!(first.detail.contains(words), "{first:?}");
    // What follows from it may take a second look.
    for _ in 0..2 {
        for finding in all(&archive) {
            assert!(
                archive.mend(&finding, Timestamp::UNIX_EPOCH).unwrap(),
                "{finding:?}"
            );
        }
    }
    assert_eq!(all(&archive), [], "{sql}");
}

#[test]
fn values_are_mended_from_the_record() {
    for (sql, table) in [
        ("DELETE FROM dates WHERE paper = 2", "dates"),
        ("UPDATE members SET name = 'X' WHERE paper = 2", "members"),
        (
            "INSERT INTO case_numbers VALUES (2, 7, '9')",
            "case_numbers",
        ),
        ("UPDATE amounts SET ore = 101 WHERE paper = 2", "amounts"),
        ("DELETE FROM organisations WHERE paper = 2", "organisations"),
        ("UPDATE papers SET title = NULL WHERE id = 2", "papers"),
    ] {
        found_and_mended(
            sql,
            Flaw::Values,
            &format!("{table} differ from its record"),
        );
    }
}

#[test]
fn the_outbox_is_mended_from_the_places() {
    found_and_mended(
        "DELETE FROM changes WHERE paper = 2",
        Flaw::Outbox,
        "does not tell",
    );
    found_and_mended(
        "UPDATE changes SET op = 'delete'",
        Flaw::Outbox,
        "does not tell",
    );
    found_and_mended(
        "DELETE FROM places WHERE paper = 2",
        Flaw::Outbox,
        "no file holds it",
    );
    found_and_mended(
        "INSERT INTO changes (paper, op) VALUES (2, 'put')",
        Flaw::Outbox,
        "twice",
    );
}

#[test]
fn rows_that_belong_to_nothing_go() {
    found_and_mended(
        "DELETE FROM papers WHERE id = 2",
        Flaw::Reference,
        "belongs to none of papers",
    );
    found_and_mended(
        "DELETE FROM families WHERE id = 2",
        Flaw::Reference,
        "none of families",
    );
}

#[test]
fn an_index_of_sqlite_is_made_again() {
    // As if the table had been written and its index not.
    let sql = "PRAGMA writable_schema = ON;
        CREATE TEMP TABLE kept AS SELECT * FROM sqlite_schema WHERE name = 'members_name';
        DELETE FROM sqlite_schema WHERE name = 'members_name';
        PRAGMA writable_schema = RESET;
        UPDATE members SET name = name || ' Ø' WHERE paper = 2;
        PRAGMA writable_schema = ON;
        INSERT INTO sqlite_schema SELECT * FROM kept;
        PRAGMA writable_schema = RESET";
    let (_dir, folder) = archive();
    meddle(&folder, sql);
    let mut archive = Archive::open(&folder, Access::Write).unwrap();
    let found = archive.check_database().unwrap();
    assert!(found[0].detail.contains("members_name"), "{found:?}");
    assert!(archive.mend(&found[0], Timestamp::UNIX_EPOCH).unwrap());
    assert_eq!(archive.check_database().unwrap(), []);
}

#[test]
fn content_that_is_lost_is_read_again() {
    for (sql, words) in [
        (
            "UPDATE contents SET text = x'ffffffff' WHERE paper = 2",
            "a paper's text",
        ),
        (
            "UPDATE contents SET layout = x'ffffffff' WHERE paper = 2",
            "a paper's layout",
        ),
        (
            "UPDATE contents SET record = substr(record, 9) WHERE paper = 2",
            "a paper's record",
        ),
        (
            "DELETE FROM contents WHERE paper = 2",
            "no text and no record",
        ),
    ] {
        let (_dir, folder) = archive();
        meddle(&folder, sql);
        let mut archive = Archive::open(&folder, Access::Write).unwrap();
        let found = all(&archive);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].flaw, Flaw::Content);
        assert_eq!(found[0].paper.map(PaperId::number), Some(2));
        assert!(found[0].detail.contains(words), "{found:?}");
        assert!(!archive.mend(&found[0], Timestamp::UNIX_EPOCH).unwrap());
        // The paper, and the file in which it lies, are of another reader now.
        assert_eq!(archive.versions_of("bb").unwrap().unwrap().reader, 0);
        let known = |path: &str| archive.known(path).unwrap().unwrap().outcome;
        assert_eq!(known("/bb.zip"), archive::Outcome::Read { reader: 0 });
        assert_eq!(known("/aa.zip"), archive::Outcome::Read { reader: 1 });
    }
}

#[test]
fn a_page_of_noise_is_found() {
    let (_dir, folder) = archive();
    meddle(&folder, "PRAGMA wal_checkpoint(TRUNCATE)");
    let file = folder.join(DATABASE);
    let mut bytes = fs::read(&file).unwrap();
    let (page, count) = (4096, bytes.len() / 4096);
    for broken in [1, count / 2, count - 1] {
        let kept = bytes.clone();
        bytes[broken * page..][..page].fill(0xa5);
        fs::write(&file, &bytes).unwrap();
        let found = match Archive::open(&folder, Access::Read) {
            Ok(archive) => archive.check_database(),
            Err(error) => Err(error),
        };
        match found {
            Ok(found) => assert!(
                found.iter().any(|f| f.flaw == Flaw::Database),
                "page {broken}"
            ),
            Err(error) => assert!(matches!(error, ArchiveError::Damaged { .. }), "{error}"),
        }
        bytes = kept;
    }
}

#[test]
fn papers_of_an_index_are_compared() {
    let (_dir, folder) = archive();
    let archive = Archive::open(&folder, Access::Read).unwrap();
    let numbers =
        |papers: Vec<PaperId>| papers.into_iter().map(PaperId::number).collect::<Vec<_>>();
    for (held, strangers, missing) in [
        (vec![1, 2, 3], vec![], vec![]),
        (vec![1, 3, 9], vec![9], vec![2]),
        (vec![], vec![], vec![1, 2, 3]),
    ] {
        let held: BTreeSet<u64> = held.into_iter().collect();
        let (more, less) = archive.compare_shown(&held).unwrap();
        assert_eq!((numbers(more), numbers(less)), (strangers, missing));
    }
}

#[test]
fn a_copy_is_the_same_archive() {
    let (dir, folder) = archive();
    let archive = Archive::open(&folder, Access::Write).unwrap();
    let file = dir.path().join("copy");
    // What another one is writing meanwhile is not of it.
    let mut other = Archive::open(&folder, Access::Write).unwrap();
    let mut batch = other.batch(Timestamp::UNIX_EPOCH).unwrap();
    batch.mark_missing("/aa.zip!/aa.txt").unwrap();
    let bytes = archive.copy_to(&file).unwrap();
    drop(batch);
    assert_eq!(bytes, fs::metadata(&file).unwrap().len());
    let copy = Archive::open_file(&file).unwrap();
    let moved = copy.move_into(&dir.path().join("b")).unwrap();
    assert_eq!(moved.id(), archive.id());
    assert_eq!(all(&moved), []);
    assert_eq!(moved.counts().unwrap().missing, 0);
    assert_eq!(
        moved.changes_after(0, 9).unwrap(),
        archive.changes_after(0, 9).unwrap()
    );
    assert!(
        moved
            .changes_after(0, 9)
            .unwrap()
            .iter()
            .all(|change| change.op == Op::Put)
    );
    let again = copy.move_into(&dir.path().join("b")).unwrap_err();
    assert!(matches!(again, ArchiveError::Occupied { .. }), "{again}");
}

#[test]
fn what_is_no_copy_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("papers.txt");
    for bytes in ["", "Vandet stiger.", &"x".repeat(9000)] {
        fs::write(&file, bytes).unwrap();
        let refused = Archive::open_file(&file).unwrap_err();
        assert!(
            matches!(refused, ArchiveError::NotAnArchive { .. }),
            "{refused}"
        );
    }
    let (_dir, folder) = archive();
    meddle(&folder, "PRAGMA user_version = 99");
    let later = Archive::open_file(&folder.join(DATABASE)).unwrap_err();
    assert!(
        matches!(later, ArchiveError::Later { found: 99, .. }),
        "{later}"
    );
    assert!(later.to_string().contains("use that version"), "{later}");
}

#[test]
#[cfg(unix)]
fn all_files_are_their_owners_alone_under_any_umask() {
    let usual = rustix::process::umask(rustix::fs::Mode::empty());
    let (dir, folder) = archive();
    let open = Archive::open(&folder, Access::Write).unwrap();
    let _held = open.lock_ingest("a test").unwrap();
    let copy = dir.path().join("copy");
    open.copy_to(&copy).unwrap();
    rustix::process::umask(usual);
    for side in ["-wal", "-shm"] {
        assert!(folder.join(format!("{DATABASE}{side}")).exists(), "{side}");
    }
    let others = |path: &Path| archive::open_to_others(path).unwrap();
    assert_eq!(others(&folder), Vec::<PathBuf>::new());
    assert_eq!(others(&copy), Vec::<PathBuf>::new());
    fs::set_permissions(&copy, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    assert_eq!(others(&copy), std::slice::from_ref(&copy));
    archive::make_private(&copy).unwrap();
    assert_eq!(others(&copy), Vec::<PathBuf>::new());
}
