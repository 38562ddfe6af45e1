//! Phrases of several words, looked for right before or right after a place.

/// Where the longest of the phrases that ends the text begins; blank space between words and after them may vary.
pub(crate) fn ending<S: AsRef<str>>(text: &str, phrases: &[S]) -> Option<usize> {
    let last = blank_end(text).as_bytes().last().copied();
    phrases
        .iter()
        .map(AsRef::as_ref)
        .filter(|phrase| may_match(last, phrase.as_bytes().last().copied()))
        .filter_map(|phrase| ends_with(text, phrase))
        .min()
}

/// Where the longest of the phrases that begins the text ends.
pub(crate) fn beginning(text: &str, phrases: &[String]) -> Option<usize> {
    let first = blank_start(text).as_bytes().first().copied();
    phrases
        .iter()
        .filter(|phrase| may_match(first, phrase.as_bytes().first().copied()))
        .filter_map(|phrase| starts_with(text, phrase))
        .max()
}

/// Whether a text and a phrase can be the same at one byte: most phrases are told apart by it.
fn may_match(text: Option<u8>, phrase: Option<u8>) -> bool {
    match (text, phrase) {
        (Some(text), Some(phrase)) => !text.is_ascii() || text.eq_ignore_ascii_case(&phrase),
        _ => false,
    }
}

fn ends_with(text: &str, phrase: &str) -> Option<usize> {
    let mut rest = text;
    for word in phrase.split(' ').rev() {
        rest = blank_end(rest);
        let cut = rest.len().checked_sub(word.len())?;
        let tail = rest.get(cut..)?;
        if !same(tail, word) {
            return None;
        }
        rest = &rest[..cut];
    }
    (!rest.ends_with(|c: char| c.is_alphanumeric())).then_some(rest.len())
}

fn starts_with(text: &str, phrase: &str) -> Option<usize> {
    let mut rest = text;
    for word in phrase.split(' ') {
        rest = blank_start(rest);
        let head = rest.get(..word.len())?;
        if !same(head, word) {
            return None;
        }
        rest = &rest[word.len()..];
    }
    (!rest.starts_with(|c: char| c.is_alphanumeric())).then_some(text.len() - rest.len())
}

fn same(text: &str, word: &str) -> bool {
    text.eq_ignore_ascii_case(word) || !text.is_ascii() && text.to_lowercase() == word
}

fn blank_end(text: &str) -> &str {
    text.trim_end_matches([' ', '\u{A0}', '\n', '\r'])
}

fn blank_start(text: &str) -> &str {
    text.trim_start_matches([' ', '\u{A0}', '\n'])
}
