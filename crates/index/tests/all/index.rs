//! An index through its life, and what is found in it.

use std::fs;

use index::{
    Change, Facet, Filter, Index, IndexError, Query, Rebuild, Search, Sort, Writer, WriterSettings,
};
use jiff::civil::date;
use paper::{DateRole, Kind, Paper};

use crate::support::{
    bring, dated, entry, full, indexed, lines, open, paths, put, search, with_dates,
};

#[test]
fn words_are_found_as_people_mean_them() {
    let (_dir, index) = lines(&[
        "Aarhus Kommune sender møderne til ida.falk@eksempel.dk",
        "Århus har sag 1-30-72-225-15 om kvalitets-\nudvikling",
        "Kvalitetsmål i bevillingen fra KL's pulje, j.nr. 17/3668",
        "Sagen 1-30-72 og Falk, Ida; eksempel",
        "Udvalget godkendte ikke udkastet",
        "Udvalget har ikke godkendt noget udkast",
    ]);
    for (query, expected) in [
        ("århus", &["1", "2"][..]),
        ("AARHUS", &["1", "2"]),
        ("møde", &["1"]),
        ("bevilling", &["3"]),
        ("1-30-72-225-15", &["2"]),
        ("1-30-72", &["2", "4"]),
        ("1-30-72-2*", &["2"]),
        ("17/3668", &["3"]),
        ("ida.falk@eksempel.dk", &["1"]),
        ("kvalitetsudvikling", &["2"]),
        ("kvalitet*", &["2", "3"]),
        ("kvalitetsudviklnig~1", &["2"]),
        ("KL", &["3"]),
        ("udvalg udkast", &["5", "6"]),
        ("\"udvalget godkendte\"", &["5"]),
        ("\"udvalget godkendt\"", &[]),
        ("\"udvalget godkendt\"~2", &["6"]),
        ("udvalg -godkendte", &[]),
        ("-udvalg", &["1", "2", "3", "4"]),
        ("aarhus OR (bevilling -møde)", &["1", "2", "3"]),
        ("kommune kvalitet*", &[]),
        ("", &["1", "2", "3", "4", "5", "6"]),
    ] {
        let results = search(&index, query);
        assert_eq!(paths(&results), expected, "{query}");
        assert_eq!(results.total, expected.len(), "{query}");
    }
}

#[test]
fn a_prefix_leaves_nothing_out() {
    // More words with the prefix than tantivy's own expansions would take.
    let texts: Vec<String> = (0..300).map(|n| format!("sag frist{n:03} ja")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let (_dir, index) = lines(&texts);
    assert_eq!(search(&index, "frist*").total, 300);
    assert_eq!(search(&index, "sag-frist*").total, 300);
    assert_eq!(search(&index, "frist2*").total, 100);
}

#[test]
fn fields_are_asked_by_name() {
    let (_dir, index) = indexed(&[
        put(
            1,
            entry(
                "møder/2019/ref.txt",
                "Deltog: Ida Falk Hansen, KL. Sag 19/1234.",
                full(),
            ),
        ),
        put(
            2,
            entry(
                "andet.txt",
                "budgetseminar Hans 19/1234 Falk referat landsforening",
                Paper::default(),
            ),
        ),
    ]);
    for (query, expected) in [
        ("titel:budgetseminar", &["møder/2019/ref.txt"][..]),
        ("titel:\"af budgetseminaret\"", &["møder/2019/ref.txt"]),
        ("title:budget*", &["møder/2019/ref.txt"]),
        ("medlem:hansen", &["møder/2019/ref.txt"]),
        ("medlem:hans", &[]),
        ("medlem:(ida falk)", &["møder/2019/ref.txt"]),
        ("sag:19/1234", &["møder/2019/ref.txt"]),
        ("sag:19-1234", &["møder/2019/ref.txt"]),
        (
            "organisation:\"Kommunernes Landsforening\"",
            &["møder/2019/ref.txt"],
        ),
        ("art:referat", &["møder/2019/ref.txt"]),
        ("-kind:referat", &["andet.txt"]),
        // The full name is the record's; the text has the short one.
        ("kommunernes landsforening", &["møder/2019/ref.txt"]),
        ("møder budgetseminar", &["møder/2019/ref.txt"]),
    ] {
        assert_eq!(paths(&search(&index, query)), expected, "{query}");
    }
    // In the title a word weighs more.
    assert_eq!(
        search(&index, "budgetseminar").hits[0].path,
        "møder/2019/ref.txt"
    );
}

#[test]
fn role_and_span_are_of_one_date() {
    use DateRole::{Deadline, Meeting};
    let june = |day| date(2021, 6, day);
    let (_dir, index) = indexed(&[
        put(
            1,
            entry(
                "a",
                "x",
                with_dates(vec![
                    dated(Deadline, june(1), june(1)),
                    dated(Deadline, june(30), june(30)),
                    dated(Meeting, june(15), june(15)),
                ]),
            ),
        ),
        put(
            2,
            entry(
                "b",
                "x",
                with_dates(vec![dated(Deadline, june(10), june(20))]),
            ),
        ),
        put(3, entry("c", "x", Paper::default())),
    ]);
    let asked = |role, from, to, sort| -> Vec<String> {
        let mut search = Search::new(Query::parse("").unwrap());
        search.filter = Filter {
            role,
            from,
            to,
            ..Filter::default()
        };
        search.sort = sort;
        let results = index.search(&search).unwrap();
        results.hits.into_iter().map(|hit| hit.path).collect()
    };
    let day = |day| Some(june(day));
    let plain = Sort::Relevance;
    // Neither the end of one deadline and the beginning of another, nor the day of a meeting.
    assert_eq!(asked(Some(Deadline), day(15), day(15), plain), ["b"]);
    assert_eq!(asked(Some(Meeting), day(15), day(15), plain), ["a"]);
    assert_eq!(asked(Some(Deadline), day(20), None, plain), ["a", "b"]);
    assert_eq!(asked(Some(Deadline), None, day(9), plain), ["a"]);
    assert_eq!(asked(Some(Meeting), None, None, plain), ["a"]);
    // The next deadline first, none last; within the span that is asked for.
    assert_eq!(asked(None, None, None, Sort::Deadline), ["a", "b", "c"]);
    assert_eq!(
        asked(Some(Deadline), day(5), None, Sort::Deadline),
        ["b", "a"]
    );
}

#[test]
fn facets_count_all_that_is_found() {
    let mut changes: Vec<_> = (1..=30)
        .map(|seq| {
            put(
                seq,
                entry(&format!("mappe/under/{seq}.txt"), "bevilling", full()),
            )
        })
        .collect();
    changes.push(put(
        31,
        entry("mappe/31.txt", "bevilling", Paper::default()),
    ));
    changes.push(put(32, entry("32.txt", "andet", Paper::default())));
    let (_dir, index) = indexed(&changes);
    let mut asked = Search::new(Query::parse("bevillingen").unwrap());
    asked.limit = 2;
    asked.facets = Facet::ALL.to_vec();
    let results = index.search(&asked).unwrap();
    assert_eq!((results.total, results.hits.len()), (31, 2));
    let counts: Vec<String> = results
        .facets
        .iter()
        .flat_map(|(facet, counts)| {
            counts
                .iter()
                .map(|c| format!("{} {} {}", facet.word(), c.value, c.papers))
        })
        .collect();
    assert_eq!(
        counts,
        [
            "kind referat 30",
            "kind andet 1",
            "organisation Kommunernes Landsforening 30",
            "year 2019 30",
            "party A 30",
            "format text 31",
            "folder mappe 31",
            "folder mappe/under 30",
        ]
    );
    // What a facet counts is what its filter leaves.
    asked.filter = Filter {
        kinds: vec![Kind::Referat],
        organisations: vec!["kommunernes landsforening".into()],
        years: vec![2018, 2019],
        parties: vec!["A".into()],
        formats: vec!["text".into()],
        folders: vec!["mappe/under/".into()],
        from: Some(date(2019, 5, 2)),
        to: Some(date(2019, 5, 2)),
        role: None,
        papers: None,
    };
    assert_eq!(index.search(&asked).unwrap().total, 30);
    for (among, found) in [(vec![31, 7, 3, 77], 2), (vec![], 0)] {
        asked.filter.papers = Some(among);
        assert_eq!(index.search(&asked).unwrap().total, found);
    }
    asked.filter.papers = None;
    asked.filter.from = Some(date(2019, 5, 3));
    assert_eq!(index.search(&asked).unwrap().total, 0);
}

#[test]
fn pages_follow_each_other_to_the_end() {
    let texts = vec!["ens tekst"; 25];
    let (_dir, index) = lines(&texts);
    let mut seen = Vec::new();
    let mut asked = Search::new(Query::parse("tekst").unwrap());
    for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Deadline] {
        seen.clear();
        asked.sort = sort;
        for offset in (0..40).step_by(10) {
            asked.offset = offset;
            seen.extend(
                index
                    .search(&asked)
                    .unwrap()
                    .hits
                    .into_iter()
                    .map(|hit| hit.paper),
            );
        }
        assert_eq!(seen, (1..=25).collect::<Vec<u64>>(), "{sort:?}");
    }
    asked.limit = usize::MAX;
    asked.offset = usize::MAX;
    assert_eq!(index.search(&asked).unwrap().hits, []);
}

#[test]
fn an_index_goes_on_where_it_stopped() {
    let dir = tempfile::tempdir().unwrap();
    let mut changes: Vec<_> = (1..=7)
        .map(|seq| put(seq, entry(&seq.to_string(), "ord", Paper::default())))
        .collect();
    let mut writer = open(dir.path(), "a", 7);
    assert_eq!(writer.rebuilt(), Some(Rebuild::New));
    assert_eq!(bring(&mut writer, &changes), 7);
    let busy = Writer::open(dir.path(), "a", 7, &WriterSettings::default()).unwrap_err();
    assert!(matches!(busy, IndexError::Busy), "{busy}");
    drop(writer);

    // A correction, a deletion, and nothing twice.
    changes[2] = Change {
        seq: 8,
        ..put(3, entry("3", "andet", Paper::default()))
    };
    changes[3] = Change {
        seq: 9,
        paper: 4,
        entry: None,
    };
    changes.sort_by_key(|change| change.seq);
    let mut writer = open(dir.path(), "a", 9);
    assert_eq!((writer.rebuilt(), writer.state().seq), (None, 7));
    assert_eq!(bring(&mut writer, &changes), 2);
    assert_eq!(bring(&mut writer, &changes), 0);
    drop(writer);
    let followed = Index::open(dir.path()).unwrap();

    // Made anew it finds the same.
    let (_other, anew) = indexed(&changes);
    for query in ["ord", "andet", ""] {
        assert_eq!(
            paths(&search(&followed, query)),
            paths(&search(&anew, query)),
            "{query}"
        );
    }
    assert_eq!(paths(&search(&followed, "ord")), ["1", "2", "5", "6", "7"]);
}

#[test]
fn what_cannot_be_gone_on_with_is_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    let changes = [put(1, entry("1", "ord", Paper::default()))];
    let reopened = |archive: &str, last| {
        let mut writer = open(dir.path(), archive, last);
        let why = writer.rebuilt();
        bring(&mut writer, &changes);
        why
    };
    assert_eq!(reopened("a", 1), Some(Rebuild::New));
    assert_eq!(reopened("a", 1), None);
    assert_eq!(reopened("b", 1), Some(Rebuild::OtherArchive));
    assert_eq!(reopened("b", 0), Some(Rebuild::Ahead));
    let meta = dir.path().join("meta.json");
    let text = fs::read_to_string(&meta).unwrap();
    fs::write(&meta, text.replace("analysis", "analysed")).unwrap();
    assert!(matches!(
        Index::open(dir.path()).unwrap_err(),
        IndexError::Outdated
    ));
    assert_eq!(reopened("b", 1), Some(Rebuild::Damaged));
    fs::write(&meta, "{").unwrap();
    assert_eq!(reopened("b", 1), Some(Rebuild::Damaged));
    let writer = Writer::rebuild(dir.path(), "b", 1, &WriterSettings::default()).unwrap();
    assert_eq!(
        (writer.rebuilt(), writer.state().seq),
        (Some(Rebuild::Asked), 0)
    );
    drop(writer);
    assert_eq!(reopened("b", 1), None);
    assert_eq!(search(&Index::open(dir.path()).unwrap(), "ord").total, 1);
    let none = Index::open(&dir.path().join("none")).unwrap_err();
    assert!(matches!(none, IndexError::Missing { .. }));
}

#[test]
fn a_rebuild_that_was_cut_off_is_gone_on_with() {
    let dir = tempfile::tempdir().unwrap();
    let changes: Vec<_> = (1..=9)
        .map(|seq| put(seq, entry(&seq.to_string(), "ord", Paper::default())))
        .collect();
    bring(&mut open(dir.path(), "a", 9), &changes);
    let settings = WriterSettings {
        commit_every: 3,
        ..WriterSettings::default()
    };
    let rebuild = || Writer::rebuild(dir.path(), "a", 9, &settings).unwrap();
    let mut first = rebuild();
    assert_eq!(first.rebuilt(), Some(Rebuild::Asked));
    let cut: Result<_, IndexError> = first.catch_up(|after| {
        let next = |c: &&Change| c.seq > after && after < 5;
        Ok(changes.iter().filter(next).take(1).cloned().collect())
    });
    assert_eq!(
        cut.unwrap().put,
        5,
        "the source stops, the process does not"
    );
    drop(first);
    assert!(Index::open(dir.path()).unwrap().state().unfinished);
    let mut second = rebuild();
    assert_eq!((second.rebuilt(), second.state().seq), (None, 5));
    let died = second.catch_up(|after| match changes.iter().find(|c| c.seq > after) {
        Some(change) if after < 7 => Ok(vec![change.clone()]),
        _ => Err(IndexError::Busy),
    });
    assert!(died.is_err());
    drop(second);
    let mut third = rebuild();
    assert_eq!((third.rebuilt(), third.state().seq), (None, 5));
    assert_eq!(bring(&mut third, &changes), 4);
    drop(third);
    let index = Index::open(dir.path()).unwrap();
    assert!(!index.state().unfinished);
    assert_eq!(search(&index, "ord").total, 9);
}

#[test]
fn what_was_not_committed_is_asked_for_again() {
    let dir = tempfile::tempdir().unwrap();
    let changes: Vec<_> = (1..=9)
        .map(|seq| put(seq, entry(&seq.to_string(), "ord", Paper::default())))
        .collect();
    let settings = WriterSettings {
        commit_every: 4,
        ..WriterSettings::default()
    };
    let mut writer = Writer::open(dir.path(), "a", 9, &settings).unwrap();
    // The archive goes away after seven changes; commits come at the first four or more.
    let cut = writer.catch_up(|after| {
        let next = changes
            .iter()
            .filter(|c| c.seq > after)
            .take(1)
            .cloned()
            .collect();
        if after < 7 {
            Ok(next)
        } else {
            Err(IndexError::DiskFull)
        }
    });
    assert!(matches!(cut, Err(IndexError::DiskFull)));
    assert_eq!(writer.state().seq, 4);
    drop(writer);
    let mut writer = open(dir.path(), "a", 9);
    assert_eq!(writer.state().seq, 4);
    assert_eq!(bring(&mut writer, &changes), 5);
    drop(writer);
    assert_eq!(search(&Index::open(dir.path()).unwrap(), "ord").total, 9);
}
