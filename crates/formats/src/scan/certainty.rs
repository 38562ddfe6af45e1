//! Where in a document's text the words of recognised pages came to stand.
//!
//! Between a page's words and the text lie columns, tables, repeated heads and joined hyphens. Words are found again by what
//! they are, in their order; one that stands several times on a page is taken in that order too.

use std::collections::{BTreeMap, HashMap};

use paper::{Certainty, Recognised, RecognisedWord};

/// A word of the text.
struct Token<'t> {
    start: usize,
    text: &'t str,
    page: u32,
    taken: bool,
}

/// How many words at the end of a page may have begun on the next one: a paragraph that goes on is written as one.
const TAIL: usize = 400;

/// The words of the text that were recognised, in the text's order.
pub(crate) fn certainties(text: &str, seen: &BTreeMap<u32, Recognised>) -> Vec<Certainty> {
    let mut tokens = tokens(text);
    let mut found = Vec::new();
    for (&page, recognised) in seen {
        let first = tokens.partition_point(|token| token.page < page);
        let end = tokens.partition_point(|token| token.page <= page);
        let Some(near) = tokens.get_mut(first.saturating_sub(TAIL)..end) else {
            continue;
        };
        let left = take_whole(near, &recognised.words, &mut found);
        take_parts(near, &left, &mut found);
    }
    found.sort_by_key(|one: &Certainty| one.start);
    found
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut page = 1;
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_whitespace() {
            if let Some(start) = start.take() {
                let text = text.get(start..at).unwrap_or_default();
                tokens.push(Token {
                    start,
                    text,
                    page,
                    taken: false,
                });
            }
            page += u32::from(c == '\u{c}');
        } else {
            start.get_or_insert(at);
        }
    }
    tokens
}

/// Takes the words that stand in the text as they are; gives back the others.
fn take_whole<'w>(
    tokens: &mut [Token<'_>],
    words: &'w [RecognisedWord],
    found: &mut Vec<Certainty>,
) -> Vec<&'w RecognisedWord> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, token) in tokens
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, token)| !token.taken)
    {
        places.entry(token.text).or_default().push(at);
    }
    let mut left = Vec::new();
    for word in words {
        let place = places.get_mut(word.text.as_str()).and_then(Vec::pop);
        let Some(token) = place.and_then(|at| tokens.get_mut(at)) else {
            left.push(word);
            continue;
        };
        token.taken = true;
        found.push(certainty(token.start, token.text.len(), word));
    }
    left
}

/// Takes words that are part of a longer one: joined at a hyphen, or with a note's number before them.
fn take_parts(tokens: &mut [Token<'_>], words: &[&RecognisedWord], found: &mut Vec<Certainty>) {
    let mut words: Vec<&RecognisedWord> = words.to_vec();
    for token in tokens.iter_mut().filter(|token| !token.taken) {
        let mut at = 0;
        words.retain(|word| {
            let part = word.text.trim_end_matches(['-', '\u{ad}']);
            let rest = token.text.get(at..).unwrap_or_default();
            let Some(within) = rest.find(part).filter(|_| !part.is_empty()) else {
                return true;
            };
            found.push(certainty(token.start + at + within, part.len(), word));
            at += within + part.len();
            false
        });
        token.taken = at > 0;
    }
}

fn certainty(start: usize, length: usize, word: &RecognisedWord) -> Certainty {
    Certainty {
        start,
        end: start + length,
        confidence: word.confidence,
        frame: word.frame,
        raw: word.raw.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(words: &[(&str, u8)]) -> Recognised {
        let word = |&(text, confidence): &(&str, u8)| RecognisedWord {
            text: text.to_owned(),
            raw: None,
            confidence,
            line: 0,
            frame: paper::Frame::default(),
        };
        Recognised {
            words: words.iter().map(word).collect(),
            ..Recognised::default()
        }
    }

    #[test]
    fn words_are_found_again_in_their_order_and_in_parts() {
        let text = "Svar den 3. maj\nog den 4. maj\u{c}høringssvar 1Udvalget\tden";
        let seen = BTreeMap::from([
            (
                1,
                page(&[
                    ("Svar", 90),
                    ("den", 80),
                    ("3.", 40),
                    ("maj", 91),
                    ("og", 92),
                    ("den", 70),
                    ("4.", 93),
                    ("maj", 94),
                ]),
            ),
            (
                2,
                page(&[
                    ("hørings-", 60),
                    ("svar", 61),
                    ("Udvalget", 62),
                    ("1", 10),
                    ("den", 63),
                ]),
            ),
        ]);
        let found = certainties(text, &seen);
        let told: Vec<_> = found
            .iter()
            .map(|c| (&text[c.start..c.end], c.confidence))
            .collect();
        let expected = [
            ("Svar", 90),
            ("den", 80),
            ("3.", 40),
            ("maj", 91),
            ("og", 92),
            ("den", 70),
            ("4.", 93),
            ("maj", 94),
            ("hørings", 60),
            ("svar", 61),
            ("Udvalget", 62),
            ("den", 63),
        ];
        assert_eq!(told, expected);
    }
}
