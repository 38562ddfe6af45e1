//! What stands out of a run: where its time went, which files were slow, which large ones failed.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

/// Files of each sort that a report names.
const MOST: usize = 5;

/// Seconds from which a file is named as slow where nobody asked.
pub(crate) const WORTH_TELLING: f64 = 2.0;

/// Seconds of a run by what they were spent on. Reading goes on in several readers at once and beside writing, so that the
/// stages do not add up to the run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Stages {
    /// Listing the files and comparing them with the archive.
    pub(crate) walking: f64,
    /// Reading and understanding, added up over the readers.
    pub(crate) reading: f64,
    /// Writing to the archive.
    pub(crate) writing: f64,
    /// Bringing up the search index.
    pub(crate) indexing: f64,
}

/// Adds the time that `work` takes to a stage.
pub(crate) fn timed<T>(stage: &mut f64, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let done = work();
    *stage += begun.elapsed().as_secs_f64();
    done
}

/// A file and how long it took, with the files within it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Slow {
    /// Its path, as shown to people.
    pub(crate) path: String,
    /// Seconds.
    pub(crate) seconds: f64,
    /// Bytes.
    pub(crate) bytes: u64,
}

/// A file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Unread {
    /// Its path, as shown to people.
    pub(crate) path: String,
    /// The reason's word.
    pub(crate) reason: String,
    /// Bytes.
    pub(crate) bytes: u64,
}

/// Files that stand out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Notable {
    /// The slowest, the slowest first.
    pub(crate) slowest: Vec<Slow>,
    /// The largest that could not be read, the largest first.
    pub(crate) largest_failures: Vec<Unread>,
}

impl Notable {
    /// Looks at a file that was read or tried.
    pub(crate) fn took(&mut self, path: &str, time: Duration, bytes: u64) {
        let seconds = time.as_secs_f64();
        if self.slowest.len() == MOST && self.slowest.last().is_some_and(|s| s.seconds >= seconds) {
            return;
        }
        let path = path.to_owned();
        let slow = Slow {
            path,
            seconds,
            bytes,
        };
        insert(&mut self.slowest, slow, |one| one.seconds >= seconds);
    }

    /// The files in lines, of the slow ones those that took so many seconds at least.
    pub(crate) fn lines(&self, seconds: f64) -> Vec<String> {
        let slow = self.slowest.iter().filter(|slow| slow.seconds >= seconds);
        let slow = slow.map(|slow| {
            let size = size(slow.bytes);
            format!("slow: {} ({:.1} s, {size})", slow.path, slow.seconds)
        });
        let unread = self.largest_failures.iter().map(|unread| {
            let size = size(unread.bytes);
            format!("failed: {} ({}, {size})", unread.path, unread.reason)
        });
        slow.chain(unread).collect()
    }

    /// Looks at a file that could not be read.
    pub(crate) fn failed(&mut self, path: &str, reason: &str, bytes: u64) {
        let full = self.largest_failures.len() == MOST;
        if full
            && self
                .largest_failures
                .last()
                .is_some_and(|u| u.bytes >= bytes)
        {
            return;
        }
        let (path, reason) = (path.to_owned(), reason.to_owned());
        let unread = Unread {
            path,
            reason,
            bytes,
        };
        insert(&mut self.largest_failures, unread, |one| one.bytes >= bytes);
    }
}

fn size(bytes: u64) -> String {
    if bytes < 1_000_000 {
        format!("{} kB", bytes.div_ceil(1000))
    } else {
        format!("{:.1} MB", bytes as f64 / 1e6)
    }
}

/// Inserts behind those that go before, and keeps the first ones.
fn insert<T>(list: &mut Vec<T>, new: T, goes_before: impl Fn(&T) -> bool) {
    list.insert(list.partition_point(goes_before), new);
    list.truncate(MOST);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_each_are_kept_in_their_order() {
        let mut notable = Notable::default();
        for number in [3, 9, 1, 7, 5, 8, 2_u64] {
            notable.took("a", Duration::from_secs(number), 1);
            notable.failed("b", "damaged", number);
        }
        let seconds: Vec<f64> = notable.slowest.iter().map(|slow| slow.seconds).collect();
        assert_eq!(seconds, [9.0, 8.0, 7.0, 5.0, 3.0]);
        let bytes: Vec<u64> = notable.largest_failures.iter().map(|u| u.bytes).collect();
        assert_eq!(bytes, [9, 8, 7, 5, 3]);
    }
}
