//! The token in a feed's address: who knows it may read.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use anyhow::anyhow;

use crate::{
    exit::{CONFIGURATION, Failure},
    files,
    output::Part,
};

/// Its file, in the archive's folder: each archive has its own.
const FILE: &str = "feed.token";
/// Bytes drawn at random: 192 bits.
const BYTES: usize = 24;

/// The archive's token; one is made where there is none yet.
///
/// # Errors
/// A file that others may read, or that holds no token; a folder that cannot be written.
pub(super) fn read_or_make(folder: &Path) -> Result<String, Failure> {
    let file = folder.join(FILE);
    match fs::read_to_string(&file) {
        Ok(text) => kept(&file, &text).map_err(|error| Failure::new(CONFIGURATION, error)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => make(&file),
        Err(error) => Err(unusable(&file, error)),
    }
}

/// Makes another token in the place of the one that there is.
///
/// # Errors
/// As [`read_or_make`].
pub(super) fn replace(folder: &Path) -> Result<String, Failure> {
    make(&folder.join(FILE))
}

fn kept(file: &Path, text: &str) -> anyhow::Result<String> {
    files::refuse_open_to_others(file)?;
    let token = text.trim();
    let is_whole = token.len() >= BYTES && token.bytes().all(|b| b.is_ascii_alphanumeric());
    if !is_whole {
        return Err(anyhow!(
            "{} holds no token: `udvalg serve --new-token` makes one",
            file.display()
        ));
    }
    Ok(token.to_owned())
}

fn make(file: &Path) -> Result<String, Failure> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes)
        .map_err(|error| anyhow!("the system gives no random numbers: {error}"))?;
    let token: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    write(file, &token).map_err(|error| unusable(file, error))?;
    Ok(token)
}

/// Writes it in one piece: whoever starts at the same moment reads the old token or the new one.
fn write(file: &Path, token: &str) -> io::Result<()> {
    let mut part = Part::private(file)?;
    writeln!(part, "{token}")?;
    part.finish()
}

fn unusable(file: &Path, error: io::Error) -> Failure {
    let told = anyhow::Error::new(error).context(format!("{}: no token", file.display()));
    Failure::new(CONFIGURATION, told)
}
