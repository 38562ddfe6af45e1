//! The crate from outside: corpora of phrases, the vocabulary's own examples, and what holds of any text.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod context;
mod corpus;
mod properties;
mod sentences;
mod vocabulary;
mod words;
