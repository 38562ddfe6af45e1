//! TIFF 6.0: pages that scanners and fax machines made. The container is read here; it holds rows packed in many ways (`unpack`).
//!
//! The crate `tiff` knows neither Group 3 nor palettes nor the order of bits that fax machines write, which old archives are full of.

use super::grey::Ink;
use super::unpack::{self, Packing};
use super::{Extent, jpeg, malformed};
use crate::{Limits, ReadError};

/// Pages of a file that are read; a fax has some, a box of microfilm some thousands.
const MOST_PAGES: usize = 10_000;
/// Values of a tag that are read: strips of a page.
const MOST_VALUES: usize = 200_000;

// Tags, TIFF 6.0 sections 8 to 22.
const SUBFILE: u16 = 254;
const WIDTH: u16 = 256;
const LENGTH: u16 = 257;
const BITS: u16 = 258;
const COMPRESSION: u16 = 259;
const PHOTOMETRIC: u16 = 262;
const FILL_ORDER: u16 = 266;
const STRIP_OFFSETS: u16 = 273;
pub(super) const ORIENTATION: u16 = 274;
const SAMPLES: u16 = 277;
const ROWS_PER_STRIP: u16 = 278;
const STRIP_BYTES: u16 = 279;
const ACROSS: u16 = 282;
const DOWN: u16 = 283;
const PLANAR: u16 = 284;
const T4_OPTIONS: u16 = 292;
const UNIT: u16 = 296;
const PREDICTOR: u16 = 317;
const COLOURS: u16 = 320;
const TILE_WIDTH: u16 = 322;
const TILE_LENGTH: u16 = 323;
const TILE_OFFSETS: u16 = 324;
const TILE_BYTES: u16 = 325;
const JPEG_TABLES: u16 = 347;
const OLD_JPEG: u16 = 513;
const OLD_JPEG_BYTES: u16 = 514;

/// The entries of a page, or of an Exif block.
pub(super) struct Directory<'b> {
    bytes: &'b [u8],
    big: bool,
    at: usize,
    count: usize,
}

impl<'b> Directory<'b> {
    /// The first one of a file.
    pub(super) fn first(bytes: &'b [u8]) -> Option<Self> {
        let big = match bytes.get(..4)? {
            b"II*\0" => false,
            b"MM\0*" => true,
            _ => return None,
        };
        let at = whole(bytes, big, 4, 4)?;
        Self::at(bytes, big, at)
    }

    fn at(bytes: &'b [u8], big: bool, at: usize) -> Option<Self> {
        let count = whole(bytes, big, at, 2)?;
        (at >= 8 && count > 0).then_some(Self {
            bytes,
            big,
            at: at.checked_add(2)?,
            count,
        })
    }

    fn next(&self) -> Option<usize> {
        whole(
            self.bytes,
            self.big,
            self.at.checked_add(self.count * 12)?,
            4,
        )
        .filter(|at| *at > 0)
    }

    /// Where the values of a tag stand, what kind they are, and how many.
    fn entry(&self, tag: u16) -> Option<(usize, usize, usize)> {
        let entries = (0..self.count).map(|entry| self.at + entry * 12);
        let read = |at, size| whole(self.bytes, self.big, at, size);
        let at = entries
            .take_while(|at| at + 12 <= self.bytes.len())
            .find(|at| read(*at, 2) == Some(usize::from(tag)))?;
        let (kind, count) = (read(at + 2, 2)?, read(at + 4, 4)?);
        let size = match kind {
            1 | 2 | 6 | 7 => 1,
            3 | 8 => 2,
            4 | 9 => 4,
            5 | 10 => 8,
            _ => return None,
        };
        let inside = count.checked_mul(size)? <= 4;
        let at = if inside { at + 8 } else { read(at + 8, 4)? };
        Some((at, size, count.min(MOST_VALUES)))
    }

    fn numbers(&self, tag: u16) -> Vec<usize> {
        let Some((at, size, count)) = self.entry(tag).filter(|(_, size, _)| *size <= 4) else {
            return Vec::new();
        };
        let value = |index: usize| whole(self.bytes, self.big, at.checked_add(index * size)?, size);
        (0..count).map_while(value).collect()
    }

    /// The first value of a tag.
    pub(super) fn number(&self, tag: u16) -> Option<usize> {
        self.numbers(tag).first().copied()
    }

    fn ratio(&self, tag: u16) -> Option<f32> {
        let (at, _, _) = self.entry(tag).filter(|(_, size, _)| *size == 8)?;
        let part = |at| whole(self.bytes, self.big, at, 4);
        let (above, below) = (part(at)?, part(at.checked_add(4)?)?);
        (below > 0).then(|| above as f32 / below as f32)
    }

    fn stretch(&self, tag: u16) -> Option<&'b [u8]> {
        let (at, _, count) = self.entry(tag).filter(|(_, size, _)| *size == 1)?;
        self.bytes.get(at..at.checked_add(count)?)
    }
}

/// A number of one, two or four bytes.
fn whole(bytes: &[u8], big: bool, at: usize, size: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(size)?)?;
    let add = |sum: usize, byte: &u8| sum << 8 | usize::from(*byte);
    Some(if big {
        bytes.iter().fold(0, add)
    } else {
        bytes.iter().rev().fold(0, add)
    })
}

/// The directories of the pages, without the small copies of them that some programs put beside.
fn directories(bytes: &[u8]) -> Vec<Directory<'_>> {
    let mut found: Vec<Directory<'_>> = Vec::new();
    let mut places = std::collections::BTreeSet::new();
    let mut next = Directory::first(bytes);
    while let Some(directory) = next.filter(|directory| places.insert(directory.at)) {
        next = directory
            .next()
            .and_then(|at| Directory::at(bytes, directory.big, at));
        if directory.number(SUBFILE).unwrap_or(0) & 1 == 0 {
            found.push(directory);
        }
        if places.len() >= MOST_PAGES {
            break;
        }
    }
    found
}

/// What the headers of the pages say.
pub(super) fn pages(bytes: &[u8]) -> Result<Vec<Extent>, ReadError> {
    let pages: Vec<Extent> = directories(bytes).iter().filter_map(extent).collect();
    if pages.is_empty() {
        return Err(malformed("no page in it"));
    }
    Ok(pages)
}

fn extent(directory: &Directory<'_>) -> Option<Extent> {
    let length = |tag| {
        directory
            .number(tag)
            .and_then(|dots| u32::try_from(dots).ok())
    };
    let scale = match directory.number(UNIT).unwrap_or(2) {
        2 => Some(1.0),
        3 => Some(2.54),
        _ => None,
    };
    let told = directory
        .ratio(ACROSS)
        .zip(directory.ratio(DOWN))
        .zip(scale);
    let turn = directory
        .number(ORIENTATION)
        .and_then(|turn| u16::try_from(turn).ok());
    Some(Extent {
        width: length(WIDTH)?,
        height: length(LENGTH)?,
        dots: told.map(|((across, down), scale)| (across * scale, down * scale)),
        orientation: turn.unwrap_or(1),
    })
}

/// How the rows of a page are kept.
struct Layout<'b> {
    directory: Directory<'b>,
    width: usize,
    height: usize,
    /// Extent of a tile, or of a strip.
    tile: (usize, usize),
    tiled: bool,
    samples: usize,
    planar: bool,
    ink: Ink,
}

/// The dots of a page, counted from 0; `None` where it is kept in a way that is not read.
pub(super) fn dots(bytes: &[u8], page: usize, limits: &Limits) -> Option<Vec<u8>> {
    let mut readable = directories(bytes)
        .into_iter()
        .filter(|page| extent(page).is_some());
    let layout = Layout::of(readable.nth(page)?)?;
    layout.dots(limits)
}

impl<'b> Layout<'b> {
    fn of(directory: Directory<'b>) -> Option<Self> {
        let (width, height) = (directory.number(WIDTH)?, directory.number(LENGTH)?);
        let tiled = directory.number(TILE_WIDTH).is_some();
        let tile = if tiled {
            (
                directory.number(TILE_WIDTH)?,
                directory.number(TILE_LENGTH)?,
            )
        } else {
            (
                width,
                directory
                    .number(ROWS_PER_STRIP)
                    .unwrap_or(height)
                    .min(height),
            )
        };
        let samples = directory.number(SAMPLES).unwrap_or(1).clamp(1, 8);
        let bits = directory.number(BITS).unwrap_or(1);
        let ink = match directory.number(PHOTOMETRIC)? {
            0 => Ink::White,
            2 if samples >= 3 => Ink::Colours,
            3 => Ink::Palette(palette(&directory.numbers(COLOURS), bits)?),
            5 if samples >= 4 => Ink::Print,
            // The first of YCbCr and of L*a*b* is how light a dot is.
            1 | 6 | 8 => Ink::Black,
            _ => return None,
        };
        let sane = |side: usize| side > 0 && side <= 1 << 20;
        (sane(tile.0) && sane(tile.1)).then_some(Self {
            planar: directory.number(PLANAR) == Some(2) && samples > 1,
            directory,
            width,
            height,
            tile,
            tiled,
            samples,
            ink,
        })
    }

    fn packing(&self) -> Packing<'b> {
        let tag = |tag, or| self.directory.number(tag).unwrap_or(or);
        Packing {
            compression: tag(COMPRESSION, 1),
            bits: tag(BITS, 1),
            samples: if self.planar { 1 } else { self.samples },
            predictor: tag(PREDICTOR, 1),
            reversed: tag(FILL_ORDER, 1) == 2,
            t4: tag(T4_OPTIONS, 0),
            big: self.directory.big,
            tables: self.directory.stretch(JPEG_TABLES),
            indexed: matches!(self.ink, Ink::Palette(_)),
        }
    }

    fn dots(&self, limits: &Limits) -> Option<Vec<u8>> {
        let bytes = self.directory.bytes;
        if let Some(at) = self.directory.number(OLD_JPEG) {
            let end = at
                .saturating_add(self.directory.number(OLD_JPEG_BYTES)?)
                .min(bytes.len());
            return jpeg::dots(bytes.get(at..end)?);
        }
        let (starts, sizes) = if self.tiled {
            (
                self.directory.numbers(TILE_OFFSETS),
                self.directory.numbers(TILE_BYTES),
            )
        } else {
            (
                self.directory.numbers(STRIP_OFFSETS),
                self.directory.numbers(STRIP_BYTES),
            )
        };
        let (columns, rows) = (
            self.width.div_ceil(self.tile.0),
            self.height.div_ceil(self.tile.1),
        );
        let packing = self.packing();
        let planes = if self.planar { self.samples.min(4) } else { 1 };
        let mut page = vec![u8::MAX; self.width.checked_mul(self.height)?];
        let mut left = limits.unpacked;
        let mut any = false;
        for at in 0..columns.checked_mul(rows)? {
            let high = if self.tiled {
                self.tile.1
            } else {
                self.tile.1.min(self.height - at * self.tile.1)
            };
            let each = self
                .tile
                .0
                .checked_mul(high)?
                .checked_mul(packing.samples)?;
            left = left.checked_sub((each as u64).checked_mul(planes as u64)?)?;
            let chunk = |plane: usize| {
                let index = plane * columns * rows + at;
                let start = *starts.get(index)?;
                let size = sizes.get(index).copied().unwrap_or(bytes.len());
                let packed = bytes.get(start..start.saturating_add(size).min(bytes.len()))?;
                unpack::samples(packed, &packing, self.tile.0, high)
            };
            let chunks: Vec<Vec<u8>> = (0..planes).map_while(chunk).collect();
            if chunks.len() == planes {
                any = true;
                self.place(
                    &mut page,
                    at % columns * self.tile.0,
                    at / columns * self.tile.1,
                    &chunks,
                );
            }
        }
        any.then_some(page)
    }

    /// Puts a tile or a strip, plane by plane, where it belongs.
    fn place(&self, page: &mut [u8], left: usize, top: usize, planes: &[Vec<u8>]) {
        // A JPEG is grey already.
        let (count, ink) = match (self.planar, self.packing().is_jpeg()) {
            (_, true) => (1, &Ink::Black),
            (true, false) => (1, &self.ink),
            (false, false) => (self.samples, &self.ink),
        };
        let mut samples = Vec::with_capacity(self.samples);
        for y in 0..self.tile.1.min(self.height.saturating_sub(top)) {
            let row = (top + y) * self.width;
            for x in 0..self.tile.0.min(self.width.saturating_sub(left)) {
                let at = (y * self.tile.0 + x) * count;
                samples.clear();
                for plane in planes {
                    samples.extend_from_slice(plane.get(at..at + count).unwrap_or_default());
                }
                if let (Some(dot), false) = (page.get_mut(row + left + x), samples.is_empty()) {
                    *dot = ink.grey(&samples);
                }
            }
        }
    }
}

/// The greys of a table of colours: all reds, all greens, all blues, of 16 bits each.
fn palette(colours: &[usize], bits: usize) -> Option<Vec<u8>> {
    let count = 1_usize
        .checked_shl(u32::try_from(bits).ok()?)
        .filter(|count| *count <= 256)?;
    let part = |at: usize| Some(u8::try_from(colours.get(at)? >> 8 & 0xff).unwrap_or(u8::MAX));
    (0..count)
        .map(|at| {
            Some(super::grey::of(
                part(at)?,
                part(count + at)?,
                part(2 * count + at)?,
            ))
        })
        .collect()
}
