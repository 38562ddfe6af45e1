//! What an entry goes back to.

use paper::{Kind, Record, Source};

/// The paper of an entry, and the place in it that gave the date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// Its path in the archive.
    pub path: String,
    /// Hash of its bytes.
    pub hash: String,
    /// Its title.
    pub title: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// Where the date stands.
    pub source: Source,
}

impl Cited {
    /// A place in a paper.
    pub(crate) fn new(record: &Record, source: &Source) -> Self {
        let paper = &record.paper;
        Self {
            path: record.path.clone(),
            hash: record.hash.clone(),
            title: paper.title.as_ref().map(|t| t.value.clone()),
            kind: paper.kind,
            source: source.clone(),
        }
    }
}
