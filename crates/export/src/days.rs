//! Days as Danes write them.

use jiff::civil::{Date, Weekday};

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

/// `14. marts 2025`.
pub(crate) fn day(day: Date) -> String {
    format!("{}. {}", day.day(), month(day))
}

/// `fredag den 14. marts 2025`.
pub(crate) fn weekday(of: Date) -> String {
    let weekday = match of.weekday() {
        Weekday::Monday => "mandag",
        Weekday::Tuesday => "tirsdag",
        Weekday::Wednesday => "onsdag",
        Weekday::Thursday => "torsdag",
        Weekday::Friday => "fredag",
        Weekday::Saturday => "lørdag",
        Weekday::Sunday => "søndag",
    };
    format!("{weekday} den {}", day(of))
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
