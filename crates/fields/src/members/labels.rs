//! Labels and sentences that announce a list: `Til stede:`, a heading `Medlemmer`, `Gruppen består af`.

use paper::{Attendance, Kind, MemberRole, Span};

use super::{entry::Context, words::Label};
use crate::{Vocabulary, lines::Line};

/// A list that goes on.
pub(super) struct Open {
    pub(super) context: Context,
    /// Whether a line of it has been read.
    pub(super) begun: bool,
    /// Below a label with people beside it: how far its line is indented, which the lines of its list exceed.
    pub(super) below: Option<usize>,
    /// Whether a heading announced it.
    pub(super) headed: bool,
}

/// Whether a heading names a body: `Styregruppe`, `Rådet for Havne`.
pub(super) fn is_body(heading: &str) -> bool {
    const BODIES: [&str; 10] = [
        "gruppe",
        "udvalg",
        "råd",
        "bestyrelse",
        "nævn",
        "panel",
        "selskab",
        "fond",
        "forum",
        "komit",
    ];
    let lower = heading.to_lowercase();
    lower.len() < 80 && BODIES.iter().any(|body| lower.contains(body))
}

/// The stretches of a line between full stops that end sentences.
pub(super) fn sentences(text: &str, content: &Span) -> Vec<Span> {
    let line = &text[content.clone()];
    let mut sentences = Vec::new();
    let mut from = 0;
    let stops = line.match_indices('.').map(|(at, _)| at);
    for at in stops.filter(|at| line[at + 1..].starts_with([' ', '\n'])) {
        let before = &line[from.min(at)..at];
        let word = before.rsplit([' ', '(', '\n']).next().unwrap_or_default();
        let next = line[at + 2..].trim_start();
        // A day's figure ends no sentence, an hour's does.
        let number = word.chars().all(|c| c.is_ascii_digit());
        let near = before.char_indices().rev().nth(16).map_or(0, |(at, _)| at);
        let hour = number
            && ["kl.", "pkt.", "klokken", "punkt"]
                .iter()
                .any(|lead| before[near..].contains(lead));
        let initials = word.contains('.') && word.chars().all(|c| c.is_uppercase() || c == '.');
        let dealt = number && before.contains(": ") && dealt(before, next);
        let ends = word.chars().count() > 2 && !initials || word.ends_with(')') || hour || dealt;
        let short = [
            "pkt",
            "tlf",
            "kst",
            "cand",
            "stk",
            "evt",
            "jf",
            "adm",
            "tidl",
            "konst",
            "ph.d",
            "d.d",
            "m.v",
            "m.fl",
            "frk",
            "prof",
            "dir",
            "gdr",
            "fhv",
            "skoleinsp",
            "viceskoleinsp",
            "kgl",
            "afd",
        ];
        if ends
            && next.starts_with(char::is_uppercase)
            && !short.contains(&word.to_lowercase().as_str())
        {
            sentences.push(content.start + from..content.start + at);
            from = at + 2;
        }
    }
    sentences.push(content.start + from..content.end);
    sentences
}

/// Whether a figure ends a sentence that deals out seats: `Havnerådet 2 og Fiskernes Forbund 1. For hvert medlem …`.
fn dealt(before: &str, next: &str) -> bool {
    const FOLLOW: [&str; 6] = ["For ", "Der ", "De ", "Hver", "Formand", "Rådet "];
    let mut words = before.rsplit(' ').skip(1);
    words
        .next()
        .is_some_and(|office| office.chars().count() > 2 && !office.ends_with('.'))
        && FOLLOW.iter().any(|word| next.starts_with(word))
}

/// The label that a phrase is: exactly, of whom (`Afbud fra kommunerne`), or whose (`Udvalgets medlemmer`).
///
/// `Ref.` in a letter's head is the writer, and nobody who takes minutes.
pub(super) fn label_of<'v>(
    phrase: &str,
    vocabulary: &'v Vocabulary,
    kind: Kind,
) -> Option<&'v Label> {
    let meeting = matches!(kind, Kind::Dagsorden | Kind::Referat);
    find_label(phrase, vocabulary)
        .filter(|label| meeting || label.role != Some(MemberRole::Referent))
}

pub(super) fn find_label<'v>(phrase: &str, vocabulary: &'v Vocabulary) -> Option<&'v Label> {
    if phrase.len() > 200 {
        return None;
    }
    let lower = phrase.trim().to_lowercase();
    let bare = lower.trim_matches(|c: char| !(c.is_alphanumeric() || c == '.' || c == ')'));
    let bare = bare.split(" (").next().unwrap_or(bare);
    if bare.split_whitespace().count() > 8 {
        return None;
    }
    vocabulary.roles.labels.iter().find(|label| {
        let word = label.word.as_str();
        bare == word
            || bare
                .strip_suffix(word)
                .is_some_and(|before| before.ends_with("s ") && label.role.is_none())
            || bare.strip_prefix(word).is_some_and(|rest| {
                [
                    " fra ", " i ", " for ", " af ", " under ", " ved ", " til ", " uden ", " med ",
                ]
                .iter()
                .any(|joint| rest.starts_with(joint))
            })
    })
}

pub(super) fn context_of(label: &Label) -> Context {
    Context {
        role: label.role,
        attendance: label.attendance,
        anyone: true,
        ..Context::default()
    }
}

/// What a line that announces a list says of those below: a heading that is a label, or a sentence with a cue that a colon
/// or the line's end cuts off.
pub(super) fn announces(
    text: &str,
    line: &Line,
    content: &Span,
    vocabulary: &Vocabulary,
) -> Option<Open> {
    let phrase = &text[content.clone()];
    let underlined = phrase.starts_with('_') && phrase.ends_with('_');
    if (line.heading || underlined || line.gap && content.len() < 40)
        && let Some(label) = find_label(phrase, vocabulary)
    {
        return Some(Open {
            context: context_of(label),
            begun: false,
            below: None,
            headed: true,
        });
    }
    let last = sentences(text, content).pop()?;
    let sentence = &text[last];
    let colon = sentence.ends_with(':');
    // A preposition that a list goes on with, or a short line on its own.
    let open = [" af", " med", " ved", " fra", " er"]
        .iter()
        .any(|word| sentence.ends_with(word));
    let asks = sentence.ends_with('?') && phrase.len() < 60 && (line.heading || line.gap);
    let cut = colon
        || open
        || asks
        || line.gap && sentence.len() < 60 && !sentence.ends_with(['.', '?', '!']);
    if !cut || super::seats::count(phrase).is_some() {
        return None;
    }
    let lead = &vocabulary.roles.lead_in;
    let attendance = if lead.apologies.is_match(sentence) {
        Some(Attendance::Afbud)
    } else if lead.present.is_match(sentence) {
        Some(Attendance::Deltog)
    } else if lead.members.is_match(phrase) {
        None
    } else {
        return None;
    };
    Some(Open {
        context: Context {
            attendance,
            appointed_by: appointing(sentence),
            anyone: true,
            ..Context::default()
        },
        begun: false,
        below: None,
        headed: false,
    })
}

/// Who appoints, by the subject of the sentence: `KKR Nordkyst skal … udpege`.
fn appointing(sentence: &str) -> Option<String> {
    let lower = sentence.to_lowercase();
    lower.contains("udpeg").then_some(())?;
    let end = [" skal ", " har ", " kan ", " bedes ", " udpeger "]
        .iter()
        .filter_map(|verb| sentence.find(verb))
        .min()?;
    let subject = sentence[..end].trim();
    let words = subject.split_whitespace().count();
    let office = subject.starts_with(char::is_uppercase) && words <= 4;
    (office && !["Der", "Vi", "I", "Det", "Hvem", "Hvilke"].contains(&subject))
        .then(|| subject.to_owned())
}
