//! What people said of papers' values: kept beside the records, and put into them whenever they are written.
//!
//! A record is stored with its corrections in it; [`paper::restore`] gives it back as the rules made it. So a reader of the
//! archive needs to know nothing of them, and whoever writes a record, by whatever rules, has them put in here. What
//! a paper is (its signature, its family) goes by what the rules read alone.

use std::{borrow::Cow, collections::BTreeSet};

use paper::{Correction, Given, Outcome, Paper, Places, Scope};
use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    Archive, ArchiveError, Batch, Op, PaperId, Understood, blob, open, outbox, values::Rows,
};

/// A correction within one archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CorrectionId(i64);

/// A correction that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Which.
    pub id: CorrectionId,
    /// The paper that it was made at.
    pub paper: PaperId,
    /// Its hash.
    pub hash: String,
    /// Its first path. Where another paper has taken its place and all are asked for, that of its family's last version;
    /// `None` where that was pruned too.
    pub path: Option<String>,
    /// Hashes of the versions that came after it was made, or of all where it was made at one that the archive never had.
    pub later: Vec<String>,
    /// What was said.
    pub correction: Correction,
}

const KEPT: &str = "SELECT corrections.id, paper, hash, correction, newest,
        (SELECT path FROM places WHERE places.paper = papers.id ORDER BY missing, path, location LIMIT 1),
        (SELECT group_concat(hash, ' ') FROM (SELECT others.hash FROM papers AS others
            WHERE others.family = papers.family AND others.id > newest ORDER BY others.id))
    FROM corrections JOIN papers ON papers.id = paper";
const OF_FAMILY: &str =
    "WHERE family = (SELECT family FROM papers WHERE id = ?) ORDER BY corrections.id";

impl Archive {
    /// The corrections of the archive, in the order in which they were made.
    ///
    /// # Errors
    /// As SQLite has them; [`ArchiveError::Damaged`] for what cannot be read back.
    pub fn corrections(&self) -> Result<Vec<Kept>, ArchiveError> {
        if !open::has_table(&self.db, "corrections")? {
            return Ok(Vec::new());
        }
        let kept = kept(&self.db, &format!("{KEPT} ORDER BY corrections.id"), &[])?;
        let mut kept: Vec<Kept> = kept.into_iter().map(|(kept, _)| kept).collect();
        for one in kept.iter_mut().filter(|kept| kept.path.is_none()) {
            let last = self.family(one.paper)?.into_iter().next();
            one.path = last.and_then(|last| last.path);
        }
        Ok(kept)
    }
}

impl Batch<'_> {
    /// A paper's record as it is at this moment, within the batch. `None` where there is no such paper.
    ///
    /// # Errors
    /// As SQLite has them; [`ArchiveError::Damaged`] for what cannot be read back.
    pub fn understood(&self, paper: PaperId) -> Result<Option<Paper>, ArchiveError> {
        let stored = stored(&self.db, paper.0)?;
        stored.map(|record| blob::paper(&record)).transpose()
    }

    /// The corrections of a paper and of the other versions of its family, in the order in which they were made.
    ///
    /// # Errors
    /// As SQLite has them; [`ArchiveError::Damaged`] for what cannot be read back.
    pub fn corrections_of(&self, paper: PaperId) -> Result<Vec<Kept>, ArchiveError> {
        let kept = kept(&self.db, &format!("{KEPT} {OF_FAMILY}"), &[&paper.0])?;
        Ok(kept.into_iter().map(|(kept, _)| kept).collect())
    }

    /// Keeps a correction, puts it into the records of the paper and of the other versions of its family, and tells what
    /// became of it in the paper itself.
    ///
    /// # Errors
    /// As SQLite has them; [`ArchiveError::Damaged`] for what cannot be read back.
    pub fn correct(
        &mut self,
        paper: PaperId,
        correction: &Correction,
    ) -> Result<Outcome, ArchiveError> {
        self.take_over(paper, correction, &[])
    }

    /// As [`Batch::correct`], of what was said before: `later` are the hashes of the versions that came after it. The paper is
    /// among them where it was said of a version that the archive does not have.
    ///
    /// # Errors
    /// As [`Batch::correct`].
    pub fn take_over(
        &mut self,
        paper: PaperId,
        correction: &Correction,
        later: &[String],
    ) -> Result<Outcome, ArchiveError> {
        let mut newest: i64 = self
            .db
            .query_row("SELECT max(id) FROM papers", (), |row| row.get(0))?;
        let mut version = self.db.prepare_cached(
            "SELECT id FROM papers WHERE hash = ? AND family = (SELECT family FROM papers WHERE id = ?)",
        )?;
        for hash in later {
            let id: Option<i64> = version
                .query_row(params![hash, paper.0], |row| row.get(0))
                .optional()?;
            newest = id.map_or(newest, |id| newest.min(id - 1));
        }
        drop(version);
        self.db
            .prepare_cached("INSERT INTO corrections (paper, newest, correction) VALUES (?, ?, ?)")?
            .execute(params![paper.0, newest, blob::json(correction)?])?;
        let id = CorrectionId(self.db.last_insert_rowid());
        self.is_corrected = true;
        let outcomes = self.amend_family(paper.0)?;
        let own = outcomes.into_iter().find(|(one, _)| *one == id);
        Ok(own.map_or(Outcome::Elsewhere, |(_, outcome)| outcome))
    }

    /// Takes a correction back. `false` where there is none.
    ///
    /// # Errors
    /// As [`Batch::correct`].
    pub fn uncorrect(&mut self, id: CorrectionId) -> Result<bool, ArchiveError> {
        let paper: Option<i64> = self
            .db
            .prepare_cached("DELETE FROM corrections WHERE id = ? RETURNING paper")?
            .query_row([id.0], |row| row.get(0))
            .optional()?;
        if let Some(paper) = paper {
            self.amend_family(paper)?;
        }
        Ok(paper.is_some())
    }

    /// What was understood, with the corrections of the paper's family in it; of its text as it is kept, or as it will be.
    pub(crate) fn amended<'u>(
        &self,
        paper: i64,
        understood: &'u Understood,
        text: Option<&[u8]>,
    ) -> Result<Cow<'u, Understood>, ArchiveError> {
        if !self.is_corrected || given_to(&self.db, paper)?.is_empty() {
            return Ok(Cow::Borrowed(understood));
        }
        let mut record = blob::paper(&understood.record)?;
        put_in(&self.db, paper, &mut record, text)?;
        Ok(Cow::Owned(Understood {
            record: blob::pack_paper(&record)?,
            rows: Rows::new(&record)?,
            ..understood.clone()
        }))
    }

    /// Writes anew the records of those papers whose corrections may be others, since their family is another one.
    pub(crate) fn amend_regrouped(&mut self) -> Result<(), ArchiveError> {
        let families = std::mem::take(&mut self.regrouped);
        if !self.is_corrected {
            return Ok(());
        }
        for family in families {
            let mut papers = self.db.prepare_cached(
                "SELECT id FROM papers WHERE family = ?1 AND (corrected > 0 OR EXISTS
                     (SELECT 1 FROM corrections JOIN papers AS others ON others.id = paper WHERE others.family = ?1))",
            )?;
            let papers = papers.query_map([family], |row| row.get::<_, i64>(0))?;
            for paper in papers.collect::<Result<Vec<_>, _>>()? {
                self.amend(paper)?;
            }
        }
        Ok(())
    }

    /// Puts the corrections of a family into all of its records anew, and tells what became of them in one of its papers.
    fn amend_family(&mut self, paper: i64) -> Result<Vec<(CorrectionId, Outcome)>, ArchiveError> {
        let mut family = self.db.prepare_cached(
            "SELECT id FROM papers WHERE family = (SELECT family FROM papers WHERE id = ?)",
        )?;
        let family = family.query_map([paper], |row| row.get::<_, i64>(0))?;
        let family: BTreeSet<i64> = family.collect::<Result<_, _>>()?;
        let mut own = Vec::new();
        for one in family {
            let (is_changed, outcomes) = self.amend(one)?;
            if is_changed && one == paper {
                self.note_change(paper)?;
            }
            if one == paper {
                own = outcomes;
            }
        }
        Ok(own)
    }

    /// Puts a paper's corrections into its record anew; whether the record is another one by it, and what became of them.
    fn amend(&self, id: i64) -> Result<(bool, Vec<(CorrectionId, Outcome)>), ArchiveError> {
        let Some(before) = stored(&self.db, id)? else {
            return Ok((false, Vec::new()));
        };
        let mut record = blob::paper(&before)?;
        let outcomes = put_in(&self.db, id, &mut record, None)?;
        let after = blob::pack_paper(&record)?;
        if after == before {
            return Ok((false, outcomes));
        }
        let rows = Rows::new(&record)?;
        self.db
            .prepare_cached("UPDATE contents SET record = ? WHERE paper = ?")?
            .execute(params![after, id])?;
        self.db
            .prepare_cached("UPDATE papers SET kind = ?, title = ?, date = ? WHERE id = ?")?
            .execute(params![rows.kind, rows.title, rows.date, id])?;
        rows.write(&self.db, id)?;
        if self.has_place(id)? {
            outbox::append(&self.db, id, Op::Put, &self.now)?;
        }
        Ok((true, outcomes))
    }
}

/// Whether the archive holds any correction: most hold none, and papers cost nothing more then.
pub(crate) fn any(db: &Connection) -> Result<bool, ArchiveError> {
    let mut any = db.prepare_cached("SELECT 1 FROM corrections LIMIT 1")?;
    Ok(any.exists(())?)
}

fn stored(db: &Connection, paper: i64) -> Result<Option<Vec<u8>>, ArchiveError> {
    Ok(db
        .prepare_cached("SELECT record FROM contents WHERE paper = ?")?
        .query_row([paper], |row| row.get(0))
        .optional()?)
}

/// Puts the corrections of a paper's family into its record.
fn put_in(
    db: &Connection,
    id: i64,
    record: &mut Paper,
    text: Option<&[u8]>,
) -> Result<Vec<(CorrectionId, Outcome)>, ArchiveError> {
    let kept = given_to(db, id)?;
    let text = match text {
        Some(text) => blob::text(text)?,
        None => kept_text(db, id)?,
    };
    let given: Vec<Given<'_>> = kept
        .iter()
        .map(|(kept, newest)| Given {
            correction: &kept.correction,
            scope: match kept.paper.0 {
                // Also the paper itself, where it stands for the version that this was said of.
                _ if id > *newest => Scope::Later,
                own if own == id => Scope::Own,
                _ => Scope::Earlier,
            },
        })
        .collect();
    let places = Places::new(&text, record.pages.is_some());
    let outcomes = paper::apply(record, &given, &places);
    let ids = kept.iter().map(|(kept, _)| kept.id);
    Ok(ids.zip(outcomes).collect())
}

fn kept_text(db: &Connection, paper: i64) -> Result<String, ArchiveError> {
    let text: Option<Vec<u8>> = db
        .prepare_cached("SELECT text FROM contents WHERE paper = ?")?
        .query_row([paper], |row| row.get(0))
        .optional()?;
    Ok(text
        .map(|text| blob::text(&text))
        .transpose()?
        .unwrap_or_default())
}

/// The corrections of a paper's family, each with the archive's newest paper of when it was made.
fn given_to(db: &Connection, paper: i64) -> Result<Vec<(Kept, i64)>, ArchiveError> {
    kept(db, &format!("{KEPT} {OF_FAMILY}"), &[&paper])
}

fn kept(
    db: &Connection,
    sql: &str,
    parameters: &[&dyn rusqlite::ToSql],
) -> Result<Vec<(Kept, i64)>, ArchiveError> {
    let mut select = db.prepare_cached(sql)?;
    let mut rows = select.query(parameters)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let correction: String = row.get(3)?;
        let kept = Kept {
            id: CorrectionId(row.get(0)?),
            paper: PaperId(row.get(1)?),
            hash: row.get(2)?,
            path: row.get(5)?,
            later: row
                .get::<_, Option<String>>(6)?
                .map(|later| later.split(' ').map(str::to_owned).collect())
                .unwrap_or_default(),
            correction: blob::from_json(&correction, "a correction")?,
        };
        found.push((kept, row.get(4)?));
    }
    Ok(found)
}
