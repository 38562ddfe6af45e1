//! Times that clocks and calendars make odd.

use export::{Event, When, ics};
use jiff::{
    ToSpan,
    civil::{Date, DateTime, date},
    tz::{TimeZone, TimeZoneDatabase},
};
use paper::{DateRole, Mention};
use proptest::prelude::*;

use super::{calendar, made, records, rfc};

fn at(when: When) -> Event {
    let mut event = made(&records("deadlines")).remove(0);
    event.when = when;
    event
}

fn mention(role: &str, start: &str, end: &str) -> Mention {
    serde_json::from_str(&format!(
        r#"{{"start": "{start}", "end": "{end}", "role": "{role}", "approximate": false,
            "source": {{"start": 0, "end": 1, "quote": "x"}}}}"#
    ))
    .unwrap()
}

fn copenhagen() -> TimeZone {
    let zones = TimeZoneDatabase::from_env();
    zones
        .get("Europe/Copenhagen")
        .expect("the system has no time zones (Debian: apt-get install tzdata)")
}

/// The zone of a file, as an entry of that year gives it, an hour before and after each change of clocks.
#[test]
fn every_change_of_clocks_from_1980_to_2040() {
    let zone = copenhagen();
    let mut changes = 0;
    for year in 1980..=2040 {
        let day = date(year, 6, 1);
        let when = When::moments(day.at(9, 0, 0, 0), day.at(10, 0, 0, 0)).unwrap();
        let read = rfc::check(&ics::write(&[at(when)], &calendar()));
        let rules = read.inner.iter().find(|c| c.name == "VTIMEZONE").unwrap();
        let new_year = date(year, 1, 1).to_zoned(zone.clone()).unwrap().timestamp();
        let next = date(year + 1, 1, 1)
            .to_zoned(zone.clone())
            .unwrap()
            .timestamp();
        for change in zone
            .following(new_year)
            .take_while(|change| change.timestamp() < next)
        {
            changes += 1;
            for beside in [-1, 1] {
                let moment = change.timestamp() + beside.hour();
                let seconds = zone.to_offset(moment).seconds();
                let wanted = format!("+{:02}{:02}", seconds / 3600, seconds % 3600 / 60);
                let local = zone.to_datetime(moment);
                assert_eq!(rfc::zones::offset_at(rules, local), wanted, "{local}");
            }
        }
    }
    assert_eq!(changes, 122, "two a year");
}

#[test]
fn a_night_without_its_third_hour_and_one_with_two() {
    let spring = date(2026, 3, 29);
    let times = |role: &str, start: &str, end: &str| {
        let event = at(When::of(&mention(role, start, end)).unwrap());
        let read = rfc::check(&ics::write(&[event], &calendar()));
        let value = |name: &str| read.events().next().unwrap().one(name).value.clone();
        (value("DTSTART"), value("DTEND"))
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    for (role, start, end, wanted) in [
        (
            "deadline",
            "2026-03-29T02:30",
            "2026-03-29T02:30",
            pair("20260329T030000", "20260329T033000"),
        ),
        (
            "deadline",
            "2026-03-29T03:00",
            "2026-03-29T03:00",
            pair("20260329T013000", "20260329T030000"),
        ),
        (
            "meeting",
            "2026-03-29T01:30",
            "2026-03-29T01:30",
            pair("20260329T013000", "20260329T033000"),
        ),
        (
            "meeting",
            "2026-03-29T02:15",
            "2026-03-29T02:45",
            pair("20260329T031500", "20260329T034500"),
        ),
        (
            "deadline",
            "2026-10-25T02:30",
            "2026-10-25T02:30",
            pair("20261025T020000", "20261025T023000"),
        ),
        (
            "deadline",
            "2026-10-26T00:00",
            "2026-10-26T00:00",
            pair("20261025T233000", "20261026T000000"),
        ),
    ] {
        assert_eq!(times(role, start, end), wanted, "{role} {start}");
    }
    let midnight = When::of(&mention("deadline", "2026-03-29T00:00", "2026-03-29T00:00")).unwrap();
    assert_eq!(midnight.last_day(), spring.yesterday().unwrap());
}

#[test]
fn what_no_calendar_can_hold_is_no_entry() {
    assert_eq!(When::days(date(-44, 3, 15), date(-44, 3, 16)), None);
    assert_eq!(When::days(date(2026, 3, 2), date(2026, 3, 2)), None);
    assert_eq!(
        When::of(&mention("deadline", "9999-12-31", "9999-12-31")),
        None
    );
    let leap = When::of(&mention("deadline", "2028-02-29", "2028-03-01")).unwrap();
    assert_eq!(leap.last_day(), date(2028, 2, 29));
}

fn days() -> impl Strategy<Value = Date> {
    let any = (1900_i16..=9998, 1_i8..=12, 1_i8..=31);
    let day = any.prop_map(|(year, month, day)| {
        let first = date(year, month, 1);
        date(year, month, day.min(first.days_in_month()))
    });
    let sundays =
        (1980_i16..=2200, prop_oneof![Just(3_i8), Just(9), Just(10)]).prop_map(|(year, month)| {
            let last = date(year, month, 1).last_of_month();
            last - i32::from(last.weekday().to_sunday_zero_offset()).days()
        });
    prop_oneof![
        day,
        sundays,
        Just(date(2028, 2, 29)),
        Just(date(9998, 12, 31)),
        Just(date(1900, 1, 1))
    ]
}

fn moments() -> impl Strategy<Value = DateTime> {
    let clocks = prop_oneof![
        (0_i8..24, 0_i8..60),
        (
            1_i8..4,
            prop_oneof![Just(0_i8), Just(29), Just(30), Just(59)]
        ),
        Just((0, 0)),
    ];
    (days(), clocks).prop_map(|(day, (hour, minute))| day.at(hour, minute, 0, 0))
}

proptest! {
    /// Whatever day and moment: the file is right, its end behind its beginning, also by UTC.
    #[test]
    fn any_time_makes_a_right_file(start in moments(), minutes in 0_i64..3000, is_meeting: bool, is_day: bool, todo: bool) {
        let role = if is_meeting { "meeting" } else { "deadline" };
        let end = start + minutes.minutes();
        let (start, end) = if is_day {
            (start.date().to_string(), (end.date() + 1.day()).to_string())
        } else {
            (start.strftime("%Y-%m-%dT%H:%M").to_string(), end.strftime("%Y-%m-%dT%H:%M").to_string())
        };
        let mut event = at(When::of(&mention(role, &start, &end)).unwrap());
        event.role = if is_meeting { DateRole::Meeting } else { DateRole::Deadline };
        let form = ics::Calendar {
            todo,
            alarms: vec!["1d".parse().unwrap(), "3h".parse().unwrap()],
            ..calendar()
        };
        let text = ics::write(&[event], &form);
        let read = rfc::check(&text);
        prop_assert_eq!(read.entries().count(), 1);
        let again = export::read::read(text.as_bytes());
        prop_assert!(again.broken.is_empty(), "{:?}", again.broken);
        let entry = &again.entries[0];
        prop_assert!(entry.end.is_some());
        if let (Some(start), Some(end)) = (&entry.start, &entry.end) {
            if is_day {
                prop_assert!(start.parse::<Date>().unwrap() < end.parse::<Date>().unwrap());
            } else {
                let utc = |text: &str| text.parse::<jiff::Timestamp>();
                // Timestamps of jiff end with the year 9999.
                if let (Ok(start), Ok(end)) = (utc(start), utc(end)) {
                    prop_assert!(start < end, "{} {}", start, end);
                }
            }
        }
    }
}
