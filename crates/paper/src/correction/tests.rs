use serde_json::{Value, json};

use super::*;
use crate::{DateRole, Places, doubts};

/// A deadline of no year, a meeting on the wrong weekday, the same day again, a seat, a sum.
const TEXT: &str = "Svar sendes senest den 15. maj til udvalget. Mødet er mandag den 3. juni 2022.\n\
    Gruppen nævnte den 15. maj. Ida Bro er formand. Budgettet er 5.000 kr.";

fn source(quote: &str, nth: usize) -> Value {
    let places = Places::new(TEXT, false);
    serde_json::to_value(places.source(find_quote(TEXT, quote)[nth].clone())).unwrap()
}

fn paper() -> Paper {
    let year = json!({"role": "deadline", "approximate": false, "unresolved": "year", "summary": "svar sendes til udvalget",
        "source": source("den 15. maj", 0)});
    let meeting = json!({"start": "2022-06-03", "end": "2022-06-04", "role": "meeting", "approximate": false,
        "source": source("mandag den 3. juni 2022", 0)});
    let other = json!({"role": "reference", "approximate": false, "unresolved": "year", "source": source("den 15. maj", 1)});
    let warning = |code: &str, at: Value| json!({"code": code, "message": code, "source": at});
    serde_json::from_value(json!({
        "kind": "notat", "title": {"value": "Notat", "source": source("Mødet", 0)},
        "dates": [year, meeting, other],
        "members": [{"name": "Ida Bro", "role": "formand", "source": source("Ida Bro", 0)}],
        "amounts": [{"ore": 500_000, "role": "total", "approximate": false, "source": source("5.000 kr.", 0)}],
        "warnings": [
            warning("year-unknown", source("den 15. maj", 0)),
            {"code": "no-text", "message": "no-text"},
            warning("weekday-mismatch", source("den 3. juni 2022", 0)),
        ],
    }))
    .unwrap()
}

fn said(at: i64, what: What) -> Correction {
    Correction {
        by: "ida".into(),
        at: Timestamp::from_second(at).unwrap(),
        note: None,
        what,
    }
}

/// The first date with a day, as someone typed it.
fn dated(paper: &Paper, nth: usize, day: &str, at: i64) -> Correction {
    let was = paper.dates[nth].clone();
    let mut now = was.clone();
    (now.start, now.end) = (Some(day.parse().unwrap()), None);
    now.unresolved = None;
    said(
        at,
        What::Dates(Turn {
            nth,
            was: Some(was),
            now: Some(now),
        }),
    )
}

fn put(paper: &mut Paper, given: &[(&Correction, Scope)], text: &str) -> Vec<Outcome> {
    let given: Vec<Given<'_>> = given
        .iter()
        .map(|&(correction, scope)| Given { correction, scope })
        .collect();
    apply(paper, &given, &Places::new(text, false))
}

fn starts(paper: &Paper) -> Vec<String> {
    let start = |date: &Mention| date.start.map_or("?".into(), |start| start.to_string());
    paper.dates.iter().map(start).collect()
}

#[test]
fn a_set_value_is_marked_its_doubts_settled_and_all_of_it_can_be_taken_back() {
    let rules = paper();
    let mut paper = rules.clone();
    let year = dated(&rules, 0, "2022-05-15", 1);
    assert_eq!(
        put(&mut paper, &[(&year, Scope::Own)], TEXT),
        [Outcome::Holds]
    );
    assert_eq!(starts(&paper), ["2022-05-15", "2022-06-03", "?"]);
    let mark = paper.dates[0].corrected.as_ref().unwrap();
    assert_eq!(
        (mark.action, mark.was.as_ref()),
        (Action::Set, Some(&rules.dates[0]))
    );
    assert_eq!(paper.warnings.len(), 2, "that of the year is settled");
    assert_eq!(doubts(&paper).len(), 1, "the weekday: {:?}", doubts(&paper));
    assert_eq!(corrected(&paper), 1);
    restore(&mut paper);
    assert_eq!(paper, rules);
}

#[test]
fn of_two_words_about_one_value_the_later_counts_whatever_their_order() {
    let rules = paper();
    let (first, second) = (
        dated(&rules, 0, "2022-05-15", 1),
        dated(&rules, 0, "2023-05-15", 2),
    );
    let confirmed = said(
        3,
        What::Dates(Turn {
            nth: 1,
            was: Some(rules.dates[1].clone()),
            now: Some(rules.dates[1].clone()),
        }),
    );
    let given = [
        (&second, Scope::Own),
        (&first, Scope::Own),
        (&confirmed, Scope::Own),
    ];
    let mut one = rules.clone();
    let outcomes = put(&mut one, &given, TEXT);
    assert_eq!(
        outcomes,
        [Outcome::Holds, Outcome::Superseded, Outcome::Holds]
    );
    assert_eq!(starts(&one), ["2023-05-15", "2022-06-03", "?"]);
    assert_eq!(
        doubts(&one),
        [],
        "the second mention of 15 May is due to nobody, and was not warned of"
    );
    let mut other = rules;
    put(&mut other, &[given[2], given[1], given[0]], TEXT);
    assert_eq!(one, other);
    // Again, over what is there already.
    put(&mut one, &given, TEXT);
    assert_eq!(one, other);
}

#[test]
fn what_is_dismissed_leaves_and_what_is_added_stands_where_its_words_do() {
    let rules = paper();
    let dismissed = said(
        1,
        What::Dates(Turn {
            nth: 2,
            was: Some(rules.dates[2].clone()),
            now: None,
        }),
    );
    let warned = said(
        1,
        What::Warnings(Turn {
            nth: 2,
            was: Some(rules.warnings[2].clone()),
            now: None,
        }),
    );
    let mut new = rules.dates[1].clone();
    new.role = DateRole::Decision;
    new.source.quote = "er mandag\nden 3. juni 2022".into();
    let added = said(
        2,
        What::Dates(Turn {
            nth: 0,
            was: None,
            now: Some(new.clone()),
        }),
    );
    new.source.quote = "aldrig sagt".into();
    let nowhere = said(
        3,
        What::Dates(Turn {
            nth: 0,
            was: None,
            now: Some(new),
        }),
    );
    let mut paper = rules.clone();
    let given = [&dismissed, &warned, &added, &nowhere].map(|one| (one, Scope::Own));
    let outcomes = put(&mut paper, &given, TEXT);
    assert_eq!(
        outcomes,
        [
            Outcome::Holds,
            Outcome::Holds,
            Outcome::Holds,
            Outcome::Lapsed
        ]
    );
    assert_eq!(starts(&paper), ["?", "2022-06-03", "2022-06-03"]);
    assert_eq!(paper.dates[2].source.quote, "er mandag den 3. juni 2022");
    assert_eq!(
        paper.dates[2].corrected.as_ref().unwrap().action,
        Action::Added
    );
    assert_eq!(paper.corrections.dismissed.len(), 2);
    assert_eq!(paper.corrections.lapsed, std::slice::from_ref(&nowhere));
    restore(&mut paper);
    assert_eq!(paper, rules);
}

#[test]
fn in_a_later_version_the_value_is_told_by_what_it_is_about() {
    let rules = paper();
    let year = dated(&rules, 0, "2022-05-15", 1);
    let confirmed = said(
        1,
        What::Dates(Turn {
            nth: 1,
            was: Some(rules.dates[1].clone()),
            now: Some(rules.dates[1].clone()),
        }),
    );
    let mut later = rules.clone();
    later.dates.swap(0, 2);
    let moved = &mut later.dates[2];
    (moved.start, moved.unresolved) = (Some("2022-05-22".parse().unwrap()), None);
    moved.source.quote = "den 22. maj 2022".into();
    moved.summary = Some("svar sendes skriftligt til udvalget".into());
    (later.dates[1].start, later.dates[1].end) = (Some("2022-06-10".parse().unwrap()), None);
    let read = later.clone();
    let outcomes = put(
        &mut later,
        &[(&year, Scope::Later), (&confirmed, Scope::Later)],
        TEXT,
    );
    // The corrected one wins, and is told; what was confirmed is not what the paper says now.
    assert_eq!(outcomes, [Outcome::Overtaken, Outcome::Lapsed]);
    assert_eq!(starts(&later), ["?", "2022-06-10", "2022-05-15"]);
    let mark = later.dates[2].corrected.as_ref().unwrap();
    assert_eq!(mark.was.as_ref(), Some(&read.dates[2]));
    assert_eq!(mark.overtaken.as_ref(), Some(&rules.dates[0]));
    let codes: Vec<_> = doubts(&later)
        .iter()
        .map(|doubt| doubt.why[0].0.word())
        .collect();
    assert!(
        codes.contains(&"correction-overtaken") && codes.contains(&"correction-lapsed"),
        "{codes:?}"
    );
    restore(&mut later);
    assert_eq!(later, read);
    // Of a version that was there already only what says the same is meant.
    let outcomes = put(
        &mut later,
        &[(&year, Scope::Earlier), (&confirmed, Scope::Earlier)],
        TEXT,
    );
    assert_eq!(outcomes, [Outcome::Elsewhere, Outcome::Elsewhere]);
    assert_eq!(later, read);
    let mut same = rules.clone();
    assert_eq!(
        put(&mut same, &[(&year, Scope::Earlier)], TEXT),
        [Outcome::Holds]
    );
}

#[test]
fn what_a_later_version_says_itself_is_right_and_what_it_leaves_out_lapses() {
    let rules = paper();
    let year = dated(&rules, 0, "2022-05-15", 1);
    let mut says = rules.clone();
    (says.dates[0].start, says.dates[0].unresolved) = (Some("2022-05-15".parse().unwrap()), None);
    says.dates[0].inferred = vec![crate::Part::Year];
    let mut paper = says.clone();
    assert_eq!(
        put(&mut paper, &[(&year, Scope::Later)], TEXT),
        [Outcome::Holds]
    );
    assert_eq!(
        paper.dates[0].corrected.as_ref().unwrap().action,
        Action::Confirmed
    );
    let mut without = rules.clone();
    without.dates.remove(0);
    let read = without.clone();
    assert_eq!(
        put(&mut without, &[(&year, Scope::Later)], TEXT),
        [Outcome::Lapsed]
    );
    assert_eq!(
        (without.dates.clone(), without.corrections.lapsed.len()),
        (read.dates, 1)
    );
}

#[test]
fn kind_status_title_and_a_name() {
    let rules = paper();
    let kind = said(
        1,
        What::Kind(Turn {
            nth: 0,
            was: Some(Kind::Notat),
            now: Some(Kind::Høring),
        }),
    );
    let status = said(
        1,
        What::Status(Turn {
            nth: 0,
            was: None,
            now: Some(Status::Endelig),
        }),
    );
    let mut title = rules.title.clone().unwrap();
    title.value = "Notat om maj".into();
    let title = said(
        1,
        What::Title(Turn {
            nth: 0,
            was: rules.title.clone(),
            now: Some(title),
        }),
    );
    let mut member = rules.members[0].clone();
    member.name = Some("Ida Broe".into());
    let name = said(
        1,
        What::Members(Turn {
            nth: 0,
            was: Some(rules.members[0].clone()),
            now: Some(member),
        }),
    );
    let mut paper = rules.clone();
    let given = [&kind, &status, &title, &name].map(|one| (one, Scope::Own));
    assert_eq!(put(&mut paper, &given, TEXT), [Outcome::Holds; 4]);
    assert_eq!(
        (paper.kind, paper.status),
        (Kind::Høring, Some(Status::Endelig))
    );
    assert_eq!(paper.title.as_ref().unwrap().value, "Notat om maj");
    assert_eq!(paper.members[0].name.as_deref(), Some("Ida Broe"));
    assert_eq!(paper.members[0].role, rules.members[0].role);
    let kept: Paper = serde_json::from_str(&serde_json::to_string(&paper).unwrap()).unwrap();
    assert_eq!(kept, paper);
    restore(&mut paper);
    assert_eq!(paper, rules);
    // A later version is of a third kind: a person's word stands, and is told.
    let mut later = rules;
    later.kind = Kind::Referat;
    assert_eq!(
        put(&mut later, &[(&kind, Scope::Later)], TEXT),
        [Outcome::Overtaken]
    );
    assert_eq!(later.kind, Kind::Høring);
}

#[test]
fn an_earlier_word_about_a_value_is_superseded_in_later_versions_too() {
    let rules = paper();
    let mut milestone = rules.dates[0].clone();
    milestone.role = DateRole::Milestone;
    let first = dated(&rules, 0, "2022-05-15", 1);
    let second = said(
        2,
        What::Dates(Turn {
            nth: 0,
            was: Some(rules.dates[0].clone()),
            now: Some(milestone),
        }),
    );
    let mut later = rules;
    let given = [(&first, Scope::Later), (&second, Scope::Later)];
    let outcomes = put(&mut later, &given, TEXT);
    assert_eq!(outcomes, [Outcome::Superseded, Outcome::Holds]);
    assert_eq!(later.dates[0].role, DateRole::Milestone);
}
