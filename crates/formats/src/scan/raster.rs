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

    /// The picture turned clockwise by quarters.
    pub fn turned(&self, quarters: u8) -> Self {
        let (width, height) = (self.width as usize, self.height as usize);
        let mut dots = Vec::with_capacity(self.dots.len());
        let rows = || self.dots.chunks_exact(width.max(1));
        match quarters % 4 {
            0 => dots.clone_from(&self.dots),
            2 => dots.extend(self.dots.iter().rev()),
            // A column from below, from the left; or from above, from the right.
            1 => (0..width).for_each(|x| dots.extend(rows().rev().filter_map(|row| row.get(x)))),
            _ => (0..width)
                .rev()
                .for_each(|x| dots.extend(rows().filter_map(|row| row.get(x)))),
        }
        let (width, height) = match quarters % 2 {
            0 => (width, height),
            _ => (height, width),
        };
        Self {
            width: width as u32,
            height: height as u32,
            dpi: self.dpi,
            dots,
        }
    }

    /// The picture with left and right changed.
    pub(crate) fn mirrored(&self) -> Self {
        let rows = self.dots.chunks_exact((self.width as usize).max(1));
        Self {
            dots: rows.flat_map(|row| row.iter().rev()).copied().collect(),
            width: self.width,
            height: self.height,
            dpi: self.dpi,
        }
    }

    /// A length in dots as hundredths of a point.
    pub(crate) fn hundredths(&self, dots: u32) -> u32 {
        let length = u64::from(dots) * 7_200 / u64::from(self.dpi.max(1));
        u32::try_from(length).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_turn_clockwise() {
        let of = |width, height, dots: &[u8]| Raster {
            width,
            height,
            dpi: 300,
            dots: dots.to_vec(),
        };
        let picture = of(3, 2, &[1, 2, 3, 4, 5, 6]);
        assert_eq!(picture.turned(0), picture);
        assert_eq!(picture.turned(1), of(2, 3, &[4, 1, 5, 2, 6, 3]));
        assert_eq!(picture.turned(2), of(3, 2, &[6, 5, 4, 3, 2, 1]));
        assert_eq!(picture.turned(3), of(2, 3, &[3, 6, 2, 5, 1, 4]));
        assert_eq!(of(0, 0, &[]).turned(1), of(0, 0, &[]));
    }
}
