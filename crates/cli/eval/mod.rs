//! `udvalg eval`: how right the records are, against answers or against what people said of the archive's values.

mod answers;
mod fields;
mod likeness;
mod matching;
mod report;
mod said;

use std::{io::Write, path::PathBuf};

use archive::Access;

use crate::{
    args, browse, catalogue,
    exit::{Failure, Outcome},
    reader::Pool,
    settings::Configuration,
    terminal,
    terminal::Styles,
};

/// Scores, and prints what came of it.
///
/// # Errors
/// Where nothing can be read at all; where the archive is asked and cannot be used.
pub(crate) fn run(
    args: &args::Eval,
    configuration: Configuration,
    archive: impl FnOnce() -> Result<PathBuf, Failure>,
    styles: &Styles,
) -> Result<Outcome, Failure> {
    let pool = Pool::checked(&configuration)?;
    let report = if args.corrections {
        let archive = catalogue::open(&archive()?, Access::Read)?;
        said::score(&archive, &pool)?
    } else {
        answers::score(args, &pool)?
    };
    if report.papers == 0 {
        terminal::say(if args.corrections {
            "nothing of the archive was corrected or confirmed: `udvalg review` asks what is doubtful"
        } else {
            "no NAME.gold.json with a paper of that name beside it was found there"
        });
    }
    print(args, &report, styles)?;
    Ok(match (report.failed, report.papers) {
        (0, 0) => Outcome::NothingFound,
        (0, _) => Outcome::Done,
        _ => Outcome::Partly,
    })
}

fn print(args: &args::Eval, report: &report::Report, styles: &Styles) -> Result<(), Failure> {
    let mut out = terminal::out();
    if args.json {
        writeln!(out, "{}", browse::json(report)?)?;
    } else if report.papers > 0 {
        report::fields(&mut out, &report.fields, styles)?;
        if args.rules {
            report::rules(&mut out, &report.rules, styles)?;
        }
        if args.misses {
            report::misses(&mut out, &report.misses, styles)?;
        }
    }
    out.flush()?;
    let papers = terminal::counted(report.papers, ["paper", "papers"]);
    terminal::say(format_args!(
        "{papers} scored, {} could not be read",
        report.failed
    ));
    Ok(())
}
