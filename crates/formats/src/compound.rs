//! Compound files ([MS-CFB]): a file system in a file, in which Office kept its documents until 2007.
//!
//! Only what a reader needs, and as much of a damaged file as is there: a chain of sectors ends where the file ends, a
//! sector that a chain comes to twice ends it too, and where the tree of names is broken the names are gone through.

pub(crate) mod storages;

use crate::little::{stretch, u8_at, u16_at, u32_at, usize_at, utf16_at};

/// The first bytes of a compound file.
pub(crate) const MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Bytes of an entry of the directory.
const ENTRY: usize = 128;
/// Streams below this lie in the small sectors, 64 bytes each.
const SMALL: usize = 4096;
const SMALL_SECTOR: usize = 64;
/// Sectors of the table of sectors that the header itself names.
const IN_HEADER: usize = 109;
/// Numbers from here on are no sectors but signs.
const LAST_SECTOR: u32 = 0xffff_fffa;

/// A compound file, its tables read.
#[derive(Debug)]
pub(crate) struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    /// For each sector the one after it.
    next: Vec<u32>,
    next_small: Vec<u32>,
    small: Vec<u8>,
    directory: Vec<u8>,
    /// Whether anything of it was not where it should be.
    damaged: bool,
}

/// An entry of the directory.
#[derive(Debug, Clone, Copy)]
struct Entry {
    kind: u8,
    left: u32,
    right: u32,
    child: u32,
    start: u32,
    size: usize,
}

impl<'b> Compound<'b> {
    /// Reads the tables; `None` where there is no directory to be had.
    pub(crate) fn open(bytes: &'b [u8]) -> Option<Self> {
        if !bytes.starts_with(MAGIC) {
            return None;
        }
        let sector = match u16_at(bytes, 30)? {
            12 => 4096,
            _ => 512,
        };
        let mut file = Self {
            bytes,
            sector,
            next: Vec::new(),
            next_small: Vec::new(),
            small: Vec::new(),
            directory: Vec::new(),
            damaged: false,
        };
        file.next = file.read_next();
        file.directory = file.chain(u32_at(bytes, 48)?, usize::MAX);
        file.next_small = numbers(&file.chain(u32_at(bytes, 60)?, usize::MAX));
        let root = file.entry(0)?;
        file.small = file.chain(root.start, root.size);
        Some(file)
    }

    /// Whether parts of the file are missing.
    pub(crate) fn is_damaged(&self) -> bool {
        self.damaged
    }

    /// Whether there is a stream of that name in the outermost folder.
    pub(crate) fn holds(&mut self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The bytes of the stream of that name in the outermost folder.
    pub(crate) fn stream(&mut self, name: &str) -> Option<Vec<u8>> {
        let entry = self.find(name)?;
        if entry.size < SMALL {
            return Some(self.small_chain(entry.start, entry.size));
        }
        let stream = self.chain(entry.start, entry.size);
        self.damaged |= stream.len() < entry.size;
        Some(stream)
    }

    fn sector_at(&self, number: u32) -> &'b [u8] {
        let at = usize::try_from(number)
            .ok()
            .and_then(|number| number.checked_add(1)?.checked_mul(self.sector));
        at.map_or(&[], |at| stretch(self.bytes, at, self.sector))
    }

    /// The table of sectors: the header names the sectors it lies in, and further ones name the rest.
    fn read_next(&mut self) -> Vec<u32> {
        let mut table = Vec::new();
        for index in 0..IN_HEADER {
            if let Some(number) = u32_at(self.bytes, 76 + 4 * index) {
                self.append_table(number, &mut table);
            }
        }
        let most = self.bytes.len() / self.sector;
        let mut more = u32_at(self.bytes, 68).unwrap_or(LAST_SECTOR);
        for _ in 0..most {
            let names = self.sector_at(more);
            if more >= LAST_SECTOR || names.is_empty() {
                break;
            }
            for at in (0..self.sector - 4).step_by(4) {
                if let Some(number) = u32_at(names, at) {
                    self.append_table(number, &mut table);
                }
            }
            more = u32_at(names, self.sector - 4).unwrap_or(LAST_SECTOR);
        }
        table
    }

    /// A table never names more sectors than the file has.
    fn append_table(&self, number: u32, table: &mut Vec<u32>) {
        if number < LAST_SECTOR && table.len() <= self.bytes.len() / self.sector {
            table.extend(numbers(self.sector_at(number)));
        }
    }

    /// The bytes of a chain of sectors.
    fn chain(&self, start: u32, size: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(size.min(self.bytes.len()));
        let mut number = start;
        // A chain that goes in a circle is cut where it would be longer than the file.
        while number < LAST_SECTOR && bytes.len() < size.min(self.bytes.len()) {
            let sector = self.sector_at(number);
            bytes.extend_from_slice(stretch(sector, 0, size - bytes.len()));
            if sector.len() < self.sector {
                break;
            }
            number = self.after(&self.next, number);
        }
        bytes
    }

    fn small_chain(&self, start: u32, size: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(size.min(SMALL));
        let mut number = start;
        while number < LAST_SECTOR && bytes.len() < size {
            let at = usize::try_from(number)
                .ok()
                .and_then(|n| n.checked_mul(SMALL_SECTOR));
            let sector = at.map_or(&[][..], |at| stretch(&self.small, at, SMALL_SECTOR));
            if sector.is_empty() {
                break;
            }
            bytes.extend_from_slice(stretch(sector, 0, size - bytes.len()));
            number = self.after(&self.next_small, number);
        }
        bytes
    }

    fn after(&self, table: &[u32], number: u32) -> u32 {
        let index = usize::try_from(number).ok();
        index
            .and_then(|index| table.get(index).copied())
            .unwrap_or(LAST_SECTOR)
    }

    fn entry(&self, index: u32) -> Option<Entry> {
        let at = usize::try_from(index).ok()?.checked_mul(ENTRY)?;
        let entry = self.directory.get(at..at.checked_add(ENTRY)?)?;
        Some(Entry {
            kind: u8_at(entry, 66)?,
            left: u32_at(entry, 68)?,
            right: u32_at(entry, 72)?,
            child: u32_at(entry, 76)?,
            start: u32_at(entry, 116)?,
            size: usize_at(entry, 120)?,
        })
    }

    fn is_named(&self, index: u32, name: &str) -> bool {
        let at = usize::try_from(index).unwrap_or(0).saturating_mul(ENTRY);
        let bytes = u16_at(&self.directory, at.saturating_add(64)).unwrap_or(0);
        let units = usize::from(bytes / 2).saturating_sub(1).min(31);
        utf16_at(&self.directory, at, units).eq_ignore_ascii_case(name)
    }

    /// The stream of that name among the children of the root; where the tree does not lead to it, the first anywhere.
    fn find(&mut self, name: &str) -> Option<Entry> {
        let entries = self.directory.len() / ENTRY;
        let mut seen = vec![false; entries];
        let mut open = vec![self.entry(0)?.child];
        while let Some(index) = open.pop() {
            let Some(place) = usize::try_from(index).ok().and_then(|at| seen.get_mut(at)) else {
                continue;
            };
            if std::mem::replace(place, true) {
                continue;
            }
            let Some(entry) = self.entry(index) else {
                continue;
            };
            if entry.kind == 2 && self.is_named(index, name) {
                return Some(entry);
            }
            open.extend([entry.left, entry.right]);
        }
        let last = u32::try_from(entries).ok()?;
        let lost = (1..last)
            .filter(|&index| !seen.get(index as usize).copied().unwrap_or(true))
            .filter(|&index| self.is_named(index, name))
            .find_map(|index| self.entry(index).filter(|entry| entry.kind == 2));
        let is_whole = seen.iter().filter(|seen| **seen).count() > 1;
        if is_whole {
            return None;
        }
        self.damaged |= lost.is_some();
        lost
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes
        .chunks_exact(4)
        .filter_map(|number| u32_at(number, 0))
        .collect()
}
