//! Pictures set in texts: pages that somebody scanned into a word processor.
//!
//! A walk through a text leaves a mark where a large picture stands ([`Insets::note`]). When it is done, what was recognised in a
//! picture takes the place of its mark; the other marks are taken out, and the text is as if there had been none. Pictures count
//! from 1, in the order of the walk, as pages do elsewhere.

use std::collections::BTreeMap;
use std::ops::Range;

use paper::{BlockKind, Document, Recognised};

use super::splice;
use crate::flow::Piece;
use crate::package::Package;
use crate::scan::Raster;
use crate::xml::source::Budget;
use crate::{Format, Limits, ReadError, docx, odt, pdf, rtf, warnings};

/// Square inches of a page of A4.
const A4: f32 = 8.27 * 11.69;
/// What share of such a page a picture covers at least that may be a page: logos and signatures cover less.
const LARGE: f32 = 0.25;
/// From what share on a picture of a page's shape is one in any document. Within usual margins it covers 57 %.
const WHOLE: f32 = 0.5;
/// How much longer than broad a page is.
const SHAPE: std::ops::RangeInclusive<f32> = 1.2..=1.65;
/// Letters and digits for each large picture below which a document has no text of its own to speak of.
const LITTLE: usize = 300;
/// Dots along the shorter and the longer side, with fewer of which no page can be read.
const DOTS: (u32, u32) = (600, 800);
/// Large pictures of one document.
const MOST: usize = 2_000;

/// A large picture of a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Inset {
    /// Width and height as it is shown.
    inches: (f32, f32),
    place: Place,
}

/// Where the bytes of a picture are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// In a part of the package.
    Part(String),
    /// In the file, as hexadecimal digits.
    Digits(Range<usize>),
    /// In the file, as they are.
    Bytes(Range<usize>),
}

/// The large pictures of a text, as the walk comes to them.
#[derive(Debug, Default)]
pub(crate) struct Insets(Vec<Inset>);

/// A text with marks where its large pictures stand.
#[derive(Debug)]
pub(crate) struct Inlaid {
    document: Document,
    insets: Vec<Inset>,
}

impl Insets {
    /// Notes a picture of a width and a height in inches. What holds its place, where it is large enough to be a page.
    pub(crate) fn note(&mut self, inches: (f32, f32), place: Place) -> Option<Piece> {
        let is_large = inches.0 * inches.1 >= LARGE * A4 && inches.0.max(inches.1) < 100.0;
        if !is_large || self.0.len() >= MOST {
            return None;
        }
        self.0.push(Inset { inches, place });
        Some(Piece::Block {
            kind: BlockKind::Paragraph,
            depth: 0,
            text: splice::mark(self.0.len()),
        })
    }
}

impl Inlaid {
    pub(crate) fn new(document: Document, insets: Insets) -> Self {
        let insets = insets.0;
        Self { document, insets }
    }

    /// The text without its pictures.
    pub(crate) fn without(self) -> Document {
        if self.insets.is_empty() {
            return self.document;
        }
        let nothing = Document::default();
        splice::spliced(
            &self.document,
            &nothing,
            self.insets.len(),
            &BTreeMap::new(),
        )
        .0
    }
}

impl Inset {
    /// Whether it covers a page as a page would.
    fn is_whole(&self) -> bool {
        let (width, height) = self.inches;
        width * height >= WHOLE * A4
            && SHAPE.contains(&(width.max(height) / width.min(height).max(0.1)))
    }

    /// Its bytes; a picture that unpacks to more than a file may costs itself alone.
    fn bytes(&self, file: &[u8], limits: &Limits) -> Option<Vec<u8>> {
        match &self.place {
            Place::Part(name) => {
                let budget = Budget::new(limits.unpacked);
                Package::open(file, &budget).ok()?.bytes(name)
            }
            Place::Bytes(range) => file.get(range.clone()).map(<[u8]>::to_vec),
            Place::Digits(range) => {
                let digit = |byte: &u8| char::from(*byte).to_digit(16);
                let digits: Vec<u32> = file.get(range.clone())?.iter().filter_map(digit).collect();
                let pairs = digits.chunks_exact(2);
                let byte =
                    |pair: &[u32]| pair.iter().fold(0, |byte, digit| byte << 4 | *digit as u8);
                Some(pairs.map(byte).collect())
            }
        }
    }

    /// Whether it is a page that can be looked at.
    fn verdict(&self, file: &[u8], limits: &Limits) -> Verdict {
        let Some(bytes) = self.bytes(file, limits) else {
            return Verdict::NotRead("cannot be unpacked".to_owned());
        };
        let format = match Format::sniff(&bytes, None) {
            Some(format @ (Format::Tiff | Format::Png | Format::Jpeg)) => format,
            _ => {
                let what = Format::describe_unknown(&bytes, None);
                return Verdict::NotRead(format!("{what} is not read"));
            }
        };
        let first =
            super::extents(format, &bytes).map(|all| all.first().copied().unwrap_or_default());
        match first {
            Ok(extent) if extent.is_large() => {
                Verdict::NotRead("too many dots to be looked at".to_owned())
            }
            Ok(extent) if extent.is_at_least(DOTS) => Verdict::Page,
            Ok(_) => Verdict::NoPage,
            Err(error) => Verdict::NotRead(error.to_string()),
        }
    }
}

/// A length as styles give it (`17cm`, `450pt`), in inches; one without a unit is in points, as in VML.
pub(crate) fn inches(length: &str) -> Option<f32> {
    let length = length.trim();
    let unit = length.find(|c: char| c.is_ascii_alphabetic());
    let (number, unit) = length.split_at(unit.unwrap_or(length.len()));
    let to_an_inch = match unit {
        "in" => 1.0,
        "cm" => 2.54,
        "mm" => 25.4,
        "pt" | "" => 72.0,
        "pc" => 6.0,
        "px" => 96.0,
        _ => return None,
    };
    number
        .trim()
        .parse::<f32>()
        .ok()
        .map(|number| number / to_an_inch)
}

/// What a picture is.
enum Verdict {
    Page,
    NoPage,
    NotRead(String),
}

/// The text of a format that may have pictures set in.
fn inlaid(format: Format, bytes: &[u8], limits: &Limits) -> Result<Inlaid, ReadError> {
    match format {
        Format::Odt => odt::read(bytes, limits),
        Format::Rtf => rtf::read(bytes, limits),
        _ => docx::read(bytes, limits),
    }
}

/// Reads a text; what was recognised in its pictures stands where they do.
pub(crate) fn read(
    format: Format,
    bytes: &[u8],
    seen: &BTreeMap<u32, Recognised>,
    limits: &Limits,
) -> Result<Document, ReadError> {
    let Inlaid { document, insets } = inlaid(format, bytes, limits)?;
    if insets.is_empty() {
        return Ok(document);
    }
    let points = |inset: &Inset| (inset.inches.0 * 72.0, inset.inches.1 * 72.0);
    let extents: Vec<(f32, f32)> = insets.iter().map(points).collect();
    let pages = pdf::of_pictures(&extents, seen, limits)?;
    let spliced = splice::spliced(&document, &pages, extents.len(), seen);
    let (mut document, letters) = spliced;
    let is_bare = letters < LITTLE * insets.len();
    let due = (1..)
        .zip(&insets)
        .filter(|(number, inset)| !seen.contains_key(number) && (is_bare || inset.is_whole()));
    let not_read = |numbers: &str, why: &str| warnings::not_read("picture", numbers, why);
    let mut odd = Vec::new();
    for (number, inset) in due {
        match inset.verdict(bytes, limits) {
            Verdict::Page => document.unread.push(number),
            Verdict::NoPage => {}
            Verdict::NotRead(why) => odd.push(not_read(&number.to_string(), &why)),
        }
    }
    if !document.unread.is_empty() {
        let numbers: Vec<String> = document.unread.iter().map(u32::to_string).collect();
        odd.insert(0, not_read(&numbers.join(", "), "a page without text"));
    }
    document.warnings.append(&mut odd);
    Ok(document)
}

/// The picture of that number, from 1; `None` where there is none, or none that can be unpacked.
pub(crate) fn raster(
    format: Format,
    bytes: &[u8],
    number: u32,
    limits: &Limits,
) -> Result<Option<Raster>, ReadError> {
    let insets = inlaid(format, bytes, limits)?.insets;
    let at = usize::try_from(number)
        .unwrap_or(usize::MAX)
        .wrapping_sub(1);
    let Some((inset, picture)) = insets
        .get(at)
        .and_then(|inset| Some((inset, inset.bytes(bytes, limits)?)))
    else {
        return Ok(None);
    };
    let Some(kind @ (Format::Tiff | Format::Png | Format::Jpeg)) = Format::sniff(&picture, None)
    else {
        return Ok(None);
    };
    let mut drawn = super::raster(kind, &picture, 1, limits)?;
    if let Some(raster) = &mut drawn {
        let long = inset.inches.0.max(inset.inches.1);
        // As it is shown, whatever the picture says of itself.
        raster.dpi = (raster.width.max(raster.height) as f32 / long).round() as u32;
    }
    Ok(drawn)
}
