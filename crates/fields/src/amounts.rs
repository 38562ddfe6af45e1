//! Amounts of money: where they stand, what they are for, and whether totals are the sums of their lines.

mod cells;
mod granting;
mod instalments;
mod lines;
mod outcome;
mod pieces;
mod rates;
mod roles;
mod rows;
mod sheet;
mod spaced;
mod sums;
mod table;
mod told;
mod unsaid;

use std::collections::BTreeSet;

use paper::{Amount, AmountRole, Kind, Paper, Per, Span, Warning};
use regex::Regex;
use serde::Deserialize;

use crate::{
    Vocabulary,
    outline::Outline,
    phrases::{Cases, starred},
};

/// `amounts.toml`.
#[derive(Debug, Deserialize)]
#[serde(try_from = "File")]
pub(crate) struct Words {
    cues: Vec<(AmountRole, Regex)>,
    labels: Vec<(AmountRole, Regex)>,
    leads: Vec<(AmountRole, Regex)>,
    counts: BTreeSet<String>,
    sums: BTreeSet<String>,
    money: Vec<String>,
    results: BTreeSet<String>,
    funders: Regex,
    granting: granting::Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    cue: Vec<Group>,
    label: Vec<Group>,
    lead: Vec<Group>,
    table: Table,
    granting: granting::Granting,
    refusal: granting::Refusal,
    proposal: granting::Proposal,
}

#[derive(Deserialize)]
struct Group {
    role: AmountRole,
    words: Vec<String>,
    #[serde(flatten)]
    _cases: Cases,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    counts: BTreeSet<String>,
    sums: BTreeSet<String>,
    money: Vec<String>,
    results: BTreeSet<String>,
    funders: Vec<String>,
}

impl TryFrom<File> for Words {
    type Error = regex::Error;

    fn try_from(file: File) -> Result<Self, regex::Error> {
        let within = |groups: &[Group]| -> Result<Vec<(AmountRole, Regex)>, regex::Error> {
            let pattern =
                |words| format!(r"(?i)(?:^|[^\p{{L}}])({})(?:$|[^\p{{L}}])", starred(words));
            groups
                .iter()
                .map(|g| Ok((g.role, Regex::new(&pattern(&g.words))?)))
                .collect()
        };
        let whole = |groups: &[Group]| -> Result<Vec<(AmountRole, Regex)>, regex::Error> {
            let pattern = |words| {
                format!(
                    r"(?i)^(?:{})(?:$|[^\p{{L}}])|[^\p{{L}}](?:{})$",
                    starred(words),
                    starred(words)
                )
            };
            groups
                .iter()
                .map(|g| Ok((g.role, Regex::new(&pattern(&g.words))?)))
                .collect()
        };
        Ok(Self {
            cues: within(&file.cue)?,
            labels: whole(&file.label)?,
            leads: within(&file.lead)?,
            counts: file.table.counts,
            sums: file.table.sums,
            money: file.table.money,
            results: file.table.results,
            funders: Regex::new(&format!(
                r"(?i)(?:^|[^\p{{L}}])(?:{})(?:$|[^\p{{L}}])",
                starred(&file.table.funders)
            ))?,
            granting: granting::Words::of(&file.granting, &file.refusal, &file.proposal)?,
        })
    }
}

/// An amount before the record's places are made.
#[derive(Debug, Clone)]
struct Found {
    money: danish::Money,
    span: Span,
    role: AmountRole,
    label: Option<String>,
    year: Option<i16>,
    rule: &'static str,
}

/// A paper's tables of money, which amounts are read from and totals are held against.
pub(crate) struct Tables(Vec<sheet::Sheet>);

impl Tables {
    pub(crate) fn find(outline: &Outline<'_>, vocabulary: &Vocabulary, kind: Kind) -> Self {
        Self(sheet::all(outline, vocabulary, kind))
    }
}

pub(crate) fn find(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    so_far: &Paper,
    tables: &Tables,
) -> Vec<Amount> {
    let (mut found, rows) = rows::read(outline, vocabulary, &tables.0);
    found.extend(lines::read(outline, vocabulary, so_far, &rows));
    found.sort_by_key(|amount| amount.span.start);
    instalments::settle(outline.text(), &mut found);
    outcome::settle(outline, vocabulary, &so_far.items, &mut found);
    roles::settle_totals(&mut found);
    roles::settle_mentions(&mut found);
    if so_far.kind == Kind::Budget {
        roles::settle_accounts(&mut found);
    }
    found
        .into_iter()
        .map(|amount| Amount {
            corrected: None,
            ore: amount.money.ore,
            max_ore: amount.money.max_ore,
            currency: (amount.money.currency != "DKK").then(|| amount.money.currency.to_owned()),
            role: amount.role,
            label: amount.label,
            year: amount.year,
            per: amount.money.per.map(per),
            approximate: amount.money.approximate,
            rule: Some(name_of(amount.rule).into()),
            confidence: None,
            source: outline.source(amount.span),
        })
        .collect()
}

/// A rule's name for a person.
fn name_of(rule: &'static str) -> &'static str {
    match rule {
        "label" => "the label of a field, a row or a column",
        "lead" => "the heading or the sentence above its list",
        "cue-before" => "words before the amount",
        "cue-behind" => "words behind the amount",
        "limit" => "words of a limit at the amount",
        "rate" => "what the amount is paid per",
        "difference" => "words of a difference behind the amount",
        "part" => "a part of the amount before it",
        "joined" => "told together with the amount before it",
        "budget-line" => "a line of a budget",
        "table" => "a row of a table of amounts",
        "table-total" => "a row of totals",
        "table-total-told" => "a row of totals, whose amount the text says was granted",
        "told-in-table" => "the same amount in a row of a table",
        "range-in-a-guide" => "a range in a guide",
        "refused" => "words that refuse the amount",
        "possible" => "words of what somebody can get",
        "proposed" => "words that propose the amount",
        "proposed-and-adopted" => {
            "words that propose the amount, and a decision below that adopts it"
        }
        "sum" => "the parts told before it make it",
        "instalment" => "words of the rates in which a grant is paid",
        "grant" => "words of granting, up to a limit",
        "share" => "who pays a share of it",
        "rate-in-brackets" => "a rate in brackets behind another one",
        "run-on" => "a budget told in a sentence",
        "run-on-line" => "a line of a budget told in a sentence",
        "mention" => "nothing said",
        other => other,
    }
}

fn per(per: danish::Per) -> Per {
    match per {
        danish::Per::Year => Per::År,
        danish::Per::Month => Per::Måned,
        danish::Per::Hour => Per::Time,
        danish::Per::Meeting => Per::Møde,
        danish::Per::Piece => Per::Stk,
    }
}

/// Totals that are not the sum of their lines.
pub(crate) fn doubts(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    tables: &Tables,
) -> Vec<Warning> {
    sums::doubts(outline, vocabulary, &tables.0)
}

#[cfg(test)]
mod tests {
    use paper::AmountRole;

    use crate::{Vocabulary, outline::Outline, sample};

    #[test]
    fn examples_of_the_vocabulary() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../config/da/amounts.toml");
        let table: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
        let roles = |text: &str| -> Vec<AmountRole> {
            let outline = Outline::new(sample::leak(text));
            let (words, paper) = (Vocabulary::builtin(), paper::Paper::default());
            let tables = super::Tables::find(&outline, words, paper.kind);
            let found = super::find(&outline, words, &paper, &tables);
            found.into_iter().map(|amount| amount.role).collect()
        };
        let mut wrong = Vec::new();
        for group in ["cue", "label"]
            .iter()
            .flat_map(|key| table[*key].as_array().unwrap())
        {
            let role = AmountRole::from_word(group["role"].as_str().unwrap()).unwrap();
            for (key, met) in [("examples", true), ("not", false)] {
                for case in group[key].as_array().unwrap() {
                    let text = case.as_str().unwrap();
                    let found = roles(text);
                    if found.contains(&role) != met {
                        wrong.push(format!("{role} {key}: {text:?}: {found:?}"));
                    }
                }
            }
        }
        // What these refuse or propose is not granted, what they grant is.
        for (key, grants) in [("granting", true), ("refusal", false), ("proposal", false)] {
            for (cases, met) in [("examples", grants), ("not", !grants)] {
                for case in table[key][cases].as_array().unwrap() {
                    let text = case.as_str().unwrap();
                    let found = roles(text);
                    if found.contains(&AmountRole::Bevilget) != met {
                        wrong.push(format!("{key} {cases}: {text:?}: {found:?}"));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
