//! Other papers from the template of one: what a template leaves open is filled in otherwise, the rest is as it was.

use paper::{DateRole, OrganisationKind, Source};

use super::{Read, edits::Random};

const FIRST: &[&str] = &[
    "Asger", "Bodil", "Carsten", "Dorthe", "Ejnar", "Gudrun", "Holger", "Inga", "Jeppe", "Kamma",
];
const LAST: &[&str] = &[
    "Overballe",
    "Tranholm",
    "Skytte",
    "Rosenvang",
    "Bækdal",
    "Højmark",
    "Egelykke",
    "Fiskbæk",
];
const PLACES: &[&str] = &[
    "Sandvig",
    "Højelse",
    "Tårnholm",
    "Brabæk",
    "Vestrup",
    "Lillerup",
    "Grenholt",
    "Skovlund",
];

/// What is filled in otherwise.
#[derive(Clone, Copy, Default)]
struct Open {
    years: i16,
    days: bool,
    cases: bool,
    people: bool,
    organisations: bool,
    one_organisation: bool,
    committee: bool,
    amounts: bool,
    one_amount: bool,
    items: bool,
}

/// Papers from the same template, with what each is.
pub(crate) fn papers(read: &Read) -> Vec<(&'static str, String)> {
    let none = Open::default();
    let sorts = [
        (
            "another year, the same people",
            Open {
                years: 1,
                days: true,
                cases: true,
                ..none
            },
        ),
        (
            "another year, no case number",
            Open {
                years: 1,
                days: true,
                ..none
            },
        ),
        (
            "another meeting",
            Open {
                days: true,
                cases: true,
                items: true,
                ..none
            },
        ),
        (
            "another meeting, the same points",
            Open { days: true, ..none },
        ),
        (
            "another applicant",
            Open {
                people: true,
                organisations: true,
                amounts: true,
                cases: true,
                ..none
            },
        ),
        (
            "another applicant, no case number",
            Open {
                people: true,
                organisations: true,
                amounts: true,
                ..none
            },
        ),
        (
            "another receiver and sum",
            Open {
                one_organisation: true,
                one_amount: true,
                cases: true,
                ..none
            },
        ),
        (
            "another receiver and sum, no case number",
            Open {
                one_organisation: true,
                one_amount: true,
                ..none
            },
        ),
        (
            "another committee, the same days and points",
            Open {
                committee: true,
                ..none
            },
        ),
    ];
    let meeting = matches!(read.paper.kind.word(), "dagsorden" | "referat");
    let letter = matches!(read.paper.kind.word(), "ansøgning" | "bevilling");
    let fits = |sort: &str| match sort {
        _ if sort.contains("committee") => committees(read).next().is_some(),
        _ if sort.contains("meeting") => meeting,
        _ if sort.contains("applicant") || sort.contains("receiver") => letter,
        _ => !meeting,
    };
    sorts
        .into_iter()
        .filter(|(sort, _)| fits(sort))
        .map(|(sort, open)| (sort, filled(read, open)))
        .collect()
}

/// The committees that the title names, as the text writes them.
fn committees(read: &Read) -> impl Iterator<Item = &str> {
    let title = read
        .paper
        .title
        .as_ref()
        .map_or("", |title| title.value.as_str());
    let all = read.paper.organisations.iter();
    let committees = all.filter(|one| one.kind == OrganisationKind::Udvalg);
    let named = committees.map(|one| one.source.quote.as_str());
    named.filter(move |name| title.contains(*name))
}

/// The text with the values of its record in place of which others are put.
fn filled(read: &Read, open: Open) -> String {
    let mut random = Random::new(
        u64::from(read.paper.kind.word().len() as u32) + read.document.text.len() as u64,
    );
    let paper = &read.paper;
    let mut swaps: Vec<(String, String)> = Vec::new();
    let mut swap = |from: &str, to: String| {
        if from.chars().count() > 2 && !swaps.iter().any(|(known, _)| known == from) {
            swaps.push((from.to_owned(), to));
        }
    };
    if open.people {
        let names = paper.members.iter().filter_map(|m| m.name.as_deref());
        for name in names.chain(paper.contacts.iter().filter_map(|c| c.name.as_deref())) {
            swap(
                name,
                format!("{} {}", FIRST[random.below(10)], LAST[random.below(8)]),
            );
        }
        for contact in &paper.contacts {
            if let Some(mail) = &contact.email {
                swap(mail, format!("post{}@brev.example", random.below(999)));
            }
            if let Source { quote, .. } = &contact.source
                && contact.phone.is_some()
                && quote.len() < 14
            {
                swap(
                    quote,
                    format!("{:08}", 20_000_000 + random.below(70_000_000)),
                );
            }
        }
    }
    let organisations = paper
        .organisations
        .iter()
        .map(|one| one.source.quote.as_str());
    let many = if open.organisations {
        3
    } else {
        usize::from(open.one_organisation)
    };
    for name in organisations.take(many) {
        swap(name, format!("{} Kommune", PLACES[random.below(8)]));
    }
    for name in committees(read).filter(|_| open.committee) {
        swap(name, format!("{}udvalget", PLACES[random.below(8)]));
    }
    if open.cases {
        for case in &paper.case_numbers {
            let other = case.value.chars().map(|c| {
                if c.is_ascii_digit() {
                    char::from(b'0' + random.below(10) as u8)
                } else {
                    c
                }
            });
            swap(&case.source.quote, other.collect());
        }
    }
    let many = if open.amounts {
        99
    } else {
        usize::from(open.one_amount)
    };
    for amount in paper.amounts.iter().take(many) {
        swap(
            &amount.source.quote,
            format!("{}.{:03} kr.", 10 + random.below(900), random.below(1000)),
        );
    }
    if open.items {
        for item in &paper.items {
            swap(
                &item.title,
                format!("{} om {}", LAST[random.below(8)], PLACES[random.below(8)]),
            );
        }
    }
    for date in paper
        .dates
        .iter()
        .filter(|date| open.days && date.role != DateRole::Reference)
    {
        swap(&date.source.quote, shifted(&date.source.quote, &mut random));
    }
    swaps.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
    later(&replaced(&read.document.text, &swaps), open.years)
}

/// All years of a text, where they are others.
fn later(text: &str, years: i16) -> String {
    let mut out = String::new();
    for part in text.split_inclusive(|c: char| !c.is_ascii_digit()) {
        let digits = part.trim_end_matches(|c: char| !c.is_ascii_digit());
        match digits.parse::<i16>() {
            Ok(year @ 1950..2050) if digits.len() == 4 => out.push_str(&(year + years).to_string()),
            _ => out.push_str(digits),
        }
        out.push_str(&part[digits.len()..]);
    }
    out
}

/// A date's words with another day.
fn shifted(quote: &str, random: &mut Random) -> String {
    let mut out = String::new();
    for part in quote.split_inclusive(|c: char| !c.is_ascii_digit()) {
        let digits = part.trim_end_matches(|c: char| !c.is_ascii_digit());
        let rest = &part[digits.len()..];
        match digits.len() {
            1 | 2 if rest.starts_with(['.', '-', '/']) => {
                out.push_str(&(1 + random.below(28)).to_string());
            }
            _ => out.push_str(digits),
        }
        out.push_str(rest);
    }
    out
}

/// All swaps in one pass, the longest first, so that none is swapped again.
fn replaced(text: &str, swaps: &[(String, String)]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match swaps
            .iter()
            .find(|(from, _)| rest.starts_with(from.as_str()))
        {
            Some((from, to)) => {
                out.push_str(to);
                rest = &rest[from.len()..];
            }
            None => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out
}
