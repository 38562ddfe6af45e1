//! `roles.toml`: roles, posts, parties, attendance and the labels under which people are listed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use paper::{Attendance, MemberRole};
use regex::Regex;
use rustc_hash::FxHashSet;
use serde::Deserialize;

use super::{chosen, patterns::Patterns};
use crate::{
    phrases::{Cases, any_of},
    posts::Posts,
};

/// `roles.toml`.
#[derive(Debug, Deserialize)]
#[serde(try_from = "File")]
pub(crate) struct Words {
    /// People's posts.
    pub(crate) titles: Posts,
    /// The role that a word names.
    pub(super) roles: BTreeMap<String, MemberRole>,
    pub(super) labels: Vec<Label>,
    /// How the labels of attendance begin: bytes in small letters.
    attendance: FxHashSet<[u8; 4]>,
    /// What heads of columns say: of a head that stands under two of them the first one.
    columns: HashMap<String, Column>,
    pub(super) parties: BTreeSet<String>,
    pub(super) remarks: Vec<(String, Attendance)>,
    pub(super) seats: Seats,
    pub(super) appointed: Regex,
    pub(super) lead_in: LeadIn,
    pub(super) project: Project,
    /// What sentences say of who sits where.
    pub(super) prose: Patterns,
    pub(super) chosen: chosen::Patterns,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    roles: BTreeMap<MemberRole, Vec<String>>,
    label: Vec<LabelFile>,
    columns: Columns,
    titles: Posts,
    parties: Parties,
    attendance: BTreeMap<Attendance, Vec<String>>,
    seats: Seats,
    lead_in: LeadInFile,
    project: Project,
}

#[derive(Deserialize)]
struct LabelFile {
    role: Option<MemberRole>,
    attendance: Option<Attendance>,
    words: Vec<String>,
    #[serde(flatten)]
    _cases: Cases,
}

/// A label and what those listed under it are.
#[derive(Debug, Clone)]
pub(super) struct Label {
    pub(super) word: String,
    pub(super) role: Option<MemberRole>,
    pub(super) attendance: Option<Attendance>,
}

/// What a column tells; of a head that names several (`Navn/titel`) the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Name,
    Title,
    Role,
    Organisation,
    Party,
    /// With what a mark in it means: `Til stede`, `Afbud`.
    Attendance(Option<Attendance>),
    AppointedBy,
    Substitute,
    Seats,
}

/// Heads of columns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Columns {
    name: Vec<String>,
    title: Vec<String>,
    organisation: Vec<String>,
    role: Vec<String>,
    party: Vec<String>,
    attendance: Vec<String>,
    appointed_by: Vec<String>,
    substitute: Vec<String>,
    seats: Vec<String>,
}

impl Columns {
    fn by_head(self) -> HashMap<String, Column> {
        let groups = [
            (self.name, Column::Name),
            (self.title, Column::Title),
            (self.role, Column::Role),
            (self.organisation, Column::Organisation),
            (self.party, Column::Party),
            (self.attendance, Column::Attendance(None)),
            (self.appointed_by, Column::AppointedBy),
            (self.substitute, Column::Substitute),
            (self.seats, Column::Seats),
        ];
        let mut heads = HashMap::new();
        for (words, column) in groups {
            for word in words {
                heads.entry(word).or_insert(column);
            }
        }
        heads
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parties {
    words: Vec<String>,
}

/// Nouns of seats.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Seats {
    pub(super) plain: BTreeSet<String>,
    pub(super) substitutes: BTreeSet<String>,
    pub(super) chairs: BTreeSet<String>,
    pub(super) vice_chairs: BTreeSet<String>,
    pub(super) observers: BTreeSet<String>,
    pub(super) people: BTreeSet<String>,
    pub(super) from: BTreeSet<String>,
    /// What stands where the name of whoever fills the seat would.
    vacant: Vec<String>,
    appointed: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LeadInFile {
    members: Vec<String>,
    present: Vec<String>,
    apologies: Vec<String>,
}

/// What announces a list.
#[derive(Debug)]
pub(super) struct LeadIn {
    pub(super) members: Regex,
    pub(super) present: Regex,
    pub(super) apologies: Regex,
}

/// Labels of an application's fields.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Project {
    pub(super) owner: BTreeSet<String>,
    pub(super) applicant: BTreeSet<String>,
    pub(super) manager: BTreeSet<String>,
    pub(super) people: BTreeSet<String>,
    pub(super) partners: BTreeSet<String>,
}

impl TryFrom<File> for Words {
    type Error = regex::Error;

    fn try_from(file: File) -> Result<Self, regex::Error> {
        let word = |words: &[String]| {
            Regex::new(&format!(
                r"(?i)(?:^|[^\p{{L}}])(?:{})(?:$|[^\p{{L}}])",
                any_of(words)
            ))
        };
        let mut labels: Vec<Label> = file
            .label
            .iter()
            .flat_map(|label| {
                label.words.iter().map(|word| Label {
                    word: word.clone(),
                    role: label.role,
                    attendance: label.attendance,
                })
            })
            .collect();
        labels.sort_by_key(|label| usize::MAX - label.word.len());
        let came = labels.iter().filter(|label| label.attendance.is_some());
        let came = came.filter_map(|label| label.word.as_bytes().first_chunk().copied());
        let attendance = came.collect();
        let remarks = file
            .attendance
            .iter()
            .flat_map(|(attendance, words)| words.iter().map(|word| (word.clone(), *attendance)));
        let mut remarks: Vec<(String, Attendance)> = remarks.collect();
        remarks.sort_by_key(|(word, _)| usize::MAX - word.len());
        Ok(Self {
            titles: file.titles,
            prose: Patterns::of(&any_of(file.roles.values().flatten()))?,
            chosen: chosen::Patterns::of(&any_of(file.roles.values().flatten()))?,
            roles: file
                .roles
                .iter()
                .flat_map(|(role, words)| words.iter().map(|word| (word.clone(), *role)))
                .collect(),
            labels,
            attendance,
            columns: file.columns.by_head(),
            parties: file.parties.words.into_iter().collect(),
            remarks,
            appointed: Regex::new(&format!(
                r"(?i)(?:^|[\s,(])(?:{})\s+",
                any_of(&file.seats.appointed)
            ))?,
            seats: file.seats,
            lead_in: LeadIn {
                members: word(&file.lead_in.members)?,
                present: word(&file.lead_in.present)?,
                apologies: word(&file.lead_in.apologies)?,
            },
            project: file.project,
        })
    }
}

impl Words {
    /// The role that a phrase names, exactly or with what it is a role in: `formand`, `formand for udvalget`.
    pub(super) fn role(&self, phrase: &str) -> Option<MemberRole> {
        let lower = phrase.to_lowercase();
        let bare = lower
            .trim_matches(|c: char| !(c.is_alphanumeric() || c == '.'))
            .trim_end_matches('.');
        if let Some(role) = self.exactly(bare) {
            return Some(role);
        }
        let cut = [
            " for ", " i ", " under ", " til ", " ved ", " fra ", " og ", "/", " af ",
        ]
        .iter()
        .filter_map(|joint| bare.find(joint))
        .min()?;
        self.exactly(&bare[..cut])
    }

    /// Whether a line may begin with a label of attendance: by its first letters.
    pub(super) fn tells_attendance(&self, line: &str) -> bool {
        let mut start = line.chars().flat_map(char::to_lowercase);
        let mut bytes = [0; 8];
        let mut length = 0;
        while length < 4
            && let Some(c) = start.next()
            && let Some(free) = bytes.get_mut(length..)
        {
            length += c.encode_utf8(free).len();
        }
        let first = bytes.first_chunk();
        first.is_some_and(|first| self.attendance.contains(first))
    }

    /// The role that a word is, also with its article: `formanden`.
    pub(super) fn exactly(&self, word: &str) -> Option<MemberRole> {
        let lower = word.to_lowercase();
        self.roles
            .get(&lower)
            .or_else(|| self.roles.get(lower.strip_suffix("en")?))
            .copied()
    }

    /// What the head of a column names.
    pub(super) fn column(&self, head: &str) -> Option<Column> {
        let lower = head.to_lowercase();
        let bare = lower
            .split('(')
            .next()
            .unwrap_or(&lower)
            .trim_matches(|c: char| !c.is_alphanumeric());
        let parts = bare.split(['/', ',']).map(str::trim);
        let named = std::iter::once(bare)
            .chain(parts)
            .filter_map(|words| self.columns.get(words).copied())
            .min()?;
        Some(match named {
            Column::Attendance(_) => Column::Attendance(self.remark(bare)),
            other => other,
        })
    }

    /// What a remark beside a name says of the person's coming.
    pub(super) fn remark(&self, phrase: &str) -> Option<Attendance> {
        let lower = phrase.trim().to_lowercase();
        self.remarks
            .iter()
            .find(|(word, _)| {
                lower
                    .strip_prefix(word.as_str())
                    .is_some_and(|rest| rest.is_empty() || !rest.starts_with(char::is_alphabetic))
            })
            .map(|(_, attendance)| *attendance)
    }

    /// `Vakant`, `(ubesat)`, `n.n.`: a seat that nobody fills yet.
    pub(super) fn is_vacant(&self, phrase: &str) -> bool {
        const LONG: usize = 80;
        let bare = phrase.trim_start_matches(|c: char| !c.is_alphanumeric());
        if bare.len() > LONG {
            return false;
        }
        let lower = bare.to_lowercase();
        self.seats.vacant.iter().any(|word| {
            let rest = lower.strip_prefix(word.as_str());
            rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
    }

    /// Whether a phrase is a list letter or a party's name.
    pub(super) fn is_party(&self, phrase: &str) -> bool {
        let mut letters = phrase.chars();
        let single = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
        single || self.parties.contains(phrase)
    }
}
