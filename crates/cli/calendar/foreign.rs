//! `udvalg calendar --read`: what a calendar file says, of ours or of any other program.

use std::{
    fs::File,
    io::{self, IsTerminal, Write},
    path::Path,
};

use anyhow::Context;
use export::read::{self, Component, Entry};

use super::files;
use crate::{
    browse,
    exit::{Failure, Outcome},
    terminal::{self, Styles},
};

/// Prints the entries of a file: as JSON, or for a person where standard output is a terminal.
///
/// # Errors
/// A file that cannot be read.
pub(crate) fn print(file: &Path, json: bool, styles: &Styles) -> Result<Outcome, Failure> {
    let bytes = if file == Path::new("-") {
        files::bounded(io::stdin().lock())
    } else {
        File::open(file).and_then(files::bounded)
    };
    let bytes = bytes.with_context(|| format!("{}: cannot be read", file.display()))?;
    let calendar = read::read(&bytes);
    let mut out = terminal::out();
    for entry in &calendar.entries {
        if json || !io::stdout().is_terminal() {
            writeln!(out, "{}", browse::json(entry)?)?;
        } else {
            line(&mut out, entry, styles)?;
        }
    }
    out.flush()?;
    for broken in &calendar.broken {
        let (line, reason) = (broken.line, &broken.reason);
        terminal::say(format_args!("{}:{line}: {reason}", file.display()));
    }
    Ok(
        match (calendar.broken.is_empty(), calendar.entries.is_empty()) {
            (false, _) => Outcome::Partly,
            (true, true) => {
                terminal::say(format_args!("{}: no entry in it", file.display()));
                Outcome::NothingFound
            }
            (true, false) => Outcome::Done,
        },
    )
}

/// `2026-07-02 10:00 – 10:45  Møde i Teknisk Udvalg`
fn line(out: &mut impl Write, entry: &Entry, styles: &Styles) -> io::Result<()> {
    let (title, dim) = (styles.title, styles.dim);
    let shown = |text: &str| text.chars().filter(|c| !c.is_control()).collect::<String>();
    let start = entry
        .start
        .as_deref()
        .or(entry.end.as_deref())
        .unwrap_or("(no time)");
    let start = start.get(..16).unwrap_or(start).replace('T', " ");
    let what = match entry.component {
        Component::Event => "",
        Component::Todo => "☐ ",
    };
    let status = entry
        .status
        .as_deref()
        .filter(|s| *s != "confirmed" && *s != "needs-action");
    let status = status.map_or_else(String::new, |s| format!(" ({})", shown(s)));
    writeln!(
        out,
        "{title}{start:16}{title:#}  {what}{}{dim}{status}{dim:#}",
        shown(entry.summary.as_deref().unwrap_or("(no summary)"))
    )
}
