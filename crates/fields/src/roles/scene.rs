//! What stands around an expression of time: its sentence, the part of it that is about this date, its row, its label.

use crate::pattern::cut;
use danish::Time;
use paper::Span;

use super::above::{self, Above};
use crate::{lines, outline::Outline, pattern::Word};

/// The surroundings of one expression of time.
#[derive(Debug, Clone)]
pub(crate) struct Scene {
    /// The expression itself.
    pub(crate) span: Span,
    /// Its line, as an index into the outline's.
    pub(crate) line: usize,
    /// Its cell, or else its line.
    pub(crate) unit: Span,
    /// Its sentence within the unit.
    pub(crate) sentence: Span,
    /// The part of the sentence that is about this date and no other.
    pub(crate) zone: Span,
    /// The words of the sentence: `<d>` stands for the expression, `<t>` for others.
    pub(crate) words: Vec<Word>,
    /// What stands before a colon before it ("Svarfrist: …"), or in the first cell of a row of two.
    pub(crate) label: Option<Span>,
    /// The label, where it is the line above.
    pub(crate) above: Option<Span>,
    /// Its column, where its line is a row.
    pub(crate) column: Option<usize>,
}

impl Scene {
    /// Looks around the expression `at` of `times`, all of which are dates in their own right.
    pub(crate) fn new(outline: &Outline<'_>, times: &[Time], at: usize) -> Option<Self> {
        let text = outline.text();
        let span = times.get(at)?.span.clone();
        let line = outline.line_at(span.start)?;
        let column = outline.column_at(line, span.start);
        let whole = &outline.lines.get(line)?;
        let unit = column
            .and_then(|c| whole.cells.get(c).cloned())
            .unwrap_or_else(|| whole.span.clone());
        let mut sentence = sentence(text, &unit, &span);
        let above = above::of(outline, times, &span, &sentence);
        if let Some(Above::Opening(opening)) = &above {
            sentence.start = opening.start;
        }
        if above.is_none()
            && let Some(start) = opening_of_line(outline, times, &whole.span, at, &sentence)
        {
            sentence.start = start;
        }
        let zone = zone(text, &sentence, times, at);
        let above = match above {
            Some(Above::Label(label)) => Some(label),
            _ => None,
        };
        let label = label(outline, line, column, &unit, &span).or_else(|| above.clone());
        Some(Self {
            words: words(outline, &sentence, times, at),
            label,
            above,
            span,
            line,
            unit,
            sentence,
            zone,
            column,
        })
    }

    /// The words that stand in the zone, without asides in brackets.
    pub(crate) fn zone_words(&self, text: &str) -> Vec<Word> {
        let mut aside = asides(text, &self.zone, &self.span);
        aside.extend(conditions(text, &self.zone, &self.span));
        let all = self
            .words
            .iter()
            .filter(|w| w.span.end > self.zone.start && w.span.start < self.zone.end);
        let plain: Vec<Word> = all
            .clone()
            .filter(|w| !aside.iter().any(|a| a.contains(&w.span.start)))
            .cloned()
            .collect();
        // An entry that is nothing but a date and an aside says what it is in the aside.
        if plain.len() > 1 {
            return plain;
        }
        let conditions = conditions(text, &self.zone, &self.span);
        let told = |w: &&Word| !conditions.iter().any(|c| c.contains(&w.span.start));
        all.filter(told).cloned().collect()
    }
}

impl Scene {
    /// The words of the sentence without those that stand between the date's own part and the next date, whose they are.
    pub(crate) fn rest_words(&self) -> Vec<Word> {
        let next = self
            .words
            .iter()
            .find(|w| w.span.start >= self.zone.end && w.folded == "<t>");
        let next = next.map_or(self.zone.end, |w| w.span.start);
        let mine = |w: &&Word| w.span.end <= self.zone.end || w.span.start >= next;
        self.words.iter().filter(mine).cloned().collect()
    }

    /// The words of the date's own clause.
    pub(crate) fn clause_words(&self, text: &str) -> Vec<Word> {
        const MARKS: [&str; 4] = [", ", "; ", " – ", ",\n"];
        let before = cut(text, self.zone.start..self.span.start.max(self.zone.start));
        let after = cut(text, self.span.end.min(self.zone.end)..self.zone.end);
        let mark = |before: &str| {
            let marks = MARKS
                .iter()
                .filter_map(|m| Some((before.rfind(m)?, m.len())));
            marks.max()
        };
        let mut start = 0;
        if let Some((at, length)) = mark(before) {
            start = at + length;
            // "Turen går til Hirsholm, onsdag den 3. maj": a date alone belongs to the clause before it.
            let alone = before[start..].trim();
            if alone == "dvs." {
                start = 0;
            } else if alone.split_whitespace().count() <= 1 || is_turn(alone) {
                start = mark(&before[..at]).map_or(0, |(at, length)| at + length);
            }
        }
        let start = self.zone.start + start;
        let end = MARKS.iter().filter_map(|m| after.find(m)).min();
        let end = end.map_or(self.zone.end, |end| self.span.end + end);
        let clause = self.zone_words(text);
        clause
            .into_iter()
            .filter(|w| w.span.end > start && w.span.start < end)
            .collect()
    }
}

/// Where the sentence of a line begins whose first date ends the line above: "… første gang den" above "1. marts 2003 og
/// derefter den 1. september". Its day is no bullet.
fn opening_of_line(
    outline: &Outline<'_>,
    times: &[Time],
    line: &Span,
    at: usize,
    sentence: &Span,
) -> Option<usize> {
    let (index, first) = inside(times, line).next()?;
    let begins = first.span.start == line.start && index < at;
    if !begins || sentence.start > first.span.end {
        return None;
    }
    let own = sentence_at(outline.text(), line, first.span.start);
    match above::of(outline, times, &first.span, &own)? {
        Above::Opening(opening) => Some(opening.start),
        Above::Label(_) => None,
    }
}

/// "Indsendes, første gang den 3. maj": which time of what the clause before tells.
fn is_turn(clause: &str) -> bool {
    let words = clause.strip_suffix(" den").unwrap_or(clause);
    matches!(
        words,
        "første gang" | "sidste gang" | "næste gang" | "anden gang"
    )
}

/// How far a sentence is looked for on either side of what stands in it, in bytes: whoever writes on one line what fills
/// a book shall not have all of it read for each of its dates.
const REACH: usize = 600;

/// The part of a unit within reach of a byte.
pub(crate) fn reach(text: &str, unit: &Span, at: usize) -> Span {
    let mut start = at.saturating_sub(REACH).max(unit.start);
    let mut end = (at + REACH).min(unit.end).max(start);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end.max(start)
}

/// The sentence of a unit in which a byte stands.
pub(crate) fn sentence_at(text: &str, unit: &Span, at: usize) -> Span {
    let near = reach(text, unit, at);
    let within = danish::sentence_around(cut(text, near.clone()), at.saturating_sub(near.start));
    near.start + within.start..near.start + within.end
}

/// The times that begin in a stretch, each with its index.
pub(crate) fn inside<'t>(
    times: &'t [Time],
    stretch: &Span,
) -> impl DoubleEndedIterator<Item = (usize, &'t Time)> + use<'t> {
    let first = times.partition_point(|t| t.span.start < stretch.start);
    let last = times.partition_point(|t| t.span.start < stretch.end);
    let there = times.get(first..last.max(first)).unwrap_or_default();
    there
        .iter()
        .enumerate()
        .map(move |(at, time)| (first + at, time))
}

fn sentence(text: &str, unit: &Span, span: &Span) -> Span {
    let mut sentence = sentence_at(text, unit, span.start);
    // A date is never cut in two, whatever its full stops look like.
    sentence.start = sentence.start.min(span.start);
    sentence.end = sentence.end.max(span.end);
    let bullet = lines::bullet(cut(text, sentence.clone()));
    if sentence.start + bullet <= span.start {
        sentence.start += bullet;
    }
    sentence
}

fn words(outline: &Outline<'_>, sentence: &Span, times: &[Time], at: usize) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut from = sentence.start;
    for (index, time) in inside(times, sentence) {
        if time.span.start < from || time.span.end > sentence.end {
            continue;
        }
        words.extend_from_slice(&outline.words(from..time.span.start));
        while words
            .last()
            .is_some_and(|w| matches!(w.folded.as_str(), "den" | "d"))
        {
            words.pop();
        }
        let mark = if index == at { "<d>" } else { "<t>" };
        words.push(Word::new(time.span.clone(), mark));
        from = time.span.end;
    }
    words.extend_from_slice(&outline.words(from..sentence.end.max(from)));
    words
}

/// The part of the sentence around the expression, up to where another date's part begins.
fn zone(text: &str, sentence: &Span, times: &[Time], at: usize) -> Span {
    let Some(span) = times.get(at).map(|t| t.span.clone()) else {
        return sentence.clone();
    };
    let before = times[..at]
        .last()
        .filter(|t| t.span.start >= sentence.start && t.span.end <= span.start);
    let after = times
        .get(at + 1)
        .filter(|t| t.span.end <= sentence.end && t.span.start >= span.end);
    let mut zone = sentence.clone();
    if let Some(before) = before {
        let gap = before.span.end..span.start;
        let mark = boundary(text, gap.clone());
        // "Mødet i gruppen, der holdes den 3. maj", and "rykket fra den 1. maj til den 3. maj", are told together.
        zone.start = match cut(text, gap.clone()).trim() {
            "til" | "til den" | "til d." => zone.start,
            _ if is_relative(cut(text, mark..gap.end)) => gap.start,
            _ => mark,
        };
    }
    if let Some(after) = after {
        let gap = span.end..after.span.start;
        // "Midtvejs, dvs. medio januar, samles alle, og i maj …": what the first does stands behind it.
        let front = cut(text, zone.start..span.start).split_whitespace().count() <= 3;
        let late = cut(text, gap.clone()).rfind(", ").filter(|_| front);
        let end = late.map_or_else(|| boundary(text, gap.clone()), |at| gap.start + at);
        let end = end.max(gap.start);
        // "Rådet har den 3. maj besluttet at … efter brev af 2. april": the verb behind the date is its own.
        let open = end == gap.start
            && first_mark(text, &gap).is_none()
            && has_open_verb(cut(text, zone.start..span.start));
        zone.end = if open { after.span.start } else { end };
    }
    within_brackets(text, zone, &span)
}

/// Whether a clause only says more of the noun before it: ", der holdes …".
fn is_relative(clause: &str) -> bool {
    let said = clause.trim_start_matches([',', ' ']);
    clause.starts_with(',') && (said.starts_with("der ") || said.starts_with("som "))
}

/// Whether a verb stands shortly before that has the rest of it behind the date: "har den 3. maj …", "blev i juni …".
pub(super) fn has_open_verb(before: &str) -> bool {
    const VERBS: [&str; 16] = [
        "har", "vil", "skal", "er", "blev", "kan", "bliver", "var", "havde", "må", "skulle",
        "kunne", "ville", "bedes", "fik", "gav",
    ];
    let mut last = before.split_whitespace().rev().take(4);
    last.any(|word| VERBS.contains(&word))
}

/// Where one date's part of a sentence ends and the next one's begins: at the first mark between clauses, else at once,
/// since what a date is for stands before it more often than after.
fn boundary(text: &str, gap: Span) -> usize {
    gap.start + first_mark(text, &gap).unwrap_or_default()
}

fn first_mark(text: &str, gap: &Span) -> Option<usize> {
    const MARKS: [&str; 11] = [
        ", ", "; ", " (", ")", " – ", " - ", " og ", " men ", " samt ", " hvor ", " (",
    ];
    let between = cut(text, gap.clone());
    MARKS.iter().filter_map(|m| between.find(m)).min()
}

/// A date in brackets is about what stands in them.
fn within_brackets(text: &str, zone: Span, span: &Span) -> Span {
    let before = cut(text, zone.start..span.start);
    let after = cut(text, span.end.min(zone.end)..zone.end);
    let open = before.rfind('(').filter(|&o| !before[o..].contains(')'));
    match open {
        Some(open) => {
            let end = after.find(')').map_or(zone.end, |c| span.end + c);
            zone.start + open + 1..end
        }
        None => zone,
    }
}

/// The brackets of a stretch that do not hold the date.
fn asides(text: &str, zone: &Span, date: &Span) -> Vec<Span> {
    let mut asides = Vec::new();
    let mut at = zone.start;
    while let Some(open) = cut(text, at..zone.end).find('(') {
        let open = at + open;
        let close = cut(text, open..zone.end)
            .find(')')
            .map_or(zone.end, |c| open + c);
        if !(open..close).contains(&date.start) {
            asides.push(open..close);
        }
        at = close;
        if close == zone.end {
            break;
        }
    }
    asides
}

/// The clauses of a stretch that only say on what condition, and do not hold the date: "…, hvis planen vedtages".
fn conditions(text: &str, zone: &Span, date: &Span) -> Vec<Span> {
    const WORDS: [&str; 5] = ["hvis", "når", "medmindre", "såfremt", "dersom"];
    let mut found = Vec::new();
    let mut at = zone.start;
    for clause in cut(text, zone.clone()).split_inclusive([',', ';']) {
        let span = at..at + clause.len();
        at = span.end;
        let opens = WORDS.iter().filter_map(|word| word_at(clause, word)).min();
        if let Some(opens) = opens.filter(|_| !span.contains(&date.start)) {
            found.push(span.start + opens..span.end);
        }
    }
    found
}

/// Where a word begins in a stretch, whole.
fn word_at(text: &str, word: &str) -> Option<usize> {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(word)
        .find(|(at, found)| {
            edge(text[..*at].chars().next_back()) && edge(text[at + found.len()..].chars().next())
        })
        .map(|(at, _)| at)
}

fn label(
    outline: &Outline<'_>,
    line: usize,
    column: Option<usize>,
    unit: &Span,
    span: &Span,
) -> Option<Span> {
    const FAR: usize = 24;
    let text = outline.text();
    let near = reach(text, unit, span.start);
    let before = cut(text, near.start..span.start);
    let cells = &outline.lines.get(line)?.cells;
    if let Some(colon) = before.rfind(':')
        && before.len() - colon <= FAR
        && !before[..colon].ends_with(|c: char| c.is_ascii_digit())
    {
        let bullet = lines::bullet(before);
        let start = before[..colon]
            .rfind(". ")
            .map_or(0, |s| s + 2)
            .max(bullet.min(colon));
        return Some(lines::trimmed(text, near.start + start..near.start + colon));
    }
    if let Some(label) = led(text, &near, before) {
        return Some(label);
    }
    let headed = outline.grid_of(line).is_some_and(|g| g.headed);
    match column {
        // A form's row of two has its label in the first, whatever stands above.
        Some(column)
            if column > 0 && (!headed || cells.len() == 2) && before.trim().len() <= FAR =>
        {
            cells.first().cloned()
        }
        _ => None,
    }
}

/// "Tilsagn ........ 3. maj" and "Udvalget      3. maj": what stands before a leader of dots or a gap.
fn led(text: &str, near: &Span, before: &str) -> Option<Span> {
    const GAP: usize = 3;
    let lead = before.trim_end_matches(['.', ' ', '\u{a0}', '_', '…']);
    let gap = before.len() - lead.len();
    let bullet = lines::bullet(before).min(lead.len());
    let plain = lead.ends_with(|c: char| c.is_alphanumeric() || c == ')');
    (gap >= GAP && plain && lead.len() - bullet > 1)
        .then(|| lines::trimmed(text, near.start + bullet..near.start + lead.len()))
}
