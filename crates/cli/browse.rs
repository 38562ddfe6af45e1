//! `udvalg show`, and how a person names a paper.

use std::{io::Write, path::Path};

use anyhow::anyhow;
use archive::{Access, Archive, ArchiveError, Listed};
use serde::Serialize;

use crate::{
    args, catalogue,
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
