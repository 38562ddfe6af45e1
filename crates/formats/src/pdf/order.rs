//! The order of a tagged page: that of the file's structure, where it is sane.

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
