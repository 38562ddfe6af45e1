//! Rows of a TIFF, unpacked into samples of a byte each.

use std::io::Read;

use hayro_ccitt::{DecodeSettings, DecoderContext, EncodingMode};

use super::jpeg;

/// How rows are packed.
pub(super) struct Packing<'b> {
    /// Tag 259.
    pub(super) compression: usize,
    /// Bits of a sample.
    pub(super) bits: usize,
    /// Samples of a dot.
    pub(super) samples: usize,
    /// Tag 317: 2 is differences from dot to dot.
    pub(super) predictor: usize,
    /// Whether the lowest bit of a byte comes first.
    pub(super) reversed: bool,
    /// Tag 292.
    pub(super) t4: usize,
    /// Whether the high byte of two comes first.
    pub(super) big: bool,
    /// The tables that all JPEG streams of a page share.
    pub(super) tables: Option<&'b [u8]>,
    /// Whether samples are numbers of a palette, which are not stretched.
    pub(super) indexed: bool,
}

impl Packing<'_> {
    /// Whether rows are pictures of their own, unpacked to grey.
    pub(super) fn is_jpeg(&self) -> bool {
        self.compression == 7
    }

    /// Bytes of a row.
    fn stride(&self, width: usize) -> usize {
        (width * self.samples * self.bits).div_ceil(8)
    }
}

/// The samples of a strip or tile, row by row; `None` where it is packed in a way that is not read.
pub(super) fn samples(
    packed: &[u8],
    packing: &Packing<'_>,
    width: usize,
    height: usize,
) -> Option<Vec<u8>> {
    if !matches!(packing.bits, 1 | 2 | 4 | 8 | 16) {
        return None;
    }
    let turned: Vec<u8>;
    let packed = if packing.reversed {
        turned = packed.iter().map(|byte| byte.reverse_bits()).collect();
        &turned
    } else {
        packed
    };
    let whole = packing.stride(width).checked_mul(height)?;
    let mut rows = match packing.compression {
        1 => packed.to_vec(),
        2..=4 => return fax(packed, packing, width, height),
        5 => lzw(packed, whole),
        7 => return one_of_many(packed, packing.tables, width, height),
        8 | 32_946 => inflated(packed, whole),
        32_773 => packed_bits(packed, whole),
        _ => return None,
    };
    rows.resize(whole, 0);
    let mut samples = Vec::with_capacity(width * packing.samples * height);
    for row in rows.chunks_exact_mut(packing.stride(width).max(1)) {
        if packing.predictor == 2 {
            sum_up(row, packing);
        }
        widen(row, packing, width * packing.samples, &mut samples);
    }
    Some(samples)
}

/// Samples of a row, each stretched to a byte.
fn widen(row: &[u8], packing: &Packing<'_>, count: usize, out: &mut Vec<u8>) {
    let bits = packing.bits;
    match bits {
        8 => out.extend(row.iter().take(count)),
        16 => {
            let high = usize::from(!packing.big);
            out.extend(
                row.chunks_exact(2)
                    .filter_map(|pair| pair.get(high))
                    .take(count),
            );
        }
        _ => {
            let most = (1_u16 << bits) - 1;
            out.extend((0..count).map(|at| {
                let byte = row.get(at * bits / 8).copied().unwrap_or(0);
                let value = u16::from(byte) >> (8 - bits - at * bits % 8) & most;
                let stretched = if packing.indexed {
                    value
                } else {
                    value * 255 / most
                };
                u8::try_from(stretched).unwrap_or(u8::MAX)
            }));
        }
    }
}

/// Makes values of differences (TIFF 6.0, section 14).
fn sum_up(row: &mut [u8], packing: &Packing<'_>) {
    let step = packing.samples;
    if packing.bits == 8 {
        for at in step..row.len() {
            let before = row.get(at - step).copied().unwrap_or(0);
            if let Some(value) = row.get_mut(at) {
                *value = value.wrapping_add(before);
            }
        }
    } else if packing.bits == 16 {
        let read = |pair: &[u8]| match (pair, packing.big) {
            (&[a, b], true) => u16::from_be_bytes([a, b]),
            (&[a, b], false) => u16::from_le_bytes([a, b]),
            _ => 0,
        };
        let mut last = vec![0_u16; step];
        for (at, pair) in row.chunks_exact_mut(2).enumerate() {
            if let Some(sum) = last.get_mut(at % step) {
                *sum = sum.wrapping_add(read(pair));
                let bytes = if packing.big {
                    sum.to_be_bytes()
                } else {
                    sum.to_le_bytes()
                };
                pair.copy_from_slice(&bytes);
            }
        }
    }
}

/// ITU-T T.4 and T.6: what fax machines send.
fn fax(packed: &[u8], packing: &Packing<'_>, width: usize, height: usize) -> Option<Vec<u8>> {
    struct Rows {
        width: usize,
        dots: Vec<u8>,
    }
    impl hayro_ccitt::Decoder for Rows {
        fn push_row(&mut self, changes: &[u32]) {
            let (mut at, mut value) = (0, 0);
            let ends = changes.iter().map(|end| *end as usize).chain([self.width]);
            for end in ends {
                let end = end.min(self.width);
                self.dots
                    .extend(std::iter::repeat_n(value, end.saturating_sub(at)));
                (at, value) = (end.max(at), u8::MAX - value);
            }
        }
    }
    let encoding = match (packing.compression, packing.t4 & 1) {
        (4, _) => EncodingMode::Group4,
        (3, 1) => EncodingMode::Group3_2D,
        _ => EncodingMode::Group3_1D,
    };
    let settings = DecodeSettings {
        columns: u32::try_from(width).ok()?,
        rows: u32::try_from(height).ok()?,
        end_of_block: packing.compression != 2,
        end_of_line: packing.compression == 3,
        rows_are_byte_aligned: packing.compression == 2,
        encoding,
        strict: false,
    };
    let mut rows = Rows {
        width,
        dots: Vec::new(),
    };
    // What comes after damage is white.
    let _ = hayro_ccitt::decode(packed, &mut rows, &mut DecoderContext::new(settings));
    rows.dots.resize(width.checked_mul(height)?, 0);
    Some(rows.dots)
}

fn lzw(packed: &[u8], whole: usize) -> Vec<u8> {
    let mut decoder = weezl::decode::Decoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8);
    let mut out = vec![0; whole];
    let mut done = 0;
    let mut rest = packed;
    while let Some(room) = out.get_mut(done..).filter(|room| !room.is_empty()) {
        let step = decoder.decode_bytes(rest, room);
        done += step.consumed_out;
        rest = rest.get(step.consumed_in..).unwrap_or_default();
        let goes_on = matches!(step.status, Ok(weezl::LzwStatus::Ok));
        if !goes_on || step.consumed_in + step.consumed_out == 0 {
            break;
        }
    }
    out
}

fn inflated(packed: &[u8], whole: usize) -> Vec<u8> {
    let mut out = Vec::new();
    // What comes after damage is missing.
    let _ = flate2::read::ZlibDecoder::new(packed)
        .take(whole as u64)
        .read_to_end(&mut out);
    out
}

/// TIFF 6.0, section 9.
fn packed_bits(packed: &[u8], whole: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = packed;
    while let Some((&count, after)) = rest.split_first().filter(|_| out.len() < whole) {
        rest = match count {
            0..=127 => {
                let length = (usize::from(count) + 1).min(after.len());
                let (plain, after) = after.split_at(length);
                out.extend_from_slice(plain);
                after
            }
            128 => after,
            _ => {
                let times = 257 - usize::from(count);
                out.extend(std::iter::repeat_n(
                    after.first().copied().unwrap_or(0),
                    times,
                ));
                after.get(1..).unwrap_or_default()
            }
        };
    }
    out
}

/// A JPEG stream without the tables that it shares with others (TIFF Technical Note 2).
fn one_of_many(
    packed: &[u8],
    tables: Option<&[u8]>,
    width: usize,
    height: usize,
) -> Option<Vec<u8>> {
    let whole: Vec<u8>;
    let stream = match tables.and_then(|tables| tables.strip_suffix(b"\xff\xd9")) {
        Some(tables) => {
            whole = [tables, packed.strip_prefix(b"\xff\xd8").unwrap_or(packed)].concat();
            &whole
        }
        None => packed,
    };
    let dots = jpeg::dots(stream)?;
    (dots.len() >= width.checked_mul(height)?).then_some(dots)
}
