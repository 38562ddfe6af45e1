//! The walk through a story: paragraph by paragraph, character by character.

use paper::BlockKind;

use super::fib::Age;
use super::file::{CELL, File, letter};
use super::forms::{self, Form};
use super::looks::{Look, OldList, Said};
use super::styles::Style;
use crate::flow::fields::{Anchor, Field, tick};
use crate::flow::labels::{Counters, write_number};
use crate::flow::lists::Format;
use crate::flow::marks::Marks;
use crate::flow::{Output, Piece, Strength, symbols};
use crate::{letters, links};

/// Fields within each other; more are damage.
const MOST_FIELDS: usize = 32;

/// Bytes that a paragraph, what it gives and a row take beside the text: many small ones are much to keep.
const PARAGRAPH: u64 = 8;
const GIVEN: u64 = 32;
const ROW: u64 = 64;

/// The state of the walk.
pub(super) struct Walk<'f> {
    pub(super) file: &'f File<'f>,
    pub(super) counters: Counters<'f>,
    /// Where finished pieces of the main story go at once, for it may be long.
    pub(super) output: Option<&'f mut Output>,
    /// What hangs on characters, by their places, in order.
    pub(super) attached: std::iter::Peekable<std::vec::IntoIter<(u32, Piece)>>,
    /// Whether there are changes that nobody has accepted.
    pub(super) tracked: bool,
    /// Bytes that all stories have given, and how many they may.
    pub(super) told: u64,
    limit: u64,
    marks: Marks,
    paragraph: Paragraph,
    paragraphs_seen: u64,
    fields: Vec<Field>,
    /// The first half of a character of two.
    half: Option<u16>,
    half_byte: Option<u8>,
    /// Whether the last mark was one of a cell.
    after_cell: bool,
    old_count: Option<u32>,
}

/// A paragraph while its characters go by.
#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    strength: Strength,
    /// Whether characters of it are not seen.
    unseen: bool,
    /// What stands after it: text boxes, notes, comments.
    after: Vec<Piece>,
}

impl<'f> Walk<'f> {
    pub(super) fn new(file: &'f File<'f>, limit: u64) -> Self {
        Self {
            told: 0,
            limit,
            file,
            counters: Counters::new(&file.lists),
            output: None,
            attached: Vec::new().into_iter().peekable(),
            tracked: false,
            marks: Marks::default(),
            paragraph: Paragraph::default(),
            paragraphs_seen: 0,
            fields: Vec::new(),
            half: None,
            half_byte: None,
            after_cell: false,
            old_count: None,
        }
    }

    /// Reads the text from a place to another.
    pub(super) fn story(&mut self, start: u32, end: u32) -> Vec<Piece> {
        self.fields.clear();
        self.after_cell = false;
        let mut place = start;
        while place < end && self.told <= self.limit {
            let (mark, code) = self.file.next_mark(place, end);
            let said = self.file.said(mark);
            let style = self.file.styles.get(said.style);
            let look = self.characters(place, mark, code, style);
            self.end_paragraph(&said, style, &look, code);
            place = mark.saturating_add(1);
        }
        let rest = std::mem::take(&mut self.paragraph);
        let rest = self.pieces_of(rest, &Said::default(), &Style::default());
        self.marks.push(0, rest);
        self.marks.finish()
    }

    /// Reads the characters of a paragraph and tells how its mark looks.
    fn characters(&mut self, start: u32, mark: u32, code: u16, style: &Style) -> Look {
        let (mut look, mut until) = (Look::default(), 0);
        let mut known = self.file.pieces.find(start);
        let mut place = start;
        while place <= mark {
            let piece = known
                .and_then(|(index, _)| self.file.pieces.at(index, place))
                .or_else(|| self.file.pieces.find(place));
            let Some((index, piece)) = piece else {
                match self.file.pieces.next_place(place) {
                    Some(next) if next <= mark => place = next,
                    _ => break,
                }
                continue;
            };
            known = Some((index, piece));
            if place >= until {
                (look, until) = self.file.look(&piece, place, style);
                self.tracked |= look.deleted || look.inserted;
            }
            if let Some(unit) = self.file.unit(&piece, place)
                && (place < mark || code == 0)
            {
                self.attach(place, &look);
                self.unit(unit, piece.wide, &look);
            }
            place += 1;
        }
        look
    }

    /// Takes what hangs on a character.
    fn attach(&mut self, place: u32, look: &Look) {
        while let Some((_, piece)) = self.attached.next_if(|(at, _)| *at <= place) {
            if !look.deleted && self.fields.iter().all(|field| field.shows) {
                self.paragraph.after.push(piece);
            }
        }
    }

    fn unit(&mut self, unit: u16, wide: bool, look: &Look) {
        let c = if wide {
            let high = self.half.take();
            match (high, unit) {
                (None, 0xd800..0xdc00) => {
                    self.half = Some(unit);
                    return;
                }
                (Some(high), 0xdc00..0xe000) => char::decode_utf16([high, unit]).next(),
                _ => char::decode_utf16([unit]).next(),
            }
            .and_then(Result::ok)
            .or(Some(char::REPLACEMENT_CHARACTER))
        } else {
            let byte = u8::try_from(unit).unwrap_or(b'?');
            letter(self.file.letters_of(look), &mut self.half_byte, byte)
        };
        if let Some(c) = c {
            self.character(c, look);
        }
    }

    fn character(&mut self, c: char, look: &Look) {
        match c {
            '\u{13}' => self.begin_field(),
            '\u{14}' => {
                let anchor = self.anchor();
                if let Some(field) = self.fields.last_mut() {
                    field.separate(anchor);
                }
            }
            '\u{15}' => self.end_field(look),
            '\u{1}' if look.is_form => self.form(look),
            c if !self.shows_fields() => {
                if let Some(field) = self.fields.last_mut()
                    && !look.deleted
                {
                    field.instruct(c.encode_utf8(&mut [0; 4]));
                }
            }
            _ if look.hidden || look.deleted => self.paragraph.unseen = true,
            c => self.write(c, look),
        }
    }

    fn shows_fields(&self) -> bool {
        self.fields.iter().all(|field| field.shows)
    }

    /// Appends a character that is seen.
    fn write(&mut self, c: char, look: &Look) {
        let font = look.font.and_then(|font| self.file.fonts.get(font).symbols);
        let shown = match (c, look.symbol) {
            (_, Some((font, code))) if look.special || c == '(' => {
                let c = char::from_u32(u32::from(code));
                let font = self.file.fonts.get(font).symbols;
                c.and_then(|c| symbols::shown(c, font))
            }
            ('\t', _) => Some('\t'),
            ('\u{b}' | '\u{c}' | '\u{e}', _) => Some('\n'),
            ('\u{1e}', _) => Some('-'),
            // Codes of things, and the walls of controls of forms.
            ('\0'..='\u{1f}', _) => None,
            ('<' | '>', _) if look.special => None,
            (c, _) => symbols::shown(c, font),
        };
        if let Some(c) = shown {
            let size = look.size.unwrap_or(self.file.styles.body_size());
            let large = size > self.file.styles.body_size() + 3;
            self.paragraph.text.push(c);
            self.paragraph.strength.add(c, look.bold || large);
        }
    }

    fn anchor(&self) -> Anchor {
        Anchor::at_end(self.paragraphs_seen, &self.paragraph.text)
    }

    /// The text since an anchor; from its beginning where that lies in an earlier paragraph.
    fn since(&self, anchor: Anchor) -> &str {
        anchor.since(self.paragraphs_seen, &self.paragraph.text)
    }

    fn begin_field(&mut self) {
        if self.fields.len() < MOST_FIELDS {
            self.fields.push(Field::new(self.anchor()));
        }
    }

    /// What was filled in a field of a form.
    fn form(&mut self, look: &Look) {
        let (Some(field), Some(at)) = (self.fields.last_mut(), look.location) else {
            return;
        };
        match forms::read(self.file.data, at) {
            Some(Form::CheckBox(checked)) => field.checked = Some(checked),
            Some(Form::List(Some(entry))) => field.add_entry(entry),
            _ => {}
        }
    }

    fn end_field(&mut self, look: &Look) {
        let Some(field) = self.fields.pop() else {
            return;
        };
        if look.hidden || look.deleted || !self.shows_fields() {
            return;
        }
        if field.is("FORMCHECKBOX") {
            let sign = tick(field.checked.unwrap_or(false));
            self.paragraph.text.push(sign);
        }
        let is_empty = self.since(field.start).trim().is_empty();
        if let Some(entry) = field.entry().filter(|_| is_empty) {
            self.paragraph.text.push_str(entry);
        }
        if let Some(address) = field.address()
            && let Some(shown) = links::shown_address(address, self.since(field.start))
        {
            self.paragraph.text.push(' ');
            self.paragraph.text.push_str(&shown);
        }
    }

    /// Ends a paragraph at its mark, and with it a cell or a row.
    fn end_paragraph(&mut self, said: &Said, style: &Style, look: &Look, code: u16) {
        // A field whose instruction does not end with its paragraph is damaged: it must not hide the rest.
        for field in &mut self.fields {
            field.shows = true;
        }
        (self.half, self.half_byte) = (None, None);
        self.paragraphs_seen += 1;
        self.told += PARAGRAPH;
        let depth = match (code, self.file.is_bare()) {
            (CELL, true) => 1,
            (CELL, false) => said.depth().min(1),
            _ => said.depth(),
        };
        let goes_on = code != CELL && depth == 0 && (look.deleted || look.hidden || said.drop_cap);
        if goes_on && !said.inner_cell {
            return;
        }
        let is_row_end = (code == CELL && said.row_end) || said.inner_row || self.is_bare_row(code);
        let paragraph = std::mem::take(&mut self.paragraph);
        let pieces = self.pieces_of(paragraph, said, style);
        self.marks.push(depth, pieces);
        self.end_walls(depth, said, code, is_row_end);
    }

    /// Ends what a mark ends in a table; outside of one what is finished goes on.
    fn end_walls(&mut self, depth: usize, said: &Said, code: u16, is_row_end: bool) {
        if is_row_end && depth > 0 {
            self.told += ROW;
            let edges = said.edges.clone().unwrap_or_default();
            self.marks.end_row(depth, edges);
        } else if depth > 0 && (code == CELL || said.inner_cell) {
            self.marks.end_cell(depth);
        }
        self.after_cell = code == CELL && !is_row_end;
        if depth == 0
            && let Some(output) = self.output.as_deref_mut()
        {
            for piece in self.marks.finish() {
                output.push(piece);
            }
        }
    }

    /// Whether a row ends where nothing is said of paragraphs: two marks of cells beside each other.
    fn is_bare_row(&self, code: u16) -> bool {
        self.file.is_bare() && code == CELL && self.after_cell && self.paragraph.text.is_empty()
    }

    fn pieces_of(&mut self, mut paragraph: Paragraph, said: &Said, style: &Style) -> Vec<Piece> {
        let text = letters::composed(std::mem::take(&mut paragraph.text));
        let text = text.trim();
        // An item of which nothing is left is not counted.
        let label = if text.is_empty() && paragraph.unseen {
            None
        } else {
            self.label(said, style)
        };
        let mut pieces = Vec::new();
        if !text.is_empty() {
            let (kind, depth) = match said.outline.filter(|level| *level > 0) {
                Some(level) => (BlockKind::Heading, level),
                None if label.is_some() => (BlockKind::Item, said.level.unwrap_or(0).min(8)),
                None if paragraph.strength.is_heading(text) => (BlockKind::Heading, 0),
                None => (BlockKind::Paragraph, 0),
            };
            let text = match label {
                Some(label) => format!("{label} {text}"),
                None => text.to_owned(),
            };
            self.told += text.len() as u64 + GIVEN;
            pieces.push(Piece::Block { kind, depth, text });
        }
        pieces.append(&mut paragraph.after);
        pieces
    }

    /// The label of an item; numbers that Word itself leaves out of the count (from 0xf801) have none.
    fn label(&mut self, said: &Said, style: &Style) -> Option<String> {
        if self.file.head.age != Age::Word97 {
            return self.old_label(said.old_list.as_ref());
        }
        let list = said.list.filter(|list| (1..0xf801).contains(list))?;
        let list = u32::from(list);
        let by_style = || {
            let level = self.counters.list(list)?;
            level.level_of_style(&said.style.to_string())
        };
        let own = said.level.map(usize::from);
        let level = match (style.said.list == said.list, style.said.level) {
            // A style that stands for a level of the list does not say which in the paragraph.
            (true, None) if said.level.is_none() => by_style(),
            _ => own,
        };
        self.counters.next(list, level.unwrap_or(0))
    }

    /// The label that a paragraph of Word 6 tells itself.
    fn old_label(&mut self, list: Option<&OldList>) -> Option<String> {
        let Some(list) = list.filter(|list| list.level != 0) else {
            self.old_count = None;
            return None;
        };
        let decode = |bytes: &[u8]| self.file.letters.decode(bytes);
        let (before, after) = (decode(&list.before), decode(&list.after));
        match list.level {
            11 => Some(symbols::bullet(&before, None)).filter(|label| !label.is_empty()),
            10 => {
                let start = u32::from(list.start);
                let count = self
                    .old_count
                    .map_or(start, |count| count.saturating_add(1));
                self.old_count = Some(count);
                let mut label = before;
                write_number(&mut label, count, old_format(list.format));
                label.push_str(&after);
                Some(label.trim().to_owned())
            }
            _ => None,
        }
    }
}

fn old_format(code: u8) -> Format {
    match code {
        1 => Format::UpperRoman,
        2 => Format::LowerRoman,
        3 => Format::UpperLetter,
        4 => Format::LowerLetter,
        _ => Format::Decimal,
    }
}
