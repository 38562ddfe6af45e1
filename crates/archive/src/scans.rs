//! Pages that are pictures: which wait to be recognised, what was recognised, and which could not be.
//!
//! A page is put here when its paper is put ([`Batch::put_read`](crate::Batch::put_read)) and its document says that it is
//! [unread](paper::Document::unread). What was recognised is kept by the picture, so that neither the same page elsewhere nor a
//! later reading of the same file costs it again.

use paper::{Warning, WarningCode};
use rusqlite::{OptionalExtension, params};

use crate::{Again, Archive, ArchiveError, Batch, Op, Packed, PaperId, blob, open, outbox};

/// States of a page.
pub(crate) const WAITS: i64 = 0;
const SEEN: i64 = 1;
const FAILED: i64 = 2;

/// Whether a paper of `scans` has a file that is there at one of the locations of the first parameter, a list in JSON, or below or within
/// one; anywhere where the list is empty.
const IS_BELOW: &str = "EXISTS (SELECT 1 FROM places WHERE places.paper = scans.paper AND missing = 0 AND (json_array_length(?1) = 0
    OR EXISTS (SELECT 1 FROM json_each(?1) AS below WHERE location = below.value
        OR substr(location, 1, length(below.value) + 1) = below.value || '/'
        OR substr(location, 1, length(below.value) + 2) = below.value || '!/')))";

/// A paper with pages that wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// Which.
    pub paper: PaperId,
    /// BLAKE3 of its bytes, hex.
    pub hash: String,
    /// Its first path, as shown to people.
    pub path: String,
    /// Where its bytes may be had, the first path's place first; without files that are gone.
    pub locations: Vec<String>,
    /// The pages that wait, in order, from 1.
    pub waiting: Vec<u32>,
    /// How many of its pages do not wait: they were recognised, or failed.
    pub settled: usize,
}

/// What came of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight<'a> {
    /// It was recognised: the key under which that is kept.
    Seen(&'a str),
    /// It could not be recognised.
    Failed {
        /// A word to group by.
        reason: &'a str,
        /// A sentence for a person.
        message: &'a str,
    },
}

/// How many pages are pictures, and what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ScanCounts {
    /// Pages that wait.
    pub waiting: u64,
    /// Papers that these belong to.
    pub papers_waiting: u64,
    /// Pages that were recognised.
    pub recognised: u64,
    /// Pages that could not be recognised.
    pub failed: u64,
}

impl ScanCounts {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.waiting + self.recognised + self.failed == 0
    }
}

impl Archive {
    /// How many pages of papers that are shown are pictures. An archive that an earlier version made and nobody has written to
    /// since has none that are known.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn scan_counts(&self) -> Result<ScanCounts, ArchiveError> {
        if !self.has_scans()? {
            return Ok(ScanCounts::default());
        }
        let mut select = self.db.prepare_cached(
            "SELECT count(*) FILTER (WHERE state = ?1), count(DISTINCT paper) FILTER (WHERE state = ?1),
                 count(*) FILTER (WHERE state = ?2), count(*) FILTER (WHERE state = ?3)
             FROM scans WHERE EXISTS (SELECT 1 FROM places WHERE places.paper = scans.paper)",
        )?;
        Ok(select.query_row(params![WAITS, SEEN, FAILED], |row| {
            Ok(ScanCounts {
                waiting: row.get(0)?,
                papers_waiting: row.get(1)?,
                recognised: row.get(2)?,
                failed: row.get(3)?,
            })
        })?)
    }

    pub(crate) fn has_scans(&self) -> Result<bool, ArchiveError> {
        open::has_table(&self.db, "scans")
    }

    /// The papers with pages that wait, how many, and with a file that is there: those with the fewest first, since they are found the sooner,
    /// and of those the oldest. `below` are the locations of the files and folders that are meant, without a slash at their end; none
    /// means all.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn waiting_scans(&self, below: &[String]) -> Result<Vec<(PaperId, usize)>, ArchiveError> {
        let mut select = self.db.prepare_cached(&format!(
            "SELECT paper, count(*) FROM scans WHERE state = ?2 AND {IS_BELOW}
             GROUP BY paper ORDER BY count(*), paper",
        ))?;
        let below = blob::json(&below)?;
        let rows = select.query_map(params![below, WAITS], |row| {
            Ok((PaperId(row.get(0)?), row.get(1)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What is to be known of a paper to recognise its pages; `None` where none waits or no file of it is there.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn scan(&self, paper: PaperId) -> Result<Option<Scan>, ArchiveError> {
        let mut select = self.db.prepare_cached(
            "SELECT hash, path, location FROM papers JOIN places ON places.paper = papers.id
             WHERE papers.id = ? AND missing = 0 ORDER BY path, location",
        )?;
        let places: Vec<(String, String, String)> = select
            .query_map([paper.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<Result<_, _>>()?;
        let Some((hash, path, _)) = places.first().cloned() else {
            return Ok(None);
        };
        let mut select = self
            .db
            .prepare_cached("SELECT page, state FROM scans WHERE paper = ? ORDER BY page")?;
        let pages: Vec<(u32, i64)> = select
            .query_map([paper.0], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let waits = pages.iter().filter(|(_, state)| *state == WAITS);
        let waiting: Vec<u32> = waits.map(|(page, _)| *page).collect();
        Ok((!waiting.is_empty()).then(|| Scan {
            paper,
            hash,
            path,
            locations: places
                .into_iter()
                .map(|(_, _, location)| location)
                .collect(),
            settled: pages.len() - waiting.len(),
            waiting,
        }))
    }

    /// Files with pages that had no text for a reader older than `reader`, one that did not yet tell which: they are to be read
    /// again before their pages can wait.
    ///
    /// # Errors
    /// As SQLite has them; [`ArchiveError::Damaged`] for a record that cannot be read back.
    pub fn without_text(&self, reader: u32) -> Result<Vec<Again>, ArchiveError> {
        let mut select = self.db.prepare_cached(
            "SELECT location, path, record FROM papers JOIN contents ON contents.paper = papers.id
             JOIN places ON places.paper = papers.id WHERE papers.reader < ? AND missing = 0
             AND NOT EXISTS (SELECT 1 FROM scans WHERE scans.paper = papers.id) ORDER BY location",
        )?;
        let mut rows = select.query([reader])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let record = blob::paper(&row.get::<_, Vec<u8>>(2)?)?;
            let no_text = |warning: &Warning| warning.code == WarningCode::NoText;
            if record.warnings.iter().any(no_text) {
                found.push(Again {
                    location: row.get(0)?,
                    path: row.get(1)?,
                });
            }
        }
        Ok(found)
    }
}

impl Batch<'_> {
    /// Notes what came of a page; `engine` is what looked at it. A page that failed keeps what was recognised in it before.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn put_sight(
        &self,
        paper: PaperId,
        page: u32,
        engine: &str,
        sight: Sight<'_>,
    ) -> Result<(), ArchiveError> {
        let PaperId(paper) = paper;
        match sight {
            Sight::Seen(key) => self.db.prepare_cached(
                "INSERT INTO scans (paper, page, state, seen, engine)
                 VALUES (?1, ?2, ?3, (SELECT id FROM recognised WHERE key = ?4), ?5)
                 ON CONFLICT DO UPDATE SET state = ?3, seen = excluded.seen, engine = ?5, reason = NULL, message = NULL",
            )?
            .execute(params![paper, page, SEEN, key, engine])?,
            Sight::Failed { reason, message } => self.db.prepare_cached(
                "INSERT INTO scans (paper, page, state, engine, reason, message) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT DO UPDATE SET state = ?3, engine = ?4, reason = ?5, message = ?6",
            )?
            .execute(params![paper, page, FAILED, engine, reason, message])?,
        };
        Ok(())
    }

    /// Puts what was read anew of a paper of the archive, with what was recognised in its pages; its places stay as they are. `false` where it is not.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn put_seen(&mut self, paper: PaperId, packed: &Packed) -> Result<bool, ArchiveError> {
        let PaperId(paper) = paper;
        let size: Option<u64> = self
            .db
            .prepare_cached("SELECT size FROM papers WHERE id = ? AND hash = ?")?
            .query_row(params![paper, packed.hash], |row| row.get(0))
            .optional()?;
        let Some(size) = size else { return Ok(false) };
        let understood = self.amended(paper, &packed.understood, Some(&packed.text))?;
        if self.says_otherwise(paper, &understood.record)? {
            self.note_change(paper)?;
        }
        self.put_paper(size, packed, &understood, None)?;
        self.put_content(paper, packed, &understood)?;
        self.sign(paper, &packed.signature)?;
        if self.has_place(paper)? {
            outbox::append(&self.db, paper, Op::Put, &self.now)?;
        }
        Ok(true)
    }

    /// Lets pages wait again, `below` as in [`Archive::waiting_scans`]: those that failed, and those that another recogniser than `engine`
    /// saw where there is one. What was recognised in them stays until then.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn look_again(
        &self,
        failed: bool,
        engine: Option<&str>,
        below: &[String],
    ) -> Result<(), ArchiveError> {
        // Without a place that was named it matters not whether the file is there.
        self.db
            .prepare_cached(&format!(
                "UPDATE scans SET state = ?2 WHERE (?3 AND state = ?4 OR state <> ?2 AND engine <> ?5)
                 AND (json_array_length(?1) = 0 OR {IS_BELOW})",
            ))?
            .execute(params![blob::json(&below)?, WAITS, failed, FAILED, engine])?;
        Ok(())
    }

    /// Notes which pages of a paper that was read are pictures. What is known of them stays; what is no picture to this reader is
    /// forgotten.
    pub(crate) fn put_unread(&self, paper: i64, unread: &[u32]) -> Result<(), ArchiveError> {
        self.db
            .prepare_cached("DELETE FROM scans WHERE paper = ? AND page NOT IN (SELECT value FROM json_each(?))")?
            .execute(params![paper, blob::json(&unread)?])?;
        let mut insert = self
            .db
            .prepare_cached("INSERT OR IGNORE INTO scans (paper, page) VALUES (?, ?)")?;
        for page in unread {
            insert.execute(params![paper, page])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
