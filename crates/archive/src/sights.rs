//! What was recognised in pictures, kept by the picture.

use std::collections::BTreeMap;

use paper::Recognised;
use rusqlite::{OptionalExtension, params};

use crate::{Archive, ArchiveError, Batch, blob, scans::WAITS};

impl Archive {
    /// What was recognised in the pages of the paper of a hash, by page.
    ///
    /// # Errors
    /// As SQLite has them; [`ArchiveError::Damaged`] for what cannot be read back.
    pub fn seen_pages(&self, hash: &str) -> Result<BTreeMap<u32, Recognised>, ArchiveError> {
        let mut select = self.db.prepare_cached(
            "SELECT scans.page, recognised.page FROM papers JOIN scans ON scans.paper = papers.id
             JOIN recognised ON recognised.id = seen WHERE hash = ?",
        )?;
        let rows = select.query_map([hash], |row| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?)))?;
        let mut seen = BTreeMap::new();
        for row in rows {
            let (page, stored) = row?;
            seen.insert(page, blob::recognised(&stored)?);
        }
        Ok(seen)
    }

    /// What was recognised in a picture, by the key under which it is kept.
    ///
    /// # Errors
    /// As [`Archive::seen_pages`].
    pub fn recognised(&self, key: &str) -> Result<Option<Recognised>, ArchiveError> {
        let stored: Option<Vec<u8>> = self
            .db
            .prepare_cached("SELECT page FROM recognised WHERE key = ?")?
            .query_row([key], |row| row.get(0))
            .optional()?;
        stored.map(|stored| blob::recognised(&stored)).transpose()
    }

    /// What cannot be read back of what was recognised in a paper's pages, a sentence each.
    pub(crate) fn check_sights(&self, paper: i64) -> Result<Vec<String>, ArchiveError> {
        let damaged = self.damaged_sights(paper)?;
        Ok(damaged.into_iter().map(|(_, why)| why).collect())
    }

    /// Lets the pages wait again of which what was recognised cannot be read back.
    pub(crate) fn forget_damaged_sights(&mut self, paper: i64) -> Result<(), ArchiveError> {
        for (sight, _) in self.damaged_sights(paper)? {
            let made = self.db.transaction()?;
            made.execute(
                "UPDATE scans SET state = ?, seen = NULL WHERE seen = ?",
                [WAITS, sight],
            )?;
            made.execute("DELETE FROM recognised WHERE id = ?", [sight])?;
            made.commit()?;
        }
        Ok(())
    }

    fn damaged_sights(&self, paper: i64) -> Result<Vec<(i64, String)>, ArchiveError> {
        if !self.has_scans()? {
            return Ok(Vec::new());
        }
        let mut select = self.db.prepare_cached(
            "SELECT recognised.id, scans.page, recognised.page FROM scans JOIN recognised ON recognised.id = seen WHERE paper = ?",
        )?;
        let mut rows = select.query([paper])?;
        let mut damaged = Vec::new();
        while let Some(row) = rows.next()? {
            let (sight, page): (i64, u32) = (row.get(0)?, row.get(1)?);
            match blob::recognised(&row.get::<_, Vec<u8>>(2)?) {
                Err(ArchiveError::Damaged { part, source }) => {
                    damaged.push((sight, format!("{part} (page {page}): {source}")));
                }
                read => drop(read?),
            }
        }
        Ok(damaged)
    }
}

impl Batch<'_> {
    /// Keeps what was recognised in a picture, under a key.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn put_recognised(&self, key: &str, page: &Recognised) -> Result<(), ArchiveError> {
        self.db
            .prepare_cached(
                "INSERT OR REPLACE INTO recognised (id, key, page)
                VALUES ((SELECT id FROM recognised WHERE key = ?1), ?1, ?2)",
            )?
            .execute(params![key, blob::pack_recognised(page)?])?;
        Ok(())
    }
}
