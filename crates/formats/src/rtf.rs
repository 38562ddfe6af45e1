//! RTF: control words, groups and text, in one pass.
//!
//! After the specification, version 1.9.1: what Word has written since 1989, and WordPad, LibreOffice, Outlook and the
//! forms of older systems. Everything that stands apart from the running text (headers, notes, comments, text boxes) is a
//! context with paragraphs and tables of its own.

mod context;
mod fonts;
mod html;
mod lists;
mod pictures;
mod properties;
mod state;
mod styles;
mod tokens;
mod words;

use paper::{BlockKind, Document};

use crate::flow::fields::{Field, tick};
use crate::flow::{Output, Piece, distinct, shape, symbols};
use crate::picture::inset::{Inlaid, Insets};
use crate::text::pages::Letters;
use crate::{Limits, ReadError, warnings};

use context::{Context, Kind};
use fonts::Fonts;
use lists::Lists;
use pictures::Picture;
use properties::Properties;
use state::{Destination, Ends, Group, Look};
use styles::Styles;
use tokens::{Token, Tokens};

pub(crate) use html::html_within;

/// Groups within each other beyond which their walls are not kept.
const DEEPEST: usize = 20_000;

/// Notes within notes and the like.
const DEEPEST_CONTEXT: usize = 16;

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Inlaid, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    let mut reading = Reading::new(limits.text);
    let mut tokens = Tokens::of(bytes);
    while let Some(token) = tokens.next() {
        reading.look(token, tokens.at());
        let skipped = reading.take(token);
        tokens.pass(skipped);
        if reading.written > limits.text {
            return Err(ReadError::TooLarge {
                part: "the text",
                limit: limits.text,
            });
        }
    }
    let insets = std::mem::take(&mut reading.insets);
    Ok(Inlaid::new(reading.finish()?, insets))
}

/// The state of the pass.
struct Reading {
    groups: Vec<Group>,
    /// Groups that are open beyond the deepest.
    beyond: usize,
    contexts: Vec<Context>,
    fields: Vec<Field>,
    fonts: Fonts,
    styles: Styles,
    lists: Lists,
    properties: Properties,
    /// The large pictures, and the one that is open.
    insets: Insets,
    picture: Option<Picture>,
    /// The letters of fonts that say nothing of theirs.
    letters: Letters,
    default_font: Option<i32>,
    /// Bytes that wait to be decoded together, some characters being of two.
    bytes: Vec<u8>,
    /// The first half of a character beyond U+FFFF.
    half: Option<u16>,
    /// Characters still to be passed over, which stand in for the last one.
    stand_ins: usize,
    headers: Vec<Piece>,
    footers: Vec<Piece>,
    author: String,
    /// The entry of a form's list that is being read.
    entry: String,
    shape_name: String,
    shape_value: String,
    cell: words::CellLayout,
    form: words::FormField,
    outer_edges: Vec<crate::flow::marks::Edges>,
    tracked: bool,
    serial: u64,
    /// Bytes of text so far.
    written: u64,
    limit: u64,
}

impl Reading {
    fn new(limit: u64) -> Self {
        Self {
            groups: vec![Group::default()],
            beyond: 0,
            contexts: vec![Context::new(Kind::Body, 0)],
            fields: Vec::new(),
            fonts: Fonts::default(),
            styles: Styles::default(),
            lists: Lists::default(),
            properties: Properties::default(),
            insets: Insets::default(),
            picture: None,
            letters: Letters::default(),
            default_font: None,
            bytes: Vec::new(),
            half: None,
            stand_ins: 0,
            headers: Vec::new(),
            footers: Vec::new(),
            author: String::new(),
            entry: String::new(),
            shape_name: String::new(),
            shape_value: String::new(),
            cell: words::CellLayout::default(),
            form: words::FormField::default(),
            outer_edges: Vec::new(),
            tracked: false,
            serial: 0,
            written: 0,
            limit,
        }
    }

    /// Takes a token; gives back how many bytes after it are no text.
    fn take(&mut self, token: Token<'_>) -> usize {
        match token {
            Token::Text(text) => self.raw(text),
            Token::Hex(byte) => self.raw(&[byte]),
            Token::Open => self.open(),
            Token::Close => self.close(),
            Token::Symbol(symbol) => self.symbol(symbol),
            Token::Word(word, number) => {
                self.decode();
                if word == "bin" {
                    return number
                        .and_then(|count| usize::try_from(count).ok())
                        .unwrap_or(0);
                }
                if self.stand_ins > 0 && word != "u" {
                    self.stand_ins -= 1;
                    return 0;
                }
                self.word(word, number);
            }
        }
        0
    }

    /// Bytes of text, less those that stand in for a character that was given in Unicode.
    fn raw(&mut self, text: &[u8]) {
        let passed = self.stand_ins.min(text.len());
        self.stand_ins -= passed;
        if passed < text.len() {
            self.half = None;
        }
        let group = self.group();
        group.is_fresh &= text.iter().all(u8::is_ascii_whitespace);
        if group.destination != Destination::Skip {
            self.bytes.extend(text.get(passed..).unwrap_or_default());
        }
    }

    /// Decodes the bytes that wait.
    fn decode(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let look = self.group().look;
        let text = match look.symbols {
            // A font of symbols has a table of its own.
            Some(_) => self.bytes.iter().map(|&byte| char::from(byte)).collect(),
            None => look.letters.unwrap_or(self.letters).decode(&self.bytes),
        };
        self.bytes.clear();
        self.write(&text);
    }

    fn group(&mut self) -> &mut Group {
        if self.groups.is_empty() {
            self.groups.push(Group::default());
        }
        let last = self.groups.len() - 1;
        &mut self.groups[last]
    }

    fn context(&mut self) -> &mut Context {
        if self.contexts.is_empty() {
            self.contexts.push(Context::new(Kind::Body, self.serial));
        }
        let last = self.contexts.len() - 1;
        &mut self.contexts[last]
    }

    fn open(&mut self) {
        self.decode();
        self.stand_ins = 0;
        if self.groups.len() >= DEEPEST {
            self.beyond += 1;
            return;
        }
        let mut inner = *self.group();
        inner.ends = Ends::Nothing;
        inner.optional = false;
        inner.is_fresh = true;
        if std::mem::take(&mut inner.in_pairs) {
            // Of a pair the first is for programs that know no Unicode, the second is a group of its own.
            inner.destination = Destination::Skip;
            self.group().in_pairs = false;
        }
        self.groups.push(inner);
    }

    fn close(&mut self) {
        self.decode();
        self.stand_ins = 0;
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        if self.groups.len() < 2 {
            return;
        }
        let Some(group) = self.groups.pop() else {
            return;
        };
        match group.ends {
            Ends::Nothing => {}
            Ends::Context => self.end_context(group),
            Ends::Field => self.end_field(),
            Ends::Label => self.end_label(),
            Ends::FormField => self.end_form_field(),
            Ends::FormEntry => {
                let entry = std::mem::take(&mut self.entry);
                if let Some(field) = self.fields.last_mut() {
                    field.add_entry(entry);
                }
            }
            Ends::Picture => self.stand_ins = 1,
            Ends::List => self.lists.end(),
            Ends::ListLevel => self.lists.end_level(),
            Ends::Font => self.fonts.end(),
            Ends::Style => self.styles.end(),
            Ends::ShapeProperty => self.end_shape_property(),
            Ends::NestedRow => {
                let edges = self.outer_edges.pop().unwrap_or_default();
                self.context().edges = edges;
            }
        }
    }

    /// Characters, to wherever the group sends them.
    fn write(&mut self, text: &str) {
        self.written += text.len() as u64;
        let group = *self.group();
        match group.destination {
            Destination::Text => self.write_text(text, group.look),
            Destination::FontName => self.fonts.name(text),
            Destination::StyleName => self.styles.name(text),
            Destination::Property(property) => self.properties.write(property, text),
            Destination::Instruction => {
                if let Some(field) = self.fields.last_mut() {
                    field.instruct(text);
                }
            }
            Destination::FormEntry => self.entry.push_str(text),
            Destination::Label => self.write_label(text, group.look),
            Destination::LevelText => self.lists.write(text),
            Destination::CommentAuthor => self.author.push_str(text),
            Destination::ShapeName => self.shape_name.push_str(text),
            Destination::ShapeValue => self.shape_value.push_str(text),
            _ => {}
        }
    }

    fn write_text(&mut self, text: &str, look: Look) {
        if look.deleted {
            self.tracked = true;
        }
        if look.hidden || look.deleted {
            return;
        }
        let body = self.styles.body_size();
        let strong = look.bold || look.size.is_some_and(|size| size > body + 3);
        let paragraph = &mut self.context().paragraph;
        for c in text.chars() {
            let shown = match c {
                '\t' | '\n' => Some(c),
                c => symbols::shown(c, look.symbols),
            };
            if let Some(c) = shown {
                paragraph.text.push(c);
                paragraph.strength.add(c, strong);
            }
        }
    }

    fn write_label(&mut self, text: &str, look: Look) {
        let label = &mut self.context().paragraph.label;
        if label.len() < 100 {
            label.extend(text.chars().filter_map(|c| symbols::shown(c, look.symbols)));
        }
    }

    /// A bullet is one of few signs, in whatever font it was.
    fn end_label(&mut self) {
        let paragraph = &mut self.context().paragraph;
        let label = paragraph.label.trim();
        if !label.is_empty() && !label.contains(char::is_alphanumeric) {
            paragraph.label = symbols::bullet(label, None);
        }
    }

    fn begin_context(&mut self, kind: Kind) {
        let look = self.group().look;
        // Word 6 called comments in hidden text.
        let is_gone = look.deleted || look.hidden && kind == Kind::Note;
        let is_repeated = matches!(kind, Kind::Header | Kind::Footer);
        if self.contexts.len() >= DEEPEST_CONTEXT || is_gone && !is_repeated {
            self.group().destination = Destination::Skip;
            return;
        }
        self.serial += 1;
        let context = Context::new(kind, self.serial);
        self.contexts.push(context);
        let group = self.group();
        *group = Group {
            destination: Destination::Text,
            ends: Ends::Context,
            stand_ins: group.stand_ins,
            ..Group::default()
        };
    }

    fn end_context(&mut self, group: Group) {
        if self.contexts.len() < 2 {
            return;
        }
        if self.context().is_open() {
            self.end_paragraph_of(group);
        }
        let Some(context) = self.contexts.pop() else {
            return;
        };
        match context.kind {
            Kind::Header => self.headers.extend(context.finish()),
            Kind::Footer => self.footers.extend(context.finish()),
            Kind::Comment => {
                let author = std::mem::take(&mut self.author);
                let pieces = context.hanging(author.trim());
                self.context().paragraph.after.extend(pieces);
            }
            _ => {
                let pieces = context.hanging("");
                self.context().paragraph.after.extend(pieces);
            }
        }
    }

    fn end_paragraph_of(&mut self, group: Group) {
        self.serial += 1;
        let serial = self.serial;
        let level = group.shape.style.and_then(|style| self.styles.level(style));
        let shape = group.shape;
        let is_told = !self.context().paragraph.label.trim().is_empty();
        if shape.list != 0 && !is_told && !self.context().paragraph.text.trim().is_empty() {
            let label = self.lists.next(shape.list, usize::from(shape.list_level));
            self.context().paragraph.label = label.unwrap_or_default();
        }
        self.context().end_paragraph(group.shape, level, serial);
    }

    fn end_field(&mut self) {
        let Some(field) = self.fields.pop() else {
            return;
        };
        let look = self.group().look;
        if look.hidden || look.deleted || self.group().destination != Destination::Text {
            return;
        }
        let paragraph = &mut self.context().paragraph;
        if let Some(checked) = field.checked {
            paragraph.text.push(tick(checked));
        } else if let Some(entry) = field.entry()
            && paragraph.since(field.start).trim().is_empty()
        {
            paragraph.text.push_str(entry);
        }
        if let Some(address) = field.address()
            && let Some(shown) = crate::links::shown_address(address, paragraph.since(field.start))
        {
            paragraph.text.push(' ');
            paragraph.text.push_str(&shown);
        }
    }

    /// Letters drawn along a path: "UDKAST" across the page.
    fn end_shape_property(&mut self) {
        let name = std::mem::take(&mut self.shape_name);
        let value = std::mem::take(&mut self.shape_value);
        if name.trim() == "gtextUNICODE" && !value.trim().is_empty() {
            let piece = Piece::Block {
                kind: BlockKind::Paragraph,
                depth: 0,
                text: value.trim().to_owned(),
            };
            self.context().paragraph.after.push(piece);
        }
    }

    fn finish(mut self) -> Result<Document, ReadError> {
        self.decode();
        let whole = self.groups.len() == 1;
        // The body's paragraph that a damaged file leaves open is what it was: in a table, say.
        let outside = |group: &&Group| group.ends != Ends::Context;
        let last = self.groups.iter().take_while(outside).last().copied();
        while self.groups.len() > 1 {
            self.close();
        }
        while self.contexts.len() > 1 {
            self.end_context(Group::default());
        }
        if self.context().is_open() {
            self.end_paragraph_of(last.unwrap_or_default());
        }
        let mut output = Output::new(self.limit);
        output.push_as(BlockKind::Header, distinct(self.headers));
        if let Some(body) = self.contexts.pop() {
            body.finish()
                .into_iter()
                .for_each(|piece| output.push(piece));
        }
        output.push_as(BlockKind::Footer, distinct(self.footers));
        let mut document = output.finish()?;
        if self.tracked {
            document.warnings.push(warnings::tracked_changes());
        }
        if !whole {
            document.warnings.push(warnings::recovered());
        }
        shape::shape(&mut document);
        document.properties = self.properties.finish();
        Ok(document)
    }
}
