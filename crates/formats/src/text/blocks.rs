//! The blocks of a plain text, told from the looks of its lines.

use paper::{Block, BlockKind};

use super::grid::{self, Cell};
use super::lines::{Line, goes_on, lines, wrap_width};
use crate::looks::{self, Label, LabelKind};

/// Characters from which a line is prose rather than a name or a heading.
const PROSE: usize = 75;

/// Lines that an item may have.
const ITEM: usize = 12;

/// The blocks of the canonical text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let lines = lines(text);
    let mut reading = Reading {
        width: wrap_width(&lines),
        lines: &lines,
        at: 0,
        tables: 0,
        seen_prose: false,
        blocks: Vec::new(),
    };
    while reading.at < lines.len() {
        let taken = reading.next();
        reading.at += taken.max(1);
    }
    reading.blocks
}

struct Reading<'l, 't> {
    lines: &'l [Line<'t>],
    at: usize,
    width: Option<usize>,
    tables: u32,
    /// Whether running text has begun: before it stand letterheads and titles.
    seen_prose: bool,
    blocks: Vec<Block>,
}

impl<'t> Reading<'_, 't> {
    /// Reads one block or one table; gives back how many lines it took.
    fn next(&mut self) -> usize {
        let rest = self.lines.get(self.at..).unwrap_or_default();
        let Some(line) = rest.first().copied() else {
            return 0;
        };
        if line.is_rule() {
            return 1;
        }
        if let Some((length, rows)) = grid::table(rest) {
            self.push_table(&rows);
            return length;
        }
        if looks::is_page_number(line.text) {
            self.push(BlockKind::Footer, 0, 1);
            return 1;
        }
        if looks::is_note(line.text) {
            return self.push_while_going_on(BlockKind::Note, 0);
        }
        if self.is_underlined() {
            self.push(BlockKind::Heading, 0, 1);
            return 2;
        }
        match looks::label(line.text) {
            Some(label) if self.is_numbered_heading(&label) => {
                self.push(BlockKind::Heading, heading_depth(&label), 1);
                1
            }
            Some(label) if self.is_item(&label) => self.push_item(&label),
            _ => match self.heading_lines() {
                Some(count) => {
                    self.push(BlockKind::Heading, 0, count);
                    count
                }
                None => self.push_while_going_on(BlockKind::Paragraph, 0),
            },
        }
    }

    fn line(&self, ahead: usize) -> Option<&Line<'t>> {
        self.lines.get(self.at + ahead)
    }

    /// Appends a block of so many lines.
    fn push(&mut self, kind: BlockKind, depth: u8, count: usize) {
        let last = self.at + count.max(1) - 1;
        let (Some(first), Some(last)) = (self.lines.get(self.at), self.lines.get(last)) else {
            return;
        };
        let lead = first.text.len() - first.text.trim_start().len();
        let trail = last.text.len() - last.text.trim_end().len();
        let (start, end) = (first.start + lead, last.end() - trail);
        self.seen_prose |= kind == BlockKind::Paragraph
            && end - start >= PROSE
            && !looks::is_reference(first.text);
        self.blocks.push(Block {
            kind,
            depth,
            start,
            end,
        });
    }

    fn push_table(&mut self, rows: &[Vec<Cell>]) {
        for (row, cells) in rows.iter().enumerate() {
            for cell in cells {
                self.blocks.push(Block {
                    kind: BlockKind::Cell {
                        table: self.tables,
                        row: u32::try_from(row).unwrap_or(u32::MAX),
                        column: cell.column,
                        columns: 1,
                    },
                    depth: 0,
                    start: cell.start,
                    end: cell.end,
                });
            }
        }
        self.tables += 1;
    }

    /// Appends the line with the lines that go on from it.
    fn push_while_going_on(&mut self, kind: BlockKind, depth: u8) -> usize {
        let count = self.going_on(1, 0);
        self.push(kind, depth, count);
        count
    }

    /// How many lines belong to the block of which so many are known; `indent` is that of text below a label.
    fn going_on(&self, known: usize, indent: usize) -> usize {
        let mut count = known;
        while let (Some(last), Some(next)) = (self.line(count - 1), self.line(count)) {
            let is_indented = indent > 0 && next.indent >= indent && !next.after_blank;
            let goes_on = self.width.is_some_and(|width| goes_on(last, next, width));
            let label = looks::label(next.text);
            let begins = label.is_some_and(|label| {
                label.kind != LabelKind::Numbered || self.is_counting(count, &label)
            }) || looks::is_note(next.text)
                || looks::is_page_number(next.text);
            if begins || !(is_indented || goes_on) {
                break;
            }
            count += 1;
        }
        count
    }

    /// Whether the label before or after this one stands on the item above or below the line so far ahead.
    fn is_counting(&self, ahead: usize, label: &Label) -> bool {
        let at = self.at + ahead;
        let is_next = |line: &Line<'_>, by: i64| {
            looks::label(line.text).is_some_and(|other| {
                other.kind == label.kind
                    && other.depth == label.depth
                    && i64::from(other.number) == i64::from(label.number) + by
            })
        };
        let (above, rest) = self.lines.split_at(at.min(self.lines.len()));
        let Some((line, below)) = rest.split_first() else {
            return false;
        };
        // Lines that go on from an item stand between it and the next one.
        let mut last = line;
        let after = below.iter().take(ITEM).find(|next| {
            let goes_on = self.belongs(last, next, line.indent);
            last = next;
            !goes_on
        });
        after.is_some_and(|line| is_next(line, 1))
            || self
                .item_above(above, line.indent)
                .is_some_and(|line| is_next(line, -1))
    }

    /// The line with a label whose item ends at the last of the lines.
    fn item_above<'s>(&self, above: &'s [Line<'t>], indent: usize) -> Option<&'s Line<'t>> {
        for at in (0..above.len()).rev().take(ITEM) {
            let line = above.get(at)?;
            if looks::label(line.text).is_some() {
                return Some(line);
            }
            let first = above.get(at.checked_sub(1)?)?;
            if !self.belongs(first, line, indent) {
                return None;
            }
        }
        None
    }

    /// Whether the second line goes on from the first, within an item that is indented so far.
    fn belongs(&self, first: &Line<'_>, second: &Line<'_>, indent: usize) -> bool {
        let is_indented = second.indent > indent && !second.after_blank;
        let goes_on = self
            .width
            .is_some_and(|width| goes_on(first, second, width));
        (is_indented || goes_on) && looks::label(second.text).is_none()
    }

    fn is_underlined(&self) -> bool {
        let (Some(line), Some(below)) = (self.line(0), self.line(1)) else {
            return false;
        };
        below.is_rule()
            && !below.after_blank
            && line.after_blank
            && line.text.chars().count() <= 100
            && below
                .text
                .chars()
                .all(|c| matches!(c, '-' | '=' | '~' | '_' | '*'))
            && below.width() <= line.width() * 2 + 4
    }

    /// "1. Baggrund" with a blank line before it, and something else than "2. …" after it.
    fn is_numbered_heading(&self, label: &Label) -> bool {
        let Some(line) = self.line(0) else {
            return false;
        };
        let is_kind = match label.kind {
            LabelKind::Numbered => true,
            LabelKind::Lettered => looks::is_capitals(line.text),
            LabelKind::Bullet | LabelKind::Bracketed => false,
        };
        is_kind
            && looks::could_be_heading(line.text)
            && (self.begins_group() || label.depth > 1 || looks::is_capitals(line.text))
            && !self.is_counting(0, label)
            && self.line(1).is_some()
    }

    fn is_item(&self, label: &Label) -> bool {
        let Some(line) = self.line(0) else {
            return false;
        };
        let begins_large = line.text[label.width..]
            .chars()
            .next()
            .is_some_and(|c| !c.is_lowercase());
        match label.kind {
            LabelKind::Bullet | LabelKind::Bracketed => true,
            LabelKind::Numbered => begins_large || self.is_counting(0, label),
            LabelKind::Lettered => self.is_counting(0, label),
        }
    }

    fn push_item(&mut self, label: &Label) -> usize {
        let Some(line) = self.line(0) else { return 1 };
        let count = self.going_on(1, line.indent + 1);
        let depth = match label.kind {
            LabelKind::Numbered => label.depth - 1,
            _ => u8::try_from(line.indent / 4).unwrap_or(0).min(8),
        };
        self.push(BlockKind::Item, depth, count);
        count
    }

    /// How many lines a heading takes that begins here: one, or more where a long title is wrapped.
    fn heading_lines(&self) -> Option<usize> {
        let count = self.going_on(1, 0);
        let (line, next) = (self.line(0)?, self.line(count)?);
        if count == 1 {
            return self.is_heading(line.text, next).then_some(1);
        }
        let lines: Vec<&str> = self
            .lines
            .iter()
            .skip(self.at)
            .take(count)
            .map(|line| line.text)
            .collect();
        let is_title = count < 4 && next.after_blank && self.is_heading(&lines.join(" "), next);
        is_title.then_some(count)
    }

    /// A line that stands alone above something, or right above prose.
    fn is_heading(&self, text: &str, next: &Line<'_>) -> bool {
        let words = text.split_whitespace().count();
        let is_capitals = looks::is_capitals(text);
        if !self.begins_group() && !is_capitals {
            return false;
        }
        if !looks::could_be_heading(text) {
            return next.after_blank
                && !self.seen_prose
                && words > 4
                && looks::is_parted_title(text);
        }
        if is_capitals {
            return true;
        }
        if !next.after_blank {
            return self.stands_above(words);
        }
        let is_title = !self.seen_prose && words > 2 && text.chars().count() > 20;
        let asks = text.ends_with('?') && next.text.ends_with('?');
        let above_body = is_body(next) || self.wraps(1) || self.opens_table(1);
        is_title || !asks && above_body || words > 2 && looks::is_salutation(next.text)
    }

    /// Whether a blank line or a page's foot is above.
    fn begins_group(&self) -> bool {
        self.line(0).is_some_and(|line| line.after_blank)
            || self
                .blocks
                .last()
                .is_some_and(|block| block.kind == BlockKind::Footer)
    }

    /// Whether a line with more right below it heads them: prose, a list, or a case number below a title.
    fn stands_above(&self, words: usize) -> bool {
        let (Some(line), Some(next)) = (self.line(0), self.line(1)) else {
            return false;
        };
        let is_list = looks::label(next.text).is_some() && words < 7;
        let is_long = next.text.chars().count() >= PROSE || self.wraps(1);
        let below = self
            .lines
            .iter()
            .skip(self.at + 1)
            .take(ITEM)
            .take_while(|line| !line.after_blank);
        let opens_list = words < 4
            && next.text.starts_with(char::is_uppercase)
            && below
                .skip(1)
                .take(1)
                .any(|line| looks::label(line.text).is_some());
        let is_short = words < 4 && is_sentence(next.text);
        let is_title = !self.seen_prose
            && words > 2
            && !looks::is_reference(line.text)
            && looks::is_reference(next.text);
        let wraps = self.width.is_some_and(|width| goes_on(line, next, width));
        !wraps
            && line.text.chars().count() < PROSE
            && (is_list || is_long || is_short || opens_list || is_title)
    }

    /// Whether the line so far ahead goes on in the next one.
    fn wraps(&self, ahead: usize) -> bool {
        match (self.line(ahead), self.line(ahead + 1), self.width) {
            (Some(line), Some(next), Some(width)) => goes_on(line, next, width),
            _ => false,
        }
    }

    fn opens_table(&self, ahead: usize) -> bool {
        self.lines
            .get(self.at + ahead..)
            .is_some_and(|rest| grid::table(rest).is_some())
    }
}

/// The outline level that a number tells.
fn heading_depth(label: &Label) -> u8 {
    if label.kind == LabelKind::Numbered {
        label.depth
    } else {
        0
    }
}

/// Whether a line is a sentence or long.
fn is_prose(text: &str) -> bool {
    text.chars().count() >= PROSE
        || text.ends_with(['.', ':', '?', '!']) && text.split_whitespace().count() > 3
}

/// A sentence of more than a few words.
fn is_sentence(text: &str) -> bool {
    text.ends_with(['.', ':', '?', '!']) && text.split_whitespace().count() > 4
}

/// What stands below a heading: prose or a list.
fn is_body(line: &Line<'_>) -> bool {
    is_prose(line.text)
        || looks::label(line.text).is_some()
        || line.text.starts_with(|c: char| c.is_ascii_digit())
}
