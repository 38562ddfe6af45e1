//! Paragraphs and the characters in them.

use paper::BlockKind;

use super::{DEEPEST, DEEPEST_SPAN, Frame, Kind, Paragraph, Walk, is_on};
use crate::flow::fields::{Field, tick};
use crate::flow::{Piece, symbols};
use crate::odt::styles::Style;
use crate::xml::{Element, Step, Tag};
use crate::{letters, links};

/// Spaces that one element may stand for: an indent, not a page of them.
const MOST_SPACES: usize = 100;

impl Walk {
    pub(super) fn begin_paragraph(&mut self, tag: Tag, element: &Element<'_>) -> Step {
        if self.frame().paragraph.is_some() {
            // The text of a shape that is drawn in the paragraph.
            if self.frames.len() > DEEPEST {
                return Step::Skip;
            }
            self.frames.push(Frame::new(Kind::Shape));
        }
        let name = element.attribute("style-name").unwrap_or_default();
        let style = self.styles.get("paragraph", &name);
        self.paragraphs_seen += 1;
        let serial = self.paragraphs_seen;
        let is_heading = tag == Tag::HeadingParagraph;
        self.frame().paragraph = Some(Paragraph {
            serial,
            level: is_heading.then(|| element.number("outline-level").unwrap_or(1)),
            is_plain: is_on(element, "is-list-header"),
            style,
            ..Paragraph::default()
        });
        Step::Enter
    }

    pub(super) fn end_paragraph(&mut self) {
        let Some(paragraph) = self.frame().paragraph.take() else {
            return;
        };
        let pieces = self.pieces_of(paragraph);
        let frame = self.frame();
        frame.flow.pieces.extend(pieces);
        if frame.kind == Kind::Shape {
            self.end_frame(Kind::Shape);
        }
        self.flush();
    }

    fn pieces_of(&mut self, mut paragraph: Paragraph) -> Vec<Piece> {
        let text = letters::composed(std::mem::take(&mut paragraph.text));
        let text = text.trim();
        let mut after = paragraph.after;
        if paragraph.is_hidden {
            return Vec::new();
        }
        if text.is_empty() {
            return after;
        }
        let level = paragraph
            .level
            .or(paragraph.style.level)
            .filter(|&level| level > 0);
        let outline = level.filter(|_| paragraph.level.is_some() && !paragraph.is_plain);
        let label = self.label(outline, &paragraph.style);
        let depth = self.frame().lists.depth().unwrap_or(0);
        let (kind, depth) = match level {
            Some(level) => (BlockKind::Heading, level.min(9)),
            None if label.is_some() => (BlockKind::Item, u8::try_from(depth).unwrap_or(8).min(8)),
            None if paragraph.strength.is_heading(text) => (BlockKind::Heading, 0),
            None => (BlockKind::Paragraph, 0),
        };
        let text = match label {
            Some(label) => format!("{label} {text}"),
            None => text.to_owned(),
        };
        let mut pieces = vec![Piece::Block { kind, depth, text }];
        pieces.append(&mut after);
        pieces
    }

    /// The label of the list, or of the outline for a heading outside of lists.
    fn label(&mut self, outline: Option<u8>, style: &Style) -> Option<String> {
        let mut lists = std::mem::take(&mut self.frame().lists);
        let label = match (lists.depth(), outline) {
            (Some(_), _) => lists.label(&self.styles, style.list.as_deref()),
            (None, Some(level)) => self
                .outline
                .outline_label(&self.styles, usize::from(level) - 1),
            (None, None) => None,
        };
        self.frame().lists = lists;
        label
    }

    /// How the characters look that come now.
    pub(super) fn look(&mut self) -> Style {
        let Some(paragraph) = &self.frame().paragraph else {
            return Style::default();
        };
        paragraph.spans.last().unwrap_or(&paragraph.style).clone()
    }

    /// Characters as the file has them: line ends and runs of spaces are one space (ISO/IEC 26300-1, 6.1.2).
    pub(super) fn write(&mut self, text: &str) {
        let look = self.look();
        if look.hidden == Some(true) {
            return;
        }
        let body = self.styles.body_size();
        let strong = look.bold == Some(true) || look.size.is_some_and(|size| size > body + 3);
        let Some(paragraph) = &mut self.frame().paragraph else {
            return;
        };
        for c in text.chars() {
            let c = if matches!(c, '\t' | '\n' | '\r') {
                ' '
            } else {
                c
            };
            let ends_in_space =
                paragraph.text.is_empty() || paragraph.text.ends_with([' ', '\t', '\n']);
            if c == ' ' && ends_in_space {
                continue;
            }
            if let Some(c) = symbols::shown(c, look.font) {
                paragraph.text.push(c);
                paragraph.strength.add(c, strong);
            }
        }
    }

    pub(super) fn character(&mut self, tag: Tag, element: &Element<'_>) {
        let span = match tag {
            Tag::Span => Some(
                element
                    .attribute("style-name")
                    .unwrap_or_default()
                    .into_owned(),
            ),
            _ => None,
        };
        if let Some(name) = span {
            self.begin_span(&name);
            return;
        }
        let is_hidden = self.look().hidden == Some(true);
        let drawn = match tag {
            Tag::DrawnControl => element
                .attribute("control")
                .and_then(|id| self.forms.shown(&id)),
            Tag::DrawnObject => {
                let name = element.attribute("href").unwrap_or_default();
                self.formulas
                    .get(&name.trim_start_matches("./").to_lowercase())
                    .cloned()
            }
            _ => None,
        };
        let Some(paragraph) = &mut self.frame().paragraph else {
            return;
        };
        match tag {
            Tag::Tab | Tag::LineBreak | Tag::Spaces | Tag::DrawnControl if is_hidden => {}
            Tag::Tab => paragraph.text.push('\t'),
            Tag::LineBreak => paragraph.text.push('\n'),
            Tag::Spaces => {
                let count = element.number::<usize>("c").unwrap_or(1).min(MOST_SPACES);
                paragraph.text.extend(std::iter::repeat_n(' ', count));
            }
            Tag::Anchor => {
                let address = element.attribute("href").unwrap_or_default().into_owned();
                let anchor = paragraph.anchor();
                paragraph.links.push((anchor, address));
            }
            Tag::DrawnControl | Tag::DrawnObject => {
                paragraph.text.push_str(&drawn.unwrap_or_default())
            }
            _ => {}
        }
    }

    fn begin_span(&mut self, name: &str) {
        let outer = self.look();
        let own = self.styles.get("text", name);
        let look = Style {
            bold: own.bold.or(outer.bold),
            size: own.size.or(outer.size),
            hidden: own.hidden.or(outer.hidden),
            font: own.font.or(outer.font),
            ..Style::default()
        };
        if let Some(paragraph) = &mut self.frame().paragraph {
            // Beyond, the looks of the outer ones hold.
            let look = if paragraph.spans.len() < DEEPEST_SPAN {
                look
            } else {
                outer
            };
            paragraph.spans.push(look);
        }
    }

    pub(super) fn end_span(&mut self) {
        if let Some(paragraph) = &mut self.frame().paragraph {
            paragraph.spans.pop();
        }
    }

    pub(super) fn end_link(&mut self) {
        let Some(paragraph) = &mut self.frame().paragraph else {
            return;
        };
        let Some((anchor, address)) = paragraph.links.pop() else {
            return;
        };
        let text = paragraph.text.get(anchor.at..).unwrap_or_default();
        if let Some(shown) = links::shown_address(&address, text) {
            paragraph.text.push(' ');
            paragraph.text.push_str(&shown);
        }
    }

    /// A check box or a list to choose from, kept from a document of Word's (LibreOffice's `field:fieldmark`).
    pub(super) fn begin_mark(&mut self, element: &Element<'_>) {
        let kind = element.attribute("type").unwrap_or_default();
        let Some(paragraph) = &mut self.frame().paragraph else {
            return;
        };
        let mut field = Field::new(paragraph.anchor());
        if kind.ends_with("FORMCHECKBOX") {
            field.checked = Some(false);
        }
        paragraph.mark = Some(field);
    }

    pub(super) fn mark_parameter(&mut self, element: &Element<'_>) {
        let name = element.attribute("name").unwrap_or_default();
        let value = element.attribute("value").unwrap_or_default();
        let mark = self
            .frame()
            .paragraph
            .as_mut()
            .and_then(|paragraph| paragraph.mark.as_mut());
        let Some(field) = mark else {
            return;
        };
        match &*name {
            "Checkbox_Checked" => field.checked = Some(value == "true"),
            "Dropdown_ListEntry" => field.add_entry(value.into_owned()),
            "Dropdown_Selected" => field.choose(value.parse().unwrap_or(0)),
            _ => {}
        }
    }

    pub(super) fn end_mark(&mut self) {
        let Some(paragraph) = &mut self.frame().paragraph else {
            return;
        };
        let Some(field) = paragraph.mark.take() else {
            return;
        };
        match field.checked {
            Some(checked) => paragraph.text.push(tick(checked)),
            None => paragraph.text.push_str(field.entry().unwrap_or_default()),
        }
    }
}
