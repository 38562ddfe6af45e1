//! DOC: what is old, locked, damaged or made to harm.
#![allow(clippy::unwrap_used)]

mod doc_made;

use doc_made::*;
use formats::{Format, Limits, ReadError};
use paper::WarningCode;

/// The head of an old document with its text behind it, in bytes.
fn old(magic: [u8; 4], flags: u8, text: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0; 1024];
    bytes[..4].copy_from_slice(&magic);
    bytes[10] = flags;
    bytes[0x18..0x1c].copy_from_slice(&1024u32.to_le_bytes());
    let end = u32::try_from(1024 + text.len()).unwrap();
    bytes[0x1c..0x20].copy_from_slice(&end.to_le_bytes());
    let length = u32::try_from(text.len()).unwrap();
    bytes[0x34..0x38].copy_from_slice(&length.to_le_bytes());
    bytes.extend(text);
    bytes
}

#[test]
fn word_2_is_read_as_far_as_its_characters_tell() {
    let bytes = old(
        [0xdb, 0xa5, 0x2d, 0],
        0,
        b"R\xe5d\x07Dato\x07Sted\x07\x07A\x07B\x07C\x07\x07Slut\r",
    );
    assert_eq!(read(&bytes).text, "Råd\tDato\tSted\nA\tB\tC\nSlut");
    let error = formats::read(
        Format::Doc,
        &old([0xdb, 0xa5, 0x2d, 0], 4, b"x"),
        &Limits::default(),
    );
    assert!(error.unwrap_err().to_string().contains("save it as DOCX"));
}

#[test]
fn word_6_is_in_one_byte_a_character_of_windows_or_of_macintosh() {
    let bytes = old([0xdc, 0xa5, 0x65, 0], 0, b"K\xf8benhavn\r");
    assert_eq!(
        read(&container(&[("WordDocument", &bytes)])).text,
        "København"
    );
    let mut bytes = old([0xdc, 0xa5, 0x65, 0], 0, b"K\xbfbenhavn\r");
    bytes[0x14] = 1;
    assert_eq!(
        read(&container(&[("WordDocument", &bytes)])).text,
        "København"
    );
}

#[test]
fn the_text_of_word_for_dos_stands_behind_its_head() {
    let mut bytes = vec![0; 128];
    bytes[..4].copy_from_slice(b"\x31\xbe\0\0");
    bytes.extend(b"Referat af m\x9bde\r\nPunkt 1\r\n");
    let end = u32::try_from(bytes.len()).unwrap();
    bytes[14..18].copy_from_slice(&end.to_le_bytes());
    bytes.extend([0x80; 256]);
    assert_eq!(read(&bytes).text.trim_end(), "Referat af møde\nPunkt 1");
}

#[test]
fn what_is_locked_is_said_to_be() {
    let mut word = word("Hemmeligt\r");
    word.flags = 0x100;
    let error = formats::read(Format::Doc, &word.bytes(), &Limits::default());
    assert!(matches!(error, Err(ReadError::Encrypted)));
}

#[test]
fn a_table_of_excel_that_holds_a_document_is_no_document() {
    let (main, _) = word("Bilag\r").streams();
    let bytes = container(&[("Workbook", b"x"), ("ObjectPool/_1/WordDocument", &main)]);
    assert_eq!(Format::sniff(&bytes, Some("doc")), None);
    assert_eq!(Format::describe_unknown(&bytes, None), "spreadsheet");
}

#[test]
fn without_its_tables_the_text_is_read_and_said_to_be_recovered() {
    let (main, _) = word("Udvalget har svaret.\rDato\u{7}Sted\u{7}\u{7}Slut\r").streams();
    let document = read(&container(&[("WordDocument", &main)]));
    assert_eq!(document.text, "Udvalget har svaret.\nDato\tSted\nSlut");
    assert!(has(&document, WarningCode::Recovered));
}

#[test]
fn a_file_cut_off_before_its_directory_still_gives_its_text() {
    let long = format!(
        "{}Slut.\r",
        "Udvalget har svaret på spørgsmålet.\r".repeat(200)
    );
    let (main, _) = word(&long).streams();
    // A head, and the stream behind it; the directory was further back.
    let mut bytes = word("x\r").bytes()[..512].to_vec();
    bytes[48..52].copy_from_slice(&90_000u32.to_le_bytes());
    bytes.extend(main);
    let document = read(&bytes);
    assert!(
        document
            .text
            .starts_with("Udvalget har svaret på spørgsmålet.\nUdvalget")
    );
    assert!(document.text.ends_with("Slut."));
    assert!(has(&document, WarningCode::Recovered));
}

#[test]
fn more_text_than_allowed_is_refused() {
    let limits = Limits {
        text: 100,
        ..Limits::default()
    };
    let bytes = word(&"Lang tekst.\r".repeat(50)).bytes();
    let error = formats::read(Format::Doc, &bytes, &limits);
    assert!(matches!(error, Err(ReadError::TooLarge { .. })));
    // Pieces that all name the same bytes.
    let mut word = word("Samme tekst igen.\r");
    let places: Vec<u32> = (0..1000).map(|index| index * 18).collect();
    word.pieces = Some(table_of_pieces(&[], &places, &[piece(2048, false, 0); 999]));
    let error = formats::read(Format::Doc, &word.bytes(), &limits);
    assert!(matches!(error, Err(ReadError::TooLarge { .. })));
}

#[test]
fn chains_of_sectors_that_go_in_a_circle_end() {
    let bytes = word(&"Lang tekst.\r".repeat(900)).bytes();
    let table = 512 * (1 + u32::from_le_bytes(bytes[76..80].try_into().unwrap()) as usize);
    for entry in 0..40 {
        let mut broken = bytes.clone();
        broken[table + 4 * entry..table + 4 * entry + 4].copy_from_slice(&2u32.to_le_bytes());
        let _ = formats::read(Format::Doc, &broken, &Limits::default());
    }
}

#[test]
fn whatever_bytes_are_wrong_a_document_or_a_reason_comes_back() {
    let word = with_lists(word(
        "Formål\u{2}\rA\u{7}B\u{7}\u{7}Slut\u{13} x \u{14}y\u{15}\r",
    ))
    .story(FOOTNOTES, "\u{2} Note\r\r")
    .paragraph("Formål", 0, &[sprm(LIST, &[1, 0])])
    .paragraph("A", 0, &[on(IN_TABLE)])
    .paragraph("B", 0, &[on(IN_TABLE)])
    .paragraph(
        "\u{7}Slut",
        0,
        &[on(IN_TABLE), on(ROW_END), cells(&[0, 9, 18], &[])],
    )
    .part(2, plc(&[6, 99], &[&[1, 0]]))
    .part(3, plc(&[0, 7, 8], &[]));
    let bytes = word.bytes();
    let limits = Limits::default();
    for at in 0..bytes.len() {
        for wrong in [0, 0x7f, 0xff] {
            let mut broken = bytes.clone();
            broken[at] = wrong;
            let _ = formats::read(Format::Doc, &broken, &limits);
        }
    }
    for end in (0..bytes.len()).step_by(64) {
        let _ = formats::read(Format::Doc, &bytes[..end], &limits);
    }
}
