//! What was pushed to calendars on servers, so that the next push knows what is ours there and what is unchanged.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, TransactionBehavior, params};

use crate::{Archive, ArchiveError, open, runs::timestamp};

/// An entry as it was pushed last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pushed {
    /// The entry's UID.
    pub uid: String,
    /// The path of its resource on the server.
    pub path: String,
    /// The server's tag of what was written.
    pub etag: String,
    /// The hash of what was written.
    pub hash: String,
    /// When the entry is shown, as it was written.
    pub span: String,
    /// Its SEQUENCE.
    pub sequence: u32,
    /// When it was pushed.
    pub at: Timestamp,
    /// Whether another client has deleted it since.
    pub gone: bool,
}

/// What is known of a calendar on a server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PushedTo {
    /// The server's mark of a state in which it held what is told here.
    pub ctag: Option<String>,
    /// The entries by their UID.
    pub entries: BTreeMap<String, Pushed>,
}

impl Archive {
    /// What was pushed to the calendar of an address; nothing where that was never asked for.
    ///
    /// ```
    /// use archive::{Access, Archive, Pushed};
    ///
    /// let dir = tempfile::tempdir()?;
    /// let mut archive = Archive::open(&dir.path().join("arkiv"), Access::Create)?;
    /// let entry = Pushed {
    ///     uid: "6f1a-deadline-1@udvalg".into(),
    ///     path: "/me/frister/6f1a-deadline-1@udvalg.ics".into(),
    ///     etag: "\"1\"".into(),
    ///     hash: "ab".into(),
    ///     span: "20220401".into(),
    ///     sequence: 0,
    ///     at: "2026-01-05T10:00:00Z".parse()?,
    ///     gone: false,
    /// };
    /// archive.note_pushed("https://host/me/frister/", &entry)?;
    /// let known = archive.pushed_to("https://host/me/frister/")?;
    /// assert_eq!(known.entries.values().collect::<Vec<_>>(), [&entry]);
    /// assert_eq!(archive.pushed_to("https://host/other/")?.entries.len(), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As SQLite has them; [`ArchiveError::Damaged`] for a time that is none.
    pub fn pushed_to(&self, address: &str) -> Result<PushedTo, ArchiveError> {
        let mut known = PushedTo::default();
        if !open::has_table(&self.db, "collections")? {
            return Ok(known);
        }
        let collection = self
            .db
            .prepare_cached("SELECT id, ctag FROM collections WHERE address = ?")?
            .query_row([address], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))
            .optional()?;
        let Some((collection, ctag)) = collection else {
            return Ok(known);
        };
        known.ctag = ctag;
        let mut select = self.db.prepare_cached(
            "SELECT uid, path, etag, hash, span, sequence, at, gone FROM pushed WHERE collection = ?",
        )?;
        let mut rows = select.query([collection])?;
        while let Some(row) = rows.next()? {
            let at: String = row.get(6)?;
            let entry = Pushed {
                uid: row.get(0)?,
                path: row.get(1)?,
                etag: row.get(2)?,
                hash: row.get(3)?,
                span: row.get(4)?,
                sequence: row.get(5)?,
                at: timestamp(&at)?,
                gone: row.get(7)?,
            };
            known.entries.insert(entry.uid.clone(), entry);
        }
        Ok(known)
    }

    /// Notes what was pushed, instead of what was noted of that UID before. What is noted is on the disk.
    ///
    /// # Errors
    /// [`ArchiveError::Busy`] where another writer does not finish in time; else as SQLite has them.
    pub fn note_pushed(&mut self, address: &str, entry: &Pushed) -> Result<(), ArchiveError> {
        let change = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Whoever writes to a calendar changes its state: the mark of an earlier one says nothing any more.
        change.execute(
            "INSERT INTO collections (address) VALUES (?) ON CONFLICT (address) DO UPDATE SET ctag = NULL",
            [address],
        )?;
        change.execute(
            "INSERT OR REPLACE INTO pushed (collection, uid, path, etag, hash, span, sequence, at, gone)
             SELECT id, ?, ?, ?, ?, ?, ?, ?, ? FROM collections WHERE address = ?",
            params![
                entry.uid,
                entry.path,
                entry.etag,
                entry.hash,
                entry.span,
                entry.sequence,
                entry.at.to_string(),
                entry.gone,
                address
            ],
        )?;
        Ok(change.commit()?)
    }

    /// Forgets an entry that is no longer on the server, or no longer ours there.
    ///
    /// # Errors
    /// As [`Archive::note_pushed`].
    pub fn forget_pushed(&mut self, address: &str, uid: &str) -> Result<(), ArchiveError> {
        self.db.execute(
            "DELETE FROM pushed WHERE uid = ? AND collection IN (SELECT id FROM collections WHERE address = ?)",
            [uid, address],
        )?;
        Ok(())
    }

    /// Notes the server's mark of a state in which the calendar holds what is told here.
    ///
    /// # Errors
    /// As [`Archive::note_pushed`].
    pub fn note_ctag(&mut self, address: &str, ctag: Option<&str>) -> Result<(), ArchiveError> {
        self.db.execute(
            "UPDATE collections SET ctag = ? WHERE address = ? AND ctag IS NOT ?",
            params![ctag, address, ctag],
        )?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Access, open::made_by_version};

    fn entry(uid: &str, etag: &str) -> Pushed {
        Pushed {
            uid: uid.to_owned(),
            path: format!("/c/{uid}.ics"),
            etag: etag.to_owned(),
            hash: "h".to_owned(),
            span: "s".to_owned(),
            sequence: 3,
            at: Timestamp::from_second(5).unwrap(),
            gone: false,
        }
    }

    #[test]
    fn each_calendar_has_its_own_entries() {
        let dir = tempfile::tempdir().unwrap();
        let mut archive = Archive::open(&dir.path().join("a"), Access::Create).unwrap();
        archive.note_pushed("x", &entry("a", "1")).unwrap();
        archive.note_pushed("y", &entry("a", "2")).unwrap();
        archive.note_ctag("x", Some("t")).unwrap();
        archive.note_ctag("none", Some("t")).unwrap();
        assert_eq!(archive.pushed_to("x").unwrap().ctag.as_deref(), Some("t"));
        assert_eq!(archive.pushed_to("y").unwrap().ctag, None);
        let gone = Pushed {
            gone: true,
            ..entry("a", "3")
        };
        archive.note_pushed("x", &gone).unwrap();
        let known = archive.pushed_to("x").unwrap();
        assert_eq!(known.entries.values().collect::<Vec<_>>(), [&gone]);
        assert_eq!(known.ctag, None, "what was written changed the state");
        archive.forget_pushed("x", "a").unwrap();
        assert!(archive.pushed_to("x").unwrap().entries.is_empty());
        assert_eq!(archive.pushed_to("y").unwrap().entries.len(), 1);
    }

    #[test]
    fn an_earlier_archive_has_pushed_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("a");
        made_by_version(&folder, 5);
        let read = Archive::open(&folder, Access::Read).unwrap();
        assert_eq!(read.pushed_to("x").unwrap(), PushedTo::default());
        let mut archive = Archive::open(&folder, Access::Write).unwrap();
        archive.note_pushed("x", &entry("a", "1")).unwrap();
        assert_eq!(read.pushed_to("x").unwrap().entries.len(), 1);
    }
}
