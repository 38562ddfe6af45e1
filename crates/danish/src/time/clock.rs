//! Clock times: kl. 14, kl. 14.00, klokken 14:30, kl. 10-15.30, kl. 9 til 12, 22:41, halv tre.
//!
//! A dotted time needs `kl.` or another clock time beside it: 10.30 alone is none.

use super::{day, said::Clock};
use crate::{
    token::{Tokens, What},
    vocabulary::{Fraction, Particle, Word},
};

/// A clock time and how far it reaches.
pub(crate) type Timed = (Clock, usize);

/// The form in which a time of day is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// 14
    Hour,
    /// 14.30
    Dotted,
    /// 14:30
    Colon,
    /// halv tre, middag
    Words,
}

/// A clock time with its cue: "kl. 10-15.30".
pub(crate) fn cued(t: Tokens, i: usize) -> Option<Timed> {
    if t.word(i) != Word::Clock {
        return None;
    }
    let mut j = t.past_dot(i + 1);
    if t.is(j, ':') {
        j += 1;
    }
    let (from, _, next) = moment(t, past_about(t, j))?;
    Some(range(t, from, next, true))
}

/// A clock time without `kl.`: 22:41, 9.00-15.00.
pub(crate) fn bare(t: Tokens, i: usize) -> Option<Timed> {
    if !t.opens(i) {
        return None;
    }
    let (from, form, next) = moment(t, i)?;
    let (clock, end) = range(t, from, next, form != Form::Hour);
    match form {
        // "8:30" alone is rather a ratio.
        Form::Colon => {
            let wide = matches!(t.what(i), What::Digits { len: 2, .. }) || clock.to.is_some();
            (wide && t.closes(end)).then_some((clock, end))
        }
        Form::Dotted => (clock.to.is_some() && dotted_end(t, end)).then_some((clock, end)),
        Form::Words => (t.word(i) == Word::Fraction(Fraction::Half)).then_some((clock, end)),
        Form::Hour => None,
    }
}

/// Whether the time that ends before `end` has its minutes too: 9.00-15.00, no 9.00-15.
fn dotted_end(t: Tokens, end: usize) -> bool {
    t.closes(end)
        && end >= 3
        && t.is(end - 2, '.')
        && t.glued(end - 1)
        && !day::measured(t, end)
        && !matches!(t.word(end), Word::Unit(_))
}

/// The clock time that follows a day: ", kl. 10", " fra kl. 9", " 22:41", ", 9.00-15.00".
pub(crate) fn after_day(t: Tokens, i: usize) -> Option<Timed> {
    let mut j = t.past_comma(i);
    if t.is(j, '(') && t.word(j + 1) == Word::Clock {
        j += 1;
    }
    while matches!(
        t.word(j),
        Word::Particle(Particle::From | Particle::Span | Particle::Between | Particle::In)
    ) || t.entry(j).is(crate::vocabulary::Entry::APPROXIMATE)
    {
        j = t.past_dot(j + 1);
    }
    cued(t, j).or_else(|| bare(t, j).filter(|_| t.word(j) != Word::Fraction(Fraction::Half)))
}

/// A further hour after "og" at `i`, and its token: "kl. 9 og 13", "kl. 9.00 og 13.00".
pub(crate) fn listed(t: Tokens, i: usize) -> Option<(Clock, usize, usize)> {
    let at = super::list::list_separator(t, i).filter(|_| !t.is(i, '/'))?;
    let (from, form, next) = moment(t, at)?;
    let spelt = matches!(form, Form::Words);
    let ends = t.closes(next) && super::list::verb_like(t, t.past_dot(next).max(next));
    let taken = day::month(t, t.past_dot(next)).is_some() || t.is(next, '.') && next + 1 < t.len();
    (!spelt && ends && !taken && is_hour(t, next, form)).then_some((
        Clock { from, to: None },
        at,
        next,
    ))
}

/// The second end of a clock range, if there is one.
fn range(t: Tokens, from: (i8, i8), next: usize, minutes: bool) -> Timed {
    let alone = (Clock { from, to: None }, afternoon(t, next));
    let dash = t.dash(next);
    let to = matches!(t.word(next), Word::Particle(Particle::To | Particle::And));
    if !dash && !to {
        return shift(t, alone);
    }
    let and = t.word(next) == Word::Particle(Particle::And);
    let mut j = next + 1;
    if t.word(j) == Word::Clock {
        j = t.past_dot(j + 1);
    }
    j = past_about(t, j);
    match moment(t, j) {
        Some((to, form, end))
            if t.closes(end)
                && (form != Form::Hour || minutes)
                && (!and || between(t, next))
                && is_hour(t, end, form)
                && (to > from || overnight(from, to)) =>
        {
            let to = if to > from { to } else { (to.0 + 24, to.1) };
            shift(t, (Clock { from, to: Some(to) }, end))
        }
        _ => shift(t, alone),
    }
}

/// "kl. 22 til 6" ends on the next morning.
fn overnight(from: (i8, i8), to: (i8, i8)) -> bool {
    from.0 >= 17 && to.0 <= 9
}

/// Whether "mellem" opened the range whose "og" stands at `and`.
fn between(t: Tokens, and: usize) -> bool {
    (and.saturating_sub(8)..and).any(|k| t.word(k) == Word::Particle(Particle::Between))
}

/// Whether a number that ends before `end` can be an hour: not the day of "10 - 4. maj", not "9-12 personer".
fn is_hour(t: Tokens, end: usize, form: Form) -> bool {
    if form != Form::Hour {
        return true;
    }
    let after = t.past_dot(end);
    let taken = day::month(t, after).is_some()
        || day::measured(t, end)
        || matches!(t.word(end), Word::Unit(_));
    let slash = t.is(end, '/') && t.glued(end);
    !taken && !slash
}

fn past_about(t: Tokens, i: usize) -> usize {
    if t.entry(i).is(crate::vocabulary::Entry::APPROXIMATE) {
        t.past_dot(i + 1)
    } else {
        i
    }
}

/// Past "om aftenen", which shifts a time before noon, and "om morgenen", which does not.
fn afternoon(t: Tokens, i: usize) -> usize {
    let part = t.word(i + 1) == Word::Afternoon
        || matches!(t.text(i + 1), "morgenen" | "formiddagen" | "natten");
    if t.word(i) == Word::Particle(Particle::About) && part {
        i + 2
    } else {
        i
    }
}

fn shift(t: Tokens, (clock, next): Timed) -> Timed {
    let next = afternoon(t, next);
    let late = next >= 1 && t.word(next - 1) == Word::Afternoon;
    let pm = |(h, m): (i8, i8)| if late && h < 12 { (h + 12, m) } else { (h, m) };
    (
        Clock {
            from: pm(clock.from),
            to: clock.to.map(pm),
        },
        next,
    )
}

/// One time of day at `i`.
fn moment(t: Tokens, i: usize) -> Option<((i8, i8), Form, usize)> {
    match t.what(i) {
        What::Digits { value, len: 4 } => compact(value).map(|at| (at, Form::Dotted, i + 1)),
        What::Digits { .. } => figures(t, i),
        What::Word { .. } => words(t, i),
        _ => None,
    }
}

/// 0930.
fn compact(value: u64) -> Option<(i8, i8)> {
    let (h, m) = (
        i8::try_from(value / 100).ok()?,
        i8::try_from(value % 100).ok()?,
    );
    (h < 24 && m < 60).then_some((h, m))
}

fn figures(t: Tokens, i: usize) -> Option<((i8, i8), Form, usize)> {
    let hour = i8::try_from(day::digits(t, i, 2)?)
        .ok()
        .filter(|h| *h <= 24)?;
    let minute = |k| match t.what(k) {
        What::Digits { value, len: 2 } if value < 60 && t.glued(k) && t.glued(k - 1) => {
            i8::try_from(value).ok()
        }
        _ => None,
    };
    match (t.mark(i + 1), minute(i + 2)) {
        (Some(':'), Some(minute)) => {
            // Seconds are read over.
            let next = if t.is(i + 3, ':') && minute_at(t, i + 4) {
                i + 5
            } else {
                i + 3
            };
            let wide = matches!(t.what(i), What::Digits { len: 2, .. });
            Some((
                (hour, minute),
                if wide || hour > 0 {
                    Form::Colon
                } else {
                    Form::Hour
                },
                next,
            ))
        }
        (Some('.' | ','), Some(minute)) => Some(((hour, minute), Form::Dotted, i + 3)),
        _ => Some(((hour, 0), Form::Hour, half_past(t, i))),
    }
}

fn minute_at(t: Tokens, k: usize) -> bool {
    matches!(t.what(k), What::Digits { value, len: 2 } if value < 60)
        && t.glued(k)
        && t.glued(k - 1)
}

/// Past the hour, and past "middag" after twelve.
fn half_past(t: Tokens, i: usize) -> usize {
    if matches!(t.word(i + 1), Word::HourName(_)) {
        i + 2
    } else {
        i + 1
    }
}

/// halv tre, kvart over ni, kvart i ti, ni, middag.
fn words(t: Tokens, i: usize) -> Option<((i8, i8), Form, usize)> {
    let hour = |k| match (t.word(k), day::digits(t, k, 2)) {
        (Word::Cardinal(h @ 2..=12), _) => i8::try_from(h).ok(),
        (Word::One { .. }, _) => Some(1),
        (_, Some(h @ 1..=12)) => i8::try_from(h).ok(),
        _ => None,
    };
    // Committees meet by day: one to six is after noon.
    let day = |h: i8| if h < 7 { h + 12 } else { h };
    match t.word(i) {
        Word::Fraction(Fraction::Half) if day::digits(t, i + 1, 2).is_none() => {
            let h = hour(i + 1).filter(|_| !matches!(t.word(i + 1), Word::One { .. }))?;
            Some((((day(h) + 23) % 24, 30), Form::Words, i + 2))
        }
        Word::Fraction(Fraction::Quarter) => match t.word(i + 1) {
            Word::Particle(Particle::Over) => Some(((day(hour(i + 2)?), 15), Form::Words, i + 3)),
            Word::Particle(Particle::In) => {
                Some((((day(hour(i + 2)?) + 23) % 24, 45), Form::Words, i + 3))
            }
            _ => None,
        },
        Word::HourName(h) => Some(((h.cast_signed(), 0), Form::Words, i + 1)),
        Word::Cardinal(2..=12) => Some(((day(hour(i)?), 0), Form::Words, i + 1)),
        _ => None,
    }
}
