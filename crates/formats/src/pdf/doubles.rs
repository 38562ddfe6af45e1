//! Glyphs that are drawn again on top of themselves, as poor man's bold, outline or shadow: one of them is seen.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::sheet::{Glyph, Sheet};

/// A glyph this near to the same one, in font sizes, is its double; of narrow glyphs, half their width.
const NEAR: f32 = 0.15;
/// Side of the squares in which glyphs are looked up, in points: a double may stand in the next one.
const SQUARE: f32 = 4.0;

/// A character in a square of the page.
type Place = (u64, i32, i32);

/// Leaves out doubles; what they double is bold.
pub(super) fn drop_doubles(sheet: &mut Sheet) {
    if !has_doubles(sheet) {
        return;
    }
    let mut seen: FxHashMap<Place, usize> = FxHashMap::default();
    let mut doubles = Vec::new();
    for (at, glyph) in sheet.glyphs.iter().enumerate() {
        let Some((text, column, row)) = place(sheet, glyph) else {
            continue;
        };
        let squares = (-1..=1).flat_map(|x| (-1..=1).map(move |y| (x, y)));
        let first = squares
            .filter_map(|(x, y)| seen.get(&(text, column + x, row + y)))
            .find(|first| {
                let first = sheet.glyphs.get(**first);
                first.is_some_and(|first| covers(first, glyph))
            });
        match first {
            Some(first) => doubles.push((at, *first)),
            None => {
                seen.insert((text, column, row), at);
            }
        }
    }
    sheet.leave_out(&doubles);
}

/// Whether any glyph stands in the square of the same one before it; of a doubled word some glyphs do.
fn has_doubles(sheet: &Sheet) -> bool {
    let mut seen: FxHashSet<Place> = FxHashSet::default();
    seen.reserve(sheet.glyphs.len());
    let mut places = sheet.glyphs.iter().filter_map(|glyph| place(sheet, glyph));
    places.any(|place| !seen.insert(place))
}

/// Where a glyph that is seen stands.
fn place(sheet: &Sheet, glyph: &Glyph) -> Option<Place> {
    let text = sheet.chars.get(glyph.chars.clone())?;
    if text.trim().is_empty() {
        return None;
    }
    let mut hasher = FxHasher::default();
    (text, glyph.turn).hash(&mut hasher);
    let square = |at: f32| (at / SQUARE).floor().clamp(-1e6, 1e6) as i32;
    Some((hasher.finish(), square(glyph.x0), square(glyph.y)))
}

fn covers(first: &Glyph, second: &Glyph) -> bool {
    let near = (NEAR * second.size).min(0.5 * (second.x1 - second.x0).abs());
    (first.x0 - second.x0).abs() < near && (first.y - second.y).abs() < NEAR * second.size
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(places: &[(&str, f32, f32)]) -> Sheet {
        let mut sheet = Sheet::default();
        for (text, x0, y) in places {
            let start = sheet.chars.len();
            sheet.chars.push_str(text);
            sheet.glyphs.push(Glyph {
                chars: start..sheet.chars.len(),
                x0: *x0,
                x1: x0 + 5.0,
                y: *y,
                size: 10.0,
                turn: 0,
                bold: false,
                mark: 0,
            });
        }
        sheet
    }

    #[test]
    fn a_shadow_goes_and_what_throws_it_is_bold() {
        let mut sheet = sheet(&[("a", 3.9, 10.0), ("b", 8.9, 10.0), ("a", 4.3, 10.4)]);
        sheet.glyphs.push(sheet.glyphs[1].clone());
        drop_doubles(&mut sheet);
        let bold: Vec<bool> = sheet.glyphs.iter().map(|glyph| glyph.bold).collect();
        assert_eq!(bold, [true, true]);
    }

    #[test]
    fn twins_stay() {
        let mut sheet = sheet(&[("l", 10.0, 10.0), ("l", 12.2, 10.0), ("l", 10.0, 14.0)]);
        drop_doubles(&mut sheet);
        assert_eq!(sheet.glyphs.len(), 3);
    }
}
