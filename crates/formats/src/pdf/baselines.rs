//! From spans to lines.

use super::lines::{Span, Word, superscript};
use super::tags::Mark;
use super::wording::is_label;

/// Spans on one baseline.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// From left to right; never empty.
    spans: Vec<Span>,
    /// Left edge.
    pub x0: f32,
    /// Right edge.
    pub x1: f32,
    /// The baseline, downwards.
    pub y: f32,
    /// The font size.
    pub size: f32,
    /// Whether it is bold throughout.
    pub bold: bool,
    pub turn: u8,
    /// What the file says that it is part of.
    pub mark: Option<Mark>,
}

impl Line {
    fn new(span: Span) -> Self {
        let (x0, x1, y, size, bold, turn) = (
            span.x0(),
            span.x1(),
            span.y,
            span.size,
            span.bold,
            span.turn,
        );
        Self {
            mark: span.role.mark(),
            spans: vec![span],
            x0,
            x1,
            y,
            size,
            bold,
            turn,
        }
    }

    fn push(&mut self, span: Span) {
        if self.glue_mark(&span) {
            return;
        }
        self.x0 = self.x0.min(span.x0());
        self.x1 = self.x1.max(span.x1());
        self.bold &= span.bold;
        if span.words.len() > self.words().count() {
            (self.y, self.size) = (span.y, span.size);
        }
        self.spans.push(span);
    }

    /// Puts a raised number that was drawn apart to the word that it touches.
    fn glue_mark(&mut self, span: &Span) -> bool {
        let small = span.size < 0.9 * self.size && self.y - span.y > 0.15 * self.size;
        let near = span.x0() - self.x1 < 0.3 * self.size;
        let ([mark], Some(last)) = (
            span.words.as_slice(),
            self.spans.last_mut().and_then(|last| last.words.last_mut()),
        ) else {
            return false;
        };
        let number = small && near && mark.text.bytes().all(|byte| byte.is_ascii_digit());
        if number {
            last.text.push_str(&superscript(&mark.text));
            last.x1 = mark.x1;
            self.x1 = mark.x1;
        }
        number
    }

    /// Its words, from left to right.
    pub(super) fn words(&self) -> impl Iterator<Item = &Word> {
        self.spans.iter().flat_map(|span| &span.words)
    }

    /// Its words with a space between.
    pub(super) fn text(&self) -> String {
        let words: Vec<&str> = self.words().map(|word| word.text.as_str()).collect();
        words.join(" ")
    }

    /// How wide its first word is.
    pub(super) fn first_width(&self) -> f32 {
        self.words().next().map_or(0.0, |word| word.x1 - word.x0)
    }

    /// Whether it begins with a capital and a colon follows within three words.
    pub(super) fn is_labelled(&self) -> bool {
        let capital = self
            .words()
            .next()
            .is_some_and(|word| word.text.starts_with(char::is_uppercase));
        capital && self.words().take(3).any(|word| word.text.ends_with(':'))
    }

    /// The label of a list item that it begins with, and where the text after it begins.
    pub(super) fn label(&self) -> Option<(&str, f32)> {
        let mut words = self.words();
        let label = words.next()?;
        let after = words.next()?;
        is_label(&label.text).then_some((label.text.as_str(), after.x0))
    }
}

/// Puts spans that follow each other on one baseline into lines.
pub(super) fn lines(spans: Vec<Span>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for span in spans {
        let continued = lines.last_mut().filter(|line| {
            let apart = (line.y - span.y).abs() / line.size.max(span.size);
            let gap = span.x0() - line.x1;
            let mark = span.size < 0.9 * line.size && gap < 0.5 * line.size;
            let number = |mark: Option<Mark>| mark.map(|mark| mark.number);
            number(line.mark) == number(span.role.mark())
                && line.turn == span.turn
                && (apart < 0.4 || mark && apart < 0.75)
                && gap >= -0.3 * span.size
        });
        match continued {
            Some(line) => line.push(span),
            None => lines.push(Line::new(span)),
        }
    }
    lines
}
