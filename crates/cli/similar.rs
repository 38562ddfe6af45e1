//! `udvalg similar`: the papers most like one.

use std::{io::Write, path::Path};

use archive::Access;
use index::{Query, Search};

use crate::{
    args, browse, catalogue,
    exit::{Failure, Outcome},
    found::Found,
    search, terminal,
    terminal::Styles,
};

/// Prints the papers that are most like one, by the words that it says more often than others do.
///
/// # Errors
/// Where no paper, or more than one, is meant; an archive or index that cannot be read.
pub(crate) fn run(
    args: &args::Similar,
    folder: &Path,
    styles: &Styles,
) -> Result<Outcome, Failure> {
    let archive = catalogue::open(folder, Access::Read)?;
    let Some(paper) = browse::one(&archive, &args.paper)? else {
        return Ok(Outcome::NothingFound);
    };
    let text = browse::there(archive.text(paper.id), &paper.path)?;
    let everything = Query::parse("").map_err(anyhow::Error::from)?;
    let asked = Search {
        filter: search::filter(&args.filters)?,
        ..Search::new(everything)
    };
    let index = catalogue::open_index(&archive)?;
    let hits = index.similar(paper.id.number(), &text.text, &asked.filter, args.limit)?;
    if hits.is_empty() {
        terminal::say(format_args!("no other paper is like {}", paper.path));
        return Ok(Outcome::NothingFound);
    }
    let mut out = terminal::lines(args.json);
    for hit in hits {
        let found = Found::new(&archive, &asked, hit, Vec::new())?;
        if args.json {
            writeln!(out, "{}", found.json(&asked)?)?;
        } else {
            found.print(&mut out, &asked, styles)?;
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}
