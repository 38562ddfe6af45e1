//! A picture made ready for a recogniser, and what the recogniser said of it made a page.

use paper::{Frame, Recognised};

use super::{Raster, tsv};

/// A page's picture as a recogniser should see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// The picture: upright lines, even light, letters alone.
    pub raster: Raster,
    /// Straight lines that stood in the picture and were taken out of it, in its frame.
    pub rulings: Vec<Frame>,
}

/// Makes a picture ready for a recogniser: text lines run across it, though perhaps head down, which the recogniser tells; such a
/// picture is prepared again from [`Raster::turned`] by two quarters.
pub fn prepared(raster: Raster) -> Prepared {
    Prepared {
        raster,
        rulings: Vec::new(),
    }
}

/// The page that a recogniser's table (tesseract's config `tsv`) tells of a prepared picture.
pub fn recognised(prepared: &Prepared, table: &str) -> Recognised {
    let raster = &prepared.raster;
    Recognised {
        extent: (
            raster.hundredths(raster.width),
            raster.hundredths(raster.height),
        ),
        rulings: prepared.rulings.clone(),
        words: tsv::words(table, raster),
    }
}
