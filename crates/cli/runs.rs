//! `udvalg runs`: what ingest and watch did, and how it ended.

use std::{io::Write, path::Path};

use anyhow::Context;
use archive::{Access, Archive, EndReason, Run};
use jiff::Timestamp;
use serde::Serialize;

use crate::{
    args, browse, catalogue,
    exit::{Failure, Outcome},
    ingest::Summary,
    status, terminal,
    terminal::Styles,
};

/// What is said of a run that has not said its end.
const OPEN: &str = "not ended";

/// A line of `udvalg runs --json`.
#[derive(Debug, Serialize)]
struct Line<'r> {
    run: u64,
    started: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<Timestamp>,
    /// Left out of a run that has not said its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    how: Option<&'r str>,
    read: u64,
    same: u64,
    unchanged: u64,
    failed: u64,
    missing: u64,
    bytes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<&'r Summary>,
}

impl<'r> Line<'r> {
    fn new(run: &Run, report: Option<&'r Summary>) -> Self {
        let counts = &run.counts;
        Self {
            run: run.id.number(),
            started: run.started,
            ended: run.ended,
            how: run.reason.map(EndReason::word),
            read: counts.read,
            same: counts.known,
            unchanged: counts.unchanged,
            failed: counts.failed,
            missing: counts.missing,
            bytes: counts.bytes,
            report,
        }
    }
}

/// Prints the latest runs, or all that is known of one.
///
/// # Errors
/// Where the archive cannot be read.
pub(crate) fn run(args: &args::Runs, folder: &Path, styles: &Styles) -> Result<Outcome, Failure> {
    let archive = catalogue::open(folder, Access::Read)?;
    let mut out = terminal::lines(args.json);
    let outcome = match args.run {
        Some(number) => one(&mut out, &archive, number, args.json, styles)?,
        None => listed(&mut out, &archive, args, styles)?,
    };
    out.flush()?;
    Ok(outcome)
}

fn listed(
    out: &mut impl Write,
    archive: &Archive,
    args: &args::Runs,
    styles: &Styles,
) -> Result<Outcome, Failure> {
    let runs = archive.runs(args.limit).map_err(catalogue::failure)?;
    if runs.is_empty() {
        terminal::say("nothing was taken in yet: begin with `udvalg ingest PATH`");
        return Ok(Outcome::NothingFound);
    }
    if args.json {
        for run in &runs {
            writeln!(out, "{}", browse::json(&Line::new(run, None))?)?;
        }
        return Ok(Outcome::Done);
    }
    let title = styles.title;
    let head = ["run", "when", "how long", "read", "unchanged", "failed"];
    let rows: Vec<[String; 6]> = runs.iter().map(row).collect();
    let widths: [usize; 6] = std::array::from_fn(|column| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let head = head.get(column).map_or(0, |head| head.len());
        cells.map(String::len).chain([head]).max().unwrap_or(0)
    });
    writeln!(out, "{title}{}  ended{title:#}", aligned(&head, &widths))?;
    for (run, row) in runs.iter().zip(&rows) {
        let alert = match run.reason {
            Some(EndReason::Done) => styles.dim,
            _ => styles.alert,
        };
        let how = run.reason.map_or(OPEN, EndReason::word);
        writeln!(out, "{}  {alert}{how}{alert:#}", aligned(row, &widths))?;
    }
    Ok(Outcome::Done)
}

fn row(run: &Run) -> [String; 6] {
    [
        run.id.number().to_string(),
        terminal::minute(run.started),
        run.ended.map_or_else(String::new, |ended| {
            long(ended.duration_since(run.started).as_secs_f64())
        }),
        run.counts.read.to_string(),
        run.counts.unchanged.to_string(),
        run.counts.failed.to_string(),
    ]
}

fn aligned(cells: &[impl AsRef<str>], widths: &[usize]) -> String {
    let cells = cells.iter().zip(widths);
    cells
        .map(|(cell, &width)| format!("{:>width$}", cell.as_ref()))
        .collect::<Vec<_>>()
        .join("  ")
}

/// A length of time in its two largest units.
fn long(seconds: f64) -> String {
    if seconds < 60.0 {
        return format!("{seconds:.1} s");
    }
    let whole = seconds.round() as u64;
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    if hours > 0 {
        format!("{hours} h {minutes:02} min")
    } else {
        format!("{minutes} min {seconds:02} s")
    }
}

fn one(
    out: &mut impl Write,
    archive: &Archive,
    number: u64,
    json: bool,
    styles: &Styles,
) -> Result<Outcome, Failure> {
    let Some(run) = archive.run(number).map_err(catalogue::failure)? else {
        terminal::say(format_args!("there was no run {number}: see `udvalg runs`"));
        return Ok(Outcome::NothingFound);
    };
    let report = archive.report(run.id).map_err(catalogue::failure)?;
    let report: Option<Summary> = report
        .map(|report| serde_json::from_str(&report))
        .transpose()
        .context("the report of the run cannot be read")?;
    if json {
        writeln!(out, "{}", browse::json(&Line::new(&run, report.as_ref()))?)?;
        return Ok(Outcome::Done);
    }
    head(out, &run, report.as_ref(), styles)?;
    match &report {
        Some(report) => {
            let mut lines = report.sentences();
            lines.push(report.times());
            lines.extend(report.notable.lines(0.0));
            for line in lines {
                writeln!(out, "{line}")?;
            }
        }
        None => writeln!(
            out,
            "{} read, {} unchanged, {} failed",
            run.counts.read, run.counts.unchanged, run.counts.failed
        )?,
    }
    let failed = archive.failures_of(run.id).map_err(catalogue::failure)?;
    if !failed.is_empty() {
        writeln!(out, "\nNot read since:")?;
        status::by_reason(out, &failed, false, styles)?;
    }
    Ok(Outcome::Done)
}

fn head(
    out: &mut impl Write,
    run: &Run,
    report: Option<&Summary>,
    styles: &Styles,
) -> Result<(), Failure> {
    let title = styles.title;
    let what = report.map_or_else(String::new, |report| {
        format!(": {} {}", report.what, report.paths.join(" "))
    });
    writeln!(
        out,
        "{title}Run {}{}{title:#}",
        run.id.number(),
        what.trim_end()
    )?;
    let began = terminal::minute(run.started);
    let how = match (run.ended, run.reason) {
        (Some(ended), Some(reason)) => {
            let took = ended.duration_since(run.started).as_secs_f64();
            format!("{}, after {}", reason.word(), long(took))
        }
        (_, Some(reason)) => format!(
            "{}, nobody knows when; as of its last batch:",
            reason.word()
        ),
        (_, None) => "not ended: it is at work, or was killed, which the next run notes".to_owned(),
    };
    writeln!(out, "{began}, {how}")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_short() {
        for (seconds, words) in [
            (0.04, "0.0 s"),
            (59.4, "59.4 s"),
            (61.0, "1 min 01 s"),
            (3600.0 * 26.0 + 60.0, "26 h 01 min"),
        ] {
            assert_eq!(long(seconds), words);
        }
    }
}
