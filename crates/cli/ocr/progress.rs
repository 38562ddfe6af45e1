//! How far the reading of pictures is: a bar by pages on a terminal, else a line now and then, or events as JSON.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use indicatif::{HumanDuration, ProgressBar};
use serde::Serialize;

use super::Tally;
use crate::{
    args::{Log, Telling},
    reader::Refusal,
    terminal,
};

/// Time between two lines where there is no terminal.
const EVERY: Duration = Duration::from_secs(10);

const BAR: &str = "{wide_bar} {percent:>3} % {prefix}\n{wide_msg}";

/// What is told as JSON.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Event<'e> {
    PageFailed {
        path: &'e str,
        page: u32,
        reason: &'e str,
        message: &'e str,
    },
    Recognising {
        pages: u64,
        pages_in_all: u64,
        papers: u64,
        failed: u64,
        pages_per_second: f64,
        seconds_left: Option<f64>,
    },
}

/// How far it is.
#[derive(Debug)]
pub(super) struct Progress {
    telling: Telling,
    bar: ProgressBar,
    pages: u64,
    begun: Instant,
    told: Mutex<Instant>,
}

impl Progress {
    /// Begins: so many pages are to be read.
    pub(super) fn start(telling: Telling, pages: u64) -> Self {
        let bar = terminal::bar(telling, BAR).unwrap_or_else(ProgressBar::hidden);
        bar.set_length(pages);
        let now = Instant::now();
        Self {
            telling,
            bar,
            pages,
            begun: now,
            told: Mutex::new(now),
        }
    }

    /// Tells of a page that could not be recognised.
    pub(super) fn failed(&self, path: &str, page: u32, refusal: &Refusal) {
        if self.telling.log == Log::Json {
            terminal::tell(&Event::PageFailed {
                path,
                page,
                reason: &refusal.code,
                message: &refusal.message,
            });
        } else {
            self.say(format_args!("{path}, page {page}: {}", refusal.message));
        }
    }

    /// Tells how far it is where that is due.
    pub(super) fn tick(&self, tally: &Tally) {
        let done = tally.pages();
        let rate = done as f64 / self.begun.elapsed().as_secs_f64().max(0.001);
        let left = (rate > 0.0).then(|| self.pages.saturating_sub(done) as f64 / rate);
        let words = || {
            format!(
                "{done}/{} pages that are pictures, {rate:.1} pages/s",
                self.pages
            )
        };
        let left_words = || {
            let left = left.map(Duration::from_secs_f64);
            left.map_or_else(String::new, |left| format!("{} left", HumanDuration(left)))
        };
        if !self.bar.is_hidden() {
            self.bar.set_message(words());
            self.bar.set_prefix(left_words());
            self.bar.set_position(done);
            return;
        }
        let mut told = self.told();
        if told.elapsed() < EVERY || self.telling.quiet {
            return;
        }
        *told = Instant::now();
        match self.telling.log {
            Log::Json => terminal::tell(&Event::Recognising {
                pages: done,
                pages_in_all: self.pages,
                papers: tally.papers,
                failed: tally.failed.values().sum(),
                pages_per_second: rate,
                seconds_left: left,
            }),
            Log::Text => terminal::say(format_args!("{}; {}", words(), left_words())),
        }
    }

    /// A sentence, above the bar where there is one.
    pub(super) fn say(&self, sentence: impl std::fmt::Display) {
        if !self.telling.quiet {
            self.bar.suspend(|| terminal::say(sentence));
        }
    }

    /// Ends: the bar goes.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }

    fn told(&self) -> MutexGuard<'_, Instant> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
