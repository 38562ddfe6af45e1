//! What a file may cost before its reader stops: neither library bounds what a page unpacks or draws.

use std::collections::HashSet;

use hayro_interpret::hayro_syntax::Filter;
use hayro_interpret::hayro_syntax::object::dict::keys::{ANNOTS, AP, CONTENTS, SUBTYPE};
use hayro_interpret::hayro_syntax::object::{
    Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, Stream,
};
use hayro_interpret::hayro_syntax::page::{Page, Resources};
use hayro_interpret::hayro_syntax::xref::XRef;
use lopdf::{DecompressError, Dictionary};
use memchr::memmem;

use super::collections::Collections;

/// What a call of a form costs, in glyphs: its stream is unpacked and parsed again.
pub(super) const FORM: u64 = 100;
/// What a page may cost: a close page of a newspaper has some 30,000 glyphs, a map some 500,000 strokes.
const PAGE: u64 = 1_500_000;
/// What a file may cost: two thousand pages of a book have some 6,000,000 glyphs.
const FILE: u64 = 20_000_000;
/// Bytes that one stream may unpack to: content, a font, a table of characters.
pub(super) const STREAM: usize = 32 << 20;
/// Bytes that a form may unpack to; it may call itself, fifty deep.
const NESTED: usize = 8 << 20;
/// Deflate packs at most 1,032 to one; what cannot pass its limit is not unpacked to see whether it does.
const DENSEST: usize = 1_032;
/// Objects that a page may reach.
const OBJECTS: usize = 100_000;

/// Thrown past the interpreter when nothing is left to spend.
pub(super) struct Spent;

/// Operators and glyphs that may still be drawn, and bytes that contents may still unpack to.
#[derive(Debug)]
pub(super) struct Budget {
    file: u64,
    page: u64,
    bytes: u64,
}

impl Budget {
    pub(super) fn new(unpacked: u64) -> Self {
        Self {
            file: FILE,
            page: 0,
            bytes: unpacked,
        }
    }

    /// Begins a page.
    pub(super) fn refill(&mut self) {
        self.page = PAGE.min(self.file);
    }

    /// Takes an amount; whether there was enough.
    pub(super) fn spend(&mut self, amount: u64) -> bool {
        let enough = amount <= self.page;
        self.page = self.page.saturating_sub(amount);
        self.file = self.file.saturating_sub(amount);
        enough
    }

    /// Takes unpacked bytes; whether there were enough.
    fn unpack(&mut self, bytes: usize) -> bool {
        let enough = bytes as u64 <= self.bytes;
        self.bytes = self.bytes.saturating_sub(bytes as u64);
        enough
    }
}

/// The content of a page, unpacked; `None` where it passes the budget.
pub(super) fn content(page: &Page<'_>, budget: &mut Budget) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    let mut add = |stream: &Stream<'_>| {
        if content.len() > STREAM || !is_modest(stream, STREAM) {
            return false;
        }
        content.extend_from_slice(&stream.decoded_data().unwrap_or_default());
        content.push(b' ');
        true
    };
    let dict = page.raw();
    let whole = if let Some(stream) = dict.get::<Stream<'_>>(CONTENTS) {
        add(&stream)
    } else if let Some(streams) = dict.get::<Array<'_>>(CONTENTS) {
        streams.iter::<Stream<'_>>().all(|stream| add(&stream))
    } else {
        true
    };
    (whole && budget.unpack(content.len())).then_some(content)
}

/// Looks whether what pages refer to unpacks to a modest size, each object once.
#[derive(Debug, Default)]
pub(super) struct Guard {
    seen: HashSet<ObjectIdentifier>,
    bombs: HashSet<ObjectIdentifier>,
}

impl Guard {
    /// Whether all that a page refers to may be unpacked; fonts are told to `collections` on the way.
    pub(super) fn admits(&mut self, page: &Page<'_>, collections: &mut Collections) -> bool {
        let Resources {
            ext_g_states,
            fonts,
            properties,
            color_spaces,
            x_objects,
            patterns,
            shadings,
        } = page.resources();
        let mut open: Vec<Object<'_>> = [
            ext_g_states,
            fonts,
            properties,
            color_spaces,
            x_objects,
            patterns,
            shadings,
        ]
        .map(|dict| Object::Dict(dict.clone()))
        .into();
        let notes = page.raw().get::<Array<'_>>(ANNOTS);
        let looks = notes.iter().flat_map(|notes| notes.iter::<Dict<'_>>());
        open.extend(
            looks
                .filter_map(|note| note.get::<Dict<'_>>(AP))
                .map(Object::Dict),
        );
        let clean = self.walk(open, page.xref(), collections);
        if !clean {
            self.seen.clear();
        }
        clean
    }

    fn walk<'a>(
        &mut self,
        mut open: Vec<Object<'a>>,
        xref: &'a XRef,
        collections: &mut Collections,
    ) -> bool {
        let mut count = 0;
        while let Some(object) = open.pop() {
            count += 1;
            if count > OBJECTS {
                return false;
            }
            match object {
                Object::Dict(dict) => {
                    open.extend(self.entries(&dict, xref));
                    collections.meet(&dict);
                }
                Object::Array(array) => {
                    let items = array.raw_iter().take(OBJECTS);
                    open.extend(items.filter_map(|item| self.resolve(item, xref)));
                }
                Object::Stream(stream) => {
                    let kind = stream.dict().get::<Name<'_>>(SUBTYPE);
                    let limit = match kind.as_deref() {
                        Some(b"Image") => usize::MAX,
                        Some(b"Form") => NESTED,
                        _ => STREAM,
                    };
                    if !is_modest(&stream, limit) {
                        self.bombs.insert(stream.obj_id());
                        return false;
                    }
                    open.extend(self.entries(stream.dict(), xref));
                }
                _ => {}
            }
            if !self.bombs.is_empty() && self.bombs.iter().any(|bomb| self.seen.contains(bomb)) {
                return false;
            }
        }
        true
    }

    fn entries<'a>(&mut self, dict: &Dict<'a>, xref: &'a XRef) -> Vec<Object<'a>> {
        let inner = dict.entries().filter(|(key, _)| key.as_ref() != b"Parent");
        inner
            .filter_map(|(_, item)| self.resolve(item, xref))
            .collect()
    }

    /// What stands there, unless it was seen.
    fn resolve<'a>(&mut self, item: MaybeRef<Object<'a>>, xref: &'a XRef) -> Option<Object<'a>> {
        match item {
            MaybeRef::NotRef(object) => Some(object),
            MaybeRef::Ref(id) => {
                let id = ObjectIdentifier::from(id);
                self.seen.insert(id).then(|| xref.get::<Object<'a>>(id))?
            }
        }
    }
}

/// Whether a stream unpacks to no more than a limit.
pub(super) fn is_modest(stream: &Stream<'_>, limit: usize) -> bool {
    if limit == usize::MAX {
        return true;
    }
    let raw = stream.raw_data();
    let filters = stream.filters();
    match filters.as_slice() {
        [] => raw.len() <= limit,
        [
            Filter::FlateDecode
            | Filter::RunLengthDecode
            | Filter::Ascii85Decode
            | Filter::AsciiHexDecode,
        ] if raw.len() <= limit / DENSEST => true,
        filters => {
            let names = filters.iter().filter_map(|filter| filter_name(*filter));
            unpacks_within(raw.into_owned(), names, limit)
        }
    }
}

fn filter_name(filter: Filter) -> Option<&'static str> {
    Some(match filter {
        Filter::AsciiHexDecode => "ASCIIHexDecode",
        Filter::Ascii85Decode => "ASCII85Decode",
        Filter::LzwDecode => "LZWDecode",
        Filter::FlateDecode => "FlateDecode",
        Filter::RunLengthDecode => "RunLengthDecode",
        _ => return None,
    })
}

/// Unpacks with lopdf, which can be told where to stop.
fn unpacks_within(raw: Vec<u8>, filters: impl Iterator<Item = &'static str>, limit: usize) -> bool {
    let names = filters
        .map(|name| lopdf::Object::Name(name.as_bytes().to_vec()))
        .collect();
    let mut dict = Dictionary::new();
    dict.set("Filter", lopdf::Object::Array(names));
    let stream = lopdf::Stream::new(dict, raw);
    !matches!(
        stream.decompressed_content_with_limit(limit),
        Err(lopdf::Error::Decompress(
            DecompressError::MemoryLimitExceeded { .. }
        ))
    )
}

/// Whether the streams that hold objects and the table of objects, which the parser unpacks before anything can be
/// asked, stay within a limit, all together. What is encrypted cannot be told.
pub(super) fn containers_fit(bytes: &[u8], limit: u64) -> bool {
    let mut room = usize::try_from(limit).unwrap_or(usize::MAX);
    for kind in ["/ObjStm", "/XRef"] {
        for at in memmem::find_iter(bytes, kind) {
            let rest = bytes.get(at..).unwrap_or(&[]);
            let near = rest.get(..rest.len().min(2_048)).unwrap_or(&[]);
            let Some(start) = memmem::find(near, b"stream") else {
                continue;
            };
            let data = rest.get(start + 6..).unwrap_or(&[]);
            let end = memmem::find(data, b"endstream").unwrap_or(data.len());
            let data = data.get(..end).unwrap_or(&[]).trim_ascii_start();
            let flate = memmem::find(near.get(..start).unwrap_or(&[]), b"Flate").is_some()
                || memmem::find(before(bytes, at), b"Flate").is_some();
            let dense = data.len().saturating_mul(DENSEST);
            if !flate || dense <= room / 64 {
                continue;
            }
            if !unpacks_within(data.to_vec(), std::iter::once("FlateDecode"), room) {
                return false;
            }
            room = room.saturating_sub(data.len());
        }
    }
    true
}

/// The bytes just before a place.
fn before(bytes: &[u8], at: usize) -> &[u8] {
    bytes.get(at.saturating_sub(256)..at).unwrap_or(&[])
}
