//! How far a run is: a bar on a terminal, else a line now and then, or events as JSON.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use indicatif::{HumanDuration, ProgressBar};
use serde::Serialize;

use crate::{
    args::{Log, Telling},
    reader::Refusal,
    terminal,
};

/// Time between two lines where there is no terminal.
const EVERY: Duration = Duration::from_secs(10);

/// The bar goes by bytes, since papers differ a thousandfold in size. Both lines fit any width.
const BAR: &str = "{wide_bar} {percent:>3} % {prefix}\n{wide_msg}";

/// What goes on before and after the files are read.
const STAGE: &str = "{spinner} {wide_msg}";

/// What is told as JSON while a run goes on.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Event<'e> {
    Failed {
        path: &'e str,
        location: &'e str,
        reason: &'e str,
        message: &'e str,
    },
    Progress(Figures<'e>),
    Committed {
        files: usize,
        seconds: f64,
    },
}

/// How far a run is, in figures.
#[derive(Debug, Serialize)]
struct Figures<'f> {
    files: usize,
    files_in_all: usize,
    bytes: u64,
    bytes_in_all: u64,
    papers: u64,
    pages: u64,
    failed: &'f BTreeMap<String, u64>,
    papers_per_second: f64,
    bytes_per_second: f64,
    pages_per_second: f64,
    seconds_left: Option<f64>,
}

/// How far a run is.
#[derive(Debug)]
pub(super) struct Progress {
    telling: Telling,
    bar: ProgressBar,
    files: usize,
    bytes: u64,
    begun: Instant,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    files: usize,
    bytes: u64,
    papers: u64,
    pages: u64,
    failed: BTreeMap<String, u64>,
    told: Instant,
}

impl State {
    fn figures(&self, of: &Progress) -> Figures<'_> {
        let seconds = of.begun.elapsed().as_secs_f64().max(0.001);
        let rate = self.bytes as f64 / seconds;
        let left = of.bytes.saturating_sub(self.bytes) as f64;
        Figures {
            files: self.files,
            files_in_all: of.files,
            bytes: self.bytes,
            bytes_in_all: of.bytes,
            papers: self.papers,
            pages: self.pages,
            failed: &self.failed,
            papers_per_second: self.papers as f64 / seconds,
            bytes_per_second: rate,
            pages_per_second: self.pages as f64 / seconds,
            seconds_left: (rate > 0.0).then(|| left / rate),
        }
    }
}

impl Figures<'_> {
    /// In words, the most telling first: a narrow terminal cuts off the end.
    fn words(&self) -> String {
        let mut words = format!(
            "{}/{} files, {:.0} papers/s, {:.1} MB/s, {:.0} pages/s",
            self.files,
            self.files_in_all,
            self.papers_per_second,
            self.bytes_per_second / 1e6,
            self.pages_per_second
        );
        if !self.failed.is_empty() {
            words.push_str("; failed: ");
            words.push_str(&terminal::list(self.failed));
        }
        words
    }

    fn left(&self) -> String {
        let left = self.seconds_left.map(Duration::from_secs_f64);
        left.map_or_else(String::new, |left| format!("{} left", HumanDuration(left)))
    }
}

impl Progress {
    /// Begins: `bytes` in `files` are to be read.
    pub(super) fn start(telling: Telling, bytes: u64, files: usize) -> Self {
        let bar = terminal::bar(telling, BAR).filter(|_| files > 0);
        if let Some(bar) = &bar {
            bar.set_length(bytes.max(1));
        }
        let now = Instant::now();
        Self {
            telling,
            bar: bar.unwrap_or_else(ProgressBar::hidden),
            files,
            bytes,
            begun: now,
            state: Mutex::new(State {
                files: 0,
                bytes: 0,
                papers: 0,
                pages: 0,
                failed: BTreeMap::new(),
                told: now,
            }),
        }
    }

    /// Counts one file, with the papers in it.
    pub(super) fn file(&self, bytes: u64, papers: u64, pages: u64) {
        let mut state = self.state();
        state.files += 1;
        state.bytes += bytes;
        state.papers += papers;
        state.pages += pages;
        drop(state);
        self.tick();
    }

    /// Tells of a file that could not be read, at once.
    pub(super) fn failed(&self, path: &str, location: &str, refusal: &Refusal) {
        *self.state().failed.entry(refusal.code.clone()).or_default() += 1;
        self.tell(|| Event::Failed {
            path,
            location,
            reason: &refusal.code,
            message: &refusal.message,
        });
    }

    /// Tells that so many files are in the archive for good; writing them took `time`.
    pub(super) fn committed(&self, files: usize, time: Duration) {
        let seconds = time.as_secs_f64();
        self.tell(|| Event::Committed { files, seconds });
    }

    /// Tells how far it is where that is due: a bar at once, a line every ten seconds.
    pub(super) fn tick(&self) {
        let mut state = self.state();
        if !self.bar.is_hidden() {
            let figures = state.figures(self);
            self.bar.set_message(figures.words());
            self.bar.set_prefix(figures.left());
            self.bar.set_position(figures.bytes);
            return;
        }
        if state.told.elapsed() < EVERY || self.telling.quiet {
            return;
        }
        state.told = Instant::now();
        let figures = state.figures(self);
        match self.telling.log {
            Log::Json => terminal::tell(&Event::Progress(figures)),
            Log::Text => terminal::say(format_args!("{}; {}", figures.words(), figures.left())),
        }
    }

    /// A sentence, above the bar where there is one.
    pub(super) fn say(&self, sentence: impl std::fmt::Display) {
        if !self.telling.quiet {
            self.bar.suspend(|| terminal::say(sentence));
        }
    }

    /// Ends: the bar goes, the summary comes.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }

    fn tell<'e>(&self, event: impl FnOnce() -> Event<'e>) {
        if self.telling.log == Log::Json {
            terminal::tell(&event());
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What goes on before or after the files are read, shown on a terminal as long as this lives.
#[derive(Debug)]
pub(super) struct Stage(Option<ProgressBar>);

impl Stage {
    /// Shows `what`.
    pub(super) fn begin(telling: Telling, what: &str) -> Self {
        let bar = terminal::bar(telling, STAGE);
        if let Some(bar) = &bar {
            bar.set_message(what.to_owned());
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        Self(bar)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUIET: Telling = Telling {
        log: Log::Text,
        quiet: true,
    };

    #[test]
    fn figures_tell_rates_failures_and_what_is_left() {
        let mut progress = Progress::start(QUIET, 4_000_000, 40);
        progress.begun = Instant::now() - Duration::from_secs(10);
        for _ in 0..10 {
            progress.file(100_000, 3, 20);
        }
        progress.failed("a.pdf", "/a.pdf", &Refusal::new("damaged", "it is"));
        progress.failed("b.pdf", "/b.pdf", &Refusal::new("timeout", "it hung"));
        let state = progress.state();
        let figures = state.figures(&progress);
        assert_eq!(
            figures.words(),
            "10/40 files, 3 papers/s, 0.1 MB/s, 20 pages/s; failed: 1 damaged, 1 timeout"
        );
        assert_eq!(figures.left(), "30 seconds left");
    }

    #[test]
    fn nothing_read_yet_says_nothing_of_what_is_left() {
        let progress = Progress::start(QUIET, 0, 1);
        let state = progress.state();
        assert_eq!(state.figures(&progress).left(), "");
    }
}
