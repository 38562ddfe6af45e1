//! Which signatures are of one paper, as the database has it.
//!
//! Two signatures are compared where they share a key, unless the key is shared by more than [`CROWD`]: what so many have in
//! common is a template, and to compare them all would cost their square. Whether a key is crowded depends on what is in the archive and not
//! on the order in which it came: a key that becomes crowded takes back the links that rested on it alone, and one that is
//! so no more links anew.

use rusqlite::{Connection, OptionalExtension, params};

use super::{Signature, group};
use crate::ArchiveError;

/// Signatures that may share a key and still be compared. What is lost: versions of a paper that share no key with each
/// other but those of a template of more papers than this.
const CROWD: usize = 64;

/// A signature that is in the database.
struct Kept {
    id: i64,
    signature: Signature,
}

/// Gives a paper its signature, in place of the one it had, and joins it with the papers that are the same. Returns
/// the papers that may hang together otherwise now: its own links are joined already.
pub(super) fn sign(
    db: &Connection,
    paper: i64,
    signature: &Signature,
) -> Result<Signed, ArchiveError> {
    let bytes = signature.to_bytes()?;
    let digest = match signature.words() {
        Some(_) => Signature::digest(&bytes),
        // Too short to tell papers apart: each has one of its own.
        None => -paper,
    };
    let before = signature_of(db, paper)?;
    let known = db
        .prepare_cached("SELECT id FROM signatures WHERE digest = ?")?
        .query_row([digest], |row| row.get(0))
        .optional()?;
    if before.is_some() && before == known {
        return Ok(Signed::default());
    }
    let mut signed = Signed::default();
    let id = match known {
        Some(id) => id,
        None => {
            db.prepare_cached(
                "INSERT INTO signatures (digest, words, draft, value) VALUES (?, ?, ?, ?)",
            )?
            .execute(params![
                digest,
                signature.words(),
                signature.facts.is_draft,
                bytes
            ])?;
            let id = db.last_insert_rowid();
            let signature = signature.clone();
            link(db, &Kept { id, signature }, &mut signed)?;
            id
        }
    };
    db.prepare_cached("INSERT OR REPLACE INTO signed VALUES (?, ?)")?
        .execute([paper, id])?;
    if let Some(before) = before {
        signed.loosened.push(paper);
        forget(db, before, &mut signed)?;
    }
    Ok(signed)
}

/// What a new signature changed beside the paper's own links.
#[derive(Default)]
pub(super) struct Signed {
    /// Papers that lost a link.
    pub(super) loosened: Vec<i64>,
    /// Pairs of papers that got one.
    pub(super) joined: Vec<(i64, i64)>,
}

pub(super) fn signature_of(db: &Connection, paper: i64) -> Result<Option<i64>, ArchiveError> {
    Ok(db
        .prepare_cached("SELECT signature FROM signed WHERE paper = ?")?
        .query_row([paper], |row| row.get(0))
        .optional()?)
}

/// A signature by its number.
pub(super) fn load(db: &Connection, id: i64) -> Result<Signature, ArchiveError> {
    let bytes: Vec<u8> = db
        .prepare_cached("SELECT value FROM signatures WHERE id = ?")?
        .query_row([id], |row| row.get(0))?;
    Signature::from_bytes(&bytes)
}

/// Enters a signature under its keys and links it to those that are of the same paper.
fn link(db: &Connection, new: &Kept, signed: &mut Signed) -> Result<(), ArchiveError> {
    let mut candidates = Vec::new();
    for key in new.signature.keys() {
        let key = key.cast_signed();
        let others = members(db, key)?;
        db.prepare_cached("INSERT OR IGNORE INTO keys VALUES (?, ?)")?
            .execute([key, new.id])?;
        match others.len() {
            CROWD => crowded(db, others, signed)?,
            few if few < CROWD => candidates.extend(others),
            _ => {}
        }
    }
    candidates.sort_unstable();
    candidates.dedup();
    for id in candidates {
        let signature = load(db, id)?;
        link_pair(db, new, &Kept { id, signature })?;
    }
    Ok(())
}

/// The signatures of a key; of a crowded one some, more than may be compared.
fn members(db: &Connection, key: i64) -> Result<Vec<i64>, ArchiveError> {
    let mut select = db.prepare_cached("SELECT signature FROM keys WHERE key = ? LIMIT ?")?;
    let rows = select.query_map(params![key, CROWD + 1], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn link_pair(db: &Connection, a: &Kept, b: &Kept) -> Result<bool, ArchiveError> {
    let same = a.signature.judge(&b.signature).same();
    if same {
        let mut insert = db.prepare_cached("INSERT OR IGNORE INTO alike VALUES (?, ?)")?;
        insert.execute([a.id, b.id])?;
        insert.execute([b.id, a.id])?;
    }
    Ok(same)
}

/// Takes back the links between signatures that no key holds together any more which is not crowded.
fn crowded(db: &Connection, ids: Vec<i64>, signed: &mut Signed) -> Result<(), ArchiveError> {
    let kept = all(db, &ids)?;
    for (at, one) in kept.iter().enumerate() {
        let keys = one.signature.keys();
        for other in kept.iter().skip(at + 1) {
            if !are_linked(db, one.id, other.id)? {
                continue;
            }
            let theirs = other.signature.keys();
            let mut shared = keys.iter().filter(|key| theirs.binary_search(key).is_ok());
            let holds = shared.try_fold(false, |holds, key| {
                Ok::<_, ArchiveError>(holds || members(db, key.cast_signed())?.len() <= CROWD)
            })?;
            if !holds {
                unlink(db, one.id, other.id)?;
                signed.loosened.extend(papers_of(db, one.id)?);
                signed.loosened.extend(papers_of(db, other.id)?);
            }
        }
    }
    Ok(())
}

fn all(db: &Connection, ids: &[i64]) -> Result<Vec<Kept>, ArchiveError> {
    ids.iter()
        .map(|&id| {
            let signature = load(db, id)?;
            Ok(Kept { id, signature })
        })
        .collect()
}

fn are_linked(db: &Connection, one: i64, other: i64) -> Result<bool, ArchiveError> {
    Ok(db
        .prepare_cached("SELECT 1 FROM alike WHERE one = ? AND other = ?")?
        .exists([one, other])?)
}

fn unlink(db: &Connection, one: i64, other: i64) -> Result<(), ArchiveError> {
    let mut delete = db.prepare_cached("DELETE FROM alike WHERE one = ? AND other = ?")?;
    delete.execute([one, other])?;
    delete.execute([other, one])?;
    Ok(())
}

/// The papers that have a signature.
pub(super) fn papers_of(db: &Connection, signature: i64) -> Result<Vec<i64>, ArchiveError> {
    group::numbers(
        db,
        "SELECT paper FROM signed WHERE signature = ?",
        signature,
    )
}

/// Drops a signature that no paper has any more.
fn forget(db: &Connection, id: i64, signed: &mut Signed) -> Result<(), ArchiveError> {
    if let Some(&left) = papers_of(db, id)?.first() {
        signed.loosened.push(left);
        return Ok(());
    }
    let signature = load(db, id)?;
    for near in group::neighbours(db, id)? {
        signed.loosened.extend(papers_of(db, near)?);
        unlink(db, id, near)?;
    }
    for key in signature.keys() {
        let key = key.cast_signed();
        db.prepare_cached("DELETE FROM keys WHERE key = ? AND signature = ?")?
            .execute([key, id])?;
        let left = members(db, key)?;
        if left.len() == CROWD {
            no_more_crowded(db, &left, signed)?;
        }
    }
    db.prepare_cached("DELETE FROM signatures WHERE id = ?")?
        .execute([id])?;
    Ok(())
}

fn no_more_crowded(db: &Connection, ids: &[i64], signed: &mut Signed) -> Result<(), ArchiveError> {
    let kept = all(db, ids)?;
    for (at, one) in kept.iter().enumerate() {
        for other in kept.iter().skip(at + 1) {
            if link_pair(db, one, other)? {
                let ends = papers_of(db, one.id)?
                    .into_iter()
                    .zip(papers_of(db, other.id)?);
                signed.joined.extend(ends.take(1));
            }
        }
    }
    Ok(())
}
