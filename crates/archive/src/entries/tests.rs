use paper::{Document, Paper};

use super::*;
use crate::{Access, Packed, Place, Reading, Versions, open::made_by_version};

const DEADLINE: &[DateRole] = &[DateRole::Deadline];

fn at(hour: i64) -> Timestamp {
    Timestamp::from_second(hour * 3600).unwrap()
}

fn put(archive: &mut Archive, path: &str, hash: &str, hour: i64) -> PaperId {
    let deadline = r#"{"role": "deadline", "approximate": false, "source": {"start": 0, "end": 0, "quote": ""}}"#;
    let paper = Paper {
        dates: vec![serde_json::from_str(deadline).unwrap()],
        ..Paper::default()
    };
    let packed = Packed::new(&Reading {
        hash,
        format: "text",
        document: &Document::default(),
        paper: &paper,
        versions: &Versions {
            reader: 1,
            rules: 1,
            vocabulary: "a".into(),
        },
    });
    let place = Place {
        location: path,
        path,
        size: 1,
        mtime_ns: hour,
    };
    let mut batch = archive.batch(at(hour)).unwrap();
    let id = batch.put_read(&place, &packed.unwrap()).unwrap();
    batch.commit().unwrap();
    id
}

/// Gives each touched family an entry; the families' founders and times.
fn settle(archive: &Archive, roles: &[DateRole], limit: usize) -> Vec<(String, Timestamp)> {
    let mut all = Vec::new();
    loop {
        let mut settling = archive.settle(roles).unwrap();
        let Some(touched) = settling.touched(limit).unwrap() else {
            return all;
        };
        for family in touched {
            let last = family.last.unwrap();
            assert_eq!(settling.has_dates(last).unwrap(), roles == DEADLINE);
            let shown = archive.record(last).unwrap().unwrap();
            for &role in roles {
                let uid = |n| format!("{}-{role}-{n}", family.founder);
                settling.add(&family, role, last, &shown, uid).unwrap();
            }
            all.push((family.founder, family.at));
        }
        settling.commit().unwrap();
    }
}

fn uids(archive: &Archive, roles: &[DateRole], after: i64) -> Vec<String> {
    let mut uids = Vec::new();
    let each = |entry: Entry| {
        uids.push(entry.uid);
        Ok::<_, ArchiveError>(())
    };
    archive.each_entry(roles, at(after), each).unwrap();
    uids
}

#[test]
fn each_role_follows_by_itself_and_what_is_not_committed_never_happened() {
    let dir = tempfile::tempdir().unwrap();
    let mut archive = Archive::open(&dir.path().join("a"), Access::Create).unwrap();
    assert_eq!(archive.last_moment().unwrap(), None);
    for (n, hash) in (1..).zip(["b1", "b2", "b3"]) {
        put(&mut archive, hash, hash, n);
    }
    assert!(archive.entries_are_behind(DEADLINE).unwrap());
    let mut cut_off = archive.settle(DEADLINE).unwrap();
    assert_eq!(cut_off.touched(2).unwrap().unwrap().len(), 2);
    drop(cut_off);
    let founders = settle(&archive, DEADLINE, 2);
    assert_eq!(
        founders,
        [("b1", 1), ("b2", 2), ("b3", 3)].map(|(hash, hour)| (hash.to_owned(), at(hour)))
    );
    assert!(!archive.entries_are_behind(DEADLINE).unwrap());
    let both = [DateRole::Deadline, DateRole::Meeting];
    assert!(archive.entries_are_behind(&both).unwrap());
    assert_eq!(settle(&archive, &[DateRole::Meeting], 9).len(), 3);
    assert!(!archive.entries_are_behind(&both).unwrap());

    // A new version is of the same family, and gets the next number.
    put(&mut archive, "b2", "b4", 7);
    assert!(archive.entries_are_behind(DEADLINE).unwrap());
    assert_eq!(settle(&archive, DEADLINE, 9), [("b2".to_owned(), at(7))]);
    assert_eq!(archive.last_moment().unwrap(), Some(at(7)));
    let made = [
        "b1-deadline-1",
        "b2-deadline-1",
        "b3-deadline-1",
        "b2-deadline-2",
    ];
    assert_eq!(uids(&archive, DEADLINE, 0), made);
}

#[test]
fn an_entry_is_written_anew_and_left_out_when_it_was_withdrawn_for_long() {
    let dir = tempfile::tempdir().unwrap();
    let mut archive = Archive::open(&dir.path().join("a"), Access::Create).unwrap();
    put(&mut archive, "b1", "b1", 1);
    settle(&archive, DEADLINE, 9);
    put(&mut archive, "b1", "b2", 5);
    let mut settling = archive.settle(DEADLINE).unwrap();
    let family = settling.touched(9).unwrap().unwrap().remove(0);
    let mut entry = settling.entries(&family).unwrap().remove(0);
    assert_eq!(
        (entry.sequence, entry.created, entry.changed),
        (0, at(1), at(1))
    );
    (entry.sequence, entry.changed, entry.withdrawn) = (1, at(5), Some(at(5)));
    settling.put(&entry).unwrap();
    assert_eq!(settling.entries(&family).unwrap(), [entry]);
    settling.commit().unwrap();
    assert_eq!(uids(&archive, DEADLINE, 4), ["b1-deadline-1"]);
    assert!(uids(&archive, DEADLINE, 5).is_empty());
    assert!(uids(&archive, &[DateRole::Meeting], 0).is_empty());
}

#[test]
fn an_earlier_archive_has_no_entries_until_it_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("a");
    made_by_version(&folder, 5);
    let read = Archive::open(&folder, Access::Read).unwrap();
    assert!(read.entries_are_behind(DEADLINE).unwrap());
    assert!(uids(&read, DEADLINE, 0).is_empty());
    assert_eq!(read.last_moment().unwrap(), None);
    let mut archive = Archive::open(&folder, Access::Write).unwrap();
    put(&mut archive, "b1", "b1", 3);
    // As a change of before has it: nobody noted when it was.
    archive
        .db
        .execute("UPDATE changes SET at = NULL", ())
        .unwrap();
    assert_eq!(settle(&archive, DEADLINE, 9), [("b1".to_owned(), at(3))]);
    assert_eq!(uids(&read, DEADLINE, 0).len(), 1);
}

#[test]
fn entries_of_other_roles_are_not_read() {
    let dir = tempfile::tempdir().unwrap();
    let mut archive = Archive::open(&dir.path().join("a"), Access::Create).unwrap();
    assert_eq!(archive.settled_roles().unwrap(), []);
    put(&mut archive, "b1", "b1", 1);
    let both = [DateRole::Deadline, DateRole::Meeting];
    let founder = settle(&archive, DEADLINE, 9).remove(0).0;
    assert_eq!(archive.settled_roles().unwrap(), DEADLINE);
    let mut settling = archive.settle(&both).unwrap();
    let family = settling.touched(9).unwrap().unwrap().remove(0);
    let (last, uid) = (family.last.unwrap(), |n| format!("m-{n}"));
    let shown = archive.record(last).unwrap().unwrap();
    settling
        .add(&family, DateRole::Meeting, last, &shown, uid)
        .unwrap();
    settling.commit().unwrap();
    assert_eq!(archive.settled_roles().unwrap(), both);
    let broken = "UPDATE entries SET shown = '{' WHERE role = 'meeting'";
    archive.db.execute(broken, ()).unwrap();
    let uid = format!("{founder}-deadline-1");
    assert_eq!(uids(&archive, DEADLINE, 0), [uid.as_str()]);
    assert_eq!(archive.entry(&uid).unwrap().unwrap().uid, uid);
    assert!(archive.entry("none").unwrap().is_none());
    assert!(archive.entry("m-1").is_err());
}

#[test]
fn a_family_that_is_made_anew_gives_no_uid_twice() {
    let dir = tempfile::tempdir().unwrap();
    let mut archive = Archive::open(&dir.path().join("a"), Access::Create).unwrap();
    for (n, hash) in (1..).zip(["b1", "b2"]) {
        put(&mut archive, hash, hash, n);
    }
    settle(&archive, DEADLINE, 9);
    // The second paper turns out to be of the first one's family; the emptied family is mended away; they part again.
    let second = "(SELECT id FROM papers WHERE hash = 'b2')";
    let first = "(SELECT family FROM papers WHERE hash = 'b1')";
    let execute = |archive: &Archive, sql: &str| archive.db.execute(sql, ()).unwrap();
    execute(
        &archive,
        &format!("UPDATE papers SET family = {first} WHERE id = {second}"),
    );
    let stray = crate::Finding {
        flaw: crate::Flaw::Reference,
        paper: None,
        detail: String::new(),
    };
    assert!(archive.mend(&stray, at(3)).unwrap());
    execute(
        &archive,
        "INSERT INTO families (id, founder, changed) VALUES (99, 'b2', '1970-01-01T00:00:00Z')",
    );
    execute(
        &archive,
        &format!("UPDATE papers SET family = 99 WHERE id = {second}"),
    );
    put(&mut archive, "b2", "b2", 5);
    execute(
        &archive,
        "INSERT INTO regrouped (family, at) VALUES (99, '1970-01-01T06:00:00Z')",
    );
    assert_eq!(settle(&archive, DEADLINE, 9).len(), 1);
    let made = ["b1-deadline-1", "b2-deadline-1", "b2-deadline-2"];
    assert_eq!(uids(&archive, DEADLINE, 0), made);
}
