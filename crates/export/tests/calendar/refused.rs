//! The check itself: each of these files is taken by one calendar program or another, breaks one rule, and must be refused.

use export::{Ahead, ics};

use super::{calendar, made, records, rfc};

fn refuses(good: &str, cases: &[(&str, &str)]) {
    rfc::check(good);
    for (right, wrong) in cases {
        let bad = good.replacen(right, wrong, 1);
        assert_ne!(bad, good, "{right:?} is not in the file:\n{good}");
        let refused = std::panic::catch_unwind(|| rfc::check(&bad)).is_err();
        assert!(refused, "{wrong:?} passed");
    }
}

fn events(form: ics::Calendar) -> String {
    let mut events = made(&records("deadlines"));
    events[0].created = Some("2016-04-01T08:00:00Z".parse().unwrap());
    ics::write(&events, &form)
}

#[test]
fn lines_and_texts() {
    let good = events(calendar());
    refuses(
        &good,
        &[
            ("VERSION:2.0\r\n", "VERSION:2.0\n"),
            ("END:VCALENDAR\r\n", "END:VCALENDAR"),
            ("\r\n ruppen for", "ruppen for"),
            ("VERSION:2.0\r\n", "VERSION:2.0\r\n\r\n"),
            ("BEGIN:VCALENDAR", " BEGIN:VCALENDAR"),
            ("med navn\\;", "med navn;"),
            ("Papiret skriver: »2", "Papiret\\r skriver: »2"),
            ("Papiret skriver: »2", "Papiret\u{b} skriver: »2"),
            ("Papiret skriver: »2", "Papiret\u{2028} skriver: »2"),
            ("SUMMARY:Møde", "SUMMARY:Mø\\nde"),
            ("CLASS:PUBLIC", "CLASS PUBLIC"),
            ("CLASS:PUBLIC", "class:PUBLIC"),
            ("VALUE=DATE:", "VALUE=:"),
            ("TZID=Europe/Copenhagen:", "TZID=\"Europe/Copenhagen:"),
            ("CATEGORIES:Frist,", "CATEGORIES:Frist,,"),
            ("CATEGORIES:Frist,", "CATEGORIES:Frist;"),
        ],
    );
}

#[test]
fn components_and_their_properties() {
    let good = events(calendar());
    refuses(
        &good,
        &[
            ("VERSION:2.0\r\n", ""),
            ("VERSION:2.0\r\n", "VERSION:2.0\r\nVERSION:2.0\r\n"),
            ("VERSION:2.0", "VERSION:1.0"),
            ("PRODID:-//udvalg//udvalg//DA\r\n", ""),
            ("METHOD:PUBLISH", "METHOD:REPLY"),
            ("CALSCALE:GREGORIAN", "CALSCALE:JULIAN"),
            ("METHOD:PUBLISH", "SUMMARY:x"),
            ("END:VEVENT\r\nEND:VCALENDAR", "END:VCALENDAR"),
            ("END:VEVENT\r\nEND:VCALENDAR", "END:VTODO\r\nEND:VCALENDAR"),
            (
                "END:VEVENT\r\nEND:VCALENDAR\r\n",
                "END:VEVENT\r\nNAME:x\r\nEND:VCALENDAR\r\n",
            ),
            ("END:VEVENT\r\nEND:VCALENDAR\r\n", "END:VEVENT\r\n"),
            ("UID:b0a1-deadline-1@udvalg\r\n", ""),
            ("UID:b0a1-deadline-1@udvalg", "UID:"),
            ("deadline-3@udvalg", "deadline-4@udvalg"),
            ("DTSTAMP:20160502T073015Z\r\n", ""),
            ("DTSTAMP:20160502T073015Z", "DTSTAMP:20160502T073015"),
            (
                "DTSTAMP:20160502T073015Z",
                "DTSTAMP;TZID=Europe/Copenhagen:20160502T073015",
            ),
            ("CREATED:20160401T080000Z", "CREATED:20160401"),
            (
                "LAST-MODIFIED:20160502T073015Z",
                "LAST-MODIFIED:20160502T073015",
            ),
            ("STATUS:TENTATIVE", "STATUS:PERHAPS"),
            ("STATUS:TENTATIVE", "STATUS:NEEDS-ACTION"),
            ("TRANSP:TRANSPARENT", "TRANSP:FREE"),
            ("CLASS:PUBLIC", "CLASS:OPEN"),
            ("CLASS:PUBLIC", "CLASS:PUBLIC\r\nCLASS:PUBLIC"),
            ("CLASS:PUBLIC", "CLASS:PUBLIC\r\nPRIORITY:10"),
            ("CLASS:PUBLIC", "CLASS:PUBLIC\r\nDUE;VALUE=DATE:20160611"),
            ("SEQUENCE:2", "SEQUENCE:-1"),
            ("SEQUENCE:2", "SEQUENCE:two"),
            ("URL:https://", "URL:https//"),
            ("%C3%98", "%C"),
            ("%C3%98", "Ø"),
        ],
    );
    assert!(good.contains("URL:https://papirer.example/vis?id=b0a1%2C2%3Bside=%C3%98"));
}

#[test]
fn times() {
    let good = events(calendar());
    refuses(
        &good,
        &[
            (
                "20160630\r\nDTEND;VALUE=DATE:20160701",
                "20160630\r\nDTEND;VALUE=DATE:20160630",
            ),
            (
                "20160630\r\nDTEND;VALUE=DATE:20160701",
                "20160630\r\nDTEND;TZID=Europe/Copenhagen:20160701T000000",
            ),
            ("DTSTART;VALUE=DATE:20160630", "DTSTART:20160630"),
            ("DTSTART;VALUE=DATE:20160630", "DTSTART;VALUE=DATE:20160631"),
            ("DTSTART;VALUE=DATE:20160630", "DTSTART;VALUE=TEXT:20160630"),
            (
                "DTSTART;VALUE=DATE:20160630",
                "DTSTART;VALUE=DATE;TZID=Europe/Copenhagen:20160630",
            ),
            ("DTEND;VALUE=DATE:20160701\r\n", ""),
            (
                "DTEND;VALUE=DATE:20160701\r\n",
                "DTEND;VALUE=DATE:20160701\r\nDURATION:P1D\r\n",
            ),
            (
                "DTSTART;TZID=Europe/Copenhagen:20161014T1",
                "DTSTART:20161014T1",
            ),
            ("UNTIL=20171231T235959Z", "UNTIL=20171231"),
            ("UNTIL=20171231T235959Z", "UNTIL=20171231T235959"),
            ("UNTIL=20171231T235959Z", "UNTIL=20171231T235959Z;COUNT=3"),
            ("RRULE:FREQ=MONTHLY", "RRULE:FREQ=MONTHLY;FREQ=DAILY"),
            ("RRULE:FREQ=MONTHLY;", "RRULE:"),
            ("BYDAY=1TU", "BYNAME=1TU"),
        ],
    );
}

#[test]
fn zones() {
    let good = events(calendar());
    refuses(
        &good,
        &[
            ("TZID:Europe/Copenhagen", "TZID:Europe/Paris"),
            ("TZID:Europe/Copenhagen\r\n", ""),
            (
                "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100",
                "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0200",
            ),
            ("TZOFFSETFROM:+0200\r\n", ""),
            ("TZOFFSETFROM:+0200", "TZOFFSETFROM:0200"),
            (
                "DAYLIGHT\r\nDTSTART:19960331T020000",
                "DAYLIGHT\r\nDTSTART:19960331T040000",
            ),
            (
                "DAYLIGHT\r\nDTSTART:19960331T020000",
                "DAYLIGHT\r\nDTSTART:19960331T020000Z",
            ),
            ("BYMONTH=10", "BYMONTH=9"),
            ("BEGIN:STANDARD", "BEGIN:WINTER"),
        ],
    );
}

#[test]
fn alarms_and_how_often_to_look() {
    let mut form = calendar();
    form.alarms = vec![Ahead::Days(14)];
    form.refresh = Some(std::time::Duration::from_secs(6 * 3600));
    let good = events(form);
    assert!(
        good.contains("REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\nX-PUBLISHED-TTL:PT6H\r\n"),
        "{good}"
    );
    refuses(
        &good,
        &[
            (
                "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
                "REFRESH-INTERVAL:PT6H",
            ),
            (
                "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
                "REFRESH-INTERVAL;VALUE=DURATION:-PT6H",
            ),
            ("X-PUBLISHED-TTL:PT6H", "X-PUBLISHED-TTL:6H"),
            ("ACTION:DISPLAY\r\n", ""),
            ("ACTION:DISPLAY", "ACTION:SHOW"),
            ("TRIGGER:-P13DT15H\r\n", ""),
            ("TRIGGER:-P13DT15H", "TRIGGER:-P13D15H"),
            ("TRIGGER:-P13DT15H", "TRIGGER:-P13DT"),
            ("TRIGGER:-P13DT15H", "TRIGGER:-P1W2D"),
            ("TRIGGER:-P13DT15H", "TRIGGER:-PT5M3H"),
            ("TRIGGER:-P13DT15H", "TRIGGER;RELATED=MIDDLE:-P13DT15H"),
            (
                "TRIGGER:-P13DT15H",
                "TRIGGER;VALUE=DATE-TIME:20160616T090000",
            ),
            ("TRIGGER:-P13DT15H", "TRIGGER:-P13DT15H\r\nREPEAT:2"),
            ("TRIGGER:-P13DT15H", "TRIGGER:-P13DT15H\r\nTRIGGER:-P1D"),
            ("TRIGGER:-P13DT15H", "TRIGGER:-P13DT15H\r\nSUMMARY:x"),
        ],
    );
}

#[test]
fn things_to_do() {
    let mut form = calendar();
    form.todo = true;
    form.alarms = vec![Ahead::Days(14)];
    let mut events = made(&records("deadlines"));
    let mixed = ics::write(&events, &form);
    assert!(!mixed.contains("METHOD"), "{mixed}");
    refuses(&mixed, &[("CALSCALE:GREGORIAN", "METHOD:PUBLISH")]);
    events.retain(|event| event.role == paper::DateRole::Deadline);
    let good = ics::write(&events, &form);
    refuses(
        &good,
        &[
            ("STATUS:NEEDS-ACTION", "STATUS:CONFIRMED"),
            (
                "STATUS:NEEDS-ACTION",
                "STATUS:NEEDS-ACTION\r\nTRANSP:OPAQUE",
            ),
            ("DUE;VALUE=DATE:20160630", "DTEND;VALUE=DATE:20160630"),
            (
                "DUE;VALUE=DATE:20160630",
                "DUE;VALUE=DATE:20160630\r\nDTSTART;VALUE=DATE:20160630",
            ),
            (
                "DUE;VALUE=DATE:20160630",
                "DUE;VALUE=DATE:20160630\r\nDTSTART:20160629T000000Z",
            ),
            ("DUE;VALUE=DATE:20160630", "DURATION:P1D"),
            (
                "DUE;VALUE=DATE:20160630",
                "DUE;VALUE=DATE:20160630\r\nRRULE:FREQ=DAILY",
            ),
            ("TRIGGER;RELATED=END:", "TRIGGER:"),
        ],
    );
}
