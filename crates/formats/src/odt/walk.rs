//! The walk through a document: styles, headers, body, one after the other.

mod characters;
mod frames;
mod pictures;

use std::collections::HashMap;

use paper::BlockKind;

use crate::flow::fields::{Anchor, Field};
use crate::flow::lists::LEVELS;
use crate::flow::table::Table;
use crate::flow::{Flow, Output, Piece, Strength, distinct};
use crate::picture::inset::Insets;
use crate::xml::{Element, Step, Tag, Token};

use super::forms::Forms;
use super::lists::{Lists, Stated};
use super::styles::{Style, Styles};

/// Tables, notes and frames within each other: deeper ones are left out.
const DEEPEST: usize = 24;

/// Spans within each other whose looks are kept.
const DEEPEST_SPAN: usize = 200;

/// The state of the walk.
pub(super) struct Walk {
    pub(super) styles: Styles,
    /// Whether there are changes that nobody has accepted.
    pub(super) tracked: bool,
    pub(super) headers: Vec<Piece>,
    pub(super) footers: Vec<Piece>,
    pub(super) output: Output,
    /// The large pictures.
    pub(super) insets: Insets,
    /// Width and height, in inches, of the drawing that is open and has shown no picture.
    drawn: Option<(f32, f32)>,
    forms: Forms,
    in_forms: bool,
    /// Counts the headings; each frame has lists of its own.
    outline: Lists,
    frames: Vec<Frame>,
    paragraphs_seen: u64,
    tables_seen: u32,
    /// The text of formulas, by the names of the objects that hold them.
    pub(super) formulas: HashMap<String, String>,
    /// Bytes of text given by cells that stand there several times.
    copied: usize,
}

/// A run of paragraphs of its own: the body, a cell, a note, a text box.
struct Frame {
    kind: Kind,
    flow: Flow,
    paragraph: Option<Paragraph>,
    table: Option<Table>,
    /// Columns that the last cell's span still covers.
    covered: u16,
    /// How often the open cell stands there.
    repeated: u16,
    lists: Lists,
    author: String,
    in_author: bool,
}

/// What a frame is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Body,
    Header,
    Footer,
    Note,
    Comment,
    Box,
    /// A paragraph within a paragraph: the text of a shape.
    Shape,
    Table,
    Cell,
}

/// A paragraph as it grows.
#[derive(Default)]
struct Paragraph {
    serial: u64,
    text: String,
    style: Style,
    /// The level that the element itself states.
    level: Option<u8>,
    /// A heading that is not to be numbered.
    is_plain: bool,
    is_hidden: bool,
    strength: Strength,
    spans: Vec<Style>,
    links: Vec<(Anchor, String)>,
    /// A field of a form as Word had it.
    mark: Option<Field>,
    after: Vec<Piece>,
}

impl Paragraph {
    fn anchor(&self) -> Anchor {
        Anchor::at_end(self.serial, &self.text)
    }
}

impl Frame {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            flow: Flow::default(),
            paragraph: None,
            table: None,
            covered: 0,
            repeated: 1,
            lists: Lists::default(),
            author: String::new(),
            in_author: false,
        }
    }
}

impl Walk {
    pub(super) fn new(output: Output) -> Self {
        Self {
            styles: Styles::default(),
            tracked: false,
            headers: Vec::new(),
            footers: Vec::new(),
            output,
            insets: Insets::default(),
            drawn: None,
            forms: Forms::default(),
            in_forms: false,
            outline: Lists::default(),
            frames: vec![Frame::new(Kind::Body)],
            paragraphs_seen: 0,
            tables_seen: 0,
            formulas: HashMap::new(),
            copied: 0,
        }
    }

    /// Takes the next token.
    pub(super) fn listen(&mut self, token: Token<'_>) -> Step {
        match token {
            Token::Open {
                tag,
                parent,
                element,
            } => return self.open(tag, parent, &element),
            Token::Close(tag) => self.close(tag),
            Token::Text { text, .. } => self.text(text),
        }
        Step::Enter
    }

    fn open(&mut self, tag: Tag, parent: Tag, element: &Element<'_>) -> Step {
        if self.is_unseen(tag, parent, element) {
            return Step::Skip;
        }
        match tag {
            Tag::ChangedRegion => {
                self.tracked = true;
                return Step::Skip;
            }
            Tag::HiddenParagraph => self.hide_paragraph(element),
            Tag::Forms => self.in_forms = true,
            Tag::FormField | Tag::ControlCheckBox if self.in_forms => self.forms.begin(element),
            Tag::FormOption if self.in_forms => self.forms.option(element),
            Tag::Paragraph | Tag::HeadingParagraph => return self.begin_paragraph(tag, element),
            Tag::List => self.begin_list(element),
            Tag::NumberedParagraph => self.begin_numbered(element),
            Tag::ListItem | Tag::ListHeader => {
                let start = element.number("start-value");
                self.frame().lists.begin_item(start, tag == Tag::ListHeader);
            }
            Tag::PageHeader | Tag::PageFooter => return self.begin_page_frame(tag, element),
            Tag::NoteBody | Tag::Annotation | Tag::FrameText => {
                return self.begin_frame(tag, element);
            }
            Tag::DataTable
            | Tag::TableColumn
            | Tag::TableRow
            | Tag::TableCell
            | Tag::CoveredCell => {
                return self.open_table(tag, element);
            }
            Tag::Creator => {
                let frame = self.frame();
                frame.in_author = frame.kind == Kind::Comment && frame.paragraph.is_none();
            }
            _ => self.open_other(tag, element),
        }
        Step::Enter
    }

    /// Whether an element and what is in it are not to be seen.
    fn is_unseen(&self, tag: Tag, parent: Tag, element: &Element<'_>) -> bool {
        let is_not_displayed = || {
            element
                .attribute("display")
                .is_some_and(|shown| shown == "none")
        };
        match tag {
            Tag::Unseen | Tag::NoteCitation | Tag::IndexSource => true,
            Tag::HiddenText => is_on(element, "is-hidden"),
            Tag::Section => is_not_displayed(),
            // A picture's name; within a line it is a field that shows the document's, which a flat file tells too.
            Tag::Title => !matches!(
                parent,
                Tag::Paragraph | Tag::HeadingParagraph | Tag::Span | Tag::Anchor | Tag::Meta
            ),
            // Fields of variables are of many names.
            Tag::Other => {
                self.frames
                    .last()
                    .is_some_and(|frame| frame.paragraph.is_some())
                    && is_not_displayed()
            }
            _ => false,
        }
    }

    /// Some writers hide the paragraph that such a field stands in.
    fn hide_paragraph(&mut self, element: &Element<'_>) {
        let is_hidden = is_on(element, "is-hidden");
        if let Some(paragraph) = &mut self.frame().paragraph {
            paragraph.is_hidden |= is_hidden;
        }
    }

    fn open_other(&mut self, tag: Tag, element: &Element<'_>) {
        match tag {
            Tag::Span
            | Tag::Spaces
            | Tag::Tab
            | Tag::LineBreak
            | Tag::Anchor
            | Tag::DrawnControl
            | Tag::DrawnObject => {
                self.character(tag, element);
            }
            Tag::DrawnFrame => self.begin_drawing(element),
            Tag::DrawnPicture => self.picture(element),
            Tag::FieldMark => self.begin_mark(element),
            Tag::FieldParameter => self.mark_parameter(element),
            _ => self.styles.open(tag, element),
        }
    }

    fn close(&mut self, tag: Tag) {
        match tag {
            Tag::Forms => self.in_forms = false,
            Tag::Paragraph | Tag::HeadingParagraph => self.end_paragraph(),
            Tag::List => self.frame().lists.end(),
            Tag::NumberedParagraph => self.end_numbered(),
            Tag::Span => self.end_span(),
            Tag::FieldMark => self.end_mark(),
            Tag::Anchor => self.end_link(),
            Tag::Creator => self.frame().in_author = false,
            Tag::PageHeader => self.end_frame(Kind::Header),
            Tag::PageFooter => self.end_frame(Kind::Footer),
            Tag::NoteBody => self.end_frame(Kind::Note),
            Tag::Annotation => self.end_frame(Kind::Comment),
            Tag::FrameText => self.end_frame(Kind::Box),
            Tag::DataTable | Tag::TableRow | Tag::TableCell => self.close_table(tag),
            _ => self.styles.close(tag),
        }
    }

    fn text(&mut self, text: &str) {
        let frame = self.frame();
        if frame.in_author {
            frame.author.push_str(text);
        } else {
            self.write(text);
        }
    }

    /// The frame that is open.
    fn frame(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::new(Kind::Body));
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn begin_list(&mut self, element: &Element<'_>) {
        let attribute = |name: &str| element.attribute(name).map(|value| value.into_owned());
        let stated = Stated {
            style: attribute("style-name"),
            id: attribute("id").unwrap_or_default(),
            goes_on: is_on(element, "continue-numbering"),
            goes_on_from: attribute("continue-list"),
        };
        self.frame().lists.begin(stated);
    }

    /// An item without a list around it, which tells its level itself (ISO/IEC 26300-1, 5.3.6).
    fn begin_numbered(&mut self, element: &Element<'_>) {
        let level = element
            .number::<usize>("level")
            .unwrap_or(1)
            .clamp(1, LEVELS);
        let style = element
            .attribute("style-name")
            .map(|name| name.into_owned());
        let start = element.number("start-value");
        let frame = self.frame();
        for _ in 0..level {
            frame.lists.begin(Stated {
                style: style.clone(),
                goes_on: true,
                ..Stated::default()
            });
        }
        frame.lists.begin_item(start, false);
    }

    fn end_numbered(&mut self) {
        let lists = &mut self.frame().lists;
        while lists.depth().is_some() {
            lists.end();
        }
    }

    /// What is left when the document has ended.
    pub(super) fn finish(&mut self) {
        while self.frames.len() > 1 {
            let kind = self.frame().kind;
            self.end_frame(kind);
        }
        self.end_paragraph();
        self.flush();
    }

    /// Hands finished pieces of the body on.
    fn flush(&mut self) {
        if let [frame] = self.frames.as_mut_slice() {
            if frame.flow.pieces.is_empty() {
                return;
            }
            // Headers are told before the body, in a part of their own or in a flat file.
            let headers = std::mem::take(&mut self.headers);
            self.output.push_as(BlockKind::Header, distinct(headers));
            for piece in frame.flow.pieces.drain(..) {
                self.output.push(piece);
            }
        }
    }
}

/// Whether an attribute is `true`.
fn is_on(element: &Element<'_>, name: &str) -> bool {
    element.attribute(name).is_some_and(|value| value == "true")
}
