//! Which year a date without one lies in, when no heading says so: the nearest to the paper's own day, by what the
//! sentence says of the direction.

use danish::{Part, Time, YearHint};
use jiff::{ToSpan, civil::Date};

use super::start_of;
use crate::{Vocabulary, outline::Outline, pattern, roles};

/// How much further a year against the direction of the sentence seems than it is.
const AGAINST: i32 = 3;

/// Hints for those dates whose year the language layer took from another direction than the sentence.
pub(super) fn years(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    times: &[Time],
    known: &[YearHint],
    reference: Date,
) -> Vec<YearHint> {
    let all: Vec<&Time> = times.iter().collect();
    let mut hints = Vec::new();
    for (at, time) in times.iter().enumerate() {
        let covered = known.iter().any(|h| h.over.start <= time.span.start && time.span.end <= h.over.end);
        if covered || !is_open(outline.text(), time) {
            continue;
        }
        let Some(start) = start_of(time) else { continue };
        let Some(scene) = roles::Scene::new(outline, &all, at) else {
            continue;
        };
        let way = way(outline, vocabulary, time, &scene);
        let best = (-1..=1)
            .filter_map(|by: i64| start.with().year(reference.year() + i16::try_from(by).ok()?).build().ok())
            .min_by_key(|&candidate| cost(reference, candidate, way));
        if let Some(best) = best
            && best.year() != start.year()
        {
            hints.push(YearHint {
                over: time.span.clone(),
                year: best.year(),
                reason: format!("the year nearest to {reference} in the direction of the sentence"),
            });
        }
    }
    hints
}

/// Whether only the year was worked out, and nothing else in the expression says it.
fn is_open(text: &str, time: &Time) -> bool {
    const WEEKDAYS: [&str; 7] = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"];
    let said = text[time.span.clone()].to_lowercase();
    let year = said
        .split(|c: char| !c.is_ascii_digit())
        .any(|digits| digits.len() == 4);
    time.inferred.iter().any(|i| i.part == Part::Year)
        && !time.inferred.iter().any(|i| i.part == Part::Month)
        && !year
        && !WEEKDAYS.iter().any(|day| said.contains(day))
}

/// Whether the sentence looks forward (1), back (-1), or neither.
fn way(outline: &Outline<'_>, vocabulary: &Vocabulary, time: &Time, scene: &roles::Scene) -> i32 {
    if time.bound.is_some_and(super::record::ends) {
        return 1;
    }
    let words = scene.zone_words(outline.text());
    let says = |patterns: &[pattern::Pattern]| patterns.iter().any(|p| p.find(&words).is_some());
    let year = &vocabulary.cues.year;
    match (says(&year.forward), says(&year.back)) {
        (true, false) => 1,
        (false, true) => -1,
        _ if scene.column.is_some() => 1,
        _ => 0,
    }
}

fn cost(reference: Date, candidate: Date, way: i32) -> i32 {
    let days = reference
        .until((jiff::Unit::Day, candidate))
        .map_or(i32::MAX / 8, |span| span.get_days());
    let against = (days < 0 && way > 0) || (days > 0 && way < 0);
    days.abs() * if against { AGAINST } else { 1 }
}

/// In a plan each date follows the one before it: where a year was worked out and the row goes back by months, the year
/// rolls on.
pub(super) fn roll_over(outline: &Outline<'_>, times: &[Time]) -> Vec<YearHint> {
    let mut rolled = Vec::new();
    for grid in &outline.grids {
        let dated: Vec<&Time> = grid
            .rows
            .clone()
            .filter_map(|row| {
                let line = &outline.lines[row].span;
                times.iter().find(|t| line.contains(&t.span.start) && t.start.is_some())
            })
            .collect();
        if dated.len() >= 3 && mostly_rises(&dated) {
            roll(&dated, &mut rolled);
        }
    }
    rolled
}

fn roll(dated: &[&Time], rolled: &mut Vec<YearHint>) {
    let mut last: Option<Date> = None;
    for time in dated {
        let Some(start) = start_of(time) else { continue };
        let inferred = time.inferred.iter().any(|i| i.part == Part::Year);
        let behind = |last: Date| start.checked_add(60.days()).is_ok_and(|later| later < last);
        match last {
            Some(before) if inferred && behind(before) => {
                let ahead = start.checked_add(1.year()).unwrap_or(start);
                rolled.push(YearHint {
                    over: time.span.clone(),
                    year: ahead.year(),
                    reason: "the row before it in the plan".to_owned(),
                });
                last = Some(ahead.max(before));
            }
            _ => last = Some(last.map_or(start, |l| l.max(start))),
        }
    }
}

fn mostly_rises(dated: &[&Time]) -> bool {
    let falls = dated
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if start_of(b) < start_of(a)))
        .count();
    falls * 4 <= dated.len()
}
