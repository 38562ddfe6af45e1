//! Text to words, the same way for papers, questions and snippets.

use std::ops::Range;

use danish::words::{Lexicon, LineEnd, fold};
use tantivy::tokenizer::{
    Language, Stemmer, TextAnalyzer, Token, TokenFilter, TokenStream, Tokenizer,
};
use unicode_normalization::UnicodeNormalization;

/// The longest word in bytes; what goes on beyond it is cut, in papers and in questions alike.
const LONGEST: usize = 96;

/// Endings that stand after an apostrophe (KL's, PLO'er, EU'erne): the word is what stands before it.
const ENDINGS: &[&str] = &[
    "s", "er", "en", "et", "ere", "ens", "ets", "ers", "erne", "ernes", "ne", "nes",
];

/// The name under which the fields of folded words know their analyzer.
pub(crate) const EXACT: &str = "exact";

/// The name under which the field of words read backwards knows its analyzer.
pub(crate) const BACKWARDS: &str = "backwards";

/// The name under which the fields of stems know their analyzer.
pub(crate) const STEM: &str = "stem";

/// Words in lower case, otherwise as written.
pub(crate) fn lower() -> TextAnalyzer {
    TextAnalyzer::builder(Cut).build()
}

/// Words as written, but for case and for old and new spelling: Århus is Aarhus.
pub(crate) fn exact() -> TextAnalyzer {
    TextAnalyzer::builder(Cut).filter(Fold).build()
}

/// The stems of words, then folded: the stemmer knows æ, ø and å.
pub(crate) fn stem() -> TextAnalyzer {
    TextAnalyzer::builder(Cut)
        .filter(Stemmer::new(Language::Danish))
        .filter(Fold)
        .build()
}

/// A word of a name, with what its bearer is or did: a word of its own, that no text has.
pub(crate) fn told(what: &str, word: &str) -> String {
    format!("{what}={word}")
}

/// Folded words, read backwards.
pub(crate) fn backwards() -> TextAnalyzer {
    TextAnalyzer::builder(Cut)
        .filter(Fold)
        .filter(Backwards)
        .build()
}

/// All words of a text.
pub(crate) fn tokens(analyzer: &mut TextAnalyzer, text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    analyzer
        .token_stream(text)
        .process(&mut |token| tokens.push(token.clone()));
    tokens
}

/// Whether it is a letter. Those of Danish are told without Unicode's tables, which cost more than all else here.
pub(crate) fn is_letter(c: char) -> bool {
    match c {
        'À'..='ÿ' => !matches!(c, '×' | '÷'),
        c => c.is_alphabetic(),
    }
}

/// Whether a word can begin with it.
fn begins(c: char) -> bool {
    is_letter(c) || c.is_numeric()
}

/// Whether a word goes on with it: combining marks belong to the letter before them.
fn goes_on(c: char) -> bool {
    begins(c) || matches!(c, '\u{300}'..='\u{36F}')
}

/// Writes a letter in lower case; without tables, as [`is_letter`].
fn push_lower(word: &mut String, c: char) {
    match c {
        c if c.is_ascii() => word.push(c.to_ascii_lowercase()),
        'À'..='Þ' if c != '×' => word.extend(char::from_u32(u32::from(c) + 32)),
        'ß'..='ÿ' => word.push(c),
        c => word.extend(c.to_lowercase()),
    }
}

/// Invisible within a word: soft hyphen, zero-width space and joiners, byte order mark.
fn invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}'
    )
}

/// Where the next word at or after a byte stands; `word` becomes the word itself, in lower case.
fn next_word(text: &str, from: usize, word: &mut String) -> Option<Range<usize>> {
    let start = from + text.get(from..)?.find(begins)?;
    word.clear();
    let mut end = start;
    while let Some(c) = text[end..].chars().next() {
        let after = end + c.len_utf8();
        if goes_on(c) {
            if word.len() < LONGEST {
                push_lower(word, c);
            }
            end = after;
        } else if let Some(skip) = bridge(&text[end..], &text[start..end]) {
            end += skip;
        } else {
            break;
        }
    }
    compose(word);
    Some(start..end + ending(&text[end..]))
}

/// How many bytes at the beginning of `rest` lie within a word rather than behind it.
fn bridge(rest: &str, word: &str) -> Option<usize> {
    let hidden = rest.len() - rest.trim_start_matches(invisible).len();
    let after = &rest[hidden..];
    if hidden > 0 && after.starts_with(goes_on) {
        return Some(hidden);
    }
    // "kvalitets-\nudvikling" is one word, broken at the line's end.
    let hyphen = after
        .chars()
        .next()
        .filter(|&c| c == '-' || c == '\u{2010}');
    let broken = &after[hyphen.map_or(0, char::len_utf8)..];
    let next = broken
        .strip_prefix("\r\n")
        .or_else(|| broken.strip_prefix('\n'))?;
    if hyphen.is_none() && hidden == 0 {
        return None;
    }
    let letters = word
        .rfind(|c| !goes_on(c))
        .map_or(word, |at| word[at..].trim_start_matches(|c| !goes_on(c)));
    let follower = &next[..next.find(|c| !goes_on(c)).unwrap_or(next.len())];
    let end = Lexicon::builtin().line_end(letters, follower);
    (end == LineEnd::Broken).then_some(rest.len() - next.len())
}

/// How many bytes an apostrophe and an ending behind it take.
fn ending(rest: &str) -> usize {
    let Some(after) = rest.strip_prefix(['\'', '’']) else {
        return 0;
    };
    let letters = after.find(|c| !goes_on(c)).unwrap_or(after.len());
    if ENDINGS.contains(&&after[..letters]) {
        rest.len() - after.len() + letters
    } else {
        0
    }
}

/// Letters and their marks as one character, ligatures and wide forms as plain letters.
fn compose(word: &mut String) {
    if word.chars().any(|c| c > '\u{24F}') {
        *word = word.nfkc().flat_map(char::to_lowercase).collect();
    }
}

/// Cuts a text into words in lower case.
#[derive(Clone)]
struct Cut;

struct CutStream<'a> {
    text: &'a str,
    at: usize,
    token: Token,
}

impl Tokenizer for Cut {
    type TokenStream<'a> = CutStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> CutStream<'a> {
        CutStream {
            text,
            at: 0,
            token: Token::default(),
        }
    }
}

impl TokenStream for CutStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(range) = next_word(self.text, self.at, &mut self.token.text) else {
            return false;
        };
        self.at = range.end;
        self.token.offset_from = range.start;
        self.token.offset_to = range.end;
        // A fresh token stands at usize::MAX, one before the first word.
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Makes old and new spelling equal.
#[derive(Clone)]
struct Fold;

#[derive(Clone)]
struct Folded<T>(T);

struct FoldStream<T>(T);

impl TokenFilter for Fold {
    type Tokenizer<T: Tokenizer> = Folded<T>;

    fn transform<T: Tokenizer>(self, tokenizer: T) -> Folded<T> {
        Folded(tokenizer)
    }
}

impl<T: Tokenizer> Tokenizer for Folded<T> {
    type TokenStream<'a> = FoldStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        FoldStream(self.0.token_stream(text))
    }
}

impl<T: TokenStream> TokenStream for FoldStream<T> {
    fn advance(&mut self) -> bool {
        if !self.0.advance() {
            return false;
        }
        let token = self.0.token_mut();
        if !token.text.is_ascii() {
            token.text = fold(&token.text);
        }
        true
    }

    fn token(&self) -> &Token {
        self.0.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.0.token_mut()
    }
}

/// Turns words around.
#[derive(Clone)]
struct Backwards;

#[derive(Clone)]
struct Turned<T>(T);

struct TurnStream<T>(T);

impl TokenFilter for Backwards {
    type Tokenizer<T: Tokenizer> = Turned<T>;

    fn transform<T: Tokenizer>(self, tokenizer: T) -> Turned<T> {
        Turned(tokenizer)
    }
}

impl<T: Tokenizer> Tokenizer for Turned<T> {
    type TokenStream<'a> = TurnStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        TurnStream(self.0.token_stream(text))
    }
}

impl<T: TokenStream> TokenStream for TurnStream<T> {
    fn advance(&mut self) -> bool {
        if !self.0.advance() {
            return false;
        }
        let token = self.0.token_mut();
        token.text = token.text.chars().rev().collect();
        true
    }

    fn token(&self) -> &Token {
        self.0.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.0.token_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(&mut exact(), text)
            .into_iter()
            .map(|t| t.text)
            .collect()
    }

    #[test]
    fn broken_words_are_whole() {
        assert_eq!(words("kvalitets-\nudvikling"), ["kvalitetsudvikling"]);
        assert_eq!(words("kom\u{AD}mune"), ["kommune"]);
        assert_eq!(words("kom\u{AD}\nmune"), ["kommune"]);
        assert_eq!(
            words("børne-\nog ungeudvalget"),
            ["boerne", "og", "ungeudvalget"]
        );
        assert_eq!(
            words("Region-\nMidt 12-\n13"),
            ["region", "midt", "12", "13"]
        );
    }

    #[test]
    fn one_word_in_many_spellings() {
        assert_eq!(words("Århus Aarhus ÅRHUS A\u{30A}rhus"), ["aarhus"; 4]);
        assert_eq!(words("idé ide ide\u{301}"), ["ide"; 3]);
        assert_eq!(words("KL's EU’s PLO'er"), ["kl", "eu", "plo"]);
        assert_eq!(words("ﬁnansloven"), ["finansloven"]);
    }

    #[test]
    fn letters_told_without_tables_are_unicodes() {
        for c in (0..0x500).filter_map(char::from_u32) {
            assert_eq!(begins(c), c.is_alphanumeric(), "{c:?}");
            let mut lower = String::new();
            push_lower(&mut lower, c);
            assert_eq!(lower, c.to_lowercase().collect::<String>(), "{c:?}");
        }
    }

    #[test]
    fn places_stand_in_the_text() {
        let text = "– Århus’ sag 1-30-72: kom\u{AD}mune-\nbesøg, KL's";
        let found: Vec<_> = tokens(&mut stem(), text)
            .iter()
            .map(|t| &text[t.offset_from..t.offset_to])
            .collect();
        assert_eq!(
            found,
            [
                "Århus",
                "sag",
                "1",
                "30",
                "72",
                "kom\u{AD}mune-\nbesøg",
                "KL's"
            ]
        );
    }

    #[test]
    fn inflected_forms_share_a_stem() {
        for forms in [
            "møde mødet møder møderne mødernes",
            "udvalg udvalget udvalgene udvalgets",
        ] {
            let stems = tokens(&mut stem(), forms);
            assert!(stems.iter().all(|t| t.text == stems[0].text), "{stems:?}");
        }
    }
}
