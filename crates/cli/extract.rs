//! `udvalg extract`: files to records, without an archive.

use std::{io::Write, path::Path};

use paper::Record;
use rayon::prelude::*;

use crate::{
    args,
    exit::{Failure, Outcome},
    files,
    reader::{Pool, Refusal},
    settings::{self, Configuration},
    terminal,
    within::{Part, Within},
};

/// Files whose records are held at a time: they are read in parallel, and printed in the order in which they are given.
const AT_ONCE: usize = 64;

/// Prints the record (or the text) of each file.
///
/// # Errors
/// Where nothing can be read at all, or standard output is gone.
pub(crate) fn run(args: &args::Extract, configuration: Configuration) -> Result<Outcome, Failure> {
    if !configuration.vocabulary.is_empty() {
        // A reader that cannot load the user's words would end without a word to the user.
        settings::vocabulary(&configuration)?;
    }
    let pool = Pool::new(
        settings::program()?,
        configuration.vocabulary,
        configuration.settings.reader,
    )?;
    let mut out = terminal::out();
    let mut failed = false;
    for some in args.files.chunks(AT_ONCE) {
        let read: Vec<_> = match some {
            // One file needs no threads, which cost as much as a page.
            [path] => vec![read(&pool, path, args.text)],
            some => some
                .par_iter()
                .map(|path| read(&pool, path, args.text))
                .collect(),
        };
        pool.usable()?;
        for (path, result) in some.iter().zip(read) {
            match result {
                Ok(printed) => out.write_all(&printed)?,
                Err(refusal) => {
                    failed = true;
                    terminal::say(format_args!(
                        "{}: {}",
                        files::name_of(path),
                        refusal.message
                    ));
                }
            }
        }
        out.flush()?;
    }
    Ok(if failed {
        Outcome::Partly
    } else {
        Outcome::Done
    })
}

/// What is printed of a file: its text, or its record and those of the files within it, a line of JSON each.
fn read(pool: &Pool, path: &Path, text: bool) -> Result<Vec<u8>, Refusal> {
    let bytes = files::bytes_of(path, pool.limits().file_bytes())?;
    if text {
        let reading = pool.read(&bytes, files::extension(path).as_deref())?;
        if reading.is_container {
            return Err(container(
                "holds files and has no text of its own: without --text their records are printed",
            ));
        }
        return Ok(reading.document.text.into_bytes());
    }
    let mut printed = Vec::new();
    let mut within = Within::new(pool);
    record(
        &mut within,
        path,
        Part::mother(path, Ok(bytes)),
        &mut printed,
    )?;
    while let Some(part) = within.next() {
        let name = format!("{}{}", files::name_of(path), part.path);
        if let Err(refusal) = record(&mut within, path, part, &mut printed) {
            // The mother is read; what is within it and is no paper, a sheet or a picture, is told.
            terminal::say(format_args!("{name}: {}", refusal.message));
        }
    }
    if printed.is_empty() {
        return Err(container("holds no paper that can be read"));
    }
    Ok(printed)
}

fn container(message: &str) -> Refusal {
    Refusal::new("container", message)
}

/// Appends a part's record; a container has none.
fn record(
    within: &mut Within<'_>,
    mother: &Path,
    part: Part,
    printed: &mut Vec<u8>,
) -> Result<(), Refusal> {
    let path = format!("{}{}", files::name_of(mother), part.path);
    let hash = part
        .bytes
        .as_ref()
        .map(|bytes| blake3::hash(bytes).to_hex().to_string());
    let hash = hash.map_err(Clone::clone)?;
    let (reading, paper) = within.read(part)?;
    if reading.is_container {
        for warning in &reading.document.warnings {
            terminal::say(format_args!("{path}: {}", warning.message));
        }
        return Ok(());
    }
    let record = Record {
        path,
        hash,
        format: reading.format,
        places: Vec::new(),
        paper,
    };
    serde_json::to_writer(&mut *printed, &record)
        .map_err(|e| Refusal::new("record", e.to_string()))?;
    printed.push(b'\n');
    Ok(())
}
