//! `udvalg archive check`: whether the archive and its index are whole and say the same.

use std::{
    fmt,
    io::Write,
    path::Path,
    time::{Duration, Instant},
};

use archive::{Access, Archive, ArchiveError, Derived, Finding, Flaw, PaperId};
use index::{Index, IndexError};
use jiff::Timestamp;
use serde::Serialize;

use crate::{
    args, browse, catalogue,
    exit::{Failure, Outcome},
    terminal,
};

/// Papers that are asked for at a time.
const STEP: usize = 1024;

/// Time between two lines that tell how far it is.
const EVERY: Duration = Duration::from_secs(10);

/// Papers that are named of those that only one of archive and index has.
const NAMED: usize = 20;

/// A finding, as it is told.
#[derive(Debug, Serialize)]
pub(super) struct Told {
    /// What kind of thing is wrong.
    what: &'static str,
    /// Where: a paper's path, or a file.
    #[serde(rename = "where")]
    place: String,
    /// What is wrong.
    detail: String,
    /// What a person can do; nothing where it is mended.
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<&'static str>,
    mended: bool,
    #[serde(skip)]
    of_archive: Option<Finding>,
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            what,
            place,
            detail,
            advice,
            mended,
            of_archive: _,
        } = self;
        write!(f, "{what}: {place}: {detail}")?;
        if *mended {
            write!(f, "; mended")?;
        }
        advice.map_or(Ok(()), |advice| write!(f, "; {advice}"))
    }
}

const MEND: &str = "mend it with `udvalg archive check --mend`";

impl Told {
    fn new(what: &'static str, place: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            what,
            place: place.into(),
            detail: detail.into(),
            advice: Some(MEND),
            mended: false,
            of_archive: None,
        }
    }

    fn of(archive: &Archive, finding: Finding) -> Self {
        let (what, advice) = match finding.flaw {
            Flaw::Database => (
                "database",
                "mend its indexes with `udvalg archive check --mend`; where that fails, take a copy with `udvalg archive import`",
            ),
            Flaw::Reference => ("reference", MEND),
            Flaw::Content => (
                "content",
                "with `udvalg archive check --mend` the next ingest reads its file again",
            ),
            Flaw::Values => ("values", MEND),
            Flaw::Outbox => ("outbox", MEND),
        };
        let place = match finding.paper {
            Some(paper) => name_of(archive, paper),
            None => archive::DATABASE.to_owned(),
        };
        Self {
            advice: Some(advice),
            of_archive: Some(finding.clone()),
            ..Self::new(what, place, finding.detail)
        }
    }

    /// Notes that it is mended, or what is left to do.
    fn mended(&mut self, done: bool) {
        self.mended = done;
        self.advice = match self.of_archive.as_ref().map(|finding| finding.flaw) {
            _ if done => None,
            Some(Flaw::Content) => Some("the next ingest of its file reads it again"),
            _ => Some("take the last backup: `udvalg --archive NEW archive import FILE`"),
        };
    }
}

/// A paper's path, or its number where even that cannot be read.
fn name_of(archive: &Archive, paper: PaperId) -> String {
    match archive.paper(paper) {
        Ok(Some(listed)) => listed.path,
        _ => format!("paper {}", paper.number()),
    }
}

/// Prints what is wrong with the archive in `folder`, and mends it where that is asked.
///
/// # Errors
/// Where it cannot be looked at, or is to be mended and in use.
pub(super) fn run(args: &args::ArchiveCheck, folder: &Path) -> Result<Outcome, Failure> {
    let mut out = terminal::out();
    let (mut found, mut left) = (0_u32, 0_u32);
    let mut tell = |told: &Told| -> Result<(), Failure> {
        found += 1;
        left += u32::from(!told.mended);
        if args.json {
            writeln!(out, "{}", browse::json(told)?)?;
        } else {
            writeln!(out, "{told}")?;
        }
        Ok(())
    };
    let access = if args.mend {
        Access::Write
    } else {
        Access::Read
    };
    if folder.join(archive::DATABASE).exists() {
        // Before it is opened, which makes files with the rights of the database.
        rights(folder, args.mend, &mut tell)?;
    }
    match Archive::open(folder, access) {
        Ok(mut archive) => {
            let _held = args.mend.then(|| catalogue::lock(&archive)).transpose()?;
            contents(&mut archive, args.mend, &mut tell)?;
            of_index(&archive, args.mend, &mut tell)?;
        }
        Err(ArchiveError::Damaged { part, source }) => {
            let detail = format!("{part} cannot be read: {source}");
            let mut told = Told::new("database", archive::DATABASE, detail);
            told.mended(false);
            tell(&told)?;
        }
        Err(error) => return Err(catalogue::failure(error)),
    }
    out.flush()?;
    terminal::say(match (found, left) {
        (0, _) => "nothing is wrong".to_owned(),
        (found, 0) => format!("{found} things were wrong; all are mended"),
        (found, left) => format!("{found} things are wrong; {left} of them are left"),
    });
    Ok(if left > 0 {
        Outcome::Partly
    } else {
        Outcome::Done
    })
}

type Tell<'t> = dyn FnMut(&Told) -> Result<(), Failure> + 't;

/// Files that are not their owner's alone.
fn rights(folder: &Path, mend: bool, tell: &mut Tell<'_>) -> Result<(), Failure> {
    for path in archive::open_to_others(folder).map_err(catalogue::failure)? {
        let detail = "others than its owner may read or write it";
        let mut told = Told::new("rights", path.display().to_string(), detail);
        if mend {
            archive::make_private(&path).map_err(catalogue::failure)?;
            told.mended(true);
        }
        tell(&told)?;
    }
    Ok(())
}

/// What a step of the check calls with each thing that is wrong.
type Found<'f> = dyn FnMut(Told) -> Result<(), Failure> + 'f;

type Step = fn(&Archive, &mut Found<'_>) -> Result<(), Failure>;

/// The steps in which an archive is checked by itself; what a later one finds is mended from what an earlier one vouches for.
const STEPS: [Step; 3] = [pages, papers, outbox];

/// Calls `found` with all that is wrong with the archive by itself.
///
/// # Errors
/// Those of `found`, and what keeps from looking.
pub(super) fn archive_itself(archive: &Archive, found: &mut Found<'_>) -> Result<(), Failure> {
    STEPS.iter().try_for_each(|step| step(archive, found))
}

/// Tells, or mends and tells, what is wrong with the archive by itself.
fn contents(archive: &mut Archive, mend: bool, tell: &mut Tell<'_>) -> Result<(), Failure> {
    if !mend {
        return archive_itself(archive, &mut |told| tell(&told));
    }
    for step in STEPS {
        let mut wrong = Vec::new();
        step(archive, &mut |told| {
            wrong.push(told);
            Ok(())
        })?;
        let mut before: Option<(Flaw, bool)> = None;
        for mut told in wrong {
            let Some(finding) = &told.of_archive else {
                tell(&told)?;
                continue;
            };
            let done = match before {
                // What is wrong with the database as such is mended at once.
                Some((flaw, done)) if flaw == finding.flaw && finding.paper.is_none() => done,
                _ => mended(archive, finding)?,
            };
            before = Some((finding.flaw, done));
            told.mended(done);
            tell(&told)?;
        }
    }
    Ok(())
}

fn mended(archive: &mut Archive, finding: &Finding) -> Result<bool, Failure> {
    match archive.mend(finding, Timestamp::now()) {
        Err(ArchiveError::Damaged { .. }) => Ok(false),
        done => done.map_err(catalogue::failure),
    }
}

/// What was looked at, unless the database does not let it be, which is found.
fn looked<T>(
    archive: &Archive,
    result: Result<T, ArchiveError>,
    found: &mut Found<'_>,
) -> Result<Option<T>, Failure> {
    match result {
        Err(ArchiveError::Damaged { part, source }) => {
            let finding = Finding {
                flaw: Flaw::Database,
                paper: None,
                detail: format!("{part} cannot be read: {source}"),
            };
            found(Told::of(archive, finding))?;
            Ok(None)
        }
        result => result.map(Some).map_err(catalogue::failure),
    }
}

fn tell_all(
    archive: &Archive,
    findings: Result<Vec<Finding>, ArchiveError>,
    found: &mut Found<'_>,
) -> Result<bool, Failure> {
    let Some(findings) = looked(archive, findings, found)? else {
        return Ok(false);
    };
    for finding in findings {
        found(Told::of(archive, finding))?;
    }
    Ok(true)
}

fn pages(archive: &Archive, found: &mut Found<'_>) -> Result<(), Failure> {
    tell_all(archive, archive.check_database(), found).map(drop)
}

fn outbox(archive: &Archive, found: &mut Found<'_>) -> Result<(), Failure> {
    tell_all(archive, archive.check_outbox(), found).map(drop)
}

fn papers(archive: &Archive, found: &mut Found<'_>) -> Result<(), Failure> {
    let derived = Derived::new().map_err(catalogue::failure)?;
    let (mut last, mut checked, mut told, mut said) = (None, 0_u64, Instant::now(), 0);
    while let Some(some) = looked(archive, archive.papers_after(last, STEP), found)? {
        let Some(&end) = some.last() else { break };
        for paper in some {
            if !tell_all(archive, archive.check_paper(paper, &derived), found)? {
                // The tables themselves are broken: the rest would say the same, a million times.
                return Ok(());
            }
            checked += 1;
            if told.elapsed() >= EVERY {
                told = Instant::now();
                said = checked;
                terminal::say(format_args!("{checked} papers checked, more to come"));
            }
        }
        last = Some(end);
    }
    if said > 0 {
        terminal::say(format_args!("all {checked} papers checked"));
    }
    Ok(())
}

/// The index by itself, and beside the archive. One that is behind or not there is no fault: the next search mends that.
fn of_index(archive: &Archive, mend: bool, tell: &mut Tell<'_>) -> Result<(), Failure> {
    let mut wrong = match index_flaws(archive) {
        Ok(wrong) => wrong,
        Err(error @ (IndexError::Permission { .. } | IndexError::Io { .. })) => {
            return Err(error.into());
        }
        Err(error) => vec![Told::new("index", archive::INDEX, error.to_string())],
    };
    if mend {
        if wrong.is_empty() {
            catalogue::refresh_index(archive)?;
        } else {
            catalogue::rebuild_index(archive)?;
        }
        wrong.iter_mut().for_each(|told| told.mended(true));
    }
    wrong.iter().try_for_each(tell)
}

fn index_flaws(archive: &Archive) -> Result<Vec<Told>, IndexError> {
    let dir = archive.index_dir();
    let damaged = match index::damaged_files(&dir) {
        Err(IndexError::Missing { .. }) => return Ok(Vec::new()),
        damaged => damaged?,
    };
    if !damaged.is_empty() {
        let told = damaged.iter().map(|file| {
            let place = format!("{}/{}", archive::INDEX, file.display());
            Told::new("index", place, "its bytes are not those that were written")
        });
        return Ok(told.collect());
    }
    let index = match Index::open(&dir) {
        // Of another version: the next search makes it anew.
        Err(IndexError::Outdated) => return Ok(Vec::new()),
        index => index?,
    };
    let follows = index.state().archive == archive.id();
    if !follows || archive.last_seq().ok() != Some(index.state().seq) {
        return Ok(Vec::new());
    }
    let (strangers, missing) = match archive.compare_shown(&index.numbers()?) {
        Ok(compared) => compared,
        Err(error) => return Ok(vec![Told::new("index", archive::INDEX, error.to_string())]),
    };
    let name = |paper: &PaperId| name_of(archive, *paper);
    let stranger = |paper| {
        Told::new(
            "index",
            name(paper),
            "the index finds it, and no file holds it",
        )
    };
    let missed = |paper| Told::new("index", name(paper), "the index does not find it");
    let mut told: Vec<_> = strangers.iter().take(NAMED).map(stranger).collect();
    told.extend(missing.iter().take(NAMED).map(missed));
    let more = strangers.len().saturating_sub(NAMED) + missing.len().saturating_sub(NAMED);
    if more > 0 {
        let detail = format!("{more} more papers are in one of archive and index only");
        told.push(Told::new("index", archive::INDEX, detail));
    }
    Ok(told)
}
