//! `udvalg calendar`: deadlines as a file for calendar programs.

use std::{fs, io::Write, path::Path};

use anyhow::Context;
use archive::Access;
use export::{Origin, ics};

use crate::{
    args, browse, catalogue,
    exit::{Failure, Outcome},
    settings::Settings,
    terminal,
};

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
    // Versions and formats of a paper have one identity: the last one tells what is due.
    let others = archive.not_last().map_err(catalogue::failure)?;
    let mut events = Vec::new();
    browse::each_record(&archive, |listed, record| {
        if others.contains(&listed.id) {
            return Ok(());
        }
        let Some(history) = archive.history(listed.id).map_err(catalogue::failure)? else {
            return Ok(());
        };
        events.extend(export::events(
            &record,
            &args.roles,
            &Origin {
                paper: &history.founder,
                stamp: history.changed,
                modified: Some(history.changed),
                sequence: history.changes,
                url: None,
            },
        ));
        Ok(())
    })?;
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
