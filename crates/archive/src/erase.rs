//! What was pruned is erased for good.

use crate::{Archive, ArchiveError};

/// Papers of families of which no file is left. A version that another one replaced belongs to that one's family, and stays with it:
/// corrections and the calendar's entries go by it. What belongs to a paper goes with its row.
const ERASE: &str = "
    CREATE TEMP TABLE erased AS SELECT id, hash, family FROM papers WHERE family NOT IN
        (SELECT family FROM papers JOIN places ON places.paper = papers.id);
    DELETE FROM heirs WHERE paper IN (SELECT id FROM erased) OR heir_of IN (SELECT id FROM erased);
    DELETE FROM regrouped WHERE family IN (SELECT family FROM erased);
    DELETE FROM papers WHERE id IN (SELECT id FROM erased);
    DELETE FROM families WHERE founder IN (SELECT hash FROM erased) AND id NOT IN (SELECT made_in FROM entries);
    DELETE FROM signatures WHERE id NOT IN (SELECT signature FROM signed);
    DELETE FROM keys WHERE signature NOT IN (SELECT id FROM signatures);
    DELETE FROM alike WHERE one NOT IN (SELECT id FROM signatures) OR other NOT IN (SELECT id FROM signatures);";

impl Archive {
    /// Erases the papers of which neither a file nor a version is left: text, record, values, corrections, readings of pictures and
    /// entries of calendars. Returns how many. Their bytes are in the database's file until [`Archive::compact`], and in those of
    /// the index until it is merged. Should a file come back, it is a new paper. The caller holds the ingest lock.
    ///
    /// ```
    /// use archive::{Access, Archive};
    ///
    /// let dir = tempfile::tempdir()?;
    /// let mut archive = Archive::open(&dir.path().join("arkiv"), Access::Create)?;
    /// assert_eq!(archive.erase()?, 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As SQLite has them; then nothing is erased.
    pub fn erase(&mut self) -> Result<usize, ArchiveError> {
        let erasing = self.db.transaction()?;
        erasing.execute_batch(ERASE)?;
        let papers = erasing.query_row("SELECT count(*) FROM erased", [], |row| row.get(0))?;
        erasing.execute_batch("DROP TABLE erased")?;
        erasing.commit()?;
        Ok(papers)
    }
}
