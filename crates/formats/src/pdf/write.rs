//! Pieces of pages become the document's text and blocks.

use std::collections::HashSet;

use paper::{Block, BlockKind, Document};
use rustc_hash::FxHashMap;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::baselines;
use super::flow::{Piece, RowCell, TOLD};
use super::furniture::{Repeated, mould};
use super::items::{Item, alike, edges, gaps, items, raise_headings, remarks, run_on};
use super::notes::Comment;
use super::paragraphs::Paragraph;
use super::wording;

/// The document that grows, page by page.
#[derive(Debug, Default)]
pub(super) struct Writer {
    pub document: Document,
    /// The headings of the outline with their levels.
    headings: FxHashMap<String, u8>,
    pages: u32,
    tables: u32,
    rows: u32,
    /// The right edge of the text so far, and the height of the pages that it is of.
    measure: (f32, f32),
    /// Repeated lines that stand in the text already, and the heads of tables.
    seen: HashSet<String>,
    /// Repeated lines as they stand there.
    said: HashSet<String>,
    /// The end of the page before, where its last paragraph may go on.
    held: Option<Held>,
    /// The table whose row was the last item.
    table: Option<Table>,
}

/// Bytes that a heading of the outline has at most.
const LONGEST: usize = 300;
/// Items above a table that goes on from the page before: what the page repeats, but could not be told by that.
const LEAD: usize = 2;

/// What a page is written from.
pub(super) struct Page<'a> {
    pub pieces: Vec<Piece>,
    pub repeated: &'a [Repeated],
    pub comments: &'a [Comment],
    /// The size of the running text.
    pub body: f32,
    pub height: f32,
}

/// An open paragraph or a row at the end of a page, and what stands below it there.
#[derive(Debug, Default)]
struct Held {
    paragraph: Paragraph,
    /// The last row of a table in its place, with whether it is the page's first.
    row: Option<(usize, Vec<RowCell>, bool)>,
    /// Whether an empty line stands above it.
    gap: bool,
    remarks: Vec<String>,
    notes: Vec<String>,
    foot: Vec<Repeated>,
}

/// A table that may go on over the page.
#[derive(Debug)]
struct Table {
    /// The page on which its last row stands.
    page: u32,
    /// The page, from 1, and its number there; one that the file tells has one number on all pages, and no page.
    place: (u32, usize),
    edges: Vec<f32>,
    /// Its first row.
    head: String,
}

impl Writer {
    /// A writer that knows the headings of an outline.
    pub(super) fn new(headings: FxHashMap<String, u8>) -> Self {
        Self {
            headings,
            ..Self::default()
        }
    }

    /// Writes a page: what is repeated above it, its items, its footnotes, what is repeated below it. A paragraph or a
    /// table that the page before ended with goes on; what stands between its parts stands before or after it.
    pub(super) fn page(&mut self, page: Page<'_>) {
        if (self.measure.1 - page.height).abs() > 1.0 {
            self.measure = (0.0, page.height);
        }
        let bottom = notes_begin(&page.pieces, page.body, page.height);
        let items = items(page.pieces, page.body, &mut self.measure.0);
        let (mut items, notes) = part_notes(items, page.body, bottom);
        let begun = self.turn_page(&mut items, page.repeated);
        let mut remarks = remarks(page.comments, &items).into_iter().peekable();
        let gaps = gaps(&items);
        raise_headings(&mut items, &gaps);
        let last = items.len().checked_sub(1);
        let mut held = Held::default();
        let mut rows = false;
        for (at, item) in items.into_iter().enumerate() {
            let mut here = Vec::new();
            while let Some((_, remark)) = remarks.next_if(|(home, _)| *home == at) {
                here.push(remark.to_owned());
            }
            let gap = gaps.get(at) == Some(&true);
            match item {
                Item::Text(_) if begun && at == 0 => self.remark(here),
                Item::Text(paragraph) if Some(at) == last && paragraph.is_open() => {
                    held.paragraph = paragraph;
                    held.gap = gap;
                    held.remarks = here;
                }
                Item::Text(paragraph) => {
                    self.leave(gap);
                    self.push_at(paragraph.depth, paragraph.kind, &paragraph.text);
                    self.remark(here);
                }
                Item::Row { table, cells } if Some(at) == last => {
                    held.row = Some((table, cells, !rows && at <= LEAD));
                    held.gap = gap;
                    held.remarks = here;
                }
                Item::Row { table, cells } => {
                    self.leave(gap);
                    self.row(table, &cells, !rows && at <= LEAD);
                    self.remark(here);
                    rows = true;
                }
            }
        }
        held.remarks
            .extend(remarks.map(|(_, remark)| remark.to_owned()));
        held.notes = notes;
        let foot = page.repeated.iter().filter(|line| line.foot);
        held.foot = foot.cloned().collect();
        if held.paragraph.text.is_empty() && held.row.is_none() {
            self.close(held);
        } else {
            self.held = Some(held);
        }
    }

    /// Ends the document.
    pub(super) fn finish(mut self) -> Document {
        if let Some(held) = self.held.take() {
            self.close(held);
        }
        self.document
    }

    /// Begins a page, and says whether its first paragraph is written already, as the rest of the last one.
    fn turn_page(&mut self, items: &mut Vec<Item>, repeated: &[Repeated]) -> bool {
        let mut begun = false;
        match (self.held.take(), items.first()) {
            (Some(held), Some(Item::Text(first)))
                if held.row.is_none() && first.continues(held.paragraph.size) =>
            {
                self.repeated(&held.foot, BlockKind::Footer);
                self.push(held.paragraph.kind, &held.paragraph.text);
                run_on(&mut self.document, &tidy(&first.text));
                self.remark(held.remarks);
                held.notes
                    .iter()
                    .for_each(|note| self.push(BlockKind::Note, note));
                begun = true;
            }
            (Some(mut held), _) => {
                if let Some((_, cells, _)) = &mut held.row {
                    self.complete(cells, items);
                }
                self.close(held);
                self.document.text.push('\u{c}');
            }
            (None, _) if self.pages > 0 => self.document.text.push('\u{c}'),
            (None, _) => {}
        }
        self.pages += 1;
        let head = repeated.iter().filter(|line| !line.foot);
        let head: Vec<Repeated> = head.cloned().collect();
        self.repeated(&head, BlockKind::Header);
        begun
    }

    /// Adds to the last row of a page what the page break parted from it: the first row of the next page, after the
    /// table's head where that is repeated.
    fn complete(&self, cells: &mut [RowCell], items: &mut Vec<Item>) {
        let text = |item: &Item| match item {
            Item::Row { cells, .. } => Some(row_text(cells).join("\t")),
            Item::Text(_) => None,
        };
        let head = self.table.as_ref().map(|table| &table.head);
        let repeated = items
            .first()
            .and_then(text)
            .is_some_and(|text| Some(&text) == head);
        let at = usize::from(repeated);
        let rest = match items.get(at) {
            Some(Item::Row { cells: rest, .. }) if is_parted(cells, rest) => rest,
            _ => return,
        };
        for (cell, rest) in cells.iter_mut().zip(rest) {
            cell.spans.extend_from_slice(&rest.spans);
        }
        items.remove(at);
    }

    /// Writes the end of a page.
    fn close(&mut self, held: Held) {
        let Held {
            paragraph,
            row,
            gap,
            remarks,
            notes,
            foot,
        } = held;
        self.leave(gap);
        self.push_at(paragraph.depth, paragraph.kind, &paragraph.text);
        if let Some((table, cells, first)) = row {
            self.row(table, &cells, first);
        }
        self.remark(remarks);
        notes
            .iter()
            .for_each(|note| self.push(BlockKind::Note, note));
        self.repeated(&foot, BlockKind::Footer);
    }

    /// Leaves a line empty.
    fn leave(&mut self, gap: bool) {
        if gap {
            self.document.text.push('\n');
        }
    }

    fn remark(&mut self, remarks: Vec<String>) {
        remarks
            .iter()
            .for_each(|remark| self.push(BlockKind::Comment, remark));
    }

    /// Whether a text was repeated on pages before, but for its numbers.
    pub(super) fn has_repeated(&self, text: &str) -> bool {
        self.seen.contains(&mould(text))
    }

    /// Writes what is repeated around the pages, once. What only stands where other pages have such lines may say
    /// something new, if only by its numbers.
    fn repeated(&mut self, lines: &[Repeated], kind: BlockKind) {
        for line in lines {
            let unknown = self.seen.insert(mould(&line.text));
            let new = self.said.insert(line.text.clone());
            if unknown || new && !line.alike {
                self.push(kind, &line.text);
            }
        }
    }

    fn push(&mut self, kind: BlockKind, text: &str) {
        self.push_at(0, kind, text);
    }

    fn push_at(&mut self, mut depth: u8, mut kind: BlockKind, text: &str) {
        let text = tidy(text);
        let running = matches!(
            kind,
            BlockKind::Paragraph | BlockKind::Item | BlockKind::Heading
        );
        if running && !self.headings.is_empty() && text.len() <= LONGEST {
            // What the outline names is a heading, whatever it looks like.
            if let Some(level) = self.headings.get(&mould(&text)) {
                (kind, depth) = (BlockKind::Heading, *level);
            }
        }
        if !text.is_empty() {
            self.document.push(kind, depth, &text);
        }
    }

    fn row(&mut self, table: usize, cells: &[RowCell], first: bool) {
        let texts = row_text(cells);
        let line = texts.join("\t");
        let page = if table < TOLD { self.pages } else { 0 };
        let (place, edges) = ((page, table), edges(cells));
        let next = |open: &Table| {
            let seen = open.place.0 == open.page && alike(&open.edges, &edges);
            open.page + 1 == self.pages && (seen || open.head == line && cells.len() > 1)
        };
        match &mut self.table {
            Some(open) if open.place == place || first && next(open) => {
                open.place = place;
                // A table's head is repeated where it goes on.
                if open.page != self.pages && open.head == line && could_head(&texts) {
                    return;
                }
                open.page = self.pages;
            }
            _ => {
                self.seen.insert(mould(&line));
                self.tables += 1;
                self.rows = 0;
                self.table = Some(Table {
                    page: self.pages,
                    place,
                    edges,
                    head: line,
                });
            }
        }
        self.cells(cells, &texts);
    }

    fn cells(&mut self, cells: &[RowCell], texts: &[String]) {
        let text = &mut self.document.text;
        if !text.is_empty() && !text.ends_with('\u{c}') {
            text.push('\n');
        }
        for (index, (cell, words)) in cells.iter().zip(texts).enumerate() {
            let text = &mut self.document.text;
            if index > 0 {
                text.push('\t');
            }
            let start = text.len();
            text.push_str(words);
            let end = text.len();
            let kind = BlockKind::Cell {
                table: self.tables.saturating_sub(1),
                row: self.rows,
                column: cell.column.min(usize::from(u16::MAX)) as u16,
                columns: cell.columns.clamp(1, usize::from(u16::MAX)) as u16,
            };
            self.document.blocks.push(Block {
                kind,
                depth: 0,
                start,
                end,
            });
        }
        self.rows += 1;
    }
}

/// Parts the items of a page from the texts of its footnotes.
fn part_notes(items: Vec<Item>, body: f32, bottom: f32) -> (Vec<Item>, Vec<String>) {
    let mut notes: Vec<String> = Vec::new();
    let mut rest = Vec::new();
    let mut within = false;
    for item in items {
        match item {
            Item::Text(text) if is_note(&text, body, bottom) => {
                notes.push(parted_mark(&text.text));
                within = true;
            }
            // A further line or paragraph of the note.
            Item::Text(text) if within && text.y > bottom && text.size < 0.93 * body => {
                match notes.last_mut().filter(|_| text.continues(text.size)) {
                    Some(note) => wording::join(note, &text.text),
                    None => notes.push(text.text),
                }
            }
            item => {
                rest.push(item);
                within = false;
            }
        }
    }
    (rest, notes)
}

/// The texts of a row's cells.
fn row_text(cells: &[RowCell]) -> Vec<String> {
    cells.iter().map(|cell| tidy(&cell_text(cell))).collect()
}

/// Whether a row is the rest of the one that ended the page before: it stands under the same columns, says nothing
/// where that said nothing, and goes on within a sentence.
fn is_parted(cells: &[RowCell], rest: &[RowCell]) -> bool {
    let (before, after) = (row_text(cells), row_text(rest));
    let pairs = || {
        before
            .iter()
            .zip(&after)
            .filter(|(_, after)| !after.is_empty())
    };
    let walls = |cells: &[RowCell]| cells.iter().filter_map(|cell| cell.walls).count();
    let same = cells.len() == rest.len()
        && walls(cells) == walls(rest)
        && (walls(cells) == 0 || alike(&edges(cells), &edges(rest)));
    let within = |(before, after): (&String, &String)| {
        let low = after.starts_with(|c: char| c.is_lowercase());
        low && !before.ends_with(['.', ':', '!', '?'])
    };
    same && pairs().all(|(before, _)| !before.is_empty()) && pairs().any(within)
}

/// Whether a row may be the head of a table: mostly words, not figures.
fn could_head(texts: &[String]) -> bool {
    let figures = |text: &&String| {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        digits * 3 >= text.len().max(1)
    };
    texts.iter().filter(figures).count() * 2 < texts.len()
}

/// A cell's lines joined; a word that was too long for its cell is closed again.
fn cell_text(cell: &RowCell) -> String {
    let mut text = String::new();
    let mut overfull = false;
    for line in baselines::lines(cell.spans.clone()) {
        let next = line.text();
        if overfull && is_rest_of_word(&next) {
            text.push_str(&next);
        } else {
            wording::join(&mut text, &next);
        }
        overfull = cell.walls.is_some_and(|(left, right)| {
            let padding = (line.x0 - left).clamp(0.0, line.size);
            let room = right - padding - line.x1;
            !next.contains(' ')
                && next.len() > 6
                && next.ends_with(char::is_alphabetic)
                && room < 0.8 * line.size
        });
    }
    text
}

/// Whether a line may be the end of a word that was cut: it begins within one, and not with a word of its own.
fn is_rest_of_word(line: &str) -> bool {
    const WORDS: [&str; 24] = [
        "af", "at", "de", "den", "der", "det", "du", "en", "er", "et", "for", "fra", "har", "hos",
        "i", "med", "og", "om", "på", "som", "til", "under", "ved", "vi",
    ];
    let first = line.split(' ').next().unwrap_or("");
    first.starts_with(char::is_lowercase) && !WORDS.contains(&first)
}

/// Above which height nothing is a note: below the last line of the page in the size of the running text.
fn notes_begin(pieces: &[Piece], body: f32, height: f32) -> f32 {
    let spans = pieces.iter().flat_map(|piece| match piece {
        Piece::Text(spans) => spans.iter().collect::<Vec<_>>(),
        Piece::Row { cells, .. } => cells.iter().flat_map(|cell| &cell.spans).collect(),
    });
    let last = spans
        .filter(|span| span.size > 0.93 * body)
        .map(|span| span.y)
        .fold(0.0, f32::max);
    last.max(height / 3.0)
}

fn is_note(paragraph: &Paragraph, body: f32, bottom: f32) -> bool {
    if paragraph.kind == BlockKind::Note {
        return true;
    }
    let marked = paragraph
        .text
        .starts_with(|c: char| c.is_ascii_digit() || "*¹²³⁴⁵⁶⁷⁸⁹".contains(c));
    marked && paragraph.y > bottom && paragraph.size < 0.93 * body
}

/// A note's number and its text with a space between.
fn parted_mark(text: &str) -> String {
    let words = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let mark = text.len() - words.len();
    match text.get(..mark) {
        Some(number) if mark > 0 && words.starts_with(char::is_alphabetic) => {
            format!("{number} {words}")
        }
        _ => text.to_owned(),
    }
}

/// Soft hyphens out (one that is drawn within a line is a hyphen that is seen), composed characters.
fn tidy(text: &str) -> String {
    let text = text.trim().replace('\u{ad}', "-");
    if is_nfc(&text) {
        text
    } else {
        text.nfc().collect()
    }
}
