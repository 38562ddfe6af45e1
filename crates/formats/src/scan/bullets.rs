//! Bullets before the items of a list: found, and taken out of the picture, since a recogniser has no letter for them and reads them
//! with the first word: `• 2 medlemmer` became `72 medlemmer`.

use super::{Raster, Tick};

/// Darker than this is ink, and lighter than this paper: between them is the edge of ink, or a letter that is blurred.
const INK: u8 = 140;
const PAPER: u8 = 200;
/// Inches across a bullet.
const SMALLEST: f32 = 0.023;
const LARGEST: f32 = 0.085;
/// What share of its square has ink: a disc has 79 %.
const FILLED: f32 = 0.7;
/// Inches to the left of it without ink, and within which there is a word to the right.
const BEFORE: f32 = 0.15;
const AFTER: f32 = 0.6;

/// The bullets of a picture; they are white in it afterwards.
pub(super) fn take(picture: &mut Raster) -> Vec<Tick> {
    let dpi = picture.dpi as f32;
    let least = (SMALLEST * dpi).max(5.0) as usize;
    let most = (LARGEST * dpi) as usize;
    let (width, height) = (picture.width as usize, picture.height as usize);
    let mut found: Vec<Tick> = Vec::new();
    for y in 1..height.saturating_sub(most) {
        let mut x = most;
        while x + most < width {
            let run = run(picture, x, y).min(most + 1);
            // The upper edge of something: above is none of it.
            if (1..=most).contains(&run) && is_clear(picture, x - 1..x + run + 1, y - 1..y, INK) {
                found.extend(bullet(picture, (x, y), (least, most)));
            }
            x += run.max(1);
        }
    }
    for tick in &found {
        let (left, top, side) = (tick.left as usize, tick.top as usize, tick.side as usize);
        let edge = edge(side);
        for y in top.saturating_sub(edge)..top + side + edge {
            let row = y * width + left.saturating_sub(edge)..y * width + left + side + edge;
            picture.dots.get_mut(row).unwrap_or_default().fill(u8::MAX);
        }
    }
    found
}

/// How many dots from here on have ink.
fn run(picture: &Raster, x: usize, y: usize) -> usize {
    let width = picture.width as usize;
    let row = picture.dots.get(y * width + x..(y + 1) * width);
    let row = row.unwrap_or_default().iter();
    row.take_while(|dot| **dot < INK).count()
}

/// How many dots around ink of such a width may be its edge.
fn edge(wide: usize) -> usize {
    wide / 3 + 2
}

/// Whether no dot of an area is darker than this.
fn is_clear(
    picture: &Raster,
    x: std::ops::Range<usize>,
    mut y: std::ops::Range<usize>,
    than: u8,
) -> bool {
    let width = picture.width as usize;
    let (left, right) = (x.start.min(width), x.end.min(width));
    y.all(|y| {
        let row = picture.dots.get(y * width + left..y * width + right);
        row.unwrap_or_default().iter().all(|dot| *dot >= than)
    })
}

/// The bullet whose upper edge begins here, if there is one.
fn bullet(picture: &Raster, (x, y): (usize, usize), (least, most): (usize, usize)) -> Option<Tick> {
    // Row by row, as wide as the ink goes that touches the row above.
    let (mut left, mut right) = (x, x + run(picture, x, y));
    let (mut bottom, mut ink) = (y, 0);
    let mut row = left..right;
    loop {
        ink += row.len();
        (left, right) = (left.min(row.start), right.max(row.end));
        bottom += 1;
        if right - left > most || bottom - y > most {
            return None;
        }
        let start =
            (row.start.saturating_sub(1)..row.end + 1).find(|x| run(picture, *x, bottom) > 0);
        let Some(start) = start else { break };
        let before = (0..start).rev().take(most);
        let first = before.take_while(|x| run(picture, *x, bottom) > 0).last();
        let first = first.unwrap_or(start);
        row = first..first + run(picture, first, bottom);
    }
    let (wide, high) = (right - left, bottom - y);
    let round = wide * 5 >= high * 4 && high * 5 >= wide * 4;
    let filled = ink as f32 >= FILLED * (wide * high) as f32;
    if !round || !filled || wide.min(high) < least {
        return None;
    }
    let dpi = picture.dpi as f32;
    let (before, after) = ((BEFORE * dpi) as usize, (AFTER * dpi) as usize);
    let edge = edge(wide);
    let band = y.saturating_sub(high)..bottom + high;
    let around = left - 1..right + 1;
    let gap = wide / 2 + 2;
    let alone = [(1, INK), (edge, PAPER)].into_iter().all(|(off, than)| {
        let clear = |x: std::ops::Range<usize>, y| is_clear(picture, x, y, than);
        clear(
            around.clone(),
            y.saturating_sub(high + off)..y.saturating_sub(off),
        ) && clear(around.clone(), bottom + off..bottom + high + off)
            && clear(
                left.saturating_sub(before)..left.saturating_sub(off),
                band.clone(),
            )
            && clear(right + off..right + off + gap, band.clone())
    });
    let dots = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let labels = alone && !is_clear(picture, right..right + after, y..bottom, INK);
    labels.then(|| Tick {
        left: dots(left),
        top: dots(y),
        side: dots(wide.max(high)),
        ticked: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_are_told_from_full_stops_and_dots_above_letters() {
        let mut picture = Raster {
            width: 900,
            height: 400,
            dpi: 300,
            dots: vec![255; 900 * 400],
        };
        // Letters that are blurred are pale, and dark in places.
        for y in 45..75 {
            picture.dots[y * 900 + 560..y * 900 + 590].fill(170);
        }
        let mut disc = |x: usize, y: usize, side: usize| {
            let middle = side as f32 / 2.0;
            for (down, right) in
                (0..side).flat_map(|down| (0..side).map(move |right| (down, right)))
            {
                let (dx, dy) = (right as f32 + 0.5 - middle, down as f32 + 0.5 - middle);
                if dx * dx + dy * dy <= middle * middle {
                    picture.dots[(y + down) * 900 + x + right] = 0;
                }
            }
        };
        // Before a word; in one that is blurred; after one; above a stem; with nothing behind it.
        disc(100, 50, 15);
        disc(600, 50, 15);
        disc(132, 150, 10);
        disc(100, 240, 10);
        disc(100, 340, 15);
        let mut word = |x: usize, y: usize| {
            for y in y..y + 30 {
                picture.dots[y * 900 + x..y * 900 + x + 6].fill(0);
                picture.dots[y * 900 + x + 20..y * 900 + x + 26].fill(0);
            }
        };
        word(150, 45);
        word(640, 45);
        word(100, 130);
        word(150, 130);
        word(102, 255);
        word(150, 245);
        let found: Vec<_> = take(&mut picture)
            .iter()
            .map(|at| (at.left, at.top, at.side))
            .collect();
        assert_eq!(found, [(100, 50, 15)]);
        assert!(
            picture.dots[57 * 900..]
                .iter()
                .take(140)
                .all(|dot| *dot == 255)
        );
        assert_eq!(picture.dots[155 * 900 + 136], 0);
    }
}
