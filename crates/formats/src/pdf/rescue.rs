//! A damaged file read as far as it goes.
//!
//! The parser looks through a file for objects when its table of them is broken, but gives up where the catalogue is
//! gone, as in every file that was cut off. So the file gets a catalogue that knows no pages; the parser then takes
//! every object that looks like a page, in the order of the file.

use memchr::memmem;

/// Whether there is anything of a PDF in the bytes: at least one object.
pub(super) fn has_objects(bytes: &[u8]) -> bool {
    memmem::find(bytes, b" obj").is_some()
}

/// The file with what was cut off closed, and a catalogue of its own at the end.
pub(super) fn with_catalogue(bytes: &[u8]) -> Vec<u8> {
    let catalogue = highest_object(bytes).saturating_add(1);
    let mut out = bytes.to_vec();
    out.extend_from_slice(b"\nendstream\nendobj\n");
    let keys = encryption(bytes);
    let end = format!(
        "{catalogue} 0 obj\n<</Type/Catalog/Pages {pages} 0 R>>\nendobj\n\
         trailer\n<</Root {catalogue} 0 R/Size {size}{keys}>>\nstartxref\n0\n%%EOF\n",
        pages = catalogue.saturating_add(1),
        size = catalogue.saturating_add(1),
    );
    out.extend_from_slice(end.as_bytes());
    out
}

/// The highest number that an object has.
fn highest_object(bytes: &[u8]) -> u32 {
    let number = |at: usize| {
        let head = bytes.get(at.saturating_sub(24)..at)?;
        let mut words = head
            .rsplit(|byte| byte.is_ascii_whitespace())
            .filter(|word| !word.is_empty());
        words.next()?;
        let word = words.next()?;
        let digits = word
            .iter()
            .rposition(|byte| !byte.is_ascii_digit())
            .map_or(0, |at| at + 1);
        std::str::from_utf8(word.get(digits..)?)
            .ok()?
            .parse::<u32>()
            .ok()
    };
    memmem::find_iter(bytes, b" obj")
        .filter_map(number)
        .filter(|number| *number < 8_388_608)
        .max()
        .unwrap_or(0)
}

/// The keys of a trailer that a file needs to be decrypted, copied from wherever one is left.
fn encryption(bytes: &[u8]) -> String {
    let value = |key: &[u8], ends: u8| {
        let at = memmem::rfind(bytes, key)?;
        let rest = bytes.get(at..(at + 300).min(bytes.len()))?;
        let end = memchr::memchr(ends, rest)?;
        let text = std::str::from_utf8(rest.get(..=end)?).ok()?;
        Some(text.to_owned())
    };
    let Some(reference) = value(b"/Encrypt ", b'R') else {
        return String::new();
    };
    let id = value(b"/ID[", b']')
        .or_else(|| value(b"/ID [", b']'))
        .unwrap_or_default();
    reference + &id
}
