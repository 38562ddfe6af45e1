//! Weighing the cues around a date.

use danish::{Grain, Kind, Time};
use paper::{DateRole, Span};

use super::{Cue, Place, Scene, Step, Words, plan};
use crate::{
    outline::Outline,
    pattern::{self, Word},
};

/// A role, and what spoke for it most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) role: DateRole,
    /// The name of the strongest cue, for `rule`.
    pub(crate) rule: String,
    /// Hundredths of a weight.
    pub(crate) score: i32,
}

/// What a place counts, in hundredths of the cue's weight.
const ZONE: i32 = 100;
const LABEL: i32 = 120;
const HEAD: i32 = 100;
const ROW: i32 = 90;
const REST: i32 = 35;
const INTRO: i32 = 50;
const HEADING: i32 = 40;

/// What shape alone says, in hundredths.
const STEP: i32 = 300;
const SPAN: i32 = 240;
const YEARS: i32 = 420;
const NOTHING: i32 = 100;

pub(crate) fn weigh(
    outline: &Outline<'_>,
    words: &Words,
    time: &Time,
    scene: &Scene,
    step: &Step,
) -> Verdict {
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
        add(DateRole::Milestone, STEP, "a step of a plan");
    } else if time.kind == Kind::Interval && time.grain == Grain::Range {
        let rule = "two ends stated";
        add(DateRole::Period, if is_years(time) { YEARS } else { SPAN }, rule);
    }
    let around = Around::new(outline, scene, step);
    for cue in &words.cue {
        add(cue.role, cue.weight * around.factor(cue), &cue.name);
    }
    // The roles stand in the order of the contract: the first that fits.
    let mut verdict = Verdict {
        role: DateRole::Reference,
        rule: String::new(),
        score: i32::MIN,
    };
    for (role, (sum, _, name)) in DateRole::ALL.iter().zip(&scores) {
        if *sum > verdict.score {
            verdict = Verdict {
                role: *role,
                rule: (*name).to_owned(),
                score: *sum,
            };
        }
    }
    verdict
}

/// Whether an interval begins with a first of January and ends with one.
fn is_years(time: &Time) -> bool {
    let new_year = |m: Option<danish::Moment>| {
        m.is_some_and(|m| m.date().month() == 1 && m.date().day() == 1)
    };
    new_year(time.start) && new_year(time.end) && !time.approximate
}

/// The words around a date, by where they stand.
struct Around<'s> {
    zone: &'s [Word],
    sentence: &'s [Word],
    label: Vec<Word>,
    head: Vec<Word>,
    row: Vec<Word>,
    intro: Vec<Word>,
    heading: Vec<Word>,
}

impl<'s> Around<'s> {
    fn new(outline: &Outline<'_>, scene: &'s Scene, step: &Step) -> Self {
        let words = |span: Option<Span>| {
            span.map(|s| pattern::words(outline.text(), s)).unwrap_or_default()
        };
        let heading = outline.heading_of(scene.line);
        let heading = heading.and_then(|h| outline.lines.get(h));
        Self {
            zone: scene.zone_words(),
            sentence: &scene.words,
            label: words(scene.label.clone()),
            head: words(step.head.clone()),
            row: words(step.activity.clone()),
            intro: words(plan::intro(outline, scene.line).filter(|_| step.planned)),
            heading: words(heading.map(|h| h.span.clone())),
        }
    }

    /// What the cue counts here: that of the best place in which it stands.
    fn factor(&self, cue: &Cue) -> i32 {
        let places = [
            (LABEL, Place::Label, self.label.as_slice()),
            (ZONE, Place::Text, self.zone),
            (HEAD, Place::Head, &self.head),
            (ROW, Place::Row, &self.row),
            (INTRO, Place::Intro, &self.intro),
            (HEADING, Place::Heading, &self.heading),
            (if cue.near { 0 } else { REST }, Place::Text, self.sentence),
        ];
        places
            .into_iter()
            .filter(|(_, place, _)| cue.at.is_empty() || cue.at.contains(place))
            .find(|(_, _, words)| {
                !words.is_empty() && cue.words.iter().any(|p| p.find(words).is_some())
            })
            .map_or(0, |(factor, _, _)| factor)
    }
}
