//! Each paper once, whatever its versions and formats.

use index::{Change, Facet, Query, Results, Search};
use jiff::civil::date;
use paper::{Amount, AmountRole, Paper, Source, Status};

use crate::support::{entry, found, indexed, paths, put, version};

fn paper(year: i16, status: Option<Status>) -> Paper {
    let amount = Amount {
        ore: 100_000,
        max_ore: None,
        currency: None,
        role: AmountRole::Bevilget,
        label: None,
        year: Some(2020),
        per: None,
        approximate: false,
        rule: None,
        confidence: None,
        source: Source::default(),
        corrected: None,
    };
    Paper {
        amounts: vec![amount],
        date: Some(found(date(year, 3, 1))),
        status,
        ..Paper::default()
    }
}

fn of_family(family: u64, seq: u64, path: &str, text: &str, paper: Paper) -> Change {
    let mut entry = entry(path, text, paper);
    entry.family = family;
    version(seq, entry)
}

fn asked(index: &index::Index, query: &str, once: bool) -> Results {
    let mut search = Search::new(Query::parse(query).unwrap());
    search.once = once;
    search.facets = vec![Facet::Format];
    search.sums = true;
    index.search(&search).unwrap()
}

#[test]
fn of_the_versions_that_are_found_the_last_one_stands_for_all() {
    let (_dir, index) = indexed(&[
        of_family(
            9,
            1,
            "draft",
            "dige slette",
            paper(2021, Some(Status::Udkast)),
        ),
        of_family(9, 2, "final", "dige", paper(2020, Some(Status::Endelig))),
        of_family(9, 3, "copy", "dige", paper(2020, Some(Status::Endelig))),
        of_family(9, 4, "early", "dige bro", paper(2019, None)),
        put(5, entry("other", "dige", paper(2018, None))),
    ]);
    let all = asked(&index, "dige", false);
    assert_eq!(all.total, 5);
    assert_eq!(all.sums[0].ore, 5 * 100_000);
    let once = asked(&index, "dige", true);
    assert_eq!(paths(&once), ["final", "other"]);
    assert_eq!((once.total, once.sums[0].ore), (2, 2 * 100_000));
    assert_eq!(
        once.facets[0].1[0].papers, 2,
        "what is counted is what is found"
    );
    // A word that only an earlier version has is found there.
    assert_eq!(paths(&asked(&index, "slette", true)), ["draft"]);
    assert_eq!(paths(&asked(&index, "bro", true)), ["early"]);
    assert_eq!(asked(&index, "findesikke", true).total, 0);
}

#[test]
fn papers_of_several_segments_are_of_one_family_still() {
    let dir = tempfile::tempdir().unwrap();
    let changes = [
        of_family(1, 1, "one", "dige", paper(2019, None)),
        of_family(1, 2, "two", "dige", paper(2020, None)),
    ];
    for (at, change) in changes.iter().enumerate() {
        let mut writer = crate::support::open(dir.path(), "a", change.seq);
        crate::support::bring(&mut writer, &changes[..=at]);
    }
    let index = index::Index::open(dir.path()).unwrap();
    assert_eq!(paths(&asked(&index, "dige", false)), ["one", "two"]);
    assert_eq!(paths(&asked(&index, "dige", true)), ["two"]);
}
