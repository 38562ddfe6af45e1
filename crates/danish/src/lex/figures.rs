//! Figures, and what a scanner made of them.

use super::Sentences;
use crate::{
    token::What,
    vocabulary::{Form, Word},
};

impl Sentences<'_> {
    pub(super) fn digits(&mut self) -> What {
        let bytes = self.text.as_bytes();
        let (mut value, start) = (0_u64, self.at);
        while let Some(digit) = bytes.get(self.at).filter(|b| b.is_ascii_digit()) {
            value = value
                .saturating_mul(10)
                .saturating_add(u64::from(digit - b'0'));
            self.at += 1;
        }
        let len = u8::try_from(self.at - start).unwrap_or(u8::MAX);
        What::Digits { value, len }
    }

    /// Figures that a scanner took for letters: `l986`, `1O. maj`, `l. september`. Read as figures only where they make a
    /// year, or stand before a month.
    pub(super) fn misread(&mut self, start: usize) -> Option<What> {
        let rest = self.text.as_bytes().get(start..)?;
        let figure = |byte: &u8| match byte {
            b'l' | b'I' => Some(1),
            b'O' | b'o' => Some(0),
            byte => byte.is_ascii_digit().then(|| u64::from(byte - b'0')),
        };
        let len = rest
            .iter()
            .take(5)
            .take_while(|b| figure(b).is_some())
            .count();
        let run = rest.get(..len)?;
        let value = run
            .iter()
            .filter_map(figure)
            .fold(0, |n, digit| n * 10 + digit);
        let sure = run.iter().filter(|b| b.is_ascii_digit()).count();
        let after = self.text.get(start + len..)?;
        let year = len == 4 && sure >= 2 && (1900..2100).contains(&value);
        let day = || {
            let named = after.strip_prefix(". ").unwrap_or_default();
            let word = named.split(|c: char| !c.is_alphabetic()).next();
            let entry = self.vocabulary.look_up(&Form::of(word.unwrap_or_default()));
            (1..=31).contains(&value) && entry.is_some_and(|e| matches!(e.word, Word::Month(_)))
        };
        let whole = !after.starts_with(char::is_alphanumeric);
        if !whole || !(year || len <= 2 && day()) {
            return None;
        }
        self.at = start + len;
        let len = u8::try_from(len).unwrap_or(u8::MAX);
        Some(What::Digits { value, len })
    }
}
