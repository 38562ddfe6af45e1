//! What stands on a page without being drawn by it: fields of forms, links, comments (ISO 32000-2, 12.5).

use hayro_interpret::hayro_syntax::object::dict::keys::{
    A, ANNOTS, CONTENTS, RECT, SUBTYPE, T, URI,
};
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Rect, String as PdfString};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{self, Affine};

use super::forms::{self, Field};
use super::glyphs::decode_text;
use super::lines::{Span, Word};
use crate::links::shown_address;

/// Notes of a page that are looked at.
const MOST: usize = 5_000;
/// A link over more words than this is laid over a page, not over its text.
const LINKED: usize = 60;
/// Bytes of a comment that are kept.
const SAID: usize = 20_000;

/// The notes of a page, in the frame of the page as it is seen.
#[derive(Default)]
pub(super) struct Notes {
    /// Fields whose text may be ours to give.
    pub fields: Vec<Field>,
    /// Comments, in the order of the file.
    pub comments: Vec<Comment>,
    links: Vec<Link>,
}

/// What someone remarked on the page.
pub(super) struct Comment {
    /// As it is printed: `[Kommentar, author: …]`.
    pub text: String,
    /// What it is about.
    pub area: kurbo::Rect,
}

struct Link {
    address: String,
    area: kurbo::Rect,
}

impl Notes {
    /// Reads the notes of a page.
    pub(super) fn of(page: &Page<'_>, transform: Affine) -> Self {
        let mut notes = Self::default();
        let all = page.raw().get::<Array<'_>>(ANNOTS);
        let all = all.iter().flat_map(|all| all.iter::<Dict<'_>>());
        for note in all.take(MOST) {
            notes.read(&note, transform);
        }
        notes
    }

    fn read(&mut self, note: &Dict<'_>, transform: Affine) {
        let hidden = note.get::<u32>(b"F").unwrap_or(0) & 0b10_0010 != 0;
        let (Some(kind), Some(rect)) = (note.get::<Name<'_>>(SUBTYPE), note.get::<Rect>(RECT))
        else {
            return;
        };
        if hidden {
            return;
        }
        let area = kurbo::Rect::new(rect.x0, rect.y0, rect.x1, rect.y1);
        let area = transform.transform_rect_bbox(area);
        match kind.as_ref() {
            b"Widget" => self.fields.extend(forms::field(note, area)),
            b"FreeText" => self
                .fields
                .extend(said(note).map(|text| Field::shown(text, area))),
            b"Link" => {
                let action = note.get::<Dict<'_>>(A);
                let address = action.and_then(|action| action.get::<PdfString<'_>>(URI));
                self.links.extend(address.map(|address| Link {
                    address: decode_text(address.as_bytes()),
                    area,
                }));
            }
            b"Popup" | b"Movie" | b"Screen" | b"PrinterMark" | b"TrapNet" | b"Watermark" => {}
            // A reply that only sets a state ("accepted") says nothing.
            _ if note.contains_key(b"StateModel") => {}
            _ => self.comments.extend(comment(note, area)),
        }
    }

    /// Whether there are any fields.
    pub(super) fn has_fields(&self) -> bool {
        !self.fields.is_empty()
    }

    /// Turns all areas with the page.
    pub(super) fn turn(&mut self, turned: impl Fn(kurbo::Rect) -> kurbo::Rect) {
        let fields = self.fields.iter_mut().map(|field| &mut field.area);
        let comments = self.comments.iter_mut().map(|comment| &mut comment.area);
        let links = self.links.iter_mut().map(|link| &mut link.area);
        for area in fields.chain(comments).chain(links) {
            *area = turned(*area);
        }
    }

    /// Prints the addresses of links after their texts; one link may lie over the ends and beginnings of lines, as
    /// several notes in a row.
    pub(super) fn print_addresses(&self, spans: &mut [Span]) {
        for link in self.links.chunk_by(|a, b| a.address == b.address) {
            let inside = |span: &Span, word: &Word| {
                let middle = f64::from(word.x0 + word.x1) / 2.0;
                let level = f64::from(span.level());
                link.iter().any(|part| part.area.contains((middle, level)))
            };
            let mut text = String::new();
            let mut last = None;
            let mut count = 0;
            for (at, span) in spans.iter().enumerate().filter(|(_, span)| span.turn == 0) {
                for (place, word) in span
                    .words
                    .iter()
                    .enumerate()
                    .filter(|(_, word)| inside(span, word))
                {
                    text.push_str(&word.text);
                    last = Some((at, place));
                    count += 1;
                }
            }
            let address = link
                .first()
                .and_then(|link| shown_address(&link.address, &text));
            let (Some(address), Some((at, place))) = (address.filter(|_| count <= LINKED), last)
            else {
                continue;
            };
            if let Some(words) = spans.get_mut(at).map(|span| &mut span.words)
                && let Some(word) = words.get(place)
            {
                let printed = Word {
                    text: address,
                    ..word.clone()
                };
                words.insert(place + 1, printed);
            }
        }
    }
}

fn said(note: &Dict<'_>) -> Option<String> {
    let text = decode_text(note.get::<PdfString<'_>>(CONTENTS)?.as_bytes());
    let text = text
        .chars()
        .take(SAID)
        .collect::<String>()
        .replace('\r', "\n");
    (!text.trim().is_empty()).then_some(text)
}

fn comment(note: &Dict<'_>, area: kurbo::Rect) -> Option<Comment> {
    let words = said(note)?;
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let author = note
        .get::<PdfString<'_>>(T)
        .map(|author| decode_text(author.as_bytes()));
    let author = author.unwrap_or_default();
    let text = match author.trim() {
        "" => format!("[Kommentar: {words}]"),
        author => format!("[Kommentar, {author}: {words}]"),
    };
    Some(Comment { text, area })
}
