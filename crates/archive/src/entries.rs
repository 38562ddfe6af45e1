//! What calendars were given: entries with a name that lasts, and how far they follow the archive.
//!
//! An entry is of the family that the paper it last showed is in *now*: where families become one, or fall apart, the
//! entries go with their papers. Whoever gives entries out settles first the families that were touched since the last
//! time ([`Archive::settle`]); a role that nobody asked for costs nothing.

use std::{collections::BTreeSet, time::Duration};

use jiff::Timestamp;
use paper::{DateRole, Record};
use rusqlite::{
    Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params, params_from_iter,
};

use crate::{Archive, ArchiveError, PaperId, blob, family, open, runs::timestamp};

/// How long a calendar waits for others who write before it is given out as it was.
const PATIENCE: Duration = Duration::from_secs(2);

/// An entry as calendars have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    id: i64,
    /// Its name, unique in the world and for ever.
    pub uid: String,
    /// What its date is for.
    pub role: DateRole,
    /// The paper that it shows, or showed last.
    pub paper: PaperId,
    /// What it shows, or showed last: the paper's record as far as it is shown.
    pub shown: Record,
    /// How often what it shows has changed.
    pub sequence: u32,
    /// When it was first made.
    pub created: Timestamp,
    /// When what it shows last changed.
    pub changed: Timestamp,
    /// When it was withdrawn, if it is.
    pub withdrawn: Option<Timestamp>,
}

/// A family whose papers changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    family: i64,
    /// Hash of its first version: what names it in other programs for ever.
    pub founder: String,
    /// Its last version; `None` where no file holds any.
    pub last: Option<PaperId>,
    /// When it last changed.
    pub at: Timestamp,
}

/// A step of settling: what is written in it stands with [`Settling::commit`], or nothing. Others who settle wait for it.
#[derive(Debug)]
pub struct Settling<'a> {
    db: Transaction<'a>,
    roles: Vec<DateRole>,
    /// Whether nothing is left to settle after it.
    is_last: bool,
    /// How far it has come.
    seen: Seen,
}

/// Numbers of the last lines of both outboxes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Seen {
    change: i64,
    regrouped: i64,
}

const COLUMNS: &str =
    "entries.id, uid, role, paper, shown, sequence, created, changed, withdrawn FROM entries";

impl Archive {
    /// Whether something changed that the entries of some roles, each named once, do not show yet. An archive of an earlier
    /// version has none and is always behind.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn entries_are_behind(&self, roles: &[DateRole]) -> Result<bool, ArchiveError> {
        if roles.is_empty() || !has_entries(&self.db)? {
            return Ok(!roles.is_empty());
        }
        let newest = newest(&self.db)?;
        Ok(seen(&self.db, roles)?.is_none_or(|seen| newest != seen))
    }

    /// Whether the entries of some roles were settled to the end once at least: those of before are a calendar then.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn entries_were_whole(&self, roles: &[DateRole]) -> Result<bool, ArchiveError> {
        if !has_entries(&self.db)? || seen(&self.db, roles)?.is_none() {
            return Ok(false);
        }
        let mut begun = self.db.prepare_cached("SELECT 1 FROM meta WHERE key = ?")?;
        for &role in roles {
            if begun.exists([begun_key(role)])? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Begins a step of settling the entries of some roles, each named once; it waits for other writers, less long than they
    /// would for it.
    ///
    /// # Errors
    /// [`ArchiveError::Busy`] where another writer does not finish in time; else as SQLite has them.
    pub fn settle(&self, roles: &[DateRole]) -> Result<Settling<'_>, ArchiveError> {
        self.db.busy_timeout(PATIENCE)?;
        let db = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?;
        Ok(Settling {
            seen: seen(&db, roles)?.unwrap_or_default(),
            db,
            roles: roles.to_vec(),
            is_last: false,
        })
    }

    /// Calls `each` with the entries of some roles, without those that were withdrawn before a moment or at it.
    ///
    /// # Errors
    /// What `each` returns ends the walk; else as SQLite has them.
    pub fn each_entry<E: From<ArchiveError>>(
        &self,
        roles: &[DateRole],
        withdrawn_after: Timestamp,
        mut each: impl FnMut(Entry) -> Result<(), E>,
    ) -> Result<(), E> {
        if roles.is_empty() || !has_entries(&self.db)? {
            return Ok(());
        }
        let wanted = vec!["?"; roles.len()].join(", ");
        let mut select = self
            .db
            .prepare_cached(&format!(
                "SELECT {COLUMNS} WHERE role IN ({wanted}) ORDER BY entries.id"
            ))
            .map_err(ArchiveError::from)?;
        let words = params_from_iter(roles.iter().map(|role| role.word()));
        let mut rows = select.query(words).map_err(ArchiveError::from)?;
        while let Some(row) = rows.next().map_err(ArchiveError::from)? {
            let entry = entry(row)?;
            if entry.withdrawn.is_none_or(|w| w > withdrawn_after) {
                each(entry)?;
            }
        }
        Ok(())
    }

    /// The entry of a UID, withdrawn or not.
    ///
    /// # Errors
    /// As SQLite has them; [`ArchiveError::Damaged`] for what cannot be read back.
    pub fn entry(&self, uid: &str) -> Result<Option<Entry>, ArchiveError> {
        if !has_entries(&self.db)? {
            return Ok(None);
        }
        let mut select = self
            .db
            .prepare_cached(&format!("SELECT {COLUMNS} WHERE uid = ?"))?;
        let mut rows = select.query([uid])?;
        rows.next()?.map(entry).transpose()
    }

    /// The roles that have entries: those that a calendar was asked for at some time.
    ///
    /// # Errors
    /// As SQLite has them; [`ArchiveError::Damaged`] for a role that is none.
    pub fn settled_roles(&self) -> Result<Vec<DateRole>, ArchiveError> {
        let mut roles = Vec::new();
        if !has_entries(&self.db)? {
            return Ok(roles);
        }
        let mut select = self
            .db
            .prepare_cached("SELECT role FROM settled ORDER BY role")?;
        let mut rows = select.query(())?;
        while let Some(row) = rows.next()? {
            roles.push(role(row.get(0)?)?);
        }
        Ok(roles)
    }

    /// The last moment of the archive's history: of a change, or of the beginning or the end of a run. `None` where there was
    /// neither.
    ///
    /// # Errors
    /// As SQLite has them; [`ArchiveError::Damaged`] for a time that is none.
    pub fn last_moment(&self) -> Result<Option<Timestamp>, ArchiveError> {
        let mut moments = vec![
            "SELECT started FROM runs ORDER BY id DESC LIMIT 1",
            "SELECT ended FROM runs ORDER BY id DESC LIMIT 1",
        ];
        if has_entries(&self.db)? {
            moments.push("SELECT at FROM changes ORDER BY seq DESC LIMIT 1");
            moments.push("SELECT at FROM regrouped ORDER BY seq DESC LIMIT 1");
        }
        let mut last = None;
        for sql in moments {
            let at: Option<Option<String>> =
                self.db.query_row(sql, (), |row| row.get(0)).optional()?;
            last = last.max(at.flatten().as_deref().map(timestamp).transpose()?);
        }
        Ok(last)
    }
}

impl Settling<'_> {
    /// The families that the next lines of the outboxes touch, at most `limit` of each; `None` where all is settled.
    ///
    /// # Errors
    /// As SQLite has them; [`ArchiveError::Damaged`] for a time that is none.
    pub fn touched(&mut self, limit: usize) -> Result<Option<Vec<Touched>>, ArchiveError> {
        let before = self.seen;
        let mut families = BTreeSet::new();
        let mut next = |sql: &str, after: &mut i64| -> Result<(), ArchiveError> {
            let mut select = self.db.prepare_cached(sql)?;
            let mut rows = select.query(params![*after, limit])?;
            while let Some(row) = rows.next()? {
                *after = row.get(0)?;
                families.extend(row.get::<_, Option<i64>>(1)?);
            }
            Ok(())
        };
        next(
            "SELECT seq, family FROM changes LEFT JOIN papers ON papers.id = changes.paper
             WHERE seq > ? ORDER BY seq LIMIT ?",
            &mut self.seen.change,
        )?;
        next(
            "SELECT seq, family FROM regrouped WHERE seq > ? ORDER BY seq LIMIT ?",
            &mut self.seen.regrouped,
        )?;
        if self.seen == before {
            self.is_last = true;
            return Ok(None);
        }
        let mut touched = Vec::new();
        for family in families {
            touched.extend(self.family(family)?);
        }
        Ok(Some(touched))
    }

    fn family(&self, family: i64) -> Result<Option<Touched>, ArchiveError> {
        let found: Option<(String, String)> = self
            .db
            .prepare_cached(
                "SELECT founder, coalesce((SELECT max(at) FROM
                     (SELECT at FROM changes JOIN papers ON papers.id = changes.paper WHERE family = ?1
                      UNION ALL SELECT at FROM regrouped WHERE family = ?1)), changed)
                 FROM families WHERE id = ?1",
            )?
            .query_row([family], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((founder, at)) = found else {
            return Ok(None);
        };
        Ok(Some(Touched {
            family,
            founder,
            last: family::last_of(&self.db, family)?,
            at: timestamp(&at)?,
        }))
    }

    /// The entries of a family, those first that were made in it, the oldest first.
    ///
    /// # Errors
    /// As SQLite has them; [`ArchiveError::Damaged`] for what cannot be read back.
    pub fn entries(&self, of: &Touched) -> Result<Vec<Entry>, ArchiveError> {
        let mut select = self.db.prepare_cached(&format!(
            "SELECT {COLUMNS} JOIN papers ON papers.id = entries.paper
             WHERE papers.family = ?1 ORDER BY made_in <> ?1, entries.id"
        ))?;
        let mut rows = select.query([of.family])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let entry = entry(row)?;
            if self.roles.contains(&entry.role) {
                found.push(entry);
            }
        }
        Ok(found)
    }

    /// Whether a paper has dates of the roles: to ask is cheaper than to read its record.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn has_dates(&self, paper: PaperId) -> Result<bool, ArchiveError> {
        let mut select = self
            .db
            .prepare_cached("SELECT role FROM dates WHERE paper = ?")?;
        let mut rows = select.query([paper.0])?;
        while let Some(row) = rows.next()? {
            let word: String = row.get(0)?;
            if self.roles.iter().any(|role| role.word() == word) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Makes an entry. `uid` is given the number that it has within its family and role: the next one that no entry has, also
    /// none of a family of the same founder that was there before, see [`Archive::mend`].
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn add(
        &self,
        of: &Touched,
        role: DateRole,
        paper: PaperId,
        shown: &Record,
        uid: impl Fn(u32) -> String,
    ) -> Result<(), ArchiveError> {
        let mut n: u32 = self
            .db
            .prepare_cached(
                "SELECT coalesce(max(n), 0) + 1 FROM entries WHERE made_in = ? AND role = ?",
            )?
            .query_row(params![of.family, role.word()], |row| row.get(0))?;
        let mut is_taken = self
            .db
            .prepare_cached("SELECT 1 FROM entries WHERE uid = ?")?;
        while is_taken.exists([uid(n)])? {
            n += 1;
        }
        let at = of.at.to_string();
        self.db
            .prepare_cached(
                "INSERT INTO entries (uid, made_in, role, n, paper, shown, sequence, created, changed)
                 VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?)",
            )?
            .execute(params![
                uid(n),
                of.family,
                role.word(),
                n,
                paper.0,
                blob::json(shown)?,
                at,
                at
            ])?;
        Ok(())
    }

    /// Writes an entry as it is now.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn put(&self, entry: &Entry) -> Result<(), ArchiveError> {
        self.db
            .prepare_cached(
                "UPDATE entries SET paper = ?, shown = ?, sequence = ?, changed = ?, withdrawn = ? WHERE id = ?",
            )?
            .execute(params![
                entry.paper.0,
                blob::json(&entry.shown)?,
                entry.sequence,
                entry.changed.to_string(),
                entry.withdrawn.map(|at| at.to_string()),
                entry.id
            ])?;
        Ok(())
    }

    /// Writes the step to the disk, and that the entries follow the archive up to it.
    ///
    /// # Errors
    /// [`ArchiveError::DiskFull`] and others of SQLite; then nothing of the step happened.
    pub fn commit(self) -> Result<(), ArchiveError> {
        for &role in &self.roles {
            if self.is_last {
                self.db
                    .prepare_cached("DELETE FROM meta WHERE key = ?")?
                    .execute([begun_key(role)])?;
            } else {
                self.db
                    .prepare_cached(
                        "INSERT INTO meta SELECT ?, '' WHERE NOT EXISTS (SELECT 1 FROM settled WHERE role = ?)",
                    )?
                    .execute(params![begun_key(role), role.word()])?;
            }
            self.db
                .prepare_cached(
                    "INSERT INTO settled VALUES (?, ?, ?) ON CONFLICT (role) DO UPDATE SET
                         change = max(change, excluded.change), regrouped = max(regrouped, excluded.regrouped)",
                )?
                .execute(params![role.word(), self.seen.change, self.seen.regrouped])?;
        }
        Ok(self.db.commit()?)
    }
}

/// What `meta` holds while the entries of a role were never settled to the end: some are there, and no calendar.
fn begun_key(role: DateRole) -> String {
    format!("unsettled {role}")
}

/// How far the entries of all these roles follow; `None` where one of them never did.
fn seen(db: &Connection, roles: &[DateRole]) -> Result<Option<Seen>, ArchiveError> {
    let mut least: Option<Seen> = None;
    let mut select = db.prepare_cached("SELECT change, regrouped FROM settled WHERE role = ?")?;
    for role in roles {
        let found = select.query_row([role.word()], |row| Ok((row.get(0)?, row.get(1)?)));
        let Some((change, regrouped)) = found.optional()? else {
            return Ok(None);
        };
        let (least_change, least_regrouped) =
            least.map_or((change, regrouped), |least| (least.change, least.regrouped));
        least = Some(Seen {
            change: least_change.min(change),
            regrouped: least_regrouped.min(regrouped),
        });
    }
    Ok(least)
}

/// The numbers of the newest lines.
fn newest(db: &Connection) -> Result<Seen, ArchiveError> {
    let newest = "SELECT coalesce((SELECT max(seq) FROM changes), 0), coalesce((SELECT max(seq) FROM regrouped), 0)";
    Ok(db.query_row(newest, (), |row| {
        Ok(Seen {
            change: row.get(0)?,
            regrouped: row.get(1)?,
        })
    })?)
}

/// Whether the archive has entries: one of an earlier version that is only read has none yet.
fn has_entries(db: &Connection) -> Result<bool, ArchiveError> {
    open::has_table(db, "entries")
}

fn entry(row: &Row<'_>) -> Result<Entry, ArchiveError> {
    let withdrawn: Option<String> = row.get(8)?;
    Ok(Entry {
        id: row.get(0)?,
        uid: row.get(1)?,
        role: role(row.get(2)?)?,
        paper: PaperId(row.get(3)?),
        shown: blob::from_json(
            &row.get::<_, String>(4)?,
            "what an entry of a calendar shows",
        )?,
        sequence: row.get(5)?,
        created: timestamp(&row.get::<_, String>(6)?)?,
        changed: timestamp(&row.get::<_, String>(7)?)?,
        withdrawn: withdrawn.as_deref().map(timestamp).transpose()?,
    })
}

fn role(word: String) -> Result<DateRole, ArchiveError> {
    DateRole::from_word(&word)
        .ok_or_else(|| ArchiveError::damaged("the role of a calendar's entry", word))
}

#[cfg(test)]
mod tests;
