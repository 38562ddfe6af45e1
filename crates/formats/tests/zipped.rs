//! Zips, made by hand so that each test shows the bytes that it is about.
#![allow(clippy::unwrap_used)]

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use formats::{Format, Limits, ReadError, Whole};
use paper::WarningCode;

const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// A file in a zip, as its header tells of it.
#[derive(Clone)]
struct Entry {
    name: Vec<u8>,
    packed: Vec<u8>,
    flags: u16,
    method: u16,
    check: u32,
    size: u32,
    extra: Vec<u8>,
    /// What Unix keeps of a file: its kind and who may read it.
    mode: u32,
}

fn sum(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

fn stored(name: &[u8], bytes: &[u8]) -> Entry {
    Entry {
        name: name.to_vec(),
        packed: bytes.to_vec(),
        flags: 0,
        method: STORED,
        check: sum(bytes),
        size: u32::try_from(bytes.len()).unwrap(),
        extra: Vec::new(),
        mode: 0o10_0644,
    }
}

fn deflated(name: &[u8], bytes: &[u8]) -> Entry {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    Entry {
        packed: encoder.finish().unwrap(),
        method: DEFLATED,
        ..stored(name, bytes)
    }
}

/// What the header before a file and the list at the end both tell.
fn common(entry: &Entry) -> Vec<u8> {
    let mut bytes = Vec::new();
    for number in [20, entry.flags, entry.method, 0, 0x21] {
        bytes.extend(number.to_le_bytes());
    }
    let packed = u32::try_from(entry.packed.len()).unwrap();
    for number in [entry.check, packed, entry.size] {
        bytes.extend(number.to_le_bytes());
    }
    for length in [entry.name.len(), entry.extra.len()] {
        bytes.extend(u16::try_from(length).unwrap().to_le_bytes());
    }
    bytes
}

/// The list at the end of a zip: each entry with where its header is; and where the list is.
fn list(entries: &[(Entry, usize)], at: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (entry, header) in entries {
        bytes.extend(b"PK\x01\x02\x14\x03");
        bytes.extend(common(entry));
        bytes.extend([0; 6]);
        bytes.extend((entry.mode << 16).to_le_bytes());
        bytes.extend(u32::try_from(*header).unwrap().to_le_bytes());
        bytes.extend(entry.name.iter().chain(&entry.extra));
    }
    let size = u32::try_from(bytes.len()).unwrap();
    let count = u16::try_from(entries.len()).unwrap();
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(size.to_le_bytes());
    bytes.extend(u32::try_from(at).unwrap().to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

fn zip(entries: &[Entry]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut listed = Vec::new();
    for entry in entries {
        listed.push((entry.clone(), bytes.len()));
        bytes.extend(b"PK\x03\x04");
        bytes.extend(common(entry));
        bytes.extend(entry.name.iter().chain(&entry.extra).chain(&entry.packed));
    }
    let at = bytes.len();
    bytes.extend(list(&listed, at));
    bytes
}

fn read_from(bytes: &[u8], unpacked: u64, from: usize) -> Whole {
    assert_eq!(Format::sniff(bytes, None), Some(Format::Zip));
    let limits = Limits {
        unpacked,
        text: 1 << 20,
    };
    formats::read_all(Format::Zip, bytes, &limits, from).unwrap()
}

fn read(bytes: &[u8]) -> Whole {
    read_from(bytes, 1 << 20, 0)
}

fn names_of(whole: &Whole) -> Vec<&str> {
    let files = whole.enclosed.iter();
    files.map(|file| file.name.as_str()).collect()
}

/// The names that files get whose names in the zip are these bytes.
fn names(raw: &[&[u8]]) -> Vec<String> {
    let entries: Vec<Entry> = raw.iter().map(|name| stored(name, b"x")).collect();
    let whole = read(&zip(&entries));
    names_of(&whole).into_iter().map(str::to_owned).collect()
}

/// Each file's text, or why there is none.
fn texts(whole: &Whole) -> Vec<String> {
    let files = whole.enclosed.iter();
    let texts = files.map(|file| match &file.bytes {
        Ok(bytes) => String::from_utf8(bytes.clone()).unwrap(),
        Err(error) => error.to_string(),
    });
    texts.collect()
}

#[test]
fn files_are_unpacked_under_their_names() {
    let long = "Punkt og punkt. ".repeat(500);
    let whole = read(&zip(&[
        stored(b"Sag 1/bilag.txt", "blå".as_bytes()),
        deflated(b"Sag 1/referat.txt", long.as_bytes()),
        stored(b"tom.txt", b""),
    ]));
    assert_eq!(
        names_of(&whole),
        ["Sag 1/bilag.txt", "Sag 1/referat.txt", "tom.txt"]
    );
    assert_eq!(texts(&whole), ["blå", &long, ""]);
    assert_eq!(whole.more, None);
    assert_eq!(whole.document, paper::Document::default());
}

#[test]
fn names_are_read_in_the_code_page_that_they_were_written_in() {
    // MS-DOS in the Nordic countries, in Western Europe, Windows, Macintosh.
    assert_eq!(names(&[b"Bl\x86b\x91rgr\x9bd.txt"]), ["Blåbærgrød.txt"]);
    assert_eq!(names(&[b"M\x9bde \xf5 7.txt"]), ["Møde § 7.txt"]);
    assert_eq!(names(&[b"M\xf8de p\xe5 \xd8en.txt"]), ["Møde på Øen.txt"]);
    assert_eq!(names(&[b"M\xbfde p\x8c \xafen.txt"]), ["Møde på Øen.txt"]);
    // One name alone may not tell; with the others of the zip it does.
    assert_eq!(
        names(&[b"\x9d.txt", b"Bl\x86b\x91r.txt", b"M\x9bde.txt"]),
        ["Ø.txt", "Blåbær.txt", "Møde.txt"]
    );
}

#[test]
fn names_in_unicode_are_told_by_a_flag_or_by_their_bytes() {
    let name = "Møde på Øen – 1.txt";
    let flagged = Entry {
        flags: 1 << 11,
        ..stored(name.as_bytes(), b"x")
    };
    assert_eq!(names_of(&read(&zip(&[flagged]))), [name]);
    assert_eq!(names(&[name.as_bytes()]), [name]);
    // Info-ZIP keeps it beside the name for older programs.
    let raw = b"M?de.txt";
    let mut field = vec![1];
    field.extend(sum(raw).to_le_bytes());
    field.extend("Møde.txt".as_bytes());
    let mut extra = b"\x75\x70".to_vec();
    extra.extend(u16::try_from(field.len()).unwrap().to_le_bytes());
    extra.extend(field);
    let beside = Entry {
        extra,
        ..stored(raw, b"x")
    };
    assert_eq!(names_of(&read(&zip(&[beside]))), ["Møde.txt"]);
}

#[test]
fn no_name_leads_out_of_the_container() {
    assert_eq!(
        names(&[
            b"../../etc/passwd",
            b"/abs/a.txt",
            b"C:\\sager\\b.txt",
            b"c/./d/../e.txt",
            b"..\\..\\f.txt",
            b"linje\nskift.txt",
            b"..",
        ]),
        [
            "etc/passwd",
            "abs/a.txt",
            "sager/b.txt",
            "c/d/e.txt",
            "f.txt",
            "linjeskift.txt"
        ]
    );
}

#[test]
fn what_is_no_paper_of_anybody_is_left_out() {
    assert_eq!(
        names(&[
            b"Mappe/",
            b"Mappe\\Under\\",
            b"__MACOSX/._a.txt",
            b"Mappe/.DS_Store",
            b"Mappe/Thumbs.db",
            b"desktop.ini",
            b"Mappe/~$Referat.docx",
            b"Mappe/a.txt",
        ]),
        ["Mappe/a.txt"]
    );
    let link = Entry {
        mode: 0o12_0777,
        ..stored(b"genvej", b"/etc/passwd")
    };
    let whole = read(&zip(&[link, stored(b"a.txt", b"a")]));
    assert_eq!(names_of(&whole), ["a.txt"]);
}

#[test]
fn a_name_that_is_taken_gets_a_number() {
    assert_eq!(
        names(&[
            b"a/b.txt",
            b"a\\b.txt",
            b"../a/b.txt",
            b"a/B.txt",
            b"uden",
            b"uden"
        ]),
        [
            "a/b.txt",
            "a/b (2).txt",
            "a/b (3).txt",
            "a/B.txt",
            "uden",
            "uden (2)"
        ]
    );
}

#[test]
fn what_cannot_be_unpacked_is_told_beside_the_others() {
    let locked = Entry {
        flags: 1,
        ..stored(b"laast.txt", b"hemmeligt....")
    };
    let unknown = Entry {
        method: 97,
        ..stored(b"ukendt.txt", b"abc")
    };
    let wrong = Entry {
        check: 7,
        ..stored(b"forkert.txt", b"abc")
    };
    let mut short = deflated(b"kort.txt", "Punkt om noget. ".repeat(99).as_bytes());
    short.packed.truncate(short.packed.len() - 6);
    let lie = Entry {
        size: 2,
        ..deflated(b"lang.txt", b"abc")
    };
    let whole = read(&zip(&[
        locked,
        unknown,
        wrong,
        short,
        lie,
        stored(b"god.txt", b"god"),
    ]));
    let errors: Vec<&ReadError> = whole
        .enclosed
        .iter()
        .filter_map(|file| file.bytes.as_ref().err())
        .collect();
    assert!(
        matches!(
            errors[..],
            [
                ReadError::Encrypted,
                ReadError::NotRead { .. },
                ReadError::Malformed { .. },
                ReadError::Malformed { .. },
                ReadError::Malformed { .. }
            ]
        ),
        "{errors:?}"
    );
    assert!(errors[1].to_string().contains("97"), "{}", errors[1]);
    assert_eq!(texts(&whole)[5], "god");
}

#[test]
fn files_that_lie_over_each_other_are_refused() {
    let entry = deflated(b"a.txt", &[b'a'; 100_000]);
    let one = zip(std::slice::from_ref(&entry));
    let at = 30 + entry.name.len() + entry.packed.len();
    let many: Vec<(Entry, usize)> = (0..1_000)
        .map(|number| {
            let name = format!("{number:05}").into_bytes();
            (
                Entry {
                    name,
                    ..entry.clone()
                },
                0,
            )
        })
        .collect();
    let bomb = [&one[..at], &list(&many, at)].concat();
    let limits = Limits::default();
    let read = formats::read_all(Format::Zip, &bomb, &limits, 0);
    assert!(matches!(read, Err(ReadError::Malformed { .. })));
    assert_eq!(read_from(&one, 1 << 20, 0).enclosed.len(), 1);
}

#[test]
fn files_come_as_many_as_the_limits_allow_at_a_time() {
    let bytes = zip(&[
        deflated(b"1.txt", &[b'1'; 600]),
        stored(b"2.txt", &[b'2'; 300]),
        stored(b"mappe/", b""),
        deflated(b"3.txt", &[b'3'; 200]),
        deflated(b"4.txt", &[b'4'; 2_000]),
        stored(b"5.txt", &[b'5'; 900]),
    ]);
    let mut pages = Vec::new();
    let mut from = Some(0);
    while let Some(at) = from {
        let whole = read_from(&bytes, 1_000, at);
        let lengths = whole.enclosed.iter().map(|file| {
            let length = file.bytes.as_ref().map(Vec::len);
            format!("{} {:?}", file.name, length.ok())
        });
        pages.push(lengths.collect::<Vec<_>>());
        assert!(whole.more.is_none_or(|more| more > at));
        from = whole.more;
    }
    assert_eq!(
        pages,
        [
            vec!["1.txt Some(600)", "2.txt Some(300)"],
            // Larger than the limit: told, not unpacked.
            vec!["3.txt Some(200)", "4.txt None"],
            vec!["5.txt Some(900)"],
        ]
    );
    // A name is the same on every page.
    let alike = zip(&[stored(b"a", &[0; 600]), stored(b"a", &[1; 600])]);
    assert_eq!(names_of(&read_from(&alike, 1_000, 1)), ["a (2)"]);
}

#[test]
fn a_program_that_unpacks_itself_is_a_zip() {
    let inner = zip(&[stored(b"a.txt", b"indhold")]);
    let program = [b"MZ\x90\0\x03".as_slice(), &[0; 500], &inner].concat();
    let whole = read(&program);
    assert_eq!(texts(&whole), ["indhold"]);
    let bare = [b"MZ\x90\0\x03".as_slice(), &[0; 500]].concat();
    assert_eq!(Format::sniff(&bare, None), None);
}

#[test]
fn a_zip_that_is_cut_off_gives_the_files_before_the_cut() {
    let recovered = |whole: &Whole| whole.document.warnings[0].code == WarningCode::Recovered;
    let long: Vec<u8> = (0..2_000_u32).flat_map(u32::to_le_bytes).collect();
    let whole = zip(&[
        stored(b"a.txt", b"aaa"),
        deflated(b"b.txt", b"bbb"),
        deflated(b"c", &long),
    ]);
    let cut = read(&whole[..whole.len() - 400]);
    assert!(recovered(&cut));
    assert_eq!(names_of(&cut), ["a.txt", "b.txt", "c"]);
    assert_eq!(cut.enclosed[0].bytes.as_ref().unwrap(), b"aaa");
    assert_eq!(cut.enclosed[1].bytes.as_ref().unwrap(), b"bbb");
    assert!(matches!(
        cut.enclosed[2].bytes,
        Err(ReadError::Malformed { .. })
    ));
    // The list itself is cut: it is part of no file.
    let whole = zip(&[stored(b"a.txt", b"aaa"), stored(b"b.txt", b"bbb")]);
    let cut = read(&whole[..whole.len() - 10]);
    assert!(recovered(&cut));
    assert_eq!(texts(&cut), ["aaa", "bbb"]);
    // Files of a zip within are its own.
    let inner = zip(&[stored(b"inden i.txt", b"x")]);
    let whole = zip(&[stored(b"b.zip", &inner), stored(b"a.txt", &[b'a'; 90])]);
    let cut = read(&whole[..whole.len() - 150]);
    assert_eq!(names_of(&cut), ["b.zip", "a.txt"]);
    assert_eq!(cut.enclosed[0].bytes.as_ref().unwrap(), &inner);
    assert!(matches!(
        cut.enclosed[1].bytes,
        Err(ReadError::Malformed { .. })
    ));
}

#[test]
fn an_empty_zip_holds_nothing_and_damage_says_so() {
    let empty = read(&zip(&[]));
    assert!(empty.enclosed.is_empty() && empty.document.warnings.is_empty());
    let limits = Limits::default();
    let damaged = formats::read_all(Format::Zip, b"PK\x05\x06", &limits, 0);
    assert!(matches!(damaged, Err(ReadError::Malformed { .. })));
}
