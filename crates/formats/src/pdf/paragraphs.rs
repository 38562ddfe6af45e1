//! From spans to lines, and from lines to paragraphs.

use super::lines::Span;

/// Spans on one baseline.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// From left to right.
    pub spans: Vec<Span>,
}

impl Line {
    pub(super) fn first(&self) -> &Span {
        &self.spans[0]
    }
    pub(super) fn x0(&self) -> f32 {
        self.first().x0()
    }
    pub(super) fn x1(&self) -> f32 {
        self.spans.last().map_or(0.0, Span::x1)
    }
    pub(super) fn y(&self) -> f32 {
        self.first().y
    }
    pub(super) fn size(&self) -> f32 {
        self.first().size
    }
    pub(super) fn text(&self) -> String {
        let texts: Vec<String> = self.spans.iter().map(Span::text).collect();
        texts.join(" ")
    }
}

/// Puts spans that follow each other on one baseline into lines.
pub(super) fn lines(spans: Vec<Span>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for span in spans {
        let continued = lines.last_mut().filter(|line| {
            let same = line.first().turn == span.turn;
            let level = (line.y() - span.y).abs() < 0.4 * line.size().max(span.size);
            same && level && span.x0() >= line.x1() - 0.3 * span.size
        });
        match continued {
            Some(line) => line.spans.push(span),
            None => lines.push(Line { spans: vec![span] }),
        }
    }
    lines
}

/// Joins lines into paragraphs.
pub(super) fn paragraphs(lines: &[Line]) -> Vec<String> {
    let mut done: Vec<String> = Vec::new();
    let mut last: Option<&Line> = None;
    for line in lines {
        let goes_on = last.is_some_and(|last| {
            let size = last.size();
            let leading = line.y() - last.y();
            let right = lines.iter().map(Line::x1).fold(0.0, f32::max);
            let first_word = line.first().words.first().map_or(0.0, |word| word.x1 - word.x0);
            leading > 0.0
                && leading < 1.7 * size
                && (line.size() - size).abs() < 0.6
                && last.first().bold == line.first().bold
                && last.x1() + first_word > right - 2.0 * size
        });
        match done.last_mut() {
            Some(text) if goes_on => {
                text.push(' ');
                text.push_str(&line.text());
            }
            _ => done.push(line.text()),
        }
        last = Some(line);
    }
    done
}
