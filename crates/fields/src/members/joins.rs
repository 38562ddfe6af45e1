//! Clauses of a sentence, and the people whom a verb of sitting there brings in.

use paper::Span;

use super::{
    Draft,
    entry::{self, Context},
    patterns::Patterns,
};
use crate::Vocabulary;

/// Where the clauses of a sentence begin that may have a subject of their own.
pub(super) fn clauses(sentence: &str) -> impl Iterator<Item = usize> {
    const MOST: usize = 6;
    let joints = [", og ", ", mens ", ", medens ", "; "].into_iter();
    let joints = joints.flat_map(|joint| {
        let found = sentence.match_indices(joint).take(MOST);
        found.map(move |(at, _)| at + joint.len())
    });
    std::iter::once(0).chain(joints)
}

/// What a sentence begins with whose verb brings someone in.
const OPENERS: [&str; 11] = [
    "Fra ",
    "For ",
    "fra ",
    "for ",
    "I ",
    "Derudover",
    "Desuden",
    "Endvidere",
    "Herudover",
    "Hertil",
    "Som ",
];

/// `Fra forvaltningen indtræder socialchef Ida Bro og Ove Lund`: people whom a verb of sitting there brings in, clause by
/// clause.
pub(super) fn joining(
    text: &str,
    span: &Span,
    vocabulary: &Vocabulary,
    patterns: &Patterns,
) -> Vec<Draft> {
    let sentence = &text[span.clone()];
    if !patterns.joins.is_match(sentence) {
        return Vec::new();
    }
    let mut starts: Vec<usize> = clauses(sentence).collect();
    starts.sort_unstable();
    // What follows a joint without a verb of its own goes on with the clause before.
    starts.retain(|from| *from == 0 || own_verb(&sentence[*from..], patterns));
    let ends = starts.iter().skip(1).copied().chain([sentence.len()]);
    let mut drafts = Vec::new();
    for (from, to) in starts.iter().zip(ends) {
        let clause = span.start + from..span.start + to;
        drafts.extend(of_clause(text, &clause, vocabulary, patterns));
    }
    drafts
}

/// Whether a clause begins with whom it is about, and a verb that brings them in.
fn own_verb(rest: &str, patterns: &Patterns) -> bool {
    const NEAR: usize = 60;
    patterns
        .joins
        .find(rest)
        .is_some_and(|found| found.start() < NEAR && !rest[..found.start()].contains([',', ';']))
}

fn of_clause(text: &str, span: &Span, vocabulary: &Vocabulary, patterns: &Patterns) -> Vec<Draft> {
    let sentence = &text[span.clone()];
    let opens = OPENERS.iter().any(|word| sentence.starts_with(word));
    if !opens && !sentence.contains("repr") {
        return Vec::new();
    }
    let Some(found) = patterns.joins.find(sentence) else {
        return Vec::new();
    };
    // A verb with its subject before it tells of what else that person does.
    let lead = &sentence[..found.start()];
    let brings =
        OPENERS.iter().any(|word| lead.starts_with(word)) || found.as_str().contains("repr");
    let named = vocabulary.names.names(lead).iter().any(|name| name.sure);
    if !brings || named {
        return Vec::new();
    }
    let office = ["Fra ", "For "]
        .iter()
        .find_map(|word| lead.strip_prefix(word))
        .or_else(|| {
            ["fra ", "for "]
                .iter()
                .find_map(|word| lead.strip_prefix(word))
        })
        .or_else(|| found.as_str().contains("repr").then_some(lead))
        .map(|office| office.trim().to_owned())
        .filter(|office| office.len() < 60 && !office.is_empty())
        .filter(|office| !OPENERS.iter().any(|word| office.starts_with(word)));
    let context = Context {
        office,
        anyone: vocabulary
            .names
            .names(&sentence[found.end()..])
            .first()
            .is_some_and(|name| name.sure),
        rule: Some("a sentence that says who joins the body"),
        ..Context::default()
    };
    let from = span.start + found.end();
    let mut drafts = entry::entries(text, from..span.end, vocabulary, &context);
    for Draft { member, .. } in &mut drafts {
        let seat = member.seats.is_some() && member.organisation.is_none();
        if let Some(office) = member.appointed_by.as_ref().filter(|_| seat) {
            member.organisation = Some(office.clone());
        }
    }
    drafts.retain(|draft| {
        let member = &draft.member;
        let seat =
            member.seats.is_some() && (member.title.is_none() || member.appointed_by.is_some());
        member.name.is_some() || seat && member.organisation.is_some()
    });
    drafts
}
