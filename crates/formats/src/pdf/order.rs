//! The order of a tagged page: that of the file's structure, where it is sane.

use super::lines::Span;
use super::sheet::{FRAME, Glyph, Sheet, UNMARKED};

/// Of this share of a page's glyphs the structure must tell what they are part of, to be believed.
const TOLD: f32 = 0.9;

/// Puts the page's own glyphs into the order of their marks. Marks that are not believed are taken off.
pub(super) fn settle(sheet: &mut Sheet) {
    if sheet.marks.is_empty() {
        return;
    }
    let own = sheet.parts().0.len();
    let glyphs = sheet.glyphs.get(..own).unwrap_or(&[]);
    let told = glyphs.iter().filter(|glyph| glyph.mark != UNMARKED).count();
    if (told as f32) < TOLD * own as f32 {
        sheet.marks.clear();
        sheet
            .glyphs
            .iter_mut()
            .for_each(|glyph| glyph.mark = UNMARKED);
        return;
    }
    let keys = keys(glyphs);
    let mut order: Vec<usize> = (0..own).collect();
    order.sort_by_key(|at| keys.get(*at));
    if order.is_sorted()
        || steps_up(glyphs, &order) > steps_up(glyphs, &(0..own).collect::<Vec<_>>())
    {
        return;
    }
    let sorted: Vec<Glyph> = order
        .iter()
        .filter_map(|at| glyphs.get(*at).cloned())
        .collect();
    for (slot, glyph) in sheet.glyphs.iter_mut().zip(sorted) {
        *slot = glyph;
    }
}

/// The place of each glyph in the structure; what has none stands with what was drawn before it.
fn keys(glyphs: &[Glyph]) -> Vec<u32> {
    let mut last = 0;
    let key = |glyph: &Glyph| {
        if glyph.mark != UNMARKED && glyph.mark != FRAME {
            last = glyph.mark;
        }
        last
    };
    glyphs.iter().map(key).collect()
}

/// How often the text steps up within a column: from one part to another that stands above it.
fn steps_up(glyphs: &[Glyph], order: &[usize]) -> usize {
    let mut steps = 0;
    let mut last: Option<&Glyph> = None;
    for glyph in order.iter().filter_map(|at| glyphs.get(*at)) {
        if glyph.mark == UNMARKED || glyph.mark == FRAME {
            continue;
        }
        steps += usize::from(last.is_some_and(|last| {
            let up = glyph.turn == last.turn && glyph.y < last.y - 2.0 * glyph.size;
            last.mark != glyph.mark && up && glyph.x0 < last.x1
        }));
        last = Some(glyph);
    }
    steps
}

/// A page of more blocks is a drawing or a table drawn cell by cell.
const MOST_BLOCKS: usize = 200;
/// Lines that a box in the margin has at most.
const MARGIN: usize = 12;

/// Puts a block that is drawn after the text but stands in the margin to the left of all of it (a box with the case
/// number) before the first text that stands below it.
pub(super) fn set_back(spans: Vec<Span>) -> Vec<Span> {
    let apart = |a: &Span, b: &Span| {
        a.turn != b.turn || b.y < a.y - 2.0 * a.size || b.y > a.y + 6.0 * a.size
    };
    let blocks: Vec<&[Span]> = spans.chunk_by(|a, b| !apart(a, b)).collect();
    if blocks.len() < 2 || blocks.len() > MOST_BLOCKS {
        return spans;
    }
    let mut done: Vec<Span> = Vec::with_capacity(spans.len());
    for block in blocks {
        let (Some(top), right) = (
            block.first(),
            block.iter().map(Span::x1).fold(f32::MIN, f32::max),
        ) else {
            continue;
        };
        let below = |span: &Span| span.turn == top.turn && span.y > top.y + 0.4 * top.size;
        let right_of = spans.iter().filter(|span| span.x0() > right).count();
        let rest = spans.len() - block.len();
        let alone = block.len() <= MARGIN && right_of * 10 >= rest * 9;
        let home = done
            .iter()
            .position(below)
            .filter(|_| alone && top.turn == 0);
        match home {
            Some(home) => {
                done.splice(home..home, block.iter().cloned());
            }
            None => done.extend_from_slice(block),
        }
    }
    done
}
