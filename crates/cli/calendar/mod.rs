//! `udvalg calendar`: deadlines as a file for calendar programs.

mod collect;
mod settle;

use std::{fs, io::Write, path::Path};

use anyhow::Context;
use archive::Access;
use export::ics;

use crate::{
    args, catalogue,
    exit::{Failure, Outcome},
    settings::Settings,
    terminal,
};

pub(crate) use collect::{Which, collect};

/// Writes the calendar.
///
/// # Errors
/// Where the archive cannot be read or the file not be written.
pub(crate) fn run(
    args: &args::Calendar,
    settings: &Settings,
    folder: &Path,
) -> Result<Outcome, Failure> {
    let archive = catalogue::open(folder, Access::Read)?;
    let which = Which {
        roles: args.roles.clone(),
        search: None,
    };
    let events = collect(&archive, &which)?;
    let calendar = ics::Calendar {
        name: settings.calendar.name.clone(),
        description: None,
    };
    let text = ics::write(&events, &calendar);
    match &args.output {
        Some(file) => {
            replace(file, &text)
                .with_context(|| format!("{}: cannot be written", file.display()))?;
            terminal::say(format_args!(
                "{} entries in {}",
                events.len(),
                file.display()
            ));
        }
        None => {
            let mut out = terminal::out();
            out.write_all(text.as_bytes())?;
            out.flush()?;
        }
    }
    Ok(Outcome::Done)
}

/// Writes beside the file and renames: a calendar program that looks at the same moment sees the old or the new one.
fn replace(file: &Path, text: &str) -> std::io::Result<()> {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = file.with_file_name(name);
    let written = fs::write(&part, text).and_then(|()| fs::rename(&part, file));
    if written.is_err() {
        // What is left of it is of no use to anyone; the error that counts is the one above.
        let _removed = fs::remove_file(&part);
    }
    written
}
