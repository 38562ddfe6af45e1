//! DOC: the documents of Word before 2007 ([MS-DOC]), and of Word 6, 95 and 2 as far as they are alike.
//!
//! A document is a text of characters, stories one after the other, and tables that say of places in it: which looks
//! the bytes have, which paragraph is a cell, what hangs on which character. Headers come first and footers last, each
//! once; notes, comments and text boxes are read before the main story and told after the paragraph they hang on.

mod drawings;
mod fib;
mod file;
mod fonts;
mod forms;
mod lists;
mod looks;
mod pieces;
mod plc;
mod runs;
mod sprm;
mod stories;
mod styles;
mod summary;
mod walk;

use std::borrow::Cow;

use paper::{BlockKind, Document};

use crate::compound::{self, Compound};
use crate::flow::{Output, labels::Counters};
use crate::little::{stretch, usize_at};
use crate::{Limits, ReadError, text, warnings};
use drawings::Drawings;
use fib::{Age, Head, Part, Story};
use file::File;
use walk::Walk;

/// The first bytes of a document of Word for DOS, and of Write of Windows.
pub(crate) const WORD_DOS: &[u8] = b"\x31\xbe\0\0";
/// The first bytes of documents of Word 6 and 2 that are in no container.
pub(crate) const BARE: [&[u8]; 2] = [b"\xdc\xa5", b"\xdb\xa5"];

/// Whether a container holds a document. A table of Excel may hold one within: the outermost folder tells, and where it
/// is lost, the bytes.
pub(crate) fn is_within(bytes: &[u8]) -> bool {
    match Compound::open(bytes) {
        Some(mut container) => container.holds("WordDocument"),
        None => lost(bytes).is_some(),
    }
}

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.starts_with(WORD_DOS) {
        return word_for_dos(bytes, limits);
    }
    let streams = Streams::of(bytes)?;
    let head = Head::read(&streams.main).ok_or_else(|| malformed("it does not begin as one"))?;
    if head.is_encrypted() {
        return Err(ReadError::Encrypted);
    }
    if head.age == Age::Word2 && head.is_complex() {
        return Err(malformed("Word 2 has saved it in pieces: save it as DOCX"));
    }
    let tables = head.tables();
    let streams = streams.with_tables(tables);
    streams.check(limits)?;
    let head = Head::read(&streams.main).ok_or_else(|| malformed("it does not begin as one"))?;
    let file = File::read(head, &streams, limits)?;
    let mut document = tell(&file, limits)?;
    if streams.damaged || file.is_damaged() {
        document.warnings.push(warnings::recovered());
        if document.text.trim().is_empty() {
            return Err(malformed("nothing of its text can be found"));
        }
    }
    crate::flow::shape::shape(&mut document);
    document.properties = summary::read(&streams.summary);
    Ok(document)
}

fn malformed(detail: &str) -> ReadError {
    ReadError::Malformed {
        part: "the document",
        detail: detail.to_owned(),
    }
}

/// The text stands between a head of 128 bytes and what is said of its looks.
fn word_for_dos(bytes: &[u8], limits: &Limits) -> Result<Document, ReadError> {
    const TEXT: usize = 128;
    let end = usize_at(bytes, 14).unwrap_or(0);
    let length = end
        .checked_sub(TEXT)
        .ok_or_else(|| malformed("its text ends before it begins"))?;
    text::read(stretch(bytes, TEXT, length), limits)
}

/// The streams of a file that are read.
struct Streams<'b> {
    container: Option<Compound<'b>>,
    main: Cow<'b, [u8]>,
    tables: Option<Vec<u8>>,
    data: Vec<u8>,
    summary: Vec<u8>,
    damaged: bool,
}

impl<'b> Streams<'b> {
    fn of(bytes: &'b [u8]) -> Result<Self, ReadError> {
        let mut streams = Self {
            container: None,
            main: Cow::Borrowed(bytes),
            tables: None,
            data: Vec::new(),
            summary: Vec::new(),
            damaged: false,
        };
        if !bytes.starts_with(compound::MAGIC) {
            return Ok(streams);
        }
        let mut container = Compound::open(bytes);
        let main = container
            .as_mut()
            .and_then(|container| container.stream("WordDocument"))
            .filter(|main| Head::read(main).is_some());
        streams.container = container;
        streams.main = match main {
            Some(main) => Cow::Owned(main),
            None => {
                streams.damaged = true;
                lost(bytes).ok_or_else(|| malformed("the container holds none"))?
            }
        };
        Ok(streams)
    }

    fn with_tables(mut self, name: Option<&str>) -> Self {
        let Some(container) = &mut self.container else {
            self.damaged |= name.is_some();
            return self;
        };
        if let Some(name) = name {
            let tables = container.stream(name);
            self.damaged |= tables.is_none();
            self.tables = Some(tables.unwrap_or_default());
        }
        self.data = container.stream("Data").unwrap_or_default();
        self.summary = container
            .stream("\u{5}SummaryInformation")
            .unwrap_or_default();
        self.damaged |= container.is_damaged();
        self
    }

    /// # Errors
    /// `TooLarge` where they have more bytes than the limit; none has more than the file.
    fn check(&self, limits: &Limits) -> Result<(), ReadError> {
        let bytes = self.main.len() + self.tables().len() + self.data.len();
        if bytes as u64 > limits.unpacked {
            return Err(ReadError::TooLarge {
                part: "the document",
                limit: limits.unpacked,
            });
        }
        Ok(())
    }

    /// The stream that the tables lie in.
    fn tables(&self) -> &[u8] {
        self.tables.as_deref().unwrap_or(&self.main)
    }
}

/// The main stream of a container whose directory is lost: it begins with a sector, and mostly lies in one stretch.
fn lost(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    const SECTOR: usize = 512;
    (1..bytes.len() / SECTOR)
        .filter_map(|sector| bytes.get(sector * SECTOR..))
        .find(|rest| Head::read(rest).is_some())
        .map(Cow::Borrowed)
}

/// Tells the document, story by story.
fn tell(file: &File<'_>, limits: &Limits) -> Result<Document, ReadError> {
    let drawings = Drawings::read(file.head.part(Part::Drawings, file.tables));
    let mut output = Output::new(limits.text);
    let mut walk = Walk::new(file, limits.text);
    let mut boxes = stories::boxes(file, &drawings, Story::HeaderBoxes, &mut walk);
    boxes.sort_by_key(|(place, _)| *place);
    walk.attached = boxes.into_iter().peekable();
    let (mut headers, footers) = stories::repeated(file, &mut walk);
    headers.extend(walk.attached.by_ref().map(|(_, piece)| piece));
    output.push_as(BlockKind::Header, headers);

    let mut attached = stories::notes(file, &mut walk);
    attached.extend(stories::boxes(file, &drawings, Story::Boxes, &mut walk));
    attached.sort_by_key(|(place, _)| *place);
    walk.counters = Counters::new(&file.lists);
    walk.attached = attached.into_iter().peekable();
    walk.output = Some(&mut output);
    let (start, length) = file.pieces.story(file.head, Story::Main);
    let rest = walk.story(start, start.saturating_add(length));
    let (tracked, told) = (walk.tracked, walk.told);
    let lost: Vec<_> = walk.attached.by_ref().map(|(_, piece)| piece).collect();
    drop(walk);
    for piece in rest.into_iter().chain(lost) {
        output.push(piece);
    }
    output.push_as(BlockKind::Footer, footers);
    if told > limits.text {
        return Err(ReadError::TooLarge {
            part: "the text",
            limit: limits.text,
        });
    }
    let mut document = output.finish()?;
    if tracked {
        document.warnings.push(warnings::tracked_changes());
    }
    Ok(document)
}
