//! The encoding that a page names for itself (HTML standard, 13.2.3.2), and its characters.

use memchr::memmem;

use crate::text::decode_declared;

/// How far into a page its encoding is looked for; the standard asks for 1024 bytes, old pages keep it behind scripts.
const FAR: usize = 16 << 10;

/// The characters of a page; `None` where the bytes are no text.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    let declared = declared(bytes.get(..FAR).unwrap_or(bytes));
    let text = decode_declared(bytes, declared.as_deref())?;
    Some(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// What stands after "charset=" in a meta element, or after "encoding=" in an XML declaration.
fn declared(head: &[u8]) -> Option<String> {
    let head = head.to_ascii_lowercase();
    let start = head.trim_ascii_start();
    if start.starts_with(b"<?xml") {
        let end = memchr::memchr(b'>', start)?;
        if let Some(label) = label(start.get(..end)?, b"encoding") {
            return Some(label);
        }
    }
    let mut rest = head.as_slice();
    while let Some(at) = memmem::find(rest, b"<meta") {
        rest = rest.get(at + 5..)?;
        let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        if let Some(label) = label(rest.get(..end)?, b"charset") {
            return Some(label);
        }
    }
    None
}

/// The word after `name=`, with or without quotes.
fn label(tag: &[u8], name: &[u8]) -> Option<String> {
    let at = memmem::find(tag, name)? + name.len();
    let rest = tag.get(at..)?.trim_ascii_start().strip_prefix(b"=")?;
    let rest = rest.trim_ascii_start();
    let rest = rest
        .strip_prefix(b"\"")
        .or_else(|| rest.strip_prefix(b"'"))
        .unwrap_or(rest);
    let label: String = rest
        .iter()
        .map(|&b| char::from(b))
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
        .take(40)
        .collect();
    (!label.is_empty()).then_some(label)
}
