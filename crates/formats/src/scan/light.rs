//! Paper that is not white everywhere: the spine's shadow, a weak lamp, a grey copy.

use super::Raster;

/// Dots along the side of the squares in which the paper's grey is looked for.
const CELL: usize = 32;
/// Paper as light as this is white.
const WHITE: u8 = 232;
/// What share of a page's squares may be darker: photographs, filled heads of tables.
const FEW: f32 = 0.04;
/// Light falls off no faster than this from square to square; what is darker is printed so.
const FALL: f32 = 0.82;

/// The grey of the paper, square by square.
struct Paper {
    columns: usize,
    rows: usize,
    greys: Vec<f32>,
}

/// Makes the paper white where it is not.
pub(super) fn even(picture: &mut Raster) {
    let mut paper = Paper::of(picture);
    if !paper.is_uneven() {
        return;
    }
    paper.bridge();
    paper.smooth();
    paper.divide(picture);
}

impl Paper {
    fn of(picture: &Raster) -> Self {
        let (width, height) = (picture.width as usize, picture.height as usize);
        let (columns, rows) = (width.div_ceil(CELL), height.div_ceil(CELL));
        let mut greys = Vec::with_capacity(columns * rows);
        let lines: Vec<&[u8]> = picture.dots.chunks_exact(width.max(1)).collect();
        for band in lines.chunks(CELL) {
            for left in (0..width).step_by(CELL) {
                let mut counts = [0_usize; 256];
                let cell = band
                    .iter()
                    .filter_map(|line| line.get(left..width.min(left + CELL)));
                for dot in cell.flatten() {
                    if let Some(count) = counts.get_mut(usize::from(*dot)) {
                        *count += 1;
                    }
                }
                greys.push(f32::from(light(&counts)));
            }
        }
        Self {
            columns,
            rows,
            greys,
        }
    }

    /// Whether more of the page is grey than what is printed on it.
    fn is_uneven(&self) -> bool {
        let dark = self.greys.iter().filter(|grey| **grey < f32::from(WHITE));
        dark.count() as f32 > FEW * self.greys.len() as f32
    }

    /// Makes what is darker than light can fall as light as it would: what is printed there.
    fn bridge(&mut self) {
        let (columns, count) = (self.columns, self.greys.len());
        for at in (0..count).chain((0..count).rev()) {
            let column = at % columns.max(1);
            let beside = [
                (column > 0).then(|| at - 1),
                (column + 1 < columns).then_some(at + 1),
                at.checked_sub(columns),
                Some(at + columns),
            ];
            let lightest = beside.into_iter().flatten();
            let lightest = lightest.filter_map(|at| self.greys.get(at)).copied();
            let least = lightest.fold(0.0, f32::max) * FALL;
            if let Some(grey) = self.greys.get_mut(at) {
                *grey = grey.max(least);
            }
        }
    }

    /// Takes the mean of each square and those around it.
    fn smooth(&mut self) {
        let greys = self.greys.clone();
        for (at, grey) in self.greys.iter_mut().enumerate() {
            let (column, row) = (at % self.columns, at / self.columns);
            let (mut sum, mut count) = (0.0, 0.0);
            for row in row.saturating_sub(1)..self.rows.min(row + 2) {
                for column in column.saturating_sub(1)..self.columns.min(column + 2) {
                    sum += greys.get(row * self.columns + column).unwrap_or(&255.0);
                    count += 1.0;
                }
            }
            *grey = sum / count;
        }
    }

    /// Divides each dot by the paper's grey there.
    fn divide(&self, picture: &mut Raster) {
        let width = picture.width as usize;
        for (y, line) in picture.dots.chunks_exact_mut(width.max(1)).enumerate() {
            let (row, down) = place(y, self.rows);
            for (x, dot) in line.iter_mut().enumerate() {
                let (column, right) = place(x, self.columns);
                let at = |row: usize, column: usize| {
                    let (row, column) = (row.min(self.rows - 1), column.min(self.columns - 1));
                    self.greys.get(row * self.columns + column).copied()
                };
                let across = |row| {
                    let (left, next) = (at(row, column), at(row, column + 1));
                    left.unwrap_or(255.0) * (1.0 - right) + next.unwrap_or(255.0) * right
                };
                let paper = across(row) * (1.0 - down) + across(row + 1) * down;
                *dot = (f32::from(*dot) * 250.0 / paper.max(16.0)).min(255.0) as u8;
            }
        }
    }
}

/// The square whose middle lies before a dot, and how far the dot is from there to the next one's.
fn place(at: usize, cells: usize) -> (usize, f32) {
    let half = CELL / 2;
    let from = at.saturating_sub(half);
    let cell = (from / CELL).min(cells.saturating_sub(1));
    (cell, ((from - cell * CELL) as f32 / CELL as f32).min(1.0))
}

/// The grey that three tenths of the dots are lighter than: the paper's, whatever is printed on it, and its grain's middle.
fn light(counts: &[usize; 256]) -> u8 {
    let wanted = counts.iter().sum::<usize>() * 3 / 10;
    let mut above = 0;
    for (grey, count) in (0..=u8::MAX).zip(counts).rev() {
        above += count;
        if above > wanted {
            return grey;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shadows_go_and_white_paper_stays_as_it_is() {
        let dot = |x: usize, y: usize| if x % 40 < 5 && y % 50 < 20 { 30 } else { 255 };
        let page = |light: &dyn Fn(usize) -> f32| Raster {
            width: 900,
            height: 700,
            dpi: 300,
            dots: (0..700)
                .flat_map(|y| (0..900).map(move |x| (x, y)))
                .map(|(x, y)| (dot(x, y) as f32 * light(x)) as u8)
                .collect(),
        };
        let white = page(&|_| 1.0);
        let mut same = white.clone();
        even(&mut same);
        assert_eq!(same, white);
        let mut dark = page(&|x| 0.3 + 0.7 * x as f32 / 900.0);
        even(&mut dark);
        assert!(dark.dots[30 * 900 + 20] > 220 && dark.dots[30 * 900 + 880] > 220);
        assert!(dark.dots[10 * 900 + 2] < 90 && dark.dots[10 * 900 + 842] < 90);
    }
}
