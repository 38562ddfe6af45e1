//! How to reach someone: e-mail addresses, telephones, and whose they are.

mod marks;
mod owners;

use std::collections::BTreeSet;

use paper::{Contact, Paper, Span};
use regex::Regex;
use serde::Deserialize;

use crate::{
    Vocabulary,
    outline::Outline,
    phrases::{Cases, any_of},
};

/// `contacts.toml`.
#[derive(Debug, Deserialize)]
#[serde(try_from = "File")]
pub(crate) struct Words {
    /// Labels of telephones and of other numbers; the second group tells which.
    labels: Regex,
    phone: BTreeSet<String>,
    owner: Regex,
    address: Regex,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    phone: Labels,
    other: Labels,
    #[serde(rename = "email")]
    _email: Cases,
    owner: Labels,
    address: Address,
}

#[derive(Deserialize)]
struct Labels {
    labels: Vec<String>,
    #[serde(flatten)]
    _cases: Cases,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Address {
    street_endings: Vec<String>,
}

impl TryFrom<File> for Words {
    type Error = regex::Error;

    fn try_from(file: File) -> Result<Self, regex::Error> {
        let all = file.phone.labels.iter().chain(&file.other.labels);
        let streets = any_of(&file.address.street_endings);
        Ok(Self {
            labels: Regex::new(&format!(
                r"(?i)(?:^|[^\p{{L}}\d@.])((?:{}))(?:$|[^\p{{L}}@])",
                any_of(all)
            ))?,
            phone: file.phone.labels.into_iter().collect(),
            owner: Regex::new(&format!(
                r"(?i)(?:^|[^\p{{L}}])(?:{})[\s*:.]*$",
                any_of(&file.owner.labels)
            ))?,
            address: Regex::new(&format!(
                r"(?:[A-ZÆØÅ][\p{{L}}.-]*\s){{0,3}}[A-ZÆØÅ][\p{{L}}-]*(?i:{streets})\s\d{{1,3}}\s?[A-Z]?(?:,\s(?:\d{{1,2}}\.|st\.|kl\.)\s?(?:sal|th\.?|tv\.?|mf\.?)?)?(?:,?\s[A-ZÆØÅ][\p{{L}} -]*)?,?\s\d{{4}}\s[A-ZÆØÅ][\p{{L}}]+(?:\s[A-ZÆØÅ][\p{{L}}]*)?"
            ))?,
        })
    }
}

/// A way to reach someone, before it is known whose it is.
#[derive(Debug, Clone)]
struct Mark {
    span: Span,
    line: usize,
    way: Way,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Way {
    Email(String),
    Phone(String),
}

pub(crate) fn find(outline: &Outline<'_>, vocabulary: &Vocabulary, so_far: &Paper) -> Vec<Contact> {
    let marks = marks::find(outline, vocabulary);
    owners::join(outline, vocabulary, so_far, &marks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{phrases::check_examples, sample};

    #[test]
    fn examples_of_the_vocabulary() {
        check_examples("contacts.toml", |table, text| {
            let outline = Outline::new(sample::leak(text));
            let marks = marks::find(&outline, Vocabulary::builtin());
            let found = marks.into_iter().map(|mark| match mark.way {
                Way::Email(value) | Way::Phone(value) => value,
            });
            // Of the labels of other numbers the examples are numbers that are no telephones.
            let found: Vec<String> = found.collect();
            match table {
                "other" if found.is_empty() => vec!["none".to_owned()],
                "other" => Vec::new(),
                _ => found,
            }
        });
    }
}
