//! Searches that are kept under a name: `udvalg search --save`, `--saved` and `--new`, and `udvalg saved`.
//!
//! A question is kept as it was typed, so that an option which is added to `udvalg search` is kept without a line here.

use std::{io::Write, path::Path};

use anyhow::Context;
use archive::{Access, Archive, Question, SavedSearch};
use clap::{Arg, ArgAction, ArgMatches, Args, FromArgMatches, parser::ValueSource};
use jiff::Timestamp;
use serde::Serialize;

use crate::{
    args, browse, catalogue,
    exit::{Failure, Outcome},
    search::{self, Answer},
    terminal,
    terminal::Styles,
};

/// The arguments that say how one answer is given, and not what is asked.
const OF_ONE_ANSWER: [&str; 4] = ["limit", "offset", "count", "json"];

/// The question itself, which is kept beside its options.
const QUERY: &str = "query";

/// A line of `udvalg saved --json`.
#[derive(Debug, Serialize)]
struct Line<'s> {
    name: &'s str,
    query: &'s str,
    /// As arguments: `--kind=referat`.
    options: Vec<String>,
    saved: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<String>,
    /// The number of the archive's last change that `--new` has seen.
    seen: u64,
}

/// Searches: as asked, or as it is kept under a name, or both asked and kept.
///
/// # Errors
/// As [`search::run`]; a name that is none, or that nothing is kept under.
pub(crate) fn search(
    args: &args::Search,
    typed: &ArgMatches,
    folder: &Path,
    styles: &Styles,
) -> Result<Outcome, Failure> {
    let typed = typed.subcommand().map_or(typed, |(_, options)| options);
    match (&args.save, &args.saved) {
        (Some(name), _) => save(name, args, typed, folder, styles),
        (None, Some(name)) => ask(name, args, typed, folder, styles),
        (None, None) => search::run(args, folder, styles),
    }
}

fn save(
    name: &str,
    args: &args::Search,
    typed: &ArgMatches,
    folder: &Path,
    styles: &Styles,
) -> Result<Outcome, Failure> {
    // Nothing is kept that cannot be asked.
    let search = search::asked(args)?;
    let mut options = given(typed)?;
    options.retain(|option| name_of(option) != "save" && !OF_ONE_ANSWER.contains(&name_of(option)));
    let mut archive = catalogue::open(folder, Access::Write)?;
    let index = catalogue::open_index(&archive);
    let seen = match &index {
        // Where it is behind the archive, what the answer below cannot hold is new.
        Ok(index) => index.state().seq,
        Err(_) => archive.last_seq().map_err(catalogue::failure)?,
    };
    let question = Question {
        name,
        query: &args.query,
        options: &browse::json(&options)?,
        seen,
    };
    let replaced = archive
        .save_search(&question, Timestamp::now())
        .map_err(catalogue::failure)?;
    terminal::say(if replaced {
        format!("saved as {name}, instead of the search that had this name")
    } else {
        format!("saved as {name}")
    });
    let answer = search::answer(args, &search, (&archive, &index?), styles)?;
    Ok(answer.outcome())
}

fn ask(
    name: &str,
    args: &args::Search,
    typed: &ArgMatches,
    folder: &Path,
    styles: &Styles,
) -> Result<Outcome, Failure> {
    if is_given(typed, QUERY) {
        return Err(Failure::wrong_use(
            "--saved brings its own QUERY: leave out the one that is given, or keep it under a name of its own with --save",
        ));
    }
    let moves = args.new && !args.count;
    let access = if moves { Access::Write } else { Access::Read };
    let mut archive = catalogue::open(folder, access)?;
    let kept = named(&archive, name)?;
    let args = together(&kept, typed)?;
    let mut search = search::asked(&args)?;
    let index = catalogue::open_index(&archive)?;
    let seq = index.state().seq;
    if args.new {
        let put = archive.put_between(kept.seen, seq);
        let put = put.map_err(catalogue::failure)?;
        search.filter.papers = Some(put.into_iter().map(|paper| paper.number()).collect());
    }
    let answer = search::answer(&args, &search, (&archive, &index), styles)?;
    if moves {
        note(&mut archive, &kept, seq, answer)?;
    }
    Ok(answer.outcome())
}

/// Notes that the question was asked for what is new; all of it is known now if all of it was printed.
fn note(
    archive: &mut Archive,
    kept: &SavedSearch,
    seq: u64,
    answer: Answer,
) -> Result<(), Failure> {
    let Answer { total, printed } = answer;
    let is_whole = printed == total;
    let noted = archive
        .note_asked(
            kept,
            if is_whole { seq } else { kept.seen },
            Timestamp::now(),
        )
        .map_err(catalogue::failure)?;
    let SavedSearch { name, .. } = kept;
    if !noted {
        terminal::say(format_args!(
            "{name} was dropped or saved anew in the meantime: what was printed here counts as new for it"
        ));
    } else if !is_whole {
        terminal::say(format_args!(
            "{printed} of {total} new papers were printed: all {total} stay new until one answer holds them, --limit {total}"
        ));
    }
    Ok(())
}

/// The question of a name with its options, for others than `udvalg search`.
///
/// # Errors
/// A name that nothing is kept under; options that this version does not know.
pub(crate) fn question(archive: &Archive, name: &str) -> Result<args::Search, Failure> {
    let kept = named(archive, name)?;
    let nothing = command().try_get_matches_from(["search"]);
    together(&kept, &nothing.map_err(anyhow::Error::from)?)
}

/// The search of a name.
fn named(archive: &Archive, name: &str) -> Result<SavedSearch, Failure> {
    let found = archive.search_named(name).map_err(catalogue::failure)?;
    found.map_or_else(|| Err(unknown(archive, name)?), Ok)
}

/// The error for a name that nothing is kept under.
fn unknown(archive: &Archive, name: &str) -> Result<Failure, Failure> {
    let known = archive.searches().map_err(catalogue::failure)?;
    let known: Vec<_> = known.iter().map(|search| search.name.as_str()).collect();
    let hint = if known.is_empty() {
        "none is: keep one with `udvalg search QUERY --save NAME`".to_owned()
    } else {
        format!("these are:\n  {}", known.join("\n  "))
    };
    Ok(Failure::wrong_use(format!(
        "no search is saved as {name}; {hint}"
    )))
}

/// The options that were typed, each as one argument, `--kind=referat`, in the order of the help.
fn given(typed: &ArgMatches) -> Result<Vec<String>, Failure> {
    let mut options = Vec::new();
    for option in command().get_arguments() {
        let id = option.get_id().as_str();
        let Some(long) = option.get_long().filter(|_| is_given(typed, id)) else {
            continue;
        };
        if !option.get_action().takes_values() {
            options.push(format!("--{long}"));
            continue;
        }
        for value in typed.get_raw(id).into_iter().flatten() {
            let value = value.to_str().with_context(|| {
                format!("--{long} {}: is no UTF-8 text", value.to_string_lossy())
            })?;
            options.push(format!("--{long}={value}"));
        }
    }
    Ok(options)
}

fn is_given(typed: &ArgMatches, id: &str) -> bool {
    typed.value_source(id) == Some(ValueSource::CommandLine)
}

/// The name of an option: `kind` of `--kind=referat`.
fn name_of(option: &str) -> &str {
    let (name, _) = option.split_once('=').unwrap_or((option, ""));
    name.trim_start_matches('-')
}

/// `udvalg search`, by itself.
fn command() -> clap::Command {
    args::Search::augment_args(clap::Command::new("search"))
}

/// The kept question with its options, and those of now.
fn together(kept: &SavedSearch, typed: &ArgMatches) -> Result<args::Search, Failure> {
    let command = command();
    let mut options = options(kept)?;
    let now = given(typed)?;
    options.retain(|option| !now.iter().any(|other| gives_way(&command, option, other)));
    let line = ["search".to_owned()].into_iter().chain(options).chain(now);
    let line = line.chain(["--".to_owned(), kept.query.clone()]);
    command
        .try_get_matches_from(line)
        .and_then(|matches| args::Search::from_arg_matches(&matches))
        .map_err(|error| {
            Failure::wrong_use(format!(
                "the options that are saved with {}, and those of now, do not go together; give others, or save it anew\n{error}",
                kept.name
            ))
        })
}

/// Whether a kept option gives way to one of now: the same one, unless it may be repeated, and one that it excludes.
fn gives_way(command: &clap::Command, kept: &str, now: &str) -> bool {
    let find = |option: &str| {
        let long = name_of(option);
        command.get_arguments().find(|a| a.get_long() == Some(long))
    };
    let (Some(kept), Some(now)) = (find(kept), find(now)) else {
        return false;
    };
    let excludes = |one: &Arg, other: &Arg| {
        let all = command.get_arg_conflicts_with(one);
        all.iter().any(|arg| arg.get_id() == other.get_id())
    };
    if kept.get_id() == now.get_id() {
        return !matches!(kept.get_action(), ArgAction::Append);
    }
    excludes(kept, now) || excludes(now, kept)
}

/// The options that are kept with a question.
fn options(kept: &SavedSearch) -> Result<Vec<String>, Failure> {
    let read = serde_json::from_str(&kept.options);
    Ok(read.with_context(|| {
        format!(
            "the options saved with {} are damaged: save it anew",
            kept.name
        )
    })?)
}

/// Lists the searches that are kept, or drops one.
///
/// # Errors
/// A name that nothing is kept under; an archive that cannot be used.
pub(crate) fn run(args: &args::Saved, folder: &Path, styles: &Styles) -> Result<Outcome, Failure> {
    if let Some(name) = &args.delete {
        let mut archive = catalogue::open(folder, Access::Write)?;
        if !archive.delete_search(name).map_err(catalogue::failure)? {
            return Err(unknown(&archive, name)?);
        }
        terminal::say(format_args!("{name} is dropped"));
        return Ok(Outcome::Done);
    }
    let archive = catalogue::open(folder, Access::Read)?;
    let all = archive.searches().map_err(catalogue::failure)?;
    if all.is_empty() {
        terminal::say("no search is saved: keep one with `udvalg search QUERY --save NAME`");
        return Ok(Outcome::NothingFound);
    }
    let mut out = terminal::out();
    for kept in &all {
        if args.json {
            writeln!(out, "{}", browse::json(&line(kept)?)?)?;
        } else {
            print(&mut out, kept, styles)?;
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn line(kept: &SavedSearch) -> Result<Line<'_>, Failure> {
    Ok(Line {
        name: &kept.name,
        query: &kept.query,
        options: options(kept)?,
        saved: kept.saved.to_string(),
        asked: kept.asked.map(|at| at.to_string()),
        seen: kept.seen,
    })
}

fn print(out: &mut impl Write, kept: &SavedSearch, styles: &Styles) -> Result<(), Failure> {
    let (title, dim) = (styles.title, styles.dim);
    writeln!(out, "{title}{}{title:#}", kept.name)?;
    writeln!(out, "    {}", typed_again(&kept.query, &options(kept)?))?;
    let asked = kept.asked.map_or_else(
        || "never asked with --new".to_owned(),
        |at| format!("last asked with --new {}", terminal::minute(at)),
    );
    writeln!(
        out,
        "    {dim}saved {} · {asked}{dim:#}",
        terminal::minute(kept.saved)
    )?;
    Ok(())
}

/// The question and its options as they are typed.
fn typed_again(query: &str, options: &[String]) -> String {
    let mut words: Vec<String> = Vec::new();
    for option in options {
        match option.split_once('=') {
            // Apart from its option, such a value would be taken for another one.
            Some((_, value)) if value.starts_with('-') => words.push(quoted(option)),
            Some((name, value)) => words.push(format!("{name} {}", quoted(value))),
            None => words.push(option.clone()),
        }
    }
    if query.starts_with('-') {
        words.push(format!("-- {}", quoted(query)));
    } else {
        words.insert(0, quoted(query));
    }
    words.join(" ")
}

/// A word as a shell takes it for one.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:,=+".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
