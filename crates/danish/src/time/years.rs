//! Years: 2021, 2019-22, 2015/16, 96/97, skoleåret 2011/12, 1990'erne, årsskiftet 2015/16.

use super::{
    day::{Match, Sure, full_year, measured, names_day, short_year},
    list::verb_like,
    said::{Core, Year},
    unit::found,
};
use crate::{resolve::CALENDAR_YEAR, token::Tokens, vocabulary::YearKind};

/// "årsskiftet 2015/16".
pub(super) fn turn_of_year(t: Tokens, i: usize) -> Match {
    let pair = year_pair(t, i + 1, '/')
        .or_else(|| year_pair(t, i + 1, '-'))
        .or_else(|| year_pair(t, i + 1, '–'));
    match pair {
        Some((first, _, next)) => found(
            Core::TurnOfYear { first: Some(first) },
            next,
            "turn-of-year",
        ),
        None => found(Core::TurnOfYear { first: None }, i + 1, "turn-of-year"),
    }
}

/// Two years joined by `by`: 2015/16, 2015/2016, 15/16.
pub(super) fn year_pair(t: Tokens, i: usize, by: char) -> Option<(i16, i16, usize)> {
    let first = full_year(t, i).or_else(|| short_year(t, i))?;
    if !t.is(i + 1, by) {
        return None;
    }
    let last = full_year(t, i + 2)
        .or_else(|| short_year(t, i + 2).map(|y| first / 100 * 100 + y % 100))?;
    let last = if last < first { last + 100 } else { last };
    (last > first && last - first <= 60 && t.closes(i + 3)).then_some((first, last, i + 3))
}

/// "skoleåret 2011/12", "sæsonen 1999-2000", "skoleåret 2004".
pub(super) fn kind_of_year(t: Tokens, i: usize, kind: YearKind) -> Option<Match> {
    let pair = ['/', '-', '–']
        .iter()
        .find_map(|by| year_pair(t, i + 1, *by));
    if let Some((first, last, next)) = pair {
        let one = last - first == 1 && (kind != YearKind::Fiscal || first < CALENDAR_YEAR);
        let core = if one {
            Core::KindOfYear { kind, first }
        } else {
            Core::Years { first, last }
        };
        return Some(found(core, next, "kind-of-year"));
    }
    let first = full_year(t, i + 1).filter(|_| t.closes(i + 2))?;
    if kind == YearKind::Fiscal {
        return None;
    }
    Some(found(
        Core::KindOfYear { kind, first },
        i + 2,
        "kind-of-year",
    ))
}

/// "2021", "2019-22", "2015/16", "2022 - 2024".
pub(super) fn years(t: Tokens, i: usize) -> Option<Match> {
    if let Some(m) = decade(t, i) {
        return Some(m);
    }
    if let Some(first) = full_year(t, i) {
        if t.is(i + 1, '/') && t.glued(i + 1) {
            let (first, last, next) = year_pair(t, i, '/')?;
            return (last - first == 1)
                .then(|| found(Core::Years { first, last }, next, "years-slash"));
        }
        if t.dash(i + 1)
            && let Some(last) = year_end(t, i, first)
        {
            return Some(found(Core::Years { first, last }, i + 3, "years"));
        }
        let mut m = found(Core::Year, i + 1, "year");
        m.point.year = Some(Year::Number(first));
        m.sure = Sure::Cued;
        let old = || i > 0 && matches!(t.text(i - 1), "i" | "I" | "år" | "anno" | "fra" | "siden");
        return ((1900..2100).contains(&first) || first < 1900 && old()).then_some(m);
    }
    let (first, last, next) = year_pair(t, i, '/')?;
    let mut m = found(Core::Years { first, last }, next, "years-short");
    m.sure = Sure::Cued;
    (last - first == 1 && t.glued(i + 1) && t.glued(i + 2)).then_some(m)
}

/// "1990'erne", "90'erne"; "1800-tallet".
fn decade(t: Tokens, i: usize) -> Option<Match> {
    let century = full_year(t, i).filter(|year| year % 100 == 0);
    if let Some(first) = century
        && t.dash(i + 1)
        && t.glued(i + 1)
        && matches!(t.text(i + 2), "tallet" | "tallets")
    {
        let last = first + 99;
        return Some(found(Core::Years { first, last }, i + 3, "century"));
    }
    let first = full_year(t, i)
        .or_else(|| short_year(t, i).map(|year| 1900 + year % 100))
        .filter(|y| y % 10 == 0)?;
    let apostrophe = matches!(t.mark(i + 1), Some('\'' | '’')) && t.glued(i + 1) && t.glued(i + 2);
    let ending = matches!(t.text(i + 2), "erne" | "ernes");
    (apostrophe && ending).then(|| {
        found(
            Core::Years {
                first,
                last: first + 9,
            },
            i + 3,
            "decade",
        )
    })
}

/// The last year of "2019-22" or "2022 - 2024", after its dash.
fn year_end(t: Tokens, i: usize, first: i16) -> Option<i16> {
    // "1994 - 96"; but "2010 - 12 personer" counts.
    let tight = t.glued(i + 1) && t.glued(i + 2);
    let spaced = !t.glued(i + 1) && !t.glued(i + 2) && (!t.is(i + 3, '.') || i + 4 == t.len());
    if names_day(t, i + 2) {
        return None;
    }
    let counts = t.is_plain(i + 3) && !verb_like(t, i + 3) || measured(t, i + 3);
    let short = || {
        short_year(t, i + 2)
            .filter(|year| tight || spaced && !counts && year % 100 > first % 100)
            .map(|y| first / 100 * 100 + y % 100)
    };
    let last = full_year(t, i + 2).or_else(short)?;
    let last = if last < first && first % 100 > 80 && full_year(t, i + 2).is_none() {
        last + 100
    } else {
        last
    };
    // 2010-12 may be a month of 2010, but is written for years; a day would follow it with a hyphen.
    (last > first && last - first <= 60 && t.closes(i + 3)).then_some(last)
}
