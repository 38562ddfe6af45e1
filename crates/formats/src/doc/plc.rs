//! Tables of the file: places in the text with something for each ([MS-DOC] 2.8), and lists of strings (2.9.271).

use crate::little::{stretch, u8_at, u16_at, u32_at, utf16_at};

/// Letters of a name that are kept.
const LONGEST_NAME: usize = 100;

/// Places in the text, in order, and for each stretch between two of them so many bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plc<'b> {
    bytes: &'b [u8],
    width: usize,
    count: usize,
}

impl<'b> Plc<'b> {
    pub(super) fn new(bytes: &'b [u8], width: usize) -> Self {
        Self {
            bytes,
            width,
            count: bytes.len().saturating_sub(4) / (4 + width),
        }
    }

    pub(super) fn len(self) -> usize {
        self.count
    }

    /// The place with that number; there is one more of them than stretches.
    pub(super) fn place(self, index: usize) -> Option<u32> {
        (index <= self.count)
            .then(|| u32_at(self.bytes, 4 * index))
            .flatten()
    }

    /// What is said of a stretch.
    pub(super) fn data(self, index: usize) -> &'b [u8] {
        if index >= self.count {
            return &[];
        }
        let at = 4 * (self.count + 1) + self.width * index;
        stretch(self.bytes, at, self.width)
    }

    /// The stretches of a story that begins at `base`, each after the one before it whatever the file says.
    pub(super) fn stretches(self, base: u32, length: u32) -> Vec<(u32, u32)> {
        let end = base.saturating_add(length);
        let mut from = base;
        (0..self.count)
            .map(|index| {
                let place = |index| {
                    let place = self.place(index).unwrap_or(length);
                    base.saturating_add(place).clamp(from, end)
                };
                let stretch = (place(index), place(index + 1));
                from = stretch.1.max(from);
                stretch
            })
            .collect()
    }
}

/// The strings of a list, the first few.
pub(super) fn strings(bytes: &[u8], most: usize) -> Vec<String> {
    if u16_at(bytes, 0) != Some(0xffff) {
        return Vec::new();
    }
    let count = usize::from(u16_at(bytes, 2).unwrap_or(0)).min(most);
    let extra = usize::from(u16_at(bytes, 4).unwrap_or(0));
    let mut at = 6;
    let mut strings = Vec::new();
    for _ in 0..count {
        let Some(units) = u16_at(bytes, at).map(usize::from) else {
            break;
        };
        strings.push(utf16_at(bytes, at + 2, units));
        at += 2 + 2 * units + extra;
    }
    strings
}

/// Strings that follow each other, each with its length before it.
pub(super) fn names(bytes: &[u8], wide: bool, decode: impl Fn(&[u8]) -> String) -> Vec<String> {
    let mut names = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let (name, next) = if wide {
            let units = usize::from(u16_at(bytes, at).unwrap_or(0));
            (utf16_at(bytes, at + 2, units), at + 2 + 2 * units)
        } else {
            let length = usize::from(u8_at(bytes, at).unwrap_or(0));
            (decode(stretch(bytes, at + 1, length)), at + 1 + length)
        };
        names.push(name.chars().take(LONGEST_NAME).collect());
        at = next;
    }
    names
}
