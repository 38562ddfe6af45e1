//! All corrections of an archive: listed, and taken over from a list.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Write},
    path::Path,
};

use anyhow::Context;
use archive::{Archive, Kept, Listed};
use jiff::Timestamp;
use paper::{Correction, Outcome as Became};
use serde::{Deserialize, Serialize};

use super::value;
use crate::{
    args, browse, catalogue, corrected,
    exit::{Failure, Outcome},
    terminal,
    terminal::Styles,
};

/// A line of `udvalg correct --list --json`.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    /// BLAKE3 of the paper's bytes.
    hash: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// Hashes of the paper's versions that came after it was said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    later: Vec<String>,
    #[serde(flatten)]
    correction: Correction,
}

/// Lists all corrections, or those of a paper and its other versions, in the order in which they were made.
pub(super) fn list(
    args: &args::Correct,
    archive: &Archive,
    styles: &Styles,
) -> Result<Outcome, Failure> {
    let mut all = archive.corrections().map_err(catalogue::failure)?;
    if let Some(name) = &args.paper {
        let Some(listed) = browse::one(archive, name)? else {
            return Ok(Outcome::NothingFound);
        };
        let family = archive.family(listed.id).map_err(catalogue::failure)?;
        let is_of =
            |kept: &Kept| kept.paper == listed.id || family.iter().any(|one| one.id == kept.paper);
        all.retain(is_of);
    }
    if all.is_empty() {
        terminal::say("nothing was corrected: `udvalg correct PAPER` lists what can be");
        return Ok(Outcome::NothingFound);
    }
    let mut out = terminal::out();
    for kept in all {
        if args.json {
            let Kept {
                hash,
                path,
                later,
                correction,
                ..
            } = kept;
            writeln!(
                out,
                "{}",
                browse::json(&Line {
                    hash,
                    path,
                    later,
                    correction
                })?
            )?;
        } else {
            print(&mut out, &kept, styles)?;
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn print(out: &mut impl Write, kept: &Kept, styles: &Styles) -> io::Result<()> {
    let (title, dim) = (styles.title, styles.dim);
    let Correction { by, at, note, what } = &kept.correction;
    let path = kept
        .path
        .clone()
        .unwrap_or_else(|| format!("{} (pruned)", kept.hash.get(..12).unwrap_or_default()));
    writeln!(out, "{title}{path}{title:#}")?;
    writeln!(
        out,
        "    {} → {}",
        value::text(what, false),
        value::text(what, true)
    )?;
    let who = corrected::who(what.action(), by, *at, note.as_deref());
    writeln!(out, "    {dim}{who}{dim:#}")
}

/// Takes the corrections of a list; those that are there already change nothing. What does not fit is told, and the rest is taken.
pub(super) fn take(file: &Path, archive: &mut Archive) -> Result<Outcome, Failure> {
    let lines: Box<dyn BufRead> = if file == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        let opened =
            File::open(file).with_context(|| format!("{}: cannot be read", file.display()))?;
        Box::new(BufReader::new(opened))
    };
    let (mut taken, mut known, mut refused) = (0, 0, 0);
    for (number, line) in (1..).zip(lines.lines()) {
        let line = line.with_context(|| format!("{}: cannot be read", file.display()))?;
        if line.trim().is_empty() {
            continue;
        }
        match take_one(archive, &line)? {
            Took::Taken => taken += 1,
            Took::Known => known += 1,
            Took::Refused(why) => {
                refused += 1;
                terminal::say(format_args!("{}, line {number}: {why}", file.display()));
            }
        }
    }
    let taken = terminal::counted(taken, ["correction", "corrections"]);
    terminal::say(format_args!(
        "{taken} taken, {known} were there already, {refused} do not fit"
    ));
    Ok(if refused > 0 {
        Outcome::Partly
    } else {
        Outcome::Done
    })
}

/// What became of a line.
enum Took {
    Taken,
    Known,
    Refused(String),
}

fn take_one(archive: &mut Archive, line: &str) -> Result<Took, Failure> {
    let Line {
        hash,
        path,
        mut later,
        correction,
    } = match serde_json::from_str(line) {
        Ok(line) => line,
        Err(error) => return Ok(Took::Refused(format!("is no correction: {error}"))),
    };
    let Some(listed) = meant(archive, &hash, path.as_deref())? else {
        let path = path.unwrap_or(hash);
        return Ok(Took::Refused(format!("the archive has no paper {path}")));
    };
    let mut batch = archive
        .batch(Timestamp::now())
        .map_err(catalogue::failure)?;
    let kept = batch
        .corrections_of(listed.id)
        .map_err(catalogue::failure)?;
    if kept.iter().any(|kept| kept.correction == correction) {
        return Ok(Took::Known);
    }
    let is_version = later.contains(&listed.hash);
    if listed.hash != hash && !is_version {
        later.push(listed.hash.clone());
    }
    let became = batch
        .take_over(listed.id, &correction, &later)
        .map_err(catalogue::failure)?;
    match became {
        // What lapsed in the archive that it comes from lapses here.
        Became::Lapsed if !is_version => {
            Ok(Took::Refused(format!("{} has no such value", listed.path)))
        }
        Became::Holds | Became::Overtaken | Became::Superseded | Became::Lapsed => {
            batch.commit().map_err(catalogue::failure)?;
            Ok(Took::Taken)
        }
        Became::Elsewhere => Ok(Took::Refused(format!("{} has no such value", listed.path))),
    }
}

/// The paper of the same bytes, else the one that stands at the same path.
fn meant(archive: &Archive, hash: &str, path: Option<&str>) -> Result<Option<Listed>, Failure> {
    for name in [Some(hash), path].into_iter().flatten() {
        let found = archive.find(name).map_err(catalogue::failure)?;
        if let [_] = found.as_slice() {
            return Ok(found.into_iter().next());
        }
    }
    Ok(None)
}
