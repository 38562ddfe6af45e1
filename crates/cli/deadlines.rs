//! `udvalg deadlines`: what is due, in order.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
    path::Path,
};

use archive::{Access, Archive, DateRow, PaperId};
use jiff::{ToSpan, Zoned, civil::Date};
use paper::DateRole;
use serde::Serialize;

use crate::{
    args, browse, catalogue, corrected,
    exit::{Failure, Outcome},
    search, show, terminal,
    terminal::Styles,
};

/// A line of `udvalg deadlines --json`: the date as the record has it, and the paper.
#[derive(Debug, Serialize)]
struct Due<'r> {
    path: &'r str,
    hash: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'r str>,
    kind: paper::Kind,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    gone: bool,
    #[serde(flatten)]
    mention: &'r paper::Mention,
}

/// What is asked for.
struct Asked {
    role: DateRole,
    /// The first and the last day.
    from: Date,
    to: Option<Date>,
    /// The day that days are counted from.
    as_of: Date,
    /// Only those of these papers.
    papers: Option<BTreeSet<PaperId>>,
}

impl Asked {
    fn new(args: &args::Deadlines, archive: &Archive) -> Result<Self, Failure> {
        // Here a role and days are those of the dates, not conditions on papers.
        let mut filter = search::filter(&args.filters)?;
        let (from, to, role) = (filter.from.take(), filter.to.take(), filter.role.take());
        let asked = search::narrowed(&args.query, filter)?;
        let find = |asked: index::Search| search::all_told(archive, &asked);
        let papers = asked.map(find).transpose()?;
        let as_of = args.as_of.unwrap_or_else(|| {
            let today = Zoned::now().date();
            let hint = if from.is_none() {
                ", or --from DATE"
            } else {
                ""
            };
            terminal::say(format_args!(
                "counted from today, {today}; another day: --as-of DATE{hint}"
            ));
            today
        });
        Ok(Self {
            role: role.unwrap_or(DateRole::Deadline),
            from: from.unwrap_or(as_of),
            to,
            as_of,
            papers,
        })
    }

    fn has(&self, row: &DateRow) -> bool {
        let papers = self.papers.as_ref();
        papers.is_none_or(|papers| papers.contains(&row.paper))
    }
}

/// Prints what is due, in order, and how much has no day.
///
/// # Errors
/// A question that is not understood; where the archive cannot be read.
pub(crate) fn run(
    args: &args::Deadlines,
    folder: &Path,
    styles: &Styles,
) -> Result<Outcome, Failure> {
    let archive = catalogue::open(folder, Access::Read)?;
    let asked = Asked::new(args, &archive)?;
    let others = archive.not_last()?;
    let mut rows = due(&archive, &others, asked.role, (asked.from, asked.to))?;
    rows.retain(|row| asked.has(row));
    let shown = args.limit.unwrap_or(rows.len()).min(rows.len());
    let mut out = terminal::lines(args.json);
    for row in rows.iter().take(shown) {
        if args.json {
            writeln!(out, "{}", browse::json(&line(row))?)?;
        } else {
            print(&mut out, row, asked.as_of, styles)?;
        }
    }
    out.flush()?;
    if rows.is_empty() {
        terminal::say(nothing(&asked));
    } else if shown < rows.len() {
        let all = rows.len();
        terminal::say(format_args!(
            "the first {shown} of {all}; more: --limit {all}"
        ));
    }
    say_undated(&archive, &others, &asked)?;
    Ok(match rows.is_empty() {
        true => Outcome::NothingFound,
        false => Outcome::Done,
    })
}

fn nothing(asked: &Asked) -> String {
    let Asked { role, from, to, .. } = asked;
    let to = to.map(|to| format!(" to {to}")).unwrap_or_default();
    match role {
        DateRole::Deadline => format!("nothing is due from {from}{to}"),
        role => format!("no {role} from {from}{to}"),
    }
}

/// That some have no day, so that nobody takes the list for whole. What a person has looked at is known.
fn say_undated(
    archive: &Archive,
    others: &BTreeSet<PaperId>,
    asked: &Asked,
) -> Result<(), Failure> {
    let rows = undated(archive, others, asked.role, asked.from)?;
    let open = rows
        .iter()
        .filter(|row| asked.has(row) && row.mention.corrected.is_none());
    let (role, count) = (asked.role, open.count());
    // Of other roles a doubtful date harms nobody, and `review` asks for none.
    let is_reviewed = matches!(role, DateRole::Deadline | DateRole::Meeting);
    if count == 0 || !is_reviewed {
        return Ok(());
    }
    let (one, many) = (format!("{role} has"), format!("{role}s have"));
    let have = terminal::counted(count, [&one, &many]);
    terminal::say(format_args!(
        "{have} no day: see `udvalg review --role {role}`"
    ));
    Ok(())
}

/// The dates of a role in order, each thing once: of versions and formats of a paper those of the last one; `others` are all but
/// that ([`Archive::not_last`]).
///
/// # Errors
/// Where the archive cannot be read.
pub(crate) fn due(
    archive: &Archive,
    others: &BTreeSet<PaperId>,
    role: DateRole,
    (from, to): (Date, Option<Date>),
) -> Result<Vec<DateRow>, Failure> {
    let mut due: Vec<DateRow> = Vec::new();
    let mut of_paper: BTreeMap<PaperId, Vec<usize>> = BTreeMap::new();
    for row in archive.deadlines(Some(from), to, &[role])? {
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

/// The dates of a role that have no day and may lie at `from` or after it: they fall within a year of their paper, most
/// likely. Of versions and formats as [`due`].
///
/// # Errors
/// Where the archive cannot be read.
pub(crate) fn undated(
    archive: &Archive,
    others: &BTreeSet<PaperId>,
    role: DateRole,
    from: Date,
) -> Result<Vec<DateRow>, Failure> {
    let mut rows = archive.undated(role)?;
    rows.retain(|row| {
        let until = row.written.and_then(|day| day.checked_add(1.year()).ok());
        !others.contains(&row.paper) && until.is_none_or(|until| until >= from)
    });
    Ok(rows)
}

fn line(row: &DateRow) -> Due<'_> {
    Due {
        path: &row.path,
        hash: &row.hash,
        title: row.title.as_deref(),
        kind: row.kind,
        gone: row.gone,
        mention: &row.mention,
    }
}

fn print(out: &mut impl Write, row: &DateRow, as_of: Date, styles: &Styles) -> io::Result<()> {
    let (title, dim, alert) = (styles.title, styles.dim, styles.alert);
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
        "    {} · {}",
        left(row, as_of, styles),
        row.title.as_deref().unwrap_or(&row.path)
    )?;
    writeln!(
        out,
        "    {dim}{}{} · {}{dim:#}",
        row.path,
        show::gone(row.gone),
        show::place(&row.mention.source)
    )
}

/// How long it is until then, or was since.
fn left(row: &DateRow, as_of: Date, styles: &Styles) -> String {
    let alert = styles.alert;
    if row.is_under_way(as_of) {
        return format!("{alert}under way{alert:#}");
    }
    let days = row.day().and_then(|day| as_of.until(day).ok());
    let days = days.map(|span| span.get_days()).unwrap_or_default();
    let told = match days {
        0 => "that very day".to_owned(),
        1.. => format!("in {}", terminal::counted(days, ["day", "days"])),
        _ => {
            let days = terminal::counted(days.unsigned_abs(), ["day", "days"]);
            format!("{days} ago")
        }
    };
    match days {
        0..=7 => format!("{alert}{told}{alert:#}"),
        _ => told,
    }
}
