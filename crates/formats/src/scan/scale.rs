//! Pictures with too few or too many dots for a recogniser.

use super::{DPI, Raster};

/// Fewer dots to an inch than this are made more, and more than this fewer.
const FEWEST: u32 = 260;
const MOST: u32 = 400;
/// Dots that a picture may have afterwards.
const MOST_DOTS: u64 = 40_000_000;

/// The picture at [`DPI`], where it has far from as many dots to an inch.
pub(super) fn fitted(picture: Raster) -> Raster {
    if (FEWEST..=MOST).contains(&picture.dpi) || picture.dpi == 0 {
        return picture;
    }
    let to = |length: u32| u64::from(length) * u64::from(DPI) / u64::from(picture.dpi);
    let (width, height) = (to(picture.width), to(picture.height));
    if width == 0 || height == 0 || width.saturating_mul(height) > MOST_DOTS {
        return picture;
    }
    resized(&picture, width as usize, height as usize, DPI)
}

/// The picture in so many dots: means of those that become one, or smooth between those that become several.
pub(crate) fn resized(picture: &Raster, width: usize, height: usize, dpi: u32) -> Raster {
    let old = (picture.width as usize, picture.height as usize);
    let across = taps(old.0, width);
    let rows: Vec<Vec<u8>> = picture
        .dots
        .chunks_exact(old.0.max(1))
        .map(|row| across.iter().map(|tap| tap.of(|at| row.get(at))).collect())
        .collect();
    let mut dots = Vec::with_capacity(width * height);
    for tap in &taps(old.1, height) {
        dots.extend((0..width).map(|x| tap.of(|at| rows.get(at).and_then(|row| row.get(x)))));
    }
    Raster {
        width: u32::try_from(width).unwrap_or(0),
        height: u32::try_from(height).unwrap_or(0),
        dpi,
        dots,
    }
}

/// The dots from which one is made: the first, and the weight of each, of 4096.
struct Tap {
    first: usize,
    weights: Vec<i32>,
}

impl Tap {
    fn of<'d>(&self, dot: impl Fn(usize) -> Option<&'d u8>) -> u8 {
        let parts = (self.first..).zip(&self.weights);
        let sum: i32 = parts
            .map(|(at, weight)| i32::from(dot(at).copied().unwrap_or(u8::MAX)) * weight)
            .sum();
        u8::try_from(((sum + 2048) >> 12).clamp(0, 255)).unwrap_or(u8::MAX)
    }
}

/// How each of `to` dots is made of `from`: by a cubic of Catmull and Rom, made wider where dots become fewer.
fn taps(from: usize, to: usize) -> Vec<Tap> {
    let step = from as f32 / to as f32;
    let wide = step.max(1.0);
    let reach = 2.0 * wide;
    (0..to)
        .map(|at| {
            let middle = (at as f32 + 0.5) * step - 0.5;
            let first = (middle - reach).ceil().max(0.0) as usize;
            let last = ((middle + reach).floor().max(0.0) as usize).min(from.saturating_sub(1));
            let raw: Vec<f32> = (first..=last)
                .map(|dot| cubic((dot as f32 - middle) / wide))
                .collect();
            let sum: f32 = raw.iter().sum();
            let weights = raw
                .iter()
                .map(|weight| (weight / sum * 4096.0).round() as i32);
            Tap {
                first,
                weights: weights.collect(),
            }
        })
        .collect()
}

fn cubic(x: f32) -> f32 {
    match x.abs() {
        x if x < 1.0 => 1.5 * x * x * x - 2.5 * x * x + 1.0,
        x if x < 2.0 => -0.5 * x * x * x + 2.5 * x * x - 4.0 * x + 2.0,
        _ => 0.0,
    }
}
