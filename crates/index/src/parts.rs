//! The parts of compounds as words of their own: `sundhedsudvalget` is found by `sundhed` and by `udvalg`,
//! `kvalitetsudviklingsmidler` also by `kvalitetsudvikling`.

use std::{
    fmt,
    sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError},
};

use danish::words::Lexicon;
use rustc_hash::FxHashMap;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

use crate::analysis;

/// The name under which the field of parts knows its analyzer.
pub(crate) const PARTS: &str = "parts";

/// How many words are remembered in each of so many shelves; papers say the same words again and again, and to take one
/// apart costs as much as to index a hundred.
const REMEMBERED: usize = 40_000;
const SHELVES: usize = 16;
/// Fewer letters make no compound.
const SHORTEST: usize = 6;

/// The stems of the parts of compounds; nothing for all other words.
pub(crate) fn parts() -> TextAnalyzer {
    TextAnalyzer::from(Apart::default())
}

/// The stems of a word's parts.
pub(crate) type Parts = Arc<[Box<str>]>;

/// What stands between parts that follow one another, in a word of the index.
const JOINT: &str = " ";

/// What a compound is found by: its parts, and those of them that follow one another, but for all together, which are
/// the compound itself.
pub(crate) fn runs(parts: &[Box<str>]) -> impl Iterator<Item = String> {
    (1..parts.len()).flat_map(|many| parts.windows(many).map(|run| run.join(JOINT)))
}

type Shelf = Mutex<FxHashMap<Box<str>, Parts>>;

/// How words are taken apart, for all threads: each word once.
static KNOWN: LazyLock<[Shelf; SHELVES]> = LazyLock::new(Default::default);

/// Takes words apart.
pub(crate) struct Cutter {
    stem: TextAnalyzer,
    nothing: Parts,
}

impl Default for Cutter {
    fn default() -> Self {
        Self {
            stem: analysis::stem(),
            nothing: Arc::from([]),
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
    pub(crate) fn parts(&mut self, word: &str) -> Parts {
        if word.len() < SHORTEST || !word.chars().all(analysis::is_letter) {
            return Arc::clone(&self.nothing);
        }
        let shelf = shelf(word);
        if let Some(parts) = lock(shelf).get(word) {
            return Arc::clone(parts);
        }
        // Others go on meanwhile.
        let parts = self.cut(word);
        let mut known = lock(shelf);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(word.into(), Arc::clone(&parts));
        parts
    }

    /// What longer compounds are found by that a word is a part of: its stem, or the stems of its own parts.
    pub(crate) fn within(&mut self, word: &str, stem: &str) -> String {
        match &*self.parts(&word.to_lowercase()) {
            [] => stem.to_owned(),
            parts => parts.join(JOINT),
        }
    }

    fn cut(&mut self, word: &str) -> Parts {
        let parts = Lexicon::builtin().split(word);
        if parts.len() < 2 {
            return Arc::clone(&self.nothing);
        }
        let mut stems = Vec::with_capacity(parts.len());
        for part in &parts {
            let tokens = analysis::tokens(&mut self.stem, part);
            stems.extend(tokens.into_iter().map(|token| token.text.into_boxed_str()));
        }
        stems.into()
    }
}

fn shelf(word: &str) -> &'static Shelf {
    let sum = word.bytes().fold(0_usize, |sum, b| {
        sum.wrapping_mul(31).wrapping_add(usize::from(b))
    });
    let [first, ..] = &*KNOWN;
    KNOWN.get(sum % SHELVES).unwrap_or(first)
}

/// What a thread that panicked left is whole: an entry is put in at once.
fn lock(shelf: &Shelf) -> MutexGuard<'_, FxHashMap<Box<str>, Parts>> {
    shelf.lock().unwrap_or_else(PoisonError::into_inner)
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

struct PartStream<'a> {
    words: Box<dyn TokenStream + 'a>,
    cutter: &'a mut Cutter,
    /// What the word is found by.
    waiting: Vec<String>,
    token: Token,
}

impl Tokenizer for Apart {
    type TokenStream<'a> = PartStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PartStream<'a> {
        let words = self.words.get_or_insert_with(analysis::lower);
        PartStream {
            words: Box::new(words.token_stream(text)),
            cutter: &mut self.cutter,
            waiting: Vec::new(),
            token: Token::default(),
        }
    }
}

impl TokenStream for PartStream<'_> {
    fn advance(&mut self) -> bool {
        while self.waiting.is_empty() {
            if !self.words.advance() {
                return false;
            }
            let word = self.words.token();
            let parts = self.cutter.parts(&word.text);
            self.waiting.extend(runs(&parts));
            (self.token.offset_from, self.token.offset_to) = (word.offset_from, word.offset_to);
            self.token.position = word.position;
        }
        self.token.text = self.waiting.pop().unwrap_or_default();
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
        assert_eq!(found("Sundhedsudvalgets møde"), ["udvalg", "sund"]);
        assert_eq!(found("børneudvalg"), ["udvalg", "barn"]);
        let three = [
            "udvikling middel",
            "kvalit udvikling",
            "middel",
            "udvikling",
            "kvalit",
        ];
        assert_eq!(found("kvalitetsudviklingsmidler"), three);
        assert!(found("Udvalget mødes i Aarhus den 3. maj").is_empty());
        let token = analysis::tokens(&mut parts(), "et sundheds-\nudvalg").remove(1);
        assert_eq!((token.offset_from, token.offset_to), (3, 19));
    }
}
