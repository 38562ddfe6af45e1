//! `udvalg calendar`: deadlines as files for calendar programs.

mod address;
mod collect;
mod files;
mod foreign;
mod groups;
mod push;
mod remind;
mod settle;
mod which;

use std::{io::Write, path::Path};

use anyhow::Context;
use archive::{Access, Archive};
use export::{Event, ics, read};

use crate::{
    args::{self, By, Component},
    browse, catalogue,
    exit::{Failure, Outcome},
    settings::Settings,
    terminal::{self, Styles},
};

pub(crate) use address::set as set_addresses;
pub(crate) use collect::collect;
use collect::{Which, named};
pub(crate) use remind::Reminding;
pub(crate) use which::Asked;
use which::plural;

/// Writes the calendar.
///
/// # Errors
/// Where the archive cannot be read or the file not be written; a question that is not understood.
pub(crate) fn run(
    args: &args::Calendar,
    settings: &Settings,
    folder: &Path,
    styles: &Styles,
) -> Result<Outcome, Failure> {
    if let Some(file) = &args.form.read {
        return foreign::print(file, args.form.json, styles);
    }
    check(args)?;
    if let Some(address) = &args.push.caldav {
        let chosen = |archive: &Archive| Ok(chosen(args, settings, archive)?.1);
        return push::run(address, args, chosen, settings, folder);
    }
    let archive = catalogue::open(folder, Access::Read)?;
    if let (Some(by), Some(folder)) = (args.form.by, &args.output) {
        let asked = Asked::new(&args.entries, &args.roles, &archive)?;
        asked.say_unknown(&archive)?;
        return many(args, settings, (&archive, &asked), (by, folder));
    }
    let (asked, events) = chosen(args, settings, &archive)?;
    let calendar = ics::Calendar {
        name: asked.name(&settings.calendar.name),
        ..form(args)
    };
    let text = ics::write(&events, &calendar);
    let text = if args.form.json { lines(&text)? } else { text };
    match &args.output {
        Some(file) => {
            files::replace(file, &text)
                .with_context(|| format!("{}: cannot be written", file.display()))?;
            let count = terminal::counted(events.len(), ["entry", "entries"]);
            terminal::say(format_args!("{count} in {}", file.display()));
        }
        None => {
            let mut out = terminal::out();
            out.write_all(text.as_bytes())?;
            out.flush()?;
        }
    }
    Ok(Outcome::Done)
}

/// The entries that the arguments choose, with what chose them.
fn chosen(
    args: &args::Calendar,
    settings: &Settings,
    archive: &Archive,
) -> Result<(Asked, Vec<Event>), Failure> {
    let asked = Asked::new(&args.entries, &args.roles, archive)?;
    asked.say_unknown(archive)?;
    let mut events = collect(archive, &asked.which)?;
    events.retain(|event| asked.touches(event));
    let events = finished(events, args, settings)?;
    Ok((asked, events))
}

/// Refuses what the arguments say twice, and what cannot be.
fn check(args: &args::Calendar) -> Result<(), Failure> {
    Reminding::of(&args.form).check()?;
    if args.form.by == Some(By::Saved)
        && !(args.entries.query.is_empty() && args.entries.saved.is_none())
    {
        return Err(Failure::wrong_use(
            "--by saved asks every saved search: leave out QUERY and --saved",
        ));
    }
    Ok(())
}

/// How entries are written, as the arguments say.
fn form(args: &args::Calendar) -> ics::Calendar {
    ics::Calendar {
        alarms: Reminding::of(&args.form).alarms(),
        todo: args.form.component == Component::Todo,
        ..ics::Calendar::default()
    }
}

/// The entries with their papers' addresses, and with those that remind of them.
fn finished(
    mut events: Vec<Event>,
    args: &args::Calendar,
    settings: &Settings,
) -> Result<Vec<Event>, Failure> {
    address::set(&mut events, &settings.calendar.url)?;
    Reminding::of(&args.form).add(&mut events);
    Ok(events)
}

/// The entries as JSON: read from the calendar itself, so that both say the same.
fn lines(calendar: &str) -> Result<String, Failure> {
    let mut lines = String::new();
    for entry in read::read(calendar.as_bytes()).entries {
        lines.push_str(&browse::json(&entry)?);
        lines.push('\n');
    }
    Ok(lines)
}

/// One calendar each.
fn many(
    args: &args::Calendar,
    settings: &Settings,
    (archive, asked): (&Archive, &Asked),
    (by, folder): (By, &Path),
) -> Result<Outcome, Failure> {
    let mut groups = if by == By::Saved {
        groups::saved_searches(archive, asked)?
    } else {
        let mut events = collect(archive, &asked.which)?;
        events.retain(|event| asked.touches(event));
        groups::part(archive, events, by, &plural(&asked.which.roles))?
    };
    for group in groups.values_mut() {
        group.events = finished(std::mem::take(&mut group.events), args, settings)?;
    }
    let written = groups::write(groups, by, folder, &form(args))?;
    for error in &written.failed {
        terminal::say(format_args!("{error:#}"));
    }
    let emptied = match written.emptied {
        0 => String::new(),
        count => format!(", {count} without entries any more"),
    };
    let count = terminal::counted(written.calendars, ["calendar", "calendars"]);
    let shown = folder.display();
    terminal::say(format_args!("{count} in {shown}{emptied}"));
    Ok(if written.failed.is_empty() {
        Outcome::Done
    } else {
        Outcome::Partly
    })
}
