//! What a page draws, kept as far as it tells about the text.

use std::ops::Range;

use hayro_interpret::kurbo::Rect;

use super::notes::Notes;
use super::tags::PageMarks;

/// Which way text runs, in quarter turns clockwise of the page as it is seen.
pub(super) type Turn = u8;

/// A drawn character, in points, in a frame in which its text runs to the right and down.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    /// Its characters, a range of [`Sheet::chars`].
    pub chars: Range<usize>,
    /// Where it begins.
    pub x0: f32,
    /// Where the next one is expected.
    pub x1: f32,
    /// The baseline, downwards.
    pub y: f32,
    /// Font size as it is seen.
    pub size: f32,
    /// The frame.
    pub turn: Turn,
    /// Heavier than a book weight.
    pub bold: bool,
    /// What it is part of: [`UNMARKED`], [`FRAME`], or a key of [`Sheet::marks`].
    pub mark: u32,
}

/// A page is a picture where one covers so much of it, and its text a stamp where it has fewer letters than this.
const PICTURED: f32 = 0.6;
const STAMP: usize = 150;

/// Of a glyph of which nothing is said.
pub(super) const UNMARKED: u32 = u32::MAX;
/// Of a glyph that the file says is repeated around the text.
pub(super) const FRAME: u32 = u32::MAX - 1;

/// A straight line or a box with edges along the page, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ruling {
    /// Left.
    pub x0: f32,
    /// Top.
    pub y0: f32,
    /// Right.
    pub x1: f32,
    /// Bottom.
    pub y1: f32,
}

/// All that was collected of one page.
#[derive(Default)]
pub(super) struct Sheet {
    /// The characters of all glyphs in the order in which they are drawn.
    pub chars: String,
    /// The glyphs, in the order in which they are drawn.
    pub glyphs: Vec<Glyph>,
    /// Lines and boxes.
    pub rulings: Vec<Ruling>,
    /// Width and height as seen.
    pub extent: (f32, f32),
    /// Fields, links and comments.
    pub notes: Notes,
    /// What the glyphs are part of, where the file tells, by the order of the pieces.
    pub marks: PageMarks,
    /// What share of the page pictures cover, those over each other counted each.
    pub pictured: f32,
    /// Whether some of the text is invisible: what was recognised on the pictures.
    pub has_layer: bool,
    /// How many of the glyphs are the page's own; notes and fields draw the rest.
    own: Option<usize>,
}

impl Sheet {
    /// An empty page of a width and height.
    pub(super) fn new(extent: (f32, f32)) -> Self {
        Self {
            extent,
            ..Self::default()
        }
    }

    /// The page with these notes.
    pub(super) fn with_notes(self, notes: Notes) -> Self {
        Self { notes, ..self }
    }

    /// Whether the page is a picture with a stamp, a page's number or the like on it, which has no layer of recognised text.
    pub(super) fn is_stamped(&self) -> bool {
        let letters = self.chars.chars().filter(|c| c.is_alphanumeric()).count();
        self.pictured > PICTURED && letters < STAMP && !self.has_layer && !self.notes.has_fields()
    }

    /// Adds the glyphs of another one, but for those of which it has some in their place.
    pub(super) fn stamped_on(mut self, mut below: Self) -> Self {
        let taken = |glyph: &Glyph| {
            let (x, y) = (
                f32::midpoint(glyph.x0, glyph.x1),
                glyph.y - 0.3 * glyph.size,
            );
            self.glyphs.iter().any(|own| {
                own.turn == 0
                    && (own.x0..=own.x1).contains(&x)
                    && (own.y - own.size..=own.y).contains(&y)
            })
        };
        below.glyphs.retain(|glyph| !taken(glyph));
        let start = below.chars.len();
        below.chars.push_str(&self.chars);
        below
            .glyphs
            .extend(self.glyphs.drain(..).map(|glyph| Glyph {
                chars: glyph.chars.start + start..glyph.chars.end + start,
                ..glyph
            }));
        below.rulings.append(&mut self.rulings);
        below.with_notes(self.notes)
    }

    /// Says that what follows is drawn by notes and fields.
    pub(super) fn page_ends(&mut self) {
        self.own = Some(self.glyphs.len());
    }

    /// The page's own glyphs, and those of its notes and fields.
    pub(super) fn parts(&self) -> (&[Glyph], &[Glyph]) {
        let own = self.own.unwrap_or(self.glyphs.len());
        self.glyphs
            .split_at_checked(own)
            .unwrap_or((&self.glyphs, &[]))
    }

    /// Leaves out glyphs that double others, `(which, which it doubles)` in order; those become bold.
    pub(super) fn leave_out(&mut self, doubles: &[(usize, usize)]) {
        for (_, first) in doubles {
            if let Some(first) = self.glyphs.get_mut(*first) {
                first.bold = true;
            }
        }
        if let Some(own) = &mut self.own {
            *own -= doubles.partition_point(|(at, _)| at < own);
        }
        let mut left = doubles.iter().map(|(at, _)| *at).peekable();
        let mut at = 0;
        self.glyphs.retain(|_| {
            at += 1;
            left.next_if_eq(&(at - 1)).is_none()
        });
    }

    /// Turns a page whose text stands on its side as a reader would turn the paper.
    pub(super) fn turn_upright(&mut self) {
        let mut counts = [0_usize; 4];
        for glyph in &self.glyphs {
            if let Some(count) = counts.get_mut(usize::from(glyph.turn)) {
                *count += 1;
            }
        }
        let most = counts
            .iter()
            .enumerate()
            .max_by_key(|(turn, count)| (**count, 4 - turn));
        let main = most.map_or(0, |(turn, _)| turn as Turn);
        if main == 0 {
            return;
        }
        let (width, height) = self.extent;
        for glyph in &mut self.glyphs {
            if glyph.turn == main {
                let (right, down) = match main {
                    1 => (0.0, width),
                    2 => (width, height),
                    _ => (height, 0.0),
                };
                glyph.x0 += right;
                glyph.x1 += right;
                glyph.y += down;
            }
            glyph.turn = (glyph.turn + 4 - main) % 4;
        }
        let turned = |x: f32, y: f32| match main {
            1 => (y, width - x),
            2 => (width - x, height - y),
            _ => (height - y, x),
        };
        for ruling in &mut self.rulings {
            let (a, b) = (turned(ruling.x0, ruling.y0), turned(ruling.x1, ruling.y1));
            *ruling = Ruling {
                x0: a.0.min(b.0),
                y0: a.1.min(b.1),
                x1: a.0.max(b.0),
                y1: a.1.max(b.1),
            };
        }
        self.notes.turn(|Rect { x0, y0, x1, y1 }| {
            let (a, b) = (turned(x0 as f32, y0 as f32), turned(x1 as f32, y1 as f32));
            let corner = |(x, y): (f32, f32)| (f64::from(x), f64::from(y));
            Rect::from_points(corner(a), corner(b))
        });
        if main != 2 {
            self.extent = (height, width);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_on_its_side_is_turned() {
        // Text that runs down along the right edge of a page of 600 by 800: its first line is the rightmost.
        let glyph = Glyph {
            chars: 0..0,
            x0: 50.0,
            x1: 60.0,
            y: -570.0,
            size: 10.0,
            turn: 1,
            bold: false,
            mark: UNMARKED,
        };
        let mut sheet = Sheet {
            glyphs: vec![glyph],
            extent: (600.0, 800.0),
            ..Sheet::default()
        };
        sheet.rulings.push(Ruling {
            x0: 560.0,
            y0: 50.0,
            x1: 561.0,
            y1: 150.0,
        });
        sheet.turn_upright();
        assert_eq!(
            (sheet.glyphs[0].turn, sheet.glyphs[0].x0, sheet.glyphs[0].y),
            (0, 50.0, 30.0)
        );
        assert_eq!(
            sheet.rulings[0],
            Ruling {
                x0: 50.0,
                y0: 39.0,
                x1: 150.0,
                y1: 40.0
            }
        );
        assert_eq!(sheet.extent, (800.0, 600.0));
    }
}
