//! What the archive knows of files, for a fast comparison with a folder.

use std::collections::BTreeMap;

use rusqlite::params;

use crate::{Archive, ArchiveError};

/// A file as it was when it was last looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Bytes.
    pub size: u64,
    /// Last change of its content, nanoseconds since 1970.
    pub mtime_ns: i64,
    /// What came of reading it.
    pub outcome: Outcome,
    /// Whether it was gone at the last run; if it is back it is to be put again, even with the same size and time.
    pub missing: bool,
}

/// What came of reading a file, and by which version of the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is a paper, or a container of papers.
    Read {
        /// The reader's version.
        reader: u32,
    },
    /// It could not be read.
    Failed {
        /// The reader's version.
        reader: u32,
    },
}

/// All files known below a folder.
#[derive(Debug, Default)]
pub struct KnownPlaces {
    places: BTreeMap<Box<str>, (Known, bool)>,
}

impl KnownPlaces {
    /// What is known of a location, which counts as seen from now on.
    pub fn see(&mut self, location: &str) -> Option<Known> {
        let (known, seen) = self.places.get_mut(location)?;
        *seen = true;
        Some(*known)
    }

    /// The locations that were not seen and not known as missing, in order. What lies within a file
    /// (`mother.pdf!/bilag.pdf`) is there as long as that is.
    pub fn unseen(&self) -> impl Iterator<Item = &str> {
        let is_seen = |location: &str| self.places.get(location).is_some_and(|(_, seen)| *seen);
        let within_seen = move |location: &str| {
            location
                .match_indices("!/")
                .any(|(at, _)| location.get(..at).is_some_and(is_seen))
        };
        self.places
            .iter()
            .filter(|(_, (known, seen))| !seen && !known.missing)
            .map(|(location, _)| &**location)
            .filter(move |location| !within_seen(location))
    }

    /// How many files are known.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}

const KNOWN: &str = "SELECT places.location, places.size, places.mtime_ns, places.missing, failures.reader,
    coalesce(papers.reader, containers.reader)
    FROM places LEFT JOIN failures ON failures.place = places.id LEFT JOIN papers ON papers.id = places.paper
    LEFT JOIN containers ON containers.place = places.id";

fn known(row: &rusqlite::Row<'_>) -> rusqlite::Result<(Box<str>, Known)> {
    let failed: Option<u32> = row.get(4)?;
    let read: Option<u32> = row.get(5)?;
    let outcome = match failed {
        Some(reader) => Outcome::Failed { reader },
        None => Outcome::Read {
            reader: read.unwrap_or_default(),
        },
    };
    let known = Known {
        size: row.get(1)?,
        mtime_ns: row.get(2)?,
        missing: row.get(3)?,
        outcome,
    };
    Ok((row.get(0)?, known))
}

impl Archive {
    /// What is known of one location.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn known(&self, location: &str) -> Result<Option<Known>, ArchiveError> {
        let mut select = self
            .db
            .prepare_cached(&format!("{KNOWN} WHERE places.location = ?"))?;
        let mut rows = select.query_map([location], known)?;
        Ok(rows.next().transpose()?.map(|(_, known)| known))
    }

    /// All that is known below a folder, by location, in one pass. `folder` is a location without a slash at its end;
    /// an empty one is all.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn known_below(&self, folder: &str) -> Result<KnownPlaces, ArchiveError> {
        let (from, to) = match folder {
            "" => (String::new(), "\u{10ffff}".to_owned()),
            // All that begins with "folder/": '0' is the character after '/'.
            _ => (format!("{folder}/"), format!("{folder}0")),
        };
        let mut select = self.db.prepare(&format!(
            "{KNOWN} WHERE places.location >= ? AND places.location < ?"
        ))?;
        let rows = select.query_map(params![from, to], |row| {
            let (location, known) = known(row)?;
            Ok((location, (known, false)))
        })?;
        Ok(KnownPlaces {
            places: rows.collect::<Result<_, _>>()?,
        })
    }
}
