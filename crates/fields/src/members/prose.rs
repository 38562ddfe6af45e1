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
    Regex::new(r"(?i)formand|forkvinde|tovholder|projektleder|projektejer|observatør|suppleant|stedfortræder|sekretær|sekretariat|referent|ordstyrer|dirigent|udpege|udpeget|består af|bestaar af|sammensættes|deltog|deltager|afbud|fraværende|nedsættes|kan .*sende|medlem|pladser|mandater|repræsentant|peget på|udvalg|panel|gruppe|betjene|referat|protokol|på valg|efter tur|meldt|indtræd|indgår|tiltræd|repræsenter|sidder i|melde fra|få fat på|dukkede|kunne ikke|var forhindret|plads|øvrige").ok()
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
    if crate::names::Words::may_stand_in(sentence) {
        people(text, &span, vocabulary, kind, prose);
    }
    let at = |offset: usize| span.start + offset;
    prose
        .told
        .extend(super::secretariat::read(text, &span, vocabulary));
    if let Some(found) = patterns.consists.find(sentence) {
        let serves = sentence[..found.start()]
            .to_lowercase()
            .contains("sekretariat");
        let context = Context {
            role: serves.then_some(MemberRole::Sekretær),
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
    if kind != Kind::Ansøgning {
        prose
            .told
            .extend(super::told::empty(text, &span, vocabulary));
    }
    if !matches!(kind, Kind::Referat | Kind::Dagsorden | Kind::Ansøgning) {
        prose
            .told
            .extend(super::told::each(text, &span, vocabulary));
    }
    if matches!(kind, Kind::Kommissorium | Kind::Udpegning) {
        super::sent::seats_of(text, &span, vocabulary, patterns, prose);
        prose.told.extend(super::dealt::read(text, &span));
    }
    if matches!(kind, Kind::Referat | Kind::Dagsorden) {
        prose
            .told
            .extend(absences(text, &span, vocabulary, patterns));
    }
}

/// What the sentence tells of people, who are named in it.
fn people(text: &str, span: &Span, vocabulary: &Vocabulary, kind: Kind, prose: &mut Prose) {
    let patterns = &vocabulary.roles.prose;
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
        .extend(people_who_are(text, span, vocabulary, patterns));
    prose
        .told
        .extend(super::chosen::read(text, span, vocabulary, kind));
    prose.mentioned.extend(by_role(text, span, vocabulary));
    if !matches!(kind, Kind::Referat | Kind::Dagsorden) {
        prose
            .told
            .extend(super::told::roles(text, span, vocabulary));
    }
    if !matches!(kind, Kind::Referat | Kind::Ansøgning) {
        prose
            .told
            .extend(super::told::lettered(text, span, vocabulary));
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
    if sentence.contains('(')
        && let Some(found) = patterns.body.find(sentence)
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
    let attendance = if found.get(1).or(found.get(2)).is_some() {
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
