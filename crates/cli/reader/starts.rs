//! Starting readers: patience with what passes, an end to what does not.

use std::{
    io,
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
    thread,
    time::Duration,
};

use super::Refusal;
use crate::terminal;

/// Starts that may fail one after the other; then it is not chance, and no file's fault.
const TRIES: u32 = 3;

/// Time between two of them.
const PAUSE: Duration = Duration::from_millis(200);

/// Pauses before a start is tried again that failed because the machine had no memory or no process to give just then.
const BREATHS: &[Duration] = &[
    Duration::from_millis(50),
    Duration::from_millis(500),
    Duration::from_secs(2),
    Duration::from_secs(10),
];

/// Files in a row that end their reader, after which a person is told.
const MANY: u32 = 50;

/// How the readers of a run start and end.
#[derive(Debug, Default)]
pub(super) struct Starts {
    /// Starts in a row that failed.
    failed: AtomicU32,
    /// Why no more are tried.
    given_up: OnceLock<String>,
    /// Files in a row that ended their reader.
    ended: AtomicU32,
    told: OnceLock<()>,
}

impl Starts {
    /// A reader that was started and greets: tried again, until it is given up for the whole run.
    ///
    /// # Errors
    /// Why it was given up.
    pub(super) fn reader<T>(&self, start: impl Fn() -> io::Result<T>) -> Result<T, Refusal> {
        loop {
            if let Some(why) = self.given_up() {
                return Err(Refusal::new("reader", why));
            }
            match patiently(&start, BREATHS) {
                Ok(reader) => {
                    self.failed.store(0, Relaxed);
                    return Ok(reader);
                }
                Err(error) if self.failed.fetch_add(1, Relaxed) + 1 >= TRIES => {
                    self.given_up
                        .get_or_init(|| format!("no reader process can start: {error}"));
                }
                Err(_) => thread::sleep(PAUSE),
            }
        }
    }

    /// Why no reader can be had any more.
    pub(super) fn given_up(&self) -> Option<&str> {
        self.given_up.get().map(String::as_str)
    }

    /// A reader answered as agreed.
    pub(super) fn answered(&self) {
        self.ended.store(0, Relaxed);
    }

    /// A file ended its reader. The first time that many did so, none being read between, it is told.
    pub(super) fn ended(&self) {
        if self.ended.fetch_add(1, Relaxed) + 1 == MANY && self.told.set(()).is_ok() {
            terminal::say(format_args!(
                "{MANY} files in a row ended the process that was to read them; the run goes on. If they are sound \
                 files, the limits of [reader] in the settings are too narrow, or this program is broken: see `udvalg \
                 status --failed`"
            ));
        }
    }
}

/// Starts, again after each of the pauses while the machine has no memory or no process to give.
fn patiently<T>(start: impl Fn() -> io::Result<T>, pauses: &[Duration]) -> io::Result<T> {
    for pause in pauses {
        match start() {
            Err(error) if passes(error.kind()) => thread::sleep(*pause),
            done => return done,
        }
    }
    start()
}

fn passes(kind: io::ErrorKind) -> bool {
    matches!(
        kind,
        io::ErrorKind::WouldBlock | io::ErrorKind::OutOfMemory | io::ErrorKind::Interrupted
    )
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// A start that fails so many times.
    fn failing(
        times: u32,
        kind: io::ErrorKind,
    ) -> (Cell<u32>, impl Fn(&Cell<u32>) -> io::Result<u32>) {
        let start = move |tried: &Cell<u32>| {
            tried.set(tried.get() + 1);
            if tried.get() > times {
                Ok(tried.get())
            } else {
                Err(kind.into())
            }
        };
        (Cell::new(0), start)
    }

    #[test]
    fn what_passes_is_waited_for() {
        let pauses = [Duration::ZERO; 2];
        for (times, kind, tries) in [
            (2, io::ErrorKind::WouldBlock, Ok(3)),
            (2, io::ErrorKind::OutOfMemory, Ok(3)),
            (3, io::ErrorKind::WouldBlock, Err(3)),
            (1, io::ErrorKind::NotFound, Err(1)),
        ] {
            let (tried, start) = failing(times, kind);
            let done = patiently(|| start(&tried), &pauses);
            assert_eq!(done.map_err(|_| tried.get()), tries, "{times} {kind}");
        }
    }

    #[test]
    fn what_never_starts_is_given_up_for_all() {
        let starts = Starts::default();
        let (tried, start) = failing(2, io::ErrorKind::NotFound);
        assert_eq!(starts.reader(|| start(&tried)), Ok(3), "twice is chance");
        let (tried, start) = failing(9, io::ErrorKind::NotFound);
        assert!(starts.reader(|| start(&tried)).is_err());
        assert_eq!(tried.get(), TRIES);
        assert!(starts.reader(|| start(&tried)).is_err());
        assert_eq!(tried.get(), TRIES, "nothing is tried any more");
    }
}
