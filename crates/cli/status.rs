//! `udvalg status`: what the archive holds, and what failed.

use std::{cmp::Reverse, collections::BTreeMap, io::Write, path::Path};

use archive::{Access, Archive, Counts, Failed, ScanCounts, Versions};
use serde::Serialize;

use crate::{
    args, browse, catalogue,
    exit::{Failure, Outcome},
    ocr::{self, Engine, Missing},
    reader::{Pool, Protections, Refusal},
    settings::{self, Configuration},
    terminal,
    terminal::Styles,
};

/// Files of one reason that are listed where not all are wanted.
const SHOWN: usize = 20;

/// A line of `udvalg status --failed --json`.
#[derive(Debug, Serialize)]
struct Unread<'f> {
    path: &'f str,
    location: &'f str,
    code: &'f str,
    message: &'f str,
    reader: u32,
    at: String,
    attempts: u32,
}

/// Prints figures, or the files that failed.
///
/// # Errors
/// Where the archive cannot be read.
pub(crate) fn run(
    args: &args::Status,
    configuration: &Configuration,
    folder: &Path,
    styles: &Styles,
) -> Result<Outcome, Failure> {
    let archive = catalogue::open(folder, Access::Read)?;
    let mut out = terminal::lines(args.json);
    if args.failed {
        failed(&mut out, &archive, args, styles)?;
    } else {
        let counts = archive.counts().map_err(catalogue::failure)?;
        let pictures = Pictures::of(&archive, configuration)?;
        let sandbox = sandbox(configuration)?;
        if args.json {
            let figures = figures(&archive, &counts, sandbox.as_ref().ok(), &pictures);
            writeln!(out, "{}", browse::json(&figures)?)?;
        } else {
            print(&mut out, &archive, &counts, styles)?;
            print_pictures(&mut out, &pictures, styles)?;
            print_sandbox(&mut out, &sandbox, styles)?;
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// The failures by reason, the most frequent reason first; as JSON in the order of paths.
fn failed(
    out: &mut impl Write,
    archive: &Archive,
    args: &args::Status,
    styles: &Styles,
) -> Result<(), Failure> {
    if args.json {
        for file in archive.failures(None).map_err(catalogue::failure)? {
            let Failed {
                path,
                location,
                reason,
                message,
                reader,
                at,
                attempts,
            } = &file;
            let at = at.to_string();
            let line = Unread {
                path,
                location,
                code: reason,
                message,
                reader: *reader,
                at,
                attempts: *attempts,
            };
            writeln!(out, "{}", browse::json(&line)?)?;
        }
        return Ok(());
    }
    let files = archive.failures(None).map_err(catalogue::failure)?;
    if files.is_empty() {
        terminal::say("no file failed");
    }
    by_reason(out, &files, args.all, styles)
}

/// Failures under their reasons, the most frequent reason first; of many the first ones, unless all are wanted.
pub(crate) fn by_reason(
    out: &mut impl Write,
    files: &[Failed],
    all: bool,
    styles: &Styles,
) -> Result<(), Failure> {
    let mut groups: BTreeMap<&str, Vec<&Failed>> = BTreeMap::new();
    for file in files {
        groups.entry(&file.reason).or_default().push(file);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, files)| Reverse(files.len()));
    let (title, dim) = (styles.title, styles.dim);
    for (reason, files) in groups {
        writeln!(out, "{title}{reason}{title:#} ({})", files.len())?;
        let shown = if all { files.len() } else { SHOWN };
        for file in files.iter().take(shown) {
            writeln!(out, "  {}", file.path)?;
            writeln!(out, "      {}", file.message)?;
            writeln!(out, "      {dim}{}{dim:#}", tried(file))?;
        }
        let left = files.len().saturating_sub(shown);
        if left > 0 {
            writeln!(
                out,
                "  … and {left} more: `udvalg status --failed --all` lists them"
            )?;
        }
    }
    Ok(())
}

/// When a file was tried, by which reader, and how often.
fn tried(file: &Failed) -> String {
    let times = match file.attempts {
        0 | 1 => String::new(),
        more => format!(", tried {more} times"),
    };
    let at = terminal::minute(file.at);
    format!("reader {}, {at}{times}", file.reader)
}

fn print(
    out: &mut impl Write,
    archive: &Archive,
    counts: &Counts,
    styles: &Styles,
) -> std::io::Result<()> {
    let (title, alert) = (styles.title, styles.alert);
    writeln!(out, "{title}{}{title:#}", archive.dir().display())?;
    writeln!(
        out,
        "papers     {} ({})",
        counts.papers,
        listed(&counts.by_format)
    )?;
    if !counts.by_kind.is_empty() {
        writeln!(out, "kinds      {}", listed(&counts.by_kind))?;
    }
    writeln!(out, "deadlines  {}", counts.deadlines)?;
    let missing = if counts.missing > 0 {
        format!(", {} of them gone", counts.missing)
    } else {
        String::new()
    };
    writeln!(out, "files      {} known{missing}", counts.places)?;
    if !counts.failures.is_empty() {
        let reasons: Vec<_> = counts
            .failures
            .iter()
            .map(|f| (f.reason.clone(), f.files))
            .collect();
        writeln!(
            out,
            "{alert}failed{alert:#}     {}; see --failed",
            listed(&reasons)
        )?;
    }
    writeln!(
        out,
        "on disk    {:.1} MB archive, {:.1} MB index, of {:.1} MB of papers",
        counts.archive_bytes as f64 / 1e6,
        counts.index_bytes as f64 / 1e6,
        counts.papers_bytes as f64 / 1e6
    )?;
    writeln!(
        out,
        "versions   udvalg {}, reader {}, rules {}, archive {}",
        env!("CARGO_PKG_VERSION"),
        formats::VERSION,
        fields::VERSION,
        archive::SCHEMA_VERSION
    )?;
    let of_other = |is_other: &dyn Fn(&Versions) -> bool| -> u64 {
        let others = counts.by_versions.iter().filter(|(v, _)| is_other(v));
        others.map(|(_, papers)| papers).sum()
    };
    for (papers, what, command) in [
        (
            of_other(&|v| v.reader < formats::VERSION),
            "read",
            "ingest --outdated",
        ),
        (
            of_other(&|v| v.rules != fields::VERSION),
            "understood",
            "understand --again",
        ),
    ] {
        if papers > 0 {
            let papers = terminal::counted(papers, ["paper was", "papers were"]);
            writeln!(
                out,
                "           {papers} {what} by another version: see `udvalg {command}`"
            )?;
        }
    }
    Ok(())
}

/// Pages that are pictures, and what reads them; where there are none nobody asks.
struct Pictures {
    counts: ScanCounts,
    engine: Option<Result<Engine, Missing>>,
}

impl Pictures {
    fn of(archive: &Archive, configuration: &Configuration) -> Result<Self, Failure> {
        let counts = archive.scan_counts().map_err(catalogue::failure)?;
        let find = || Engine::find(&configuration.settings.ocr);
        Ok(Self {
            engine: (!counts.is_empty()).then(find),
            counts,
        })
    }

    fn figures(&self) -> serde_json::Value {
        let ScanCounts {
            waiting,
            papers_waiting,
            recognised,
            failed,
        } = self.counts;
        serde_json::json!({
            "recognised": recognised,
            "failed": failed,
            "waiting": waiting,
            "papers_waiting": papers_waiting,
            // null where nothing was to be asked or none is there.
            "engine": self.engine.as_ref().and_then(|engine| engine.as_ref().ok()).map(Engine::identity),
        })
    }
}

fn print_pictures(
    out: &mut impl Write,
    pictures: &Pictures,
    styles: &Styles,
) -> std::io::Result<()> {
    let Pictures { counts, engine } = pictures;
    let Some(engine) = engine else { return Ok(()) };
    let alert = styles.alert;
    let failed = match counts.failed {
        0 => String::new(),
        failed => format!(", {failed} failed"),
    };
    let read = terminal::counted(counts.recognised, ["page", "pages"]);
    writeln!(out, "pictures   {read} read from pictures{failed}")?;
    if counts.waiting > 0 {
        let waiting = ocr::waiting(counts.waiting, counts.papers_waiting);
        writeln!(out, "           {waiting}")?;
    }
    match engine {
        Ok(engine) => writeln!(out, "           by {}", engine.identity())?,
        Err(missing) => writeln!(out, "{alert}pictures{alert:#}   {missing}")?,
    }
    if let Some(lack) = engine.as_ref().ok().and_then(Engine::lack) {
        writeln!(out, "{alert}pictures{alert:#}   {lack}")?;
    }
    Ok(())
}

/// What holds a reader back on this system, as one tells it that is started for this.
fn sandbox(configuration: &Configuration) -> anyhow::Result<Result<Protections, Refusal>> {
    let limits = configuration.settings.reader;
    let pool = Pool::new(settings::program()?, BTreeMap::new(), limits)?;
    Ok(pool.protections())
}

fn print_sandbox(
    out: &mut impl Write,
    sandbox: &Result<Protections, Refusal>,
    styles: &Styles,
) -> std::io::Result<()> {
    let alert = styles.alert;
    let lacking = match sandbox {
        Ok(protections) => protections.lacking(),
        Err(refusal) => vec![refusal.message.as_str()],
    };
    if lacking.is_empty() {
        let held = "no file, no network, no new process; memory limited";
        return writeln!(out, "readers    {held}");
    }
    for lack in lacking {
        writeln!(out, "{alert}readers{alert:#}    {lack}")?;
    }
    Ok(())
}

fn listed(counts: &[(String, u64)]) -> String {
    counts
        .iter()
        .map(|(what, count)| format!("{count} {what}"))
        .collect::<Vec<_>>()
        .join(", ")
}

fn figures(
    archive: &Archive,
    counts: &Counts,
    sandbox: Option<&Protections>,
    pictures: &Pictures,
) -> serde_json::Value {
    let map = |counts: &[(String, u64)]| -> serde_json::Map<String, serde_json::Value> {
        counts
            .iter()
            .map(|(what, count)| (what.clone(), (*count).into()))
            .collect()
    };
    let failures: Vec<_> = counts
        .failures
        .iter()
        .map(|f| (f.reason.clone(), f.files))
        .collect();
    let by_versions: Vec<_> = counts
        .by_versions
        .iter()
        .map(|(Versions { reader, rules, vocabulary }, papers)| {
            serde_json::json!({ "reader": reader, "rules": rules, "vocabulary": vocabulary, "papers": papers })
        })
        .collect();
    serde_json::json!({
        "archive": archive.dir().display().to_string(),
        "id": archive.id(),
        "papers": counts.papers,
        "formats": map(&counts.by_format),
        "kinds": map(&counts.by_kind),
        "deadlines": counts.deadlines,
        "files": counts.places,
        "missing": counts.missing,
        "failed": map(&failures),
        "bytes": { "papers": counts.papers_bytes, "archive": counts.archive_bytes, "index": counts.index_bytes },
        "versions": {
            "udvalg": env!("CARGO_PKG_VERSION"),
            "reader": formats::VERSION,
            "rules": fields::VERSION,
            "archive": archive::SCHEMA_VERSION,
        },
        "pictures": pictures.figures(),
        "made_by": by_versions,
        // null where no reader can start.
        "sandbox": sandbox,
    })
}
