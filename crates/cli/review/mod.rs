//! `udvalg review`: what is doubtful, worst first; listed, or answered by a person at a terminal.

mod ask;
mod keys;
mod worst;

use std::{
    io::{self, IsTerminal, Write},
    path::Path,
};

use anstyle::Style;
use archive::{Access, Archive};
use jiff::{Zoned, civil::Date};
use paper::{Kind, What};
use serde::Serialize;

use crate::{
    args, browse, catalogue, correct,
    exit::{Failure, Outcome},
    terminal,
    terminal::Styles,
    why::Surroundings,
};
use worst::{Item, Worst};

/// Lists what is doubtful, or asks for each value on a terminal.
///
/// # Errors
/// Where the archive cannot be read, or an answer not be written.
pub(crate) fn run(args: &args::Review, folder: &Path, styles: &Styles) -> Result<Outcome, Failure> {
    let mut archive = catalogue::open(folder, Access::Read)?;
    if archive.may_lack_doubts().map_err(catalogue::failure)? {
        drop(archive);
        if worst::fill(folder)? == Outcome::Interrupted {
            return Ok(Outcome::Interrupted);
        }
        archive = catalogue::open(folder, Access::Read)?;
    }
    let as_of = args.as_of.unwrap_or_else(|| Zoned::now().date());
    let Worst { items, more } = worst::find(&archive, args, as_of)?;
    if items.is_empty() {
        terminal::say("nothing is doubtful");
        return Ok(Outcome::NothingFound);
    }
    let asks = !args.json && !args.list && io::stdin().is_terminal() && io::stdout().is_terminal();
    let count = items.len();
    let outcome = if asks {
        drop(archive);
        ask::all(items, args.by.as_deref(), folder, styles)?
    } else {
        list(&archive, &items, args.json, styles)?;
        Outcome::Done
    };
    if more && outcome == Outcome::Done {
        terminal::say(format_args!(
            "these are the {count} that matter most; more: --limit N"
        ));
    }
    Ok(outcome)
}

/// A line of `--json`.
#[derive(Debug, Serialize)]
struct Line<'i> {
    path: &'i str,
    hash: &'i str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'i str>,
    kind: Kind,
    /// The name of the value for `udvalg correct`.
    value: &'i str,
    #[serde(flatten)]
    what: &'i What,
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sentence: Option<String>,
    why: Vec<Why<'i>>,
}

#[derive(Debug, Serialize)]
struct Why<'i> {
    code: paper::DoubtCode,
    message: &'i str,
}

fn list(archive: &Archive, items: &[Item], json: bool, styles: &Styles) -> Result<(), Failure> {
    let mut out = terminal::lines(json);
    for item in items {
        if json {
            writeln!(out, "{}", browse::json(&line(archive, item)?)?)?;
        } else {
            print(&mut out, archive, item, styles)?;
        }
    }
    Ok(out.flush()?)
}

fn line<'i>(archive: &Archive, item: &'i Item) -> Result<Line<'i>, Failure> {
    Ok(Line {
        path: &item.listed.path,
        hash: &item.listed.hash,
        title: item.listed.title.as_deref(),
        kind: item.listed.kind,
        value: &item.slot.name,
        what: &item.slot.what,
        day: item.day,
        sentence: sentence(archive, item, Style::new())?,
        why: item
            .why
            .iter()
            .map(|(code, message)| Why {
                code: *code,
                message,
            })
            .collect(),
    })
}

/// The sentence in which a value stands.
fn sentence(archive: &Archive, item: &Item, style: Style) -> Result<Option<String>, Failure> {
    let Some(source) = item.source() else {
        return Ok(None);
    };
    let document = item.document(archive)?;
    Ok(Surroundings::new(&document, style).of(source))
}

/// A doubtful value for a person: what was understood, why it is doubtful, where it stands.
fn print(
    out: &mut impl Write,
    archive: &Archive,
    item: &Item,
    styles: &Styles,
) -> Result<(), Failure> {
    let (dim, alert) = (styles.dim, styles.alert);
    correct::show_slot(out, &item.slot, styles)?;
    for (code, message) in &item.why {
        writeln!(out, "       {alert}{code}{alert:#}  {message}")?;
    }
    if let Some(sentence) = sentence(archive, item, styles.title)? {
        writeln!(out, "       {sentence}")?;
    }
    let title = item.listed.title.as_deref().unwrap_or_default();
    writeln!(out, "       {dim}{} · {title}{dim:#}\n", item.listed.path)?;
    Ok(())
}
