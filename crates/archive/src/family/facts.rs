//! What a record says of which paper it is.

use jiff::civil::Date;
use paper::{Contact, DateRole, Kind, Member, Mention, OrganisationKind, Paper, Status, words};
use serde::{Deserialize, Serialize};

use super::sketch::{mixed, number_of};

/// Values of a kind that are kept: of more, those with the least numbers, so that two papers keep the same ones.
const VALUES: usize = 48;

/// Words of a title that tell a version, and those that join others: neither tells one paper from another.
const UNTOLD: &str = " udkast kladde foreløbig foreløbigt endelig endeligt revideret rev version ver korrektur kopi godkendt draft final \
    til af for om den det i på og ";

/// How the words end that name a body that meets. Alone they name none.
const BODIES: [&str; 7] = [
    "udvalg",
    "råd",
    "nævn",
    "bestyrelse",
    "kommission",
    "forum",
    "gruppe",
];

/// Facts by which papers are told apart; values are numbers of their words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Facts {
    pub(super) kind: Kind,
    pub(super) is_draft: bool,
    /// The words of the title that tell what it is about, in order.
    pub(super) title: Vec<u32>,
    /// Those of them that are numbers: years, periods, numbers of meetings.
    pub(super) title_numbers: Vec<u32>,
    /// The paper's own day, counted from 1 January 1970.
    pub(super) day: Option<i32>,
    /// The days of what is due, held, decided and planned.
    pub(super) days: Vec<u32>,
    /// Their years.
    pub(super) years: Vec<u32>,
    pub(super) cases: Vec<u32>,
    /// Persons, and where they are reached.
    pub(super) people: Vec<u32>,
    pub(super) organisations: Vec<u32>,
    /// Those of them that are municipalities and regions.
    pub(super) authorities: Vec<u32>,
    /// The committees of its title.
    pub(super) title_bodies: Vec<u32>,
    /// All its committees.
    pub(super) bodies: Vec<u32>,
    pub(super) amounts: Vec<u32>,
    /// What a form was filled in with.
    pub(super) filled: Vec<u32>,
}

impl Facts {
    pub(crate) fn new(paper: &Paper) -> Self {
        let title = paper.title.as_ref().map(|title| words(&title.value));
        let title: Vec<String> = title.unwrap_or_default();
        let about = |word: &&String| {
            let version = word
                .strip_prefix('v')
                .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()));
            !version && !UNTOLD.contains(&format!(" {word} "))
        };
        let is_number = |word: &&String| word.starts_with(|c: char| c.is_ascii_digit());
        let dates = paper.dates.iter().filter(|date| tells(date));
        let days: Vec<Date> = dates
            .filter_map(|date| {
                let (first, last) = date.days()?;
                Some(if date.role == DateRole::Deadline {
                    last
                } else {
                    first
                })
            })
            .collect();
        Self {
            kind: paper.kind,
            is_draft: paper.status == Some(Status::Udkast),
            title: title.iter().filter(about).map(|w| short(w)).collect(),
            title_numbers: kept(title.iter().filter(is_number).map(|w| short(w))),
            day: paper.date.as_ref().map(|date| day_number(date.value)),
            days: kept(days.iter().map(|&day| day_number(day).cast_unsigned())),
            years: kept(days.iter().map(|day| u32::from(day.year().unsigned_abs()))),
            cases: kept(paper.case_numbers.iter().map(|case| folded(&case.value))),
            people: kept(people(paper)),
            organisations: organisations(paper, |_| true),
            authorities: organisations(paper, |kind| {
                matches!(kind, OrganisationKind::Kommune | OrganisationKind::Region)
            }),
            title_bodies: kept(title_bodies(paper, &title)),
            bodies: organisations(paper, |kind| kind == OrganisationKind::Udvalg),
            amounts: kept(
                paper
                    .amounts
                    .iter()
                    .map(|amount| short(&amount.ore.to_string())),
            ),
            filled: kept(paper.fields.iter().filter_map(|field| {
                let value = field.value.as_deref().filter(|value| value.len() > 2)?;
                Some(folded(&format!("{}={value}", field.label)))
            })),
        }
    }

    /// Numbers by which a paper is found whose text was changed much.
    pub(super) fn keys(&self) -> Vec<u64> {
        let of = |name: &str, values: &[u32]| {
            let start = number_of(name) ^ number_of(self.kind.word());
            values
                .iter()
                .fold(start, |sum, &value| mixed(sum ^ u64::from(value)))
        };
        let mut keys = Vec::new();
        for &case in &self.cases {
            keys.push(of("case", &[case]));
        }
        if self.title.len() > 2 {
            keys.push(of("title", &self.title));
        }
        if let Some(day) = self.day.filter(|_| self.is_of_a_meeting()) {
            keys.push(of(
                "meeting",
                &[&self.title[..], &[day.cast_unsigned()]].concat(),
            ));
        }
        keys
    }

    /// Whether it is an agenda or minutes, whose date is the meeting's.
    pub(super) fn is_of_a_meeting(&self) -> bool {
        matches!(self.kind, Kind::Dagsorden | Kind::Referat)
    }
}

/// Whether a date tells which paper it is; those of laws and letters stand in many.
fn tells(date: &Mention) -> bool {
    date.role != DateRole::Reference && date.role != DateRole::Issued
}

fn organisations(paper: &Paper, of: impl Fn(OrganisationKind) -> bool) -> Vec<u32> {
    let wanted = paper.organisations.iter().filter(|one| of(one.kind));
    kept(wanted.map(|one| folded(&one.name)))
}

/// The committees that a title names: in one word, or as the rules found them.
fn title_bodies<'p>(paper: &'p Paper, title: &'p [String]) -> impl Iterator<Item = u32> {
    let in_a_word = title.iter().filter_map(|word| Some(short(body(word)?)));
    let whole = format!(" {} ", title.join(" "));
    let all = paper.organisations.iter();
    let found = all.filter(|one| one.kind == OrganisationKind::Udvalg);
    let named = found.filter(move |one| {
        let quote = words(&one.source.quote).join(" ");
        !quote.is_empty() && whole.contains(&format!(" {quote} "))
    });
    in_a_word.chain(named.map(|one| folded(&one.name)))
}

/// The committee that a word names, in one form: `Kulturudvalgets` is `kulturudvalg`. A word of rank alone, as `udvalget`, names none.
fn body(word: &str) -> Option<&str> {
    let word = word.strip_suffix('s').unwrap_or(word);
    let endings = ["", "et", "en", "n"];
    let mut bare = endings
        .iter()
        .filter_map(|ending| word.strip_suffix(ending));
    bare.find(|bare| {
        let mut names = BODIES.iter().filter_map(|body| bare.strip_suffix(body));
        names.any(|first| !first.is_empty())
    })
}

fn people(paper: &Paper) -> impl Iterator<Item = u32> {
    let members = paper
        .members
        .iter()
        .filter_map(|Member { name, .. }| name.as_deref());
    let contacts = paper.contacts.iter().flat_map(|contact| {
        let Contact {
            name, email, phone, ..
        } = contact;
        [name.as_deref(), email.as_deref(), phone.as_deref()]
    });
    members.chain(contacts.flatten()).map(folded)
}

/// The number of a value, without signs and capitals.
fn folded(value: &str) -> u32 {
    short(&words(value).concat())
}

fn short(word: &str) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "half of it is enough to tell words apart"
    )]
    let half = number_of(word) as u32;
    half
}

fn kept(values: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut values: Vec<u32> = values.collect();
    values.sort_unstable();
    values.dedup();
    values.truncate(VALUES);
    values
}

fn day_number(day: Date) -> i32 {
    (day - jiff::civil::date(1970, 1, 1)).get_days()
}

/// How many values two lists have in common; both in order.
pub(super) fn common(a: &[u32], b: &[u32]) -> usize {
    a.iter()
        .filter(|value| b.binary_search(value).is_ok())
        .count()
}
