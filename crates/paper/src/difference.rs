//! What two papers say otherwise: values are matched by what they are about, not by where they stand.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::{
    Amount, DateRole, Field, Found, Item, Kind, Member, Mention, Organisation, Paper, Status, words,
};

/// What became of a value from one paper to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change<T> {
    /// Only the second paper has it.
    Added(T),
    /// Only the first paper has it.
    Removed(T),
    /// Both have it, and say something else of it.
    Changed(T, T),
}

/// All that two papers say otherwise. What says the same stands nowhere, wherever it stands in the papers.
///
/// ```
/// use paper::{Change, Differences, Paper};
///
/// let read = |deadline: &str| -> Paper {
///     serde_json::from_str(&format!(
///         r#"{{"kind": "høring", "dates": [{{"start": "{deadline}", "role": "deadline", "approximate": false,
///             "summary": "Høringssvar sendes", "source": {{"start": 0, "end": 0, "quote": ""}}}}]}}"#
///     ))
///     .unwrap()
/// };
/// let (before, after) = (read("2021-06-30"), read("2021-07-15"));
/// let differences = Differences::between(&before, &after);
/// assert_eq!(differences.dates, [Change::Changed(&before.dates[0], &after.dates[0])]);
/// assert!(Differences::between(&before, &before).is_empty());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differences<'p> {
    /// Of the titles.
    pub title: Option<Change<&'p Found<String>>>,
    /// Of the kinds.
    pub kind: Option<Change<Kind>>,
    /// Of the papers' own state.
    pub status: Option<Change<Status>>,
    /// Of the papers' own days.
    pub date: Option<Change<&'p Found<Date>>>,
    /// Of the case numbers.
    pub case_numbers: Vec<Change<&'p Found<String>>>,
    /// Of the dates, matched by their role and what happens.
    pub dates: Vec<Change<&'p Mention>>,
    /// Of the members, matched by their names, seats by whom they are for.
    pub members: Vec<Change<&'p Member>>,
    /// Of the amounts, matched by their role and what they are for.
    pub amounts: Vec<Change<&'p Amount>>,
    /// Of the organisations.
    pub organisations: Vec<Change<&'p Organisation>>,
    /// Of the attachments.
    pub attachments: Vec<Change<&'p Found<String>>>,
    /// Of a form's fields, matched by their labels.
    pub fields: Vec<Change<&'p Field>>,
    /// Of an agenda's points, matched by their titles.
    pub items: Vec<Change<&'p Item>>,
}

impl<'p> Differences<'p> {
    /// What `after` says otherwise than `before`.
    pub fn between(before: &'p Paper, after: &'p Paper) -> Self {
        let (a, b) = (before, after);
        Self {
            title: lone(a.title.as_ref(), b.title.as_ref(), |title| {
                words(&title.value)
            }),
            kind: lone(Some(a.kind), Some(b.kind), |&kind| kind),
            status: lone(a.status, b.status, |&status| status),
            date: lone(a.date.as_ref(), b.date.as_ref(), |date| date.value),
            case_numbers: listed(&a.case_numbers, &b.case_numbers, text, |_, _| 0),
            dates: listed(&a.dates, &b.dates, date, same_event),
            members: listed(&a.members, &b.members, member, same_seat),
            amounts: listed(&a.amounts, &b.amounts, amount, same_post),
            organisations: listed(
                &a.organisations,
                &b.organisations,
                |o| words(&o.name),
                |_, _| 0,
            ),
            attachments: listed(&a.attachments, &b.attachments, text, |a, b| {
                alike(&a.value, &b.value)
            }),
            fields: listed(&a.fields, &b.fields, field, |a, b| {
                alike(&a.label, &b.label)
            }),
            items: listed(&a.items, &b.items, item, |a, b| alike(&a.title, &b.title)),
        }
    }

    /// Whether both say the same.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn lone<T, K: PartialEq>(a: Option<T>, b: Option<T>, says: impl Fn(&T) -> K) -> Option<Change<T>> {
    match (a, b) {
        (Some(a), Some(b)) if says(&a) == says(&b) => None,
        (Some(a), Some(b)) => Some(Change::Changed(a, b)),
        (Some(a), None) => Some(Change::Removed(a)),
        (None, Some(b)) => Some(Change::Added(b)),
        (None, None) => None,
    }
}

/// The hundredths from which on two values are about the same thing.
const SAME_THING: u32 = 50;

/// Compares two lists: `says` is all that counts of a value, `about` how surely two values are about the same thing, in
/// hundredths. Of several that may be, those most alike are matched, the first ones first.
fn listed<'p, T, K: Ord>(
    a: &'p [T],
    b: &'p [T],
    says: impl Fn(&T) -> K,
    about: impl Fn(&T, &T) -> u32,
) -> Vec<Change<&'p T>> {
    let left = unsaid(a, b, &says);
    let came = unsaid(b, a, &says);
    let mut pairs = Vec::new();
    for (from, one) in left.iter().enumerate() {
        for (to, other) in came.iter().enumerate() {
            let sure = about(one, other);
            if sure >= SAME_THING {
                pairs.push((std::cmp::Reverse(sure), from, to));
            }
        }
    }
    pairs.sort_unstable();
    let (mut matched, mut taken) = (vec![None; left.len()], vec![false; came.len()]);
    for (_, from, to) in pairs {
        if let (Some(slot @ None), Some(is_taken @ false)) =
            (matched.get_mut(from), taken.get_mut(to))
        {
            *slot = came.get(to).copied();
            *is_taken = true;
        }
    }
    let changed = left
        .into_iter()
        .zip(matched)
        .map(|(one, other)| match other {
            Some(other) => Change::Changed(one, other),
            None => Change::Removed(one),
        });
    let added = came.into_iter().zip(taken).filter(|(_, taken)| !taken);
    changed
        .chain(added.map(|(one, _)| Change::Added(one)))
        .collect()
}

/// The values that the other list does not say, each once.
fn unsaid<'p, T, K: Ord>(list: &'p [T], other: &[T], says: impl Fn(&T) -> K) -> Vec<&'p T> {
    let mut said: BTreeSet<K> = other.iter().map(&says).collect();
    list.iter()
        .filter(|value| said.insert(says(value)))
        .collect()
}

/// How many of their words two texts have in common, in hundredths of the shorter one's.
fn alike(a: &str, b: &str) -> u32 {
    let (a, b): (BTreeSet<_>, BTreeSet<_>) = (
        words(a).into_iter().collect(),
        words(b).into_iter().collect(),
    );
    let fewer = a.len().min(b.len());
    if fewer == 0 {
        return if a.len() == b.len() { 100 } else { 0 };
    }
    let (same, more) = (a.intersection(&b).count(), a.len().max(b.len()));
    // Of two that hold the same words the one of nearly the same length is meant.
    u32::try_from((same * 90) / fewer + (same * 10) / more).unwrap_or(100)
}

fn text(found: &Found<String>) -> Vec<String> {
    words(&found.value)
}

fn folded(text: Option<&String>) -> Option<Vec<String>> {
    text.map(|text| words(text))
}

fn date(mention: &Mention) -> impl Ord + use<> {
    let Mention {
        start,
        end,
        role,
        summary,
        place,
        recurs,
        ..
    } = mention;
    let stamp = |stamp: &Option<crate::Stamp>| stamp.map(|stamp| stamp.to_string());
    // What is unresolved is told by its words.
    let quote = start.is_none().then(|| words(&mention.source.quote));
    let days = (stamp(start), stamp(end), quote);
    (
        *role,
        days,
        folded(summary.as_ref()),
        folded(place.as_ref()),
        recurs.clone(),
    )
}

/// What happens is the same; or, where nothing is said to happen, the role is one that a paper has once.
pub(crate) fn same_event(a: &Mention, b: &Mention) -> u32 {
    if a.role != b.role {
        return 0;
    }
    let same_days = a.start.is_some() && (a.start, a.end) == (b.start, b.end);
    let about = match (&a.summary, &b.summary) {
        (Some(a), Some(b)) => alike(a, b),
        _ if matches!(
            a.role,
            DateRole::Issued | DateRole::Period | DateRole::Meeting
        ) =>
        {
            SAME_THING
        }
        _ => 0,
    };
    if same_days { 100 } else { about }
}

fn member(member: &Member) -> impl Ord + use<> {
    let Member {
        name,
        role,
        title,
        organisation,
        party,
        seats,
        appointed_by,
        attendance,
        body: _,
        rule: _,
        corrected: _,
        confidence: _,
        source: _,
    } = member;
    let texts = [name, title, organisation, party, appointed_by];
    let seats = seats.map(|seats| (seats.min, seats.max));
    (
        texts.map(|text| folded(text.as_ref())),
        *role,
        seats,
        *attendance,
    )
}

pub(crate) fn same_seat(a: &Member, b: &Member) -> u32 {
    match (&a.name, &b.name) {
        (Some(a), Some(b)) => 100 * u32::from(words(a) == words(b)),
        (None, None) => match (&a.organisation, &b.organisation) {
            (Some(a), Some(b)) => alike(a, b),
            _ => 0,
        },
        // A seat is filled: that is one member more and a seat less.
        _ => 0,
    }
}

fn amount(amount: &Amount) -> impl Ord + use<> {
    let Amount {
        ore,
        max_ore,
        currency,
        role,
        label,
        year,
        per,
        ..
    } = amount;
    (
        *role,
        *ore,
        *max_ore,
        currency.clone(),
        folded(label.as_ref()),
        *year,
        *per,
    )
}

pub(crate) fn same_post(a: &Amount, b: &Amount) -> u32 {
    let same_sum = (a.ore, a.max_ore) == (b.ore, b.max_ore);
    if a.year != b.year || a.role != b.role && !same_sum {
        return 0;
    }
    match (&a.label, &b.label) {
        (Some(one), Some(other)) => alike(one, other).max(if same_sum { 60 } else { 0 }),
        (None, None) => 70,
        _ if same_sum => 80,
        _ => 0,
    }
}

fn field(field: &Field) -> impl Ord + use<> {
    (words(&field.label), folded(field.value.as_ref()))
}

fn item(item: &Item) -> impl Ord + use<> {
    let Item {
        number: _,
        title,
        case_number,
        closed,
        decision,
        rule: _,
        confidence: _,
        source: _,
    } = item;
    (
        words(title),
        case_number.clone(),
        *closed,
        folded(decision.as_ref()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(json: &str) -> Paper {
        let sourced = json.replace("@}", r#""source": {"start": 0, "end": 0, "quote": "q"}}"#);
        serde_json::from_str(&sourced).unwrap()
    }

    fn told<T>(changes: &[Change<&T>], name: impl Fn(&T) -> String) -> Vec<String> {
        let told = |change: &Change<&T>| match change {
            Change::Added(new) => format!("+{}", name(new)),
            Change::Removed(old) => format!("-{}", name(old)),
            Change::Changed(old, new) => format!("{}>{}", name(old), name(new)),
        };
        changes.iter().map(told).collect()
    }

    #[test]
    fn deadlines_are_matched_by_what_is_due_and_not_by_their_place() {
        let date = |day: &str, summary: &str| {
            format!(
                r#"{{"role": "deadline", "start": "2021-{day}", "approximate": false, "summary": "{summary}", @}}"#
            )
        };
        let list = |dates: &[String]| paper(&format!(r#"{{"dates": [{}]}}"#, dates.join(",")));
        let before = list(&[
            date("05-01", "Ansøgningen indsendes"),
            date("06-01", "Kommunen udpeger et medlem"),
            date("07-01", "Rapporten afleveres"),
            date("07-01", "Rapporten afleveres"),
        ]);
        let after = list(&[
            date("06-15", "kommunen udpeger et medlem"),
            date("07-01", "Rapporten afleveres"),
            date("09-01", "Regnskabet revideres"),
        ]);
        let found = Differences::between(&before, &after);
        let days = told(&found.dates, |date| {
            date.start.unwrap().to_string()[5..].to_owned()
        });
        assert_eq!(days, ["-05-01", "06-01>06-15", "+09-01"]);
    }

    #[test]
    fn people_sums_and_the_rest() {
        let before = paper(
            r#"{"status": "udkast", "members": [{"name": "Inga Lund", @}, {"name": "Bo Friis", "role": "medlem", @},
                {"organisation": "PLO Vest", "seats": {"min": 1, "max": 1}, @}],
                "amounts": [{"role": "post", "ore": 100, "label": "Leje af lokaler", "approximate": false, @},
                    {"role": "post", "ore": 100, "label": "Honorar", "approximate": false, @}],
                "fields": [{"label": "Beløb", "value": "1 kr.", @}, {"label": "Navn", @}]}"#,
        );
        let after = paper(
            r#"{"members": [{"name": "Bo Friis", "role": "formand", @}, {"name": "Ea Holm", @},
                {"organisation": "PLO Vest", "seats": {"min": 2, "max": 3}, @}],
                "amounts": [{"role": "post", "ore": 100, "label": "Honorar", "approximate": false, @},
                    {"role": "post", "ore": 250, "label": "leje af lokale", "approximate": false, @}],
                "fields": [{"label": "Beløb", "value": "2 kr.", @}, {"label": "NAVN", @}]}"#,
        );
        let found = Differences::between(&before, &after);
        assert_eq!(found.status, Some(Change::Removed(Status::Udkast)));
        let who = |member: &Member| member.name.clone().or(member.organisation.clone()).unwrap();
        assert_eq!(
            told(&found.members, who),
            [
                "-Inga Lund",
                "Bo Friis>Bo Friis",
                "PLO Vest>PLO Vest",
                "+Ea Holm"
            ]
        );
        assert_eq!(told(&found.amounts, |a| a.ore.to_string()), ["100>250"]);
        assert_eq!(
            told(&found.fields, |f| f.value.clone().unwrap()),
            ["1 kr.>2 kr."]
        );
        assert!(Differences::between(&after, &after).is_empty());
    }
}
