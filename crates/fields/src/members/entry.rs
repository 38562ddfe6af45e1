//! One line or stretch that lists people and seats: names with what stands before and after them.

use paper::{Attendance, Member, MemberRole, Span};

use super::{Draft, seats};
use crate::{Vocabulary, lines::trimmed};

/// What the place says of all who are listed there.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    pub(super) role: Option<MemberRole>,
    pub(super) attendance: Option<Attendance>,
    /// Who fills the seats, where the sentence before the list tells.
    pub(super) appointed_by: Option<String>,
    /// Whether any name will do, or only one that is sure.
    pub(super) anyone: bool,
}

/// The people and seats of a stretch, split at commas, semicolons and `og`. Empty where it begins with neither.
pub(super) fn entries(
    text: &str,
    span: Span,
    vocabulary: &Vocabulary,
    context: &Context,
) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut pending: Option<Span> = None;
    for part in parts(text, &span, vocabulary) {
        let content = &text[part.clone()];
        let before = drafts.len();
        if let Some(draft) = seats::parse(text, part.clone(), vocabulary, context) {
            drafts.push(draft);
        } else if let Some(draft) = person(
            text,
            &part,
            vocabulary,
            context,
            drafts.last(),
            pending.clone(),
        ) {
            drafts.push(draft);
        } else if let Some(last) = drafts.last_mut() {
            qualify(&mut last.member, content, vocabulary);
        } else if vocabulary.roles.titles.prefix(content) == content.len() && !content.is_empty() {
            pending = Some(pending.map_or(part.start, |p| p.start)..part.end);
            continue;
        } else {
            return drafts;
        }
        if drafts.len() > before {
            pending = None;
        }
    }
    drafts
}

/// A person: role or post, name, and what follows the name within the part.
fn person(
    text: &str,
    part: &Span,
    vocabulary: &Vocabulary,
    context: &Context,
    previous: Option<&Draft>,
    pending: Option<Span>,
) -> Option<Draft> {
    let words = &vocabulary.roles;
    let mut content = &text[part.clone()];
    let mut start = part.start;
    let mut member = Member {
        role: context.role,
        attendance: context.attendance,
        ..Member::default()
    };
    if let Some(rest) = list_letter(content) {
        member.party = Some(
            content[..content.len() - rest.len()]
                .trim_matches([' ', '-', '–', ':'])
                .to_owned(),
        );
        start += content.len() - rest.len();
        content = rest;
    }
    let name = vocabulary.names.names(content).into_iter().next()?;
    let lead = content[..name.span.start].trim();
    let post = words.titles.before(content, name.span.start);
    let title = lead_in(
        lead,
        &mut member,
        vocabulary,
        post.clone().map(|span| &content[span]),
        pending.map(|span| &text[span]),
    )?;
    // A capitalised pair of words after a comma is an office rather than a person, unless it is surely a name.
    let office = previous
        .is_some_and(|last| last.member.organisation.is_none() && last.member.name.is_some());
    if !name.sure
        && title.is_none()
        && (!context.anyone || office && !content[name.span.end..].trim_start().starts_with('('))
    {
        return None;
    }
    if !name.sure && is_office(vocabulary, content) {
        return None;
    }
    member.title = title;
    member.name = Some(content[name.span.clone()].to_owned());
    qualify(&mut member, &content[name.span.end..], vocabulary);
    if member.organisation.is_none() {
        member.organisation = member.title.as_deref().and_then(office_in_title);
    }
    Some(Draft {
        member,
        span: start + name.span.start..start + name.span.end,
    })
}

/// `F - Ida Bro`: the rest after a list letter.
fn list_letter(content: &str) -> Option<&str> {
    let first = content.chars().next().filter(|c| c.is_uppercase())?;
    let rest = &content[first.len_utf8()..];
    [" - ", " – ", ": "]
        .iter()
        .find_map(|joint| rest.strip_prefix(joint))
}

/// What stands before a name: a role, a post, both or nothing; `None` where it is something else.
fn lead_in(
    lead: &str,
    member: &mut Member,
    vocabulary: &Vocabulary,
    post: Option<&str>,
    pending: Option<&str>,
) -> Option<Option<String>> {
    let words = &vocabulary.roles;
    let lead = lead.trim_end_matches([':', '–', '-', ' ']).trim();
    let lead = lead.strip_prefix("v/").unwrap_or(lead).trim();
    let lead = lead.strip_prefix("ved ").unwrap_or(lead);
    if lead.is_empty() {
        return Some(pending.map(str::to_owned));
    }
    let rest = post.map_or(lead, |post| lead.strip_suffix(post).unwrap_or(lead).trim());
    let rest = rest.trim_end_matches([':', ',']).trim();
    if !rest.is_empty() {
        let role = words.role(rest)?;
        member.role = Some(role);
    }
    let Some(post) = post else { return Some(None) };
    match words.roles.get(&post.to_lowercase()) {
        Some(role) => {
            member.role = Some(*role);
            Some(None)
        }
        None => Some(Some(match pending {
            Some(pending) => format!("{pending}, {post}"),
            None => post.to_owned(),
        })),
    }
}

/// `PLO-formand`: the office that a post names.
fn office_in_title(title: &str) -> Option<String> {
    let (office, _) = title.split_once('-')?;
    let capital = office.chars().count() >= 2 && office.chars().all(char::is_uppercase);
    capital.then(|| office.to_owned())
}

/// Whether the words name an office: known to the lexicon, or built like one.
fn is_office(vocabulary: &Vocabulary, content: &str) -> bool {
    crate::organisations::knows(content.trim(), vocabulary)
}

/// Adds what a stretch after a name says: party, role, post, office, attendance, who appointed.
pub(super) fn qualify(member: &mut Member, rest: &str, vocabulary: &Vocabulary) {
    for piece in pieces(rest) {
        qualifier(member, piece, vocabulary);
    }
}

/// What stands in brackets, and what stands between commas, dashes and the brackets.
fn pieces(rest: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut depth = 0_usize;
    for (at, c) in rest.char_indices() {
        let dash = depth == 0
            && "-–".contains(c)
            && rest[..at].ends_with(' ')
            && rest[at + c.len_utf8()..].starts_with(' ');
        let cut = match c {
            '(' => {
                depth += 1;
                depth == 1
            }
            ')' => {
                depth = depth.saturating_sub(1);
                depth == 0
            }
            ',' | ';' | '\t' => true,
            _ => dash,
        };
        if cut {
            pieces.push(&rest[from..at]);
            from = at + c.len_utf8();
        }
    }
    pieces.push(&rest[from..]);
    pieces
}

fn qualifier(member: &mut Member, piece: &str, vocabulary: &Vocabulary) {
    let words = &vocabulary.roles;
    let piece = piece
        .trim()
        .trim_end_matches('.')
        .trim_start_matches([':', ' ']);
    let piece = [
        "som repræsentant for ",
        "som ",
        "er ",
        "og ",
        "valgt som ",
        "udpeget som ",
    ]
    .iter()
    .find_map(|p| piece.strip_prefix(p))
    .unwrap_or(piece)
    .trim();
    if piece.is_empty() || is_initials_of(piece, member.name.as_deref()) {
        return;
    }
    if words.is_party(piece) {
        member.party.get_or_insert_with(|| piece.to_owned());
        return;
    }
    if let Some(found) = words
        .appointed
        .find(piece)
        .filter(|found| found.start() == 0)
    {
        let who = up_to_clause(&piece[found.end()..]);
        member.appointed_by = Some(who.to_owned());
        return;
    }
    let also = piece
        .strip_prefix("der ")
        .or(piece.strip_prefix("som "))
        .map(|rest| rest.rsplit(' ').next().unwrap_or(rest));
    if let Some(role) = words.role(also.unwrap_or(piece)) {
        member.role = Some(role);
        return;
    }
    if let Some(attendance) = words.remark(piece) {
        member.attendance = Some(attendance);
        return;
    }
    let post = words.titles.prefix(piece);
    if post > 0 {
        let title = &piece[..post];
        member.title.get_or_insert_with(|| title.to_owned());
        office(member, piece[post..].trim_start_matches([',', ' ']));
        return;
    }
    let another = vocabulary.names.names(piece).iter().any(|name| name.sure);
    if !another {
        office(member, piece);
    }
}

/// The words before a relative clause or the sentence's end.
fn up_to_clause(text: &str) -> &str {
    let end = [", ", ". ", "; ", " (", " efter ", " og skal "]
        .iter()
        .filter_map(|cut| text.find(cut))
        .min();
    text[..end.unwrap_or(text.len())].trim_end_matches(['.', ')', ' '])
}

fn office(member: &mut Member, piece: &str) {
    let piece = ["i ", "ved ", "hos ", "fra ", "for ", "på ", "v/"]
        .iter()
        .find_map(|p| piece.strip_prefix(p))
        .unwrap_or(piece);
    let words = piece.split_whitespace().count();
    let plain = !piece.contains(|c: char| c.is_ascii_digit() || "@:<>".contains(c));
    let named = piece.contains(char::is_uppercase) || words == 1 && piece.ends_with("en");
    if member.organisation.is_none() && plain && named && (1..=8).contains(&words) {
        member.organisation = Some(piece.to_owned());
    }
}

/// `PAK` beside `Preben Aalund-Kristensen`.
fn is_initials_of(piece: &str, name: Option<&str>) -> bool {
    let letters = piece.chars().count();
    let Some(name) = name else { return false };
    (2..=5).contains(&letters)
        && piece.chars().all(char::is_uppercase)
        && piece.chars().next() == name.chars().next()
        && letters >= name.split([' ', '-']).count().min(2)
        && piece
            .chars()
            .skip(1)
            .all(|c| name.to_uppercase().contains(c))
}

/// Splits at semicolons, and at commas and `og` outside brackets. `og` splits only where a person or a seat follows.
fn parts(text: &str, span: &Span, vocabulary: &Vocabulary) -> Vec<Span> {
    let content = &text[span.clone()];
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    let mut depth = 0_usize;
    for (at, c) in content.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' | ';' | '\n' if depth == 0 => cuts.push((at, at + 1)),
            ' ' if depth == 0 => {
                let joint = [" og ", " samt ", " & ", " / "]
                    .iter()
                    .find(|j| content[at..].starts_with(**j));
                if let Some(joint) = joint
                    && !content[..at].ends_with('-')
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
            parts.push(part);
        }
        from = to;
    }
    parts
}

/// Whether a person or a seat begins here.
fn begins(rest: &str, vocabulary: &Vocabulary) -> bool {
    let end = rest.find([',', ';', '(', '.']).unwrap_or(rest.len());
    let head = &rest[..end];
    seats::count(head).is_some()
        || vocabulary.names.names(head).first().is_some_and(|name| {
            let lead = head[..name.span.start].trim();
            lead.is_empty() && name.sure
                || !lead.is_empty()
                    && (vocabulary
                        .roles
                        .titles
                        .before(head, name.span.start)
                        .is_some_and(|post| head[..post.start].trim().is_empty())
                        || vocabulary.roles.role(lead).is_some())
        })
}
