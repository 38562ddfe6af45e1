//! A point's stretch in a year, its part, and how fine it is said.

use jiff::civil::Date;

use super::calendar::{self, Days, between, months, plus};
use super::length;
use crate::{
    found::{Grain, Kind},
    time::said::{Core, Month, Near, Point},
    vocabulary::{Edge, Feast, Span},
};

/// Whether the calendar alone does not say which year is meant.
pub(crate) fn needs_year(core: &Core) -> bool {
    matches!(
        core,
        Core::Day {
            month: Some(Month::Number(_)),
            ..
        } | Core::Month(_)
            | Core::Week { .. }
            | Core::Quarter(_)
            | Core::Half(_)
            | Core::Season(_)
            | Core::Year
            | Core::Feast { .. }
            | Core::NthWeekday { .. }
            | Core::TurnOfYear { first: None }
    )
}

/// Whether it counts from the paper's own date.
pub(crate) fn leans_on_paper(core: &Core) -> bool {
    matches!(
        core,
        Core::Day {
            month: Some(Month::Own(_)),
            ..
        } | Core::Today(_)
            | Core::Current { .. }
            | Core::KindAround { .. }
            | Core::WeekdayNear(_)
            | Core::Ago { .. }
    )
}

/// What a core that needs a year is in one.
pub(crate) fn extent(core: &Core, year: i16) -> Option<Days> {
    match *core {
        Core::Day {
            day,
            month: Some(Month::Number(month)),
        } => calendar::day(year, month, day),
        Core::Month(month) => months(year, month, 1),
        Core::Week { week, weekday } => {
            let (monday, end) = calendar::week(year, week)?;
            match weekday {
                Some(weekday) => calendar::one(plus(monday, i64::from(weekday) - 1)?),
                None => Some((monday, end)),
            }
        }
        Core::Quarter(n) => months(year, 3 * n - 2, 3),
        Core::Half(n) => months(year, 6 * n - 5, 6),
        Core::Season(season) => calendar::season(year, season),
        Core::Year => months(year, 1, 12),
        Core::Feast { feast, second } => match feast {
            Feast::Easter {
                until: Some(until), ..
            } if year > until => None,
            feast => calendar::feast(year, feast, second),
        },
        Core::NthWeekday {
            nth,
            weekday,
            month,
        } => calendar::nth_weekday(year, month, nth, weekday),
        Core::TurnOfYear { first: None } => turn(year),
        _ => None,
    }
}

/// New Year's Eve to New Year's Day.
fn turn(first: i16) -> Option<Days> {
    let eve = Date::new(first, 12, 31).ok()?;
    Some((eve, plus(eve, 2)?))
}

/// What a core is that names its year itself, or leans on the paper's date.
pub(crate) fn fixed(core: &Core, reference: Option<Date>) -> Option<Days> {
    match *core {
        Core::Years { first, last } => months(first, 1, 12 * (i64::from(last - first) + 1)),
        Core::KindOfYear { kind, first } => calendar::kind_of_year(kind, first),
        Core::TurnOfYear { first: Some(first) } => turn(first),
        Core::Day {
            day,
            month: Some(Month::Own(by)),
        } => {
            let (month, _) = calendar::unit_around(reference?, Span::Month, by)?;
            calendar::day(month.year(), month.month(), day)
        }
        Core::Today(by) => calendar::one(plus(reference?, by.into())?),
        Core::Current { span, by } => calendar::unit_around(reference?, span, by),
        Core::KindAround { kind, by } => calendar::kind_around(reference?, kind, by),
        Core::WeekdayNear(near) => weekday_near(reference?, near),
        Core::Ago { length, back } => length::reached(reference?, length, back),
        _ => None,
    }
}

fn weekday_near(reference: Date, near: Near) -> Option<Days> {
    let offset = i64::from(near.weekday) - 1;
    if near.of_week {
        let monday = plus(calendar::monday(reference)?, 7 * i64::from(near.by))?;
        return calendar::one(plus(monday, offset)?);
    }
    let ahead = (offset - i64::from(reference.weekday().to_monday_zero_offset())).rem_euclid(7);
    let days = match (near.by, ahead) {
        (-1, 0) => -7,
        (-1, ahead) => ahead - 7,
        (_, 0) => 7,
        (_, ahead) => ahead,
    };
    calendar::one(plus(reference, days)?)
}

/// The part of a stretch that an edge word means: of a month days 1–10, 11–20, 21–last; of a year January, June and July,
/// December; of anything else its thirds.
pub(crate) fn part(edge: Edge, (start, end): Days, rule: &str) -> Option<Days> {
    let last = end.yesterday().ok()?;
    let days = between(start, end);
    if edge == Edge::Close {
        return Some((last, end));
    }
    let third = match edge {
        Edge::Primo | Edge::Begin => 0,
        Edge::Medio | Edge::Middle => 1,
        _ => 2,
    };
    if rule == "half-of-month" {
        let middle = plus(start, 15)?;
        return Some(if third == 0 {
            (start, middle)
        } else {
            (middle, end)
        });
    }
    if rule == "week-of-month" {
        return Some(if third == 0 {
            (start, plus(start, 7)?)
        } else {
            (plus(end, -7)?, end)
        });
    }
    match days {
        365 | 366 if start.month() == 1 => match third {
            0 => months(start.year(), 1, 1),
            1 => months(start.year(), 6, 2),
            _ => months(start.year(), 12, 1),
        },
        28..=31 => Some(match third {
            0 => (start, plus(start, 10)?),
            1 => (plus(start, 10)?, plus(start, 20)?),
            _ => (plus(start, 20)?, end),
        }),
        _ => Some((
            plus(start, days * third / 3)?,
            plus(start, days * (third + 1) / 3)?,
        )),
    }
}

/// What sort of expression a point is.
pub(crate) fn kind(point: &Point) -> Kind {
    match (&point.core, point.clock, point.edge) {
        (_, Some(clock), _) => {
            if clock.to.is_some() {
                Kind::Interval
            } else {
                Kind::Time
            }
        }
        (_, None, Some(edge)) => {
            if edge == Edge::Close {
                Kind::Date
            } else {
                Kind::Interval
            }
        }
        (
            Core::Years { .. }
            | Core::KindOfYear { .. }
            | Core::KindAround { .. }
            | Core::Feast {
                feast: Feast::Stretch { .. },
                ..
            }
            | Core::TurnOfYear { .. },
            ..,
        ) => Kind::Interval,
        _ => Kind::Date,
    }
}

/// How fine a point is said.
pub(crate) fn grain(point: &Point) -> Grain {
    if point.clock.is_some() {
        return Grain::Minute;
    }
    match point.edge {
        Some(Edge::Close) => return Grain::Day,
        Some(_) => return Grain::Range,
        None => {}
    }
    match &point.core {
        Core::Month(_) => Grain::Month,
        Core::Week { weekday: None, .. }
        | Core::Feast {
            feast: Feast::Week { .. },
            ..
        } => Grain::Week,
        Core::Feast {
            feast: Feast::Stretch { .. },
            ..
        } => Grain::Range,
        Core::Quarter(_) => Grain::Quarter,
        Core::Half(_) => Grain::Half,
        Core::Season(_) => Grain::Season,
        Core::Year | Core::KindOfYear { .. } | Core::KindAround { .. } => Grain::Year,
        Core::Years { .. } | Core::TurnOfYear { .. } => Grain::Range,
        Core::Current { span, .. } | Core::Neighbour { span, .. } => of_span(*span),
        _ => Grain::Day,
    }
}

fn of_span(span: Span) -> Grain {
    match span {
        Span::Minute | Span::QuarterHour | Span::Hour | Span::Day | Span::Workday => Grain::Day,
        Span::Week => Grain::Week,
        Span::Month => Grain::Month,
        Span::Quarter => Grain::Quarter,
        Span::Half => Grain::Half,
        Span::Year | Span::Decade => Grain::Year,
    }
}
