//! Lengths of time, what is counted from something, and what recurs.

use super::{
    compose,
    day::{Match, Sure, by, digits},
    said::{Anchor, Core, Length, Near, Point},
};
use crate::{
    numeral::number,
    token::{Tokens, What},
    vocabulary::{Fraction, Particle, Span, Vocabulary, Which, Word},
};

/// A quantity in figures or words, with the upper end of "2-3".
fn quantity(t: Tokens, i: usize) -> Option<(f64, Option<f64>, usize)> {
    let (low, next) = amount(t, i)?;
    let joined = t.dash(next)
        || matches!(t.word(next), Word::Particle(Particle::To | Particle::Or))
        || t.is(next, '/') && t.glued(next)
        || matches!(t.text(next), "á" | "à" | "a");
    if joined && let Some((high, end)) = amount(t, next + 1).filter(|(high, _)| *high > low) {
        return Some((low, Some(high), end));
    }
    Some((low, None, next))
}

fn amount(t: Tokens, i: usize) -> Option<(f64, usize)> {
    match t.what(i) {
        What::Digits { value, len: 1..=4 } => {
            let whole = f64::from(u32::try_from(value).ok()?);
            if matches!(t.mark(i + 1), Some(',')) && t.glued(i + 1) && t.glued(i + 2) {
                let tenths = digits(t, i + 2, 1)?;
                return Some((whole + f64::from(tenths) / 10.0, i + 3));
            }
            if let Some(part) = proper(t, i) {
                return Some((part, i + 3));
            }
            if let (false, Some(part)) = (t.glued(i + 1), proper(t, i + 1)) {
                return Some((whole + part, i + 4));
            }
            if let What::Quarters(q) = t.what(i + 1) {
                return Some((whole + f64::from(q) / 4.0, i + 2));
            }
            Some((whole, i + 1))
        }
        What::Quarters(q) => Some((f64::from(q) / 4.0, i + 1)),
        What::Word { .. } => number(t, i)
            .filter(|read| !read.ordinal)
            .map(|read| (read.value, read.next)),
        _ => None,
    }
}

/// "1/2 time", "1/4 år": a half or quarter before one unit; "1/2 timer" are one or two.
fn proper(t: Tokens, i: usize) -> Option<f64> {
    let (top, by) = (digits(t, i, 1)?, digits(t, i + 2, 1)?);
    let glued = t.is(i + 1, '/') && t.glued(i + 1) && t.glued(i + 2);
    let one = matches!(
        t.text(i + 3),
        "time" | "år" | "dag" | "uge" | "måned" | "times" | "års"
    );
    (glued && one && matches!((top, by), (1, 2) | (1 | 3, 4)))
        .then(|| f64::from(top) / f64::from(by))
}

/// The length in "en 3-årig bevilling", its span without the noun.
pub(crate) fn lasting(t: Tokens, i: usize, vocabulary: &Vocabulary) -> Option<(Length, usize)> {
    let years = digits(t, i, 2).filter(|n| (1..=25).contains(n) && t.opens(i))?;
    let hyphened = t.dash(i + 1) && t.glued(i + 1) && t.glued(i + 2);
    let Word::Lasting(span) = t.word(i + 2) else {
        return None;
    };
    let noun = t.text(i + 3).to_lowercase();
    let lasts = vocabulary
        .lasting
        .iter()
        .any(|end| noun.ends_with(end.as_str()));
    let length = Length {
        low: f64::from(years),
        high: None,
        span,
    };
    (hyphened && lasts).then_some((length, i + 3))
}

/// A length: "to uger", "halvandet år", "et halvt år", "6-12 måneder", "37 timer".
pub(crate) fn length(t: Tokens, i: usize) -> Option<(Length, usize)> {
    if !t.opens(i) {
        return None;
    }
    let (low, high, mut next) = quantity(t, i)?;
    let article = matches!(t.word(i), Word::One { accented: false }) && next == i + 1;
    // "to fulde år", "3 hele dage", "tre på hinanden følgende måneder" are left to their first adjective.
    if stressed(t.text(next)) {
        next += 1;
    }
    // "en 4-års periode"
    if t.dash(next) && t.glued(next) && t.glued(next + 1) && t.text(next + 1).ends_with('s') {
        next += 1;
    }
    let Word::Unit(span) = t.word(next) else {
        return None;
    };
    // "et kvarter med 300 boliger" is a part of a town.
    if span == Span::QuarterHour && t.word(next + 1) == Word::Particle(Particle::With) {
        return None;
    }
    // "1 kvartal", "kvt." and "halvdel" name parts of a year; "3 min" is no length of a meeting in kroner.
    let part = t.text(next).starts_with("halvdel")
        || matches!(t.text(next), "kv" | "kvt" | "Kvt" | "ugerne");
    if part || low == 0.0 || low > most(span) || next > i && t.is(next - 1, '.') {
        return None;
    }
    // "en dag" is some day.
    let one = article && t.text(next) == "dag";
    (!one)
        .then_some((
            Length { low, high, span },
            t.past_dot(next + 1).max(next + 1),
        ))
        .map(|(l, n)| (l, if abbreviated(t, next) { n } else { next + 1 }))
}

/// Above this a number before a unit is rather something else: a year, a number of a list.
fn most(span: Span) -> f64 {
    match span {
        Span::Minute | Span::Hour => 9_999.0,
        Span::Day | Span::Workday => 1_000.0,
        _ => 500.0,
    }
}

/// An adjective between a number and its unit.
pub(super) fn stressed(word: &str) -> bool {
    matches!(word, "hele" | "fulde" | "kalendermæssige")
}

fn abbreviated(t: Tokens, i: usize) -> bool {
    matches!(t.text(i), "min" | "md" | "mdr")
}

/// ISO 8601 for a length: half years in months, half hours in minutes, other halves in the next smaller unit.
pub(crate) fn iso(length: Length) -> Option<String> {
    let low = iso_one(length.low, length.span)?;
    match length.high {
        None => Some(low),
        Some(high) => Some(format!("{low}/{}", iso_one(high, length.span)?)),
    }
}

fn iso_one(n: f64, span: Span) -> Option<String> {
    let whole = n.fract() == 0.0;
    let (factor, prefix, letter) = match span {
        Span::Minute => (1.0, "PT", 'M'),
        Span::QuarterHour => (15.0, "PT", 'M'),
        Span::Hour if whole => (1.0, "PT", 'H'),
        Span::Hour => (60.0, "PT", 'M'),
        Span::Day | Span::Workday if whole => (1.0, "P", 'D'),
        Span::Day | Span::Workday => (24.0, "PT", 'H'),
        Span::Week if whole => (1.0, "P", 'W'),
        Span::Week => (7.0, "P", 'D'),
        Span::Month if whole => (1.0, "P", 'M'),
        Span::Month => (30.0, "P", 'D'),
        Span::Quarter => (3.0, "P", 'M'),
        Span::Half => (6.0, "P", 'M'),
        Span::Year if whole => (1.0, "P", 'Y'),
        Span::Year => (12.0, "P", 'M'),
        Span::Decade => (10.0, "P", 'Y'),
    };
    let value = (n * factor).ceil();
    (value < 1e6).then(|| format!("{prefix}{value}{letter}"))
}

/// A length at `i` that is counted from something, and the token past what it is counted from: "om to uger", "for et år
/// siden", "14 dage fra dags dato", "8 dage før mødet". An event keeps its own words; the paper's date is none of its own.
pub(crate) fn relative(t: Tokens, i: usize, vocabulary: &Vocabulary) -> Option<(Match, usize)> {
    let (length, next) = length(t, i)?;
    let before = i.checked_sub(1).map_or(Word::Plain, |k| t.word(k));
    let found = |core, next, rule| {
        let found = Match {
            point: Point::new(core),
            next,
            sure: Sure::Yes,
            rule,
        };
        Some((found, next))
    };
    if t.text(next).eq_ignore_ascii_case("siden") && before == Word::Particle(Particle::For) {
        return found(Core::Ago { length, back: true }, next + 1, "ago");
    }
    if before == Word::Particle(Particle::About) && !t.text(next).eq_ignore_ascii_case("ad") {
        return found(
            Core::Ago {
                length,
                back: false,
            },
            next,
            "in",
        );
    }
    let (back, mut j) = direction(t, next)?;
    if let Some(own) = paper(t, j) {
        let counted = found(Core::Ago { length, back }, next, "from-own-date");
        return counted.map(|(m, _)| (m, own));
    }
    if matches!(t.word(j), Word::DayLead) || t.is_plain(j) || t.is_word(j) {
        // The day may be named right there: "tre uger før mødet den 3. maj".
        for k in j..j + 4 {
            if let Some(m) = compose::point(t, k)
                .filter(|m| m.point.is_day() && m.sure == Sure::Yes && m.point.core != Core::NoDay)
            {
                let anchor = Anchor::Point(Box::new(m.point));
                return found(
                    Core::From {
                        length,
                        back,
                        anchor,
                    },
                    next,
                    "from-day",
                );
            }
            if !t.is_word(k) {
                break;
            }
        }
        if matches!(t.text(j), "det" | "den" | "de" | "et" | "en") {
            j += 1;
        }
        let anchor = event(t, j, vocabulary)?;
        return found(
            Core::From {
                length,
                back,
                anchor,
            },
            next,
            "from-event",
        );
    }
    None
}

/// "før", "efter", "inden", "fra", "regnet fra", "forud for".
fn direction(t: Tokens, i: usize) -> Option<(bool, usize)> {
    match (t.word(i), t.word(i + 1)) {
        (Word::Particle(Particle::Before), Word::Particle(Particle::For)) => Some((true, i + 2)),
        (Word::Particle(Particle::Before), _) => Some((true, i + 1)),
        (Word::Particle(Particle::After | Particle::From), _) => Some((false, i + 1)),
        (Word::Particle(Particle::Counted), Word::Particle(Particle::From)) => Some((false, i + 2)),
        _ => None,
    }
}

/// The paper's own date in words: "dags dato", "i dag", "d.d.", "tilsagnsdatoen", "dette brevs dato".
fn paper(t: Tokens, i: usize) -> Option<usize> {
    match (t.word(i), t.word(i + 1)) {
        (Word::OwnDateLead, Word::OwnDate) => Some(i + 2),
        (Word::OwnDate, _) if t.text(i).ends_with("en") || t.text(i).len() > 5 => Some(i + 1),
        (Word::Own(Span::Day, 0), _) => Some(t.past_dot(i + 1)),
        _ if t.text(i).eq_ignore_ascii_case("i") && t.text(i + 1).eq_ignore_ascii_case("dag") => {
            Some(i + 2)
        }
        _ if matches!(t.text(i), "dette" | "denne") && t.word(i + 2) == Word::OwnDate => {
            Some(i + 3)
        }
        _ => None,
    }
}

/// "mødet", "projektets afslutning".
fn event(t: Tokens, i: usize, vocabulary: &Vocabulary) -> Option<Anchor> {
    if !t.is_word(i) {
        return None;
    }
    let noun = t.start(i)..t.end_before(i + 1);
    let edge = t.text(i + 1).to_lowercase();
    let end = vocabulary.event_end.contains(&edge);
    Some(Anchor::Event { noun, end })
}

/// "dagen før", "ugen efter", "samme dag", beside the day last named.
pub(crate) fn neighbour(t: Tokens, i: usize) -> Option<Match> {
    let found = |core, next| {
        Some(Match {
            point: Point::new(core),
            next,
            sure: Sure::Yes,
            rule: "neighbour",
        })
    };
    match (t.word(i), t.word(i + 1)) {
        (
            Word::TheUnit(span @ (Span::Day | Span::Week | Span::Month | Span::Year)),
            Word::Particle(p @ (Particle::Before | Particle::After)),
        ) if !t.text(i).ends_with('s') && !t.is_word(i + 2) || t.word(i + 2) == Word::Clock => {
            let by = if p == Particle::Before { -1 } else { 1 };
            found(Core::Neighbour { span, by }, i + 2)
        }
        (Word::Which(Which::Same), Word::Unit(Span::Day)) if t.text(i + 1) == "dag" => found(
            Core::Neighbour {
                span: Span::Day,
                by: 0,
            },
            i + 2,
        ),
        _ => None,
    }
}

/// What recurs, as an RRULE: "hver tirsdag", "hvert fjerde år", "den 1. i hver måned", "første mandag i måneden".
pub(crate) fn set(t: Tokens, i: usize) -> Option<(String, usize)> {
    match t.word(i) {
        Word::Every => every(t, i + 1),
        Word::DayLead => {
            set(t, t.past_dot(i + 1)).filter(|_| t.word(t.past_dot(i + 1)) != Word::DayLead)
        }
        Word::Ordinal(_) | Word::Which(_) => nth(t, i),
        _ => digits(t, i, 2).and_then(|day| month_day(t, i, day)),
    }
}

/// "hver den 1. og 15.": days of every month.
fn every_day(t: Tokens, i: usize) -> Option<(String, usize)> {
    let mut j = t.past_dot(i + 1);
    let (mut days, mut next) = (Vec::new(), j);
    while let Some(day) = super::day::day_number(t, j).filter(|_| days.len() < 31) {
        if !t.is(j + 1, '.') || super::day::month(t, j + 2).is_some() {
            break;
        }
        days.push(day.to_string());
        next = j + 2;
        match super::list::list_separator(t, next) {
            Some(after) if t.word(after) == Word::DayLead => j = t.past_dot(after + 1),
            Some(after) => j = after,
            None => break,
        }
    }
    (!days.is_empty()).then(|| (format!("FREQ=MONTHLY;BYMONTHDAY={}", days.join(",")), next))
}

fn every(t: Tokens, i: usize) -> Option<(String, usize)> {
    if t.word(i) == Word::DayLead {
        return every_day(t, i);
    }
    let (interval, j) = match t.word(i) {
        Word::Ordinal(n) => (n, i + 1),
        Word::Which(_) => return None,
        Word::Fraction(Fraction::Half | Fraction::OneAndAHalf) => (6, i + 1),
        _ => match digits(t, i, 2) {
            Some(n) if n > 0 => (u32::try_from(n).ok()?, t.past_dot(i + 1)),
            _ => (1, i),
        },
    };
    let freq = |name: &str, n: u32| {
        if n == 1 {
            format!("FREQ={name}")
        } else {
            format!("FREQ={name};INTERVAL={n}")
        }
    };
    let half = matches!(t.word(i), Word::Fraction(_));
    let rule = match t.word(j) {
        Word::Weekday(day) if interval > 0 && !half => {
            let nth =
                matches!(t.word(j + 1), Word::Particle(Particle::In)) && t.text(j + 2) == "måneden";
            if nth {
                return Some((format!("FREQ=MONTHLY;BYDAY={interval}{}", code(day)), j + 3));
            }
            format!("{};BYDAY={}", freq("WEEKLY", interval), code(day))
        }
        Word::Unit(Span::Year) if half => "FREQ=MONTHLY;INTERVAL=6".to_owned(),
        _ if half => return None,
        Word::Unit(Span::Day) if interval % 7 == 0 => freq("WEEKLY", interval / 7),
        Word::Unit(Span::Day | Span::Workday) => freq("DAILY", interval),
        Word::Unit(Span::Week) => freq("WEEKLY", interval),
        Word::Unit(Span::Month) => freq("MONTHLY", interval),
        Word::Unit(Span::Quarter) => freq("MONTHLY", interval * 3),
        Word::Unit(Span::Half) => freq("MONTHLY", interval * 6),
        Word::Unit(Span::Year) => freq("YEARLY", interval),
        Word::Season(_) | Word::Month(_) if interval == 1 => match t.word(j) {
            Word::Month(month) => format!("FREQ=YEARLY;BYMONTH={month}"),
            _ => "FREQ=YEARLY".to_owned(),
        },
        _ => return None,
    };
    Some((rule, j + 1))
}

/// "første tirsdag i måneden", "sidste fredag i hver måned".
fn nth(t: Tokens, i: usize) -> Option<(String, usize)> {
    let nth = match t.word(i) {
        Word::Ordinal(n @ 1..=5) => i8::try_from(n).ok()?,
        Word::Which(which) if by(which) == -1 => -1,
        _ => return None,
    };
    let Word::Weekday(day) = t.word(i + 1) else {
        return None;
    };
    let next = monthly(t, i + 2)?;
    Some((format!("FREQ=MONTHLY;BYDAY={nth}{}", code(day)), next))
}

/// "1. hver måned", "15. i måneden".
fn month_day(t: Tokens, i: usize, day: i16) -> Option<(String, usize)> {
    let next = monthly(t, t.past_dot(i + 1)).filter(|_| (1..=31).contains(&day))?;
    Some((format!("FREQ=MONTHLY;BYMONTHDAY={day}"), next))
}

/// Past "i hver måned", "hver måned", "i måneden" (but not "i måneden efter …").
fn monthly(t: Tokens, i: usize) -> Option<usize> {
    let j = if matches!(t.word(i), Word::Particle(Particle::In | Particle::Of)) {
        i + 1
    } else {
        i
    };
    match (t.word(j), t.word(j + 1)) {
        (Word::Every, Word::Unit(Span::Month)) => Some(j + 2),
        (Word::TheUnit(Span::Month), Word::Particle(Particle::After | Particle::Before)) => None,
        (Word::TheUnit(Span::Month), _) if j > i => Some(j + 1),
        _ => None,
    }
}

fn code(weekday: u8) -> &'static str {
    match weekday {
        1 => "MO",
        2 => "TU",
        3 => "WE",
        4 => "TH",
        5 => "FR",
        6 => "SA",
        _ => "SU",
    }
}

/// "på onsdag": the next one.
pub(crate) fn on_weekday(t: Tokens, i: usize) -> Option<Match> {
    let (Word::Particle(Particle::On), Word::Weekday(weekday)) = (t.word(i), t.word(i + 1)) else {
        return None;
    };
    let near = Near {
        weekday: weekday.cast_signed(),
        by: 0,
        of_week: false,
    };
    Some(Match {
        point: Point::new(Core::WeekdayNear(near)),
        next: i + 2,
        sure: Sure::Yes,
        rule: "on-weekday",
    })
}
