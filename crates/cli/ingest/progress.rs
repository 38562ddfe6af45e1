//! How far a run is: a bar on a terminal, else a line now and then.

use std::{
    io::IsTerminal,
    sync::Mutex,
    time::{Duration, Instant},
};

use indicatif::{HumanDuration, ProgressBar, ProgressStyle};

use crate::terminal;

/// Time between two lines where there is no terminal.
const EVERY: Duration = Duration::from_secs(10);

/// The bar: files, rate by bytes, time left by bytes, since papers differ a thousandfold in size.
const BAR: &str = "{bar:30} {msg}, {binary_bytes_per_sec}, {eta} left";

/// How far a run is.
#[derive(Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
    files: usize,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    done: usize,
    failed: usize,
    bytes: u64,
    begun: Instant,
    told: Instant,
}

impl Progress {
    /// Begins: `bytes` in `files` are to be read.
    pub(super) fn start(bytes: u64, files: usize) -> Self {
        let bar = if std::io::stderr().is_terminal() && files > 0 {
            ProgressBar::new(bytes)
        } else {
            ProgressBar::hidden()
        };
        if let Ok(style) = ProgressStyle::with_template(BAR) {
            bar.set_style(style);
        }
        let now = Instant::now();
        Self {
            bar,
            files,
            state: Mutex::new(State {
                done: 0,
                failed: 0,
                bytes: 0,
                begun: now,
                told: now,
            }),
        }
    }

    /// Counts one file.
    pub(super) fn file(&self, bytes: u64, failed: bool) {
        let mut state = self
            .state
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        state.done += 1;
        state.failed += usize::from(failed);
        state.bytes += bytes;
        let rate = state.done as f64 / state.begun.elapsed().as_secs_f64().max(0.001);
        let line = format!(
            "{}/{} papers, {} failed, {rate:.0}/s",
            state.done, self.files, state.failed
        );
        if self.bar.is_hidden() {
            if state.told.elapsed() >= EVERY {
                state.told = Instant::now();
                let left = Duration::from_secs_f64((self.files - state.done) as f64 / rate);
                terminal::say(format_args!("{line}, {} left", HumanDuration(left)));
            }
        } else {
            self.bar.set_message(line);
            self.bar.inc(bytes);
        }
    }

    /// Ends: the bar goes, the summary comes.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
