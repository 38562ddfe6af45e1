//! What a person sees: colour, and words beside the data.
#![allow(
    clippy::print_stderr,
    reason = "this is the one place that talks to the person"
)]

use std::io::{self, BufWriter, IsTerminal, Stdout};

use anstyle::{AnsiColor, Style};

use crate::args::Color;

/// Standard output, buffered: data only.
pub(crate) fn out() -> BufWriter<Stdout> {
    BufWriter::new(io::stdout())
}

/// A sentence on standard error.
pub(crate) fn say(sentence: impl std::fmt::Display) {
    eprintln!("udvalg: {sentence}");
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
