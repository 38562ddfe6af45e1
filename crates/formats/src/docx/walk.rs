//! The walk through a part of the document: what opens, what is written, what closes.

mod boxes;
mod characters;
mod controls;
mod pictures;

use std::collections::HashMap;

use super::paragraph::{Paragraph, Run};
use super::relations::Relations;
use super::styles::{Styles, font_of, outline_level};
use crate::flow::fields::{Anchor, Field};
use crate::flow::labels::Counters;
use crate::flow::table::Table;
use crate::flow::{Flow, Output, Piece};
use crate::picture::inset::Insets;
use crate::xml::{Element, Step, Tag, Token};

/// Tables and text boxes within each other: deeper ones are read as if their walls were not there.
const DEEPEST: usize = 24;

/// Footnotes, endnotes and comments by kind and id.
pub(super) type Notes = HashMap<(Tag, String), Piece>;

/// The state of the walk through one part.
pub(super) struct Walk<'d> {
    pub(super) styles: &'d Styles,
    pub(super) links: &'d Relations,
    pub(super) counters: Counters<'d>,
    /// Where finished pieces of the outermost flow go at once, for a long part.
    pub(super) output: Option<&'d mut Output>,
    /// The notes that the part may call, each of which is told once.
    pub(super) notes: Notes,
    /// Files of other formats within the part, by the ids of their relations.
    pub(super) chunks: HashMap<String, Vec<Piece>>,
    /// Whether there are changes that nobody has accepted.
    pub(super) tracked: bool,
    /// The large pictures, where they are looked for.
    pub(super) insets: Option<Insets>,
    /// Width and height, in inches, of the drawing that is open.
    drawn: (f32, f32),
    flows: Vec<Flow>,
    tables: Vec<Table>,
    /// How many tables are open whose walls are not there.
    flat_tables: usize,
    tables_seen: u32,
    paragraphs: Vec<Paragraph>,
    paragraphs_seen: u64,
    run: Run,
    in_run: bool,
    fields: Vec<Field>,
    hyperlinks: Vec<(Anchor, Option<String>)>,
    controls: Vec<(Anchor, Option<bool>)>,
    /// For each open set of alternatives, whether one was taken.
    alternatives: Vec<bool>,
    boxes: Vec<BoxState>,
}

/// What waits while a text box is read.
struct BoxState {
    run: Run,
    in_run: bool,
    fields: Vec<Field>,
    paragraphs: usize,
    tables: usize,
}

impl<'d> Walk<'d> {
    pub(super) fn new(styles: &'d Styles, counters: Counters<'d>, links: &'d Relations) -> Self {
        Self {
            styles,
            links,
            counters,
            output: None,
            notes: Notes::new(),
            chunks: HashMap::new(),
            tracked: false,
            insets: None,
            drawn: (0.0, 0.0),
            flows: vec![Flow::default()],
            tables: Vec::new(),
            flat_tables: 0,
            tables_seen: 0,
            paragraphs: Vec::new(),
            paragraphs_seen: 0,
            run: Run::default(),
            in_run: false,
            fields: Vec::new(),
            hyperlinks: Vec::new(),
            controls: Vec::new(),
            alternatives: Vec::new(),
            boxes: Vec::new(),
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
            Token::Text {
                parent: Tag::Text,
                text,
            } => self.write(text),
            Token::Text {
                parent: Tag::FieldInstruction,
                text,
            } => {
                if let Some(field) = self.fields.last_mut() {
                    field.instruct(text);
                }
            }
            Token::Text { .. } => {}
        }
        Step::Enter
    }

    /// What is left when the part has ended.
    pub(super) fn finish(&mut self) -> Vec<Piece> {
        self.end_paragraph();
        self.flows.truncate(1);
        self.flows
            .last_mut()
            .map(|flow| std::mem::take(&mut flow.pieces))
            .unwrap_or_default()
    }

    fn open(&mut self, tag: Tag, parent: Tag, element: &Element<'_>) -> Step {
        match tag {
            Tag::DeletedText | Tag::DeletedInstruction | Tag::RubyText => return Step::Skip,
            Tag::ParagraphChange | Tag::RunChange | Tag::TableChange => return Step::Skip,
            Tag::Deleted | Tag::MovedFrom | Tag::Inserted | Tag::MovedTo => {
                return self.change(tag, parent);
            }
            Tag::Alternatives => self.alternatives.push(false),
            Tag::Choice | Tag::Fallback => return self.choose(tag, element),
            Tag::Paragraph => self.begin_paragraph(),
            Tag::Run => {
                self.run = Run::default();
                self.in_run = true;
            }
            Tag::TextBox => return self.begin_box(),
            Tag::TextPath => self.text_path(element),
            Tag::Chunk => self.chunk(element),
            Tag::DrawingExtent | Tag::VmlShape => self.begin_drawing(tag, element),
            Tag::Blip | Tag::VmlPicture => self.picture(tag, element),
            Tag::Table
            | Tag::GridColumn
            | Tag::Row
            | Tag::GridBefore
            | Tag::Cell
            | Tag::GridSpan
            | Tag::HorizontalMerge => {
                self.open_table(tag, element);
            }
            Tag::Tab | Tag::Break | Tag::CarriageReturn | Tag::NoBreakHyphen | Tag::Symbol => {
                self.character(tag, parent, element);
            }
            Tag::Hyperlink | Tag::SimpleField | Tag::FieldCharacter => {
                self.open_field(tag, element)
            }
            Tag::FormCheckBox | Tag::FormEntry | Tag::FormResult | Tag::Default | Tag::Checked => {
                self.form(tag, parent, element);
            }
            Tag::Control => self.begin_control(),
            Tag::ControlCheckBox => self.control_state(false),
            Tag::FootnoteReference | Tag::EndnoteReference | Tag::CommentReference => {
                self.call_note(tag, element)
            }
            _ => self.property(tag, parent, element),
        }
        Step::Enter
    }

    fn close(&mut self, tag: Tag) {
        match tag {
            Tag::Paragraph => self.end_paragraph(),
            Tag::Run => self.in_run = false,
            Tag::TextBox => self.end_box(),
            Tag::Table | Tag::Row | Tag::Cell => self.close_table(tag),
            Tag::Hyperlink | Tag::SimpleField => self.end_hyperlink(),
            Tag::FieldCharacter => self.show_check_box(),
            Tag::Control => self.end_control(),
            // A fraction of a formula: the upper part is done.
            Tag::Number => self.push('/'),
            Tag::Alternatives => {
                self.alternatives.pop();
            }
            _ => {}
        }
    }

    /// Properties of paragraphs and runs.
    fn property(&mut self, tag: Tag, parent: Tag, element: &Element<'_>) {
        if self.in_run && parent == Tag::RunProperties {
            match tag {
                Tag::Bold => self.run.bold = Some(element.is_on()),
                Tag::Size => self.run.size = element.number("val"),
                Tag::Hidden => self.run.hidden = Some(element.is_on()),
                Tag::RunStyle => {
                    let id = element.value().unwrap_or_default();
                    self.run.hidden = self.run.hidden.or(self.styles.hides(&id));
                }
                Tag::RunFonts => self.run.font = font_of(element),
                _ => {}
            }
            return;
        }
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        match (tag, parent) {
            (Tag::ParagraphStyle, Tag::ParagraphProperties) => {
                paragraph.style = element.value().map(|id| id.into_owned());
                paragraph.look = self.styles.get(paragraph.style.as_deref());
            }
            // A large first letter has a frame of its own; the word goes on in the next paragraph.
            (Tag::FrameProperties, Tag::ParagraphProperties) => {
                paragraph.open_end |= element
                    .attribute("dropCap")
                    .is_some_and(|kind| kind != "none");
            }
            (Tag::OutlineLevel, Tag::ParagraphProperties) => {
                paragraph.level = outline_level(element)
            }
            (Tag::NumberId, Tag::NumberProperties) => paragraph.list = element.number("val"),
            (Tag::NumberLevel, Tag::NumberProperties) => {
                paragraph.list_level = element.number("val")
            }
            _ => {}
        }
    }

    /// What was inserted or moved here is there, what was deleted or moved away is not.
    fn change(&mut self, tag: Tag, parent: Tag) -> Step {
        let gone = matches!(tag, Tag::Deleted | Tag::MovedFrom);
        self.tracked = true;
        match parent {
            Tag::RunProperties if gone && !self.in_run => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.open_end = true;
                }
                Step::Enter
            }
            Tag::RowProperties if gone => {
                if let Some(table) = self.tables.last_mut().filter(|_| self.flat_tables == 0) {
                    table.delete_row();
                }
                Step::Enter
            }
            Tag::RunProperties | Tag::RowProperties | Tag::NumberProperties => Step::Enter,
            _ if gone => Step::Skip,
            _ => Step::Enter,
        }
    }

    /// Of alternatives the first that says what it needs in words that we know, else what they fall back to.
    fn choose(&mut self, tag: Tag, element: &Element<'_>) -> Step {
        let Some(taken) = self.alternatives.last_mut() else {
            return Step::Enter;
        };
        let known = tag == Tag::Fallback
            || element.attribute("Requires").is_none_or(|needs| {
                needs
                    .split_whitespace()
                    .all(|prefix| prefix.starts_with(['w', 'a', 'v', 'm', 'p', 'o']))
            });
        if *taken || !known {
            return Step::Skip;
        }
        *taken = true;
        Step::Enter
    }
}
