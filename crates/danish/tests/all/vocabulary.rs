//! Every group of the vocabulary is tested by the examples that stand in it.

use danish::{Context, Vocabulary};
use jiff::civil::date;
use toml::{Table, Value};

const CALENDAR: &str = include_str!("../../../../config/da/calendar.toml");
const NUMBERS: &str = include_str!("../../../../config/da/numbers.toml");
const MONEY: &str = include_str!("../../../../config/da/money.toml");

/// Group, list, phrase for all phrases of one list.
fn phrases(file: &str, list: &str) -> Vec<(String, String)> {
    let groups: Table = file.parse().unwrap();
    let mut all = Vec::new();
    for (name, group) in &groups {
        let listed = group
            .get(list)
            .and_then(Value::as_array)
            .unwrap_or_else(|| panic!("[{name}] has no `{list}`"));
        all.extend(
            listed
                .iter()
                .map(|v| (name.clone(), v.as_str().unwrap().to_owned())),
        );
    }
    all
}

fn check(file: &str, finds: impl Fn(&str) -> Vec<String>) {
    let mut wrong = Vec::new();
    for (group, phrase) in phrases(file, "examples") {
        if finds(&phrase).is_empty() {
            wrong.push(format!("[{group}] nothing found in the example {phrase:?}"));
        }
    }
    for (group, phrase) in phrases(file, "not") {
        let found = finds(&phrase);
        if !found.is_empty() {
            wrong.push(format!(
                "[{group}] found {found:?} in the counter-example {phrase:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn calendar_examples_hold() {
    let context = Context {
        reference: Some(date(2014, 3, 7)),
        ..Context::default()
    };
    check(CALENDAR, |text| {
        let found = danish::times(text, Vocabulary::builtin(), &context);
        found
            .iter()
            .map(|t| format!("{} {:?}", &text[t.span.clone()], t.rule))
            .collect()
    });
}

#[test]
fn number_examples_hold() {
    check(NUMBERS, |text| {
        danish::numbers(text, Vocabulary::builtin())
            .iter()
            .map(|n| n.value.to_string())
            .collect()
    });
}

#[test]
fn money_examples_hold() {
    check(MONEY, |text| {
        let found = danish::money(text, Vocabulary::builtin());
        found
            .iter()
            .map(|m| text[m.span.clone()].to_owned())
            .collect()
    });
}

#[test]
fn strangers_and_double_meanings_are_refused() {
    let stranger = format!("{CALENDAR}\n[monht]\nwords = {{}}\n");
    let error = Vocabulary::parse(&stranger, NUMBERS, MONEY)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("calendar.toml") && error.contains("monht"),
        "{error}"
    );

    let double = CALENDAR.replacen("words = { januar = 1,", "words = { fredag = 1,", 1);
    let error = Vocabulary::parse(&double, NUMBERS, MONEY)
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "calendar.toml: `fredag` in [weekday] already has another meaning"
    );
}
