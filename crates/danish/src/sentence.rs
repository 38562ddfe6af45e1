//! Where a sentence begins and ends.

use std::ops::Range;

use crate::{lex::Sentences, token::Token, vocabulary::Vocabulary};

/// The sentences of a text, in order, without the blank space between them.
///
/// It knows the full stops of Danish abbreviations (`kl.`, `jf.`, `mio. kr.`, `cand.jur.`), of ordinals and of initials. A
/// blank line, a tab, a page and a list's label are limits; a line end within a sentence is none.
///
/// ```
/// let text = "Møde d. 3. maj kl. 9 hos A. Thim. Referent: jf. bilag.\n\n1. Økonomi\n2. Evt.";
/// let sentences: Vec<_> = danish::sentences(text).map(|s| &text[s]).collect();
/// assert_eq!(sentences, ["Møde d. 3. maj kl. 9 hos A. Thim.", "Referent: jf. bilag.", "1. Økonomi", "2. Evt."]);
/// ```
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    from(text, 0)
}

/// The sentence that holds the byte `at`, or the last one before it.
///
/// ```
/// let text = "Kaffe kl. 9. Mødet begynder kl. 9.30.";
/// assert_eq!(&text[danish::sentence_around(text, 20)], "Mødet begynder kl. 9.30.");
/// ```
pub fn sentence_around(text: &str, at: usize) -> Range<usize> {
    let mut around = 0..0;
    for sentence in from(text, paragraph_start(text, at)) {
        if sentence.start > at && around.end > 0 {
            break;
        }
        around = sentence;
        if around.end > at {
            break;
        }
    }
    around
}

fn from(text: &str, at: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut sentences = Sentences::new(text, at, Vocabulary::builtin());
    let mut tokens: Vec<Token> = Vec::new();
    std::iter::from_fn(move || {
        sentences.fill(&mut tokens).then(|| {
            let start = tokens.first().map_or(0, |t| t.start);
            start..tokens.last().map_or(start, |t| t.end)
        })
    })
}

/// Just past the last blank line or page before `at`, where no sentence is open.
fn paragraph_start(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    let mut end = before.len();
    while let Some(found) = memchr::memrchr2(b'\n', 0x0C, &before[..end]) {
        let blank = before[..found]
            .iter()
            .rev()
            .find(|b| !matches!(b, b' ' | b'\r'));
        if before[found] == 0x0C || blank == Some(&b'\n') {
            return found + 1;
        }
        end = found;
    }
    0
}
