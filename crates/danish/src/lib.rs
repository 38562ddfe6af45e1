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
//! It knows no paper: what a date is *for* is concluded by the crate `fields`. It knows no English and no other language, asks no clock, and
//! mends nothing that is written wrongly.
//!
//! In reading order: [`grammar`] is the reference of the rules of time, each with what it rests on and an example that runs;
//! [`times`], [`money`] and [`numbers`] find expressions, [`Reading`] all of them in one pass; [`unit()`] and [`amount_in`] read tables;
//! [`sentences`] tells where sentences end; [`words`] folds spellings, takes compounds apart and makes broken words whole. The words themselves
//! are a [`Vocabulary`] and a [`words::Lexicon`], data from `config/da` that a user may replace.
//!
//! The way of a text: `lex` cuts it into typed tokens, a sentence at a time; the grammar (`time`, `money`,
//! `numeral`) composes them, the longest match winning; `resolve` turns what was said into spans, and keeps the reasons.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod found;
pub mod grammar;
mod lex;
mod money;
mod numeral;
mod phrase;
mod reading;
mod resolve;
mod sentence;
mod time;
mod token;
mod vocabulary;
pub mod words;

pub use found::{
    Bound, Context, Event, Extent, Grain, Inference, Kind, Missing, Moment, Money, Number, Oddity,
    Part, Per, Time, Unit, YearHint,
};
pub use money::{amount_in, money, unit};
pub use numeral::{count_at, numbers};
pub use reading::Reading;
pub use sentence::{sentence_around, sentences};
pub use time::times;
pub use vocabulary::{Vocabulary, VocabularyError};
