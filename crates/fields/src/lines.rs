//! The text as lines: what labels, lists, forms and address blocks are written in.
//!
//! Canonical text keeps a paragraph, a list item or a table row on one line, whatever the file's format was; text files
//! may break a paragraph over several. The finders that go by lines therefore read every format alike.

use paper::{BlockKind, Document, Span};

use crate::pattern::cut;

/// A line that is not blank.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Its bytes, without the white space around it.
    pub(crate) span: Span,
    /// Whether blank space (an empty line, a page's end) stands before it.
    pub(crate) gap: bool,
    /// Whether it is the first of its page.
    pub(crate) opens_page: bool,
    /// Whether the file or its looks make it a heading.
    pub(crate) heading: bool,
    /// Whether it is repeated on every page.
    pub(crate) margin: bool,
    /// The cells, where the line is a row of a table: two or more, trimmed, maybe empty.
    pub(crate) cells: Vec<Span>,
}

/// The lines of a document.
pub(crate) fn of(document: &Document) -> Vec<Line> {
    let text = document.text.as_str();
    let mut lines: Vec<Line> = Vec::new();
    let (mut at, mut gap, mut opens_page, mut block) = (0, true, true, 0);
    for piece in text.split_inclusive(['\n', '\u{c}']) {
        let start = at;
        at += piece.len();
        let span = trimmed(text, start..at);
        if span.is_empty() && !piece.contains('\t') || is_rule(&text[span.clone()]) {
            // A rule with gaps where columns stand parts a head from its rows, and no table from another.
            gap |= span.is_empty() || !text[span].contains(' ');
        } else {
            while document.blocks.get(block).is_some_and(|b| b.end <= start) {
                block += 1;
            }
            let row = start..at - usize::from(piece.ends_with(['\n', '\u{c}']));
            let kinds = kinds_between(document, block, &row);
            lines.push(line(text, span, row, &kinds, gap, opens_page));
            (gap, opens_page) = (false, false);
        }
        if piece.ends_with('\u{c}') {
            (gap, opens_page) = (true, true);
        }
    }
    lines
}

/// A line drawn across the page, below the heads of columns with gaps where those stand, or below the head of a table of bars:
/// `|---|---|`.
fn is_rule(line: &str) -> bool {
    let gaps = line.starts_with("--") || line.starts_with("==");
    let bars = line.starts_with('|');
    let drawn = |c: char| "-=—–─+".contains(c) || gaps && c == ' ' || bars && "|: ".contains(c);
    line.len() >= 5 && line.contains(['-', '=', '—', '–', '─']) && line.chars().all(drawn)
}

/// The kinds of the blocks that begin on a line or reach into it, with their bytes.
fn kinds_between(document: &Document, from: usize, row: &Span) -> Vec<(BlockKind, Span)> {
    document.blocks[from.min(document.blocks.len())..]
        .iter()
        .take_while(|b| b.start <= row.end && (b.start < row.end || b.start == b.end))
        .map(|b| (b.kind, b.range()))
        .collect()
}

fn line(
    text: &str,
    span: Span,
    row: Span,
    kinds: &[(BlockKind, Span)],
    gap: bool,
    opens_page: bool,
) -> Line {
    let first = kinds.first().map(|(kind, _)| *kind);
    let mut cells = cells_of(text, kinds);
    if cells.len() < 2 {
        cells = split_at_tabs(text, row);
    }
    let heading = match first {
        Some(BlockKind::Heading) => true,
        Some(BlockKind::Paragraph) | None => gap && looks_like_heading(&text[span.clone()]),
        _ => false,
    };
    Line {
        margin: matches!(first, Some(BlockKind::Header | BlockKind::Footer)),
        span,
        gap,
        opens_page,
        heading,
        cells,
    }
}

/// The cells of a row; where one is left out, as in a text's columns of spaces, an empty one stands.
fn cells_of(text: &str, kinds: &[(BlockKind, Span)]) -> Vec<Span> {
    let mut cells = Vec::new();
    let mut next = 0;
    for (kind, bytes) in kinds {
        let BlockKind::Cell {
            column, columns, ..
        } = kind
        else {
            continue;
        };
        for _ in next..*column {
            cells.push(bytes.start..bytes.start);
        }
        cells.push(trimmed(text, bytes.clone()));
        next = column.saturating_add((*columns).max(1));
    }
    cells
}

fn split_at_tabs(text: &str, row: Span) -> Vec<Span> {
    let mut cells = Vec::new();
    let mut at = row.start;
    for cell in text[row].split('\t') {
        cells.push(trimmed(text, at..at + cell.len()));
        at += cell.len() + 1;
    }
    if cells.len() < 2 { Vec::new() } else { cells }
}

/// Short, begins with a capital or a number, and ends as no sentence, label or list does.
fn looks_like_heading(text: &str) -> bool {
    const LONGEST: usize = 80;
    // No letter has more than four bytes.
    if text.len() > LONGEST * 4 + 16 {
        return false;
    }
    let words = &text[bullet(text)..];
    words.chars().count() <= LONGEST
        && words.starts_with(char::is_uppercase)
        && text.ends_with(|c: char| c.is_alphanumeric() || ")?\"”»".contains(c))
        && !text.starts_with(['-', '•', '*', '–', '·'])
        && !text.contains('\t')
        && !text.contains(": ")
}

/// The bytes without white space at either end.
pub(crate) fn trimmed(text: &str, span: Span) -> Span {
    let all = &text[span.clone()];
    let body = all.trim();
    if body.is_empty() {
        return span.start..span.start;
    }
    let start = span.start + (all.len() - all.trim_start().len());
    start..start + body.len()
}

/// The bytes of a line without the bars of a frame drawn around it.
pub(crate) fn unframed(text: &str, span: &Span) -> Span {
    let line = &text[span.clone()];
    let open = line.trim_start_matches(['|', '│', '║']);
    let body = open.trim_end_matches(['|', '│', '║']);
    let start = span.start + line.len() - open.len();
    trimmed(text, start..start + body.len())
}

/// How many letters stand before a byte on its line: the column of the page, where letters are all as wide.
pub(crate) fn column(text: &str, at: usize) -> usize {
    let before = cut(text, 0..at);
    before.chars().rev().take_while(|c| *c != '\n').count()
}

/// How many bytes of a line are the mark of a list item: `- `, `• `, `1. `, `a) `, `3.2 `.
pub(crate) fn bullet(text: &str) -> usize {
    let mark = text
        .find(|c: char| c.is_whitespace())
        .map_or(text, |end| &text[..end]);
    let is_mark = match mark.char_indices().next_back() {
        None => false,
        Some((0, only)) => "-–—•*·○▪●►>◦".contains(only),
        Some((last, '.' | ')')) => is_number(mark[..last].trim_start_matches('(')),
        Some(_) => mark.contains('.') && mark.len() <= 6 && is_number(mark),
    };
    if !is_mark {
        return 0;
    }
    let rest = &text[mark.len()..];
    mark.len() + (rest.len() - rest.trim_start().len())
}

/// `3`, `12`, `3.2`, `a`, but no year and no initials.
fn is_number(mark: &str) -> bool {
    let digits = mark.chars().all(|c| c.is_ascii_digit() || c == '.');
    let first = mark.split('.').next().unwrap_or_default();
    (digits && !mark.is_empty() && first.len() <= 3)
        || (mark.len() == 1 && mark.chars().all(|c| c.is_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_list_items() {
        for (text, rest) in [
            ("- brød", "brød"),
            ("•  brød", "brød"),
            ("3. brød", "brød"),
            ("a) brød", "brød"),
            ("(b) brød", "brød"),
            ("2.1 brød", "brød"),
            ("12 brød", "12 brød"),
            ("2019. brød", "2019. brød"),
            ("H. Brød", "H. Brød"),
            ("-5 kr.", "-5 kr."),
        ] {
            assert_eq!(&text[bullet(text)..], rest);
        }
    }
}
