//! Questions that are kept under a name, each with how far it has seen the archive.

use jiff::Timestamp;
use rusqlite::{Row, TransactionBehavior, params};

use crate::{Archive, ArchiveError, open, runs::timestamp};

/// The most characters that a name has.
const LONGEST_NAME: usize = 60;

/// A question to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question<'a> {
    /// The name to keep it under: 1 to 60 characters, none of them a control character. Names are compared exactly.
    pub name: &'a str,
    /// What is asked, as it was typed.
    pub query: &'a str,
    /// What goes with it; the archive does not look into it.
    pub options: &'a str,
    /// The number of the last change that is known already: what is put after it is new.
    pub seen: u64,
}

/// A question as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSearch {
    id: i64,
    /// Its name.
    pub name: String,
    /// What is asked.
    pub query: String,
    /// What goes with it, as it was handed over.
    pub options: String,
    /// When it was saved.
    pub saved: Timestamp,
    /// The number of the last change that it has seen.
    pub seen: u64,
    /// When it was last asked for what is new.
    pub asked: Option<Timestamp>,
}

impl Archive {
    /// Keeps a question, instead of the one that had its name. Returns whether there was one.
    ///
    /// ```
    /// use archive::{Access, Archive, Question};
    ///
    /// let dir = tempfile::tempdir()?;
    /// let mut archive = Archive::open(&dir.path().join("arkiv"), Access::Create)?;
    /// let question = Question { name: "høringer", query: "diget", options: "[]", seen: archive.last_seq()? };
    /// let now = "2026-01-05T10:00:00Z".parse()?;
    /// assert!(!archive.save_search(&question, now)?);
    /// assert!(archive.save_search(&question, now)?);
    /// assert_eq!(archive.search_named("høringer")?.map(|search| search.query).as_deref(), Some("diget"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ArchiveError::SearchName`] for a name that is none; [`ArchiveError::Busy`] where another writer does not finish in
    /// time; else as SQLite has them.
    pub fn save_search(
        &mut self,
        question: &Question<'_>,
        now: Timestamp,
    ) -> Result<bool, ArchiveError> {
        let Question {
            name,
            query,
            options,
            seen,
        } = *question;
        if !(1..=LONGEST_NAME).contains(&name.chars().count()) || name.contains(char::is_control) {
            return Err(ArchiveError::SearchName);
        }
        let change = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let before = change.execute("DELETE FROM searches WHERE name = ?", [name])?;
        change.execute(
            "INSERT INTO searches (name, query, options, saved, seen) VALUES (?, ?, ?, ?, ?)",
            params![name, query, options, now.to_string(), seen],
        )?;
        change.commit()?;
        Ok(before > 0)
    }

    /// The questions that are kept, in the order of their names, by the numbers of the letters.
    ///
    /// # Errors
    /// As SQLite has them; [`ArchiveError::Damaged`] for a time that is none.
    pub fn searches(&self) -> Result<Vec<SavedSearch>, ArchiveError> {
        self.kept("ORDER BY name", &[])
    }

    /// The question of a name.
    ///
    /// # Errors
    /// As [`Archive::searches`].
    pub fn search_named(&self, name: &str) -> Result<Option<SavedSearch>, ArchiveError> {
        Ok(self.kept("WHERE name = ?", &[&name])?.pop())
    }

    /// Drops the question of a name. `false` where there is none.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn delete_search(&mut self, name: &str) -> Result<bool, ArchiveError> {
        let gone = self
            .db
            .execute("DELETE FROM searches WHERE name = ?", [name])?;
        Ok(gone > 0)
    }

    /// Notes that a question was asked for what is new, and that it has seen the changes up to `seen`; it never sees fewer
    /// than before. `false` where it was dropped or saved anew since it was looked up: then nothing is noted.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn note_asked(
        &mut self,
        search: &SavedSearch,
        seen: u64,
        now: Timestamp,
    ) -> Result<bool, ArchiveError> {
        let noted = self.db.execute(
            "UPDATE searches SET seen = max(seen, ?), asked = ? WHERE id = ?",
            params![seen, now.to_string(), search.id],
        )?;
        Ok(noted > 0)
    }

    fn kept(
        &self,
        which: &str,
        parameters: &[&dyn rusqlite::ToSql],
    ) -> Result<Vec<SavedSearch>, ArchiveError> {
        if !open::has_table(&self.db, "searches")? {
            return Ok(Vec::new());
        }
        let mut select = self.db.prepare_cached(&format!(
            "SELECT id, name, query, options, saved, seen, asked FROM searches {which}"
        ))?;
        let mut rows = select.query(parameters)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(saved_search(row)?);
        }
        Ok(found)
    }
}

fn saved_search(row: &Row<'_>) -> Result<SavedSearch, ArchiveError> {
    let saved: String = row.get(4)?;
    let asked: Option<String> = row.get(6)?;
    Ok(SavedSearch {
        id: row.get(0)?,
        name: row.get(1)?,
        query: row.get(2)?,
        options: row.get(3)?,
        saved: timestamp(&saved)?,
        seen: row.get(5)?,
        asked: asked.as_deref().map(timestamp).transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Access, DATABASE, SCHEMA_VERSION, open::made_by_version};

    fn made() -> (tempfile::TempDir, Archive) {
        let dir = tempfile::tempdir().unwrap();
        let archive = Archive::open(&dir.path().join("a"), Access::Create).unwrap();
        (dir, archive)
    }

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(hour * 3600).unwrap()
    }

    fn question<'a>(name: &'a str, query: &'a str) -> Question<'a> {
        Question {
            name,
            query,
            options: "[]",
            seen: 4,
        }
    }

    #[test]
    fn a_question_is_kept_replaced_and_dropped() {
        let (_dir, mut archive) = made();
        for name in ["Østen", "østen", "a b", "Østen "] {
            assert!(!archive.save_search(&question(name, name), at(1)).unwrap());
        }
        assert!(
            archive
                .save_search(&question("a b", "andet"), at(2))
                .unwrap()
        );
        let kept = archive.searches().unwrap();
        let kept: Vec<_> = kept.iter().map(|s| (&*s.name, &*s.query)).collect();
        let exactly = [
            ("a b", "andet"),
            ("Østen", "Østen"),
            ("Østen ", "Østen "),
            ("østen", "østen"),
        ];
        assert_eq!(kept, exactly);
        assert!(archive.delete_search("Østen ").unwrap());
        assert!(!archive.delete_search("Østen ").unwrap());
        assert_eq!(archive.search_named("Østen ").unwrap(), None);
        assert_eq!(archive.searches().unwrap().len(), 3);
    }

    #[test]
    fn names_have_a_length_and_no_control_characters() {
        let (_dir, mut archive) = made();
        let longest = "ø".repeat(60);
        assert!(!archive.save_search(&question(&longest, ""), at(1)).unwrap());
        for name in ["", "a\nb", "\u{1b}[31m", &format!("{longest}1")] {
            let refused = archive.save_search(&question(name, ""), at(1)).unwrap_err();
            assert!(matches!(refused, ArchiveError::SearchName), "{refused}");
        }
    }

    #[test]
    fn what_was_seen_never_goes_back_and_is_the_question_s_own() {
        let (_dir, mut archive) = made();
        archive.save_search(&question("a", "x"), at(1)).unwrap();
        let first = archive.search_named("a").unwrap().unwrap();
        assert_eq!((first.seen, first.asked), (4, None));
        assert!(archive.note_asked(&first, 9, at(2)).unwrap());
        assert!(archive.note_asked(&first, 7, at(3)).unwrap());
        let asked = archive.search_named("a").unwrap().unwrap();
        assert_eq!((asked.seen, asked.asked), (9, Some(at(3))));
        // Saved anew, it is another question: what the first one saw says nothing of it.
        archive.save_search(&question("a", "y"), at(4)).unwrap();
        assert!(!archive.note_asked(&first, 20, at(5)).unwrap());
        let anew = archive.search_named("a").unwrap().unwrap();
        assert_eq!((anew.seen, anew.asked, anew.saved), (4, None, at(4)));
    }

    #[test]
    fn an_earlier_archive_gets_the_table_when_it_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("a");
        made_by_version(&folder, 2);
        let read = Archive::open(&folder, Access::Read).unwrap();
        assert_eq!(read.searches().unwrap(), []);
        let mut archive = Archive::open(&folder, Access::Write).unwrap();
        assert_eq!(archive.id(), read.id());
        archive.save_search(&question("a", "x"), at(1)).unwrap();
        assert_eq!(read.searches().unwrap().len(), 1);
        let db = rusqlite::Connection::open(folder.join(DATABASE)).unwrap();
        let version: i64 = db
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .unwrap();
        assert_eq!(version, SCHEMA_VERSION);
    }

    #[test]
    fn it_waits_for_another_writer() {
        let (dir, mut archive) = made();
        let mut other = Archive::open(&dir.path().join("a"), Access::Write).unwrap();
        let batch = archive.batch(at(1)).unwrap();
        let waiting =
            std::thread::spawn(move || other.save_search(&question("a", "x"), at(2)).unwrap());
        std::thread::sleep(std::time::Duration::from_millis(200));
        batch.commit().unwrap();
        assert!(!waiting.join().unwrap());
        assert_eq!(archive.searches().unwrap().len(), 1);
    }
}
