//! `udvalg`: the command line. Only here are paths, the clock, threads, processes and exit codes known.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod args;
mod exit;
mod extract;
mod files;
mod reader;
mod settings;
mod terminal;

use std::{io, process::ExitCode};

use clap::Parser;

use crate::{
    args::{Cli, Command},
    exit::{Failure, Outcome},
};

/// Exit code of a reader that panics or is spoken to wrongly; Rust's own for a panic.
const READER_BROKE: u8 = 101;

fn main() -> ExitCode {
    let cli = Cli::parse();
    if matches!(cli.command, Command::Reader) {
        return if reader::serve().is_ok() {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(READER_BROKE)
        };
    }
    match run(&cli) {
        Ok(outcome) => outcome.into(),
        // Whoever reads our output and has seen enough, as `head` does, is no error.
        Err(failure) if is_broken_pipe(&failure.error) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal::say(format_args!("{:#}", failure.error));
            ExitCode::from(failure.code)
        }
    }
}

fn run(cli: &Cli) -> Result<Outcome, Failure> {
    let configuration = settings::load(cli.config.as_deref())?;
    match &cli.command {
        Command::Extract(args) => extract::run(args, configuration),
        _ => Err(Failure::wrong_use("not yet")),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error
        .chain()
        .find_map(|cause| cause.downcast_ref::<io::Error>());
    io.is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
}
