//! The calendar: Easter, ISO weeks, and the stretches that months, seasons and school years are.

use jiff::{ToSpan, civil::Date};

use crate::vocabulary::{Feast, Season, Span, YearKind};

/// A stretch of days, its end exclusive.
pub(crate) type Days = (Date, Date);

pub(crate) fn day(year: i16, month: i8, day: i8) -> Option<Days> {
    one(Date::new(year, month, day).ok()?)
}

pub(crate) fn one(date: Date) -> Option<Days> {
    Some((date, date.tomorrow().ok()?))
}

/// `count` months from the first of one.
pub(crate) fn months(year: i16, month: i8, count: i64) -> Option<Days> {
    let start = Date::new(year, month, 1).ok()?;
    Some((start, start.checked_add(count.months()).ok()?))
}

/// Days from another.
pub(crate) fn plus(date: Date, days: i64) -> Option<Date> {
    date.checked_add(days.days()).ok()
}

/// Whole days from `from` to `to`.
pub(crate) fn between(from: Date, to: Date) -> i64 {
    (to - from).get_days().into()
}

/// ISO 8601: week 1 holds the year's first Thursday, and weeks begin on Monday.
pub(crate) fn week(year: i16, week: i8) -> Option<Days> {
    let fourth = Date::new(year, 1, 4).ok()?;
    let monday = plus(fourth, -i64::from(fourth.weekday().to_monday_zero_offset()))?;
    let start = plus(monday, i64::from(week - 1) * 7)?;
    let end = plus(start, 7)?;
    // A year without week 53 has none.
    (week < 53 || plus(start, 3)?.year() == year).then_some((start, end))
}

/// The ISO year and the Monday of the week that holds a day.
pub(crate) fn monday(date: Date) -> Option<Date> {
    plus(date, -i64::from(date.weekday().to_monday_zero_offset()))
}

/// Spring March–May, summer June–August, autumn September–November; a winter begins in the year it is named by.
pub(crate) fn season(year: i16, season: Season) -> Option<Days> {
    let month = match season {
        Season::Spring => 3,
        Season::Summer => 6,
        Season::Autumn => 9,
        Season::Winter => 12,
    };
    months(year, month, 3)
}

/// School years run from 1 August (folkeskoleloven § 14 a), academic years from 1 September, seasons by convention from
/// 1 July.
pub(crate) fn kind_of_year(kind: YearKind, first: i16) -> Option<Days> {
    let month = match kind {
        YearKind::School => 8,
        YearKind::Study => 9,
        YearKind::Season => 7,
        YearKind::Fiscal if first < CALENDAR_YEAR => 4,
        YearKind::Fiscal => 1,
        YearKind::Parliament => {
            let opening = |year| nth_weekday(year, 10, 1, 2).map(|(day, _)| day);
            return Some((opening(first)?, opening(first + 1)?));
        }
    };
    months(first, month, 12)
}

/// The first year of which the accounts of state and municipalities followed the calendar.
pub(crate) const CALENDAR_YEAR: i16 = 1978;

/// Easter Sunday of the Gregorian calendar (the computus of Meeus, Jones and Butcher).
pub(crate) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(
        year,
        i8::try_from(n / 31).ok()?,
        i8::try_from(n % 31 + 1).ok()?,
    )
    .ok()
}

/// The year of this kind that holds a day, moved by so many years.
pub(crate) fn kind_around(date: Date, kind: YearKind, by: i8) -> Option<Days> {
    let (start, _) = kind_of_year(kind, date.year())?;
    let first = if date < start {
        date.year() - 1
    } else {
        date.year()
    };
    kind_of_year(kind, first + i16::from(by))
}

/// A feast; `second` is its second day.
pub(crate) fn feast(year: i16, feast: Feast, second: bool) -> Option<Days> {
    let at = |(month, day): (i8, i8)| Date::new(year, month, day).ok();
    let date = match feast {
        Feast::Week { week: number } => return week(year, number),
        Feast::Stretch { from, to } => return Some((at(from)?, at(to)?)),
        Feast::Advent { sunday } => {
            let eve = at((12, 24))?;
            let fourth = plus(eve, -i64::from(eve.weekday().to_sunday_zero_offset()))?;
            plus(fourth, 7 * i64::from(sunday - 4))?
        }
        Feast::Easter { easter: days, .. } => plus(easter(year)?, days.into())?,
        Feast::Fixed { month, day, .. } => at((month, day))?,
    };
    one(plus(date, i64::from(second))?)
}

/// The `nth` weekday of a month; the last counts -1.
pub(crate) fn nth_weekday(year: i16, month: i8, nth: i8, weekday: i8) -> Option<Days> {
    let (first, end) = months(year, month, 1)?;
    let offset = |date: Date| (weekday - date.weekday().to_monday_one_offset()).rem_euclid(7);
    let date = if nth > 0 {
        plus(first, i64::from(offset(first)) + 7 * i64::from(nth - 1))?
    } else {
        let last = end.yesterday().ok()?;
        plus(
            last,
            i64::from(offset(last)) - if offset(last) > 0 { 7 } else { 0 },
        )?
    };
    (date < end).then_some(())?;
    one(date)
}

/// The unit that holds a day, moved by so many units.
pub(crate) fn unit_around(date: Date, span: Span, by: i8) -> Option<Days> {
    let by = i64::from(by);
    let moved = |months: i64| date.first_of_month().checked_add(months.months()).ok();
    match span {
        Span::Minute | Span::QuarterHour | Span::Hour | Span::Day | Span::Workday => {
            one(plus(date, by)?)
        }
        Span::Week => {
            let start = plus(monday(date)?, 7 * by)?;
            Some((start, plus(start, 7)?))
        }
        Span::Month => {
            let start = moved(by)?;
            months(start.year(), start.month(), 1)
        }
        Span::Quarter => {
            let start = moved(3 * by)?;
            months(start.year(), (start.month() - 1) / 3 * 3 + 1, 3)
        }
        Span::Half => {
            let start = moved(6 * by)?;
            months(start.year(), (start.month() - 1) / 6 * 6 + 1, 6)
        }
        Span::Year => months(date.year().checked_add(i16::try_from(by).ok()?)?, 1, 12),
        Span::Decade => None,
    }
}
