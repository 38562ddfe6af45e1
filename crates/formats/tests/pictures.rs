//! Files that are pictures of pages, made here: each way in which scanners pack dots, and what is no page.

use std::collections::BTreeMap;
use std::io::Write;

use formats::{Format, Limits, Prepared, Raster, ReadError};
use paper::{Document, WarningCode};

const WIDE: u32 = 640;
const HIGH: u32 = 480;

/// A value of a tag, and what kind it is.
#[derive(Clone)]
enum Value {
    Short(Vec<u16>),
    Long(Vec<u32>),
    Ratio(u32, u32),
}

/// A page of a TIFF: its tags but for those of its strips, and these.
struct Page {
    tags: BTreeMap<u16, Value>,
    strips: Vec<Vec<u8>>,
}

fn short(value: u16) -> Value {
    Value::Short(vec![value])
}

/// A page with tags beside its extent.
fn page(tags: &[(u16, Value)], strips: Vec<Vec<u8>>) -> Page {
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

fn number(big: bool, value: u32, size: usize) -> Vec<u8> {
    if big {
        value.to_be_bytes()[4 - size..].to_vec()
    } else {
        value.to_le_bytes()[..size].to_vec()
    }
}

/// A TIFF of pages.
fn tiff(big: bool, pages: Vec<Page>) -> Vec<u8> {
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
fn is_black(x: u32, y: u32) -> bool {
    (64..320).contains(&x) && (100..140).contains(&y)
}

/// Rows of samples, as `of` makes them of black and white.
fn rows(of: impl Fn(bool) -> Vec<u8>) -> Vec<u8> {
    let dots = (0..HIGH).flat_map(|y| (0..WIDE).map(move |x| is_black(x, y)));
    dots.flat_map(of).collect()
}

/// The same, eight dots to a byte.
fn bits(black: bool) -> Vec<u8> {
    let dots: Vec<u8> = rows(|is_black| vec![u8::from(is_black == black)]);
    dots.chunks(8)
        .map(|eight| eight.iter().fold(0, |byte, bit| byte << 1 | bit))
        .collect()
}

fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn raster(format: Format, bytes: &[u8], page: u32) -> Option<Raster> {
    assert_eq!(Format::sniff(bytes, None), Some(format));
    formats::raster(format, bytes, page, &Limits::default()).unwrap()
}

fn read(format: Format, bytes: &[u8]) -> Result<Document, ReadError> {
    formats::read(format, bytes, &Limits::default())
}

/// Asserts that a picture shows the black bar.
fn shows_bar(picture: Option<Raster>, what: &str) {
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

#[test]
fn each_way_of_packing_is_unpacked() {
    let grey = rows(|black| vec![if black { 10 } else { 240 }]);
    let colour = rows(|black| {
        if black {
            vec![20, 0, 30]
        } else {
            vec![250, 255, 240]
        }
    });
    let wide = rows(|black| if black { vec![1, 0] } else { vec![0, 0xf0] });
    let planes: Vec<Vec<u8>> = (0..3).map(|_| grey.clone()).collect();
    let numbers = rows(|black| vec![u8::from(black)]);
    let mut table = vec![0_u16; 768];
    for plane in 0..3 {
        table[plane * 256] = 0xffff;
    }
    let differences: Vec<u8> = colour
        .chunks(3 * WIDE as usize)
        .flat_map(|row| {
            (0..row.len()).map(|at| row[at].wrapping_sub(if at < 3 { 0 } else { row[at - 3] }))
        })
        .collect();
    let lzw = |bytes: &[u8]| {
        weezl::encode::Encoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8)
            .encode(bytes)
            .unwrap()
    };
    let runs = |bytes: &[u8]| -> Vec<u8> {
        bytes
            .chunks(100)
            .flat_map(|part| [&[part.len() as u8 - 1], part].concat())
            .collect()
    };
    let halves = |bytes: &[u8]| bytes.chunks(bytes.len() / 2).map(<[u8]>::to_vec).collect();
    let of8 = (258, short(8));
    let three = (277, short(3));
    let cases = [
        (
            "bits, black is 0",
            page(&[(258, short(1))], vec![bits(false)]),
        ),
        (
            "bits, white is 0",
            page(&[(262, short(0))], vec![bits(true)]),
        ),
        (
            "packed bits",
            page(
                &[(262, short(0)), (259, short(32_773))],
                vec![runs(&bits(true))],
            ),
        ),
        (
            "grey, two strips",
            page(&[of8.clone(), (278, short(240))], halves(&grey)),
        ),
        (
            "grey, deflated",
            page(&[of8.clone(), (259, short(8))], vec![zipped(&grey)]),
        ),
        (
            "grey, LZW",
            page(&[of8.clone(), (259, short(5))], vec![lzw(&grey)]),
        ),
        ("16 bits", page(&[(258, short(16))], vec![wide])),
        (
            "colours",
            page(&[of8.clone(), three.clone(), (262, short(2))], vec![colour]),
        ),
        (
            "differences",
            page(
                &[
                    of8.clone(),
                    three.clone(),
                    (262, short(2)),
                    (317, short(2)),
                    (259, short(5)),
                ],
                vec![lzw(&differences)],
            ),
        ),
        (
            "planes",
            page(
                &[of8.clone(), three, (262, short(2)), (284, short(2))],
                planes,
            ),
        ),
        (
            "palette",
            page(
                &[of8, (262, short(3)), (320, Value::Short(table))],
                vec![numbers],
            ),
        ),
    ];
    for (what, page) in cases {
        shows_bar(raster(Format::Tiff, &tiff(false, vec![page]), 1), what);
    }
    let big = page(&[(258, short(1))], vec![bits(false)]);
    shows_bar(
        raster(Format::Tiff, &tiff(true, vec![big]), 1),
        "high bytes first",
    );
}

/// Bits as they are written, in bytes.
fn packed(bits: &str) -> Vec<u8> {
    let bits: Vec<u8> = bits
        .bytes()
        .filter(|bit| *bit != b' ')
        .map(|bit| bit - b'0')
        .collect();
    let byte = |eight: &[u8]| (0..8).fold(0, |byte, at| byte << 1 | eight.get(at).unwrap_or(&0));
    bits.chunks(8).map(byte).collect()
}

// ITU-T T.4, tables 2 and 3: 640 white; 64 white, 256 black, 320 white.
const WHITE_LINE: &str = "01100111 00110101";
const BAR: &str = "11011 00110101 000001011011 0000110111";
const AFTER: &str = "00110110 00110101";
const END: &str = "000000000001";

#[test]
fn what_fax_machines_send_is_unpacked() {
    let line = |y: u32| {
        if (100..140).contains(&y) {
            format!("{BAR}{AFTER}")
        } else {
            WHITE_LINE.to_owned()
        }
    };
    let by_line: String = (0..HIGH).map(|y| format!("{END}{}", line(y))).collect();
    let bare: Vec<u8> = (0..HIGH).flat_map(|y| packed(&line(y))).collect();
    // T.6: the same as above is a 1 for each change, the end of the line included.
    let change = |y: u32| match y {
        100 => format!("001{BAR}1"),
        101..=139 => "111".to_owned(),
        140 => "00011".to_owned(),
        _ => "1".to_owned(),
    };
    let whole: String = (0..HIGH)
        .map(change)
        .chain([END.to_owned(), END.to_owned()])
        .collect();
    let mixed: String = (0..HIGH)
        .map(|y| {
            if y % 2 == 0 && y != 100 {
                format!("{END}1{}", line(y))
            } else {
                format!("{END}0{}", change(y))
            }
        })
        .collect();
    let turned: Vec<u8> = packed(&whole)
        .iter()
        .map(|byte| byte.reverse_bits())
        .collect();
    let fax = |compression, strip| page(&[(262, short(0)), (259, short(compression))], vec![strip]);
    let mut backwards = fax(4, turned);
    backwards.tags.insert(266, short(2));
    let mut two = fax(3, packed(&mixed));
    two.tags.insert(292, Value::Long(vec![1]));
    for (what, page) in [
        ("group 3", fax(3, packed(&by_line))),
        ("group 3, lines at bytes", fax(2, bare)),
        ("group 3 in two dimensions", two),
        ("group 4", fax(4, packed(&whole))),
        ("group 4, lowest bit first", backwards),
    ] {
        shows_bar(raster(Format::Tiff, &tiff(false, vec![page]), 1), what);
    }
}

#[test]
fn pixels_that_are_not_square_are_stretched_and_turned_pages_turned() {
    let mut fax = page(&[(258, short(1))], vec![bits(false)]);
    fax.tags.insert(282, Value::Ratio(200, 1));
    let picture = raster(Format::Tiff, &tiff(false, vec![fax]), 1);
    let picture = picture.map(|picture| (picture.width, picture.height, picture.dpi));
    assert_eq!(picture, Some((WIDE, 2 * HIGH, 200)));
    for (orientation, black) in [
        (1, (100, 120)),
        (2, (500, 120)),
        (3, (500, 360)),
        (6, (360, 100)),
        (8, (120, 500)),
    ] {
        let turned = page(
            &[(258, short(1)), (274, short(orientation))],
            vec![bits(false)],
        );
        let picture = raster(Format::Tiff, &tiff(false, vec![turned]), 1).unwrap();
        let dot = picture.dots[black.1 * picture.width as usize + black.0];
        assert_eq!(dot, 0, "{orientation}");
    }
}

#[test]
fn pages_are_counted_and_said_to_be_unread() {
    let whole = || page(&[(258, short(1))], vec![bits(false)]);
    let thumbnail = page(
        &[(254, short(1)), (256, short(64)), (257, short(48))],
        vec![vec![0; 8 * 48]],
    );
    let document = read(
        Format::Tiff,
        &tiff(false, vec![whole(), thumbnail, whole()]),
    )
    .unwrap();
    assert_eq!((document.pages, document.unread), (Some(2), vec![1, 2]));
    let codes: Vec<_> = document
        .warnings
        .iter()
        .map(|warning| warning.code)
        .collect();
    assert_eq!(codes, [WarningCode::NoText]);
}

#[test]
fn what_was_recognised_stands_in_the_document() {
    let whole = || page(&[(258, short(1))], vec![bits(false)]);
    let file = tiff(false, vec![whole(), whole()]);
    let picture = raster(Format::Tiff, &file, 2).unwrap();
    let prepared = Prepared {
        raster: picture,
        rulings: Vec::new(),
        ticks: Vec::new(),
    };
    let table = "5\t1\t1\t1\t1\t1\t70\t100\t90\t14\t96\tSvarfrist\n5\t1\t1\t1\t1\t2\t170\t100\t40\t14\t91\tmaj\n";
    let seen = BTreeMap::from([(2, formats::recognised(&prepared, table))]);
    let document = formats::read_seen(Format::Tiff, &file, &seen, &Limits::default()).unwrap();
    assert_eq!(document.text, "\u{c}Svarfrist maj");
    assert_eq!(document.unread, [1]);
    assert_eq!(document.recognised.len(), 2);
}

/// A PNG of a bar, `depth` bits of grey.
fn png(width: u32, height: u32) -> Vec<u8> {
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
fn jpeg(width: u16, height: u16) -> Vec<u8> {
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

#[test]
fn png_and_jpeg_are_pages() {
    shows_bar(raster(Format::Png, &png(WIDE, HIGH), 1), "png");
    let file = jpeg(640, 480);
    let picture = raster(Format::Jpeg, &file, 1).unwrap();
    assert_eq!(
        (picture.width, picture.height, picture.dpi),
        (640, 480, 100)
    );
    assert!(
        picture.dots.iter().all(|dot| *dot == 128),
        "{:?}",
        &picture.dots[..8]
    );
    let document = read(Format::Jpeg, &file).unwrap();
    assert_eq!((document.pages, document.unread), (Some(1), vec![1]));
    let strip = page(&[(258, short(8)), (259, short(7))], vec![file]);
    let within = raster(Format::Tiff, &tiff(false, vec![strip]), 1).unwrap();
    assert!(within.dots.iter().all(|dot| *dot == 128));
}

#[test]
fn logos_and_what_is_too_large_are_refused_in_words() {
    let told = |bytes: &[u8], format| read(format, bytes).unwrap_err().to_string();
    assert_eq!(
        told(&png(120, 60), Format::Png),
        "a picture of 120 x 60 dots: too small to be a page"
    );
    let mut bomb = png(WIDE, HIGH);
    bomb[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    let crc = !bomb[12..29].iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            crc >> 1 ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 }
        })
    });
    bomb[29..33].copy_from_slice(&crc.to_be_bytes());
    let message = told(&bomb, Format::Png);
    assert!(
        message.starts_with("a picture of 65536 x 65536 dots: too many"),
        "{message}"
    );
    let large = page(
        &[
            (256, Value::Long(vec![1 << 20])),
            (257, Value::Long(vec![1 << 20])),
        ],
        vec![vec![0]],
    );
    let file = tiff(
        false,
        vec![page(&[(258, short(1))], vec![bits(false)]), large],
    );
    let document = read(Format::Tiff, &file).unwrap();
    assert_eq!((document.pages, document.unread), (Some(2), vec![1]));
    assert!(
        document
            .warnings
            .iter()
            .any(|warning| warning.message.starts_with("page 2: too many dots"))
    );
    assert_eq!(raster(Format::Tiff, &file, 2), None);
}

#[test]
fn damaged_pictures_cost_no_more_than_themselves() {
    let strips = page(&[(258, short(8)), (259, short(5))], vec![vec![0xff; 50]]);
    let odd = page(
        &[(258, short(13)), (278, Value::Long(vec![0]))],
        vec![Vec::new()],
    );
    let zero = page(
        &[
            (256, Value::Long(vec![0])),
            (322, short(0)),
            (323, short(0)),
        ],
        vec![vec![0]],
    );
    let files = [
        (Format::Tiff, tiff(false, vec![strips, odd, zero])),
        (
            Format::Tiff,
            tiff(true, vec![page(&[(258, short(1))], vec![bits(false)])]),
        ),
        (Format::Png, png(WIDE, HIGH)),
        (Format::Jpeg, jpeg(640, 480)),
        (Format::Tiff, b"II*\0\x08\0\0\0\x01\0".to_vec()),
        (Format::Jpeg, b"\xff\xd8\xff".to_vec()),
        (Format::Png, b"\x89PNG\r\n\x1a\n".to_vec()),
    ];
    let limits = Limits::default();
    for (format, file) in files {
        for cut in (0..file.len()).step_by(file.len() / 60 + 1) {
            for page in 0..4 {
                let _ = formats::raster(format, &file[..cut], page, &limits);
            }
            let mut changed = file.clone();
            changed[cut] ^= 0x5a;
            let _ = formats::read(format, &changed, &limits);
            let _ = formats::raster(format, &changed, 1, &limits);
        }
    }
}

#[test]
fn odd_pictures_are_prepared() {
    for (width, height) in [(0, 0), (1, 1), (7, 3), (1, 900), (900, 1), (640, 480)] {
        for grey in [0, 128, 255] {
            let dots = vec![grey; (width * height) as usize];
            for dpi in [0, 72, 300, 1200] {
                let picture = Raster {
                    width,
                    height,
                    dpi,
                    dots: dots.clone(),
                };
                let prepared = formats::prepared(picture);
                let _ = formats::recognised(&prepared, "5\t1\t1\t1\t1\t1\t0\t0\t900\t9\t96\t*\n");
            }
        }
    }
}
