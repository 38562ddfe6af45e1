//! Pages made of arbitrary bytes: what holds for the document of any page, whatever it draws.

use hayro_interpret::kurbo::Rect;
use rustc_hash::FxHashMap;

use super::layout::Layout;
use super::sheet::{FRAME, Glyph, Ruling, Sheet, UNMARKED};
use super::tags::{Kind, Mark, Place, Tags};

/// Lays out the pages that bytes stand for, and says whether the document holds together.
///
/// # Panics
/// Where the blocks do not lie in the text in order, or where the page breaks are not those of the pages.
pub(crate) fn lay_out(bytes: &[u8]) {
    let mut bytes = Bytes(bytes);
    let mut layout = Layout::new(Tags::default(), FxHashMap::default());
    let pages = 1 + usize::from(bytes.next() % 5);
    for _ in 0..pages {
        layout.add(sheet(&mut bytes), true);
    }
    let Ok(document) = layout.finish(false) else {
        return;
    };
    let mut last = 0;
    for block in &document.blocks {
        assert!(
            last <= block.start && block.start <= block.end,
            "blocks in order"
        );
        assert!(
            document.text.get(block.range()).is_some(),
            "a block lies in the text"
        );
        last = block.end;
    }
    let breaks = document.text.matches('\u{c}').count();
    assert_eq!(breaks + 1, pages, "a form feed stands between pages");
}

/// Bytes that are taken one by one, zeros after the last.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn next(&mut self) -> u8 {
        match self.0 {
            [first, rest @ ..] => {
                self.0 = rest;
                *first
            }
            [] => 0,
        }
    }

    /// A coordinate: mostly on a grid of a page, so that lines and columns come about, at times anything.
    fn place(&mut self) -> f32 {
        match self.next() {
            255 => f32::MAX,
            254 => -1e6,
            byte => f32::from(byte) * 3.2 + f32::from(self.next() % 8) * 0.4,
        }
    }
}

const WORDS: [&str; 16] = [
    "a", "Udvalget", "og", "1.", "•", "12.000", " ", "\u{ad}", "-", "Side 1", "☒", "æ", "¹", "K",
    "\u{fffd}", "ende.",
];

fn sheet(bytes: &mut Bytes<'_>) -> Sheet {
    let mut sheet = Sheet::new((600.0, 840.0));
    for number in 0..4 {
        let kind = [Kind::Text, Kind::Heading(2), Kind::Item, Kind::Note];
        let cell = bytes.next().is_multiple_of(3).then_some(Place {
            table: 0,
            row: number / 2,
            column: number % 2,
            columns: 1,
        });
        let kind = kind.get(number as usize).copied().unwrap_or(Kind::Text);
        sheet.marks.insert(
            number,
            Mark {
                number: number / 2,
                order: number,
                kind,
                cell,
            },
        );
    }
    for _ in 0..bytes.next() {
        ruling(bytes, &mut sheet);
    }
    for _ in 0..u32::from(bytes.next()) * 4 {
        glyphs(bytes, &mut sheet);
    }
    if bytes.next().is_multiple_of(4) {
        sheet.page_ends();
    }
    sheet
}

fn ruling(bytes: &mut Bytes<'_>, sheet: &mut Sheet) {
    let (x, y) = (bytes.place(), bytes.place());
    let (wide, high) = (f32::from(bytes.next()), f32::from(bytes.next()) / 16.0);
    let Rect { x0, y0, x1, y1 } =
        Rect::new(x.into(), y.into(), (x + wide).into(), (y + high).into());
    sheet.rulings.push(Ruling {
        x0: x0 as f32,
        y0: y0 as f32,
        x1: x1 as f32,
        y1: y1 as f32,
    });
}

/// A word, a glyph a letter.
fn glyphs(bytes: &mut Bytes<'_>, sheet: &mut Sheet) {
    let word = WORDS
        .get(usize::from(bytes.next() % 16))
        .copied()
        .unwrap_or("");
    let (mut x0, y) = (bytes.place(), bytes.place());
    let style = bytes.next();
    let size = [8.0, 10.0, 10.0, 14.0]
        .get(usize::from(style % 4))
        .copied()
        .unwrap_or(10.0);
    let mark = match bytes.next() % 8 {
        4 => FRAME,
        5.. => UNMARKED,
        mark => u32::from(mark),
    };
    for letter in word.chars() {
        let start = sheet.chars.len();
        sheet.chars.push(letter);
        let x1 = x0 + 0.5 * size;
        sheet.glyphs.push(Glyph {
            chars: start..sheet.chars.len(),
            x0,
            x1,
            y,
            size,
            turn: if style > 250 { style % 4 } else { 0 },
            bold: style & 16 != 0,
            mark,
        });
        x0 = x1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_pages_make_a_sound_document() {
        let mut seed = 0x2545_f491_4f6c_dd1d_u64;
        for length in (0..4_000).step_by(13) {
            let bytes: Vec<u8> = (0..length)
                .map(|_| {
                    seed = seed
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1_442_695_040_888_963_407);
                    (seed >> 33) as u8
                })
                .collect();
            lay_out(&bytes);
        }
    }
}
