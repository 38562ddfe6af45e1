//! Shapes of drawings: which group a shape is drawn in, and letters drawn along a path ([MS-ODRAW] 2.2).

use std::collections::HashMap;

use crate::little::{stretch, u16_at, u32_at, usize_at, utf16_at};

/// Bytes of the head of a record.
const HEAD: usize = 8;
/// Records by their types: a group of shapes, a shape, what is said of it, its number.
const GROUP: u16 = 0xf003;
const SHAPE: u16 = 0xf004;
const SHAPE_NUMBER: u16 = 0xf00a;
const OPTIONS: u16 = 0xf00b;
/// The option that holds the letters, which stand after the options.
const LETTERS: u16 = 0x00c0;
/// Letters of a path that are kept.
const LONGEST: usize = 1_000;

/// What is known of the shapes.
#[derive(Debug, Default)]
pub(super) struct Drawings {
    /// For each shape the outermost one that it is drawn in, which is the one that the text names.
    outermost: HashMap<u32, u32>,
    letters: HashMap<u32, String>,
}

impl Drawings {
    pub(super) fn read(bytes: &[u8]) -> Self {
        let mut drawings = Self::default();
        // The records of the drawings stand after those that all share, each drawing with a byte before it.
        let shared = usize_at(bytes, 4).unwrap_or(0).saturating_add(HEAD);
        let mut at = shared;
        while let Some(length) = usize_at(bytes, at.saturating_add(5)) {
            let drawing = stretch(bytes, at + 1 + HEAD, length);
            drawings.drawing(drawing);
            at = at.saturating_add(1 + HEAD).saturating_add(length);
        }
        drawings
    }

    /// The outermost shape that a shape is drawn in.
    pub(super) fn outermost(&self, shape: u32) -> u32 {
        self.outermost.get(&shape).copied().unwrap_or(shape)
    }

    /// The letters that are drawn along paths in a shape.
    pub(super) fn letters(&self, shape: u32) -> Option<&str> {
        self.letters.get(&shape).map(String::as_str)
    }

    /// The records of one drawing. Groups within the outermost group are told by where they end.
    fn drawing(&mut self, bytes: &[u8]) {
        let mut groups: Vec<(usize, Option<u32>)> = Vec::new();
        let mut number = 0;
        let mut at = 0;
        while let (Some(kind), Some(length)) = (u16_at(bytes, at + 2), usize_at(bytes, at + 4)) {
            groups.retain(|(end, _)| at < *end);
            let inside = stretch(bytes, at + HEAD, length);
            let end = at.saturating_add(HEAD).saturating_add(length);
            match kind {
                // Deeper ones belong to the outermost that holds a number already.
                GROUP if groups.len() < 8 => groups.push((end, None)),
                SHAPE_NUMBER => {
                    number = u32_at(inside, 0).unwrap_or(0);
                    // The first group is the sheet itself.
                    let group = groups.get_mut(1);
                    let outer = group.map(|(_, shape)| *shape.get_or_insert(number));
                    self.outermost.insert(number, outer.unwrap_or(number));
                }
                OPTIONS => {
                    if let Some(letters) = letters(inside, u16_at(bytes, at).unwrap_or(0) >> 4) {
                        let outer = self.outermost(number);
                        self.letters.entry(outer).or_insert(letters);
                    }
                }
                _ => {}
            }
            at = match kind {
                GROUP | SHAPE | 0xf002 => at + HEAD,
                _ => end,
            };
        }
    }
}

fn letters(options: &[u8], count: u16) -> Option<String> {
    let count = usize::from(count);
    let mut after = 6 * count;
    for index in 0..count {
        let (option, length) = (
            u16_at(options, 6 * index)?,
            usize_at(options, 6 * index + 2)?,
        );
        if option & 0x8000 == 0 {
            continue;
        }
        if option & 0x3fff == LETTERS {
            let text = utf16_at(options, after, (length / 2).min(LONGEST));
            let text = text.trim_end_matches('\0').trim();
            return (!text.is_empty()).then(|| text.to_owned());
        }
        after = after.saturating_add(length);
    }
    None
}
