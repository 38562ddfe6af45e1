//! The walk through a part of the document: what opens, what is written, what closes.

use std::collections::HashMap;

use paper::BlockKind;

use super::fields::{self, Anchor, Field};
use super::flow::{Flow, Output, Piece, joined};
use super::labels::Counters;
use super::paragraph::{Paragraph, Run};
use super::relations::Relations;
use super::styles::{Style, Styles, outline_level};
use super::symbols;
use super::table::Table;
use super::xml::{Element, Step, Tag, Token};
use crate::letters;

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
    /// Whether there are changes that nobody has accepted.
    pub(super) tracked: bool,
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
            tracked: false,
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
                Tag::Hidden => self.run.hidden = element.is_on(),
                Tag::RunFonts => self.run.font = symbols::font_of(element),
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

// Paragraphs.
impl Walk<'_> {
    /// The paragraph that is open; characters outside of one begin it.
    fn paragraph(&mut self) -> &mut Paragraph {
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

    fn begin_paragraph(&mut self) {
        self.end_paragraph();
        self.paragraphs_seen += 1;
        let text = self
            .flows
            .last_mut()
            .map(|flow| std::mem::take(&mut flow.carried))
            .unwrap_or_default();
        self.paragraphs.push(Paragraph {
            serial: self.paragraphs_seen,
            text,
            ..Paragraph::default()
        });
    }

    fn end_paragraph(&mut self) {
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

    fn pieces_of(&mut self, mut paragraph: Paragraph) -> Vec<Piece> {
        if paragraph.open_end {
            if let Some(flow) = self.flows.last_mut() {
                flow.carried = std::mem::take(&mut paragraph.text);
            }
            return paragraph.after;
        }
        let style = self.styles.get(paragraph.style.as_deref());
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

    fn label(&mut self, paragraph: &Paragraph, style: &Style) -> Option<String> {
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
    fn flush(&mut self) {
        if let ([flow], Some(output)) = (self.flows.as_mut_slice(), self.output.as_deref_mut()) {
            for piece in flow.pieces.drain(..) {
                output.push(piece);
            }
        }
    }
}

// Characters.
impl Walk<'_> {
    /// Whether characters are seen now: not in hidden runs, not in the instructions of fields.
    fn is_shown(&self) -> bool {
        !self.run.hidden && self.fields.iter().all(|field| field.shows)
    }

    fn write(&mut self, text: &str) {
        if !self.is_shown() {
            return;
        }
        let run = self.run;
        let body = self.styles.body_size();
        let style_id = self.paragraph().style.clone();
        let style = self.styles.get(style_id.as_deref());
        let bold = run.bold.or(style.bold).unwrap_or(false);
        let large = run
            .size
            .or(style.size)
            .zip(body.or(Some(22)))
            .is_some_and(|(size, body)| size > body + 3);
        self.paragraph().push(text, run, bold || large);
    }

    fn push(&mut self, c: char) {
        if self.is_shown() {
            self.paragraph().text.push(c);
        }
    }

    fn character(&mut self, tag: Tag, parent: Tag, element: &Element<'_>) {
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
    fn text_path(&mut self, element: &Element<'_>) {
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

    fn call_note(&mut self, tag: Tag, element: &Element<'_>) {
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
    pub(super) fn take_note(&mut self) -> String {
        joined(&self.finish())
    }
}

// Fields, links, controls.
impl Walk<'_> {
    fn open_field(&mut self, tag: Tag, element: &Element<'_>) {
        let anchor = self.paragraph().anchor();
        match tag {
            Tag::Hyperlink => {
                let id = element.attribute("id").unwrap_or_default();
                let address = self.links.address(&id).map(str::to_owned);
                self.hyperlinks.push((anchor, address));
            }
            Tag::SimpleField => {
                let instruction = element.attribute("instr").unwrap_or_default();
                self.hyperlinks
                    .push((anchor, fields::target(&instruction).map(str::to_owned)));
            }
            _ => match element.attribute("fldCharType").as_deref() {
                Some("begin") => self.fields.push(Field::new(anchor)),
                Some("separate") => {
                    if let Some(field) = self.fields.last_mut() {
                        field.separate(anchor);
                    }
                }
                Some("end") => self.end_field(),
                _ => {}
            },
        }
    }

    fn end_field(&mut self) {
        let Some(field) = self.fields.pop() else {
            return;
        };
        if !self.is_shown() {
            return;
        }
        if let Some(entry) = field.entry()
            && self.paragraph().since(field.start).is_empty()
        {
            self.paragraph().text.push_str(entry);
        }
        if let Some(address) = field.address() {
            self.link(field.start, address);
        }
    }

    fn end_hyperlink(&mut self) {
        if let Some((anchor, Some(address))) = self.hyperlinks.pop() {
            self.link(anchor, &address);
        }
    }

    fn link(&mut self, anchor: Anchor, address: &str) {
        let paragraph = self.paragraph();
        if let Some(shown) = fields::shown_address(address, paragraph.since(anchor)) {
            paragraph.text.push(' ');
            paragraph.text.push_str(&shown);
        }
    }

    /// The fields of forms made before 2007.
    fn form(&mut self, tag: Tag, parent: Tag, element: &Element<'_>) {
        if parent == Tag::ControlCheckBox && tag == Tag::Checked {
            self.control_state(element.is_on());
            return;
        }
        let Some(field) = self.fields.last_mut() else {
            return;
        };
        match (tag, parent) {
            (Tag::FormCheckBox, _) => field.checked = Some(false),
            (Tag::Default | Tag::Checked, Tag::FormCheckBox) => {
                field.checked = Some(element.is_on())
            }
            (Tag::FormEntry, Tag::FormDropDown) => {
                field.add_entry(element.value().unwrap_or_default().into_owned())
            }
            (Tag::Default | Tag::FormResult, Tag::FormDropDown) => {
                field.choose(element.number("val").unwrap_or(0))
            }
            _ => {}
        }
    }

    fn show_check_box(&mut self) {
        let state = self
            .fields
            .last_mut()
            .and_then(|field| field.checked.take());
        let outer = self.fields.len().saturating_sub(1);
        if let Some(checked) = state
            && self.fields.iter().take(outer).all(|field| field.shows)
            && !self.run.hidden
        {
            self.paragraph().text.push(tick(checked));
        }
    }

    fn begin_control(&mut self) {
        let anchor = match self.paragraphs.last() {
            Some(paragraph) => paragraph.anchor(),
            None => Anchor {
                paragraph: u64::MAX,
                at: 0,
            },
        };
        self.controls.push((anchor, None));
    }

    fn control_state(&mut self, checked: bool) {
        if let Some((_, state)) = self.controls.last_mut() {
            *state = Some(checked);
        }
    }

    /// A check box shows its state whatever sign its maker has chosen for it.
    fn end_control(&mut self) {
        let Some((anchor, Some(checked))) = self.controls.pop() else {
            return;
        };
        let Some(paragraph) = self
            .paragraphs
            .last_mut()
            .filter(|one| one.serial == anchor.paragraph)
        else {
            return;
        };
        if paragraph.since(anchor).trim().chars().count() <= 1 {
            paragraph.text.truncate(anchor.at);
            paragraph.text.push(tick(checked));
        }
    }
}

fn tick(checked: bool) -> char {
    if checked { '☒' } else { '☐' }
}

// Tables and text boxes.
impl Walk<'_> {
    fn open_table(&mut self, tag: Tag, element: &Element<'_>) {
        if tag == Tag::Table {
            self.begin_table();
        }
        if self.flat_tables > 0 {
            return;
        }
        let outside = self.boxes.last().map_or(0, |state| state.tables);
        let open = self.tables.len() > outside;
        let Some(table) = self.tables.last_mut().filter(|_| open) else {
            return;
        };
        match tag {
            Tag::GridColumn => table.add_grid_column(),
            Tag::Row => table.begin_row(),
            Tag::GridBefore => table.skip_columns(element.number("val").unwrap_or(0)),
            Tag::GridSpan => table.span(element.number("val").unwrap_or(1)),
            Tag::HorizontalMerge => {
                if element.value().is_none_or(|value| value == "continue") {
                    table.continue_cell();
                }
            }
            Tag::Cell if table.begin_cell() => self.flows.push(Flow::default()),
            _ => {}
        }
    }

    fn begin_table(&mut self) {
        self.end_paragraph();
        if self.flat_tables > 0 || self.flows.len() > DEEPEST {
            self.flat_tables += 1;
            return;
        }
        let depth = self.tables.len();
        self.tables.push(Table::new(self.tables_seen, depth));
        self.tables_seen = self.tables_seen.saturating_add(1);
    }

    fn close_table(&mut self, tag: Tag) {
        self.end_paragraph();
        if self.flat_tables > 0 {
            self.flat_tables -= usize::from(tag == Tag::Table);
            return;
        }
        let outside = self.boxes.last().map_or(0, |state| state.tables);
        let open = self.tables.len() > outside;
        let Some(table) = self.tables.last_mut().filter(|_| open) else {
            return;
        };
        let pieces = match tag {
            Tag::Cell if table.has_open_cell() && self.flows.len() > 1 => {
                if let Some(flow) = self.flows.pop() {
                    table.end_cell(flow);
                }
                return;
            }
            Tag::Row => table.end_row(),
            Tag::Table => {
                let rest = table.end_row();
                self.tables.pop();
                rest
            }
            _ => return,
        };
        if let Some(flow) = self.flows.last_mut() {
            flow.pieces.extend(pieces);
        }
        self.flush();
    }

    fn begin_box(&mut self) -> Step {
        if self.flows.len() > DEEPEST {
            return Step::Skip;
        }
        // The paragraph that the box hangs on waits.
        self.paragraph();
        self.boxes.push(BoxState {
            run: self.run,
            in_run: self.in_run,
            fields: std::mem::take(&mut self.fields),
            paragraphs: self.paragraphs.len(),
            tables: self.tables.len(),
        });
        self.run = Run::default();
        self.in_run = false;
        self.flows.push(Flow::default());
        Step::Enter
    }

    fn end_box(&mut self) {
        self.end_paragraph();
        let Some(state) = self.boxes.pop() else {
            return;
        };
        self.run = state.run;
        self.in_run = state.in_run;
        self.fields = state.fields;
        self.tables.truncate(state.tables);
        if let Some(flow) = self.flows.pop() {
            self.paragraph().after.extend(flow.pieces);
        }
    }
}
