//! VTIMEZONE (RFC 5545 3.6.5): every TZID has one, and each of them knows Danish time.

use std::collections::BTreeSet;

use jiff::{
    ToSpan,
    civil::{DateTime, Weekday, date},
};

use super::{Component, moment};

pub(super) fn check(calendar: &Component) {
    let zones: Vec<_> = calendar
        .inner
        .iter()
        .filter(|c| c.name == "VTIMEZONE")
        .collect();
    let known: Vec<_> = zones.iter().map(|z| z.one("TZID").value.as_str()).collect();
    let mut years = BTreeSet::from([1996, 2024]);
    for line in calendar.entries().flat_map(|e| &e.lines) {
        if let Some(zone) = line.param("TZID") {
            assert!(known.contains(&zone), "no VTIMEZONE for {zone}");
            years.insert(moment(line).date().year());
        }
    }
    assert_eq!(
        known.iter().collect::<BTreeSet<_>>().len(),
        known.len(),
        "a zone twice"
    );
    let placed = calendar.inner.iter().position(|c| c.name != "VTIMEZONE");
    let last_zone = calendar.inner.iter().rposition(|c| c.name == "VTIMEZONE");
    if let (Some(event), Some(zone)) = (placed, last_zone) {
        assert!(zone < event, "some clients want the zone before its use");
    }
    for zone in zones {
        assert_eq!(zone.one("TZID").value, "Europe/Copenhagen");
        years
            .iter()
            .filter(|&&y| y >= 1996)
            .for_each(|&y| check_year(zone, y));
    }
}

/// Danish time changes at 01:00 UTC on the last Sunday of March (to 02:00 ahead) and of October (back to 01:00 ahead).
fn check_year(zone: &Component, year: i16) {
    let last_sunday = |month| {
        let mut day = date(year, month, 31);
        while day.weekday() != Weekday::Sunday {
            day = day.yesterday().unwrap();
        }
        day
    };
    let spring = last_sunday(3).at(2, 0, 0, 0);
    let autumn = last_sunday(10).at(3, 0, 0, 0);
    let minute = 1.minute();
    for (at, offset) in [
        (date(year, 1, 1).at(12, 0, 0, 0), "+0100"),
        (spring - minute, "+0100"),
        (spring + 1.hour(), "+0200"),
        (date(year, 7, 1).at(12, 0, 0, 0), "+0200"),
        (autumn - 1.hour() - minute, "+0200"),
        (autumn, "+0100"),
        (date(year, 12, 31).at(12, 0, 0, 0), "+0100"),
    ] {
        assert_eq!(offset_at(zone, at), offset, "{at} in {zone:#?}");
    }
}

/// The offset of the observance whose last onset before `at` is the latest.
pub(crate) fn offset_at(zone: &Component, at: DateTime) -> String {
    let onsets = zone.inner.iter().filter_map(|o| Some((onset(o, at)?, o)));
    let latest = onsets.max_by_key(|(onset, _)| *onset);
    let (_, observance) = latest.unwrap_or_else(|| panic!("nothing holds at {at}"));
    observance.one("TZOFFSETTO").value.clone()
}

/// The last onset of an observance up to `at`: its start, or that of a later year by `BYMONTH` and `BYDAY`.
fn onset(observance: &Component, at: DateTime) -> Option<DateTime> {
    assert!(["STANDARD", "DAYLIGHT"].contains(&observance.name.as_str()));
    observance.one("TZOFFSETFROM");
    let first: DateTime = observance.one("DTSTART").value.parse().unwrap();
    let Some(rule) = observance.all("RRULE").next() else {
        return (first <= at).then_some(first);
    };
    let part = |name| {
        rule.value
            .split(';')
            .find_map(|p| p.strip_prefix(name)?.strip_prefix('='))
    };
    assert_eq!(part("FREQ"), Some("YEARLY"));
    let (which, weekday) = nth(part("BYDAY").unwrap());
    let month: i8 = part("BYMONTH").unwrap().parse().unwrap();
    let until = part("UNTIL").map(|until| until.trim_end_matches('Z').parse::<DateTime>().unwrap());
    (first.year()..=at.year())
        .map(|year| {
            let day = date(year, month, 1).nth_weekday_of_month(which, weekday);
            day.unwrap().to_datetime(first.time())
        })
        .rfind(|onset| *onset <= at && until.is_none_or(|u| *onset <= u + 2.hours()))
}

/// `-1SU`
fn nth(byday: &str) -> (i8, Weekday) {
    let (which, day) = byday.split_at(byday.len() - 2);
    let days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    let at = days.iter().position(|name| *name == day).unwrap();
    let weekday = Weekday::from_monday_zero_offset(i8::try_from(at).unwrap());
    (which.parse().unwrap(), weekday.unwrap())
}
