//! Pages that are pictures: from pixels to what can be recognised, and from what was recognised to a page.

mod certainty;
mod prepared;
mod raster;
mod tsv;

pub(crate) use certainty::certainties;
pub use prepared::{Prepared, prepared, recognised};
pub use raster::Raster;

/// Dots to an inch at which pages are recognised: what the recogniser was taught with.
pub(crate) const DPI: u32 = 300;
