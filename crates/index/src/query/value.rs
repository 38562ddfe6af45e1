//! Days and amounts as a question states them: `2021-06..2021-12`, `uge 37 2021`, `>500.000`, `1,2 mio. kr.`.

use danish::{Context, Moment, Part, Vocabulary};
use jiff::civil::Date;

use super::iso_days;

/// Two ends, both included; an open end is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Range<T> {
    /// The least.
    pub(crate) from: Option<T>,
    /// The greatest.
    pub(crate) to: Option<T>,
}

/// Why no value is meant, for the hint below the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoValue {
    /// It is no such expression.
    Unknown,
    /// It is a day of no year.
    NoYear,
    /// It ends before it begins.
    Backwards,
}

/// What stands between the ends of a range.
const BETWEEN: [&str; 2] = ["..", "…"];

/// Reads a range of values, of which `read` reads one as its first and last.
fn range<T: Copy + PartialOrd>(
    text: &str,
    read: impl Fn(&str) -> Result<(T, T), NoValue>,
    next: impl Fn(T, i8) -> Option<T>,
) -> Result<Range<T>, NoValue> {
    let text = text.trim();
    for between in BETWEEN {
        if let Some((from, to)) = text.split_once(between) {
            return two_ends(from.trim(), to.trim(), read);
        }
    }
    let one_end = |rest: &str| read(rest.trim());
    let (from, to) = if let Some(rest) = text.strip_prefix(">=") {
        (Some(one_end(rest)?.0), None)
    } else if let Some(rest) = text.strip_prefix("<=") {
        (None, Some(one_end(rest)?.1))
    } else if let Some(rest) = text.strip_prefix('>') {
        (
            Some(next(one_end(rest)?.1, 1).ok_or(NoValue::Unknown)?),
            None,
        )
    } else if let Some(rest) = text.strip_prefix('<') {
        (
            None,
            Some(next(one_end(rest)?.0, -1).ok_or(NoValue::Unknown)?),
        )
    } else {
        let (from, to) = read(text)?;
        (Some(from), Some(to))
    };
    Ok(Range { from, to })
}

fn two_ends<T: Copy + PartialOrd>(
    from: &str,
    to: &str,
    read: impl Fn(&str) -> Result<(T, T), NoValue>,
) -> Result<Range<T>, NoValue> {
    let end = |text: &str| (!text.is_empty()).then(|| read(text)).transpose();
    let (first, last) = (end(from)?, end(to)?);
    let range = Range {
        from: first.map(|(from, _)| from),
        to: last.map(|(_, to)| to),
    };
    match (range.from, range.to) {
        (None, None) => Err(NoValue::Unknown),
        (Some(from), Some(to)) if from > to => Err(NoValue::Backwards),
        _ => Ok(range),
    }
}

/// Days: ISO 8601 (`2021`, `2021-06`, `2021-06-30`, `2021-W37`) or Danish (`uge 37 2021`, `juni 2021`, `3. maj 2021`,
/// `2. kvartal 2021`), one alone, behind `>`, `>=`, `<`, `<=`, or two with `..` between them, of which one may be missing.
/// Without a year, and for `i morgen`, `today` says which.
pub(super) fn days(text: &str, today: Option<Date>) -> Result<Range<Date>, NoValue> {
    let step = |day: Date, by: i8| match by {
        1 => day.tomorrow().ok(),
        _ => day.yesterday().ok(),
    };
    range(
        text,
        |said| iso_days(said).map_or_else(|| danish_days(said, today), Ok),
        step,
    )
}

/// The first and the last day of a Danish expression, which must be all of the text.
fn danish_days(text: &str, today: Option<Date>) -> Result<(Date, Date), NoValue> {
    let context = Context {
        reference: today,
        ..Context::default()
    };
    let found = danish::times(text, Vocabulary::builtin(), &context);
    let [time] = found.as_slice() else {
        return Err(NoValue::Unknown);
    };
    let whole = time.span.start.min(time.phrase.start)..time.span.end.max(time.phrase.end);
    let bare = text.trim().trim_start_matches("d. ").len();
    if whole.len() < bare || time.recurs.is_some() {
        return Err(NoValue::Unknown);
    }
    let no_year = time.inferred.iter().any(|i| i.part == Part::Year);
    match (time.start, time.end) {
        (Some(_), _) if no_year && today.is_none() => Err(NoValue::NoYear),
        (Some(from), to) => Ok((
            from.date(),
            to.map_or(Some(from.date()), last_day)
                .unwrap_or(from.date()),
        )),
        (None, Some(to)) => last_day(to).map(|day| (day, day)).ok_or(NoValue::Unknown),
        (None, None) if time.missing.is_some() => Err(NoValue::NoYear),
        (None, None) => Err(NoValue::Unknown),
    }
}

/// The last day before a moment past the end.
fn last_day(end: Moment) -> Option<Date> {
    match end {
        Moment::Day(day) => day.yesterday().ok(),
        Moment::Minute(minute) => Some(minute.date()),
    }
}

/// Amounts in øre: `500000`, `500.000`, `1,2 mio. kr.`, behind `>`, `>=`, `<`, `<=`, or two with `..` between them.
pub(super) fn ore(text: &str) -> Result<Range<i64>, NoValue> {
    range(text, one_amount, |ore, by| ore.checked_add(i64::from(by)))
}

/// An amount, twice: its first and its last are the same.
fn one_amount(text: &str) -> Result<(i64, i64), NoValue> {
    let digits = text.len() <= 15 && text.bytes().all(|b| b.is_ascii_digit());
    if let Some(kroner) = digits.then(|| text.parse::<i64>().ok()).flatten() {
        let ore = kroner.checked_mul(100).ok_or(NoValue::Unknown)?;
        return Ok((ore, ore));
    }
    [text.to_owned(), format!("{text} kr.")]
        .iter()
        .find_map(|said| {
            let found = danish::money(said, Vocabulary::builtin());
            let [money] = found.as_slice() else {
                return None;
            };
            let whole = money.span.len() + 1 >= said.trim().len() && money.currency == "DKK";
            whole.then(|| (money.ore, money.max_ore.unwrap_or(money.ore)))
        })
        .ok_or(NoValue::Unknown)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn shown(text: &str) -> String {
        let end = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
        days(text, None).map_or_else(
            |e| format!("{e:?}"),
            |r| format!("{}/{}", end(r.from), end(r.to)),
        )
    }

    #[test]
    fn days_in_either_writing() {
        for (text, wanted) in [
            ("2021", "2021-01-01/2021-12-31"),
            ("2021-06", "2021-06-01/2021-06-30"),
            ("2021-06-30", "2021-06-30/2021-06-30"),
            ("2021-W37", "2021-09-13/2021-09-19"),
            ("2021-06..2021-12", "2021-06-01/2021-12-31"),
            ("..2021-12-05", "/2021-12-05"),
            ("2021-06..", "2021-06-01/"),
            (">2021", "2022-01-01/"),
            ("<2021-06", "/2021-05-31"),
            (">=2021-06", "2021-06-01/"),
            ("<= 2021-06", "/2021-06-30"),
            ("uge 37 2021", "2021-09-13/2021-09-19"),
            ("juni 2021", "2021-06-01/2021-06-30"),
            ("den 3. maj 2021", "2021-05-03/2021-05-03"),
            ("3. maj 2021 .. 1. juni 2021", "2021-05-03/2021-06-01"),
            ("2. kvartal 2021", "2021-04-01/2021-06-30"),
            ("juni", "NoYear"),
            ("2021-12..2021-06", "Backwards"),
            ("2021-13", "Unknown"),
            ("snart", "Unknown"),
            ("..", "Unknown"),
            ("", "Unknown"),
        ] {
            assert_eq!(shown(text), wanted, "{text}");
        }
        let today = Some(date(2021, 5, 3));
        let range = days("i morgen", today).unwrap();
        assert_eq!(range.from, Some(date(2021, 5, 4)));
    }

    #[test]
    fn amounts_in_either_writing() {
        for (text, from, to) in [
            ("500000", Some(50_000_000), Some(50_000_000)),
            (">500.000", Some(50_000_001), None),
            (">=500.000 kr.", Some(50_000_000), None),
            ("<1,2 mio. kr.", None, Some(119_999_999)),
            ("100..200", Some(10_000), Some(20_000)),
            ("1 mio. .. 2 mio. kr.", Some(100_000_000), Some(200_000_000)),
        ] {
            assert_eq!(ore(text), Ok(Range { from, to }), "{text}");
        }
        for text in ["mange", "", "..", "12 æbler", "99999999999999999999"] {
            assert!(ore(text).is_err(), "{text}");
        }
    }
}
