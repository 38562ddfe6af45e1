//! Changes, a batch at a time: all of it stands, or nothing.

use std::{borrow::Cow, collections::BTreeSet};

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

use crate::{Archive, ArchiveError, Op, Packed, PaperId, Understood, corrections, family, outbox};

/// A file in the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// Where it is, absolutely, with `/` between folders: what tells it from every other.
    pub location: &'a str,
    /// Its path as shown to people: relative to the folder given to `ingest`.
    pub path: &'a str,
    /// Bytes.
    pub size: u64,
    /// Last change of its content, nanoseconds since 1970.
    pub mtime_ns: i64,
}

/// Why a file could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failure<'a> {
    /// A word to group by: `encrypted`, `damaged`, `too-large`, `time`, `memory` …
    pub reason: &'a str,
    /// A sentence for a person.
    pub message: &'a str,
    /// The version of the reader that failed.
    pub reader: u32,
}

/// Changes that are written together; dropped without [`Batch::commit`], nothing of it happened.
#[derive(Debug)]
pub struct Batch<'a> {
    pub(crate) db: Transaction<'a>,
    pub(crate) now: String,
    /// How many ingests had come to their end when it began.
    pub(crate) age: i64,
    /// Papers that lost a link to others of their family.
    pub(crate) loosened: BTreeSet<i64>,
    pub(crate) run: Option<i64>,
    /// Whether the archive holds corrections.
    pub(crate) is_corrected: bool,
    /// Families that papers came to or went from.
    pub(crate) regrouped: BTreeSet<i64>,
}

impl Archive {
    /// Begins a batch; it waits for other writers.
    ///
    /// # Errors
    /// [`ArchiveError::Busy`] where another writer does not finish in time; else as SQLite has them.
    pub fn batch(&mut self, now: Timestamp) -> Result<Batch<'_>, ArchiveError> {
        let run = self.current_run()?;
        let db = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        Ok(Batch {
            age: family::age(&db)?,
            loosened: BTreeSet::new(),
            is_corrected: corrections::any(&db)?,
            regrouped: BTreeSet::new(),
            db,
            now: now.to_string(),
            run,
        })
    }
}

/// A place as the database has it.
struct Row {
    id: i64,
    paper: Option<i64>,
    path: String,
    missing: bool,
}

/// How bytes that the archive knows came to be at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Same {
    /// They were there before.
    Still,
    /// They were at a place that is gone.
    Moved,
    /// They are at other places too.
    Copy,
    /// They were nowhere any more: the paper had been pruned.
    Back,
}

impl Batch<'_> {
    /// Puts a paper that was read, at its place. What the place held before stays in the archive as long as it has
    /// another place; the new paper is of its family, and so are the papers that say the same.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn put_read(
        &mut self,
        place: &Place<'_>,
        packed: &Packed,
    ) -> Result<PaperId, ArchiveError> {
        let before = self.row(place.location)?;
        let heir_of = before.as_ref().and_then(|row| row.paper);
        let known = self.paper_of(&packed.hash)?;
        let understood = match known {
            Some(known) => self.amended(known, &packed.understood, Some(&packed.text))?,
            // Of which family it is, is known at the end of the batch.
            None => Cow::Borrowed(&packed.understood),
        };
        let anew = match known {
            Some(known) => {
                heir_of.is_some_and(|old| old != known)
                    || self.says_otherwise(known, &understood.record)?
            }
            None => heir_of.is_some(),
        };
        let paper = self.put_paper(place.size, packed, &understood, heir_of)?;
        if anew {
            self.note_change(paper)?;
        }
        self.put_content(paper, packed, &understood)?;
        self.put_unread(paper, &packed.unread)?;
        if heir_of.is_none() {
            // Read anew by a later reader, it may have moved as well.
            self.move_to(place, paper)?;
        }
        self.put_place(place, Some(paper))?;
        self.sign(paper, &packed.signature)?;
        if known.is_none() {
            self.regrouped.insert(self.family_of(paper)?);
        }
        outbox::append(&self.db, paper, Op::Put, &self.now)?;
        self.left(heir_of.filter(|&old| old != paper))?;
        Ok(PaperId(paper))
    }

    /// Writes what was read of a paper, and what was understood with its corrections.
    pub(crate) fn put_content(
        &self,
        paper: i64,
        packed: &Packed,
        understood: &Understood,
    ) -> Result<(), ArchiveError> {
        self.db
            .prepare_cached("INSERT OR REPLACE INTO contents VALUES (?, ?, ?, ?)")?
            .execute(params![
                paper,
                packed.text,
                packed.layout,
                understood.record
            ])?;
        understood.rows.write(&self.db, paper)
    }

    /// Puts a place whose bytes are a known paper's; what is missing elsewhere of that paper has moved here. `None` where no
    /// paper has that hash.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn put_same(
        &mut self,
        place: &Place<'_>,
        hash: &str,
    ) -> Result<Option<(PaperId, Same)>, ArchiveError> {
        let Some(paper) = self.paper_of(hash)? else {
            return Ok(None);
        };
        let was_pruned = !self.has_place(paper)?;
        let before = self.row(place.location)?;
        let moved =
            before.as_ref().is_none_or(|row| row.paper.is_none()) && self.move_to(place, paper)?;
        self.put_place(place, Some(paper))?;
        let old = before.as_ref().and_then(|row| row.paper);
        if old.is_some_and(|old| old != paper) {
            self.note_change(paper)?;
            // What lay within the earlier bytes; what lies within these is put again below.
            self.mark_missing_within(place.location)?;
        }
        if old != Some(paper) || before.as_ref().is_none_or(|row| row.path != place.path) {
            outbox::append(&self.db, paper, Op::Put, &self.now)?;
            self.left(old.filter(|&old| old != paper))?;
        }
        if before.is_some_and(|row| row.missing) {
            self.restore_within(place.location)?;
        }
        self.put_same_within(place, paper)?;
        let same = match (moved, old == Some(paper)) {
            (true, _) => Same::Moved,
            (false, true) => Same::Still,
            (false, false) if was_pruned => Same::Back,
            (false, false) => Same::Copy,
        };
        Ok(Some((PaperId(paper), same)))
    }

    /// Puts the files within a known paper at its further place, as they lie within another one of its places.
    fn put_same_within(&mut self, place: &Place<'_>, paper: i64) -> Result<(), ArchiveError> {
        let other: Option<String> = self
            .db
            .prepare_cached("SELECT location FROM places WHERE paper = ? AND location <> ? AND missing = 0 LIMIT 1")?
            .query_row(params![paper, place.location], |row| row.get(0))
            .optional()?;
        let Some(other) = other else { return Ok(()) };
        let (from, to) = within(&other);
        let inside: Vec<(String, u64, i64)> = self
            .db
            .prepare_cached(
                "SELECT location, size, paper FROM places
                 WHERE location >= ? AND location < ? AND paper IS NOT NULL AND missing = 0",
            )?
            .query_map(params![from, to], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?
            .collect::<Result<_, _>>()?;
        for (location, size, inner) in inside {
            let rest = location.get(other.len()..).unwrap_or_default();
            let inner_place = Place {
                location: &format!("{}{rest}", place.location),
                path: &format!("{}{rest}", place.path),
                size,
                mtime_ns: place.mtime_ns,
            };
            self.put_place(&inner_place, Some(inner))?;
            outbox::append(&self.db, inner, Op::Put, &self.now)?;
        }
        Ok(())
    }

    /// Puts a file that is no paper of its own but holds some, which are put after it.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn put_container(&mut self, place: &Place<'_>, reader: u32) -> Result<(), ArchiveError> {
        let before = self.row(place.location)?.and_then(|row| row.paper);
        let id = self.put_place(place, None)?;
        self.db
            .prepare_cached("INSERT OR REPLACE INTO containers VALUES (?, ?)")?
            .execute(params![id, reader])?;
        self.left(before)
    }

    /// Notes that the file at a place could not be read. A paper that was read there before stays.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn put_failure(
        &mut self,
        place: &Place<'_>,
        failure: &Failure<'_>,
    ) -> Result<(), ArchiveError> {
        let attempts = self.attempts(place)? + 1;
        let paper = self.row(place.location)?.and_then(|row| row.paper);
        let id = self.put_place(place, paper)?;
        let Failure {
            reason,
            message,
            reader,
        } = *failure;
        self.db
            .prepare_cached("INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?, ?, ?)")?
            .execute(params![
                id, reason, message, reader, self.now, attempts, self.run
            ])?;
        Ok(())
    }

    /// Puts what new rules understand of a paper that is in the archive. `false` where there is no such paper.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn put_understood(
        &mut self,
        paper: PaperId,
        understood: &Understood,
    ) -> Result<bool, ArchiveError> {
        let PaperId(id) = paper;
        let facts = &understood.facts;
        let understood = &*self.amended(id, understood, None)?;
        let rows = &understood.rows;
        let found = self
            .db
            .prepare_cached(
                "UPDATE papers SET kind = ?, title = ?, date = ?, rules = ?, vocabulary = ? WHERE id = ?",
            )?
            .execute(params![
                rows.kind,
                rows.title,
                rows.date,
                understood.rules,
                understood.vocabulary,
                id
            ])?;
        if found == 0 {
            return Ok(false);
        }
        if self.says_otherwise(id, &understood.record)? {
            self.note_change(id)?;
        }
        self.db
            .prepare_cached("UPDATE contents SET record = ? WHERE paper = ?")?
            .execute(params![understood.record, id])?;
        rows.write(&self.db, id)?;
        self.sign_again(id, facts)?;
        if self.has_place(id)? {
            outbox::append(&self.db, id, Op::Put, &self.now)?;
        }
        Ok(true)
    }

    /// Writes the batch to the disk; when it returns, no kill and no power cut takes it back.
    ///
    /// # Errors
    /// [`ArchiveError::DiskFull`] and others of SQLite; then nothing of the batch happened.
    pub fn commit(mut self) -> Result<(), ArchiveError> {
        self.settle()?;
        self.amend_regrouped()?;
        Ok(self.db.commit()?)
    }

    fn row(&self, location: &str) -> Result<Option<Row>, ArchiveError> {
        Ok(self
            .db
            .prepare_cached("SELECT id, paper, path, missing FROM places WHERE location = ?")?
            .query_row([location], |row| {
                Ok(Row {
                    id: row.get(0)?,
                    paper: row.get(1)?,
                    path: row.get(2)?,
                    missing: row.get(3)?,
                })
            })
            .optional()?)
    }

    fn paper_of(&self, hash: &str) -> Result<Option<i64>, ArchiveError> {
        Ok(self
            .db
            .prepare_cached("SELECT id FROM papers WHERE hash = ?")?
            .query_row([hash], |row| row.get(0))
            .optional()?)
    }

    /// How often the same content failed already.
    fn attempts(&self, place: &Place<'_>) -> Result<i64, ArchiveError> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT attempts FROM failures JOIN places ON places.id = failures.place
                 WHERE location = ? AND size = ? AND mtime_ns = ?",
            )?
            .query_row(params![place.location, place.size, place.mtime_ns], |row| {
                row.get(0)
            })
            .optional()?
            .unwrap_or(0))
    }

    pub(crate) fn put_paper(
        &self,
        size: u64,
        packed: &Packed,
        understood: &Understood,
        heir_of: Option<i64>,
    ) -> Result<i64, ArchiveError> {
        let Packed {
            hash,
            format,
            text: _,
            layout: _,
            reader,
            understood: _,
            signature: _,
            unread: _,
        } = packed;
        let family = match self.paper_of(hash)? {
            // The family of a known paper is left as it is by the statement below.
            Some(_) => 0,
            None => self.family(heir_of, hash)?,
        };
        let is_new = family != 0;
        let rows = &understood.rows;
        let paper = self
            .db
            .prepare_cached(
                "INSERT INTO papers (hash, family, format, size, pages, kind, title, date, reader, rules, vocabulary)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                 ON CONFLICT (hash) DO UPDATE SET format = ?3, size = ?4, pages = ?5, kind = ?6, title = ?7, date = ?8,
                     reader = ?9, rules = ?10, vocabulary = ?11
                 RETURNING id",
            )?
            .query_row(
                params![
                    hash,
                    family,
                    format,
                    size,
                    rows.pages,
                    rows.kind,
                    rows.title,
                    rows.date,
                    reader,
                    understood.rules,
                    understood.vocabulary
                ],
                |row| row.get(0),
            )?;
        if let Some(old) = heir_of.filter(|_| is_new) {
            self.inherit(paper, old)?;
        }
        Ok(paper)
    }

    /// Whether the record that is kept of a paper is another one.
    pub(crate) fn says_otherwise(&self, paper: i64, record: &[u8]) -> Result<bool, ArchiveError> {
        let same = self
            .db
            .prepare_cached("SELECT 1 FROM contents WHERE paper = ? AND record = ?")?
            .exists(params![paper, record])?;
        Ok(!same)
    }

    /// Notes in the paper's family that what it says has changed.
    pub(crate) fn note_change(&self, paper: i64) -> Result<(), ArchiveError> {
        self.db
            .prepare_cached(
                "UPDATE families SET changed = ?, changes = changes + 1
                 WHERE id = (SELECT family FROM papers WHERE id = ?)",
            )?
            .execute(params![self.now, paper])?;
        Ok(())
    }

    /// Writes the place as it is now, without a failure.
    fn put_place(&self, place: &Place<'_>, paper: Option<i64>) -> Result<i64, ArchiveError> {
        let Place {
            location,
            path,
            size,
            mtime_ns,
        } = *place;
        let id = match self.row(location)? {
            Some(row) => {
                self.db
                    .prepare_cached(
                        "UPDATE places SET path = ?, size = ?, mtime_ns = ?, missing = 0, paper = ? WHERE id = ?",
                    )?
                    .execute(params![path, size, mtime_ns, paper, row.id])?;
                row.id
            }
            None => {
                self.db
                    .prepare_cached(
                        "INSERT INTO places (location, path, size, mtime_ns, paper) VALUES (?, ?, ?, ?, ?)",
                    )?
                    .execute(params![location, path, size, mtime_ns, paper])?;
                self.db.last_insert_rowid()
            }
        };
        for forget in [
            "DELETE FROM failures WHERE place = ?",
            "DELETE FROM containers WHERE place = ?",
        ] {
            self.db.prepare_cached(forget)?.execute([id])?;
        }
        Ok(id)
    }

    /// Tells the outbox that a paper lost a place: it is gone with its last one, else its paths changed.
    pub(crate) fn left(&self, paper: Option<i64>) -> Result<(), ArchiveError> {
        let Some(paper) = paper else { return Ok(()) };
        let op = if self.has_place(paper)? {
            Op::Put
        } else {
            Op::Delete
        };
        outbox::append(&self.db, paper, op, &self.now)
    }

    pub(crate) fn has_place(&self, paper: i64) -> Result<bool, ArchiveError> {
        Ok(self
            .db
            .prepare_cached("SELECT 1 FROM places WHERE paper = ?")?
            .exists([paper])?)
    }
}

/// The locations of the files within one: from the first on, before the second.
pub(crate) fn within(location: &str) -> (String, String) {
    // All that begins with "location!/": '0' is the character after '/'.
    (format!("{location}!/"), format!("{location}!0"))
}
