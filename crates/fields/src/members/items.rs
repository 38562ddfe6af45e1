//! What one item of a list tells, beside its people: the office they come from, a seat, the office that serves the body.

use paper::{Kind, Member, MemberRole, Span};

use super::{
    Draft,
    entry::{self, Context},
    first_names,
};
use crate::Vocabulary;

/// `Regionen: Overlæge Ida Bro`: whom a line of a list names for an office.
pub(super) fn of_office(
    text: &str,
    content: &Span,
    vocabulary: &Vocabulary,
    context: &Context,
) -> Vec<Draft> {
    let line = &text[content.clone()];
    let Some(colon) = line.find(": ").filter(|at| *at < 50) else {
        return Vec::new();
    };
    let office = line[..colon].trim();
    let rest = content.start + colon + 2..content.end;
    let own = Context {
        // Whose seat it is that nobody fills.
        office: vocabulary
            .roles
            .is_vacant(&text[rest.clone()])
            .then(|| office.to_owned())
            .filter(|office| !office.starts_with("For ")),
        ..context.clone()
    };
    let mut found = entry::entries(text, rest.clone(), vocabulary, &own);
    if found.is_empty() {
        found = first_names::listed(text, &rest, vocabulary, &own);
    }
    // `For Ida Bro: Ove Lund` names whom someone stands in for, and no office.
    let office = Some(office).filter(|office| !office.starts_with("For "));
    for (draft, office) in found.iter_mut().filter_map(|draft| Some((draft, office?))) {
        draft
            .member
            .organisation
            .get_or_insert_with(|| office.to_owned());
    }
    found
}

/// `For Venstre: Udvalgsformand Ida Bro, Nordby Kommune`: whom an office or a party names, outside of any list.
pub(super) fn for_office(
    text: &str,
    content: &Span,
    vocabulary: &Vocabulary,
    kind: Kind,
) -> Vec<Draft> {
    let line = &text[content.clone()];
    let Some((lead, value)) = line.split_once(": ").filter(|(lead, _)| lead.len() < 60) else {
        return Vec::new();
    };
    let named = ["For ", "Fra "]
        .iter()
        .find_map(|word| lead.strip_prefix(word));
    let office = named.unwrap_or(lead);
    let party = vocabulary.roles.is_party(office) && office.chars().nth(1).is_some();
    let meeting = matches!(
        kind,
        Kind::Referat | Kind::Dagsorden | Kind::Ansøgning | Kind::Budget
    );
    if meeting || named.is_none() && !party {
        return Vec::new();
    }
    let begins = vocabulary
        .names
        .names(value)
        .into_iter()
        .next()
        .filter(|name| {
            let post = vocabulary.roles.titles.before(value, name.span.start);
            let start = post.as_ref().map_or(name.span.start, |post| post.start);
            start == 0 && (name.sure || post.is_some())
        });
    // `For Ida Bro: Ove Lund` names whom someone stands in for.
    let person = vocabulary.names.names(office).iter().any(|name| name.sure);
    if begins.is_none() && !vocabulary.roles.is_vacant(value) || person {
        return Vec::new();
    }
    let context = Context {
        anyone: true,
        party: party.then(|| office.to_owned()),
        office: (!party).then(|| office.to_owned()),
        rule: Some("whom an office or a party names"),
        ..Context::default()
    };
    let from = content.end - value.len();
    entry::entries(text, from..content.end, vocabulary, &context)
}

/// A list item that is a seat, in a paper that is about seats.
pub(super) fn seat_item(
    text: &str,
    content: &Span,
    marked: bool,
    vocabulary: &Vocabulary,
) -> Vec<Draft> {
    let short = content.len() < 160;
    let sentence = text[content.clone()].ends_with('.');
    if super::seats::count(&text[content.clone()]).is_none() || !short || sentence && !marked {
        return Vec::new();
    }
    let mut drafts = entry::entries(text, content.clone(), vocabulary, &Context::default());
    drafts.retain(|draft| {
        let member = &draft.member;
        let whose = member.organisation.is_some() || member.title.is_some();
        (member.seats.is_some() || member.name.is_some())
            && (whose || member.appointed_by.is_some() || member.role.is_some())
    });
    drafts
}

/// `Sekretariat: Havnekontoret, Nordby`: the office that serves the body, where no person is named.
pub(super) fn serving(text: &str, value: &Span, context: &Context) -> Option<Draft> {
    let office = text[value.clone()].trim_end_matches('.');
    let named = office.starts_with(char::is_uppercase)
        && office.len() < 90
        && !office.contains(|c: char| c.is_ascii_digit() || "@:<".contains(c));
    (named && context.role == Some(MemberRole::Sekretær)).then(|| Draft {
        member: Member {
            role: context.role,
            organisation: Some(office.to_owned()),
            ..Member::default()
        },
        span: value.start..value.start + office.len(),
    })
}
