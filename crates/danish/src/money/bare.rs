//! Bare figures under a unit that their own sentence declares: "Tal i t.kr.: Vej 7,5 og havn 3".

use super::{Measure, Said, figure::figure, single, table};
use crate::{
    token::{Gap, Tokens, What},
    vocabulary::{Currency, Entry, Particle, Word},
};

/// A declared unit: hundredths of a currency.
type Declared = (i64, Currency);

/// The most tokens that a bracket with a unit holds.
const BRACKET: usize = 10;

/// The most tokens of a sentence that only declares a unit.
const SHORT: usize = 14;

/// In ten-thousandths.
const TEN: i64 = 10 * 10_000;

/// Whether a unit declared from `i` to `next` rules what follows: "i 1.000 kr.:", "(i 1.000 kr.) 450", "(mio. kr.): 450".
pub(super) fn goes_before(t: Tokens, i: usize, next: usize) -> bool {
    let bracket = t.is(next, ')') && i >= 1 && (t.is(i - 1, '(') || i >= 2 && t.is(i - 2, '('));
    // "i t.kr. (minus = mindreforbrug): …"
    let remark = t.is(next, '(')
        && (next..t.len().min(next + BRACKET)).any(|k| t.is(k, ')') && t.is(k + 1, ':'));
    t.is(next, ':') || t.is(next, ')') && t.is(next + 1, ':') || bracket || remark
}

/// The unit of a bracket that ends the sentence and speaks of its figures: "(alle tal i t.kr.)". A single figure is more
/// often a number of something: "Model 2 (tal i t.kr.)".
pub(super) fn declared_at_end(t: Tokens) -> Option<Declared> {
    let last = t.len().checked_sub(1)?;
    let close = if t.is(last, '.') {
        last.checked_sub(1)?
    } else {
        last
    };
    if !t.is(close, ')') {
        return None;
    }
    let open = (close.saturating_sub(BRACKET)..close)
        .rev()
        .find(|k| t.is(*k, '('))?;
    let speaks = (open..close).any(|k| t.entry(k).is(Entry::UNIT_NOUN));
    let unit = (open..close)
        .find_map(|k| table::declared(t, k).filter(|(_, next)| *next == close))
        .map(|(unit, _)| unit)
        .filter(|_| speaks)?;
    let figures = (0..open).filter(|k| t.opens(*k) && under(t, *k, unit).is_some());
    (figures.take(2).count() == 2).then_some(unit)
}

/// A bare figure at `i` under a declared unit: no year, label, ordinal or count of something.
pub(super) fn under(t: Tokens, i: usize, (ore, currency): Declared) -> Option<(Said, usize)> {
    let first = figure(t, i).filter(|f| !t.is_word(i) && t.closes(f.next))?;
    let next = first.next;
    let year = first.plain
        && matches!(
            t.what(i),
            What::Digits {
                value: 1900..=2099,
                ..
            }
        );
    // "for projekt 2 og 3 i alt"
    let counts = first.plain && first.value < TEN && t.is_word(next);
    if year || counts || numbers(t, i) || t.is(next, ':') || !amount_before(t, next) {
        return None;
    }
    let measure = Measure {
        times: 1,
        currency,
        next,
    };
    let said = single(first, measure)?;
    Some((
        Said {
            ore: said.ore.checked_mul(ore / 100)?,
            // Accounts write what is owed or lacking in brackets.
            negative: i > 0 && t.is(i - 1, '(') && t.is(next, ')'),
            ..said
        },
        next,
    ))
}

/// The unit that a sentence declares for those after it, having no amount of its own: "Alle beløb i 1.000 kr.", or the first
/// cell of a table's head, "Mio. kr.", "Besparelser, mio. kr."
pub(super) fn declares(t: Tokens) -> Option<Declared> {
    let cell = (t.text.get(t.end_before(t.len())..)).is_some_and(|rest| rest.starts_with('\t'));
    if cell && let Some(unit) = heads_a_table(t) {
        return Some(unit);
    }
    // "Budget 1993 (1.000 kr.)"
    let headed = t.is(t.len().saturating_sub(1), ')');
    let speaks = headed || (0..t.len()).any(|k| t.entry(k).is(Entry::UNIT_NOUN));
    let figures = (0..t.len()).filter(|k| t.is_digits(*k));
    // The two figures of "1.000".
    if t.len() > SHORT || figures.count() > 4 {
        return None;
    }
    (0..t.len()).find_map(|k| {
        table::declared(t, k)
            .filter(|((ore, _), next)| {
                let end = if t.is(*next, ')') { next + 1 } else { *next };
                // "Budgetafvigelser i t.kr." needs no such word.
                (speaks || *ore > 100) && (t.past_dot(end) >= t.len() || t.is(end, ':'))
            })
            .map(|(unit, _)| unit)
    })
}

/// A multiple of crowns that ends a cell, alone or behind a comma.
fn heads_a_table(t: Tokens) -> Option<Declared> {
    (0..t.len().min(SHORT))
        .filter(|k| *k == 0 || t.is(k - 1, ','))
        .find_map(|k| table::counted(t, k).filter(|(ore, _, next)| *ore > 100 && *next >= t.len()))
        .map(|(ore, currency, _)| (ore, currency))
}

/// A figure at `i` in a sentence after the one that declared the unit: only one that looks like an amount, "Vej: 2.130", or
/// that ends a line of nothing else but its label, "Henlæggelser 640".
pub(super) fn after_declared(t: Tokens, i: usize, unit: Declared) -> Option<(Said, usize)> {
    let first = figure(t, i)?;
    let labelled = i > 0 && (t.is(i - 1, ':') || t.is(i - 1, '(') && i > 1 && t.is(i - 2, ':'));
    let open = usize::from(i > 0 && t.is(i - 1, '('));
    let ends = first.next + open >= t.len();
    let line =
        ends && i > open && i <= SHORT && (0..i - open).all(|k| t.is_word(k) || t.is(k, '-'));
    let cell = t.all.first().is_some_and(|x| x.gap == Gap::Cell) && ends && i <= 1;
    let signed =
        i > 1 && matches!(t.mark(i - 1), Some('-' | '–' | '−')) && !t.glued(i - 1) && t.glued(i);
    let (said, next) = under(t, i, unit)?;
    let negative = said.negative || signed;
    (!first.plain || labelled || line || cell || signed)
        .then_some((Said { negative, ..said }, next))
}

/// Whether the word before `i` takes the figure for its number: "bilag 3", "uge 12".
pub(super) fn numbers(t: Tokens, i: usize) -> bool {
    let Some(before) = i.checked_sub(1) else {
        return false;
    };
    let k = if t.is(before, '.') {
        before.saturating_sub(1)
    } else {
        before
    };
    t.entry(k).is(Entry::BLOCK)
        || t.is(k, '§')
        || matches!(
            t.word(k),
            Word::Unit(_) | Word::Month(_) | Word::DayLead | Word::Clock
        )
}

/// Whether an amount can end before `next`: no noun, measure or ordinal's full stop goes on.
fn amount_before(t: Tokens, next: usize) -> bool {
    if t.is(next, '.') {
        return next + 1 == t.len();
    }
    match t.word(next) {
        Word::Particle(p) => p != Particle::Of,
        _ => !t.is_word(next),
    }
}
