//! Papers to others: calendars, tables, reports.
//!
//! [`settled`] makes a calendar's entries of what a paper says is due, when people meet and what is decided, and says what becomes
//! of those that calendars were given before; [`ics::write`] puts entries into an iCalendar file (RFC 5545, RFC 7986) that Outlook, Google, Apple and the CalDAV
//! servers read.
//!
//! ```
//! use export::{Life, ics, settled, uid};
//! use paper::DateRole;
//!
//! let record: paper::Record = serde_json::from_str(r#"{
//!     "path": "diger.pdf", "hash": "6f1a", "format": "pdf",
//!     "dates": [{
//!         "start": "2017-05-03", "end": "2017-05-04", "grain": "day", "role": "deadline", "approximate": false,
//!         "summary": "Svar til Digelaget",
//!         "source": {"page": 2, "start": 40, "end": 55, "quote": "den 3. maj 2017"}
//!     }]
//! }"#)?;
//! let at = "2017-04-01T08:00:00Z".parse()?;
//! let life = Life { uid: &uid("6f1a", DateRole::Deadline, 1), sequence: 0, created: at, changed: at, cancelled: false };
//! let new = settled(&[], Some(&record), DateRole::Deadline).new;
//! let events: Vec<_> = new.iter().filter_map(|shown| shown.event(&life)).collect();
//! let calendar = ics::Calendar { name: "Frister".to_owned(), ..ics::Calendar::default() };
//! let text = ics::write(&events, &calendar);
//! assert!(text.contains("UID:6f1a-deadline-1@udvalg\r\n"));
//! assert!(text.contains("DTSTART;VALUE=DATE:20170503\r\nDTEND;VALUE=DATE:20170504\r\n"));
//! assert!(text.contains("SUMMARY:Frist: Svar til Digelaget\r\n"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What it does not do: know the clock (every stamp is given by the caller, so that the same input gives the same
//! bytes), read or write files, or guess a time that a paper does not say: what is unresolved becomes no entry.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod alarm;
mod cited;
mod days;
mod entries;
mod event;
pub mod ics;
mod matching;
mod own;
mod phrase;
pub mod read;
pub mod report;
mod said;
pub mod table;
mod title;
mod when;
mod wording;
mod zone;

pub use alarm::{Ahead, reminded_of, reminders};
pub use cited::Cited;
pub use entries::{Fate, Given, Life, Settled, Shown, same_thing, settled, uid};
pub use event::Event;
pub use when::When;
pub use wording::{CANCELLED, GONE, MOVED, remarks};
