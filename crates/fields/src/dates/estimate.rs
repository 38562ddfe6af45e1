//! A day to count from, where the paper does not state its own, and the events that others are counted from.

use std::collections::{BTreeMap, BTreeSet};

use crate::pattern::cut;
use danish::{Event, Grain, Kind as Sort, Part, Time};
use jiff::civil::Date;
use paper::{Kind, Paper};

use super::{record, start_of};
use crate::{
    Vocabulary, issued,
    outline::Outline,
    roles::{inside, reach},
};

/// The first full date of the year that the paper names most often.
pub(super) fn reference(outline: &Outline<'_>, times: &[Time]) -> Option<Date> {
    let text = outline.text();
    let stated = |t: &&Time| {
        t.start.is_some()
            && !t.infers(Part::Year)
            && matches!(
                t.grain,
                Grain::Day
                    | Grain::Minute
                    | Grain::Week
                    | Grain::Month
                    | Grain::Season
                    | Grain::Quarter
            )
            && t.kind != Sort::Interval
            && !is_of_a_law(text, t)
    };
    let dates: Vec<Date> = times.iter().filter(stated).filter_map(start_of).collect();
    let mut often: BTreeMap<i16, usize> = BTreeMap::new();
    for date in &dates {
        *often.entry(date.year()).or_default() += 1;
    }
    let (&year, _) = often
        .iter()
        .max_by_key(|&(&year, &count)| (count, std::cmp::Reverse(year)))?;
    dates.into_iter().filter(|d| d.year() == year).min()
}

/// "… af 3. maj 2015": the date of a law, a letter, an agreement.
fn is_of_a_law(text: &str, time: &Time) -> bool {
    let start = time.phrase.start.min(time.span.start);
    cut(text, 0..start).trim_end().ends_with(" af")
}

/// What relative expressions may count from: the meeting, the deadline, the end of the project.
pub(super) fn events(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    so_far: &Paper,
    times: &[Time],
    written: Option<Date>,
) -> Vec<Event> {
    let text = outline.text();
    let mut events: Vec<Event> = Vec::new();
    let own = issued::choose(outline, vocabulary, so_far, times);
    if matches!(so_far.kind, Kind::Dagsorden | Kind::Referat) {
        events.extend(own.and_then(|own| event("møde", times.get(own)?)));
    }
    for time in times {
        let Some(line) = outline.line_at(time.span.start) else {
            continue;
        };
        let start = reach(text, &outline.lines[line].span, time.span.start).start;
        let mut before = outline.words(start..time.span.start);
        // "Der holdes et møde" above "mandag den 3. maj".
        if before.is_empty()
            && outline.lines[line].cells.is_empty()
            && let Some(above) = line.checked_sub(1).and_then(|at| outline.lines.get(at))
            && above.cells.is_empty()
            && inside(times, &above.span).next().is_none()
        {
            before = outline.words(reach(text, &above.span, above.span.end));
        }
        let near = before
            .get(before.len().saturating_sub(4)..)
            .unwrap_or_default();
        let noun = near.iter().rev().find_map(|w| noun(&w.folded));
        // "Høringssvar skal være os i hænde senest den 3. maj" is the term without its name.
        let answers = || before.iter().any(|w| w.folded.starts_with("hoeringssvar"));
        let term = time.bound.is_some_and(record::ends) && noun.is_none() && answers();
        let noun = noun.or(term.then_some("høringsfrist"));
        events.extend(noun.and_then(|noun| event(noun, time)));
    }
    // What is counted from a meeting is counted from one to come.
    let past = |event: &Event| written.is_some_and(|day| event.start < day);
    events.retain(|event| own.is_none() || !past(event));
    // What the paper dates twice is no one event that others could be counted from.
    let mut days: BTreeMap<&str, BTreeSet<Date>> = BTreeMap::new();
    for event in &events {
        days.entry(&event.noun).or_default().insert(event.start);
    }
    let once = |event: &&Event| days.get(event.noun.as_str()).is_some_and(|d| d.len() == 1);
    let mut events: Vec<Event> = events.iter().filter(once).cloned().collect();
    events.retain(|event| !past(event));
    events
}

/// The plain form of a noun that others are counted from.
fn noun(word: &str) -> Option<&'static str> {
    const NOUNS: [(&str, &str); 6] = [
        ("projektperiode", "projektperiode"),
        ("bevillingsperiode", "bevillingsperiode"),
        ("informationsmoede", "møde"),
        ("ansoegningsfrist", "ansøgningsfrist"),
        ("hoeringsfrist", "høringsfrist"),
        ("moede", "møde"),
    ];
    NOUNS
        .iter()
        .find(|(stem, _)| word.starts_with(stem) || word.ends_with(stem))
        .map(|(_, noun)| *noun)
}

fn event(noun: &str, time: &Time) -> Option<Event> {
    let start = start_of(time)?;
    let end = match time.end.map(danish::Moment::date) {
        Some(end) if end > start => end,
        _ => start.tomorrow().ok()?,
    };
    Some(Event {
        noun: noun.to_owned(),
        start,
        end,
    })
}
