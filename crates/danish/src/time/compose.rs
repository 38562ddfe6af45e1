//! Points into expressions: lead words, clock times, ranges and lists with one head.

use super::{
    accept::{accepted, dated},
    clock,
    day::{self, Match, Sure},
    length,
    list::{days, list_separator, numbered_list},
    recur,
    said::{Clock, Core, Point, What as Said, Year},
    tense, unit, years,
};
use crate::{
    token::Tokens,
    vocabulary::{Entry, Particle, Span, Vocabulary, Word},
};

/// One expression of those that a match holds.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    /// Tokens.
    pub(crate) from: usize,
    pub(crate) next: usize,
    /// Where reading goes on: past what it is counted from, which is no part of its span.
    pub(crate) past: usize,
    pub(crate) what: Said,
    pub(crate) rule: &'static str,
}

impl Item {
    pub(super) fn new(from: usize, next: usize, what: Said, rule: &'static str) -> Self {
        Self {
            from,
            next,
            past: next,
            what,
            rule,
        }
    }
}

/// The longest expression, or list of expressions, at `i`.
pub(crate) fn expressions(t: Tokens, i: usize, vocabulary: &Vocabulary) -> Option<Vec<Item>> {
    let mut best: Option<Vec<Item>> = None;
    let mut offer = |items: Option<Vec<Item>>| {
        let reach = |items: &Vec<Item>| items.last().map_or(0, |item| item.past);
        if let Some(items) = items
            && best.as_ref().is_none_or(|b| reach(&items) > reach(b))
        {
            best = Some(items);
        }
    };
    offer(days(t, i));
    offer(numbered_list(t, i));
    offer(span(t, i, vocabulary));
    offer(recur::set(t, i).map(|(rule, next)| one(i, next, Said::Set(rule), "set")));
    offer(lengths(t, i, vocabulary));
    best
}

pub(super) fn one(from: usize, next: usize, what: Said, rule: &'static str) -> Vec<Item> {
    vec![Item::new(from, next, what, rule)]
}

fn lengths(t: Tokens, i: usize, vocabulary: &Vocabulary) -> Option<Vec<Item>> {
    if let Some((m, past)) = length::relative(t, i, vocabulary) {
        let item = Item::new(i, m.next, Said::Point(m.point), m.rule);
        return Some(vec![Item { past, ..item }]);
    }
    if let Some(items) = part_of_year(t, i) {
        return Some(items);
    }
    let (length, next) = length::lasting(t, i, vocabulary).or_else(|| length::length(t, i))?;
    let duration = length::iso(length)?;
    if let Some((both, next)) = length::and_more(t, length, &duration, next) {
        return Some(one(i, next, Said::Duration(both), "duration"));
    }
    Some(one(i, next, Said::Duration(duration), "duration"))
}

/// "de første fem måneder af 2024", "årets første 5 måneder".
fn part_of_year(t: Tokens, i: usize) -> Option<Vec<Item>> {
    let own = t.word(i) == Word::TheUnit(Span::Year);
    let first = i + usize::from(own);
    if t.word(first) != Word::Ordinal(1) || i > 0 && t.word(i - 1) == Word::TheUnit(Span::Year) {
        return None;
    }
    let (length, next) = length::length(t, first + 1)?;
    let count = length.low as i8;
    if length.span != Span::Month || length.high.is_some() || !(2..=11).contains(&count) {
        return None;
    }
    let of = matches!(t.word(next), Word::Particle(Particle::Of | Particle::In));
    let year = day::full_year(t, next + 1).filter(|_| of);
    let (year, next) = match year {
        Some(year) => (Year::Number(year), next + 2),
        None if own => (Year::Own(0), next),
        None => return None,
    };
    let month = |n| Point {
        year: Some(year),
        ..Point::new(Core::Month(n))
    };
    Some(one(
        i,
        next,
        Said::Range(month(1), month(count)),
        "first-months",
    ))
}

/// A point or a range of two.
fn span(t: Tokens, i: usize, vocabulary: &Vocabulary) -> Option<Vec<Item>> {
    let m = point(t, i)?;
    if let Some(to) = range_end(t, i, m.next) {
        let both = Match {
            sure: m.sure.min(to.sure),
            ..m.clone()
        };
        if joins(&m.point, &to.point) && accepted(t, i, &both) {
            return Some(one(i, to.next, Said::Range(m.point, to.point), "range"));
        }
    }
    let said = accepted(t, i, &m) || dated(t, i, &m, vocabulary);
    said.then(|| {
        let mut items = one(i, m.next, Said::Point(m.point), m.rule);
        more_clocks(t, &mut items);
        more_years(t, &mut items);
        items
    })
}

/// "klokken 14 og 16": further hours under one `kl.`.
fn more_clocks(t: Tokens, items: &mut Vec<Item>) {
    let Some(Item {
        what:
            Said::Point(Point {
                clock: Some(Clock { to: None, .. }),
                ..
            }),
        ..
    }) = items.last()
    else {
        return;
    };
    while let Some((clock, from, next)) = items.last().and_then(|item| clock::listed(t, item.next))
    {
        let mut point = Point::new(Core::NoDay);
        point.clock = Some(clock);
        items.extend(one(from, next, Said::Point(point), "clock-listed"));
    }
}

/// "skoleårene 2002/03 og 2003/04": further years of the same kind.
fn more_years(t: Tokens, items: &mut Vec<Item>) {
    let Some(Item {
        what:
            Said::Point(Point {
                core: Core::KindOfYear { kind, .. },
                ..
            }),
        ..
    }) = items.last()
    else {
        return;
    };
    let kind = *kind;
    let further = |from: usize| {
        let at = list_separator(t, from)?;
        let (first, _, next) =
            years::year_pair(t, at, '/').filter(|(first, last, _)| last - first == 1)?;
        let point = Point::new(Core::KindOfYear { kind, first });
        Some(Item::new(at, next, Said::Point(point), "kind-of-year"))
    };
    while let Some(item) = items.last().and_then(|item| further(item.next)) {
        items.push(item);
    }
}

/// Whether two points can be the ends of one stretch.
fn joins(from: &Point, to: &Point) -> bool {
    let fit = |p: &Point| {
        !matches!(
            p.core,
            Core::NoDay | Core::From { .. } | Core::Neighbour { .. }
        )
    };
    // "tilskud i 2025 - 16. januar til 4. februar"
    if from.core == Core::Year && matches!(to.core, Core::Day { .. }) {
        return false;
    }
    let years = matches!(from.core, Core::Years { .. }) || matches!(to.core, Core::Years { .. });
    fit(from) && fit(to) && !years
}

/// The second end, if a dash or "til" stands at `k`.
pub(super) fn range_end(t: Tokens, i: usize, k: usize) -> Option<Match> {
    let next = separator(t, i, k)?;
    let next = if t.entry(next).is(Entry::APPROXIMATE) {
        t.past_dot(next + 1)
    } else {
        next
    };
    point(t, next)
}

/// Past what joins two ends: a dash, "til", "til og med", "frem til", "og" after "mellem".
pub(crate) fn separator(t: Tokens, i: usize, k: usize) -> Option<usize> {
    use Particle::{And, Forward, To, With};
    let particle = |k| match t.word(k) {
        Word::Particle(p) => Some(p),
        _ => None,
    };
    if t.dash(k) {
        // "… hele 2026" above "- 3. kvartal": behind a whole date, a dash that begins a line is a bullet.
        let whole = k > 0 && t.is_digits(k - 1) && t.text(k - 1).len() == 4;
        let bullet = whole && t.begins_line(k) && !t.glued(k + 1);
        return (!bullet).then_some(k + 1);
    }
    if t.is(k, '/') && !t.is_digits(k + 1) {
        return Some(k + 1);
    }
    let tom = |k: usize| {
        if t.text(k).eq_ignore_ascii_case("t.o.m") {
            Some(t.past_dot(k + 1))
        } else {
            None
        }
    };
    match (particle(k), particle(k + 1), particle(k + 2)) {
        (Some(And), Some(Forward), Some(To)) => Some(k + 3),
        (Some(To), Some(And), Some(With)) => Some(k + 3),
        (Some(And), Some(To), _) | (Some(Forward), Some(To), _) => Some(k + 2),
        (Some(To), ..) if !moved_from(t, i) => Some(k + 1),
        (Some(And), ..) if opened(t, i, Particle::Between) => Some(k + 1),
        _ => tom(k),
    }
}

/// Whether the expression at `i` stands after "fra" and what moves a day: "rykkes fra 1. maj til 1. juni" names two days;
/// "løber fra 1. maj til 1. juni", and "fra 2015 til 2018 ændres", one stretch.
pub(super) fn moved_from(t: Tokens, i: usize) -> bool {
    // "rykker ind i perioden fra … til …"
    let stretch = i > 1
        && (i.saturating_sub(4)..i)
            .any(|k| matches!(t.text(k), "perioden" | "tiden" | "tidsrummet"));
    !stretch && opened(t, i, Particle::From) && (0..i).any(|k| t.entry(k).is(Entry::MOVE))
}

/// Whether the expression at `i` stands after this particle, with at most its own lead words between.
fn opened(t: Tokens, i: usize, particle: Particle) -> bool {
    let mut k = i;
    while k > 0 && (t.is(k - 1, '.') || matches!(t.word(k - 1), Word::DayLead | Word::Weekday(_))) {
        k -= 1;
    }
    k > 0 && t.word(k - 1) == Word::Particle(particle)
}

/// Weekday and "den" before a day: the weekday, the day's token, and whether there was any.
pub(super) struct Lead {
    pub(super) weekday: Option<i8>,
    pub(super) next: usize,
    pub(super) den: bool,
}

pub(super) fn lead(t: Tokens, i: usize) -> Lead {
    let entry = t.entry(i);
    let short = entry.weekday_short;
    let (weekday, mut next) = match entry.word {
        Word::Weekday(day) => (Some(day.cast_signed()), t.past_comma(i + 1)),
        _ if short > 0 && short_weekday(t, i) => (Some(short.cast_signed()), t.past_dot(i + 1)),
        _ => (None, i),
    };
    // "mandag-onsdag den 6.-8. maj"
    if weekday.is_some()
        && (t.dash(next) || t.word(next) == Word::Particle(Particle::To))
        && matches!(t.word(next + 1), Word::Weekday(_))
        && t.word(next + 2) == Word::DayLead
    {
        next += 2;
    }
    let den = t.word(next) == Word::DayLead;
    if den {
        next = t.past_dot(next + 1);
    }
    Lead { weekday, next, den }
}

/// "man." is a weekday only before a day.
fn short_weekday(t: Tokens, i: usize) -> bool {
    let j = t.past_dot(i + 1);
    let j = if t.word(j) == Word::DayLead {
        t.past_dot(j + 1)
    } else {
        j
    };
    // "to" is two, too.
    if matches!(t.word(i), Word::Cardinal(_)) && j == i + 1 {
        return false;
    }
    day::day_number(t, j).is_some()
        && (j > i + 1
            || day::month(t, t.past_dot(j + 1)).is_some()
            || t.is(j + 1, '/')
            || t.text(i).len() > 2 && day::day(t, j).is_some_and(|m| m.rule == "day-dot"))
}

/// A point at `i`, with its lead words and its clock time.
pub(crate) fn point(t: Tokens, i: usize) -> Option<Match> {
    let lead = lead(t, i);
    let led = lead.weekday.is_some() || lead.den;
    let mut m = day::day(t, lead.next)
        .or_else(|| nth_day(t, &lead))
        .or_else(|| {
            let at = if led { lead.next } else { i };
            let coarse = || {
                unit::unit(t, i)
                    .or_else(|| length::neighbour(t, i))
                    .or_else(|| length::on_weekday(t, i))
            };
            if led {
                weekday_alone(t, i, &lead)
                    .or_else(|| unit::unit(t, at).filter(|m| m.point.is_day() || lead.den))
            } else {
                coarse()
            }
        })
        .or_else(|| clock_first(t, i))?;
    if m.point.core != Core::NoDay && led {
        m.point.weekday = lead.weekday.or(m.point.weekday);
        m.sure = Sure::Yes;
    }
    if m.point.is_day() && m.point.clock.is_none() {
        m = redundant_weekday(t, m);
        if let Some((clock, next)) = clock::after_day(t, m.next) {
            m.point.clock = Some(clock);
            m.next = next;
            m.sure = Sure::Yes;
        }
    }
    Some(m)
}

/// "den første tirsdag i marts".
fn nth_day(t: Tokens, lead: &Lead) -> Option<Match> {
    let nth = match t.word(lead.next) {
        Word::Ordinal(n @ 1..=5) => i8::try_from(n).ok()?,
        _ => return None,
    };
    match t.word(lead.next + 1) {
        Word::Weekday(weekday) => {
            unit::nth_weekday(t, lead.next, nth, weekday.cast_signed(), lead.next + 2)
        }
        _ => None,
    }
}

/// "i morgen, tirsdag, kl. 8" names its day twice.
fn redundant_weekday(t: Tokens, mut m: Match) -> Match {
    if !matches!(m.point.core, Core::Today(_)) {
        return m;
    }
    let j = t.past_comma(m.next);
    if let Word::Weekday(weekday) = t.word(j) {
        m.point.weekday = Some(weekday.cast_signed());
        m.next = j + 1;
        let rest = lead(t, j);
        if let Some(full) = day::day(t, rest.next) {
            return Match {
                next: full.next,
                point: Point {
                    weekday: m.point.weekday,
                    ..full.point
                },
                ..full
            };
        }
    } else if t.word(j) == Word::DayLead
        && let Some(full) = day::day(t, t.past_dot(j + 1))
    {
        return full;
    }
    m
}

/// "mandag i uge 4", "mandag kl. 10", "tirsdag uge 12".
fn weekday_alone(t: Tokens, i: usize, lead: &Lead) -> Option<Match> {
    let weekday = lead.weekday.filter(|_| !lead.den)?;
    let j = if matches!(t.word(lead.next), Word::Particle(Particle::In)) || t.is(lead.next, '(') {
        lead.next + 1
    } else {
        lead.next
    };
    if t.word(j) == Word::Unit(Span::Week) {
        return unit::week(t, j, Some(weekday));
    }
    let near = |by, of_week| {
        Point::new(Core::WeekdayNear(super::said::Near {
            weekday,
            by,
            of_week,
        }))
    };
    if let (Word::Which(which), Word::Unit(Span::Week)) = (t.word(j), t.word(j + 1)) {
        let point = near(day::by(which), true);
        return Some(Match {
            point,
            next: j + 2,
            sure: Sure::Yes,
            rule: "weekday-of-week",
        });
    }
    let timed = clock::after_day(t, lead.next).is_some();
    // "på fredag", "inden fredag", "senest fredag"
    let led = |k: usize| {
        matches!(t.word(k), Word::Particle(Particle::On | Particle::Before))
            || t.text(k).eq_ignore_ascii_case("senest")
    };
    let on = i > 0 && (led(i - 1) || happens(t, i));
    (timed || on).then(|| Match {
        point: near(0, false),
        next: i + 1,
        sure: Sure::Yes,
        rule: "on-weekday",
    })
}

/// "udsendes onsdag": a single weekday right after its verb.
fn happens(t: Tokens, i: usize) -> bool {
    let verb = i > 0 && t.is_plain(i - 1) && !t.capital(i - 1) && tense::passive(t.text(i - 1));
    let many =
        t.dash(i + 1) || list_separator(t, i + 1).is_some_and(|k| lead(t, k).weekday.is_some());
    let until = t.word(i + 1) == Word::Particle(Particle::To);
    verb && !many && !until
}

/// A clock time with its day after it, or without one: "kl. 13 den 3. maj", "kl. 14.30".
fn clock_first(t: Tokens, i: usize) -> Option<Match> {
    let (clock, next) = clock::cued(t, i).or_else(|| clock::bare(t, i))?;
    let j = t.past_comma(next);
    let after = lead(t, j);
    if (after.weekday.is_some() || after.den)
        && let Some(mut m) = day::day(t, after.next)
    {
        m.point.weekday = after.weekday;
        m.point.clock = Some(clock);
        return Some(m);
    }
    // "kl. 15 i dag"
    if let Some(mut m) = unit::unit(t, j).filter(|m| matches!(m.point.core, Core::Today(_))) {
        m.point.clock = Some(clock);
        return Some(m);
    }
    let mut point = Point::new(Core::NoDay);
    point.clock = Some(clock);
    Some(Match {
        point,
        next,
        sure: Sure::Yes,
        rule: "clock",
    })
}
