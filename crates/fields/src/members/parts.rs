//! Where a stretch that lists people and seats is cut: each part is one of them, or what is told of one.

use paper::Span;

use super::{
    entry::{is_filler, list_letter, represented, without_address},
    lead::{stands_in, unknown_post},
    seats,
};
use crate::{Vocabulary, lines::trimmed};

/// Splits at semicolons, and at commas and `og` outside brackets. `og` splits only where a person or a seat follows.
pub(super) fn parts(text: &str, span: &Span, vocabulary: &Vocabulary) -> Vec<Span> {
    let content = &text[span.clone()];
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    let mut depth = 0_usize;
    for (at, c) in content.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '\n' if depth == 0 && in_name(&content[..at], vocabulary) => {}
            ',' | ';' | '\n' | '\t' if depth == 0 => cuts.push((at, at + 1)),
            ' ' if depth == 0 && content[at..].starts_with("   ") => {
                // A gap as between columns; behind a list letter stands its person.
                let letter = content[..at].trim_start().chars().nth(1).is_none();
                if !letter && !content[..at].ends_with(' ') {
                    cuts.push((at, at + 3));
                }
            }
            ' ' if depth == 0 && mark_between(&content[at..]) > 0 => {
                cuts.push((at, at + mark_between(&content[at..])));
            }
            ' ' if depth == 0 => {
                let joint = [" og ", " samt ", " & ", " / ", " - ", " – ", " + "]
                    .iter()
                    .find(|j| content[at..].starts_with(**j));
                let dash = joint.is_some_and(|j| j.contains(['-', '–']));
                // A dash parts two people, and what is told of one.
                let from = cuts.last().map_or(0, |(_, to)| *to).min(at);
                let near = at - from < 300;
                let joint = joint.filter(|_| {
                    !dash || near && !vocabulary.names.names(&content[from..at]).is_empty()
                });
                // `mellem 16 og 25 år`
                let span = content[..at].trim_end_matches(|c: char| c.is_ascii_digit());
                if let Some(joint) = joint
                    && !content[..at].ends_with('-')
                    && !span.ends_with("mellem ")
                    && begins(&content[at + joint.len()..], vocabulary)
                {
                    cuts.push((at, at + joint.len()));
                }
            }
            _ => {}
        }
    }
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, to) in cuts.into_iter().chain([(content.len(), content.len())]) {
        if at < from {
            continue;
        }
        let part = trimmed(text, span.start + from..span.start + at);
        let skip = ["og ", "samt ", "- ", "• "]
            .iter()
            .find(|j| text[part.clone()].starts_with(**j))
            .map_or(0, |j| j.len());
        let mut part = part.start + skip..part.end;
        if text[part.clone()].ends_with('.') && !text[part.clone()].ends_with("ph.d.") {
            part.end -= 1;
        }
        if !part.is_empty() {
            let glued = next_person(&text[part.clone()], vocabulary);
            parts.extend(glued.map(|at| part.start..part.start + at));
            parts.push(part.start + glued.unwrap_or(0)..part.end);
        }
        from = to;
    }
    parts
}

/// Whether a line ends with a first name that goes on in the next: `skolechef Ida⏎Bro`.
fn in_name(said: &str, vocabulary: &Vocabulary) -> bool {
    let mut words = said.rsplit([' ', '\n', '\t']);
    let last = words.next().unwrap_or_default();
    let lead = words.next().unwrap_or_default();
    vocabulary.names.is_first(last) && !lead.starts_with(char::is_uppercase)
}

/// How many bytes of a text are a mark between two of a list, as ` • `.
fn mark_between(rest: &str) -> usize {
    [" • ", " · ", " | ", " ▪ ", " ● ", " ◦ ", " ‧ "]
        .iter()
        .find(|mark| rest.starts_with(**mark))
        .map_or(0, |mark| mark.len())
}

/// Where the next person begins whose line was joined to the one before: `Havneskolen Overlæge Ida Bro`.
fn next_person(part: &str, vocabulary: &Vocabulary) -> Option<usize> {
    // Only a part that begins as an office may have a person behind it.
    let space = part
        .find(' ')
        .filter(|_| part.starts_with(char::is_uppercase))?;
    part[space..].contains(char::is_uppercase).then_some(())?;
    let name = vocabulary.names.names(part).into_iter().next()?;
    let post = vocabulary.roles.titles.before(part, name.span.start)?;
    let office = part[..post.start].trim_end();
    let apart = office.ends_with(|c: char| c.is_alphanumeric() || c == ')')
        && part[post.clone()].starts_with(char::is_uppercase);
    let role = vocabulary.roles.role(office).is_some();
    (name.sure
        && apart
        && !role
        && represented(office).is_none()
        && !is_filler(office)
        && list_letter(part).is_none())
    .then_some(post.start)
}

/// Whether a person or a seat begins here.
fn begins(rest: &str, vocabulary: &Vocabulary) -> bool {
    const FAR: usize = 120;
    let near = rest
        .char_indices()
        .nth(FAR)
        .map_or(rest, |(at, _)| &rest[..at]);
    let from = near.len()
        - near
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
            .len();
    let end = near[from..]
        .find([',', ';', '('])
        .map_or(near.len(), |at| from + at);
    let head = &near[..end];
    seats::count(head).is_some()
        || vocabulary.names.names(head).first().is_some_and(|name| {
            let lead = without_address(head[..name.span.start].trim());
            lead.is_empty() && name.sure
                || !lead.is_empty()
                    && (vocabulary
                        .roles
                        .titles
                        .before(head, name.span.start)
                        .is_some_and(|post| head[..post.start].trim().is_empty())
                        || name.sure && unknown_post(head, name.span.start).is_some()
                        || vocabulary.roles.role(lead).is_some()
                        || stands_in(lead))
        })
}
