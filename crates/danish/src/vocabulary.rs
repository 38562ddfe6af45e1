//! The words of time, money and number: data from `config/da`, read once into one table.

mod files;
mod word;

use std::{collections::HashMap, sync::OnceLock};

use thiserror::Error;

pub(crate) use files::{CalendarFile, MoneyFile, NumbersFile};
pub(crate) use word::{
    Currency, Edge, Entry, Facet, Feast, Fraction, Particle, Season, Span, Which, Word, YearKind,
};

use crate::{found::Bound, words::fold_into};

/// The Danish words of time, money and number, with what they mean.
///
/// [`Vocabulary::builtin`] holds `config/da/{calendar,numbers,money}.toml`; a project may hand in files of its own.
#[derive(Debug)]
pub struct Vocabulary {
    entries: HashMap<Box<[u8]>, Entry>,
    longest: usize,
    pub(crate) bounds: Vec<(String, Bound)>,
    pub(crate) inside: Vec<String>,
    pub(crate) past: Vec<String>,
    pub(crate) lasting: Vec<String>,
    pub(crate) dated: Vec<String>,
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
        money.enter(&mut table)?;
        Ok(Self {
            past: calendar.past_endings(),
            lasting: calendar.lasting_endings(),
            dated: calendar.dated_endings(),
            longest: table.entries.keys().map(|k| k.len()).max().unwrap_or(0),
            entries: table.entries,
            bounds: calendar.bound.phrases(),
            inside: calendar.approximate.inside,
            event_end: calendar.event_edge.end,
            money,
        })
    }

    /// What a form means, given folded ([`crate::words`]) but with é kept.
    pub(crate) fn look_up(&self, folded: &[u8]) -> Option<Entry> {
        if folded.len() > self.longest {
            return None;
        }
        self.entries.get(folded).copied()
    }
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

/// The table while it is filled.
#[derive(Default)]
pub(crate) struct Table {
    entries: HashMap<Box<[u8]>, Entry>,
}

impl Table {
    fn slot(&mut self, form: &str) -> &mut Entry {
        let mut key = Vec::with_capacity(form.len() + 4);
        fold_into(form.trim_end_matches('.'), &mut key);
        self.entries.entry(key.into_boxed_slice()).or_default()
    }

    /// Gives a form its meaning; it can have one only.
    pub(crate) fn mean(
        &mut self,
        file: &'static str,
        group: &'static str,
        form: &str,
        word: Word,
    ) -> Result<(), VocabularyError> {
        let slot = self.slot(form);
        if slot.word != Word::Plain && slot.word != word {
            return Err(VocabularyError::Clash {
                file,
                group,
                word: form.to_owned(),
            });
        }
        slot.word = word;
        Ok(())
    }

    /// Gives a form a second trait beside its meaning.
    pub(crate) fn mark(&mut self, form: &str, facet: Facet) {
        let slot = self.slot(form);
        match facet {
            Facet::Shift(by) => slot.shift = Some(by),
            Facet::MonthShort(month) => slot.month_short = month,
            Facet::WeekdayShort(day) => slot.weekday_short = day,
            Facet::YearKind(kind) => slot.year_kind = Some(kind),
            Facet::Flag(flag) => slot.flags |= flag,
        }
    }
}
