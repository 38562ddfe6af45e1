//! From lines to paragraphs, headings and list items.

use paper::BlockKind;

use super::baselines::Line;
use super::lines::{Span, commonest};
use super::seam::Seam;
use super::tags::Kind;
use super::wording::{ends_sentence, join};

/// Lines that belong together.
#[derive(Debug)]
pub(super) struct Paragraph {
    pub kind: BlockKind,
    /// The level of a heading, 0 where it is not told.
    pub depth: u8,
    pub text: String,
    /// The baseline of its first line.
    pub y: f32,
    /// The baseline of its last line.
    pub bottom: f32,
    /// The font size of its first line.
    pub size: f32,
}

/// Nothing.
impl Default for Paragraph {
    fn default() -> Self {
        Self {
            kind: BlockKind::Paragraph,
            depth: 0,
            text: String::new(),
            y: 0.0,
            bottom: 0.0,
            size: 0.0,
        }
    }
}

impl Paragraph {
    /// Whether it may go on over the page: running text in which no sentence ends.
    pub(super) fn is_open(&self) -> bool {
        let running = matches!(self.kind, BlockKind::Paragraph | BlockKind::Item);
        let last = self.text.rsplit(' ').next().unwrap_or("");
        running && !ends_sentence(last)
    }

    /// Whether it is one numbered line that ends no sentence.
    pub(super) fn could_head(&self) -> bool {
        let numbered = self.text.starts_with(|c: char| c.is_ascii_digit());
        numbered && self.bottom == self.y && !self.text.ends_with(['.', ';', ',', ':'])
    }

    /// Whether it goes on with an open paragraph of a font size.
    pub(super) fn continues(&self, size: f32) -> bool {
        let within = self
            .text
            .starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
        self.kind == BlockKind::Paragraph && within && (self.size - size).abs() < 0.12 * size
    }
}

/// Joins lines into paragraphs. `body` is the size of the running text, `measure` the right edge of the text so far.
pub(super) fn paragraphs(lines: &[Line], body: f32, measure: f32) -> Vec<Paragraph> {
    let mut done: Vec<Paragraph> = Vec::new();
    let mut first = 0;
    let mut single = 0;
    for index in 0..lines.len() {
        let listed = single > 1 && index == first + 1;
        let seam = Seam::new(lines, first, index, measure).filter(|_| index > first);
        let goes_on = seam.is_some_and(|seam| seam.holds(listed));
        if index > 0 && !goes_on {
            single = if index == first + 1 && is_name_like(lines, first) {
                single + 1
            } else {
                0
            };
            done.extend(paragraph(lines.get(first..index).unwrap_or(&[]), body));
            first = index;
        }
    }
    done.extend(paragraph(lines.get(first..).unwrap_or(&[]), body));
    done
}

/// Whether a line could be one of a list without labels: it begins with a capital and ends no sentence.
fn is_name_like(lines: &[Line], index: usize) -> bool {
    let Some(line) = lines.get(index) else {
        return false;
    };
    let capital = line
        .words()
        .next()
        .is_some_and(|word| word.text.starts_with(char::is_uppercase));
    capital
        && !line.bold
        && line
            .words()
            .last()
            .is_some_and(|word| !ends_sentence(&word.text))
}

/// What lines that belong together are.
fn paragraph(lines: &[Line], body: f32) -> Option<Paragraph> {
    let head = lines.first()?;
    let mut text = String::new();
    for line in lines {
        join(&mut text, &line.text());
    }
    let (kind, depth) = match head.mark.map(|mark| mark.kind) {
        Some(Kind::Heading(level)) => (BlockKind::Heading, level),
        Some(Kind::Item) => (BlockKind::Item, 0),
        Some(Kind::Note) => (BlockKind::Note, 0),
        Some(Kind::Text) | None => (kind_of(lines, &text, body), 0),
    };
    Some(Paragraph {
        kind,
        depth,
        text,
        y: head.y,
        bottom: lines.last().map_or(head.y, |line| line.y),
        size: head.size,
    })
}

fn kind_of(lines: &[Line], text: &str, body: f32) -> BlockKind {
    let Some(head) = lines.first() else {
        return BlockKind::Paragraph;
    };
    let bold = lines.iter().all(|line| line.bold);
    let large = head.size > 1.12 * body;
    let short = lines.len() <= 3 && text.chars().count() <= 200;
    let sentence = text.ends_with(['.', ';', ',']) && !large;
    let words = text.chars().any(char::is_alphabetic);
    if short && words && (large || bold) && !sentence && !text.ends_with(':') {
        return BlockKind::Heading;
    }
    let label = head.label().map(|(label, _)| label);
    if label.is_some() || text.chars().next().is_some_and(|c| "•▪‣◦➢●○■".contains(c))
    {
        return BlockKind::Item;
    }
    BlockKind::Paragraph
}

/// The size that most characters of lines have.
pub(super) fn body_size<'a>(spans: impl Iterator<Item = &'a Span>) -> f32 {
    let sizes = spans.flat_map(|span| {
        let size = (span.size * 2.0).round() as u32;
        span.words.iter().map(move |_| size)
    });
    commonest(sizes).map_or(10.0, |size| size as f32 / 2.0)
}
