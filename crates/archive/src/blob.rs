//! What is kept of a document and a record, as compressed bytes.

use std::{cell::RefCell, io::Read};

use flate2::{Compress, Compression, FlushCompress, Status, read::DeflateDecoder};
use paper::{Block, Certainty, Document, Paper, Properties, Recognised, Warning};
use serde::{Deserialize, Serialize};

use crate::ArchiveError;

/// All of a document but its text.
///
/// Properties and warnings leave out what they do not know, which postcard, having no names, cannot read back: they are
/// kept as JSON within it.
#[derive(Serialize, Deserialize)]
struct Layout {
    blocks: Vec<Block>,
    pages: Option<u32>,
    properties: String,
    warnings: String,
}

pub(crate) fn pack_text(document: &Document) -> Result<Vec<u8>, ArchiveError> {
    deflate(document.text.as_bytes())
}

pub(crate) fn pack_layout(document: &Document) -> Result<Vec<u8>, ArchiveError> {
    let Document {
        text: _,
        blocks,
        pages,
        properties,
        warnings,
        unread,
        recognised,
    } = document;
    let layout = Layout {
        blocks: blocks.clone(),
        pages: *pages,
        properties: json(properties)?,
        warnings: json(warnings)?,
    };
    const PART: &str = "a document that cannot be written";
    let damaged = |e| ArchiveError::damaged(PART, e);
    let mut bytes = postcard::to_stdvec(&layout).map_err(damaged)?;
    if !unread.is_empty() || !recognised.is_empty() {
        bytes.extend(postcard::to_stdvec(&(unread, recognised)).map_err(damaged)?);
    }
    deflate(&bytes)
}

pub(crate) fn pack_paper(paper: &Paper) -> Result<Vec<u8>, ArchiveError> {
    deflate(json(paper)?.as_bytes())
}

/// JSON of a value of a record.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<String, ArchiveError> {
    serde_json::to_string(value)
        .map_err(|e| ArchiveError::damaged("a value that cannot be written", e))
}

pub(crate) fn text(blob: &[u8]) -> Result<String, ArchiveError> {
    String::from_utf8(inflate(blob, "a paper's text")?)
        .map_err(|e| ArchiveError::damaged("a paper's text", e))
}

pub(crate) fn document(text_blob: &[u8], layout_blob: &[u8]) -> Result<Document, ArchiveError> {
    const PART: &str = "a paper's layout";
    let text = text(text_blob)?;
    let bytes = inflate(layout_blob, PART)?;
    let damaged = |e| ArchiveError::damaged(PART, e);
    let (layout, rest): (Layout, _) = postcard::take_from_bytes(&bytes).map_err(damaged)?;
    // What was read from pictures stands behind the rest, where there is any.
    let (unread, recognised): (Vec<u32>, Vec<Certainty>) = match rest {
        [] => Default::default(),
        rest => postcard::from_bytes(rest).map_err(damaged)?,
    };
    if layout.blocks.iter().any(|b| text.get(b.range()).is_none()) {
        return Err(ArchiveError::damaged(PART, "a block lies outside its text"));
    }
    let properties: Properties = from_json(&layout.properties, PART)?;
    let warnings: Vec<Warning> = from_json(&layout.warnings, PART)?;
    Ok(Document {
        text,
        blocks: layout.blocks,
        pages: layout.pages,
        properties,
        warnings,
        unread,
        recognised,
    })
}

/// A page as it was read from its picture.
pub(crate) fn pack_recognised(page: &Recognised) -> Result<Vec<u8>, ArchiveError> {
    let bytes = postcard::to_stdvec(page)
        .map_err(|e| ArchiveError::damaged("a page that cannot be written", e))?;
    deflate(&bytes)
}

pub(crate) fn recognised(blob: &[u8]) -> Result<Recognised, ArchiveError> {
    const PART: &str = "a recognised page";
    postcard::from_bytes(&inflate(blob, PART)?).map_err(|e| ArchiveError::damaged(PART, e))
}

pub(crate) fn paper(blob: &[u8]) -> Result<Paper, ArchiveError> {
    const PART: &str = "a paper's record";
    serde_json::from_slice(&inflate(blob, PART)?).map_err(|e| ArchiveError::damaged(PART, e))
}

/// A value from JSON that this program wrote.
pub(crate) fn from_json<'a, T: Deserialize<'a>>(
    json: &'a str,
    part: &'static str,
) -> Result<T, ArchiveError> {
    serde_json::from_str(json).map_err(|e| ArchiveError::damaged(part, e))
}

thread_local! {
    /// One for all papers of a thread: its state is a quarter of a megabyte, and states that come and go between what
    /// is kept leave holes in memory, one for each paper.
    static COMPRESS: RefCell<Compress> = RefCell::new(Compress::new(Compression::default(), false));
}

fn deflate(bytes: &[u8]) -> Result<Vec<u8>, ArchiveError> {
    COMPRESS.with_borrow_mut(|compress| {
        compress.reset();
        let mut packed = Vec::with_capacity(bytes.len() / 2 + 64);
        loop {
            let taken = usize::try_from(compress.total_in()).unwrap_or(usize::MAX);
            let rest = bytes.get(taken..).unwrap_or_default();
            let status = compress
                .compress_vec(rest, &mut packed, FlushCompress::Finish)
                .map_err(|e| ArchiveError::io("", std::io::Error::other(e)))?;
            if status == Status::StreamEnd {
                packed.shrink_to_fit();
                return Ok(packed);
            }
            packed.reserve(packed.capacity().max(64));
        }
    })
}

fn inflate(blob: &[u8], part: &'static str) -> Result<Vec<u8>, ArchiveError> {
    let mut bytes = Vec::new();
    DeflateDecoder::new(blob)
        .read_to_end(&mut bytes)
        .map_err(|e| ArchiveError::damaged(part, e))?;
    Ok(bytes)
}
