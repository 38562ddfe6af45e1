//! Expressions of time, resolved against the paper, and what they are for.

mod clocks;
mod direction;
mod ends;
mod estimate;
mod hints;
mod lone;
mod moved;
mod record;
mod yearly;

use crate::pattern::cut;
use danish::{Context, Grain, Kind as Sort, Missing, Time};
use jiff::civil::Date;
use paper::{Kind, Mention, Paper, Span};

use crate::{
    Vocabulary, issued,
    outline::Outline,
    roles::{self, Scene, Verdict},
};

/// The times of a paper, resolved, and which of them is its own date.
#[derive(Debug, Default)]
pub(crate) struct Calendar {
    /// Dates in their own right, with the clock times that belong to them; first to last.
    pub(crate) times: Vec<Time>,
    /// The paper's own date, or the day of the meeting it is about, as an index into `times`.
    pub(crate) own: Option<usize>,
    /// Of an agenda or of minutes, the day on which they were written.
    pub(crate) issued: Option<usize>,
}

/// Finds the times twice: first for the paper's own date and the years that its headings give, then with both.
pub(crate) fn read(outline: &Outline<'_>, vocabulary: &Vocabulary, so_far: &Paper) -> Calendar {
    let text = outline.text();
    let language = vocabulary.danish();
    let mut context = Context::default();
    let reading = danish::Reading::new(text, language);
    let first = reading.times(&context);
    if first.is_empty() {
        return Calendar::default();
    }
    context.years = hints::years(outline, vocabulary, so_far, &first);
    let own = issued::choose(outline, vocabulary, so_far, &first);
    context.reference = own
        .and_then(|at| start_of(first.get(at)?))
        .or_else(|| estimate::reference(outline, &first));
    let mut times = reading.times(&context);
    context.events = estimate::events(outline, vocabulary, so_far, &times, context.reference);
    if !context.events.is_empty() && times.iter().any(|t| t.missing == Some(Missing::Anchor)) {
        times = reading.times(&context);
    }
    if let Some(day) = context.reference {
        direction::settle(outline, vocabulary, &mut times, &context.years, day);
    }
    lone::settle(outline, &mut times);
    yearly::tell(outline, &mut times);
    let times = clocks::join(outline, vocabulary, times);
    let times: Vec<Time> = ends::join(outline, vocabulary, times)
        .into_iter()
        .filter(|t| is_listed(outline, t))
        .collect();
    let own = issued::choose(outline, vocabulary, so_far, &times);
    let issued = issued::written(outline, vocabulary, so_far, &times, own);
    Calendar { times, own, issued }
}

pub(crate) fn start_of(time: &Time) -> Option<Date> {
    time.start.map(danish::Moment::date)
}

/// Whether the record lists it: no lengths of time, and lone years only where something ends or is due.
fn is_listed(outline: &Outline<'_>, time: &Time) -> bool {
    match (time.kind, time.missing) {
        // "Hvert år" by itself names no day.
        _ if time.recurs.as_deref() == Some("FREQ=YEARLY") => false,
        (Sort::Duration, None) => false,
        (Sort::Duration, Some(Missing::Anchor)) => time.phrase.len() > time.span.len(),
        // Holidays without a year are no days of their own.
        _ if is_holiday(outline.text(), time) => false,
        // "Efter sommeren" names a season of no year.
        _ if time.grain == Grain::Season && time.infers(danish::Part::Year) => {
            time.bound.is_none()
                && outline
                    .grid_of(outline.line_at(time.span.start).unwrap_or_default())
                    .is_some()
        }
        _ if time.grain == Grain::Year => {
            time.bound.is_some_and(record::ends)
                || fills_cell(outline, time)
                || start_of(time).is_some_and(|day| day.month() > 1)
        }
        _ => true,
    }
}

/// "Efter sommerferien", "glædelig jul", "mellem jul og nytår": of no year, and when the holidays are is not said.
fn is_holiday(text: &str, time: &Time) -> bool {
    const NAMES: [&str; 6] = ["ferie", "jul", "påske", "pinse", "nytår", "advent"];
    let said = cut(text, time.span.clone()).to_lowercase();
    // "Inden jul" is a term, and when it is everybody knows.
    let term = time.bound.is_some_and(record::ends) && time.missing.is_none();
    if term && matches!(said.as_str(), "jul" | "nytår") {
        return false;
    }
    let of_no_year = time.infers(danish::Part::Year);
    of_no_year
        && !said.contains(|c: char| c.is_ascii_digit())
        && !said.contains("juli")
        && NAMES.iter().any(|name| said.contains(name))
}

/// Whether it is all that stands in the cell of a table's row.
fn fills_cell(outline: &Outline<'_>, time: &Time) -> bool {
    outline.line_at(time.span.start).is_some_and(|line| {
        let cells = &outline.lines[line].cells;
        cells.contains(&time.span)
            && outline.grid_of(line).is_some_and(|g| g.rows.start != line)
            && cells
                .iter()
                .filter(|c| cut(outline.text(), (*c).clone()).contains(char::is_alphabetic))
                .count()
                > 0
    })
}

/// A date of the record, and the sentence in which it stands.
#[derive(Debug)]
pub(crate) struct Dated {
    pub(crate) mention: Mention,
    pub(crate) sentence: Span,
}

/// One expression with what was concluded of it, before it is written into the record.
struct Draft<'t> {
    time: &'t Time,
    scene: Scene,
    verdict: Verdict,
    summary: roles::Summary,
    /// In a list of dates, what was said of the first.
    listed: Option<roles::Summary>,
}

pub(crate) fn find(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    so_far: &Paper,
    calendar: &Calendar,
) -> Vec<Dated> {
    let times = calendar.times.as_slice();
    let day = |at: Option<usize>| start_of(times.get(at?)?);
    let written = day(calendar.issued.or(calendar.own));
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    for at in 0..times.len() {
        let Some(mut draft) = draft(outline, vocabulary, so_far, (times, at), written) else {
            continue;
        };
        if calendar.own == Some(at) {
            own(outline.text(), so_far, &mut draft);
        } else if calendar.issued == Some(at) {
            draft.verdict = Verdict {
                role: paper::DateRole::Issued,
                rule: "the day it was written".to_owned(),
                score: i32::MAX,
                introduced: false,
            };
        } else if let Some(before) = drafts.last() {
            let restated = restates(outline, before, &draft);
            inherit(outline, before, &mut draft, restated);
            if restated {
                drafts.pop();
            }
        }
        drafts.push(draft);
    }
    moved::tell(outline, &mut drafts);
    drafts
        .iter()
        .filter(|draft| record::is_worth(draft.time, draft.verdict.role))
        .filter(|draft| {
            // "Telefonsamtale d.d." is no term, whatever else the sentence asks for.
            let told = match draft.verdict.role {
                paper::DateRole::Reference => false,
                paper::DateRole::Deadline => {
                    draft.time.bound.is_some() || !record::is_own_day(outline.text(), draft.time)
                }
                _ => true,
            };
            told || !record::is_today(outline.text(), draft.time)
        })
        .map(|draft| Dated {
            mention: record::mention(outline, draft),
            sentence: draft.scene.sentence.clone(),
        })
        .collect()
}

fn draft<'t>(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    so_far: &Paper,
    (times, at): (&'t [Time], usize),
    written: Option<Date>,
) -> Option<Draft<'t>> {
    let time = times.get(at)?;
    let scene = Scene::new(outline, times, at)?;
    let words = &vocabulary.cues;
    let step = roles::step(outline, words, so_far.kind, times, &scene);
    let verdict = roles::weigh(outline, words, time, &scene, &step, written);
    let mut summary = roles::summarise(outline, times, &scene, &step);
    if verdict.introduced {
        let above = roles::intro(outline, scene.line).map(|span| cut(outline.text(), span));
        summary.introduce(above.unwrap_or_default());
    }
    Some(Draft {
        summary,
        verdict,
        time,
        scene,
        listed: None,
    })
}

/// The paper's own date: of an agenda and of minutes the meeting.
fn own(text: &str, so_far: &Paper, draft: &mut Draft<'_>) {
    let meeting = matches!(so_far.kind, Kind::Dagsorden | Kind::Referat);
    let title = so_far.title.as_ref().map(|t| t.value.as_str());
    draft.verdict = Verdict {
        role: if meeting {
            paper::DateRole::Meeting
        } else {
            paper::DateRole::Issued
        },
        rule: "the paper's own date".to_owned(),
        score: i32::MAX,
        introduced: false,
    };
    let named = title.and_then(|t| roles::meeting(t, so_far.kind));
    // "Telefonmøde nr. 4, den 3. maj" says more than a title without the meeting.
    let beside = draft.summary.text.take().filter(|told| {
        let mut words = told.split_whitespace();
        words.clone().count() <= 4 && words.next().is_some_and(|word| word.ends_with("møde"))
    });
    draft.summary.text = match (named, beside) {
        (Some(named), Some(beside)) if !named.to_lowercase().contains("møde") => Some(beside),
        (Some(named), _) => Some(without_day(named, cut(text, draft.time.span.clone()))),
        (None, _) => None,
    };
}

/// "Bestyrelsesmøde mandag den 3. maj": a title without its day.
fn without_day(title: String, day: &str) -> String {
    let before = title.find(day).map(|at| title[..at].trim_end());
    let before = before.map(|b| {
        b.strip_suffix(" den")
            .unwrap_or(b)
            .trim_end_matches([',', ' '])
    });
    match before.filter(|b| !b.is_empty()) {
        Some(before) => before.to_owned(),
        None => title,
    }
}

/// A date in a list has the role of the one before it: "den 6. januar, … den 7. januar", "20/8, 24/9 og 3/12".
fn inherit(outline: &Outline<'_>, before: &Draft<'_>, draft: &mut Draft<'_>, restated: bool) {
    const NOTHING: i32 = 100;
    // "Næste møde er den 4. marts. Derefter den 1. april.": once more, in a sentence of its own.
    let opening =
        draft.scene.sentence.start..draft.time.phrase.start.max(draft.scene.sentence.start);
    let once_more = before.scene.unit == draft.scene.unit
        && before.scene.sentence != draft.scene.sentence
        && before.verdict.role == paper::DateRole::Meeting
        && (draft.verdict.role == paper::DateRole::Milestone || draft.verdict.introduced)
        && says_again(&cut(outline.text(), opening).to_lowercase());
    if once_more {
        draft.verdict = before.verdict.clone();
        return;
    }
    if before.scene.sentence != draft.scene.sentence
        || before.verdict.score == i32::MAX
        || draft.verdict.is_term()
    {
        return;
    }
    let between = outline
        .text()
        .get(before.time.span.end..draft.time.phrase.start);
    let between = between.unwrap_or_default();
    let listed = is_list(between);
    let alone = between.split_whitespace().count() <= 8;
    let again = says_again(between);
    if again && alone && draft.verdict.is_ahead_only() {
        draft.verdict = before.verdict.clone();
        draft.summary = before.summary.clone();
        draft.listed = Some(before.summary.clone());
    }
    if draft.time.grain.max(Grain::Day) != before.time.grain.max(Grain::Day) {
        return;
    }
    // "Udvalget behandler sagen den 6. januar, rådet den 7. januar": the verb is said once.
    let mute = draft.verdict.score <= NOTHING || draft.verdict.is_ahead_only();
    // "Inden en uge efter fristen, dvs. senest den 20. februar": the second may say more.
    let restated_so = restated && before.verdict.score >= draft.verdict.score;
    if listed || restated_so || (alone && mute) {
        draft.verdict = before.verdict.clone();
    }
    if restated || listed && !opens_bracket(outline.text(), draft.time.span.end) {
        draft.summary = before
            .listed
            .clone()
            .unwrap_or_else(|| before.summary.clone());
    }
    draft.listed = listed.then(|| {
        before
            .listed
            .clone()
            .unwrap_or_else(|| before.summary.clone())
    });
}

/// "Gruppen mødes den 3. maj og derefter i uge 21": the same once more.
fn says_again(between: &str) -> bool {
    const WORDS: [&str; 5] = ["derefter", "herefter", "dernæst", "igen", "siden"];
    let mut last = between.split_whitespace().rev().take(3);
    last.any(|word| WORDS.contains(&word.trim_matches(',')))
}

/// "Senest den 15. i den måned, hvor …, dvs. 15. april 2010": the second says which day the first is.
fn restates(outline: &Outline<'_>, before: &Draft<'_>, draft: &Draft<'_>) -> bool {
    let between = outline
        .text()
        .get(before.time.span.end..draft.time.phrase.start);
    before.scene.sentence == draft.scene.sentence
        && (!before.time.inferred.is_empty() || before.time.missing.is_some())
        && draft.time.inferred.is_empty()
        && between.is_some_and(|b| b.trim_end().ends_with("dvs."))
}

/// Whether nothing but a comma, a conjunction or an aside stands between two dates.
fn is_list(between: &str) -> bool {
    const JOINTS: [&str; 6] = ["og", "samt", "eller", "den", "d.", "el."];
    let open = between.find('(');
    let outside = match (open, between.find(')')) {
        (Some(open), Some(close)) if open < close => {
            format!("{} {}", &between[..open], &between[close + 1..])
        }
        _ => between.to_owned(),
    };
    outside
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty())
        .all(|word| JOINTS.contains(&word))
}

fn opens_bracket(text: &str, at: usize) -> bool {
    cut(text, at..text.len()).trim_start().starts_with('(')
}
