//! Pictures of a black bar, in each way in which scanners pack them.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test takes of it what it needs"
)]

use std::collections::BTreeMap;
use std::io::Write;

use formats::{Format, Limits, Raster, ReadError};
use paper::Document;

pub const WIDE: u32 = 640;
pub const HIGH: u32 = 480;

/// A value of a tag, and what kind it is.
#[derive(Clone)]
pub enum Value {
    Short(Vec<u16>),
    Long(Vec<u32>),
    Ratio(u32, u32),
}

/// A page of a TIFF: its tags but for those of its strips, and these.
pub struct Page {
    pub tags: BTreeMap<u16, Value>,
    pub strips: Vec<Vec<u8>>,
}

pub fn short(value: u16) -> Value {
    Value::Short(vec![value])
}

/// A page with tags beside its extent.
pub fn page(tags: &[(u16, Value)], strips: Vec<Vec<u8>>) -> Page {
    let mut all = BTreeMap::from([
        (256, Value::Long(vec![WIDE])),
        (257, Value::Long(vec![HIGH])),
        (262, short(1)),
        (278, Value::Long(vec![HIGH])),
        (282, Value::Ratio(100, 1)),
        (283, Value::Ratio(100, 1)),
    ]);
    all.extend(tags.iter().cloned());
    Page { tags: all, strips }
}

pub fn number(big: bool, value: u32, size: usize) -> Vec<u8> {
    if big {
        value.to_be_bytes()[4 - size..].to_vec()
    } else {
        value.to_le_bytes()[..size].to_vec()
    }
}

/// A TIFF of pages.
pub fn tiff(big: bool, pages: Vec<Page>) -> Vec<u8> {
    let mut file = if big {
        b"MM\0*".to_vec()
    } else {
        b"II*\0".to_vec()
    };
    let mut link = file.len();
    file.extend([0; 4]);
    for mut page in pages {
        let places = page.strips.iter().map(|strip| {
            let at = file.len() as u32;
            file.extend(strip);
            at
        });
        let places: Vec<u32> = places.collect();
        let sizes = page.strips.iter().map(|strip| strip.len() as u32).collect();
        let (starts, lengths) = if page.tags.contains_key(&322) {
            (324, 325)
        } else {
            (273, 279)
        };
        page.tags.insert(starts, Value::Long(places));
        page.tags.insert(lengths, Value::Long(sizes));
        let mut entries = Vec::new();
        for (tag, value) in &page.tags {
            let (kind, count, bytes) = match value {
                Value::Short(all) => (
                    3,
                    all.len(),
                    all.iter()
                        .flat_map(|v| number(big, u32::from(*v), 2))
                        .collect(),
                ),
                Value::Long(all) => (
                    4,
                    all.len(),
                    all.iter().flat_map(|v| number(big, *v, 4)).collect(),
                ),
                Value::Ratio(above, below) => (
                    5,
                    1,
                    [number(big, *above, 4), number(big, *below, 4)].concat(),
                ),
            };
            entries.extend(number(big, u32::from(*tag), 2));
            entries.extend(number(big, kind, 2));
            entries.extend(number(big, count as u32, 4));
            if bytes.len() <= 4 {
                entries.extend(bytes.iter().copied().chain([0; 4]).take(4));
            } else {
                entries.extend(number(big, file.len() as u32, 4));
                file.extend(bytes);
            }
        }
        let at = file.len() as u32;
        file.splice(link..link + 4, number(big, at, 4));
        file.extend(number(big, page.tags.len() as u32, 2));
        file.extend(entries);
        link = file.len();
        file.extend([0; 4]);
    }
    file
}

/// What every page shows: a black bar on white.
pub fn is_black(x: u32, y: u32) -> bool {
    (64..320).contains(&x) && (100..140).contains(&y)
}

/// Rows of samples, as `of` makes them of black and white.
pub fn rows(of: impl Fn(bool) -> Vec<u8>) -> Vec<u8> {
    let dots = (0..HIGH).flat_map(|y| (0..WIDE).map(move |x| is_black(x, y)));
    dots.flat_map(of).collect()
}

/// The same, eight dots to a byte.
pub fn bits(black: bool) -> Vec<u8> {
    let dots: Vec<u8> = rows(|is_black| vec![u8::from(is_black == black)]);
    dots.chunks(8)
        .map(|eight| eight.iter().fold(0, |byte, bit| byte << 1 | bit))
        .collect()
}

pub fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A PNG of a bar, `depth` bits of grey.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    let dots: Vec<u8> = (0..height)
        .flat_map(|y| (0..width).map(move |x| if is_black(x, y) { 0 } else { 255 }))
        .collect();
    encoder
        .write_header()
        .unwrap()
        .write_image_data(&dots)
        .unwrap();
    file
}

/// A JPEG all of one grey: each block is a difference of none and an end, a bit each.
pub fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut file = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\x01\0\x64\0\x64\0\0".to_vec();
    file.extend([0xff, 0xdb, 0, 67, 0]);
    file.extend([1; 64]);
    file.extend([0xff, 0xc0, 0, 11, 8]);
    file.extend(height.to_be_bytes());
    file.extend(width.to_be_bytes());
    file.extend([1, 1, 0x11, 0]);
    for table in [0x00, 0x10] {
        file.extend([0xff, 0xc4, 0, 20, table, 1]);
        file.extend([0; 15]);
        file.push(0);
    }
    file.extend([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0]);
    let blocks = usize::from(width).div_ceil(8) * usize::from(height).div_ceil(8);
    file.extend(vec![0; (2 * blocks).div_ceil(8)]);
    file.extend([0xff, 0xd9]);
    file
}

pub fn raster(format: Format, bytes: &[u8], page: u32) -> Option<Raster> {
    assert_eq!(Format::sniff(bytes, None), Some(format));
    formats::raster(format, bytes, page, &Limits::default()).unwrap()
}

pub fn read(format: Format, bytes: &[u8]) -> Result<Document, ReadError> {
    formats::read(format, bytes, &Limits::default())
}

/// Asserts that a picture shows the black bar.
pub fn shows_bar(picture: Option<Raster>, what: &str) {
    let picture = picture.unwrap_or_else(|| panic!("{what}: no picture"));
    assert_eq!((picture.width, picture.height), (WIDE, HIGH), "{what}");
    for (x, y) in [
        (0, 0),
        (63, 120),
        (64, 100),
        (319, 139),
        (320, 120),
        (100, 140),
        (639, 479),
    ] {
        let dot = picture.dots[(y * WIDE + x) as usize];
        let expected = if is_black(x, y) { dot < 40 } else { dot > 215 };
        assert!(expected, "{what}: {dot} at {x}, {y}");
    }
}
