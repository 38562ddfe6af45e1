//! Settings: the embedded defaults, and the user's file over them.

use std::{
    collections::BTreeMap,
    env, fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::{Context, anyhow};
use danish::words::Lexicon;
use etcetera::BaseStrategy;
use fields::Vocabulary;
use serde::Deserialize;

use crate::{
    exit::{CONFIGURATION, Failure},
    ocr,
    reader::ReaderLimits,
};

const DEFAULTS: &str = include_str!("../../config/udvalg.toml");
/// The file of the settings that are built in.
const SETTINGS: &str = "udvalg.toml";
/// The file of the stems of compounds.
const COMPOUNDS: &str = "compounds.toml";
/// The folder of a user's own vocabulary, beside the settings.
const WORDS: &str = "da";

/// What a user may change.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// What a reader process may use.
    pub(crate) reader: ReaderLimits,
    /// How papers are taken in.
    pub(crate) ingest: Ingest,
    /// How pages that are pictures are read.
    pub(crate) ocr: ocr::Settings,
    /// How calendars are written.
    pub(crate) calendar: Calendar,
    /// How calendars are served.
    pub(crate) serve: Serve,
    /// How calendars on servers are asked.
    pub(crate) caldav: Caldav,
    /// How compounds are taken apart.
    pub(crate) words: Words,
}

/// How calendars are served.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Serve {
    /// Where connections are taken.
    pub(crate) listen: SocketAddr,
    /// Names of this server beside those of this machine's loopback.
    pub(crate) hosts: Vec<String>,
    /// Seconds that a client may take to ask, and to take an answer.
    pub(crate) patience_seconds: u64,
    /// Clients at once.
    pub(crate) connections: usize,
}

/// How calendars on servers are asked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Caldav {
    /// Seconds that a server may take for an answer.
    pub(crate) seconds: u64,
}

/// How compounds are taken apart.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    /// Where dictionaries of Hunspell may lie, without `.aff` and `.dic`.
    pub(crate) dictionaries: Vec<PathBuf>,
}

/// How papers are taken in.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ingest {
    /// Reader processes at once; 0 for one a core.
    pub(crate) jobs: usize,
    /// Papers in a transaction.
    pub(crate) batch_papers: usize,
    /// Seconds after which a transaction ends.
    pub(crate) batch_seconds: u64,
    /// MiB, as stored, after which a transaction ends.
    pub(crate) batch_mib: usize,
    /// Endings of names of files that are no papers.
    pub(crate) leave_aside: Vec<String>,
    /// Globs of files and folders that are left out.
    pub(crate) exclude: Vec<String>,
}

/// How calendars are written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Calendar {
    /// The calendar's name, behind what is in it.
    pub(crate) name: String,
    /// Where papers can be opened: an address with `{path}` or `{hash}` in it; empty for none.
    pub(crate) url: String,
}

/// Settings, and the user's own vocabulary files by name.
#[derive(Debug)]
pub(crate) struct Configuration {
    /// The settings.
    pub(crate) settings: Settings,
    /// Files that replace the embedded ones of `config/da`.
    pub(crate) vocabulary: BTreeMap<String, String>,
    /// The text that replaces the embedded `compounds.toml`, which no rule goes by: a change of it changes no record.
    compounds: Option<String>,
}

/// Reads the settings: `given` (from `--config` or `UDVALG_CONFIG`) or the user's own file, over the defaults; and the
/// vocabulary in the folder `da` beside that file.
///
/// # Errors
/// A file that is given and not there, cannot be read, is no TOML, or has keys that are unknown.
pub(crate) fn load(given: Option<&Path>) -> Result<Configuration, Failure> {
    read(given).map_err(|error| Failure::new(CONFIGURATION, error))
}

/// The vocabulary: the user's files over the embedded ones.
///
/// # Errors
/// A file that breaks the vocabulary's form, with its name.
pub(crate) fn vocabulary(configuration: &Configuration) -> Result<Vocabulary, Failure> {
    Vocabulary::load(&configuration.vocabulary).map_err(|error| Failure::new(CONFIGURATION, error))
}

/// The lexicon of compounds: the user's own, else the embedded one.
///
/// # Errors
/// A file that breaks its form.
pub(crate) fn lexicon(configuration: &Configuration) -> Result<Lexicon, Failure> {
    let own = configuration.compounds.as_deref().map(Lexicon::parse);
    own.unwrap_or_else(|| Ok(Lexicon::builtin().clone()))
        .map_err(|error| Failure::new(CONFIGURATION, error))
}

fn read(given: Option<&Path>) -> anyhow::Result<Configuration> {
    let own = given.map(Path::to_owned).or_else(user_file);
    // Whoever changes words alone has no file of settings.
    let words = own.as_deref().map(|file| file.with_file_name(WORDS));
    let file = own.filter(|file| given.is_some() || file.exists());
    let mut table: toml::Table =
        toml::from_str(DEFAULTS).context("the embedded settings are broken")?;
    if let Some(file) = &file {
        let text = fs::read_to_string(file)
            .with_context(|| format!("{}: cannot be read", file.display()))?;
        let own =
            toml::from_str(&text).with_context(|| format!("{}: is no TOML", file.display()))?;
        lay_over(&mut table, own);
    }
    let vocabulary = words.as_deref().map(vocabulary_in).transpose()?;
    let mut vocabulary = vocabulary.unwrap_or_default();
    let named = file.as_deref().unwrap_or(Path::new("config/udvalg.toml"));
    let settings = table
        .try_into()
        .with_context(|| named.display().to_string())?;
    Ok(Configuration {
        settings,
        compounds: vocabulary.remove(COMPOUNDS),
        vocabulary,
    })
}

/// Keys of `own` replace those of `table`, group by group.
fn lay_over(table: &mut toml::Table, own: toml::Table) {
    for (key, value) in own {
        match (table.get_mut(&key), value) {
            (Some(toml::Value::Table(below)), toml::Value::Table(group)) => below.extend(group),
            (_, value) => {
                table.insert(key, value);
            }
        }
    }
}

/// The TOML files of a folder by name; none where the folder is not there.
fn vocabulary_in(folder: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    if !folder.is_dir() {
        return Ok(files);
    }
    let entries =
        fs::read_dir(folder).with_context(|| format!("{}: cannot be listed", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "toml") {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let text = fs::read_to_string(&path)
                .with_context(|| format!("{}: cannot be read", path.display()))?;
            files.insert(name, text);
        }
    }
    Ok(files)
}

/// The files that are built in, by name with their texts: the settings, then the vocabulary.
pub(crate) fn builtin() -> impl Iterator<Item = (&'static str, &'static str)> {
    let words = Vocabulary::sources().chain([(COMPOUNDS, Lexicon::source())]);
    [(SETTINGS, DEFAULTS)].into_iter().chain(words)
}

/// Where a user's own file goes that changes a built-in one; `given` as for [`load`]. None where the user has no home.
pub(crate) fn own_file(name: &str, given: Option<&Path>) -> Option<PathBuf> {
    let file = given.map(Path::to_owned).or_else(user_file)?;
    Some(match name {
        SETTINGS => file,
        _ => file.with_file_name(WORDS).join(name),
    })
}

fn user_file() -> Option<PathBuf> {
    Some(
        etcetera::choose_base_strategy()
            .ok()?
            .config_dir()
            .join("udvalg")
            .join("config.toml"),
    )
}

/// The archive's folder: `given` (from `--archive` or `UDVALG_ARCHIVE`), else `udvalg` in the user's data folder.
///
/// # Errors
/// Where the user has no home.
pub(crate) fn archive_folder(given: Option<&Path>) -> Result<PathBuf, Failure> {
    if let Some(folder) = given {
        return Ok(folder.to_owned());
    }
    match etcetera::choose_base_strategy() {
        Ok(base) => Ok(base.data_dir().join("udvalg")),
        Err(_) => Err(Failure::new(
            CONFIGURATION,
            anyhow!("no home folder: say where the archive is with --archive"),
        )),
    }
}

/// This binary, for the readers that it starts.
///
/// # Errors
/// Where the system does not tell.
pub(crate) fn program() -> anyhow::Result<PathBuf> {
    match env::var_os("UDVALG_READER") {
        Some(program) => Ok(program.into()),
        None => env::current_exe().context("the program does not find itself"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_keys_replace_defaults_and_strangers_are_refused() {
        let mut table: toml::Table = toml::from_str(DEFAULTS).unwrap();
        lay_over(&mut table, toml::from_str("[reader]\nseconds = 5").unwrap());
        let settings: Settings = table.clone().try_into().unwrap();
        assert_eq!(
            (settings.reader.seconds, settings.reader.memory_mib),
            (5, 2048)
        );
        lay_over(&mut table, toml::from_str("[reader]\nsecond = 5").unwrap());
        assert!(table.try_into::<Settings>().is_err());
    }
}
