//! The bytes of one part of the package, unpacked as they are read, as UTF-8, and never more of them than allowed.

use std::cell::Cell;
use std::io::{self, BufRead, Read};

use flate2::bufread::DeflateDecoder;

use crate::ReadError;

/// Bytes asked of the decompressor at a time.
const CHUNK: usize = 32 << 10;

/// Bytes without a `<` after which a part is given up: no paper has a run of text or an element of this size, and the
/// parser would hold it in memory whole.
const LONGEST_TOKEN: usize = 16 << 20;

/// How many bytes all parts together may still unpack to, and what went wrong on the way.
#[derive(Debug)]
pub(crate) struct Budget {
    limit: u64,
    left: Cell<u64>,
    exceeded: Cell<bool>,
    damaged: Cell<bool>,
}

impl Budget {
    pub(crate) fn new(limit: u64) -> Self {
        Self {
            limit,
            left: Cell::new(limit),
            exceeded: Cell::new(false),
            damaged: Cell::new(false),
        }
    }

    /// Notes that a part could be read in part only.
    pub(crate) fn note_damage(&self) {
        self.damaged.set(true);
    }

    /// Whether some part could be read in part only.
    pub(crate) fn is_damaged(&self) -> bool {
        self.damaged.get()
    }

    /// Bytes that may still be unpacked.
    pub(crate) fn left(&self) -> u64 {
        self.left.get()
    }

    /// An error when the limit was passed.
    pub(crate) fn check(&self) -> Result<(), ReadError> {
        if self.exceeded.get() {
            return Err(ReadError::TooLarge {
                part: "the package",
                limit: self.limit,
            });
        }
        Ok(())
    }

    fn spend(&self, bytes: usize) -> io::Result<()> {
        let Some(left) = self.left.get().checked_sub(bytes as u64) else {
            self.exceeded.set(true);
            return Err(io::Error::other("unpacks to more than is allowed"));
        };
        self.left.set(left);
        Ok(())
    }
}

/// How a part is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    Stored,
    Deflated,
}

enum Packed<'b> {
    Stored(&'b [u8]),
    Deflated(DeflateDecoder<&'b [u8]>),
}

impl Packed<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Stored(bytes) => bytes.read(into),
            Self::Deflated(decoder) => decoder.read(into),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16 { big_endian: bool },
}

/// A part being read. What follows damage in the compressed data is missing, and the budget says so.
pub(crate) struct Source<'b> {
    packed: Packed<'b>,
    budget: &'b Budget,
    /// Unpacked bytes; the first `carried` of them are the start of a character that the last chunk cut.
    raw: Vec<u8>,
    carried: usize,
    encoding: Option<Encoding>,
    text: String,
    read: usize,
    /// Bytes since the last `<`.
    token: usize,
}

impl<'b> Source<'b> {
    pub(crate) fn new(bytes: &'b [u8], packing: Packing, budget: &'b Budget) -> Self {
        let packed = match packing {
            Packing::Stored => Packed::Stored(bytes),
            Packing::Deflated => Packed::Deflated(DeflateDecoder::new(bytes)),
        };
        Self {
            packed,
            budget,
            raw: vec![0; CHUNK],
            carried: 0,
            encoding: None,
            text: String::new(),
            read: 0,
            token: 0,
        }
    }

    /// All bytes as they are, not decoded; `None` where the budget is spent.
    pub(crate) fn bytes(mut self) -> Option<Vec<u8>> {
        let mut all = Vec::new();
        loop {
            let count = self.unpack();
            self.budget.spend(count).ok()?;
            if count == 0 {
                return Some(all);
            }
            all.extend(self.raw.get(..count).unwrap_or_default());
        }
    }

    /// Unpacks and decodes the next chunk; leaves the text empty at the end.
    fn refill(&mut self) -> io::Result<()> {
        self.text.clear();
        self.read = 0;
        while self.text.is_empty() {
            let count = self.unpack();
            self.budget.spend(count)?;
            let end = self.carried + count;
            self.decode(end, count == 0);
            if count == 0 {
                break;
            }
        }
        self.token = match memchr::memrchr(b'<', self.text.as_bytes()) {
            Some(at) => self.text.len() - at,
            None => self.token + self.text.len(),
        };
        if self.token > LONGEST_TOKEN {
            self.budget.exceeded.set(true);
            return Err(io::Error::other("one element is longer than is allowed"));
        }
        Ok(())
    }

    fn unpack(&mut self) -> usize {
        let Some(space) = self.raw.get_mut(self.carried..) else {
            return 0;
        };
        self.packed.read(space).unwrap_or_else(|_| {
            self.budget.note_damage();
            0
        })
    }

    /// Decodes the first `end` raw bytes but for a character cut at their end, which is carried over.
    fn decode(&mut self, end: usize, at_end: bool) {
        let raw = self.raw.get(..end).unwrap_or_default();
        let encoding = *self.encoding.get_or_insert_with(|| encoding_of(raw));
        let used = match encoding {
            Encoding::Utf8 => push_utf8(raw, at_end, &mut self.text),
            Encoding::Utf16 { big_endian } => push_utf16(raw, big_endian, &mut self.text),
        };
        self.carried = end - used;
        self.raw.copy_within(used..end, 0);
    }
}

/// XML 1.0, appendix F: the first bytes tell UTF-16, with or without a byte order mark.
fn encoding_of(raw: &[u8]) -> Encoding {
    match raw {
        [0xff, 0xfe, ..] | [b'<', 0, ..] => Encoding::Utf16 { big_endian: false },
        [0xfe, 0xff, ..] | [0, b'<', ..] => Encoding::Utf16 { big_endian: true },
        _ => Encoding::Utf8,
    }
}

/// Appends the bytes, invalid ones as U+FFFD; gives back how many were used.
fn push_utf8(raw: &[u8], at_end: bool, text: &mut String) -> usize {
    if let Ok(valid) = std::str::from_utf8(raw) {
        text.push_str(valid);
        return raw.len();
    }
    let mut used = 0;
    for chunk in raw.utf8_chunks() {
        text.push_str(chunk.valid());
        used += chunk.valid().len();
        let cut = used + chunk.invalid().len() == raw.len() && raw.len() - used < 4;
        if chunk.invalid().is_empty() || cut && !at_end {
            continue;
        }
        text.push(char::REPLACEMENT_CHARACTER);
        used += chunk.invalid().len();
    }
    used
}

/// Appends the units but for a lone half at the end; gives back how many bytes were used.
fn push_utf16(raw: &[u8], big_endian: bool, text: &mut String) -> usize {
    let mut units: Vec<u16> = raw
        .chunks_exact(2)
        .map(|pair| {
            let pair = [pair[0], pair[1]];
            if big_endian {
                u16::from_be_bytes(pair)
            } else {
                u16::from_le_bytes(pair)
            }
        })
        .collect();
    if units.len() > 1
        && units
            .last()
            .is_some_and(|last| (0xd800..0xdc00).contains(last))
    {
        units.pop();
    }
    let used = units.len() * 2;
    text.extend(
        char::decode_utf16(units)
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .filter(|&c| c != '\u{feff}'),
    );
    used
}

impl Read for Source<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Source<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.read >= self.text.len() {
            self.refill()?;
        }
        Ok(self.text.as_bytes().get(self.read..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.read += count;
    }
}
