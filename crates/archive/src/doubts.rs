//! Values that a person should look at, the worst first, from a table of their own: records are read of those alone that are shown.

use jiff::civil::Date;
use rusqlite::params;

use crate::{Archive, ArchiveError, Batch, PaperId, values::Rows};

/// When a doubt matters, seen from a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matters {
    /// On that day or later.
    Ahead,
    /// It is not known when.
    Sometime,
    /// Before that day.
    Past,
}

/// A doubtful value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DoubtRow {
    /// The paper.
    pub paper: PaperId,
    /// Which of [`paper::doubts`] of its record, from 0.
    pub nth: usize,
    /// How much it matters, 0 most.
    pub rank: u16,
}

impl Matters {
    /// All of them, those that matter most first.
    pub const ALL: [Self; 3] = [Self::Ahead, Self::Sometime, Self::Past];

    fn condition(self) -> &'static str {
        match self {
            Self::Ahead => "day >= ?2 ORDER BY day, paper, ord",
            Self::Sometime => "day IS NULL ORDER BY paper, ord",
            Self::Past => "day < ?2 ORDER BY day DESC, paper, ord",
        }
    }
}

impl Archive {
    /// Calls `each` with the doubts of papers that have a place, the worst first, of those alike the nearest to the day first, until it
    /// returns false.
    ///
    /// # Errors
    /// What `each` returns ends the walk; else as SQLite has them.
    pub fn each_doubt<E: From<ArchiveError>>(
        &self,
        as_of: Date,
        matters: Matters,
        mut each: impl FnMut(DoubtRow) -> Result<bool, E>,
    ) -> Result<(), E> {
        let as_of = as_of.to_string();
        for rank in self.ranks()? {
            let sql = format!(
                "SELECT paper, ord FROM doubts WHERE rank = ?1
                 AND EXISTS (SELECT 1 FROM places WHERE places.paper = doubts.paper) AND {}",
                matters.condition()
            );
            let mut select = self.db.prepare_cached(&sql).map_err(ArchiveError::from)?;
            let mut rows = match matters {
                Matters::Sometime => select.query(params![rank]),
                Matters::Ahead | Matters::Past => select.query(params![rank, as_of]),
            }
            .map_err(ArchiveError::from)?;
            while let Some(row) = rows.next().map_err(ArchiveError::from)? {
                let (paper, nth) = (
                    row.get(0).map_err(ArchiveError::from)?,
                    row.get(1).map_err(ArchiveError::from)?,
                );
                let row = DoubtRow {
                    paper: PaperId(paper),
                    nth,
                    rank,
                };
                if !each(row)? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// The ranks that there are, without a look at every row.
    fn ranks(&self) -> Result<Vec<u16>, ArchiveError> {
        let mut next = self
            .db
            .prepare_cached("SELECT min(rank) FROM doubts WHERE rank > ?")?;
        let mut ranks: Vec<u16> = Vec::new();
        loop {
            let above = ranks.last().map_or(-1, |rank| i64::from(*rank));
            match next.query_row([above], |row| row.get::<_, Option<u16>>(0))? {
                Some(rank) => ranks.push(rank),
                None => return Ok(ranks),
            }
        }
    }

    /// The papers of several versions whose deadlines lie on a day or after it.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn with_versions_due(&self, from: Date) -> Result<Vec<PaperId>, ArchiveError> {
        let mut select = self.db.prepare_cached(
            "SELECT DISTINCT dates.paper FROM dates JOIN papers ON papers.id = dates.paper
             WHERE dates.role = 'deadline' AND dates.last >= ?
             AND EXISTS (SELECT 1 FROM places WHERE places.paper = dates.paper)
             AND EXISTS (SELECT 1 FROM papers AS others WHERE others.family = papers.family AND others.id <> papers.id)
             ORDER BY dates.paper",
        )?;
        let rows = select.query_map([from.to_string()], |row| row.get(0).map(PaperId))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether there may be papers whose doubts are not written: those of an archive of before there were any, until
    /// [`Batch::all_doubted`]; an archive that is too old to hold any has none either.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn may_lack_doubts(&self) -> Result<bool, ArchiveError> {
        let version: i64 = self
            .db
            .pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version < crate::SCHEMA_VERSION {
            return Ok(true);
        }
        Ok(self
            .db
            .prepare_cached("SELECT 1 FROM meta WHERE key = 'undoubted'")?
            .exists(())?)
    }
}

impl Batch<'_> {
    /// Writes the doubts of some papers from their records; a record that cannot be read back is left, `archive check` tells of it.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn put_doubts(&mut self, papers: &[PaperId]) -> Result<(), ArchiveError> {
        for paper in papers {
            match self.understood(*paper) {
                Ok(Some(record)) => Rows::new(&record)?.write_doubts(&self.db, paper.0)?,
                Ok(None) | Err(ArchiveError::Damaged { .. }) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    /// Notes that all doubts are written.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn all_doubted(&mut self) -> Result<(), ArchiveError> {
        self.db
            .execute("DELETE FROM meta WHERE key = 'undoubted'", ())?;
        Ok(())
    }
}
