//! Danish time: the zone's rules for a calendar file, and the hour that does not exist.

use std::str::FromStr;

use calcard::{
    common::{PartialDateTime, timezone::Tz},
    icalendar::ICalendar,
};
use jiff::{
    ToSpan,
    civil::{Date, DateTime, date},
    tz::Offset,
};

/// The zone that every clock time of a paper is in.
pub(crate) const ZONE: &str = "Europe/Copenhagen";
/// Danish clocks change by today's rule since this year; the rules before it are written only for events before it.
const RULE_SINCE: i16 = 1996;
/// Up to this year calcard's table of zones knows the changes of clocks; the rule that holds then has no end.
const LAST_KNOWN: i16 = 2090;
/// Longest stretch around a change of clocks within which a clock time may be missing or be there twice.
const AROUND_CHANGE: i64 = 3;

/// Writes the zone's rules from the year of the first timed entry, at the latest from the year of today's rule: so the
/// rules of a calendar do not change when an entry is added.
pub(crate) fn add(file: &mut ICalendar, timed: impl Iterator<Item = i16> + Clone) {
    let from = timed
        .clone()
        .min()
        .map_or(RULE_SINCE, |y| y.min(RULE_SINCE));
    let to = timed
        .max()
        .map_or(RULE_SINCE, |y| y.clamp(RULE_SINCE, LAST_KNOWN));
    let second = |year: i16| {
        let first = date(year, 1, 1).at(0, 0, 0, 0);
        Offset::UTC.to_timestamp(first).map_or(0, |t| t.as_second())
    };
    file.add_timezone(
        ZONE,
        second(from.clamp(1900, RULE_SINCE)),
        second(to.saturating_add(2)),
    );
}

/// A moment by Danish clocks as RFC 5545 (3.3.5) takes it: what the clocks leave out in spring is an hour later, as if
/// they had not been changed yet.
pub(crate) fn settled(local: DateTime) -> DateTime {
    skipped(local).map_or(local, |gap| {
        local.checked_add(gap.seconds()).unwrap_or(local)
    })
}

/// The same, an hour earlier: for what ends where the clocks go on.
pub(crate) fn settled_before(local: DateTime) -> DateTime {
    skipped(local).map_or(local, |gap| {
        local.checked_sub(gap.seconds()).unwrap_or(local)
    })
}

/// How many seconds the clocks leave out where they leave out this moment.
fn skipped(local: DateTime) -> Option<i64> {
    let zone = Tz::from_str(ZONE).ok()?;
    if local_offset(local, zone).is_some() {
        return None;
    }
    let (before, after) = around(local, zone)?;
    (after > before).then_some(after - before)
}

/// Seconds that a zone's clocks are ahead of UTC at a local moment: of one that is missing or is there twice, those
/// before the change, as RFC 5545 (3.3.5) has it.
pub(crate) fn offset(local: DateTime, zone: Tz) -> Option<i64> {
    local_offset(local, zone).or_else(|| around(local, zone).map(|(before, _)| before))
}

fn around(local: DateTime, zone: Tz) -> Option<(i64, i64)> {
    let before = local_offset(local.checked_sub(AROUND_CHANGE.hours()).ok()?, zone)?;
    let after = local_offset(local.checked_add(AROUND_CHANGE.hours()).ok()?, zone)?;
    Some((before, after))
}

fn local_offset(local: DateTime, zone: Tz) -> Option<i64> {
    let at = moment(local).to_date_time_with_tz(zone)?.timestamp();
    let as_utc = Offset::UTC.to_timestamp(local).ok()?.as_second();
    Some(as_utc - at)
}

/// A day, as calcard has it.
pub(crate) fn day(day: Date) -> PartialDateTime {
    PartialDateTime {
        year: u16::try_from(day.year()).ok(),
        month: u8::try_from(day.month()).ok(),
        day: u8::try_from(day.day()).ok(),
        ..PartialDateTime::default()
    }
}

/// A moment without a zone, as calcard has it.
pub(crate) fn moment(moment: DateTime) -> PartialDateTime {
    PartialDateTime {
        hour: u8::try_from(moment.hour()).ok(),
        minute: u8::try_from(moment.minute()).ok(),
        second: u8::try_from(moment.second()).ok(),
        ..day(moment.date())
    }
}
