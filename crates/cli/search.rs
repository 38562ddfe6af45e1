//! `udvalg search`, and `udvalg index rebuild`.

use std::{collections::BTreeSet, io::Write, path::Path};

use anyhow::anyhow;
use archive::{Access, Archive, PaperId};
use index::{Facet, Filter, Histogram, Index, Query, QueryError, Results, Suggestion};
use jiff::Zoned;

use crate::{
    args::{self, Sort, Step},
    browse, catalogue, counted,
    exit::{Failure, Outcome, WRONG_USE},
    found::Found,
    terminal::{self, Styles},
    unknown,
};

/// Searches.
///
/// # Errors
/// A question that is not understood, with its place; an archive or index that cannot be read.
pub(crate) fn run(args: &args::Search, folder: &Path, styles: &Styles) -> Result<Outcome, Failure> {
    let search = asked(args)?;
    let archive = catalogue::open(folder, Access::Read)?;
    let index = catalogue::open_index(&archive)?;
    Ok(answer(args, &search, (&archive, &index), styles)?.outcome())
}

/// How much was found, and how much of it was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Answer {
    /// Papers found.
    pub(crate) total: usize,
    /// Papers printed.
    pub(crate) printed: usize,
}

impl Answer {
    /// How a search ends that had this answer.
    pub(crate) fn outcome(self) -> Outcome {
        if self.total == 0 {
            Outcome::NothingFound
        } else {
            Outcome::Done
        }
    }
}

/// Finds what is asked, and prints all of it that is wanted.
///
/// # Errors
/// An archive or index that cannot be read; an output that cannot be written.
pub(crate) fn answer(
    args: &args::Search,
    search: &index::Search,
    (archive, index): (&Archive, &Index),
    styles: &Styles,
) -> Result<Answer, Failure> {
    let results = index.search(search)?;
    let (total, printed) = (results.total, results.hits.len());
    let mut out = terminal::lines(args.json);
    if args.count {
        writeln!(out, "{total}")?;
    } else if total > 0 {
        print(&mut out, args, search, (archive, index), results, styles)?;
    }
    out.flush()?;
    unknown::say_of(index, search)?;
    if args.sums && !args.once && total > 0 {
        say_what_counts_twice(index, search, total)?;
    }
    if total == 0 && args.new && !args.count {
        terminal::say("nothing new");
    } else if total == 0 && !args.count {
        terminal::say(nothing(archive, index, &search.query)?);
    }
    Ok(Answer { total, printed })
}

/// What is asked by a question and by the conditions beside it; `None` where nothing is: all papers are meant.
///
/// # Errors
/// As [`question`].
pub(crate) fn narrowed(typed: &str, filter: Filter) -> Result<Option<index::Search>, Failure> {
    if typed.trim().is_empty() && filter == Filter::default() {
        return Ok(None);
    }
    let query = question(typed)?;
    Ok(Some(index::Search {
        filter,
        ..index::Search::new(query)
    }))
}

/// A search for all papers.
///
/// # Errors
/// None that can happen.
pub(crate) fn everything() -> Result<index::Search, Failure> {
    Ok(index::Search::new(question("")?))
}

/// The papers that a search finds, all of them.
///
/// # Errors
/// Where the index cannot be read.
pub(crate) fn all(archive: &Archive, search: &index::Search) -> Result<BTreeSet<PaperId>, Failure> {
    all_of(&catalogue::open_index(archive)?, search)
}

/// The same; what the search names and no paper has is told.
///
/// # Errors
/// As [`all`].
pub(crate) fn all_told(
    archive: &Archive,
    search: &index::Search,
) -> Result<BTreeSet<PaperId>, Failure> {
    let index = catalogue::open_index(archive)?;
    unknown::say_of(&index, search)?;
    all_of(&index, search)
}

fn all_of(index: &Index, search: &index::Search) -> Result<BTreeSet<PaperId>, Failure> {
    let mut search = search.clone();
    search.limit = usize::try_from(index.papers()).unwrap_or(usize::MAX);
    search.offset = 0;
    let hits = index.search(&search)?.hits;
    let numbers = hits.iter().map(|hit| PaperId::from_number(hit.paper));
    Ok(numbers.flatten().collect())
}

/// What the arguments ask, on this day.
///
/// # Errors
/// A question that is not understood, with its place; days that lie the wrong way round.
pub(crate) fn asked(args: &args::Search) -> Result<index::Search, Failure> {
    let query = question(&args.query)?;
    let histogram = args.histogram.map(|step| Histogram {
        role: args.filters.role,
        step: match step {
            Step::Year => index::Step::Year,
            Step::Month => index::Step::Month,
        },
    });
    Ok(index::Search {
        query,
        filter: filter(&args.filters)?,
        sort: sort(args.sort),
        once: args.once,
        limit: if args.count { 0 } else { args.limit },
        offset: args.offset,
        facets: if args.facets {
            Facet::ALL.to_vec()
        } else {
            Vec::new()
        },
        histogram,
        sums: args.sums,
    })
}

/// What a question asks on this day.
///
/// # Errors
/// Where it is not understood, with the place.
pub(crate) fn question(text: &str) -> Result<Query, Failure> {
    Query::parse_on(text, Zoned::now().date()).map_err(|error| not_understood(text, &error))
}

fn print(
    out: &mut impl Write,
    args: &args::Search,
    search: &index::Search,
    (archive, index): (&Archive, &Index),
    mut results: Results,
    styles: &Styles,
) -> Result<(), Failure> {
    let hits = std::mem::take(&mut results.hits);
    let shown = hits.len();
    for hit in hits {
        let reasons = if args.explain {
            index.explain(&search.query, hit.paper)?
        } else {
            Vec::new()
        };
        let found = Found::new(archive, search, hit, reasons)?;
        if args.json {
            writeln!(out, "{}", found.json(search)?)?;
        } else {
            found.print(out, search, styles)?;
        }
    }
    let counts = args.facets || args.sums || args.histogram.is_some();
    if args.json {
        if counts {
            writeln!(out, "{}", browse::json(&counted::json(&results))?)?;
        }
        return Ok(());
    }
    counted::print(out, &results, styles)?;
    if results.total > shown && shown > 0 {
        say_where(args.offset, shown, results.total);
    }
    Ok(())
}

/// `11 to 20 of 300; more with --offset 20`
fn say_where(offset: usize, shown: usize, total: usize) {
    let last = offset + shown;
    let more = if last < total {
        format!("; more with --offset {last}")
    } else {
        String::new()
    };
    terminal::say(format_args!("{} to {last} of {total}{more}", offset + 1));
}

/// That sums count what stands in several versions of a paper several times.
fn say_what_counts_twice(
    index: &Index,
    search: &index::Search,
    total: usize,
) -> Result<(), Failure> {
    let once = index::Search {
        once: true,
        limit: 0,
        facets: Vec::new(),
        histogram: None,
        sums: false,
        ..search.clone()
    };
    let others = total.saturating_sub(index.search(&once)?.total);
    if others > 0 {
        terminal::say(format_args!(
            "{others} of the {total} papers are other versions or formats of the rest, and count in the sums: --once leaves them out"
        ));
    }
    Ok(())
}

/// That nothing was found, and what may have been meant.
fn nothing(archive: &Archive, index: &Index, query: &Query) -> Result<String, Failure> {
    let mut meant = Vec::new();
    for suggestion in index.suggest(query)? {
        let Some(word) = as_written(archive, index, &suggestion)? else {
            continue;
        };
        let papers = terminal::counted(suggestion.papers, ["paper", "papers"]);
        meant.push(format!("{word} ({papers})"));
    }
    Ok(match meant.is_empty() {
        true => "nothing found".to_owned(),
        false => format!("nothing found; did you mean {}?", meant.join(", ")),
    })
}

/// A word of the index as a paper writes it: the index has å, æ and ø as aa, ae and oe. None where only papers have it that were
/// taken out: the index forgets those by and by.
fn as_written(
    archive: &Archive,
    index: &Index,
    meant: &Suggestion,
) -> Result<Option<String>, Failure> {
    let folded = || meant.meant.clone();
    let Ok(query) = Query::parse(&format!("\"{}\"", meant.meant)) else {
        return Ok(Some(folded()));
    };
    let mut search = index::Search::new(query);
    search.limit = 1;
    let Some(hit) = index.search(&search)?.hits.into_iter().next() else {
        return Ok(None);
    };
    let text = PaperId::from_number(hit.paper).map(|id| archive.text(id));
    let Some(text) = text.transpose().map_err(catalogue::failure)?.flatten() else {
        return Ok(Some(folded()));
    };
    let snippet = search.query.snippet(&text.text, false);
    let word = snippet
        .marks
        .first()
        .and_then(|mark| snippet.text.get(mark.clone()));
    Ok(Some(word.map_or_else(folded, str::to_lowercase)))
}

/// The error under the question, with a mark at its place.
fn not_understood(question: &str, error: &QueryError) -> Failure {
    let mark = " ".repeat(error.at.start) + &"^".repeat(error.at.len().max(1));
    Failure::new(
        WRONG_USE,
        anyhow!("{}\n  {question}\n  {mark}\n{}", error.message, error.hint),
    )
}

fn sort(order: Sort) -> index::Sort {
    match order {
        Sort::Relevance => index::Sort::Relevance,
        Sort::Date => index::Sort::Newest,
        Sort::Oldest => index::Sort::Oldest,
        Sort::Amount => index::Sort::Amount,
        Sort::Deadline => index::Sort::Deadline,
    }
}

/// The conditions beside the question.
///
/// # Errors
/// Where the span ends before it begins.
pub(crate) fn filter(args: &args::Filters) -> Result<Filter, Failure> {
    let args::Filters {
        kind,
        organisation,
        year,
        party,
        folder,
        format,
        role,
        from,
        to,
    } = args;
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        return Err(Failure::wrong_use(format!(
            "--from {from} lies after --to {to}"
        )));
    }
    Ok(Filter {
        kinds: kind.clone(),
        organisations: organisation.clone(),
        years: year.clone(),
        parties: party.clone(),
        folders: folder.clone(),
        formats: format.clone(),
        role: *role,
        from: *from,
        to: *to,
        papers: None,
    })
}

/// Makes the index anew from the archive.
///
/// # Errors
/// Where it cannot be written, or another process writes it.
pub(crate) fn rebuild(folder: &Path) -> Result<Outcome, Failure> {
    let archive = catalogue::open(folder, Access::Read)?;
    let done = catalogue::rebuild_index(&archive)?;
    let papers = ["paper in the index", "papers in the index"];
    terminal::say(terminal::counted(done.put, papers));
    Ok(Outcome::Done)
}
