//! What recurs, as RRULEs of RFC 5545: hver tirsdag, den 1. i hver måned, torsdage kl. 17-19.

use super::{
    clock,
    day::{self, by, digits},
    list::list_separator,
    said::Clock,
};
use crate::{
    token::Tokens,
    vocabulary::{Fraction, Particle, Span, Word},
};

/// What recurs, as an RRULE: "hver tirsdag", "hvert fjerde år", "den 1. i hver måned", "første mandag i måneden".
pub(crate) fn set(t: Tokens, i: usize) -> Option<(String, usize)> {
    if let Some(rule) = weekly(t, i) {
        return Some(rule);
    }
    let (rule, next) = untimed(t, i)?;
    // "hver tirsdag kl. 17": its clock time is the rule's.
    Some(match clock::after_day(t, next) {
        Some((clock, next)) => (at(rule, clock), next),
        None => (rule, next),
    })
}

/// A rule with the time at which it begins.
fn at(rule: String, clock: Clock) -> String {
    let (hour, minute) = clock.from;
    format!("{rule};BYHOUR={hour};BYMINUTE={minute}")
}

/// "torsdage kl. 17", "mandag-torsdag kl. 9-15", "på hverdage kl. 9-12", "dagligt kl. 10": what recurs by its clock time.
fn weekly(t: Tokens, i: usize) -> Option<(String, usize)> {
    let (mut days, mut next) = match t.word(i) {
        // "den 22. maj og 11. september, alle onsdage kl. 15" tells of the days before it.
        Word::WeekdayMany(_) if i > 0 && t.text(i - 1).eq_ignore_ascii_case("alle") => return None,
        Word::WeekdayMany(day) => (vec![day], i + 1),
        Word::Weekday(from) => {
            let joined = t.dash(i + 1) || t.word(i + 1) == Word::Particle(Particle::To);
            match t.word(i + 2) {
                Word::Weekday(to) if joined && to > from => ((from..=to).collect(), i + 3),
                _ => return None,
            }
        }
        Word::Unit(Span::Workday) if t.text(i).ends_with("dage") => ((1..=5).collect(), i + 1),
        Word::Daily => {
            let (clock, next) = clock::after_day(t, i + 1)?;
            return Some((at("FREQ=DAILY".to_owned(), clock), next));
        }
        _ => return None,
    };
    while let Some(after) = list_separator(t, next).or(t.dash(next).then_some(next + 1))
        && let Word::WeekdayMany(day) = t.word(after)
    {
        if t.dash(next) {
            days.extend(days.last().map_or(day, |last| last + 1)..day);
        }
        days.push(day);
        next = after + 1;
    }
    // "i lige uger"
    if t.word(next) == Word::Particle(Particle::In) && t.word(next + 2) == Word::Unit(Span::Week) {
        next += 3;
    }
    let (clock, next) = clock::after_day(t, next)?;
    let days: Vec<&str> = days.into_iter().map(code).collect();
    let rule = format!("FREQ=WEEKLY;BYDAY={}", days.join(","));
    Some((at(rule, clock), next))
}

fn untimed(t: Tokens, i: usize) -> Option<(String, usize)> {
    match t.word(i) {
        Word::Every => every(t, i + 1),
        // "den den" is none, however often it stands.
        Word::DayLead if t.word(t.past_dot(i + 1)) == Word::DayLead => None,
        Word::DayLead => untimed(t, t.past_dot(i + 1)),
        Word::Ordinal(_) | Word::Which(_) => nth(t, i),
        _ => digits(t, i, 2).and_then(|day| month_day(t, i, day).or_else(|| nth(t, i))),
    }
}

/// "hver den 1. og 15.": days of every month.
fn every_day(t: Tokens, i: usize) -> Option<(String, usize)> {
    let mut j = t.past_dot(i + 1);
    let (mut days, mut next) = (Vec::new(), j);
    while let Some(day) = day::day_number(t, j).filter(|_| days.len() < 31) {
        if !t.is(j + 1, '.') || day::month(t, j + 2).is_some() {
            break;
        }
        days.push(day.to_string());
        next = j + 2;
        match list_separator(t, next) {
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
        // "hver 31. januar"
        Word::Month(month) if j > i + 1 && interval <= 31 => {
            format!("FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={interval}")
        }
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
    let dotted = t.past_dot(i + 1);
    let (nth, at) = match t.word(i) {
        Word::Ordinal(n @ 1..=5) => (i8::try_from(n).ok()?, i + 1),
        Word::Which(which) if by(which) == -1 => (-1, i + 1),
        _ if dotted > i + 1 => (i8::try_from(digits(t, i, 1)?).ok()?, dotted),
        _ => return None,
    };
    let Word::Weekday(day) = t.word(at) else {
        return None;
    };
    let next = monthly(t, at + 1)?;
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
