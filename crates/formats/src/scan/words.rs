//! What a recogniser takes for words and is none, bullets that it has no letter for, and boxes set among the words.

use paper::{Frame, RecognisedWord};

use super::boxes::Tick;
use super::{Prepared, Raster};

/// A word without letters is kept from this on, in percent.
const SIGN: u8 = 30;
/// Letters that are less sure than this are noise where they stand alone, or are of an odd shape.
const NOISE: u8 = 25;
/// How sure we are of boxes and bullets, by their shapes.
const SHAPED: u8 = 95;

/// The words of a page without what is none, bullets and boxes among them.
pub(super) fn sifted(words: Vec<RecognisedWord>, prepared: &Prepared) -> Vec<RecognisedWord> {
    let mut sifted: Vec<RecognisedWord> = Vec::with_capacity(words.len());
    let (_, usual) = middle_height(&words);
    for line in words.chunk_by(|a, b| a.line == b.line) {
        let mut line = line.to_vec();
        let starred = is_starred(&line);
        if let Some(first) = line
            .first_mut()
            .filter(|first| starred || is_bullet(first, &prepared.raster))
        {
            first.raw = Some(std::mem::replace(&mut first.text, "•".to_owned()));
            first.confidence = SHAPED;
        }
        line.retain(|word| !is_noise(word, usual));
        let letters = |word: &&RecognisedWord| word.text.chars().any(char::is_alphanumeric);
        let sure = line.iter().map(|word| word.confidence).max().unwrap_or(0);
        let lone = line.iter().filter(letters).count() < 3;
        // Pictures, stamps and handwriting become short lines of which nothing is sure.
        if !(lone && sure < NOISE) {
            sifted.append(&mut line);
        }
    }
    for tick in &prepared.ticks {
        let sign = if tick.ticked { "☒" } else { "☐" };
        set_in(&mut sifted, tick, sign, &prepared.raster);
    }
    for bullet in &prepared.bullets {
        set_in(&mut sifted, bullet, "•", &prepared.raster);
    }
    sifted
}

/// Whether what was read is no word: strokes, dust, an area.
fn is_noise(word: &RecognisedWord, usual: u32) -> bool {
    let (wide, high) = (
        word.frame.x1.saturating_sub(word.frame.x0),
        word.frame.y1.saturating_sub(word.frame.y0),
    );
    let letters = word.text.chars().filter(|c| c.is_alphanumeric()).count();
    let strokes = word.text.chars().all(|c| "|¦_—~'`‘’\"“”\\=".contains(c));
    let count = u32::try_from(word.text.chars().count()).unwrap_or(u32::MAX);
    let huge = usual > 0 && high > 4 * usual && word.confidence < 60;
    let stretched = usual > 0 && wide / count.max(1) > 5 * usual && word.confidence < 80;
    let tall = letters > 0 && count < 3 && high > 6 * wide.max(1);
    if letters == 0 {
        let dust = usual > 0 && high * 8 < usual && wide * 8 < usual;
        return dust
            || word.confidence < SIGN
            || strokes && word.text != "—" && word.confidence < 90;
    }
    huge || stretched || tall && word.confidence < 60
}

/// The middle confidence and height, in hundredths of points, of words.
fn middle_height(words: &[RecognisedWord]) -> (usize, u32) {
    let sure = words.iter().filter(|word| word.confidence > 60);
    let mut heights: Vec<u32> = sure
        .map(|word| word.frame.y1.saturating_sub(word.frame.y0))
        .collect();
    heights.sort_unstable();
    (
        heights.len(),
        heights.get(heights.len() / 2).copied().unwrap_or(0),
    )
}

/// Whether a sign at the beginning of a line is a filled disc or square.
fn is_bullet(word: &RecognisedWord, picture: &Raster) -> bool {
    let mut letters = word.text.chars();
    let sign = letters
        .next()
        .is_some_and(|c| "*+eo°¢©®»«<·.,=0O@#¤€".contains(c));
    // So small a square is not filled by two letters.
    if !sign || letters.count() > 2 {
        return false;
    }
    let Some((wide, high, ink)) = shape(&word.frame, picture) else {
        return false;
    };
    let least = picture.dpi as usize / 43;
    let round = wide * 10 >= high * 7 && high * 10 >= wide * 7;
    round && wide.min(high) >= least && ink * 100 >= wide * high * 66
}

/// Whether a line begins with a star or the like, for which the reader has other signs, before a word.
fn is_starred(line: &[RecognisedWord]) -> bool {
    let [sign, word, ..] = line else { return false };
    let (wide, high) = (
        sign.frame.x1.saturating_sub(sign.frame.x0),
        sign.frame.y1.saturating_sub(sign.frame.y0),
    );
    let square = wide * 4 >= high * 3 && high * 4 >= wide * 3;
    square
        && sign.text.chars().all(|c| "<>«»*".contains(c))
        && word.text.starts_with(char::is_alphabetic)
}

/// Width, height and dots of the ink in a frame.
fn shape(frame: &Frame, picture: &Raster) -> Option<(usize, usize, usize)> {
    let dots = |hundredths: u32| (u64::from(hundredths) * u64::from(picture.dpi) / 7_200) as usize;
    let (left, right) = (dots(frame.x0), dots(frame.x1) + 1);
    let (top, bottom) = (dots(frame.y0), dots(frame.y1) + 1);
    let width = picture.width as usize;
    let right = right.min(width);
    let mut found: Option<(usize, usize, usize, usize)> = None;
    let mut ink = 0;
    for y in top..bottom.min(picture.height as usize) {
        let row = picture.dots.get(y * width + left..y * width + right)?;
        for (x, _) in row.iter().enumerate().filter(|(_, dot)| **dot < 128) {
            let (x0, x1, y0, _) = found.unwrap_or((x, x, y, y));
            found = Some((x0.min(x), x1.max(x), y0, y));
            ink += 1;
        }
    }
    let (x0, x1, y0, y1) = found?;
    Some((x1 - x0 + 1, y1 - y0 + 1, ink))
}

/// Sets a box or a bullet before the word that it stands before, or on a line of its own.
fn set_in(words: &mut Vec<RecognisedWord>, tick: &Tick, sign: &str, picture: &Raster) {
    let at = |dots: u32| picture.hundredths(dots);
    let frame = Frame {
        x0: at(tick.left),
        y0: at(tick.top),
        x1: at(tick.left + tick.side),
        y1: at(tick.top + tick.side),
    };
    let middle = (frame.y0 + frame.y1) / 2;
    let beside = |word: &RecognisedWord| word.frame.y0 < middle && middle < word.frame.y1;
    let gap = |word: &RecognisedWord| match word.frame.x0.checked_sub(frame.x0) {
        Some(after) => after,
        None => frame.x0.saturating_sub(word.frame.x1),
    };
    let nearest = words
        .iter()
        .enumerate()
        .filter(|(_, word)| beside(word))
        .min_by_key(|(_, word)| gap(word));
    let (place, line) = match nearest {
        Some((at, word)) if word.frame.x0 >= frame.x0 => (at, word.line),
        Some((at, word)) => (at + 1, word.line),
        None => {
            let place = words.iter().position(|word| word.frame.y0 > frame.y1);
            let line = words
                .iter()
                .map(|word| word.line)
                .max()
                .map_or(0, |line| line + 1);
            (place.unwrap_or(words.len()), line)
        }
    };
    let word = RecognisedWord {
        text: sign.to_owned(),
        raw: None,
        confidence: SHAPED,
        line,
        frame,
    };
    words.insert(place, word);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_before_a_word_is_told_from_a_sign_before_a_number() {
        let word = |text: &str, x0, wide, high| RecognisedWord {
            text: text.to_owned(),
            raw: None,
            confidence: 67,
            line: 0,
            frame: Frame {
                x0,
                y0: 0,
                x1: x0 + wide,
                y1: high,
            },
        };
        let is = |sign: &str, next: &str, wide| {
            is_starred(&[word(sign, 0, wide, 450), word(next, 900, 4_000, 900)])
        };
        assert!(is("<", "Oversigt", 450) && is("«", "Pointskema", 500));
        assert!(!is("<", "15", 450) && !is("<", "Oversigt", 900) && !is("-", "Oversigt", 450));
        assert!(!is_starred(&[word("<", 0, 450, 450)]));
    }
}
