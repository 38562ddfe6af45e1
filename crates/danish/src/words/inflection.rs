//! The dictionary form of a word at a compound's end.

use super::lexicon::{Lexicon, Stem};

/// Endings of nouns and adjectives, folded, longest first: definite, plural and genitive forms, -t and -e of adjectives.
const ENDINGS: [&str; 23] = [
    "ernes", "erne", "enes", "rnes", "ene", "ers", "ens", "ets", "rne", "nes", "er", "en", "et",
    "ne", "ns", "ts", "rs", "s", "e", "n", "t", "r", "",
];

/// What each letter of an ending adds to the doubt.
const ENDING: f32 = 0.02;

/// A word without its ending, if it ends so. As [`str::strip_suffix`], which calls for a comparison of memory where two letters
/// tell: words are asked for dozens of endings.
pub(super) fn without<'w>(word: &'w str, ending: &str) -> Option<&'w str> {
    let mut letters = word.bytes().rev();
    let ends = ending.bytes().rev().all(|b| letters.next() == Some(b));
    ends.then(|| word.get(..word.len() - ending.len()))?
}

/// The surest stem that a folded word is a form of, with its doubt.
pub(super) fn base(lexicon: &Lexicon, word: &str) -> Option<(Box<str>, f32)> {
    let mut best: Option<(&Stem, f32)> = None;
    for ending in ENDINGS {
        let Some(stem) = without(word, ending) else {
            continue;
        };
        let doubt = ENDING * ending.len() as f32;
        for found in candidates(lexicon, stem, ending).into_iter().flatten() {
            let doubt = doubt + found.doubt;
            if best.is_none_or(|(_, least)| doubt < least) {
                best = Some((found, doubt));
            }
        }
    }
    best.map(|(stem, doubt)| (stem.word.clone(), doubt))
}

/// What a stem can be of: itself; with its consonant doubled before a vowel (bus, bussen); clipped (middel, midler).
fn candidates<'l>(lexicon: &'l Lexicon, stem: &str, ending: &str) -> [Option<&'l Stem>; 3] {
    let whole = lexicon.bases.get(stem);
    if !ending.starts_with('e') {
        return [whole, None, None];
    }
    let bytes = stem.as_bytes();
    let doubled = match bytes {
        [.., a, b] if a == b && !b"aeiouy".contains(a) => stem
            .get(..stem.len() - 1)
            .and_then(|s| lexicon.bases.get(s)),
        _ => None,
    };
    [whole, doubled, lexicon.clipped.get(stem)]
}

/// A folded stem as it stands before an ending with a vowel, where that differs: `midl` of middel, `numr` of nummer, `koekn` of
/// køkken, `muse` of museum.
pub(super) fn clipped(word: &str) -> Option<String> {
    if let Some(latin) = word.strip_suffix("um") {
        return Some(latin.to_owned());
    }
    let (head, last) = word.split_at_checked(word.len().checked_sub(2)?)?;
    let last = last
        .strip_prefix('e')
        .filter(|l| matches!(*l, "l" | "n" | "r"))?;
    let head = match head.as_bytes() {
        [.., a, b] if a == b => &head[..head.len() - 1],
        _ => head,
    };
    (head.len() >= 2).then(|| format!("{head}{last}"))
}
