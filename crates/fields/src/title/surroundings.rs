//! What stands around a line tells whether it may be the title: no part of the letterhead, nothing below running text.

use super::has_postcode;
use crate::{
    lines::Line,
    outline::Outline,
    pattern::{Word, cut},
};

/// The lines of a paper before its text begins.
pub(super) struct Surroundings {
    /// How many lines from the top are the letterhead.
    letterhead: usize,
    /// The first line of running text.
    prose: usize,
}

/// What it costs to stand there, in tenths of a point.
const IN_LETTERHEAD: i32 = 30;
const BELOW_PROSE: i32 = 30;
const IN_PROSE: i32 = 40;
/// The lines within which a letterhead ends.
const HEAD: usize = 12;

impl Surroundings {
    pub(super) fn of(outline: &Outline<'_>) -> Self {
        let lines = &outline.lines;
        let mut top = lines.iter().skip(1).take(HEAD);
        let first_block = 1 + top.position(|line| line.gap).unwrap_or(0);
        let addressed = lines
            .iter()
            .take(first_block)
            .any(|line| is_address(outline, line));
        Self {
            letterhead: if addressed && first_block > 1 {
                first_block
            } else {
                0
            },
            prose: (0..lines.len().min(super::TOP))
                .find(|&at| is_prose(outline, at))
                .unwrap_or(usize::MAX),
        }
    }

    /// What a line's place is worth.
    pub(super) fn of_line(&self, outline: &Outline<'_>, at: usize) -> i32 {
        let text = outline.text();
        let line = outline
            .lines
            .get(at)
            .map(|line| cut(text, line.span.clone()));
        let small = line.is_some_and(|line| line.starts_with(char::is_lowercase));
        let within = at > self.prose && small;
        let mut worth = 0;
        worth -= if at < self.letterhead {
            IN_LETTERHEAD
        } else {
            0
        };
        worth -= if at > self.prose { BELOW_PROSE } else { 0 };
        worth - if within { IN_PROSE } else { 0 }
    }
}

/// A line with a postcode, a telephone number or an address of the net.
fn is_address(outline: &Outline<'_>, line: &Line) -> bool {
    const CALLS: [&str; 6] = ["tlf", "telefon", "telefax", "fax", "www", "giro"];
    let words: &[Word] = &outline.words(line.span.clone());
    cut(outline.text(), line.span.clone()).contains('@')
        || has_postcode(words)
        || words.iter().any(|w| CALLS.contains(&w.folded.as_str()))
}

/// Whether running text begins on a line: a sentence that is long, or goes on in small letters below.
fn is_prose(outline: &Outline<'_>, at: usize) -> bool {
    const LONG: usize = 16;
    const FULL: usize = 8;
    let Some(line) = outline.lines.get(at).filter(|line| line.cells.len() < 2) else {
        return false;
    };
    let text = outline.text();
    let said = cut(text, line.span.clone());
    let words = said.split_whitespace().count();
    let next = outline.lines.get(at + 1).filter(|next| !next.gap);
    let goes_on = next.is_some_and(|next| {
        let below = cut(text, next.span.clone());
        below.starts_with(char::is_lowercase) && below.split_whitespace().count() + 2 >= FULL
    });
    let sentence = said.ends_with('.') && words >= LONG;
    !line.heading && (sentence || words >= FULL && goes_on)
}
