//! The one truth on disk: papers, places, runs and failures in SQLite.
//!
//! An archive is a folder: `archive.sqlite` is all that matters in it, `ingest.lock` says who is ingesting, and `index/`
//! belongs to the search index, which can be made again from here. A paper is known by the hash of its bytes; the same
//! bytes in several places are one paper. What changed is told to the index by an outbox ([`Archive::changes_after`]).
//!
//! ```
//! use archive::{Access, Archive, Place, Packed, Reading, Versions};
//!
//! let dir = tempfile::tempdir()?;
//! let mut archive = Archive::open(&dir.path().join("arkiv"), Access::Create)?;
//! let mut document = paper::Document::default();
//! document.push(paper::BlockKind::Paragraph, 0, "Svar senest den 3. maj 2017.");
//! let packed = Packed::new(&Reading {
//!     hash: "5f1d",
//!     format: "text",
//!     document: &document,
//!     paper: &paper::Paper::default(),
//!     versions: &Versions { reader: 1, rules: 1, vocabulary: "a1".into() },
//! })?;
//! let place = Place { location: "/papirer/svar.txt", path: "svar.txt", size: 29, mtime_ns: 0 };
//!
//! let mut batch = archive.batch("2026-01-05T10:00:00Z".parse()?)?;
//! let id = batch.put_read(&place, &packed)?;
//! batch.commit()?;
//!
//! assert_eq!(archive.document(id)?.as_ref(), Some(&document));
//! assert_eq!(archive.record(id)?.map(|record| record.path).as_deref(), Some("svar.txt"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What it does not do: read files, understand papers, ask the clock (time is passed in), or search full text.
//!
//! An [`Archive`] is one connection: it can be sent to another thread but not shared. Threads that read at once open one
//! each; readers do not wait for the writer, writers wait their turn.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod again;
mod blob;
mod check;
mod copy;
mod corrections;
mod counts;
mod dates;
mod disk;
mod doubts;
mod entries;
mod erase;
mod error;
mod family;
mod known;
mod lock;
mod missing;
mod open;
mod outbox;
mod pack;
mod private;
mod pushed;
mod query;
mod runs;
mod scans;
mod searches;
mod sights;
mod values;
mod write;

pub use again::Again;
pub use check::{Derived, Finding, Flaw};
pub use corrections::{CorrectionId, Kept};
pub use counts::{Counts, FailureCount};
pub use dates::DateRow;
pub use disk::network_share;
pub use doubts::{DoubtRow, Matters};
pub use entries::{Entry, Settling, Touched};
pub use error::ArchiveError;
pub use family::{Differs, Judgement, Relative, Signature};
pub use known::{Known, KnownBelow, Outcome, lies_in_bytes};
pub use lock::IngestLock;
pub use open::{Access, Archive, SCHEMA_VERSION};
pub use outbox::{Change, Op};
pub use pack::{Packed, Reading, Understood, Versions};
pub use private::{make_private, open_to_others};
pub use pushed::{Pushed, PushedTo};
pub use query::{Failed, History, Listed, PaperId, Text};
pub use runs::{EndReason, Run, RunCounts, RunId};
pub use scans::{Scan, ScanCounts, Sight};
pub use searches::{Question, SavedSearch};
pub use write::{Batch, Failure, Place, Same};

/// The database's name within the archive's folder.
pub const DATABASE: &str = "archive.sqlite";

/// The name of the file that an ingest locks.
pub const LOCK: &str = "ingest.lock";

/// The name of the folder that belongs to the search index.
pub const INDEX: &str = "index";
