//! How names of organisations are built, where no lexicon knows them.

use paper::{OrganisationKind, Span};
use regex::Regex;

use super::Words;
use crate::phrases::any_of;

/// A capitalised word of a name.
const WORD: &str = r"\p{Lu}[\p{L}\d]*(?:-\p{L}+)*(?:\.\p{Lu}\p{L}*)*";

/// A pattern for names that begin with some words (`Region`, `Foreningen`) or end with some (`Kommune`, `ApS`), and have one to
/// `most` capitalised words beside; `og`, `for`, `i` and the like may join them.
pub(super) fn pattern(
    before: &[String],
    after: &[String],
    most: usize,
) -> Result<Regex, regex::Error> {
    let begins = (!before.is_empty()).then(|| {
        let more = most.min(3) - 1;
        format!(r"(?:{})(?:(?:\s(?:for|i|af|vedr\.|om|på))?\s{WORD}(?:(?:\s|\s(?:og|&)\s|-\sog\s){WORD}){{0,{more}}})", any_of(before))
    });
    let ends = (!after.is_empty()).then(|| {
        format!(
            r"(?:{WORD}-?(?:\s(?:og|&)\s|\s)){{1,{most}}}(?:{})",
            any_of(after)
        )
    });
    let either: Vec<String> = begins.into_iter().chain(ends).collect();
    Regex::new(&format!("(?:{})", either.join("|")))
}

/// The names in a line and what they are; where several stand in one place, the first and longest.
pub(super) fn spans(text: &str, words: &Words) -> Vec<(Span, OrganisationKind)> {
    if !text.bytes().any(|b| b.is_ascii_uppercase() || b == 0xc3) {
        return Vec::new();
    }
    let mut found: Vec<(Span, OrganisationKind, u8)> = Vec::new();
    for name in words.names.find_iter(text) {
        if is_whole(text, &name.range()) {
            let kind = words
                .known
                .get(name.as_str())
                .map_or(OrganisationKind::Andet, |(_, kind)| *kind);
            found.push((name.range(), kind, 0));
        }
    }
    for (kind, shape) in &words.shapes {
        let matches = shape.find_iter(text).filter(|m| is_whole(text, &m.range()));
        found.extend(matches.map(|m| {
            let span = after_other(text, words, m.range());
            (without_opening(text, span), *kind, 1)
        }));
    }
    found.extend(
        compounds(text, words)
            .into_iter()
            .map(|(span, kind)| (span, kind, 2)),
    );
    // What the lexicon knows is cut out first: `Regionshospitalet Randers Syddjurs Kommune` names two.
    let known: Vec<Span> = found
        .iter()
        .filter(|(.., rank)| *rank == 0)
        .map(|(span, ..)| span.clone())
        .collect();
    let apart = |span: &Span| {
        known.iter().all(|k| {
            k.end <= span.start
                || span.end <= k.start
                || k.start == span.start && span.end > k.end && k.len() < 5
        })
    };
    found.retain(|(span, _, rank)| *rank == 0 || apart(span));
    found.sort_by_key(|(span, _, rank)| (span.start, usize::MAX - span.end, *rank));
    let mut end = 0;
    found.retain(|(span, ..)| {
        let free = span.start >= end;
        if free {
            end = span.end;
        }
        free
    });
    found
        .into_iter()
        .map(|(span, kind, _)| (span, kind))
        .collect()
}

/// A name without the other one that `og` joins before it: `Klitby Jagtforening og Lyng Borgerforening`.
fn after_other(text: &str, words: &Words, span: Span) -> Span {
    let name = &text[span.clone()];
    let joint = name.rmatch_indices(" og ").find(|(at, _)| {
        let word = name[..*at].rsplit(' ').next().unwrap_or_default();
        ending(words, word).is_some() || words.known.contains_key(&name[..*at])
    });
    joint.map_or(span.clone(), |(at, joint)| {
        span.start + at + joint.len()..span.end
    })
}

/// A name without the capitalised word that only opens its sentence: `Kære Foreningen …`.
fn without_opening(text: &str, span: Span) -> Span {
    let first = text[span.clone()].split(' ').next().unwrap_or_default();
    let word = span.start..span.start + first.len();
    if starts_sentence(text, &word) && span.end > word.end + 1 {
        word.end + 1..span.end
    } else {
        span
    }
}

/// Whether no letter, digit or mail's sign goes on before or behind; a genitive's `s` may.
fn is_whole(text: &str, span: &Span) -> bool {
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].trim_start_matches('s');
    let genitive = text[span.end..].len() - after.len() <= 1;
    let joins = |c: char| c.is_alphanumeric() || c == '@' || c == '_';
    let dotted = |text: &str| {
        text.strip_prefix(['.', '-'])
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_lowercase()))
    };
    !before.is_some_and(|c| joins(c) || c == '-' || c == '/')
        && genitive
        && !after.starts_with(joins)
        && !dotted(after)
}

/// Capitalised compounds by their ending: `Kulturudvalget`, `Social- og Sundhedsudvalget`, `Nordager Ældreråd`.
fn compounds(text: &str, words: &Words) -> Vec<(Span, OrganisationKind)> {
    let mut found: Vec<(Span, OrganisationKind)> = Vec::new();
    let mut tokens: Vec<Span> = Vec::new();
    let mut at = 0;
    for piece in text.split_inclusive(|c: char| c.is_whitespace()) {
        let word = piece.trim_end();
        let lead = word.len()
            - word
                .trim_start_matches(|c: char| !c.is_alphanumeric())
                .len();
        let bare = word[lead..].trim_end_matches(|c: char| !(c.is_alphanumeric() || c == '-'));
        let span = at + lead..at + lead + bare.len();
        at += piece.len();
        if bare.is_empty() {
            continue;
        }
        // `Social- og sundhedsudvalget`: the capital stands at the first word that `og` joins.
        let joined = tokens.len() > 1
            && text[tokens[tokens.len() - 1].clone()] == *"og"
            && text[tokens[tokens.len() - 2].clone()].ends_with('-')
            && text[tokens[tokens.len() - 2].clone()].starts_with(char::is_uppercase);
        if (bare.starts_with(char::is_uppercase) || joined)
            && let Some(kind) = ending(words, bare)
        {
            found.push((start_of(text, &tokens, &span)..span.end, kind));
        }
        tokens.push(span);
    }
    found
}

fn ending(words: &Words, word: &str) -> Option<OrganisationKind> {
    let lower = word.to_lowercase();
    let stem = lower.strip_suffix('s').unwrap_or(&lower);
    words
        .endings
        .iter()
        .find(|(ending, _)| {
            [lower.as_str(), stem].iter().any(|word| {
                word.strip_suffix(ending.as_str())
                    .is_some_and(|rest| rest.chars().count() >= 2)
            })
        })
        .map(|(_, kind)| *kind)
}

/// Where the name begins that ends in a compound: with what a hyphen joins (`Plan- og `), and with the place before an
/// indefinite compound (`Nordager Ældreråd`).
fn start_of(text: &str, tokens: &[Span], last: &Span) -> usize {
    let mut start = last.start;
    let mut index = tokens.len();
    let definite = text[last.clone()]
        .trim_end_matches('s')
        .ends_with(['t', 'n'])
        && !text[last.clone()].ends_with("fond");
    while index > 0 {
        let token = &tokens[index - 1];
        let word = &text[token.clone()];
        let adjacent = text[token.end..start]
            .trim_matches([' ', '\u{a0}'])
            .is_empty();
        let comma = text[token.end..start].starts_with(',');
        let joint = matches!(word, "og" | "&");
        let hyphened = word.ends_with('-') && word.starts_with(char::is_uppercase);
        let hyphened = hyphened && (adjacent || comma);
        let place = adjacent
            && !definite
            && word.starts_with(char::is_uppercase)
            && !starts_sentence(text, token);
        let before = index.checked_sub(2).map(|i| &text[tokens[i].clone()]);
        let joins = joint
            && adjacent
            && before.is_some_and(|b| b.ends_with('-') && b.starts_with(char::is_uppercase));
        if !(hyphened || joins || place) {
            break;
        }
        start = token.start;
        index -= 1;
    }
    start
}

/// Whether a word is one that only opens a sentence or a label.
fn starts_sentence(text: &str, token: &Span) -> bool {
    let word = &text[token.clone()];
    [
        "Til",
        "Fra",
        "Den",
        "Det",
        "Et",
        "En",
        "I",
        "Kære",
        "Som",
        "Med",
        "Ved",
        "På",
        "Dagsorden",
        "Referat",
        "Møde",
        "Ny",
        "Nyt",
        "Alle",
        "Hvert",
        "Hver",
        "Kommissorium",
    ]
    .contains(&word)
        || text[token.end..].starts_with([':', '.', ';'])
}

/// What an organisation is by its name.
pub(super) fn kind_of(words: &Words, name: &str) -> Option<OrganisationKind> {
    words
        .known
        .get(name)
        .map(|(_, kind)| *kind)
        .or_else(|| {
            spans(name, words)
                .into_iter()
                .find(|(span, _)| span.start == 0)
                .map(|(_, kind)| kind)
        })
        .or_else(|| ending(words, name.rsplit(' ').next()?))
}

/// A name as it is listed: without a genitive's `s`, and in small letters after the first where it stands in capitals.
pub(super) fn plain(stands: &str) -> String {
    let joined = stands.split_whitespace().collect::<Vec<_>>().join(" ");
    let letters = joined.chars().filter(|c| c.is_alphabetic());
    let capital = joined.contains(' ')
        && letters.clone().count() > 8
        && letters.clone().all(char::is_uppercase);
    let name: String = if capital {
        joined.split(' ').map(small).collect::<Vec<_>>().join(" ")
    } else {
        joined
    };
    let genitive = ["ets", "ens", "nes", "rets"]
        .iter()
        .any(|ending| name.ends_with(ending));
    if genitive {
        name[..name.len() - 1].to_owned()
    } else {
        name
    }
}

fn small(word: &str) -> String {
    if matches!(word, "OG" | "FOR" | "I" | "AF" | "VEDR." | "OM" | "PÅ") {
        return word.to_lowercase();
    }
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        let mut parts = letters.as_str().split('-').map(str::to_lowercase);
        let mut name = first.to_string() + &parts.next().unwrap_or_default();
        for part in parts {
            let mut letters = part.chars();
            name.push('-');
            name.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            name.push_str(letters.as_str());
        }
        name
    })
}
