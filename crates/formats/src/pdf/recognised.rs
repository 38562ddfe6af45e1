//! A recognised page as one whose glyphs were drawn: what comes after, from lines to tables, is the same for both.

use paper::{Frame, Recognised, RecognisedWord};

use super::sheet::{Glyph, Ruling, Sheet, UNMARKED};

/// How high letters are, in font sizes, by what they reach: small ones, those with something above, those with something
/// below as well. Means of common book faces.
const SMALL: f32 = 0.50;
const TALL: f32 = 0.71;
const DEEP: f32 = 0.21;

/// The page that words and rulings stand on.
pub(super) fn sheet(page: &Recognised) -> Sheet {
    let (width, height) = page.extent;
    let mut sheet = Sheet::new((points(width), points(height)));
    sheet.rulings = page.rulings.iter().map(ruling).collect();
    for line in page.words.chunk_by(|a, b| a.line == b.line) {
        let (baseline, size) = measure(line);
        for word in line {
            add(&mut sheet, word, baseline, size);
        }
    }
    sheet
}

fn ruling(frame: &Frame) -> Ruling {
    Ruling {
        x0: points(frame.x0),
        y0: points(frame.y0),
        x1: points(frame.x1),
        y1: points(frame.y1),
    }
}

/// Adds a word, its width shared by its letters, and the space after it.
fn add(sheet: &mut Sheet, word: &RecognisedWord, baseline: f32, size: f32) {
    let (left, right) = (points(word.frame.x0), points(word.frame.x1));
    let count = word.text.chars().count().max(1);
    let step = (right - left) / count as f32;
    for (at, letter) in word.text.chars().enumerate() {
        let start = sheet.chars.len();
        sheet.chars.push(letter);
        let x0 = left + step * at as f32;
        sheet.glyphs.push(Glyph {
            chars: start..sheet.chars.len(),
            x0,
            x1: x0 + step,
            y: baseline,
            size,
            turn: 0,
            bold: false,
            mark: UNMARKED,
        });
    }
    let start = sheet.chars.len();
    sheet.chars.push(' ');
    sheet.glyphs.push(Glyph {
        chars: start..sheet.chars.len(),
        x0: right,
        x1: right,
        y: baseline,
        size,
        turn: 0,
        bold: false,
        mark: UNMARKED,
    });
}

/// Baseline and font size of a line: the middle ones of what its words say.
fn measure(line: &[RecognisedWord]) -> (f32, f32) {
    let told: Vec<(f32, f32)> = line.iter().filter_map(of_word).collect();
    let middle = |mut of: Vec<f32>| {
        of.sort_by(f32::total_cmp);
        of.get(of.len() / 2).copied()
    };
    let size = middle(told.iter().map(|(_, size)| *size).collect());
    let baseline = middle(told.iter().map(|(baseline, _)| *baseline).collect());
    let frame = line.first().map(|word| word.frame).unwrap_or_default();
    let (top, bottom) = (points(frame.y0), points(frame.y1));
    (
        baseline.unwrap_or(bottom),
        size.unwrap_or((bottom - top).max(1.0)),
    )
}

/// Baseline and size of a word, from the reach of its letters; of dashes and dots nothing can be told.
fn of_word(word: &RecognisedWord) -> Option<(f32, f32)> {
    let has = |letters: &str| word.text.chars().any(|c| letters.contains(c));
    let tall = word
        .text
        .chars()
        .any(|c| c.is_uppercase() || c.is_numeric())
        || has("bdfhijkltåöäéü§()/&");
    let small = has("acemnorsuvwxzæø") || has("gpqyj");
    if !tall && !small {
        return None;
    }
    let deep = has("gpqyj()§Q,;");
    let above = if tall { TALL } else { SMALL };
    let below = if deep { DEEP } else { 0.0 };
    let (top, bottom) = (points(word.frame.y0), points(word.frame.y1));
    let size = (bottom - top) / (above + below);
    (size > 1.0).then_some((bottom - below * size, size))
}

fn points(hundredths: u32) -> f32 {
    hundredths as f32 / 100.0
}
