//! The crate from outside: corpora of phrases, the vocabulary's own examples, and what holds of any text.

mod corpus;
mod properties;
mod sentences;
mod vocabulary;
