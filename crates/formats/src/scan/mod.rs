//! Pages that are pictures: from pixels to what can be recognised, and from what was recognised to a page.

mod blur;
mod boxes;
mod bullets;
mod cells;
mod certainty;
mod light;
mod prepared;
mod raster;
mod scale;
mod skew;
mod specks;
mod strokes;
mod tsv;
mod words;

pub use boxes::Tick;
pub(crate) use certainty::certainties;
pub use prepared::{Prepared, prepared, recognised};
pub use raster::Raster;
pub(crate) use scale::resized;

/// Dots to an inch at which pages are recognised: what the recogniser was taught with.
pub(crate) const DPI: u32 = 300;
