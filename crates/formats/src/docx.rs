//! DOCX: the parts of the package, read one after the other, and no tree of any of them.
//!
//! Headers come first and footers last, each once; footnotes, endnotes and comments are read before the body and told
//! after the paragraph that calls them. Elements are told by their local names (ECMA-376 part 1; strict and
//! transitional alike).

mod numbering;
mod paragraph;
mod properties;
mod relations;
mod styles;
mod walk;

use std::collections::HashMap;

use paper::{BlockKind, Document};

use crate::flow::labels::Counters;
use crate::flow::lists::Lists;
use crate::flow::{Output, Piece, pieces_of};
use crate::package::Package;
use crate::picture::inset::{Inlaid, Insets};
use crate::xml::source::{Budget, Source};
use crate::xml::{Step, Tag, Token, each};
use crate::{Format, Limits, ReadError, warnings};
use relations::Relations;
use styles::Styles;
use walk::{Notes, Walk};

/// Documents within documents.
const DEEPEST: usize = 3;

/// Files of other formats that a text may take in.
const MOST_CHUNKS: u32 = 2_000;

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Inlaid, ReadError> {
    read_at(0, bytes, limits)
}

/// Reads a document that stands so deep within others.
fn read_at(depth: usize, bytes: &[u8], limits: &Limits) -> Result<Inlaid, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    // An OLE container: Office packs an encrypted document into one ([MS-OFFCRYPTO] 2.3).
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(ReadError::Encrypted);
    }
    let budget = Budget::new(limits.unpacked);
    let package = Package::open(bytes, &budget)?;
    let mut parts = Parts::of(&package, &budget);
    parts.depth = depth;
    let result = parts.read(limits.text);
    budget.check()?;
    let (mut document, insets) = result?;
    if budget.is_damaged() && document.blocks.is_empty() {
        return Err(ReadError::Malformed {
            part: "the body",
            detail: "nothing of it can be unpacked".to_owned(),
        });
    }
    if budget.is_damaged() {
        document.warnings.push(warnings::recovered());
    }
    Ok(Inlaid::new(document, insets))
}

/// What all parts of a document share.
struct Parts<'p> {
    package: &'p Package<'p>,
    budget: &'p Budget,
    main: String,
    /// How many documents this one stands within.
    depth: usize,
    relations: Relations,
    root: Relations,
    styles: Styles,
    numbering: Lists,
}

impl<'p> Parts<'p> {
    fn of(package: &'p Package<'p>, budget: &'p Budget) -> Self {
        let root = Relations::of("", package, budget);
        let main = root
            .parts("officeDocument")
            .find(|part| package.part(part).is_some())
            .or_else(|| package.find("word/document.xml"))
            .unwrap_or("word/document.xml")
            .to_owned();
        let relations = Relations::of(&main, package, budget);
        let part = |kind, usual| {
            let named = relations.parts(kind).find_map(|part| package.part(part));
            named.or_else(|| package.part(usual))
        };
        let styles = part("styles", "word/styles.xml").map(|part| Styles::read(part, budget));
        let numbering =
            part("numbering", "word/numbering.xml").map(|part| numbering::read(part, budget));
        Self {
            styles: styles.unwrap_or_default(),
            numbering: numbering.unwrap_or_default(),
            package,
            budget,
            depth: 0,
            main,
            relations,
            root,
        }
    }

    fn read(&self, limit: u64) -> Result<(Document, Insets), ReadError> {
        let body = self
            .package
            .part(&self.main)
            .ok_or_else(|| ReadError::Malformed {
                part: "the package",
                detail: format!("it has no part {}", self.main),
            })?;
        let mut output = Output::new(limit);
        self.repeated("header", BlockKind::Header, &mut output);
        let (tracked, insets) = self.body(body, &mut output);
        self.repeated("footer", BlockKind::Footer, &mut output);
        let mut document = output.finish()?;
        if tracked {
            document.warnings.push(warnings::tracked_changes());
        }
        crate::flow::shape::shape(&mut document);
        document.properties = self.properties();
        Ok((document, insets))
    }

    /// Reads the body: whether there are changes that nobody has accepted, and its large pictures.
    fn body(&self, body: Source<'_>, output: &mut Output) -> (bool, Insets) {
        let mut walk = self.walk(&self.relations);
        for (kind, usual) in [
            ("footnotes", "word/footnotes.xml"),
            ("endnotes", "word/endnotes.xml"),
            ("comments", "word/comments.xml"),
        ] {
            let part = self.relations.parts(kind).next().unwrap_or(usual);
            self.notes(part, &mut walk.notes);
        }
        walk.chunks = self.chunks(output.limit());
        walk.output = Some(output);
        // Of a document within another the pictures would be sought in the other's package.
        walk.insets = (self.depth == 0).then(Insets::default);
        each(body, self.budget, |token| walk.listen(token));
        let rest = walk.finish();
        let tracked = walk.tracked;
        let insets = walk.insets.take().unwrap_or_default();
        drop(walk);
        for piece in rest {
            output.push(piece);
        }
        (tracked, insets)
    }

    /// Files of other formats that are parts of the text.
    fn chunks(&self, text: u64) -> HashMap<String, Vec<Piece>> {
        let mut chunks = HashMap::new();
        if self
            .relations
            .parts_by_id("aFChunk")
            .nth(MOST_CHUNKS as usize)
            .is_some()
        {
            self.budget.note_damage();
        }
        for (nth, (id, part)) in (0..MOST_CHUNKS).zip(self.relations.parts_by_id("aFChunk")) {
            let Some(bytes) = self.package.bytes(part) else {
                continue;
            };
            let limits = Limits {
                unpacked: self.budget.left(),
                text,
            };
            let extension = part.rsplit_once('.').map(|(_, extension)| extension);
            let document = match Format::sniff(&bytes, extension) {
                Some(Format::Docx) if self.depth < DEEPEST => {
                    read_at(self.depth + 1, &bytes, &limits).map(Inlaid::without)
                }
                Some(Format::Docx) | None => continue,
                Some(format) => crate::read(format, &bytes, &limits),
            };
            match document {
                Ok(document) => {
                    chunks.insert(id.to_owned(), pieces_of(&document, nth));
                }
                Err(_) => self.budget.note_damage(),
            }
        }
        chunks
    }

    fn walk<'d>(&'d self, links: &'d Relations) -> Walk<'d> {
        Walk::new(&self.styles, Counters::new(&self.numbering), links)
    }

    /// The headers or the footers, each line once.
    fn repeated(&self, kind: &str, as_kind: BlockKind, output: &mut Output) {
        let mut known: Vec<String> = Vec::new();
        for part in self.relations.parts(kind) {
            let Some(source) = self.package.part(part) else {
                continue;
            };
            let links = Relations::of(part, self.package, self.budget);
            let mut walk = self.walk(&links);
            each(source, self.budget, |token| walk.listen(token));
            let mut pieces = walk.finish();
            pieces.retain(|piece| {
                let line = piece.line();
                let is_new = !known.contains(&line);
                known.push(line);
                is_new
            });
            output.push_as(as_kind, pieces);
        }
    }

    /// Reads a part of footnotes, endnotes or comments.
    fn notes(&self, part: &str, notes: &mut Notes) {
        let Some(source) = self.package.part(part) else {
            return;
        };
        let links = Relations::of(part, self.package, self.budget);
        let mut walk = self.walk(&links);
        let mut open: Option<(String, String)> = None;
        each(source, self.budget, |token| match token {
            Token::Open {
                tag: Tag::Footnote | Tag::Endnote | Tag::Comment,
                element,
                ..
            } => {
                // The line above the notes is kept among them.
                if element
                    .attribute("type")
                    .is_some_and(|kind| kind != "normal")
                {
                    return Step::Skip;
                }
                let attribute = |name| {
                    element
                        .attribute(name)
                        .unwrap_or_default()
                        .trim()
                        .to_owned()
                };
                open = Some((attribute("id"), attribute("author")));
                Step::Enter
            }
            Token::Close(tag @ (Tag::Footnote | Tag::Endnote | Tag::Comment)) => {
                let text = walk.take_note();
                if let Some((id, author)) = open.take()
                    && !text.is_empty()
                {
                    let note = match tag {
                        Tag::Comment => Piece::comment(&author, &text),
                        _ => Piece::note(text),
                    };
                    notes.insert((tag, id), note);
                }
                Step::Enter
            }
            token => walk.listen(token),
        });
    }

    fn properties(&self) -> paper::Properties {
        let named = self
            .root
            .parts("core-properties")
            .find_map(|part| self.package.part(part));
        let part = named.or_else(|| self.package.part("docProps/core.xml"));
        part.map(|part| properties::read(part, self.budget))
            .unwrap_or_default()
    }
}
