//! `udvalg show`, `deadlines`, `export`: what the archive says.

use std::{collections::BTreeMap, io::Write, path::Path};

use anyhow::anyhow;
use archive::{Access, Archive, ArchiveError, DateRow, Listed, PaperId};
use jiff::{Zoned, civil::Date};
use paper::DateRole;
use serde::Serialize;

use crate::{
    args, catalogue, corrected,
    exit::{Failure, Outcome},
    relatives, show, terminal,
    terminal::Styles,
    why::Surroundings,
};

/// Prints one paper.
///
/// # Errors
/// Where no paper, or more than one, is meant.
pub(crate) fn show(args: &args::Show, folder: &Path, styles: &Styles) -> Result<Outcome, Failure> {
    let archive = catalogue::open(folder, Access::Read)?;
    let Some(Listed { id, path, .. }) = &one(&archive, &args.paper)? else {
        return Ok(Outcome::NothingFound);
    };
    let mut out = terminal::lines(args.json || args.text);
    if args.text {
        let text = there(archive.text(*id), path)?;
        out.write_all(text.text.as_bytes())?;
    } else if args.json {
        writeln!(out, "{}", json(&there(archive.record(*id), path)?)?)?;
    } else {
        let record = there(archive.record(*id), path)?;
        let document = args.why.then(|| there(archive.document(*id), path));
        let document = document.transpose()?;
        let why = document
            .as_ref()
            .map(|document| Surroundings::new(document, styles.title));
        let is_gone = archive.is_gone(*id).map_err(catalogue::failure)?;
        let around = show::Around {
            is_gone,
            family: relatives::lines(&archive, *id)?,
        };
        show::record(&mut out, &record, &around, why.as_ref(), styles)?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// The paper that a person means by a name; none where none is meant, which is said.
///
/// # Errors
/// Where it may be any of several.
pub(crate) fn one(archive: &Archive, name: &str) -> Result<Option<Listed>, Failure> {
    let mut found = archive.find(name).map_err(catalogue::failure)?;
    if found.len() > 1 {
        let paths: Vec<_> = found
            .iter()
            .map(|p| format!("{}  {}", &p.hash[..12], p.path))
            .collect();
        let message = format!(
            "{name} may be any of these; give more of the path, or the hash:\n{}",
            paths.join("\n")
        );
        return Err(Failure::wrong_use(message));
    }
    if found.is_empty() {
        terminal::say(format_args!("no paper of the archive is called {name}"));
    }
    Ok(found.pop())
}

/// What the archive has of a paper; an ingest that runs at the same time may take it away between two questions.
pub(crate) fn there<T>(found: Result<Option<T>, ArchiveError>, path: &str) -> Result<T, Failure> {
    let found = found.map_err(catalogue::failure)?;
    Ok(found.ok_or_else(|| anyhow!("{path} has just left the archive"))?)
}

/// A value as a line of JSON.
pub(crate) fn json(value: &impl Serialize) -> Result<String, Failure> {
    Ok(serde_json::to_string(value).map_err(anyhow::Error::from)?)
}

/// A line of `udvalg deadlines --json`: the date as the record has it, and the paper.
#[derive(Debug, Serialize)]
struct Due<'r> {
    path: &'r str,
    hash: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'r str>,
    kind: paper::Kind,
    #[serde(flatten)]
    mention: &'r paper::Mention,
}

/// Prints what is due, in order.
///
/// # Errors
/// Where the archive cannot be read.
pub(crate) fn deadlines(
    args: &args::Deadlines,
    folder: &Path,
    styles: &Styles,
) -> Result<Outcome, Failure> {
    let archive = catalogue::open(folder, Access::Read)?;
    let from = args.from.or(args.as_of).unwrap_or_else(|| {
        let today = Zoned::now().date();
        terminal::say(format_args!(
            "counted from today, {today}; another day: --as-of DATE, or --from DATE"
        ));
        today
    });
    let due = due(&archive, from, args.to)?;
    if due.is_empty() {
        let to = args.to.map(|to| format!(" to {to}")).unwrap_or_default();
        terminal::say(format_args!("nothing is due from {from}{to}"));
        return Ok(Outcome::NothingFound);
    }
    let mut out = terminal::lines(args.json);
    for row in &due {
        if args.json {
            let line = Due {
                path: &row.path,
                hash: &row.hash,
                title: row.title.as_deref(),
                kind: row.kind,
                mention: &row.mention,
            };
            writeln!(out, "{}", json(&line)?)?;
        } else {
            print_due(&mut out, row, from, styles)?;
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// The deadlines in order, each thing once: of versions and formats of a paper those of the last one.
pub(crate) fn due(
    archive: &Archive,
    from: Date,
    to: Option<Date>,
) -> Result<Vec<DateRow>, Failure> {
    let others = archive.not_last()?;
    let mut due: Vec<DateRow> = Vec::new();
    let mut of_paper: BTreeMap<PaperId, Vec<usize>> = BTreeMap::new();
    for row in archive.deadlines(Some(from), to, &[DateRole::Deadline])? {
        if others.contains(&row.paper) {
            continue;
        }
        let told = of_paper.entry(row.paper).or_default();
        let mut earlier = told.iter().filter_map(|&at| due.get(at));
        if !earlier.any(|earlier| export::same_thing(&earlier.mention, &row.mention)) {
            told.push(due.len());
            due.push(row);
        }
    }
    Ok(due)
}

fn print_due(
    out: &mut impl Write,
    row: &DateRow,
    from: Date,
    styles: &Styles,
) -> std::io::Result<()> {
    let (title, dim, alert) = (styles.title, styles.dim, styles.alert);
    let days = row
        .last
        .since(from)
        .map(|span| span.get_days())
        .unwrap_or_default();
    let left = match days {
        0 => format!("{alert}that very day{alert:#}"),
        1 => format!("{alert}in 1 day{alert:#}"),
        2..=7 => format!("{alert}in {days} days{alert:#}"),
        _ => format!("in {days} days"),
    };
    let rough = if row.mention.approximate {
        " (approximate)"
    } else {
        ""
    };
    let mark = corrected::word(&row.mention.corrected).map(|word| format!("  {word}"));
    let doubt = show::doubt(row.mention.confidence)
        .map_or_else(String::new, |doubt| format!(" {alert}{doubt}{alert:#}"));
    let what = row
        .mention
        .summary
        .as_deref()
        .or(row.title.as_deref())
        .unwrap_or("(no summary)");
    writeln!(
        out,
        "{title}{}{title:#}{rough}{doubt}  {what}{}",
        show::span(&row.mention),
        mark.unwrap_or_default()
    )?;
    writeln!(
        out,
        "    {left} · {}",
        row.title.as_deref().unwrap_or(&row.path)
    )?;
    writeln!(
        out,
        "    {dim}{} · {}{dim:#}",
        row.path,
        show::place(&row.mention.source)
    )
}
