//! Any text as a question: it is refused at a place within it, or it is answered, explained and shown.
#![no_main]

use std::sync::LazyLock;

use index::{
    Change, Entry, Facet, Histogram, Index, IndexError, Query, Search, Sort, Step, Writer, WriterSettings,
};
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use paper::{BlockKind, Document, Paper, Record};

const TEXT: &str = "Udvalget drøftede kvalitetsudvikling i Århus.\u{c}Børneudvalgets sag 17/3668: ida@eksempel.dk, \
    høringssvar senest den 3. maj 2021, 1,2 mio. kr.";

/// An index of one paper; it lies in memory as long as the program runs.
static INDEX: LazyLock<(tempfile::TempDir, Index)> = LazyLock::new(|| {
    let dir = tempfile::tempdir().expect("a folder");
    let mut document = Document::default();
    document.push(BlockKind::Paragraph, 0, TEXT);
    let record = Record {
        path: "mappe/referat.txt".into(),
        hash: "5f1d".into(),
        format: "text".into(),
        places: Vec::new(),
        paper: Paper::default(),
    };
    let entry = Some(Entry { record, document });
    let mut outbox = vec![Change { seq: 1, paper: 1, entry }];
    let mut writer = Writer::open(dir.path(), "fuzz", 1, &WriterSettings::default()).expect("a writer");
    let next = |_after| Ok::<_, IndexError>(std::mem::take(&mut outbox));
    writer.catch_up(next).expect("an index");
    drop(writer);
    let index = Index::open(dir.path()).expect("the index");
    (dir, index)
});

fuzz_target!(|typed: &str| {
    let length = typed.chars().count();
    let query = match Query::parse_on(typed, date(2021, 5, 3)) {
        Ok(query) => query,
        Err(error) => {
            assert!(error.at.start <= error.at.end && error.at.end <= length, "{typed:?}: {error}");
            assert!(!error.message.is_empty() && !error.hint.is_empty());
            return;
        }
    };
    let snippet = query.snippet(TEXT, true);
    for mark in &snippet.marks {
        assert!(snippet.text.get(mark.clone()).is_some(), "{typed:?}");
    }
    let index = &INDEX.1;
    let mut search = Search::new(query);
    search.facets = Facet::ALL.to_vec();
    search.sums = true;
    search.histogram = Some(Histogram { role: None, step: Step::Month });
    for sort in [Sort::Relevance, Sort::Deadline, Sort::Amount] {
        search.sort = sort;
        let results = index.search(&search).expect("an answer");
        assert_eq!(results.total, results.hits.len(), "{typed:?}");
    }
    index.explain(&search.query, 1).expect("reasons");
    index.suggest(&search.query).expect("words");
});
