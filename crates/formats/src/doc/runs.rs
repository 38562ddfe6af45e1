//! Which looks the bytes of the stream have: pages of 512 bytes, each with runs and what is said of them ([MS-DOC]
//! 2.9.33 and 2.9.174).

use std::collections::HashSet;

use super::fib::{Age, Head, Part};
use super::plc::Plc;
use crate::little::{stretch, u8_at, u16_at, u32_at};

const PAGE: usize = 512;

/// Runs that are read; a document of thousands of pages has a tenth of them.
const MOST: usize = 4 << 20;

/// Bytes that look the same.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Run<'b> {
    pub(super) start: u32,
    pub(super) end: u32,
    /// What is said of them.
    pub(super) said: &'b [u8],
}

/// All runs, in the order of the stream.
#[derive(Debug, Default)]
pub(super) struct Runs<'b> {
    runs: Vec<Run<'b>>,
}

impl<'b> Runs<'b> {
    pub(super) fn read(head: Head<'_>, part: Part, stream: &'b [u8], tables: &[u8]) -> Self {
        let width = if head.age == Age::Word97 { 4 } else { 2 };
        let table = Plc::new(head.part(part, tables), width);
        let mut pages: Vec<u32> = (0..table.len())
            .filter_map(|index| {
                let data = table.data(index);
                match width {
                    4 => u32_at(data, 0).map(|page| page & 0x3f_ffff),
                    _ => u16_at(data, 0).map(u32::from),
                }
            })
            .collect();
        if let Some((first, count)) = head.loose_pages(part)
            && pages.len() < usize::from(count)
            && first > 0
        {
            let known = u16::try_from(pages.len()).unwrap_or(u16::MAX);
            pages.extend((known..count).map(|index| u32::from(first) + u32::from(index)));
        }
        let mut seen = HashSet::new();
        let mut runs = Vec::new();
        for page in pages {
            if seen.insert(page) && runs.len() < MOST {
                page_of(head.age, part, stream, page, &mut runs);
            }
        }
        runs.sort_by_key(|run: &Run<'_>| run.start);
        Self { runs }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The run that a byte of the stream lies in.
    pub(super) fn at(&self, byte: usize) -> Option<Run<'b>> {
        let byte = u32::try_from(byte).ok()?;
        let after = self.runs.partition_point(|run| run.start <= byte);
        let run = *self.runs.get(after.checked_sub(1)?)?;
        (byte < run.end).then_some(run)
    }

    /// Where the next run begins after a byte.
    pub(super) fn next_start(&self, byte: usize) -> usize {
        let byte = u32::try_from(byte).unwrap_or(u32::MAX);
        let after = self.runs.partition_point(|run| run.start <= byte);
        self.runs
            .get(after)
            .map_or(usize::MAX, |run| run.start as usize)
    }
}

fn page_of<'b>(age: Age, part: Part, stream: &'b [u8], page: u32, runs: &mut Vec<Run<'b>>) {
    let page = stretch(stream, (page as usize).saturating_mul(PAGE), PAGE);
    let Some(count) = u8_at(page, PAGE - 1).map(usize::from) else {
        return;
    };
    let paragraphs = part == Part::ParagraphPages;
    let width = match (paragraphs, age) {
        (false, _) => 1,
        (true, Age::Word97) => 13,
        (true, _) => 7,
    };
    for index in 0..count {
        let (Some(start), Some(end), Some(at)) = (
            u32_at(page, 4 * index),
            u32_at(page, 4 * (index + 1)),
            u8_at(page, 4 * (count + 1) + width * index),
        ) else {
            return;
        };
        let at = 2 * usize::from(at);
        let said = match (at, paragraphs) {
            (0, _) => &[],
            (at, true) => paragraph(age, page, at),
            (at, false) => stretch(page, at + 1, usize::from(u8_at(page, at).unwrap_or(0))),
        };
        if start < end {
            runs.push(Run { start, end, said });
        }
    }
}

/// What is said of a paragraph: its length is told in words, and of Word 97 by a second byte where the first is 0.
fn paragraph(age: Age, page: &[u8], at: usize) -> &[u8] {
    let words = usize::from(u8_at(page, at).unwrap_or(0));
    match (age, words) {
        (Age::Word97, 0) => {
            let words = usize::from(u8_at(page, at + 1).unwrap_or(0));
            stretch(page, at + 2, 2 * words)
        }
        (Age::Word97, words) => stretch(page, at + 1, 2 * words - 1),
        (_, words) => stretch(page, at + 1, 2 * words),
    }
}
