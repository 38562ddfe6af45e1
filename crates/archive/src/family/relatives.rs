//! The papers of one family.

use std::collections::BTreeSet;

use jiff::civil::Date;
use paper::Paper;
use rusqlite::{Connection, OptionalExtension, params};

use super::{Judgement, Signature, link};
use crate::{Archive, ArchiveError, PaperId, blob, open, query};

/// A paper of a family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relative {
    /// Which.
    pub id: PaperId,
    /// BLAKE3 of its bytes, hex.
    pub hash: String,
    /// Its first path; `None` where another paper has taken its place, or it was pruned.
    pub path: Option<String>,
    /// `pdf`, `docx`, `text` … (`formats::Format::word`).
    pub format: String,
    /// The day it was written.
    pub date: Option<Date>,
    /// Whether it calls itself a draft.
    pub is_draft: bool,
    /// A number for all of its words in order; `None` where they are very few.
    pub words: Option<i64>,
    /// What it is to the paper that was asked for, by their texts; `None` where an archive of before has not compared them.
    pub judgement: Option<Judgement>,
}

/// The papers of families, each family's last version first: one that has a place still, not a draft, of the latest date; of
/// those alike the first path.
const FAMILY: &str = "SELECT papers.id, papers.hash, format, date, draft, value, family,
        (SELECT path FROM places WHERE paper = papers.id ORDER BY missing, path, location LIMIT 1) AS first
    FROM papers LEFT JOIN signed ON signed.paper = papers.id LEFT JOIN signatures ON signatures.id = signature";
const LAST_FIRST: &str = "ORDER BY family, first IS NULL, draft, date DESC, first, papers.id DESC";

impl Archive {
    /// All papers of a paper's family, itself among them, the last version first.
    ///
    /// # Errors
    /// As SQLite has them; [`ArchiveError::Damaged`] for what cannot be read back.
    pub fn family(&self, id: PaperId) -> Result<Vec<Relative>, ArchiveError> {
        if !self.has_signatures()? {
            return Ok(Vec::new());
        }
        let own = match link::signature_of(&self.db, id.0)? {
            Some(own) => Some(link::load(&self.db, own)?),
            None => None,
        };
        let mut select = self.db.prepare_cached(&format!(
            "{FAMILY} WHERE family = (SELECT family FROM papers WHERE id = ?) {LAST_FIRST}"
        ))?;
        let mut rows = select.query([id.0])?;
        let mut family = Vec::new();
        while let Some(row) = rows.next()? {
            let date: Option<String> = row.get(3)?;
            let value: Option<Vec<u8>> = row.get(5)?;
            let signature = value
                .map(|bytes| Signature::from_bytes(&bytes))
                .transpose()?;
            family.push(Relative {
                id: PaperId(row.get(0)?),
                hash: row.get(1)?,
                format: row.get(2)?,
                date: date.as_deref().map(query::day).transpose()?,
                path: row.get(7)?,
                words: signature.as_ref().and_then(Signature::words),
                is_draft: row.get::<_, Option<bool>>(4)?.unwrap_or_default(),
                judgement: own
                    .as_ref()
                    .zip(signature.as_ref())
                    .map(|(own, s)| own.judge(s)),
            });
        }
        Ok(family)
    }

    /// The paper of a hash, else, where it has no place any more, the last version of its family. `None` where that has none
    /// either.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn paper_or_last(&self, hash: &str) -> Result<Option<PaperId>, ArchiveError> {
        let found: Option<(i64, i64, bool)> = self
            .db
            .prepare_cached(
                "SELECT id, family, EXISTS (SELECT 1 FROM places WHERE paper = papers.id) FROM papers WHERE hash = ?",
            )?
            .query_row([hash], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        match found {
            Some((paper, _, true)) => Ok(Some(PaperId(paper))),
            Some((_, family, false)) => last_of(&self.db, family),
            None => Ok(None),
        }
    }

    /// The number of a paper's family, the same for all its versions and formats; another one when they turn out to be
    /// others, which the outbox tells. `None` where there is no such paper.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn family_number(&self, id: PaperId) -> Result<Option<u64>, ArchiveError> {
        Ok(self
            .db
            .prepare_cached("SELECT family FROM papers WHERE id = ?")?
            .query_row([id.0], |row| row.get(0))
            .optional()?)
    }

    /// The papers of whose family another one is the last version, or the same in another format.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn not_last(&self) -> Result<BTreeSet<PaperId>, ArchiveError> {
        let mut others = BTreeSet::new();
        if !self.has_signatures()? {
            return Ok(others);
        }
        let mut select = self.db.prepare_cached(&format!(
            "{FAMILY} WHERE family IN (SELECT family FROM papers GROUP BY family HAVING count(*) > 1) {LAST_FIRST}"
        ))?;
        let mut rows = select.query(())?;
        let mut last = None;
        while let Some(row) = rows.next()? {
            let family: i64 = row.get(6)?;
            if last.replace(family) == Some(family) {
                others.insert(PaperId(row.get(0)?));
            }
        }
        Ok(others)
    }

    /// How many other papers of a paper's family have a place.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn other_versions(&self, id: PaperId) -> Result<usize, ArchiveError> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT count(*) FROM papers WHERE family = (SELECT family FROM papers WHERE id = ?1) AND id <> ?1
                     AND EXISTS (SELECT 1 FROM places WHERE paper = papers.id)",
            )?
            .query_row([id.0], |row| row.get(0))?)
    }

    /// Whether the archive has signatures: one of an earlier version that is only read has none yet.
    fn has_signatures(&self) -> Result<bool, ArchiveError> {
        open::has_table(&self.db, "signed")
    }

    /// What was understood of a paper, also of one whose place another one has taken. `None` where there is no such paper.
    ///
    /// # Errors
    /// As SQLite has them; [`ArchiveError::Damaged`] for what cannot be read back.
    pub fn understood(&self, id: PaperId) -> Result<Option<Paper>, ArchiveError> {
        let stored: Option<Vec<u8>> = self
            .db
            .prepare_cached("SELECT record FROM contents WHERE paper = ?")?
            .query_row([id.0], |row| row.get(0))
            .optional()?;
        stored.map(|record| blob::paper(&record)).transpose()
    }

    /// Whether there may be papers without a signature: those of an archive of before there were any, until
    /// [`crate::Batch::all_signed`].
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn may_be_unsigned(&self) -> Result<bool, ArchiveError> {
        Ok(self
            .db
            .prepare_cached("SELECT 1 FROM meta WHERE key = 'unsigned'")?
            .exists(())?)
    }

    /// Some papers that have no signature yet, after one of them, at most `limit`.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn unsigned(
        &self,
        after: Option<PaperId>,
        limit: usize,
    ) -> Result<Vec<PaperId>, ArchiveError> {
        let mut select = self.db.prepare_cached(
            "SELECT id FROM papers WHERE id > ? AND id NOT IN (SELECT paper FROM signed)
                 AND id IN (SELECT paper FROM contents) ORDER BY id LIMIT ?",
        )?;
        let after = after.map_or(0, |id| id.0);
        let rows = select.query_map(params![after, limit], |row| row.get(0).map(PaperId))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// A family's last version; `None` where no paper of it has a place.
pub(crate) fn last_of(db: &Connection, family: i64) -> Result<Option<PaperId>, ArchiveError> {
    let last: Option<(i64, Option<String>)> = db
        .prepare_cached(&format!("{FAMILY} WHERE family = ? {LAST_FIRST} LIMIT 1"))?
        .query_row([family], |row| Ok((row.get(0)?, row.get(7)?)))
        .optional()?;
    Ok(last.and_then(|(paper, path)| path.map(|_| PaperId(paper))))
}
