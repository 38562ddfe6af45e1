//! The fields that a question may name, in Danish and in English.

use danish::words::fold;
use paper::{AmountRole, Attendance, DateRole, MemberRole, WarningCode};

use super::Scope;
use crate::{Facet, schema::CORRECTED};

/// The field that a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldName {
    /// Words.
    Words(Scope),
    /// The kind of paper.
    Kind,
    /// Days of dates of a role, or of the paper's own.
    Days(Option<DateRole>),
    /// Amounts of a role, or of any.
    Ore(Option<AmountRole>),
    /// A value that papers are counted by.
    Whole(Facet),
    /// A role that a date or an amount has.
    Has,
}

impl FieldName {
    /// Whether it asks for a value, and not for words.
    pub(super) fn is_value(self) -> bool {
        matches!(
            self,
            Self::Days(_) | Self::Ore(_) | Self::Whole(_) | Self::Has
        )
    }
}

/// What the hint below an unknown field says.
pub(super) const HINT: &str = "fields are titel, medlem, formand, organisation, sag, art, frist, møde, beslutning, \
    milepæl, periode, dato, beløb, bevilget, ansøgt, parti, format, mappe and har; put text with a colon in quotes";

/// The names of the roles of dates in Danish, beside the contract's own English ones.
const DATES: [(&str, DateRole); 7] = [
    ("frist", DateRole::Deadline),
    ("møde", DateRole::Meeting),
    ("beslutning", DateRole::Decision),
    ("milepæl", DateRole::Milestone),
    ("periode", DateRole::Period),
    ("udstedt", DateRole::Issued),
    ("omtalt", DateRole::Reference),
];

/// English names of what amounts are.
const AMOUNTS: [(&str, AmountRole); 5] = [
    ("applied", AmountRole::Ansøgt),
    ("granted", AmountRole::Bevilget),
    ("cofinancing", AmountRole::Medfinansiering),
    ("fee", AmountRole::Honorar),
    ("ceiling", AmountRole::Ramme),
];

/// English names of what people are.
const PEOPLE: [(&str, MemberRole); 4] = [
    ("chair", MemberRole::Formand),
    ("substitute", MemberRole::Suppleant),
    ("observer", MemberRole::Observatør),
    ("secretary", MemberRole::Sekretær),
];

/// The role of dates that a word names.
pub(super) fn date_role(word: &str) -> Option<DateRole> {
    let own = DateRole::ALL
        .iter()
        .copied()
        .find(|role| role.word() == word);
    own.or_else(|| named(&DATES, word))
}

/// The role of amounts that a word names.
pub(super) fn amount_role(word: &str) -> Option<AmountRole> {
    let mut all = AmountRole::ALL.iter().copied();
    all.find(|role| fold(role.word()) == fold(word))
        .or_else(|| named(&AMOUNTS, word))
}

/// What a word says of a paper: that a person corrected it, or the code of a warning.
pub(super) fn mark(word: &str) -> Option<&'static str> {
    if [CORRECTED, "correction"].contains(&word) {
        return Some(CORRECTED);
    }
    let mut codes = WarningCode::ALL.iter().map(|code| code.word());
    codes.find(|code| *code == word)
}

fn named<R: Copy>(names: &[(&str, R)], word: &str) -> Option<R> {
    let same = |name: &str| fold(name) == fold(word);
    names
        .iter()
        .find(|(name, _)| same(name))
        .map(|(_, role)| *role)
}

pub(super) fn field(name: &str) -> Option<FieldName> {
    let folded = fold(name);
    let plain = match folded.as_str() {
        "titel" | "title" => FieldName::Words(Scope::Title),
        "medlem" | "member" => FieldName::Words(Scope::Member),
        "organisation" | "org" => FieldName::Words(Scope::Organisation),
        "sag" | "sagsnummer" | "case" => FieldName::Words(Scope::Case),
        "art" | "kind" => FieldName::Kind,
        "dato" | "date" | "aar" | "year" => FieldName::Days(None),
        "beloeb" | "amount" => FieldName::Ore(None),
        "parti" | "party" => FieldName::Whole(Facet::Party),
        "format" => FieldName::Whole(Facet::Format),
        "mappe" | "folder" => FieldName::Whole(Facet::Folder),
        "har" | "has" => FieldName::Has,
        _ => return role(&folded),
    };
    Some(plain)
}

/// A field that is named by the role of a date, an amount or a person.
fn role(folded: &str) -> Option<FieldName> {
    if let Some(role) = date_role(folded) {
        return Some(FieldName::Days(Some(role)));
    }
    if let Some(role) = amount_role(folded) {
        return Some(FieldName::Ore(Some(role)));
    }
    let mut attendance = Attendance::ALL.iter().copied();
    if let Some(came) = attendance.find(|came| fold(came.word()) == folded) {
        return Some(FieldName::Words(Scope::Came(came)));
    }
    let mut people = MemberRole::ALL.iter().copied();
    let found = people.find(|role| fold(role.word()) == folded);
    let role = found.or_else(|| named(&PEOPLE, folded))?;
    Some(FieldName::Words(Scope::As(role)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_danish_and_most_an_english_name() {
        for (names, field) in [
            (
                ["frist", "deadline"],
                FieldName::Days(Some(DateRole::Deadline)),
            ),
            (
                ["møde", "meeting"],
                FieldName::Days(Some(DateRole::Meeting)),
            ),
            (["MOEDE", "Møde"], FieldName::Days(Some(DateRole::Meeting))),
            (["år", "year"], FieldName::Days(None)),
            (
                ["bevilget", "granted"],
                FieldName::Ore(Some(AmountRole::Bevilget)),
            ),
            (
                ["formand", "chair"],
                FieldName::Words(Scope::As(MemberRole::Formand)),
            ),
            (["medlem", "member"], FieldName::Words(Scope::Member)),
            (
                ["afbud", "Afbud"],
                FieldName::Words(Scope::Came(Attendance::Afbud)),
            ),
            (["mappe", "folder"], FieldName::Whole(Facet::Folder)),
        ] {
            for name in names {
                assert_eq!(super::field(name), Some(field), "{name}");
            }
        }
        assert_eq!(super::field("emne"), None);
    }
}
