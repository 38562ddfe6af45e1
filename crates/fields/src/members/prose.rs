//! Sentences that tell who sits where: `Formand er …`, `X er tovholder`, `Suppleant for A: B`, `sekretariatsbetjenes af …`.

use std::sync::LazyLock;

use paper::{Attendance, Kind, Member, MemberRole, Span};
use regex::Regex;

use super::{
    Draft,
    entry::{self, Context},
    joins::{clauses, joining},
    patterns::Patterns,
};
use crate::{Vocabulary, outline::Outline};

/// What sentences tell.
#[derive(Default)]
pub(super) struct Prose {
    /// Told for certain.
    pub(super) told: Vec<Draft>,
    /// Only mentioned: it counts where the paper tells nothing more exact.
    pub(super) mentioned: Vec<Draft>,
}

/// Words of which a sentence must have one to be looked at.
static CUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)formand|forkvinde|tovholder|projektleder|projektejer|observatør|suppleant|stedfortræder|sekretær|sekretariat|referent|ordstyrer|dirigent|udpege|udpeget|består af|bestaar af|sammensættes|deltog|deltager|afbud|fraværende|nedsættes|kan .*sende|medlem|pladser|mandater|repræsentant|peget på|udvalg|panel|gruppe|betjene|referat|protokol|på valg|efter tur|meldt|indtræd|indgår|tiltræd|repræsenter|sidder i").ok()
});

pub(super) fn read(outline: &Outline<'_>, vocabulary: &Vocabulary, kind: Kind) -> Prose {
    let mut prose = Prose::default();
    let Some(cue) = &*CUE else { return prose };
    let patterns = &vocabulary.roles.prose;
    let text = outline.text();
    let mut index = 0;
    while let Some(line) = outline.lines.get(index) {
        let item = super::layout::item(outline, index).filter(|_| !line.margin);
        index = item.as_ref().map_or(index + 1, |item| item.next);
        let Some([content]) = item.as_ref().map(|item| item.cells.as_slice()) else {
            continue;
        };
        if !cue.is_match(&text[content.clone()]) {
            continue;
        }
        for sentence in super::labels::sentences(text, content) {
            if cue.is_match(&text[sentence.clone()]) {
                read_sentence(text, sentence, vocabulary, kind, patterns, &mut prose);
            }
        }
    }
    prose
}

fn read_sentence(
    text: &str,
    span: Span,
    vocabulary: &Vocabulary,
    kind: Kind,
    patterns: &Patterns,
    prose: &mut Prose,
) {
    let sentence = &text[span.clone()];
    let at = |offset: usize| span.start + offset;
    for (from, found) in clauses(sentence)
        .filter_map(|from| Some((from, patterns.role_is.captures(&sentence[from..])?)))
    {
        let whole = from + found.get(0).map_or(0, |m| m.end());
        let role = found.get(1).and_then(|m| vocabulary.roles.role(m.as_str()));
        let context = Context {
            role,
            rule: Some("a sentence that says who has a role"),
            ..Context::default()
        };
        let rest = entry::entries(text, at(whole)..span.end, vocabulary, &context);
        prose.told.extend(
            rest.into_iter()
                .take_while(|d| d.member.name.is_some())
                .take(2),
        );
    }
    prose
        .told
        .extend(people_who_are(text, &span, vocabulary, patterns));
    prose
        .told
        .extend(super::chosen::read(text, &span, vocabulary, kind));
    prose
        .told
        .extend(super::secretariat::read(text, &span, vocabulary));
    prose.mentioned.extend(by_role(text, &span, vocabulary));
    if let Some(found) = patterns.consists.find(sentence) {
        let context = Context {
            rule: Some("a sentence that says whom the body consists of"),
            ..Context::default()
        };
        let rest = entry::entries(text, at(found.end())..span.end, vocabulary, &context);
        let total = |draft: &Draft| {
            draft.member.name.is_none()
                && draft.member.organisation.is_none()
                && draft.member.title.is_none()
                && draft.member.role.is_none()
        };
        let (whole, seated): (Vec<Draft>, Vec<Draft>) = rest.into_iter().partition(total);
        prose.mentioned.extend(whole);
        prose.told.extend(seated);
    }
    if let Some(found) = patterns.appointed.find(sentence) {
        let context = Context {
            rule: Some("a sentence that says who was appointed"),
            ..Context::default()
        };
        prose.told.extend(
            entry::entries(text, at(found.end())..span.end, vocabulary, &context)
                .into_iter()
                .filter(|d| d.member.name.is_some()),
        );
    }
    prose
        .told
        .extend(of_bodies(text, &span, vocabulary, patterns));
    if !matches!(kind, Kind::Referat | Kind::Dagsorden | Kind::Ansøgning) {
        prose
            .told
            .extend(joining(text, &span, vocabulary, patterns));
    }
    if kind == Kind::Referat
        && let Some(found) = patterns.guests.find(sentence)
    {
        let context = Context {
            role: Some(MemberRole::Gæst),
            attendance: Some(Attendance::Deltog),
            rule: Some("a sentence that says who came too"),
            ..Context::default()
        };
        prose.told.extend(entry::entries(
            text,
            at(found.end())..span.end,
            vocabulary,
            &context,
        ));
    }
    if matches!(kind, Kind::Kommissorium | Kind::Udpegning) {
        seats_of(text, &span, vocabulary, patterns, prose);
        prose.told.extend(super::dealt::read(text, &span));
    }
    if matches!(kind, Kind::Referat | Kind::Dagsorden) {
        prose
            .told
            .extend(absences(text, &span, vocabulary, patterns));
    }
}

/// Who sits on a body that the sentence only mentions: its seats behind `med`, its people in brackets.
fn of_bodies(text: &str, span: &Span, vocabulary: &Vocabulary, patterns: &Patterns) -> Vec<Draft> {
    let sentence = &text[span.clone()];
    let context = Context {
        rule: Some("a body, and who sits on it"),
        ..Context::default()
    };
    let mut drafts = Vec::new();
    if let Some(found) = patterns.composed.find(sentence) {
        let seats = entry::entries(
            text,
            span.start + found.end()..span.end,
            vocabulary,
            &context,
        );
        drafts.extend(seats.into_iter().filter(|draft| {
            draft.member.seats.is_some()
                && (draft.member.organisation.is_some() || draft.member.appointed_by.is_some())
        }));
    }
    if let Some(found) = patterns.body.find(sentence)
        && let Some(length) = bracketed(&sentence[found.end()..])
    {
        let from = span.start + found.end();
        let people = entry::entries(text, from..from + length, vocabulary, &context);
        drafts.extend(
            people
                .into_iter()
                .filter(|draft| draft.member.name.is_some()),
        );
    }
    drafts
}

/// How many bytes stand before the bracket that closes what is already open.
pub(super) fn bracketed(text: &str) -> Option<usize> {
    let mut depth = 1_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// `Kordegn Birthe Riis er sekretær`, `X deltager som observatør`, `udpeget Y som formand`.
fn people_who_are(
    text: &str,
    span: &Span,
    vocabulary: &Vocabulary,
    patterns: &Patterns,
) -> Vec<Draft> {
    let sentence = &text[span.clone()];
    let mut drafts = Vec::new();
    for name in vocabulary.names.names(sentence) {
        let post = vocabulary.roles.titles.before(sentence, name.span.start);
        if !name.sure && post.is_none() {
            continue;
        }
        let Some(found) = patterns.is_role.captures(&sentence[name.span.end..]) else {
            continue;
        };
        let Some(role) = found.get(1).and_then(|m| vocabulary.roles.role(m.as_str())) else {
            continue;
        };
        let from = post.map_or(name.span.start, |post| post.start);
        let verb = found.get(0).map_or("", |m| m.as_str());
        let qualifiers = verb.rfind(['(', ',']).map_or(0, |at| at + 1);
        let end = span.start + name.span.end + qualifiers;
        let context = Context {
            role: Some(role),
            rule: Some("a sentence that says what a person is"),
            ..Context::default()
        };
        let stretch = crate::lines::trimmed(text, span.start + from..end);
        drafts.extend(
            entry::entries(text, stretch, vocabulary, &context)
                .into_iter()
                .take(1),
        );
    }
    drafts
}

/// `formanden, Ida Bro`, `projektleder Ida Bro`: people of whom a sentence only tells what they are.
fn by_role(text: &str, span: &Span, vocabulary: &Vocabulary) -> Vec<Draft> {
    let sentence = &text[span.clone()];
    let named = |name: crate::names::Name| {
        let lead = sentence[..name.span.start].trim_end().trim_end_matches(',');
        let word = lead.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let bare = word.strip_suffix("en").unwrap_or(&word);
        let role = vocabulary.roles.role(bare).filter(|role| {
            matches!(
                role,
                MemberRole::Formand
                    | MemberRole::Næstformand
                    | MemberRole::Sekretær
                    | MemberRole::Projektleder
                    | MemberRole::Tovholder
            )
        })?;
        Some(Draft {
            member: Member {
                name: Some(sentence[name.span.clone()].to_owned()),
                role: Some(role),
                rule: Some("a role before a name".into()),
                ..Member::default()
            },
            span: span.start + name.span.start..span.start + name.span.end,
        })
    };
    let names = vocabulary.names.names(sentence).into_iter();
    names.filter(|name| name.sure).filter_map(named).collect()
}

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
    let someone = !matches!(first, "Vi" | "I" | "Der" | "Det" | "De" | "Man" | "For");
    if !each && (draft.member.organisation.is_some() || draft.member.title.is_some()) {
        return true;
    }
    let further = ["yderligere ", "desuden ", " selv "]
        .iter()
        .any(|word| sentence[subject.end()..].contains(word));
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

fn seats_of(
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

fn absences(text: &str, span: &Span, vocabulary: &Vocabulary, patterns: &Patterns) -> Vec<Draft> {
    let sentence = &text[span.clone()];
    let afbud = Context {
        attendance: Some(Attendance::Afbud),
        rule: Some("a sentence that says who did not come"),
        ..Context::default()
    };
    if let Some(found) = patterns.apologies.find(sentence) {
        return entry::entries(text, span.start + found.end()..span.end, vocabulary, &afbud);
    }
    let Some(found) = patterns.absent.captures(sentence) else {
        return Vec::new();
    };
    let end = found.get(0).map_or(0, |m| m.start());
    let attendance = if found.get(1).is_some() {
        Attendance::Fraværende
    } else {
        Attendance::Afbud
    };
    let context = Context {
        attendance: Some(attendance),
        ..afbud
    };
    let mut drafts = entry::entries(text, span.start..span.start + end, vocabulary, &context);
    for draft in &mut drafts {
        draft.member.attendance = Some(attendance);
    }
    drafts
}
