//! Whether two papers are the same one: by what their texts have in common, unless what they say of themselves differs.
//!
//! A template makes texts alike too, so likeness alone decides nothing. What a template leaves open is names and numbers:
//! two letters from one template differ in those and in nothing else, a paper and its draft differ in prose as well. So
//! names and numbers must be alike beside the words, and what the record knows may not contradict.

use std::fmt;

use paper::Kind;

use super::{
    LEAST_FOR_ALIKE, LEAST_FOR_SAME, Signature,
    facts::{Facts, common},
};

/// The share of pairs of words, and of names and numbers, that two versions of a paper have in common at least, in hundredths.
const LIKENESS: u32 = 42;
const NAMES: u32 = 58;

/// The shares from which on another kind or title is more likely read than written.
const CLOSE: u32 = 70;
const CLOSE_NAMES: u32 = 80;

/// The share of pairs of words from on which two papers differ in what a template leaves open, and in nothing else.
const TEMPLATE: u32 = 90;

/// Days that lie between two versions of a paper at most: a year later it is another one.
const APART: u32 = 240;

/// What two papers were found to be to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// One paper: all words are the same.
    SameText,
    /// One paper: so many of a hundred pairs of words, and of names and numbers, are the same, and the records say nothing
    /// against it.
    Alike {
        /// Pairs of words.
        words: u32,
        /// Names and numbers.
        names: u32,
    },
    /// Two papers, for this reason.
    Two(Differs),
}

/// Why two papers are not the same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Differs {
    /// Too few words to tell.
    Short,
    /// Other words.
    Text,
    /// Other names and numbers between the same words.
    Names,
    /// Another kind of paper.
    Kind,
    /// Another case.
    Case,
    /// Another meeting.
    Meeting,
    /// Another title, or another year or number in it.
    Title,
    /// Of another municipality or region, or for another committee.
    Body,
    /// Written for another year.
    Year,
    /// Other persons.
    People,
    /// Other sums, in a paper about others.
    Amounts,
    /// A form, filled in with something else.
    Form,
}

impl Judgement {
    /// Whether the two are one paper.
    pub fn same(self) -> bool {
        !matches!(self, Self::Two(_))
    }
}

impl fmt::Display for Differs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Short => "too few words to tell",
            Self::Text => "other words",
            Self::Names => "other names and numbers between the same words",
            Self::Kind => "another kind of paper",
            Self::Case => "another case number",
            Self::Meeting => "another meeting",
            Self::Title => "another title",
            Self::Body => "another authority or committee",
            Self::Year => "another year",
            Self::People => "other persons",
            Self::Amounts => "other sums",
            Self::Form => "a form filled in with something else",
        })
    }
}

pub(super) fn judge(a: &Signature, b: &Signature) -> Judgement {
    let shorter = a.sketch.count.min(b.sketch.count);
    if a.sketch.words == b.sketch.words && a.sketch.count == b.sketch.count {
        return match shorter >= LEAST_FOR_SAME {
            true => Judgement::SameText,
            false => Judgement::Two(Differs::Short),
        };
    }
    if shorter < LEAST_FOR_ALIKE {
        return Judgement::Two(Differs::Short);
    }
    let likeness = a.sketch.likeness(&b.sketch);
    if likeness < LIKENESS {
        return Judgement::Two(Differs::Text);
    }
    let names = a.sketch.names_alike(&b.sketch);
    if names < NAMES {
        return Judgement::Two(Differs::Names);
    }
    match contradiction(&a.facts, &b.facts, likeness, names) {
        Some(differs) => Judgement::Two(differs),
        None => Judgement::Alike {
            words: likeness,
            names,
        },
    }
}

/// What the records say against it.
fn contradiction(a: &Facts, b: &Facts, likeness: u32, names: u32) -> Option<Differs> {
    let close = likeness >= CLOSE && names >= CLOSE_NAMES;
    let found = [
        (Differs::Kind, other_kind(a, b, close)),
        (Differs::Case, disjoint(&a.cases, &b.cases)),
        (Differs::Meeting, other_meeting(a, b)),
        (Differs::Title, other_title(a, b, close)),
        (Differs::Body, other_body(a, b, likeness)),
        (Differs::Year, other_year(a, b)),
        (Differs::People, half_others(&a.people, &b.people)),
        (Differs::Form, half_others(&a.filled, &b.filled)),
        (Differs::Amounts, other_sums(a, b)),
    ];
    found
        .into_iter()
        .find(|(_, differs)| *differs)
        .map(|(why, _)| why)
}

/// Texts that are close may be read as of two kinds by what was changed; but an agenda becomes minutes by a few words, and an
/// empty form an application.
fn other_kind(a: &Facts, b: &Facts, close: bool) -> bool {
    let filled = |kind| matches!(kind, Kind::Ansøgning | Kind::Referat);
    a.kind != b.kind && (!close || filled(a.kind) || filled(b.kind))
}

fn disjoint(a: &[u32], b: &[u32]) -> bool {
    !a.is_empty() && !b.is_empty() && common(a, b) == 0
}

/// Whether less than half of the shorter list stands in the other one.
fn half_others(a: &[u32], b: &[u32]) -> bool {
    common(a, b) * 2 < a.len().min(b.len())
}

fn other_meeting(a: &Facts, b: &Facts) -> bool {
    a.is_of_a_meeting() && a.day.zip(b.day).is_some_and(|(a, b)| a != b)
}

/// A title may be longer in one version, and read otherwise from another format; its numbers are the same in all.
fn other_title(a: &Facts, b: &Facts, close: bool) -> bool {
    if a.title.is_empty() || b.title.is_empty() {
        return false;
    }
    if a.title_numbers != b.title_numbers && disjoint(&a.title_numbers, &b.title_numbers) {
        return true;
    }
    let (shorter, longer) = match a.title.len() <= b.title.len() {
        true => (&a.title, &b.title),
        false => (&b.title, &a.title),
    };
    let same = shorter.iter().filter(|word| longer.contains(word)).count();
    !close && same * 2 < shorter.len()
}

/// Two committees have agendas of the same items on the same day, and two municipalities send the same letter. Of papers that are
/// of no meeting the title may be worded anew from draft to draft; where all else is the same, its committee is what a template left
/// open.
fn other_body(a: &Facts, b: &Facts, likeness: u32) -> bool {
    let meeting = a.is_of_a_meeting();
    disjoint(&a.authorities, &b.authorities)
        || (meeting || likeness >= TEMPLATE) && disjoint(&a.title_bodies, &b.title_bodies)
        || meeting && disjoint(&a.bodies, &b.bodies)
}

fn other_year(a: &Facts, b: &Facts) -> bool {
    let apart = a.day.zip(b.day).is_some_and(|(a, b)| a.abs_diff(b) > APART);
    let fewer = a.days.len().min(b.days.len());
    let moved = common(&a.days, &b.days) * 3 < fewer;
    apart || fewer >= 2 && moved && a.years.last() != b.years.last()
}

/// A sum may be moved in a draft, and a receiver be another one; both at once is another letter.
fn other_sums(a: &Facts, b: &Facts) -> bool {
    let sums = replaced(&a.amounts, &b.amounts);
    let receivers = replaced(&a.organisations, &b.organisations) || replaced(&a.people, &b.people);
    let letter = matches!(a.kind, Kind::Ansøgning | Kind::Bevilling);
    letter && sums && receivers
        || a.amounts.len().min(b.amounts.len()) > 2 && disjoint(&a.amounts, &b.amounts)
}

/// Whether each has some that the other has not.
fn replaced(a: &[u32], b: &[u32]) -> bool {
    let same = common(a, b);
    same < a.len() && same < b.len()
}
