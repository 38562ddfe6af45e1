//! The words and weights that the finders go by: `config/da/*.toml`, embedded, each file replaceable by a user's own.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::de::DeserializeOwned;

use crate::{
    amounts, attachments, case_numbers, contacts, form, kind, members, names, organisations, roles,
};

/// The words that the finders go by.
///
/// One file a section; each file's words are a type of the module that uses them.
#[derive(Debug)]
pub struct Vocabulary {
    /// `papers.toml`: kinds, states and titles of papers.
    pub(crate) papers: kind::Words,
    /// `cues.toml`: what a date is for.
    pub(crate) cues: roles::Words,
    /// `amounts.toml`: what an amount is for.
    pub(crate) amounts: amounts::Words,
    /// `attachments.toml`: how annexes are listed.
    pub(crate) attachments: attachments::Words,
    /// `case_numbers.toml`: labels of case numbers.
    pub(crate) case_numbers: case_numbers::Words,
    /// `names.toml`: what personal names are made of.
    pub(crate) names: names::Words,
    /// `roles.toml`: roles, titles, parties and attendance.
    pub(crate) roles: members::Words,
    /// `organisations.toml`: the lexicon of organisations.
    pub(crate) organisations: organisations::Words,
    /// `forms.toml`: what makes a paper a form, and how fields are left blank.
    pub(crate) forms: form::Words,
    /// `contacts.toml`: labels of addresses and telephones.
    pub(crate) contacts: contacts::Words,
    /// `calendar.toml`, `numbers.toml`, `money.toml`: the language's own words.
    language: danish::Vocabulary,
    fingerprint: String,
}

/// The files that the vocabulary is made of, as they stand in `config/da`.
const FILES: [(&str, &str); 13] = [
    (
        "amounts.toml",
        include_str!("../../../config/da/amounts.toml"),
    ),
    (
        "attachments.toml",
        include_str!("../../../config/da/attachments.toml"),
    ),
    (
        "calendar.toml",
        include_str!("../../../config/da/calendar.toml"),
    ),
    ("money.toml", include_str!("../../../config/da/money.toml")),
    (
        "numbers.toml",
        include_str!("../../../config/da/numbers.toml"),
    ),
    (
        "case_numbers.toml",
        include_str!("../../../config/da/case_numbers.toml"),
    ),
    ("names.toml", include_str!("../../../config/da/names.toml")),
    (
        "contacts.toml",
        include_str!("../../../config/da/contacts.toml"),
    ),
    ("cues.toml", include_str!("../../../config/da/cues.toml")),
    ("forms.toml", include_str!("../../../config/da/forms.toml")),
    (
        "organisations.toml",
        include_str!("../../../config/da/organisations.toml"),
    ),
    (
        "papers.toml",
        include_str!("../../../config/da/papers.toml"),
    ),
    ("roles.toml", include_str!("../../../config/da/roles.toml")),
];

/// A vocabulary file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {reason}")]
pub struct VocabularyError {
    /// The file's name.
    pub file: String,
    /// What is wrong with it, and where.
    pub reason: String,
}

impl Vocabulary {
    /// The vocabulary that is built in.
    ///
    /// # Panics
    /// Never in a build whose tests pass: the embedded files are read by one.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Vocabulary> =
            LazyLock::new(|| match Vocabulary::load(&BTreeMap::new()) {
                Ok(vocabulary) => vocabulary,
                Err(error) => unreachable!("the embedded vocabulary is whole: {error}"),
            });
        &BUILTIN
    }

    /// The built-in vocabulary with some files replaced: file name (`cues.toml`) to its text.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    ///
    /// let broken = BTreeMap::from([("cues.toml".to_owned(), "[[deadline".to_owned())]);
    /// let error = fields::Vocabulary::load(&broken).unwrap_err();
    /// assert_eq!(error.file, "cues.toml");
    /// ```
    ///
    /// # Errors
    /// Where a file is no TOML, holds a key that its section does not know, or has a name that none of the vocabulary's
    /// files has: words in a misspelt file would do nothing, silently.
    pub fn load(files: &BTreeMap<String, String>) -> Result<Self, VocabularyError> {
        let known = |name: &String| FILES.iter().any(|(file, _)| file == name);
        if let Some(stranger) = files.keys().find(|name| !known(name)) {
            let names: Vec<_> = FILES.iter().map(|(name, _)| *name).collect();
            return Err(VocabularyError {
                file: stranger.clone(),
                reason: format!(
                    "the vocabulary has no such file; it has {}",
                    names.join(", ")
                ),
            });
        }
        let sources: Vec<(&str, &str)> = FILES
            .iter()
            .map(|&(name, builtin)| (name, files.get(name).map_or(builtin, String::as_str)))
            .collect();
        Ok(Self {
            papers: section(&sources, "papers.toml")?,
            cues: section(&sources, "cues.toml")?,
            amounts: section(&sources, "amounts.toml")?,
            attachments: section(&sources, "attachments.toml")?,
            case_numbers: section(&sources, "case_numbers.toml")?,
            names: section(&sources, "names.toml")?,
            roles: section(&sources, "roles.toml")?,
            organisations: section(&sources, "organisations.toml")?,
            forms: section(&sources, "forms.toml")?,
            contacts: section(&sources, "contacts.toml")?,
            language: language(&sources)?,
            fingerprint: fingerprint(&sources),
        })
    }

    /// The files that [`Vocabulary::builtin`] is read from, each by name with its text: what a user's own file begins from.
    ///
    /// ```
    /// let mut files = fields::Vocabulary::sources();
    /// assert!(files.any(|(name, text)| name == "cues.toml" && text.contains("[[cue]]")));
    /// ```
    pub fn sources() -> impl Iterator<Item = (&'static str, &'static str)> {
        FILES.into_iter()
    }

    /// The words of the language itself: months, numbers, money.
    pub fn danish(&self) -> &danish::Vocabulary {
        &self.language
    }

    /// A stable digest of the words, for the archive: another one means that papers are to be understood again.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
}

fn language(sources: &[(&str, &str)]) -> Result<danish::Vocabulary, VocabularyError> {
    let text = |file| text_of(sources, file);
    danish::Vocabulary::parse(
        text("calendar.toml"),
        text("numbers.toml"),
        text("money.toml"),
    )
    .map_err(|error| {
        let (danish::VocabularyError::Toml { file, .. }
        | danish::VocabularyError::Clash { file, .. }) = &error;
        VocabularyError {
            file: (*file).to_owned(),
            reason: error.to_string(),
        }
    })
}

fn text_of<'s>(sources: &[(&str, &'s str)], file: &str) -> &'s str {
    sources
        .iter()
        .find(|(name, _)| *name == file)
        .map_or("", |(_, text)| *text)
}

fn section<T: DeserializeOwned>(
    sources: &[(&str, &str)],
    file: &str,
) -> Result<T, VocabularyError> {
    toml::from_str(text_of(sources, file)).map_err(|error| VocabularyError {
        file: file.to_owned(),
        reason: error.to_string(),
    })
}

/// FNV-1a over names and texts, 128 bits: no secret hangs on it, and it stays the same on every machine.
fn fingerprint(sources: &[(&str, &str)]) -> String {
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for (name, text) in sources {
        for byte in name.bytes().chain([0]).chain(text.bytes()).chain([0]) {
            hash = (hash ^ u128::from(byte)).wrapping_mul(PRIME);
        }
    }
    format!("{hash:032x}")
}
