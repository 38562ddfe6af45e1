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
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod found;

pub use found::{
    Bound, Context, Event, Extent, Grain, Inference, Kind, Missing, Moment, Money, Number, Oddity,
    Part, Per, Time, Unit, YearHint,
};
