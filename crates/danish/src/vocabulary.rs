//! The words of time, money and number: data from `config/da`, read once into one table.

mod files;
mod word;

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    sync::OnceLock,
};

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
    entries: Entries,
    /// For each first byte, the lengths of the forms that begin with it, a bit each.
    lengths: Box<[u64; 256]>,
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
        money.enter(&mut table)?;
        Ok(Self {
            past: calendar.past_endings(),
            lasting: calendar.lasting_endings(),
            dated: calendar.dated_endings(),
            state: calendar.state_endings(),
            balance: calendar.balance_endings(),
            lengths: lengths(&table.entries),
            entries: table.entries,
            bounds: calendar.bound.phrases(),
            inside: calendar.approximate.inside,
            event_end: calendar.event_edge.end,
            money,
        })
    }

    /// What a form means, given folded ([`crate::words`]) but with é kept.
    pub(crate) fn look_up(&self, folded: &[u8]) -> Option<Entry> {
        let first = usize::from(*folded.first()?);
        let length = 1_u64.checked_shl(u32::try_from(folded.len()).ok()?)?;
        if self.lengths.get(first)? & length == 0 {
            return None;
        }
        self.entries.get(folded).copied()
    }

    /// Whether an ending of the past ends with this byte.
    pub(crate) fn past_ends(&self, byte: u8) -> bool {
        (self.past.iter()).any(|ending| ending.as_bytes().last() == Some(&byte))
    }
}

type Entries = HashMap<Box<[u8]>, Entry, BuildHasherDefault<Mixed>>;

/// A hash for short words: eight bytes a step. The table's forms come from its files, so that no text can crowd it.
#[derive(Debug, Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn write(&mut self, bytes: &[u8]) {
        for eight in bytes.chunks(8) {
            let word = (eight.iter()).fold(0, |word, byte| word << 8 | u64::from(*byte));
            self.write_u64(word);
        }
    }

    fn write_u64(&mut self, word: u64) {
        // The odd part of the golden ratio spreads each bit upwards; the rotation brings the best ones down.
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn write_usize(&mut self, length: usize) {
        self.0 ^= u64::try_from(length).unwrap_or(u64::MAX);
    }

    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }
}

#[expect(clippy::iter_over_hash_type, reason = "bits are set in any order")]
fn lengths(entries: &Entries) -> Box<[u64; 256]> {
    let mut lengths = Box::new([0; 256]);
    for form in entries.keys() {
        let length = u32::try_from(form.len())
            .ok()
            .and_then(|n| 1_u64.checked_shl(n));
        if let (Some(first), Some(length)) = (form.first(), length)
            && let Some(slot) = lengths.get_mut(usize::from(*first))
        {
            *slot |= length;
        }
    }
    lengths
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
    entries: Entries,
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
