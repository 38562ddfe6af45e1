//! The words of time, money and number: data from `config/da`, read once into one table.

mod files;
mod table;
mod word;

use std::sync::OnceLock;

use thiserror::Error;

pub(crate) use files::{CalendarFile, MoneyFile, NumbersFile};
pub(crate) use table::{Form, Table};
pub(crate) use word::{
    Currency, Edge, Entry, Feast, Fraction, Particle, Season, Span, Which, Word, YearKind,
};

use crate::found::Bound;

/// The Danish words of time, money and number, with what they mean.
///
/// [`Vocabulary::builtin`] holds `config/da/{calendar,numbers,money}.toml`; a project may hand in files of its own.
#[derive(Debug)]
pub struct Vocabulary {
    table: Table,
    /// The last two bytes of `past`, as [`table::pair`] has them: most words end otherwise.
    past_last: Box<[bool; table::PAIRS]>,
    pub(crate) bounds: Vec<(String, Bound)>,
    pub(crate) inside: Vec<String>,
    pub(crate) past: Vec<String>,
    pub(crate) lasting: Vec<String>,
    pub(crate) dated: Vec<String>,
    pub(crate) state: Vec<String>,
    pub(crate) balance: Vec<String>,
    pub(crate) event_end: Vec<String>,
    pub(crate) money: MoneyFile,
}

/// What is wrong with a vocabulary file.
#[derive(Debug, Error)]
pub enum VocabularyError {
    /// Not TOML, or a key that is missing, unknown, or of another kind.
    #[error("{file}: {source}")]
    Toml {
        /// The file's name.
        file: &'static str,
        /// Line, key and what is wrong.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// A form stands in two groups that exclude each other.
    #[error("{file}: `{word}` in [{group}] already has another meaning")]
    Clash {
        /// The file's name.
        file: &'static str,
        /// The group that repeats it.
        group: &'static str,
        /// The form.
        word: String,
    },
}

pub(crate) const CALENDAR: &str = include_str!("../../../config/da/calendar.toml");
pub(crate) const NUMBERS: &str = include_str!("../../../config/da/numbers.toml");
pub(crate) const MONEY: &str = include_str!("../../../config/da/money.toml");

impl Vocabulary {
    /// The vocabulary that is built in.
    ///
    /// # Panics
    /// Never for a released version: a test reads the same three files.
    #[expect(
        clippy::panic,
        reason = "the files are part of the program, and a test reads them"
    )]
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Vocabulary> = OnceLock::new();
        BUILTIN.get_or_init(|| match Self::parse(CALENDAR, NUMBERS, MONEY) {
            Ok(vocabulary) => vocabulary,
            Err(error) => panic!("the vocabulary that is built in: {error}"),
        })
    }

    /// Reads the text of the three files of a vocabulary: `calendar.toml`, `numbers.toml`, `money.toml`.
    ///
    /// # Errors
    /// When a file is no TOML, holds a key that is unknown or of the wrong kind, or gives one form two meanings.
    ///
    /// ```
    /// let error = danish::Vocabulary::parse("months = 12", "", "").unwrap_err();
    /// assert!(error.to_string().starts_with("calendar.toml: "));
    /// ```
    pub fn parse(calendar: &str, numbers: &str, money: &str) -> Result<Self, VocabularyError> {
        let calendar: CalendarFile = read("calendar.toml", calendar)?;
        let numbers: NumbersFile = read("numbers.toml", numbers)?;
        let money: MoneyFile = read("money.toml", money)?;
        let mut table = Table::default();
        calendar.enter(&mut table)?;
        numbers.enter(&mut table)?;
        numbers.lengths(&calendar, &mut table)?;
        money.enter(&mut table)?;
        table.classify();
        Ok(Self {
            past_last: last_bytes(&calendar.past_endings()),
            past: calendar.past_endings(),
            lasting: calendar.lasting_endings(),
            dated: calendar.dated_endings(),
            state: calendar.state_endings(),
            balance: calendar.balance_endings(),
            table,
            bounds: calendar.bound.phrases(),
            inside: calendar.approximate.inside,
            event_end: calendar.event_edge.end,
            money,
        })
    }

    /// What a form means.
    pub(crate) fn look_up(&self, form: &Form) -> Option<Entry> {
        self.table.look_up(form)
    }

    /// Whether a word has the last two bytes of an ending of the past.
    pub(crate) fn past_ends(&self, word: &[u8]) -> bool {
        matches!(word, [.., a, b] if self.past_last[table::pair(*a, *b)])
    }
}

fn last_bytes(endings: &[String]) -> Box<[bool; table::PAIRS]> {
    let mut last = Box::new([false; table::PAIRS]);
    for ending in endings {
        if let [.., a, b] = ending.as_bytes() {
            last[table::pair(*a, *b)] = true;
        }
    }
    last
}

fn read<T: serde::de::DeserializeOwned>(
    file: &'static str,
    text: &str,
) -> Result<T, VocabularyError> {
    toml::from_str(text).map_err(|source| VocabularyError::Toml {
        file,
        source: Box::new(source),
    })
}
