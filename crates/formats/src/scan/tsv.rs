//! What tesseract says of a page, in the table that its config `tsv` prints: a row for each page, block, paragraph, line and word, with
//! its box in dots.

use paper::{Frame, RecognisedWord};

use super::Raster;

/// The level of a word's row.
const WORD: &str = "5";

/// The words of a page.
pub(super) fn words(tsv: &str, picture: &Raster) -> Vec<RecognisedWord> {
    let mut words = Vec::new();
    let (mut line, mut last) = (0, None);
    for row in tsv.lines() {
        let columns: Vec<&str> = row.splitn(12, '\t').collect();
        let &[
            WORD,
            page,
            block,
            paragraph,
            of,
            _,
            left,
            top,
            width,
            height,
            confidence,
            text,
        ] = columns.as_slice()
        else {
            continue;
        };
        let text = text.trim();
        let numbers = [left, top, width, height].map(|number| number.parse::<u32>().ok());
        let [Some(left), Some(top), Some(width), Some(height)] = numbers else {
            continue;
        };
        if text.is_empty() {
            continue;
        }
        let place = (page, block, paragraph, of);
        if last.replace(place).is_some_and(|last| last != place) {
            line += 1;
        }
        let at = |dots: u32| picture.hundredths(dots);
        words.push(RecognisedWord {
            text: text.to_owned(),
            raw: None,
            confidence: confidence
                .parse::<f32>()
                .map_or(0, |sure| sure.clamp(0.0, 100.0).round() as u8),
            line,
            frame: Frame {
                x0: at(left),
                y0: at(top),
                x1: at(left.saturating_add(width)),
                y1: at(top.saturating_add(height)),
            },
        });
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_numbered_by_lines_and_measured_in_points() {
        let picture = Raster {
            width: 600,
            height: 600,
            dpi: 300,
            dots: Vec::new(),
        };
        let tsv = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
            4\t1\t1\t1\t1\t0\t30\t60\t300\t50\t-1\t\n\
            5\t1\t1\t1\t1\t1\t30\t60\t150\t50\t96.4\tSvar\n\
            5\t1\t1\t1\t1\t2\t200\t60\t130\t50\t61\tinden\n\
            5\t1\t1\t1\t2\t1\t30\t160\t130\t50\t-1\t \n\
            5\t1\t1\t1\t2\t2\t30\t160\t130\t50\t12\t3.\n\
            5\tbroken\n";
        let words = words(tsv, &picture);
        let told: Vec<_> = words
            .iter()
            .map(|w| (w.text.as_str(), w.confidence, w.line))
            .collect();
        assert_eq!(told, [("Svar", 96, 0), ("inden", 61, 0), ("3.", 12, 1)]);
        let frame = Frame {
            x0: 720,
            y0: 1440,
            x1: 4320,
            y1: 2640,
        };
        assert_eq!(words[0].frame, frame);
    }
}
