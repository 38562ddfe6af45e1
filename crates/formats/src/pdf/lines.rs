//! From glyphs to words, spans and lines, in the order in which they are drawn.

use super::accents::composed;
use super::sheet::{FRAME, Glyph, Sheet, Turn, UNMARKED};
use super::tags::{Mark, PageMarks};

/// A gap of this share of the font size parts two words: kerning and justified letters stay below, the narrowest
/// spaces of common fonts are above.
const WORD_GAP: f32 = 0.16;
/// A gap of this share parts two words, where the letters of words stand evenly and much closer.
const TIGHT_GAP: f32 = 0.09;
/// A gap of this many font sizes parts two spans: justified text stays below.
const SPAN_GAP: f32 = 1.2;

/// Letters further apart than this, in font sizes, are no spaced word but heads of columns.
const SPACED: f32 = 0.65;

/// Characters without a space between them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    /// Its characters.
    pub text: String,
    /// Left edge.
    pub x0: f32,
    /// Right edge.
    pub x1: f32,
    /// Whether it begins bold.
    pub bold: bool,
}

/// Words on one baseline without a wide gap, drawn one after the other.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Span {
    /// Its words, from left to right.
    pub words: Vec<Word>,
    /// The baseline, downwards.
    pub y: f32,
    /// The font size that most of its characters have.
    pub size: f32,
    /// Whether most of its characters are bold.
    pub bold: bool,
    /// The frame of its coordinates.
    pub turn: Turn,
    /// What the file says that it is.
    pub role: Role,
}

/// What a file says of a span.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Role {
    /// Nothing.
    Unsaid,
    /// It is repeated around the text of each page.
    Frame,
    /// It is part of this.
    Part(Mark),
}

impl Role {
    /// The mark of a part.
    pub(super) fn mark(self) -> Option<Mark> {
        match self {
            Self::Part(mark) => Some(mark),
            Self::Unsaid | Self::Frame => None,
        }
    }
}

impl Span {
    /// Left edge.
    pub(super) fn x0(&self) -> f32 {
        self.words.first().map_or(0.0, |word| word.x0)
    }

    /// Right edge.
    pub(super) fn x1(&self) -> f32 {
        self.words.last().map_or(0.0, |word| word.x1)
    }

    /// The middle of its letters between up and down.
    pub(super) fn level(&self) -> f32 {
        self.y - 0.3 * self.size
    }

    /// Its middle, on the page as it is seen, whichever way it runs.
    pub(super) fn middle(&self) -> (f32, f32) {
        let (along, level) = ((self.x0() + self.x1()) / 2.0, self.level());
        match self.turn {
            0 => (along, level),
            1 => (-level, along),
            2 => (-along, -level),
            _ => (level, -along),
        }
    }

    /// Its words with a space between.
    pub(super) fn text(&self) -> String {
        let words: Vec<&str> = self.words.iter().map(|word| word.text.as_str()).collect();
        words.join(" ")
    }
}

/// The spans that glyphs of a sheet make, in their order.
pub(super) fn spans(sheet: &Sheet, glyphs: &[Glyph]) -> Vec<Span> {
    let mut builder = Builder::of(&sheet.marks);
    for glyph in glyphs {
        let text = sheet.chars.get(glyph.chars.clone()).unwrap_or("");
        builder.add(glyph, text);
    }
    builder.finish()
}

/// The span that grows.
struct Builder<'a> {
    marks: &'a PageMarks,
    /// Spans with the marks of their glyphs.
    done: Vec<(u32, Span)>,
    mark: u32,
    words: Vec<Word>,
    /// Baseline, size and frame of the last glyph that stands on the line.
    base: Option<(f32, f32, Turn)>,
    /// Size and weight of each character, in tenths of a point.
    styles: Vec<(u32, bool)>,
    /// End of the last glyph, drawn spaces too.
    end: f32,
    /// Beginning and end of the last glyph that is seen.
    last: (f32, f32),
    spaced: bool,
    /// The widest gap between letters of a word so far, in font sizes, and how many were met.
    widest: f32,
    joints: usize,
    /// The font size in which they were.
    set: f32,
}

impl<'a> Builder<'a> {
    fn of(marks: &'a PageMarks) -> Self {
        Self {
            marks,
            done: Vec::new(),
            mark: UNMARKED,
            words: Vec::new(),
            base: None,
            styles: Vec::new(),
            end: 0.0,
            last: (0.0, 0.0),
            spaced: false,
            widest: 0.0,
            joints: 0,
            set: 0.0,
        }
    }

    /// Whether a glyph is of the paragraph of the one before it.
    fn is_of_part(&self, glyph: &Glyph) -> bool {
        let part = |mark| self.marks.get(mark).map(|mark| mark.number);
        self.mark == glyph.mark
            || part(&self.mark).is_some_and(|number| part(&glyph.mark) == Some(number))
    }

    fn add(&mut self, glyph: &Glyph, text: &str) {
        self.drop_unseen_hyphen(glyph);
        if self.accents(glyph, text) {
            return;
        }
        let blank = text.trim().is_empty();
        if blank && self.base.is_some() && glyph.x0 < self.end - glyph.size {
            // A layer of spaces below the text, drawn after it.
            return;
        }
        if !self.continues(glyph) || !blank && !self.is_of_part(glyph) {
            self.close();
        }
        if blank {
            // A space that begins within a letter is one of a layer of spaces below the text, and parts nothing.
            let after = self.words.last().map_or(f32::MIN, |word| word.x1);
            self.spaced |= !text.is_empty() && glyph.x0 > after - 0.1 * glyph.size;
            self.end = self.end.max(glyph.x1);
            return;
        }
        self.mark = glyph.mark;
        if (glyph.size - self.set).abs() > 0.01 * glyph.size {
            (self.set, self.widest, self.joints) = (glyph.size, 0.0, 0);
        }
        let raised = self.is_raised(glyph, text).then(|| superscript(text));
        let text = raised.as_deref().unwrap_or(text);
        let after_mark = self.ends_mark(glyph);
        let gap = glyph.x0 - self.words.last().map_or(glyph.x0, |word| word.x1);
        let gap = if self
            .words
            .last()
            .is_some_and(|word| word.text.ends_with(is_wide))
            && text.starts_with(is_wide)
        {
            gap - glyph.size / 2.0
        } else {
            gap
        };
        let parted = self.spaced
            || after_mark
            || gap > WORD_GAP * glyph.size
            || self.is_tight_gap(gap / glyph.size) && text.starts_with(char::is_alphanumeric)
            || text.starts_with(' ');
        if !parted {
            self.widest = self.widest.max((gap / glyph.size).abs());
            self.joints += 1;
        }
        match self.words.last_mut() {
            Some(word) if !parted => {
                word.text.push_str(text.trim_end());
                word.x1 = word.x1.max(glyph.x1);
            }
            _ => self.words.push(Word {
                text: text.trim().to_owned(),
                x0: glyph.x0,
                x1: glyph.x1,
                bold: glyph.bold,
            }),
        }
        self.spaced = text.ends_with(' ');
        self.end = glyph.x1;
        self.last = (glyph.x0, glyph.x1);
        self.styles.push(((glyph.size * 10.0) as u32, glyph.bold));
        let stands = self
            .base
            .is_none_or(|(y, size, _)| (glyph.y - y).abs() < 0.1 * size || glyph.size > size);
        if stands {
            self.base = Some((glyph.y, glyph.size, glyph.turn));
        }
    }

    /// A soft hyphen after which the next glyph begins where it began itself takes no room: it is not seen.
    fn drop_unseen_hyphen(&mut self, glyph: &Glyph) {
        let Some(word) = self
            .words
            .last_mut()
            .filter(|word| word.text.ends_with('\u{ad}'))
        else {
            return;
        };
        let (begin, _) = self.last;
        let level = self
            .base
            .is_some_and(|(y, size, _)| (glyph.y - y).abs() < 0.1 * size);
        if level && (glyph.x0 - begin).abs() < 0.1 * glyph.size {
            word.text.pop();
            word.x1 = begin;
            self.end = begin;
        }
    }

    /// Whether a glyph and the one before it, drawn over each other, are a letter and its accent; makes them one.
    fn accents(&mut self, glyph: &Glyph, text: &str) -> bool {
        let Some((y, size, turn)) = self.base else {
            return false;
        };
        let over = (f32::midpoint(glyph.x0, glyph.x1) - f32::midpoint(self.last.0, self.last.1))
            .abs()
            < 0.3 * size
            && (glyph.y - y).abs() < 0.6 * size;
        let mut chars = text.chars();
        let (Some(second), None, Some(word)) = (chars.next(), chars.next(), self.words.last_mut())
        else {
            return false;
        };
        let first = word
            .text
            .chars()
            .next_back()
            .filter(|_| over && turn == glyph.turn);
        let Some(one) = first.and_then(|first| composed(first, second)) else {
            return false;
        };
        word.text.pop();
        word.text.push(one);
        word.x1 = word.x1.max(glyph.x1);
        self.end = self.end.max(glyph.x1);
        true
    }

    /// Whether a gap, in font sizes, parts words that are set tightly: where the letters before stand close and even.
    fn is_tight_gap(&self, gap: f32) -> bool {
        self.joints >= 4 && gap > TIGHT_GAP && gap > 3.0 * self.widest
    }

    /// Whether a glyph goes on where the span ends.
    fn continues(&self, glyph: &Glyph) -> bool {
        let Some((y, size, turn)) = self.base else {
            return false;
        };
        let larger = size.max(glyph.size);
        let gap = glyph.x0 - self.end;
        turn == glyph.turn
            && (glyph.y - y).abs() < 0.45 * larger
            && gap > -0.5 * larger
            && gap < SPAN_GAP * larger
    }

    /// Whether a glyph is a raised number: a note's mark or a power, no part of the word or number before it.
    fn is_raised(&self, glyph: &Glyph, text: &str) -> bool {
        let Some((y, size, _)) = self.base.filter(|_| !self.words.is_empty()) else {
            return false;
        };
        let raised = glyph.size < 0.85 * size && y - glyph.y > 0.15 * size;
        raised && text.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Whether the span so far is a raised number, and the glyph begins the note's text; makes the number one that
    /// shows that it is raised.
    fn ends_mark(&mut self, glyph: &Glyph) -> bool {
        let (Some((y, size, _)), [mark]) = (self.base, self.words.as_mut_slice()) else {
            return false;
        };
        let raised = size < 0.85 * glyph.size && glyph.y - y > 0.1 * glyph.size;
        let number = raised && mark.text.bytes().all(|byte| byte.is_ascii_digit());
        if number {
            mark.text = superscript(&mark.text);
        }
        number
    }

    fn close(&mut self) {
        let base = self.base.take();
        let words = std::mem::take(&mut self.words);
        let styles = std::mem::take(&mut self.styles);
        self.spaced = false;
        let Some((y, base_size, turn)) = base.filter(|_| !words.is_empty()) else {
            return;
        };
        let size = commonest(styles.iter().map(|(size, _)| *size))
            .map_or(base_size, |size| size as f32 / 10.0);
        let bold = styles.iter().filter(|(_, bold)| *bold).count() * 2 > styles.len();
        let span = Span {
            words,
            y,
            size,
            bold,
            turn,
            role: Role::Unsaid,
        };
        self.done.push((self.mark, span));
    }

    fn finish(mut self) -> Vec<Span> {
        self.close();
        let marks = self.marks;
        let spans = self.done.into_iter().map(|(mark, mut span)| {
            close_letters(&mut span);
            span.role = match mark {
                FRAME => Role::Frame,
                mark => marks
                    .get(&mark)
                    .map_or(Role::Unsaid, |mark| Role::Part(*mark)),
            };
            span
        });
        attach_strays(spans.collect())
    }
}

/// How far back and forth a stray mark's line may be in the content.
const STRAY_REACH: usize = 200;

/// Puts list labels and note marks that are drawn apart (before or after all the text) beside the span that they touch.
fn attach_strays(spans: Vec<Span>) -> Vec<Span> {
    let level =
        |a: &Span, b: &Span| a.turn == b.turn && (a.y - b.y).abs() < 0.65 * a.size.max(b.size);
    let is_stray = |at: usize| {
        let Some(span) = spans.get(at) else {
            return false;
        };
        let short =
            span.words.len() == 1 && span.words.iter().all(|word| word.text.chars().count() <= 3);
        let before = at.checked_sub(1).and_then(|before| spans.get(before));
        let joined = [before, spans.get(at + 1)]
            .into_iter()
            .flatten()
            .any(|other| level(span, other));
        short && !joined
    };
    let mut homes: Vec<(usize, bool, usize)> = Vec::new();
    for at in (0..spans.len()).filter(|at| is_stray(*at)) {
        let Some(span) = spans.get(at) else { continue };
        let near = at.saturating_sub(STRAY_REACH)..(at + STRAY_REACH).min(spans.len());
        let touches = |other: &Span| {
            let (before, after) = (other.x0() - span.x1(), span.x0() - other.x1());
            let label =
                super::wording::is_label(&span.text()) && before > 0.0 && before < 3.0 * other.size;
            let mark = after > -0.2 * other.size
                && after < 0.5 * other.size
                && span.size < 0.85 * other.size;
            (level(span, other) && (label || mark)).then_some(label)
        };
        let home = near.filter(|home| *home != at).find_map(|home| {
            let label = touches(spans.get(home)?)?;
            Some((home, label, at))
        });
        homes.extend(home);
    }
    moved(spans, &homes)
}

/// Moves spans to others: `(home, whether before it, which)`.
fn moved(spans: Vec<Span>, homes: &[(usize, bool, usize)]) -> Vec<Span> {
    if homes.is_empty() {
        return spans;
    }
    let mut order: Vec<(usize, i8)> = (0..spans.len()).map(|at| (at, 0)).collect();
    for (home, before, at) in homes {
        if let Some(slot) = order.get_mut(*at) {
            *slot = (*home, if *before { -1 } else { 1 });
        }
    }
    let mut keyed: Vec<((usize, i8), Span)> = order.into_iter().zip(spans).collect();
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, span)| span).collect()
}

/// Closes letter-spaced words: at least four single letters with nearly nothing else; the wider gaps part words.
fn close_letters(span: &mut Span) {
    let count = |is: fn(char) -> bool| {
        let single = |word: &&Word| {
            let mut chars = word.text.chars();
            chars.next().is_some_and(is) && chars.next().is_none()
        };
        span.words.iter().filter(single).count()
    };
    let (letters, singles) = (count(char::is_alphabetic), count(|_| true));
    // Single figures in a row are a row of figures.
    if letters < 4 || letters * 2 < singles || singles * 5 < span.words.len() * 4 {
        return;
    }
    let mut gaps: Vec<f32> = span
        .words
        .windows(2)
        .map(|pair| match pair {
            [a, b] => b.x0 - a.x1,
            _ => 0.0,
        })
        .collect();
    gaps.sort_by(f32::total_cmp);
    let usual = gaps
        .get(gaps.len() / 2)
        .copied()
        .unwrap_or(0.0)
        .max(0.05 * span.size);
    // The gaps within spaced words are alike; in a table of signs they go by the widths of those.
    let within = || gaps.iter().filter(|gap| **gap < 1.6 * usual);
    let alike = within().filter(|gap| (**gap - usual).abs() < 0.25 * usual);
    if usual > SPACED * span.size || alike.count() * 10 < within().count() * 7 {
        return;
    }
    let mut closed: Vec<Word> = Vec::new();
    for word in span.words.drain(..) {
        match closed.last_mut() {
            Some(last) if word.x0 - last.x1 < 1.6 * usual => {
                last.text.push_str(&word.text);
                last.x1 = word.x1;
            }
            _ => closed.push(word),
        }
    }
    span.words = closed;
}

/// Whether a character is of a script that writes without spaces: Chinese and Japanese, not Korean.
fn is_wide(c: char) -> bool {
    ('\u{2e80}'..='\u{abff}').contains(&c) || ('\u{f900}'..='\u{faff}').contains(&c)
}

/// Digits as raised ones.
pub(super) fn superscript(text: &str) -> String {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let raised = |c: char| {
        c.to_digit(10)
            .and_then(|digit| RAISED.get(digit as usize))
            .copied()
            .unwrap_or(c)
    };
    text.chars().map(raised).collect()
}

/// The value that occurs most; the smallest of several.
pub(super) fn commonest(values: impl Iterator<Item = u32>) -> Option<u32> {
    let mut values: Vec<u32> = values.collect();
    values.sort_unstable();
    let mut best: Option<(usize, u32)> = None;
    for run in values.chunk_by(|a, b| a == b) {
        if best.is_none_or(|(count, _)| run.len() > count) {
            best = run.first().map(|value| (run.len(), *value));
        }
    }
    best.map(|(_, value)| value)
}
