//! Years and months that one member of a list or range has for the others.

use jiff::civil::Date;

use super::point;
use crate::time::said::{Core, Month, Point, Said, What, Year};

/// In the measure of [`order`].
const HALF_A_YEAR: i32 = 186;

/// A year at the end of a list holds for its members before: "d. 6/2, 5/3 og 9/4 2014".
pub(super) fn share_years(said: &mut [Said]) {
    for i in (1..said.len()).rev() {
        let (before, after) = said.split_at_mut(i);
        let (Some(left), Some(right)) = (before.last_mut(), after.first()) else {
            continue;
        };
        let (Some(year), true) = (stated_year(&right.what), right.listed) else {
            continue;
        };
        let (What::Point(to) | What::Range(to, _)) = &right.what else {
            continue;
        };
        let next = order(to);
        let (What::Point(from) | What::Range(_, from)) = &mut left.what else {
            continue;
        };
        if from.year.is_none() && same_sort(from, to) {
            // "15. december og 12. januar 2017" crosses New Year; "9. juni og 12. maj 2016" counts back.
            let crosses = order(from) - next > HALF_A_YEAR;
            let year = if crosses { year - 1 } else { year };
            from.year = Some(Year::Shared(year));
            if let What::Range(first, last) = &mut left.what {
                let earlier = if order(first) > order(last) {
                    year - 1
                } else {
                    year
                };
                first.year = first.year.or(Some(Year::Shared(earlier)));
            }
        }
    }
}

fn stated_year(what: &What) -> Option<i16> {
    let (What::Point(point) | What::Range(_, point)) = what else {
        return None;
    };
    match point.year {
        Some(Year::Number(year) | Year::Shared(year)) => Some(year),
        _ => None,
    }
}

fn same_sort(a: &Point, b: &Point) -> bool {
    std::mem::discriminant(&a.core) == std::mem::discriminant(&b.core)
}

/// Its place within a year.
pub(super) fn order(point: &Point) -> i32 {
    match point.core {
        Core::Day {
            day,
            month: Some(Month::Number(month)),
        } => i32::from(month) * 31 + i32::from(day),
        Core::Month(month) => i32::from(month) * 31,
        Core::Week { week, .. } => i32::from(week) * 7,
        Core::Quarter(n) => i32::from(n) * 93,
        Core::Half(n) => i32::from(n) * 186,
        _ => 0,
    }
}

/// For each expression the stated date before it, or else the first one after it.
pub(super) fn nearest_stated(said: &[Said]) -> Vec<Option<Date>> {
    let date = |said: &Said| match &said.what {
        What::Point(p) | What::Range(p, _) => match (p.year, &p.core) {
            (Some(Year::Number(year) | Year::Shared(year)), core) if *core != Core::Year => {
                point::extent(core, year).map(|(start, _)| start)
            }
            _ => None,
        },
        _ => None,
    };
    let dates: Vec<Option<Date>> = said.iter().map(date).collect();
    let first = dates.iter().flatten().next().copied();
    let mut before = None;
    (dates.iter())
        .map(|date| {
            let around = before.or(first);
            before = date.or(before);
            around
        })
        .collect()
}

/// The year that one end of a range has holds for the other.
pub(super) fn share_within(from: &mut Point, to: &mut Point) {
    match (from.year, to.year) {
        (None, Some(Year::Number(year) | Year::Shared(year))) if point::needs_year(&from.core) => {
            let earlier = order(from) > order(to) && order(to) > 0;
            from.year = Some(Year::Shared(if earlier { year - 1 } else { year }));
        }
        (Some(Year::Number(year) | Year::Shared(year)), None) if point::needs_year(&to.core) => {
            let later = order(from) > order(to) && order(to) > 0;
            to.year = Some(Year::Shared(if later { year + 1 } else { year }));
        }
        _ => {}
    }
    if let (
        Core::Day {
            month: month @ None,
            ..
        },
        Core::Day {
            month: Some(shared),
            ..
        },
    ) = (&mut from.core, &to.core)
    {
        *month = Some(*shared);
    }
}
