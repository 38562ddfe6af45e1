//! The history of ingests.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use crate::{Archive, ArchiveError, Batch, open};

/// A run of an ingest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunId(pub(crate) i64);

impl RunId {
    /// Its number, as shown to people: 1 for the archive's first.
    pub fn number(self) -> u64 {
        self.0.unsigned_abs()
    }
}

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

impl RunCounts {
    const COLUMNS: &str = "read, known, unchanged, failed, missing, bytes";

    /// Of a row that has the [`COLUMNS`](Self::COLUMNS) from `first` on.
    fn of_row(row: &rusqlite::Row<'_>, first: usize) -> rusqlite::Result<Self> {
        Ok(Self {
            read: row.get(first)?,
            known: row.get(first + 1)?,
            unchanged: row.get(first + 2)?,
            failed: row.get(first + 3)?,
            missing: row.get(first + 4)?,
            bytes: row.get(first + 5)?,
        })
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

    /// Notes how a run ended; `report` is for whoever wrote it to read, see [`Archive::report`].
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn end_run(
        &mut self,
        run: RunId,
        now: Timestamp,
        reason: EndReason,
        counts: &RunCounts,
        report: &str,
    ) -> Result<(), ArchiveError> {
        let change = self.db.transaction()?;
        note(&change, run.0, counts, report)?;
        change.execute(
            "UPDATE runs SET ended = ?, reason = ? WHERE id = ?",
            params![now.to_string(), reason.word(), run.0],
        )?;
        Ok(change.commit()?)
    }

    /// The runs, the latest first, at most `limit`.
    ///
    /// # Errors
    /// As SQLite has them; [`ArchiveError::Damaged`] for a time that is none.
    pub fn runs(&self, limit: usize) -> Result<Vec<Run>, ArchiveError> {
        self.runs_where("ORDER BY id DESC LIMIT ?", params![limit])
    }

    /// The run of a number, if there was one.
    ///
    /// # Errors
    /// As [`Archive::runs`].
    pub fn run(&self, number: u64) -> Result<Option<Run>, ArchiveError> {
        Ok(self.runs_where("WHERE id = ?", params![number])?.pop())
    }

    /// What was written of a run beyond its figures; `None` for runs of earlier versions.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn report(&self, run: RunId) -> Result<Option<String>, ArchiveError> {
        if !open::has_table(&self.db, "reports")? {
            return Ok(None);
        }
        Ok(self
            .db
            .prepare_cached("SELECT report FROM reports WHERE run = ?")?
            .query_row([run.0], |row| row.get(0))
            .optional()?)
    }

    fn runs_where(
        &self,
        which: &str,
        parameters: &[&dyn rusqlite::ToSql],
    ) -> Result<Vec<Run>, ArchiveError> {
        let mut select = self.db.prepare_cached(&format!(
            "SELECT id, started, ended, reason, {} FROM runs {which}",
            RunCounts::COLUMNS
        ))?;
        let mut rows = select.query(parameters)?;
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
                counts: RunCounts::of_row(row, 4)?,
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

impl Batch<'_> {
    /// Notes with the batch what the run has done so far, so that of a run that is killed it is known how far it came.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn note_run(&self, counts: &RunCounts, report: &str) -> Result<(), ArchiveError> {
        match self.run {
            Some(run) => note(&self.db, run, counts, report),
            None => Ok(()),
        }
    }
}

fn note(db: &Connection, run: i64, counts: &RunCounts, report: &str) -> Result<(), ArchiveError> {
    let RunCounts {
        read,
        known,
        unchanged,
        failed,
        missing,
        bytes,
    } = *counts;
    db.prepare_cached(&format!(
        "UPDATE runs SET ({}) = (?, ?, ?, ?, ?, ?) WHERE id = ?",
        RunCounts::COLUMNS
    ))?
    .execute(params![read, known, unchanged, failed, missing, bytes, run])?;
    db.prepare_cached("INSERT OR REPLACE INTO reports VALUES (?, ?)")?
        .execute(params![run, report])?;
    Ok(())
}

pub(crate) fn timestamp(text: &str) -> Result<Timestamp, ArchiveError> {
    text.parse()
        .map_err(|e: jiff::Error| ArchiveError::damaged("a time", e))
}
