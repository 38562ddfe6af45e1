//! PDF: a page's glyphs become the document that a person sees.
//!
//! hayro-interpret draws a page onto a collector, which keeps glyphs and rulings. What comes between is ours: words,
//! lines, paragraphs, table rows, and what is repeated on every page.

mod accents;
mod attachments;
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
mod layout;
mod lines;
mod measure;
mod metadata;
mod notes;
mod order;
mod outline;
mod paragraphs;
mod recognised;
mod render;
mod rescue;
mod seam;
mod sheet;
mod tables;
mod tags;
#[cfg(any(test, fuzzing))]
pub(crate) mod trial;
mod wording;
mod write;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use hayro_interpret::hayro_syntax::content::TypedIter;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, RenderContent, interpret, interpret_page,
};
use paper::{Document, Recognised};

use crate::scan::{Raster, certainties};
use crate::{Limits, ReadError, Whole};
use budget::{Budget, Guard};
use device::Collector;
use gate::Opened;
use glyphs::Decoder;
use layout::Layout;
use notes::Notes;
use sheet::Sheet;
use tags::Tags;

/// Reads a PDF; of the pages in `seen` what was recognised stands for what they draw.
pub(crate) fn read(
    bytes: &[u8],
    seen: &BTreeMap<u32, Recognised>,
    limits: &Limits,
) -> Result<Document, ReadError> {
    document(&mut gate::open(bytes, limits)?, seen, limits)
}

/// Reads a PDF, and takes out the files within it.
pub(crate) fn read_all(
    bytes: &[u8],
    seen: &BTreeMap<u32, Recognised>,
    limits: &Limits,
) -> Result<Whole, ReadError> {
    let mut opened = gate::open(bytes, limits)?;
    let document = document(&mut opened, seen, limits)?;
    let catalogue = outline::catalogue(&opened.pdf);
    let enclosed = attachments::enclosed(&catalogue, opened.pages(), limits.unpacked);
    Ok(Whole {
        document,
        enclosed,
        more: None,
    })
}

/// A picture of a page, counted from 1; `None` where there is no such page, or none that can be drawn.
pub(crate) fn raster(
    bytes: &[u8],
    page: u32,
    limits: &Limits,
) -> Result<Option<Raster>, ReadError> {
    let opened = gate::open(bytes, limits)?;
    let at = usize::try_from(page).unwrap_or(usize::MAX).wrapping_sub(1);
    Ok(opened.pages().nth(at).and_then(render::raster))
}

/// A document of pages that are pictures, of extents in points; of those in `seen` stands what was recognised.
pub(crate) fn of_pictures(
    pages: &[(f32, f32)],
    seen: &BTreeMap<u32, Recognised>,
    limits: &Limits,
) -> Result<Document, ReadError> {
    let mut layout = Layout::default();
    for (number, extent) in (1..).zip(pages) {
        let seen = seen.get(&number);
        layout.add(
            seen.map_or_else(|| Sheet::new(*extent), recognised::sheet),
            true,
        );
        within(&layout, limits)?;
    }
    let mut document = layout.finish(false)?;
    document.recognised = certainties(&document.text, seen);
    Ok(document)
}

/// Whether there is room for more text.
fn within(layout: &Layout, limits: &Limits) -> Result<(), ReadError> {
    if layout.size() as u64 > limits.text {
        return Err(ReadError::TooLarge {
            part: "its text",
            limit: limits.text,
        });
    }
    Ok(())
}

fn document(
    opened: &mut Opened,
    seen: &BTreeMap<u32, Recognised>,
    limits: &Limits,
) -> Result<Document, ReadError> {
    let info = opened.info.take();
    let catalogue = outline::catalogue(&opened.pdf);
    let headings = outline::headings(&catalogue);
    let mut reader = Reader::new(limits, Layout::new(Tags::of(&opened.pdf), headings));
    let cache = InterpreterCache::new();
    for (number, page) in (1..).zip(opened.pages()) {
        let (mut sheet, mut whole) = reader.draw(page, &cache);
        if let Some(seen) = seen.get(&number) {
            let below = recognised::sheet(seen);
            sheet = if sheet.is_stamped() {
                sheet.stamped_on(below)
            } else {
                below.with_notes(sheet.notes)
            };
            whole = true;
        }
        reader.layout.add(sheet, whole);
        within(&reader.layout, limits)?;
    }
    let mut document = reader.layout.finish(opened.recovered)?;
    let pages = document.pages.unwrap_or(0);
    document.recognised = certainties(&document.text, seen);
    document.properties = metadata::properties(info, &catalogue, pages);
    Ok(document)
}

/// Draws page by page.
struct Reader {
    decoder: Decoder,
    budget: Budget,
    guard: Guard,
    layout: Layout,
}

impl Reader {
    fn new(limits: &Limits, layout: Layout) -> Self {
        Self {
            decoder: Decoder::default(),
            budget: Budget::new(limits.unpacked),
            guard: Guard::default(),
            layout,
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
            self.layout.tags().page(page.raw().obj_id()),
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
}
