//! The types that the rest of `udvalg` passes around, and nothing that finds anything.
//!
//! A file becomes a [`Document`] (what was read: one text and the blocks in it), and a document becomes a [`Paper`]
//! (what was understood: dates with their roles, members, amounts …). Each value of a paper says where it stands by a
//! [`Source`]. What two papers say otherwise is told by [`Differences`].
//!
//! ```
//! use paper::{Block, BlockKind, Document};
//!
//! let mut document = Document::default();
//! document.push(BlockKind::Heading, 1, "Kommissorium for Digeudvalget");
//! document.push(BlockKind::Paragraph, 0, "Svar senest den 3. maj 2017.");
//! let body: &Block = &document.blocks[1];
//! assert_eq!(&document.text[body.range()], "Svar senest den 3. maj 2017.");
//! let source = document.places().source(body.start + 12..body.start + 27);
//! assert_eq!((source.start, source.quote.as_str()), (42, "den 3. maj 2017"));
//! ```
//!
//! What it does not do: read bytes (`formats`), find values (`fields`), know paths or the clock (the binary).
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod correction;
mod difference;
mod document;
mod doubt;
mod place;
mod recognised;
mod record;
mod schema;
mod stamp;
mod values;
mod words;

pub use correction::{
    Action, Corrected, Correction, Corrections, Given, Mark, Outcome, Said, Scope, Settled, Slot,
    Turn, What, apply, corrected, find_quote, place, restore, slots,
};
pub use difference::{Change, Differences};
pub use document::{Block, BlockKind, Document, Properties};
pub use doubt::{About, Doubt, DoubtCode, doubts, rank};
pub use place::{Places, Source, Span};
pub use recognised::{
    Certainty, DOUBTFUL_BELOW, Frame, Recognised, RecognisedWord, certainties_in, is_doubtful,
};
pub use record::{Found, Kind, Paper, Record, Status, Warning, WarningCode, Why};
pub use schema::RECORD_SCHEMA;
pub use stamp::{Stamp, StampError};
pub use values::{
    Amount, AmountRole, Attendance, Contact, DateRole, Field, Grain, Inferred, Item, Member,
    MemberRole, Mention, Organisation, OrganisationKind, Part, Per, Rule, Seats, Unresolved,
};
pub use words::{Word, each_word, words};
