//! Weeks, months, quarters, half-years, seasons, years, feasts, and parts of them.

use super::{
    day::{Match, Sure, by, digits, full_year, month, names_day, short_year, year_after},
    edge::{edged, half_of, part_of_this, week_of_month},
    said::{Core, Near, Point, Year},
    years::{kind_of_year, turn_of_year, year_pair, years},
};
use crate::{
    token::{Tokens, What},
    vocabulary::{Edge, Entry, Feast, Particle, Span, Which, Word},
};

pub(super) fn found(core: Core, next: usize, rule: &'static str) -> Match {
    Match {
        point: Point::new(core),
        next,
        sure: Sure::Yes,
        rule,
    }
}

/// Takes the year that follows.
fn with_year(t: Tokens, mut m: Match) -> Match {
    if let Some((year, next)) = year_after(t, m.next) {
        m.point.year = Some(year);
        m.next = next;
    }
    m
}

/// Whatever is coarser than a day at `i`.
pub(crate) fn unit(t: Tokens, i: usize) -> Option<Match> {
    let m = match t.what(i) {
        What::Digits { .. } => numbered(t, i)
            .or_else(|| numbered_feast(t, i))
            .or_else(|| years(t, i)),
        What::Word { entry, .. } => worded(t, i, entry),
        _ => None,
    }?;
    (t.opens(i) && t.closes(m.next)).then_some(m)
}

pub(super) fn worded(t: Tokens, i: usize, entry: Entry) -> Option<Match> {
    let kind = entry.year_kind.and_then(|kind| kind_of_year(t, i, kind));
    kind.or_else(|| match entry.word {
        Word::Month(_) => month_at(t, i),
        Word::Unit(Span::Week) => week(t, i, None),
        Word::QuarterCode(q)
            if full_year(t, i + 1).is_some()
                || t.dash(i + 1) && matches!(t.word(i + 2), Word::QuarterCode(_)) =>
        {
            Some(with_year(
                t,
                found(Core::Quarter(q.cast_signed()), i + 1, "quarter"),
            ))
        }
        Word::Season(_) if t.capital(i) && is_name(t, i) && full_year(t, i + 1).is_none() => None,
        Word::Season(season) => Some(season_at(
            t,
            i,
            found(Core::Season(season), i + 1, "season"),
        )),
        Word::Feast(feast) if dated_itself(t, i, feast) => None,
        Word::Feast(feast) => feast_at(t, i, feast, false),
        Word::FeastLead => match t.word(i + 1) {
            Word::Feast(feast) => feast_at(t, i + 1, feast, false),
            _ => None,
        },
        Word::Currency(_) => christ(t, i),
        Word::TurnOfYear => Some(turn_of_year(t, i)),
        Word::Edge(edge) => edged(t, i, edge),
        Word::Which(which) => moved(t, i, which),
        Word::TheUnit(span) => part_of_this(t, i, span),
        Word::Ordinal(n) => numbered_by(t, i, i8::try_from(n).ok()?, i + 1),
        Word::Own(Span::Day, _) => {
            let next = if t.what(i + 2) == What::End {
                i + 1
            } else {
                t.past_dot(i + 1)
            };
            Some(found(Core::Today(0), next, "own-date"))
        }
        Word::SameYear => {
            let mut m = found(Core::Year, t.past_dot(i + 1), "same-year");
            m.point.year = Some(Year::Same);
            Some(m)
        }
        Word::Own(Span::Year, by) => Some(found(
            Core::Current {
                span: Span::Year,
                by,
            },
            t.past_dot(i + 1),
            "own-year",
        )),
        Word::OwnDateLead if t.word(i + 1) == Word::OwnDate => {
            Some(found(Core::Today(0), i + 2, "own-date"))
        }
        Word::Particle(Particle::In) => in_today(t, i),
        Word::WeekdayAgo(_) => None,
        _ if entry.month_short > 0 => month_at(t, i),
        _ => None,
    })
}

/// A month with or without its year: "maj 2002", "jan. 2020", "nov-97".
pub(super) fn month_at(t: Tokens, i: usize) -> Option<Match> {
    let number = month(t, i)?;
    let short = !matches!(t.word(i), Word::Month(_));
    let next = if short { t.past_dot(i + 1) } else { i + 1 };
    let mut m = found(Core::Month(number), next, "month");
    if t.dash(next)
        && t.glued(next)
        && t.glued(next + 1)
        && t.closes(next + 2)
        && let Some(year) = full_year(t, next + 1)
            .or_else(|| short_year(t, next + 1))
            .filter(|_| !names_day(t, next + 1))
    {
        m.point.year = Some(Year::Number(year));
        m.next = next + 2;
        return Some(m);
    }
    m = with_year(t, m);
    if m.point.year.is_none() && short {
        // "jan.-aug." is a month only for the month at its other end.
        let goes_on = t.dash(m.next)
            || t.is(m.next, '/')
            || matches!(t.word(m.next), Word::Particle(Particle::To | Particle::And));
        let range = goes_on && month(t, m.next + 1).is_some();
        let ends = i >= 2
            && (t.dash(i - 1) || t.is(i - 1, '/') || t.word(i - 1) == Word::Particle(Particle::To))
            && month_before(t, i - 2);
        let dotted = next > i + 1 && !t.capital(i) && !t.capital(next);
        // "Dec.: licitation."
        let heads = i == 0 && next > i + 1 && t.is(next, ':');
        if !range && !ends && !dotted && !heads {
            return None;
        }
    }
    if m.point.year.is_none() && t.capital(i) && is_name(t, i) {
        return None;
    }
    Some(m)
}

fn month_before(t: Tokens, i: usize) -> bool {
    month(t, i).is_some() || i > 0 && t.is(i, '.') && month(t, i - 1).is_some()
}

/// "Maj Bruun", "Lene Sommer": a word with a capital beside another.
pub(crate) fn is_name(t: Tokens, i: usize) -> bool {
    let before = i
        .checked_sub(1)
        .is_some_and(|k| t.capital(k) && t.is_plain(k) && !t.begins_line(i));
    let after = t.capital(i + 1)
        && t.is_plain(i + 1)
        && t.all
            .get(i + 1)
            .is_some_and(|n| n.gap == crate::token::Gap::Space);
    before || after
}

/// "uge 36", "uge 45, 2020", "uge 3/2021".
pub(crate) fn week(t: Tokens, i: usize, weekday: Option<i8>) -> Option<Match> {
    let j = if t.is(i + 1, ':') || t.text(i + 1).eq_ignore_ascii_case("nr") {
        t.past_dot(i + 2)
    } else {
        i + 1
    };
    let week = week_number(t, j)?;
    let mut m = past_of(t, found(Core::Week { week, weekday }, j + 1, "week"));
    m = with_year(t, m);
    if m.point.year.is_none()
        && (t.is(m.next, '/') || t.dash(m.next))
        && t.glued(m.next)
        && let Some(year) = full_year(t, m.next + 1)
    {
        m.point.year = Some(Year::Number(year));
        m.next += 2;
    }
    Some(m)
}

pub(crate) fn week_number(t: Tokens, i: usize) -> Option<i8> {
    let week = digits(t, i, 2)?;
    (1..=53).contains(&week).then_some(i8::try_from(week).ok()?)
}

/// "1. kvartal 2022", "2. halvår".
pub(super) fn numbered(t: Tokens, i: usize) -> Option<Match> {
    let n = i8::try_from(digits(t, i, 1)?).ok()?;
    numbered_by(t, i, n, t.past_dot(i + 1))
}

fn numbered_by(t: Tokens, i: usize, n: i8, next: usize) -> Option<Match> {
    // "kvt." has a full stop of its own, "kvartal." ends its sentence.
    let short = |k| {
        if t.text(k).len() <= 4 {
            t.past_dot(k + 1)
        } else {
            k + 1
        }
    };
    match (t.word(next), n) {
        (Word::Unit(Span::Quarter), 1..=4) => Some(with_year(
            t,
            past_of(t, found(Core::Quarter(n), short(next), "quarter")),
        )),
        (Word::Unit(Span::Half), 1..=2) => {
            let m = past_of(t, found(Core::Half(n), short(next), "half"));
            half_of(t, next, n).or_else(|| {
                (t.text(next).len() > 7 || !t.text(next).starts_with("halvd"))
                    .then(|| with_year(t, m))
            })
        }
        (Word::Unit(Span::Week), 1) => week_of_month(t, next + 1, Edge::Begin),
        (Word::Weekday(weekday), 1..=5) => nth_weekday(t, i, n, weekday.cast_signed(), next + 1),
        // "1. sø. i advent"
        _ if t.entry(next).weekday_short == SUNDAY.cast_unsigned() => {
            nth_weekday(t, i, n, SUNDAY, t.past_dot(next + 1))
        }
        _ => None,
    }
}

/// Past "af" or "i" before a year: "1. kvartal af 2022", "2. halvår i 2019".
fn past_of(t: Tokens, mut m: Match) -> Match {
    let of = matches!(t.word(m.next), Word::Particle(Particle::Of | Particle::In));
    if of && full_year(t, m.next + 1).is_some() {
        m.next += 1;
    }
    m
}

const SUNDAY: i8 = 7;

/// "den første tirsdag i marts 2003", "1. søndag i advent"; "i måneden" recurs and is none here.
pub(crate) fn nth_weekday(
    t: Tokens,
    _i: usize,
    nth: i8,
    weekday: i8,
    next: usize,
) -> Option<Match> {
    if !matches!(t.word(next), Word::Particle(Particle::In | Particle::Of)) {
        return None;
    }
    let month = match t.word(next + 1) {
        Word::Month(month) => month.cast_signed(),
        _ if weekday == SUNDAY
            && (1..=4).contains(&nth)
            && t.text(next + 1).eq_ignore_ascii_case("advent") =>
        {
            return feast_at(t, next + 1, Feast::Advent { sunday: nth }, false);
        }
        _ => return None,
    };
    Some(with_year(
        t,
        found(
            Core::NthWeekday {
                nth,
                weekday,
                month,
            },
            next + 2,
            "nth-weekday",
        ),
    ))
}

/// "vinteren 2009/10" is one winter.
fn season_at(t: Tokens, i: usize, m: Match) -> Match {
    if let Some((first, _, next)) = year_pair(t, i + 1, '/') {
        let mut m = m;
        m.point.year = Some(Year::Number(first));
        m.next = next;
        return m;
    }
    with_year(t, m)
}

/// "Vinterferien ligger i uge 7", "sommerferien begynder den 29. juni": holidays that the sentence itself dates.
fn dated_itself(t: Tokens, i: usize, feast: Feast) -> bool {
    let holidays = matches!(feast, Feast::Week { .. } | Feast::Stretch { .. });
    let when = i > 0 && matches!(t.word(i - 1), Word::Particle(_));
    let verb = t.is_plain(i + 1) && !t.capital(i + 1) && t.text(i + 1).ends_with('r');
    holidays && !when && verb
}

/// "Kr. Himmelfartsdag": the abbreviation of Kristi, which is that of kroner too.
pub(super) fn christ(t: Tokens, i: usize) -> Option<Match> {
    let named = t.past_dot(i + 1);
    match t.word(named) {
        Word::Feast(feast) if t.capital(i) && t.text(i) == "Kr" => feast_at(t, named, feast, false),
        _ => None,
    }
}

fn feast_at(t: Tokens, i: usize, feast: Feast, second: bool) -> Option<Match> {
    Some(with_year(
        t,
        found(Core::Feast { feast, second }, i + 1, "feast"),
    ))
}

/// "2. pinsedag".
fn numbered_feast(t: Tokens, i: usize) -> Option<Match> {
    let n = digits(t, i, 1).filter(|n| *n <= 2)?;
    match t.word(t.past_dot(i + 1)) {
        Word::Feast(
            feast @ (Feast::Easter { numbered: true, .. } | Feast::Fixed { numbered: true, .. }),
        ) => feast_at(t, t.past_dot(i + 1), feast, n == 2),
        _ => None,
    }
}

pub(super) fn year_point(year: i16, next: usize) -> Match {
    let mut m = found(Core::Year, next, "year");
    m.point.year = Some(Year::Number(year));
    m
}

/// "næste år", "i sidste uge", "førstkommende mandag", "sidste tirsdag i marts".
fn moved(t: Tokens, i: usize, which: Which) -> Option<Match> {
    if let Some(kind) = t.entry(i + 1).year_kind.filter(|_| which != Which::Same) {
        return Some(found(
            Core::KindAround {
                kind,
                by: by(which),
            },
            i + 2,
            "which-kind-of-year",
        ));
    }
    if which == Which::Last
        && t.word(i + 1) == Word::Unit(Span::Week)
        && let Some(m) = week_of_month(t, i + 2, Edge::End)
    {
        return Some(m);
    }
    match t.word(i + 1) {
        Word::Unit(Span::Year) if which == Which::Same => {
            let mut m = found(Core::Year, i + 2, "same-year");
            m.point.year = Some(Year::Same);
            Some(m)
        }
        _ if which == Which::Same => None,
        Word::Unit(span @ (Span::Week | Span::Month | Span::Quarter | Span::Half | Span::Year))
            if singular(t, i + 1) && !(i > 0 && matches!(t.text(i - 1), "de" | "disse")) =>
        {
            Some(found(
                Core::Current {
                    span,
                    by: by(which),
                },
                i + 2,
                "which-unit",
            ))
        }
        Word::Weekday(weekday) => {
            let last = which == Which::Last;
            last.then(|| nth_weekday(t, i, -1, weekday.cast_signed(), i + 2))
                .flatten()
                .or_else(|| {
                    let near = Near {
                        weekday: weekday.cast_signed(),
                        by: by(which),
                        of_week: false,
                    };
                    Some(found(Core::WeekdayNear(near), i + 2, "which-weekday"))
                })
        }
        Word::Season(season) => {
            let mut m = found(Core::Season(season), i + 2, "which-season");
            m.point.year = Some(Year::Own(by(which)));
            Some(m)
        }
        Word::Month(number) if which != Which::This => {
            Some(found(Core::Month(number.cast_signed()), i + 2, "month"))
        }
        _ => None,
    }
}

fn singular(t: Tokens, i: usize) -> bool {
    let text = t.text(i);
    !text.ends_with("er") && !text.ends_with("erne") && !text.ends_with("ers")
}

/// "i dag", "i morgen", "i år", "i onsdags", "i fjor".
fn in_today(t: Tokens, i: usize) -> Option<Match> {
    let next = t.entry(i + 1);
    let lower = !t.capital(i + 1);
    match (next.shift, next.word) {
        (Some(by), _) if lower && t.text(i).eq_ignore_ascii_case("i") => {
            Some(found(Core::Today(by), i + 2, "today"))
        }
        // "i år 2019"
        (_, Word::Unit(Span::Year)) if full_year(t, i + 2).is_some() => None,
        (_, Word::Unit(Span::Year)) if super::day::in_year(t, i) => Some(found(
            Core::Current {
                span: Span::Year,
                by: 0,
            },
            i + 2,
            "this-year",
        )),
        (_, Word::WeekdayAgo(weekday)) => {
            let near = Near {
                weekday: weekday.cast_signed(),
                by: -1,
                of_week: false,
            };
            Some(found(Core::WeekdayNear(near), i + 2, "weekday-ago"))
        }
        _ if t.text(i + 1).eq_ignore_ascii_case("fjor") => Some(found(
            Core::Current {
                span: Span::Year,
                by: -1,
            },
            i + 2,
            "last-year",
        )),
        _ => None,
    }
}
