//! Those whom a letter names above an address: who writes, and to whom.

use paper::OrganisationKind;

use super::{Mention, shapes};
use crate::{Vocabulary, lines::Line, outline::Outline, pattern::cut};

/// How long a name may be, in bytes, and how many words it has.
const LONGEST: usize = 60;
const WORDS: usize = 6;
/// How many lines from the top a letter's head may have.
const TOP: usize = 24;

/// Names above a line that says who there is meant: `Klitby Udviklingshus`, and below it `Att. Bo Lund` or `v/ Bo Lund`.
pub(super) fn named(outline: &Outline<'_>, vocabulary: &Vocabulary) -> Vec<Mention> {
    let pairs = outline.lines.iter().zip(outline.lines.iter().skip(1));
    let heads = pairs
        .take(TOP)
        .filter(|(_, below)| !below.gap && is_for(outline, below));
    heads
        .filter_map(|(line, _)| name(outline, vocabulary, line))
        .collect()
}

fn is_for(outline: &Outline<'_>, line: &Line) -> bool {
    let said = cut(outline.text(), line.span.clone());
    let named = |rest: &str| {
        let rest = rest.trim_start_matches(['.', ':', ' ']);
        rest.starts_with(char::is_alphabetic) && said.len() <= LONGEST * 2
    };
    let short = ["Att", "att", "v/", "V/"];
    short.iter().any(|lead| {
        said.strip_prefix(lead).is_some_and(|rest| {
            (lead.ends_with('/') || rest.starts_with(['.', ':', ' '])) && named(rest)
        })
    })
}

fn name(outline: &Outline<'_>, vocabulary: &Vocabulary, line: &Line) -> Option<Mention> {
    let said = cut(outline.text(), line.span.clone());
    // `Klitby Udviklingshus s/i`
    let name = match said.rsplit_once(' ') {
        Some((name, last))
            if last.len() <= 4 && last.contains('/') && last != "A/S" && last != "I/S" =>
        {
            name
        }
        _ => said,
    };
    let words = name.split_whitespace().count();
    let plain = name.len() <= LONGEST
        && (2..=WORDS).contains(&words)
        && name.starts_with(char::is_uppercase)
        && name
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '.' | '&' | '/'));
    let first = name.split(' ').next().unwrap_or_default();
    let person = vocabulary.names.is_first(first) || vocabulary.organisations.opens(first);
    let known = plain && !person && shapes::named(name, vocabulary).is_empty();
    known.then(|| Mention {
        span: line.span.start..line.span.start + name.len(),
        name: name.to_owned(),
        kind: OrganisationKind::Andet,
        rule: "a name above an address",
    })
}
