use super::*;

/// A paper with these deadlines: day, summary and where they stand.
fn paper(dates: &[(&str, &str, usize)]) -> Record {
    let dates: Vec<_> = dates
        .iter()
        .map(|&(day, summary, at)| {
            let mut date = serde_json::json!({
                "role": "deadline", "approximate": false, "summary": summary,
                "source": {"start": at, "end": at + 9, "quote": "den dag"},
            });
            if day.is_empty() {
                date["unresolved"] = "year".into();
            } else {
                date["start"] = format!("2017-05-{day}").into();
                date["end"] = date["start"].clone();
            }
            date
        })
        .collect();
    let record =
        serde_json::json!({"path": "a.pdf", "hash": "6f1a", "format": "pdf", "dates": dates});
    serde_json::from_value(record).unwrap()
}

fn first(record: &Record) -> Vec<Given> {
    let settled = settled(&[], Some(record), DateRole::Deadline);
    let given = |shown| Given {
        shown,
        withdrawn: false,
    };
    settled.new.into_iter().map(given).collect()
}

fn life(sequence: u32, cancelled: bool) -> Life<'static> {
    let at: Timestamp = "2017-04-01T08:00:00Z".parse().unwrap();
    Life {
        uid: "u",
        sequence,
        created: at,
        changed: at,
        cancelled,
    }
}

fn days(shown: &[Shown]) -> Vec<String> {
    let day = |shown: &Shown| shown.mention().unwrap().start.unwrap().to_string();
    shown.iter().map(day).collect()
}

#[test]
fn a_deadline_stated_three_times_is_one_and_two_on_a_day_are_two() {
    let record = paper(&[
        ("03", "Svar til KL", 10),
        ("03", "Kommunernes svar til KL", 50),
        ("03", "Frist", 90),
        ("03", "Budget indsendes", 130),
    ]);
    let given = first(&record);
    assert_eq!(given.len(), 2);
    // Stated once now, in the words of the second place: the same entry.
    let later = settled(
        &given,
        Some(&paper(&[
            ("03", "Kommunernes svar til KL", 50),
            ("03", "Budget indsendes", 130),
        ])),
        DateRole::Deadline,
    );
    assert!(
        matches!(later.given[..], [Fate::Changed(_), Fate::Same]),
        "{later:?}"
    );
    assert!(later.new.is_empty());
}

#[test]
fn what_says_nothing_does_not_join_two_things() {
    let record = paper(&[
        ("03", "Frist", 10),
        ("03", "Svar til KL", 50),
        ("03", "Budget indsendes", 90),
        ("03", "Svar til KL fra alle", 130),
    ]);
    assert_eq!(first(&record).len(), 2);
}

#[test]
fn what_changes_elsewhere_in_the_paper_is_no_change() {
    let given = first(&paper(&[("03", "Svar til KL", 10)]));
    let mut moved = paper(&[("01", "Ansøgning", 10), ("03", "Svar til KL", 60)]);
    let now = settled(&given, Some(&moved), DateRole::Deadline);
    assert!(matches!(now.given[..], [Fate::Elsewhere(_)]), "{now:?}");
    assert_eq!(days(&now.new), ["2017-05-01"]);
    // What is shown beside the date is one.
    moved.path = "b.pdf".to_owned();
    let now = settled(&given, Some(&moved), DateRole::Deadline);
    assert!(matches!(now.given[..], [Fate::Changed(_)]), "{now:?}");
}

#[test]
fn what_has_no_day_is_no_entry_until_it_has_one() {
    let none = paper(&[("", "Svar til KL", 10)]);
    assert!(first(&none).is_empty());
    let given = first(&paper(&[("03", "Svar til KL", 10)]));
    let mut lost = settled(&given, Some(&none), DateRole::Deadline);
    assert_eq!(lost.given.pop(), Some(Fate::Withdrawn));
    assert!(lost.new.is_empty());
    let withdrawn = [Given {
        withdrawn: true,
        ..given[0].clone()
    }];
    let back = settled(
        &withdrawn,
        Some(&paper(&[("03", "Svar til KL", 10)])),
        DateRole::Deadline,
    );
    assert!(matches!(back.given[..], [Fate::Changed(_)]), "{back:?}");
    assert_eq!(
        settled(&withdrawn, None, DateRole::Deadline).given,
        [Fate::Same]
    );
}

#[test]
fn entries_of_several_papers_stand_as_they_stood() {
    // Made one after the other, in another order than the paper's.
    let record = paper(&[
        ("03", "Svar til KL", 10),
        ("09", "Regnskab for puljen", 50),
        ("12", "Rapport", 90),
    ]);
    let mut given = first(&record);
    given.swap(0, 2);
    let now = paper(&[
        ("03", "Svar til KL", 10),
        ("08", "Revideret regnskab", 50),
        ("12", "Rapport", 90),
    ]);
    let now = settled(&given, Some(&now), DateRole::Deadline);
    assert!(
        matches!(now.given[..], [Fate::Same, Fate::Changed(_), Fate::Same]),
        "{now:?}"
    );
}

#[test]
fn an_entry_without_its_paper_shows_what_it_showed() {
    let record = paper(&[("03", "Svar til KL", 10)]);
    let [given] = &first(&record)[..] else {
        panic!()
    };
    let life = life(4, true);
    let kept = serde_json::to_string(given.shown.record()).unwrap();
    let event = Shown::of(serde_json::from_str(&kept).unwrap())
        .event(&life)
        .unwrap();
    assert_eq!(event, given.shown.event(&life).unwrap());
    assert!(
        event.cancelled && event.summary.contains("Svar til KL"),
        "{event:?}"
    );
}

#[test]
fn an_entry_that_moved_says_from_where() {
    let life = life(1, false);
    let told = |given: &Given| given.shown.event(&life).unwrap().description;
    let again = |given: &[Given], day: &str, words: &str| -> Vec<Given> {
        let now = settled(given, Some(&paper(&[(day, words, 10)])), DateRole::Deadline);
        let Fate::Changed(shown) = now.given[0].clone() else {
            panic!("{now:?}")
        };
        let withdrawn = false;
        vec![Given { shown, withdrawn }]
    };
    let given = first(&paper(&[("03", "Svar til KL", 10)]));
    assert!(!told(&given[0]).contains("Flyttet"), "{}", told(&given[0]));
    let moved = again(&given, "08", "Svar til KL");
    assert!(
        told(&moved[0]).contains("\nFlyttet fra 3. maj 2017.\n"),
        "{}",
        told(&moved[0])
    );
    // The same paper again changes nothing, and other words leave it as it is.
    let now = settled(
        &moved,
        Some(&paper(&[("08", "Svar til KL", 10)])),
        DateRole::Deadline,
    );
    assert_eq!(now.given, [Fate::Same]);
    let worded = again(&moved, "08", "Kommunernes svar til KL");
    assert!(
        told(&worded[0]).contains("fra 3. maj"),
        "{}",
        told(&worded[0])
    );
    let back = again(&worded, "03", "Svar til KL");
    assert!(told(&back[0]).contains("fra 8. maj"), "{}", told(&back[0]));
}
