//! Corrections into a record.

use super::{
    Action, Corrected, Correction, Corrections, Mark, Settled, Turn, What,
    matching::corresponding,
    restore::restore,
    value::{Correctable, ROLE, SAID},
};
use crate::{Paper, Places, Source, WarningCode, correction::quote::find_quote};

/// How a paper stands to the one that a correction was made at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// It is that paper. What differs was read otherwise, by other rules.
    Own,
    /// A version that came after the correction. What differs the paper itself says.
    Later,
    /// Another version that was there already: only what says the same there is meant too.
    Earlier,
}

/// A correction, for one paper.
#[derive(Debug, Clone, Copy)]
pub struct Given<'c> {
    /// What was said.
    pub correction: &'c Correction,
    /// How the paper stands to it.
    pub scope: Scope,
}

/// What became of a correction in a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Holds,
    /// It holds, and the paper says something else than it did.
    Overtaken,
    /// A later correction of the same value holds.
    Superseded,
    /// The value is not in the paper any more.
    Lapsed,
    /// It is not about this version.
    Elsewhere,
}

/// Puts corrections into a record as the rules made it, and tells what became of each. What an earlier call put in goes
/// out first; the order of `given` does not matter, of two about one value the later one holds. `places` are those of the paper's text, in which
/// the words of added values are looked for.
pub fn apply(paper: &mut Paper, given: &[Given<'_>], places: &Places<'_>) -> Vec<Outcome> {
    restore(paper);
    let mut order: Vec<usize> = (0..given.len()).collect();
    order.sort_by_key(|&at| given.get(at).map(|one| one.correction.at));
    order.reverse();
    let mut work = Work {
        given,
        order,
        places,
        outcomes: vec![Outcome::Elsewhere; given.len()],
        into: Corrections::default(),
        looked_at: Vec::new(),
    };
    work.values(paper);
    work.settle(paper);
    let Work { outcomes, into, .. } = work;
    paper.corrections = into;
    outcomes
}

/// What a paper has once, as a list.
pub(super) fn single<T, R>(slot: &mut Option<T>, change: impl FnOnce(&mut Vec<T>) -> R) -> R {
    let mut list: Vec<T> = slot.take().into_iter().collect();
    let result = change(&mut list);
    *slot = list.into_iter().next();
    result
}

/// How many there are of a field: one at the most, or a list in which a value has to be found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Many {
    One,
    List,
}

/// A turn of one field, and to which correction it belongs.
pub(super) struct Task<'t, T> {
    at: usize,
    pub(super) scope: Scope,
    pub(super) turn: &'t Turn<T>,
}

struct Work<'c, 'g> {
    given: &'g [Given<'c>],
    /// The corrections, the latest first.
    order: Vec<usize>,
    places: &'g Places<'g>,
    outcomes: Vec<Outcome>,
    into: Corrections,
    /// Where values stand that a person has looked at.
    looked_at: Vec<Source>,
}

/// The turns of one field, the latest first.
macro_rules! tasks {
    ($work:ident, $field:ident) => {
        $work
            .order
            .iter()
            .filter_map(|&at| {
                let Given { correction, scope } = $work.given.get(at)?;
                match &correction.what {
                    What::$field(turn) => Some(Task {
                        at,
                        scope: *scope,
                        turn,
                    }),
                    _ => None,
                }
            })
            .collect::<Vec<_>>()
    };
}

impl<'c> Work<'c, '_> {
    fn values(&mut self, paper: &mut Paper) {
        let tasks = tasks!(self, Dates);
        self.list(&mut paper.dates, Many::List, &tasks, What::Dates);
        let tasks = tasks!(self, Amounts);
        self.list(&mut paper.amounts, Many::List, &tasks, What::Amounts);
        let tasks = tasks!(self, Warnings);
        self.list(&mut paper.warnings, Many::List, &tasks, What::Warnings);
        // No warning is about the values below: their places do not count.
        let looked_at = std::mem::take(&mut self.looked_at);
        let tasks = tasks!(self, Members);
        self.list(&mut paper.members, Many::List, &tasks, What::Members);
        let tasks = tasks!(self, CaseNumbers);
        self.list(
            &mut paper.case_numbers,
            Many::List,
            &tasks,
            What::CaseNumbers,
        );
        let tasks = tasks!(self, Title);
        single(&mut paper.title, |title| {
            self.list(title, Many::One, &tasks, What::Title);
        });
        let tasks = tasks!(self, Date);
        single(&mut paper.date, |date| {
            self.list(date, Many::One, &tasks, What::Date);
        });
        self.looked_at = looked_at;
        let tasks = tasks!(self, Kind);
        let mut kind = Some(paper.kind);
        self.into.kind = self.plain(&mut kind, &tasks, What::Kind);
        paper.kind = kind.unwrap_or(paper.kind);
        let tasks = tasks!(self, Status);
        self.into.status = self.plain(&mut paper.status, &tasks, What::Status);
    }

    fn list<T: Correctable>(
        &mut self,
        values: &mut Vec<T>,
        many: Many,
        tasks: &[Task<'c, T>],
        wrap: fn(Turn<T>) -> What,
    ) {
        if tasks.is_empty() {
            return;
        }
        let read = values.clone();
        let mut claimed = vec![false; read.len()];
        let mut gone = Vec::new();
        for task in tasks {
            let Some(was) = &task.turn.was else { continue };
            // By what the rules read: what is turned already is told by nothing of it.
            let found = corresponding(&read, task, was, many);
            let outcome = match found.and_then(|nth| Some((nth, values.get_mut(nth)?))) {
                None => missed(task.scope),
                Some((nth, _)) if claimed.get(nth) == Some(&true) => Outcome::Superseded,
                Some((nth, value)) => match &task.turn.now {
                    None if says(value, was) || task.scope == Scope::Own => {
                        gone.extend(
                            self.turned(task, wrap(dismissal(nth, value)))
                                .map(|one| (nth, one)),
                        );
                        Outcome::Holds
                    }
                    None => missed(task.scope),
                    Some(now) => self.turn(value, was, now, task),
                },
            };
            if matches!(outcome, Outcome::Holds | Outcome::Overtaken)
                && let Some(nth) = found
            {
                if let Some(slot) = claimed.get_mut(nth) {
                    *slot = true;
                }
                if outcome == Outcome::Holds {
                    self.looked_at.extend(source_of(values.get(nth)));
                }
            }
            self.note(task.at, outcome);
        }
        gone.sort_by_key(|(nth, _)| *nth);
        for (nth, _) in gone.iter().rev() {
            values.remove(*nth);
        }
        self.into
            .dismissed
            .extend(gone.into_iter().map(|(_, correction)| correction));
        for task in tasks.iter().rev() {
            if task.turn.was.is_none() {
                let outcome = self.add(values, many, task);
                self.note(task.at, outcome);
            }
        }
    }

    /// Sets or confirms a value.
    fn turn<T: Correctable>(&self, value: &mut T, was: &T, now: &T, task: &Task<'_, T>) -> Outcome {
        let changed = was.differ(now);
        let read = value.clone();
        if changed == 0 {
            let differs = read.differ(was) & (SAID | ROLE);
            if differs != 0 && task.scope != Scope::Own {
                return missed(task.scope);
            }
            value.take(differs, was);
            self.mark(
                value,
                task.at,
                Action::Confirmed,
                (differs != 0).then_some(read),
                None,
            );
            return Outcome::Holds;
        }
        if read.differ(now) & changed == 0 {
            // The paper, or a later rule, says so by now.
            self.mark(value, task.at, Action::Confirmed, None, None);
            return Outcome::Holds;
        }
        let other = read.differ(was) & changed != 0;
        match task.scope {
            Scope::Earlier if other => return Outcome::Elsewhere,
            _ => value.take(changed, now),
        }
        let overtaken = (other && task.scope == Scope::Later).then(|| was.clone());
        let outcome = match overtaken {
            Some(_) => Outcome::Overtaken,
            None => Outcome::Holds,
        };
        self.mark(value, task.at, Action::Set, Some(read), overtaken);
        outcome
    }

    /// Adds a value where its words stand, unless the rules read it there by now.
    fn add<T: Correctable>(
        &mut self,
        values: &mut Vec<T>,
        many: Many,
        task: &Task<'_, T>,
    ) -> Outcome {
        let Some(new) = &task.turn.now else {
            return Outcome::Elsewhere;
        };
        if many == Many::One
            && let Some(value) = values.first_mut()
        {
            if value.mark().is_some_and(|mark| mark.is_some()) {
                return Outcome::Superseded;
            }
            let was = value.clone();
            return self.turn(value, &was, new, task);
        }
        let Some(source) = new.source().and_then(|source| self.again(source)) else {
            return missed(task.scope);
        };
        let there = values.iter_mut().find(|value| {
            value.source().is_some_and(|other| overlap(other, &source)) && says(*value, new)
        });
        self.looked_at.push(source.clone());
        match there {
            Some(value) => {
                if value.mark().is_some_and(|mark| mark.is_some()) {
                    return Outcome::Superseded;
                }
                self.mark(value, task.at, Action::Confirmed, None, None);
            }
            None => {
                let mut value = new.clone();
                value.set_source(source);
                self.mark(&mut value, task.at, Action::Added, None, None);
                values.push(value);
            }
        }
        Outcome::Holds
    }

    /// Where words stand in this paper: of several places that nearest to where they stood.
    fn again(&self, source: &Source) -> Option<Source> {
        let spans = find_quote(self.places.text(), &source.quote);
        let places = spans.into_iter().map(|span| self.places.source(span));
        places.min_by_key(|place| place.start.abs_diff(source.start))
    }

    /// What a paper has without a place: its kind, its status.
    fn plain<T: Copy + Eq>(
        &mut self,
        slot: &mut Option<T>,
        tasks: &[Task<'_, T>],
        wrap: fn(Turn<T>) -> What,
    ) -> Mark<T> {
        let read = *slot;
        let mut mark = None;
        let mut is_turned = false;
        for task in tasks {
            let Turn { was, now, .. } = *task.turn;
            let other = read != was && read != now;
            let outcome = match (task.scope, now) {
                _ if is_turned => Outcome::Superseded,
                (Scope::Earlier, _) if other => Outcome::Elsewhere,
                (Scope::Later, _) if other && (now.is_none() || now == was) => Outcome::Lapsed,
                (_, None) => {
                    let turn = Turn {
                        nth: 0,
                        was: read,
                        now: None,
                    };
                    if read.is_some() {
                        let dismissed = self.turned(task, wrap(turn));
                        self.into.dismissed.extend(dismissed);
                    }
                    Outcome::Holds
                }
                (scope, Some(_)) => {
                    let action = match (read, read == now) {
                        (_, true) => Action::Confirmed,
                        (None, _) => Action::Added,
                        (Some(_), _) => Action::Set,
                    };
                    let overtaken = was.filter(|_| other && scope == Scope::Later);
                    mark = self.corrected(task.at, action, read.filter(|_| read != now), overtaken);
                    match overtaken {
                        Some(_) => Outcome::Overtaken,
                        None => Outcome::Holds,
                    }
                }
            };
            if matches!(outcome, Outcome::Holds | Outcome::Overtaken) {
                *slot = now;
                is_turned = true;
            }
            self.note(task.at, outcome);
        }
        mark
    }

    fn mark<T: Correctable>(
        &self,
        value: &mut T,
        at: usize,
        action: Action,
        was: Option<T>,
        overtaken: Option<T>,
    ) {
        if let Some(mark) = value.mark() {
            *mark = self.corrected(at, action, was, overtaken);
        }
    }

    fn corrected<T>(
        &self,
        at: usize,
        action: Action,
        was: Option<T>,
        overtaken: Option<T>,
    ) -> Mark<T> {
        let Correction { by, at, note, .. } = self.given.get(at)?.correction;
        Some(Box::new(Corrected {
            action,
            by: by.clone(),
            at: *at,
            note: note.clone(),
            was,
            overtaken,
        }))
    }

    /// A correction, with the value as it is in this paper.
    fn turned<T>(&self, task: &Task<'_, T>, what: What) -> Option<Correction> {
        let correction = self.given.get(task.at)?.correction.clone();
        Some(Correction { what, ..correction })
    }

    fn note(&mut self, at: usize, outcome: Outcome) {
        if let Some(slot) = self.outcomes.get_mut(at) {
            *slot = outcome;
        }
        if outcome == Outcome::Lapsed
            && let Some(given) = self.given.get(at)
        {
            self.into.lapsed.push(given.correction.clone());
        }
    }

    /// Takes the warnings out that are about values which a person has looked at.
    fn settle(&mut self, paper: &mut Paper) {
        if self.looked_at.is_empty() {
            return;
        }
        let dismissed = self
            .into
            .dismissed
            .iter()
            .filter_map(|one| match &one.what {
                What::Warnings(turn) => Some(turn.nth),
                _ => None,
            });
        let dismissed: Vec<usize> = dismissed.collect();
        let mut rules = 0..;
        let mut nth = || {
            rules
                .by_ref()
                .find(|nth| !dismissed.contains(nth))
                .unwrap_or_default()
        };
        let mut kept = Vec::new();
        for warning in std::mem::take(&mut paper.warnings) {
            let nth = nth();
            let about = |place: &Source| {
                warning
                    .source
                    .as_ref()
                    .is_some_and(|source| overlap(source, place))
            };
            if is_about_a_value(warning.code) && self.looked_at.iter().any(about) {
                self.into.settled.push(Settled { nth, warning });
            } else {
                kept.push(warning);
            }
        }
        paper.warnings = kept;
    }
}

fn dismissal<T: Clone>(nth: usize, value: &T) -> Turn<T> {
    Turn {
        nth,
        was: Some(value.clone()),
        now: None,
    }
}

/// What becomes of a correction whose value is not found.
fn missed(scope: Scope) -> Outcome {
    match scope {
        Scope::Earlier => Outcome::Elsewhere,
        Scope::Own | Scope::Later => Outcome::Lapsed,
    }
}

fn source_of<T: Correctable>(value: Option<&T>) -> Option<Source> {
    value?.source().cloned()
}

pub(super) fn says<T: Correctable>(one: &T, other: &T) -> bool {
    one.differ(other) & (SAID | ROLE) == 0
}

fn overlap(one: &Source, other: &Source) -> bool {
    one.start < other.end && other.start < one.end
}

/// Whether a warning of that code is about one value, so that whoever looked at the value has looked at it.
fn is_about_a_value(code: WarningCode) -> bool {
    match code {
        WarningCode::WeekdayMismatch
        | WarningCode::ImpossibleDate
        | WarningCode::PeriodMismatch
        | WarningCode::SumMismatch
        | WarningCode::YearUnknown
        | WarningCode::AnchorUnknown
        | WarningCode::DeadlineAfterMeeting
        | WarningCode::OcrDoubt => true,
        WarningCode::UnfilledField
        | WarningCode::TrackedChanges
        | WarningCode::PersonalData
        | WarningCode::NoText
        | WarningCode::Recovered => false,
    }
}
