//! What a report tells: deadlines with what to doubt about them, and sums.

use std::collections::{BTreeMap, btree_map::Entry};

use archive::{DateRow, PaperId};
use export::report::{Due, Overview, Sum};
use jiff::{Zoned, civil::Date};
use paper::{AmountRole, DateRole, Paper, Stamp};

use super::Papers;
use crate::{args, browse, catalogue, deadlines, exit::Failure, search};

/// The overview of the papers that were asked for.
///
/// # Errors
/// Where archive or index cannot be read.
pub(super) fn of(args: &args::Export, papers: &Papers<'_>) -> Result<Overview, Failure> {
    let from = from(args);
    let (archive, role) = (papers.archive, DateRole::Deadline);
    let others = archive.not_last()?;
    let due = deadlines::due(archive, &others, role, (from, args.to))?;
    let undated = deadlines::undated(archive, &others, role, from)?;
    let mut known = BTreeMap::new();
    Ok(Overview {
        title: heading(args),
        papers: asked(args),
        dues: dues(due, papers, &mut known)?,
        undated: dues(undated, papers, &mut known)?,
        sums: sums(papers)?,
        from: Some(from),
        to: args.to,
    })
}

fn heading(args: &args::Export) -> String {
    let mut named = args.organisation.clone();
    named.extend((!args.query.is_empty()).then(|| args.query.clone()));
    match named.is_empty() {
        true => "Frister og beløb".to_owned(),
        false => format!("Frister og beløb – {}", named.join(", ")),
    }
}

/// Which papers were asked for, in words.
fn asked(args: &args::Export) -> Vec<String> {
    let query = (!args.query.is_empty()).then(|| format!("søgningen »{}«", args.query));
    let alternatives = |what: &str, values: Vec<String>| {
        (!values.is_empty()).then(|| format!("{what} {}", values.join(" eller ")))
    };
    let kinds = args.kind.iter().map(ToString::to_string).collect();
    [
        query,
        alternatives("mappen", args.folder.clone()),
        alternatives("af arten", kinds),
        alternatives("som nævner", args.organisation.clone()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn from(args: &args::Export) -> Date {
    args.from
        .or(args.as_of)
        .unwrap_or_else(|| Zoned::now().date())
}

fn dues(
    rows: Vec<DateRow>,
    papers: &Papers<'_>,
    known: &mut BTreeMap<PaperId, Paper>,
) -> Result<Vec<Due>, Failure> {
    let mut dues = Vec::new();
    for row in rows.into_iter().filter(|row| papers.has(row.paper)) {
        let paper = match known.entry(row.paper) {
            Entry::Occupied(paper) => paper.into_mut(),
            Entry::Vacant(unread) => unread.insert(browse::there(
                papers.archive.understood(row.paper),
                &row.path,
            )?),
        };
        dues.push(due(row, paper));
    }
    Ok(dues)
}

fn due(row: DateRow, paper: &Paper) -> Due {
    let day = row.day();
    Due {
        day,
        unresolved: row.mention.unresolved,
        clock: match row.mention.end {
            Some(Stamp::Minute(at)) if Some(at.date()) == day => Some(at),
            _ => None,
        },
        approximate: row.mention.approximate,
        remarks: export::remarks(paper, &row.mention),
        summary: row.mention.summary,
        title: row.title,
        path: row.path,
        page: row.mention.source.page,
        quote: row.mention.source.quote,
        gone: row.gone,
    }
}

/// Each paper counts once, whatever its versions and formats. What papers only mention adds up to nothing.
fn sums(papers: &Papers<'_>) -> Result<Vec<Sum>, Failure> {
    let asked = match &papers.asked {
        Some(asked) => asked.clone(),
        None => search::everything()?,
    };
    let search = index::Search {
        sums: true,
        once: true,
        limit: 0,
        ..asked
    };
    let found = catalogue::open_index(papers.archive)?.search(&search)?;
    let sums = found.sums.iter();
    let sums = sums.filter(|sum| sum.role != AmountRole::Omtale);
    Ok(sums
        .map(|sum| Sum {
            role: sum.role,
            year: sum.year,
            ore: sum.ore,
            amounts: sum.amounts,
        })
        .collect())
}
