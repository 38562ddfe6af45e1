//! Being reminded: alarms within an entry, and entries of their own for calendars that ignore alarms.

use std::{fmt, str::FromStr};

use jiff::{
    Span,
    civil::{Date, DateTime},
};
use paper::DateRole;

use crate::{Event, When, when::Shown};

/// The hour at which one is reminded of what is due on a day: within office hours, early enough to act.
const HOUR: i8 = 9;
/// The longest time ahead, in days.
const LONGEST: u32 = 366;

/// How long ahead of an entry one is reminded of it.
///
/// A deadline counts from its end, everything else from its beginning. Days before whole days end at 9 o'clock, Danish
/// time, of the day that they lead to: `2d` before Friday is Wednesday at 9. Days before a clock time keep the clock time.
/// Hours count from the very end, which of a deadline on a day is the midnight behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ahead {
    /// Days of the calendar; 0 for the day itself.
    Days(u32),
    /// Hours.
    Hours(u32),
}

impl FromStr for Ahead {
    type Err = String;

    /// `14d`, `2w` or `36h`.
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let wrong = || {
            format!(
                "{word} is no time ahead: give days, weeks or hours, as 14d, 2w or 36h, a year at most"
            )
        };
        let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let count: u32 = number.parse().map_err(|_| wrong())?;
        let (ahead, days) = match word.get(number.len()..) {
            Some("d") => (Self::Days(count), count),
            Some("w") => {
                let days = count.saturating_mul(7);
                (Self::Days(days), days)
            }
            Some("h") => (Self::Hours(count), count / 24),
            _ => return Err(wrong()),
        };
        if days > LONGEST || !number.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(wrong());
        }
        Ok(ahead)
    }
}

impl fmt::Display for Ahead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days(days) => write!(f, "{days}d"),
            Self::Hours(hours) => write!(f, "{hours}h"),
        }
    }
}

/// What an alarm counts from: an entry's first moment, or the one after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start(DateTime),
    End(DateTime),
}

impl Ahead {
    /// Minutes from `anchor` back to the alarm; below nothing where the alarm comes later.
    pub(crate) fn minutes_before(self, event: &Event, anchor: Anchor) -> Option<i64> {
        let (Anchor::Start(from) | Anchor::End(from)) = anchor;
        let until = from - self.moment(event)?;
        i64::from(until.get_days())
            .checked_mul(24 * 60)?
            .checked_add(i64::from(until.get_hours()) * 60 + until.get_minutes())
    }

    /// When one is reminded, by Danish clocks.
    fn moment(self, event: &Event) -> Option<DateTime> {
        let counts_back = event.role == DateRole::Deadline;
        let due = match event.when.shown() {
            Shown::Moments(start, end) => {
                if counts_back {
                    end
                } else {
                    start
                }
            }
            Shown::Days(first, after) => {
                if let Self::Days(days) = self {
                    let day = if counts_back {
                        after.yesterday().ok()?
                    } else {
                        first
                    };
                    return Some(before(day, days)?.at(HOUR, 0, 0, 0));
                }
                let day = if counts_back { after } else { first };
                day.at(0, 0, 0, 0)
            }
        };
        let ahead = match self {
            Self::Days(days) => Span::new().try_days(days),
            Self::Hours(hours) => Span::new().try_hours(hours),
        };
        due.checked_sub(ahead.ok()?).ok()
    }

    /// "Om 14 dage", "I morgen".
    fn in_words(days: u32) -> String {
        match days {
            0 => "I dag".to_owned(),
            1 => "I morgen".to_owned(),
            7 => "Om 1 uge".to_owned(),
            days if days % 7 == 0 && days > 14 => format!("Om {} uger", days / 7),
            days => format!("Om {days} dage"),
        }
    }
}

fn before(day: Date, days: u32) -> Option<Date> {
    day.checked_sub(Span::new().try_days(days).ok()?).ok()
}

/// Entries of their own that remind of others: whole days, so many days ahead of the last one of a deadline, of the first
/// one of everything else. Their UID comes from that of the entry, and they are withdrawn with it.
///
/// Hours make none, since a day has no hour; nor does what recurs, since the days ahead of "the first Tuesday" follow no
/// rule that calendars know.
pub fn reminders(events: &[Event], ahead: &[Ahead]) -> Vec<Event> {
    let mut made = Vec::new();
    for event in events.iter().filter(|event| event.recurs.is_none()) {
        let mut seen = Vec::new();
        for ahead in ahead {
            if let Ahead::Days(days) = *ahead
                && !seen.contains(&days)
            {
                seen.push(days);
                made.extend(reminder(event, days));
            }
        }
    }
    made
}

/// The entry that a UID of [`reminders`] reminds of, and how many days ahead; `None` for a UID of another kind.
pub fn reminded_of(uid: &str) -> Option<(String, u32)> {
    let (name, domain) = uid.rsplit_once('@')?;
    let (of, days) = name.strip_suffix('d')?.rsplit_once("-om-")?;
    let days = days.parse().ok()?;
    let of = format!("{of}@{domain}");
    (reminder_uid(&of, days) == uid).then_some((of, days))
}

fn reminder_uid(of: &str, days: u32) -> String {
    let (name, domain) = of.rsplit_once('@').unwrap_or((of, "udvalg"));
    format!("{name}-om-{days}d@{domain}")
}

fn reminder(event: &Event, days: u32) -> Option<Event> {
    let day = if event.role == DateRole::Deadline {
        event.when.last_day()
    } else {
        event.when.first_day()
    };
    let day = before(day, days)?;
    let mut categories = vec!["Påmindelse".to_owned()];
    categories.extend(event.categories.iter().cloned());
    Some(Event {
        uid: reminder_uid(&event.uid, days),
        reminds: true,
        when: When::days(day, day.tomorrow().ok()?)?,
        summary: format!("{}: {}", Ahead::in_words(days), event.summary),
        categories,
        ..event.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reminder_tells_by_its_uid_what_it_reminds_of() {
        let uid = reminder_uid("6f1a-deadline-1@udvalg", 14);
        assert_eq!(uid, "6f1a-deadline-1-om-14d@udvalg");
        assert_eq!(
            reminded_of(&uid),
            Some(("6f1a-deadline-1@udvalg".to_owned(), 14))
        );
        for other in [
            "6f1a-deadline-1@udvalg",
            "a-om-d@udvalg",
            "a-om-+2d@udvalg",
            "a-om-2d",
            "",
        ] {
            assert_eq!(reminded_of(other), None, "{other}");
        }
    }

    #[test]
    fn times_ahead_as_they_are_typed() {
        for (word, wanted) in [("14d", "14d"), ("2w", "14d"), ("36h", "36h"), ("0d", "0d")] {
            assert_eq!(word.parse::<Ahead>().unwrap().to_string(), wanted);
        }
        for word in [
            "",
            "d",
            "14",
            "-2d",
            "+2d",
            "2m",
            "400d",
            "99999999999d",
            "2 d",
            "4294967295w",
        ] {
            assert!(word.parse::<Ahead>().is_err(), "{word}");
        }
    }
}
