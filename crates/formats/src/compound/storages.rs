//! Storages within storages, as Outlook's messages have them.

use rustc_hash::FxHashSet;

use super::{Compound, ENTRY, SMALL};
use crate::little::{u16_at, utf16_at};

/// Entries of one storage that are looked at.
const MOST: usize = 20_000;

/// A stream or a storage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) name: String,
    /// Its place in the directory.
    pub(crate) index: u32,
    pub(crate) is_storage: bool,
}

impl Compound<'_> {
    /// What is in a storage, by its place in the directory; the outermost is 0. In the order of their names.
    pub(crate) fn within(&self, storage: u32) -> Vec<Item> {
        let mut found = Vec::new();
        let mut seen = FxHashSet::default();
        let mut open: Vec<u32> = self
            .entry(storage)
            .map(|entry| entry.child)
            .into_iter()
            .collect();
        while let Some(index) = open.pop().filter(|_| seen.len() < MOST) {
            if !seen.insert(index) {
                continue;
            }
            let Some(entry) = self.entry(index) else {
                continue;
            };
            if matches!(entry.kind, 1 | 2) {
                found.push(Item {
                    name: self.name(index),
                    index,
                    is_storage: entry.kind == 1,
                });
            }
            open.extend([entry.left, entry.right]);
        }
        found.sort_by(|one, other| one.name.cmp(&other.name));
        found
    }

    /// The bytes of a stream, no more than so many; whether there were to be more is told with them.
    pub(crate) fn read(&self, item: &Item, most: u64) -> (Vec<u8>, bool) {
        let Some(entry) = self.entry(item.index) else {
            return (Vec::new(), false);
        };
        let size = entry.size.min(usize::try_from(most).unwrap_or(usize::MAX));
        let bytes = if entry.size < SMALL {
            self.small_chain(entry.start, size)
        } else {
            self.chain(entry.start, size)
        };
        let whole = bytes.len() == entry.size;
        (bytes, whole)
    }

    fn name(&self, index: u32) -> String {
        let at = usize::try_from(index).unwrap_or(0).saturating_mul(ENTRY);
        let bytes = u16_at(&self.directory, at.saturating_add(64)).unwrap_or(0);
        utf16_at(
            &self.directory,
            at,
            usize::from(bytes / 2).saturating_sub(1).min(31),
        )
    }
}
