//! What tells of the program itself: manual pages, completions for shells, the schema of records, the files that are
//! built in. All of it is made from what the program goes by, so that none can say otherwise.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use anyhow::Context;
use clap::CommandFactory;
use clap_mangen::Man;

use crate::{
    args::{self, Cli},
    exit::{Failure, Outcome},
    output::Part,
    settings, terminal,
};

/// The program's name, on the command line and on its pages.
const NAME: &str = "udvalg";

/// `udvalg man`: the program's page on standard output, or the pages of all commands in a folder.
///
/// # Errors
/// Where a page cannot be written.
pub(crate) fn pages(args: &args::Man) -> Result<Outcome, Failure> {
    let mut program = shown().disable_help_subcommand(true);
    program.build();
    let Some(folder) = &args.output else {
        let mut lines = Vec::new();
        page(program, &mut lines)?;
        return print(&lines);
    };
    fs::create_dir_all(folder).with_context(|| format!("{}: cannot be made", folder.display()))?;
    let count = write_pages(&program, folder)?;
    terminal::say(format_args!("{count} pages in {}", folder.display()));
    Ok(Outcome::Done)
}

/// Writes the page of a command and those of all below it; gives their number.
fn write_pages(command: &clap::Command, folder: &Path) -> anyhow::Result<u32> {
    let name = command.get_display_name().unwrap_or(command.get_name());
    let file = folder.join(format!("{name}.1"));
    let write = || {
        let mut part = Part::create(&file)?;
        page(command.clone(), &mut part)?;
        part.finish()
    };
    write().with_context(|| format!("{}: cannot be written", file.display()))?;
    let mut count = 1;
    for below in command.get_subcommands() {
        count += write_pages(below, folder)?;
    }
    Ok(count)
}

/// Writes one page. It carries no day: the same program gives the same bytes.
fn page(command: clap::Command, out: &mut dyn Write) -> io::Result<()> {
    Man::new(command)
        .source(format!("{NAME} {}", env!("CARGO_PKG_VERSION")))
        .manual(NAME)
        .render(out)
}

/// `udvalg completions`: a script for a shell, on standard output.
///
/// # Errors
/// Where nobody takes it.
pub(crate) fn completions(args: &args::Completions) -> Result<Outcome, Failure> {
    // Made in memory: clap_complete panics where it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut shown(), NAME, &mut script);
    print(&script)
}

/// `udvalg schema`: the JSON Schema of a record.
///
/// # Errors
/// Where nobody takes it.
pub(crate) fn schema() -> Result<Outcome, Failure> {
    print(paper::RECORD_SCHEMA.as_bytes())
}

/// `udvalg config`: a file of settings or words as it is built in, on standard output; and where a user's own goes.
///
/// # Errors
/// Where nobody takes it.
pub(crate) fn builtin(args: &args::Config, given: Option<&Path>) -> Result<Outcome, Failure> {
    let mut files = settings::builtin();
    let text = files.find_map(|(name, text)| (name == args.file).then_some(text));
    print(text.unwrap_or_default().as_bytes())?;
    if let Some(own) = settings::own_file(&args.file, given) {
        let there = if own.exists() {
            "is there"
        } else {
            "is not there"
        };
        terminal::say(format_args!("your own is {}, which {there}", own.display()));
    }
    Ok(Outcome::Done)
}

fn print(bytes: &[u8]) -> Result<Outcome, Failure> {
    let mut out = terminal::out();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(Outcome::Done)
}

/// The program without its hidden commands, which clap_complete would offer; clap can take none out of a program.
fn shown() -> clap::Command {
    let all = Cli::command();
    let below = all.get_subcommands().filter(|c| !c.is_hide_set());
    clap::Command::new(NAME)
        .version(env!("CARGO_PKG_VERSION"))
        .about(all.get_about().cloned().unwrap_or_default())
        .after_help(all.get_after_help().cloned().unwrap_or_default())
        .subcommand_required(true)
        .args(all.get_arguments().cloned())
        .subcommands(below.cloned())
}
