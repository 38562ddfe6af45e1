//! PDF: a page's glyphs become the document that a person sees.
//!
//! hayro-interpret draws a page onto a collector, which keeps glyphs and rulings. What comes between is ours: words,
//! lines, paragraphs, table rows, and what is repeated on every page.

mod budget;
mod device;
mod glyphs;
mod lines;
mod metadata;
mod paragraphs;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf, PdfData};
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};
use paper::{BlockKind, Document, Warning, WarningCode};

use crate::{Limits, ReadError};
use budget::{Budget, Spent};
use device::{Collector, Sheet};
use glyphs::Decoder;

/// Reads a PDF.
pub(crate) fn read(bytes: &[u8], _limits: &Limits) -> Result<Document, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    let pdf = open(bytes)?;
    let cache = InterpreterCache::new();
    let mut decoder = Decoder::default();
    let mut budget = Budget::new(20_000_000);
    let mut document = Document {
        pages: Some(pdf.pages().len() as u32),
        properties: metadata::properties(bytes, &pdf),
        ..Document::default()
    };
    let (mut broken, mut silent) = (Vec::new(), Vec::new());
    for (number, page) in (1..).zip(pdf.pages().iter()) {
        if number > 1 {
            document.text.push('\u{c}');
        }
        let (sheet, whole) = draw(page, &cache, &mut decoder, &mut budget);
        if !whole {
            broken.push(number);
        }
        let lines = paragraphs::lines(lines::spans(&sheet));
        if lines.is_empty() {
            silent.push(number);
        }
        for text in paragraphs::paragraphs(&lines) {
            document.push(BlockKind::Paragraph, 0, &text);
        }
    }
    if !broken.is_empty() {
        document.warnings.push(warning(WarningCode::Recovered, "read in part", &broken));
    }
    if !silent.is_empty() {
        document.warnings.push(warning(WarningCode::NoText, "no text layer", &silent));
    }
    Ok(document)
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
