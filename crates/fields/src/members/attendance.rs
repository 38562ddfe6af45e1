//! Who came, as the sentences above the first point of minutes tell it, and who signed them.

use paper::{Attendance, Kind, Member, MemberRole, Span};

use super::{
    Draft,
    entry::{self, Context},
    labels, layout, lead,
};
use crate::{Vocabulary, outline::Outline};

/// What the sentences and the signatures of an agenda or minutes tell.
pub(super) fn read(outline: &Outline<'_>, vocabulary: &Vocabulary, kind: Kind) -> Vec<Draft> {
    if !matches!(kind, Kind::Referat | Kind::Dagsorden) {
        return Vec::new();
    }
    let text = outline.text();
    let first_point = first_point(outline);
    let mut drafts = Vec::new();
    let mut index = 0;
    while let Some(line) = outline.lines.get(index) {
        let above = index < first_point;
        let Some(item) = layout::item(outline, index).filter(|_| !line.margin) else {
            index += 1;
            continue;
        };
        index = item.next;
        if let [content] = item.cells.as_slice() {
            drafts.extend(signed(outline, index - 1, content, vocabulary));
            if tells_of_coming(&text[content.clone()]) {
                for sentence in labels::sentences(text, content) {
                    drafts.extend(came(text, &sentence, vocabulary, above, kind));
                }
            }
        }
    }
    drafts
}

/// The line at which the points begin.
fn first_point(outline: &Outline<'_>) -> usize {
    let begins = |line: &crate::lines::Line| {
        let content = &outline.text()[line.span.clone()];
        let bare = ["Pkt. ", "Punkt ", "Ad ", "Ad. ", "Sag "]
            .iter()
            .find_map(|word| content.strip_prefix(word))
            .unwrap_or(content);
        let digits = bare.len() - bare.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        line.gap
            && (1..=3).contains(&digits)
            && bare[digits..].starts_with(['.', ' ', '\t', ')', ':'])
    };
    outline
        .lines
        .iter()
        .position(begins)
        .unwrap_or(outline.lines.len())
}

/// A cheap look: whether a line has a word of coming or staying away.
fn tells_of_coming(content: &str) -> bool {
    [
        "delt",
        "mødt",
        "stede",
        "afbud",
        "udeblev",
        "indkald",
        "inviter",
        "fravær",
        "fortæller",
        "oplæg",
        "foredrag",
    ]
    .iter()
    .any(|word| content.contains(word))
}

/// The people of a sentence, clause by clause.
fn came(
    text: &str,
    sentence: &Span,
    vocabulary: &Vocabulary,
    above: bool,
    kind: Kind,
) -> Vec<Draft> {
    let content = &text[sentence.clone()];
    let mut drafts = Vec::new();
    let mut from = 0;
    let ends = content
        .match_indices(", og ")
        .chain(content.match_indices("; "));
    let last_name = vocabulary
        .names
        .names(content)
        .pop()
        .map_or(0, |name| name.span.start);
    let mut ends: Vec<usize> = ends.map(|(at, _)| at).collect();
    ends.push(content.len());
    ends.sort_unstable();
    for end in ends {
        // A clause without anybody goes on with the one before: `…, men udeblev`.
        let clause = from..end.max(from);
        if end < content.len() && last_name < end {
            continue;
        }
        from = end;
        let span = sentence.start + clause.start..sentence.start + clause.end;
        drafts.extend(clause_tells(text, &span, vocabulary, above, kind));
    }
    drafts
}

fn clause_tells(
    text: &str,
    clause: &Span,
    vocabulary: &Vocabulary,
    above: bool,
    kind: Kind,
) -> Vec<Draft> {
    let content = &text[clause.clone()];
    let has = |words: &[&str]| words.iter().any(|word| content.contains(word));
    let point = has(&["pkt", "punkt", "under sag"]);
    let takes_part = has(&[" deltog", " deltager", "deltog ", "deltager "])
        && !has(&["deltog ikke", "deltager ikke"]);
    let speaks = kind == Kind::Dagsorden
        && has(&[
            "fortæller ",
            "holder oplæg",
            "holder foredrag",
            "oplæg ved ",
            "oplæg v/",
        ]);
    if !(above || speaks || point && takes_part) || has(&["deltog ikke", "deltager ikke"]) {
        return Vec::new();
    }
    let guest = (Attendance::Deltog, Some(MemberRole::Gæst));
    let Some((attendance, role)) = standing(content, takes_part, point).or(speaks.then_some(guest))
    else {
        return Vec::new();
    };
    let Some(name) = vocabulary.names.names(content).into_iter().find(|name| {
        name.sure
            || vocabulary
                .roles
                .titles
                .before(content, name.span.start)
                .is_some()
    }) else {
        return Vec::new();
    };
    let post = vocabulary.roles.titles.before(content, name.span.start);
    let from = post.map_or(name.span.start, |post| post.start);
    let from = role_before(content, from, vocabulary).unwrap_or(from);
    let stands_in = lead::stands_in(content[..from].trim_start());
    let context = Context {
        role: role.or(stands_in.then_some(MemberRole::Suppleant)),
        attendance: (kind == Kind::Referat).then_some(attendance),
        anyone: true,
        ..Context::default()
    };
    let mut drafts = entry::entries(text, clause.start + from..clause.end, vocabulary, &context);
    let called = kind == Kind::Dagsorden;
    drafts.retain(|draft| {
        let member = &draft.member;
        member.name.is_some() || called && member.organisation.is_some()
    });
    for draft in &mut drafts {
        draft.member.attendance = context.attendance;
    }
    drafts
}

/// Whether those of a clause came, and in which role.
fn standing(
    content: &str,
    takes_part: bool,
    point: bool,
) -> Option<(Attendance, Option<MemberRole>)> {
    let has = |words: &[&str]| words.iter().any(|word| content.contains(word));
    if has(&["udeblev", "uden afbud", "ikke mødt", "mødte ikke"]) {
        return Some((Attendance::Fraværende, None));
    }
    if takes_part
        || has(&[
            "mødte",
            "mødt ",
            " mødt",
            "til stede",
            "tilstede",
            "indkaldes",
            "inviteres",
        ])
    {
        let guest =
            takes_part && point || has(&["ndvidere deltog", "esuden deltog", "erudover deltog"]);
        return Some((Attendance::Deltog, guest.then_some(MemberRole::Gæst)));
    }
    has(&["afbud", "forhindret", "sygemeldt"]).then_some((Attendance::Afbud, None))
}

/// Where a role begins that stands right before a person: `1. suppleant Ida Bro`.
fn role_before(content: &str, at: usize, vocabulary: &Vocabulary) -> Option<usize> {
    let lead = content[..at].trim_end();
    let one = lead.rfind(' ').map_or(0, |at| at + 1);
    let two = lead[..one].trim_end().rfind(' ').map_or(0, |at| at + 1);
    [two, one]
        .into_iter()
        .find(|from| vocabulary.roles.role(&lead[*from..]).is_some())
}

/// Names with their roles below them or beside them, as minutes are signed: `Ida Bro, ref.`
fn signed(
    outline: &Outline<'_>,
    index: usize,
    content: &Span,
    vocabulary: &Vocabulary,
) -> Vec<Draft> {
    let text = outline.text();
    let short = content.len() < 100 && text[content.clone()].starts_with(char::is_uppercase);
    if !short {
        return Vec::new();
    }
    let names = layout::columns(text, content);
    let person = |column: &Span| {
        let name = vocabulary
            .names
            .names(&text[column.clone()])
            .into_iter()
            .next()?;
        (name.sure && name.span.start == 0).then_some(column.start + name.span.end)
    };
    let below = outline
        .lines
        .get(index + 1)
        .filter(|line| !line.gap && line.span.len() < 100)
        .map_or_else(Vec::new, |line| layout::columns(text, &line.span));
    let mut drafts = Vec::new();
    for (at, column) in names.iter().enumerate() {
        let Some(end) = person(column) else { continue };
        let beside = text[end..column.end].trim_start_matches([',', ' ']);
        let beside = beside.split(" (").next().unwrap_or(beside);
        let told = if beside.is_empty() {
            below
                .get(at)
                .filter(|_| below.len() == names.len())
                .map(|role| &text[role.clone()])
        } else {
            Some(beside).filter(|_| text[end..].starts_with(','))
        };
        let Some(role) = told.and_then(|told| vocabulary.roles.exactly(told.trim_end_matches('.')))
        else {
            continue;
        };
        drafts.push(Draft {
            member: Member {
                name: Some(text[column.start..end].to_owned()),
                role: Some(role),
                ..Member::default()
            },
            span: column.start..end,
        });
    }
    drafts
}
