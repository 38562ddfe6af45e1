//! Outlook's messages, made by hand so that each test shows the properties that it is about.
#![allow(clippy::unwrap_used)]

use std::io::{Cursor, Write};
use std::path::Path;

use formats::{Enclosed, Format, Limits, ReadError};
use paper::Document;

fn read_as(format: Format, bytes: &[u8]) -> (Document, Vec<Enclosed>) {
    assert_eq!(Format::sniff(bytes, None), Some(format));
    let whole = formats::read_all(format, bytes, &Limits::default(), 0).unwrap();
    let (document, enclosed) = (whole.document, whole.enclosed);
    for block in &document.blocks {
        assert!(document.text.get(block.range()).is_some());
    }
    (document, enclosed)
}

fn names(enclosed: &[Enclosed]) -> Vec<&str> {
    enclosed.iter().map(|file| file.name.as_str()).collect()
}

/// A property: its number, the type of its value, the value.
type Property<'p> = (u16, u16, &'p [u8]);

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Puts properties into a storage, after so many bytes of the list of those with short values.
fn put(
    file: &mut cfb::CompoundFile<Cursor<Vec<u8>>>,
    storage: &Path,
    head: usize,
    properties: &[Property<'_>],
) {
    file.create_storage_all(storage).unwrap();
    let mut list = vec![0; head];
    for &(id, kind, value) in properties {
        list.extend([kind.to_le_bytes(), id.to_le_bytes(), [6, 0], [0, 0]].concat());
        let mut short = value.to_vec();
        short.resize(8, 0);
        list.extend(&short[..8]);
        if matches!(kind, 0x1e | 0x1f | 0x0102) {
            let path = storage.join(format!("__substg1.0_{id:04X}{kind:04X}"));
            file.create_stream(path).unwrap().write_all(value).unwrap();
        }
    }
    let path = storage.join("__properties_version1.0");
    file.create_stream(path).unwrap().write_all(&list).unwrap();
}

/// A message of these properties, and what else is put into it.
fn message(
    properties: &[Property<'_>],
    more: impl FnOnce(&mut cfb::CompoundFile<Cursor<Vec<u8>>>),
) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    put(&mut file, Path::new("/"), 32, properties);
    more(&mut file);
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// 2019-07-04T08:12:00Z.
const SUBMITTED: [u8; 8] = 132_067_015_200_000_000_u64.to_le_bytes();

#[test]
fn a_message_of_outlooks_is_a_mail() {
    let bytes = message(
        &[
            (0x0037, 0x1f, &wide("VS: Åben dag")),
            (0x0042, 0x1f, &wide("Bo Ask")),
            (0x5d02, 0x1f, &wide("bo@kommune.example")),
            (0x0c1f, 0x1f, &wide("/O=EXCHANGE/CN=BO")),
            (0x0039, 0x40, &SUBMITTED),
            (0x1000, 0x1f, &wide("Ren tekst")),
            (
                0x1013,
                0x0102,
                "<p>Åbent hus <img src=\"cid:logo@x\"></p>".as_bytes(),
            ),
            (0x3fde, 0x03, &65_001_u32.to_le_bytes()),
        ],
        |file| {
            for (number, kind, name) in [(0, 1, "Åse"), (1, 2, "Kim")] {
                let storage = format!("/__recip_version1.0_#{number:08X}");
                let address = wide(&format!("{}@x.example", number));
                put(
                    file,
                    Path::new(&storage),
                    8,
                    &[
                        (0x3001, 0x1f, &wide(name)),
                        (0x39fe, 0x1f, &address),
                        (0x0c15, 3, &[kind]),
                    ],
                );
            }
            let attached = |number: u8| format!("/__attach_version1.0_#{number:08X}");
            let picture: [Property<'_>; 2] =
                [(0x3712, 0x1f, &wide("logo@x")), (0x3701, 0x0102, b"PNG")];
            put(file, Path::new(&attached(0)), 8, &picture);
            let pdf: [Property<'_>; 2] =
                [(0x3707, 0x1f, &wide("Kort.pdf")), (0x3701, 0x0102, b"PDF")];
            put(file, Path::new(&attached(1)), 8, &pdf);
            put(file, Path::new(&attached(2)), 8, &[(0x3705, 3, &[5])]);
            let inner = format!("{}/__substg1.0_3701000D", attached(2));
            let mail: [Property<'_>; 4] = [
                (0x0037, 0x1f, &wide("Det første")),
                (0x0042, 0x1f, &wide("Åse Ø")),
                (0x0065, 0x1f, &wide("aase@x.example")),
                (0x1000, 0x1f, &wide("Inderst æøå")),
            ];
            put(file, Path::new(&inner), 24, &mail);
            let attached = format!("{inner}/__attach_version1.0_#00000000");
            let pdf: [Property<'_>; 2] = [
                (0x3707, 0x1f, &wide("Bilag æ.pdf")),
                (0x3701, 0x0102, b"PDF2"),
            ];
            put(file, Path::new(&attached), 8, &pdf);
        },
    );
    let (document, enclosed) = read_as(Format::Msg, &bytes);
    assert_eq!(
        document.text,
        "Fra: Bo Ask <bo@kommune.example>\nTil: Åse <0@x.example>\nCc: Kim <1@x.example>\n\
         Sendt: 4. juli 2019 kl. 10:12\nEmne: VS: Åben dag\nVedhæftet: Kort.pdf, Det første.eml\n\nÅbent hus"
    );
    assert_eq!(names(&enclosed), ["Kort.pdf", "Det første.eml"]);
    let (inner, innermost) = read_as(Format::Mail, enclosed[1].bytes.as_deref().unwrap());
    assert_eq!(
        inner.text,
        "Fra: Åse Ø <aase@x.example>\nEmne: Det første\nVedhæftet: Bilag æ.pdf\n\nInderst æøå"
    );
    assert_eq!(innermost[0].bytes.as_deref().unwrap(), b"PDF2");
}

#[test]
fn texts_of_old_messages_are_in_a_code_page() {
    let rtf =
        b"{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}\\pard R\\'f8d gr\\'f8d\\par}";
    let size = u32::try_from(rtf.len()).unwrap();
    let header = [
        (size + 12).to_le_bytes(),
        size.to_le_bytes(),
        *b"MELA",
        [0; 4],
    ]
    .concat();
    let bytes = message(
        &[
            (0x0037, 0x1e, b"M\x9bde"),
            (0x3ffd, 0x03, &0_u32.to_le_bytes()),
            (0x0e04, 0x1e, b"Bo; Kim"),
            (
                0x007d,
                0x1e,
                b"Date: Mon, 4 Mar 2019 10:12:33 +0100\r\nFrom: c@x.example",
            ),
            (0x0039, 0x40, &SUBMITTED),
            (0x1000, 0x1e, b"Ren tekst"),
            (0x1009, 0x0102, &[&header[..], rtf].concat()),
        ],
        |_| {},
    );
    assert_eq!(
        read_as(Format::Msg, &bytes).0.text,
        "Fra: c@x.example\nTil: Bo, Kim\nSendt: 4. marts 2019 kl. 10:12\nEmne: Møde\n\nRød grød"
    );
}

#[test]
fn a_meeting_of_outlooks_says_when_and_where() {
    let bytes = message(
        &[
            (0x001a, 0x1f, &wide("IPM.Appointment")),
            (0x0037, 0x1f, &wide("Møde")),
            (0x8001, 0x40, &SUBMITTED),
            (0x8000, 0x1f, &wide("Salen")),
        ],
        |file| {
            let entry = |id: u16, number: u8| {
                let [low, high] = id.to_le_bytes();
                [low, high, 0, 0, 6, 0, number, 0]
            };
            let names = [entry(0x8208, 0), entry(0x820d, 1)].concat();
            file.create_storage("/__nameid_version1.0").unwrap();
            let path = "/__nameid_version1.0/__substg1.0_00030102";
            file.create_stream(path).unwrap().write_all(&names).unwrap();
        },
    );
    assert_eq!(
        read_as(Format::Msg, &bytes).0.text,
        "Emne: Møde\nMøde: Møde\nTid: 4. juli 2019 kl. 10:12\nSted: Salen"
    );
}

#[test]
fn a_container_without_its_directory_is_damaged() {
    let bytes = message(&[(0x0037, 0x1f, &wide("Møde"))], |_| {});
    for length in (0..bytes.len()).step_by(97) {
        let _ = formats::read_all(Format::Msg, &bytes[..length], &Limits::default(), 0);
    }
    let cut = formats::read(Format::Msg, &bytes[..600], &Limits::default());
    assert!(matches!(cut, Err(ReadError::Malformed { .. })));
}

#[test]
fn what_outlook_packs_is_unpacked() {
    let attribute = |level: u8, id: u32, data: &[u8]| {
        let length = u32::try_from(data.len()).unwrap().to_le_bytes();
        [&[level][..], &id.to_le_bytes(), &length, data, &[0, 0]].concat()
    };
    let body = wide("Pakket tekst\0");
    let property = [
        &[1, 0, 0, 0, 0x1f, 0, 0, 0x10, 1, 0, 0, 0][..],
        &u32::try_from(body.len()).unwrap().to_le_bytes(),
        &body,
        &[0, 0],
    ]
    .concat();
    let packed = [
        &[0x78, 0x9f, 0x3e, 0x22, 1, 0][..],
        &attribute(1, 0x0006_9003, &property),
        &attribute(2, 0x0006_9002, &[0; 14]),
        &attribute(2, 0x0001_8010, b"B\xe6redygtighed.doc\0"),
        &attribute(2, 0x0006_800f, b"DOC"),
    ]
    .concat();
    let (document, enclosed) = read_as(Format::Msg, &packed);
    assert_eq!(
        document.text,
        "Vedhæftet: Bæredygtighed.doc\n\nPakket tekst"
    );
    assert_eq!(enclosed[0].bytes.as_deref().unwrap(), b"DOC");
    // Within a mail its own text is what is read.
    let mut bytes = b"From: bo@x.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=del\r\n\r\n\
        --del\r\n\r\nTekst\r\n--del\r\n"
        .to_vec();
    bytes.extend_from_slice(b"Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\n");
    bytes.extend_from_slice(&packed);
    bytes.extend_from_slice(b"\r\n--del--\r\n");
    let (document, enclosed) = read_as(Format::Mail, &bytes);
    assert!(
        document
            .text
            .ends_with("Vedhæftet: Bæredygtighed.doc\n\nTekst")
    );
    assert_eq!(names(&enclosed), ["Bæredygtighed.doc"]);
}
