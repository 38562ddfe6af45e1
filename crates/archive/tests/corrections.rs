//! Corrections within an archive: any of them, taken back in any order, leave the record as the rules made it.
#![allow(clippy::unwrap_used, missing_docs)]

use archive::{Access, Archive, Packed, PaperId, Place, Reading, Understood, Versions};
use jiff::Timestamp;
use paper::{BlockKind, Correction, Document, Outcome, Paper, Turn, What};
use proptest::prelude::*;

const TEXT: &str = "Svar sendes senest den 15. maj til udvalget. Mødet er den 3. juni 2022. Ida Bro er formand for 5 kr.";

fn versions() -> Versions {
    Versions {
        reader: 1,
        rules: 1,
        vocabulary: "a1".into(),
    }
}

fn rules() -> Paper {
    let date = |role: &str, start: &str, from: usize| {
        serde_json::json!({"role": role, "start": start, "end": start, "approximate": false, "summary": role,
            "source": {"start": from, "end": from + 4, "quote": TEXT.chars().skip(from).take(4).collect::<String>()}})
    };
    serde_json::from_value(serde_json::json!({
        "kind": "notat",
        "dates": [date("deadline", "2022-05-15", 19), date("meeting", "2022-06-03", 54), date("reference", "2022-06-03", 54)],
        "warnings": [
            {"code": "weekday-mismatch", "message": "m", "source": {"start": 19, "end": 25, "quote": "den 15"}},
            {"code": "no-text", "message": "n"},
        ],
    }))
    .unwrap()
}

fn made() -> (tempfile::TempDir, Archive, PaperId) {
    let dir = tempfile::tempdir().unwrap();
    let mut archive = Archive::open(&dir.path().join("a"), Access::Create).unwrap();
    let id = put(&mut archive, "5f1d");
    (dir, archive, id)
}

fn put(archive: &mut Archive, hash: &str) -> PaperId {
    let mut document = Document::default();
    document.push(BlockKind::Paragraph, 0, TEXT);
    let packed = Packed::new(&Reading {
        hash,
        format: "text",
        document: &document,
        paper: &rules(),
        versions: &versions(),
    });
    let place = Place {
        location: "/a.txt",
        path: "a.txt",
        size: 1,
        mtime_ns: 1,
    };
    let mut batch = archive.batch(Timestamp::UNIX_EPOCH).unwrap();
    let id = batch.put_read(&place, &packed.unwrap()).unwrap();
    batch.commit().unwrap();
    id
}

/// A correction of one of the dates: set, confirmed, dismissed, added.
fn correction(at: i64, nth: usize, what: u8) -> Correction {
    let was = rules().dates[nth].clone();
    let mut set = was.clone();
    set.start = Some("2023-01-01".parse().unwrap());
    let mut new = was.clone();
    new.start = Some("2024-01-01".parse().unwrap());
    new.source.quote = "Ida Bro".into();
    let (was, now) = match what {
        0 => (Some(was), Some(set)),
        1 => (Some(was.clone()), Some(was)),
        2 => (Some(was), None),
        _ => (None, Some(new)),
    };
    Correction {
        by: "ida".into(),
        at: Timestamp::from_second(at).unwrap(),
        note: None,
        what: What::Dates(Turn { nth, was, now }),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn taken_back_in_any_order_nothing_is_left(
        said in proptest::collection::vec((0..3_usize, 0..4_u8), 1..6),
        order in any::<u64>(),
    ) {
        let (_dir, mut archive, id) = made();
        let before = serde_json::to_string(&archive.record(id).unwrap()).unwrap();
        let now = Timestamp::UNIX_EPOCH;
        for (at, (nth, what)) in (1..).zip(&said) {
            let mut batch = archive.batch(now).unwrap();
            let outcome = batch.correct(id, &correction(at, *nth, *what)).unwrap();
            prop_assert!(matches!(outcome, Outcome::Holds | Outcome::Superseded), "{:?}", outcome);
            batch.commit().unwrap();
        }
        // The same bytes and other rules' same record change nothing.
        let corrected = archive.record(id).unwrap();
        let history = archive.history(id).unwrap();
        put(&mut archive, "5f1d");
        let mut batch = archive.batch(now).unwrap();
        batch.put_understood(id, &Understood::new(&rules(), &versions()).unwrap()).unwrap();
        batch.commit().unwrap();
        prop_assert_eq!(archive.record(id).unwrap(), corrected);
        prop_assert_eq!(archive.history(id).unwrap(), history);
        let mut left = archive.corrections().unwrap();
        while !left.is_empty() {
            let one = left.remove(usize::try_from(order).unwrap_or_default() % left.len());
            let mut batch = archive.batch(now).unwrap();
            prop_assert!(batch.uncorrect(one.id).unwrap());
            batch.commit().unwrap();
        }
        prop_assert_eq!(serde_json::to_string(&archive.record(id).unwrap()).unwrap(), before);
        prop_assert!(archive.check_paper(id, &archive::Derived::new().unwrap()).unwrap().is_empty());
    }
}

#[test]
fn a_batch_that_is_not_committed_corrects_nothing() {
    let (_dir, mut archive, id) = made();
    let before = archive.record(id).unwrap();
    let mut batch = archive.batch(Timestamp::UNIX_EPOCH).unwrap();
    batch.correct(id, &correction(1, 0, 0)).unwrap();
    drop(batch);
    assert_eq!(archive.record(id).unwrap(), before);
    assert!(archive.corrections().unwrap().is_empty());
}
