//! First names alone, where the paper has no more: `Elevrådet: Ida (8.b) og Ove`, `Referent: Ida`.

use paper::{Kind, Member, Span};

use super::{Draft, entry::Context, initials, labels::label_of, merge};
use crate::{Vocabulary, lines::trimmed, outline::Outline};

/// The people of a stretch that lists first names and no more.
pub(super) fn listed(
    text: &str,
    span: &Span,
    vocabulary: &Vocabulary,
    context: &Context,
) -> Vec<Draft> {
    const LONG: usize = 200;
    let content = &text[span.clone()];
    let end = [" – ", " - ", ". "]
        .iter()
        .filter_map(|end| content.find(end))
        .min();
    let content = content[..end.unwrap_or(content.len())].trim_end_matches('.');
    if content.len() > LONG {
        return Vec::new();
    }
    let mut drafts = Vec::new();
    let mut from = 0;
    let mut ends: Vec<(usize, usize)> = [", ", " og ", " samt "]
        .iter()
        .flat_map(|joint| content.match_indices(*joint))
        .map(|(at, joint)| (at, at + joint.len()))
        .collect();
    ends.sort_unstable();
    ends.push((content.len(), content.len()));
    for (end, next) in ends {
        let piece = trimmed(text, span.start + from..span.start + end.max(from));
        from = next;
        let name = text[piece.clone()].split(" (").next().unwrap_or_default();
        if !vocabulary.names.is_first(name) {
            return Vec::new();
        }
        drafts.push(Draft {
            member: Member {
                name: Some(name.to_owned()),
                role: context.role,
                attendance: context.attendance,
                organisation: context.office.clone(),
                ..Member::default()
            },
            span: piece.start..piece.start + name.len(),
        });
    }
    drafts
}

/// Gives the roles of labels with a first name behind them to the one member of that name, and joins members of whom a
/// place has the first name alone with the one whose whole name another has.
pub(super) fn join(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    kind: Kind,
    members: &mut Vec<Draft>,
) {
    const MOST: usize = 400;
    if !matches!(kind, Kind::Referat | Kind::Dagsorden) || members.len() > MOST {
        return;
    }
    let text = outline.text();
    let mut at = 0;
    while let Some(draft) = members.get(at) {
        let short = draft.member.name.clone().filter(|name| !name.contains(' '));
        let whole = short.and_then(|name| whose(members, &name));
        match whole {
            Some(whole) => {
                let part = members.remove(at);
                let whole = whole - usize::from(whole > at);
                if let Some(known) = members.get_mut(whole) {
                    merge(&mut known.member, part.member);
                }
            }
            None => at += 1,
        }
    }
    for line in &outline.lines {
        let content = &text[line.span.clone()];
        if content.len() > MOST / 2 || !content.contains(": ") {
            continue;
        }
        for piece in content
            .split(['/', ';', ',', '|', '('])
            .flat_map(|piece| piece.split(". "))
        {
            let Some((label, value)) = piece.split_once(": ") else {
                continue;
            };
            let name = value.trim().trim_end_matches(['.', ')']);
            if vocabulary.names.is_first(name)
                && let Some(role) = label_of(label, vocabulary, kind).and_then(|label| label.role)
                && let Some(draft) = whose(members, name).and_then(|at| members.get_mut(at))
            {
                initials::give(draft, role);
            }
        }
    }
}

/// The one member whose whole name begins with a first name.
fn whose(members: &[Draft], first: &str) -> Option<usize> {
    let begins = |draft: &Draft| {
        let rest = draft
            .member
            .name
            .as_deref()
            .and_then(|name| name.strip_prefix(first));
        rest.is_some_and(|rest| rest.starts_with(' '))
    };
    let mut found = members
        .iter()
        .enumerate()
        .filter(|(_, draft)| begins(draft));
    let (at, _) = found.next()?;
    found.next().is_none().then_some(at)
}
