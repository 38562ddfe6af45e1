//! Reminders: alarms, and entries of their own.

use export::{Ahead, Event, When, ics, reminders};
use jiff::civil::date;
use paper::DateRole;

use super::{calendar, made, records, rfc};

/// The triggers of the file's first entry.
fn triggers(event: &Event, alarms: &[&str], todo: bool) -> Vec<String> {
    let form = ics::Calendar {
        alarms: alarms.iter().map(|word| word.parse().unwrap()).collect(),
        todo,
        ..calendar()
    };
    let read = rfc::check(&ics::write(std::slice::from_ref(event), &form));
    let entry = read.entries().next().unwrap();
    entry
        .inner
        .iter()
        .map(|alarm| {
            let trigger = alarm.one("TRIGGER");
            assert_eq!(alarm.one("DESCRIPTION").value, entry.one("SUMMARY").value);
            format!(
                "{}{}",
                trigger.param("RELATED").unwrap_or_default(),
                trigger.value
            )
        })
        .collect()
}

#[test]
fn alarms_count_from_the_right_end() {
    let mut event = made(&records("deadlines")).remove(0);
    let day = date(2016, 6, 30);
    let tomorrow = day.tomorrow().unwrap();
    let one = When::days(day, tomorrow).unwrap();
    let three = When::days(date(2016, 6, 28), tomorrow).unwrap();
    let clock = When::moments(day.at(11, 30, 0, 0), day.at(12, 0, 0, 0)).unwrap();
    for (role, when, todo, wanted) in [
        // 9 o'clock on 16 and 28 June and on the day; three hours before the midnight behind it.
        (
            DateRole::Deadline,
            one,
            false,
            ["-P13DT15H", "-P1DT15H", "PT9H", "PT21H"],
        ),
        (
            DateRole::Deadline,
            three,
            false,
            ["END-P14DT15H", "END-P2DT15H", "END-PT15H", "END-PT3H"],
        ),
        (
            DateRole::Deadline,
            one,
            true,
            ["END-P13DT15H", "END-P1DT15H", "ENDPT9H", "ENDPT21H"],
        ),
        (
            DateRole::Deadline,
            three,
            true,
            ["END-P13DT15H", "END-P1DT15H", "ENDPT9H", "ENDPT21H"],
        ),
        (
            DateRole::Deadline,
            clock,
            false,
            ["END-P14D", "END-P2D", "ENDPT0S", "END-PT3H"],
        ),
        (
            DateRole::Deadline,
            clock,
            true,
            ["END-P14D", "END-P2D", "ENDPT0S", "END-PT3H"],
        ),
        (
            DateRole::Meeting,
            clock,
            true,
            ["-P14D", "-P2D", "PT0S", "-PT3H"],
        ),
        (
            DateRole::Meeting,
            three,
            false,
            ["-P13DT15H", "-P1DT15H", "PT9H", "-PT3H"],
        ),
    ] {
        event.role = role;
        event.when = when;
        let made = triggers(&event, &["2w", "2d", "0d", "3h"], todo);
        assert_eq!(made, wanted, "{role} {when:?} {todo}");
    }
}

#[test]
fn what_is_withdrawn_does_not_ring() {
    let mut event = made(&records("deadlines")).remove(0);
    event.cancelled = true;
    assert_eq!(triggers(&event, &["2d"], false), Vec::<String>::new());
}

#[test]
fn reminders_are_days_of_their_own() {
    let mut events = made(&records("deadlines"));
    events[0].cancelled = true;
    let ahead: Vec<Ahead> = ["14d", "2w", "1d", "7d", "4h"]
        .iter()
        .map(|w| w.parse().unwrap())
        .collect();
    let made = reminders(&events, &ahead);
    // One of them recurs; two weeks are fourteen days, and hours have no day.
    assert_eq!(made.len(), (events.len() - 1) * 3);
    let [first, second, third, ..] = &made[..] else {
        panic!()
    };
    assert_eq!(first.uid, "b0a1-deadline-1-om-14d@udvalg");
    assert_eq!(
        first.when,
        When::days(date(2016, 6, 16), date(2016, 6, 17)).unwrap()
    );
    assert!(
        first
            .summary
            .starts_with("Om 14 dage: Frist: Tilbagemelding"),
        "{}",
        first.summary
    );
    assert!(
        second.summary.starts_with("I morgen: "),
        "{}",
        second.summary
    );
    assert!(third.summary.starts_with("Om 1 uge: "), "{}", third.summary);
    assert!(first.cancelled, "withdrawn with what it reminds of");
    // A deadline at midnight is due on the day that ends then; a span on its last day.
    let of = |uid: &str| made.iter().find(|e| e.uid == uid).unwrap().when.first_day();
    assert_eq!(of("b0a1-deadline-4-om-1d@udvalg"), date(2016, 10, 29));
    assert_eq!(of("b0a1-deadline-3-om-1d@udvalg"), date(2016, 6, 19));
    events.extend(made);
    rfc::check(&ics::write(&events, &calendar()));
}

#[test]
fn a_day_that_reminds_is_no_task() {
    let events = &made(&records("deadlines"))[..1];
    let mut all = reminders(events, &["2d".parse().unwrap()]);
    all.extend(events.iter().cloned());
    let form = ics::Calendar {
        todo: true,
        ..ics::Calendar::default()
    };
    let text = ics::write(&all, &form);
    let count = |name: &str| text.matches(&format!("BEGIN:{name}\r\n")).count();
    assert_eq!((count("VTODO"), count("VEVENT")), (1, 1), "{text}");
    assert!(!text.contains("METHOD:"), "{text}");
    assert!(ics::write(&all[1..], &form).contains("METHOD:PUBLISH"));
}
