//! Words that a line's end broke.

use std::borrow::Cow;

use super::Lexicon;

/// What a hyphen at a line's end is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineEnd {
    /// The printer's: `kvalitets-` and `udvikling` are one word.
    Broken,
    /// The word's own, which goes on: `it-` and `afdeling`, `Nord-` and `Syd`.
    Hyphenated,
    /// It stands for a part that follows later: `børne-` and `og`.
    Suspended,
}

/// A text with the words made whole that a soft hyphen, or a hyphen at a line's end, broke; a borrowed one where there are
/// none. Offsets into the two differ.
///
/// What a hyphen is, [`Lexicon::line_end`] decides.
///
/// ```
/// use danish::words::{Lexicon, rejoin};
/// let text = "kvali\u{AD}tets-\nudvikling, børne-\nog ungeudvalg, it-\nafdelingen";
/// let whole = rejoin(text, Lexicon::builtin());
/// assert_eq!(whole, "kvalitetsudvikling, børne-\nog ungeudvalg, it-afdelingen");
/// ```
pub fn rejoin<'t>(text: &'t str, lexicon: &Lexicon) -> Cow<'t, str> {
    let soft = text.contains('\u{AD}');
    if !soft && memchr::memmem::find(text.as_bytes(), b"-\n").is_none() {
        return Cow::Borrowed(text);
    }
    let plain = text.replace("\u{AD}\n", "").replace('\u{AD}', "");
    let mut joined = String::with_capacity(plain.len());
    let mut rest = plain.as_str();
    while let Some(at) = memchr::memmem::find(rest.as_bytes(), b"-\n") {
        let (head, tail) = (&rest[..at], &rest[at + 2..]);
        joined.push_str(head);
        joined.push_str(match lexicon.line_end(last_word(head), first_word(tail)) {
            LineEnd::Broken => "",
            LineEnd::Hyphenated => "-",
            LineEnd::Suspended => "-\n",
        });
        rest = tail;
    }
    joined.push_str(rest);
    Cow::Owned(joined)
}

fn last_word(text: &str) -> &str {
    &text[text.trim_end_matches(char::is_alphanumeric).len()..]
}

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric());
    &text[..end.unwrap_or(text.len())]
}
