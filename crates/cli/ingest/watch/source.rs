//! How it is known that something happened: the system tells, or everything is looked at now and then.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use notify::{
    Config, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher,
    event::ModifyKind,
};

/// How often is looked where the system does not tell and nobody says otherwise.
pub(super) const EVERY: Duration = Duration::from_secs(60);

/// Paths that are told of at a time; of more it is said that anything may have happened.
const MOST: usize = 20_000;

/// What happened since the last time that it was asked.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// What came, went or changed; whether more than a file's content did.
    pub(super) paths: BTreeMap<PathBuf, bool>,
    /// Anything may have happened: all is to be looked at.
    pub(super) all: bool,
    /// From now on the system does not tell of everything any more.
    pub(super) broken: Option<String>,
}

impl Seen {
    /// Takes what the system tells. Bounded, since nobody asks while a batch is taken in.
    fn hear(&mut self, told: notify::Result<Event>) {
        let event = match told {
            Ok(event) => event,
            Err(error) => {
                self.all = true;
                if matches!(error.kind, ErrorKind::MaxFilesWatch) {
                    self.broken = Some(reason(&error));
                }
                return;
            }
        };
        self.all |= event.need_rescan();
        let is_more = match event.kind {
            // Our own readers do that too.
            EventKind::Access(_) => return,
            EventKind::Modify(ModifyKind::Name(_)) => true,
            EventKind::Modify(_) => false,
            EventKind::Any | EventKind::Create(_) | EventKind::Remove(_) | EventKind::Other => true,
        };
        if self.all {
            return;
        }
        for path in event.paths {
            *self.paths.entry(path).or_default() |= is_more;
        }
        if self.paths.len() > MOST {
            self.all = true;
            self.paths.clear();
        }
    }

    fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.all && self.broken.is_none()
    }
}

/// Where what the system tells is kept until someone asks.
#[derive(Debug, Default)]
struct Ear {
    heard: Mutex<Seen>,
    something: Condvar,
}

/// How it is known that something happened.
#[derive(Debug)]
pub(super) enum Source {
    /// The system tells.
    Told(Hearing),
    /// All is looked at, so long after the last look.
    Looking {
        /// How long.
        every: Duration,
        /// When next; it is told by whoever waits for it.
        next: Option<Instant>,
    },
}

/// The system's watcher, and the ear that it speaks to.
#[derive(Debug)]
pub(super) struct Hearing {
    /// Watches as long as it lives.
    _watcher: RecommendedWatcher,
    ear: Arc<Ear>,
}

impl Source {
    /// All is looked at, so long after the last look.
    pub(super) fn looking(every: Duration) -> Self {
        Self::Looking { every, next: None }
    }

    /// The system tells of what happens below the paths.
    ///
    /// # Errors
    /// Why it does not, for a person.
    pub(super) fn told<'p>(
        paths: impl Iterator<Item = (&'p Path, RecursiveMode)>,
    ) -> Result<Self, String> {
        let ear = Arc::<Ear>::default();
        let mouth = Arc::clone(&ear);
        let hear = move |told| {
            let mut heard = mouth.heard.lock().unwrap_or_else(PoisonError::into_inner);
            heard.hear(told);
            if !heard.is_empty() {
                mouth.something.notify_one();
            }
        };
        let config = Config::default().with_follow_symlinks(false);
        let mut watcher = RecommendedWatcher::new(hear, config).map_err(|e| reason(&e))?;
        for (path, mode) in paths {
            watcher.watch(path, mode).map_err(|e| reason(&e))?;
        }
        Ok(Self::Told(Hearing {
            _watcher: watcher,
            ear,
        }))
    }

    /// What happened, waited for as long as `limit`.
    pub(super) fn wait(&mut self, limit: Duration) -> Seen {
        match self {
            Self::Told(Hearing { _watcher, ear }) => {
                let heard = ear.heard.lock().unwrap_or_else(PoisonError::into_inner);
                let waited = ear
                    .something
                    .wait_timeout_while(heard, limit, |seen| seen.is_empty());
                let (mut heard, _) = waited.unwrap_or_else(PoisonError::into_inner);
                std::mem::take(&mut heard)
            }
            Self::Looking { every, next } => {
                let due = *next.get_or_insert_with(|| Instant::now() + *every);
                thread::sleep(due.saturating_duration_since(Instant::now()).min(limit));
                let all = due <= Instant::now();
                if all {
                    *next = None;
                }
                Seen {
                    all,
                    ..Seen::default()
                }
            }
        }
    }
}

/// Why the system does not tell.
fn reason(error: &notify::Error) -> String {
    match error.kind {
        ErrorKind::MaxFilesWatch => {
            "there are more folders than the system lets be watched (fs.inotify.max_user_watches)"
                .to_owned()
        }
        _ => format!("the system does not tell of changes here ({error})"),
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, CreateKind, DataChange, Flag};

    use super::*;

    fn event(kind: EventKind, path: &str) -> notify::Result<Event> {
        Ok(Event::new(kind).add_path(path.into()))
    }

    const CREATE: EventKind = EventKind::Create(CreateKind::File);
    const WRITE: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));

    #[test]
    fn reading_is_no_change_and_writing_is_none_of_a_folder() {
        let mut seen = Seen::default();
        seen.hear(event(EventKind::Access(AccessKind::Any), "/a"));
        assert!(seen.is_empty());
        seen.hear(event(WRITE, "/a"));
        seen.hear(event(CREATE, "/b"));
        seen.hear(event(WRITE, "/b"));
        let paths: Vec<_> = seen.paths.into_values().collect();
        assert_eq!(paths, [false, true]);
    }

    #[test]
    fn lost_events_mean_that_all_is_looked_at() {
        let mut seen = Seen::default();
        seen.hear(event(CREATE, "/a"));
        seen.hear(Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan)));
        assert!(seen.all && seen.broken.is_none());
        let mut many = Seen::default();
        for number in 0..=MOST {
            many.hear(event(CREATE, &number.to_string()));
        }
        assert!(many.all && many.paths.is_empty());
        let mut full = Seen::default();
        full.hear(Err(notify::Error::new(ErrorKind::MaxFilesWatch)));
        assert!(full.all && full.broken.is_some());
    }
}
