//! The history of ingests.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use crate::{Archive, ArchiveError};

/// A run of an ingest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunId(pub(crate) i64);

/// What a run did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RunCounts {
    /// Files read.
    pub read: u64,
    /// Files whose bytes were known from another place or time.
    pub known: u64,
    /// Files with the size and time that they had before.
    pub unchanged: u64,
    /// Files that could not be read.
    pub failed: u64,
    /// Files that were there before and are gone.
    pub missing: u64,
    /// Bytes read.
    pub bytes: u64,
}

/// Why a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndReason {
    /// It came to its end.
    Done,
    /// Someone asked it to stop.
    Interrupted,
    /// An error ended it: a full disk, a share that went away.
    Failed,
    /// It never said that it ended.
    Killed,
}

impl EndReason {
    const ALL: [Self; 4] = [Self::Done, Self::Interrupted, Self::Failed, Self::Killed];

    /// The word that stands for it: `done`, `interrupted`, `failed`, `killed`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Interrupted => "interrupted",
            Self::Failed => "failed",
            Self::Killed => "killed",
        }
    }
}

/// A run, as it is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// Which.
    pub id: RunId,
    /// When it began.
    pub started: Timestamp,
    /// When it ended; `None` while it runs, and where it was killed.
    pub ended: Option<Timestamp>,
    /// Why it ended; `None` while it runs.
    pub reason: Option<EndReason>,
    /// What it did.
    pub counts: RunCounts,
}

impl Archive {
    /// Notes that a run begins. Only the holder of the ingest lock calls it: runs that never ended are noted as killed.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn begin_run(&mut self, now: Timestamp) -> Result<RunId, ArchiveError> {
        let change = self.db.transaction()?;
        change.execute("UPDATE runs SET reason = 'killed' WHERE reason IS NULL", ())?;
        change.execute("INSERT INTO runs (started) VALUES (?)", [now.to_string()])?;
        let id = change.last_insert_rowid();
        change.commit()?;
        Ok(RunId(id))
    }

    /// Notes how a run ended.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn end_run(
        &mut self,
        run: RunId,
        now: Timestamp,
        reason: EndReason,
        counts: &RunCounts,
    ) -> Result<(), ArchiveError> {
        let RunCounts {
            read,
            known,
            unchanged,
            failed,
            missing,
            bytes,
        } = *counts;
        self.db.execute(
            "UPDATE runs SET ended = ?, reason = ?, read = ?, known = ?, unchanged = ?, failed = ?, missing = ?, bytes = ?
             WHERE id = ?",
            params![now.to_string(), reason.word(), read, known, unchanged, failed, missing, bytes, run.0],
        )?;
        Ok(())
    }

    /// The runs, the latest first, at most `limit`.
    ///
    /// # Errors
    /// As SQLite has them; [`ArchiveError::Damaged`] for a time that is none.
    pub fn runs(&self, limit: usize) -> Result<Vec<Run>, ArchiveError> {
        let mut select = self.db.prepare_cached(
            "SELECT id, started, ended, reason, read, known, unchanged, failed, missing, bytes
             FROM runs ORDER BY id DESC LIMIT ?",
        )?;
        let mut rows = select.query([limit])?;
        let mut runs = Vec::new();
        while let Some(row) = rows.next()? {
            let started: String = row.get(1)?;
            let ended: Option<String> = row.get(2)?;
            let reason: Option<String> = row.get(3)?;
            runs.push(Run {
                id: RunId(row.get(0)?),
                started: timestamp(&started)?,
                ended: ended.as_deref().map(timestamp).transpose()?,
                reason: reason
                    .and_then(|word| EndReason::ALL.into_iter().find(|r| r.word() == word)),
                counts: RunCounts {
                    read: row.get(4)?,
                    known: row.get(5)?,
                    unchanged: row.get(6)?,
                    failed: row.get(7)?,
                    missing: row.get(8)?,
                    bytes: row.get(9)?,
                },
            });
        }
        Ok(runs)
    }

    /// The run that has begun and not ended.
    pub(crate) fn current_run(&self) -> Result<Option<i64>, ArchiveError> {
        Ok(self
            .db
            .query_row("SELECT max(id) FROM runs WHERE reason IS NULL", (), |row| {
                row.get(0)
            })
            .optional()?
            .flatten())
    }
}

pub(crate) fn timestamp(text: &str) -> Result<Timestamp, ArchiveError> {
    text.parse()
        .map_err(|e: jiff::Error| ArchiveError::damaged("a time", e))
}
