//! Who `undertegnede` is: the writer, by the name below the greeting.

use paper::{Member, MemberRole, Span};

use super::{
    Draft,
    entry::{self, Context},
};
use crate::{Vocabulary, lines::trimmed, outline::Outline};

/// The writer of a letter who says what he is to the body: `Undertegnede er sekretær for udvalget`.
pub(super) fn read(outline: &Outline<'_>, vocabulary: &Vocabulary) -> Option<Draft> {
    let text = outline.text();
    let role = outline
        .lines
        .iter()
        .find_map(|line| own_role(&text[line.span.clone()], vocabulary))?;
    let greeting = outline.lines.iter().rposition(|line| {
        let content = &text[line.span.clone()];
        content.len() < 60 && (content.contains("ilsen") || content.contains("P.u.v"))
    })?;
    let (at, name) = signature(outline, vocabulary, greeting)?;
    let below = outline
        .lines
        .get(at + 1)
        .map(|line| &text[line.span.clone()]);
    let title = below.filter(|below| {
        below.len() < 60
            && !below.is_empty()
            && vocabulary.roles.titles.prefix(below) == below.len()
    });
    Some(Draft {
        member: Member {
            name: Some(text[name.clone()].to_owned()),
            role: Some(role),
            title: title.map(str::to_owned),
            rule: Some("the writer says what he is to the body".into()),
            ..Member::default()
        },
        span: name,
    })
}

/// `Ida Bro, havnechef, projektansvarlig`: people of a project, as they sign its accounts and reports.
pub(super) fn of_project(outline: &Outline<'_>, vocabulary: &Vocabulary) -> Vec<Draft> {
    const LONG: usize = 120;
    let text = outline.text();
    let mut drafts = Vec::new();
    for line in &outline.lines {
        let content = &text[line.span.clone()];
        if content.len() > LONG || !content.contains("rojekt") || !line.cells.is_empty() {
            continue;
        }
        let Some((person, role)) = content.rsplit_once(", ") else {
            continue;
        };
        let role = vocabulary.roles.exactly(role.trim_matches(['(', ')', '.']));
        let role =
            role.filter(|role| matches!(role, MemberRole::Projektejer | MemberRole::Projektleder));
        let begins = || {
            let name = vocabulary.names.names(person).into_iter().next();
            name.is_some_and(|name| name.span.start == 0 && name.sure)
        };
        if role.is_none() || !begins() {
            continue;
        }
        let context = Context {
            role,
            rule: Some("a signature that says what someone is to the project"),
            ..Context::default()
        };
        let stretch = line.span.start..line.span.start + person.len();
        drafts.extend(
            entry::entries(text, stretch, vocabulary, &context)
                .into_iter()
                .take(1),
        );
    }
    drafts
}

/// The name that one of the lines below a greeting begins with.
fn signature(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    greeting: usize,
) -> Option<(usize, Span)> {
    const NEAR: usize = 4;
    let text = outline.text();
    let below = outline.lines.iter().enumerate().skip(greeting + 1);
    below.take(NEAR).find_map(|(at, line)| {
        let span = trimmed(text, line.span.clone());
        let name = vocabulary
            .names
            .names(&text[span.clone()])
            .into_iter()
            .next()?;
        let first = name.span.start == 0 && span.len() < 80;
        first.then(|| (at, span.start..span.start + name.span.end))
    })
}

/// The role that a sentence gives to its writer, before the word or behind it.
fn own_role(content: &str, vocabulary: &Vocabulary) -> Option<MemberRole> {
    const FAR: usize = 6;
    let at = content.find("ndertegnede")?;
    let bare = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        vocabulary.roles.exactly(word)
    };
    let (before, behind) = content.split_at(at);
    let behind = behind.split(['.', ';']).next().unwrap_or(behind);
    let before = before.rsplit(['.', ';']).next().unwrap_or(before);
    let serves = behind.split_whitespace().skip(1).take(FAR).find_map(bare);
    serves.or_else(|| before.split_whitespace().rev().take(FAR).find_map(bare))
}
