//! What the interpreter is told to draw on: it keeps glyphs with their places, and rulings.

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::WritingMode;
use hayro_interpret::hayro_syntax::object::dict::keys::{MCID, SUBTYPE, TYPE};
use hayro_interpret::hayro_syntax::object::{Dict, Name};
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
};

use super::budget::{Budget, Spent};
use super::glyphs::{Decoder, Met};
use super::sheet::{FRAME, Glyph, Ruling, Sheet, UNMARKED};
use super::tables::MOST_RULINGS;
use super::tags::PageMarks;

/// How far above its origin a glyph of vertical text begins, in font sizes (ISO 32000-2, table 115, `DW2`).
const RISE: f32 = 0.88;

/// Collects a [`Sheet`].
pub(super) struct Collector<'b> {
    pub sheet: Sheet,
    decoder: &'b mut Decoder,
    budget: &'b mut Budget,
    /// What the file's structure says of the page's content, by the content's numbers.
    tags: Option<&'b PageMarks>,
    marked: Vec<Marked>,
    met: Met,
}

/// An open marked content.
struct Marked {
    /// The text that replaces what it draws, and whether that was given already.
    text: Option<(String, bool)>,
    /// What its glyphs are part of.
    mark: u32,
}

impl<'b> Collector<'b> {
    pub(super) fn new(
        extent: (f32, f32),
        decoder: &'b mut Decoder,
        budget: &'b mut Budget,
        tags: Option<&'b PageMarks>,
    ) -> Self {
        let sheet = Sheet::new(extent);
        Self {
            sheet,
            decoder,
            budget,
            tags,
            marked: Vec::new(),
            met: Met::default(),
        }
    }

    /// hayro-interpret cannot be told to stop: unwinding past it is the only way, without a message and caught where
    /// the page is asked for.
    fn spend(&mut self, amount: u64) {
        if !self.budget.spend(amount) {
            std::panic::resume_unwind(Box::new(Spent));
        }
    }

    /// What a marked content's glyphs are part of: what it says itself, else what is said around it.
    fn mark(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) -> u32 {
        let around = self.marked.last().map_or(UNMARKED, |marked| marked.mark);
        let Some(properties) = properties.filter(|_| self.tags.is_some()) else {
            return around;
        };
        if tag == b"Artifact" {
            let said = |key, word: &[u8]| {
                let name = properties.get::<Name<'_>>(key);
                name.is_some_and(|name| name.as_ref() == word)
            };
            // A watermark says what the paper is: a draft, a copy.
            let frame = said(TYPE, b"Pagination") && !said(SUBTYPE, b"Watermark");
            return if frame { FRAME } else { UNMARKED };
        }
        let number = properties.get::<u32>(MCID);
        let mark = number.and_then(|number| self.tags?.get(&number));
        mark.map_or(around, |mark| {
            self.sheet.marks.insert(mark.order, *mark);
            mark.order
        })
    }

    fn rule(&mut self, rect: Rect) {
        if self.sheet.rulings.len() > MOST_RULINGS {
            return;
        }
        self.sheet.rulings.push(Ruling {
            x0: rect.x0 as f32,
            y0: rect.y0 as f32,
            x1: rect.x1 as f32,
            y1: rect.y1 as f32,
        });
    }

    /// Whether any of a glyph can be seen: pages are cut from larger ones, and what is cut off is still drawn.
    fn is_on_page(&self, glyph: &Glyph) -> bool {
        let (width, height) = self.sheet.extent;
        let (left, right, bottom) = match glyph.turn {
            0 => (glyph.x0, glyph.x1, glyph.y),
            1 => (-glyph.y, -glyph.y, glyph.x1),
            2 => (-glyph.x1, -glyph.x0, -glyph.y + glyph.size),
            _ => (glyph.y, glyph.y, -glyph.x0),
        };
        right > 0.0 && left < width && bottom > 0.0 && bottom - glyph.size < height
    }

    /// Writes the text that stands for the glyph: that of the marked content around it (given once), else its own.
    fn write(&mut self, glyph: &Drawn<'_>, advance: Option<f32>) {
        let replaced = self
            .marked
            .iter_mut()
            .rev()
            .find_map(|marked| marked.text.as_mut());
        if let Some((text, given)) = replaced {
            if !std::mem::replace(given, true) {
                self.sheet.chars.push_str(text);
            }
            return;
        }
        let code = code(glyph);
        if let Some((_, known)) = code.and_then(|code| self.met.get(code)) {
            self.sheet.chars.extend_from_within(known);
            return;
        }
        let start = self.sheet.chars.len();
        self.decoder.write(glyph, &mut self.sheet.chars);
        if let Some(code) = code {
            let chars = start..self.sheet.chars.len();
            self.met.put(code, advance, chars);
        }
    }

    /// How far a glyph of the run moves on, in thousandths of its size.
    fn advance(&self, glyph: &Drawn<'_>) -> Option<f32> {
        match code(glyph).and_then(|code| self.met.get(code)) {
            Some((known, _)) => known,
            None => match glyph {
                Drawn::Outline(glyph) => glyph.advance_width(),
                Drawn::Type3(glyph) => glyph.advance_width(),
            },
        }
    }
}

/// The code by which a glyph that a font draws was asked for; those of Type 3 are programs, which may draw as they like.
fn code(glyph: &Drawn<'_>) -> Option<u32> {
    match glyph {
        Drawn::Outline(glyph) => Some(glyph.char_code()),
        Drawn::Type3(_) => None,
    }
}

impl<'a> Device<'a> for Collector<'_> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.spend(run.glyphs().len() as u64);
        self.met.begin();
        self.sheet.has_layer |= matches!(mode, DrawMode::Invisible);
        let stretched = is_stretched(run);
        let bold = run
            .glyphs()
            .first()
            .is_some_and(|glyph| self.decoder.is_bold(glyph));
        let mark = self.marked.last().map_or(UNMARKED, |marked| marked.mark);
        for drawn in run.glyphs() {
            let advance = self.advance(drawn);
            let transform = props.transform * drawn.transform();
            let wide = advance.unwrap_or(500.0);
            let placed = match run.writing_mode() {
                WritingMode::Horizontal => place(transform, wide, stretched),
                WritingMode::Vertical => place_upright(transform, wide),
            };
            if let Some(glyph) = placed.filter(|glyph| self.is_on_page(glyph)) {
                let start = self.sheet.chars.len();
                self.write(drawn, advance);
                let chars = start..self.sheet.chars.len();
                self.sheet.glyphs.push(Glyph {
                    chars,
                    bold,
                    mark,
                    ..glyph
                });
            }
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.spend(1 + path.elements().len() as u64 / 8);
        if matches!(mode, DrawMode::Fill(_)) {
            if let Some(rect) = straight(props.transform, path.bounding_box()) {
                self.rule(rect);
            }
            return;
        }
        let mut from = Point::ZERO;
        let mut begun = Point::ZERO;
        for element in path.elements() {
            let to = match *element {
                PathEl::MoveTo(to) => {
                    (from, begun) = (to, to);
                    continue;
                }
                PathEl::LineTo(to) => to,
                PathEl::ClosePath => begun,
                PathEl::QuadTo(_, to) | PathEl::CurveTo(_, _, to) => {
                    from = to;
                    continue;
                }
            };
            let line = Rect::from_points(props.transform * from, props.transform * to);
            if line.width() < 1.0 || line.height() < 1.0 {
                self.rule(line);
            }
            from = to;
        }
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, _: &DrawMode) {
        self.spend(1);
        if let Some(rect) = straight(props.transform, *rect) {
            self.rule(rect);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.spend(1);
        let dots = Rect::new(
            0.0,
            0.0,
            f64::from(image.width()),
            f64::from(image.height()),
        );
        let (width, height) = self.sheet.extent;
        let page = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let shown = props.transform.transform_rect_bbox(dots).intersect(page);
        self.sheet.pictured += (shown.area() / page.area()) as f32;
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.spend(super::budget::FORM);
    }

    fn push_clip_rect(&mut self, _: &Rect) {
        self.spend(1);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.spend(1);
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        self.spend(1);
        let text = properties.and_then(|properties| self.decoder.actual_text(properties));
        let mark = self.mark(tag, properties);
        self.marked.push(Marked {
            text: text.map(|text| (text, false)),
            mark,
        });
    }

    fn end_marked_content(&mut self) {
        self.marked.pop();
    }
}

/// Whether the run's glyphs are squeezed each by its own factor: a substitute font is drawn in the widths of the one
/// that is missing. A factor common to all is the text's own horizontal scaling.
fn is_stretched(run: &GlyphRun<'_, '_>) -> bool {
    let mut factors = run.glyphs().iter().map(|glyph| {
        let [a, b, c, d, ..] = glyph.transform().as_coeffs();
        a.hypot(b) / c.hypot(d)
    });
    let Some(first) = factors.next() else {
        return false;
    };
    factors.any(|factor| (factor - first).abs() > 0.01)
}

/// Turns a glyph's matrix into its place; `None` for what has none (infinite, or without extent).
fn place(transform: Affine, advance: f32, stretched: bool) -> Option<Glyph> {
    let [a, b, c, d, e, f] = transform.as_coeffs();
    let (along, up) = (a.hypot(b), c.hypot(d));
    let turn = if a.abs() >= b.abs() {
        if a >= 0.0 { 0 } else { 2 }
    } else if b > 0.0 {
        1
    } else {
        3
    };
    let (x, y) = match turn {
        0 => (e, f),
        1 => (f, -e),
        2 => (-e, -f),
        _ => (-f, e),
    };
    let scale = if stretched { up } else { along };
    let glyph = Glyph {
        chars: 0..0,
        x0: x as f32,
        x1: (x + scale * f64::from(advance)) as f32,
        y: y as f32,
        size: (up * 1000.0) as f32,
        turn,
        bold: false,
        mark: UNMARKED,
    };
    let sane = glyph.x0.is_finite() && glyph.x1.is_finite() && glyph.y.is_finite();
    (sane && glyph.size > 0.01 && glyph.size < 10_000.0).then_some(glyph)
}

/// The place of a glyph that stands upright in a line that runs down the page.
fn place_upright(transform: Affine, advance: f32) -> Option<Glyph> {
    let glyph = place(transform, advance, false).filter(|glyph| glyph.turn == 0)?;
    // The glyph's origin lies below and left of the point on the line's axis from which the line goes down.
    let (top, axis) = (
        glyph.y - RISE * glyph.size,
        f32::midpoint(glyph.x0, glyph.x1),
    );
    Some(Glyph {
        x0: top,
        x1: top + glyph.size,
        y: -axis,
        turn: 1,
        ..glyph
    })
}

/// A box that is still one after the transform.
fn straight(transform: Affine, rect: Rect) -> Option<Rect> {
    let [a, b, c, d, ..] = transform.as_coeffs();
    let upright = (b.abs() + c.abs()) < 0.001 * (a.abs() + d.abs());
    let turned = (a.abs() + d.abs()) < 0.001 * (b.abs() + c.abs());
    (upright || turned).then(|| transform.transform_rect_bbox(rect))
}
