//! Document to paper: what a careful secretary reads out of it.
//!
//! [`understand`] runs the finders, one a file. Each looks at the outline of the document and at the [`Vocabulary`], and
//! none can fail: what is doubtful becomes a warning of the paper.
//!
//! What it does not do: read files, ask the clock (a relative date counts from the paper's own date), or keep anything.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod amounts;
mod attachments;
mod case_numbers;
mod confidence;
mod contacts;
#[cfg(test)]
mod corpora;
mod dates;
mod flow;
mod form;
mod issued;
mod items;
mod kind;
mod lines;
mod members;
mod names;
mod organisations;
mod outline;
mod pattern;
mod personal;
mod phrases;
mod posts;
mod roles;
#[cfg(test)]
mod sample;
mod status;
mod title;
mod understand;
mod vocabulary;
mod warnings;

pub use personal::{mask_personal_data, mask_recognised};
pub use understand::{VERSION, understand};
pub use vocabulary::{Vocabulary, VocabularyError};
