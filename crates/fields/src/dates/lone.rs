//! A day without its month beside an expression that has it: "Januar 2013: tirsdag den 15. i Hem", "5.-8. august 2004 …
//! åbning torsdag den 5.".

use danish::{Grain, Moment, Part, Time};
use jiff::civil::{Date, Weekday};
use paper::Span;

use super::start_of;
use crate::{outline::Outline, pattern::cut};

/// How many expressions back the month is looked for.
const FAR: usize = 8;
/// How far it may stand before, in bytes.
const NEAR: usize = 400;

/// Gives such days their month.
pub(super) fn settle(outline: &Outline<'_>, times: &mut [Time]) {
    for at in 0..times.len() {
        let (before, rest) = times.split_at_mut(at);
        let Some(time) = rest.first_mut().filter(|t| is_lone(outline.text(), t)) else {
            continue;
        };
        let Some(line) = line_of(outline, time) else {
            continue;
        };
        let near = |t: &&Time| {
            line.contains(&t.span.start) && time.span.start.saturating_sub(t.span.end) <= NEAR
        };
        let told = before.iter().rev().take(FAR).filter(near);
        if let Some(day) = told.clone().find_map(|t| within(outline.text(), t, time)) {
            move_to(time, day);
        }
    }
}

fn line_of(outline: &Outline<'_>, time: &Time) -> Option<Span> {
    let line = outline.line_at(time.span.start)?;
    outline.lines.get(line).map(|line| line.span.clone())
}

/// Whether a day's month was worked out, though nothing counts it from another.
fn is_lone(text: &str, time: &Time) -> bool {
    let inferred = |part| time.infers(part);
    time.grain <= Grain::Day
        && inferred(Part::Month)
        && !inferred(Part::Day)
        && !cut(text, time.span.clone()).contains("ds")
}

/// The day of that number in a month or a stretch of days, where the weekday fits.
fn within(text: &str, frame: &Time, lone: &Time) -> Option<Date> {
    let (start, end) = (start_of(frame)?, frame.end.map(Moment::date)?);
    let whole = frame.grain == Grain::Month || frame.grain == Grain::Range;
    if !whole || frame.infers(Part::Month) {
        return None;
    }
    let number = start_of(lone)?.day();
    let day = start.with().day(number).build().ok()?;
    let named = weekday(cut(text, lone.span.clone()));
    (day >= start && day < end && named.is_none_or(|named| named == day.weekday())).then_some(day)
}

fn weekday(said: &str) -> Option<Weekday> {
    const DAYS: [(&str, Weekday); 7] = [
        ("mandag", Weekday::Monday),
        ("tirsdag", Weekday::Tuesday),
        ("onsdag", Weekday::Wednesday),
        ("torsdag", Weekday::Thursday),
        ("fredag", Weekday::Friday),
        ("lørdag", Weekday::Saturday),
        ("søndag", Weekday::Sunday),
    ];
    let said = said.to_lowercase();
    DAYS.iter()
        .find(|(name, _)| said.contains(name))
        .map(|(_, day)| *day)
}

fn move_to(time: &mut Time, day: Date) {
    let Some(start) = start_of(time) else {
        return;
    };
    let shift = |moment: Moment| {
        let after = start.until((jiff::Unit::Day, moment.date())).ok()?;
        let date = day.checked_add(after).ok()?;
        Some(match moment {
            Moment::Day(_) => Moment::Day(date),
            Moment::Minute(minute) => Moment::Minute(date.to_datetime(minute.time())),
        })
    };
    let moved = time.start.and_then(shift);
    time.end = time.end.and_then(shift);
    time.start = moved;
    time.oddity = None;
    for part in &mut time.inferred {
        "the month that stands before it".clone_into(&mut part.reason);
    }
}

#[cfg(test)]
mod tests {
    use crate::{Vocabulary, sample};

    fn starts(text: &str) -> Vec<String> {
        let paper = crate::understand(&sample::document(text), Vocabulary::builtin());
        let start = |d: &paper::Mention| d.start.map(|s| s.to_string()).unwrap_or_default();
        paper.dates.iter().skip(1).map(start).collect()
    }

    #[test]
    fn the_month_before_it_is_its_own() {
        let text = "Referat\n\n14. oktober 2003\n\nStævnet ligger fast: 5.-8. august 2004 i Hem. Åbning i fyret torsdag \
                    den 5. kl. 19.30.\n";
        assert_eq!(
            starts(text).last().map(String::as_str),
            Some("2004-08-05T19:30")
        );
    }

    #[test]
    fn another_weekday_is_of_another_month() {
        let text = "Referat\n\n14. oktober 2003\n\nStævnet ligger fast: 5.-8. august 2004 i Hem. Vi mødes onsdag den 5. \
                    kl. 19.30.\n";
        assert_ne!(
            starts(text).last().map(String::as_str),
            Some("2004-08-05T19:30")
        );
    }
}
