//! From spans to lines, and from lines to paragraphs, headings and list items.

use paper::BlockKind;

use super::lines::{Span, commonest, superscript};
use super::tags::{Kind, Mark};

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
    turn: u8,
    /// What the file says that it is part of.
    mark: Option<Mark>,
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

    fn words(&self) -> impl Iterator<Item = &super::lines::Word> {
        self.spans.iter().flat_map(|span| &span.words)
    }

    /// Its words with a space between.
    pub(super) fn text(&self) -> String {
        let words: Vec<&str> = self.words().map(|word| word.text.as_str()).collect();
        words.join(" ")
    }

    /// How wide its first word is.
    fn first_width(&self) -> f32 {
        self.words().next().map_or(0.0, |word| word.x1 - word.x0)
    }

    /// Whether it begins with a capital and a colon follows within three words.
    fn is_labelled(&self) -> bool {
        let capital = self
            .words()
            .next()
            .is_some_and(|word| word.text.starts_with(char::is_uppercase));
        capital && self.words().take(3).any(|word| word.text.ends_with(':'))
    }

    /// The label of a list item that it begins with, and where the text after it begins.
    fn label(&self) -> Option<(&str, f32)> {
        let mut words = self.words();
        let label = words.next()?;
        let after = words.next()?;
        is_label(&label.text).then_some((label.text.as_str(), after.x0))
    }
}

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

    /// Whether it goes on with an open paragraph of a font size.
    pub(super) fn continues(&self, size: f32) -> bool {
        let within = self
            .text
            .starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
        self.kind == BlockKind::Paragraph && within && (self.size - size).abs() < 0.12 * size
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

/// Whether a word is the label of a list item: a bullet, a dash, `1.`, `2.3`, `a)`, `(iv)`.
pub(super) fn is_label(word: &str) -> bool {
    let mut chars = word.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return "•▪‣◦–—-*·●○■□➢→✓o".contains(c);
    }
    let inner = word
        .trim_start_matches('(')
        .trim_end_matches([')', '.', ':']);
    let closed = word.ends_with([')', '.']);
    let number = inner
        .split('.')
        .all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
    let dotted = number && inner.contains('.');
    let letter = inner.chars().count() == 1 && inner.chars().all(char::is_alphabetic);
    let roman = inner.len() <= 4 && !inner.is_empty() && inner.bytes().all(|b| b"ivx".contains(&b));
    dotted || (closed && (number || letter || roman))
}

fn is_bullet(word: &str) -> bool {
    word.chars().count() == 1 && is_label(word) && word != "o"
}

/// Abbreviations and figures after which a sentence goes on, in spite of the full stop.
fn is_short(word: &str) -> bool {
    const SHORT: [&str; 22] = [
        "kl", "nr", "pkt", "stk", "jf", "ca", "dvs", "f.eks", "bl.a", "tlf", "pr", "inkl", "ekskl",
        "evt", "hhv", "jfr", "afd", "sagsnr", "j.nr", "dr", "skt", "max",
    ];
    let word = word.trim_start_matches(['(', '"', '”', '»']);
    let stem = word.strip_suffix('.').unwrap_or(word);
    let day = stem.len() <= 2 && stem.bytes().all(|byte| byte.is_ascii_digit());
    day && !stem.is_empty() || SHORT.contains(&stem.to_lowercase().as_str())
}

/// Whether a sentence, or what leads to a list, ends with a word.
fn ends_sentence(word: &str) -> bool {
    match word.chars().next_back() {
        Some('.') => !is_short(word),
        Some(c) => ":;?!".contains(c),
        None => false,
    }
}

/// Joins lines into paragraphs. `body` is the size of the running text, `measure` the right edge of the text so far.
pub(super) fn paragraphs(lines: &[Line], body: f32, measure: f32) -> Vec<Paragraph> {
    let mut done: Vec<Paragraph> = Vec::new();
    let mut first = 0;
    for index in 0..lines.len() {
        let goes_on = index > first && goes_on(lines, first, index, measure);
        if index > 0 && !goes_on {
            done.extend(paragraph(lines.get(first..index).unwrap_or(&[]), body));
            first = index;
        }
    }
    done.extend(paragraph(lines.get(first..).unwrap_or(&[]), body));
    done
}

/// Whether a line goes on with the paragraph that began at `first`.
fn goes_on(lines: &[Line], first: usize, index: usize, measure: f32) -> bool {
    let (Some(head), Some(last), Some(line)) = (
        lines.get(first),
        lines.get(index.wrapping_sub(1)),
        lines.get(index),
    ) else {
        return false;
    };
    let size = last.size;
    let leading = line.y - last.y;
    match (last.mark, line.mark) {
        (Some(a), Some(b)) if a.number == b.number => {
            return goes_on_in_part(lines, index, measure);
        }
        (None, None) => {}
        _ => return false,
    }
    if crosses_gutter(last, line) {
        return true;
    }
    if last.turn != line.turn
        || (line.size - size).abs() > 0.12 * size
        || leading < 0.4 * size
        || leading > 2.1 * size
    {
        return false;
    }
    if leading > 1.18 * usual_leading(lines, index) && leading > 1.3 * size {
        return false;
    }
    let ended = last
        .words()
        .last()
        .is_some_and(|word| ends_sentence(&word.text));
    let label = line.label();
    if let Some((label, _)) = label {
        let hung = (line.x0 - last.x0).abs() > 0.5 * size;
        let room = right_edge(lines, index, measure) - last.x1;
        // A number at the beginning of a line, in the middle of a sentence that filled the line before.
        let within = !ended
            && label.starts_with(|c: char| c.is_ascii_digit())
            && room < line.first_width() + 0.45 * size
            && head.label().is_none()
            && line.x0 < last.x0 + 0.5 * size;
        if within {
            // Judged as any other line.
        } else if is_bullet(label)
            || ended
            || hung
            || head
                .label()
                .is_some_and(|_| (line.x0 - head.x0).abs() < 0.5 * size)
        {
            return false;
        }
    }
    if head.label().is_some() && line.x0 < head.x0 - 0.5 * size {
        return false;
    }
    let text_edge = head.label().map_or(head.x0, |(_, text)| text);
    let hanging = head.label().is_some() && (line.x0 - text_edge).abs() < 0.6 * size;
    let capital = line
        .words()
        .next()
        .is_some_and(|word| word.text.starts_with(char::is_uppercase));
    if head.label().is_some() && ended && capital && line.x0 < text_edge - 0.5 * size {
        return false;
    }
    if line.x0 > last.x0 + 0.8 * size && !hanging && !centred(last, line) && index != first + 1 {
        return false;
    }
    if line.x0 > last.x0 + 0.8 * size && !hanging && !centred(last, line) && ended {
        return false;
    }
    if line.x0 < last.x0 - 0.8 * size && index > first + 1 && !centred(last, line) {
        return false;
    }
    if last.bold != line.bold && (last.bold && index == first + 1) {
        return false;
    }
    if begins_part(last, line, ended) {
        return false;
    }
    if breaks_word(last, line) {
        return true;
    }
    let right = right_edge(lines, index, measure);
    let room = right - last.x1;
    let fits = room > line.first_width() + 0.45 * size;
    if is_address(lines, index, right) && capital && !ended && !(last.bold && line.bold) {
        return false;
    }
    if fits && !(centred(last, line) && last.bold && line.bold && !ended) {
        return false;
    }
    true
}

/// Whether a line goes on with the one before, where the file says that both are part of one paragraph: unless that was
/// broken on purpose, since the line's first word would have had room.
fn goes_on_in_part(lines: &[Line], index: usize, measure: f32) -> bool {
    let (Some(last), Some(line)) = (lines.get(index.wrapping_sub(1)), lines.get(index)) else {
        return false;
    };
    let heading = last
        .mark
        .is_some_and(|mark| matches!(mark.kind, Kind::Heading(_)));
    if heading || breaks_word(last, line) || line.y < last.y {
        return true;
    }
    let ended = last
        .words()
        .last()
        .is_some_and(|word| ends_sentence(&word.text));
    let room = right_edge(lines, index, measure) - last.x1;
    let fits = room > line.first_width() + 0.45 * last.size;
    !(fits && !centred(last, line) || begins_part(last, line, ended))
}

/// Whether a line begins with what sets it apart from the one before: a word that becomes bold, or a label with a colon
/// (`Bilag 2:`) where a sentence ended or where that line has one too.
fn begins_part(last: &Line, line: &Line, ended: bool) -> bool {
    let (Some(before), Some(first)) = (last.words().last(), line.words().next()) else {
        return false;
    };
    (line.is_labelled() && (ended || last.is_labelled())) || (ended && first.bold && !before.bold)
}

/// Whether a word is broken between two lines.
fn breaks_word(last: &Line, line: &Line) -> bool {
    let (Some(before), Some(first)) = (last.words().last(), line.words().next()) else {
        return false;
    };
    let stem = before.text.strip_suffix(['-', '\u{2010}', '\u{ad}']);
    let letters = stem.is_some_and(|stem| stem.ends_with(char::is_lowercase));
    letters && first.text.starts_with(char::is_lowercase)
}

/// Whether a sentence goes on at the top of the next column.
fn crosses_gutter(last: &Line, line: &Line) -> bool {
    let up = line.turn == last.turn && line.y < last.y - 2.0 * last.size && line.x0 > last.x1;
    let within = |c: char| c.is_lowercase() || c.is_ascii_digit();
    let lower = line.label().is_none()
        && line
            .words()
            .next()
            .is_some_and(|word| word.text.starts_with(within));
    let open = last
        .words()
        .last()
        .is_some_and(|word| !ends_sentence(&word.text));
    up && lower && open && (line.size - last.size).abs() < 0.12 * last.size
}

fn centred(a: &Line, b: &Line) -> bool {
    ((a.x0 + a.x1) - (b.x0 + b.x1)).abs() < 0.5 * a.size && (a.x0 - b.x0).abs() > 0.8 * a.size
}

/// How many lines before and after are looked at.
const AROUND: usize = 40;

/// Lines around one that have its size and its column, and stand below each other.
fn around(lines: &[Line], index: usize) -> &[Line] {
    let Some(line) = lines.get(index) else {
        return &[];
    };
    let alike = |other: &Line| {
        (other.size - line.size).abs() < 0.6 && (other.x0 - line.x0).abs() < 5.0 * line.size
    };
    let follow = |pair: &[Line]| matches!(pair, [a, b] if alike(a) && alike(b) && b.y > a.y);
    let (before, after) = (
        lines.get(..=index).unwrap_or(&[]),
        lines.get(index..).unwrap_or(&[]),
    );
    let back = before
        .windows(2)
        .rev()
        .take(AROUND)
        .take_while(|pair| follow(pair))
        .count();
    let forth = after
        .windows(2)
        .take(AROUND)
        .take_while(|pair| follow(pair))
        .count();
    lines.get(index - back..=index + forth).unwrap_or(&[])
}

/// The right edge of the column that a line stands in: that of the lines around it where they fill it, or where other
/// text stands beside them; else that of all lines of the page that begin near its left edge, and of the pages before.
fn right_edge(lines: &[Line], index: usize, measure: f32) -> f32 {
    let near = around(lines, index);
    let edge =
        |lines: &mut dyn Iterator<Item = &Line>| lines.map(|line| line.x1).fold(f32::MIN, f32::max);
    let local = edge(&mut near.iter());
    let Some(line) = lines.get(index) else {
        return local;
    };
    let beside = |a: &Line| {
        lines
            .iter()
            .any(|b| b.x0 > a.x1 && (a.y - b.y).abs() < a.size)
    };
    if near.iter().any(beside) {
        return local;
    }
    let page = edge(
        &mut lines
            .iter()
            .filter(|other| (other.x0 - line.x0).abs() < 5.0 * line.size),
    )
    .max(measure);
    let full = near
        .iter()
        .filter(|line| line.x1 > local - 1.5 * line.size)
        .count();
    let wide = local - line.x0 > 0.6 * (page - line.x0);
    if wide && near.len() > 2 && full * 10 >= near.len() * 6 {
        local
    } else {
        page
    }
}

/// Whether a line stands in a block so narrow and low that it is an address or a list of names rather than text.
fn is_address(lines: &[Line], index: usize, right: f32) -> bool {
    let Some(line) = lines.get(index) else {
        return false;
    };
    let near = around(lines, index);
    let broken = |line: &Line| {
        let last = line.words().last();
        last.is_some_and(|word| word.text.ends_with(['-', ',', '\u{ad}', '\u{2010}']))
    };
    right - line.x0 < 18.0 * line.size && near.len() <= 8 && !near.iter().any(broken)
}

/// The distance of baselines that is usual around a line: the smallest that occurs twice, else the smallest.
fn usual_leading(lines: &[Line], index: usize) -> f32 {
    let near = around(lines, index);
    let leadings = near.windows(2).filter_map(|pair| {
        let [a, b] = pair else { return None };
        let leading = b.y - a.y;
        (leading > 0.4 * a.size && leading < 2.1 * a.size).then_some((leading * 5.0).round() as u32)
    });
    commonest(leadings).map_or(f32::MAX, |leading| leading as f32 / 5.0)
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

/// Words before which a hyphen at a line's end stands for the rest of a compound (`kvalitets- og …`).
const AFTER_HYPHEN: [&str; 7] = ["og", "eller", "samt", "til", "som", "/", "and"];

/// Appends a line: hyphens of broken words go, real ones stay.
pub(super) fn join(text: &mut String, line: &str) {
    if text.is_empty() {
        text.push_str(line);
        return;
    }
    let first = line.split_whitespace().next().unwrap_or("");
    let next = first.chars().next().unwrap_or(' ');
    let mut back = text.chars().rev();
    let (last, before) = (back.next().unwrap_or(' '), back.next().unwrap_or(' '));
    let dash = matches!(last, '-' | '\u{2010}' | '\u{ad}' | '\u{2011}');
    if dash && before.is_alphanumeric() && !AFTER_HYPHEN.contains(&first) {
        let broken = before.is_lowercase() && next.is_lowercase() && !is_short_prefix(text);
        if broken || last == '\u{ad}' {
            text.pop();
        }
    } else if !(last == '–' && before.is_ascii_digit() && next.is_ascii_digit()) {
        text.push(' ');
    }
    text.push_str(line);
}

/// Whether the word before the hyphen is one letter, as in `e-mail`.
fn is_short_prefix(text: &str) -> bool {
    let word = text
        .rsplit(|c: char| c.is_whitespace())
        .next()
        .unwrap_or("");
    word.chars().filter(|c| c.is_alphanumeric()).count() <= 1
}

/// The size that most characters of lines have.
pub(super) fn body_size<'a>(spans: impl Iterator<Item = &'a Span>) -> f32 {
    let sizes = spans.flat_map(|span| {
        let size = (span.size * 2.0).round() as u32;
        span.words.iter().map(move |_| size)
    });
    commonest(sizes).map_or(10.0, |size| size as f32 / 2.0)
}
