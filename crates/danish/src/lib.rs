//! Danish time, money and number words in running text: where they stand and what they mean.
//!
//! ```
//! use danish::{Context, Vocabulary};
//!
//! let text = "Svar senest den 30. juni kl. 12 til prisen 2.500 kr.";
//! let context = Context { reference: Some(jiff::civil::date(2021, 3, 10)), ..Context::default() };
//! let found = danish::times(text, Vocabulary::builtin(), &context);
//! assert_eq!(found[0].start.map(|m| m.to_string()).as_deref(), Some("2021-06-30T12:00"));
//! let money = danish::money(text, Vocabulary::builtin());
//! assert_eq!(money[0].ore, 250_000);
//! ```
//!
//! It knows no paper: what a date is *for* is concluded by the crate `fields`.
//!
//! The way of a text: [`lex`](mod@self) cuts it into typed tokens, a sentence at a time; the grammar (`time`, `money`,
//! `numeral`) composes them, the longest match winning; `resolve` turns what was said into spans, and keeps the reasons.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod found;
mod vocabulary;
pub mod words;

pub use found::{
    Bound, Context, Event, Extent, Grain, Inference, Kind, Missing, Moment, Money, Number, Oddity,
    Part, Per, Time, Unit, YearHint,
};
pub use vocabulary::{Vocabulary, VocabularyError};

use std::ops::Range;

/// Stub.
pub fn times(_text: &str, _vocabulary: &Vocabulary, _context: &Context) -> Vec<Time> { Vec::new() }
/// Stub.
pub fn money(_text: &str, _vocabulary: &Vocabulary) -> Vec<Money> { Vec::new() }
/// Stub.
pub fn unit(_text: &str, _vocabulary: &Vocabulary) -> Option<Unit> { None }
/// Stub.
pub fn amount_in(_cell: &str, _unit: Unit, _vocabulary: &Vocabulary) -> Option<Money> { None }
/// Stub.
pub fn numbers(_text: &str, _vocabulary: &Vocabulary) -> Vec<Number> { Vec::new() }
/// Stub.
pub fn count_at(_text: &str, _vocabulary: &Vocabulary) -> Option<(Range<usize>, u32, u32)> { None }
/// Stub.
pub fn sentence_around(text: &str, _at: usize) -> Range<usize> { 0..text.len() }
/// Stub.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> + '_ { std::iter::once(0..text.len()) }
