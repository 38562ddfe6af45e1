//! A line as the words that names are made of, and lines in capitals as they would be written in small letters.

use std::borrow::Cow;

use paper::Span;

use crate::pattern::{cut, find};

/// A word of a line, without the marks around it.
#[derive(Debug, Clone)]
pub(super) struct Token<'t> {
    pub(super) span: Span,
    pub(super) word: &'t str,
    /// Whether nothing but one space parts it from the word before.
    pub(super) joined: bool,
}

impl Token<'_> {
    pub(super) fn is_capital(&self) -> bool {
        self.word.starts_with(char::is_uppercase)
    }

    /// Whether a name may begin with it: `3F Klitby` does with a figure.
    pub(super) fn begins_name(&self) -> bool {
        self.is_capital() || self.word.starts_with(|c: char| c.is_ascii_digit())
    }
}

/// Words that are written short, with a full stop that ends no sentence.
const SHORT: [&str; 14] = [
    "Brdr", "Sdr", "Ndr", "Nr", "Sct", "Skt", "Gl", "St", "Chr", "Kgl", "Vedr", "vedr", "Dr", "Vr",
];

pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut at = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let body = piece.trim_end();
        let lead = body.len()
            - body
                .trim_start_matches(|c: char| !c.is_alphanumeric())
                .len();
        let (lead, word) = match body {
            "&" => (0, body),
            _ => (
                lead,
                body.get(lead..)
                    .unwrap_or_default()
                    .trim_end_matches(|c: char| !(c.is_alphanumeric() || c == '-')),
            ),
        };
        let span = at + lead..at + lead + word.len();
        at += piece.len();
        if word.is_empty() {
            continue;
        }
        let joined = tokens.last().is_some_and(|last| {
            let between = cut(text, last.span.end..span.start);
            let space = |s: &str| matches!(s, " " | "\u{a0}" | "\n");
            space(between)
                || between.strip_prefix('.').is_some_and(space) && SHORT.contains(&last.word)
        });
        tokens.push(Token { span, word, joined });
    }
    tokens
}

/// How many letters a run of capitals must have to be a name and no abbreviation.
const RUN: usize = 9;

/// The line with names in capitals written small, byte for byte in the same places: `REGION MIDTJYLLAND`.
pub(super) fn small(text: &str) -> Cow<'_, str> {
    if !text
        .as_bytes()
        .windows(3)
        .any(|w| w.iter().all(u8::is_ascii_uppercase))
    {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut run: Vec<&str> = Vec::new();
    for piece in text.split_inclusive(|c: char| c.is_whitespace() || c == ',') {
        if is_in_capitals(piece) {
            run.push(piece);
            continue;
        }
        write_run(&mut out, &run);
        run.clear();
        out.push_str(piece);
    }
    write_run(&mut out, &run);
    if out.len() == text.len() {
        Cow::Owned(out)
    } else {
        Cow::Borrowed(text)
    }
}

/// No small letter; what has no letters at all goes with the words around it.
fn is_in_capitals(piece: &str) -> bool {
    !piece.chars().any(char::is_lowercase)
}

fn write_run(out: &mut String, run: &[&str]) {
    let letters = |piece: &&str| piece.chars().filter(|c| c.is_alphabetic()).count();
    let long = run.iter().map(letters).sum::<usize>() >= RUN && run.iter().any(|p| letters(p) > 3);
    for (at, piece) in run.iter().enumerate() {
        match (long, at) {
            (true, 1..) if is_small(piece) => out.push_str(&piece.to_lowercase()),
            (true, _) if letters(piece) > 1 => write_small(out, piece),
            _ => out.push_str(piece),
        }
    }
}

/// Words that stand small within a name.
fn is_small(piece: &str) -> bool {
    matches!(
        piece.trim_end().trim_end_matches('.'),
        "OG" | "FOR" | "I" | "AF" | "VEDR" | "OM" | "PÅ" | "TIL" | "VED" | "MOD" | "VEDRØRENDE"
    )
}

/// A word with its first letter large, and those behind a hyphen; `A/S` and `H:S` stay as they are.
fn write_small(out: &mut String, piece: &str) {
    if piece.contains(['/', ':']) && piece.trim_end().len() <= 4 {
        out.push_str(piece);
        return;
    }
    let mut first = true;
    for c in piece.chars() {
        if first {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        first = !c.is_alphanumeric();
    }
}

/// A text with one space wherever white space parts its words, and where each of its bytes comes from; `None` where it is so
/// already.
pub(super) fn single_spaced(text: &str) -> Option<(String, Vec<usize>)> {
    let other = |b: &u8| matches!(b, b'\n' | b'\t' | 0xa0);
    if find(text, "  ").is_none() && !text.as_bytes().iter().any(other) {
        return None;
    }
    let mut words = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len() + 1);
    for (at, c) in text.char_indices() {
        if !c.is_whitespace() {
            words.push(c);
            places.extend(at..at + c.len_utf8());
        } else if !words.ends_with(' ') {
            words.push(' ');
            places.push(at);
        }
    }
    places.push(text.len());
    Some((words, places))
}

/// A line whose letters stand apart, `K L I T B Y   R Å D`, as a line of words, and where each of its bytes comes from.
pub(super) fn drawn_together(text: &str) -> Option<(String, Vec<usize>)> {
    let mut pieces = text.split_whitespace();
    let letters = |p: &str| p.chars().count() == 1;
    if !pieces.clone().take(5).all(letters) || pieces.clone().count() < 6 || !pieces.all(letters) {
        return None;
    }
    let mut words = String::new();
    let mut places = Vec::new();
    let mut spaces = 0;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            spaces += 1;
            continue;
        }
        if spaces > 1 && !words.is_empty() {
            words.push(' ');
            places.push(at);
        }
        spaces = 0;
        words.push(c);
        places.extend(at..at + c.len_utf8());
    }
    places.push(text.len());
    Some((words, places))
}

/// A name as it is listed: on one line, without a genitive's `s`.
pub(super) fn plain(stands: &str) -> String {
    let mut name = stands.split_whitespace().collect::<Vec<_>>().join(" ");
    // Towns that end as a genitive does.
    const TOWNS: [&str; 3] = ["Horsens", "Assens", "Randers"];
    // `Sct. Klemens`: a saint's name is no genitive.
    let mut words = name.rsplit(' ').skip(1);
    if words
        .next()
        .is_some_and(|w| matches!(w, "Sct." | "Skt." | "Sankt" | "St."))
    {
        return name;
    }
    let genitive = ["ets", "ens", "nes", "rets"];
    if TOWNS.iter().any(|town| name.ends_with(town)) {
        return name;
    }
    if genitive.iter().any(|ending| name.ends_with(ending)) {
        name.pop();
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_are_written_small_in_place() {
        for (text, wanted) in [
            ("NORDAGER KOMMUNE, Torvet 1", "Nordager Kommune, Torvet 1"),
            (
                "BESTYRELSEN FOR DEN BLÅ FOND",
                "Bestyrelsen for Den Blå Fond",
            ),
            ("KLIT-LYNG VÆRK A/S", "Klit-Lyng Værk A/S"),
            ("Møde i KKR og BUPL", "Møde i KKR og BUPL"),
        ] {
            assert_eq!(small(text), wanted);
        }
    }

    #[test]
    fn letters_are_drawn_together() {
        let (words, places) = drawn_together("F Y R   R Å D E T").unwrap();
        assert_eq!(words, "FYR RÅDET");
        assert_eq!(places.len(), words.len() + 1);
        assert_eq!(places.get(4), Some(&8));
        assert!(drawn_together("a b c og noget mere her").is_none());
    }
}
