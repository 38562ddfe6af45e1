//! What paragraphs are that the file does not tell apart: items with typed labels, columns made by tabs, headings made
//! by bold letters or capitals.

use paper::{Block, BlockKind, Document};

use crate::looks::{self, Label, LabelKind};

/// Characters from which a paragraph is prose.
const PROSE: usize = 75;

/// Tells the paragraphs of a document apart.
pub(crate) fn shape(document: &mut Document) {
    let edits = edits(&document.text, &document.blocks);
    if edits.iter().all(|(_, blocks)| blocks.len() == 1) {
        // A large table is not copied for the sake of the paragraph above it.
        for (index, blocks) in edits {
            if let (Some(place), Some(block)) = (document.blocks.get_mut(index), blocks.first()) {
                *place = *block;
            }
        }
        return;
    }
    let mut edits = edits.into_iter().peekable();
    let old = std::mem::take(&mut document.blocks);
    for (index, block) in old.into_iter().enumerate() {
        match edits.next_if(|(at, _)| *at == index) {
            Some((_, blocks)) => document.blocks.extend(blocks),
            None => document.blocks.push(block),
        }
    }
    renumber(&mut document.blocks);
}

/// For each paragraph, by its place among the blocks, the blocks that it is.
fn edits(text: &str, blocks: &[Block]) -> Vec<(usize, Vec<Block>)> {
    let mut edits = Vec::new();
    let mut tables = blocks
        .iter()
        .filter_map(table_of)
        .max()
        .map_or(0, |last| last + 1);
    let mut row = 0;
    for (index, block) in blocks.iter().enumerate() {
        if block.kind != BlockKind::Paragraph {
            continue;
        }
        let inner = text.get(block.range()).unwrap_or_default();
        let mut new = Vec::new();
        if is_tabbed(inner) {
            let before = index.checked_sub(1).and_then(|before| blocks.get(before));
            let goes_on = before.is_some_and(|before| {
                before.kind == BlockKind::Paragraph
                    && is_tabbed(text.get(before.range()).unwrap_or_default())
            });
            if !goes_on {
                row = 0;
                tables += 1;
            }
            lines(inner, true, |start, end| {
                let line = inner.get(start..end).unwrap_or_default();
                cells(line, block.start + start, tables, row, &mut new);
                row += 1;
            });
        } else {
            let kind = kind(text, blocks, index);
            lines(inner, kind == BlockKind::Paragraph, |start, end| {
                new.push(Block {
                    kind,
                    depth: 0,
                    start: block.start + start,
                    end: block.start + end,
                });
            });
        }
        edits.push((index, new));
    }
    edits
}

fn table_of(block: &Block) -> Option<u32> {
    match block.kind {
        BlockKind::Cell { table, .. } => Some(table),
        _ => None,
    }
}

/// Whether tabs part the paragraph into columns: not where only a label stands before the tab.
fn is_tabbed(text: &str) -> bool {
    let rest = looks::label(text).map_or(text, |label| &text[label.width..]);
    rest.contains('\t')
}

/// The lines that a writer has broken by hand, where each is one of its own.
fn lines(text: &str, apart: bool, mut each: impl FnMut(usize, usize)) {
    if !apart {
        each(0, text.len());
        return;
    }
    let mut start = 0;
    for line in text.split('\n') {
        let lead = line.len() - line.trim_start().len();
        if !line.trim().is_empty() {
            each(start + lead, start + lead + line.trim().len());
        }
        start += line.len() + 1;
    }
}

/// The cells of a line with tabs; several tabs only reach a farther stop.
fn cells(line: &str, at: usize, table: u32, row: u32, blocks: &mut Vec<Block>) {
    let mut start = at;
    let mut column = 0;
    for part in line.split('\t') {
        let text = part.trim();
        if !text.is_empty() {
            let lead = part.len() - part.trim_start().len();
            blocks.push(Block {
                kind: BlockKind::Cell {
                    table,
                    row,
                    column,
                    columns: 1,
                },
                depth: 0,
                start: start + lead,
                end: start + lead + text.len(),
            });
            column += 1;
        }
        start += part.len() + 1;
    }
}

/// Tables count from 0 in the order of the text.
fn renumber(blocks: &mut [Block]) {
    let mut known: Vec<u32> = Vec::new();
    for block in blocks {
        if let BlockKind::Cell { table, .. } = &mut block.kind {
            let number = known
                .iter()
                .rposition(|one| one == table)
                .unwrap_or_else(|| {
                    known.push(*table);
                    known.len() - 1
                });
            *table = u32::try_from(number).unwrap_or(u32::MAX);
        }
    }
}

/// What a paragraph is by its looks and by what stands around it.
fn kind(text: &str, blocks: &[Block], index: usize) -> BlockKind {
    let near = |at: Option<usize>| at.and_then(|at| blocks.get(at)).copied();
    let of = |block: Option<Block>| {
        block
            .and_then(|block| text.get(block.range()))
            .unwrap_or_default()
    };
    let (before, after) = (near(index.checked_sub(1)), near(index.checked_add(1)));
    let inner = of(near(Some(index)));
    if let Some(label) = looks::label(inner) {
        return labelled(inner, &label, of(before), of(after));
    }
    if !looks::could_be_heading(inner) {
        return BlockKind::Paragraph;
    }
    let closes =
        before.is_none_or(|block| block.kind != BlockKind::Paragraph) || is_prose(of(before));
    let is_list = |block: Block| matches!(block.kind, BlockKind::Item | BlockKind::Cell { .. });
    let opens = after.is_some_and(is_list) || is_prose(of(after));
    let is_short = inner.split_whitespace().count() < 7 && !looks::is_name(inner);
    if after.is_some() && (looks::is_capitals(inner) || is_short && closes && opens) {
        BlockKind::Heading
    } else {
        BlockKind::Paragraph
    }
}

fn labelled(text: &str, label: &Label, before: &str, after: &str) -> BlockKind {
    let is_next = |other: &str, by: i64| {
        looks::label(other).is_some_and(|other| {
            other.kind == label.kind
                && other.depth == label.depth
                && i64::from(other.number) == i64::from(label.number) + by
        })
    };
    let counts = is_next(before, -1) || is_next(after, 1);
    let begins_large = text[label.width..].starts_with(|c: char| !c.is_lowercase());
    match label.kind {
        LabelKind::Bullet | LabelKind::Bracketed => BlockKind::Item,
        _ if counts => BlockKind::Item,
        LabelKind::Numbered if looks::could_be_heading(text) && !after.is_empty() => {
            BlockKind::Heading
        }
        LabelKind::Numbered if begins_large => BlockKind::Item,
        LabelKind::Lettered if looks::is_capitals(text) => BlockKind::Heading,
        LabelKind::Numbered | LabelKind::Lettered => BlockKind::Paragraph,
    }
}

fn is_prose(text: &str) -> bool {
    text.chars().count() >= PROSE
        || text.ends_with(['.', ':']) && text.split_whitespace().count() > 4
}
