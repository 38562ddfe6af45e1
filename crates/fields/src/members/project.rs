//! An application's people and partners, from the fields that name them.

use std::collections::BTreeSet;

use paper::{Member, MemberRole, Span};

use super::{
    Draft,
    entry::{self, Context},
};
use crate::{
    Vocabulary,
    form::{self, Labelled},
    lines::trimmed,
    organisations,
    outline::Outline,
};

/// The people and partners of an application.
pub(super) fn read(outline: &Outline<'_>, vocabulary: &Vocabulary) -> Vec<Draft> {
    let fields = form::labelled(outline, vocabulary);
    let words = &vocabulary.roles.project;
    let owned = fields
        .iter()
        .any(|field| field.value.is_some() && is(&words.owner, &field.label));
    let mut drafts = Vec::new();
    for field in &fields {
        let Some(value) = field.value.clone() else {
            continue;
        };
        let role = if is(&words.owner, &field.label) {
            Some(MemberRole::Projektejer)
        } else if is(&words.manager, &field.label) {
            Some(MemberRole::Projektleder)
        } else {
            None
        };
        let role = role.or_else(|| told_by_value(&outline.text()[value.clone()], vocabulary));
        let applicant = is(&words.applicant, &field.label);
        let partners = is(&words.partners, &field.label);
        if partners {
            drafts.extend(self::partners(outline, vocabulary, &value));
        } else if role.is_some() || applicant || is(&words.people, &field.label) {
            let role = role.or((applicant && !owned).then_some(MemberRole::Projektejer));
            drafts.extend(people(outline, vocabulary, field, &value, role, applicant));
        }
    }
    drafts
}

/// What the sentences of an application that is a letter tell: who answers for the project, and whom it is done with.
pub(super) fn told(outline: &Outline<'_>, vocabulary: &Vocabulary) -> Vec<Draft> {
    let text = outline.text();
    let mut drafts = Vec::new();
    for line in &outline.lines {
        let content = &text[line.span.clone()];
        if line.margin || !(content.contains("samarbejd") || content.contains("ansvarlig")) {
            continue;
        }
        for sentence in super::lists::sentences(text, &line.span) {
            drafts.extend(answers(text, &sentence, vocabulary));
            drafts.extend(done_with(text, &sentence));
        }
    }
    drafts
}

/// `Ida Bro er ansvarlig for projektet`.
fn answers(text: &str, sentence: &Span, vocabulary: &Vocabulary) -> Option<Draft> {
    let content = &text[sentence.clone()];
    let verb = [
        "er projektansvarlig",
        "er ansvarlig over for",
        "er ansvarlig for projektet",
        "er ansvarlig for ansøgningen",
        "er hovedansvarlig",
    ]
    .iter()
    .filter_map(|verb| content.find(verb))
    .min()?;
    let name = vocabulary
        .names
        .names(&content[..verb])
        .into_iter()
        .next_back()?;
    let post = vocabulary.roles.titles.before(content, name.span.start);
    Some(Draft {
        member: Member {
            name: Some(content[name.span.clone()].to_owned()),
            role: Some(MemberRole::Projektejer),
            title: post.map(|post| content[post].to_owned()),
            rule: Some("a sentence that says who answers for the project".into()),
            ..Member::default()
        },
        span: sentence.start + name.span.start..sentence.start + name.span.end,
    })
}

/// `Vi samarbejder med Nordager Skole, sundhedsplejen og Lyngens Venner`.
fn done_with(text: &str, sentence: &Span) -> Vec<Draft> {
    let content = &text[sentence.clone()];
    let Some(from) = [
        "samarbejder med ",
        "i samarbejde med ",
        "samarbejder tæt med ",
    ]
    .iter()
    .find_map(|words| content.find(words).map(|at| at + words.len())) else {
        return Vec::new();
    };
    let rest = &content[from..];
    let end = [" om ", " for at ", ", som ", ", der ", "; "]
        .iter()
        .filter_map(|end| rest.find(end))
        .min()
        .unwrap_or(rest.trim_end_matches('.').len());
    let value = trimmed(text, sentence.start + from..sentence.start + from + end);
    cut(text, &value)
        .into_iter()
        .filter(|piece| {
            let words = &text[piece.clone()];
            let definite = ["en", "et", "ne"].iter().any(|end| words.ends_with(end));
            words.len() < 80 && (words.contains(char::is_uppercase) || definite)
        })
        .map(|piece| Draft {
            member: Member {
                organisation: Some(text[piece.clone()].to_owned()),
                rule: Some("a sentence that says whom the project is done with".into()),
                ..Member::default()
            },
            span: piece,
        })
        .collect()
}

/// Whether a label is one of the words, or begins with one: `Projektansvarlig, hvis en anden end …`.
fn is(words: &BTreeSet<String>, label: &str) -> bool {
    let key = form::key(label);
    words.contains(&key)
        || key
            .split([',', '/', '–', ':', '.'])
            .any(|part| words.contains(part.trim_matches(|c: char| !c.is_alphanumeric())))
        || key.split(" og ").any(|part| words.contains(part))
        || key.starts_with("hvem er ")
            && key
                .rsplit(' ')
                .next()
                .is_some_and(|word| words.contains(word))
}

/// `Projektleder Ida Bro`: a field whose label does not say who is asked for, where what is filled in does.
fn told_by_value(value: &str, vocabulary: &Vocabulary) -> Option<MemberRole> {
    let name = vocabulary.names.names(value).into_iter().next()?;
    let role = vocabulary.roles.role(value[..name.span.start].trim())?;
    matches!(role, MemberRole::Projektejer | MemberRole::Projektleder).then_some(role)
}

/// The people of a field; those of the applicant's stand behind a label of their own, or are surely names.
fn people(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    field: &Labelled,
    value: &Span,
    role: Option<MemberRole>,
    applicant: bool,
) -> Vec<Draft> {
    let text = outline.text();
    let mut from = value.start;
    let mut own = role;
    if applicant && let Some((at, label)) = inner_label(&text[value.clone()]) {
        from += at;
        own = (label == "projektleder").then_some(MemberRole::Projektleder);
    }
    let context = Context {
        role: own,
        anyone: !applicant,
        rule: Some("a field for people of the project"),
        ..Context::default()
    };
    let key = form::key(&field.label);
    let mut drafts = entry::entries(text, trimmed(text, from..value.end), vocabulary, &context);
    drafts.retain(|draft| draft.member.name.is_some());
    drafts.truncate(if applicant || role.is_some() { 1 } else { 20 });
    for draft in &mut drafts {
        let member = &mut draft.member;
        let sits = matches!(
            member.role,
            Some(MemberRole::Formand | MemberRole::Næstformand)
        );
        if sits {
            // The chair of the applicant is no chair of the project.
            let before = text[value.start..draft.span.start]
                .trim()
                .trim_end_matches(':');
            member.title.get_or_insert_with(|| before.to_owned());
            member.role = role;
        }
        if member.title.is_none()
            && vocabulary.roles.titles.is_post(&key)
            && role.is_none()
            && key != "kontaktperson"
        {
            member.title = Some(form_label(&field.label));
        }
    }
    drafts
}

fn form_label(label: &str) -> String {
    let bare = &label[crate::lines::bullet(label)..];
    bare.split(['(', '*', ':'])
        .next()
        .unwrap_or(bare)
        .trim()
        .to_owned()
}

/// A label within the applicant's field: `Kontaktperson:`.
fn inner_label(value: &str) -> Option<(usize, &'static str)> {
    let lower = value.to_lowercase();
    ["kontaktperson:", "projektleder:", "att.:", "att:", "v/"]
        .into_iter()
        .find_map(|label| {
            let at = lower.find(label)? + label.len();
            value
                .is_char_boundary(at)
                .then(|| (at, label.trim_end_matches(':')))
        })
}

/// The name of the rule for partners.
const PARTNERS: &str = "the field for partners";

/// Partners: people, and offices without a name; a field without commas is cut where an office begins.
fn partners(outline: &Outline<'_>, vocabulary: &Vocabulary, value: &Span) -> Vec<Draft> {
    let text = outline.text();
    let content = &text[value.clone()];
    let mut drafts = Vec::new();
    let separated =
        content.contains([';', '\n']) || content.contains(", ") || content.contains(" og ");
    let pieces = if separated {
        cut(text, value)
    } else {
        offices(text, value, vocabulary)
    };
    for piece in pieces {
        let context = Context {
            anyone: false,
            rule: Some(PARTNERS),
            ..Context::default()
        };
        let mut people = entry::entries(text, piece.clone(), vocabulary, &context);
        people.retain(|draft| draft.member.name.is_some());
        if !people.is_empty() {
            drafts.extend(people);
        } else if text[piece.clone()].starts_with(char::is_uppercase) && piece.len() < 100 {
            let member = Member {
                organisation: Some(text[piece.clone()].to_owned()),
                rule: Some(PARTNERS.into()),
                ..Member::default()
            };
            drafts.push(Draft {
                member,
                span: piece,
            });
        }
    }
    drafts
}

/// Cuts at semicolons where there are some, else at commas; and at `og` before a capital.
fn cut(text: &str, value: &Span) -> Vec<Span> {
    let content = &text[value.clone()];
    let mark = if content.contains(';') {
        ';'
    } else if content.contains('\n') {
        '\n'
    } else {
        ','
    };
    let mut pieces = Vec::new();
    let mut from = 0;
    let ends = content.match_indices(mark).map(|(at, m)| (at, m.len()));
    let mut ends: Vec<(usize, usize)> = ends.chain([(content.len(), 0)]).collect();
    if mark == ',' {
        let joints = content.match_indices(" og ");
        ends.extend(
            joints
                .filter(|(at, joint)| {
                    let before = &content[..*at];
                    !before.ends_with('-')
                        && content[at + joint.len()..].starts_with(|c: char| {
                            c.is_uppercase() || c.is_lowercase() && before.contains(',')
                        })
                })
                .map(|(at, joint)| (at, joint.len())),
        );
        ends.sort_unstable();
    }
    for (at, length) in ends {
        let piece = trimmed(text, value.start + from.min(at)..value.start + at);
        let piece = piece.start..piece.start + text[piece.clone()].trim_end_matches('.').len();
        if !piece.is_empty() {
            pieces.push(piece);
        }
        from = at + length;
    }
    pieces
}

/// The stretches between the beginnings of the offices that the lexicon or their shape tells.
fn offices(text: &str, value: &Span, vocabulary: &Vocabulary) -> Vec<Span> {
    let content = &text[value.clone()];
    let mut starts: Vec<usize> = organisations::mentions(content, vocabulary)
        .into_iter()
        .map(|span| span.start)
        .collect();
    starts.insert(0, 0);
    starts.dedup();
    let ends = starts.iter().skip(1).copied().chain([content.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(from, to)| trimmed(text, value.start + from..value.start + to))
        .filter(|piece| !piece.is_empty())
        .collect()
}
