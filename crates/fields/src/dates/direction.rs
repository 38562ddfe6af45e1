//! Which year a date without one lies in, when no heading says so: the nearest to the date before it in its plan or
//! sentence, else to the paper's own day, by what the sentence says of the direction.

use crate::pattern::cut;
use danish::{Grain, Moment, Oddity, Part, Time, YearHint};
use jiff::{
    ToSpan,
    civil::{Date, ISOWeekDate, Weekday},
};
use paper::Span;

use super::start_of;
use crate::{
    Vocabulary,
    outline::Outline,
    pattern::{self, PatternSet},
    roles::{self, Scene},
};

/// How much further a year against the direction of the sentence seems than it is. Minutes tell of the past on the way
/// to what is to come, so that a past tense says less.
const AGAINST_DUTY: i32 = 10;
const AGAINST_TALE: i32 = 2;
/// A plan may go back by some weeks.
const AGAINST_PLAN: i32 = 4;
/// How far two lines of one plan may stand apart.
const APART: usize = 2;

/// What a date is counted from, and what speaks for which side of it.
struct Anchor {
    day: Date,
    way: i32,
    /// What going back costs where the way is forward.
    against: i32,
    reason: String,
}

const GOES_ON: &str = "the list goes on from the date before";

/// Where headings and columns give the year: each start with the furthest end of what starts up to there.
struct Known(Vec<(usize, usize)>);

impl Known {
    fn new(hints: &[YearHint]) -> Self {
        let mut spans: Vec<(usize, usize)> =
            hints.iter().map(|h| (h.over.start, h.over.end)).collect();
        spans.sort_unstable();
        let mut furthest = 0;
        for (_, end) in &mut spans {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Self(spans)
    }

    fn covers(&self, span: &Span) -> bool {
        let before = self.0.partition_point(|&(start, _)| start <= span.start);
        before
            .checked_sub(1)
            .and_then(|last| self.0.get(last))
            .is_some_and(|&(_, end)| end >= span.end)
    }
}

/// Moves those dates whose year lies nearer elsewhere.
pub(super) fn settle(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    times: &mut [Time],
    known: &[YearHint],
    reference: Date,
) {
    let known = &Known::new(known);
    for at in 0..times.len() {
        if let Some(year) = in_order(outline, times, at) {
            if let Some(time) = times.get_mut(at) {
                move_to(outline.text(), time, year, "the row before it");
                time.oddity = Some(Oddity::Weekday);
            }
            continue;
        }
        let Some(anchor) = anchor(outline, vocabulary, times, at, known, reference) else {
            continue;
        };
        let Some(time) = times.get_mut(at) else {
            continue;
        };
        if time.infers(Part::Month) {
            next_month(time, &anchor);
            continue;
        }
        let Some(start) = start_of(time) else {
            continue;
        };
        let grain = unit(outline.text(), time);
        let best = (anchor.day.year() - 1..=anchor.day.year() + 1)
            .filter_map(|year| Some((year, in_year(start, grain, year)?)))
            .min_by_key(|&(_, day)| cost(&anchor, day, length(time)));
        if let Some((year, _)) = best {
            move_to(outline.text(), time, year, &anchor.reason);
        }
    }
}

/// The year that the rows above and below give to a day whose weekday is that of another year: rows of a plan stand in
/// their order, and weekdays are often written wrong.
fn in_order(outline: &Outline<'_>, times: &[Time], at: usize) -> Option<i16> {
    const FAR: usize = 4;
    let time = times.get(at)?;
    let open = time.grain <= Grain::Day && time.infers(Part::Year) && !time.infers(Part::Month);
    let day = start_of(time).filter(|_| open)?;
    let line = outline.line_at(time.span.start)?;
    let grid = outline.grid_of(line)?;
    // Days that begin their rows.
    let begins = |row: usize, t: &Time| {
        let first = outline.lines.get(row).and_then(|row| row.cells.first());
        first.is_some_and(|cell| t.span.end <= cell.end && t.span.start < cell.start + 16)
    };
    if !begins(line, time) {
        return None;
    }
    let other = |t: &&Time| {
        let row = outline.line_at(t.span.start);
        row.is_some_and(|row| row != line && grid.rows.contains(&row) && begins(row, t))
    };
    let above = times[..at].iter().rev().take(FAR).find(other)?;
    let below = times[at + 1..].iter().take(FAR).find(other)?;
    let (above, below) = (start_of(above)?, start_of(below)?);
    // Only where it now lies before both.
    if day >= above || above > below {
        return None;
    }
    let next = in_year(day, Grain::Day, day.year() + 1)?;
    (above <= next && next <= below).then_some(day.year() + 1)
}

fn anchor(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    times: &[Time],
    at: usize,
    known: &Known,
    reference: Date,
) -> Option<Anchor> {
    let time = times.get(at)?;
    if !is_open(outline.text(), time) || known.covers(&time.span) {
        return None;
    }
    if let Some(day) = enumerated(outline, times, at) {
        return Some(Anchor {
            day,
            way: 1,
            against: AGAINST_PLAN,
            reason: GOES_ON.to_owned(),
        });
    }
    let scene = Scene::new(outline, times, at)?;
    if let Some((day, reason)) = before(outline, times, at, &scene) {
        let listed = reason == GOES_ON;
        // "Loven fra 1997 og den ændring, som ventes vedtaget i juni" looks ahead of the paper.
        if !listed && scene.column.is_none() && way(outline, vocabulary, time, &scene) > 0 {
            return Some(Anchor {
                day: day.max(reference),
                way: 1,
                against: AGAINST_DUTY,
                reason: format!("the next one after {}", day.max(reference)),
            });
        }
        return Some(Anchor {
            day,
            way: i32::from(listed || scene.column.is_some()),
            against: AGAINST_PLAN,
            reason: reason.to_owned(),
        });
    }
    // The day of an entry may be over, whatever the entry asks for.
    let labels = scene.span.start <= scene.sentence.start + 4
        && cut(
            outline.text(),
            time.span.end..scene.unit.end.max(time.span.end),
        )
        .starts_with(':')
        && scene.column.is_none();
    Some(Anchor {
        day: reference,
        way: if labels {
            0
        } else {
            way(outline, vocabulary, time, &scene)
        },
        against: AGAINST_DUTY,
        reason: format!("the one nearest to {reference} in the direction of the sentence"),
    })
}

/// The date right before it in an enumeration that states no year at all: `i juni, september og december`.
fn enumerated(outline: &Outline<'_>, times: &[Time], at: usize) -> Option<Date> {
    let (time, last) = (times.get(at)?, times.get(at.checked_sub(1)?)?);
    let between = last.span.end..time.span.start.max(last.span.end);
    let between = cut(outline.text(), between).trim();
    let listed = matches!(between, "," | "og" | ", og" | "samt");
    let like = last.grain == time.grain && last.infers(Part::Year);
    start_of(last).filter(|_| listed && like)
}

/// The date before it in the same sentence, if that states its year, or in the row above it.
fn before(
    outline: &Outline<'_>,
    times: &[Time],
    at: usize,
    scene: &Scene,
) -> Option<(Date, &'static str)> {
    let stated = |t: &&Time| t.grain < Grain::Year && !t.infers(Part::Year);
    let above = times[..at]
        .iter()
        .rev()
        .filter(|t| t.start.is_some() && t.grain != Grain::Year);
    let mut same = above
        .clone()
        .take_while(|t| t.span.start >= scene.sentence.start);
    // "Den 9. september og den 25. november": a list goes on.
    if let Some(last) = same.clone().next().filter(|t| t.grain <= Grain::Day)
        && let Some(between) = outline
            .text()
            .get(last.span.end..times.get(at)?.phrase.start)
        && !between.contains('\n')
        && super::is_list(between)
    {
        return Some((start_of(last)?, GOES_ON));
    }
    // "29.3.: Afdelingen får frist til den 12. april": what an entry tells comes after its day.
    if let Some(day) = entry(outline, times, at, scene) {
        return Some((day, GOES_ON));
    }
    if scene.column.is_none()
        && let Some(time) = same.find(stated)
    {
        return Some((start_of(time)?, "the date before it in the sentence"));
    }
    let grid = outline.grid_of(scene.line)?;
    let in_plan = |t: &&Time| {
        outline.line_at(t.span.start).is_some_and(|line| {
            line < scene.line && line + APART >= scene.line && grid.rows.contains(&line)
        })
    };
    let time = above.take(APART * 3).find(in_plan)?;
    Some((start_of(time)?, "the row before it"))
}

/// The day with which the line begins as a label, before the expression `at`.
fn entry(outline: &Outline<'_>, times: &[Time], at: usize, scene: &Scene) -> Option<Date> {
    let line = outline.lines.get(scene.line)?;
    let (first, time) = roles::inside(times, &line.span).next()?;
    let text = outline.text();
    let lead = cut(
        text,
        line.span.start..time.phrase.start.max(line.span.start),
    );
    let after = cut(text, time.span.end..line.span.end.max(time.span.end));
    let labels = !lead.contains(char::is_alphanumeric) && after.starts_with([':', '.']);
    (first < at && time.grain <= Grain::Day && labels && after.contains(':'))
        .then(|| start_of(time))
        .flatten()
}

/// Whether the year was worked out, and nothing in the expression says it.
fn is_open(text: &str, time: &Time) -> bool {
    const SAYS: [&str; 14] = [
        "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag", "ds", "d.d",
        "dags", "d.å", "d. å", "s.å", "i år",
    ];
    let said = cut(text, time.span.clone()).to_lowercase();
    let year = said
        .split(|c: char| !c.is_ascii_digit())
        .any(|digits| digits.len() == 4);
    time.start.is_some()
        && time.infers(Part::Year)
        && !time.infers(Part::Day)
        && !year
        && !SAYS.iter().any(|word| said.contains(word))
}

/// Whether the sentence looks forward (1), back (-1), or neither.
fn way(outline: &Outline<'_>, vocabulary: &Vocabulary, time: &Time, scene: &Scene) -> i32 {
    let year = &vocabulary.cues.year;
    let says = |patterns: &PatternSet, words: &[pattern::Word]| patterns.stand_in(words);
    let zone = scene.zone_words(outline.text());
    // Where the date's own part of the sentence says nothing, the whole does.
    let due = time.bound.is_some_and(super::record::ends);
    let clause = scene.clause_words(outline.text());
    for words in [&clause, &zone, &scene.words] {
        match (due || says(&year.forward, words), says(&year.back, words)) {
            (true, false) => return 1,
            (false, true) => return -1,
            (true, true) => return 0,
            (false, false) => {}
        }
    }
    i32::from(scene.column.is_some())
}

/// How many days a stretch has after its first.
fn length(time: &Time) -> i32 {
    let (Some(start), Some(end)) = (start_of(time), time.end.map(Moment::date)) else {
        return 0;
    };
    let span = start.until((jiff::Unit::Day, end));
    span.map_or(0, |span| (span.get_days() - 1).clamp(0, 200))
}

fn cost(anchor: &Anchor, candidate: Date, length: i32) -> i32 {
    let days = anchor
        .day
        .until((jiff::Unit::Day, candidate))
        .map_or(i32::MAX / 16, |span| span.get_days());
    // What is over is as far away as its end.
    let days = if days < 0 {
        (days + length).min(-1)
    } else {
        days
    };
    match (days < 0, anchor.way) {
        (true, 1..) => -days * anchor.against,
        (false, ..0) => days * AGAINST_TALE,
        // Nothing said is said of what is to come rather than of what was.
        (true, 0) => -days * 21 / 20,
        _ => days.abs(),
    }
}

/// What a stretch is counted in: one from a Monday to a Monday, as "uge 28-30" is, in weeks.
fn unit(text: &str, time: &Time) -> Grain {
    const JOINTS: [&str; 8] = ["uge", "uger", "ugerne", "til", "og", "med", "fra", "i"];
    let monday = |m: Option<Moment>| m.is_some_and(|m| m.date().weekday() == Weekday::Monday);
    let plain = |said: &str| {
        said.split(|c: char| !c.is_alphabetic())
            .all(|w| w.is_empty() || JOINTS.contains(&w.to_lowercase().as_str()))
    };
    let weeks = time.grain == Grain::Range && monday(time.start) && monday(time.end);
    if weeks && plain(cut(text, time.span.clone())) {
        return Grain::Week;
    }
    time.grain
}

/// The same day, or the same week, of another year.
fn in_year(day: Date, grain: Grain, year: i16) -> Option<Date> {
    if grain == Grain::Week {
        let week = day.iso_week_date();
        return ISOWeekDate::new(year, week.week(), week.weekday())
            .ok()
            .map(Date::from);
    }
    day.with().year(year).build().ok()
}

/// Moves an expression to another year, whole.
fn move_to(text: &str, time: &mut Time, year: i16, reason: &str) {
    let (Some(start), end) = (time.start, time.end) else {
        return;
    };
    let grain = unit(text, time);
    let own = if grain == Grain::Week {
        start.date().iso_week_date().year()
    } else {
        start.date().year()
    };
    if own == year {
        return;
    }
    let Some(moved) = in_year(start.date(), grain, year) else {
        return;
    };
    let Ok(by) = start.date().until((jiff::Unit::Year, moved)) else {
        return;
    };
    let shift = |m: Moment| {
        let date = if grain == Grain::Week {
            let length = start.date().until((jiff::Unit::Day, m.date())).ok()?;
            moved.checked_add(length).ok()?
        } else {
            m.date()
                .checked_add(i64::from(by.get_years()).years())
                .ok()?
        };
        Some(match m {
            Moment::Day(_) => Moment::Day(date),
            Moment::Minute(minute) => Moment::Minute(date.to_datetime(minute.time())),
        })
    };
    let (Some(first), last) = (shift(start), end.and_then(shift)) else {
        return;
    };
    time.start = Some(first);
    time.end = last;
    for part in &mut time.inferred {
        if part.part == Part::Year {
            reason.clone_into(&mut part.reason);
        }
    }
}

/// "Senest d. 10." of a paper written on the 20th is in the month after.
fn next_month(time: &mut Time, anchor: &Anchor) {
    let late = start_of(time).is_some_and(|start| start < anchor.day);
    if anchor.way <= 0 || !late || time.grain > Grain::Day {
        return;
    }
    let shift = |m: Moment| match m {
        Moment::Day(day) => day.checked_add(1.month()).ok().map(Moment::Day),
        Moment::Minute(minute) => minute.checked_add(1.month()).ok().map(Moment::Minute),
    };
    if let Some(start) = time.start.and_then(shift) {
        time.start = Some(start);
        time.end = time.end.and_then(shift);
    }
}

/// The words before a date, the nearest last.
pub(super) fn words_before(outline: &Outline<'_>, time: &Time, most: usize) -> Vec<pattern::Word> {
    let start = outline
        .line_at(time.span.start)
        .and_then(|line| outline.lines.get(line))
        .map_or(time.span.start, |line| {
            roles::reach(outline.text(), &line.span, time.span.start).start
        });
    let words = outline.words(start..time.span.start);
    words
        .get(words.len().saturating_sub(most)..)
        .unwrap_or_default()
        .to_vec()
}

#[cfg(test)]
mod tests {
    use crate::{Vocabulary, sample};

    #[test]
    fn an_enumeration_goes_on_in_its_direction() {
        let text = "Notat\n\nDato: 24. januar 2018\n\nHerefter mødes gruppen i juni, september og december.";
        let paper = crate::understand(&sample::document(text), Vocabulary::builtin());
        let start = |d: &paper::Mention| d.start.map(|s| s.to_string());
        let found: Vec<String> = paper.dates.iter().filter_map(start).skip(1).collect();
        assert_eq!(found, ["2018-06-01", "2018-09-01", "2018-12-01"]);
    }
}
