//! The index as its callers see it.
#![allow(clippy::unwrap_used)]

mod index;
mod query;
mod support;
mod values;
