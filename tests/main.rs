//! The binary, end to end. One test binary: each module says what it is about.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "tests fail by panicking"
)]

/// Temporary folders, running the binary, comparing and rewriting expected text.
mod support;

/// Requests and servers of HTTP.
mod http;

/// What failed, and what an older reader read, is read again.
mod again;
/// Bad input costs the file, never the run.
mod bad_input;
/// The calendar.
mod calendar;
/// What other programs make of it.
mod calendar_programs;
/// What people correct stays corrected, whatever is read anew.
mod correct;
/// What is due is listed, and what has no day is told.
mod deadlines;
/// An entry of a calendar stays itself, whatever becomes of its paper.
mod entries;
/// Records are scored.
mod eval;
/// Tables and reports of the archive.
mod export;
/// Which papers are taken for the same one, measured.
mod families;
/// The record of every fixture, as it must be.
mod golden;
/// Papers come in once, and stay whatever happens on the way.
mod ingest;
/// A run that is asked to stop, or killed.
mod interrupt;
/// Manual pages and completions.
mod manual;
/// Pages that are pictures are read.
mod ocr;
/// The README's picture is what the program prints.
mod picture;
/// A reader process that hangs, dies or lies.
mod readers;
/// What is doubtful is listed, worst first, and answered by a key.
mod review;
/// Searches that are kept under a name, and what is new to them.
mod saved;
/// Records are what their schema says.
mod schema;
/// What is taken in, and what becomes of files that move, vanish or come back.
mod sources;

/// An archive is copied, moved, checked, mended and made small.
mod upkeep;

/// A run is told of while it goes on, and later.
mod seen;
/// Papers are taken in as they come.
mod watch;

/// Calendars on servers are brought up to the archive.
mod caldav;
/// Calendars are served to programs that subscribe.
mod serve;

/// The comparison with other programs, and its picture.
mod compare;

/// Commands with their expected output, in `cases/*.md`.
mod cases;
/// Files within files are papers of their own.
mod within;

/// Every command of the README runs.
mod readme;
/// Who may import whom, and other rules of the house.
mod tidy;
