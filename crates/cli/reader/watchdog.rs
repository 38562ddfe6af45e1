//! One thread that kills the reader, or the recogniser, which takes too long.

use std::{
    process::Child,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

/// How often it looks.
const LOOK: Duration = Duration::from_millis(20);

/// What the watchdog knows of one process, which leads a process group of its own.
#[derive(Debug)]
pub(crate) struct Watched {
    child: Mutex<Child>,
    state: Mutex<State>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Idle,
    Due(Instant),
    Overdue,
}

impl Watched {
    /// Puts a process under watch, idle.
    pub(crate) fn new(child: Child) -> Self {
        Self {
            child: Mutex::new(child),
            state: Mutex::new(State::Idle),
        }
    }

    /// Begins a task that must be done within `limit`.
    pub(crate) fn begin(&self, limit: Duration) {
        *lock(&self.state) = State::Due(Instant::now() + limit);
    }

    /// Ends the task.
    pub(crate) fn end(&self) {
        let mut state = lock(&self.state);
        if *state != State::Overdue {
            *state = State::Idle;
        }
    }

    /// Whether it was killed for taking too long.
    pub(crate) fn overdue(&self) -> bool {
        *lock(&self.state) == State::Overdue
    }

    /// Kills the process if it still runs, and says how it ended.
    pub(crate) fn finish(&self) -> std::io::Result<std::process::ExitStatus> {
        let mut child = lock(&self.child);
        kill(&mut child);
        child.wait()
    }

    /// Waits for the process to end by itself for a moment and says how it did; `None` where it lived on and was killed.
    pub(crate) fn settle(&self) -> std::io::Result<Option<std::process::ExitStatus>> {
        // A reader that is told to end needs a millisecond; one under load may take longer.
        for pause in [1; 10].into_iter().chain([10; 49]) {
            if let Some(status) = lock(&self.child).try_wait()? {
                return Ok(Some(status));
            }
            thread::sleep(Duration::from_millis(pause));
        }
        self.finish().map(|_killed| None)
    }

    fn look(&self, now: Instant, hurry: bool) {
        let mut state = lock(&self.state);
        if matches!(*state, State::Due(due) if due <= now || hurry) {
            *state = State::Overdue;
            kill(&mut lock(&self.child));
        }
    }
}

/// Kills a process and what it started: each that is watched leads a group of its own. One that has ended cannot be killed; its
/// status is what counts.
fn kill(child: &mut Child) {
    #[cfg(unix)]
    if matches!(child.try_wait(), Ok(None)) {
        let group = rustix::process::Pid::from_child(child);
        let _ended_already =
            rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ended_already = child.kill();
}

/// The thread, and the way to tell it of new readers.
#[derive(Debug)]
pub(crate) struct Watchdog {
    tell: Option<mpsc::Sender<Arc<Watched>>>,
    hurry: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Watchdog {
    /// Starts the thread.
    pub(crate) fn start() -> std::io::Result<Self> {
        let (tell, told) = mpsc::channel();
        let hurry = Arc::<AtomicBool>::default();
        let hurried = Arc::clone(&hurry);
        let thread = thread::Builder::new()
            .name("watchdog".into())
            .spawn(move || watch(&told, &hurried))?;
        Ok(Self {
            tell: Some(tell),
            hurry,
            thread: Some(thread),
        })
    }

    /// From now on kills every reader that is at work.
    pub(crate) fn hurry(&self) {
        self.hurry.store(true, Ordering::Relaxed);
    }

    /// Takes one more reader under watch; it is dropped when its owner lets go of it.
    pub(crate) fn watch(&self, reader: &Arc<Watched>) {
        if let Some(tell) = &self.tell {
            // The thread ends only when `tell` is dropped, so it listens.
            let _listens = tell.send(Arc::clone(reader));
        }
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        self.tell = None;
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

fn watch(told: &mpsc::Receiver<Arc<Watched>>, hurry: &AtomicBool) {
    let mut readers: Vec<Arc<Watched>> = Vec::new();
    loop {
        match told.recv_timeout(LOOK) {
            Ok(reader) => readers.push(reader),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        readers.retain(|reader| Arc::strong_count(reader) > 1);
        let (now, hurry) = (Instant::now(), hurry.load(Ordering::Relaxed));
        readers.iter().for_each(|reader| reader.look(now, hurry));
    }
}

/// A panic elsewhere leaves these states whole: each is written in one step.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
