//! A page as a person sees it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use hayro_interpret::InterpreterSettings;
use hayro_interpret::hayro_syntax::page::Page;

use super::collections;
use crate::picture::grey;
use crate::scan::{DPI, Raster};

/// Dots that a picture of a page may have: a sheet of A2 at 300 dots to an inch has 35 million.
const MOST_DOTS: f32 = 40_000_000.0;
/// Dots in a row or a column at most, which the renderer counts in sixteen bits.
const LONGEST: f32 = 32_000.0;

/// Draws a page at 300 dots to an inch, or at as many as its size allows; `None` where it cannot be drawn.
pub(super) fn raster(page: &Page<'_>) -> Option<Raster> {
    let (width, height) = page.render_dimensions();
    let dpi = resolution(width, height)?;
    let scale = dpi as f32 / 72.0;
    let settings = InterpreterSettings {
        cmap_resolver: std::sync::Arc::new(collections::resolve),
        ..InterpreterSettings::default()
    };
    let pixmap = PixmapSettings {
        x_scale: scale,
        y_scale: scale,
        bg_color: WHITE,
    };
    // The interpreter and the renderer may panic on hostile content.
    let drawn = catch_unwind(AssertUnwindSafe(|| {
        let cache = RenderCache::new();
        render(page, &cache, &settings, &RenderSettings::default(), &pixmap)
    }))
    .ok()?;
    let dots = drawn.data().iter().map(|dot| grey::of(dot.r, dot.g, dot.b));
    Some(Raster {
        width: u32::from(drawn.width()),
        height: u32::from(drawn.height()),
        dpi,
        dots: dots.collect(),
    })
}

/// How many dots to an inch a page of a size in points is drawn with.
fn resolution(width: f32, height: f32) -> Option<u32> {
    let inches = (width / 72.0, height / 72.0);
    let sane = |length: f32| length.is_finite() && length > 0.0;
    if !sane(width) || !sane(height) {
        return None;
    }
    let by_dots = (MOST_DOTS / (inches.0 * inches.1)).sqrt();
    let by_length = LONGEST / inches.0.max(inches.1);
    let dpi = by_dots.min(by_length).min(DPI as f32) as u32;
    (dpi > 0).then_some(dpi)
}
