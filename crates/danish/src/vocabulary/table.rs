//! The table in which every word of a text is looked up.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use super::{
    VocabularyError,
    word::{Entry, Facet, Word},
};

/// Bytes of a form that is told apart without following a pointer; nearly all are.
const SHORT: usize = 16;
/// How much longer a form may be; what is longer is none, and is not kept.
const MORE: usize = 32;

/// A word as the table has it: lower case, å as aa, æ as ae, ø as oe, without soft hyphens; é stays, which tells the number én
/// from the article en. Its first bytes are two numbers, so that they are made and looked up in registers.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Form {
    low: u64,
    high: u64,
    rest: [u8; MORE],
    /// Counts on past the longest form.
    len: usize,
}

impl Form {
    /// The form of a word.
    pub(crate) fn of(word: &str) -> Self {
        let mut form = Self::default();
        form.extend(word);
        form
    }

    /// Begins anew. The rest is written over as far as it counts.
    #[inline]
    pub(crate) fn clear(&mut self) {
        (self.low, self.high, self.len) = (0, 0, 0);
    }

    /// Goes on with a word.
    pub(crate) fn extend(&mut self, word: &str) {
        for c in word.chars() {
            match c {
                'A'..='Z' => self.push(c.to_ascii_lowercase() as u8),
                '\0'..='\x7f' => self.push(c as u8),
                'å' | 'Å' => self.twice(b'a', b'a'),
                'æ' | 'Æ' | 'ä' | 'Ä' => self.twice(b'a', b'e'),
                'ø' | 'Ø' | 'ö' | 'Ö' => self.twice(b'o', b'e'),
                '\u{30A}' => self.push(b'a'),
                '\u{AD}' => {}
                c => {
                    for lower in c.to_lowercase() {
                        let mut buffer = [0; 4];
                        for byte in lower.encode_utf8(&mut buffer).bytes() {
                            self.push(byte);
                        }
                    }
                }
            }
        }
    }

    /// Goes on with a folded byte.
    #[inline]
    pub(crate) fn push(&mut self, byte: u8) {
        match self.len {
            0..8 => self.low |= u64::from(byte) << (8 * self.len),
            8..SHORT => self.high |= u64::from(byte) << (8 * (self.len - 8)),
            // Past the longest form it writes over what no one will read.
            more => self.rest[(more - SHORT) % MORE] = byte,
        }
        self.len += 1;
    }

    fn twice(&mut self, first: u8, second: u8) {
        self.push(first);
        self.push(second);
    }

    /// Its bytes; none where it is longer than any form.
    fn bytes(&self) -> Box<[u8]> {
        let (low, high) = (self.low.to_le_bytes(), self.high.to_le_bytes());
        let all = low.iter().chain(&high).chain(&self.rest).copied();
        let kept = if self.len <= SHORT + MORE {
            self.len
        } else {
            0
        };
        all.take(kept).collect()
    }

    /// A short form as one number: no form holds a zero byte, so that what follows its end is told from it.
    #[inline]
    fn short(&self) -> Option<u128> {
        let number = u128::from(self.high) << 64 | u128::from(self.low);
        (self.len <= SHORT).then_some(number)
    }

    /// The place of its first two bytes among the pairs.
    #[inline]
    fn pair(&self) -> usize {
        let [first, second, ..] = self.low.to_le_bytes();
        pair(first, second)
    }

    /// A bit for its length; none for no length and for those past the longest.
    #[inline]
    fn length(&self) -> u64 {
        match u32::try_from(self.len) {
            Ok(len @ 1..64) => 1 << len,
            _ => 0,
        }
    }
}

/// How many pairs of bytes are told apart.
pub(super) const PAIRS: usize = 1 << 10;

/// The place of two bytes among the pairs, by five bits of each.
#[inline]
pub(super) fn pair(first: u8, second: u8) -> usize {
    let five = |byte: u8| usize::from(byte & 31);
    five(first) << 5 | five(second)
}

/// What forms mean.
#[derive(Debug)]
pub(crate) struct Table {
    /// For each pair of first bytes, the lengths of the forms that begin so: most words are told from all forms by it.
    lengths: Box<[u64; PAIRS]>,
    short: HashMap<u128, Entry, BuildHasherDefault<Mixed>>,
    long: HashMap<Box<[u8]>, Entry>,
}

impl Default for Table {
    fn default() -> Self {
        Self {
            lengths: Box::new([0; PAIRS]),
            short: HashMap::default(),
            long: HashMap::new(),
        }
    }
}

impl Table {
    /// What a form means.
    #[inline]
    pub(crate) fn look_up(&self, form: &Form) -> Option<Entry> {
        if self.lengths.get(form.pair())? & form.length() == 0 {
            return None;
        }
        match form.short() {
            Some(short) => self.short.get(&short).copied(),
            None => self.long.get(&form.bytes()).copied(),
        }
    }

    fn slot(&mut self, form: &str) -> &mut Entry {
        let form = Form::of(form.trim_end_matches('.'));
        if let Some(lengths) = self.lengths.get_mut(form.pair()) {
            *lengths |= form.length();
        }
        match form.short() {
            Some(short) => self.short.entry(short).or_default(),
            None => self.long.entry(form.bytes()).or_default(),
        }
    }

    /// Says of each form what can begin with it, once all is known of it.
    pub(super) fn classify(&mut self) {
        for entry in self.short.values_mut().chain(self.long.values_mut()) {
            entry.classes = entry.classified();
        }
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

/// A hash for short forms. They come from the table's own files, so that no text can crowd it.
#[derive(Debug, Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn write(&mut self, bytes: &[u8]) {
        bytes
            .iter()
            .for_each(|byte| self.write_u128((*byte).into()));
    }

    fn write_u128(&mut self, form: u128) {
        let [low, high] = [form as u64, (form >> 64) as u64];
        // The odd part of the golden ratio spreads each bit upwards; the rotation brings the best ones down.
        self.0 = (self.0 ^ low ^ high.rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }
}
