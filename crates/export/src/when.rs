//! When an entry of a calendar is shown.

use jiff::{
    ToSpan,
    civil::{Date, DateTime, Time},
};
use paper::{DateRole, Mention, Stamp};

use crate::zone;

/// When an entry is shown: whole days, or from one moment to another by Danish clocks. Never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct When(Shown);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shown {
    /// From the first day up to, not including, the other one.
    Days(Date, Date),
    /// From the first moment up to, not including, the other one.
    Moments(DateTime, DateTime),
}

impl When {
    /// Whole days from `first` up to, not including, `after`; `None` where that is no day at all.
    pub fn days(first: Date, after: Date) -> Option<Self> {
        (first < after && first.year() > 0).then_some(Self(Shown::Days(first, after)))
    }

    /// From `start` up to `end` in Europe/Copenhagen; `None` where `end` is not later.
    ///
    /// What the clocks leave out in spring is an hour later, as in RFC 5545 (3.3.5); a beginning that would thereby pass
    /// its end is an hour earlier instead.
    pub fn moments(start: DateTime, end: DateTime) -> Option<Self> {
        if start >= end || start.year() < 1 {
            return None;
        }
        let end = zone::settled(end);
        let settled = zone::settled(start);
        let start = if settled < end {
            settled
        } else {
            zone::settled_before(start)
        };
        Some(Self(Shown::Moments(start, end)))
    }

    /// When a dated mention is shown; `None` where the paper's date is unresolved.
    ///
    /// A moment without an end has no length, and calendars show such entries as a hairline, as an hour of their own
    /// choice, or not at all. A deadline is therefore shown as the half hour that ends with it: the end of the block is
    /// the first moment that is too late, as in the record. Anything else is shown as the hour that begins with it.
    ///
    /// ```
    /// use export::When;
    /// use jiff::civil::date;
    ///
    /// // "senest den 21. februar kl. 12"
    /// let due = serde_json::from_str(r#"{"start": "2017-02-21T12:00", "end": "2017-02-21T12:00", "role": "deadline",
    ///     "approximate": false, "source": {"start": 0, "end": 6, "quote": "kl. 12"}}"#).unwrap();
    /// let day = date(2017, 2, 21);
    /// assert_eq!(When::of(&due), When::moments(day.at(11, 30, 0, 0), day.at(12, 0, 0, 0)));
    /// ```
    pub fn of(mention: &Mention) -> Option<Self> {
        let start = mention.start?;
        match (start, mention.end.unwrap_or(start)) {
            (Stamp::Day(first), Stamp::Day(after)) if first == after => {
                Self::days(first, after.tomorrow().ok()?)
            }
            (Stamp::Day(first), Stamp::Day(after)) => Self::days(first, after),
            (start, end) if start.moment() == end.moment() => {
                Self::around(start.moment(), mention.role)
            }
            (start, end) => Self::moments(start.moment(), end.moment()),
        }
    }

    fn around(moment: DateTime, role: DateRole) -> Option<Self> {
        if role == DateRole::Deadline {
            Self::moments(moment.checked_sub(30.minutes()).ok()?, moment)
        } else {
            Self::moments(moment, moment.checked_add(1.hour()).ok()?)
        }
    }

    /// Whether it is whole days.
    pub fn is_days(self) -> bool {
        matches!(self.0, Shown::Days(..))
    }

    /// The day on which it begins.
    pub fn first_day(self) -> Date {
        match self.0 {
            Shown::Days(first, _) => first,
            Shown::Moments(start, _) => start.date(),
        }
    }

    /// The last day that it covers, itself included; what ends at midnight ends on the day before.
    pub fn last_day(self) -> Date {
        let (first, last) = match self.0 {
            Shown::Days(first, after) => (first, after.yesterday()),
            Shown::Moments(start, end) if end.time() == Time::midnight() => {
                (start.date(), end.date().yesterday())
            }
            Shown::Moments(_, end) => return end.date(),
        };
        last.unwrap_or(first)
    }

    /// Its first moment; of whole days, midnight.
    pub fn first_moment(self) -> DateTime {
        match self.0 {
            Shown::Days(first, _) => first.at(0, 0, 0, 0),
            Shown::Moments(start, _) => start,
        }
    }

    pub(crate) fn shown(self) -> Shown {
        self.0
    }
}
