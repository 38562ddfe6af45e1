//! A picture of a page.

use std::fmt;

/// A page as grey dots, row by row from the top left corner; 0 is black.
#[derive(Clone, PartialEq, Eq)]
pub struct Raster {
    /// Dots in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Dots to an inch.
    pub dpi: u32,
    /// The dots, `width * height` of them.
    pub dots: Vec<u8>,
}

impl fmt::Debug for Raster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            width, height, dpi, ..
        } = self;
        write!(f, "Raster({width}x{height} at {dpi} dpi)")
    }
}

impl Raster {
    /// The picture as a file: a portable graymap (PGM, `P5`), which any recogniser reads.
    pub fn pgm(&self) -> Vec<u8> {
        let mut file = format!("P5\n{} {}\n255\n", self.width, self.height).into_bytes();
        file.extend_from_slice(&self.dots);
        file
    }

    /// A length in dots as hundredths of a point.
    pub(crate) fn hundredths(&self, dots: u32) -> u32 {
        let length = u64::from(dots) * 7_200 / u64::from(self.dpi.max(1));
        u32::try_from(length).unwrap_or(u32::MAX)
    }
}
