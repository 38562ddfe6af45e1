//! Files that are gone, and files that moved: gone from one place and found in another with the same bytes.
//!
//! A place is missing in two ways. Its own file is gone, or the file that it lay in holds it no more: `missing` is 1. Or it is
//! gone because the file that it lies in is: `missing` is 2, and it comes back, or moves, with that.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, params};

use crate::{
    Archive, ArchiveError, Batch, Op, PaperId, Place, known::below, outbox, write::within,
};

/// Places at, below or within a location: its own, its folder's from and to, its file's from and to.
const HERE: &str =
    "(location = ?1 OR location >= ?2 AND location < ?3 OR location >= ?4 AND location < ?5)";

impl Archive {
    /// Whether none of a paper's files is there any more. A paper that was pruned, or whose place another one took, has no files
    /// that could be gone.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn is_gone(&self, id: PaperId) -> Result<bool, ArchiveError> {
        let least: Option<i64> = self
            .db
            .prepare_cached("SELECT min(missing) FROM places WHERE paper = ?")?
            .query_row([id.0], |row| row.get(0))?;
        Ok(least.is_some_and(|missing| missing != 0))
    }

    /// All papers that are gone, as [`Archive::is_gone`] has it: for whoever asks it of many.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn gone_papers(&self) -> Result<BTreeSet<PaperId>, ArchiveError> {
        let mut select = self.db.prepare_cached(
            "SELECT DISTINCT paper FROM places AS one WHERE missing <> 0 AND paper IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM places WHERE paper = one.paper AND missing = 0)",
        )?;
        let rows = select.query_map((), |row| row.get(0).map(PaperId))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many places of papers are missing at a location and within it, of those that [`Batch::mark_missing`] marked there: what
    /// was found elsewhere since has moved and is none.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn missing_at(&self, location: &str) -> Result<u64, ArchiveError> {
        let (from, to) = within(location);
        Ok(self
            .db
            .prepare_cached(
                "SELECT count(*) FROM places WHERE paper IS NOT NULL
                 AND (location = ?1 AND missing = 1 OR location >= ?2 AND location < ?3 AND missing = 2)",
            )?
            .query_row(params![location, from, to], |row| row.get(0))?)
    }
}

impl Batch<'_> {
    /// Notes that a file is gone, and with it what lies within it. Its papers stay until [`Batch::prune`]; a place that never
    /// held one is dropped. A paper that is still found elsewhere is told by that place from now on, which is a change of it.
    /// Returns how many places of papers went.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn mark_missing(&mut self, location: &str) -> Result<usize, ArchiveError> {
        self.db
            .prepare_cached("DELETE FROM places WHERE location = ? AND paper IS NULL")?
            .execute([location])?;
        let own = self
            .db
            .prepare_cached("UPDATE places SET missing = 1 WHERE location = ? AND missing = 0")?
            .execute([location])?;
        let (from, to) = within(location);
        let mut went = self.db.prepare_cached(
            "UPDATE places SET missing = 2 WHERE location >= ? AND location < ? AND missing = 0
             AND (paper IS NULL) = ?",
        )?;
        went.execute(params![from, to, true])?;
        let went = own + went.execute(params![from, to, false])?;
        self.tell_of_other_places(location)?;
        Ok(went)
    }

    fn tell_of_other_places(&self, location: &str) -> Result<(), ArchiveError> {
        let (from, to) = within(location);
        let elsewhere: Vec<i64> = self
            .db
            .prepare_cached(
                "SELECT DISTINCT gone.paper FROM places gone
                 JOIN places there ON there.paper = gone.paper AND there.missing = 0
                 WHERE gone.missing <> 0 AND (gone.location = ?1 OR gone.location >= ?2 AND gone.location < ?3)
                 ORDER BY gone.paper",
            )?
            .query_map([location, &from, &to], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for paper in elsewhere {
            outbox::append(&self.db, paper, Op::Put, &self.now)?;
        }
        Ok(())
    }

    /// Notes that the files within a file are gone, until they are put again.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn mark_missing_within(&mut self, location: &str) -> Result<(), ArchiveError> {
        let (from, to) = within(location);
        self.db
            .prepare_cached(
                "DELETE FROM places WHERE location >= ? AND location < ? AND paper IS NULL",
            )?
            .execute([&from, &to])?;
        self.db
            .prepare_cached("UPDATE places SET missing = 1 WHERE location >= ? AND location < ?")?
            .execute([&from, &to])?;
        Ok(())
    }

    /// Drops the places at and below a location, and within it, that are missing; papers without a place are shown no more.
    /// An empty location is all. Returns how many places of papers went.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn prune(&mut self, location: &str) -> Result<usize, ArchiveError> {
        let ((from, to), (first, last)) = (below(location), within(location));
        let here = params![location, from, to, first, last];
        let gone: Vec<i64> = self
            .db
            .prepare_cached(&format!(
                "SELECT DISTINCT paper FROM places WHERE {HERE} AND missing <> 0 AND paper IS NOT NULL ORDER BY paper"
            ))?
            .query_map(here, |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let delete = |condition: &str| {
            self.db
                .prepare_cached(&format!(
                    "DELETE FROM places WHERE {HERE} AND missing <> 0 AND paper {condition}"
                ))?
                .execute(here)
        };
        delete("IS NULL")?;
        let places = delete("IS NOT NULL")?;
        for paper in gone {
            self.left(Some(paper))?;
        }
        Ok(places)
    }

    /// Makes a place of a paper that is missing into `place`, with what lies within it: the file was moved or renamed. `false`
    /// where none is missing.
    pub(crate) fn move_to(&self, place: &Place<'_>, paper: i64) -> Result<bool, ArchiveError> {
        let from: Option<(i64, String)> = self
            .db
            .prepare_cached(
                "SELECT id, location FROM places WHERE paper = ? AND missing <> 0 ORDER BY location LIMIT 1",
            )?
            .query_row([paper], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((id, from)) = from else {
            return Ok(false);
        };
        // A place that was only tried in vain.
        self.db
            .prepare_cached("DELETE FROM places WHERE location = ? AND paper IS NULL")?
            .execute([place.location])?;
        self.db
            .prepare_cached("UPDATE places SET location = ? WHERE id = ?")?
            .execute(params![place.location, id])?;
        let (first, last) = within(&from);
        // What stands at the new place already, from a file that was there earlier, is put by whoever reads this one.
        let inner: Vec<Option<i64>> = self
            .db
            .prepare_cached(
                "UPDATE OR IGNORE places SET location = ?1 || substr(location, ?3), path = ?2 || substr(location, ?3),
                     missing = 0
                 WHERE location >= ?4 AND location < ?5 AND missing = 2 RETURNING paper",
            )?
            .query_map(
                params![place.location, place.path, from.chars().count() + 1, first, last],
                |row| row.get(0),
            )?
            .collect::<Result<_, _>>()?;
        for paper in inner.into_iter().flatten() {
            outbox::append(&self.db, paper, Op::Put, &self.now)?;
        }
        Ok(true)
    }

    /// What lay within a file that is back is there again.
    pub(crate) fn restore_within(&self, location: &str) -> Result<(), ArchiveError> {
        self.db
            .prepare_cached(
                "UPDATE places SET missing = 0 WHERE location >= ? AND location < ? AND missing = 2",
            )?
            .execute(<[String; 2]>::from(within(location)))?;
        Ok(())
    }
}
