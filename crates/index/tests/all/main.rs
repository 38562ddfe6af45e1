//! The index as its callers see it.
#![allow(clippy::unwrap_used)]

mod index;
mod judged;
mod named;
mod once;
mod query;
mod relevance;
mod support;
mod values;
