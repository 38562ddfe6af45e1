//! PDF: a page's glyphs become the document that a person sees.
//!
//! hayro-interpret draws a page onto a collector, which keeps glyphs and rulings. What comes between is ours: words,
//! lines, paragraphs, table rows, and what is repeated on every page.

mod accents;
mod baselines;
mod budget;
mod cmaps;
mod collections;
mod columns;
mod device;
mod doubles;
mod flow;
mod forms;
mod furniture;
mod gate;
mod glyphs;
mod gutters;
mod items;
mod language;
mod lines;
mod measure;
mod metadata;
mod notes;
mod order;
mod paragraphs;
mod rescue;
mod seam;
mod sheet;
mod tables;
mod tags;
mod wording;
mod write;

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use hayro_interpret::hayro_syntax::content::TypedIter;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, RenderContent, interpret, interpret_page,
};
use paper::{Document, Warning, WarningCode};

use crate::{Limits, ReadError};
use budget::{Budget, Guard};
use device::Collector;
use furniture::Laid;
use glyphs::Decoder;
use language::Verdict;
use notes::Notes;
use sheet::Sheet;
use tags::Tags;
use write::Writer;

/// Reads a PDF.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, ReadError> {
    let opened = gate::open(bytes, limits)?;
    let mut reader = Reader::new(limits, Tags::of(&opened.pdf));
    let cache = InterpreterCache::new();
    for page in opened.pages() {
        reader.page(page, &cache);
        if reader.writer.document.text.len() as u64 > limits.text {
            return Err(ReadError::TooLarge {
                part: "its text",
                limit: limits.text,
            });
        }
    }
    let mut document = reader.finish(opened.recovered)?;
    document.properties = metadata::properties(opened.info, &opened.pdf);
    Ok(document)
}

/// How many pages before and after a page are looked at for what is repeated: left and right pages may differ.
const REACH: usize = 2;

/// Reads page by page; a page is written when those after it that may repeat its lines are there.
struct Reader {
    tags: Tags,
    decoder: Decoder,
    budget: Budget,
    guard: Guard,
    writer: Writer,
    /// Pages around the next one to be written.
    window: VecDeque<Laid>,
    /// How many pages of the window are written already.
    written: usize,
    drawn: u32,
    doubts: Doubts,
}

/// Pages that are not what they should be, with what is said of them.
#[derive(Debug, Default)]
struct Doubts {
    broken: Vec<String>,
    silent: Vec<String>,
    gibberish: Vec<String>,
    unknown: Vec<String>,
}

impl Reader {
    fn new(limits: &Limits, tags: Tags) -> Self {
        Self {
            tags,
            decoder: Decoder::default(),
            budget: Budget::new(limits.unpacked),
            guard: Guard::default(),
            writer: Writer::default(),
            window: VecDeque::new(),
            written: 0,
            drawn: 0,
            doubts: Doubts::default(),
        }
    }

    fn page<'a>(&mut self, page: &Page<'a>, cache: &InterpreterCache<'a>) {
        self.drawn += 1;
        let (mut sheet, whole) = self.draw(page, cache);
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
        let mut laid = Laid {
            spans,
            grids: tables::grids(&sheet.rulings),
            height: sheet.extent.1,
            number: self.drawn,
            edges: Vec::new(),
            body: Vec::new(),
            comments: std::mem::take(&mut sheet.notes.comments),
        };
        furniture::look_at(&mut laid);
        self.window.push_back(laid);
        if self.window.len() > self.written + REACH {
            self.write();
        }
    }

    /// Remembers what is wrong with a page.
    fn doubt(&mut self, sheet: &Sheet, whole: bool) {
        let page = self.drawn.to_string();
        let doubts = &mut self.doubts;
        match language::judge(&sheet.chars) {
            _ if !whole => doubts.broken.push(page),
            Verdict::Nothing if sheet.notes.has_fields() => {}
            Verdict::Nothing => doubts.silent.push(page),
            Verdict::Gibberish => doubts.gibberish.push(page),
            Verdict::Text { unknown: None } => {}
            Verdict::Text {
                unknown: Some((unknown, all)),
            } => doubts.unknown.push(format!("{page} ({unknown} of {all})")),
        }
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

    /// What a page draws, and whether all of it was drawn.
    fn draw<'a>(&mut self, page: &Page<'a>, cache: &InterpreterCache<'a>) -> (Sheet, bool) {
        let (width, height) = page.render_dimensions();
        let extent = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let transform = Affine::new(page.initial_transform(true).as_coeffs());
        self.budget.refill();
        // The parser may panic on hostile objects as the interpreter does below; the page then counts as unread.
        let content = catch_unwind(AssertUnwindSafe(|| {
            let collections = &mut self.decoder.collections;
            budget::content(page, &mut self.budget).filter(|_| self.guard.admits(page, collections))
        }));
        let mut collector = Collector::new(
            (width, height),
            &mut self.decoder,
            &mut self.budget,
            self.tags.page(page.raw().obj_id()),
        );
        let Ok(Some(content)) = content else {
            return (collector.sheet, false);
        };
        let settings = InterpreterSettings {
            render_content: RenderContent::ANNOTATIONS,
            cmap_resolver: Arc::new(collections::resolve),
            ..InterpreterSettings::default()
        };
        // The interpreter may panic on hostile content, and is left by unwinding when the budget is spent; the glyphs
        // drawn up to then are whole.
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let mut context = Context::new(transform, extent, cache, page.xref(), settings);
            interpret(
                TypedIter::new(&content),
                page.resources(),
                &mut context,
                &mut collector,
            );
            collector.sheet.page_ends();
            interpret_page(page, &mut context, &mut collector);
            collector.sheet.notes = Notes::of(page, transform);
        }));
        (collector.sheet, outcome.is_ok())
    }

    fn finish(mut self, recovered: bool) -> Result<Document, ReadError> {
        while self.written < self.window.len() {
            self.write();
        }
        let mut document = self.writer.finish();
        document.pages = Some(self.drawn);
        if self.doubts.broken.len() == self.drawn as usize && document.blocks.is_empty() {
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
