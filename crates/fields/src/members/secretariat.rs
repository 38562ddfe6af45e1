//! The office that serves the body: `Sekretariatet varetages af …`, `… er sekretariat`, `… (Ida Bro)`.

use std::sync::LazyLock;

use paper::{Member, MemberRole, Span};
use regex::Regex;

use super::{
    Draft,
    entry::{self, Context},
};
use crate::Vocabulary;

/// The secretariat: the office before the words, or behind them.
static SECRETARIAT: LazyLock<[Option<Regex>; 3]> = LazyLock::new(|| {
    [
        Regex::new(r"(?i)(?:sekretariatsbetjenes|sekretariatsbetjent|sekretariatsbistand\w*\s+(?:ydes|gives)|sekretariat\w*\s+(?:varetages|udgøres|ydes|leveres|stilles til rådighed)|(?-u:\b)(?:udvalget|gruppen|rådet|nævnet|\p{Ll}+gruppen|\p{Ll}+udvalget|\p{Ll}+rådet|bestyrelsen|forummet|panelet)\s+(?:sekretariats)?betjenes|sekretariatsfunktion\w*\s+(?:varetages|udføres|ligger)|sekretariatsbetjening\w*\s+(?:varetages|sker|ydes|forestås))\s+(?:i\s+fællesskab\s+|fælles\s+|fortsat\s+|som\s+udgangspunkt\s+)?(?:af|hos|i|ved)\s+").ok(),
        Regex::new(r"\s+(?:er\s+sekretariat|fungerer\s+som\s+sekretariat|varetager\s+sekretariat\w*|yder\s+sekretariat\w*|stiller\s+sekretariat\w*|sekretariatsbetjener|betjener\s+(?:\p{Ll}*udvalget|\p{Ll}*gruppen|\p{Ll}*rådet|bestyrelsen|forummet|nævnet)|leverer\s+sekretariat\w*|forestår\s+sekretariat\w*|er\s+sekretær)").ok(),
        Regex::new(r"^Sekretariat(?:et)?\s+(?:fra|ved|hos|er|ligger i|placeres i|placeres hos)\s+").ok(),
    ]
});

/// `Sekretær for rådet er …`, `Som udvalgets sekretær fungerer …`: a person stands behind it.
static SECRETARY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:Som\s+)?(?:\p{L}+s\s+)?[Ss]ekretær(?:\s+for\s+\p{Ll}+)?\s+(?:er|fungerer|virker)\s+(?:fortsat\s+)?").ok()
});

/// The office, or the person, that serves the body.
pub(super) fn read(text: &str, span: &Span, vocabulary: &Vocabulary) -> Vec<Draft> {
    let [behind, before, opens] = &*SECRETARIAT;
    let sentence = &text[span.clone()];
    if !sentence.contains("ekret") && !sentence.contains("etjen") {
        return Vec::new();
    }
    if let Some(found) = SECRETARY.as_ref().and_then(|p| p.find(sentence)) {
        let person = serves(text, span.start + found.end()..span.end, vocabulary);
        return person.into_iter().collect();
    }
    let mut stretches = Vec::new();
    if let Some(found) = behind.as_ref().and_then(|p| p.find(sentence)) {
        let stretch = found.end()..office_end(sentence, found.end());
        let shared = found.as_str().contains("fælles");
        if let Some(person) = in_bracket(text, span, &stretch, vocabulary) {
            let rest = &sentence[stretch.end..];
            let after = super::prose::bracketed(rest.trim_start().trim_start_matches('('))
                .map_or("", |at| rest.get(at + 2..).unwrap_or_default())
                .trim_start_matches([' ', ')']);
            if let Some(second) = after.strip_prefix("og ") {
                let from = sentence.len() - second.len();
                stretches.push(from..office_end(sentence, from));
            }
            return std::iter::once(person)
                .chain(stretches.into_iter().map(|s| office(text, span, s)))
                .collect();
        }
        if shared {
            let both = &sentence[stretch.clone()];
            let joint = both.find(" og ").map_or(both.len(), |at| at);
            stretches.push(stretch.start..stretch.start + joint);
            if joint < both.len() {
                stretches.push(stretch.start + joint + " og ".len()..stretch.end);
            }
            return stretches
                .into_iter()
                .map(|s| office(text, span, s))
                .collect();
        }
        stretches.push(stretch);
    } else if let Some(found) = opens.as_ref().and_then(|p| p.find(sentence)) {
        let end = office_end(sentence, found.end());
        stretches.extend(two_offices(sentence, found.end()..end));
    } else if let Some(found) = before.as_ref().and_then(|p| p.find(sentence)) {
        let lead = &sentence[..found.start()];
        let start = [", og ", "; ", ", mens ", " og ", ", "]
            .iter()
            .find_map(|cut| {
                lead.rfind(cut).map(|at| at + cut.len()).filter(|at| {
                    lead[*at..].starts_with(char::is_uppercase)
                        && (*cut != " og " && *cut != ", " || lead[..*at].contains(" er "))
                })
            });
        stretches.push(start.unwrap_or(0)..found.start());
    }
    if let [stretch] = stretches.as_slice()
        && let Some(person) = serves(text, span.start + stretch.start..span.end, vocabulary)
    {
        return vec![person];
    }
    stretches
        .into_iter()
        .filter_map(|stretch| {
            let place =
                crate::lines::trimmed(text, span.start + stretch.start..span.start + stretch.end);
            let office = &text[place.clone()];
            let named =
                office.contains(char::is_uppercase) && office.len() < 90 && !office.contains(':');
            let person = vocabulary.names.names(office).iter().any(|name| name.sure);
            (named
                && !person
                && !matches!(
                    office,
                    "Der" | "Det" | "Den" | "Han" | "Hun" | "Undertegnede" | "Jeg"
                ))
            .then(|| self::office(text, span, stretch))
        })
        .collect()
}

/// `… varetages af fuldmægtig Ida Bro, Havnekontoret`: the person that a stretch begins with.
fn serves(text: &str, stretch: Span, vocabulary: &Vocabulary) -> Option<Draft> {
    let content = &text[stretch.clone()];
    let name = vocabulary.names.names(content).into_iter().next()?;
    let post = vocabulary.roles.titles.before(content, name.span.start);
    let first = post.map_or(name.span.start, |post| post.start) == 0;
    let context = Context {
        role: Some(MemberRole::Sekretær),
        rule: Some("a sentence that says who serves the body"),
        ..Context::default()
    };
    (name.sure && first).then(|| {
        entry::entries(text, stretch, vocabulary, &context)
            .into_iter()
            .next()
    })?
}

/// An office that serves the body.
fn office(text: &str, span: &Span, stretch: Span) -> Draft {
    let place = crate::lines::trimmed(text, span.start + stretch.start..span.start + stretch.end);
    Draft {
        member: Member {
            role: Some(MemberRole::Sekretær),
            rule: Some("a sentence that says who serves the body".into()),
            organisation: Some(text[place.clone()].to_owned()),
            ..Member::default()
        },
        span: place,
    }
}

/// `… af regionen (Ida Bro, tlf. …)`: the person in brackets behind the office.
fn in_bracket(text: &str, span: &Span, stretch: &Span, vocabulary: &Vocabulary) -> Option<Draft> {
    let sentence = &text[span.clone()];
    let inner = sentence[stretch.end..].trim_start().strip_prefix('(')?;
    let from = sentence.len() - inner.len();
    let name = vocabulary
        .names
        .names(&inner[..super::prose::bracketed(inner)?])
        .into_iter()
        .next()
        .filter(|name| name.span.start == 0)?;
    let office = sentence[stretch.clone()].trim();
    Some(Draft {
        member: Member {
            name: Some(inner[name.span.clone()].to_owned()),
            role: Some(MemberRole::Sekretær),
            rule: Some("a sentence that says who serves the body".into()),
            organisation: Some(office.to_owned()),
            ..Member::default()
        },
        span: span.start + from..span.start + from + name.span.end,
    })
}

fn office_end(sentence: &str, from: usize) -> usize {
    let rest = &sentence[from..];
    // `Havn, Vej & Park` is one office.
    if let Some((first, more)) = rest.split_once(", ")
        && !first.contains(' ')
        && let Some((second, third)) = more.split_once(" & ")
        && !second.contains([' ', ','])
    {
        let last = third.split([' ', ',', '.', ';']).next().unwrap_or_default();
        return from + first.len() + 2 + second.len() + 3 + last.len();
    }
    let end = [", ", "; ", " (", " i samarbejde", " med ", " som "]
        .iter()
        .filter_map(|cut| rest.find(cut))
        .min();
    from + end.unwrap_or_else(|| rest.trim_end_matches('.').len())
}

/// Two offices joined by `og`, where the second begins as an office does: `… og Sekretariatet i PLO`.
fn two_offices(sentence: &str, stretch: Span) -> Vec<Span> {
    let content = &sentence[stretch.clone()];
    let second = content.match_indices(" og ").find(|(at, joint)| {
        let word = content[at + joint.len()..]
            .split(' ')
            .next()
            .unwrap_or_default();
        [
            "Sekretariat",
            "Region",
            "Koncern",
            "Center",
            "Afdeling",
            "Kontor",
            "Styrelse",
            "Kommune",
            "PLO",
            "KL",
            "KKR",
            "Danske",
        ]
        .iter()
        .any(|w| word.starts_with(w))
    });
    match second {
        Some((at, joint)) => vec![
            stretch.start..stretch.start + at,
            stretch.start + at + joint.len()..stretch.end,
        ],
        None => vec![stretch],
    }
}
