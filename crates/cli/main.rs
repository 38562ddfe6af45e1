//! `udvalg`: the command line. Only here are paths, the clock, threads, processes and exit codes known.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod args;
mod browse;
mod calendar;
mod catalogue;
mod correct;
mod corrected;
mod counted;
mod deadlines;
mod diff;
mod eval;
mod exit;
mod export;
mod expressions;
mod extract;
mod files;
mod found;
mod glob;
mod ingest;
mod manual;
mod ocr;
mod output;
mod reader;
mod relatives;
mod review;
mod runs;
mod saved;
mod search;
mod serve;
mod settings;
mod show;
mod signatures;
mod similar;
mod sources;
mod status;
mod stop;
mod terminal;
mod understand;
mod unknown;
mod upkeep;
mod walk;
mod wanted;
mod why;
mod within;
mod words;

use std::{io, process::ExitCode};

use clap::{ArgMatches, CommandFactory, FromArgMatches};

use crate::{
    args::{Cli, Command, Log},
    exit::{Failure, Outcome},
    terminal::Styles,
};

/// Exit code of a reader that panics or is spoken to wrongly; Rust's own for a panic.
const READER_BROKE: u8 = 101;

fn main() -> ExitCode {
    let typed = Cli::command().get_matches();
    let cli = Cli::from_arg_matches(&typed).unwrap_or_else(|error| error.exit());
    if matches!(cli.command, Command::Reader) {
        return reader::serve().map_or_else(broke, |()| ExitCode::SUCCESS);
    }
    if let Command::Engine(args) = &cli.command {
        return ocr::become_engine(args);
    }
    match run(&cli, &typed) {
        Ok(outcome) => outcome.into(),
        // Whoever reads our output and has seen enough, as `head` does, is no error.
        Err(failure) if is_broken_pipe(&failure.error) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal::say(format_args!("{:#}", failure.error));
            ExitCode::from(failure.code)
        }
    }
}

/// What a reader says of its own end; the parent does not listen, but whoever looks for the cause can.
fn broke(error: anyhow::Error) -> ExitCode {
    terminal::say(format_args!("reader: {error:#}"));
    ExitCode::from(READER_BROKE)
}

fn run(cli: &Cli, typed: &ArgMatches) -> Result<Outcome, Failure> {
    if cli.command.log() == Log::Json {
        terminal::say_json();
    }
    match &cli.command {
        // What tells of the program itself goes by no settings.
        Command::Man(args) => return manual::pages(args),
        Command::Completions(args) => return manual::completions(args),
        Command::Config(args) => return manual::builtin(args, cli.config.as_deref()),
        Command::Schema => return manual::schema(),
        _ => {}
    }
    let configuration = settings::load(cli.config.as_deref())?;
    let styles = Styles::of(cli.color);
    let folder = || settings::archive_folder(cli.archive.as_deref());
    match &cli.command {
        Command::Ingest(args) => ingest::run(args, configuration, &folder()?),
        Command::Watch(args) => ingest::watch(args, configuration, &folder()?),
        Command::Runs(args) => runs::run(args, &folder()?, &styles),
        Command::Extract(args) => extract::run(args, configuration),
        Command::Search(args) => saved::search(args, typed, &folder()?, &styles),
        Command::Saved(args) => saved::run(args, &folder()?, &styles),
        Command::Similar(args) => similar::run(args, &folder()?, &styles),
        Command::Show(args) => browse::show(args, &folder()?, &styles),
        Command::Diff(args) => diff::run(args, &folder()?, &styles),
        Command::Correct(args) => correct::run(args, &folder()?, &styles),
        Command::Review(args) => review::run(args, &folder()?, &styles),
        Command::Deadlines(args) => deadlines::run(args, &folder()?, &styles),
        Command::Calendar(args) => {
            calendar::run(args, &configuration.settings, &folder()?, &styles)
        }
        Command::Export(args) => export::run(args, &folder()?),
        Command::Serve(args) => serve::run(args, &configuration.settings, &folder()?),
        Command::Eval(args) => eval::run(args, configuration, folder, &styles),
        Command::Expressions => expressions::run(&configuration),
        Command::Words(args) => words::run(args, &configuration, folder),
        Command::Status(args) => status::run(args, &configuration, &folder()?, &styles),
        // There is no other way to ask for it: the rules never run over the archive unasked.
        Command::Understand(args::Understand { again: _ }) => {
            understand::run(configuration, &folder()?)
        }
        Command::Index(args::Index::Rebuild) => search::rebuild(&folder()?),
        Command::Archive(args) => upkeep::run(args, &folder()?),
        // Answered before the settings are read.
        Command::Man(_) | Command::Completions(_) | Command::Config(_) | Command::Schema => {
            Ok(Outcome::Done)
        }
        Command::Reader | Command::Engine(_) => Ok(Outcome::Done),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error
        .chain()
        .find_map(|cause| cause.downcast_ref::<io::Error>());
    io.is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
}
