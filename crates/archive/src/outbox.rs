//! What changed since a reader last looked: the index follows the archive by it.

use rusqlite::{Connection, params};

use crate::{Archive, ArchiveError, PaperId};

/// What happened to a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// It is there, new or changed.
    Put,
    /// It is gone.
    Delete,
}

impl Op {
    fn word(self) -> &'static str {
        match self {
            Self::Put => "put",
            Self::Delete => "delete",
        }
    }
}

/// A line of the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Its number; higher is later.
    pub seq: u64,
    /// The paper.
    pub paper: PaperId,
    /// What happened.
    pub op: Op,
}

/// Appends a change of the moment `at` and drops the paper's earlier one, so that the outbox has at most one line a paper.
pub(crate) fn append(db: &Connection, paper: i64, op: Op, at: &str) -> Result<(), ArchiveError> {
    db.prepare_cached("DELETE FROM changes WHERE paper = ?")?
        .execute([paper])?;
    db.prepare_cached("INSERT INTO changes (paper, op, at) VALUES (?, ?, ?)")?
        .execute(params![paper, op.word(), at])?;
    Ok(())
}

/// Appends that a family has other papers since the moment `at`, and drops its earlier line.
pub(crate) fn append_family(db: &Connection, family: i64, at: &str) -> Result<(), ArchiveError> {
    db.prepare_cached("DELETE FROM regrouped WHERE family = ?")?
        .execute([family])?;
    db.prepare_cached("INSERT INTO regrouped (family, at) VALUES (?, ?)")?
        .execute(params![family, at])?;
    Ok(())
}

impl Archive {
    /// A number that is another one than before once anyone else has changed anything in the archive since it was opened;
    /// to ask for it costs some microseconds and waits for nobody.
    ///
    /// ```
    /// use archive::{Access, Archive};
    ///
    /// let dir = tempfile::tempdir()?;
    /// let mut archive = Archive::open(&dir.path().join("arkiv"), Access::Create)?;
    /// let watched = Archive::open(archive.dir(), Access::Read)?;
    /// let before = watched.version()?;
    /// assert_eq!(watched.version()?, before);
    /// archive.delete_search("none")?;
    /// assert_eq!(watched.version()?, before);
    /// archive.begin_run("2026-01-05T10:00:00Z".parse()?)?;
    /// assert_ne!(watched.version()?, before);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn version(&self) -> Result<u64, ArchiveError> {
        Ok(self
            .db
            .pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    /// The changes after a number, the oldest first, at most `limit`. A paper that changed several times stands once, at
    /// its last change.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn changes_after(&self, seq: u64, limit: usize) -> Result<Vec<Change>, ArchiveError> {
        let mut select = self.db.prepare_cached(
            "SELECT seq, paper, op FROM changes WHERE seq > ? ORDER BY seq LIMIT ?",
        )?;
        let rows = select.query_map(params![seq, limit], |row| {
            let op: String = row.get(2)?;
            Ok(Change {
                seq: row.get(0)?,
                paper: PaperId(row.get(1)?),
                op: if op == "delete" { Op::Delete } else { Op::Put },
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The papers that were put after the change `after` and up to the change `up_to`, that one included, the earliest first.
    /// A paper that was put again without saying anything else counts as well; one that has gone since does not, and one
    /// that was put again after `up_to` counts as of then.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn put_between(&self, after: u64, up_to: u64) -> Result<Vec<PaperId>, ArchiveError> {
        let mut select = self.db.prepare_cached(
            "SELECT paper FROM changes WHERE seq > ? AND seq <= ? AND op = 'put' ORDER BY seq",
        )?;
        let rows = select.query_map(params![after, up_to], |row| Ok(PaperId(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The number of the last change; 0 where nothing ever changed.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn last_seq(&self) -> Result<u64, ArchiveError> {
        Ok(self
            .db
            .query_row("SELECT coalesce(max(seq), 0) FROM changes", (), |row| {
                row.get(0)
            })?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Access;

    #[test]
    fn what_was_put_between_two_changes() {
        let dir = tempfile::tempdir().unwrap();
        let archive = Archive::open(&dir.path().join("a"), Access::Create).unwrap();
        let puts = [(1, Op::Put), (2, Op::Put), (3, Op::Put), (2, Op::Delete)];
        for (paper, op) in puts.into_iter().chain([(1, Op::Put), (5, Op::Put)]) {
            append(&archive.db, paper, op, "2026-01-05T10:00:00Z").unwrap();
        }
        let between = |after, up_to| -> Vec<i64> {
            let papers = archive.put_between(after, up_to).unwrap();
            papers.into_iter().map(|paper| paper.0).collect()
        };
        assert_eq!(between(0, 6), [3, 1, 5]);
        assert_eq!(between(3, 5), [1], "the first is not of it, the last is");
        // What changed again counts as of then.
        for (after, up_to) in [(0, 2), (6, 6), (9, 3)] {
            assert!(between(after, up_to).is_empty(), "{after}, {up_to}");
        }
    }
}
