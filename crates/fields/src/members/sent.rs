//! Sentences that tell of seats: `Hvert menighedsråd kan sende 1 medlem`, `Der udpeges desuden 2 suppleanter`.

use paper::{Member, Span};

use super::{
    Draft,
    entry::{self, Context},
    patterns::Patterns,
    prose::Prose,
};
use crate::Vocabulary;

/// `Hvert menighedsråd kan sende 1 medlem`, `Byrådet udpeger selv 2 medlemmer`: the seat is the subject's.
fn sends(
    text: &str,
    span: &Span,
    vocabulary: &Vocabulary,
    patterns: &Patterns,
    prose: &mut Prose,
) -> bool {
    let sentence = &text[span.clone()];
    if let Some(draft) = sent_by(text, span, vocabulary) {
        prose.told.push(draft);
        return true;
    }
    let Some(found) = patterns.may_send.captures(sentence) else {
        return false;
    };
    let (Some(whole), Some(subject)) = (found.get(0), found.get(1)) else {
        return false;
    };
    let rest = span.start + whole.end()..span.end;
    let context = Context {
        rule: Some("a sentence that says who sends members"),
        ..Context::default()
    };
    let Some(mut draft) = super::seats::parse(text, rest, vocabulary, &context) else {
        return false;
    };
    let office = subject.as_str();
    let each = office.starts_with("Hver");
    let first = office.split(' ').next().unwrap_or_default();
    if matches!(first, "I" | "Man" | "Jeg") {
        return false;
    }
    let someone = !matches!(first, "Vi" | "I" | "Der" | "Det" | "De" | "Man" | "For");
    if !each && (draft.member.organisation.is_some() || draft.member.title.is_some()) {
        return true;
    }
    let further = ["yderligere ", "desuden ", " selv "]
        .iter()
        .any(|word| sentence[subject.end()..].contains(word));
    if matches!(
        office,
        "Hver gruppe" | "Hver part" | "Hver organisation" | "Hvert medlem"
    ) {
        return true;
    }
    draft.member.organisation = Some(office.to_owned());
    draft.span = span.start + subject.start()..span.start + subject.end();
    if let Some(person) = at_present(text, span, vocabulary, &draft.member) {
        prose.told.push(person);
        return true;
    }
    if let Some((_, who)) = sentence.split_once(" via ") {
        let end = who.find([',', '.', '(']).unwrap_or(who.len());
        draft.member.appointed_by = Some(who[..end].trim().to_owned());
    } else if further {
        draft.member.appointed_by = Some(office.to_owned());
    }
    let known = crate::organisations::knows(office, vocabulary);
    let certain = each || someone && known || someone && (further || draft.member.role.is_some());
    if certain {
        prose.told.push(draft);
    } else {
        prose.mentioned.push(draft);
    }
    true
}

/// `Herudover udpeger Klitlauget 2 medlemmer`: whose seats they are stands between verb and number.
fn sent_by(text: &str, span: &Span, vocabulary: &Vocabulary) -> Option<Draft> {
    const FAR: usize = 8;
    let sentence = &text[span.clone()];
    let at = [" udpeger ", " indstiller ", " vælger "]
        .iter()
        .find_map(|verb| sentence.find(verb).map(|at| at + verb.len()))?;
    let rest = sentence[at..]
        .starts_with(char::is_uppercase)
        .then(|| &sentence[at..])?;
    let spaces = rest
        .match_indices(' ')
        .map(|(space, _)| space + 1)
        .take(FAR);
    for number in spaces {
        if super::seats::count(&rest[number..]).is_none() {
            continue;
        }
        let seat = span.start + at + number..span.end;
        let mut draft = super::seats::parse(text, seat, vocabulary, &Context::default())?;
        let place = crate::lines::trimmed(text, span.start + at..span.start + at + number);
        let office = text[place.clone()].to_owned();
        draft
            .member
            .organisation
            .get_or_insert_with(|| office.clone());
        draft.member.appointed_by.get_or_insert(office);
        draft.span = place;
        return Some(draft);
    }
    None
}

/// `… deltager med en observatør, p.t. konsulent Ida Bro`: who fills the seat now.
fn at_present(text: &str, span: &Span, vocabulary: &Vocabulary, seat: &Member) -> Option<Draft> {
    let sentence = &text[span.clone()];
    let at = ["p.t. ", "pt. ", "for tiden ", "i øjeblikket ", "nemlig "]
        .iter()
        .find_map(|words| sentence.find(words).map(|at| at + words.len()))?;
    let context = Context {
        role: seat.role,
        ..Context::default()
    };
    let people = entry::entries(text, span.start + at..span.end, vocabulary, &context);
    let mut person = people
        .into_iter()
        .find(|draft| draft.member.name.is_some())?;
    person.member.organisation = person.member.organisation.or(seat.organisation.clone());
    Some(person)
}

/// How many are appointed, by whom, and what a body is set up with.
pub(super) fn seats_of(
    text: &str,
    span: &Span,
    vocabulary: &Vocabulary,
    patterns: &Patterns,
    prose: &mut Prose,
) {
    let sentence = &text[span.clone()];
    let mut from = 0;
    let mut sent = false;
    for end in sentence
        .match_indices(", og ")
        .map(|(at, joint)| (at, joint.len()))
        .chain([(sentence.len(), 0)])
    {
        let clause = span.start + from..span.start + end.0;
        sent |= sends(text, &clause, vocabulary, patterns, prose);
        from = end.0 + end.1;
    }
    if sent {
        return;
    }
    // `hvortil hvert råd udpeger 2 medlemmer` tells of another body than the paper's.
    let other = [
        "hvortil ",
        "hvori ",
        "til hvilket ",
        "for hvert ",
        "for hver ",
    ];
    let lead = |at: usize| sentence[..at].to_lowercase();
    if let Some(found) = patterns
        .seats
        .find(sentence)
        .filter(|found| !other.iter().any(|word| lead(found.start()).contains(word)))
    {
        let context = Context {
            rule: Some("a sentence that says how many are appointed"),
            ..Context::default()
        };
        let from = span.start + found.end();
        let rest = entry::entries(text, from..span.end, vocabulary, &context);
        prose.told.extend(rest.into_iter().filter(|d| {
            d.member.seats.is_some()
                && (d.member.role.is_some()
                    || d.member.organisation.is_some()
                    || d.member.title.is_some())
        }));
    }
    if let Some(found) = patterns.set_up.find(sentence) {
        let rest = &sentence[found.end()..];
        let end = [", som ", ", der ", " som skal", ". "]
            .iter()
            .filter_map(|cut| rest.find(cut))
            .min()
            .unwrap_or(rest.trim_end_matches('.').len());
        let mut from = 0;
        for (at, joint) in rest[..end]
            .match_indices(", ")
            .chain(rest[..end].match_indices(" og "))
            .chain([(end, "")])
        {
            if at >= from {
                let place = crate::lines::trimmed(
                    text,
                    span.start + found.end() + from..span.start + found.end() + at,
                );
                prose.mentioned.push(Draft {
                    member: Member {
                        organisation: Some(text[place.clone()].to_owned()),
                        rule: Some("a body that is set up with members of offices".into()),
                        ..Member::default()
                    },
                    span: place,
                });
                from = at + joint.len();
            }
        }
    }
}
