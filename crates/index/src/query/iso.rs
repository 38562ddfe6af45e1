//! Days as ISO 8601 writes them.

use jiff::civil::{Date, ISOWeekDate, Weekday, date};

/// The first and the last day of a year, a month, a week or a day as ISO 8601 writes it; noughts in front may be missing.
/// `None` for what is none of these, and for a day that no calendar has.
///
/// ```
/// let days = |text| index::iso_days(text).map(|(first, last)| format!("{first} {last}"));
/// assert_eq!(days("2021-02").as_deref(), Some("2021-02-01 2021-02-28"));
/// assert_eq!(days("2021-W37").as_deref(), Some("2021-09-13 2021-09-19"));
/// assert_eq!(days("2021-02-30"), None);
/// ```
pub fn iso_days(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4).filter(|year| *year >= 1000)?;
    let within = parts.next();
    let day = parts.next();
    if parts.next().is_some() {
        return None;
    }
    match (within, day) {
        (None, _) => Some((date(year, 1, 1), date(year, 12, 31))),
        (Some(week), day) if week.starts_with(['W', 'w', 'U', 'u']) => {
            let week = i8::try_from(digits(week.get(1..)?, 2)?).ok()?;
            let monday = ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date();
            let sunday = monday.checked_add(jiff::Span::new().days(6)).ok()?;
            day.is_none().then_some((monday, sunday))
        }
        (Some(month), day) => {
            let number = |part| i8::try_from(digits(part, 2)?).ok();
            let first = Date::new(year, number(month)?, day.map_or(Some(1), number)?).ok()?;
            let last = day.map_or_else(|| first.last_of_month(), |_| first);
            Some((first, last))
        }
    }
}

/// A number of at most so many digits and nothing else.
fn digits(part: &str, most: usize) -> Option<i16> {
    let is_number = part.len() <= most && part.bytes().all(|b| b.is_ascii_digit());
    part.parse().ok().filter(|_| is_number)
}
