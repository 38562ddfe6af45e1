//! What a line is to a list of people: the mark before it, the cells that say something, the lines that go on with it.

use paper::Span;

use crate::{
    lines::{self, Line, trimmed},
    outline::Outline,
};

/// What a line lists, without the marks before it.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// The stretches that say something: one, or the cells of a row.
    pub(super) cells: Vec<Span>,
    /// Whether a list's mark stands before it.
    pub(super) marked: bool,
    /// The line after it.
    pub(super) next: usize,
}

impl Item {
    /// From the first cell's beginning to the last one's end.
    pub(super) fn span(&self) -> Span {
        let start = self.cells.first().map_or(0, |cell| cell.start);
        start..self.cells.last().map_or(start, |cell| cell.end)
    }
}

/// What a line lists, with the lines that go on with it.
pub(super) fn item(outline: &Outline<'_>, index: usize) -> Option<Item> {
    let text = outline.text();
    let line = outline.lines.get(index)?;
    if line.cells.len() > 1 {
        let marks = line
            .cells
            .iter()
            .take_while(|cell| is_mark(&text[(*cell).clone()]));
        let marks = marks.count();
        let cells: Vec<Span> = line
            .cells
            .iter()
            .skip(marks)
            .filter(|cell| !cell.is_empty())
            .cloned()
            .collect();
        let marked = line.cells.iter().take(marks).any(|cell| !cell.is_empty());
        let cells = if let [only] = cells.as_slice() {
            vec![unmarked(text, only).0]
        } else {
            cells
        };
        return (!cells.is_empty()).then_some(Item {
            cells,
            marked,
            next: index + 1,
        });
    }
    let (mut span, marked) = unmarked(text, &line.span);
    let mut next = index + 1;
    while let Some(below) = outline.lines.get(next) {
        if !goes_on(text, &span, line, below) {
            break;
        }
        span.end = below.span.end;
        next += 1;
    }
    Some(Item {
        cells: vec![span],
        marked,
        next,
    })
}

/// `o`, `1)`, `IV.`, or nothing: what stands in a cell before a list's item.
fn is_mark(cell: &str) -> bool {
    let roman = cell.len() <= 6
        && cell.ends_with('.')
        && cell[..cell.len() - 1].chars().all(|c| "IVX".contains(c));
    cell.is_empty() || cell == "o" || roman || lines::bullet(cell) == cell.len()
}

/// The stretch behind a list's mark.
fn unmarked(text: &str, span: &Span) -> (Span, bool) {
    let content = &text[span.clone()];
    let letter = content
        .strip_prefix("o ")
        .map_or(0, |rest| content.len() - rest.trim_start().len());
    let mark = lines::bullet(content).max(letter);
    (span.start + mark..span.end, mark > 0)
}

/// Whether a list of names goes on in the line below: behind a comma or `og`, with a bracket or a small letter.
fn goes_on(text: &str, so_far: &Span, line: &Line, below: &Line) -> bool {
    const WIDE: usize = 45;
    const FULL: usize = 58;
    let said = &text[so_far.clone()];
    if below.gap || below.margin || !below.cells.is_empty() || said.len() > 2000 {
        return false;
    }
    let (next, marked) = unmarked(text, &below.span);
    let next = &text[next];
    // A figure at a line's beginning that counts offices or days, as in `Havnestyrelsens⏎5. kontor`.
    let counted = marked
        && text[below.span.clone()].starts_with(|c: char| c.is_ascii_digit())
        && next.starts_with(char::is_lowercase)
        && text[line.span.clone()].len() >= WIDE;
    if counted && said.ends_with(char::is_alphabetic) && !line.heading {
        return true;
    }
    // A full line with a verb looks like a heading, and is none.
    let wide = text[line.span.clone()].len() >= WIDE;
    let came = wide && (said.contains(" deltog ") || said.contains(" deltager "));
    if marked || said.ends_with(['.', ':', ';', '?', '!']) || line.heading && !came {
        return false;
    }
    let open = said.ends_with(',') || said.ends_with(" og") || said.ends_with(" samt");
    let listed = said.contains(',') || said.contains(": ");
    open || next.starts_with('(')
        || listed && next.starts_with(char::is_lowercase)
        || came && (listed || line.span.len() >= FULL && said.starts_with(char::is_uppercase))
}

/// The cells of a row, those apart that a text's reader left together.
pub(super) fn cells(text: &str, line: &Line) -> Vec<Span> {
    let parted: Vec<Span> = line
        .cells
        .iter()
        .flat_map(|cell| columns(text, cell))
        .collect();
    if parted.len() > line.cells.len() {
        parted
    } else {
        line.cells.clone()
    }
}

/// The stretches of a line that wide gaps part: names or roles side by side.
pub(super) fn columns(text: &str, span: &Span) -> Vec<Span> {
    let content = &text[span.clone()];
    let mut columns = Vec::new();
    let mut from = 0;
    let gaps = content
        .char_indices()
        .filter(|(at, c)| *c == '\t' || *c == ' ' && content[*at..].starts_with("   "));
    for (at, _) in gaps {
        if at >= from {
            columns.push(trimmed(text, span.start + from..span.start + at));
            let rest = &content[at..];
            from = at + (rest.len() - rest.trim_start().len());
        }
    }
    columns.push(trimmed(text, span.start + from..span.end));
    columns.retain(|column| !column.is_empty());
    columns
}

/// The pieces of a row that wide gaps part, each in the column whose head stands nearest above it.
pub(super) fn placed(text: &str, row: &Span, heads: &[usize]) -> Vec<Span> {
    let mut cells = vec![row.start..row.start; heads.len()];
    let content = &text[row.clone()];
    let mut from = 0;
    let gaps = content
        .match_indices("  ")
        .map(|(at, _)| at)
        .chain([content.len()]);
    for end in gaps {
        let piece = trimmed(text, row.start + from.min(end)..row.start + end);
        from = end;
        let nearest = heads
            .iter()
            .enumerate()
            .min_by_key(|(_, head)| head.abs_diff(lines::column(text, piece.start)));
        if let Some(cell) = nearest
            .and_then(|(column, _)| cells.get_mut(column))
            .filter(|_| !piece.is_empty())
        {
            *cell = match cell.len() {
                0 => piece,
                _ => cell.start..piece.end,
            };
        }
    }
    cells
}
