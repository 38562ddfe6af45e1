use std::collections::BTreeMap;

use jiff::Timestamp;
use paper::{Document, Paper, Recognised, RecognisedWord};

use super::*;
use crate::{Access, Derived, Flaw, Place, Reading, Versions, open::made_by_version};

/// A paper of so many pages, those of them pictures that are named.
fn packed(hash: &str, unread: &[u32], reader: u32) -> Packed {
    let document = Document {
        pages: Some(9),
        unread: unread.to_vec(),
        ..Document::default()
    };
    let warning = Warning {
        code: WarningCode::NoText,
        message: "m".into(),
        source: None,
    };
    let paper = Paper {
        warnings: vec![warning],
        ..Paper::default()
    };
    let versions = &Versions {
        reader,
        rules: 1,
        vocabulary: "a1".into(),
    };
    Packed::new(&Reading {
        hash,
        format: "pdf",
        document: &document,
        paper: &paper,
        versions,
    })
    .unwrap()
}

fn put(archive: &mut Archive, name: &str, packed: &Packed) -> PaperId {
    let mut batch = archive.batch(Timestamp::UNIX_EPOCH).unwrap();
    let location = format!("/{name}");
    let place = Place {
        location: &location,
        path: name,
        size: 1,
        mtime_ns: 1,
    };
    let id = batch.put_read(&place, packed).unwrap();
    batch.commit().unwrap();
    id
}

fn saw(archive: &mut Archive, paper: PaperId, page: u32, word: &str) {
    let batch = archive.batch(Timestamp::UNIX_EPOCH).unwrap();
    batch.put_recognised(word, &recognised(word)).unwrap();
    batch
        .put_sight(paper, page, "engine 1", Sight::Seen(word))
        .unwrap();
    batch.commit().unwrap();
}

fn recognised(word: &str) -> Recognised {
    let word = RecognisedWord {
        text: word.to_owned(),
        raw: None,
        confidence: 90,
        line: 0,
        frame: paper::Frame::default(),
    };
    Recognised {
        words: vec![word],
        ..Recognised::default()
    }
}

fn again(archive: &mut Archive, failed: bool, engine: Option<&str>) -> Vec<u32> {
    let batch = archive.batch(Timestamp::UNIX_EPOCH).unwrap();
    batch.look_again(failed, engine, &[]).unwrap();
    batch.commit().unwrap();
    let papers = archive.waiting_scans(&[]).unwrap();
    let scans = papers
        .iter()
        .filter_map(|&(paper, _)| archive.scan(paper).unwrap());
    scans.flat_map(|scan| scan.waiting).collect()
}

fn archive() -> (tempfile::TempDir, Archive) {
    let dir = tempfile::tempdir().unwrap();
    let archive = Archive::open(&dir.path().join("a"), Access::Create).unwrap();
    (dir, archive)
}

#[test]
fn pages_wait_are_seen_or_fail_and_wait_again_when_asked() {
    let (_dir, mut archive) = archive();
    let long = put(&mut archive, "long", &packed("a1", &[1, 3, 4], 1));
    let short = put(&mut archive, "short", &packed("b2", &[7], 1));
    assert_eq!(archive.waiting_scans(&[]).unwrap(), [(short, 1), (long, 3)]);
    saw(&mut archive, long, 3, "Vandet");
    let batch = archive.batch(Timestamp::UNIX_EPOCH).unwrap();
    let failed = Sight::Failed {
        reason: "timeout",
        message: "m",
    };
    batch.put_sight(long, 4, "engine 1", failed).unwrap();
    batch.commit().unwrap();
    let counts = ScanCounts {
        waiting: 2,
        papers_waiting: 2,
        recognised: 1,
        failed: 1,
    };
    assert_eq!(archive.scan_counts().unwrap(), counts);
    let scan = archive.scan(long).unwrap().unwrap();
    assert_eq!((scan.waiting.as_slice(), scan.settled), (&[1][..], 2));
    assert_eq!(again(&mut archive, false, None), [1, 7]);
    assert_eq!(again(&mut archive, false, Some("engine 1")), [1, 7]);
    assert_eq!(again(&mut archive, true, None), [7, 1, 4]);
    assert_eq!(again(&mut archive, false, Some("engine 2")), [7, 1, 3, 4]);
    // What was seen stays until it is seen otherwise, also when the file is read again.
    put(&mut archive, "long", &packed("a1", &[1, 3], 2));
    assert_eq!(again(&mut archive, false, None), [7, 1, 3]);
    assert_eq!(
        archive.seen_pages("a1").unwrap(),
        BTreeMap::from([(3, recognised("Vandet"))])
    );
    // No picture to a later reader.
    put(&mut archive, "long", &packed("a1", &[1], 3));
    assert_eq!(archive.seen_pages("a1").unwrap(), BTreeMap::new());
    assert_eq!(
        archive.recognised("Vandet").unwrap(),
        Some(recognised("Vandet"))
    );
}

#[test]
fn pages_wait_where_they_are_asked_for() {
    let (_dir, mut archive) = archive();
    let inner = put(&mut archive, "sager/a.zip!/a", &packed("a1", &[1], 1));
    let other = put(&mut archive, "sager 2/b", &packed("b2", &[2], 1));
    let waiting = |archive: &Archive, below: &[&str]| {
        let below: Vec<String> = below.iter().map(|path| (*path).to_owned()).collect();
        let papers = archive.waiting_scans(&below).unwrap();
        papers
            .into_iter()
            .map(|(paper, _)| paper)
            .collect::<Vec<_>>()
    };
    for (below, wanted) in [
        (&[][..], &[inner, other][..]),
        (&[""], &[inner, other]),
        (&["/sager"], &[inner]),
        (&["/sager/a.zip"], &[inner]),
        (&["/sager 2/b"], &[other]),
        (&["/sag"], &[]),
    ] {
        assert_eq!(waiting(&archive, below), wanted, "{below:?}");
    }
    saw(&mut archive, inner, 1, "Vandet");
    saw(&mut archive, other, 2, "stiger");
    let batch = archive.batch(Timestamp::UNIX_EPOCH).unwrap();
    let below = ["/sager".to_owned()];
    batch.look_again(false, Some("engine 2"), &below).unwrap();
    batch.commit().unwrap();
    assert_eq!(waiting(&archive, &[]), [inner]);
    // What no page has any more is not kept for good.
    saw(&mut archive, inner, 1, "Floden");
    archive.compact().unwrap();
    assert_eq!(archive.recognised("Vandet").unwrap(), None);
    assert_eq!(
        archive.recognised("Floden").unwrap(),
        Some(recognised("Floden"))
    );
    assert_eq!(
        archive.recognised("stiger").unwrap(),
        Some(recognised("stiger"))
    );
}

#[test]
fn what_an_earlier_reader_found_without_text_is_known() {
    let (_dir, mut archive) = archive();
    put(&mut archive, "old", &packed("a1", &[], 1));
    put(&mut archive, "told", &packed("b2", &[1], 1));
    put(&mut archive, "new", &packed("c3", &[], 2));
    let found = archive.without_text(2).unwrap();
    let paths: Vec<_> = found.iter().map(|again| again.path.as_str()).collect();
    assert_eq!(paths, ["old"]);
}

#[test]
fn an_archive_of_before_has_no_pages_that_wait() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("a");
    made_by_version(&folder, 5);
    let archive = Archive::open(&folder, Access::Read).unwrap();
    assert!(archive.scan_counts().unwrap().is_empty());
    drop(archive);
    let mut archive = Archive::open(&folder, Access::Write).unwrap();
    let paper = put(&mut archive, "a", &packed("a1", &[1], 1));
    assert_eq!(archive.waiting_scans(&[]).unwrap(), [(paper, 1)]);
}

#[test]
fn what_was_seen_and_is_damaged_is_found_and_seen_again() {
    let (_dir, mut archive) = archive();
    let paper = put(&mut archive, "a", &packed("a1", &[1, 2], 1));
    saw(&mut archive, paper, 1, "Vandet");
    saw(&mut archive, paper, 2, "stiger");
    let derived = Derived::new().unwrap();
    assert_eq!(archive.check_paper(paper, &derived).unwrap(), []);
    archive
        .db
        .execute(
            "UPDATE recognised SET page = x'00' WHERE key = 'stiger'",
            (),
        )
        .unwrap();
    let found = archive.check_paper(paper, &derived).unwrap();
    let [finding] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(finding.flaw, Flaw::Content);
    assert!(finding.detail.contains("page 2"), "{}", finding.detail);
    archive.mend(finding, Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(archive.scan(paper).unwrap().unwrap().waiting, [2]);
    assert_eq!(archive.check_paper(paper, &derived).unwrap(), []);
    // A row whose other half is gone.
    archive
        .db
        .pragma_update(None, "foreign_keys", false)
        .unwrap();
    archive.db.execute("DELETE FROM recognised", ()).unwrap();
    let found = archive.check_database().unwrap();
    assert_eq!(found[0].flaw, Flaw::Reference);
    archive.mend(&found[0], Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(archive.check_database().unwrap(), []);
    assert_eq!(archive.scan(paper).unwrap().unwrap().waiting, [1, 2]);
}
