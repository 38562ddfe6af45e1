//! iCalendar files: RFC 5545, with the calendar's name of RFC 7986.
//!
//! calcard folds lines, escapes text and knows the time zone. Four things it leaves to its caller, and they are done
//! here: a carriage return would be written as `\r`, which is no escape of RFC 5545; other control characters would be
//! written as they are, and readers that split lines at any Unicode line end break on some of them; commas and
//! semicolons of a URI would be escaped, which changes the URI; and its own search for missing time zones reads the
//! clock, so that the same events could give other bytes in another year.

use std::time::Duration;

use calcard::{
    Entry, Parser,
    common::PartialDateTime,
    icalendar::{
        ICalendar, ICalendarAction, ICalendarClassification, ICalendarComponent,
        ICalendarComponentType, ICalendarDuration, ICalendarEntry, ICalendarMethod,
        ICalendarParameter, ICalendarParameterName, ICalendarProperty, ICalendarRecurrenceRule,
        ICalendarRelated, ICalendarStatus, ICalendarTransparency, ICalendarValue,
        ICalendarValueType, Uri,
    },
};
use jiff::{Timestamp, tz::Offset};
use paper::DateRole;

use crate::{
    Ahead, Event, When,
    alarm::Anchor,
    own,
    when::Shown,
    wording::{CANCELLED, one_line},
    zone::{self, ZONE, day, moment},
};

/// What a calendar as a whole says of itself, and how its entries are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// The name that a calendar program shows.
    pub name: String,
    /// What is in it.
    pub description: Option<String>,
    /// How often programs that subscribe to it should look again (RFC 7986 5.7, X-PUBLISHED-TTL), in whole seconds.
    pub refresh: Option<Duration>,
    /// Alarms of every entry that is not withdrawn.
    pub alarms: Vec<Ahead>,
    /// Whether deadlines are things to do (VTODO) instead of events. What reminds of them stays an event, and so do those that
    /// recur: a VTODO that recurs needs a beginning before its end (RFC 5545 3.8.2.3), which a day has not.
    pub todo: bool,
    /// Which calendar it is of several that are written together; [`crate::read`] tells it again.
    pub group: Option<String>,
}

/// The calendar file: UTF-8, lines of at most 75 octets that end with CRLF.
///
/// Events are written by their first moment, then by UID, whatever their order is here: the same events give the same
/// bytes. A file without events is a calendar still: it holds its time zone, since RFC 5545 allows no empty one.
pub fn write(events: &[Event], calendar: &Calendar) -> String {
    let mut sorted: Vec<&Event> = events.iter().collect();
    sorted.sort_by(|a, b| (a.when.first_moment(), &a.uid).cmp(&(b.when.first_moment(), &b.uid)));
    let mut head = head();
    let todos = sorted.iter().filter(|event| is_todo(event, calendar));
    let todos = todos.count();
    // Outlook takes a file without a method for an invitation that it cannot answer; with one, events and things to do
    // may not stand together (RFC 5546 3.2.1).
    if todos == 0 || todos == sorted.len() {
        head.add_property(ICalendarProperty::Method, ICalendarMethod::Publish);
    }
    name(&mut head, calendar);
    put(head, &sorted, calendar)
}

/// One event as a resource of a CalDAV server: a calendar of its own without a method, which RFC 4791 (4.1) forbids there.
/// Of `form` it has the alarms, and whether it is a task.
pub fn resource(event: &Event, form: &Calendar) -> String {
    put(head(), &[event], form)
}

fn put(head: ICalendarComponent, sorted: &[&Event], calendar: &Calendar) -> String {
    let mut file = ICalendar::default();
    file.components.push(head);
    for event in sorted {
        let is_todo = is_todo(event, calendar);
        let entry = push(&mut file, 0, component(event, is_todo));
        for ahead in calendar.alarms.iter().filter(|_| !event.cancelled) {
            if let Some(alarm) = valarm(event, *ahead, is_todo) {
                push(&mut file, entry, alarm);
            }
        }
    }
    if sorted.is_empty() || sorted.iter().any(|e| !e.when.is_days()) {
        let timed = sorted.iter().filter(|e| !e.when.is_days());
        zone::add(&mut file, timed.map(|e| e.when.first_day().year()));
    }
    file.to_string()
}

fn is_todo(event: &Event, calendar: &Calendar) -> bool {
    calendar.todo && event.role == DateRole::Deadline && event.recurs.is_none() && !event.reminds
}

/// Puts a component into the one of this number, and tells its own.
fn push(file: &mut ICalendar, into: usize, component: ICalendarComponent) -> usize {
    let at = file.components.len();
    file.components.push(component);
    if let (Some(outer), Ok(id)) = (file.components.get_mut(into), u32::try_from(at)) {
        outer.component_ids.push(id);
    }
    at
}

fn head() -> ICalendarComponent {
    let mut head = ICalendarComponent::new(ICalendarComponentType::VCalendar);
    head.add_property(ICalendarProperty::Version, "2.0");
    head.add_property(ICalendarProperty::Prodid, own::PRODID);
    head.add_property(ICalendarProperty::Calscale, "GREGORIAN");
    head
}

/// What a file has that stands for itself.
fn name(head: &mut ICalendarComponent, calendar: &Calendar) {
    let name = one_line(&clean(&calendar.name));
    head.add_property(ICalendarProperty::Name, name.as_str());
    // What Apple, Google and Outlook show: they do not read NAME.
    head.add_property(ICalendarProperty::Other("X-WR-CALNAME".to_owned()), name);
    head.add_property(ICalendarProperty::Other("X-WR-TIMEZONE".to_owned()), ZONE);
    if let Some(description) = &calendar.description {
        head.add_property(ICalendarProperty::Description, clean(description));
    }
    if let Some(group) = &calendar.group {
        let name = ICalendarProperty::Other(own::GROUP.to_owned());
        head.add_property(name, one_line(&clean(group)));
    }
    if let Some(refresh) = calendar.refresh {
        let every = duration(i64::try_from(refresh.as_secs()).unwrap_or(i64::MAX));
        head.add_property_with_params(
            ICalendarProperty::RefreshInterval,
            [ICalendarParameter::value(ICalendarValueType::Duration)],
            every.clone(),
        );
        // What Outlook reads instead.
        let ttl = ICalendarProperty::Other("X-PUBLISHED-TTL".to_owned());
        head.add_property(ttl, every);
    }
}

fn component(event: &Event, is_todo: bool) -> ICalendarComponent {
    let mut to = ICalendarComponent::new(if is_todo {
        ICalendarComponentType::VTodo
    } else {
        ICalendarComponentType::VEvent
    });
    to.add_uid(&one_line(&clean(&event.uid)));
    to.add_dtstamp(utc(event.stamp));
    if is_todo {
        push_due(&mut to, event.when);
    } else {
        push_when(&mut to, event.when);
    }
    if let Some(rule) = event.recurs.as_deref().and_then(|r| rule(r, event.when)) {
        to.add_property(ICalendarProperty::Rrule, rule);
    }
    let before = if event.cancelled { CANCELLED } else { "" };
    let summary = format!("{before}{}", one_line(&clean(&event.summary)));
    to.add_property(ICalendarProperty::Summary, summary);
    push_text(
        &mut to,
        ICalendarProperty::Description,
        Some(&event.description),
    );
    push_text(&mut to, ICalendarProperty::Location, event.place.as_deref());
    push_text(
        &mut to,
        ICalendarProperty::Contact,
        event.contact.as_deref(),
    );
    if let Some(url) = event.url.as_deref().and_then(uri) {
        to.add_property(ICalendarProperty::Url, Uri::Location(url));
    }
    push_categories(&mut to, &event.categories);
    push_states(&mut to, event, is_todo);
    to.add_sequence(i64::from(event.sequence));
    if let Some(created) = event.created {
        to.add_property(ICalendarProperty::Created, utc(created));
    }
    if let Some(modified) = event.modified {
        to.add_property(ICalendarProperty::LastModified, utc(modified));
    }
    own::push(&mut to, event);
    to
}

fn push_when(to: &mut ICalendarComponent, when: When) {
    let (start, end, param) = match when.shown() {
        Shown::Days(first, after) => (
            day(first),
            day(after),
            ICalendarParameter::value(ICalendarValueType::Date),
        ),
        Shown::Moments(start, end) => (
            moment(start),
            moment(end),
            ICalendarParameter::tzid(ZONE.to_owned()),
        ),
    };
    to.add_property_with_params(ICalendarProperty::Dtstart, [param.clone()], start);
    to.add_property_with_params(ICalendarProperty::Dtend, [param], end);
}

/// DUE is when it must be done (RFC 5545 3.8.2.3): of whole days the last one itself, which is the day that programs show.
fn push_due(to: &mut ICalendarComponent, when: When) {
    let (due, param) = match when.shown() {
        Shown::Days(..) => (
            day(when.last_day()),
            ICalendarParameter::value(ICalendarValueType::Date),
        ),
        Shown::Moments(_, end) => (moment(end), ICalendarParameter::tzid(ZONE.to_owned())),
    };
    to.add_property_with_params(ICalendarProperty::Due, [param], due);
}

/// An alarm that shows the summary. A day counts from its beginning, which every program knows; some know no
/// RELATED=END, so that it stands only where the end is not known from the beginning.
fn valarm(event: &Event, ahead: Ahead, is_todo: bool) -> Option<ICalendarComponent> {
    let anchor = match event.when.shown() {
        Shown::Days(..) if is_todo => Anchor::End(event.when.last_day().at(0, 0, 0, 0)),
        Shown::Moments(_, end) if is_todo => Anchor::End(end),
        Shown::Days(first, after) => {
            if event.role == DateRole::Deadline && first.tomorrow().ok()? != after {
                Anchor::End(after.at(0, 0, 0, 0))
            } else {
                Anchor::Start(first.at(0, 0, 0, 0))
            }
        }
        Shown::Moments(_, end) if event.role == DateRole::Deadline => Anchor::End(end),
        Shown::Moments(start, _) => Anchor::Start(start),
    };
    let before = duration(ahead.minutes_before(event, anchor)?.checked_mul(-60)?);
    let mut alarm = ICalendarComponent::new(ICalendarComponentType::VAlarm);
    alarm.add_property(ICalendarProperty::Action, ICalendarAction::Display);
    let related = matches!(anchor, Anchor::End(_))
        .then(|| ICalendarParameter::new(ICalendarParameterName::Related, ICalendarRelated::End));
    alarm.add_property_with_params(ICalendarProperty::Trigger, related, before);
    alarm.add_property(
        ICalendarProperty::Description,
        one_line(&clean(&event.summary)),
    );
    Some(alarm)
}

/// Seconds as RFC 5545 (3.3.6) writes them: days are days of the calendar, whatever the clocks do.
fn duration(seconds: i64) -> ICalendarDuration {
    let left = seconds.unsigned_abs();
    let part = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    ICalendarDuration {
        neg: seconds < 0,
        weeks: 0,
        days: part(left / 86_400),
        hours: part(left % 86_400 / 3600),
        minutes: part(left % 3600 / 60),
        seconds: part(left % 60),
    }
}

fn push_text(to: &mut ICalendarComponent, name: ICalendarProperty, text: Option<&str>) {
    if let Some(text) = text.map(clean).filter(|t| !t.is_empty()) {
        to.add_property(name, text);
    }
}

fn push_categories(to: &mut ICalendarComponent, categories: &[String]) {
    let values: Vec<ICalendarValue> = categories
        .iter()
        .map(|c| one_line(&clean(c)).into())
        .collect();
    if !values.is_empty() {
        to.entries
            .push(ICalendarEntry::new(ICalendarProperty::Categories).with_values(values));
    }
}

fn push_states(to: &mut ICalendarComponent, event: &Event, is_todo: bool) {
    let class = if event.confidential {
        ICalendarClassification::Confidential
    } else {
        ICalendarClassification::Public
    };
    to.add_property(ICalendarProperty::Class, class);
    let status = if event.cancelled {
        ICalendarStatus::Cancelled
    } else if is_todo {
        ICalendarStatus::NeedsAction
    } else if event.tentative {
        ICalendarStatus::Tentative
    } else {
        ICalendarStatus::Confirmed
    };
    to.add_property(ICalendarProperty::Status, status);
    if is_todo {
        return;
    }
    let transparency = if event.blocks_time() {
        ICalendarTransparency::Opaque
    } else {
        ICalendarTransparency::Transparent
    };
    to.add_property(ICalendarProperty::Transp, transparency);
}

/// The rule as calcard reads it; `None` where it is no rule of RFC 5545. Its end must be of the same kind as the start:
/// a day for whole days, else a moment of UTC.
fn rule(text: &str, when: When) -> Option<ICalendarRecurrenceRule> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "=;,+-".contains(c);
    if !text.starts_with("FREQ=") || !text.chars().all(plain) {
        return None;
    }
    let file = format!(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nRRULE:{text}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    );
    let Entry::ICalendar(read) = Parser::new(&file).entry() else {
        return None;
    };
    let mut values = read
        .components
        .into_iter()
        .flat_map(|c| c.entries)
        .flat_map(|e| e.values);
    let mut rule = values.find_map(|value| match value {
        ICalendarValue::RecurrenceRule(rule) => Some(*rule),
        _ => None,
    })?;
    if let Some(until) = &mut rule.until {
        let clock = (!when.is_days()).then_some(());
        until.hour = clock.and(until.hour.or(Some(23)));
        until.minute = clock.and(until.minute.or(Some(59)));
        until.second = clock.and(until.second.or(Some(59)));
        until.tz_hour = clock.map(|()| 0);
        until.tz_minute = clock.map(|()| 0);
    }
    Some(rule)
}

fn utc(at: Timestamp) -> PartialDateTime {
    let at = Offset::UTC.to_datetime(at);
    PartialDateTime {
        tz_hour: Some(0),
        tz_minute: Some(0),
        ..moment(at)
    }
}

/// A text as RFC 5545 can hold it: line ends are LF (which calcard escapes), tabs stay, other control characters go.
pub(crate) fn clean(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace(
        ['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'],
        "\n",
    );
    let kept = unified
        .chars()
        .filter(|&c| c == '\n' || c == '\t' || !c.is_control());
    kept.collect::<String>().trim().to_owned()
}

/// An absolute URI in ASCII, its commas, semicolons and backslashes percent-encoded: calcard would escape them as text,
/// and readers do not undo that in a URI.
fn uri(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once(':')?;
    let letters = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    if rest.is_empty()
        || !scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        || !scheme.chars().all(letters)
    {
        return None;
    }
    let mut uri = String::with_capacity(text.len());
    for (at, byte) in text.bytes().enumerate() {
        let is_escape = || {
            let digits = text.as_bytes().get(at + 1..at + 3);
            digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
        };
        if byte.is_ascii_graphic()
            && !b",;\\\"<>^`{|}".contains(&byte)
            && (byte != b'%' || is_escape())
        {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    Some(uri)
}
