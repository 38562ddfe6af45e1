//! Running text, which no looks make a title.

use paper::BlockKind;

use crate::{Vocabulary, lines::Line, outline::Outline, pattern::cut};

/// Whether a line is a paragraph of running text, which no looks make a title.
pub(super) fn is_paragraph(outline: &Outline<'_>, line: &Line) -> bool {
    const LONG: usize = 240;
    let said = cut(outline.text(), line.span.clone());
    said.len() > LONG
        && said.ends_with('.')
        && !line.heading
        && !is_in_heading(outline, line)
        && !said.contains([':', '\t', '#'])
}

/// Whether a line begins a paragraph that goes on below in small letters, up to a full stop or a colon. One that begins with what
/// it is may end so: `Referat af mødet i Klitrådet`, `den 14. januar 1988.`
pub(super) fn begins_paragraph(outline: &Outline<'_>, vocabulary: &Vocabulary, at: usize) -> bool {
    const LINES: usize = 12;
    const LONG: usize = 80;
    let said = |line: &Line| cut(outline.text(), line.span.clone());
    let mut lines = outline.lines.iter().skip(at).take(LINES);
    let Some(first) = lines.next().filter(|line| !is_in_heading(outline, line)) else {
        return false;
    };
    let below: Vec<&str> = lines.take_while(|line| !line.gap).map(said).collect();
    let (Some(next), Some(last)) = (below.first(), below.last()) else {
        return false;
    };
    let words = outline.words(first.span.clone());
    next.starts_with(char::is_lowercase)
        && !said(first).contains([':', '\t', '#'])
        && last.ends_with(['.', ':'])
        && first.span.len() + below.iter().map(|line| line.len()).sum::<usize>() > LONG
        && vocabulary.papers.first_name(&words) != Some(0)
}

/// Whether the file's reader took a line for a heading.
fn is_in_heading(outline: &Outline<'_>, line: &Line) -> bool {
    let block = outline.block_at(line.span.start);
    let block = block.and_then(|at| outline.blocks().get(at));
    block.is_some_and(|block| block.kind == BlockKind::Heading)
}
