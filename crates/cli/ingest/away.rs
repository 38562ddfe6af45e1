//! Notices a share that goes away while its files are read: what was not read is left for the next run, and no file is
//! blamed for it.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use crate::{reader::Refusal, terminal, walk::Entry};

/// Files that cannot be read one after the other before it is asked whether their folder is still there.
const SUSPICIOUS: usize = 32;

/// The folders that went away.
#[derive(Debug, Default)]
pub(super) struct Away {
    /// Files in a row that the disk did not give.
    in_a_row: AtomicUsize,
    folders: Mutex<Vec<PathBuf>>,
}

impl Away {
    /// Whether a file is in a folder that went away.
    pub(super) fn holds(&self, file: &Entry) -> bool {
        // Nothing failed lately, and nothing is away: the common case asks for no lock.
        if self.in_a_row.load(Ordering::Relaxed) < SUSPICIOUS {
            return false;
        }
        let folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        folders.iter().any(|folder| file.path().starts_with(folder))
    }

    /// Notes how a file was read.
    pub(super) fn note<T>(&self, file: &Entry, bytes: &Result<T, Refusal>) {
        let is_gone = |refusal: &Refusal| matches!(refusal.code.as_str(), "io" | "missing");
        if !bytes.as_ref().is_err_and(is_gone) {
            if self.in_a_row.load(Ordering::Relaxed) > 0 && self.nothing_is_away() {
                self.in_a_row.store(0, Ordering::Relaxed);
            }
            return;
        }
        if self.in_a_row.fetch_add(1, Ordering::Relaxed) + 1 >= SUSPICIOUS {
            self.ask(file);
        }
    }

    fn nothing_is_away(&self) -> bool {
        let folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        folders.is_empty()
    }

    /// Looks whether the given folder is still there, and each one between it and the file: a share may lie further down.
    fn ask(&self, file: &Entry) {
        let above: Vec<&Path> = file.path().ancestors().skip(1).collect();
        let mut given = above.into_iter().rev().skip_while(|f| *f != file.root());
        let Some(away) = given.find(|folder| !holds_anything(folder)) else {
            return;
        };
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if !folders.iter().any(|folder| folder == away) {
            terminal::say(format_args!(
                "{}: went away while it was read; its other files are left for the next run",
                away.display()
            ));
            folders.push(away.to_owned());
        }
    }
}

/// Whether a folder is there and not empty, as the place is where a share was that is there no more, but for hidden files.
pub(super) fn holds_anything(folder: &Path) -> bool {
    let mut list = fs::read_dir(folder).into_iter().flatten().flatten();
    list.any(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."))
}
