//! What a date is for, by the cues around it.

mod above;
mod plan;
mod scene;
mod summary;
mod weigh;

use paper::DateRole;
use serde::Deserialize;

use crate::pattern::{Listed, Pattern, PatternSet, Word};

pub(crate) use above::leads_on;
pub(crate) use plan::{Step, intro, step};
pub(crate) use scene::{Scene, inside, reach, sentence_at};
pub(crate) use summary::{Summary, meeting, summarise};
pub(crate) use weigh::{Verdict, weigh};

/// `cues.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    cue: Cues,
    pub(crate) plan: Plan,
    pub(crate) issued: Issued,
    pub(crate) year: YearWords,
    pub(crate) clock: ClockWords,
    pub(crate) span: SpanWords,
    pub(crate) input: Input,
}

/// A cue: words that speak for a role.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cue {
    name: String,
    role: DateRole,
    /// How much it counts where it stands beside the date.
    weight: i32,
    words: Vec<Pattern>,
    /// Where it counts at all; everywhere where nothing is said.
    #[serde(default)]
    at: Vec<Place>,
    /// Whether it counts only in the part of the sentence that is about the date.
    #[serde(default)]
    near: bool,
    /// Whether a single day, the last of a period, may have its role.
    #[serde(default)]
    alone: bool,
    /// Whether it says nothing of a day after the paper's own.
    #[serde(default)]
    past: bool,
    /// Whether it says nothing of a step of a plan, nor of what is longer than a few days.
    #[serde(default)]
    day: bool,
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "read by the test of the vocabulary")
    )]
    #[serde(default)]
    examples: Vec<String>,
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "read by the test of the vocabulary")
    )]
    #[serde(default)]
    not: Vec<String>,
}

impl Cue {
    /// Whether it only counts in what introduces a date.
    fn only_above(&self) -> bool {
        let above = |place: &Place| matches!(place, Place::Intro | Place::Heading);
        !self.at.is_empty() && self.at.iter().all(above)
    }
}

/// The cues, their words looked for together.
#[derive(Debug, Deserialize)]
#[serde(from = "Vec<Cue>")]
struct Cues {
    list: Vec<Cue>,
    words: Listed,
}

impl From<Vec<Cue>> for Cues {
    fn from(mut list: Vec<Cue>) -> Self {
        Self {
            words: Listed::of(list.iter_mut().map(|cue| &mut cue.words)),
            list,
        }
    }
}

impl Cues {
    /// For each cue, whether it stands in the words.
    fn in_words(&self, words: &[Word]) -> Vec<bool> {
        let mut found = vec![false; self.list.len()];
        self.words.each(words, |cue, _, _| found[cue] = true);
        found
    }
}

/// Where a cue may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Place {
    /// In the sentence.
    Text,
    /// In the label before it.
    Label,
    /// In the head of its column.
    Head,
    /// In the head of any column of its table.
    Columns,
    /// In the cell of its row that says what happens.
    Row,
    /// In the line that introduces its list.
    Intro,
    /// In the heading above.
    Heading,
}

/// What makes tables and lists plans.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Plan {
    /// Heads of columns that say what happens.
    activity: PatternSet,
    /// Heads of columns that say who does it.
    actor: PatternSet,
    /// Heads of columns that say where.
    place: PatternSet,
    /// Heads of columns that only count rows.
    number: PatternSet,
    /// Heads of columns that say when.
    when: PatternSet,
    /// Heads of columns whose dates are no steps, whatever the other columns say.
    not: PatternSet,
    /// Heads of columns whose dates hold where no other stands in the row.
    old: PatternSet,
    /// Heads of columns whose dates take their place.
    new: PatternSet,
    /// Headings and introductions of plans.
    heading: PatternSet,
}

/// What tells a paper's own date.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Issued {
    /// Labels and words before it.
    pub(crate) label: PatternSet,
    /// Those of the labels that tell when another one received or printed it.
    pub(crate) receipt: PatternSet,
    /// Words of a line whose date is the version's.
    pub(crate) version: PatternSet,
    /// Words of a line whose date is another one's.
    pub(crate) not: PatternSet,
    /// Labels of the day of a meeting.
    pub(crate) meeting: PatternSet,
    /// Words of a line whose date is another meeting's.
    pub(crate) other_meeting: PatternSet,
}

/// What gives a year to dates that state none.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct YearWords {
    /// Headings and captions whose year is that of the dates below.
    pub(crate) heading: PatternSet,
    /// Words of what is to come.
    pub(crate) forward: PatternSet,
    /// Words of what has been.
    pub(crate) back: PatternSet,
}

/// What makes two dates the ends of one span.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SpanWords {
    /// Words directly after the first that lead to the second.
    pub(crate) joins: PatternSet,
    /// Labels of the first.
    pub(crate) start: PatternSet,
    /// Labels of the second.
    pub(crate) end: PatternSet,
}

/// Clock times that belong to dates before them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClockWords {
    /// Words directly before a clock time that gives it to all days before.
    pub(crate) all: PatternSet,
    /// Words directly before a clock time that give it to all days of a list above.
    pub(crate) each: PatternSet,
    /// Labels of a line with the clock time of the day in the next.
    pub(crate) label: PatternSet,
}

/// What people are asked for, and meetings treat.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Input {
    /// Groups of words for the same input.
    groups: Vec<PatternSet>,
    /// What a meeting does with it.
    treats: PatternSet,
    /// What is asked for the meeting that the paper calls.
    here: PatternSet,
    /// What tells how long those sit who are asked for.
    term: PatternSet,
    /// What tells how long a project or a plan runs.
    runs: PatternSet,
    /// What names meetings.
    meets: PatternSet,
}

impl Input {
    /// Whether a sentence asks for something for the meeting that the paper calls.
    pub(crate) fn is_for_here(&self, asked: &[Word]) -> bool {
        self.here.stand_in(asked)
    }

    /// Whether a sentence tells how long those sit who are asked for.
    pub(crate) fn is_term(&self, said: &[Word]) -> bool {
        self.term.stand_in(said)
    }

    /// Whether a sentence tells how long a project or a plan runs.
    pub(crate) fn runs(&self, said: &[Word]) -> bool {
        self.runs.stand_in(said)
    }

    /// Whether a sentence speaks of meetings.
    pub(crate) fn is_of_meeting(&self, said: &[Word]) -> bool {
        self.meets.stand_in(said)
    }

    /// For each group, whether a sentence names its input.
    pub(crate) fn groups_in(&self, said: &[Word]) -> Vec<bool> {
        let names = |group: &PatternSet| group.stand_in(said);
        self.groups.iter().map(names).collect()
    }

    /// The groups of what a meeting treats, by the sentence that tells of it.
    pub(crate) fn treated(&self, said: &[Word]) -> Option<Vec<bool>> {
        let treats = self.treats.stand_in(said);
        treats.then(|| self.groups_in(said))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Vocabulary, sample};

    fn first_role(text: &str) -> Option<DateRole> {
        let paper = crate::understand(&sample::document(text), Vocabulary::builtin());
        paper.dates.first().map(|d| d.role)
    }

    #[test]
    fn the_cues_hold_their_examples() {
        let mut wrong = Vec::new();
        for cue in &Vocabulary::builtin().cues.cue.list {
            for example in &cue.examples {
                if first_role(example) != Some(cue.role) {
                    wrong.push((&cue.name, example, first_role(example)));
                }
            }
            for example in &cue.not {
                if first_role(example) == Some(cue.role) {
                    wrong.push((&cue.name, example, first_role(example)));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
