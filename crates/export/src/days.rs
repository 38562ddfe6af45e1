//! Days as Danes write them.

use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
];

/// From Monday.
const WEEKDAYS: [&str; 7] = [
    "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag",
];

/// `14. marts 2025`.
pub(crate) fn day(day: Date) -> String {
    format!("{}. {}", day.day(), month(day))
}

/// `fredag den 14. marts 2025`.
pub(crate) fn weekday(of: Date) -> String {
    let at = usize::try_from(of.weekday().to_monday_zero_offset()).ok();
    let weekday = at.and_then(|at| WEEKDAYS.get(at)).copied().unwrap_or("");
    format!("{weekday} den {}", day(of))
}

/// Whether a word, in small letters, names a month or a weekday.
pub(crate) fn is_name(word: &str) -> bool {
    MONTHS.contains(&word) || WEEKDAYS.contains(&word)
}

/// A day's month: `marts 2025`.
pub(crate) fn month(day: Date) -> String {
    format!("{} {}", month_name(day), day.year())
}

/// `marts`.
pub(crate) fn month_name(day: Date) -> &'static str {
    let at = usize::try_from(day.month() - 1).ok();
    at.and_then(|at| MONTHS.get(at)).copied().unwrap_or("")
}
