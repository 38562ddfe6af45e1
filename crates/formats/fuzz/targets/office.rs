//! Any bytes are read as the text of a package, or as a package themselves: the first byte tells which.
#![no_main]

use formats::{Format, Limits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((&kind, bytes)) = bytes.split_first() else { return };
    let (format, package) = match kind {
        b'w' => (Format::Docx, package("word/document.xml", bytes)),
        b'o' => (Format::Odt, package("content.xml", bytes)),
        b'f' => (Format::Odt, bytes.to_vec()),
        b'z' => (Format::Zip, bytes.to_vec()),
        _ => (Format::Docx, bytes.to_vec()),
    };
    let limits = Limits { unpacked: 16 << 20, text: 4 << 20 };
    let Ok(whole) = formats::read_all(format, &package, &limits, 0) else { return };
    let mut end = 0;
    for block in &whole.document.blocks {
        assert!(whole.document.text.get(block.range()).is_some());
        assert!(end <= block.start, "blocks lie over each other");
        end = block.end;
    }
    let mut names: Vec<_> = whole.enclosed.iter().map(|file| &file.name).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), whole.enclosed.len());
});

/// A zip with one part that is not packed. It has no list at its end, which the reader then does without.
fn package(name: &str, part: &[u8]) -> Vec<u8> {
    let mut zip = b"PK\x03\x04".to_vec();
    // The sizes are told later, it says.
    zip.extend([20, 0, 8, 0, 0, 0]);
    zip.extend([0; 16]);
    zip.extend((name.len() as u16).to_le_bytes());
    zip.extend([0, 0]);
    zip.extend(name.as_bytes());
    zip.extend(part);
    zip
}
