//! What the file says of itself: the stream of its summary ([MS-OLEPS]).

use paper::Properties;

use crate::little::{stretch, u16_at, u32_at, usize_at, utf16_at};
use crate::properties::{self, LONGEST};
use crate::text::pages::Letters;

/// Properties of a set that are looked at.
const MOST: usize = 256;

/// Types of values.
const SHORT: u16 = 2;
const BYTES: u16 = 0x1e;
const WIDE: u16 = 0x1f;
const TIME: u16 = 0x40;

/// Reads the stream.
pub(super) fn read(stream: &[u8]) -> Properties {
    let start = usize_at(stream, 44).unwrap_or(usize::MAX);
    let set = stream.get(start..).unwrap_or_default();
    let count = usize_at(set, 4).unwrap_or(0).min(MOST);
    let values: Vec<(u32, &[u8])> = (0..count)
        .filter_map(|index| {
            let at = usize_at(set, 12 + 8 * index)?;
            Some((u32_at(set, 8 + 8 * index)?, set.get(at..)?))
        })
        .collect();
    let of = |id: u32| {
        values
            .iter()
            .find(|(known, _)| *known == id)
            .map(|found| found.1)
    };
    let page = of(1).and_then(|value| {
        let is_short = u16_at(value, 0) == Some(SHORT);
        u16_at(value, 4).filter(|_| is_short)
    });
    let text = |id: u32| of(id).and_then(|value| text_of(value, page));
    let mut properties = Properties {
        title: text(2),
        subject: text(3),
        author: text(4),
        keywords: text(5),
        created: of(12).and_then(time_of),
        modified: of(13).and_then(time_of),
        ..Properties::default()
    };
    properties::tidy(&mut properties);
    properties
}

fn text_of(value: &[u8], page: Option<u16>) -> Option<String> {
    let length = usize_at(value, 4)?.min(2 * LONGEST);
    let text = match (u16_at(value, 0)?, page) {
        (WIDE, _) => utf16_at(value, 8, length),
        (BYTES, Some(1200)) => utf16_at(value, 8, length / 2),
        (BYTES, page) => {
            Letters::of_page(i32::from(page.unwrap_or(1252))).decode(stretch(value, 8, length))
        }
        _ => return None,
    };
    let mut seen = None;
    properties::add(&mut seen, text.split('\0').next().unwrap_or_default());
    seen
}

/// A moment, counted in tenths of a microsecond since 1601, to the minute.
fn time_of(value: &[u8]) -> Option<String> {
    if u16_at(value, 0)? != TIME {
        return None;
    }
    let ticks = u64::from(u32_at(value, 8)?) << 32 | u64::from(u32_at(value, 4)?);
    let minutes = ticks / 600_000_000;
    let (days, minute) = (minutes / 1440, minutes % 1440);
    let (year, month, day) = date(days);
    // Nobody wrote before there was Word: a clock that stood on its first day, or a span of time.
    (1983..2200).contains(&year).then(|| {
        let (hour, minute) = (minute / 60, minute % 60);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}")
    })
}

/// The date so many days after the first of January 1601, where a cycle of 400 years begins.
fn date(days: u64) -> (u64, u64, u64) {
    // Years are counted from March, so that the leap day is the last of a year: 306 days lie between.
    let shifted = days + 306;
    let cycle = shifted / 146_097;
    let in_cycle = shifted % 146_097;
    let year = (in_cycle - in_cycle / 1_460 + in_cycle / 36_524 - in_cycle / 146_096) / 365;
    let day = in_cycle - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    (1600 + 400 * cycle + year + next, month, day)
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn days_are_dates() {
        assert_eq!(date(0), (1601, 1, 1));
        assert_eq!(date(58), (1601, 2, 28));
        assert_eq!(date(59), (1601, 3, 1));
        assert_eq!(date(134_774), (1970, 1, 1));
        assert_eq!(date(145_790), (2000, 2, 29));
    }
}
