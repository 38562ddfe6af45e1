//! Fields of a form: their values and check boxes, set in where a person sees them.

use hayro_interpret::hayro_syntax::object::dict::keys::{AS, FF, FT, OPT, PARENT, V};
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, String as PdfString};
use hayro_interpret::kurbo;

use super::glyphs::decode_text;
use super::lines::{Role, Span, Word};

/// The flag of a button that is pressed rather than ticked (ISO 32000-2, 12.7.5.2).
const PUSHED: u32 = 1 << 16;
/// The flag of a text that is typed unseen (ISO 32000-2, 12.7.5.3).
const SECRET: u32 = 1 << 13;
/// Options of a list that are looked at.
const MOST: usize = 5_000;
/// Bytes of a value that is kept as a stream.
const LONGEST: usize = 1 << 20;
/// How deep a field may inherit.
const DEEPEST: usize = 16;

/// What a field shows: a tick, or a value that its appearance may draw.
pub(super) struct Field {
    pub text: String,
    pub area: kurbo::Rect,
    tick: bool,
}

impl Field {
    /// A field that shows a text.
    pub(super) fn shown(text: String, area: kurbo::Rect) -> Self {
        Self {
            text,
            area,
            tick: false,
        }
    }

    fn holds(&self, span: &Span) -> bool {
        let (x, y) = span.middle();
        let place = (f64::from(x), f64::from(y));
        self.area.inflate(2.0, 2.0).contains(place)
    }
}

/// What the field of a note (a widget) shows; `area` is where.
pub(super) fn field(note: &Dict<'_>, area: kurbo::Rect) -> Option<Field> {
    let kind = inherited(note, |dict| dict.get::<Name<'_>>(FT))?;
    let flags = inherited(note, |dict| dict.get::<u32>(FF)).unwrap_or(0);
    if kind.as_ref() != b"Btn" {
        let secret = kind.as_ref() == b"Tx" && flags & SECRET != 0;
        let text = inherited(note, |dict| dict.get::<Object<'_>>(V)).and_then(value)?;
        let text = option(note, &text).unwrap_or(text);
        return (!secret && !text.trim().is_empty()).then(|| Field::shown(text, area));
    }
    if flags & PUSHED != 0 {
        return None;
    }
    let state = note
        .get::<Name<'_>>(AS)
        .or_else(|| inherited(note, |dict| dict.get::<Name<'_>>(V)));
    let on = state.is_some_and(|state| state.as_ref() != b"Off");
    Some(Field {
        text: if on { "☒" } else { "☐" }.to_owned(),
        area,
        tick: true,
    })
}

/// The text of a value: a string, the chosen ones of a list, or a long text kept as a stream.
fn value(value: Object<'_>) -> Option<String> {
    let text = |text: &PdfString<'_>| decode_text(text.as_bytes()).replace('\r', "\n");
    match value {
        Object::String(one) => Some(text(&one)),
        Object::Array(several) => {
            let several: Vec<String> = several
                .iter::<PdfString<'_>>()
                .map(|one| text(&one))
                .collect();
            Some(several.join(", "))
        }
        Object::Stream(stream) if super::budget::is_modest(&stream, LONGEST) => {
            Some(decode_text(&stream.decoded_data().ok()?).replace('\r', "\n"))
        }
        _ => None,
    }
}

/// What a list shows for a value that it exports.
fn option(note: &Dict<'_>, value: &str) -> Option<String> {
    let options = inherited(note, |dict| dict.get::<Array<'_>>(OPT))?;
    let mut pairs = options.iter::<Array<'_>>().take(MOST);
    pairs.find_map(|pair| {
        let mut pair = pair.iter::<PdfString<'_>>();
        let (exported, shown) = (pair.next()?, pair.next()?);
        (decode_text(exported.as_bytes()) == value).then(|| decode_text(shown.as_bytes()))
    })
}

/// What a field or the nearest of those above it states.
fn inherited<'a, T>(note: &Dict<'a>, get: impl Fn(&Dict<'a>) -> Option<T>) -> Option<T> {
    let mut dict = note.clone();
    for _ in 0..DEEPEST {
        if let Some(value) = get(&dict) {
            return Some(value);
        }
        dict = dict.get::<Dict<'a>>(PARENT)?;
    }
    None
}

/// Sets fields into a page's text: what the appearances drew (`drawn`), but for the marks inside check boxes, and what
/// is ours to give.
pub(super) fn set_in(spans: Vec<Span>, drawn: Vec<Span>, fields: &[Field]) -> Vec<Span> {
    let marks = |span: &Span| fields.iter().any(|field| field.tick && field.holds(span));
    let mut values: Vec<Span> = drawn.into_iter().filter(|span| !marks(span)).collect();
    let mut spans = spans;
    for field in fields {
        if !field.tick {
            // Appearances are drawn already; one that is missing or empty is made anew by whoever shows the page.
            if !values.iter().chain(&spans).any(|span| field.holds(span)) {
                values.extend(spans_of(field));
            }
            continue;
        }
        for value in spans_of(field) {
            match label_of(&spans, &value).and_then(|at| spans.get_mut(at)) {
                Some(label) => tick(label, value),
                None => values.push(value),
            }
        }
    }
    let mut homes: Vec<(f32, Span)> = values
        .into_iter()
        .map(|value| (home(&spans, &value), value))
        .collect();
    homes.sort_by(|(a, left), (b, right)| {
        a.total_cmp(b)
            .then(left.y.total_cmp(&right.y))
            .then(left.x0().total_cmp(&right.x0()))
    });
    let mut homes = homes.into_iter().peekable();
    let mut merged = Vec::with_capacity(spans.len());
    for (at, span) in spans.into_iter().enumerate() {
        while let Some((_, value)) = homes.next_if(|(home, _)| *home < at as f32) {
            merged.push(value);
        }
        merged.push(span);
    }
    merged.extend(homes.map(|(_, value)| value));
    merged
}

/// Puts a tick before its label, after those that stand there already.
fn tick(label: &mut Span, value: Span) {
    let x0 = label.x0();
    let is_tick = |word: &&Word| word.text == "☒" || word.text == "☐";
    let ticks = label.words.iter().take_while(is_tick).count();
    let words = value
        .words
        .into_iter()
        .map(|word| Word { x0, x1: x0, ..word });
    label.words.splice(ticks..ticks, words);
}

/// The lines of a field's text, laid into its area.
fn spans_of(field: &Field) -> Vec<Span> {
    let kurbo::Rect { x0, x1, y0, y1 } = field.area;
    let lines: Vec<&str> = field
        .text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let height = (y1 - y0) as f32;
    let size = (height / lines.len().max(1) as f32).clamp(4.0, 11.0);
    let first = if height > 2.0 * size {
        y0 as f32 + size
    } else {
        y1 as f32 - 0.2 * height
    };
    let line = |(at, line): (usize, &&str)| Span {
        words: vec![Word {
            text: line.split_whitespace().collect::<Vec<_>>().join(" "),
            x0: x0 as f32,
            x1: x1 as f32,
            bold: false,
        }],
        y: first + 1.2 * size * at as f32,
        size,
        bold: false,
        turn: 0,
        role: Role::Unsaid,
    };
    lines.iter().enumerate().map(line).collect()
}

fn is_level(span: &Span, value: &Span) -> bool {
    span.turn == 0 && (span.y - value.y).abs() < 0.7 * span.size.max(value.size)
}

/// The text that a box is ticked for: the nearer one of those beside it.
fn label_of(spans: &[Span], tick: &Span) -> Option<usize> {
    let distance = |span: &Span| (span.x0() - tick.x1()).max(tick.x0() - span.x1());
    let near = spans
        .iter()
        .enumerate()
        .filter(|(_, span)| is_level(span, tick) && distance(span) < 3.0 * span.size);
    near.min_by(|a, b| distance(a.1).total_cmp(&distance(b.1)))
        .map(|(at, _)| at)
}

/// Where a value stands among the spans of a page, half a step before or after one of them: after the text to its left,
/// else before that to its right, else after what stands above it.
fn home(spans: &[Span], value: &Span) -> f32 {
    let x0 = value.x0();
    let beside = |left: bool| {
        spans
            .iter()
            .enumerate()
            .filter(move |(_, span)| is_level(span, value) && (span.x0() < x0) == left)
    };
    if let Some((at, _)) = beside(true).max_by(|a, b| a.1.x1().total_cmp(&b.1.x1())) {
        return at as f32 + 0.5;
    }
    if let Some((at, _)) = beside(false).min_by(|a, b| a.1.x0().total_cmp(&b.1.x0())) {
        return at as f32 - 0.5;
    }
    let above = spans
        .iter()
        .enumerate()
        .filter(|(_, span)| span.turn == 0 && span.y < value.y);
    above
        .max_by(|a, b| a.1.y.total_cmp(&b.1.y))
        .map_or(-0.5, |(at, _)| at as f32 + 0.5)
}
