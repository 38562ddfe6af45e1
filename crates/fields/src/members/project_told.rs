//! An application's people and partners, from its sentences.

use paper::{Member, MemberRole, Span};

use super::{Draft, partners};
use crate::{Vocabulary, lines::trimmed, outline::Outline};

/// What the sentences of an application that is a letter tell: who answers for the project, and whom it is done with.
///
/// Whom it is done with is asked for where the application is a form.
pub(super) fn told(outline: &Outline<'_>, vocabulary: &Vocabulary, letter: bool) -> Vec<Draft> {
    let text = outline.text();
    let mut drafts = Vec::new();
    for line in &outline.lines {
        let content = &text[line.span.clone()];
        if line.margin
            || !(content.contains("samarbejd")
                || content.contains("nsvarlig")
                || content.contains("artner")
                || content.contains("onsorti")
                || content.contains("står for "))
        {
            continue;
        }
        for sentence in super::labels::sentences(text, &line.span) {
            drafts.extend(answers(text, &sentence, vocabulary));
            drafts.extend(super::partners::does(text, &sentence, vocabulary));
            if letter {
                drafts.extend(done_with(text, &sentence));
            }
        }
    }
    drafts
}

/// `Ida Bro er ansvarlig for projektet`.
fn answers(text: &str, sentence: &Span, vocabulary: &Vocabulary) -> Option<Draft> {
    let content = &text[sentence.clone()];
    if let Some(behind) = answers_is(text, sentence, vocabulary) {
        return Some(behind);
    }
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

/// `Ansvarlig for projektet er foreningens formand, Ida Bro`.
fn answers_is(text: &str, sentence: &Span, vocabulary: &Vocabulary) -> Option<Draft> {
    let content = &text[sentence.clone()];
    let opens = [
        "Ansvarlig",
        "Projektansvarlig",
        "Hovedansvarlig",
        "Tilskudsansvarlig",
        "Den ansvarlige",
    ];
    opens
        .iter()
        .any(|word| content.starts_with(word))
        .then_some(())?;
    let at = content.find(" er ")? + " er ".len();
    let name = vocabulary.names.names(&content[at..]).into_iter().next()?;
    let lead = content[at..at + name.span.start]
        .trim()
        .trim_end_matches(',');
    Some(Draft {
        member: Member {
            name: Some(content[at..][name.span.clone()].to_owned()),
            role: Some(MemberRole::Projektejer),
            title: (!lead.is_empty() && lead.len() < 60).then(|| lead.to_owned()),
            ..Member::default()
        },
        span: sentence.start + at + name.span.start..sentence.start + at + name.span.end,
    })
}

/// `Vi samarbejder med Nordager Skole, sundhedsplejen og Lyngens Venner`.
fn done_with(text: &str, sentence: &Span) -> Vec<Draft> {
    let content = &text[sentence.clone()];
    let Some(from) = [
        "samarbejder med ",
        "i samarbejde med ",
        "samarbejder tæt med ",
        "artnerskabet består af ",
        "artnerkredsen består af ",
        "onsortiet består af ",
        "artnerskabet omfatter ",
        "artnerne er ",
        "artnere er ",
        "artnere i projektet er ",
        "artnerne i projektet er ",
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
    partners::cut(text, &value)
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
