//! PDF: a page's glyphs become the document that a person sees.
//!
//! hayro-interpret draws a page onto a collector, which keeps glyphs and rulings. What comes between is ours: words,
//! lines, paragraphs, table rows, and what is repeated on every page.

mod budget;
mod columns;
mod device;
mod flow;
mod furniture;
mod glyphs;
mod lines;
mod metadata;
mod paragraphs;
mod tables;
mod write;

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf, PdfData};
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};
use paper::{Document, Warning, WarningCode};

use crate::{Limits, ReadError};
use budget::{Budget, Spent};
use device::{Collector, Sheet};
use furniture::Laid;
use glyphs::Decoder;
use write::Writer;

/// Reads a PDF.
pub(crate) fn read(bytes: &[u8], _limits: &Limits) -> Result<Document, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    let pdf = open(bytes)?;
    let properties = metadata::properties(bytes, &pdf);
    let mut reader = Reader::default();
    let cache = InterpreterCache::new();
    for page in pdf.pages().iter() {
        reader.page(page, &cache);
    }
    let mut document = reader.finish();
    document.pages = Some(pdf.pages().len() as u32);
    document.properties = properties;
    Ok(document)
}

/// How many pages before and after a page are looked at for what is repeated: left and right pages may differ.
const REACH: usize = 2;

/// Reads page by page; a page is written when those after it that may repeat its lines are there.
#[derive(Default)]
struct Reader {
    decoder: Decoder,
    budget: Budget,
    writer: Writer,
    /// Pages around the next one to be written.
    window: VecDeque<Laid>,
    /// How many pages of the window are written already.
    written: usize,
    drawn: u32,
    broken: Vec<u32>,
    silent: Vec<u32>,
}

impl Reader {
    fn page<'a>(&mut self, page: &Page<'a>, cache: &InterpreterCache<'a>) {
        self.drawn += 1;
        let (sheet, whole) = draw(page, cache, &mut self.decoder, &mut self.budget);
        if !whole {
            self.broken.push(self.drawn);
        }
        let spans = lines::spans(&sheet);
        if spans.is_empty() {
            self.silent.push(self.drawn);
        }
        let mut laid = Laid {
            spans,
            grids: tables::grids(&sheet.rulings),
            height: sheet.extent.1,
            edges: Vec::new(),
        };
        laid.edges = furniture::edges(&laid);
        self.window.push_back(laid);
        if self.window.len() > self.written + REACH {
            self.write();
        }
    }

    fn write(&mut self) {
        let index = self.written;
        let Some(mut page) = self.window.get_mut(index).map(std::mem::take) else {
            return;
        };
        let body = paragraphs::body_size(self.window.iter().chain([&page]).flat_map(|page| &page.spans));
        let neighbours: Vec<&Laid> = self.window.iter().collect();
        let repeated = furniture::take(&mut page, &neighbours);
        let pieces = flow::pieces(std::mem::take(&mut page.spans), &page.grids);
        self.writer.page(pieces, &repeated, body, page.height);
        if let Some(slot) = self.window.get_mut(index) {
            *slot = page;
        }
        self.written += 1;
        if self.written > REACH {
            self.window.pop_front();
            self.written -= 1;
        }
    }

    fn finish(mut self) -> Document {
        while self.written < self.window.len() {
            self.write();
        }
        let mut document = self.writer.document;
        for (code, what, pages) in [
            (WarningCode::Recovered, "read in part", &self.broken),
            (WarningCode::NoText, "no text layer", &self.silent),
        ] {
            if !pages.is_empty() {
                document.warnings.push(warning(code, what, pages));
            }
        }
        document
    }
}

fn open(bytes: &[u8]) -> Result<Pdf, ReadError> {
    let data = PdfData::from(Arc::new(bytes.to_vec()));
    catch_unwind(AssertUnwindSafe(|| Pdf::new(data)))
        .unwrap_or(Err(LoadPdfError::Invalid))
        .map_err(|error| match error {
            LoadPdfError::Decryption(DecryptionError::PasswordProtected) => ReadError::Encrypted,
            error => ReadError::Malformed {
                part: "the file",
                detail: format!("{error:?}"),
            },
        })
}

/// What a page draws, and whether all of it was drawn.
fn draw<'a>(
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    decoder: &mut Decoder,
    budget: &mut Budget,
) -> (Sheet, bool) {
    let (width, height) = page.render_dimensions();
    let extent = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let transform = Affine::new(page.initial_transform(true).as_coeffs());
    let settings = InterpreterSettings::default();
    let mut collector = Collector::new((width, height), decoder, budget);
    // The interpreter may panic on hostile content, and is left that way when the budget is spent; the glyphs drawn
    // up to then are whole.
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let mut context = Context::new(transform, extent, cache, page.xref(), settings);
        interpret_page(page, &mut context, &mut collector);
    }));
    let whole = match outcome {
        Ok(()) => true,
        Err(cause) if cause.is::<Spent>() => false,
        Err(_) => false,
    };
    (std::mem::take(&mut collector.sheet), whole)
}

fn warning(code: WarningCode, what: &str, pages: &[u32]) -> Warning {
    let numbers: Vec<String> = pages.iter().map(u32::to_string).collect();
    let message = format!("page {}: {what}", numbers.join(", "));
    Warning { code, message, source: None }
}
