//! Long straight lines: found, and taken out of the picture, since a recogniser reads them as letters.

use std::collections::VecDeque;

use super::Raster;

/// Darker than this is ink.
const INK: u8 = 168;
/// Inches that a line has at least, across and down: longer than a letter and a dash.
const ACROSS: f32 = 0.45;
const DOWN: f32 = 0.3;
/// Inches that a line is thick at most; what is thicker is a bar or a filled area.
const THICK: f32 = 0.05;
/// Dots without ink that a line may have in a row.
const GAP: usize = 2;
/// How much darker than both sides a line is that has no ink, and how far away the sides are, in dots.
const FAINT: u16 = 30;
const SIDE: usize = 5;
/// What share of a line's length has ink.
const DENSE: f32 = 0.94;

/// A line, in dots: from and to along it, and its edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stroke {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) first: usize,
    pub(super) last: usize,
}

/// A picture, or the same with rows and columns changed, so that lines down are lines across.
struct View<'p> {
    picture: &'p mut Raster,
    transposed: bool,
    grainy: bool,
}

/// The lines across and those down; they are white in the picture afterwards. On grainy paper faint ones are looked for too, which
/// elsewhere might be blurred text.
pub(super) fn take(picture: &mut Raster, grainy: bool) -> (Vec<Stroke>, Vec<Stroke>) {
    let dpi = picture.dpi as f32;
    let mut of = |transposed, length: f32| {
        let view = View {
            picture,
            transposed,
            grainy,
        };
        view.strokes((length * dpi) as usize, (THICK * dpi).max(4.0) as usize)
    };
    let (across, down) = (of(false, ACROSS), of(true, DOWN));
    for (strokes, transposed) in [(&across, false), (&down, true)] {
        let mut view = View {
            picture,
            transposed,
            grainy,
        };
        strokes.iter().for_each(|stroke| view.erase(stroke));
    }
    (across, down)
}

impl View<'_> {
    /// How many dots a line across has, and how many such lines there are.
    fn extent(&self) -> (usize, usize) {
        let (width, height) = (self.picture.width as usize, self.picture.height as usize);
        if self.transposed {
            (height, width)
        } else {
            (width, height)
        }
    }

    fn place(&self, along: usize, line: usize) -> usize {
        let (along, line) = if self.transposed {
            (line, along)
        } else {
            (along, line)
        };
        line * self.picture.width as usize + along
    }

    fn is_ink(&self, along: usize, line: usize) -> bool {
        let (length, lines) = self.extent();
        let inside = along < length && line < lines;
        inside
            && self
                .picture
                .dots
                .get(self.place(along, line))
                .is_some_and(|dot| *dot < INK)
    }

    /// Lines of at least a length and at most a thickness.
    fn strokes(&self, length: usize, thick: usize) -> Vec<Stroke> {
        let (mut open, mut done): (Vec<Stroke>, Vec<Stroke>) = (Vec::new(), Vec::new());
        let (_, lines) = self.extent();
        // The rows around the next one, from as far above as below.
        let mut near: VecDeque<Vec<u8>> =
            VecDeque::from(vec![vec![u8::MAX; self.extent().0]; SIDE + 1]);
        near.extend((0..=SIDE).map(|line| self.means(line)));
        let mut rows = [Vec::new(), Vec::new(), Vec::new()];
        for line in 0..=lines {
            // A line that leans a little goes on in the next row: three rows are looked at as one.
            near.pop_front();
            rows.rotate_left(1);
            rows[2] = self.inked(line, &near);
            near.push_back(self.means(line + SIDE + 1));
            let Some(line) = line.checked_sub(1) else {
                continue;
            };
            for (from, to) in runs(&rows, length) {
                let touches = |stroke: &&mut Stroke| {
                    stroke.last + 2 >= line && stroke.from <= to + 3 && from <= stroke.to + 3
                };
                match open.iter_mut().find(touches) {
                    Some(stroke) => {
                        stroke.from = stroke.from.min(from);
                        stroke.to = stroke.to.max(to);
                        stroke.last = line;
                    }
                    None => open.push(Stroke {
                        from,
                        to,
                        first: line,
                        last: line,
                    }),
                }
            }
            let ended = open.extract_if(.., |stroke| stroke.last + 2 < line);
            done.extend(ended);
        }
        done.append(&mut open);
        let thin = |stroke: &Stroke| {
            stroke.last - stroke.first <= thick + 2 + (stroke.to - stroke.from) / 200
        };
        done.retain(thin);
        done.iter().map(|stroke| self.narrowed(stroke)).collect()
    }

    /// The means of the dots of a line, each with those around it along the line: a thin one on grainy paper is broken.
    fn means(&self, line: usize) -> Vec<u8> {
        const AROUND: usize = 9;
        let (length, lines) = self.extent();
        let mut means = vec![u8::MAX; length];
        if line >= lines || length < AROUND {
            return means;
        }
        let dots = (0..length).map(|along| self.picture.dots.get(self.place(along, line)));
        let dots: Vec<usize> = dots
            .map(|dot| usize::from(*dot.unwrap_or(&u8::MAX)))
            .collect();
        let mut sum: usize = dots.iter().take(AROUND - 1).sum();
        let ends = dots.iter().skip(AROUND - 1).zip(&dots);
        for ((last, first), mean) in ends.zip(means.iter_mut().skip(AROUND / 2)) {
            sum += last;
            *mean = u8::try_from(sum / AROUND).unwrap_or(u8::MAX);
            sum -= first;
        }
        means
    }

    /// Which dots of a line have ink, or are darker on the whole than what is on both sides.
    fn inked(&self, line: usize, near: &VecDeque<Vec<u8>>) -> Vec<bool> {
        let (length, _) = self.extent();
        let sides = (near.front(), near.get(SIDE), near.back());
        let (Some(above), Some(here), Some(below)) = sides else {
            return vec![false; length];
        };
        let near = above.iter().zip(here).zip(below);
        let faint = near
            .map(|((above, here), below)| u16::from(*here) + FAINT < u16::from(*above.min(below)));
        let faint = faint.enumerate();
        faint
            .map(|(along, faint)| self.grainy && faint || self.is_ink(along, line))
            .collect()
    }

    /// The stroke without the row before and after it that were looked at with it.
    fn narrowed(&self, stroke: &Stroke) -> Stroke {
        let mut narrow = *stroke;
        if narrow.last >= narrow.first + 2 {
            narrow.first += 1;
            narrow.last -= 1;
        }
        narrow
    }

    /// The rows of ink that cross a stroke at a place.
    fn crossing(&self, stroke: &Stroke, along: usize) -> Option<(usize, usize)> {
        let start = (stroke.first..=stroke.last).find(|line| self.is_ink(along, *line))?;
        let (mut first, mut last) = (start, start);
        while first > 0 && self.is_ink(along, first - 1) {
            first -= 1;
        }
        while self.is_ink(along, last + 1) {
            last += 1;
        }
        Some((first, last))
    }

    /// Makes a stroke white where it has no more ink than itself: letters that touch it stay.
    fn erase(&mut self, stroke: &Stroke) {
        let crossings: Vec<_> = (stroke.from..=stroke.to)
            .map(|along| self.crossing(stroke, along))
            .collect();
        let mut heights: Vec<usize> = crossings
            .iter()
            .flatten()
            .map(|(first, last)| last - first + 1)
            .collect();
        heights.sort_unstable();
        let usual = heights.get(heights.len() / 2).copied().unwrap_or(0);
        let (_, lines) = self.extent();
        for (along, crossing) in (stroke.from..).zip(crossings) {
            let alone = match crossing {
                Some((first, last)) => last - first < usual + 3,
                None => {
                    !self.is_ink(along, stroke.first.saturating_sub(3))
                        && !self.is_ink(along, stroke.last + 3)
                }
            };
            if !alone {
                continue;
            }
            let (first, last) = crossing.unwrap_or((stroke.first, stroke.last));
            // With the grey of its edges.
            for line in first.saturating_sub(2)..=(last + 2).min(lines - 1) {
                let place = self.place(along, line);
                if let Some(dot) = self.picture.dots.get_mut(place) {
                    *dot = u8::MAX;
                }
            }
        }
    }
}

/// Runs of ink over three rows, with little gaps, of at least a length.
fn runs(rows: &[Vec<bool>; 3], length: usize) -> Vec<(usize, usize)> {
    let [above, row, below] = rows;
    let mut found = Vec::new();
    let (mut from, mut to, mut ink) = (None, 0, 0_usize);
    let near = above.iter().zip(row).zip(below);
    for (at, ((up, here), down)) in near.enumerate() {
        if *up || *here || *down {
            from.get_or_insert(at);
            ink += 1;
            to = at;
        } else if from.is_some() && at - to > GAP {
            found.extend(
                from.take()
                    .filter(|from| is_line(*from, to, ink, length))
                    .map(|from| (from, to)),
            );
            ink = 0;
        }
    }
    found.extend(
        from.filter(|from| is_line(*from, to, ink, length))
            .map(|from| (from, to)),
    );
    found
}

fn is_line(from: usize, to: usize, ink: usize, length: usize) -> bool {
    let long = to - from + 1;
    long >= length && ink as f32 >= DENSE * long as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_taken_out_and_letters_that_touch_them_stay() {
        let mut picture = Raster {
            width: 800,
            height: 400,
            dpi: 300,
            dots: vec![255; 800 * 400],
        };
        let fill = |picture: &mut Raster, x: std::ops::Range<usize>, y: std::ops::Range<usize>| {
            for y in y {
                picture.dots[y * 800 + x.start..y * 800 + x.end].fill(0);
            }
        };
        fill(&mut picture, 50..750, 200..204);
        fill(&mut picture, 50..53, 100..300);
        fill(&mut picture, 300..306, 180..230);
        fill(&mut picture, 400..440, 300..304);
        let (across, down) = take(&mut picture, false);
        assert_eq!(across.len(), 1, "{across:?}");
        assert_eq!(down.len(), 1, "{down:?}");
        assert!(
            across[0].from == 50 && across[0].to == 749 && (199..=204).contains(&across[0].first)
        );
        let is_black = |x: usize, y: usize| picture.dots[y * 800 + x] == 0;
        assert!(!is_black(100, 202) && !is_black(51, 150) && !is_black(740, 203));
        assert!(
            is_black(302, 185) && is_black(302, 202) && is_black(302, 225) && is_black(420, 302)
        );
    }
}
