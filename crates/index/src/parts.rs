//! The parts of compounds as words of their own: `sundhedsudvalget` is found by `sundhed` and by `udvalg`.

use std::{collections::HashMap, fmt};

use danish::words::Lexicon;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

use crate::analysis;

/// The name under which the field of parts knows its analyzer.
pub(crate) const PARTS: &str = "parts";

/// How many words a cutter remembers; papers say the same words again and again.
const REMEMBERED: usize = 200_000;
/// Fewer letters make no compound.
const SHORTEST: usize = 6;

/// The stems of the parts of compounds; nothing for all other words.
pub(crate) fn parts() -> TextAnalyzer {
    TextAnalyzer::from(Apart::default())
}

/// Takes words apart, and remembers how.
pub(crate) struct Cutter {
    stem: TextAnalyzer,
    known: HashMap<Box<str>, Box<[Box<str>]>>,
}

impl Default for Cutter {
    fn default() -> Self {
        Self {
            stem: analysis::stem(),
            known: HashMap::new(),
        }
    }
}

impl fmt::Debug for Cutter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cutter").finish_non_exhaustive()
    }
}

impl Cutter {
    /// The stems of a word's parts; none where it is no compound.
    pub(crate) fn parts(&mut self, word: &str) -> &[Box<str>] {
        if self.known.len() > REMEMBERED {
            self.known.clear();
        }
        if !self.known.contains_key(word) {
            let parts = self.cut(word);
            self.known.insert(word.into(), parts);
        }
        self.known.get(word).map_or(&[], |parts| parts)
    }

    fn cut(&mut self, word: &str) -> Box<[Box<str>]> {
        if word.len() < SHORTEST || !word.chars().all(char::is_alphabetic) {
            return Box::default();
        }
        let parts = Lexicon::builtin().split(word);
        if parts.len() < 2 {
            return Box::default();
        }
        let mut stems = Vec::with_capacity(parts.len());
        for part in &parts {
            let tokens = analysis::tokens(&mut self.stem, part);
            stems.extend(tokens.into_iter().map(|token| token.text.into_boxed_str()));
        }
        stems.into()
    }
}

/// A tokenizer of the parts.
#[derive(Default)]
struct Apart {
    words: Option<TextAnalyzer>,
    cutter: Cutter,
}

/// A copy begins without what the first one remembers.
impl Clone for Apart {
    fn clone(&self) -> Self {
        Self::default()
    }
}

struct Parts<'a> {
    words: Box<dyn TokenStream + 'a>,
    cutter: &'a mut Cutter,
    /// The parts of the word, the last first.
    waiting: Vec<Box<str>>,
    token: Token,
}

impl Tokenizer for Apart {
    type TokenStream<'a> = Parts<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Parts<'a> {
        let words = self.words.get_or_insert_with(analysis::lower);
        Parts {
            words: Box::new(words.token_stream(text)),
            cutter: &mut self.cutter,
            waiting: Vec::new(),
            token: Token::default(),
        }
    }
}

impl TokenStream for Parts<'_> {
    fn advance(&mut self) -> bool {
        while self.waiting.is_empty() {
            if !self.words.advance() {
                return false;
            }
            let word = self.words.token();
            let parts = self.cutter.parts(&word.text);
            self.waiting.extend(parts.iter().rev().cloned());
            (self.token.offset_from, self.token.offset_to) = (word.offset_from, word.offset_to);
            self.token.position = word.position;
        }
        self.token.text = self.waiting.pop().unwrap_or_default().into();
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_give_the_stems_of_their_parts() {
        let found = |text: &str| -> Vec<String> {
            let tokens = analysis::tokens(&mut parts(), text);
            tokens.into_iter().map(|t| t.text).collect()
        };
        // The stemmer makes sund of sundhed, in papers and in questions alike.
        assert_eq!(found("Sundhedsudvalgets møde"), ["sund", "udvalg"]);
        assert_eq!(found("børneudvalg"), ["barn", "udvalg"]);
        assert!(found("Udvalget mødes i Aarhus den 3. maj").is_empty());
        let token = analysis::tokens(&mut parts(), "et sundheds-\nudvalg").remove(1);
        assert_eq!((token.offset_from, token.offset_to), (3, 19));
    }
}
