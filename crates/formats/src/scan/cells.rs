//! What is dark over more than a stroke: the black around a scan, and filled areas with light letters.

use super::Raster;

/// Dots along the side of the squares that are looked at.
const CELL: usize = 8;

/// Squares of a picture, with the sum of their dots' greys.
pub(super) struct Cells {
    columns: usize,
    rows: usize,
    /// Whether most of a square is dark.
    dark: Vec<bool>,
}

/// An area of dark squares.
#[derive(Debug, Clone, Copy)]
struct Area {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
    cells: usize,
    at_edge: bool,
}

impl Cells {
    /// The squares of a picture; those with a mean below `grey` are dark.
    fn of(picture: &Raster, grey: usize) -> Self {
        let width = picture.width as usize;
        let lines: Vec<&[u8]> = picture.dots.chunks_exact(width.max(1)).collect();
        let mut dark = Vec::new();
        for band in lines.chunks(CELL) {
            for left in (0..width).step_by(CELL) {
                let right = width.min(left + CELL);
                let cell = band.iter().filter_map(|line| line.get(left..right));
                let sum: usize = cell.flatten().map(|dot| usize::from(*dot)).sum();
                dark.push(sum < grey * (right - left) * band.len());
            }
        }
        Self {
            columns: width.div_ceil(CELL),
            rows: lines.len().div_ceil(CELL),
            dark,
        }
    }

    /// Takes out the dark areas one after the other, each with its squares.
    fn areas(mut self, mut each: impl FnMut(Area, &[usize])) {
        for start in 0..self.dark.len() {
            if !self.take(start) {
                continue;
            }
            let mut members = vec![start];
            let mut next = 0;
            while let Some(&at) = members.get(next) {
                next += 1;
                let column = at % self.columns;
                let beside = [
                    (column > 0).then(|| at - 1),
                    (column + 1 < self.columns).then_some(at + 1),
                    at.checked_sub(self.columns),
                    Some(at + self.columns),
                ];
                for at in beside.into_iter().flatten() {
                    if self.take(at) {
                        members.push(at);
                    }
                }
            }
            each(self.area(&members), &members);
        }
    }

    /// Makes a square light; whether it was dark.
    fn take(&mut self, at: usize) -> bool {
        self.dark.get_mut(at).is_some_and(std::mem::take)
    }

    fn area(&self, members: &[usize]) -> Area {
        let columns = || members.iter().map(|at| at % self.columns);
        let rows = || members.iter().map(|at| at / self.columns);
        let (left, right) = (columns().min().unwrap_or(0), columns().max().unwrap_or(0));
        let (top, bottom) = (rows().min().unwrap_or(0), rows().max().unwrap_or(0));
        Area {
            left: left * CELL,
            top: top * CELL,
            right: (right + 1) * CELL,
            bottom: (bottom + 1) * CELL,
            cells: members.len(),
            at_edge: left == 0 || top == 0 || right + 1 >= self.columns || bottom + 1 >= self.rows,
        }
    }
}

/// Makes white what is black around the page: where the glass was larger than the paper.
pub(super) fn clear_edges(picture: &mut Raster) {
    let mut found = Vec::new();
    let cells = Cells::of(picture, 70);
    let columns = cells.columns;
    cells.areas(|area, members| {
        if area.at_edge && area.cells >= 12 {
            found.extend_from_slice(members);
        }
    });
    let (width, height) = (picture.width as usize, picture.height as usize);
    for at in found {
        // With what is left of the black beside the squares, whose means are light.
        let (left, top) = (at % columns * CELL, at / columns * CELL);
        let (right, bottom) = (left + 2 * CELL, top + 2 * CELL);
        for y in top.saturating_sub(CELL)..bottom.min(height) {
            let row = y * width + left.saturating_sub(CELL)..y * width + right.min(width);
            picture.dots.get_mut(row).unwrap_or_default().fill(u8::MAX);
        }
    }
}

/// An area that was filled with dark, by its edges in dots.
pub(super) struct Filled {
    pub(super) left: u32,
    pub(super) top: u32,
    pub(super) right: u32,
    pub(super) bottom: u32,
}

/// Turns dark areas with light letters into light ones with dark letters, and says where they are.
pub(super) fn lighten(picture: &mut Raster) -> Vec<Filled> {
    let mut found = Vec::new();
    Cells::of(picture, 125).areas(|area, _| {
        let (wide, high) = (
            (area.right - area.left) / CELL,
            (area.bottom - area.top) / CELL,
        );
        // Letters leave holes, a drawing or a large letter leaves more.
        if wide >= 10 && high >= 3 && area.cells * 20 >= wide * high * 9 {
            found.push(area);
        }
    });
    found
        .into_iter()
        .filter_map(|area| invert(picture, &area))
        .collect()
}

fn invert(picture: &mut Raster, area: &Area) -> Option<Filled> {
    let (width, height) = (picture.width as usize, picture.height as usize);
    let (right, bottom) = (area.right.min(width), area.bottom.min(height));
    // The fill ends within a square: at the first and last rows and columns that are mostly dark.
    let is_dark = |x: usize, y: usize| {
        picture
            .dots
            .get(y * width + x)
            .is_some_and(|dot| *dot < 128)
    };
    let row =
        |y: &usize| (area.left..right).filter(|x| is_dark(*x, *y)).count() * 2 > right - area.left;
    let span = area.top.saturating_sub(CELL)..(bottom + CELL).min(height);
    let (top, bottom) = (span.clone().find(row)?, span.rev().find(row)? + 1);
    let column = |x: &usize| (top..bottom).filter(|y| is_dark(*x, *y)).count() * 2 > bottom - top;
    let span = area.left.saturating_sub(CELL)..(right + CELL).min(width);
    let (left, right) = (span.clone().find(column)?, span.rev().find(column)? + 1);
    let mut greys: Vec<u8> = Vec::new();
    for y in top..bottom {
        let line = picture.dots.get(y * width + left..y * width + right)?;
        greys.extend(line.iter().step_by(7));
    }
    greys.sort_unstable();
    let fill = greys.get(greys.len() / 3).copied().unwrap_or(0);
    for y in top..bottom {
        let line = picture.dots.get_mut(y * width + left..y * width + right)?;
        for dot in line {
            let light =
                u32::from(dot.saturating_sub(fill)) * 255 / u32::from(u8::MAX - fill).max(1);
            *dot = u8::MAX - u8::try_from(light).unwrap_or(u8::MAX);
        }
    }
    let dots = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Some(Filled {
        left: dots(left),
        top: dots(top),
        right: dots(right),
        bottom: dots(bottom),
    })
}
