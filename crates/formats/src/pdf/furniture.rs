//! What is repeated above and below every page: told by comparing a page with its neighbours.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::lines::{Role, Span};
use super::notes::Comment;
use super::tables::Grid;

/// Shares of a page's height above and below which repeated lines may stand.
const HEAD: f32 = 0.17;
const FOOT: f32 = 0.84;
/// How far the same line may stand from its place on another page, in points.
const DRIFT: f32 = 4.0;

/// A page that waits for its neighbours, or is kept for theirs.
#[derive(Default)]
pub(super) struct Laid {
    pub spans: Vec<Span>,
    pub grids: Vec<Grid>,
    pub height: f32,
    /// Which page it is, from 1.
    pub number: u32,
    /// Its spans near the top and the bottom.
    pub edges: Vec<Edge>,
    /// The texts of its other spans, as hashes in order.
    pub body: Vec<u64>,
    /// What was remarked on it.
    pub comments: Vec<Comment>,
}

impl Laid {
    /// A page of spans and grids.
    pub(super) fn new(
        spans: Vec<Span>,
        grids: Vec<Grid>,
        height: f32,
        number: u32,
        comments: Vec<Comment>,
    ) -> Self {
        let mut page = Self {
            spans,
            grids,
            height,
            number,
            edges: Vec::new(),
            body: Vec::new(),
            comments,
        };
        look_at(&mut page);
        page
    }

    /// Whether another page says mostly the same: a copy, a form filled in again. What such pages share is no frame.
    fn copies(&self, other: &Self) -> bool {
        let shared = self
            .body
            .iter()
            .filter(|text| other.body.binary_search(text).is_ok());
        self.body.len() >= FEW && shared.count() * 2 > self.body.len()
    }
}

/// A body of fewer spans is too small to tell a copy by.
const FEW: usize = 4;
/// Lines that a head or a foot has at most.
const DEEPEST: usize = 6;
/// Among so many neighbours one that repeats a line is chance: a title that stands on two slides.
const MANY: usize = 3;

/// A repeated line.
#[derive(Debug, Clone)]
pub(super) struct Repeated {
    pub text: String,
    pub foot: bool,
    /// Whether other pages have it too, but for their numbers; else it only stands where they have theirs.
    pub alike: bool,
}

/// Takes the repeated lines out of a page, given the pages before and after it that may repeat them, and whether a text
/// was found to be repeated before.
pub(super) fn take(
    page: &mut Laid,
    neighbours: &[&Laid],
    body: f32,
    seen: impl Fn(&str) -> bool,
) -> Vec<Repeated> {
    let framed = |(_, span): &(usize, &Span)| span.role == Role::Frame;
    let framed = page.spans.iter().enumerate().filter(framed);
    let mut hits: HashMap<usize, bool> = framed.map(|(index, _)| (index, false)).collect();
    let around = Around {
        page,
        neighbours: neighbours
            .iter()
            .copied()
            .filter(|other| !page.copies(other))
            .collect(),
        body,
        seen,
    };
    if around.is_filled() {
        hits.extend(around.frame(false));
        hits.extend(around.frame(true));
    }
    let mut taken = Vec::new();
    let mut index = 0;
    page.spans.retain(|span| {
        let hit = hits.get(&index);
        index += 1;
        taken.extend(hit.map(|alike| (span.clone(), *alike)));
        hit.is_none()
    });
    gather(taken, page.height)
}

/// A page among those that may repeat its lines.
struct Around<'a, S> {
    page: &'a Laid,
    neighbours: Vec<&'a Laid>,
    body: f32,
    seen: S,
}

impl<S: Fn(&str) -> bool> Around<'_, S> {
    /// Whether there is anything for a frame to stand around: pages of nothing but a number have that for their text.
    fn is_filled(&self) -> bool {
        let filled = |page: &Laid| !page.body.is_empty() || page.edges.len() > FEW;
        filled(self.page) || self.neighbours.iter().any(|other| filled(other))
    }

    fn stands_on(&self, edge: &Edge, other: &Laid) -> bool {
        let step = i64::from(other.number) - i64::from(self.page.number);
        other.edges.iter().any(|other| edge.repeats(other, step))
    }

    fn repeats(&self, edge: &Edge) -> bool {
        let on = |other: &&&Laid| self.stands_on(edge, other);
        let count = self.neighbours.iter().filter(on).count();
        let known = edge.is_number() || (self.seen)(&edge.text);
        let few = self.neighbours.len() < MANY || known;
        count >= if few { 1 } else { 2 }
    }

    fn is_everywhere(&self, edge: &Edge) -> bool {
        let mut others = self.neighbours.iter();
        !self.neighbours.is_empty() && others.all(|other| self.stands_on(edge, other))
    }

    /// The spans of the head or the foot, each with whether other pages have it too. What is repeated stands outermost;
    /// within the text only chance repeats. A line that differs in part (the name of a chapter beside the page's number)
    /// gives what stands on all pages around.
    fn frame(&self, foot: bool) -> Vec<(usize, bool)> {
        let edges = self.page.edges.iter();
        let mut edges: Vec<&Edge> = edges.filter(|edge| (edge.y < 0.0) == foot).collect();
        edges.sort_by(|a, b| a.y.abs().total_cmp(&b.y.abs()));
        let level = |a: &&Edge, b: &&Edge| (a.y - b.y).abs() < 0.4 * a.size.max(b.size);
        let mut framed: Vec<(usize, bool)> = Vec::new();
        for (depth, line) in edges.chunk_by(level).enumerate() {
            if depth == DEEPEST {
                // So much that is alike is the text itself: a form, a row of receipts.
                return Vec::new();
            }
            if line.iter().all(|edge| self.repeats(edge)) {
                framed.extend(line.iter().map(|edge| (edge.index, true)));
            } else if depth == 0 && is_frame(line, self.page, &self.neighbours, self.body) {
                let alike =
                    |edge: &Edge| self.repeats(edge) || numbers(&edge.text, self.page.number);
                framed.extend(line.iter().map(|edge| (edge.index, alike(edge))));
            } else {
                let there = line
                    .iter()
                    .filter(|edge| depth == 0 && self.is_everywhere(edge));
                framed.extend(there.map(|edge| (edge.index, true)));
                break;
            }
        }
        framed
    }
}

/// A span near the top or the bottom of its page.
#[derive(Debug, Clone)]
pub(super) struct Edge {
    index: usize,
    text: String,
    x0: f32,
    x1: f32,
    /// Distance from the nearer edge of the page, upwards negative.
    y: f32,
    size: f32,
}

impl Edge {
    /// Its baseline from the top of a page so high.
    fn baseline(&self, height: f32) -> f32 {
        if self.y < 0.0 {
            self.y + height
        } else {
            self.y
        }
    }

    /// Whether it is the number of the page and nothing else.
    fn is_number(&self) -> bool {
        self.text.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Whether it is the same on another page, so many pages further on; page numbers count up.
    fn repeats(&self, other: &Self, step: i64) -> bool {
        let near = |a: f32, b: f32| (a - b).abs() < DRIFT;
        near(self.y, other.y)
            && (near(self.x0, other.x0)
                || near(self.x1, other.x1)
                || near(self.x0 + self.x1, other.x0 + other.x1))
            && counts_up(&self.text, &other.text, step)
    }
}

/// Whether the outermost line of a page is its frame, though no page near it has the same.
fn is_frame(line: &[&Edge], page: &Laid, neighbours: &[&Laid], body: f32) -> bool {
    let in_table = |edge: &&&Edge| {
        let level = edge.baseline(page.height) - 0.3 * edge.size;
        page.grids
            .iter()
            .any(|grid| grid.holds(edge.x0 + 1.0, level))
    };
    line.iter().any(|edge| numbers(&edge.text, page.number))
        || !line.iter().any(|edge| in_table(&edge))
            && (stands_in_frame(line, neighbours, page.number) || stands_apart(line, page, body))
}

/// Whether a line is in small print at the very edge of the page, apart from the text: the first page has no head of
/// this sort that a reader would miss.
fn stands_apart(line: &[&Edge], page: &Laid, body: f32) -> bool {
    let Some(first) = line.first() else {
        return false;
    };
    let y = first.baseline(page.height);
    let head = first.y > 0.0;
    let at_edge = if head {
        page.number > 1 && y < 0.1 * page.height
    } else {
        y > 0.92 * page.height
    };
    let small = line
        .iter()
        .all(|edge| edge.size < 0.95 * body && edge.text.chars().count() < 90);
    let note = first
        .text
        .starts_with(|c: char| c.is_ascii_digit() || "*¹²³⁴⁵⁶⁷⁸⁹".contains(c));
    let others = page
        .spans
        .iter()
        .filter(|span| (span.y - y).abs() > 0.5 * first.size);
    let clear = others
        .map(|span| if head { span.y - y } else { y - span.y })
        .fold(f32::MAX, f32::min);
    at_edge && small && !note && clear > 2.2 * first.size
}

/// Whether a line stands where the pages before and after it have the same line: left and right pages differ.
fn stands_in_frame(line: &[&Edge], neighbours: &[&Laid], number: u32) -> bool {
    let page = |step: u32| {
        neighbours
            .iter()
            .find(|other| other.number + 1 == number + step)
    };
    let (Some(before), Some(after)) = (page(0), page(2)) else {
        return false;
    };
    let level = |edge: &&Edge| {
        line.iter()
            .all(|own| (own.y - edge.y).abs() < 1.5 && (own.size - edge.size).abs() < 0.2)
    };
    let mut there = before.edges.iter().filter(level);
    there.any(|edge| after.edges.iter().any(|other| edge.repeats(other, 2)))
}

/// Whether a text says which page this is, in words: `Side 2 af 5`, `2 af 5`, `- 2 -`.
fn numbers(text: &str, page: u32) -> bool {
    let text = text.to_lowercase();
    let mut words: Vec<&str> = text
        .split([' ', '/', '\u{a0}'])
        .filter(|word| !word.is_empty())
        .collect();
    words.retain(|word| !matches!(*word, "|" | "·" | "•"));
    let is_page = |word: &str| word.parse() == Ok(page);
    let is_count = |word: &str| word.parse::<u32>().is_ok_and(|count| count >= page);
    match words.as_slice() {
        ["-" | "–", number, "-" | "–"] | ["side" | "page", number] => is_page(number),
        ["side" | "page", number, "af" | "of", count] | [number, "af" | "of", count] => {
            is_page(number) && is_count(count)
        }
        ["side" | "page", number, count] => is_page(number) && is_count(count),
        _ => false,
    }
}

/// Whether two texts are alike but for one number that grows by a step.
fn counts_up(a: &str, b: &str, step: i64) -> bool {
    let (mut a, mut b) = (Parts(a), Parts(b));
    let mut grown = false;
    loop {
        match (a.next(), b.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b => {}
            (Some(a), Some(b)) => match (a.parse::<i64>(), b.parse::<i64>()) {
                (Ok(a), Ok(b)) if !grown && b.checked_sub(a) == Some(step) => grown = true,
                _ => return false,
            },
            _ => return false,
        }
    }
}

/// Runs of digits and of anything else.
struct Parts<'a>(&'a str);

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let digit = self.0.chars().next()?.is_ascii_digit();
        let end = self
            .0
            .find(|c: char| c.is_ascii_digit() != digit)
            .unwrap_or(self.0.len());
        let (part, rest) = self.0.split_at_checked(end)?;
        self.0 = rest;
        Some(part)
    }
}

/// Sorts the spans of a page into those near its top and bottom, and its body.
fn look_at(page: &mut Laid) {
    let mut body = Vec::new();
    // A table that reaches into the text is no frame, and its head, repeated over each page, is none either.
    let (head, foot) = (HEAD * page.height, FOOT * page.height);
    let inner = page.grids.iter().filter(|grid| {
        let (top, bottom) = grid.reach();
        bottom > head && top < foot
    });
    let inner: Vec<_> = inner.collect();
    let is_inner = |span: &Span| {
        let holds = |grid: &&Grid| grid.holds(span.x0() + 1.0, span.level());
        span.turn == 0 && inner.iter().any(holds)
    };
    let edges = page.spans.iter().enumerate().filter_map(|(index, span)| {
        let at = if span.turn == 0 {
            span.y / page.height
        } else {
            0.0
        };
        let y = if is_inner(span) {
            body.push(hash(&span.text()));
            return None;
        } else if at > FOOT {
            span.y - page.height
        } else if at < HEAD {
            span.y
        } else {
            body.push(hash(&span.text()));
            return None;
        };
        let (x0, x1, size) = (span.x0(), span.x1(), span.size);
        Some(Edge {
            index,
            text: span.text(),
            x0,
            x1,
            y,
            size,
        })
    });
    page.edges = edges.collect();
    body.sort_unstable();
    page.body = body;
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    text.hash(&mut hasher);
    hasher.finish()
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
fn gather(mut spans: Vec<(Span, bool)>, height: f32) -> Vec<Repeated> {
    spans.sort_by(|(a, _), (b, _)| a.y.total_cmp(&b.y));
    let mut lines: Vec<Vec<(Span, bool)>> = Vec::new();
    for (span, alike) in spans {
        let level = |line: &&mut Vec<(Span, bool)>| {
            line.first().is_some_and(|(first, _)| {
                span.turn == first.turn && span.y - first.y < 0.3 * span.size.max(first.size)
            })
        };
        match lines.last_mut().filter(level) {
            Some(line) => line.push((span, alike)),
            None => lines.push(vec![(span, alike)]),
        }
    }
    let repeated = lines.into_iter().map(|mut line| {
        line.sort_by(|(a, _), (b, _)| a.x0().total_cmp(&b.x0()));
        let foot = line
            .first()
            .is_some_and(|(span, _)| span.turn == 0 && span.y > height / 2.0);
        let texts: Vec<String> = line.iter().map(|(span, _)| span.text()).collect();
        Repeated {
            text: texts.join("\t"),
            foot,
            alike: line.iter().all(|(_, alike)| *alike),
        }
    });
    repeated.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_count_up() {
        assert!(counts_up("Side 3 af 9", "Side 4 af 9", 1));
        assert!(counts_up("Side 10", "Side 8", -2));
        assert!(counts_up("Sagsnr. 12-7", "Sagsnr. 12-7", 1));
        assert!(!counts_up("03-05-2016", "04-05-2017", 1));
        assert!(!counts_up("Side 3", "Side 5", 1));
        assert!(!counts_up("Bilag 2", "Bilaget 3", 1));
    }

    #[test]
    fn page_numbers_say_that_they_are() {
        assert!(numbers("Side 2 af 5", 2));
        assert!(numbers("- 2 -", 2));
        assert!(numbers("side 3/4", 3));
        assert!(!numbers("Side 2 af 5", 3));
        assert!(!numbers("2", 2));
        assert!(!numbers("Punkt 2 af 5", 2));
    }
}
