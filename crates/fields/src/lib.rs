//! Document to paper: what a careful secretary reads out of it.
//!
//! [`understand`] runs the finders, one a file; each looks at the [`Outline`](outline::Outline) of the document and at the
//! vocabulary, and none can fail: what is doubtful becomes a warning of the paper.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod outline;
