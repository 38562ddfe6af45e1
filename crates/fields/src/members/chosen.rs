//! Sentences that tell of people by what they were chosen to be: `Som formand er udpeget …`, `Udvalget ledes af …`,
//! `… tager referat`, `På valg er …`.

use paper::{Kind, Member, MemberRole, Span};
use regex::Regex;

use super::{
    Draft,
    entry::{self, Context},
};
use crate::Vocabulary;

/// Patterns with the roles of the vocabulary in them.
#[derive(Debug)]
pub(super) struct Patterns {
    /// `Som projektleder er ansat `
    as_role: Regex,
    /// `formand, ` before a name.
    role_before: Regex,
    /// ` til formand` behind a name.
    to_role: Regex,
}

impl Patterns {
    /// The patterns for roles that the pattern `role` matches.
    pub(super) fn of(role: &str) -> Result<Self, regex::Error> {
        Ok(Self {
            as_role: Regex::new(&format!(
                r"(?i)(?-u:\b)(?:som|til)\s+(?:ny\s+|nye\s+)?({role})(en|er)?(?:\s+(?:for|i|af)\s+[^.,;:]{{1,60}}?)?(?:\s+[^\s.,;:]+){{0,6}}?\s+(?:(?:er|blev|har|var)\s+(?:udpeget|udset|valgt|ansat|beskikket|indstillet|konstitueret|foreslået)|er|udpeget|udpeges|bliver|vælges|beskikkes|indstilles|udpegedes|udset|valgt|valgtes|ansat|beskikket|indstillet|peget\s+på|deltager|deltog|mødte|mødt|indkaldt|indkaldes|indtræder|indtrådte|fungerer|virker|foreslås|foreslået)\s+"
            ))?,
            role_before: Regex::new(&format!(r"(?i)(?:^|\s)({role})(?:en)?,?\s*(?:[:(]\s*)?$"))?,
            to_role: Regex::new(&format!(
                r"(?i)^(?:\s*\([^()]{{1,12}}\))?(?:,[^.,;:]{{1,40}},)?\s+(?:til|som)\s+(?:ny\s+)?({role})(?:$|[^\p{{L}}])"
            ))?,
        })
    }
}

/// What the sentence tells.
pub(super) fn read(text: &str, span: &Span, vocabulary: &Vocabulary, kind: Kind) -> Vec<Draft> {
    let sentence = &text[span.clone()];
    let mut drafts = Vec::new();
    let patterns = &vocabulary.roles.chosen;
    if sentence.contains("om ") || sentence.contains("il ") {
        for found in patterns.as_role.captures_iter(sentence).take(4) {
            let end = found.get(0).map_or(0, |m| m.end());
            let role = found.get(1).and_then(|m| vocabulary.roles.role(m.as_str()));
            let rest = span.start + end..span.end;
            if found.get(2).is_some_and(|ending| ending.as_str() == "er") {
                drafts.extend(all(text, rest, vocabulary, role));
            } else {
                drafts.extend(one(text, rest, vocabulary, role));
            }
        }
    }
    let stands_in = [
        "tedfortræder, nemlig ",
        "uppleant, nemlig ",
        "tedfortræderen, ",
        "uppleanten, ",
    ]
    .iter()
    .find_map(|words| sentence.find(words).map(|at| at + words.len()));
    if let Some(at) = stands_in {
        let role = Some(MemberRole::Suppleant);
        drafts.extend(one(text, span.start + at..span.end, vocabulary, role));
    }
    let several = ["uppleanterne ", "tedfortræderne "]
        .iter()
        .find_map(|words| sentence.find(words).map(|at| at + words.len()));
    if let Some(at) = several {
        let role = Some(MemberRole::Suppleant);
        drafts.extend(all(text, span.start + at..span.end, vocabulary, role));
    }
    drafts.extend(chose(text, span, vocabulary));
    drafts.extend(behind_colon(text, span, vocabulary));
    drafts.extend(led(text, span, vocabulary));
    drafts.extend(writers(text, span, vocabulary));
    drafts.extend(by_role(text, span, vocabulary, kind));
    drafts.extend(up_for_election(text, span, vocabulary));
    drafts
}

/// `Byrådet valgte Ida Bro (F) til formand og Ove Lund (V) til næstformand`.
fn chose(text: &str, span: &Span, vocabulary: &Vocabulary) -> Vec<Draft> {
    let sentence = &text[span.clone()];
    let verbs = [
        "valgte ",
        "vælger ",
        "udpegede ",
        "udpeger ",
        "genvalgte ",
        "indstillede ",
    ];
    if !verbs.iter().any(|verb| sentence.contains(verb)) {
        return Vec::new();
    }
    let mut drafts = Vec::new();
    for name in vocabulary
        .names
        .names(sentence)
        .into_iter()
        .filter(|name| name.sure)
    {
        let rest = &sentence[name.span.end..];
        let Some(found) = vocabulary.roles.chosen.to_role.captures(rest) else {
            continue;
        };
        let role = found.get(1).and_then(|m| vocabulary.roles.role(m.as_str()));
        // The name, with the party or the post behind it.
        let told = found.get(0).map_or("", |m| m.as_str());
        let beside = told.rfind([')', ',']).map_or(0, |at| at + 1);
        let value = span.start + name.span.start..span.start + name.span.end + beside;
        drafts.extend(role.and_then(|role| one(text, value, vocabulary, Some(role))));
    }
    drafts
}

/// The people that a stretch begins with, in a role: `Som suppleanter valgtes Ida Bro og Ove Lund`.
fn all(text: &str, span: Span, vocabulary: &Vocabulary, role: Option<MemberRole>) -> Vec<Draft> {
    let context = Context {
        role,
        ..Context::default()
    };
    let mut drafts = entry::entries(text, span, vocabulary, &context);
    drafts.retain(|draft| draft.member.name.is_some());
    drafts
}

/// The one person that a stretch begins with, in a role.
fn one(text: &str, span: Span, vocabulary: &Vocabulary, role: Option<MemberRole>) -> Option<Draft> {
    let context = Context {
        role,
        ..Context::default()
    };
    let mut draft = entry::entries(text, span, vocabulary, &context)
        .into_iter()
        .next()
        .filter(|draft| draft.member.name.is_some())?;
    draft.member.role = role.or(draft.member.role);
    Some(draft)
}

/// `Formanden er valgt på forhånd: kontorchef Ida Bro`: whom a sentence that begins with a role names behind its colon.
fn behind_colon(text: &str, span: &Span, vocabulary: &Vocabulary) -> Option<Draft> {
    const FAR: usize = 100;
    let sentence = &text[span.clone()];
    let colon = sentence.find(": ").filter(|at| *at < FAR)?;
    let lead = &sentence[..colon];
    let verbs = [" er ", " bliver ", " blev ", " vælges ", " udpeges "];
    if !verbs.iter().any(|verb| lead.contains(verb)) {
        return None;
    }
    let first = lead.split(' ').next()?;
    let role = vocabulary
        .roles
        .role(first.strip_suffix("en").unwrap_or(first))?;
    let rest = span.start + colon + 2..span.end;
    let value = &text[rest.clone()];
    let name = vocabulary.names.names(value).into_iter().next()?;
    let post = vocabulary.roles.titles.before(value, name.span.start);
    let begins = post.map_or(name.span.start, |post| post.start) == 0;
    let named = begins && name.sure;
    named.then(|| one(text, rest, vocabulary, Some(role)))?
}

/// `Udvalget ledes af kontorchef Ida Bro`: whoever leads a body is its chair, whoever leads the project its manager.
fn led(text: &str, span: &Span, vocabulary: &Vocabulary) -> Option<Draft> {
    const BODIES: [&str; 9] = [
        "udvalg",
        "gruppe",
        "råd",
        "nævn",
        "panel",
        "forum",
        "komit",
        "kommission",
        "bestyrelse",
    ];
    let sentence = &text[span.clone()];
    let (at, verb) = ["ledes af ", "har til formand ", "med formandskab af "]
        .iter()
        .find_map(|verb| Some((sentence.find(verb)?, *verb)))?;
    let subject = sentence[..at].to_lowercase();
    let subject = subject.rsplit([',', ';']).next().unwrap_or_default();
    let role = if BODIES.iter().any(|body| subject.contains(body)) {
        MemberRole::Formand
    } else if subject.contains("sekretariat") {
        MemberRole::Sekretær
    } else if subject.contains("projekt") {
        MemberRole::Projektleder
    } else {
        return None;
    };
    one(
        text,
        span.start + at + verb.len()..span.end,
        vocabulary,
        Some(role),
    )
}

/// `planlægger Ida Bro tager referat`, `Protokollen førtes af Ove Lund`.
fn writers(text: &str, span: &Span, vocabulary: &Vocabulary) -> Option<Draft> {
    let sentence = &text[span.clone()];
    let referent = Some(MemberRole::Referent);
    let behind = [
        "rotokollen førtes af ",
        "rotokollen føres af ",
        "rotokollen blev ført af ",
        "eferatet skrives af ",
        "eferatet er skrevet af ",
        "eferatet blev skrevet af ",
        "eferatet tages af ",
        "eferat ved ",
        "eferat v/ ",
        "eferat v/",
    ]
    .iter()
    .find_map(|words| sentence.find(words).map(|at| at + words.len()));
    if let Some(at) = behind {
        return one(text, span.start + at..span.end, vocabulary, referent);
    }
    let verb = [
        " tager referat",
        " tog referat",
        " skriver referat",
        " skrev referat",
        " fører protokol",
        " førte protokol",
        " er referent",
        " var referent",
    ]
    .iter()
    .find_map(|verb| sentence.find(verb))?;
    let lead = &sentence[..verb];
    let name = vocabulary.names.names(lead).into_iter().next_back()?;
    let post = vocabulary.roles.titles.before(lead, name.span.start);
    let from = post.map_or(name.span.start, |post| post.start);
    one(
        text,
        span.start + from..span.start + verb,
        vocabulary,
        referent,
    )
}

/// `meldes til tovholder, fuldmægtig Ida Bro`, in a paper that sets a body up; in an agenda `ved formanden, Ove Lund`.
fn by_role(text: &str, span: &Span, vocabulary: &Vocabulary, kind: Kind) -> Vec<Draft> {
    let sets_up = matches!(kind, Kind::Kommissorium | Kind::Udpegning);
    let calls = kind == Kind::Dagsorden;
    if !sets_up && !calls {
        return Vec::new();
    }
    let sentence = &text[span.clone()];
    let mut drafts = Vec::new();
    for name in vocabulary.names.names(sentence) {
        if !name.sure {
            continue;
        }
        let post = vocabulary.roles.titles.before(sentence, name.span.start);
        let from = post.as_ref().map_or(name.span.start, |post| post.start);
        let near = sentence[..from]
            .char_indices()
            .rev()
            .nth(60)
            .map_or(0, |(at, _)| at);
        let lead = sentence[near..from].trim_end();
        let alone = sentence[near..name.span.start].trim_end();
        let found = [lead, alone].into_iter().find_map(|lead| {
            let found = vocabulary.roles.chosen.role_before.captures(lead)?.get(1)?;
            // A role behind a dash or a comma is that of the one before.
            let whose = lead[..found.start()]
                .trim_end()
                .ends_with(['s', '-', '–', ',']);
            vocabulary.roles.role(found.as_str()).filter(|_| !whose)
        });
        let wanted = match found {
            Some(MemberRole::Tovholder | MemberRole::Projektleder) => sets_up,
            Some(MemberRole::Formand) => calls,
            _ => false,
        };
        if !wanted {
            continue;
        }
        let title = post
            .filter(|post| post.start >= near + lead.len())
            .map(|post| sentence[post].to_owned());
        drafts.push(Draft {
            member: Member {
                name: Some(sentence[name.span.clone()].to_owned()),
                title: title.filter(|title| vocabulary.roles.exactly(title).is_none()),
                role: found,
                ..Member::default()
            },
            span: span.start + name.span.start..span.start + name.span.end,
        });
    }
    drafts
}

/// `På valg er Ida Bro og Ove Lund`: they sit on the board until the election.
fn up_for_election(text: &str, span: &Span, vocabulary: &Vocabulary) -> Vec<Draft> {
    let sentence = &text[span.clone()];
    let Some(at) = ["å valg er ", "å valg var ", "fter tur afgår ", "å valg: "]
        .iter()
        .find_map(|words| sentence.find(words).map(|at| at + words.len()))
    else {
        return Vec::new();
    };
    let mut drafts = entry::entries(
        text,
        span.start + at..span.end,
        vocabulary,
        &Context::default(),
    );
    drafts.retain(|draft| draft.member.name.is_some());
    drafts
}
