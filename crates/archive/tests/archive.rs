//! An archive through its whole life: made, filled, changed, damaged, refused.
#![allow(clippy::unwrap_used)]

use std::fs;

use archive::{
    Access, Archive, ArchiveError, EndReason, Failure, Listed, Op, Outcome, Packed, PaperId, Place,
    Reading, RunCounts, Same, Understood, Versions,
};
use jiff::{Timestamp, civil::date};
use paper::{Block, BlockKind, DateRole, Document, Found, Kind, Mention, Paper, Source};

fn now() -> Timestamp {
    "2026-01-05T10:00:00Z".parse().unwrap()
}

fn versions() -> Versions {
    Versions {
        reader: 3,
        rules: 1,
        vocabulary: "v1".into(),
    }
}

fn document(text: &str) -> Document {
    let mut document = Document::default();
    document.push(BlockKind::Paragraph, 0, text);
    document
}

fn titled(title: &str) -> Paper {
    Paper {
        kind: Kind::Referat,
        title: Some(Found {
            corrected: None,
            value: title.into(),
            rule: None,
            confidence: None,
            source: Source::default(),
        }),
        ..Paper::default()
    }
}

fn packed(hash: &str, document: &Document, paper: &Paper) -> Packed {
    Packed::new(&Reading {
        hash,
        format: "text",
        document,
        paper,
        versions: &versions(),
    })
    .unwrap()
}

fn place<'a>(location: &'a str, size: u64) -> Place<'a> {
    Place {
        location,
        path: location.strip_prefix("/rod/").unwrap(),
        size,
        mtime_ns: 17,
    }
}

fn put(archive: &mut Archive, location: &str, hash: &str) -> PaperId {
    let mut batch = archive.batch(now()).unwrap();
    let packed = packed(hash, &document(hash), &titled(hash));
    let id = batch.put_read(&place(location, 9), &packed).unwrap();
    batch.commit().unwrap();
    id
}

fn listed(archive: &Archive) -> Vec<String> {
    let mut paths = Vec::new();
    archive
        .each_paper(|paper: Listed| {
            paths.push(format!("{} {}", paper.path, paper.hash));
            Ok::<_, ArchiveError>(())
        })
        .unwrap();
    paths
}

fn changes(archive: &Archive) -> Vec<(u64, Op)> {
    let changes = archive.changes_after(0, 100).unwrap();
    changes.iter().map(|c| (c.paper.number(), c.op)).collect()
}

fn made() -> (tempfile::TempDir, Archive) {
    let dir = tempfile::tempdir().unwrap();
    let archive = Archive::open(&dir.path().join("a"), Access::Create).unwrap();
    (dir, archive)
}

#[test]
fn a_document_comes_back_to_the_byte() {
    let (_dir, mut archive) = made();
    let text = "Referat\u{c}side 2\tcelle\n☒ \u{AD}A\u{30A}\u{0}\u{feff}æ".repeat(300);
    let cell = BlockKind::Cell {
        table: 1,
        row: 2,
        column: 3,
        columns: 4,
    };
    let document = Document {
        blocks: vec![Block {
            kind: cell,
            depth: 1,
            start: 0,
            end: 7,
        }],
        pages: Some(2),
        properties: paper::Properties {
            author: Some("Ida Falk".into()),
            ..Default::default()
        },
        warnings: vec![paper::Warning {
            code: paper::WarningCode::Recovered,
            message: "m".into(),
            source: None,
        }],
        unread: vec![2],
        recognised: vec![paper::Certainty {
            start: 0,
            end: 3,
            confidence: 61,
            frame: paper::Frame::default(),
            raw: Some("l2.".into()),
        }],
        text,
    };
    let mut batch = archive.batch(now()).unwrap();
    let id = batch
        .put_read(
            &place("/rod/a.pdf", 1),
            &packed("ab12", &document, &titled("T")),
        )
        .unwrap();
    batch.commit().unwrap();
    assert_eq!(archive.document(id).unwrap().unwrap(), document);
    assert_eq!(archive.text(id).unwrap().unwrap().text, document.text);
}

#[test]
fn the_same_bytes_are_one_paper() {
    let (_dir, mut archive) = made();
    let id = put(&mut archive, "/rod/b/to.txt", "beef01");
    let seq = archive.last_seq().unwrap();
    let mut batch = archive.batch(now()).unwrap();
    let other = place("/rod/a/en.txt", 9);
    assert_eq!(
        batch.put_same(&other, "beef01").unwrap(),
        Some((id, Same::Copy))
    );
    assert_eq!(batch.put_same(&other, "cafe").unwrap(), None);
    batch.commit().unwrap();
    let record = archive.record(id).unwrap().unwrap();
    assert_eq!(record.path, "a/en.txt");
    assert_eq!(record.places, ["a/en.txt", "b/to.txt"]);
    assert_eq!(listed(&archive), ["a/en.txt beef01"]);
    assert_eq!(archive.changes_after(seq, 9).unwrap().len(), 1);

    // The same place again is no news.
    let seq = archive.last_seq().unwrap();
    let mut batch = archive.batch(now()).unwrap();
    batch.put_same(&other, "beef01").unwrap();
    batch.commit().unwrap();
    assert_eq!(archive.last_seq().unwrap(), seq);
}

#[test]
fn changed_content_takes_the_place_and_the_family() {
    let (_dir, mut archive) = made();
    let old = put(&mut archive, "/rod/a.txt", "0001");
    let new = put(&mut archive, "/rod/a.txt", "0002");
    assert_eq!(listed(&archive), ["a.txt 0002"]);
    assert_eq!(
        changes(&archive),
        [(new.number(), Op::Put), (old.number(), Op::Delete)]
    );
    assert_eq!(archive.record(old).unwrap(), None);

    // And back: the same paper as before, not a third one.
    assert_eq!(put(&mut archive, "/rod/a.txt", "0001"), old);
    assert_eq!(listed(&archive), ["a.txt 0001"]);
    assert_eq!(archive.counts().unwrap().papers, 1);
}

#[test]
fn failures_are_kept_and_end_with_success() {
    let (_dir, mut archive) = made();
    put(&mut archive, "/rod/a.txt", "0001");
    let fail = |archive: &mut Archive, location: &str, size: u64| {
        let mut batch = archive.batch(now()).unwrap();
        let failure = Failure {
            reason: "encrypted",
            message: "needs a password",
            reader: 3,
        };
        batch.put_failure(&place(location, size), &failure).unwrap();
        batch.commit().unwrap();
    };
    fail(&mut archive, "/rod/a.txt", 10);
    fail(&mut archive, "/rod/b.pdf", 10);
    fail(&mut archive, "/rod/b.pdf", 10);
    let failed = archive.failures(None).unwrap();
    let seen: Vec<_> = failed
        .iter()
        .map(|f| (f.path.as_str(), f.attempts))
        .collect();
    assert_eq!(seen, [("a.txt", 1), ("b.pdf", 2)]);
    assert_eq!(archive.failures(Some("time")).unwrap(), []);
    let known = archive.known("/rod/a.txt").unwrap().unwrap();
    assert_eq!(
        (known.size, known.outcome),
        (
            10,
            Outcome::Failed {
                reader: 3,
                by_its_bytes: true
            }
        )
    );
    // The paper that was read there before is still to be had.
    assert_eq!(listed(&archive), ["a.txt 0001"]);

    put(&mut archive, "/rod/b.pdf", "0003");
    assert_eq!(archive.failures(None).unwrap().len(), 1);
    assert_eq!(archive.counts().unwrap().failures[0].files, 1);
}

#[test]
fn a_folder_is_compared_by_location() {
    let (_dir, mut archive) = made();
    for (location, hash) in [
        ("/rod/a", "01"),
        ("/rod/a/b", "02"),
        ("/rod/a-b", "03"),
        ("/rod/å/c", "04"),
    ] {
        put(&mut archive, location, hash);
    }
    assert_eq!(below(&archive, "/rod/a"), ["/rod/a/b"]);
    // In the order of the bytes, as a walk comes to them that takes folders for names with a slash behind.
    assert_eq!(
        below(&archive, ""),
        ["/rod/a", "/rod/a-b", "/rod/a/b", "/rod/å/c"]
    );
    assert_eq!(archive.present_below("/rod").unwrap(), 4);
    assert_eq!(archive.known("/rod/a/b").unwrap().unwrap().mtime_ns, 17);
}

/// The locations below a folder.
fn below(archive: &Archive, folder: &str) -> Vec<String> {
    let list = archive.known_below(folder, |known| {
        let mut list = Vec::new();
        while let Some((location, _)) = known.step()? {
            list.push(location.to_owned());
        }
        Ok::<_, ArchiveError>(list)
    });
    list.unwrap()
}

#[test]
fn missing_files_stay_until_pruned() {
    let (_dir, mut archive) = made();
    let id = put(&mut archive, "/rod/a.txt", "0001");
    put(&mut archive, "/rod/b.txt", "0002");
    let mut batch = archive.batch(now()).unwrap();
    batch.mark_missing("/rod/a.txt").unwrap();
    batch.commit().unwrap();
    assert_eq!(listed(&archive).len(), 2);
    assert!(archive.known("/rod/a.txt").unwrap().unwrap().missing);
    assert!(archive.is_gone(id).unwrap());
    assert!(archive.gone_papers().unwrap().contains(&id));
    assert_eq!(archive.present_below("/rod").unwrap(), 1);

    let mut batch = archive.batch(now()).unwrap();
    assert_eq!(batch.prune("/rod/b").unwrap(), 0, "not below that");
    assert_eq!(batch.prune("/rod").unwrap(), 1);
    batch.commit().unwrap();
    assert_eq!(listed(&archive), ["b.txt 0002"]);
    assert_eq!(changes(&archive).last(), Some(&(id.number(), Op::Delete)));
}

#[test]
fn a_paper_that_is_still_elsewhere_is_told_by_that_place() {
    let (_dir, mut archive) = made();
    put(&mut archive, "/rod/a.txt", "0001");
    let id = put(&mut archive, "/rod/b.txt", "0001");
    let alone = put(&mut archive, "/rod/c.txt", "0002");
    let before = archive.last_seq().unwrap();
    let mut batch = archive.batch(now()).unwrap();
    batch.mark_missing("/rod/a.txt").unwrap();
    batch.mark_missing("/rod/c.txt").unwrap();
    batch.commit().unwrap();
    let told = archive.changes_after(before, 10).unwrap();
    assert_eq!(told.len(), 1, "nothing else is told of {alone:?}: {told:?}");
    assert_eq!((told[0].paper, told[0].op), (id, Op::Put));
    assert_eq!(archive.record(id).unwrap().unwrap().path, "b.txt");
}

#[test]
fn a_file_that_moved_keeps_its_paper_and_what_lies_within() {
    let (_dir, mut archive) = made();
    let id = put(&mut archive, "/rod/a.eml", "0001");
    let inner = put(&mut archive, "/rod/a.eml!/å.txt", "0002");
    // Nothing lies there since the mail changed: that does not come with it.
    put(&mut archive, "/rod/a.eml!/gammel.txt", "0003");
    let failure = Failure {
        reason: "encrypted",
        message: "needs a password",
        reader: 3,
    };
    let mut batch = archive.batch(now()).unwrap();
    batch.mark_missing("/rod/a.eml!/gammel.txt").unwrap();
    let locked = place("/rod/a.eml!/lukket.pdf", 3);
    batch.put_failure(&locked, &failure).unwrap();
    assert_eq!(batch.mark_missing("/rod/a.eml").unwrap(), 2);
    batch.commit().unwrap();
    assert_eq!(archive.failures(None).unwrap(), []);
    assert_eq!(archive.counts().unwrap().missing, 3);

    let seq = archive.last_seq().unwrap();
    let mut batch = archive.batch(now()).unwrap();
    let new = place("/rod/nye/b.eml", 9);
    // It was tried there in vain before.
    batch.put_failure(&new, &failure).unwrap();
    let put = batch.put_same(&new, "0001").unwrap();
    assert_eq!(put, Some((id, Same::Moved)));
    batch.commit().unwrap();
    let found = [
        "nye/b.eml 0001",
        "nye/b.eml!/å.txt 0002",
        "a.eml!/gammel.txt 0003",
    ];
    let mut paths = listed(&archive);
    paths.sort_by_key(|path| path.rsplit(' ').next().unwrap().to_owned());
    assert_eq!(paths, found);
    assert_eq!(archive.counts().unwrap().missing, 1);
    assert_eq!(
        archive.failures(None).unwrap()[0].path,
        "nye/b.eml!/lukket.pdf"
    );
    let changed: Vec<_> = archive.changes_after(seq, 9).unwrap();
    let changed: Vec<_> = changed.iter().map(|change| change.paper).collect();
    assert_eq!(changed, [inner, id]);
}

#[test]
fn a_file_that_is_back_has_what_lies_within_it_again() {
    let (_dir, mut archive) = made();
    let id = put(&mut archive, "/rod/a.eml", "0001");
    let inner = put(&mut archive, "/rod/a.eml!/b.txt", "0002");
    let mut batch = archive.batch(now()).unwrap();
    batch.mark_missing("/rod/a.eml").unwrap();
    batch.commit().unwrap();
    assert!(archive.is_gone(inner).unwrap());
    let mut batch = archive.batch(now()).unwrap();
    let put = batch.put_same(&place("/rod/a.eml", 9), "0001").unwrap();
    assert_eq!(put, Some((id, Same::Still)));
    batch.commit().unwrap();
    assert!(!archive.is_gone(inner).unwrap());
    assert!(!archive.gone_papers().unwrap().contains(&inner));
}

#[test]
fn failures_of_the_disk_are_told_from_those_of_the_bytes() {
    let (_dir, mut archive) = made();
    for (reason, expected) in [("damaged", true), ("io", false), ("missing", false)] {
        let failure = Failure {
            reason,
            message: "m",
            reader: 3,
        };
        let mut batch = archive.batch(now()).unwrap();
        batch
            .put_failure(&place("/rod/a.pdf", 9), &failure)
            .unwrap();
        batch.commit().unwrap();
        let outcome = archive.known("/rod/a.pdf").unwrap().unwrap().outcome;
        assert_eq!(
            outcome,
            Outcome::Failed {
                reader: 3,
                by_its_bytes: expected
            },
            "{reason}"
        );
    }
}

#[test]
fn papers_are_found_by_path_hash_and_name() {
    let (_dir, mut archive) = made();
    put(&mut archive, "/rod/x/møde.txt", "abcd01");
    put(&mut archive, "/rod/y/møde.txt", "abce02");
    let find = |name: &str| -> Vec<String> {
        let found = archive.find(name).unwrap();
        found.into_iter().map(|paper| paper.path).collect()
    };
    assert_eq!(find("x/møde.txt"), ["x/møde.txt"]);
    assert_eq!(find("/rod/y/møde.txt"), ["y/møde.txt"]);
    assert_eq!(find("ABCE"), ["y/møde.txt"]);
    assert_eq!(find("abc"), [""; 0]);
    assert_eq!(find("møde.txt"), ["x/møde.txt", "y/møde.txt"]);
    assert_eq!(find("øde.txt"), [""; 0]);
    assert_eq!(find("%"), [""; 0]);
}

fn mention(role: DateRole, start: &str, end: &str, quote: &str) -> Mention {
    let json = format!(
        r#"{{"role": "{role}", "start": "{start}", "end": "{end}", "approximate": false,
            "source": {{"start": 0, "end": 1, "quote": "{quote}"}}}}"#
    );
    serde_json::from_str(&json).unwrap()
}

#[test]
fn deadlines_stand_at_their_last_day() {
    let (_dir, mut archive) = made();
    let paper = Paper {
        dates: vec![
            mention(DateRole::Deadline, "2021-06-01", "2021-07-01", "medio"),
            mention(
                DateRole::Deadline,
                "2021-06-10T12:00",
                "2021-06-10T12:00",
                "kl. 12",
            ),
            mention(DateRole::Deadline, "2021-06-10", "2021-06-11", "den 10."),
            mention(DateRole::Meeting, "2021-06-20", "2021-06-21", "møde"),
            mention(DateRole::Period, "2021-01-01", "2022-01-01", "2021"),
        ],
        ..Paper::default()
    };
    let mut batch = archive.batch(now()).unwrap();
    let id = batch
        .put_read(
            &place("/rod/a.txt", 1),
            &packed("01", &document("d"), &paper),
        )
        .unwrap();
    batch.commit().unwrap();
    let due = |archive: &Archive, from, to, roles: &[DateRole]| -> Vec<String> {
        let rows = archive.deadlines(from, to, roles).unwrap();
        rows.into_iter()
            .map(|row| row.mention.source.quote)
            .collect()
    };
    let all = [DateRole::Deadline, DateRole::Meeting];
    assert_eq!(
        due(&archive, None, None, &all),
        ["kl. 12", "den 10.", "møde", "medio"]
    );
    let from = Some(date(2021, 6, 11));
    assert_eq!(due(&archive, from, from, &all), ["medio"]);
    assert_eq!(
        due(&archive, from, Some(date(2021, 6, 20)), &all),
        ["møde", "medio"]
    );

    // Rows are those of the last record.
    let mut batch = archive.batch(now()).unwrap();
    let newer = Versions {
        rules: 2,
        ..versions()
    };
    let understood = Understood::new(&titled("Ny"), &newer).unwrap();
    assert!(batch.put_understood(id, &understood).unwrap());
    batch.commit().unwrap();
    assert_eq!(due(&archive, None, None, &all), [""; 0]);
    assert_eq!(
        archive.paper(id).unwrap().unwrap().title.as_deref(),
        Some("Ny")
    );
    assert_eq!(archive.to_understand(&newer, false).unwrap(), []);
    assert_eq!(archive.to_understand(&versions(), false).unwrap(), [id]);
}

#[test]
fn what_was_not_committed_never_happened() {
    let (dir, mut archive) = made();
    put(&mut archive, "/rod/a.txt", "0001");
    let mut batch = archive.batch(now()).unwrap();
    for n in 0..500 {
        let hash = format!("ff{n:04}");
        let location = format!("/rod/{hash}");
        batch
            .put_read(
                &place(&location, 1),
                &packed(&hash, &document(&hash.repeat(200)), &titled("t")),
            )
            .unwrap();
    }
    // What a kill would leave behind at this moment.
    let copy = dir.path().join("copy");
    fs::create_dir(&copy).unwrap();
    for entry in fs::read_dir(dir.path().join("a")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), copy.join(entry.file_name())).unwrap();
    }
    let mut survivor = Archive::open(&copy, Access::Write).unwrap();
    assert_eq!(listed(&survivor), ["a.txt 0001"]);
    put(&mut survivor, "/rod/b.txt", "0002");
    assert_eq!(survivor.counts().unwrap().papers, 2);
    drop(batch);
    assert_eq!(listed(&archive), ["a.txt 0001"]);
}

#[test]
fn one_ingest_at_a_time() {
    let (dir, archive) = made();
    let other = Archive::open(&dir.path().join("a"), Access::Write).unwrap();
    let held = archive.lock_ingest("process 4711").unwrap();
    let refused = other.lock_ingest("process 4712").unwrap_err();
    let ArchiveError::IngestRunning { holder, lock } = refused else {
        panic!("{refused}");
    };
    assert_eq!(
        (holder.as_str(), lock),
        ("process 4711", archive.dir().join("ingest.lock"))
    );
    drop(held);
    other.lock_ingest("process 4712").unwrap();
}

#[test]
fn runs_that_never_ended_were_killed() {
    let (_dir, mut archive) = made();
    let first = archive.begin_run(now()).unwrap();
    let so_far = RunCounts {
        read: 2,
        ..RunCounts::default()
    };
    let batch = archive.batch(now()).unwrap();
    batch.note_run(&so_far, "{}").unwrap();
    batch.commit().unwrap();
    let second = archive.begin_run(now()).unwrap();
    let counts = RunCounts {
        read: 5,
        ..RunCounts::default()
    };
    archive
        .end_run(second, now(), EndReason::Done, &counts, "{\"pages\":1}")
        .unwrap();
    let runs = archive.runs(9).unwrap();
    let ends: Vec<_> = runs
        .iter()
        .map(|run| (run.reason.unwrap(), run.counts.read))
        .collect();
    assert_eq!(ends, [(EndReason::Done, 5), (EndReason::Killed, 2)]);
    assert_eq!(archive.report(first).unwrap().as_deref(), Some("{}"));
    let asked = archive.run(second.number()).unwrap().unwrap();
    assert_eq!((asked.id, asked.ended), (second, Some(now())));
    assert_eq!(archive.run(99).unwrap(), None);
}
