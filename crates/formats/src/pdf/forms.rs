//! Fields of a form: their values and check boxes, set in where a person sees them.

use hayro_interpret::hayro_syntax::object::dict::keys::{
    ANNOTS, AP, AS, FF, FT, N, PARENT, RECT, SUBTYPE, V,
};
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, Rect, String as PdfString};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{self, Affine};

use super::glyphs::decode_text;
use super::lines::{Span, Word};

/// The flag of a button that is pressed rather than ticked (ISO 32000-2, 12.7.5.2).
const PUSHED: u32 = 1 << 16;
/// Fields of a page that are looked at.
const MOST: usize = 5_000;
/// How deep a field may inherit.
const DEEPEST: usize = 16;

/// What a field shows that is not drawn as text: a tick, or a value without a picture.
pub(super) struct Field {
    pub text: String,
    pub area: kurbo::Rect,
    tick: bool,
}

/// The fields of a page whose text is ours to give.
pub(super) fn fields(page: &Page<'_>, transform: Affine) -> Vec<Field> {
    let notes = page.raw().get::<Array<'_>>(ANNOTS);
    let notes = notes
        .iter()
        .flat_map(|notes| notes.iter::<Dict<'_>>())
        .take(MOST);
    notes.filter_map(|note| field(&note, transform)).collect()
}

fn field(note: &Dict<'_>, transform: Affine) -> Option<Field> {
    let widget = note
        .get::<Name<'_>>(SUBTYPE)
        .is_some_and(|kind| kind.as_ref() == b"Widget");
    let hidden = note.get::<u32>(b"F").unwrap_or(0) & 0b10_0010 != 0;
    if !widget || hidden {
        return None;
    }
    let rect = note.get::<Rect>(RECT)?;
    let area = transform.transform_rect_bbox(kurbo::Rect::new(rect.x0, rect.y0, rect.x1, rect.y1));
    let kind = inherited(note, |dict| dict.get::<Name<'_>>(FT))?;
    let (text, tick) = if kind.as_ref() == b"Btn" {
        let flags = inherited(note, |dict| dict.get::<u32>(FF)).unwrap_or(0);
        if flags & PUSHED != 0 {
            return None;
        }
        let state = note
            .get::<Name<'_>>(AS)
            .or_else(|| inherited(note, |dict| dict.get::<Name<'_>>(V)));
        let on = state.is_some_and(|state| state.as_ref() != b"Off");
        (if on { "☒" } else { "☐" }.to_owned(), true)
    } else {
        let drawn = note
            .get::<Dict<'_>>(AP)
            .is_some_and(|looks| looks.get::<Object<'_>>(N).is_some());
        if drawn {
            return None;
        }
        let value = inherited(note, |dict| dict.get::<PdfString<'_>>(V))?;
        let text = decode_text(value.as_bytes());
        (text.split_whitespace().collect::<Vec<_>>().join(" "), false)
    };
    (!text.is_empty()).then_some(Field { text, area, tick })
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
    let marks = |span: &Span| {
        fields.iter().filter(|field| field.tick).any(|field| {
            let middle = f64::from(span.x0() + span.x1()) / 2.0;
            let level = f64::from(span.y - 0.3 * span.size);
            field.area.inflate(2.0, 2.0).contains((middle, level))
        })
    };
    let mut values: Vec<Span> = drawn.into_iter().filter(|span| !marks(span)).collect();
    let mut spans = spans;
    for field in fields {
        let value = span_of(field);
        match label_of(&spans, &value)
            .filter(|_| field.tick)
            .and_then(|at| spans.get_mut(at))
        {
            Some(label) => {
                let x0 = label.x0();
                let ticks = label
                    .words
                    .iter()
                    .take_while(|word| word.text == "☒" || word.text == "☐")
                    .count();
                let words = value
                    .words
                    .into_iter()
                    .map(|word| Word { x0, x1: x0, ..word });
                label.words.splice(ticks..ticks, words);
            }
            None => values.push(value),
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

fn span_of(field: &Field) -> Span {
    let kurbo::Rect { x0, x1, y0, y1 } = field.area;
    let height = (y1 - y0) as f32;
    let size = height.clamp(4.0, 11.0);
    let y = if height > 2.0 * size {
        y0 as f32 + size
    } else {
        y1 as f32 - 0.2 * height
    };
    let words = vec![Word {
        text: field.text.clone(),
        x0: x0 as f32,
        x1: x1 as f32,
        bold: false,
    }];
    Span {
        words,
        y,
        size,
        bold: false,
        turn: 0,
    }
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
