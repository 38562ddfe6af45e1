//! The papers of one family.

use jiff::civil::Date;
use paper::Paper;
use rusqlite::OptionalExtension;

use super::{Judgement, Signature, link};
use crate::{Archive, ArchiveError, PaperId, blob, query};

/// A paper of a family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relative {
    /// Which.
    pub id: PaperId,
    /// BLAKE3 of its bytes, hex.
    pub hash: String,
    /// Its first path; `None` where another paper has taken its place, or it was pruned.
    pub path: Option<String>,
    /// `pdf`, `docx` or `text`.
    pub format: String,
    /// The day it was written.
    pub date: Option<Date>,
    /// Whether it calls itself a draft.
    pub is_draft: bool,
    /// What it is to the paper that was asked for, by their texts; `None` where an archive of before has not compared them.
    pub judgement: Option<Judgement>,
}

/// The papers of a family, the last version first: one that has a place still, not a draft, of the latest date; of those
/// alike the first path.
const FAMILY: &str = "SELECT papers.id, papers.hash, format, date, signatures.value,
        (SELECT path FROM places WHERE paper = papers.id ORDER BY missing, path, location LIMIT 1) AS first
    FROM papers LEFT JOIN signed ON signed.paper = papers.id LEFT JOIN signatures ON signatures.id = signature
    WHERE family = (SELECT family FROM papers WHERE papers.id = ?)
    ORDER BY first IS NULL, date DESC, first, papers.id DESC";

impl Archive {
    /// All papers of a paper's family, itself among them, the last version first.
    ///
    /// # Errors
    /// As SQLite has them; [`ArchiveError::Damaged`] for what cannot be read back.
    pub fn family(&self, id: PaperId) -> Result<Vec<Relative>, ArchiveError> {
        // An archive of an earlier version that is only read has no signatures yet.
        let mut table = self
            .db
            .prepare_cached("SELECT 1 FROM sqlite_schema WHERE name = 'signed'")?;
        if !table.exists(())? {
            return Ok(Vec::new());
        }
        let own = match link::signature_of(&self.db, id.0)? {
            Some(own) => Some(link::load(&self.db, own)?),
            None => None,
        };
        let mut select = self.db.prepare_cached(FAMILY)?;
        let mut rows = select.query([id.0])?;
        let mut family = Vec::new();
        while let Some(row) = rows.next()? {
            let date: Option<String> = row.get(3)?;
            let value: Option<Vec<u8>> = row.get(4)?;
            let signature = value
                .map(|bytes| Signature::from_bytes(&bytes))
                .transpose()?;
            family.push(Relative {
                id: PaperId(row.get(0)?),
                hash: row.get(1)?,
                format: row.get(2)?,
                date: date.as_deref().map(query::day).transpose()?,
                path: row.get(5)?,
                is_draft: signature.as_ref().is_some_and(|s| s.facts.is_draft),
                judgement: own
                    .as_ref()
                    .zip(signature.as_ref())
                    .map(|(own, s)| own.judge(s)),
            });
        }
        family.sort_by_key(|one| (one.path.is_none(), one.is_draft));
        Ok(family)
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

    /// Some papers that have no signature yet, at most `limit`: those of an archive of before there were any.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn unsigned(&self, limit: usize) -> Result<Vec<PaperId>, ArchiveError> {
        let mut select = self.db.prepare_cached(
            "SELECT id FROM papers WHERE id NOT IN (SELECT paper FROM signed)
                 AND id IN (SELECT paper FROM contents) ORDER BY id LIMIT ?",
        )?;
        let rows = select.query_map([limit], |row| row.get(0).map(PaperId))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
