//! Whether an archive is as it was written, and mending what can be derived.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params, types::Value};

use crate::{
    Archive, ArchiveError, PaperId, blob, open,
    values::{self, Rows},
};

/// Lines of SQLite's own check; what is broken in more places is broken.
const DATABASE_LINES: i64 = 20;

/// Tables besides those of values, and the columns by which a row belongs to one of others; what is named later may belong to
/// what is named before. A place without a paper belongs to none.
const BELONGINGS: &[(&str, &str, &str)] = &[
    ("contents", "paper", "papers"),
    ("places", "paper", "papers"),
    ("signed", "paper", "papers"),
    ("signed", "signature", "signatures"),
    ("heirs", "paper", "papers"),
    ("heirs", "heir_of", "papers"),
    ("keys", "signature", "signatures"),
    ("alike", "one", "signatures"),
    ("alike", "other", "signatures"),
    ("corrections", "paper", "papers"),
    ("reports", "run", "runs"),
    ("entries", "paper", "papers"),
    ("scans", "paper", "papers"),
    ("failures", "place", "places"),
    ("containers", "place", "places"),
    ("pushed", "collection", "collections"),
];

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// The database's pages or its own indexes.
    Database,
    /// A row that belongs to one that is not there.
    Reference,
    /// A paper's text, layout or record cannot be read back.
    Content,
    /// The rows of a paper's values say something else than its record.
    Values,
    /// The outbox tells the index something else than the tables hold.
    Outbox,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub flaw: Flaw,
    /// The paper, where it is about one.
    pub paper: Option<PaperId>,
    /// How that was seen.
    pub detail: String,
}

impl Finding {
    fn new(flaw: Flaw, paper: Option<i64>, detail: impl Into<String>) -> Self {
        Self {
            flaw,
            paper: paper.map(PaperId),
            detail: detail.into(),
        }
    }
}

/// Tables of values in memory: the rows that records make, to be compared with those that are kept.
#[derive(Debug)]
pub struct Derived {
    db: Connection,
}

impl Derived {
    /// Empty tables, laid out as an archive's are.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn new() -> Result<Self, ArchiveError> {
        let db = Connection::open_in_memory()?;
        db.pragma_update(None, "foreign_keys", false)?;
        db.execute_batch(include_str!("schema.sql"))?;
        for upgrade in open::UPGRADES {
            db.execute_batch(upgrade)?;
        }
        Ok(Self { db })
    }
}

impl Archive {
    /// What SQLite finds wrong with its pages, its indexes and its references.
    ///
    /// # Errors
    /// What keeps SQLite from looking.
    pub fn check_database(&self) -> Result<Vec<Finding>, ArchiveError> {
        let mut found = Vec::new();
        let mut select = self
            .db
            .prepare(&format!("PRAGMA integrity_check({DATABASE_LINES})"))?;
        let mut rows = select.query(())?;
        while let Some(row) = rows.next()? {
            let line: String = row.get(0)?;
            if line != "ok" {
                found.push(Finding::new(Flaw::Database, None, line));
            }
        }
        let mut select = self.db.prepare("PRAGMA foreign_key_check")?;
        let mut rows = select.query(())?;
        while let Some(row) = rows.next()? {
            let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
            let detail = format!("a row of {table} belongs to none of {parent}");
            found.push(Finding::new(Flaw::Reference, None, detail));
        }
        Ok(found)
    }

    /// The papers after one, in the order of their numbers, at most `limit`: to go through all of them in steps.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn papers_after(
        &self,
        paper: Option<PaperId>,
        limit: usize,
    ) -> Result<Vec<PaperId>, ArchiveError> {
        let after = paper.map_or(i64::MIN, |paper| paper.0);
        let mut select = self
            .db
            .prepare_cached("SELECT id FROM papers WHERE id > ? ORDER BY id LIMIT ?")?;
        let rows = select.query_map(params![after, limit], |row| row.get(0).map(PaperId))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What is wrong with one paper: its text, layout and record, and the rows of its values.
    ///
    /// # Errors
    /// What has nothing to do with the paper; what has is found.
    pub fn check_paper(
        &self,
        paper: PaperId,
        derived: &Derived,
    ) -> Result<Vec<Finding>, ArchiveError> {
        let PaperId(id) = paper;
        let mut found = Vec::new();
        let content = |detail: String| Finding::new(Flaw::Content, Some(id), detail);
        match self.document(paper) {
            Ok(Some(_)) => {}
            Ok(None) => found.push(content("it has no text and no record".to_owned())),
            Err(ArchiveError::Damaged { part, source }) => {
                found.push(content(format!("{part}: {source}")));
            }
            Err(other) => return Err(other),
        }
        found.extend(self.check_sights(id)?.into_iter().map(content));
        match self.rows(id) {
            Ok(Some(rows)) => {
                rows.write(&derived.db, id)?;
                let differing = self.differing(id, &rows, derived)?;
                if !differing.is_empty() {
                    let detail = format!("{} differ from its record", differing.join(", "));
                    found.push(Finding::new(Flaw::Values, Some(id), detail));
                }
                Rows::delete(&derived.db, id)?;
            }
            Ok(None) => {}
            Err(ArchiveError::Damaged { part, source }) => {
                found.push(content(format!("{part}: {source}")));
            }
            Err(other) => return Err(other),
        }
        Ok(found)
    }

    /// The rows that a paper's record makes; `None` where it has no record.
    fn rows(&self, id: i64) -> Result<Option<Rows>, ArchiveError> {
        let record: Option<Vec<u8>> = self
            .db
            .prepare_cached("SELECT record FROM contents WHERE paper = ?")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        record
            .map(|record| Rows::new(&blob::paper(&record)?))
            .transpose()
    }

    /// The tables in which a paper's rows are not those that its record makes.
    fn differing(
        &self,
        id: i64,
        rows: &Rows,
        derived: &Derived,
    ) -> Result<Vec<&'static str>, ArchiveError> {
        let mut differing = Vec::new();
        let own = self
            .db
            .prepare_cached(
                "SELECT 1 FROM papers WHERE id = ? AND kind IS ? AND title IS ? AND date IS ? AND pages IS ?
                 AND corrected = ?",
            )?
            .exists(params![id, rows.kind, rows.title, rows.date, rows.pages, rows.corrected])?;
        if !own {
            differing.push("papers");
        }
        for table in values::TABLES {
            if rows_of(&self.db, table, id)? != rows_of(&derived.db, table, id)? {
                differing.push(table);
            }
        }
        Ok(differing)
    }

    /// Where the outbox tells the index of a paper that is not shown, or not of one that is.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn check_outbox(&self) -> Result<Vec<Finding>, ArchiveError> {
        let mut found = Vec::new();
        let mut look = |sql: &str, detail: &str| -> Result<(), ArchiveError> {
            let mut select = self.db.prepare(sql)?;
            let rows = select.query_map((), |row| row.get::<_, i64>(0))?;
            for paper in rows {
                found.push(Finding::new(Flaw::Outbox, Some(paper?), detail));
            }
            Ok(())
        };
        look(
            "SELECT DISTINCT paper FROM places WHERE paper IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM changes WHERE changes.paper = places.paper AND op = 'put') ORDER BY paper",
            "the outbox does not tell of it",
        )?;
        look(
            "SELECT paper FROM changes WHERE op <> 'delete'
             AND NOT EXISTS (SELECT 1 FROM places WHERE places.paper = changes.paper) ORDER BY paper",
            "the outbox tells of it, and no file holds it",
        )?;
        look(
            "SELECT paper FROM changes GROUP BY paper HAVING count(*) > 1 ORDER BY paper",
            "the outbox tells of it twice",
        )?;
        Ok(found)
    }

    /// Of these papers those that are not shown, and the shown ones that are not among them.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn compare_shown(
        &self,
        papers: &BTreeSet<u64>,
    ) -> Result<(Vec<PaperId>, Vec<PaperId>), ArchiveError> {
        let mut missing = Vec::new();
        let mut shown = 0;
        let mut select = self
            .db
            .prepare("SELECT DISTINCT paper FROM places WHERE paper IS NOT NULL ORDER BY paper")?;
        for paper in select.query_map((), |row| row.get(0).map(PaperId))? {
            let paper = paper?;
            if papers.contains(&paper.number()) {
                shown += 1;
            } else {
                missing.push(paper);
            }
        }
        let mut strangers = Vec::new();
        if shown < papers.len() {
            let mut is_shown = self
                .db
                .prepare("SELECT 1 FROM places WHERE paper = ? LIMIT 1")?;
            for paper in papers.iter().filter_map(|&n| PaperId::from_number(n)) {
                if !is_shown.exists([paper.0])? {
                    strangers.push(paper);
                }
            }
        }
        Ok((strangers, missing))
    }

    /// Mends one finding as far as the archive holds what it takes; true where it did.
    ///
    /// SQLite's indexes are made again from their tables, values from the record, the outbox from the places; rows that
    /// belong to nothing go. A paper whose content is lost is marked so that the next ingest reads its file again.
    ///
    /// # Errors
    /// [`ArchiveError::Busy`] and others of SQLite's.
    pub fn mend(&mut self, finding: &Finding, now: Timestamp) -> Result<bool, ArchiveError> {
        let Finding { flaw, paper, .. } = finding;
        match (flaw, paper) {
            (Flaw::Database, _) => {
                self.db.execute_batch("REINDEX")?;
                Ok(self
                    .check_database()?
                    .iter()
                    .all(|left| left.flaw != Flaw::Database))
            }
            (Flaw::Reference, _) => self.mend_references(now),
            (Flaw::Content, Some(PaperId(id))) => {
                self.forget_damaged_sights(*id)?;
                self.mark_for_reading(*id).map(|()| false)
            }
            (Flaw::Values, Some(PaperId(id))) => self.mend_values(*id),
            (Flaw::Outbox, Some(PaperId(id))) => {
                let batch = self.batch(now)?;
                batch.left(Some(*id))?;
                batch.commit()?;
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// Drops what belongs to nothing; a file whose paper went is new to the next ingest. True where no more is found.
    fn mend_references(&mut self, now: Timestamp) -> Result<bool, ArchiveError> {
        let made = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        made.execute(
            "DELETE FROM families WHERE id NOT IN (SELECT family FROM papers)",
            (),
        )?;
        made.execute(
            "INSERT INTO families (id, founder, changed) SELECT family, min(hash), ? FROM papers
             WHERE family NOT IN (SELECT id FROM families) GROUP BY family",
            [now.to_string()],
        )?;
        let of_papers = values::TABLES
            .iter()
            .map(|&table| (table, "paper", "papers"));
        for (table, column, owners) in of_papers.chain(BELONGINGS.iter().copied()) {
            let stray =
                format!("DELETE FROM {table} WHERE {column} NOT IN (SELECT id FROM {owners})");
            made.execute(&stray, ())?;
        }
        made.execute(
            "UPDATE scans SET state = 0, seen = NULL WHERE seen NOT IN (SELECT id FROM recognised)",
            (),
        )?;
        // Papers that lost their signature get another one at the next ingest.
        made.execute("INSERT OR IGNORE INTO meta VALUES ('unsigned', '')", ())?;
        made.execute(
            "UPDATE failures SET run = NULL WHERE run NOT IN (SELECT id FROM runs)",
            (),
        )?;
        made.commit()?;
        let left = self.check_database()?;
        Ok(left.iter().all(|left| left.flaw != Flaw::Reference))
    }

    /// Marks a paper as read by the version 0, which no reader has, and so the file that it lies in: the next ingest reads
    /// it again.
    fn mark_for_reading(&mut self, id: i64) -> Result<(), ArchiveError> {
        const MOTHERS: &str = "SELECT id FROM places WHERE location IN
            (SELECT substr(location, 1, instr(location, '!/') - 1) FROM places WHERE paper = ?1)";
        let made = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        made.execute(
            &format!(
                "UPDATE papers SET reader = 0 WHERE id = ?1
                 OR id IN (SELECT paper FROM places WHERE id IN ({MOTHERS}))"
            ),
            [id],
        )?;
        made.execute(
            &format!("UPDATE containers SET reader = 0 WHERE place IN ({MOTHERS})"),
            [id],
        )?;
        Ok(made.commit()?)
    }

    /// Writes the rows that the record makes. The index is made from the record: it has nothing to hear of it.
    fn mend_values(&mut self, id: i64) -> Result<bool, ArchiveError> {
        let Some(rows) = self.rows(id)? else {
            return Ok(false);
        };
        let made = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        made.execute(
            "UPDATE papers SET kind = ?, title = ?, date = ?, pages = ? WHERE id = ?",
            params![rows.kind, rows.title, rows.date, rows.pages, id],
        )?;
        rows.write(&made, id)?;
        made.commit()?;
        Ok(true)
    }
}

/// A paper's rows of one table, in order.
fn rows_of(db: &Connection, table: &str, paper: i64) -> Result<Vec<Vec<Value>>, ArchiveError> {
    let mut select = db.prepare_cached(&format!(
        "SELECT * FROM {table} WHERE paper = ? ORDER BY ord"
    ))?;
    let columns = select.column_count();
    let rows = select.query_map([paper], |row| {
        (0..columns).map(|column| row.get(column)).collect()
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
