//! Files that are pictures of pages: TIFF, PNG, JPEG. Their headers tell the pages; dots are unpacked page by page for a recogniser.

pub(crate) mod grey;
pub(crate) mod inset;
mod jpeg;
mod png;
mod splice;
mod tiff;
mod unpack;

use std::collections::BTreeMap;

use paper::{Document, Recognised};

use crate::scan::{self, Raster};
use crate::{Format, Limits, ReadError, pdf, warnings};

/// Dots that a page may have: A3 at 600 to an inch has 70 million.
const MOST_DOTS: u64 = 100_000_000;
/// Dots along the shorter and the longer side that a page has at least; logos and buttons have fewer.
const SHORTER: u32 = 400;
const LONGER: u32 = 560;
/// Inches that the longer side of a page may have; else what a file says of its dots is not believed.
const SIDE: std::ops::RangeInclusive<f32> = 3.5..=24.0;
/// Inches along the longer side of A4.
const A4: f32 = 11.69;

/// What a header says of a page.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Extent {
    width: u32,
    height: u32,
    /// Dots to an inch across and down, where the file tells.
    dots: Option<(f32, f32)>,
    /// Exif's tag 274: how the picture is to be turned and mirrored, 1 to 8; 1 is not at all.
    orientation: u16,
}

impl Extent {
    fn is_small(&self) -> bool {
        !self.is_at_least((SHORTER, LONGER))
    }

    fn is_at_least(&self, (shorter, longer): (u32, u32)) -> bool {
        self.width.min(self.height) >= shorter && self.width.max(self.height) >= longer
    }

    fn is_large(&self) -> bool {
        u64::from(self.width) * u64::from(self.height) > MOST_DOTS
    }

    /// Dots to an inch across and down: what the file says where that makes a page, else as of an A4.
    fn resolution(&self) -> (f32, f32) {
        let told = self.dots.filter(|(across, down)| {
            let sides = (self.width as f32 / across, self.height as f32 / down);
            let alike = (0.3..=3.4).contains(&(across / down));
            alike && SIDE.contains(&sides.0.max(sides.1)) && sides.0.min(sides.1) > 2.0
        });
        told.unwrap_or_else(|| {
            let dots = self.width.max(self.height) as f32 / A4;
            (dots, dots)
        })
    }
}

/// Reads a file of pictures; of the pages in `seen` what was recognised stands in the document.
pub(crate) fn read(
    format: Format,
    bytes: &[u8],
    seen: &BTreeMap<u32, Recognised>,
    limits: &Limits,
) -> Result<Document, ReadError> {
    let pages = pages(format, bytes)?;
    let blank: Vec<(f32, f32)> = pages
        .iter()
        .map(|page| {
            let (across, down) = page.resolution();
            (
                page.width as f32 * 72.0 / across,
                page.height as f32 * 72.0 / down,
            )
        })
        .collect();
    let mut document = pdf::of_pictures(&blank, seen, limits)?;
    let numbered = || (1_u32..).zip(&pages);
    document.unread.retain(|number| {
        numbered().any(|(page, extent)| page == *number && !extent.is_small() && !extent.is_large())
    });
    let large: Vec<String> = numbered()
        .filter(|(_, extent)| extent.is_large())
        .map(|(page, _)| page.to_string())
        .collect();
    if !large.is_empty() {
        let why = "too many dots to be looked at";
        let odd = warnings::not_read("page", &large.join(", "), why);
        document.warnings.push(odd);
    }
    Ok(document)
}

/// The picture of a page, upright as the file says; `None` where there is no such page, or none that can be unpacked.
pub(crate) fn raster(
    format: Format,
    bytes: &[u8],
    page: u32,
    limits: &Limits,
) -> Result<Option<Raster>, ReadError> {
    let at = usize::try_from(page).unwrap_or(usize::MAX).wrapping_sub(1);
    let Some(extent) = pages(format, bytes)?.get(at).copied() else {
        return Ok(None);
    };
    if extent.is_large() || extent.is_small() {
        return Ok(None);
    }
    let dots = match format {
        Format::Tiff => tiff::dots(bytes, at, limits),
        Format::Png => png::dots(bytes, limits),
        _ => jpeg::dots(bytes),
    };
    let whole = (extent.width as usize).saturating_mul(extent.height as usize);
    let dots = dots.filter(|dots| dots.len() == whole);
    Ok(dots.map(|dots| upright(&extent, dots)))
}

/// The pages of a file, none of which need be one that is read.
fn pages(format: Format, bytes: &[u8]) -> Result<Vec<Extent>, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    let pages = extents(format, bytes)?;
    let what = if pages.iter().all(Extent::is_small) {
        "too small to be a page"
    } else if pages.iter().all(Extent::is_large) {
        "too many dots to be looked at; save a copy with fewer (300 to an inch are enough)"
    } else {
        return Ok(pages);
    };
    let Extent { width, height, .. } = pages.first().copied().unwrap_or_default();
    Err(ReadError::NotRead {
        what: format!("a picture of {width} x {height} dots: {what}"),
    })
}

/// What the headers say of the pages.
fn extents(format: Format, bytes: &[u8]) -> Result<Vec<Extent>, ReadError> {
    Ok(match format {
        Format::Tiff => tiff::pages(bytes)?,
        Format::Png => vec![png::extent(bytes)?],
        _ => vec![jpeg::extent(bytes)?],
    })
}

fn malformed(detail: impl ToString) -> ReadError {
    ReadError::Malformed {
        part: "the picture",
        detail: detail.to_string(),
    }
}

/// A page with square dots, turned as the file says.
fn upright(extent: &Extent, dots: Vec<u8>) -> Raster {
    let (across, down) = extent.resolution();
    let dpi = across.max(down);
    let mut picture = Raster {
        width: extent.width,
        height: extent.height,
        dpi: dpi.round() as u32,
        dots,
    };
    if across.min(down) < 0.97 * dpi {
        let length = |dots: u32, of: f32| (dots as f32 * dpi / of).round() as usize;
        let (width, height) = (length(extent.width, across), length(extent.height, down));
        if (width as u64).saturating_mul(height as u64) <= MOST_DOTS {
            picture = scan::resized(&picture, width, height, picture.dpi);
        }
    }
    if matches!(extent.orientation, 2 | 4 | 5 | 7) {
        picture = picture.mirrored();
    }
    // After mirroring left and right, as Exif 2.32, figure 3, has them.
    let quarters = match extent.orientation {
        3 | 4 => 2,
        5 | 8 => 3,
        6 | 7 => 1,
        _ => return picture,
    };
    picture.turned(quarters)
}
