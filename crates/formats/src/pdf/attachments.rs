//! Files within the file: those that the catalogue names and those that are pinned to a page (ISO 32000-2, 7.11).

use hayro_interpret::hayro_syntax::object::dict::keys::{
    ANNOTS, EF, EMBEDDED_FILES, F, FS, KIDS, NAMES, UF,
};
use hayro_interpret::hayro_syntax::object::{
    Array, Dict, Object, ObjectIdentifier, Stream, String as PdfString,
};
use hayro_interpret::hayro_syntax::page::Page;
use rustc_hash::FxHashSet;

use super::budget;
use super::glyphs::decode_text;
use crate::Enclosed;
use crate::enclosed::{Names, plain_name};

/// Files that are taken out of one.
const MOST: usize = 200;
/// Nodes of the tree of names, and notes of all pages, that are looked at.
const NODES: usize = 20_000;

/// The files within a file; all together unpack to no more than `room` bytes, those beyond are left.
pub(super) fn enclosed<'a>(
    catalogue: &Dict<'a>,
    pages: impl Iterator<Item = &'a Page<'a>>,
    room: u64,
) -> Vec<Enclosed> {
    let mut found = Found {
        files: Vec::new(),
        names: Names::default(),
        seen: FxHashSet::default(),
        room: usize::try_from(room).unwrap_or(usize::MAX),
    };
    let names = catalogue.get::<Dict<'_>>(NAMES);
    let mut open: Vec<Dict<'_>> = names
        .and_then(|names| names.get::<Dict<'_>>(EMBEDDED_FILES))
        .into_iter()
        .collect();
    let mut left = NODES;
    while let Some(node) = open.pop().filter(|_| left > 0) {
        left -= 1;
        let files = node.get::<Array<'_>>(NAMES);
        for file in files.iter().flat_map(|files| files.iter::<Object<'_>>()) {
            if let Object::Dict(file) = file {
                found.take(&file);
            }
        }
        let kids = node.get::<Array<'_>>(KIDS);
        open.extend(
            kids.iter()
                .flat_map(|kids| kids.iter::<Dict<'_>>())
                .take(left),
        );
    }
    for page in pages {
        let notes = page.raw().get::<Array<'_>>(ANNOTS);
        for note in notes
            .iter()
            .flat_map(|notes| notes.iter::<Dict<'_>>())
            .take(left)
        {
            left -= 1;
            if let Some(file) = note.get::<Dict<'_>>(FS) {
                found.take(&file);
            }
        }
    }
    found.files
}

struct Found {
    files: Vec<Enclosed>,
    names: Names,
    seen: FxHashSet<ObjectIdentifier>,
    room: usize,
}

impl Found {
    /// Takes what a file specification holds, each stream once.
    fn take(&mut self, file: &Dict<'_>) {
        let held = file.get::<Dict<'_>>(EF);
        let stream = held.and_then(|held| {
            held.get::<Stream<'_>>(F)
                .or_else(|| held.get::<Stream<'_>>(UF))
        });
        let Some(stream) = stream.filter(|stream| self.seen.insert(stream.obj_id())) else {
            return;
        };
        if self.files.len() >= MOST || !budget::is_modest(&stream, self.room) {
            return;
        }
        let Ok(bytes) = stream.decoded_data() else {
            return;
        };
        self.room = self.room.saturating_sub(bytes.len());
        let name = file
            .get::<PdfString<'_>>(UF)
            .or_else(|| file.get::<PdfString<'_>>(F));
        let name = name
            .map(|name| decode_text(name.as_bytes()))
            .unwrap_or_default();
        let name = self.names.free(&plain_name(&name));
        self.files.push(Enclosed {
            name,
            bytes: bytes.into_owned(),
        });
    }
}
