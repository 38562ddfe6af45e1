//! Weighing the cues around a date.

use danish::{Grain, Kind, Missing, Time};
use jiff::civil::Date;
use paper::{DateRole, Span};

use super::{Cue, Cues, Place, Scene, Step, Words, plan};
use crate::{
    outline::Outline,
    pattern::{Word, cut},
};

/// A role, and what spoke for it most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) role: DateRole,
    /// The name of the strongest cue, for `rule`.
    pub(crate) rule: String,
    /// Hundredths of a weight.
    pub(crate) score: i32,
    /// Whether only what introduces it says so.
    pub(crate) introduced: bool,
}

impl Verdict {
    /// Whether the expression itself says that it is a term.
    pub(crate) fn is_term(&self) -> bool {
        self.rule == TERM_RULE
    }

    /// Whether nothing speaks for the role but that the day lies ahead.
    pub(crate) fn is_ahead_only(&self) -> bool {
        self.score == AHEAD && self.rule == AHEAD_RULE
    }
}

/// What a place counts, in hundredths of the cue's weight.
const ZONE: i32 = 100;
const NEAR: i32 = 60;
const LABEL: i32 = 120;
const HEAD: i32 = 100;
const ROW: i32 = 90;
const REST: i32 = 35;
const INTRO: i32 = 50;
const HEADING: i32 = 40;

/// What shape alone says, in hundredths.
const STEP: i32 = 300;
/// A step that is planned for a week or a month is a step, even if people are to meet in it.
const ROUGH: i32 = 430;
/// More so where it is planned for a month or a season.
const COARSE: i32 = 500;
const VAGUE: i32 = 560;
const FORTNIGHT: i32 = 14;
const MONTH: i32 = 31;
/// People meet from one hour to another.
const HOURS: i32 = 320;
const SPAN: i32 = 240;
const YEARS: i32 = 420;
/// "Skoleåret 2013/14" is what something runs over.
const SCHOOL: i32 = 310;
/// What another column moves is over, whatever it was.
const MOVED: i32 = 5_000;
/// A stretch of days, or one that is over, is a period only if something calls it one.
const OVER: i32 = 80;
/// So many other dates in a sentence are a list of them.
const SERIES: usize = 3;
/// What is shorter than so many days is a stretch of days.
const LONG: i32 = 89;
const NOTHING: i32 = 100;
/// What a paper says of a day after its own is to happen then.
const AHEAD: i32 = 260;
const AHEAD_RULE: &str = "after the paper's own day";
/// What is counted back from an event is due then, and no event itself.
const TERM: i32 = 700;
const TERM_RULE: &str = "a term";
/// No meeting lasts longer, and none is called for a longer time.
const LONGEST_MEETING: i32 = 190;
/// Up to so many days are an event, not a period.
const EVENT: i32 = 4;

pub(crate) fn weigh(
    outline: &Outline<'_>,
    words: &Words,
    time: &Time,
    scene: &Scene,
    step: &Step,
    written: Option<Date>,
) -> Verdict {
    // Where no year is to be had, the sentence tells what is over.
    let ahead = is_ahead(time, written)
        || (written.is_none()
            && time.missing == Some(Missing::Year)
            && !words.year.back.stand_in(&scene.words));
    let mut scores: Vec<(i32, i32, &str)> = vec![(0, 0, ""); DateRole::ALL.len()];
    let mut add = |role: DateRole, score: i32, rule| {
        let at = DateRole::ALL.iter().position(|r| *r == role);
        if let Some((sum, best, name)) = at.and_then(|at| scores.get_mut(at)) {
            *sum += score;
            if score > *best {
                (*best, *name) = (score, rule);
            }
        }
    };
    add(DateRole::Reference, NOTHING, "nothing said");
    if step.planned {
        let rough = time.grain > Grain::Day;
        add(
            DateRole::Milestone,
            match days(time) {
                Some(days) if rough && days <= FORTNIGHT => ROUGH,
                Some(days) if rough && days <= MONTH => COARSE,
                _ if rough => VAGUE,
                _ => STEP,
            },
            "a step of a plan",
        );
    } else if is_span(time) {
        let over = time.end.map(danish::Moment::date) <= written;
        let score = match (is_years(time), is_long(time) && !over) {
            (true, _) if over => OVER,
            (true, _) => YEARS,
            (false, true) => SPAN,
            (false, false) => OVER,
        };
        let told = runs(cut(outline.text(), time.span.clone()));
        add(
            DateRole::Period,
            if told { YEARS } else { score },
            "two ends stated",
        );
    }
    if is_school_year(time) {
        add(
            DateRole::Period,
            SCHOOL,
            "a year that does not begin in January",
        );
    }
    let told = scene.words.len() > 3 && scene.column.is_none();
    if time.grain == Grain::Minute && time.end.is_some() {
        add(DateRole::Meeting, HOURS, "from one hour to another");
    }
    if is_term(cut(outline.text(), time.span.clone()), ahead) {
        add(DateRole::Deadline, TERM, TERM_RULE);
    }
    let around = Around::new(outline, &words.cue, scene, step);
    let cues = words.cue.list.iter().enumerate();
    if step.moved {
        add(DateRole::Reference, MOVED, "moved to another day");
    }
    let rough = step.planned || days(time).is_some_and(|days| days > EVENT);
    // What runs for months from end to end was not decided in all of them.
    let lasting = !step.planned && is_span(time) && is_long(time);
    // Nobody meets for months on end.
    let endless = days(time).is_some_and(|days| days > LONGEST_MEETING);
    let silent = |cue: &Cue| {
        (cue.past && ahead) || (cue.day && rough) || (endless && cue.role == DateRole::Meeting)
    };
    for (at, cue) in cues.filter(|(_, cue)| !silent(cue)) {
        let score = cue.weight * around.factor(at, cue);
        // One day is no period, whatever stands beside it; and a step is no more of a step for its verb.
        let span = time.kind == Kind::Interval || matches!(time.grain, Grain::Year | Grain::Half);
        let weak = (cue.role == DateRole::Period && !span && !cue.alone)
            || (cue.role == DateRole::Milestone && step.planned)
            || (lasting && matches!(cue.role, DateRole::Milestone | DateRole::Decision));
        add(cue.role, if weak { score / 4 } else { score }, &cue.name);
    }
    let happens = ahead && !step.planned && told && !(is_span(time) && is_long(time));
    if let Some(sum) = DateRole::ALL
        .iter()
        .position(|r| *r == DateRole::Milestone)
        .and_then(|at| scores.get_mut(at))
        .filter(|sum| happens && sum.0 < AHEAD)
    {
        *sum = (AHEAD, AHEAD, AHEAD_RULE);
    }
    // The roles stand in the order of the contract: the first that fits.
    let mut verdict = Verdict {
        role: DateRole::Reference,
        rule: String::new(),
        score: i32::MIN,
        introduced: false,
    };
    for (role, (sum, _, name)) in DateRole::ALL.iter().zip(&scores) {
        if *sum > verdict.score {
            verdict = Verdict {
                role: *role,
                rule: (*name).to_owned(),
                score: *sum,
                introduced: words
                    .cue
                    .list
                    .iter()
                    .any(|c| c.name == *name && c.only_above()),
            };
        }
    }
    verdict
}

/// Whether two ends are stated, and more lies between them than an event.
fn is_span(time: &Time) -> bool {
    let long = days(time).is_none_or(|days| days > EVENT);
    time.kind == Kind::Interval && time.grain == Grain::Range && !time.approximate && long
}

/// "1. maj 2018 og løber til 30. april 2021": the verb between the two ends.
fn runs(said: &str) -> bool {
    const VERBS: [&str; 7] = [
        "løber", "virker", "gælder", "sidder", "fungerer", "varer", "slutter",
    ];
    VERBS.iter().any(|verb| said.contains(verb))
}

/// "8 dage før", "to uger forinden", "fristen er den 3. maj": what the expression itself calls a term.
fn is_term(said: &str, ahead: bool) -> bool {
    const BACK: [&str; 4] = ["før", "inden", "forinden", "forvejen"];
    let mut words = said.split_whitespace();
    let called = words.next().is_some_and(|first| {
        first
            .to_lowercase()
            .split('.')
            .any(|word| word.ends_with("frist") || word.ends_with("fristen"))
    });
    called || ahead && words.next_back().is_some_and(|last| BACK.contains(&last))
}

fn is_long(time: &Time) -> bool {
    days(time).is_none_or(|days| days >= LONG)
}

fn days(time: &Time) -> Option<i32> {
    let (start, end) = time.start.zip(time.end)?;
    let span = start.date().until((jiff::Unit::Day, end.date())).ok()?;
    Some(span.get_days())
}

fn is_ahead(time: &Time, written: Option<Date>) -> bool {
    let start = time.start.map(danish::Moment::date);
    start
        .zip(written)
        .is_some_and(|(start, written)| start > written)
}

/// Whether a year is a school's or a season's.
fn is_school_year(time: &Time) -> bool {
    let start = time.start.map(danish::Moment::date);
    time.grain == Grain::Year && start.is_some_and(|day| day.month() > 1)
}

/// Whether an interval begins with a first of January and ends with one.
fn is_years(time: &Time) -> bool {
    let new_year =
        |m: Option<danish::Moment>| m.is_some_and(|m| m.date().month() == 1 && m.date().day() == 1);
    new_year(time.start) && new_year(time.end) && !time.approximate
}

/// What is said around a date, by where it stands: the best place first.
struct Around {
    places: Vec<(i32, Place, Vec<bool>)>,
    /// What the words of the head count in a plan, where periods are concerned: nothing.
    planned: bool,
}

impl Around {
    fn new(outline: &Outline<'_>, cues: &Cues, scene: &Scene, step: &Step) -> Self {
        let planned = step.planned;
        // Whether the entry says nothing but its date.
        let clause = scene.clause_words(outline.text());
        let bare = planned && step.activity.is_none() && scene.words.len() <= 3;
        let series = scene.words.iter().filter(|w| w.folded == "<t>").count() >= SERIES;
        let (intro, heading) = if bare || series {
            (ZONE, ZONE)
        } else {
            (INTRO, HEADING)
        };
        let mut places = Vec::new();
        let mut add = |factor: i32, place: Place, words: &[Word]| {
            if !words.is_empty() {
                places.push((factor, place, cues.in_words(words)));
            }
        };
        let words =
            |span: &Option<Span>| span.clone().map(|s| outline.words(s)).unwrap_or_default();
        add(LABEL, Place::Label, &words(&scene.label));
        add(ZONE, Place::Text, &clause);
        add(NEAR, Place::Text, &scene.zone_words(outline.text()));
        add(HEAD, Place::Head, &words(&step.head));
        // "Regnskab senest" stands for itself, whatever the other columns are.
        let head = cues.in_words(&words(&step.head));
        let mut due = cues.list.iter().zip(&head);
        if !due.any(|(cue, found)| *found && cue.role == DateRole::Deadline) {
            add(HEAD, Place::Columns, &words(&step.columns));
        }
        add(ROW, Place::Row, &words(&step.activity));
        add(ROW, Place::Row, &words(&step.row));
        if planned || series {
            add(
                intro,
                Place::Intro,
                &words(&plan::intro(outline, scene.line)),
            );
            add(heading, Place::Heading, &words(&step.heading));
        }
        add(REST, Place::Text, &scene.rest_words());
        Self { places, planned }
    }

    /// What the cue counts here: that of the best place in which it stands.
    fn factor(&self, at: usize, cue: &Cue) -> i32 {
        // What a column of a plan is called says nothing of its dates that the plan does not.
        let mute =
            |place: Place| self.planned && cue.role == DateRole::Period && place == Place::Head;
        self.places
            .iter()
            .filter(|(factor, place, _)| {
                (cue.at.is_empty() || cue.at.contains(place))
                    && !mute(*place)
                    && !(cue.near && *factor == REST)
            })
            .find(|(_, _, found)| found.get(at).is_some_and(|found| *found))
            .map_or(0, |(factor, _, _)| *factor)
    }
}
