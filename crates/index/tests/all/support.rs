//! Papers to index, and what is found among them.

use std::path::Path;

use index::{Change, Entry, Index, IndexError, Query, Results, Search, Writer, WriterSettings};
use jiff::civil::{Date, date};
use paper::{
    BlockKind, DateRole, Document, Found, Kind, Member, Mention, Organisation, OrganisationKind,
    Paper, Record, Source,
};

/// A paper with a text; paths tell them apart.
pub(crate) fn entry(path: &str, text: &str, paper: Paper) -> Entry {
    let mut document = Document::default();
    for line in text.lines() {
        document.push(BlockKind::Paragraph, 0, line);
    }
    Entry {
        record: Record {
            path: path.into(),
            hash: path.into(),
            format: "text".into(),
            places: Vec::new(),
            paper,
        },
        document,
        family: 0,
    }
}

pub(crate) fn found<T>(value: T) -> Found<T> {
    Found {
        corrected: None,
        value,
        rule: None,
        confidence: None,
        source: Source::default(),
    }
}

/// A paper of its own family.
pub(crate) fn put(seq: u64, mut entry: Entry) -> Change {
    entry.family = seq;
    version(seq, entry)
}

/// A paper of the family that it has.
pub(crate) fn version(seq: u64, entry: Entry) -> Change {
    Change {
        seq,
        paper: seq,
        entry: Some(entry),
    }
}

pub(crate) fn open(dir: &Path, archive: &str, last_seq: u64) -> Writer {
    Writer::open(dir, archive, last_seq, &WriterSettings::default()).unwrap()
}

/// Brings all changes above where the index stands, a few at a time.
pub(crate) fn bring(writer: &mut Writer, changes: &[Change]) -> u64 {
    let next = |after: u64| -> Result<Vec<Change>, IndexError> {
        Ok(changes
            .iter()
            .filter(|c| c.seq > after)
            .take(3)
            .cloned()
            .collect())
    };
    let done = writer.catch_up(next).unwrap();
    done.put + done.deleted
}

pub(crate) fn indexed(changes: &[Change]) -> (tempfile::TempDir, Index) {
    let dir = tempfile::tempdir().unwrap();
    let last = changes.iter().map(|c| c.seq).max().unwrap_or_default();
    bring(&mut open(dir.path(), "a", last), changes);
    let index = Index::open(dir.path()).unwrap();
    (dir, index)
}

pub(crate) fn search(index: &Index, query: &str) -> Results {
    let mut search = Search::new(Query::parse(query).unwrap());
    search.limit = 100;
    index.search(&search).unwrap()
}

pub(crate) fn paths(results: &Results) -> Vec<&str> {
    let mut paths: Vec<_> = results.hits.iter().map(|hit| hit.path.as_str()).collect();
    paths.sort_unstable();
    paths
}

/// Each line of text is a paper named by its number, from 1.
pub(crate) fn lines(texts: &[&str]) -> (tempfile::TempDir, Index) {
    let changes: Vec<_> = (1..)
        .zip(texts)
        .map(|(seq, text)| put(seq, entry(&seq.to_string(), text, Paper::default())))
        .collect();
    indexed(&changes)
}

pub(crate) fn full() -> Paper {
    Paper {
        kind: Kind::Referat,
        title: Some(found("Referat af budgetseminaret".to_owned())),
        date: Some(found(date(2019, 5, 2))),
        case_numbers: vec![found("19/1234".to_owned())],
        members: vec![Member {
            name: Some("Ida Falk Hansen".into()),
            party: Some("A".into()),
            ..Member::default()
        }],
        organisations: vec![Organisation {
            name: "Kommunernes Landsforening".into(),
            kind: OrganisationKind::Forening,
            rule: None,
            confidence: None,
            source: Source::default(),
        }],
        ..Paper::default()
    }
}

pub(crate) fn dated(role: DateRole, first: Date, last: Date) -> Mention {
    let end = last.tomorrow().unwrap();
    let json = format!(
        r#"{{"role": "{role}", "start": "{first}", "end": "{end}", "approximate": false,
            "source": {{"start": 0, "end": 0, "quote": ""}}}}"#
    );
    serde_json::from_str(&json).unwrap()
}

pub(crate) fn with_dates(dates: Vec<Mention>) -> Paper {
    Paper {
        dates,
        ..Paper::default()
    }
}
