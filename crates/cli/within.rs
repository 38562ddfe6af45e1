//! Files within files: each is a paper of its own that knows its mother, `mother.zip!/bilag/a.pdf`.

use std::{
    collections::{BTreeMap, VecDeque},
    path::Path,
};

use paper::{Paper, Recognised};

use crate::{
    files,
    reader::{Inner, Pool, Reading, Refusal},
};

/// How deep files may lie within each other.
const DEEPEST: usize = 4;
/// Files that are taken out of one file, at all depths.
const MOST: usize = 20_000;

/// A file that was given, or one within it.
#[derive(Debug)]
pub(crate) struct Part {
    /// What follows the mother's path: `!/bilag.pdf`, `!/bilag.pdf!/skema.docx`; nothing for the mother herself.
    pub(crate) path: String,
    /// Its bytes, or why it cannot be taken out.
    pub(crate) bytes: Result<Vec<u8>, Refusal>,
    extension: Option<String>,
    depth: usize,
}

impl Part {
    /// The file that was given.
    pub(crate) fn mother(path: &Path, bytes: Result<Vec<u8>, Refusal>) -> Self {
        Self {
            path: String::new(),
            bytes,
            extension: files::extension(path),
            depth: 0,
        }
    }

    /// Bytes.
    pub(crate) fn size(&self) -> u64 {
        self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)
    }

    /// The extension of its name, lower case.
    pub(crate) fn extension(&self) -> Option<&str> {
        self.extension.as_deref()
    }
}

/// A file whose files are being gone through.
#[derive(Debug)]
struct Opened {
    part: Part,
    files: VecDeque<Inner>,
    /// Where to go on with those that are still to be taken out.
    more: Option<u64>,
}

/// The files within a file that are still to be read, depth first, so that only the files of one path are held.
#[derive(Debug)]
pub(crate) struct Within<'p> {
    pool: &'p Pool,
    open: Vec<Opened>,
    left: usize,
    told: bool,
}

impl<'p> Within<'p> {
    /// None yet.
    pub(crate) fn new(pool: &'p Pool) -> Self {
        Self {
            pool,
            open: Vec::new(),
            left: MOST,
            told: false,
        }
    }

    /// Reads and understands a part; the files within it are next.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub(crate) fn read(&mut self, part: Part) -> Result<(Reading, Paper), Refusal> {
        self.read_seeing(part, |_, _, _| Ok(BTreeMap::new()))
    }

    /// As [`read`](Self::read); of a part with pages that are pictures `see` is given its bytes, its extension and those pages,
    /// and it is read again with what that saw.
    ///
    /// # Errors
    /// Why it cannot be read, or what `see` returns.
    pub(crate) fn read_seeing(
        &mut self,
        mut part: Part,
        see: impl FnOnce(&[u8], Option<&str>, &[u32]) -> Result<BTreeMap<u32, Recognised>, Refusal>,
    ) -> Result<(Reading, Paper), Refusal> {
        let bytes = part.bytes.as_ref().map_err(Clone::clone)?;
        let (mut reading, mut paper) = self.pool.read_paper(bytes, part.extension(), 0)?;
        let unread = reading.document.unread.as_slice();
        if !unread.is_empty() {
            let seen = see(bytes, part.extension(), unread)?;
            if !seen.is_empty() {
                let (again, understood) = self.pool.read_seen(bytes, part.extension(), &seen)?;
                (reading.document, paper) = (again.document, understood);
            }
        }
        let files = VecDeque::from(std::mem::take(&mut reading.enclosed));
        let more = reading.more;
        if more.is_none() {
            // All that is within was taken out.
            part.bytes = Ok(Vec::new());
        }
        if !files.is_empty() {
            self.open.push(Opened { part, files, more });
        }
        Ok((reading, paper))
    }

    /// The next file within.
    pub(crate) fn next(&mut self) -> Option<Part> {
        loop {
            let opened = self.open.last_mut()?;
            let depth = opened.part.depth + 1;
            match opened.files.pop_front() {
                Some((name, bytes)) => {
                    let path = format!("{}!/{name}", opened.part.path);
                    let Some(bytes) = self.admit(depth, bytes) else {
                        self.open.pop();
                        continue;
                    };
                    let extension = files::extension(Path::new(&name));
                    return Some(Part {
                        path,
                        bytes,
                        extension,
                        depth,
                    });
                }
                None => self.refill(),
            }
        }
    }

    /// The bytes, or that they are too deep or too many, which is told of the first such file for all.
    fn admit(
        &mut self,
        depth: usize,
        bytes: Result<Vec<u8>, Refusal>,
    ) -> Option<Result<Vec<u8>, Refusal>> {
        if depth > DEEPEST {
            let message =
                format!("lies in more than {DEEPEST} files: unpack those and take the folder");
            self.open.last_mut()?.files.clear();
            self.open.last_mut()?.more = None;
            return Some(Err(Refusal::new("too-deep", message)));
        }
        if self.left == 0 {
            if std::mem::replace(&mut self.told, true) {
                return None;
            }
            let message = format!(
                "more than {MOST} files lie in one, and those from here on are left: unpack it and take the folder"
            );
            return Some(Err(Refusal::new("too-many", message)));
        }
        self.left -= 1;
        Some(bytes)
    }

    /// Takes out the next files of the last one, or closes it.
    fn refill(&mut self) {
        let Some(mut opened) = self.open.pop() else {
            return;
        };
        let (Some(from), Ok(bytes)) = (opened.more, &opened.part.bytes) else {
            return;
        };
        // What was read once is read again without a word; where it is not, the rest is told to be lost.
        match self.pool.read_paper(bytes, opened.part.extension(), from) {
            Ok((reading, _)) => {
                opened.files = reading.enclosed.into();
                opened.more = reading.more.filter(|_| !opened.files.is_empty());
            }
            Err(refusal) => {
                opened.files = VecDeque::from([(format!("(from file {from} on)"), Err(refusal))]);
                opened.more = None;
            }
        }
        self.open.push(opened);
    }
}
