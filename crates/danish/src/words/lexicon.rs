//! The stems that compounds are made of.

use std::{collections::BTreeMap, sync::OnceLock};

use rustc_hash::FxHashMap;
use serde::Deserialize;
use thiserror::Error;

use super::{LineEnd, fold, inflection};

/// The stems of `config/da/compounds.toml`, with how each looks inside a compound and at its end.
///
/// ```
/// use danish::words::Lexicon;
/// let lexicon = Lexicon::builtin();
/// assert_eq!(lexicon.split("kvalitetsudviklingsmidler"), ["kvalitet", "udvikling", "middel"]);
/// assert_eq!(lexicon.split("forvaltningen"), ["forvaltning"]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// Folded forms that are followed by another part.
    pub(super) joints: FxHashMap<Box<str>, Stem>,
    /// Folded dictionary and irregular forms.
    pub(super) bases: FxHashMap<Box<str>, Stem>,
    /// `midl`, `numr`, `muse`: stems as endings with a vowel find them.
    pub(super) clipped: FxHashMap<Box<str>, Stem>,
    /// Endings that make a new word of a stem, and are none themselves.
    pub(super) suffixes: Vec<Box<str>>,
    /// What makes one new word of a word before which it stands.
    pub(super) prefixes: Vec<Box<str>>,
    /// Endings that tell a noun that no list holds.
    pub(super) shapes: Vec<Box<str>>,
    hyphenated: Vec<Box<str>>,
    suspending: Vec<Box<str>>,
}

/// A stem in its dictionary form, and how readily a part is read as it: 0 is at once.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stem {
    pub(super) word: Box<str>,
    pub(super) doubt: f32,
}

/// What is wrong with `compounds.toml`.
#[derive(Debug, Error)]
pub enum LexiconError {
    /// Not TOML, or a key that is missing, unknown, or of another kind.
    #[error("compounds.toml: {0}")]
    Toml(#[from] Box<toml::de::Error>),
    /// An irregular form whose stem no group holds.
    #[error("compounds.toml: `{form}` is a form of `{word}`, which stands in no group")]
    Stranger {
        /// The form.
        form: String,
        /// The word that it is said to be of.
        word: String,
    },
}

/// `compounds.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    stem: Vec<Group>,
    joint: BTreeMap<String, Vec<String>>,
    inflected: BTreeMap<String, Vec<String>>,
    opening: Vec<String>,
    verbs: String,
    prefixes: Vec<String>,
    suffixes: Vec<String>,
    shapes: Vec<String>,
    hyphenated: Vec<String>,
    suspending: Vec<String>,
    #[serde(rename = "examples")]
    _examples: BTreeMap<String, String>,
    #[serde(rename = "not")]
    _not: Vec<String>,
}

/// Stems that are linked alike.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    links: Vec<String>,
    words: String,
}

const COMPOUNDS: &str = include_str!("../../../../config/da/compounds.toml");

impl Lexicon {
    /// The lexicon that is built in.
    ///
    /// # Panics
    /// Never for a released version: a test reads the same file.
    #[expect(
        clippy::panic,
        reason = "the file is part of the program, and a test reads it"
    )]
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Lexicon> = OnceLock::new();
        BUILTIN.get_or_init(|| match Self::parse(COMPOUNDS) {
            Ok(lexicon) => lexicon,
            Err(error) => panic!("the lexicon that is built in: {error}"),
        })
    }

    /// The text that [`Lexicon::builtin`] is read from: whoever keeps what it made of words knows by it whether another
    /// version would make the same.
    ///
    /// ```
    /// assert!(danish::words::Lexicon::source().contains("[[stem]]"));
    /// ```
    pub fn source() -> &'static str {
        COMPOUNDS
    }

    /// Reads the text of a `compounds.toml`.
    ///
    /// # Errors
    /// When it is no TOML, holds a key that is unknown or of the wrong kind, or gives a form to a word that it does not hold.
    ///
    /// ```
    /// let error = danish::words::Lexicon::parse("stems = 3").unwrap_err();
    /// assert!(error.to_string().starts_with("compounds.toml: "));
    /// ```
    pub fn parse(text: &str) -> Result<Self, LexiconError> {
        let file: File = toml::from_str(text).map_err(Box::new)?;
        let boxed = |list: &[String]| list.iter().map(|s| fold(s).into()).collect();
        let mut lexicon = Self {
            suffixes: boxed(&file.suffixes),
            prefixes: boxed(&file.prefixes),
            shapes: boxed(&file.shapes),
            hyphenated: boxed(&file.hyphenated),
            suspending: boxed(&file.suspending),
            ..Self::default()
        };
        let verbs = file.verbs.split_whitespace();
        for word in file.opening.iter().map(String::as_str).chain(verbs) {
            lexicon.join(word, word, 0.0);
        }
        for group in &file.stem {
            for word in group.words.split_whitespace() {
                for link in &group.links {
                    let doubt = LINK * link.len() as f32;
                    lexicon.join(&format!("{word}{link}"), word, doubt);
                }
                lexicon.base(word, word, 0.0);
            }
        }
        for (word, forms) in &file.joint {
            lexicon.known(word, forms)?;
            forms.iter().for_each(|form| lexicon.join(form, word, 0.0));
        }
        for (word, forms) in &file.inflected {
            lexicon.known(word, forms)?;
            forms.iter().for_each(|form| lexicon.base(form, word, 0.0));
        }
        Ok(lexicon)
    }

    fn known(&self, word: &str, forms: &[String]) -> Result<(), LexiconError> {
        let stranger = || LexiconError::Stranger {
            form: forms.join(", "),
            word: word.to_owned(),
        };
        let known = self.bases.contains_key(fold(word).as_str());
        known.then_some(()).ok_or_else(stranger)
    }

    /// A form that another part follows; the surer reading stays.
    pub(super) fn join(&mut self, form: &str, word: &str, doubt: f32) {
        enter(&mut self.joints, fold(form), word, doubt);
    }

    /// A form that may end a compound.
    pub(super) fn base(&mut self, form: &str, word: &str, doubt: f32) {
        let folded = fold(form);
        if let Some(clipped) = inflection::clipped(&folded) {
            // "centret" is of center sooner than of centrum.
            let latin = if folded.ends_with("um") { 0.01 } else { 0.0 };
            enter(&mut self.clipped, clipped, word, doubt + latin);
        }
        enter(&mut self.bases, folded, word, doubt);
    }

    /// Takes up what an archive's own words teach: a word that stands by itself there, and often, may be a part of others.
    ///
    /// `papers` is in how many papers it stands. Words that the lexicon holds or takes apart, and those that are short or rare,
    /// are left alone, so that what is learnt may depend on the order: teach in one order, such as the alphabet's.
    ///
    /// ```
    /// use danish::words::Lexicon;
    /// let mut lexicon = Lexicon::builtin().clone();
    /// assert_eq!(lexicon.split("kvimlersudvalg"), ["kvimlers", "udvalg"]);
    /// lexicon.learn("kvimler", 12);
    /// assert_eq!(lexicon.split("kvimlersudvalg"), ["kvimler", "udvalg"]);
    /// ```
    pub fn learn(&mut self, word: &str, papers: u64) {
        let folded = fold(word);
        let plain = folded.chars().all(|c| c.is_ascii_lowercase());
        if papers < OFTEN || folded.len() < SHORTEST || !plain {
            return;
        }
        if inflection::base(self, &folded).is_some() || self.split(word).len() > 1 {
            return;
        }
        let word = word.to_lowercase();
        self.join(&word, &word, LEARNT);
        self.join(&format!("{word}s"), &word, LEARNT);
        self.base(&word, &word, LEARNT);
    }

    /// What a hyphen at a line's end is, by the letters before it and those that begin the next line.
    ///
    /// It is the word's own before a capital or a figure, after an abbreviation in capitals, and after those of the lexicon's
    /// `hyphenated` (`it-`, `tv-`, `e-`); it is suspended before `og` and its like (the hyphen that stands for a part left
    /// out, in Retskrivningsordbogen's rules of the hyphen). What is left was broken by the printer.
    ///
    /// ```
    /// use danish::words::{Lexicon, LineEnd};
    /// let lexicon = Lexicon::builtin();
    /// assert_eq!(lexicon.line_end("kvalitets", "udvikling"), LineEnd::Broken);
    /// assert_eq!(lexicon.line_end("EU", "støtte"), LineEnd::Hyphenated);
    /// assert_eq!(lexicon.line_end("børne", "og"), LineEnd::Suspended);
    /// ```
    pub fn line_end(&self, before: &str, after: &str) -> LineEnd {
        let held = |list: &[Box<str>], word: &str| {
            let word = fold(word);
            list.iter().any(|x| **x == *word)
        };
        let letters = before.ends_with(char::is_alphabetic);
        if !letters || after.is_empty() || held(&self.suspending, after) {
            return LineEnd::Suspended;
        }
        let capitals = before
            .chars()
            .all(|c| c.is_uppercase() || c.is_ascii_digit());
        let lower = after.starts_with(char::is_lowercase);
        if capitals || !lower || held(&self.hyphenated, before) {
            LineEnd::Hyphenated
        } else {
            LineEnd::Broken
        }
    }
}

/// In how many papers a word must stand by itself before it is learnt.
const OFTEN: u64 = 3;
/// The fewest letters of a learnt word: shorter ones are the pieces of which any word can be made.
const SHORTEST: usize = 5;
/// A letter that links is read after one of the next stem.
const LINK: f32 = 0.04;
/// Learnt words are read after those of the list.
const LEARNT: f32 = 0.3;

fn enter(table: &mut FxHashMap<Box<str>, Stem>, form: String, word: &str, doubt: f32) {
    let stem = Stem {
        word: word.into(),
        doubt,
    };
    table
        .entry(form.into_boxed_str())
        .and_modify(|old| {
            if doubt < old.doubt {
                *old = stem.clone();
            }
        })
        .or_insert(stem);
}
