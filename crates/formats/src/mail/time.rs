//! Times of mails, written so that they are read as Danish dates.

use mail_parser::DateTime;

use super::Moment;
use crate::looks::MONTHS;

/// "4. marts 2019".
pub(super) fn day(time: &DateTime) -> String {
    let month = usize::from(time.month).checked_sub(1);
    let month = month.and_then(|month| MONTHS.get(month)).unwrap_or(&"");
    format!("{}. {month} {}", time.day, time.year)
}

/// "10:12".
pub(super) fn clock(time: &DateTime) -> String {
    format!("{:02}:{:02}", time.hour, time.minute)
}

/// "4. marts 2019 kl. 10:12".
pub(super) fn minute(time: &DateTime) -> String {
    format!("{} kl. {}", day(time), clock(time))
}

/// "2019-03-04T10:12".
pub(super) fn iso(time: &DateTime) -> String {
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}",
        time.year, time.month, time.day, time.hour, time.minute
    )
}

/// From when to when: "4. marts 2019 kl. 10:00-11:30".
pub(super) fn span(start: Moment, end: Option<Moment>) -> String {
    let first = written(start);
    let Some(end) = end else { return first };
    let same_day = day(&start.time) == day(&end.time);
    if start.is_day {
        // The day at which a span of days ends is the first that is not in it (RFC 5545, 3.6.1).
        let before = DateTime::from_timestamp(end.time.to_timestamp_local() - 86_400);
        if before.to_timestamp_local() <= start.time.to_timestamp_local() {
            first
        } else {
            format!("{first} - {}", day(&before))
        }
    } else if same_day && clock(&start.time) == clock(&end.time) {
        first
    } else if same_day {
        format!("{first}-{}", clock(&end.time))
    } else {
        format!("{first} - {}", written(end))
    }
}

fn written(moment: Moment) -> String {
    if moment.is_day {
        day(&moment.time)
    } else {
        minute(&moment.time)
    }
}

/// A moment, given in seconds since 1970, as clocks in Denmark had it.
pub(super) fn danish(seconds: i64) -> DateTime {
    let utc = DateTime::from_timestamp(seconds);
    // From 1996 on summer time ends in October, before that in September.
    let (month, last) = if utc.year < 1996 { (9, 30) } else { (10, 31) };
    let is_summer = utc.year >= 1980
        && seconds >= last_sunday(utc.year, 3, 31)
        && seconds < last_sunday(utc.year, month, last);
    let hours = if is_summer { 2 } else { 1 };
    let mut time = DateTime::from_timestamp(seconds + hours * 3_600);
    time.tz_hour = if is_summer { 2 } else { 1 };
    time
}

/// One o'clock UTC on the last Sunday of a month.
fn last_sunday(year: u16, month: u8, days: u8) -> i64 {
    let last = DateTime {
        year,
        month,
        day: days,
        hour: 1,
        ..DateTime::default()
    };
    last.to_timestamp_local() - i64::from(last.day_of_week()) * 86_400
}

/// The date of a field, read more kindly than RFC 5322 has it: years of two digits, no seconds, months in Danish.
pub(super) fn stated(field: &str) -> Option<DateTime> {
    let mut time = DateTime::default();
    let mut clock = false;
    // What stands in parentheses is a comment.
    let field = field.split('(').next().unwrap_or_default();
    for word in field
        .split([' ', ',', '\t', '\r', '\n'])
        .filter(|word| !word.is_empty())
    {
        if word.contains(':') && !clock {
            let mut parts = word.split([':', '.']).map(|part| part.parse::<u8>().ok());
            time.hour = parts.next()??;
            time.minute = parts.next()??;
            clock = true;
        } else if let Ok(number) = word.parse::<u16>()
            && !word.starts_with('+')
        {
            take_number(&mut time, number);
        } else if let Some(month) = month(word) {
            time.month = month;
        } else if let Some((hours, minutes)) = zone(word) {
            (time.tz_before_gmt, time.tz_hour, time.tz_minute) =
                (word.starts_with('-'), hours, minutes);
        } else if let [year, month, day] = word.split('-').collect::<Vec<_>>().as_slice() {
            // ISO 8601, and the "4-Mar-2019" of some programs.
            let is_iso = year.len() == 4;
            let (year, day) = if is_iso { (year, day) } else { (day, year) };
            time.year = year.parse().ok()?;
            time.month = self::month(month).or_else(|| month.parse().ok())?;
            time.day = day.parse().ok()?;
        }
    }
    time.is_valid().then_some(time)
}

/// The first number that may be is the day, the next one the year.
fn take_number(time: &mut DateTime, number: u16) {
    match number {
        1..=31 if time.day == 0 => time.day = u8::try_from(number).unwrap_or(0),
        _ if time.year > 0 => {}
        0..50 => time.year = 2000 + number,
        50..=99 => time.year = 1900 + number,
        number => time.year = number,
    }
}

fn month(word: &str) -> Option<u8> {
    let start: String = word.chars().take(3).collect::<String>().to_lowercase();
    let start = match start.as_str() {
        "may" => "maj",
        "oct" => "okt",
        start => start,
    };
    let found = MONTHS.iter().position(|month| month.starts_with(start))?;
    let is_month = start.len() == 3;
    u8::try_from(found + 1).ok().filter(|_| is_month)
}

/// "+0100".
fn zone(word: &str) -> Option<(u8, u8)> {
    let digits = word
        .strip_prefix(['+', '-'])
        .filter(|digits| digits.len() == 4)?;
    Some((
        digits.get(..2)?.parse().ok()?,
        digits.get(2..)?.parse().ok()?,
    ))
}

/// What a FILETIME says, in hundreds of nanoseconds since 1601, as Danish clocks had it; `None` where it is no time of
/// a mail.
pub(super) fn of_filetime(ticks: u64) -> Option<DateTime> {
    let seconds = i64::try_from(ticks / 10_000_000).ok()? - 11_644_473_600;
    (seconds > 0 && seconds < 7_000_000_000).then(|| danish(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_programs_wrote_them() {
        for (field, iso) in [
            ("Mon, 4 Mar 2019 10:12:33 +0100 (CET)", "2019-03-04T10:12"),
            ("Fri,  3 Jan 2020 9:05 GMT", "2020-01-03T09:05"),
            ("ma, 05 okt 98 08:30:00 +0200", "1998-10-05T08:30"),
            ("2019-05-04 10:12:33 +0100", "2019-05-04T10:12"),
            ("Mon Mar  4 10:12:33 2019", "2019-03-04T10:12"),
        ] {
            assert_eq!(
                stated(field).map(|time| super::iso(&time)).as_deref(),
                Some(iso)
            );
        }
        assert_eq!(stated("31. juni"), None);
    }

    #[test]
    fn clocks_are_set_forward_in_summer() {
        // 2019-03-31T00:59:59Z and a second later.
        assert_eq!(iso(&danish(1_553_993_999)), "2019-03-31T01:59");
        assert_eq!(iso(&danish(1_553_994_000)), "2019-03-31T03:00");
        // 2019-10-27T00:59:59Z and a second later.
        assert_eq!(iso(&danish(1_572_137_999)), "2019-10-27T02:59");
        assert_eq!(iso(&danish(1_572_138_000)), "2019-10-27T02:00");
    }
}
