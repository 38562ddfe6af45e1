//! What the archive knows of files, for a fast comparison with a folder.

use std::fmt;

use rusqlite::{Row, Rows, params, types::FromSqlError};

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
        /// Whether that lay in its bytes; else in the disk, the share, its rights or the machine, and it is worth trying again.
        by_its_bytes: bool,
    },
}

/// The files known below a folder, in the order of their locations as bytes, each read when it is asked for.
pub struct KnownBelow<'s> {
    rows: Rows<'s>,
}

impl fmt::Debug for KnownBelow<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KnownBelow").finish_non_exhaustive()
    }
}

impl KnownBelow<'_> {
    /// The next one, with its location.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn step(&mut self) -> Result<Option<(&str, Known)>, ArchiveError> {
        let Some(row) = self.rows.next()? else {
            return Ok(None);
        };
        let location = row.get_ref(0)?.as_str().map_err(unreadable)?;
        Ok(Some((location, known(row)?)))
    }
}

fn unreadable(error: FromSqlError) -> ArchiveError {
    ArchiveError::damaged("the location of a file", error)
}

/// Reasons of failures that do not lie in a file's bytes: the same bytes may be read another time.
const PASSING: &[&str] = &["archive", "io", "missing", "permission", "reader"];

/// Whether a failure of this reason lies in a file's bytes, so that another try with them would fail as well.
///
/// ```
/// assert!(archive::lies_in_bytes("damaged"));
/// assert!(!archive::lies_in_bytes("permission"));
/// ```
pub fn lies_in_bytes(reason: &str) -> bool {
    !PASSING.contains(&reason)
}

const KNOWN: &str = "SELECT places.location, places.size, places.mtime_ns, places.missing,
    coalesce(failures.reader, papers.reader, containers.reader, 0), failures.reason
    FROM places LEFT JOIN failures ON failures.place = places.id LEFT JOIN papers ON papers.id = places.paper
    LEFT JOIN containers ON containers.place = places.id";

fn known(row: &Row<'_>) -> rusqlite::Result<Known> {
    let reader = row.get(4)?;
    let outcome = match row.get_ref(5)?.as_str_or_null()? {
        Some(reason) => Outcome::Failed {
            reader,
            by_its_bytes: lies_in_bytes(reason),
        },
        None => Outcome::Read { reader },
    };
    Ok(Known {
        size: row.get(1)?,
        mtime_ns: row.get(2)?,
        missing: row.get(3)?,
        outcome,
    })
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
        Ok(rows.next().transpose()?)
    }

    /// Gives `compare` all that is known below a folder, what lies within files (`mother.pdf!/bilag.pdf`) too. `folder` is a
    /// location without a slash at its end; an empty one is all. Nothing is held but the row that is asked for.
    ///
    /// # Errors
    /// What `compare` returns; else as SQLite has them.
    pub fn known_below<T, E: From<ArchiveError>>(
        &self,
        folder: &str,
        compare: impl FnOnce(&mut KnownBelow<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let (from, to) = below(folder);
        let mut select = self
            .db
            .prepare_cached(&format!(
                "{KNOWN} WHERE places.location >= ? AND places.location < ? ORDER BY places.location"
            ))
            .map_err(ArchiveError::from)?;
        let rows = select
            .query(params![from, to])
            .map_err(ArchiveError::from)?;
        compare(&mut KnownBelow { rows })
    }

    /// How many files below a folder are known and were there when they were last looked for; `folder` as in
    /// [`Archive::known_below`].
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn present_below(&self, folder: &str) -> Result<u64, ArchiveError> {
        let (from, to) = below(folder);
        let mut count = self.db.prepare_cached(
            "SELECT count(*) FROM places WHERE location >= ? AND location < ? AND missing = 0",
        )?;
        Ok(count.query_row(params![from, to], |row| row.get(0))?)
    }

    /// Whether anything below a folder is known, be it there or gone; `folder` as in [`Archive::known_below`].
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn knows_below(&self, folder: &str) -> Result<bool, ArchiveError> {
        let (from, to) = below(folder);
        let mut select = self
            .db
            .prepare_cached("SELECT 1 FROM places WHERE location >= ? AND location < ?")?;
        Ok(select.exists(params![from, to])?)
    }
}

/// The locations below a folder: from the first on, before the second.
pub(crate) fn below(folder: &str) -> (String, String) {
    match folder {
        "" => (String::new(), "\u{10ffff}".to_owned()),
        // All that begins with "folder/": '0' is the character after '/'.
        _ => (format!("{folder}/"), format!("{folder}0")),
    }
}
