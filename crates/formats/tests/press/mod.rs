//! Prints small PDFs for the tests.
#![allow(
    dead_code,
    reason = "each test binary prints some of what can be printed"
)]

use expect_test::Expect;
use formats::{Format, Limits};
use lopdf::encryption::crypt_filters::{Aes128CryptFilter, CryptFilter};
use lopdf::{
    Dictionary, Document, EncryptionState, EncryptionVersion, Object, ObjectId, Permissions,
    Stream, StringFormat, dictionary,
};
use paper::BlockKind;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The operators that show a line of text in Helvetica.
pub(crate) fn text(size: f32, x: f32, y: f32, line: &str) -> String {
    let line = line.replace('(', "\\(").replace(')', "\\)");
    format!("BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({line}) Tj ET")
}

/// Pages to be printed; notes and forms belong to the last one.
#[derive(Default)]
pub(crate) struct Press {
    pages: Vec<String>,
    notes: Vec<Dictionary>,
    form: Option<String>,
}

impl Press {
    /// Adds a page of A4 with its operators.
    pub(crate) fn page(&mut self, drawn: &[String]) {
        self.pages.push(drawn.join("\n"));
    }

    /// Adds the form `/X`, which may call itself.
    pub(crate) fn form(&mut self, drawn: &str) {
        self.form = Some(drawn.to_owned());
    }

    /// Adds a check box.
    pub(crate) fn tick(&mut self, area: [f32; 4], on: bool) {
        let state = if on { "Yes" } else { "Off" };
        self.note(area, dictionary! { "FT" => "Btn", "AS" => state });
    }

    /// Adds a field with a value that no appearance draws.
    pub(crate) fn value(&mut self, area: [f32; 4], value: &str) {
        let value = Object::String(winansi(value), StringFormat::Literal);
        self.note(area, dictionary! { "FT" => "Tx", "V" => value });
    }

    fn note(&mut self, area: [f32; 4], mut note: Dictionary) {
        note.set("Type", "Annot");
        note.set("Subtype", "Widget");
        note.set("Rect", area.map(Object::Real).to_vec());
        self.notes.push(note);
    }

    /// The file, streams as they are.
    pub(crate) fn print(&self) -> Vec<u8> {
        bytes(self.document())
    }

    /// The file, changed by a test: it is given the document and its pages.
    pub(crate) fn print_with(&self, change: impl FnOnce(&mut Document, &[ObjectId])) -> Vec<u8> {
        let mut document = self.document();
        let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
        change(&mut document, &pages);
        bytes(document)
    }

    /// The file, streams packed.
    pub(crate) fn print_packed(&self) -> Vec<u8> {
        let mut document = self.document();
        document.compress();
        bytes(document)
    }

    /// The file, locked.
    pub(crate) fn print_locked(&self, password: &str) -> Vec<u8> {
        let mut document = self.document();
        document
            .trailer
            .set("ID", vec![Object::string_literal("a1b2c3d4e5f60718"); 2]);
        let filter: Arc<dyn CryptFilter> = Arc::new(Aes128CryptFilter);
        let version = EncryptionVersion::V4 {
            document: &document,
            encrypt_metadata: true,
            crypt_filters: BTreeMap::from([(b"StdCF".to_vec(), filter)]),
            stream_filter: b"StdCF".to_vec(),
            string_filter: b"StdCF".to_vec(),
            owner_password: "ejer",
            user_password: password,
            permissions: Permissions::all(),
        };
        let state = EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        bytes(document)
    }

    fn document(&self) -> Document {
        let mut document = Document::with_version("1.7");
        let font = document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
        });
        let mut resources = dictionary! { "Font" => dictionary! { "F1" => font } };
        if let Some(drawn) = &self.form {
            let form = document.new_object_id();
            let own = dictionary! { "XObject" => dictionary! { "X" => form } };
            let header = dictionary! {
                "Type" => "XObject", "Subtype" => "Form", "Resources" => own,
                "BBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
            };
            document
                .objects
                .insert(form, Stream::new(header, drawn.clone().into_bytes()).into());
            resources.set("XObject", dictionary! { "X" => form });
        }
        let pages = document.new_object_id();
        let mut kids: Vec<ObjectId> = Vec::new();
        for drawn in &self.pages {
            let content = document.add_object(Stream::new(dictionary! {}, winansi(drawn)));
            kids.push(document.add_object(dictionary! {
                "Type" => "Page", "Parent" => pages, "Contents" => content, "Resources" => resources.clone(),
                "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
            }));
        }
        let notes: Vec<Object> = self
            .notes
            .iter()
            .map(|note| document.add_object(note.clone()).into())
            .collect();
        if let Some(last) = kids.last() {
            document
                .get_dictionary_mut(*last)
                .unwrap()
                .set("Annots", notes);
        }
        let count = kids.len() as i64;
        let kids: Vec<Object> = kids.into_iter().map(Object::from).collect();
        document.objects.insert(
            pages,
            dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into(),
        );
        let info = document.add_object(dictionary! {
            "Title" => string("Stiplan for Åmosen"), "Author" => string("Gry Mosekær"),
            "CreationDate" => string("D:20170503091200+02'00'"),
        });
        let root = document.add_object(
            dictionary! { "Type" => "Catalog", "Pages" => pages, "Lang" => string("da-DK") },
        );
        document.trailer.set("Root", root);
        document.trailer.set("Info", info);
        document
    }
}

fn bytes(mut document: Document) -> Vec<u8> {
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

/// A string of a file.
pub(crate) fn string(text: &str) -> Object {
    Object::String(winansi(text), StringFormat::Literal)
}

/// The catalogue of a file.
pub(crate) fn catalogue(document: &mut Document) -> &mut Dictionary {
    document.catalog_mut().unwrap()
}

/// Latin-1, which agrees with the fonts' encoding in the Danish letters.
fn winansi(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(c).unwrap()).collect()
}

/// Reads a file.
pub(crate) fn read(bytes: &[u8]) -> paper::Document {
    formats::read(Format::Pdf, bytes, &Limits::default()).unwrap()
}

/// Compares the blocks of a document, a line each; cells as `table.row.column`.
pub(crate) fn check(document: &paper::Document, expected: Expect) {
    let mut shown = String::new();
    for block in &document.blocks {
        let kind = match block.kind {
            BlockKind::Cell {
                table,
                row,
                column,
                columns: 1,
            } => format!("{table}.{row}.{column}"),
            BlockKind::Cell {
                table,
                row,
                column,
                columns,
            } => format!("{table}.{row}.{column}+{columns}"),
            kind => format!("{kind:?}"),
        };
        shown += &format!("{kind:9} {}\n", document.text_of(block));
    }
    expected.assert_eq(&shown);
}
