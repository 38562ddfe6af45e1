//! Lists and ranges that name their month, unit or year once: "den 7. og 21. november", "uge 36, 39 og 42".

use super::{
    clock,
    compose::{Item, Lead, lead, moved_from, one, point, range_end, separator},
    day::{self, Match, Sure},
    recur,
    said::{Core, Month, Point, What as Said},
    unit,
};
use crate::{
    token::{Gap, Tokens, What},
    vocabulary::{Entry, Particle, Span, Word},
};

/// The most members that a list with one head is looked through for its head.
const MEMBERS: usize = 31;

/// Days, with a list or a range that has its month at the end: "den 7. og 21. november", "3.-5. april".
pub(super) fn days(t: Tokens, i: usize) -> Option<Vec<Item>> {
    let first = lead(t, i);
    day::day_number(t, first.next)?;
    // The last pair of "65 31 42 09 indtil den 20. marts".
    if i > 0 && t.is_digits(i) && t.is_digits(i - 1) {
        return None;
    }
    if !t.opens(i)
        || day::day(t, first.next).is_some_and(|m| !matches!(m.rule, "day-dot") || first.den)
    {
        return None;
    }
    let before = i.checked_sub(if i > 1 && t.is(i - 1, '.') { 2 } else { 1 });
    let blocked = before.is_some_and(|k| t.entry(k).is(Entry::BLOCK) || t.is(k, '§'));
    let (mut items, mut at) = (Vec::new(), i);
    for _ in 0..MEMBERS {
        let Some((item, done)) = member(t, at) else {
            break;
        };
        let next = item.next;
        items.push(item);
        if done {
            share_month(&mut items);
            return (!blocked).then_some(items);
        }
        match list_separator(t, next) {
            Some(after) => at = after,
            None => break,
        }
    }
    alone(t, i, &first).map(|m| one(i, m.next, Said::Point(m.point), m.rule))
}

/// A member of a list of days, and whether it brings the month.
fn member(t: Tokens, at: usize) -> Option<(Item, bool)> {
    let lead = lead(t, at);
    if let Some(m) = point(t, at).filter(|m| named(&m.point) && m.sure != Sure::Cued) {
        if let Some(to) = range_end(t, at, m.next).filter(|to| named(&to.point)) {
            return Some((
                Item::new(at, to.next, Said::Range(m.point, to.point), "range"),
                true,
            ));
        }
        return Some((Item::new(at, m.next, Said::Point(m.point), m.rule), true));
    }
    let (from, k) = partial(t, lead.next)?;
    let from = Point {
        weekday: lead.weekday,
        ..from
    };
    if let Some(after) = separator(t, at, k) {
        let after_lead = self::lead(t, after);
        if let Some(m) = point(t, after).filter(|m| named(&m.point)) {
            return Some((
                Item::new(at, m.next, Said::Range(from, m.point), "range"),
                true,
            ));
        }
        if let Some((to, next)) = partial(t, after_lead.next) {
            let to = Point {
                weekday: after_lead.weekday,
                ..to
            };
            return Some((Item::new(at, next, Said::Range(from, to), "range"), false));
        }
    }
    Some((Item::new(at, k, Said::Point(from), "day-listed"), false))
}

fn named(point: &Point) -> bool {
    matches!(point.core, Core::Day { month: Some(_), .. })
}

/// A day number without its month: "3.", "29".
fn partial(t: Tokens, i: usize) -> Option<(Point, usize)> {
    let day = day::day_number(t, i)?;
    let next = t.past_dot(i + 1);
    Some((Point::new(Core::Day { day, month: None }), next))
}

/// Past what joins the members of a list: a comma, "og", "samt", "eller", "+", "&", "/".
pub(super) fn list_separator(t: Tokens, i: usize) -> Option<usize> {
    let word = |k| matches!(t.word(k), Word::Particle(Particle::And | Particle::Or));
    let tight = i > 1 && t.is(i - 2, '/') && t.is(i + 2, '/');
    if t.is(i, ',') && (!t.glued(i + 1) || tight) {
        return Some(if word(i + 1) { i + 2 } else { i + 1 });
    }
    (word(i) || matches!(t.mark(i), Some('+' | '&' | '/'))).then_some(i + 1)
}

/// Gives the members before the head its month and year.
fn share_month(items: &mut [Item]) {
    let head = items.last().and_then(|item| match &item.what {
        Said::Point(p) => Some(p.clone()),
        Said::Range(from, to) => Some(if named(from) {
            from.clone()
        } else {
            to.clone()
        }),
        _ => None,
    });
    let Some(Point {
        core: Core::Day {
            month: Some(month), ..
        },
        year,
        ..
    }) = head
    else {
        return;
    };
    for item in items {
        match &mut item.what {
            Said::Point(p) => fill(p, month, year),
            Said::Range(from, to) => {
                fill(from, month, year);
                fill(to, month, year);
            }
            _ => {}
        }
    }
}

fn fill(point: &mut Point, shared: Month, year: Option<super::said::Year>) {
    if let Core::Day {
        month: month @ None,
        ..
    } = &mut point.core
    {
        *month = Some(shared);
        point.year = year;
    }
}

/// "mandag den 24.", "den 12. i Vejle": a day without its month, by itself.
fn alone(t: Tokens, i: usize, lead: &Lead) -> Option<Match> {
    let (mut point, mut next) = partial(t, lead.next)?;
    point.weekday = lead.weekday;
    let timed = clock::after_day(t, next).filter(|_| lead.weekday.is_some() || lead.den);
    let dotted = next > lead.next + 1;
    let verb = verb_like(t, next);
    let den = lead.den && t.text(i) != "de" && !t.text(i).eq_ignore_ascii_case("de");
    let said =
        lead.weekday.is_some() && (den || dotted) || den && dotted && (verb || timed.is_some());
    if !said || !t.closes(next) || day::measured(t, next) || recur::set(t, lead.next).is_some() {
        return None;
    }
    if let Some((clock, end)) = timed {
        point.clock = Some(clock);
        next = end;
    }
    Some(Match {
        point,
        next,
        sure: Sure::Yes,
        rule: "day-alone",
    })
}

/// Whether what follows "den 24." cannot be the noun that it numbers.
pub(super) fn verb_like(t: Tokens, i: usize) -> bool {
    let entry = t.entry(i);
    match t.what(i) {
        What::End => true,
        What::Mark(c) => matches!(c, ',' | '.' | ';' | ')' | ':' | '?' | '!'),
        What::Digits { .. } | What::Quarters(_) => false,
        What::Word { capital, .. } => match entry.word {
            Word::Particle(Particle::Of | Particle::About) => false,
            Word::Particle(Particle::And | Particle::Or) => !t.is_digits(i + 1),
            Word::Particle(Particle::In) => {
                !matches!(t.word(i + 1), Word::TheUnit(_) | Word::Every)
                    && !matches!(t.word(i + 2), Word::Unit(_))
            }
            Word::Particle(_) | Word::Clock => true,
            Word::Plain => {
                let text = t.text(i);
                entry.is(Entry::PAST)
                    || entry.is(Entry::FUTURE)
                    || !capital && text.len() > 5 && text.ends_with("es")
                    || matches!(
                        text,
                        "er" | "hvor"
                            | "som"
                            | "at"
                            | "men"
                            | "kun"
                            | "igen"
                            | "dog"
                            | "fordi"
                            | "hvis"
                            | "når"
                    )
            }
            _ => false,
        },
    }
}

/// Weeks, quarters and half-years with one head: "uge 36, 39 og 42", "1. og 2. kvartal 2016", "uge 10-12".
pub(super) fn numbered_list(t: Tokens, i: usize) -> Option<Vec<Item>> {
    if !t.opens(i) {
        return None;
    }
    if t.word(i) == Word::Unit(Span::Week) {
        return weeks(t, i);
    }
    parts(t, i)
}

fn weeks(t: Tokens, i: usize) -> Option<Vec<Item>> {
    let mut at = if t.is(i + 1, ':') { i + 2 } else { i + 1 };
    let mut items: Vec<Item> = Vec::new();
    for _ in 0..MEMBERS {
        let Some(week) = unit::week_number(t, at) else {
            break;
        };
        let from = if items.is_empty() { i } else { at };
        let made = |week| {
            Point::new(Core::Week {
                week,
                weekday: None,
            })
        };
        let mut next = at + 1;
        let mut what = Said::Point(made(week));
        let to = t.word(next) == Word::Particle(Particle::To) && !moved_from(t, i);
        let joined = t.dash(next) || t.is(next, '/') || to;
        let skip = if t.word(next + 1) == Word::Unit(Span::Week) {
            next + 2
        } else {
            next + 1
        };
        // "ugerne 27-30 holder vi lukket"
        let tight = t.dash(next)
            && t.glued(next)
            && t.glued(skip)
            && t.closes(skip + 1)
            && !day::measured(t, skip + 1)
            && !matches!(t.word(skip + 1), Word::Unit(_) | Word::Month(_));
        if let Some(last) =
            unit::week_number(t, skip).filter(|_| joined && (tight || counts_week(t, skip)))
        {
            what = Said::Range(made(week), made(last));
            next = skip + 1;
        } else if !items.is_empty() && !counts_week(t, at) {
            break;
        }
        items.push(Item::new(from, next, what, "week"));
        let Some(after) = list_separator(t, next) else {
            break;
        };
        at = if t.word(after) == Word::Unit(Span::Week) {
            after + 1
        } else {
            after
        };
    }
    finish(t, items)
}

/// Whether a number in a list of weeks is one: no noun, date or clock time takes it.
fn counts_week(t: Tokens, i: usize) -> bool {
    let next = i + 1;
    if day::day(t, i).is_some() || t.is(next, '.') && day::month(t, next + 1).is_some() {
        return false;
    }
    match t.what(next) {
        What::Word { entry, capital } => {
            let line = t.all.get(next).is_some_and(|x| x.gap >= Gap::Line);
            let free = entry != Entry::default() || capital || line || verb_like(t, next);
            free && !matches!(entry.word, Word::Unit(_) | Word::Month(_)) && !day::measured(t, next)
        }
        _ => t.closes(next) || t.dash(next),
    }
}

/// "1., 2. og 3. kvartal 2016", "1.-2. halvår".
fn parts(t: Tokens, i: usize) -> Option<Vec<Item>> {
    let ordinal = |k: usize| match t.word(k) {
        Word::Ordinal(n @ 1..=4) => i8::try_from(n).ok().map(|n| (n, k + 1)),
        _ => day::digits(t, k, 1)
            .filter(|n| (1..=4).contains(n))
            .and_then(|n| i8::try_from(n).ok())
            .map(|n| (n, t.past_dot(k + 1))),
    };
    let (mut at, mut found) = (i, Vec::new());
    let head = loop {
        let (n, next) = ordinal(at)?;
        let range = t.dash(next) || t.word(next) == Word::Particle(Particle::To);
        let last = if range {
            Some(ordinal(next + 1)?)
        } else {
            None
        };
        let end = last.map_or(next, |(_, end)| end);
        found.push((at, n, last.map(|(n, _)| n), end));
        if let Word::Unit(span @ (Span::Quarter | Span::Half)) = t.word(end) {
            break (
                span,
                if t.text(end).len() <= 4 {
                    t.past_dot(end + 1)
                } else {
                    end + 1
                },
            );
        }
        if found.len() > 4 {
            return None;
        }
        at = list_separator(t, end)?;
    };
    let single = found.len() == 1 && found.first().is_some_and(|(_, _, last, _)| last.is_none());
    if single {
        return None;
    }
    let made = |n| {
        Point::new(if head.0 == Span::Quarter {
            Core::Quarter(n)
        } else {
            Core::Half(n)
        })
    };
    let count = found.len();
    let items = found
        .into_iter()
        .enumerate()
        .map(|(k, (from, n, last, end))| {
            Item::new(
                from,
                if k + 1 == count { head.1 } else { end },
                last.map_or_else(
                    || Said::Point(made(n)),
                    |last| Said::Range(made(n), made(last)),
                ),
                "quarter",
            )
        });
    finish(t, items.collect())
}

/// Gives every member of a list the year at its end.
fn finish(t: Tokens, mut items: Vec<Item>) -> Option<Vec<Item>> {
    let last = items.last_mut()?;
    let single = matches!(last.what, Said::Point(_));
    if let Some((year, next)) = day::year_after(t, last.next) {
        (last.next, last.past) = (next, next);
        for item in &mut items {
            match &mut item.what {
                Said::Point(p) => p.year = Some(year),
                Said::Range(from, to) => {
                    from.year = Some(year);
                    to.year = Some(year);
                }
                _ => {}
            }
        }
    }
    let end = items.last()?.next;
    (t.closes(end) && (items.len() > 1 || !single)).then_some(items)
}
