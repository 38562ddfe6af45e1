//! What people said of a paper's values, stronger than what the rules read.
//!
//! A [`Correction`] holds the value as the rules read it and as a person has it. [`apply`] puts corrections into a record and
//! marks what they touched, [`restore`] gives the record back as the rules made it: what they read is never lost. Where a
//! value stands in another version of the paper is told by its role, words, span and what happens then ([`matching`]).

mod apply;
mod matching;
mod quote;
mod restore;
mod slots;
#[cfg(test)]
mod tests;
mod value;

pub use apply::{Given, Outcome, Scope, apply};
pub use quote::find_quote;
pub use restore::restore;
pub use slots::{Said, Slot, place, slots};

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{Amount, Found, Kind, Member, Mention, Paper, Status, Warning, record::words};

/// What a person said of one value of a paper, and who and when.
///
/// ```
/// use paper::{Action, Correction};
///
/// let said: Correction = serde_json::from_str(
///     r#"{"by": "ida", "at": "2026-05-04T10:00:00Z", "field": "kind", "was": "andet", "now": "referat"}"#,
/// )?;
/// assert_eq!(said.what.action(), Action::Set);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Why, in the person's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The value.
    #[serde(flatten)]
    pub what: What,
}

/// A value of a record, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "field", rename_all = "snake_case")]
pub enum What {
    /// One of its dates.
    Dates(Turn<Mention>),
    /// One of its members.
    Members(Turn<Member>),
    /// One of its amounts.
    Amounts(Turn<Amount>),
    /// One of its case numbers.
    CaseNumbers(Turn<Found<String>>),
    /// Its title.
    Title(Turn<Found<String>>),
    /// Its own date.
    Date(Turn<Found<Date>>),
    /// Its kind.
    Kind(Turn<Kind>),
    /// Its status.
    Status(Turn<Status>),
    /// A doubt about it: confirmed or dismissed it is settled.
    Warnings(Turn<Warning>),
}

/// A value as the rules read it and as a person has it: one of the two at least.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn<T> {
    /// Which of the paper's values of that field it was, from 0, as the rules read them.
    #[serde(default, skip_serializing_if = "is_first")]
    pub nth: usize,
    /// As the rules read it; `None` where it was added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<T>,
    /// As the person has it; `None` where it was dismissed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<T>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_first(nth: &usize) -> bool {
    *nth == 0
}

words! {
    /// What was done to a value.
    Action {
        /// It says something else now.
        Set = "set",
        /// The rules had not read it.
        Added = "added",
        /// It is as the rules read it.
        Confirmed = "confirmed",
        /// It is none.
        Dismissed = "dismissed",
    }
}

impl<T: PartialEq> Turn<T> {
    fn action(&self) -> Action {
        match (&self.was, &self.now) {
            (None, _) => Action::Added,
            (Some(_), None) => Action::Dismissed,
            (Some(was), Some(now)) if was == now => Action::Confirmed,
            (Some(_), Some(_)) => Action::Set,
        }
    }

    fn likeness(&self, other: &Self) -> [bool; 3] {
        [
            self.was == other.was,
            self.now == other.now,
            self.nth == other.nth,
        ]
    }
}

impl What {
    /// What was done.
    pub fn action(&self) -> Action {
        match self {
            Self::Dates(turn) => turn.action(),
            Self::Members(turn) => turn.action(),
            Self::Amounts(turn) => turn.action(),
            Self::CaseNumbers(turn) | Self::Title(turn) => turn.action(),
            Self::Date(turn) => turn.action(),
            Self::Kind(turn) => turn.action(),
            Self::Status(turn) => turn.action(),
            Self::Warnings(turn) => turn.action(),
        }
    }

    /// How alike two are that may be one correction: by the value as the rules read it, as the person has it, and its place.
    /// All three within the paper it was made at; another version may read it otherwise. `None` where the fields are others.
    pub fn likeness(&self, other: &Self) -> Option<[bool; 3]> {
        match (self, other) {
            (Self::Dates(one), Self::Dates(other)) => Some(one.likeness(other)),
            (Self::Members(one), Self::Members(other)) => Some(one.likeness(other)),
            (Self::Amounts(one), Self::Amounts(other)) => Some(one.likeness(other)),
            (Self::CaseNumbers(one), Self::CaseNumbers(other))
            | (Self::Title(one), Self::Title(other)) => Some(one.likeness(other)),
            (Self::Date(one), Self::Date(other)) => Some(one.likeness(other)),
            (Self::Kind(one), Self::Kind(other)) => Some(one.likeness(other)),
            (Self::Status(one), Self::Status(other)) => Some(one.likeness(other)),
            (Self::Warnings(one), Self::Warnings(other)) => Some(one.likeness(other)),
            _ => None,
        }
    }
}

/// The mark of a value that a person corrected, added or confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected<T> {
    /// What was done.
    pub action: Action,
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The whole value as the rules read it in this paper, where it is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<T>,
    /// As the rules had read it when it was corrected, where this paper says something else again: a person should look.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overtaken: Option<T>,
}

/// A mark, or none; in a box, since few values have one.
pub type Mark<T> = Option<Box<Corrected<T>>>;

/// What people said of a paper beyond the marks of its values: the record's `corrections`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Corrections {
    /// Of its kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Mark<Kind>,
    /// Of its status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Mark<Status>,
    /// Values that are none, and stand in the record nowhere else; in `nth` their place among those that the rules read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dismissed: Vec<Correction>,
    /// Doubts that are none any more, with their place among the warnings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub settled: Vec<Settled>,
    /// Corrections of values that this version of the paper has no more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lapsed: Vec<Correction>,
}

/// A warning about a value that a person has looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// Its place among the warnings.
    pub nth: usize,
    /// The warning.
    pub warning: Warning,
}

impl Corrections {
    /// Whether nothing is said but by the marks of values.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// How many of a paper's values people corrected, added, confirmed or dismissed, or did in vain.
pub fn corrected(paper: &Paper) -> usize {
    let Corrections {
        kind,
        status,
        dismissed,
        settled: _,
        lapsed,
    } = &paper.corrections;
    let of_lists = [
        paper
            .dates
            .iter()
            .filter(|value| value.corrected.is_some())
            .count(),
        paper
            .members
            .iter()
            .filter(|value| value.corrected.is_some())
            .count(),
        paper
            .amounts
            .iter()
            .filter(|value| value.corrected.is_some())
            .count(),
        paper
            .case_numbers
            .iter()
            .filter(|value| value.corrected.is_some())
            .count(),
        dismissed.len(),
        lapsed.len(),
    ];
    let of_one = [
        paper
            .title
            .as_ref()
            .is_some_and(|title| title.corrected.is_some()),
        paper
            .date
            .as_ref()
            .is_some_and(|date| date.corrected.is_some()),
        kind.is_some(),
        status.is_some(),
    ];
    of_lists.iter().sum::<usize>() + of_one.iter().filter(|is_corrected| **is_corrected).count()
}
