//! What a question names and no paper has; by which value a paper has its place.

use index::{Facet, Filter, Matched, Query, Search, Sort, Unknown};
use jiff::civil::date;
use paper::{DateRole, Paper};

use crate::support::{dated, entry, full, indexed, put, with_dates};

#[test]
fn names_that_no_paper_has_are_told_with_the_nearest() {
    let (_dir, index) = indexed(&[
        put(1, entry("sager/2021/a", "dige", full())),
        put(2, entry("kladder/b", "dige", Paper::default())),
    ]);
    let unknown = |query: &str, filter: Filter| {
        let search = Search {
            filter,
            ..Search::new(Query::parse(query).unwrap())
        };
        index.unknown(&search).unwrap()
    };
    let one = |facet, asked: &str, known: &[&str]| Unknown {
        facet,
        asked: asked.to_owned(),
        known: known.iter().map(|&value| value.to_owned()).collect(),
    };
    for known in [
        "",
        "mappe:sager/2021/",
        "parti:a format:TEXT",
        "organisation:landsforening",
        "dige -mappe:kladder",
    ] {
        assert_eq!(unknown(known, Filter::default()), [], "{known}");
    }
    assert_eq!(
        unknown("dige (mappe:2021 OR mappe:kladder)", Filter::default()),
        [one(Facet::Folder, "2021", &["sager/2021"])]
    );
    assert_eq!(
        unknown("organisation:Kommunerne", Filter::default()),
        [one(
            Facet::Organisation,
            "Kommunerne",
            &["Kommunernes Landsforening"]
        )]
    );
    let filter = Filter {
        organisations: vec![
            "KOMMUNERNES LANDSFORENING".to_owned(),
            "Kommunernes Landsforbund".to_owned(),
        ],
        parties: vec!["a".to_owned(), "Q".to_owned()],
        ..Filter::default()
    };
    assert_eq!(
        unknown("", filter),
        [
            one(
                Facet::Organisation,
                "Kommunernes Landsforbund",
                &["Kommunernes Landsforening"]
            ),
            one(Facet::Party, "Q", &["A"])
        ]
    );
}

#[test]
fn a_field_with_nothing_behind_it_is_an_error_at_its_place() {
    for (query, at) in [
        ("dige formand:", 5..13),
        ("frist: 37 2021", 0..6),
        ("(titel:)", 1..7),
        ("mappe: OR dige", 0..6),
    ] {
        let error = Query::parse(query).unwrap_err();
        assert_eq!(error.at, at, "{query}: {error}");
        assert!(
            error.message.starts_with("nothing stands behind"),
            "{error}"
        );
    }
    for word in ["bemærk: dige", "titel:dige", "titel:(dige sten)", "kl. 12:"] {
        assert!(Query::parse(word).is_ok(), "{word}");
    }
}

#[test]
fn the_deadline_that_gives_a_paper_its_place_is_known() {
    let day = |month| date(2021, month, 3);
    let paper = with_dates(vec![
        dated(DateRole::Meeting, day(1), day(1)),
        dated(DateRole::Deadline, day(9), day(9)),
        dated(DateRole::Deadline, day(5), day(5)),
    ]);
    let sorted_by = |query: &str, sort| {
        let search = Search {
            sort,
            ..Search::new(Query::parse(query).unwrap())
        };
        assert_eq!(
            search.asks_for_values(),
            sort == Sort::Deadline || query.contains(':')
        );
        search.sorted_by(&paper).map(|value| match value {
            Matched::Date(date) => date.days().unwrap().1,
            Matched::Amount(_) => panic!("no amount is asked for"),
        })
    };
    assert_eq!(sorted_by("", Sort::Deadline), Some(day(5)));
    assert_eq!(sorted_by("frist:>2021-06", Sort::Deadline), Some(day(9)));
    assert_eq!(sorted_by("", Sort::Newest), None);
}
