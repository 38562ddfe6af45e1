//! Files that are pictures of pages, made here: each way in which scanners pack dots.
#![allow(clippy::unwrap_used)]

mod pictures_made;

use std::collections::BTreeMap;

use formats::{Format, Limits, Prepared};
use paper::WarningCode;
use pictures_made::*;

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
        bullets: Vec::new(),
    };
    let table = "5\t1\t1\t1\t1\t1\t70\t100\t90\t14\t96\tSvarfrist\n5\t1\t1\t1\t1\t2\t170\t100\t40\t14\t91\tmaj\n";
    let seen = BTreeMap::from([(2, formats::recognised(&prepared, table))]);
    let document = formats::read_seen(Format::Tiff, &file, &seen, &Limits::default()).unwrap();
    assert_eq!(document.text, "\u{c}Svarfrist maj");
    assert_eq!(document.unread, [1]);
    assert_eq!(document.recognised.len(), 2);
}
