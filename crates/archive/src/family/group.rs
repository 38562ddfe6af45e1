//! The connected parts that papers, signatures and heirs make, and the family that each of them is.
//!
//! A family is known by its founder: of the papers in it that took no other paper's place the oldest, by the number of
//! ingests that had come to their end before it came. So all papers that one ingest brings are of one age, however often it was killed
//! and resumed; between those the smaller hash decides.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::{Facts, Signature, link};
use crate::{ArchiveError, Batch, Op, PaperId, outbox};

impl Batch<'_> {
    /// Gives a paper of an archive that had no signatures its own, see [`crate::Archive::unsigned`].
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn put_signature(
        &mut self,
        paper: PaperId,
        signature: &Signature,
    ) -> Result<(), ArchiveError> {
        self.sign(paper.0, signature)?;
        // Only now it is known whether the paper is a draft, and so which version is the last.
        outbox::append_family(&self.db, self.family_of(paper.0)?, &self.now)
    }

    /// Notes that no paper is without a signature any more.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn all_signed(&mut self) -> Result<(), ArchiveError> {
        self.db
            .execute("DELETE FROM meta WHERE key = 'unsigned'", ())?;
        Ok(())
    }

    /// Gives a paper its signature and its family.
    pub(crate) fn sign(&mut self, paper: i64, signature: &Signature) -> Result<(), ArchiveError> {
        let signed = link::sign(&self.db, paper, signature)?;
        self.join(&kin(&self.db, paper)?)?;
        for (one, other) in signed.joined {
            self.join(&[one, other])?;
        }
        self.loosened.extend(signed.loosened);
        Ok(())
    }

    /// Looks once, for all papers of the batch that lost a link, with which they hang together still: of a thousand papers of
    /// one family that are understood anew each would look at all others.
    pub(crate) fn settle(&mut self) -> Result<(), ArchiveError> {
        let mut seen = BTreeSet::new();
        for paper in std::mem::take(&mut self.loosened) {
            if !seen.contains(&paper) {
                let part = part(&self.db, paper)?;
                self.regroup(&part)?;
                seen.extend(part);
            }
        }
        Ok(())
    }

    /// Gives a paper that is understood anew the signature of its text with its new facts.
    pub(crate) fn sign_again(&mut self, paper: i64, facts: &Facts) -> Result<(), ArchiveError> {
        let Some(id) = link::signature_of(&self.db, paper)? else {
            return Ok(());
        };
        let before = link::load(&self.db, id)?;
        self.sign(paper, &before.with_facts(facts))
    }

    /// The family of the paper that stood in a new one's place before, or a new one.
    pub(crate) fn family(&self, heir_of: Option<i64>, hash: &str) -> Result<i64, ArchiveError> {
        heir_of.map_or_else(|| self.found(hash), |old| self.family_of(old))
    }

    fn found(&self, hash: &str) -> Result<i64, ArchiveError> {
        // The row is still there where the paper was erased and entries of calendars are named after it.
        let found = self
            .db
            .prepare_cached(
                "INSERT INTO families (founder, changed, born) VALUES (?, ?, ?)
                 ON CONFLICT (founder) DO UPDATE SET changed = excluded.changed RETURNING id",
            )?
            .query_row(params![hash, self.now, self.age], |row| row.get(0))?;
        Ok(found)
    }

    /// Notes that a new paper took another one's place, whose family it is of.
    pub(crate) fn inherit(&self, paper: i64, heir_of: i64) -> Result<(), ArchiveError> {
        self.db
            .prepare_cached("INSERT INTO heirs VALUES (?, ?)")?
            .execute([paper, heir_of])?;
        Ok(())
    }

    /// Makes the families of some papers one, the oldest.
    fn join(&mut self, papers: &[i64]) -> Result<(), ArchiveError> {
        let mut families = BTreeSet::new();
        for &paper in papers {
            families.insert(self.family_of(paper)?);
        }
        if families.len() < 2 {
            return Ok(());
        }
        let ranked = families
            .iter()
            .map(|&family| Ok((self.rank(family)?, family)))
            .collect::<Result<BTreeSet<_>, ArchiveError>>()?;
        let mut ranked = ranked.into_iter().map(|(_, family)| family);
        let Some(oldest) = ranked.next() else {
            return Ok(());
        };
        for younger in ranked {
            let moved = group_of(&self.db, younger)?;
            self.changed(oldest, younger)?;
            self.put_in(&moved, oldest)?;
        }
        Ok(())
    }

    /// Gives papers that hang together the one family that is theirs.
    fn regroup(&mut self, papers: &BTreeSet<i64>) -> Result<(), ArchiveError> {
        let mut ranked = BTreeSet::new();
        for &paper in papers {
            let founded: Option<(i64, String, i64)> = self
                .db
                .prepare_cached(
                    "SELECT born, founder, families.id FROM papers JOIN families ON founder = hash WHERE papers.id = ?",
                )?
                .query_row([paper], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                .optional()?;
            ranked.extend(founded);
        }
        let family = match (ranked.into_iter().next(), papers.first()) {
            (Some((_, _, family)), _) => family,
            // All of them took another's place, whose family they were of.
            (None, Some(&first)) => self.found(&hash_of(&self.db, first)?)?,
            (None, None) => return Ok(()),
        };
        let (mut moved, mut left) = (Vec::new(), BTreeSet::new());
        for &paper in papers {
            let before = self.family_of(paper)?;
            if before != family {
                left.insert(before);
                moved.push(paper);
            }
        }
        self.regrouped.extend(&left);
        for before in left {
            self.changed(family, before)?;
        }
        self.put_in(&moved, family)
    }

    pub(crate) fn family_of(&self, paper: i64) -> Result<i64, ArchiveError> {
        Ok(self
            .db
            .prepare_cached("SELECT family FROM papers WHERE id = ?")?
            .query_row([paper], |row| row.get(0))?)
    }

    fn rank(&self, family: i64) -> Result<(i64, String), ArchiveError> {
        Ok(self
            .db
            .prepare_cached("SELECT born, founder FROM families WHERE id = ?")?
            .query_row([family], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    /// Notes that what a family says has changed, as often as another one's did and once more.
    fn changed(&self, family: i64, other: i64) -> Result<(), ArchiveError> {
        self.db
            .prepare_cached(
                "UPDATE families SET changed = ?, changes = changes + 1 + (SELECT changes FROM families WHERE id = ?)
                 WHERE id = ?",
            )?
            .execute(params![self.now, other, family])?;
        Ok(())
    }

    /// Puts papers into another family; whoever follows families hears of both.
    fn put_in(&mut self, papers: &[i64], family: i64) -> Result<(), ArchiveError> {
        self.regrouped.insert(family);
        let mut touched = BTreeSet::new();
        for &paper in papers {
            touched.insert(self.family_of(paper)?);
            self.db
                .prepare_cached("UPDATE papers SET family = ? WHERE id = ?")?
                .execute([family, paper])?;
            if self.has_place(paper)? {
                outbox::append(&self.db, paper, Op::Put, &self.now)?;
            }
        }
        touched.extend((!papers.is_empty()).then_some(family));
        for family in touched {
            outbox::append_family(&self.db, family, &self.now)?;
        }
        Ok(())
    }
}

/// How many ingests have come to their end.
pub(crate) fn age(db: &Connection) -> Result<i64, ArchiveError> {
    Ok(db
        .prepare_cached("SELECT count(*) FROM runs WHERE reason = 'done'")?
        .query_row((), |row| row.get(0))?)
}

/// The numbers that a question with one parameter gives, in order.
pub(super) fn numbers(db: &Connection, sql: &str, of: i64) -> Result<Vec<i64>, ArchiveError> {
    let mut select = db.prepare_cached(sql)?;
    let rows = select.query_map([of], |row| row.get(0))?;
    let mut numbers: Vec<i64> = rows.collect::<Result<_, _>>()?;
    numbers.sort_unstable();
    Ok(numbers)
}

/// The signatures of the same paper as one: those alike, and those of the same words.
pub(super) fn neighbours(db: &Connection, signature: i64) -> Result<Vec<i64>, ArchiveError> {
    let mut near = numbers(db, "SELECT other FROM alike WHERE one = ?", signature)?;
    near.extend(numbers(
        db,
        "SELECT id FROM signatures WHERE words = (SELECT words FROM signatures WHERE id = ?1) AND id <> ?1",
        signature,
    )?);
    Ok(near)
}

fn group_of(db: &Connection, family: i64) -> Result<Vec<i64>, ArchiveError> {
    numbers(db, "SELECT id FROM papers WHERE family = ?", family)
}

fn hash_of(db: &Connection, paper: i64) -> Result<String, ArchiveError> {
    Ok(db
        .prepare_cached("SELECT hash FROM papers WHERE id = ?")?
        .query_row([paper], |row| row.get(0))?)
}

/// A paper and those that it is directly joined to: one of each signature is enough, since the others are joined to it.
fn kin(db: &Connection, paper: i64) -> Result<Vec<i64>, ArchiveError> {
    let mut kin = vec![paper];
    let Some(signature) = link::signature_of(db, paper)? else {
        return Ok(kin);
    };
    let mut one_of =
        db.prepare_cached("SELECT paper FROM signed WHERE signature = ? AND paper <> ? LIMIT 1")?;
    let mut first = |signature: i64| -> rusqlite::Result<Option<i64>> {
        one_of
            .query_row([signature, paper], |row| row.get(0))
            .optional()
    };
    kin.extend(first(signature)?);
    for near in numbers(db, "SELECT other FROM alike WHERE one = ?", signature)? {
        kin.extend(first(near)?);
    }
    let same_words: Option<i64> = db
        .prepare_cached(
            "SELECT id FROM signatures WHERE words = (SELECT words FROM signatures WHERE id = ?1) AND id <> ?1 LIMIT 1",
        )?
        .query_row([signature], |row| row.get(0))
        .optional()?;
    if let Some(same) = same_words {
        kin.extend(first(same)?);
    }
    Ok(kin)
}

/// All papers that hang together with one.
fn part(db: &Connection, paper: i64) -> Result<BTreeSet<i64>, ArchiveError> {
    let (mut papers, mut signatures) = (BTreeSet::from([paper]), BTreeSet::new());
    let (mut papers_to_do, mut signatures_to_do) = (vec![paper], Vec::new());
    loop {
        if let Some(signature) = signatures_to_do.pop() {
            let more = link::papers_of(db, signature)?;
            papers_to_do.extend(more.into_iter().filter(|&paper| papers.insert(paper)));
            let near = neighbours(db, signature)?;
            signatures_to_do.extend(near.into_iter().filter(|&near| signatures.insert(near)));
        } else if let Some(paper) = papers_to_do.pop() {
            let own = link::signature_of(db, paper)?;
            signatures_to_do.extend(own.into_iter().filter(|&own| signatures.insert(own)));
            let mut more = numbers(db, "SELECT heir_of FROM heirs WHERE paper = ?", paper)?;
            more.extend(numbers(
                db,
                "SELECT paper FROM heirs WHERE heir_of = ?",
                paper,
            )?);
            papers_to_do.extend(more.into_iter().filter(|&paper| papers.insert(paper)));
        } else {
            return Ok(papers);
        }
    }
}
