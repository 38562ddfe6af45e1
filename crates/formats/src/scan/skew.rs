//! Pages that lie askew or on their side.

use super::Raster;

/// Dots of the picture for one of the reduced picture in which lines are looked for.
const REDUCED: usize = 4;
/// Degrees that a page may lie askew.
const MOST: f32 = 10.0;
/// Degrees from which it is set straight.
const LEAST: f32 = 0.08;
/// Runs of edges longer than this, in reduced dots, are rulings and tell nothing of the lines of a text.
const RULING: usize = 24;
/// How much clearer lines must be down the page than across it.
const CLEARER: f32 = 1.35;

/// Feet of letters: places in the reduced picture where ink has paper below it, and those where it has paper to the right.
struct Feet {
    below: Vec<(f32, f32)>,
    beside: Vec<(f32, f32)>,
}

/// Turns the picture until its lines run across it; which of the two ways is up is not told.
pub(super) fn straighten(picture: Raster) -> Raster {
    let feet = Feet::of(&picture);
    let (across, down) = (Lean::of(&feet.below), Lean::of(&feet.beside));
    let (picture, lean) = if down.clearness > CLEARER * across.clearness {
        (
            picture.turned(1),
            Lean::of(&Feet::of(&picture.turned(1)).below),
        )
    } else {
        (picture, across)
    };
    match lean.degrees {
        Some(degrees) if degrees.abs() >= LEAST => turned(&picture, degrees),
        _ => picture,
    }
}

impl Feet {
    fn of(picture: &Raster) -> Self {
        let (dark, columns) = reduced(picture);
        let rows = dark.len() / columns.max(1);
        let is_dark =
            |x: usize, y: usize| x < columns && dark.get(y * columns + x).copied().unwrap_or(false);
        let along = |length: usize, lines: usize, foot: &dyn Fn(usize, usize) -> bool| {
            let mut found = Vec::new();
            for line in 0..lines {
                let mut run = Vec::new();
                for at in 0..=length {
                    if at < length && foot(at, line) {
                        run.push((at as f32, line as f32));
                    } else if run.len() < RULING {
                        found.append(&mut run);
                    } else {
                        run.clear();
                    }
                }
            }
            found
        };
        Self {
            below: along(columns, rows, &|x, y| is_dark(x, y) && !is_dark(x, y + 1)),
            beside: along(rows, columns, &|y, x| is_dark(x, y) && !is_dark(x + 1, y)),
        }
    }
}

/// The picture in fewer dots, dark ones told; with the width.
fn reduced(picture: &Raster) -> (Vec<bool>, usize) {
    let width = picture.width as usize;
    let columns = width / REDUCED;
    let lines: Vec<&[u8]> = picture.dots.chunks_exact(width.max(1)).collect();
    let mut dark = Vec::with_capacity(picture.dots.len() / (REDUCED * REDUCED));
    for band in lines.chunks_exact(REDUCED) {
        for x in 0..columns {
            let cell = band
                .iter()
                .filter_map(|line| line.get(x * REDUCED..(x + 1) * REDUCED));
            let sum: usize = cell.flatten().map(|dot| usize::from(*dot)).sum();
            dark.push(sum < 150 * REDUCED * REDUCED);
        }
    }
    (dark, columns)
}

/// How lines lean.
struct Lean {
    /// Downwards to the right; `None` where nothing tells.
    degrees: Option<f32>,
    /// How much of the feet stand on few lines.
    clearness: f32,
}

impl Lean {
    fn of(feet: &[(f32, f32)]) -> Self {
        // A page has some ten thousand; more of them tell no more.
        let step = feet.len() / 40_000 + 1;
        let feet: Vec<(f32, f32)> = feet.iter().copied().step_by(step).collect();
        let best = |middle: f32, reach: i16, step: f32| {
            let angles = (-reach..=reach).map(|at| middle + f32::from(at) * step);
            let scored = angles.map(|degrees| (clearness(&feet, degrees), degrees));
            scored
                .max_by(|a, b| a.0.total_cmp(&b.0))
                .unwrap_or_default()
        };
        let (_, rough) = best(0.0, (MOST / 0.4) as i16, 0.4);
        let (_, near) = best(rough, 5, 0.1);
        let (clear, degrees) = best(near, 4, 0.025);
        let certain = feet.len() > 150
            && degrees.abs() < MOST
            && clear > 1.03 * clearness(&feet, 0.0)
            && clear > 1.2 * clearness(&feet, degrees + 2.5)
            && clear > 1.2 * clearness(&feet, degrees - 2.5);
        Self {
            degrees: certain.then_some(degrees),
            clearness: clear,
        }
    }
}

/// How many others stand on the line of a foot, were the lines to lean so.
fn clearness(feet: &[(f32, f32)], degrees: f32) -> f32 {
    let slope = degrees.to_radians().tan();
    let height = |&(along, at): &(f32, f32)| at - along * slope;
    let least = feet.iter().map(height).fold(f32::MAX, f32::min);
    let mut lines: Vec<u32> = Vec::new();
    for foot in feet {
        let line = ((height(foot) - least) * 1.5) as usize;
        if line >= lines.len() {
            lines.resize(line + 1, 0);
        }
        if let Some(count) = lines.get_mut(line) {
            *count += 1;
        }
    }
    let squares: f64 = lines.iter().map(|count| f64::from(*count).powi(2)).sum();
    (squares / feet.len().max(1) as f64) as f32
}

/// The picture turned back by what it leans, its corners white.
fn turned(picture: &Raster, degrees: f32) -> Raster {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (width, height) = (picture.width as usize, picture.height as usize);
    let (middle, centre) = (width as f32 / 2.0, height as f32 / 2.0);
    let mut dots = Vec::with_capacity(picture.dots.len());
    for y in 0..height {
        let down = y as f32 - centre;
        for x in 0..width {
            let right = x as f32 - middle;
            dots.push(between(
                picture,
                middle + right * cos - down * sin,
                centre + right * sin + down * cos,
            ));
        }
    }
    Raster {
        dots,
        width: picture.width,
        height: picture.height,
        dpi: picture.dpi,
    }
}

/// The grey at a place between dots.
fn between(picture: &Raster, x: f32, y: f32) -> u8 {
    let (width, height) = (picture.width as usize, picture.height as usize);
    if x < 0.0 || y < 0.0 || x + 1.0 >= width as f32 || y + 1.0 >= height as f32 {
        return u8::MAX;
    }
    let (left, top) = (x as usize, y as usize);
    let (right, down) = (
        ((x - left as f32) * 256.0) as u32,
        ((y - top as f32) * 256.0) as u32,
    );
    let at = top * width + left;
    let pair = |at: usize| match picture.dots.get(at..at + 2) {
        Some(&[a, b]) => u32::from(a) * (256 - right) + u32::from(b) * right,
        _ => 255 * 256,
    };
    ((pair(at) * (256 - down) + pair(at + width) * down + (1 << 15)) >> 16).min(255) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of lines of short words, which lean.
    fn page(width: u32, height: u32, degrees: f32) -> Raster {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let dot = |x: u32, y: u32| {
            let (x, y) = (x as f32, y as f32);
            let (x, y) = (
                (x * cos + y * sin + 4000.0) as u32,
                (y * cos - x * sin + 4000.0) as u32,
            );
            // Strokes of letters, words of some length, no two lines alike.
            let x = x + y / 48 * 37;
            let letter = x % 16 < 5 && (x / 16 * 7 + y / 48 * 3) % 11 > 1;
            if y % 48 < 22 && letter && (y / 48) % 9 > 0 {
                0
            } else {
                255
            }
        };
        Raster {
            width,
            height,
            dpi: 300,
            dots: (0..height)
                .flat_map(|y| (0..width).map(move |x| dot(x, y)))
                .collect(),
        }
    }

    #[test]
    fn lines_that_lean_are_set_straight() {
        for degrees in [0.0, 0.3, -0.7, 2.0, -6.5] {
            let page = page(2000, 1200, degrees);
            let lean = Lean::of(&Feet::of(&page).below).degrees.unwrap_or(0.0);
            assert!((lean - degrees).abs() < 0.1, "{lean} is not {degrees}");
        }
        let straight = page(2000, 1200, 0.0);
        assert_eq!(straighten(straight.clone()), straight);
        let turned = straighten(straight.turned(3));
        assert_eq!((turned.width, turned.height), (2000, 1200));
    }
}
