//! The day the paper was written, sent or issued; of an agenda and of minutes the day of the meeting.

mod corner;

use crate::pattern::cut;
use danish::{Grain, Kind as Sort, Part, Time};
use jiff::civil::Date;
use paper::{Found, Kind, Paper};

use crate::{
    Vocabulary,
    dates::{self, Calendar},
    lines,
    outline::Outline,
    pattern::{PatternSet, Word},
    roles::{leads_on, reach, sentence_at},
};

pub(crate) fn find(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    calendar: &Calendar,
) -> Option<Found<Date>> {
    let time = calendar.times.get(calendar.own?)?;
    let place = Place::new(outline, &calendar.times, calendar.own?)?;
    Some(Found {
        corrected: None,
        value: dates::start_of(time)?,
        rule: Some(place.rule(vocabulary).into()),
        confidence: None,
        source: outline.source(time.span.clone()),
    })
}

/// The lines from the top and from the end where a paper is dated.
const TOP: usize = 24;
const END: usize = 10;
/// What a date needs to be the paper's own.
const ENOUGH: i32 = 30;

/// Which of the times is the paper's own date.
pub(crate) fn choose(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    so_far: &Paper,
    times: &[Time],
) -> Option<usize> {
    let meeting = matches!(so_far.kind, Kind::Dagsorden | Kind::Referat);
    let title = so_far.title.as_ref().map(|t| t.source.quote.as_str());
    let mut best = None;
    for (at, time) in times.iter().enumerate() {
        if time.start.is_none()
            || !matches!(time.grain, Grain::Day | Grain::Minute)
            || time.kind == Sort::Set
            || (meeting && time.infers(Part::Day))
        {
            continue;
        }
        let Some(place) = Place::new(outline, times, at) else {
            continue;
        };
        let score = if meeting {
            place.of_meeting(vocabulary, title)
        } else {
            place.of_paper(vocabulary)
        };
        if score >= ENOUGH && best.is_none_or(|(top, _)| score > top) {
            best = Some((score, at));
        }
    }
    best.map(|(_, at)| at)
}

/// Of an agenda or of minutes, the day on which they were written: what a letter's date would be, before an agenda's
/// meeting and not before the meeting of minutes.
pub(crate) fn written(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    so_far: &Paper,
    times: &[Time],
    own: Option<usize>,
) -> Option<usize> {
    let meeting = dates::start_of(times.get(own?)?)?;
    let due = |day: Date| match so_far.kind {
        Kind::Dagsorden => day <= meeting,
        Kind::Referat => day >= meeting,
        _ => false,
    };
    let mut best = None;
    for (at, time) in times.iter().enumerate() {
        let dated = matches!(time.grain, Grain::Day | Grain::Minute);
        if Some(at) == own || !dated || time.kind == Sort::Set {
            continue;
        }
        let there = dates::start_of(time).filter(|&day| due(day));
        let Some(place) = there.and_then(|_| Place::new(outline, times, at)) else {
            continue;
        };
        let score = place.of_paper(vocabulary);
        let above = place.line < TOP / 2 && place.line < line_of(outline, times, own);
        let signed = place.placed
            || place.line + 2 >= place.lines
            || (above && there != Some(meeting) && !place.hour);
        // "Sendt: 4. februar 2015 09:12": a mail tells the hour too.
        let labelled = place.labelled(&vocabulary.cues.issued.label);
        let said = labelled && (!place.hour || place.before.len() == 1)
            || (place.alone() && signed && !place.hour);
        if said && score >= ENOUGH && best.is_none_or(|(top, _)| score > top) {
            best = Some((score, at));
        }
    }
    best.map(|(_, at)| at)
}

fn line_of(outline: &Outline<'_>, times: &[Time], at: Option<usize>) -> usize {
    let start = at.and_then(|at| Some(times.get(at)?.span.start));
    start.and_then(|s| outline.line_at(s)).unwrap_or_default()
}

/// Where the part of a line that a byte stands in begins and ends: columns set with spaces, parts set with bars or dots.
fn part(text: &str, line: std::ops::Range<usize>, at: std::ops::Range<usize>) -> (usize, usize) {
    const MARKS: [&str; 4] = ["   ", " | ", " · ", " • "];
    const DASHES: [&str; 2] = [" - ", " – "];
    let before = cut(text, line.start..at.start);
    let after = cut(text, at.end..line.end);
    let start = MARKS
        .iter()
        .filter_map(|m| Some(before.rfind(m)? + m.len()))
        .max();
    // "27. august 2012 - Sagsnr. 12/18834"
    let dashed = DASHES.iter().filter(|dash| {
        let rest = after.strip_prefix(*dash);
        rest.is_some_and(|rest| rest.starts_with(char::is_uppercase))
    });
    let end = MARKS
        .iter()
        .filter_map(|m| after.find(m))
        .chain(dashed.map(|_| 0))
        .min();
    (
        line.start + start.unwrap_or_default(),
        end.map_or(line.end, |end| at.end + end),
    )
}

/// "Vejle d.": a place without its comma.
fn is_place(lead: &str) -> bool {
    let mut words = lead.split_whitespace();
    let place = words.next().is_some_and(|w| {
        w.starts_with(char::is_uppercase) && w.chars().skip(1).all(char::is_lowercase)
    });
    place && matches!(words.next(), Some("den" | "d." | "d")) && words.next().is_none()
}

/// The words without "den" at their end.
fn without_article(mut words: &[Word]) -> &[Word] {
    while let [rest @ .., last] = words
        && matches!(last.folded.as_str(), "den" | "d")
    {
        words = rest;
    }
    words
}

/// A date's line, as far as it tells whether the date is the paper's.
struct Place<'t> {
    line: usize,
    lines: usize,
    text: &'t str,
    /// Words of the line before the date, and after.
    before: Vec<Word>,
    after: Vec<Word>,
    /// Whether it is an entry of a list or of a table of more than two columns.
    entry: bool,
    /// Whether a comma stands before it, as after a place: "Hillerød, den 21. december".
    placed: bool,
    /// Whether it stands in another cell than the first.
    cell: bool,
    /// Whether a gap stands before it, as between columns.
    apart: bool,
    margin: bool,
    /// Whether the line above ends in a word that leads to it.
    led: bool,
    /// Whether its hour is told, as a meeting's is.
    hour: bool,
    /// Words of the line above, where the date is all that its line says.
    above: Vec<Word>,
    /// Whether a name stands before it, as where a form is signed: "Ida Holm, d. 3/5".
    signed: bool,
}

impl<'t> Place<'t> {
    fn new(outline: &Outline<'t>, times: &[Time], at: usize) -> Option<Self> {
        let time = times.get(at)?;
        let line = outline.line_at(time.span.start)?;
        let whole = outline.lines.get(line)?;
        let text = outline.text();
        let near = reach(text, &whole.span, time.span.start);
        let (from, to) = part(text, near.clone(), time.span.clone());
        let end = times.get(at + 1).map_or(to, |next| next.span.start.min(to));
        let corner = corner::is_in(outline, line, &time.span);
        let sentence = sentence_at(text, &(from..to), time.span.start);
        let from = from.max(sentence.start.min(time.span.start));
        let lead = cut(text, from..time.span.start);
        let placed = lead.contains(',') || (is_place(lead) && time.span.end == whole.span.end);
        // "KT, 29. april 2020. Spørgsmål til …": a sign and its day are a sentence of their own.
        let end = if placed { end.min(sentence.end) } else { end };
        let own = without_article(&outline.words(from..time.span.start)).to_vec();
        // "Dato:     3. maj": what stands before the gap is the label.
        let apart = own.is_empty() && from > near.start;
        let cell = cell_start(outline, line, time.span.start).filter(|_| !corner);
        let start = match cell {
            Some(cell) => cell,
            None if corner => outline
                .column_at(line, time.span.start)
                .and_then(|c| Some(whole.cells.get(c)?.start))
                .unwrap_or(from),
            None if apart => label_start(outline, &(near.start..from)).unwrap_or(from),
            None => from,
        };
        Some(Self {
            line,
            lines: outline.lines.len(),
            text: cut(text, whole.span.clone()),
            before: without_article(&outline.words(start..time.span.start)).to_vec(),
            after: outline
                .words(time.span.end..end.max(time.span.end))
                .into_owned(),
            apart: apart && !corner,
            margin: whole.margin,
            entry: (whole.cells.len() > 2 && !corner) || {
                // "8. marts" is no item of a list.
                let bullet = lines::bullet(cut(text, whole.span.clone()));
                bullet > 0 && whole.span.start + bullet <= time.span.start
            },
            placed,
            signed: placed && own.len() <= 4,
            above: above_words(outline, line, &time.span, placed),
            cell: !corner
                && outline
                    .column_at(line, time.span.start)
                    .is_some_and(|c| c > 0),
            led: line
                .checked_sub(1)
                .and_then(|above| outline.lines.get(above))
                .is_some_and(|above| leads_on(cut(text, above.span.clone()))),
            hour: time.grain == Grain::Minute,
        })
    }

    fn position(&self) -> i32 {
        let at = i32::try_from(self.line).unwrap_or(i32::MAX);
        if self.line < TOP {
            24 - at
        } else if self.line + END >= self.lines {
            10
        } else {
            -40
        }
    }

    fn has(&self, patterns: &PatternSet) -> bool {
        patterns.stand_in(&self.before)
    }

    /// Whether a label stands before the date, with little between. What a date stands behind with "af" has the date
    /// as its own: "har modtaget brev af 3. maj".
    fn labelled(&self, labels: &PatternSet) -> bool {
        if self.ends(&["af", "fra"]) {
            return false;
        }
        if self.before.is_empty() && labels.begin(&self.above) {
            return true;
        }
        if self.signed
            && self
                .above
                .last()
                .is_some_and(|w| labels.fill(std::slice::from_ref(w)))
        {
            return true;
        }
        let words = &self.before;
        let near = words
            .get(words.len().saturating_sub(6)..)
            .unwrap_or_default();
        labels.stand_in(near)
    }

    /// What stands before the date since the last conjunction: "godkendt den 3. maj og sidst rettet den …".
    fn clause(&self) -> &[Word] {
        let joint = |w: &Word| matches!(w.folded.as_str(), "og" | "samt" | "men" | "<t>");
        let start = self.before.iter().rposition(joint).map_or(0, |at| at + 1);
        self.before.get(start..).unwrap_or_default()
    }

    /// Whether one of the words stands directly before the date.
    fn ends(&self, words: &[&str]) -> bool {
        let last = self.before.last();
        last.is_some_and(|word| words.contains(&word.folded.as_str()))
    }

    /// Whether the line above leads to the date: "… skal være os i hænde senest".
    fn is_led(&self) -> bool {
        self.before.is_empty() && self.led
    }

    /// Nothing but the date, its weekday and maybe a place: "Hillerød, den 21. december 2018".
    fn alone(&self) -> bool {
        let longest = |words: &[Word]| {
            words
                .iter()
                .map(|w| w.folded.len())
                .max()
                .unwrap_or_default()
        };
        const SMALL: [&str; 6] = ["pr", "fra", "af", "til", "inden", "senest"];
        let plain = |w: &Word| !SMALL.contains(&w.folded.as_str());
        let first = self.before.is_empty() || (self.before.len() <= 2 && self.placed);
        (first || (self.apart && self.line < TOP))
            && !self.is_led()
            && self.before.iter().all(plain)
            && self.after.len() <= 2
            && longest(&self.before) < 24
            && !self.cell
    }

    /// What speaks for the date most, for a person.
    fn rule(&self, vocabulary: &Vocabulary) -> &'static str {
        let words = &vocabulary.cues.issued;
        if self.labelled(&words.label) || self.labelled(&words.meeting) {
            "a date behind a label of the paper's date"
        } else if self.alone() {
            "a date by itself where papers are dated"
        } else {
            "the likeliest of the dates where papers are dated"
        }
    }

    fn of_paper(&self, vocabulary: &Vocabulary) -> i32 {
        let words = &vocabulary.cues.issued;
        let labelled = self.labelled(&words.label);
        let mut score = self.position();
        if labelled && self.line >= TOP && self.line + self.lines / 4 >= self.lines {
            // The signatures of a form stand somewhere in its last part.
            score = score.max(0);
        }
        if labelled && self.before.len() <= 8 {
            score += if self.labelled(&words.receipt) {
                25
            } else {
                50
            };
        } else if self.alone() {
            score += 40;
        } else if words.version.stand_in(self.clause()) && self.clause().len() <= 6 {
            score += 25;
        } else {
            score -= 30;
        }
        if words.not.stand_in(self.clause()) {
            score -= 60;
        }
        if self.entry && !labelled && !self.has(&words.version) {
            score -= 40;
        }
        if self.margin {
            score -= 5;
        }
        score
    }

    fn of_meeting(&self, vocabulary: &Vocabulary, title: Option<&str>) -> i32 {
        let words = &vocabulary.cues.issued;
        let mut score = self.position();
        if title.is_some_and(|t| t == self.text) {
            score += 60;
        }
        // A label, not a sentence of an item in which a meeting comes up.
        if self.labelled(&words.meeting) && self.before.len() <= 8 {
            score += 50;
        } else if self.alone() || (self.before.is_empty() && !self.cell && self.after.len() <= 6) {
            score += 35;
        } else if self.labelled(&words.label) {
            score += 15;
        }
        if self.hour && self.before.len() <= 3 && self.line < TOP {
            // "Torsdag d. 25. januar kl. 9": a day with its hours is the meeting's, beside it "Dato" is the letter's.
            score += if self.before.is_empty() { 40 } else { 20 };
        }
        // "Hillerød, den 3. maj": a letter's place and day.
        let letter = self.placed && !self.before.is_empty() && self.before.len() <= 2;
        if self.has(&words.other_meeting) || self.ends(&["af", "pr"]) {
            score -= 60;
        } else if letter && !self.hour && !self.labelled(&words.meeting) {
            score -= 30;
        }
        score
    }
}

/// Where the column before a gap begins, as far as it may be a label: `Dato:     3. maj`. Two columns of a letterhead stand
/// beside each other with nothing to do with one another.
fn label_start(outline: &Outline<'_>, before: &std::ops::Range<usize>) -> Option<usize> {
    const LABEL: usize = 3;
    let said = cut(outline.text(), before.clone()).trim_end();
    let start = said.rfind("   ").map_or(0, |gap| gap + 3);
    let label = before.start + start..before.start + said.len();
    (outline.words(label.clone()).len() <= LABEL).then_some(label.start)
}

/// The words of a short line above a date that has its line to itself: a form's label.
fn above_words(
    outline: &Outline<'_>,
    line: usize,
    span: &std::ops::Range<usize>,
    placed: bool,
) -> Vec<Word> {
    const LABEL: usize = 60;
    const NAME: usize = 40;
    let text = outline.text();
    let own = outline.lines.get(line).map(|l| cut(text, l.span.clone()));
    let alone = own.is_some_and(|own| {
        let room = if placed { NAME } else { 4 };
        own.trim().len() <= span.len() + room
    });
    let above = line.checked_sub(1).and_then(|a| outline.lines.get(a));
    above
        .filter(|above| alone && above.cells.len() < 2 && above.span.len() <= LABEL)
        .map(|above| {
            // `20. Dato`
            let number = lines::bullet(cut(text, above.span.clone()));
            outline.words(above.span.start + number..above.span.end)
        })
        .map(|words| words.into_owned())
        .unwrap_or_default()
}

/// A cell's label is the cell before it.
fn cell_start(outline: &Outline<'_>, line: usize, at: usize) -> Option<usize> {
    let column = outline.column_at(line, at)?;
    let cells = &outline.lines.get(line)?.cells;
    cells.get(column.saturating_sub(1)).map(|c| c.start)
}
