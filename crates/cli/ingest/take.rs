//! One file, read and packed for the archive: the work of the threads.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use archive::{Access, Archive, Packed, Versions};
use paper::Recognised;

use crate::{
    catalogue,
    exit::Failure,
    files,
    ocr::{Now, Settled},
    reader::{Kept, Pool, Refusal},
    walk::Entry,
    within::{Part, Within},
};

use super::{
    away::Away,
    copies::{Copies, Reading, Turn},
};

/// What came of a file.
#[derive(Debug)]
pub(super) enum Taken {
    /// Read; of pages that were recognised meanwhile what came of them.
    Read(Box<Packed>, Vec<Settled>),
    /// The bytes of a paper that the archive has already, by their hash.
    Same(String),
    /// No paper of its own, but others within it; what of it could not be read.
    Container(Option<Refusal>),
    /// Within another file, and by its ending no paper.
    LeftAside(String),
    /// Not readable.
    Failed(Refusal),
}

/// A file, or one within it, and what came of it.
#[derive(Debug)]
pub(super) struct Piece {
    /// What follows the file's own location and name; nothing for the file itself.
    pub(super) within: String,
    /// Bytes.
    pub(super) size: u64,
    /// What came of it.
    pub(super) taken: Taken,
}

/// A file that a thread came to.
#[derive(Debug)]
pub(super) enum Took<'t> {
    /// What came of it and of those within it; no piece where its folder went away meanwhile. Until it is on its way to the writer
    /// it counts as being read.
    Pieces(Vec<Piece>, Option<Reading<'t>>),
    /// Nothing yet: another thread reads the same bytes.
    Later,
}

/// What a file has in common with its copies, as far as reading goes: the hash of its bytes, and its ending.
type Copied = (String, Option<String>);

/// Reads files by the pool's readers, unless the archive knows their bytes.
#[derive(Debug)]
pub(super) struct Taker<'p> {
    pool: &'p Pool,
    versions: &'p Versions,
    /// Endings of files that are no papers.
    leave_aside: &'p [String],
    away: Away,
    /// A connection of its own, so that threads need not wait for the writer.
    known: Mutex<Archive>,
    /// What could not be read in this run, by the hash of its bytes and its ending: a copy of it ends no further reader.
    unreadable: Mutex<BTreeMap<Copied, Refusal>>,
    copies: Copies,
    /// Whether a file is read though the archive knows its bytes: what failed may lie within it.
    again: bool,
    is_cut_off: AtomicBool,
    /// Recognises pages that are pictures, where that is done while files are read.
    now: Option<Now<'p>>,
}

impl<'p> Taker<'p> {
    /// A taker for the archive in `folder`.
    ///
    /// # Errors
    /// As for opening the archive.
    pub(super) fn new(
        folder: &Path,
        pool: &'p Pool,
        versions: &'p Versions,
        leave_aside: &'p [String],
        again: bool,
        now: Option<Now<'p>>,
    ) -> Result<Self, Failure> {
        Ok(Self {
            now,
            again,
            is_cut_off: AtomicBool::new(false),
            leave_aside,
            pool,
            versions,
            away: Away::default(),
            unreadable: Mutex::default(),
            copies: Copies::default(),
            known: Mutex::new(catalogue::open(folder, Access::Read)?),
        })
    }

    /// Ends the reading of what is being read, and of what else would be.
    pub(super) fn cut_off(&self) {
        self.is_cut_off.store(true, Ordering::Relaxed);
        self.pool.hurry();
        if let Some(now) = &self.now {
            now.cut_off();
        }
    }

    /// Which engine recognises pages while files are read.
    pub(super) fn engine(&self) -> Option<String> {
        self.now.as_ref().map(Now::engine)
    }

    /// Reads, understands and packs one file, and those within it; where it `may_wait`, not while a copy of it is being read.
    /// `None` where that was cut off, or no reader is to be had: what the file is, is not known then.
    pub(super) fn take(&self, entry: &Entry, may_wait: bool) -> Option<Took<'_>> {
        if self.away.holds(entry) {
            return Some(Took::Pieces(Vec::new(), None));
        }
        let bytes = files::bytes_of(entry.path(), self.pool.limits().file_bytes());
        self.away.note(entry, &bytes);
        let hash = bytes.as_ref().ok().map(|bytes| hash_of(bytes));
        let mut reading = None;
        if let Some(hash) = hash.as_ref().filter(|_| !self.again) {
            match self.copies.turn(hash) {
                Turn::Read(turn) => reading = Some(turn),
                Turn::Known => return Some(Took::Pieces(vec![copy(entry, hash)], None)),
                Turn::Later if may_wait => return Some(Took::Later),
                Turn::Later => {}
            }
        }
        let pieces = self.pieces(entry, bytes, hash)?;
        Some(Took::Pieces(pieces, reading))
    }

    fn pieces(
        &self,
        entry: &Entry,
        bytes: Result<Vec<u8>, Refusal>,
        mut hash: Option<String>,
    ) -> Option<Vec<Piece>> {
        let mut within = Within::new(self.pool);
        let mut pieces = Vec::new();
        let mut next = Some(Part::mother(entry.path(), bytes));
        while let Some(part) = next {
            let is_mother = part.path.is_empty();
            pieces.push(Piece {
                size: if is_mother { entry.size } else { part.size() },
                within: part.path.clone(),
                taken: self
                    .part(&mut within, part, hash.take())
                    .unwrap_or_else(Taken::Failed),
            });
            if self.is_cut_off.load(Ordering::Relaxed) {
                return None;
            }
            next = within.next();
        }
        self.pool.usable().is_ok().then_some(pieces)
    }

    /// Reads one of them; `hash` is that of its bytes, where it is known.
    fn part(
        &self,
        within: &mut Within<'_>,
        part: Part,
        hash: Option<String>,
    ) -> Result<Taken, Refusal> {
        let ending = part.extension().filter(|_| !part.path.is_empty());
        if let Some(ending) =
            ending.filter(|ending| self.leave_aside.iter().any(|one| one == ending))
        {
            return Ok(Taken::LeftAside(ending.to_owned()));
        }
        let bytes = part.bytes.as_ref().map_err(Clone::clone)?;
        let hash = hash.unwrap_or_else(|| hash_of(bytes));
        let is_mother = part.path.is_empty();
        if !(self.again && is_mother) && self.is_known(&hash)? {
            return Ok(Taken::Same(hash));
        }
        let copied = (hash.clone(), part.extension().map(str::to_owned));
        if let Some(refusal) = self.unreadable().get(&copied) {
            return Err(refusal.clone());
        }
        let (mut pictures, mut settled) = (Vec::new(), Vec::new());
        let read = within.read_seeing(part, |bytes, extension, unread| {
            pictures = unread.to_vec();
            let (seen, now) = self.see(&hash, bytes, extension, unread)?;
            settled = now;
            Ok(seen)
        });
        if let Err(refusal) = &read
            && archive::lies_in_bytes(&refusal.code)
        {
            self.unreadable().insert(copied, refusal.clone());
        }
        let (reading, paper) = read?;
        if reading.is_container {
            let damage = reading.document.warnings.into_iter().next();
            return Ok(Taken::Container(
                damage.map(|warning| Refusal::new("damaged", warning.message)),
            ));
        }
        let packed = Packed::new(&archive::Reading {
            hash: &hash,
            format: &reading.format,
            document: &reading.document,
            paper: &paper,
            versions: self.versions,
        });
        let packed = packed.map_err(|e| Refusal::new("archive", e.to_string()))?;
        let packed = packed.with_pictures(pictures);
        Ok(Taken::Read(Box::new(packed), settled))
    }

    /// What is known of a paper's pages that are pictures, or can be seen now.
    fn see(
        &self,
        hash: &str,
        bytes: &[u8],
        extension: Option<&str>,
        unread: &[u32],
    ) -> Result<(BTreeMap<u32, Recognised>, Vec<Settled>), Refusal> {
        let known = self.known().seen_pages(hash);
        let mut seen = known.map_err(|e| Refusal::new("archive", e.to_string()))?;
        seen.retain(|page, _| unread.contains(page));
        let Some(now) = &self.now else {
            return Ok((seen, Vec::new()));
        };
        let left: Vec<u32> = unread
            .iter()
            .copied()
            .filter(|page| !seen.contains_key(page))
            .collect();
        let file = Arc::new(Kept {
            bytes: bytes.to_vec(),
            extension: extension.map(str::to_owned),
        });
        let (new, settled) = now.see(&file, &left);
        seen.extend(new);
        Ok((seen, settled))
    }

    fn known(&self) -> MutexGuard<'_, Archive> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn unreadable(&self) -> MutexGuard<'_, BTreeMap<Copied, Refusal>> {
        self.unreadable
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the archive has these bytes, read by the reader that we are.
    fn is_known(&self, hash: &str) -> Result<bool, Refusal> {
        let versions = self
            .known()
            .versions_of(hash)
            .map_err(|e| Refusal::new("archive", e.to_string()))?;
        Ok(versions.is_some_and(|versions| versions.reader == self.versions.reader))
    }
}

fn hash_of(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// A file whose bytes were read in this run.
fn copy(entry: &Entry, hash: &str) -> Piece {
    Piece {
        within: String::new(),
        size: entry.size,
        taken: Taken::Same(hash.to_owned()),
    }
}
