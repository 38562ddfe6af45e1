//! What stands around a line tells whether it may be the title: no part of the letterhead, nothing below running text.

use std::ops::Range;

use super::has_postcode;
use crate::{
    lines::Line,
    outline::Outline,
    pattern::{Word, cut},
};

/// The lines of a paper before its text begins.
pub(super) struct Surroundings {
    /// The letterhead and other blocks of an address.
    addresses: Vec<Range<usize>>,
    /// The first line of running text.
    prose: usize,
}

/// What it costs to stand there, in tenths of a point.
const IN_LETTERHEAD: i32 = 30;
const BELOW_PROSE: i32 = 30;
const IN_PROSE: i32 = 40;
/// The most lines of a block.
const HEAD: usize = 12;

impl Surroundings {
    pub(super) fn of(outline: &Outline<'_>) -> Self {
        let lines = &outline.lines;
        let starts = (0..lines.len().min(super::TOP)).filter(|&at| at == 0 || lines[at].gap);
        let blocks = starts.map(|start| {
            let below = lines.iter().skip(start + 1).take(HEAD);
            start..start + 1 + below.take_while(|line| !line.gap).count()
        });
        let addressed = |block: &Range<usize>| {
            let mut block_lines = lines.get(block.clone()).unwrap_or_default().iter();
            let first = block.start == 0;
            block.len() > 1 && block_lines.any(|line| is_address(outline, line, first))
        };
        Self {
            addresses: blocks.filter(addressed).collect(),
            prose: (0..lines.len().min(super::TOP))
                .find(|&at| is_prose(outline, at))
                .unwrap_or(usize::MAX),
        }
    }

    /// The line on which running text begins: it names what it tells of, and no genre.
    pub(super) fn prose(&self) -> usize {
        self.prose
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
        let addressed = self.addresses.iter().any(|block| block.contains(&at));
        worth -= if addressed { IN_LETTERHEAD } else { 0 };
        worth -= if at > self.prose { BELOW_PROSE } else { 0 };
        worth - if within { IN_PROSE } else { 0 }
    }
}

/// A line with a postcode; in a letterhead also one with a telephone number or an address of the net.
fn is_address(outline: &Outline<'_>, line: &Line, letterhead: bool) -> bool {
    const CALLS: [&str; 6] = ["tlf", "telefon", "telefax", "fax", "www", "giro"];
    let words: &[Word] = &outline.words(line.span.clone());
    let called = || {
        cut(outline.text(), line.span.clone()).contains('@')
            || words.iter().any(|w| CALLS.contains(&w.folded.as_str()))
    };
    has_postcode(words) || letterhead && called()
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
