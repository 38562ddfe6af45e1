//! Files that came or changed, until they are whole: size and time as they were for as long as it takes to settle.
//!
//! Whether another program still has a file open for writing cannot be known. One that pauses for longer than that is read
//! as it is then, and again when it goes on.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use crate::walk::{self, Entry};

/// How long what is whole waits for the rest of a burst.
const BURST: Duration = Duration::from_secs(5);

/// What a file that is being written does not keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    size: u64,
    modified: i64,
}

impl Stamp {
    /// Of a file that was found.
    pub(super) fn of(entry: &Entry) -> Self {
        Self {
            size: entry.size,
            modified: entry.modified,
        }
    }

    /// Of a file that is there now; `None` for a folder and for nothing.
    fn now(path: &Path) -> Option<Self> {
        let meta = path.metadata().ok().filter(|meta| meta.is_file())?;
        Some(Self {
            size: meta.len(),
            modified: walk::modified(&meta),
        })
    }
}

/// When something last happened to a file, and how it was then.
#[derive(Debug, Clone, Copy)]
struct Look {
    since: Instant,
    stamp: Option<Stamp>,
}

/// What is waited for.
#[derive(Debug)]
pub(super) struct Waiting {
    settle: Duration,
    looks: BTreeMap<PathBuf, Look>,
}

impl Waiting {
    /// For nothing yet; a file is whole when it did not change for `settle`.
    pub(super) fn new(settle: Duration) -> Self {
        Self {
            settle,
            looks: BTreeMap::new(),
        }
    }

    /// Something happened to what is, or was, at a path.
    pub(super) fn touch(&mut self, path: PathBuf, now: Instant) {
        let stamp = Stamp::now(&path);
        self.looks.insert(path, Look { since: now, stamp });
    }

    /// A file was found; one that is waited for already and did not change goes on waiting.
    pub(super) fn see(&mut self, entry: Entry, now: Instant) {
        let stamp = Some(Stamp::of(&entry));
        let before = self.looks.get(entry.path());
        if before.is_none_or(|look| look.stamp != stamp) {
            let path = entry.path().to_owned();
            self.looks.insert(path, Look { since: now, stamp });
        }
    }

    /// Takes what was left alone for long enough, with how it was then: a file that is as it was is whole. While more comes
    /// what is whole waits a little for the rest, so that a burst is one batch.
    pub(super) fn due(&mut self, now: Instant) -> Vec<(PathBuf, Option<Stamp>)> {
        let settle = self.settle;
        let alone = |look: &Look| now.duration_since(look.since);
        let longest = self.looks.values().map(alone).max();
        let is_burst = self.looks.values().any(|look| alone(look) < settle);
        if is_burst && longest.is_none_or(|longest| longest < settle + BURST) {
            return Vec::new();
        }
        self.looks
            .extract_if(.., |_, look| alone(look) >= settle)
            .map(|(path, look)| (path, look.stamp))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(size: u64) -> Entry {
        let meta = Path::new(env!("CARGO_MANIFEST_DIR")).metadata().unwrap();
        let mut entry = Entry::alone(Path::new("/papirer/a.txt"), &meta);
        (entry.size, entry.modified) = (size, 1);
        entry
    }

    #[test]
    fn a_file_is_due_when_it_was_left_alone() {
        let begin = Instant::now();
        let at = |seconds| begin + Duration::from_secs(seconds);
        let mut waiting = Waiting::new(Duration::from_secs(2));
        waiting.see(entry(1), at(0));
        assert_eq!(waiting.due(at(1)), []);
        // It grew: it is waited for anew.
        waiting.see(entry(2), at(1));
        assert_eq!(waiting.due(at(2)), []);
        // It is as it was.
        waiting.see(entry(2), at(2));
        let whole = vec![(PathBuf::from("/papirer/a.txt"), Some(Stamp::of(&entry(2))))];
        assert_eq!(waiting.due(at(3)), whole);
        assert_eq!(waiting.due(at(9)), [], "it is due once");
    }

    #[test]
    fn what_is_touched_waits_from_then_on() {
        let begin = Instant::now();
        let at = |seconds| begin + Duration::from_secs(seconds);
        let mut waiting = Waiting::new(Duration::from_secs(2));
        waiting.touch("/nowhere".into(), at(0));
        waiting.touch("/nowhere".into(), at(1));
        assert_eq!(waiting.due(at(2)), []);
        assert_eq!(waiting.due(at(3)), [(PathBuf::from("/nowhere"), None)]);
    }

    #[test]
    fn a_burst_is_one_batch_but_not_for_ever() {
        let begin = Instant::now();
        let at = |seconds| begin + Duration::from_secs(seconds);
        let mut waiting = Waiting::new(Duration::from_secs(2));
        waiting.touch("/a".into(), at(0));
        waiting.touch("/b".into(), at(1));
        assert_eq!(waiting.due(at(2)), [], "b is still to come");
        assert_eq!(waiting.due(at(3)).len(), 2);
        waiting.touch("/a".into(), at(3));
        for second in 4..10 {
            waiting.touch("/log".into(), at(second));
            assert_eq!(waiting.due(at(second)), []);
        }
        waiting.touch("/log".into(), at(10));
        assert_eq!(waiting.due(at(10)), [(PathBuf::from("/a"), None)]);
    }
}
