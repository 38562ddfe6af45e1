//! A reader of iCalendar files that trusts nobody: what RFC 5545 asks, and clients forgive until one does not.
//!
//! Written from the RFC and not from the writer: it splits lines by itself, and the offsets that it asks of a VTIMEZONE
//! come from the law (last Sunday of March and of October, 01:00 UTC), not from a time-zone database.

use std::collections::BTreeSet;

use jiff::{
    ToSpan,
    civil::{Date, DateTime, Weekday, date},
};

/// One property, unfolded and split, its value still escaped.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) params: Vec<(String, String)>,
    pub(crate) value: String,
}

impl Line {
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        let found = self.params.iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// A component and those in it.
#[derive(Debug, Default)]
pub(crate) struct Component {
    pub(crate) name: String,
    pub(crate) lines: Vec<Line>,
    pub(crate) inner: Vec<Component>,
}

impl Component {
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Line> {
        self.lines.iter().filter(move |l| l.name == name)
    }

    pub(crate) fn one(&self, name: &str) -> &Line {
        let all: Vec<&Line> = self.lines.iter().filter(|l| l.name == name).collect();
        let [line] = all[..] else {
            panic!("{} needs one {name}: {:#?}", self.name, self.lines)
        };
        line
    }

    pub(crate) fn events(&self) -> impl Iterator<Item = &Component> {
        self.inner.iter().filter(|c| c.name == "VEVENT")
    }
}

/// Reads a file and panics, with the place, at the first thing that the RFC does not allow.
pub(crate) fn check(text: &str) -> Component {
    let calendar = parse(&unfold(text));
    assert_eq!(calendar.name, "VCALENDAR");
    assert_eq!(calendar.one("VERSION").value, "2.0");
    assert!(!calendar.one("PRODID").value.is_empty());
    at_most_once(&calendar, &["CALSCALE", "METHOD", "NAME", "X-WR-CALNAME"]);
    assert!(!calendar.inner.is_empty(), "a calendar needs a component");
    let mut uids = BTreeSet::new();
    for event in calendar.events() {
        check_event(event);
        let uid = &event.one("UID").value;
        assert!(uids.insert(uid), "UID twice: {uid}");
    }
    check_zones(&calendar);
    calendar
}

/// 3.1: content lines of at most 75 octets, CRLF, folded between characters.
fn unfold(text: &str) -> Vec<String> {
    assert!(text.ends_with("\r\n"), "the last line has no end");
    let mut lines: Vec<String> = Vec::new();
    for raw in text.trim_end_matches("\r\n").split("\r\n") {
        assert!(raw.len() <= 75, "{} octets: {raw:?}", raw.len());
        assert!(!raw.trim().is_empty(), "a line of nothing");
        let odd = |c: char| c.is_control() && c != '\t';
        assert!(!raw.contains(odd), "control character: {raw:?}");
        let splits = ['\u{85}', '\u{2028}', '\u{2029}'];
        assert!(!raw.contains(splits), "some readers end the line: {raw:?}");
        match (raw.strip_prefix(' '), lines.last_mut()) {
            (Some(rest), Some(line)) => line.push_str(rest),
            (Some(_), None) => panic!("the file begins with a folded line"),
            (None, _) => lines.push(raw.to_owned()),
        }
    }
    lines
}

fn parse(lines: &[String]) -> Component {
    let mut open = vec![Component::default()];
    for line in lines.iter().map(|l| split(l)) {
        match line.name.as_str() {
            "BEGIN" => open.push(Component {
                name: line.value,
                ..Component::default()
            }),
            "END" => {
                let done = open.pop().unwrap();
                assert_eq!(done.name, line.value, "END of another component");
                open.last_mut().unwrap().inner.push(done);
            }
            _ => open.last_mut().unwrap().lines.push(line),
        }
    }
    assert_eq!(open.len(), 1, "not every component ends");
    let mut file = open.remove(0);
    assert!(file.lines.is_empty() && file.inner.len() == 1);
    file.inner.remove(0)
}

/// `NAME;PARAM=value;PARAM="quoted":value`
fn split(line: &str) -> Line {
    let mut quoted = false;
    let mut cuts = vec![];
    let colon = line.char_indices().find(|&(at, c)| {
        quoted ^= c == '"';
        if c == ';' && !quoted {
            cuts.push(at);
        }
        c == ':' && !quoted
    });
    let colon = colon.unwrap_or_else(|| panic!("no colon: {line}")).0;
    cuts.push(colon);
    let name = &line[..cuts[0]];
    let token = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
    assert!(!name.is_empty() && name.chars().all(token), "{line}");
    let params = cuts.windows(2).map(|w| {
        let (name, value) = line[w[0] + 1..w[1]].split_once('=').unwrap();
        (name.to_owned(), value.trim_matches('"').to_owned())
    });
    Line {
        name: name.to_owned(),
        params: params.collect(),
        value: line[colon + 1..].to_owned(),
    }
}

/// 3.3.11: the text that an escaped value stands for.
pub(crate) fn unescaped(value: &str) -> String {
    let mut text = String::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(c @ ('\\' | ';' | ',')) => text.push(c),
                other => panic!("no escape of RFC 5545: \\{other:?} in {value}"),
            },
            ';' | ',' => panic!("{c} must be escaped in {value}"),
            c => text.push(c),
        }
    }
    text
}

fn at_most_once(component: &Component, names: &[&str]) {
    for name in names {
        assert!(component.all(name).count() <= 1, "{name} more than once");
    }
}

/// 3.6.1
fn check_event(event: &Component) {
    const ONCE: [&str; 14] = [
        "CLASS",
        "CREATED",
        "DESCRIPTION",
        "DTSTART",
        "GEO",
        "LAST-MODIFIED",
        "LOCATION",
        "ORGANIZER",
        "PRIORITY",
        "SEQUENCE",
        "STATUS",
        "SUMMARY",
        "TRANSP",
        "URL",
    ];
    event.one("DTSTAMP");
    at_most_once(event, &ONCE);
    at_most_once(event, &["RRULE", "DTEND", "DURATION", "RECURRENCE-ID"]);
    assert!(!event.one("UID").value.is_empty());
    assert!(event.one("UID").value.len() <= 255);
    for line in event.all("DTSTAMP").chain(event.all("LAST-MODIFIED")) {
        utc(&line.value);
    }
    let (start, end) = (event.one("DTSTART"), event.one("DTEND"));
    assert_eq!(start.params, end.params, "of one kind and one zone");
    assert!(
        moment(start) < moment(end),
        "DTEND must be later: {event:#?}"
    );
    for name in ["SUMMARY", "DESCRIPTION", "LOCATION", "CONTACT"] {
        event.all(name).for_each(|l| drop(unescaped(&l.value)));
    }
    assert!(!unescaped(&event.one("SUMMARY").value).contains('\n'));
    one_of(event, "STATUS", &["TENTATIVE", "CONFIRMED", "CANCELLED"]);
    one_of(event, "TRANSP", &["OPAQUE", "TRANSPARENT"]);
    one_of(event, "CLASS", &["PUBLIC", "PRIVATE", "CONFIDENTIAL"]);
    for line in event.all("PRIORITY") {
        assert!(line.value.parse::<u8>().unwrap() <= 9);
    }
    for line in event.all("SEQUENCE") {
        line.value.parse::<u32>().unwrap();
    }
    for line in event.all("URL") {
        assert!(
            line.value
                .bytes()
                .all(|b| b.is_ascii_graphic() && b != b'\\')
        );
        assert!(line.value.contains(':'));
    }
}

fn one_of(event: &Component, name: &str, words: &[&str]) {
    for line in event.all(name) {
        assert!(
            words.contains(&line.value.as_str()),
            "{name}:{}",
            line.value
        );
    }
}

fn utc(value: &str) -> DateTime {
    let local = value.strip_suffix('Z');
    let local = local.unwrap_or_else(|| panic!("must be UTC: {value}"));
    local.parse().unwrap()
}

/// 3.3.4 and 3.3.5: a day by VALUE=DATE, else a moment with a zone or of UTC, never a floating one.
pub(crate) fn moment(line: &Line) -> DateTime {
    match line.param("VALUE") {
        Some("DATE") => {
            assert_eq!(line.value.len(), 8, "{line:?}");
            line.value.parse::<Date>().unwrap().into()
        }
        Some(other) => panic!("VALUE={other}"),
        None => {
            assert_eq!(line.value.trim_end_matches('Z').len(), 15, "{line:?}");
            let zoned = line.param("TZID").is_some();
            assert!(zoned != line.value.ends_with('Z'), "floating: {line:?}");
            line.value.trim_end_matches('Z').parse().unwrap()
        }
    }
}

/// 3.6.5: every TZID has its VTIMEZONE, and each of them knows Danish time.
fn check_zones(calendar: &Component) {
    let zones: Vec<_> = calendar
        .inner
        .iter()
        .filter(|c| c.name == "VTIMEZONE")
        .collect();
    let known: Vec<_> = zones.iter().map(|z| z.one("TZID").value.as_str()).collect();
    let mut years = BTreeSet::from([1996, 2024]);
    for line in calendar.events().flat_map(|e| &e.lines) {
        if let Some(zone) = line.param("TZID") {
            assert!(known.contains(&zone), "no VTIMEZONE for {zone}");
            years.insert(moment(line).date().year());
        }
    }
    let placed = calendar.inner.iter().position(|c| c.name == "VEVENT");
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
fn offset_at(zone: &Component, at: DateTime) -> String {
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
    assert_eq!(
        part("BYDAY"),
        Some("-1SU"),
        "the last Sunday: {}",
        rule.value
    );
    let month: i8 = part("BYMONTH").unwrap().parse().unwrap();
    let until = part("UNTIL").map(utc);
    (first.year()..=at.year())
        .map(|year| {
            let last = date(year, month, 1).last_of_month();
            let back = i32::from(last.weekday().to_sunday_zero_offset());
            (last - back.days()).to_datetime(first.time())
        })
        .rfind(|onset| *onset <= at && until.is_none_or(|u| *onset <= u + 2.hours()))
}
