//! Packages of OpenDocument made by hand, and what was read of them.
#![allow(clippy::unwrap_used, dead_code)]

use std::io::{Cursor, Write};

use formats::{Format, Limits};
use paper::{Document, WarningCode};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// A package of the parts given, after the part that says what it is.
pub(crate) fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    zip.start_file("mimetype", stored).unwrap();
    zip.write_all(b"application/vnd.oasis.opendocument.text")
        .unwrap();
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The part `content.xml` with these styles and this body.
pub(crate) fn document(styles: &str, body: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"#
    )
}

/// A package with this body.
pub(crate) fn content(body: &str) -> Vec<u8> {
    with_styles("", body)
}

/// A package with these styles and this body.
pub(crate) fn with_styles(styles: &str, body: &str) -> Vec<u8> {
    package(&[("content.xml", &document(styles, body))])
}

pub(crate) fn read(bytes: &[u8]) -> Document {
    assert_eq!(Format::sniff(bytes, None), Some(Format::Odt));
    formats::read(Format::Odt, bytes, &Limits::default()).unwrap()
}

pub(crate) fn codes(document: &Document) -> Vec<WarningCode> {
    let warnings = document.warnings.iter();
    warnings.map(|warning| warning.code).collect()
}
