//! Papers and failures, as they were put.

use jiff::{Timestamp, civil::Date};
use paper::{Document, Kind, Record};
use rusqlite::{OptionalExtension, Row, params};

use crate::{Archive, ArchiveError, Versions, blob, runs};

/// A paper within one archive. It never changes and is never given to another paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PaperId(pub(crate) i64);

impl PaperId {
    /// The number, for the index.
    pub fn number(self) -> u64 {
        self.0.unsigned_abs()
    }

    /// The paper of a number that [`PaperId::number`] gave.
    pub fn from_number(number: u64) -> Option<Self> {
        i64::try_from(number).ok().map(Self)
    }
}

/// A paper, in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Which.
    pub id: PaperId,
    /// BLAKE3 of its bytes, hex.
    pub hash: String,
    /// Its first path.
    pub path: String,
    /// `pdf`, `docx`, `text` … (`formats::Format::word`).
    pub format: String,
    /// What kind of paper it is.
    pub kind: Kind,
    /// Its title.
    pub title: Option<String>,
    /// The day it was written.
    pub date: Option<Date>,
    /// Pages, where its format has them.
    pub pages: Option<u32>,
}

/// A paper's canonical text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Pages, where its format has them: form feeds stand between them.
    pub pages: Option<u32>,
}

/// A file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// Its path, as shown to people.
    pub path: String,
    /// Where it is, absolutely.
    pub location: String,
    /// A word to group by.
    pub reason: String,
    /// A sentence for a person.
    pub message: String,
    /// The version of the reader that failed.
    pub reader: u32,
    /// When it was last tried.
    pub at: Timestamp,
    /// How often the same content was tried.
    pub attempts: u32,
}

/// What a paper has been through, over its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// Hash of the first version: what names the paper in other programs for ever.
    pub founder: String,
    /// When what it says last changed, or it was first taken in.
    pub changed: Timestamp,
    /// How often that was since it was first taken in.
    pub changes: u32,
}

/// The columns of [`Listed`], for papers that have a place; `places` is the first one.
const LISTED: &str = "SELECT papers.id, papers.hash, places.path, papers.format, papers.kind, papers.title, papers.date,
        papers.pages
    FROM papers JOIN places ON places.id =
        (SELECT id FROM places WHERE paper = papers.id ORDER BY missing, path, location LIMIT 1)";

/// The shortest piece of a hash by which a paper may be asked for.
const SHORTEST_HASH: usize = 4;

impl Archive {
    /// Calls `each` with every paper, in the order of their first paths, all of them as they are at one moment.
    ///
    /// # Errors
    /// What `each` returns ends the walk; else as SQLite has them.
    pub fn each_paper<E: From<ArchiveError>>(
        &self,
        mut each: impl FnMut(Listed) -> Result<(), E>,
    ) -> Result<(), E> {
        let moment = self
            .db
            .unchecked_transaction()
            .map_err(ArchiveError::from)?;
        let mut select = moment
            .prepare_cached(
                "SELECT papers.id, papers.hash, places.path, papers.format, papers.kind, papers.title, papers.date,
                     papers.pages
                 FROM places JOIN papers ON papers.id = places.paper
                 WHERE places.id = (SELECT id FROM places AS first WHERE first.paper = papers.id
                                    ORDER BY missing, path, location LIMIT 1)
                 ORDER BY places.path, places.location",
            )
            .map_err(ArchiveError::from)?;
        let mut rows = select.query(()).map_err(ArchiveError::from)?;
        while let Some(row) = rows.next().map_err(ArchiveError::from)? {
            each(listed(row)?)?;
        }
        Ok(())
    }

    /// One paper, unless it is gone.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn paper(&self, id: PaperId) -> Result<Option<Listed>, ArchiveError> {
        Ok(self.list("WHERE papers.id = ?1", &[&id.0])?.pop())
    }

    /// The papers that a person may mean by `name`, at most 20: the one of that path, else those whose hash begins with
    /// it (at least four digits), else those whose path ends with it, at the border of a name.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn find(&self, name: &str) -> Result<Vec<Listed>, ArchiveError> {
        const HELD_AT: &str = "WHERE papers.id IN (SELECT paper FROM places WHERE";
        let exact = self.list(&format!("{HELD_AT} path = ?1 OR location = ?1)"), &[&name])?;
        if !exact.is_empty() {
            return Ok(exact);
        }
        if name.len() >= SHORTEST_HASH && name.bytes().all(|b| b.is_ascii_hexdigit()) {
            let from = name.to_ascii_lowercase();
            let to = format!("{from}g");
            let by_hash = self.list("WHERE hash >= ?1 AND hash < ?2", &[&from, &to])?;
            if !by_hash.is_empty() {
                return Ok(by_hash);
            }
        }
        let end = format!("/{name}");
        self.list(
            &format!("{HELD_AT} substr(location, -length(?1)) = ?1)"),
            &[&end],
        )
    }

    fn list(
        &self,
        condition: &str,
        parameters: &[&dyn rusqlite::ToSql],
    ) -> Result<Vec<Listed>, ArchiveError> {
        let mut select = self.db.prepare_cached(&format!(
            "{LISTED} {condition} ORDER BY places.path, places.location LIMIT 20"
        ))?;
        let mut rows = select.query(parameters)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(listed(row)?);
        }
        Ok(found)
    }

    /// The versions that made the paper of a hash; `None` where its bytes are not known.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn versions_of(&self, hash: &str) -> Result<Option<Versions>, ArchiveError> {
        Ok(self
            .db
            .prepare_cached("SELECT reader, rules, vocabulary FROM papers WHERE hash = ?")?
            .query_row([hash], |row| {
                Ok(Versions {
                    reader: row.get(0)?,
                    rules: row.get(1)?,
                    vocabulary: row.get(2)?,
                })
            })
            .optional()?)
    }

    /// The papers whose record was made by other rules or another vocabulary; with `all` every paper.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn to_understand(
        &self,
        versions: &Versions,
        all: bool,
    ) -> Result<Vec<PaperId>, ArchiveError> {
        let mut select = self.db.prepare_cached(
            "SELECT id FROM papers WHERE ?3 OR rules <> ?1 OR vocabulary <> ?2 ORDER BY id",
        )?;
        let rows = select.query_map(params![versions.rules, versions.vocabulary, all], |row| {
            row.get(0).map(PaperId)
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What a paper has been through. `None` where there is no such paper.
    ///
    /// # Errors
    /// As SQLite has them; [`ArchiveError::Damaged`] for a time that is none.
    pub fn history(&self, id: PaperId) -> Result<Option<History>, ArchiveError> {
        let mut select = self.db.prepare_cached(
            "SELECT founder, changed, changes FROM papers JOIN families ON families.id = family WHERE papers.id = ?",
        )?;
        let mut rows = select.query([id.0])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let changed: String = row.get(1)?;
        Ok(Some(History {
            founder: row.get(0)?,
            changed: runs::timestamp(&changed)?,
            changes: row.get(2)?,
        }))
    }

    /// A paper's record, with the paths that it has now. `None` where it has none.
    ///
    /// # Errors
    /// As SQLite has them; [`ArchiveError::Damaged`] for what cannot be read back.
    pub fn record(&self, id: PaperId) -> Result<Option<Record>, ArchiveError> {
        let stored: Option<(String, String, Vec<u8>)> = self
            .db
            .prepare_cached(
                "SELECT hash, format, record FROM papers JOIN contents ON paper = id WHERE id = ?",
            )?
            .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let Some((hash, format, record)) = stored else {
            return Ok(None);
        };
        let mut places = self.paths(id)?;
        let Some(path) = places.first().cloned() else {
            return Ok(None);
        };
        if places.len() == 1 {
            places.clear();
        }
        Ok(Some(Record {
            path,
            hash,
            format,
            places,
            paper: blob::paper(&record)?,
        }))
    }

    /// The paths of a paper, in order.
    fn paths(&self, id: PaperId) -> Result<Vec<String>, ArchiveError> {
        let mut select = self.db.prepare_cached(
            "SELECT path FROM places WHERE paper = ? ORDER BY missing, path, location",
        )?;
        let rows = select.query_map([id.0], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The document as it was read.
    ///
    /// # Errors
    /// As SQLite has them; [`ArchiveError::Damaged`] for what cannot be read back.
    pub fn document(&self, id: PaperId) -> Result<Option<Document>, ArchiveError> {
        let stored: Option<(Vec<u8>, Vec<u8>)> = self
            .db
            .prepare_cached("SELECT text, layout FROM contents WHERE paper = ?")?
            .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        stored
            .map(|(text, layout)| blob::document(&text, &layout))
            .transpose()
    }

    /// The canonical text alone, which is cheaper than the document.
    ///
    /// # Errors
    /// As SQLite has them; [`ArchiveError::Damaged`] for what cannot be read back.
    pub fn text(&self, id: PaperId) -> Result<Option<Text>, ArchiveError> {
        let stored: Option<(Vec<u8>, Option<u32>)> = self
            .db
            .prepare_cached(
                "SELECT text, pages FROM contents JOIN papers ON id = paper WHERE paper = ?",
            )?
            .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        stored
            .map(|(text, pages)| {
                Ok(Text {
                    text: blob::text(&text)?,
                    pages,
                })
            })
            .transpose()
    }
}

/// A failure, of the columns path, location, reason, message, reader, at, attempts.
pub(crate) fn failed(row: &Row<'_>) -> Result<Failed, ArchiveError> {
    let at: String = row.get(5)?;
    Ok(Failed {
        path: row.get(0)?,
        location: row.get(1)?,
        reason: row.get(2)?,
        message: row.get(3)?,
        reader: row.get(4)?,
        at: runs::timestamp(&at)?,
        attempts: row.get(6)?,
    })
}

fn listed(row: &Row<'_>) -> Result<Listed, ArchiveError> {
    let date: Option<String> = row.get(6)?;
    Ok(Listed {
        id: PaperId(row.get(0)?),
        hash: row.get(1)?,
        path: row.get(2)?,
        format: row.get(3)?,
        kind: kind(&row.get::<_, String>(4)?)?,
        title: row.get(5)?,
        date: date.as_deref().map(day).transpose()?,
        pages: row.get(7)?,
    })
}

pub(crate) fn kind(word: &str) -> Result<Kind, ArchiveError> {
    Kind::from_word(word)
        .ok_or_else(|| ArchiveError::damaged("the kind of a paper", word.to_owned()))
}

pub(crate) fn day(text: &str) -> Result<Date, ArchiveError> {
    text.parse()
        .map_err(|e: jiff::Error| ArchiveError::damaged("the date of a paper", e))
}
