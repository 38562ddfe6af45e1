use super::*;

/// Dates as "day summary", in the order of the paper; without a day "?". A withdrawn one begins with "-".
fn sides(dates: &[&str]) -> Vec<Side> {
    dates.iter().map(|date| side(date)).collect()
}

fn side(date: &str) -> Side {
    let withdrawn = date.starts_with('-');
    let (day, summary) = date.trim_start_matches('-').split_once(' ').unwrap();
    let json = serde_json::json!({
        "start": format!("2017-05-{day:0>2}"), "end": format!("2017-05-{day:0>2}"), "role": "deadline",
        "approximate": false, "summary": summary, "source": {"start": 0, "end": 0, "quote": ""},
    });
    Side::new(&serde_json::from_value(json).unwrap(), withdrawn)
}

/// The entry of each date that is stated now.
fn found(entries: &[&str], stated: &[&str]) -> Vec<Option<usize>> {
    matched(&sides(entries), &sides(stated))
}

const NEW: Option<usize> = None;

#[test]
fn nothing_changed() {
    let plan = ["3 Svar til KL", "3 Svar til KKR", "9 Budget", "9 Budget"];
    assert_eq!(found(&plan, &plan), [Some(0), Some(1), Some(2), Some(3)]);
    assert_eq!(found(&[], &plan[..1]), [NEW]);
    assert!(found(&plan, &[]).is_empty());
}

#[test]
fn one_moves_and_one_is_worded_anew() {
    let before = ["3 Svar til KL", "9 Budget indsendes"];
    assert_eq!(
        found(&before, &["5 Svar til KL", "9 Budget indsendes"]),
        [Some(0), Some(1)]
    );
    let worded = ["3 Tilbagemelding fra alle", "9 Budgettet sendes ind"];
    assert_eq!(found(&before, &worded), [Some(0), Some(1)]);
    let both = [
        "4 Kommunernes svar, skriftligt, til KL og regionen",
        "9 Budget indsendes",
    ];
    assert_eq!(found(&before, &both), [Some(0), Some(1)]);
}

#[test]
fn two_swap_their_dates() {
    let before = ["3 Svar til KL", "9 Budget indsendes"];
    assert_eq!(
        found(&before, &["9 Svar til KL", "3 Budget indsendes"]),
        [Some(0), Some(1)]
    );
    // In a list sorted by date they swap their places as well.
    assert_eq!(
        found(&before, &["3 Budget indsendes", "9 Svar til KL"]),
        [Some(1), Some(0)]
    );
    let rates = ["3 Udbetaling af 1. rate", "9 Udbetaling af 2. rate"];
    let swapped = ["3 Udbetaling af 2. rate", "9 Udbetaling af 1. rate"];
    assert_eq!(found(&rates, &swapped), [Some(1), Some(0)]);
}

#[test]
fn one_is_put_in_before_all_others_or_taken_out_in_the_middle() {
    let plan = ["3 Svar til KL", "9 Budget indsendes", "12 Rapport"];
    let more = [
        "1 Ansøgning",
        "3 Svar til KL",
        "9 Budget indsendes",
        "12 Rapport",
    ];
    assert_eq!(found(&plan, &more), [NEW, Some(0), Some(1), Some(2)]);
    assert_eq!(
        found(&plan, &["3 Svar til KL", "12 Rapport"]),
        [Some(0), Some(2)]
    );
    // Put in, and the others put off.
    let later = [
        "1 Ansøgning",
        "4 Svar til KL",
        "10 Budget indsendes",
        "13 Rapport",
    ];
    assert_eq!(found(&plan, &later), [NEW, Some(0), Some(1), Some(2)]);
}

#[test]
fn numbers_tell_a_row_apart() {
    let rates = [
        "3 Udbetaling af 1. rate",
        "9 Udbetaling af 2. rate",
        "15 Udbetaling af 3. rate",
    ];
    // Each moves to where the next one was.
    let later = [
        "9 Udbetaling af 1. rate",
        "15 Udbetaling af 2. rate",
        "21 Udbetaling af 3. rate",
    ];
    assert_eq!(found(&rates, &later), [Some(0), Some(1), Some(2)]);
    let without = ["3 Udbetaling af 1. rate", "15 Udbetaling af 3. rate"];
    assert_eq!(found(&rates, &without), [Some(0), Some(2)]);
    let more = [
        "1 Udbetaling af forskud",
        "3 Udbetaling af 1. rate",
        "9 Udbetaling af 2. rate",
    ];
    assert_eq!(found(&rates[..2], &more), [NEW, Some(0), Some(1)]);
    let worded = [
        "4 1. rate udbetales",
        "10 2. rate udbetales",
        "16 3. rate udbetales",
    ];
    assert_eq!(found(&rates, &worded), [Some(0), Some(1), Some(2)]);
}

#[test]
fn a_row_of_the_same_words_goes_by_its_order() {
    let meetings = [
        "1 Møde i Digelaget",
        "8 Møde i Digelaget",
        "15 Møde i Digelaget",
    ];
    let off = [
        "2 Møde i Digelaget",
        "9 Møde i Digelaget",
        "16 Møde i Digelaget",
    ];
    assert_eq!(found(&meetings, &off), [Some(0), Some(1), Some(2)]);
    // The one in the middle moves.
    let moved = [
        "1 Møde i Digelaget",
        "10 Møde i Digelaget",
        "15 Møde i Digelaget",
    ];
    assert_eq!(found(&meetings, &moved), [Some(0), Some(1), Some(2)]);
    // It falls out, and another one comes at the end: that is no move past the others.
    let other = [
        "1 Møde i Digelaget",
        "15 Møde i Digelaget",
        "22 Møde i Digelaget",
    ];
    assert_eq!(found(&meetings, &other), [Some(0), Some(2), NEW]);
    let dated = [
        "1 Møde den 1. maj",
        "8 Møde den 8. maj",
        "15 Møde den 15. maj",
    ];
    let other = [
        "1 Møde den 1. maj",
        "15 Møde den 15. maj",
        "22 Møde den 22. maj",
    ];
    assert_eq!(found(&dated, &other), [Some(0), Some(2), NEW]);
    let off = [
        "2 Møde den 2. maj",
        "9 Møde den 9. maj",
        "16 Møde den 16. maj",
    ];
    assert_eq!(found(&dated, &off), [Some(0), Some(1), Some(2)]);
}

#[test]
fn what_is_alone_between_neighbours_needs_a_word_in_common() {
    let plan = [
        "3 Svar til KL",
        "9 Regnskab for puljen indsendes",
        "12 Rapport",
    ];
    let other = ["3 Svar til KL", "8 Revideret regnskab", "12 Rapport"];
    assert_eq!(found(&plan, &other), [Some(0), Some(1), Some(2)]);
    let stranger = ["3 Svar til KL", "8 Besøg på havnen", "12 Rapport"];
    assert_eq!(found(&plan, &stranger), [Some(0), NEW, Some(2)]);
    // Two on one side: which it is cannot be told.
    let two = [
        "3 Svar til KL",
        "7 Revisors regnskab",
        "8 Foreløbigt regnskab",
        "12 Rapport",
    ];
    assert_eq!(found(&plan, &two), [Some(0), NEW, NEW, Some(2)]);
}

#[test]
fn what_was_withdrawn_comes_back_as_itself() {
    let plan = ["3 Svar til KL", "-9 Budget indsendes"];
    assert_eq!(
        found(&plan, &["3 Svar til KL", "9 Budget indsendes"]),
        [Some(0), Some(1)]
    );
    assert_eq!(
        found(&plan, &["3 Svar til KL", "14 Budget indsendes"]),
        [Some(0), Some(1)]
    );
    assert_eq!(
        found(&plan, &["3 Svar til KL", "9 Budgettet indsendes"]),
        [Some(0), Some(1)]
    );
    assert_eq!(
        found(&plan, &["3 Svar til KL", "9 Rapport"]),
        [Some(0), NEW]
    );
    // On its own day before another one moves there.
    let two = ["-3 Møde i Digelaget", "9 Møde i Digelaget"];
    assert_eq!(found(&two, &["3 Møde i Digelaget"]), [Some(0)]);
    // Of several it cannot be told which one it is on another day.
    let many = ["-3 Møde i Digelaget", "-9 Møde i Digelaget"];
    assert_eq!(found(&many, &["17 Møde i Digelaget"]), [NEW]);
}

#[test]
fn families_that_become_one_keep_the_first_of_two() {
    let both = ["3 Svar til KL", "3 Svar til KL"];
    assert_eq!(found(&both, &["3 Svar til KL"]), [Some(0)]);
}

#[test]
fn a_long_plan_takes_no_longer_than_its_length() {
    let dates = |text: &str, from: usize| -> Vec<String> {
        (from..from + 3000)
            .map(|n| format!("{} {text} {n}", n % 28 + 1))
            .collect()
    };
    let (before, after) = (dates("Trin", 0), dates("Skridt", 5600));
    let before: Vec<&str> = before.iter().map(String::as_str).collect();
    let after: Vec<&str> = after.iter().map(String::as_str).collect();
    assert!(
        found(&before, &after).iter().all(Option::is_some),
        "by their spans"
    );
    assert_eq!(
        found(&before, &before),
        (0..3000).map(Some).collect::<Vec<_>>()
    );
}
