//! Clock times that stand apart from their day: in the next cell, in the next line, after a list of days.

use crate::pattern::cut;
use danish::{Grain, Moment, Time};
use jiff::civil::Date;
use paper::Span;

use crate::{
    Vocabulary,
    lines::Line,
    outline::Outline,
    pattern,
    roles::{inside, reach, sentence_at},
};

/// How far a clock time may stand from its day within a sentence, in bytes.
const FAR: usize = 110;

/// Gives each clock time without a day to the day it belongs to, and takes it off the list.
pub(super) fn join(outline: &Outline<'_>, vocabulary: &Vocabulary, times: Vec<Time>) -> Vec<Time> {
    let text = outline.text();
    let (clocks, mut days): (Vec<Time>, Vec<Time>) =
        times.into_iter().partition(|t| is_clock(text, t));
    for clock in &clocks {
        let Some(line) = outline.line_at(clock.span.start) else {
            continue;
        };
        let owners = for_all(outline, vocabulary, &days, clock, line)
            .or_else(|| beside(outline, &days, clock, line))
            .or_else(|| next_line(outline, vocabulary, &days, clock, line))
            .unwrap_or_default();
        for owner in owners {
            if let Some(day) = days.get_mut(owner) {
                give(day, clock);
            }
        }
    }
    days
}

/// Whether the expression names no day of its own.
fn is_clock(text: &str, time: &Time) -> bool {
    const WORDS: [&str; 8] = [
        "kl",
        "klokken",
        "til",
        "og",
        "fra",
        "ca",
        "mellem",
        "formiddag",
    ];
    time.grain == Grain::Minute
        && !has_figures(cut(text, time.span.clone()))
        && pattern::words(text, time.span.clone()).iter().all(|w| {
            w.folded.chars().all(|c| !c.is_alphabetic()) || WORDS.contains(&w.folded.as_str())
        })
        && !cut(text, time.span.clone()).contains(['/', '-'])
            | is_clock_only(cut(text, time.span.clone()))
}

/// Whether a day in figures stands before the hours: `27.09.2016 kl. 18.30`, `3.5. kl. 9`, `27.09.2016 18.30`.
fn has_figures(span: &str) -> bool {
    let said = span.to_lowercase();
    let before = said.find("kl").map(|at| cut(&said, 0..at));
    let runs = || {
        said.split(|c: char| !c.is_ascii_digit())
            .filter(|r| !r.is_empty())
    };
    match before {
        Some(before) => before.contains(|c: char| c.is_ascii_digit()),
        None => runs().count() > 3 && runs().any(|run| run.len() == 4),
    }
}

/// `kl. 9-11` has a hyphen, and so has `27-09-2019 22:41`: what begins with a clock's word has no day.
fn is_clock_only(span: &str) -> bool {
    span.trim_start().to_lowercase().starts_with("kl") || span.len() <= 13 && !span.contains('/')
}

fn is_open(day: &Time) -> bool {
    matches!(day.start, Some(Moment::Day(_))) && matches!(day.grain, Grain::Day)
}

/// "Alle dage kl. 13-16": every day of the sentence before it.
fn for_all(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    days: &[Time],
    clock: &Time,
    line: usize,
) -> Option<Vec<usize>> {
    let text = outline.text();
    let unit = outline.lines.get(line)?.span.clone();
    let start = clock.phrase.start.min(clock.span.start);
    let before = outline.words(reach(text, &unit, start).start..start);
    let last = |most: usize| before.get(before.len().saturating_sub(most)..);
    let cues = &vocabulary.cues.clock;
    let each = outline.lines.get(line)?.cells.is_empty() && cues.each.stand_in(last(5)?);
    if !each && !cues.all.stand_in(last(3)?) {
        return None;
    }
    let sentence = sentence_at(text, &unit, clock.span.start);
    let owners: Vec<usize> = inside(days, &sentence)
        .filter(|(_, day)| is_open(day) && day.span.end <= clock.span.start)
        .map(|(at, _)| at)
        .collect();
    if !owners.is_empty() {
        return Some(owners);
    }
    if !each {
        return None;
    }
    list_after(outline, days, line).or_else(|| list_before(outline, days, clock, line))
}

/// The days of the list that a clock time introduces: those of the lines below, one from each, which begin at most a
/// heading's row away.
fn list_after(outline: &Outline<'_>, days: &[Time], line: usize) -> Option<Vec<usize>> {
    const LINES: usize = 24;
    const AWAY: usize = 2;
    let mut found = Vec::new();
    let below = outline.lines.get(line + 1..)?;
    for (away, below) in below.iter().take(LINES).enumerate() {
        let mut here = inside(days, &below.span);
        match here.next() {
            Some((at, day)) if is_open(day) && here.next().is_none() => found.push(at),
            Some(_) => {}
            None if found.is_empty() && away < AWAY => {}
            None => break,
        }
    }
    (found.len() > 1).then_some(found)
}

/// The days of the list that a clock time follows: those of its line before it, else of the lines above, up to a line
/// that names no day. "Alle møder holdes kl. 17" below one day is no list.
fn list_before(
    outline: &Outline<'_>,
    days: &[Time],
    clock: &Time,
    line: usize,
) -> Option<Vec<usize>> {
    const LINES: usize = 24;
    let open = |span: Span| {
        inside(days, &span)
            .filter(|(_, day)| is_open(day))
            .map(|(at, _)| at)
    };
    let text = outline.text();
    let own = outline.lines.get(line)?;
    let here: Vec<usize> = open(own.span.start..clock.span.start).collect();
    if here.len() > 1 {
        return Some(here);
    }
    // "Fristen er i alle runder kl. 12" is not the hour of what else the table tells.
    let due = says_due(cut(text, sentence_at(text, &own.span, clock.span.start)));
    let mut found = Vec::new();
    let above = outline.lines.get(line.saturating_sub(LINES)..line)?;
    for above in above.iter().rev() {
        let known = found.len();
        if !due || says_due(cut(text, above.span.clone())) {
            found.extend(open(above.span.clone()));
        }
        if found.len() == known && known > 0 {
            break;
        }
        if found.is_empty() && above.heading {
            break;
        }
    }
    // A line of text between is no more than an aside.
    (found.len() > 1).then_some(found)
}

fn says_due(said: &str) -> bool {
    said.contains("frist") || said.contains("Frist")
}

/// The day in the same sentence, in the same row, or alone in the same line.
fn beside(outline: &Outline<'_>, days: &[Time], clock: &Time, line: usize) -> Option<Vec<usize>> {
    let text = outline.text();
    let whole = outline.lines.get(line)?;
    let inside = |span: &Span| inside(days, span).map(|(at, _)| at);
    if !whole.cells.is_empty() {
        // The row's own day; a cell that names a day keeps its times to itself.
        let cell = whole.cells.iter().find(|c| c.contains(&clock.span.start))?;
        if inside(cell).any(|at| !is_open(&days[at])) {
            return None;
        }
        let here = inside(cell).find(|&at| is_open(&days[at]));
        return here
            .or_else(|| {
                inside(&whole.span).find(|&at| is_open(&days[at]) && fills(whole, &days[at]))
            })
            .map(|at| vec![at]);
    }
    let unit = whole.span.clone();
    let sentence = sentence_at(text, &unit, clock.span.start);
    if let Some(aside) = brackets(text, &reach(text, &unit, clock.span.start), clock) {
        // "(bedst kl. 8-10), senest mandag den 3. maj": hours in brackets are not those of a day behind them.
        let near = |at: &usize| is_open(&days[*at]) && aside <= days[*at].span.end + FAR;
        return inside(&(sentence.start.min(aside)..clock.span.start))
            .next_back()
            .filter(near)
            .map(|at| vec![at]);
    }
    let before = inside(&sentence)
        .take_while(|&at| days[at].span.end <= clock.span.start)
        .last();
    let near = before.filter(|&at| clock.span.start - days[at].span.end <= FAR);
    match near {
        Some(at) => is_open(&days[at]).then(|| vec![at]),
        None => {
            let after = inside(&sentence).find(|&at| days[at].span.start >= clock.span.end)?;
            let close = days[after].span.start - clock.span.end <= FAR / 4;
            (close && is_open(&days[after])).then(|| vec![after])
        }
    }
}

/// Whether a day is what its cell is about: "Kl. 13 | Punkt 2. Referat af mødet den 3. maj" is no such day.
fn fills(line: &Line, day: &Time) -> bool {
    const LEAD: usize = 16;
    let cell = line.cells.iter().find(|c| c.contains(&day.span.start));
    cell.is_none_or(|cell| day.span.start - cell.start <= LEAD)
}

/// Where the bracket opens in which a clock time stands.
fn brackets(text: &str, sentence: &Span, clock: &Time) -> Option<usize> {
    let before = cut(text, sentence.start..clock.span.start);
    let open = before.rfind('(')?;
    (!before[open..].contains(')')).then_some(sentence.start + open)
}

/// `Dato: 3. maj` above or below `Tid: kl. 9-11`.
fn next_line(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    days: &[Time],
    clock: &Time,
    line: usize,
) -> Option<Vec<usize>> {
    const NEAR: usize = 2;
    let whole = outline.lines.get(line)?;
    let text = outline.text();
    let near = reach(text, &whole.span, clock.span.start);
    let words = outline.words(near.start..clock.span.start);
    let labels = &vocabulary.cues.clock.label;
    let alone = words.is_empty() && whole.span.end <= clock.span.end + 3;
    if !alone && !labels.begin(&words) {
        return None;
    }
    let first = outline.lines.get(line.saturating_sub(NEAR))?.span.start;
    let last = outline
        .lines
        .get((line + 1).min(outline.lines.len() - 1))?
        .span
        .end;
    inside(days, &(first..last))
        .rfind(|(_, day)| is_open(day) && day.span.end <= last)
        .map(|(at, _)| vec![at])
}

/// Moves the clock's hours to the day.
fn give(day: &mut Time, clock: &Time) {
    let Some(date) = day.start.map(Moment::date) else {
        return;
    };
    let Some(start) = clock.start.and_then(|m| at(date, m)) else {
        return;
    };
    day.start = Some(start);
    day.end = clock.end.and_then(|m| at(date, m));
    day.grain = Grain::Minute;
    day.kind = danish::Kind::Time;
    day.approximate |= clock.approximate && day.approximate;
}

fn at(date: Date, clock: Moment) -> Option<Moment> {
    match clock {
        Moment::Minute(minute) => Some(Moment::Minute(date.to_datetime(minute.time()))),
        Moment::Day(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::{Vocabulary, sample};

    fn starts(text: &str) -> Vec<String> {
        let paper = crate::understand(&sample::document(text), Vocabulary::builtin());
        let start = |d: &paper::Mention| d.start.map(|s| s.to_string());
        paper.dates.iter().filter_map(start).collect()
    }

    #[test]
    fn a_day_in_figures_keeps_its_hour() {
        let found = starts("Borgermødet holdes 27.09.2016 kl. 18.30 i hallen.");
        assert_eq!(found, ["2016-09-27T18:30"]);
    }

    #[test]
    fn an_hour_told_once_is_that_of_each_day_of_the_list() {
        let found = starts(
            "Møder i 2018: 12. april, 14. juni og 6. september 2018.\n\nAlle møder begynder kl. 16.",
        );
        assert!(found.iter().all(|s| s.ends_with("16:00")), "{found:?}");
        assert_eq!(found.len(), 3, "{found:?}");
        let found = starts("Kl. 13.20\tPunkt 2. Referat af mødet den 22. marts 2018\n");
        assert_eq!(found, ["2018-03-22"]);
    }

    #[test]
    fn a_letter_is_dated_in_its_head_and_a_form_at_its_signature() {
        let own = |text: &str| {
            let paper = crate::understand(&sample::document(text), Vocabulary::builtin());
            paper.date.map(|d| d.value.to_string())
        };
        let letter =
            "Tilsagn\n\nVejle d. 21.10.1999\n\nVi har modtaget jeres ansøgning af 17. januar 1999.";
        assert_eq!(own(letter).as_deref(), Some("1999-10-21"));
        let form = "Ansøgning\nUdskrevet 13-04-2021\nIndsendt: 12-04-2021\n\nTekst.";
        assert_eq!(own(form).as_deref(), Some("2021-04-12"));
    }
}
