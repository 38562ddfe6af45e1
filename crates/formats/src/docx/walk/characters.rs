//! Paragraphs and the characters in them.

use paper::BlockKind;

use super::Walk;
use crate::docx::paragraph::Paragraph;
use crate::docx::styles::Style;
use crate::flow::symbols;
use crate::flow::{Piece, joined};
use crate::letters;
use crate::xml::{Element, Tag};

impl Walk<'_> {
    /// The paragraph that is open; characters outside of one begin it.
    pub(super) fn paragraph(&mut self) -> &mut Paragraph {
        let outside = self.boxes.last().map_or(0, |state| state.paragraphs);
        if self.paragraphs.len() <= outside {
            self.begin_paragraph();
        }
        // Never empty here; the default is only for the compiler.
        if self.paragraphs.is_empty() {
            self.paragraphs.push(Paragraph::default());
        }
        let last = self.paragraphs.len() - 1;
        &mut self.paragraphs[last]
    }

    pub(super) fn begin_paragraph(&mut self) {
        self.end_paragraph();
        self.paragraphs_seen += 1;
        let text = self
            .flows
            .last_mut()
            .map(|flow| std::mem::take(&mut flow.carried))
            .unwrap_or_default();
        self.paragraphs.push(Paragraph {
            serial: self.paragraphs_seen,
            look: self.styles.get(None),
            text,
            ..Paragraph::default()
        });
    }

    pub(super) fn end_paragraph(&mut self) {
        let outside = self.boxes.last().map_or(0, |state| state.paragraphs);
        if self.paragraphs.len() <= outside {
            return;
        }
        let Some(paragraph) = self.paragraphs.pop() else {
            return;
        };
        // A field whose instruction does not end with its paragraph is damaged: it must not hide the rest.
        for field in &mut self.fields {
            field.shows = true;
        }
        let pieces = self.pieces_of(paragraph);
        if let Some(flow) = self.flows.last_mut() {
            flow.pieces.extend(pieces);
        }
        self.flush();
    }

    pub(super) fn pieces_of(&mut self, mut paragraph: Paragraph) -> Vec<Piece> {
        if paragraph.open_end {
            if let Some(flow) = self.flows.last_mut() {
                flow.carried = std::mem::take(&mut paragraph.text);
            }
            return paragraph.after;
        }
        let style = paragraph.look;
        let label = self.label(&paragraph, &style);
        let (kind, depth) = paragraph.kind(&style, label.as_deref());
        let text = letters::composed(std::mem::take(&mut paragraph.text));
        let text = text.trim();
        let mut pieces = Vec::new();
        if !text.is_empty() {
            let text = match label {
                Some(label) => format!("{label} {text}"),
                None => text.to_owned(),
            };
            pieces.push(Piece::Block { kind, depth, text });
        }
        pieces.append(&mut paragraph.after);
        pieces
    }

    pub(super) fn label(&mut self, paragraph: &Paragraph, style: &Style) -> Option<String> {
        let id = paragraph.list.or(style.list).filter(|&id| id != 0)?;
        let by_style = || {
            let list = self.counters.list(id)?;
            list.level_of_style(paragraph.style.as_deref()?)
        };
        let level = paragraph
            .list_level
            .or(style.list_level)
            .map(usize::from)
            .or_else(by_style);
        self.counters.next(id, level.unwrap_or(0))
    }

    /// Hands finished pieces of the outermost flow on.
    pub(super) fn flush(&mut self) {
        if let ([flow], Some(output)) = (self.flows.as_mut_slice(), self.output.as_deref_mut()) {
            for piece in flow.pieces.drain(..) {
                output.push(piece);
            }
        }
    }
}

impl Walk<'_> {
    /// Whether characters are seen now: not in hidden runs, not in the instructions of fields.
    pub(super) fn is_shown(&self) -> bool {
        !self.is_hidden() && self.fields.iter().all(|field| field.shows)
    }

    /// Whether the run hides its characters, or the style of the paragraph does and the run says nothing.
    pub(super) fn is_hidden(&self) -> bool {
        let outside = self.boxes.last().map_or(0, |state| state.paragraphs);
        let style = match self.paragraphs.get(outside..) {
            Some([.., paragraph]) => paragraph.look,
            _ => self.styles.get(None),
        };
        self.run.hidden.or(style.hidden) == Some(true)
    }

    pub(super) fn write(&mut self, text: &str) {
        if !self.is_shown() {
            return;
        }
        let run = self.run;
        let body = self.styles.body_size();
        let style = self.paragraph().look;
        let bold = run.bold.or(style.bold).unwrap_or(false);
        let large = run
            .size
            .or(style.size)
            .zip(body.or(Some(22)))
            .is_some_and(|(size, body)| size > body + 3);
        self.paragraph().push(text, run, bold || large);
    }

    pub(super) fn push(&mut self, c: char) {
        if self.is_shown() {
            self.paragraph().text.push(c);
        }
    }

    pub(super) fn character(&mut self, tag: Tag, parent: Tag, element: &Element<'_>) {
        match tag {
            // Tab stops are called tabs too.
            Tag::Tab if parent == Tag::Run => self.push('\t'),
            Tag::Break | Tag::CarriageReturn => self.push('\n'),
            Tag::NoBreakHyphen => self.push('-'),
            Tag::Symbol => {
                let code = element
                    .attribute("char")
                    .and_then(|hex| u32::from_str_radix(hex.trim(), 16).ok());
                let font = element
                    .attribute("font")
                    .and_then(|name| symbols::font(&name));
                let shown = code.and_then(char::from_u32).and_then(|c| match font {
                    Some(font) => symbols::symbol(font, c),
                    None => symbols::private_use(c).or_else(|| letters::shown(c)),
                });
                if let Some(c) = shown {
                    self.push(c);
                }
            }
            _ => {}
        }
    }

    /// Letters drawn along a path: "UDKAST" across the page.
    pub(super) fn text_path(&mut self, element: &Element<'_>) {
        let Some(text) = element
            .attribute("string")
            .map(|text| text.trim().to_owned())
        else {
            return;
        };
        if !text.is_empty() {
            let piece = Piece::Block {
                kind: BlockKind::Paragraph,
                depth: 0,
                text,
            };
            self.paragraph().after.push(piece);
        }
    }

    pub(super) fn call_note(&mut self, tag: Tag, element: &Element<'_>) {
        if !self.is_shown() {
            return;
        }
        let kind = match tag {
            Tag::FootnoteReference => Tag::Footnote,
            Tag::EndnoteReference => Tag::Endnote,
            _ => Tag::Comment,
        };
        let id = element.attribute("id").unwrap_or_default().into_owned();
        if let Some(piece) = self.notes.remove(&(kind, id)) {
            self.paragraph().after.push(piece);
        }
    }

    /// What a note's element has collected, on one line.
    pub(in crate::docx) fn take_note(&mut self) -> String {
        joined(&self.finish())
    }
}
