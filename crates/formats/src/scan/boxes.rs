//! Boxes to tick: found, and taken out of the picture, since a recogniser has no letter for them.

use super::Raster;

/// Darker than this is ink.
const INK: u8 = 140;
/// Inches along the side of a box.
const SMALLEST: f32 = 0.07;
const LARGEST: f32 = 0.28;
/// What share of a side has ink.
const DRAWN: f32 = 0.9;
/// What share of the inside of a box has ink where it is ticked.
const TICKED: f32 = 0.04;

/// A box, in dots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tick {
    /// Left edge.
    pub left: u32,
    /// Upper edge.
    pub top: u32,
    /// Dots along its side.
    pub side: u32,
    /// Whether there is something in it.
    pub ticked: bool,
}

/// The boxes of a picture; they are white in it afterwards.
pub(super) fn take(picture: &mut Raster) -> Vec<Tick> {
    let dpi = picture.dpi as f32;
    // Of fewer dots no box can be told.
    let (least, most) = ((SMALLEST * dpi).max(8.0) as usize, (LARGEST * dpi) as usize);
    let mut found: Vec<Tick> = Vec::new();
    let (width, height) = (picture.width as usize, picture.height as usize);
    for y in 1..height.saturating_sub(least) {
        let mut x = 0;
        while x < width {
            let run = run(picture, x, y);
            // Its upper edge: above is none of it.
            if (least..=most).contains(&run) && !is_ink(picture, x + run / 2, y - 1) {
                found.extend(boxed(picture, x, y, run));
            }
            x += run.max(1);
        }
    }
    for tick in &found {
        erase(picture, tick);
    }
    found
}

fn is_ink(picture: &Raster, x: usize, y: usize) -> bool {
    let width = picture.width as usize;
    x < width
        && picture
            .dots
            .get(y * width + x)
            .is_some_and(|dot| *dot < INK)
}

/// How many dots from here on have ink.
fn run(picture: &Raster, x: usize, y: usize) -> usize {
    let width = picture.width as usize;
    let row = picture.dots.get(y * width + x..(y + 1) * width);
    row.unwrap_or_default()
        .iter()
        .take_while(|dot| **dot < INK)
        .count()
}

/// The box whose upper edge begins here, if there is one.
fn boxed(picture: &Raster, x: usize, y: usize, side: usize) -> Option<Tick> {
    let drawn = |of: &dyn Fn(usize) -> bool| {
        let count = (0..side).filter(|at| of(*at)).count();
        count as f32 >= DRAWN * side as f32
    };
    let near = side / 8 + 1;
    let left = drawn(&|at| is_ink(picture, x, y + at) || is_ink(picture, x + 1, y + at));
    let edge = x + side - 1;
    let right = drawn(&|at| {
        is_ink(picture, edge, y + at) || is_ink(picture, edge.saturating_sub(1), y + at)
    });
    // A letter bulges.
    let beside =
        |at: usize| x > 2 && is_ink(picture, x - 3, y + at) || is_ink(picture, edge + 3, y + at);
    let outside = (0..side).filter(|at| beside(*at)).count();
    if !left || !right || outside * 8 > side {
        return None;
    }
    let bottom = (side - near..=side + near)
        .rev()
        .find(|down| drawn(&|at| is_ink(picture, x + at, y + down)))?;
    // A cell of a grid or a letter has ink that goes on.
    let below = (0..side)
        .filter(|at| is_ink(picture, x + at, y + bottom + 2))
        .count();
    let thick = (1..side / 3).find(|at| !is_ink(picture, x + side / 2, y + at))?;
    if below * 5 > side {
        return None;
    }
    let inside = thick + 2..side.min(bottom).saturating_sub(thick + 1);
    let all = inside.len() * inside.len();
    let ink = inside
        .clone()
        .flat_map(|down| inside.clone().map(move |right| (right, down)))
        .filter(|(right, down)| is_ink(picture, x + right, y + down))
        .count();
    let filled = ink * 10 > all * 7;
    let dots = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    (all > 36 && !filled).then(|| Tick {
        left: dots(x),
        top: dots(y),
        side: dots(side.max(bottom + 1)),
        ticked: ink as f32 > TICKED * all as f32,
    })
}

fn erase(picture: &mut Raster, tick: &Tick) {
    let width = picture.width as usize;
    let (left, top, side) = (tick.left as usize, tick.top as usize, tick.side as usize);
    for y in top.saturating_sub(2)..top + side + 2 {
        let row = y * width + left.saturating_sub(2)..y * width + (left + side + 2).min(width);
        picture.dots.get_mut(row).unwrap_or_default().fill(u8::MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_told_from_letters_and_ticked_from_empty() {
        let mut picture = Raster {
            width: 400,
            height: 200,
            dpi: 300,
            dots: vec![255; 400 * 200],
        };
        let mut dot = |x: usize, y: usize| picture.dots[y * 400 + x] = 0;
        for at in 0..40 {
            for thick in 0..3 {
                for left in [50, 150] {
                    dot(left + at, 50 + thick);
                    dot(left + at, 87 + thick);
                    dot(left + thick, 50 + at);
                    dot(left + 37 + thick, 50 + at);
                }
                dot(150 + at, 50 + at);
                dot(189 - at, 50 + at);
                // A letter: open on one side.
                dot(250 + at, 50 + thick);
                dot(250 + thick, 50 + at);
                dot(250 + at, 87 + thick);
            }
        }
        let found: Vec<_> = take(&mut picture)
            .iter()
            .map(|tick| (tick.left, tick.ticked))
            .collect();
        assert_eq!(found, [(50, false), (150, true)]);
        assert!(
            picture.dots[60 * 400..]
                .iter()
                .take(240)
                .all(|dot| *dot == 255)
        );
        assert!(picture.dots[50 * 400 + 250] == 0);
    }
}
