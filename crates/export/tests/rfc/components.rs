//! What each component must, may and may not have (RFC 5545 3.4, 3.6; RFC 7986; RFC 5546 3.2).

use super::{
    Component, Line,
    values::{
        categories, duration, integer, moment, no_params, offset, one_of, rule, text, uri, utc,
    },
};

/// Names of properties: those that must be there once, may be there once, may be there often.
struct Rules {
    needs: &'static [&'static str],
    once: &'static [&'static str],
    often: &'static [&'static str],
}

const CALENDAR: Rules = Rules {
    needs: &["VERSION", "PRODID"],
    once: &[
        "CALSCALE",
        "METHOD",
        "NAME",
        "DESCRIPTION",
        "UID",
        "LAST-MODIFIED",
        "URL",
        "REFRESH-INTERVAL",
        "SOURCE",
        "COLOR",
        "X-WR-CALNAME",
    ],
    often: &["CATEGORIES", "IMAGE"],
};
const EVENT: Rules = Rules {
    needs: &["UID", "DTSTAMP", "DTSTART"],
    once: &[
        "CLASS",
        "CREATED",
        "DESCRIPTION",
        "DTEND",
        "DURATION",
        "GEO",
        "LAST-MODIFIED",
        "LOCATION",
        "ORGANIZER",
        "PRIORITY",
        "RECURRENCE-ID",
        "RRULE",
        "SEQUENCE",
        "STATUS",
        "SUMMARY",
        "TRANSP",
        "URL",
    ],
    often: &[
        "ATTACH",
        "ATTENDEE",
        "CATEGORIES",
        "COMMENT",
        "CONTACT",
        "EXDATE",
        "RDATE",
        "RELATED-TO",
        "RESOURCES",
    ],
};
const THING_TO_DO: Rules = Rules {
    needs: &["UID", "DTSTAMP"],
    once: &[
        "CLASS",
        "COMPLETED",
        "CREATED",
        "DESCRIPTION",
        "DTSTART",
        "DUE",
        "DURATION",
        "GEO",
        "LAST-MODIFIED",
        "LOCATION",
        "ORGANIZER",
        "PERCENT-COMPLETE",
        "PRIORITY",
        "RECURRENCE-ID",
        "RRULE",
        "SEQUENCE",
        "STATUS",
        "SUMMARY",
        "URL",
    ],
    often: EVENT.often,
};
const ALARM: Rules = Rules {
    needs: &["ACTION", "TRIGGER", "DESCRIPTION"],
    once: &["DURATION", "REPEAT", "UID"],
    often: &[],
};
const ZONE: Rules = Rules {
    needs: &["TZID"],
    once: &["LAST-MODIFIED", "TZURL"],
    often: &[],
};
const OBSERVANCE: Rules = Rules {
    needs: &["DTSTART", "TZOFFSETFROM", "TZOFFSETTO"],
    once: &["RRULE"],
    often: &["COMMENT", "RDATE", "TZNAME"],
};

fn cardinality(component: &Component, rules: &Rules) {
    for name in rules.needs {
        component.one(name);
    }
    for line in &component.lines {
        let name = line.name.as_str();
        let count = component.all(name).count();
        let once = rules.needs.contains(&name) || rules.once.contains(&name);
        assert!(
            count == 1 || !once,
            "{} has {name} {count} times",
            component.name
        );
        let known = once || rules.often.contains(&name) || name.starts_with("X-");
        assert!(known, "no {name} in {}", component.name);
    }
}

pub(super) fn calendar(calendar: &Component) {
    assert_eq!(calendar.name, "VCALENDAR");
    cardinality(calendar, &CALENDAR);
    assert_eq!(calendar.one("VERSION").value, "2.0");
    assert!(!calendar.one("PRODID").value.is_empty());
    one_of(calendar, "CALSCALE", &["GREGORIAN"]);
    one_of(calendar, "METHOD", &["PUBLISH"]);
    for line in calendar.all("REFRESH-INTERVAL") {
        assert_eq!(
            line.params,
            [("VALUE".to_owned(), "DURATION".to_owned())],
            "{line:?}"
        );
        assert!(duration(&line.value) > 0, "{line:?}");
    }
    calendar.all("X-PUBLISHED-TTL").for_each(|line| {
        duration(&line.value);
    });
    ["NAME", "DESCRIPTION", "X-WR-CALNAME"]
        .into_iter()
        .for_each(|name| text(calendar, name));
    assert!(!calendar.inner.is_empty(), "a calendar needs a component");
    let kinds: Vec<&str> = calendar.inner.iter().map(|c| c.name.as_str()).collect();
    let mixed = kinds.contains(&"VEVENT") && kinds.contains(&"VTODO");
    assert!(
        !(mixed && calendar.all("METHOD").count() > 0),
        "METHOD of two kinds of components"
    );
    for component in &calendar.inner {
        match component.name.as_str() {
            "VEVENT" => event(component),
            "VTODO" => todo(component),
            "VTIMEZONE" => zone(component),
            other => panic!("no {other} in a calendar of ours"),
        }
    }
}

fn event(event: &Component) {
    cardinality(event, &EVENT);
    entry(event);
    one_of(event, "STATUS", &["TENTATIVE", "CONFIRMED", "CANCELLED"]);
    one_of(event, "TRANSP", &["OPAQUE", "TRANSPARENT"]);
    assert!(
        event.all("DTEND").count() + event.all("DURATION").count() == 1,
        "one end: {event:#?}"
    );
    let start = event.one("DTSTART");
    for end in event.all("DTEND") {
        assert_eq!(start.params, end.params, "of one kind and one zone");
        assert!(
            moment(start) < moment(end),
            "DTEND must be later: {event:#?}"
        );
    }
}

fn todo(todo: &Component) {
    cardinality(todo, &THING_TO_DO);
    entry(todo);
    one_of(
        todo,
        "STATUS",
        &["NEEDS-ACTION", "COMPLETED", "IN-PROCESS", "CANCELLED"],
    );
    let starts = todo.all("DTSTART").count();
    let lasts = todo.all("DURATION").count() + todo.all("RRULE").count();
    assert!(lasts == 0 || starts == 1, "DURATION and RRULE need DTSTART");
    assert!(
        todo.all("DUE").count() + todo.all("DURATION").count() <= 1,
        "two ends"
    );
    for (start, due) in todo.all("DTSTART").zip(todo.all("DUE")) {
        assert_eq!(start.params, due.params, "of one kind and one zone");
        assert!(moment(start) < moment(due), "DUE must be later: {todo:#?}");
    }
    todo.all("DUE").for_each(|line| {
        moment(line);
    });
}

/// What events and things to do have in common.
fn entry(entry: &Component) {
    let uid = entry.one("UID");
    assert!(!uid.value.is_empty() && uid.value.len() <= 255, "{uid:?}");
    for name in ["DTSTAMP", "CREATED", "LAST-MODIFIED"] {
        entry.all(name).for_each(|line| {
            utc(line);
        });
    }
    for name in [
        "SUMMARY",
        "DESCRIPTION",
        "LOCATION",
        "CONTACT",
        "COMMENT",
        "UID",
    ] {
        text(entry, name);
    }
    let is_line = |line: &Line| !super::unescaped(&line.value).contains('\n');
    assert!(entry.all("SUMMARY").all(is_line), "{entry:#?}");
    entry.all("CATEGORIES").for_each(categories);
    entry.all("URL").for_each(uri);
    one_of(entry, "CLASS", &["PUBLIC", "PRIVATE", "CONFIDENTIAL"]);
    entry
        .all("PRIORITY")
        .for_each(|line| assert!(integer(line) <= 9, "{line:?}"));
    entry.all("SEQUENCE").for_each(|line| {
        integer(line);
    });
    for line in entry.all("RRULE") {
        no_params(line);
        rule(&line.value, entry.one("DTSTART"));
    }
    entry
        .all("DURATION")
        .for_each(|line| assert!(duration(&line.value) > 0, "{line:?}"));
    for alarm in &entry.inner {
        assert_eq!(alarm.name, "VALARM", "in {}", entry.name);
        self::alarm(alarm, entry);
    }
}

/// 3.6.6, for alarms that show a text: the only ones that we write.
fn alarm(alarm: &Component, of: &Component) {
    cardinality(alarm, &ALARM);
    assert!(alarm.inner.is_empty());
    one_of(alarm, "ACTION", &["DISPLAY"]);
    assert_eq!(
        alarm.all("DURATION").count(),
        alarm.all("REPEAT").count(),
        "both or none"
    );
    let trigger = alarm.one("TRIGGER");
    if trigger.param("VALUE") == Some("DATE-TIME") {
        utc(&Line {
            params: Vec::new(),
            ..trigger.clone()
        });
        return;
    }
    duration(&trigger.value);
    let anchors: &[&str] = match trigger.param("RELATED") {
        None | Some("START") => &["DTSTART"],
        Some("END") => &["DTEND", "DUE", "DURATION"],
        Some(other) => panic!("RELATED={other}"),
    };
    let has = |name: &&str| of.all(name).count() > 0;
    assert!(
        anchors.iter().any(has),
        "the alarm counts from what {} has not",
        of.name
    );
}

fn zone(zone: &Component) {
    cardinality(zone, &ZONE);
    assert!(!zone.inner.is_empty(), "a zone needs an observance");
    for observance in &zone.inner {
        assert!(
            ["STANDARD", "DAYLIGHT"].contains(&observance.name.as_str()),
            "{observance:?}"
        );
        cardinality(observance, &OBSERVANCE);
        let start = observance.one("DTSTART");
        assert!(
            start.params.is_empty() && !start.value.ends_with('Z'),
            "local: {start:?}"
        );
        for name in ["TZOFFSETFROM", "TZOFFSETTO"] {
            offset(&observance.one(name).value);
        }
        for line in observance.all("RRULE") {
            let until = line
                .value
                .split(';')
                .find_map(|part| part.strip_prefix("UNTIL="));
            assert!(
                until.is_none_or(|until| until.ends_with('Z')),
                "UNTIL of a zone is UTC"
            );
        }
    }
}
