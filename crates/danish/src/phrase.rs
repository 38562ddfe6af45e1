//! Phrases of several words, looked for right before or right after a place.

/// Where the longest of the phrases that ends the text begins; blank space between words and after them may vary.
pub(crate) fn ending<S: AsRef<str>>(text: &str, phrases: &[S]) -> Option<usize> {
    let text = blank_end(text);
    phrases
        .iter()
        .map(AsRef::as_ref)
        .filter(|phrase| may_end(text, phrase))
        .filter_map(|phrase| ends_with(text, phrase))
        .min()
}

/// The first of the phrases that ends the text, by what it means, and where it begins.
pub(crate) fn first_ending<T: Copy>(text: &str, phrases: &[(String, T)]) -> Option<(T, usize)> {
    let text = blank_end(text);
    phrases
        .iter()
        .filter(|(phrase, _)| may_end(text, phrase))
        .find_map(|(phrase, means)| Some((*means, ends_with(text, phrase)?)))
}

/// Where the longest of the phrases that begins the text ends.
pub(crate) fn beginning(text: &str, phrases: &[String]) -> Option<usize> {
    let rest = blank_start(text);
    phrases
        .iter()
        .filter(|phrase| may_begin(rest, phrase))
        .filter_map(|phrase| starts_with(text, phrase))
        .max()
}

/// Whether a text can end with a phrase, by their last two bytes: most phrases are told apart by these.
fn may_end(text: &str, phrase: &str) -> bool {
    let back = |s: &str, k: usize| {
        s.len()
            .checked_sub(k)
            .and_then(|at| s.as_bytes().get(at).copied())
    };
    (1..=2).all(|k| alike(back(text, k), back(phrase, k)))
}

/// Likewise by their first two bytes.
fn may_begin(text: &str, phrase: &str) -> bool {
    let byte = |s: &str, k: usize| s.as_bytes().get(k).copied();
    (0..2).all(|k| alike(byte(text, k), byte(phrase, k)))
}

/// Whether two bytes can be of the same letter; blank space varies.
fn alike(text: Option<u8>, phrase: Option<u8>) -> bool {
    match (text, phrase) {
        (_, None | Some(b' ')) => true,
        (Some(text), Some(phrase)) => !text.is_ascii() || text.eq_ignore_ascii_case(&phrase),
        (None, Some(_)) => false,
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

/// Whether a word has one of the endings, in small letters or capitals.
pub(crate) fn has_ending<S: AsRef<str>>(word: &str, endings: &[S]) -> bool {
    endings.iter().map(AsRef::as_ref).any(|ending| {
        let cut = word.len().checked_sub(ending.len());
        cut.and_then(|cut| word.get(cut..))
            .is_some_and(|tail| same(tail, ending))
    })
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
