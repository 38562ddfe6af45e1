//! HTTP: a feed that calendars subscribe to, and what a CalDAV server is asked.
//!
//! [`serve`] answers calendar programs on a listener until it is asked to end. What an answer consists of it is given as
//! functions ([`Source`]): how far the archive is, and the calendar to a [`Question`]. It keeps answers as long as they
//! hold, so that the poll of a calendar that has them already costs a look at the archive's state and nothing else.
//!
//! [`Collection`] is a calendar on a CalDAV server (RFC 4791): its resources are listed, read, put and deleted, each write
//! under a condition, so that nothing is overwritten that another client changed.
//!
//! What it does not do: know archives, papers or files, decide what is pushed, or print. This crate alone is async, and
//! that only between a connection and the functions it is given, which run in threads where they may block; the client is
//! not.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod caldav;
mod feed;

pub use caldav::{Collection, Condition, DavError, Resource, Settings as DavSettings, Written};
pub use feed::{Feed, Question, Refusal, Settings, Source, serve};
