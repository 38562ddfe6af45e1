//! What a person sees: colour, and words beside the data.

use std::{
    collections::BTreeMap,
    fmt::Display,
    io::{self, BufWriter, IsTerminal, Stdout, Write},
    sync::atomic::{AtomicBool, Ordering},
};

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;

use crate::args::{Color, Log, Telling};

mod lines;

pub(crate) use lines::lines;

/// Standard output, buffered: data only.
pub(crate) fn out() -> BufWriter<Stdout> {
    BufWriter::new(io::stdout())
}

/// Whether standard error carries JSON alone, for `--log json`.
static AS_JSON: AtomicBool = AtomicBool::new(false);

/// From now on standard error carries one JSON object a line.
pub(crate) fn say_json() {
    AS_JSON.store(true, Ordering::Relaxed);
}

/// A sentence on standard error; where that carries JSON, an event with the sentence as its message.
pub(crate) fn say(sentence: impl std::fmt::Display) {
    if AS_JSON.load(Ordering::Relaxed) {
        let message = sentence.to_string();
        tell(&serde_json::json!({ "event": "message", "message": message }));
    } else {
        write(format_args!("udvalg: {sentence}"));
    }
}

/// An event as a line of JSON on standard error, with the moment.
pub(crate) fn tell(event: &impl Serialize) {
    #[derive(Serialize)]
    struct Line<'e, E> {
        at: Timestamp,
        #[serde(flatten)]
        event: &'e E,
    }
    let at = Timestamp::now();
    // What is told is figures, words and maps of words, which JSON can always write.
    if let Ok(line) = serde_json::to_string(&Line { at, event }) {
        write(format_args!("{line}"));
    }
}

/// A terminal that was closed takes nothing any more; what is to be done is done all the same.
fn write(line: std::fmt::Arguments<'_>) {
    let line = lines::harmless(&line.to_string());
    let _closed = writeln!(io::stderr().lock(), "{line}");
}

/// A moment as a person reads it: local time, to the minute.
pub(crate) fn minute(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system())
        .strftime("%Y-%m-%d %H:%M")
        .to_string()
}

/// A bar, where there is a terminal and a person at it who wants one.
pub(crate) fn bar(telling: Telling, template: &str) -> Option<ProgressBar> {
    let wanted = !telling.quiet && telling.log == Log::Text && io::stderr().is_terminal();
    let style = ProgressStyle::with_template(template).ok()?;
    wanted.then(|| ProgressBar::new(0).with_style(style))
}

/// A number with what is said of one, or of several: `1 paper`, `2 papers`.
pub(crate) fn counted<N: Display + PartialEq + From<u8>>(
    number: N,
    [one, many]: [&str; 2],
) -> String {
    let said = if number == N::from(1) { one } else { many };
    format!("{number} {said}")
}

/// Counts in words: `3 damaged, 1 timeout`.
pub(crate) fn list(counts: &BTreeMap<String, u64>) -> String {
    counts
        .iter()
        .map(|(what, count)| format!("{count} {what}"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The styles of what is printed for a person; all plain where colour is not wanted.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Styles {
    /// Titles.
    pub(crate) title: Style,
    /// Labels and places.
    pub(crate) dim: Style,
    /// Words that matched.
    pub(crate) hit: Style,
    /// What is due, and warnings.
    pub(crate) alert: Style,
}

impl Styles {
    /// As the user wants it; by himself on a terminal, unless `NO_COLOR` says otherwise (<https://no-color.org>).
    pub(crate) fn of(color: Color) -> Self {
        let wanted = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                io::stdout().is_terminal()
                    && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        };
        if !wanted {
            return Self::default();
        }
        Self {
            title: Style::new().bold(),
            dim: Style::new().dimmed(),
            hit: Style::new().bold().fg_color(Some(AnsiColor::Yellow.into())),
            alert: Style::new().fg_color(Some(AnsiColor::Red.into())),
        }
    }
}
