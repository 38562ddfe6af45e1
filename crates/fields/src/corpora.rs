//! The corpora of `fixtures/fields`: what the finders must read out of small papers.

use paper::{Kind, Member, Paper};

use crate::{Vocabulary, amounts, members, outline::Outline, sample};

fn cases(file: &str) -> Vec<toml::Table> {
    let path = format!(
        "{}/../../fixtures/fields/{file}",
        env!("CARGO_MANIFEST_DIR")
    );
    let table: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
    let cases = table["case"].as_array().unwrap();
    cases
        .iter()
        .map(|case| case.as_table().unwrap().clone())
        .collect()
}

fn wanted(case: &toml::Table, key: &str) -> Vec<String> {
    let values = case[key].as_array().unwrap();
    values
        .iter()
        .map(|value| value.as_str().unwrap().to_owned())
        .collect()
}

fn written(member: &Member) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let seats = member.seats.map_or(String::new(), |seats| {
        format!("{}-{}", seats.min, seats.max)
    });
    let columns = [
        text(&member.name),
        member.role.map_or(String::new(), |role| role.to_string()),
        text(&member.title),
        text(&member.organisation),
        text(&member.party),
        seats,
        text(&member.appointed_by),
        member
            .attendance
            .map_or(String::new(), |attendance| attendance.to_string()),
    ];
    let line = columns.join(" | ");
    let line = line
        .split(" | ")
        .map(str::trim)
        .collect::<Vec<_>>()
        .join("|");
    line.trim_end_matches('|').to_owned()
}

#[test]
fn who_sits_where() {
    let mut wrong = Vec::new();
    for case in cases("members.toml") {
        let text = case["text"].as_str().unwrap();
        let outline = Outline::new(sample::leak(text));
        let paper = Paper {
            kind: Kind::from_word(case["kind"].as_str().unwrap()).unwrap(),
            ..Paper::default()
        };
        let found: Vec<String> = members::find(&outline, Vocabulary::builtin(), &paper)
            .iter()
            .map(written)
            .collect();
        let wanted: Vec<String> = wanted(&case, "members")
            .iter()
            .map(|line| line.split('|').map(str::trim).collect::<Vec<_>>().join("|"))
            .collect();
        if found != wanted {
            wrong.push(format!("{text}\n  found  {found:#?}\n  wanted {wanted:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn what_amounts_are_for() {
    let mut wrong = Vec::new();
    for case in cases("amounts.toml") {
        let text = case["text"].as_str().unwrap();
        let outline = Outline::new(sample::leak(text));
        let paper = Paper::default();
        let words = Vocabulary::builtin();
        let tables = amounts::Tables::find(&outline, words, paper.kind);
        let found: Vec<String> = amounts::find(&outline, words, &paper, &tables)
            .iter()
            .map(|amount| {
                let most = amount
                    .max_ore
                    .map_or(String::new(), |most| format!("-{most}"));
                let year = amount.year.map_or(String::new(), |year| format!(" {year}"));
                let per = amount.per.map_or(String::new(), |per| format!(" {per}"));
                let currency = amount
                    .currency
                    .as_ref()
                    .map_or(String::new(), |code| format!(" {code}"));
                let rough = if amount.approximate { " ~" } else { "" };
                format!(
                    "{}{most} {}{year}{per}{currency}{rough}",
                    amount.ore, amount.role
                )
            })
            .collect();
        let doubts = amounts::doubts(&outline, words, &tables).len();
        let right = case["doubts"].as_integer() == i64::try_from(doubts).ok();
        if found != wanted(&case, "amounts") || !right {
            wrong.push(format!("{text}\n  {doubts} doubts, found {found:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
