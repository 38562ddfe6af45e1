//! Lists of annexes: below a label, or beside it with one annex a line.

use paper::Span;

use super::{LONGEST, MOST, Words, ends_page, is_numbered, name, opens_list, separate};
use crate::{
    lines::{Line, trimmed},
    outline::Outline,
    pattern::cut,
};

/// How many words a sentence has, and no annex's name that ends with a full stop.
const SENTENCE: usize = 8;
/// Boxes that are ticked, and boxes that are not.
const TICKED: [&str; 6] = ["☒", "☑", "[x]", "[X]", "(x)", "(X)"];
const OPEN: [&str; 5] = ["☐", "[ ]", "[]", "( )", "()"];

/// The lines below a label, one annex each: as long as they are items, or short lines without a gap between them. With
/// how many lines they are: of boxes only the ticked ones tell, unless none is.
pub(super) fn below(outline: &Outline<'_>, words: &Words, index: usize) -> (Vec<Span>, usize) {
    let text = outline.text();
    let mut spans: Vec<(Span, bool)> = Vec::new();
    let mut ticked = false;
    let mut bulleted = None;
    let lines = outline.lines.iter().enumerate().skip(index + 1);
    for (at, line) in lines {
        let first = at == index + 1;
        let content = cut(text, line.span.clone());
        let item = words.mark.find(content).is_some_and(|mark| mark.end() > 0);
        let all = *bulleted.get_or_insert(item);
        if all && !item && !first && goes_on(line, content) {
            if let Some((last, _)) = spans.last_mut() {
                last.end = line.span.end;
            }
            spans.push((line.span.end..line.span.end, false));
            continue;
        }
        let sentence = !item && content.ends_with('.') && words_in(content) > SENTENCE;
        let ended = line.gap && !first && !(item && all)
            || line.span.len() > LONGEST
            || line.margin
            || all && !item
            || line.heading && !first
            || opens_list(text, words, line)
            || spans.len() >= MOST
            || ends_page(content)
            || sentence
            || !item && content.ends_with([':', '?']);
        if ended {
            break;
        }
        let tick = starts_with(content, &TICKED);
        ticked |= tick;
        let last = line.cells.iter().rev().find(|cell| !cell.is_empty());
        let last = last.cloned().unwrap_or_else(|| line.span.clone());
        spans.push((
            name(text, words, last),
            tick || !starts_with(content, &OPEN),
        ));
    }
    let count = spans.len();
    let kept = spans.into_iter().filter(|(_, tick)| *tick || !ticked);
    (kept.map(|(span, _)| span).collect(), count)
}

/// Whether a line without a colon heads the items directly below it: "Bilag til referatet", "Vedlagt dette brev".
pub(super) fn heads_items(outline: &Outline<'_>, words: &Words, index: usize) -> bool {
    const HEADING: usize = 6;
    let text = outline.text();
    let (Some(line), Some(next)) = (outline.lines.get(index), outline.lines.get(index + 1)) else {
        return false;
    };
    let content = cut(text, line.span.clone());
    let below = cut(text, next.span.clone());
    // A number is the annex's own, and those of a list have marks.
    line.cells.is_empty()
        && content.len() < LONGEST
        && words_in(content) <= HEADING
        && !content.contains(|c: char| c.is_ascii_digit() || ".:;,?".contains(c))
        && below.starts_with(['-', '–', '•', '*', '·', '1', 'a', 'A', '☒', '☐', '['])
        && words.mark.find(below).is_some_and(|mark| mark.end() > 0)
        && words.heads.is_match(content)
}

/// Whether an annex's name goes on in the line below it.
fn goes_on(line: &Line, content: &str) -> bool {
    !line.gap && !line.margin && line.cells.is_empty() && content.starts_with(char::is_lowercase)
}

fn starts_with(content: &str, marks: &[&str]) -> bool {
    marks.iter().any(|mark| content.starts_with(mark))
}

fn words_in(content: &str) -> usize {
    content.split_whitespace().count()
}

/// Adds the annexes that stand below the first one behind its label, and gives how many lines they are:
///
/// ```text
/// Bilag:  Klitplan
///         Kort over lyngen
/// ```
pub(super) fn beside(
    outline: &Outline<'_>,
    words: &Words,
    index: usize,
    spans: &mut Vec<Span>,
) -> usize {
    let text = outline.text();
    let Some(label) = outline.lines.get(index) else {
        return 0;
    };
    let content = cut(text, label.span.clone());
    let lists = words
        .label
        .find(content)
        .is_some_and(|label| !is_numbered(label.as_str()));
    let margin = column(text, label.span.start);
    let mut count = 0;
    let mut above = content;
    for line in outline.lines.iter().skip(index + 1).take(MOST) {
        let inner = match line.cells.as_slice() {
            [] => line.span.clone(),
            [first, second] if first.is_empty() => second.clone(),
            _ => break,
        };
        let content = cut(text, inner.clone());
        let indented = column(text, inner.start) > margin + 2;
        let ended = line.gap
            || line.margin
            || line.span.len() > LONGEST
            || words.label.is_match(content)
            || opens_list(text, words, line);
        if ended {
            break;
        }
        if content.starts_with(char::is_lowercase) && !above.ends_with('.') {
            if let Some(last) = spans.last_mut() {
                last.end = without_stop(text, &inner);
            }
        } else if lists && indented && !is_labelled(content) {
            spans.extend(separate(text, words, trimmed(text, inner)));
        } else {
            break;
        }
        above = content;
        count += 1;
    }
    count
}

/// `Kopi til: …`: the next label.
fn is_labelled(content: &str) -> bool {
    const LABEL: usize = 3;
    let before = content.split_once(": ").map(|(before, _)| before);
    before.is_some_and(|b| words_in(b) <= LABEL && !b.contains(|c: char| c.is_ascii_digit()))
}

fn without_stop(text: &str, span: &Span) -> usize {
    let content = cut(text, span.clone());
    span.start
        + content
            .strip_suffix(['.', ';', ','])
            .unwrap_or(content)
            .len()
}

/// How many letters stand before a byte on its line.
fn column(text: &str, at: usize) -> usize {
    let before = cut(text, 0..at);
    let line = before.chars().rev().take_while(|c| *c != '\n');
    line.map(|c| if c == '\t' { 4 } else { 1 }).sum()
}
