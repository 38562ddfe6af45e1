//! Pictures that are no pages, or no pictures.
#![allow(clippy::unwrap_used)]

mod pictures_made;

use formats::{Format, Limits, Raster};
use pictures_made::*;

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
