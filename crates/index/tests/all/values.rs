//! Questions of days, amounts and people's roles: one value meets all that is asked of it. Sums, spreads, reasons.

use index::{Histogram, Query, Search, Sort, Step};
use jiff::civil::date;
use paper::{Amount, AmountRole, Attendance, DateRole, Member, MemberRole, Paper, Per, Source};

use crate::support::{dated, entry, found, full, indexed, lines, paths, put, search, with_dates};

fn amount(role: AmountRole, kroner: i64, year: Option<i16>) -> Amount {
    Amount {
        corrected: None,
        ore: kroner * 100,
        max_ore: None,
        currency: None,
        role,
        label: None,
        year,
        per: None,
        approximate: false,
        rule: None,
        confidence: None,
        source: Source::default(),
    }
}

fn with_amounts(amounts: Vec<Amount>) -> Paper {
    Paper {
        amounts,
        date: Some(found(date(2020, 3, 1))),
        ..Paper::default()
    }
}

#[test]
fn days_are_asked_of_one_date() {
    use DateRole::{Deadline, Meeting};
    let (_dir, index) = indexed(&[
        put(
            1,
            entry(
                "a",
                "x",
                with_dates(vec![
                    dated(Deadline, date(2021, 5, 3), date(2021, 5, 3)),
                    dated(Deadline, date(2021, 12, 1), date(2021, 12, 1)),
                    dated(Meeting, date(2021, 9, 14), date(2021, 9, 14)),
                ]),
            ),
        ),
        put(
            2,
            entry(
                "b",
                "x",
                with_dates(vec![dated(Deadline, date(2021, 6, 1), date(2021, 6, 30))]),
            ),
        ),
        put(3, entry("c", "x", full())),
    ]);
    for (query, expected) in [
        ("frist:2021-06..2021-11", &["b"][..]),
        // The day of a meeting is no deadline, nor is what lies between two deadlines.
        ("frist:2021-09", &[]),
        ("møde:uge 37 2021", &["a"]),
        ("møde:uge 37 2021 x", &["a"]),
        ("frist:\"juni 2021\"", &["b"]),
        ("deadline:>2021-06", &["a"]),
        ("frist:<2021-06", &["a"]),
        ("frist:(2021-05 OR 2021-06)", &["a", "b"]),
        ("-frist:2021-06 har:frist", &["a"]),
        ("har:møde", &["a"]),
        ("år:2019", &["c"]),
        ("dato:2019-05..", &["c"]),
        ("frist:2021-13-01 OR x", &["refused"]),
    ] {
        let Ok(asked) = Query::parse(query) else {
            assert_eq!(expected, ["refused"], "{query}");
            continue;
        };
        let results = index.search(&Search::new(asked)).unwrap();
        assert_eq!(paths(&results), expected, "{query}");
    }
    // The deadline that is asked for decides the order.
    let mut asked = Search::new(Query::parse("frist:2021-06..").unwrap());
    asked.sort = Sort::Deadline;
    assert_eq!(index.search(&asked).unwrap().hits[0].path, "b");
}

#[test]
fn what_is_said_of_a_paper_is_asked_by_its_mark() {
    let doubtful = Paper {
        warnings: vec![paper::Warning {
            code: paper::WarningCode::NoText,
            message: "side 2".into(),
            source: None,
        }],
        ..Paper::default()
    };
    let mut corrected = with_amounts(vec![amount(AmountRole::Total, 5, None)]);
    corrected.amounts[0].corrected = Some(Box::new(paper::Corrected {
        action: paper::Action::Confirmed,
        by: "ida".into(),
        at: "2026-05-04T10:00:00Z".parse().unwrap(),
        note: None,
        was: None,
        overtaken: None,
    }));
    let (_dir, index) = indexed(&[
        put(1, entry("a", "x", doubtful)),
        put(2, entry("b", "x", corrected)),
        put(3, entry("c", "x", full())),
    ]);
    for (query, expected) in [
        ("har:no-text", &["a"][..]),
        ("har:rettelse", &["b"]),
        ("has:correction", &["b"]),
        ("-har:rettelse -har:no-text", &["c"]),
        ("har:sum-mismatch", &[]),
    ] {
        assert_eq!(paths(&search(&index, query)), expected, "{query}");
    }
}

#[test]
fn amounts_are_asked_of_one_role() {
    use AmountRole::{Ansøgt, Bevilget};
    let range = Amount {
        max_ore: Some(30_000_000),
        ..amount(Bevilget, 100_000, None)
    };
    let euros = Amount {
        currency: Some("EUR".into()),
        ..amount(Bevilget, 900_000, None)
    };
    let (_dir, index) = indexed(&[
        put(
            1,
            entry(
                "a",
                "x",
                with_amounts(vec![
                    amount(Ansøgt, 800_000, None),
                    amount(Bevilget, 200_000, None),
                ]),
            ),
        ),
        put(2, entry("b", "x", with_amounts(vec![range]))),
        put(3, entry("c", "x", with_amounts(vec![euros]))),
    ]);
    for (query, expected) in [
        // What was applied for is not granted.
        ("bevilget:>500.000", &[][..]),
        ("ansøgt:>500.000", &["a"]),
        ("beløb:>500000", &["a"]),
        ("bevilget:250000..400000", &["b"]),
        ("granted:\"0,2 mio. kr.\"", &["a", "b"]),
        ("beløb:<1", &[]),
        ("har:bevilget", &["a", "b", "c"]),
    ] {
        assert_eq!(paths(&search(&index, query)), expected, "{query}");
    }
    let mut asked = Search::new(Query::parse("har:bevilget").unwrap());
    asked.sort = Sort::Amount;
    let order: Vec<_> = index
        .search(&asked)
        .unwrap()
        .hits
        .into_iter()
        .map(|hit| hit.path)
        .collect();
    assert_eq!(order, ["a", "b", "c"]);
    asked.query = Query::parse("bevilget:>0").unwrap();
    assert_eq!(index.search(&asked).unwrap().hits[0].path, "b");
}

#[test]
fn people_are_asked_for_by_what_they_are() {
    let member = |name: &str, role, attendance| Member {
        name: Some(name.into()),
        role,
        attendance,
        ..Member::default()
    };
    let paper = Paper {
        members: vec![
            member(
                "Ida Falk Hansen",
                Some(MemberRole::Formand),
                Some(Attendance::Deltog),
            ),
            member("Ove Lund", None, Some(Attendance::Afbud)),
        ],
        ..Paper::default()
    };
    let (_dir, index) = indexed(&[put(1, entry("a", "x", paper))]);
    for (query, total) in [
        ("formand:hansen", 1),
        ("chair:\"ida falk\"", 1),
        ("formand:lund", 0),
        ("afbud:lund", 1),
        ("afbud:hansen", 0),
        ("deltog:hans*", 1),
        ("medlem:lund", 1),
        // No text has the words under which roles are kept.
        ("formand=hansen", 0),
    ] {
        assert_eq!(search(&index, query).total, total, "{query}");
    }
}

#[test]
fn wildcards_and_compounds_say_what_they_find() {
    let (_dir, index) = lines(&[
        "Sundhedskoordinationsudvalgets møde",
        "Børneudvalget drøftede kvalitetsudvikling",
        "Et barn kom til skade",
        "Udvalget drøftede sundheden",
        "Midler til kvalitetsudviklingsprojekter",
        "Kvaliteten af ny udvikling",
    ]);
    for (query, expected) in [
        ("*udvalget", &["2", "4"][..]),
        ("kval*ling", &["2"]),
        ("b?rn", &["3"]),
        ("b?rneudvalget", &["2"]),
        ("sundhed", &["1", "4"]),
        ("udvalg", &["1", "2", "4"]),
        ("barn", &["2", "3"]),
        // A compound is a part of longer ones; its own parts in two words are not it.
        ("kvalitetsudvikling", &["2", "5"]),
        ("kvalitetsudviklingsprojekt", &["5"]),
        ("udviklingsprojektet", &["5"]),
        ("kvalitetsprojekt", &[]),
        // A phrase stays what it is.
        ("\"udvalget drøftede\"", &["4"]),
    ] {
        assert_eq!(paths(&search(&index, query)), expected, "{query}");
    }
    // The word itself weighs more than a part of another.
    assert_eq!(search(&index, "barn").hits[0].path, "3");
    let snippet = Query::parse("barn")
        .unwrap()
        .snippet("Om børneudvalget", false);
    let marked: Vec<_> = snippet
        .marks
        .iter()
        .map(|mark| &snippet.text[mark.clone()])
        .collect();
    assert_eq!(marked, ["børneudvalget"]);
    let snippet = Query::parse("kvalitetsudvikling").unwrap().snippet(
        "Om kvalitetsudviklingsprojekter og kvalitetsprojekter",
        false,
    );
    assert_eq!(snippet.marks.first(), Some(&(3..31)));
    let snippet = Query::parse("b?rne*")
        .unwrap()
        .snippet("Om børneudvalget", false);
    assert_eq!(snippet.marks.len(), 1);
}

#[test]
fn sums_are_of_one_role_and_year() {
    use AmountRole::{Ansøgt, Bevilget};
    let hourly = Amount {
        per: Some(Per::Time),
        ..amount(Bevilget, 500, None)
    };
    let (_dir, index) = indexed(&[
        put(
            1,
            entry(
                "a",
                "x",
                with_amounts(vec![
                    amount(Bevilget, 100, Some(2021)),
                    amount(Bevilget, 50, None),
                    hourly,
                ]),
            ),
        ),
        put(
            2,
            entry(
                "b",
                "x",
                with_amounts(vec![
                    amount(Bevilget, 7, Some(2021)),
                    amount(Ansøgt, 9, Some(2021)),
                ]),
            ),
        ),
        put(
            3,
            entry(
                "c",
                "andet",
                with_amounts(vec![amount(Bevilget, 1_000, Some(2021))]),
            ),
        ),
    ]);
    let mut asked = Search::new(Query::parse("x").unwrap());
    asked.sums = true;
    asked.limit = 0;
    let sums: Vec<_> = index
        .search(&asked)
        .unwrap()
        .sums
        .into_iter()
        .map(|s| {
            format!(
                "{} {:?} {} {} {}",
                s.role, s.year, s.ore, s.amounts, s.papers
            )
        })
        .collect();
    assert_eq!(
        sums,
        [
            "ansøgt Some(2021) 900 1 1",
            "bevilget Some(2020) 5000 1 1",
            "bevilget Some(2021) 10700 2 2"
        ]
    );
}

#[test]
fn papers_spread_over_time() {
    use DateRole::Deadline;
    let day = |month, day| dated(Deadline, date(2021, month, day), date(2021, month, day));
    let (_dir, index) = indexed(&[
        put(
            1,
            entry("a", "x", with_dates(vec![day(5, 3), day(5, 20), day(7, 1)])),
        ),
        put(2, entry("b", "x", full())),
    ]);
    let mut asked = Search::new(Query::parse("x").unwrap());
    let mut spread = |role, step| {
        asked.histogram = Some(Histogram { role, step });
        let steps = index.search(&asked).unwrap().histogram;
        steps
            .into_iter()
            .map(|(step, papers)| format!("{step} {papers}"))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        spread(Some(Deadline), Step::Month),
        ["2021-05 1", "2021-07 1"]
    );
    assert_eq!(spread(Some(Deadline), Step::Year), ["2021 1"]);
    assert_eq!(spread(None, Step::Year), ["2019 1"]);
}

#[test]
fn why_and_what_else() {
    let (_dir, index) = indexed(&[
        put(
            1,
            entry(
                "a",
                "Udvalget drøftede lyngbrand og slukning af lyngbrand",
                full(),
            ),
        ),
        put(
            2,
            entry("b", "Slukning af lyngbrand kræver vand", Paper::default()),
        ),
        put(
            3,
            entry("c", "Skolens budget for næste år", Paper::default()),
        ),
    ]);
    let query = Query::parse("lyngbrand falk OR budget").unwrap();
    let reasons = index.explain(&query, 1).unwrap();
    let told: Vec<_> = reasons
        .iter()
        .map(|r| {
            (
                r.asked.as_str(),
                r.places.iter().map(|(place, _)| *place).collect::<Vec<_>>(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("lyngbrand", vec!["text", "as typed"]),
            ("falk", vec!["person"]),
            ("budget", vec!["part of a compound"]),
        ]
    );
    assert!(index.explain(&query, 99).unwrap().is_empty());

    let like = index
        .similar(
            2,
            "Slukning af lyngbrand kræver vand",
            &Default::default(),
            5,
        )
        .unwrap();
    assert_eq!(like.iter().map(|hit| hit.paper).collect::<Vec<_>>(), [1]);
}

#[test]
fn what_may_have_been_meant() {
    let (_dir, index) = lines(&["Høringssvar om lyngbrande", "lyngbrande", "hede"]);
    let meant = |query: &str| -> Vec<String> {
        let query = Query::parse(query).unwrap();
        let found = index.suggest(&query).unwrap();
        found
            .into_iter()
            .map(|s| format!("{} {}", s.meant, s.papers))
            .collect()
    };
    assert_eq!(meant("lyngbarnde høringssvar"), ["lyngbrande 2"]);
    assert_eq!(meant("lyngbrand"), Vec::<String>::new());
    assert_eq!(meant("zzzzzz"), Vec::<String>::new());
}
