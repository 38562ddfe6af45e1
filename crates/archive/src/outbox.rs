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

/// Appends a change and drops the paper's earlier one, so that the outbox has at most one line a paper.
pub(crate) fn append(db: &Connection, paper: i64, op: Op) -> Result<(), ArchiveError> {
    db.prepare_cached("DELETE FROM changes WHERE paper = ?")?
        .execute([paper])?;
    db.prepare_cached("INSERT INTO changes (paper, op) VALUES (?, ?)")?
        .execute(params![paper, op.word()])?;
    Ok(())
}

impl Archive {
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
