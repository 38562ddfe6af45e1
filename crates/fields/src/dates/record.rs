//! From what was said to what the record gives: bounds, ends, reasons.

use crate::pattern::cut;
use danish::{Bound, Grain, Kind, Missing, Moment, Time};
use jiff::ToSpan;
use paper::{DateRole, Inferred, Mention, Part, Span, Stamp, Unresolved};

use super::Draft;
use crate::{outline::Outline, roles::reach};

/// Whether a bound says that something is to be done by then.
pub(super) fn ends(bound: Bound) -> bool {
    matches!(bound, Bound::Lt | Bound::Le)
}

/// Whether an expression is listed in that role.
pub(super) fn is_worth(time: &Time, role: DateRole) -> bool {
    if time.start.is_none() && time.recurs.is_none() {
        let due = role == DateRole::Deadline;
        return match time.missing {
            Some(Missing::Year) => true,
            Some(Missing::Anchor) => due,
            None => false,
        };
    }
    if time.recurs.is_some() {
        return matches!(role, DateRole::Meeting | DateRole::Deadline);
    }
    true
}

/// `d.d.`, `dags dato`: the day of the paper itself, by its name.
pub(super) fn is_own_day(text: &str, time: &Time) -> bool {
    let said = cut(text, time.span.clone()).to_lowercase();
    matches!(said.as_str(), "d.d." | "d.d" | "dd." | "dags dato")
}

/// "I dag" and "i går", of which nothing is told that a calendar needs: the paper's own day, said once more.
pub(super) fn is_today(text: &str, time: &Time) -> bool {
    let parts = [danish::Part::Year, danish::Part::Month, danish::Part::Day];
    time.grain == Grain::Day
        && time.bound.is_none()
        && !cut(text, time.span.clone()).contains(|c: char| c.is_ascii_digit())
        && parts.iter().all(|part| time.infers(*part))
}

pub(super) fn mention(outline: &Outline<'_>, draft: &Draft<'_>) -> Mention {
    let time = draft.time;
    let role = draft.verdict.role;
    let bounds = bounds(outline.text(), time, role);
    let told = matches!(
        role,
        DateRole::Deadline | DateRole::Meeting | DateRole::Decision | DateRole::Milestone
    );
    Mention {
        corrected: None,
        start: bounds.map(|(start, _)| start),
        end: bounds.map(|(_, end)| end),
        grain: bounds.map(|_| {
            if role == DateRole::Issued {
                paper::Grain::Day
            } else {
                grain(time.grain)
            }
        }),
        role,
        approximate: time.approximate,
        inferred: time.inferred.iter().map(|i| part(i.part)).collect(),
        reasons: time
            .inferred
            .iter()
            .map(|i| Inferred {
                part: part(i.part),
                reason: i.reason.clone(),
            })
            .collect(),
        summary: draft.summary.text.clone().filter(|_| told),
        place: draft.summary.place.clone().filter(|_| told),
        actors: if told {
            draft.summary.actors.clone()
        } else {
            Vec::new()
        },
        contact: contact(outline, draft),
        unresolved: if bounds.is_some() {
            None
        } else {
            time.missing.map(unresolved)
        },
        recurs: time.recurs.clone(),
        rule: Some(draft.verdict.rule.clone().into()),
        confidence: None,
        source: outline.source(quote(outline.text(), time)),
    }
}

/// The expression with the words that bound it, where they stand directly before it.
fn quote(text: &str, time: &Time) -> Span {
    let phrase = time.phrase.start.min(time.span.start)..time.phrase.end.max(time.span.end);
    if text.is_char_boundary(phrase.start) && text.is_char_boundary(phrase.end) {
        phrase
    } else {
        time.span.clone()
    }
}

/// The half-open span of the record.
fn bounds(text: &str, time: &Time, role: DateRole) -> Option<(Stamp, Stamp)> {
    let start = time.start?;
    if role == DateRole::Issued {
        let day = start.date();
        return Some((Stamp::Day(day), Stamp::Day(day.tomorrow().ok()?)));
    }
    let Some(end) = time.end else {
        return match start {
            Moment::Minute(_) => Some((stamp(start), stamp(start))),
            Moment::Day(day) => Some((Stamp::Day(day), Stamp::Day(day.tomorrow().ok()?))),
        };
    };
    if let Moment::Minute(_) = start {
        return Some((stamp(start), stamp(end)));
    }
    let (first, past) = (start.date(), end.date());
    // "Inden den 1. maj" excludes the first of May itself.
    if time.bound == Some(Bound::Lt)
        && role == DateRole::Deadline
        && !at_the_end(text, time)
        && !is_counted_on(text, time)
    {
        return Some((Stamp::Day(first.yesterday().ok()?), Stamp::Day(first)));
    }
    // "Inden udgangen af juni" is the last day of June.
    if at_the_end(text, time) && first.checked_add(1.day()).ok()? < past {
        return Some((Stamp::Day(past.yesterday().ok()?), Stamp::Day(past)));
    }
    Some((stamp(start), stamp(end)))
}

/// "Inden fem dage derefter": the fifth is still in time.
fn is_counted_on(text: &str, time: &Time) -> bool {
    let said = cut(text, time.span.clone()).to_lowercase();
    ["derefter", "herefter", " efter"]
        .iter()
        .any(|word| said.ends_with(word))
}

/// Whether the words before the span name its end.
fn at_the_end(text: &str, time: &Time) -> bool {
    if time.kind == Kind::Interval && time.grain == Grain::Range {
        return false;
    }
    let phrase = time.phrase.start.min(time.span.start)..time.phrase.end.max(time.span.end);
    text.get(phrase)
        .is_some_and(|p| p.to_lowercase().contains("udgang"))
}

fn stamp(moment: Moment) -> Stamp {
    match moment {
        Moment::Day(day) => Stamp::Day(day),
        Moment::Minute(minute) => Stamp::Minute(minute),
    }
}

fn grain(grain: Grain) -> paper::Grain {
    match grain {
        Grain::Minute => paper::Grain::Minute,
        Grain::Day => paper::Grain::Day,
        Grain::Week => paper::Grain::Week,
        Grain::Month => paper::Grain::Month,
        Grain::Quarter => paper::Grain::Quarter,
        Grain::Season => paper::Grain::Season,
        Grain::Half => paper::Grain::Half,
        Grain::Year => paper::Grain::Year,
        Grain::Range => paper::Grain::Range,
    }
}

fn part(part: danish::Part) -> Part {
    match part {
        danish::Part::Year => Part::Year,
        danish::Part::Month => Part::Month,
        danish::Part::Day => Part::Day,
    }
}

fn unresolved(missing: Missing) -> Unresolved {
    match missing {
        Missing::Year => Unresolved::Year,
        Missing::Anchor => Unresolved::Anchor,
    }
}

/// For a deadline, the e-mail address of its line: where the answer goes.
fn contact(outline: &Outline<'_>, draft: &Draft<'_>) -> Option<String> {
    if draft.verdict.role != DateRole::Deadline {
        return None;
    }
    let text = outline.text();
    let near = reach(text, &draft.scene.unit, draft.time.span.start);
    let at = draft.time.span.start - near.start;
    let unit = cut(text, near);
    let address = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        (word.contains('@') && word.contains('.')).then(|| word.to_owned())
    };
    // The nearest one after the date, else the nearest one before it.
    unit.get(at..)?
        .split_whitespace()
        .find_map(address)
        .or_else(|| unit.get(..at)?.split_whitespace().rev().find_map(address))
}
