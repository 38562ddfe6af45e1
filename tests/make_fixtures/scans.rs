//! `fixtures/scans`: a paper as a scanner saves it, and what tesseract said of its picture, so that no test needs tesseract.
//!
//! `NAME.tiff` is the first page of `papers/NAME.pdf` in black and white; `NAME.tsv` is made anew where tesseract is installed.

use std::{fs, path::Path};

use formats::{Format, Limits, Raster};

use super::{Made, tesseract};

/// Papers with a table, and with running text.
const NAMES: &[&str] = &["budget-havnedage-2007", "afslag-koncertsal-2009"];

pub(crate) fn make(fixtures: &Path) -> Made {
    let folder = fixtures.join("scans");
    fs::create_dir_all(&folder)?;
    for name in NAMES {
        let paper = fs::read(fixtures.join(format!("papers/{name}.pdf")))?;
        let limits = Limits::default();
        let page = formats::raster(Format::Pdf, &paper, 1, &limits)?.ok_or("no page")?;
        let file = tiff(&page);
        fs::write(folder.join(format!("{name}.tiff")), &file)?;
        let scanned = formats::raster(Format::Tiff, &file, 1, &limits)?.ok_or("no page")?;
        let prepared = formats::prepared(scanned);
        let picture = &prepared.raster;
        if let Some(table) = tesseract::table(&picture.pgm(), picture.dpi) {
            fs::write(folder.join(format!("{name}.tsv")), table)?;
        }
    }
    Ok(())
}

/// A page in black and white, white being 0, packed by deflate (TIFF 6.0; Adobe's technical note of 2002).
fn tiff(page: &Raster) -> Vec<u8> {
    let mut bits = Vec::new();
    for row in page.dots.chunks(page.width as usize) {
        let byte = |eight: &[u8]| {
            (0..8).fold(0, |byte, at| {
                byte << 1 | u8::from(*eight.get(at).unwrap_or(&255) < 140)
            })
        };
        bits.extend(row.chunks(8).map(byte));
    }
    let strip = miniz(&bits);
    let dpi = 8 + strip.len() as u32;
    let entries: &[(u16, u16, u32, u32)] = &[
        (256, 4, 1, page.width),
        (257, 4, 1, page.height),
        (258, 3, 1, 1),
        (259, 3, 1, 8),
        (262, 3, 1, 0),
        (273, 4, 1, 8),
        (278, 4, 1, page.height),
        (279, 4, 1, strip.len() as u32),
        (282, 5, 1, dpi),
        (283, 5, 1, dpi),
    ];
    let mut file = b"II*\0".to_vec();
    file.extend((dpi + 8).to_le_bytes());
    file.extend(strip);
    file.extend([page.dpi, 1].iter().flat_map(|number| number.to_le_bytes()));
    file.extend((entries.len() as u16).to_le_bytes());
    for (tag, kind, count, value) in entries {
        file.extend(tag.to_le_bytes());
        file.extend(kind.to_le_bytes());
        file.extend(count.to_le_bytes());
        file.extend(value.to_le_bytes());
    }
    file.extend([0; 4]);
    file
}

fn miniz(bytes: &[u8]) -> Vec<u8> {
    let mut stream = lopdf::Stream::new(lopdf::Dictionary::new(), bytes.to_vec());
    // A PDF's streams are packed as a TIFF's strips are.
    let _ = stream.compress();
    stream.content
}
