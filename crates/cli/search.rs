//! `udvalg search`, and `udvalg index rebuild`.

use std::{io::Write, path::Path};

use anyhow::anyhow;
use archive::{Access, Archive, PaperId};
use index::{Facet, FacetCount, Filter, Hit, Index, Query, QueryError, Results, Snippet};
use paper::Kind;
use serde::Serialize;

use crate::{
    args::{self, Sort},
    browse, catalogue,
    exit::{Failure, Outcome, WRONG_USE},
    terminal::{self, Styles},
};

/// Values of a facet that are printed; `--json` has them all.
const VALUES: usize = 12;

/// A line of `udvalg search --json`.
#[derive(Debug, Serialize)]
struct Line<'h> {
    path: &'h str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'h str>,
    kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
    snippet: &'h str,
    /// The words that matched, as half-open ranges of characters of the snippet.
    marks: Vec<[usize; 2]>,
}

/// Searches.
///
/// # Errors
/// A question that is not understood, with its place; an archive or index that cannot be read.
pub(crate) fn run(args: &args::Search, folder: &Path, styles: &Styles) -> Result<Outcome, Failure> {
    let search = asked(args)?;
    let archive = catalogue::open(folder, Access::Read)?;
    let index = catalogue::open_index(&archive)?;
    let results = answer(args, &search, &archive, &index, styles)?;
    Ok(outcome(args, &results))
}

/// What is asked.
///
/// # Errors
/// A question that is not understood, with its place; days that lie the wrong way round.
pub(crate) fn asked(args: &args::Search) -> Result<index::Search, Failure> {
    let query = Query::parse(&args.query).map_err(|error| not_understood(&args.query, &error))?;
    Ok(index::Search {
        query,
        filter: filter(&args.filters)?,
        sort: sort(args.sort),
        limit: if args.count { 0 } else { args.limit },
        offset: args.offset,
        facets: if args.facets {
            Facet::ALL.to_vec()
        } else {
            Vec::new()
        },
    })
}

/// Finds what is asked, and prints all of it that is wanted.
///
/// # Errors
/// An archive or index that cannot be read; an output that cannot be written.
pub(crate) fn answer(
    args: &args::Search,
    search: &index::Search,
    archive: &Archive,
    index: &Index,
    styles: &Styles,
) -> Result<Results, Failure> {
    let results = index.search(search)?;
    let mut out = terminal::out();
    if args.count {
        writeln!(out, "{}", results.total)?;
    } else {
        print(&mut out, args, &search.query, archive, &results, styles)?;
    }
    out.flush()?;
    Ok(results)
}

/// How a search ends.
pub(crate) fn outcome(args: &args::Search, results: &Results) -> Outcome {
    if results.total == 0 {
        if !args.count {
            terminal::say(if args.new {
                "nothing new"
            } else {
                "nothing found"
            });
        }
        return Outcome::NothingFound;
    }
    Outcome::Done
}

fn print(
    out: &mut impl Write,
    args: &args::Search,
    query: &Query,
    archive: &Archive,
    results: &Results,
    styles: &Styles,
) -> Result<(), Failure> {
    for hit in &results.hits {
        let text = match PaperId::from_number(hit.paper) {
            Some(id) => archive.text(id).map_err(catalogue::failure)?,
            None => None,
        };
        let snippet = text
            .map(|text| query.snippet(&text.text, text.pages.is_some()))
            .unwrap_or_default();
        if args.json {
            writeln!(out, "{}", browse::json(&line(hit, &snippet))?)?;
        } else {
            print_hit(out, hit, &snippet, styles)?;
        }
    }
    if args.json {
        if args.facets {
            writeln!(out, "{}", browse::json(&facets(results))?)?;
        }
        return Ok(());
    }
    for (facet, counts) in &results.facets {
        print_facet(out, *facet, counts, styles)?;
    }
    let shown = results.hits.len();
    if results.total > shown && shown > 0 {
        let last = args.offset + shown;
        let more = if last < results.total {
            format!("; more with --offset {last}")
        } else {
            String::new()
        };
        terminal::say(format_args!(
            "{} to {last} of {}{more}",
            args.offset + 1,
            results.total
        ));
    }
    Ok(())
}

fn print_hit(
    out: &mut impl Write,
    hit: &Hit,
    snippet: &Snippet,
    styles: &Styles,
) -> std::io::Result<()> {
    let (title, dim) = (styles.title, styles.dim);
    let date = hit
        .date
        .map(|date| format!(" · {date}"))
        .unwrap_or_default();
    let page = snippet
        .page
        .map(|page| format!(" · p. {page}"))
        .unwrap_or_default();
    writeln!(
        out,
        "{title}{}{title:#}",
        hit.title.as_deref().unwrap_or(&hit.path)
    )?;
    writeln!(
        out,
        "    {dim}{}{date} · {}{page}{dim:#}",
        hit.kind, hit.path
    )?;
    writeln!(out, "    {}", marked(snippet, styles))
}

/// The snippet with its words marked.
fn marked(snippet: &Snippet, styles: &Styles) -> String {
    let hit = styles.hit;
    let mut line = if snippet.cut_before {
        "… ".to_owned()
    } else {
        String::new()
    };
    let mut at = 0;
    for mark in &snippet.marks {
        line.push_str(&snippet.text[at..mark.start]);
        line.push_str(&format!("{hit}{}{hit:#}", &snippet.text[mark.clone()]));
        at = mark.end;
    }
    line.push_str(&snippet.text[at..]);
    if snippet.cut_after {
        line.push_str(" …");
    }
    line
}

fn line<'h>(hit: &'h Hit, snippet: &'h Snippet) -> Line<'h> {
    let chars = |at: usize| snippet.text[..at].chars().count();
    Line {
        path: &hit.path,
        title: hit.title.as_deref(),
        kind: hit.kind,
        date: hit.date.map(|date| date.to_string()),
        score: hit.score,
        page: snippet.page,
        snippet: &snippet.text,
        marks: snippet
            .marks
            .iter()
            .map(|mark| [chars(mark.start), chars(mark.end)])
            .collect(),
    }
}

/// The counts as one object, after the results: `{"facets": {"kind": {"referat": 3}}}`.
fn facets(results: &Results) -> serde_json::Value {
    let counts = |counts: &[FacetCount]| -> serde_json::Map<String, serde_json::Value> {
        counts
            .iter()
            .map(|count| (count.value.clone(), count.papers.into()))
            .collect()
    };
    let all: serde_json::Map<_, _> = results
        .facets
        .iter()
        .map(|(facet, found)| (facet.word().to_owned(), counts(found).into()))
        .collect();
    serde_json::json!({ "facets": all, "total": results.total })
}

fn print_facet(
    out: &mut impl Write,
    facet: Facet,
    counts: &[FacetCount],
    styles: &Styles,
) -> std::io::Result<()> {
    if counts.is_empty() {
        return Ok(());
    }
    let (title, dim) = (styles.title, styles.dim);
    let shown: Vec<_> = counts
        .iter()
        .take(VALUES)
        .map(|c| format!("{} {dim}{}{dim:#}", c.value, c.papers))
        .collect();
    let more = counts.len().saturating_sub(VALUES);
    let more = if more > 0 {
        format!(", {more} more")
    } else {
        String::new()
    };
    writeln!(
        out,
        "{title}{:13}{title:#} {}{more}",
        facet.word(),
        shown.join(", ")
    )
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
        Sort::Deadline => index::Sort::Deadline,
    }
}

fn filter(args: &args::Filters) -> Result<Filter, Failure> {
    let args::Filters {
        kind,
        organisation,
        year,
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
        formats: format.clone(),
        role: *role,
        from: *from,
        to: *to,
        ..Filter::default()
    })
}

/// Makes the index anew from the archive.
///
/// # Errors
/// Where it cannot be written, or another process writes it.
pub(crate) fn rebuild(folder: &Path) -> Result<Outcome, Failure> {
    let archive = catalogue::open(folder, Access::Read)?;
    let done = catalogue::rebuild_index(&archive)?;
    terminal::say(format_args!("{} papers in the index", done.put));
    Ok(Outcome::Done)
}
