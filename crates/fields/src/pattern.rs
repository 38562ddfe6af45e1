//! Patterns of words, as the vocabulary writes them, and the text as words.

use danish::words::fold;
use paper::Span;
use serde::Deserialize;

/// A word of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Its bytes.
    pub(crate) span: Span,
    /// As it is compared: lower case, old and new spelling alike.
    pub(crate) folded: String,
}

/// A stretch of a text; nothing where there is no such stretch, as between two expressions that overlap.
pub(crate) fn cut(text: &str, span: Span) -> &str {
    text.get(span).unwrap_or_default()
}

/// The words of a stretch of the text: runs of letters and digits, inner hyphens kept; `§` is one.
pub(crate) fn words(text: &str, span: Span) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in cut(text, span.clone()).char_indices() {
        let at = span.start + at;
        let inner = c.is_alphanumeric() || c == '\u{ad}';
        match start {
            None if inner || c == '§' => start = Some(at),
            Some(from) if !(inner || c == '-' && follows_letter(text, at, span.end)) => {
                words.push(word(text, from..at));
                start = (c == '§').then_some(at);
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        words.push(word(text, from..span.end));
    }
    words
}

fn follows_letter(text: &str, hyphen: usize, end: usize) -> bool {
    text[hyphen..end]
        .chars()
        .nth(1)
        .is_some_and(char::is_alphanumeric)
}

fn word(text: &str, span: Span) -> Word {
    Word {
        folded: fold(&text[span.clone()]),
        span,
    }
}

/// A sequence of words: `skal være … i hænde`, `*frist`, `møde*`.
///
/// A star at a word's end or beginning stands for any letters, `…` for up to eight words, `_` for one word. A hyphen of
/// the text within a word is compared as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Pattern {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Word {
        text: String,
        open_start: bool,
        open_end: bool,
    },
    Any,
    Gap,
}

/// How many words `…` may stand for.
const GAP: usize = 8;

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(source: String) -> Result<Self, String> {
        let parts: Vec<Part> = source
            .split_whitespace()
            .map(|piece| match piece {
                "…" => Part::Gap,
                "_" => Part::Any,
                word => Part::Word {
                    text: fold(word.trim_matches('*')),
                    open_start: word.starts_with('*'),
                    open_end: word.ends_with('*'),
                },
            })
            .collect();
        let empty = |part: &Part| matches!(part, Part::Word { text, .. } if text.is_empty());
        let edge = |part: Option<&Part>| part.is_none_or(|p| *p == Part::Gap);
        if parts.iter().any(empty) || edge(parts.first()) || edge(parts.last()) {
            return Err(format!("no pattern of words: {source:?}"));
        }
        Ok(Self { parts })
    }
}

impl Pattern {
    /// The words that match at some place, first to last; the first such place.
    pub(crate) fn find(&self, words: &[Word]) -> Option<std::ops::Range<usize>> {
        (0..words.len()).find_map(|from| Some(from..self.matches_at(words, from)?))
    }

    /// Where a match that begins at the word `from` ends.
    pub(crate) fn matches_at(&self, words: &[Word], from: usize) -> Option<usize> {
        let mut at = from;
        let mut slack = 0;
        for part in &self.parts {
            match part {
                Part::Gap => slack = GAP,
                Part::Any => {
                    words.get(at)?;
                    at += 1;
                }
                Part::Word { .. } => {
                    let reach = words.get(at..(at + slack + 1).min(words.len()))?;
                    at += 1 + reach.iter().position(|word| part.is(&word.folded))?;
                    slack = 0;
                }
            }
        }
        Some(at)
    }
}

impl Part {
    fn is(&self, folded: &str) -> bool {
        match self {
            Self::Word {
                text,
                open_start,
                open_end,
            } => match (open_start, open_end) {
                (false, false) => folded == text,
                (true, false) => folded.ends_with(text.as_str()),
                (false, true) => folded.starts_with(text.as_str()),
                (true, true) => folded.contains(text.as_str()),
            },
            Self::Any | Self::Gap => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pattern: &str, text: &str) -> bool {
        let pattern = Pattern::try_from(pattern.to_owned()).unwrap();
        pattern.find(&words(text, 0..text.len())).is_some()
    }

    #[test]
    fn patterns_match_words_not_letters() {
        assert!(found("*frist", "Høringsfrist: i morgen"));
        assert!(!found("*frist", "En tidsfristforlængelse"));
        assert!(found(
            "skal være … i hænde",
            "Svaret skal være styrelsen i hænde"
        ));
        assert!(!found("skal være … i hænde", "Svaret skal være godt"));
        assert!(found("paa sit møde", "på sit møde"));
        assert!(found("§ _", "jf. § 17"));
        assert!(found("e-mail*", "E-mailadresse"));
    }

    #[test]
    fn patterns_without_words_are_refused() {
        for source in ["", "*", "… møde", "møde …"] {
            assert!(Pattern::try_from(source.to_owned()).is_err(), "{source}");
        }
    }
}
