//! Days: 1. januar 2000, 1/1 2000, 1/1-00, 1.1.2000, 2000-01-01 (the forms that Dansk Sprognævn sanctions), and those
//! that are written all the same: 01-02-2023, 18.12.13, 15-maj-2002, d. 6/2.

use super::said::{Core, Month, Point, Year};
use crate::{
    found::Oddity,
    token::{Tokens, What},
    vocabulary::{Entry, Particle, Span, Which, Word},
};

/// A point, how far it reaches, and how sure it is by itself.
#[derive(Debug, Clone)]
pub(crate) struct Match {
    pub(crate) point: Point,
    pub(crate) next: usize,
    pub(crate) sure: Sure,
    pub(crate) rule: &'static str,
}

/// Whether the form alone tells that it is time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sure {
    Yes,
    /// 6/2, which cannot be a proper fraction; but may be a number of something.
    Likely,
    /// 1/3, 29.11, 24.: only after a cue.
    Cued,
}

/// Digits of at most `len` figures.
pub(crate) fn digits(t: Tokens, i: usize, len: u8) -> Option<i16> {
    match t.what(i) {
        What::Digits { value, len: n } if n <= len => i16::try_from(value).ok(),
        _ => None,
    }
}

/// A number of a day, 1 to 31.
pub(crate) fn day_number(t: Tokens, i: usize) -> Option<i8> {
    let day = digits(t, i, 2)?;
    (1..=31).contains(&day).then_some(i8::try_from(day).ok()?)
}

/// A year of four figures at `i`, not the beginning of something longer.
pub(crate) fn full_year(t: Tokens, i: usize) -> Option<i16> {
    match t.what(i) {
        What::Digits { value, len: 4 } if (1400..=2199).contains(&value) => {
            i16::try_from(value).ok()
        }
        _ => None,
    }
}

/// A year of two figures: from 50 on it is of the last century.
pub(crate) fn short_year(t: Tokens, i: usize) -> Option<i16> {
    match t.what(i) {
        What::Digits { value, len: 2 } => {
            let year = i16::try_from(value).ok()?;
            Some(if year < 50 { 2000 + year } else { 1900 + year })
        }
        _ => None,
    }
}

/// The month that a word names; a short form counts too.
pub(crate) fn month(t: Tokens, i: usize) -> Option<i8> {
    let entry = t.entry(i);
    match entry.word {
        Word::Month(month) => Some(month.cast_signed()),
        _ if entry.month_short > 0 => Some(entry.month_short.cast_signed()),
        _ => None,
    }
}

/// The words that stand for a year after a day or month: "2021", ", 2021", "s.å.", "i år", "'98".
pub(crate) fn year_after(t: Tokens, i: usize) -> Option<(Year, usize)> {
    let j = if t.is(i, ',') && full_year(t, i + 1).is_some() {
        i + 1
    } else {
        i
    };
    // "den 3. maj 2016 af ministeren": of is no measure of a year.
    let counted = |k: usize| measured(t, k) && t.word(k) != Word::Particle(Particle::Of);
    // "2016-I" below a date is the next row's name.
    let named = t.begins_line(j) && t.dash(j + 1) && t.glued(j + 1);
    if let Some(year) = full_year(t, j).filter(|_| t.closes(j + 1) && !counted(j + 1) && !named) {
        // A full number after a comma may be the head of what follows: "12. maj, 2019: 450".
        let head = t.is(j + 1, ':') && t.is_digits(j + 2);
        return (j == i || !head).then_some((Year::Number(year), j + 1));
    }
    if matches!(t.mark(i), Some('\'' | '’')) && t.glued(i + 1) && t.closes(i + 2) {
        return Some((Year::Number(short_year(t, i + 1)?), i + 2));
    }
    if let Some(year) = bare_short_year(t, i) {
        return Some((Year::Number(year), i + 1));
    }
    match (t.word(i), t.word(i + 1)) {
        (Word::SameYear, _) => Some((Year::Same, t.past_dot(i + 1))),
        (Word::Own(Span::Year, by), _) => Some((Year::Own(by), t.past_dot(i + 1))),
        (Word::Particle(_), Word::Unit(Span::Year)) if in_year(t, i) => Some((Year::Own(0), i + 2)),
        (Word::Which(which), Word::Unit(Span::Year)) => Some((which_year(which), i + 2)),
        (Word::TheUnit(Span::Year), Word::Particle(Particle::Before)) => {
            Some((Year::Beside(-1), i + 2))
        }
        (Word::TheUnit(Span::Year), Word::Particle(Particle::After)) => {
            Some((Year::Beside(1), i + 2))
        }
        (Word::TheUnit(Span::Year), _) if t.text(i + 1) == "derefter" => {
            Some((Year::Beside(1), i + 2))
        }
        // "s. å."
        _ if t.text(i) == "s" && spaced_same_year(t, i) => Some((Year::Same, t.past_dot(i + 3))),
        _ => None,
    }
}

/// "s. å.", with a space.
fn spaced_same_year(t: Tokens, i: usize) -> bool {
    t.is(i + 1, '.')
        && t.glued(i + 1)
        && matches!(t.text(i + 2), "å" | "A" | "Å")
        && t.is(i + 3, '.')
}

/// "oktober 96": two figures that can be no day, and that no noun takes for its number.
fn bare_short_year(t: Tokens, i: usize) -> Option<i16> {
    let year = short_year(t, i).filter(|year| year % 100 > 31 && !t.glued(i))?;
    let counts = t.is_plain(i + 1) || measured(t, i + 1) || matches!(t.word(i + 1), Word::Unit(_));
    (t.closes(i + 1) && !counts && !t.is(i + 1, '.')).then_some(year)
}

pub(crate) fn in_year(t: Tokens, i: usize) -> bool {
    t.text(i).eq_ignore_ascii_case("i") && t.text(i + 1).eq_ignore_ascii_case("år")
}

fn which_year(which: Which) -> Year {
    if which == Which::Same {
        Year::Same
    } else {
        Year::Own(by(which))
    }
}

/// How many units away a word such as `næste` points.
pub(crate) fn by(which: Which) -> i8 {
    match which {
        Which::This | Which::Same => 0,
        Which::Next => 1,
        Which::Last => -1,
    }
}

/// Whether a number that ends before `i` counts something.
pub(crate) fn measured(t: Tokens, i: usize) -> bool {
    t.entry(i).is(Entry::MEASURE)
        || t.is(i, '%')
        || matches!(
            t.word(i),
            Word::ThousandCrowns | Word::Multiple(_) | Word::Scale(_)
        )
        || matches!(t.word(i), Word::Currency(_)) && !prices_next(t, i)
        || t.is(i, ',') && t.dash(i + 1) && t.glued(i)
}

/// "fra 1986 kr. 112.345,50": the currency belongs to what follows.
fn prices_next(t: Tokens, i: usize) -> bool {
    let next = t.past_dot(i + 1);
    matches!(t.what(next), What::Digits { len, .. } if len > 1 || t.is(next + 1, '.') && t.glued(next + 2))
        && !t.glued(next)
}

/// A day at `i`, its month known.
pub(crate) fn day(t: Tokens, i: usize) -> Option<Match> {
    if !t.opens(i) {
        return None;
    }
    iso(t, i)
        .or_else(|| named_month(t, i))
        .or_else(|| numeric(t, i))
        .or_else(|| own_month(t, i))
        .filter(|m| t.closes(m.next))
}

fn found(
    day: i8,
    month: i8,
    year: Option<Year>,
    next: usize,
    sure: Sure,
    rule: &'static str,
) -> Match {
    let mut point = Point::new(Core::Day {
        day,
        month: Some(Month::Number(month)),
    });
    point.year = year;
    if day > longest(month) {
        point.oddity = Some(Oddity::Impossible);
    }
    Match {
        point,
        next,
        sure,
        rule,
    }
}

/// The most days that a month can have.
fn longest(month: i8) -> i8 {
    match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// 2000-01-01.
fn iso(t: Tokens, i: usize) -> Option<Match> {
    let year = full_year(t, i)?;
    let joined = t.is(i + 1, '-') && t.is(i + 3, '-') && (1..=4).all(|k| t.glued(i + k));
    let two = |k| matches!(t.what(k), What::Digits { len: 2, .. });
    if !joined || !two(i + 2) || !two(i + 4) {
        return None;
    }
    let (month, day) = (month_number(t, i + 2)?, day_number(t, i + 4)?);
    // "2023-04-28T09:00" goes on with its time.
    Some(found(
        day,
        month,
        Some(Year::Number(year)),
        i + 5,
        Sure::Yes,
        "day-iso",
    ))
}

fn month_number(t: Tokens, i: usize) -> Option<i8> {
    let month = digits(t, i, 2)?;
    (1..=12)
        .contains(&month)
        .then_some(i8::try_from(month).ok()?)
}

/// 1. januar 2000, 1 jan. 2000, 15-maj-2002, første maj.
fn named_month(t: Tokens, i: usize) -> Option<Match> {
    let day = match t.word(i) {
        Word::Ordinal(n) if n <= 31 && matches!(t.word(i + 1), Word::Month(_)) => {
            i8::try_from(n).ok()?
        }
        _ => day_number(t, i)?,
    };
    let mut j = t.past_dot(i + 1);
    let hyphen = t.is(j, '-') && t.glued(j) && t.glued(j + 1);
    if hyphen {
        j += 1;
    }
    let named = month(t, j)?;
    // The last figure of a row, and a month that begins the next.
    if j == i + 1 && t.begins_line(j) && (i == 0 || t.word(i - 1) != Word::DayLead) {
        return None;
    }
    let short = !matches!(t.word(j), Word::Month(_));
    let mut k = j + 1;
    if short {
        k = t.past_dot(k);
    }
    if (hyphen || t.dash(k))
        && t.dash(k)
        && t.glued(k)
        && t.glued(k + 1)
        && let Some(year) = full_year(t, k + 1)
            .or_else(|| short_year(t, k + 1))
            .filter(|_| t.closes(k + 2) && !names_day(t, k + 1))
    {
        return Some(found(
            day,
            named,
            Some(Year::Number(year)),
            k + 2,
            Sure::Yes,
            "day-named",
        ));
    }
    if let Some((year, next)) = year_after(t, k) {
        return Some(found(day, named, Some(year), next, Sure::Yes, "day-named"));
    }
    // "kl. 19-21. Jan er referent."
    let name = short && t.capital(j) && k == j + 1 && t.is_word(k);
    (!hyphen && !name).then(|| found(day, named, None, k, Sure::Yes, "day-named"))
}

/// 1/1 2000, 1/1-00, 1.1.2000, 01-02-2023, 29./9.
fn numeric(t: Tokens, i: usize) -> Option<Match> {
    // "Frist" ends a row, and "10.4" begins the next.
    if t.begins_line(i) && i > 0 && t.is(i + 1, '.') && !t.is(i + 3, '.') && !t.is(i - 1, ':') {
        return None;
    }
    if let Some(m) = dotted_slash(t, i) {
        return Some(m);
    }
    let (day, month) = (day_number(t, i)?, month_number(t, i + 2)?);
    let separator = t.mark(i + 1)?;
    if !t.glued(i + 1) || !t.glued(i + 2) {
        return None;
    }
    match separator {
        '/' => slashed(t, i, day, month),
        '.' => dotted(t, i, day, month),
        '-' => hyphened(t, i, day, month),
        _ => None,
    }
}

/// 29./9., 29./9. 2018: an ordinal's full stop before the stroke.
fn dotted_slash(t: Tokens, i: usize) -> Option<Match> {
    let (day, month) = (day_number(t, i)?, month_number(t, i + 3)?);
    let form = t.is(i + 1, '.') && t.is(i + 2, '/') && (1..=3).all(|k| t.glued(i + k));
    if !form {
        return None;
    }
    let next = t.past_dot(i + 4);
    Some(match year_after(t, next) {
        Some((year, next)) => found(day, month, Some(year), next, Sure::Yes, "day-slash"),
        None => found(day, month, None, next, Sure::Yes, "day-slash"),
    })
}

/// Whether a day with its month in words begins at `i`: "31. januar".
pub(crate) fn names_day(t: Tokens, i: usize) -> bool {
    day_number(t, i).is_some() && t.is(i + 1, '.') && t.glued(i + 1) && month(t, i + 2).is_some()
}

fn slashed(t: Tokens, i: usize, day: i8, month: i8) -> Option<Match> {
    let k = i + 3;
    let glued_year = |at: usize| {
        full_year(t, at)
            .or_else(|| short_year(t, at))
            .filter(|_| t.glued(at))
    };
    // 1/1-00 and 1/1/00, but not the 15 of 15/12-15/1.
    if (t.dash(k) || t.is(k, '/') || t.is(k, '.'))
        && t.glued(k)
        && let Some(year) = glued_year(k + 1).filter(|_| t.closes(k + 2))
    {
        return Some(found(
            day,
            month,
            Some(Year::Number(year)),
            k + 2,
            Sure::Yes,
            "day-slash",
        ));
    }
    if t.dash(k)
        && !t.glued(k)
        && let Some(year) = full_year(t, k + 1).filter(|_| t.closes(k + 2))
    {
        return Some(found(
            day,
            month,
            Some(Year::Number(year)),
            k + 2,
            Sure::Yes,
            "day-slash",
        ));
    }
    if let Some((year, next)) = year_after(t, i + 3) {
        return Some(found(day, month, Some(year), next, Sure::Yes, "day-slash"));
    }
    let fraction = day < month && month <= 10 || (day, month) == (1, 1);
    let counted = (day, month) == (24, 7) || measured(t, i + 3);
    let sure = if fraction || counted {
        Sure::Cued
    } else {
        Sure::Likely
    };
    Some(found(day, month, None, i + 3, sure, "day-slash"))
}

fn dotted(t: Tokens, i: usize, day: i8, month: i8) -> Option<Match> {
    let wide = |k| matches!(t.what(k), What::Digits { len: 2, .. });
    let k = t.past_dot(i + 3);
    if k > i + 3 && t.glued(k) && t.is_digits(k) {
        if let Some(year) = full_year(t, k).filter(|_| t.closes(k + 1)) {
            return Some(found(
                day,
                month,
                Some(Year::Number(year)),
                k + 1,
                Sure::Yes,
                "day-dot",
            ));
        }
        let year = short_year(t, k).filter(|_| t.closes(k + 1))?;
        let sure = if wide(i) && wide(i + 2) {
            Sure::Yes
        } else {
            Sure::Cued
        };
        return Some(found(
            day,
            month,
            Some(Year::Number(year)),
            k + 1,
            sure,
            "day-dot",
        ));
    }
    if t.dash(k)
        && t.glued(k)
        && t.glued(k + 1)
        && let Some(year) = full_year(t, k + 1)
            .or_else(|| short_year(t, k + 1).filter(|_| after_lead(t, i)))
            .filter(|_| t.closes(k + 2))
    {
        return Some(found(
            day,
            month,
            Some(Year::Number(year)),
            k + 2,
            Sure::Yes,
            "day-dot",
        ));
    }
    if let Some((year, next)) = full_year(t, k).and_then(|_| year_after(t, k)) {
        return Some(found(day, month, Some(year), next, Sure::Cued, "day-dot"));
    }
    // The full stop after the month is its own, as after the day, also where it ends the sentence.
    Some(found(day, month, None, k, Sure::Cued, "day-dot"))
}

/// Whether "den" or "d." stands right before `i`.
pub(crate) fn after_lead(t: Tokens, i: usize) -> bool {
    let k = if i > 0 && t.is(i - 1, '.') { i - 1 } else { i };
    k > 0 && t.word(k - 1) == Word::DayLead
}

fn hyphened(t: Tokens, i: usize, day: i8, month: i8) -> Option<Match> {
    if !t.is(i + 3, '-') || !t.glued(i + 3) || !t.glued(i + 4) {
        return None;
    }
    let year = Year::Number(full_year(t, i + 4).or_else(|| short_year(t, i + 4))?);
    let wide = |k| matches!(t.what(k), What::Digits { len: 2, .. });
    let sure = if full_year(t, i + 4).is_some() || wide(i) && wide(i + 2) {
        Sure::Yes
    } else {
        Sure::Cued
    };
    Some(found(day, month, Some(year), i + 5, sure, "day-hyphen"))
}

/// `22. ds.`, `5. d.m.`, `9. s.m.`.
fn own_month(t: Tokens, i: usize) -> Option<Match> {
    let day = day_number(t, i)?;
    let j = t.past_dot(i + 1);
    let month = match t.word(j) {
        Word::Own(Span::Month, by) => Some(Month::Own(by)),
        // "den 4. i næste måned"
        Word::Particle(Particle::In) if t.word(j + 2) == Word::Unit(Span::Month) => {
            let Word::Which(which) = t.word(j + 1) else {
                return None;
            };
            let point = Point::new(Core::Day {
                day,
                month: Some(Month::Own(by(which))),
            });
            return Some(Match {
                point,
                next: j + 3,
                sure: Sure::Yes,
                rule: "day-ds",
            });
        }
        // The month last named, as for a day without one.
        Word::SameMonth => None,
        _ => return None,
    };
    let point = Point::new(Core::Day { day, month });
    Some(Match {
        point,
        next: t.past_dot(j + 1),
        sure: Sure::Yes,
        rule: "day-ds",
    })
}
