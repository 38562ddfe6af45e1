//! What is repeated above and below every page: told by comparing a page with its neighbours.

use std::collections::HashSet;

use super::lines::Span;

/// Shares of a page's height above and below which repeated lines may stand.
const HEAD: f32 = 0.17;
const FOOT: f32 = 0.84;
/// How far the same line may stand from its place on another page, in points.
const DRIFT: f32 = 4.0;

/// A page that waits for its neighbours, or is kept for theirs.
#[derive(Debug, Default)]
pub(super) struct Laid {
    pub spans: Vec<Span>,
    pub grids: Vec<super::tables::Grid>,
    pub height: f32,
    /// Its spans near the top and the bottom.
    pub edges: Vec<Edge>,
}

/// A repeated line.
#[derive(Debug)]
pub(super) struct Repeated {
    pub text: String,
    pub foot: bool,
}

/// Takes the repeated lines out of a page, given the pages before and after it that may repeat them.
pub(super) fn take(page: &mut Laid, neighbours: &[&Laid]) -> Vec<Repeated> {
    let hits: HashSet<usize> = page
        .edges
        .iter()
        .filter(|edge| neighbours.iter().any(|other| other.edges.iter().any(|other| edge.repeats(other))))
        .map(|edge| edge.index)
        .collect();
    let mut taken = Vec::new();
    let mut index = 0;
    page.spans.retain(|span| {
        let hit = hits.contains(&index);
        index += 1;
        if hit {
            taken.push(span.clone());
        }
        !hit
    });
    gather(taken, page.height)
}

/// A span near the top or the bottom of its page.
#[derive(Debug, Clone)]
pub(super) struct Edge {
    index: usize,
    mould: String,
    x0: f32,
    x1: f32,
    /// Distance from the nearer edge of the page, upwards negative.
    y: f32,
}

impl Edge {
    fn repeats(&self, other: &Self) -> bool {
        let near = |a: f32, b: f32| (a - b).abs() < DRIFT;
        self.mould == other.mould
            && near(self.y, other.y)
            && (near(self.x0, other.x0) || near(self.x1, other.x1) || near(self.x0 + self.x1, other.x0 + other.x1))
    }
}

/// The spans near the top and the bottom of a page.
pub(super) fn edges(page: &Laid) -> Vec<Edge> {
    let edges = page.spans.iter().enumerate().filter_map(|(index, span)| {
        let at = if span.turn == 0 { span.y / page.height } else { 0.0 };
        let y = if at > FOOT {
            span.y - page.height
        } else if at < HEAD {
            span.y
        } else {
            return None;
        };
        let mould = mould(&span.text());
        Some(Edge { index, mould, x0: span.x0(), x1: span.x1(), y })
    });
    edges.collect()
}

/// A text with its numbers made alike.
pub(super) fn mould(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        match c {
            '0'..='9' if out.ends_with('#') => {}
            '0'..='9' => out.push('#'),
            c => out.push(c),
        }
    }
    out
}

/// Spans on one baseline become one line, a tab between them.
fn gather(mut spans: Vec<Span>, height: f32) -> Vec<Repeated> {
    spans.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut lines: Vec<Vec<Span>> = Vec::new();
    for span in spans {
        match lines.last_mut().filter(|line| {
            line.first().is_some_and(|first| span.turn == first.turn && span.y - first.y < 0.3 * span.size.max(first.size))
        }) {
            Some(line) => line.push(span),
            None => lines.push(vec![span]),
        }
    }
    let repeated = lines.into_iter().map(|mut line| {
        line.sort_by(|a, b| a.x0().total_cmp(&b.x0()));
        let foot = line.first().is_some_and(|span| span.turn == 0 && span.y > height / 2.0);
        let texts: Vec<String> = line.iter().map(Span::text).collect();
        Repeated { text: texts.join("\t"), foot }
    });
    repeated.collect()
}
