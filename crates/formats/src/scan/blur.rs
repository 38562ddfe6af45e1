//! Smoothing by a Gaussian, and pictures of few dots made into ones of more.

use super::Raster;

/// Blurs by deviations, in dots, across and down.
pub(super) fn smooth(picture: &mut Raster, across: f32, down: f32) {
    let width = picture.width as usize;
    if width == 0 {
        return;
    }
    let weights = weights(across);
    let reach = weights.len() / 2;
    if reach > 0 {
        for line in picture.dots.chunks_exact_mut(width) {
            let padded = padded(line, reach);
            for (dot, window) in line.iter_mut().zip(padded.windows(weights.len())) {
                *dot = weighted(window.iter().copied(), &weights);
            }
        }
    }
    let weights = self::weights(down);
    if weights.len() < 3 {
        return;
    }
    let old = picture.dots.clone();
    let lines: Vec<&[u8]> = old.chunks_exact(width).collect();
    let last = lines.len().saturating_sub(1);
    let reach = weights.len() / 2;
    for (y, line) in picture.dots.chunks_exact_mut(width).enumerate() {
        let near = (0..weights.len()).map(|off| (y + off).saturating_sub(reach).min(last));
        let near: Vec<&[u8]> = near.filter_map(|y| lines.get(y).copied()).collect();
        for (x, dot) in line.iter_mut().enumerate() {
            let column = near.iter().map(|line| line.get(x).copied().unwrap_or(255));
            *dot = weighted(column, &weights);
        }
    }
}

fn padded(line: &[u8], reach: usize) -> Vec<u8> {
    let edge = |dot: Option<&u8>| vec![dot.copied().unwrap_or(255); reach];
    [&edge(line.first()), line, &edge(line.last())].concat()
}

/// The weights of a Gaussian of a deviation, of 4096 together; one alone where it is next to nothing.
fn weights(deviation: f32) -> Vec<u32> {
    if deviation < 0.3 {
        return vec![4096];
    }
    let reach = (2.5 * deviation).ceil() as i32;
    let of = |at: i32| (-((at * at) as f32) / (2.0 * deviation * deviation)).exp();
    let sum: f32 = (-reach..=reach).map(of).sum();
    (-reach..=reach)
        .map(|at| (of(at) / sum * 4096.0).round() as u32)
        .collect()
}

fn weighted(dots: impl Iterator<Item = u8>, weights: &[u32]) -> u8 {
    let sum: u32 = dots
        .zip(weights)
        .map(|(dot, weight)| u32::from(dot) * weight)
        .sum();
    ((sum + 2048) >> 12).min(255) as u8
}

/// Smooths the steps of a picture in black and white that was shown larger than it is, as faxes are: by how much, the rows and
/// columns tell that only repeat the ones before.
pub(super) fn unstep(picture: &mut Raster) {
    let grey = picture.dots.iter().filter(|dot| (30..226).contains(*dot));
    if grey.count() * 200 > picture.dots.len() {
        return;
    }
    let down = repeated(picture);
    let across = repeated(&picture.turned(1));
    let deviation = |repeated: f32| match repeated {
        share if share < 0.22 => 0.0,
        share if share < 0.5 => 0.3 / (1.0 - share),
        share => 0.45 / (1.0 - share.min(0.9)),
    };
    let (across, down) = (deviation(across), deviation(down));
    if across > 0.0 || down > 0.0 {
        smooth(picture, across, down);
    }
}

/// What share of the rows that have ink are the same as the one before.
fn repeated(picture: &Raster) -> f32 {
    let lines: Vec<&[u8]> = picture
        .dots
        .chunks_exact((picture.width as usize).max(1))
        .collect();
    let (mut same, mut all) = (0, 0);
    for pair in lines.windows(2) {
        let &[above, line] = pair else { continue };
        if line.iter().filter(|dot| **dot < 128).count() > line.len() / 100 {
            all += 1;
            same += usize::from(above == line);
        }
    }
    if all < 50 {
        return 0.0;
    }
    same as f32 / all as f32
}
