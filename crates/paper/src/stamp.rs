//! A day, or a minute of a day, in local Danish time.

use std::{fmt, str::FromStr};

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A point of local time (Europe/Copenhagen): a day, or a minute of a day.
///
/// Written as ISO 8601 without a zone: `2021-06-30` or `2021-10-14T15:30`.
///
/// ```
/// use paper::Stamp;
///
/// let end: Stamp = "2021-10-14T15:30".parse()?;
/// assert_eq!(end.date(), jiff::civil::date(2021, 10, 14));
/// assert_eq!(end.to_string(), "2021-10-14T15:30");
/// # Ok::<(), paper::StampError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stamp {
    /// A day.
    Day(Date),
    /// A minute; seconds are not kept.
    Minute(DateTime),
}

impl Stamp {
    /// The day it lies on.
    pub fn date(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Minute(minute) => minute.date(),
        }
    }

    /// The day's first moment, or the minute itself.
    pub fn moment(self) -> DateTime {
        match self {
            Self::Day(day) => day.to_datetime(jiff::civil::Time::midnight()),
            Self::Minute(minute) => minute,
        }
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Minute(t) => write!(f, "{}T{:02}:{:02}", t.date(), t.hour(), t.minute()),
        }
    }
}

/// A text that is neither `YYYY-MM-DD` nor `YYYY-MM-DDTHH:MM`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StampError(String);

impl fmt::Display for StampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is no day (2021-06-30) and no minute (2021-06-30T15:30)",
            self.0
        )
    }
}

impl std::error::Error for StampError {}

impl FromStr for Stamp {
    type Err = StampError;

    fn from_str(s: &str) -> Result<Self, StampError> {
        let wrong = |_| StampError(s.to_owned());
        if s.contains('T') {
            s.parse().map(Self::Minute).map_err(wrong)
        } else {
            s.parse().map(Self::Day).map_err(wrong)
        }
    }
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}
