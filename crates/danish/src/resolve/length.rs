//! A day moved by a length.

use jiff::{ToSpan, civil::Date};

use super::calendar::plus;
use crate::{time::said::Length, vocabulary::Span};

/// The day so long after (or before) another; hours and minutes move no day.
pub(crate) fn moved(date: Date, n: f64, span: Span, back: bool) -> Option<Date> {
    let sign = if back { -1 } else { 1 };
    let count = |factor: f64| {
        let n = (n * factor).ceil();
        // Within what a calendar holds.
        (n < 100_000.0)
            .then(|| format!("{n}").parse::<i64>().ok())
            .flatten()
            .map(|n| n * sign)
    };
    let months = |factor: f64| date.checked_add(count(factor)?.months()).ok();
    match span {
        Span::Minute | Span::QuarterHour | Span::Hour => None,
        Span::Day => plus(date, count(1.0)?),
        Span::Workday => workdays(date, count(1.0)?),
        Span::Week => plus(date, count(7.0)?),
        Span::Month if n.fract() > 0.0 => plus(moved(date, n.trunc(), span, back)?, 15 * sign),
        Span::Month => months(1.0),
        Span::Quarter => months(3.0),
        Span::Half => months(6.0),
        Span::Year => months(12.0),
        Span::Decade => months(120.0),
    }
}

/// Days from Monday to Friday; holidays are left to whoever knows which apply.
fn workdays(mut date: Date, mut count: i64) -> Option<Date> {
    while count != 0 {
        date = plus(date, count.signum())?;
        if date.weekday().to_monday_zero_offset() < 5 {
            count -= count.signum();
        }
    }
    Some(date)
}

/// The first and the last day that a length with two ends can mean.
pub(crate) fn reached(date: Date, length: Length, back: bool) -> Option<(Date, Date)> {
    let low = moved(date, length.low, length.span, back)?;
    let high = match length.high {
        Some(high) => moved(date, high, length.span, back)?,
        None => low,
    };
    Some((low.min(high), low.max(high).tomorrow().ok()?))
}
