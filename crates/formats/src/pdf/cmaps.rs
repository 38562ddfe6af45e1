//! An embedded font's own table of characters, read in reverse: which character a glyph shows.

use std::collections::HashMap;

/// Characters by glyph, of an sfnt font's Unicode subtable (format 4 or 12); empty where it has none.
pub(super) fn characters(font: &[u8]) -> HashMap<u32, char> {
    let mut characters = HashMap::new();
    let Some(cmap) = table(font, b"cmap") else {
        return characters;
    };
    let Some(subtable) = unicode_subtable(cmap) else {
        return characters;
    };
    let mut add = |glyph: u32, code: u32| {
        if let Some(c) = char::from_u32(code).filter(|_| glyph != 0) {
            // Of several characters for one glyph the first is the plain one: space before no-break space.
            characters.entry(glyph).or_insert(c);
        }
    };
    match u16_at(subtable, 0) {
        Some(4) => segments(subtable, &mut add),
        Some(12) => groups(subtable, &mut add),
        _ => None,
    };
    characters
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes
        .get(at..)?
        .first_chunk()
        .copied()
        .map(u16::from_be_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes
        .get(at..)?
        .first_chunk()
        .copied()
        .map(u32::from_be_bytes)
}

fn table<'a>(font: &'a [u8], tag: &[u8; 4]) -> Option<&'a [u8]> {
    let count = usize::from(u16_at(font, 4)?);
    let record = (0..count)
        .map(|at| 12 + 16 * at)
        .find(|at| font.get(*at..*at + 4) == Some(tag.as_slice()))?;
    font.get(u32_at(font, record + 8)? as usize..)
}

/// The best of the subtables that are in Unicode.
fn unicode_subtable(cmap: &[u8]) -> Option<&[u8]> {
    let count = usize::from(u16_at(cmap, 2)?);
    let ranked = (0..count).filter_map(|at| {
        let record = 4 + 8 * at;
        let rank = match (u16_at(cmap, record)?, u16_at(cmap, record + 2)?) {
            (3, 10) | (0, 4 | 6) => 2,
            (3, 1) | (0, _) => 1,
            _ => return None,
        };
        Some((rank, u32_at(cmap, record + 4)?))
    });
    let (_, offset) = ranked.max_by_key(|(rank, _)| *rank)?;
    cmap.get(offset as usize..)
}

/// Format 4: segments of codes with a difference or a list of glyphs.
fn segments(table: &[u8], add: &mut impl FnMut(u32, u32)) -> Option<()> {
    let double = usize::from(u16_at(table, 6)?);
    for at in (0..double).step_by(2) {
        let end = u16_at(table, 14 + at)?;
        let start = u16_at(table, 16 + double + at)?;
        let delta = u16_at(table, 16 + 2 * double + at)?;
        let slot = 16 + 3 * double + at;
        let offset = usize::from(u16_at(table, slot)?);
        for code in start..=end.min(0xfffe) {
            let glyph = if offset == 0 {
                code.wrapping_add(delta)
            } else {
                match u16_at(table, slot + offset + 2 * usize::from(code - start)) {
                    Some(glyph) if glyph != 0 => glyph.wrapping_add(delta),
                    _ => continue,
                }
            };
            add(u32::from(glyph), u32::from(code));
        }
    }
    Some(())
}

/// Format 12: groups of codes with glyphs in a row. A font has at most 65,536 glyphs.
fn groups(table: &[u8], add: &mut impl FnMut(u32, u32)) -> Option<()> {
    let count = u32_at(table, 12)? as usize;
    let mut left = 65_536_u32;
    for at in (0..count).map(|at| 16 + 12 * at) {
        let (start, end, glyph) = (
            u32_at(table, at)?,
            u32_at(table, at + 4)?,
            u32_at(table, at + 8)?,
        );
        for step in 0..=end.checked_sub(start)? {
            left = left.checked_sub(1)?;
            add(glyph.checked_add(step)?, start.checked_add(step)?);
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A font with a cmap of one subtable.
    fn font(subtable: &[u16]) -> Vec<u8> {
        let mut words: Vec<u16> = vec![0, 1, 1, 0, 0, 0];
        words.extend([0x636d, 0x6170, 0, 0, 0, 28, 0, 0]);
        words.extend([0, 1, 3, 1, 0, 12]);
        words.extend(subtable);
        words.iter().flat_map(|word| word.to_be_bytes()).collect()
    }

    #[test]
    fn segments_are_read_backwards() {
        // Codes a–c to glyphs 5–7, and the end mark.
        let delta = 5_u16.wrapping_sub(0x61);
        let subtable = [
            4, 32, 0, 4, 0, 0, 0, 0x63, 0xffff, 0, 0x61, 0xffff, delta, 1, 0, 0,
        ];
        let characters = characters(&font(&subtable));
        assert_eq!(characters.get(&5), Some(&'a'));
        assert_eq!(characters.get(&7), Some(&'c'));
        assert_eq!(characters.get(&8), None);
    }

    #[test]
    fn groups_without_end_stop() {
        let subtable = [12, 0, 0, 28, 0, 0, 0, 1, 0, 0, 0xffff, 0xffff, 0, 1];
        assert!(characters(&font(&subtable)).len() <= 65_536);
    }

    #[test]
    fn a_cut_font_has_no_characters() {
        assert!(characters(&font(&[4, 32])).is_empty());
        assert!(characters(b"OTTO").is_empty());
    }
}
