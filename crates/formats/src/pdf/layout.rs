//! Page by page, from what was drawn to the document.

use std::collections::VecDeque;

use paper::{Document, Warning, WarningCode};
use rustc_hash::FxHashMap;

use super::furniture::{self, Laid};
use super::language::{self, Verdict};
use super::sheet::Sheet;
use super::tags::Tags;
use super::write::{self, Writer};
use super::{budget, doubles, flow, forms, lines, order, paragraphs, tables};
use crate::ReadError;

/// How many pages before and after a page are looked at for what is repeated: left and right pages may differ.
const REACH: usize = 2;

/// Lays out pages one after the other; a page is written when those after it that may repeat its lines are there.
#[derive(Default)]
pub(super) struct Layout {
    tags: Tags,
    writer: Writer,
    /// Pages around the next one to be written.
    window: VecDeque<Laid>,
    /// How many pages of the window are written already.
    written: usize,
    pages: u32,
    doubts: Doubts,
}

/// Pages that are not what they should be, with what is said of them.
#[derive(Debug, Default)]
struct Doubts {
    broken: Vec<String>,
    silent: Vec<String>,
    gibberish: Vec<String>,
    unknown: Vec<String>,
    stamped: Vec<String>,
    unread: Vec<u32>,
}

impl Layout {
    /// A layout without pages, of a file with this structure and these headings in its outline.
    pub(super) fn new(tags: Tags, headings: FxHashMap<String, u8>) -> Self {
        Self {
            tags,
            writer: Writer::new(headings),
            ..Self::default()
        }
    }

    /// The structure of the file.
    pub(super) fn tags(&self) -> &Tags {
        &self.tags
    }

    /// Bytes of text so far.
    pub(super) fn size(&self) -> usize {
        self.writer.document.text.len()
    }

    /// Adds what a page draws; `whole` says whether all of it was drawn.
    pub(super) fn add(&mut self, mut sheet: Sheet, whole: bool) {
        self.pages += 1;
        sheet.turn_upright();
        doubles::drop_doubles(&mut sheet);
        order::settle(&mut sheet);
        let (own, drawn) = sheet.parts();
        let mut spans = order::set_back(lines::spans(&sheet, own));
        sheet.notes.print_addresses(&mut spans);
        if !drawn.is_empty() || sheet.notes.has_fields() {
            spans = forms::set_in(spans, lines::spans(&sheet, drawn), &sheet.notes.fields);
        }
        self.doubt(&sheet, whole);
        self.window.push_back(Laid::new(
            spans,
            tables::grids(&sheet.rulings),
            sheet.extent.1,
            self.pages,
            sheet.notes.comments,
        ));
        if self.window.len() > self.written + REACH {
            self.write();
        }
    }

    /// Remembers what is wrong with a page.
    fn doubt(&mut self, sheet: &Sheet, whole: bool) {
        let page = self.pages.to_string();
        let doubts = &mut self.doubts;
        match language::judge(&sheet.chars) {
            _ if !whole => return doubts.broken.push(page),
            Verdict::Nothing if sheet.notes.has_fields() => return,
            Verdict::Nothing => doubts.silent.push(page),
            Verdict::Gibberish => doubts.gibberish.push(page),
            Verdict::Text { unknown: None } if sheet.is_stamped() => doubts.stamped.push(page),
            Verdict::Text { unknown: None } => return,
            Verdict::Text {
                unknown: Some((unknown, all)),
            } => doubts.unknown.push(format!("{page} ({unknown} of {all})")),
        }
        doubts.unread.push(self.pages);
    }

    fn write(&mut self) {
        let index = self.written;
        let Some(mut page) = self.window.get_mut(index).map(std::mem::take) else {
            return;
        };
        let body = paragraphs::body_size(
            self.window
                .iter()
                .chain([&page])
                .flat_map(|page| &page.spans),
        );
        let neighbours: Vec<&Laid> = self.window.iter().collect();
        let repeated = furniture::take(&mut page, &neighbours, body, |text| {
            self.writer.has_repeated(text)
        });
        let pieces = flow::pieces(std::mem::take(&mut page.spans), &page.grids, &self.tags);
        self.writer.page(write::Page {
            pieces,
            repeated: &repeated,
            comments: &page.comments,
            body,
            height: page.height,
        });
        if let Some(slot) = self.window.get_mut(index) {
            *slot = page;
        }
        self.written += 1;
        if self.written > REACH {
            self.window.pop_front();
            self.written -= 1;
        }
    }

    /// The document.
    ///
    /// # Errors
    /// Where no page could be drawn.
    pub(super) fn finish(mut self, recovered: bool) -> Result<Document, ReadError> {
        while self.written < self.window.len() {
            self.write();
        }
        let mut document = self.writer.finish();
        document.pages = Some(self.pages);
        if self.doubts.broken.len() == self.pages as usize && document.blocks.is_empty() {
            return Err(ReadError::TooLarge {
                part: "every page",
                limit: budget::STREAM as u64,
            });
        }
        if recovered {
            document.warnings.push(Warning {
                code: WarningCode::Recovered,
                message: "the file is damaged and was read as far as it goes".to_owned(),
                source: None,
            });
        }
        let doubts = self.doubts;
        document.unread = doubts.unread;
        let lost = "characters that the fonts do not tell";
        for (code, what, pages) in [
            (WarningCode::Recovered, "read in part", doubts.broken),
            (WarningCode::NoText, "no text layer", doubts.silent),
            (
                WarningCode::NoText,
                "a text layer of no language",
                doubts.gibberish,
            ),
            (WarningCode::NoText, lost, doubts.unknown),
            (
                WarningCode::NoText,
                "a picture with a stamp on it",
                doubts.stamped,
            ),
        ] {
            if !pages.is_empty() {
                document.warnings.push(warning(code, what, &pages));
            }
        }
        Ok(document)
    }
}

fn warning(code: WarningCode, what: &str, pages: &[String]) -> Warning {
    let message = format!("page {}: {what}", pages.join(", "));
    Warning {
        code,
        message,
        source: None,
    }
}
