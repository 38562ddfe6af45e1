//! Where the people of a paper come from, as its members tell.

use paper::{OrganisationKind, Paper};

use super::{Mention, shapes};
use crate::{Vocabulary, outline::Outline, pattern::cut};

/// How many members are asked, and how long a name may be, in bytes.
const MOST: usize = 60;
const LONGEST: usize = 60;

/// Proper names of two words and more beside people: `Bo Lund, Klitby Udviklingshus`.
pub(super) fn named(outline: &Outline<'_>, vocabulary: &Vocabulary, paper: &Paper) -> Vec<Mention> {
    let text = outline.text();
    let told = paper.members.iter().take(MOST);
    let told = told.filter_map(|member| {
        let name = member.organisation.as_deref()?;
        member.name.as_ref().filter(|_| is_name(name, vocabulary))?;
        let at = text.find(name)?;
        Some(Mention {
            span: at..at + name.len(),
            name: name.to_owned(),
            kind: OrganisationKind::Andet,
            rule: "where one of the members comes from",
        })
    });
    told.filter(|m| shapes::named(cut(text, m.span.clone()), vocabulary).is_empty())
        .collect()
}

/// Words of parts of a house, which are no house of their own.
const PARTS: [&str; 12] = [
    "afd",
    "afdeling",
    "kontor",
    "forvaltning",
    "center",
    "sekretariat",
    "stab",
    "team",
    "enhed",
    "klinik",
    "skole",
    "område",
];

fn is_name(name: &str, vocabulary: &Vocabulary) -> bool {
    let mut words = name.split_whitespace();
    let small = |w: &str| matches!(w, "for" | "i" | "og" | "af" | "på" | "&");
    let proper = |w: &str| w.starts_with(char::is_uppercase) || small(w);
    let lower = name.to_lowercase();
    let first = name.split(' ').next().unwrap_or_default();
    name.len() <= LONGEST
        && name.split_whitespace().count() >= 2
        && words.all(proper)
        && !name.contains(|c: char| c.is_ascii_digit() || ",;:/()".contains(c))
        && !PARTS.iter().any(|part| lower.contains(part))
        && !vocabulary.names.is_first(first)
        && !vocabulary.organisations.opens(first)
}
