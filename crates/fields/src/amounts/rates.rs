//! What an amount is paid per, and whether it is said roughly, where the words directly around it do not tell.

use danish::Per;

/// Words before an amount that tell what it is paid per, by their beginning.
const PER: [(&str, Per); 7] = [
    ("årlig", Per::Year),
    ("månedlig", Per::Month),
    ("månedsløn", Per::Month),
    ("timepris", Per::Hour),
    ("timeløn", Per::Hour),
    ("timesats", Per::Hour),
    ("mødehonorar", Per::Meeting),
];
/// Words before an amount that make it a guess, by their beginning.
const ROUGH: [&str; 5] = [
    "anslå",
    "skøn",
    "estimer",
    "størrelsesorden",
    "overslagsmæssig",
];
/// How many words before an amount are about it, and how many bytes they may take.
const NEAR: usize = 6;
const REACH: usize = 160;

/// What an amount is paid per: `pr. tur`, `et årligt vederlag på`, `40 timer à`.
pub(super) fn per(before: &str, behind: &str) -> Option<Per> {
    let mut words = behind.split_whitespace();
    if matches!(words.next(), Some("pr." | "pr" | "per")) {
        return unit(words.next()?);
    }
    let near = near(before);
    let rate = near
        .first()
        .is_some_and(|word| matches!(word.as_str(), "á" | "à" | "a"));
    if rate
        && near
            .iter()
            .any(|word| matches!(word.as_str(), "timer" | "timers" | "time"))
    {
        return Some(Per::Hour);
    }
    let told = |word: &String| PER.iter().find(|(start, _)| word.starts_with(start));
    near.iter().find_map(told).map(|(_, per)| *per)
}

/// What the rate of a row is paid per: `Kommunens timepris, projektering`.
pub(super) fn named(label: &str) -> Option<Per> {
    label.split_whitespace().find_map(|word| {
        let word = word.to_lowercase();
        let rate = PER.iter().find(|(start, _)| word.starts_with(start));
        rate.map(|(_, per)| *per)
    })
}

/// What stands after `pr.`: a thing, but neither a day (which the record has no word for) nor a date.
fn unit(word: &str) -> Option<Per> {
    let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    let thing = word.starts_with(char::is_lowercase);
    (thing && !matches!(word, "dag" | "uge" | "døgn" | "kvartal")).then_some(Per::Piece)
}

/// What someone is paid by: `pr. gang`, `pr. foredrag`.
const PAID_BY: [&str; 14] = [
    "dag",
    "gang",
    "aften",
    "foredrag",
    "oplæg",
    "lektion",
    "session",
    "konsultation",
    "ydelse",
    "besøg",
    "kørt",
    "km",
    "kilometer",
    "undervisningsgang",
];

/// Whether an amount is a rate by the words behind it.
pub(super) fn is_paid_by(behind: &str) -> bool {
    let mut words = behind.split_whitespace();
    let word = match words.next() {
        Some("pr." | "pr" | "per") => words.next().unwrap_or_default(),
        _ => return false,
    };
    let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    PAID_BY.contains(&word)
}

/// Words that make an amount a limit from a little farther before it: `højst kan gives`, `minimum er dog`.
const LIMITS: [&str; 9] = [
    "højst",
    "højest",
    "maksimalt",
    "maksimum",
    "mindst",
    "minimum",
    "maks",
    "max",
    "maximalt",
];

/// Whether one of the last words before an amount limits it.
pub(super) fn limits(before: &str) -> bool {
    near(before)
        .iter()
        .take(4)
        .any(|word| LIMITS.contains(&word.trim_end_matches('.')))
}

/// Whether the words before an amount make it a guess.
pub(super) fn rough(before: &str) -> bool {
    near(before)
        .iter()
        .any(|word| ROUGH.iter().any(|start| word.starts_with(start)))
}

/// The last words before an amount, the nearest first, as far as its clause goes.
fn near(before: &str) -> Vec<String> {
    let from = before.len().saturating_sub(REACH);
    let from = (from..=before.len()).find(|at| before.is_char_boundary(*at));
    let before = before.get(from.unwrap_or(0)..).unwrap_or_default();
    let clause = before.rsplit([';', '(', ':']).next().unwrap_or(before);
    let clause = clause.rsplit(", ").next().unwrap_or(clause);
    clause
        .split_whitespace()
        .rev()
        .take(NEAR)
        .map(str::to_lowercase)
        .collect()
}

/// Words that move an amount from one to another, so that the two are no range.
const MOVES: [&str; 20] = [
    "går",
    "gik",
    "gå",
    "stiger",
    "steg",
    "stige",
    "hæves",
    "hævet",
    "sættes",
    "sænkes",
    "falder",
    "faldt",
    "ændres",
    "ændret",
    "nedsættes",
    "forhøjes",
    "forhøjet",
    "øges",
    "reguleres",
    "vokser",
];

/// Whether the words before an amount say that it moves.
pub(super) fn moves(before: &str) -> bool {
    near(before)
        .iter()
        .any(|word| MOVES.contains(&word.as_str()))
}

/// The longest purpose, in bytes.
const LONGEST: usize = 70;

/// What an amount in a sentence is for: `30.000 kr. til nye joller`, `et underskud på 12.000 kr.`
pub(super) fn purpose(before: &str, behind: &str) -> Option<String> {
    after(behind).or_else(|| noun(before))
}

fn after(behind: &str) -> Option<String> {
    let rest = behind.trim_start().strip_prefix("til ")?;
    let end = rest
        .find([',', ';', '(', ')', ':', '\n', '?'])
        .into_iter()
        .chain(rest.find(". "))
        .min()
        .unwrap_or(rest.len());
    let words = rest[..end].trim().trim_end_matches('.');
    let thing = words.starts_with(char::is_alphabetic) && !words.starts_with("at ");
    (thing && words.len() <= LONGEST).then(|| words.to_owned())
}

fn noun(before: &str) -> Option<String> {
    let mut words = before.split_whitespace().rev().skip_while(|word| {
        matches!(
            *word,
            "op" | "til" | "ca." | "højst" | "mindst" | "kr." | "alt" | "i" | "godt" | "knap"
        )
    });
    if !matches!(words.next()?, "på" | "udgør" | "er" | "udgjorde" | "var") {
        return None;
    }
    let word = words.find(|word| !matches!(*word, "er" | "var"))?;
    let noun = word.chars().count() > 3 && word.chars().all(|c| c.is_alphabetic() || c == '-');
    noun.then(|| word.to_owned())
}
