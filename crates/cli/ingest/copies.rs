//! Files of the same bytes that one run comes upon, before the archive knows the first of them: it is read once.

use std::{
    collections::HashSet,
    mem,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Hashes that are remembered at least: far more than wait for a commit, after which the archive knows them.
const REMEMBERED: usize = 10_000;

/// What the threads are reading, and what they have read since the last commits.
#[derive(Debug, Default)]
pub(super) struct Copies(Mutex<Seen>);

#[derive(Debug, Default)]
struct Seen {
    reading: HashSet<String>,
    read: HashSet<String>,
    read_before: HashSet<String>,
}

/// What a thread is to do with a file.
#[derive(Debug)]
pub(super) enum Turn<'c> {
    /// Read it.
    Read(Reading<'c>),
    /// Nothing: a copy was read in this run.
    Known,
    /// Come back to it: a copy is being read.
    Later,
}

/// A file that is being read, until this is dropped.
#[derive(Debug)]
pub(super) struct Reading<'c> {
    copies: &'c Copies,
    hash: String,
}

impl Copies {
    /// Whose turn it is to read the bytes of a hash.
    pub(super) fn turn(&self, hash: &str) -> Turn<'_> {
        let mut seen = self.seen();
        if seen.read.contains(hash) || seen.read_before.contains(hash) {
            return Turn::Known;
        }
        if !seen.reading.insert(hash.to_owned()) {
            return Turn::Later;
        }
        Turn::Read(Reading {
            copies: self,
            hash: hash.to_owned(),
        })
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reading<'_> {
    /// The paper is on its way to the writer, who meets it before all that is sent from here on.
    pub(super) fn sent(self) {
        let mut seen = self.copies.seen();
        if seen.read.len() >= REMEMBERED {
            seen.read_before = mem::take(&mut seen.read);
        }
        seen.read.insert(self.hash.clone());
    }
}

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        self.copies.seen().reading.remove(&self.hash);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_waits_for_the_first_and_is_known_after_it() {
        let copies = Copies::default();
        let Turn::Read(reading) = copies.turn("a") else {
            panic!("nobody reads it");
        };
        assert!(matches!(copies.turn("a"), Turn::Later));
        assert!(matches!(copies.turn("b"), Turn::Read(_)));
        reading.sent();
        assert!(matches!(copies.turn("a"), Turn::Known));
    }

    #[test]
    fn what_could_not_be_read_is_the_next_ones_turn() {
        let copies = Copies::default();
        drop(copies.turn("a"));
        assert!(matches!(copies.turn("a"), Turn::Read(_)));
    }
}
