//! `udvalg words`: compounds to their parts, a word a line.

use std::{
    fs,
    io::{self, BufRead, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use archive::Access;
use danish::words::{Lexicon, fold};
use serde::Serialize;

use crate::{
    args::Words,
    catalogue,
    exit::{CONFIGURATION, Failure, Outcome},
    settings::{self, Configuration},
    terminal,
};

/// A line that goes out.
#[derive(Debug, Serialize)]
struct Answer<'w> {
    word: &'w str,
    parts: Vec<String>,
    folded: String,
}

/// Answers each line of standard input. `archive` gives the archive's folder, where it is asked for.
///
/// # Errors
/// A line that is no UTF-8; a lexicon, a dictionary or an archive that cannot be used.
pub(crate) fn run(
    args: &Words,
    configuration: &Configuration,
    archive: impl Fn() -> Result<PathBuf, Failure>,
) -> Result<Outcome, Failure> {
    let mut lexicon = settings::lexicon(configuration)?;
    if args.dictionary {
        take_up(&mut lexicon, &configuration.settings.words.dictionaries)
            .map_err(|error| Failure::new(CONFIGURATION, error))?;
    }
    if args.learn {
        let archive = catalogue::open(&archive()?, Access::Read)?;
        catalogue::open_index(&archive)?.each_word(|word, papers| lexicon.learn(word, papers))?;
    }
    let mut out = terminal::out();
    for (number, line) in io::stdin().lock().lines().enumerate() {
        let line = line.with_context(|| format!("standard input, line {}", number + 1))?;
        let word = line.trim();
        if word.is_empty() {
            continue;
        }
        let answer = Answer {
            word,
            parts: lexicon.split(word),
            folded: fold(word),
        };
        serde_json::to_writer(&mut out, &answer).map_err(io::Error::from)?;
        writeln!(out)?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// Adds the first dictionary that is there.
fn take_up(lexicon: &mut Lexicon, places: &[PathBuf]) -> anyhow::Result<()> {
    let named = |place: &Path, ending: &str| {
        let mut file = place.as_os_str().to_owned();
        file.push(ending);
        PathBuf::from(file)
    };
    let Some(place) = places.iter().find(|place| named(place, ".dic").exists()) else {
        bail!(
            "no Hunspell dictionary is installed where [words] dictionaries of the settings says: install one \
             (Debian: hunspell-da) or name its place there"
        );
    };
    let read = |ending| {
        let file = named(place, ending);
        fs::read_to_string(&file).with_context(|| format!("{}: cannot be read", file.display()))
    };
    lexicon
        .take_up(&read(".aff")?, &read(".dic")?)
        .with_context(|| format!("{}: cannot be used", place.display()))?;
    Ok(())
}
