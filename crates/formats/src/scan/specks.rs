//! Dots that belong to nothing: dust, a bad line, the grain of a film.

use super::Raster;

/// Below this a dot is ink, for the eye.
const INK: u8 = 100;
/// Above this it is paper.
const PAPER: u8 = 155;
/// One lone dot in so many makes a dirty picture; clean ones have next to none.
const CLEAN: usize = 6_000;
/// Paper whose dots differ by more than this from their neighbours has a grain.
const GRAIN: f32 = 24.0;
const COARSE: f32 = 45.0;

/// Takes out lone dots, black and white, and smooths grain; a clean picture stays as it is. Whether there was a grain, but not so
/// coarse that letters are blurred now.
pub(super) fn clean(picture: &mut Raster) -> bool {
    if lone(picture).len() * CLEAN > picture.dots.len() {
        for _ in 0..2 {
            for (at, grey) in lone(picture) {
                if let Some(dot) = picture.dots.get_mut(at) {
                    *dot = grey;
                }
            }
        }
    }
    let grain = grain(picture);
    if grain > COARSE {
        super::blur::smooth(picture, 1.3, 1.3);
    } else if grain > GRAIN {
        super::blur::smooth(picture, 0.8, 0.8);
        return true;
    }
    false
}

/// The dots with at most one neighbour of their kind, each with what stands around it.
fn lone(picture: &Raster) -> Vec<(usize, u8)> {
    let width = picture.width as usize;
    let mut found = Vec::new();
    let lines: Vec<&[u8]> = picture.dots.chunks_exact(width.max(1)).collect();
    for (y, three) in lines.windows(3).enumerate() {
        let &[above, line, below] = three else {
            continue;
        };
        let threes = above.windows(3).zip(line.windows(3)).zip(below.windows(3));
        for (x, ((up, here), down)) in threes.enumerate() {
            let &[left, dot, right] = here else { continue };
            let kind = (dot < INK, dot > PAPER);
            if kind == (false, false) {
                continue;
            }
            // Nearly all dots stand among their like.
            let alike = |other: u8| if kind.0 { other < INK } else { other > PAPER };
            if alike(left) && alike(right) {
                continue;
            }
            let around = up.iter().chain(down).chain([&left, &right]);
            if around.filter(|other| alike(**other)).count() < 2 {
                found.push(((y + 1) * width + x + 1, if kind.0 { u8::MAX } else { 0 }));
            }
        }
    }
    found
}

/// How much light dots differ from the mean of those beside them: the middle of it, over a part of the picture.
fn grain(picture: &Raster) -> f32 {
    let width = picture.width as usize;
    let mut counts = [0_usize; 256];
    let mut all = 0_usize;
    for line in picture.dots.chunks_exact(width.max(1)).step_by(7) {
        for three in line.windows(3) {
            let &[left, dot, right] = three else { continue };
            if left.min(dot).min(right) > 110 {
                let off = (i32::from(left) + i32::from(right) - 2 * i32::from(dot)).unsigned_abs();
                if let Some(count) = counts.get_mut((off / 2).min(255) as usize) {
                    *count += 1;
                    all += 1;
                }
            }
        }
    }
    let mut below = 0;
    let middle = counts.iter().position(|count| {
        below += count;
        below * 2 > all
    });
    // Of a normal spread the middle of the absolute values is 0.67 of the deviation, and a dot less the mean of two has 1.22 of it.
    middle.unwrap_or(0) as f32 / (0.67 * 1.22)
}
