//! Full text and facets over the archive's papers, in tantivy: derived from the archive, and disposable.
//!
//! A [`Writer`] follows the archive's outbox and says with every commit how far it came; an [`Index`] answers a
//! [`Query`], which [`Query::parse`] makes of what a person typed. The text of the papers is not kept here: a
//! [`Snippet`] is cut from the text that the caller brings.
//!
//! ```
//! use index::{Change, Entry, Index, IndexError, Query, Search, Writer, WriterSettings};
//! use paper::{BlockKind, Document, Paper, Record};
//!
//! let mut document = Document::default();
//! document.push(BlockKind::Paragraph, 0, "Udvalget drøftede Aarhus Kommunes høringssvar.");
//! let text = document.text.clone();
//! let record = Record {
//!     path: "referat.txt".into(),
//!     hash: "5f1d".into(),
//!     format: "text".into(),
//!     places: Vec::new(),
//!     paper: Paper::default(),
//! };
//! let mut outbox = vec![Change { seq: 1, paper: 7, entry: Some(Entry { record, document, family: 1 }) }];
//!
//! let dir = tempfile::tempdir()?;
//! let mut writer = Writer::open(dir.path(), "an archive's id", 1, &WriterSettings::default())?;
//! writer.catch_up(|_after| Ok::<_, IndexError>(std::mem::take(&mut outbox)))?;
//!
//! let query = Query::parse("Århus høringssvaret")?;
//! let results = Index::open(dir.path())?.search(&Search::new(query.clone()))?;
//! assert_eq!((results.total, results.hits[0].paper), (1, 7));
//! let snippet = query.snippet(&text, false);
//! let marked: Vec<_> = snippet.marks.iter().map(|mark| &snippet.text[mark.clone()]).collect();
//! assert_eq!(marked, ["Aarhus", "høringssvar"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What it does not do: read the archive (its caller hands over what changed), or answer what asks about one value under
//! several conditions beyond a date's role and span; that is the archive's.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod analysis;
mod check;
mod document;
mod error;
mod explain;
mod facets;
mod filter;
mod matched;
mod once;
mod parts;
mod payload;
mod plan;
mod query;
mod queue;
mod refused;
mod schema;
mod search;
mod snippet;
mod suggest;
mod sums;
mod unknown;
mod windows;
mod write;

pub use check::damaged_files;
pub use error::IndexError;
pub use explain::Reason;
pub use facets::{Facet, FacetCount};
pub use filter::Filter;
pub use matched::Matched;
pub use payload::State;
pub use query::{Query, QueryError, iso_days};
pub use search::{Hit, Index, Results, Search, Sort};
pub use snippet::Snippet;
pub use suggest::Suggestion;
pub use sums::{AmountSum, Histogram, Step};
pub use unknown::Unknown;
pub use write::{CaughtUp, Change, Entry, Rebuild, Writer, WriterSettings};
