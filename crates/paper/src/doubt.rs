//! What of a record a person should look at, and how much it matters.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    Amount, Correction, DateRole, Mark, Mention, Paper, Part, Source, Unresolved, Warning,
    WarningCode, record::words, words as words_of,
};

words! {
    /// Why a value is doubtful; the worst first.
    DoubtCode {
        /// A person corrected it, and a later version of the paper says something else again.
        CorrectionOvertaken = "correction-overtaken",
        /// A person corrected a value that a later version of the paper has no more.
        CorrectionLapsed = "correction-lapsed",
        /// There is no such day.
        ImpossibleDate = "impossible-date",
        /// A date without a year, and none to be had.
        YearUnknown = "year-unknown",
        /// A date that is counted from something of which the paper tells no day.
        AnchorUnknown = "anchor-unknown",
        /// The weekday named is not that day's.
        WeekdayMismatch = "weekday-mismatch",
        /// Two deadlines for the same thing.
        TwoDays = "two-days",
        /// The deadline lies after the meeting that it is for.
        DeadlineAfterMeeting = "deadline-after-meeting",
        /// An earlier version of the paper says another day.
        Moved = "moved",
        /// It was read from a picture, and not surely.
        OcrDoubt = "ocr-doubt",
        /// The year is not beside the date.
        YearInferred = "year-inferred",
        /// A total is not the sum of its lines.
        SumMismatch = "sum-mismatch",
        /// Title and body name different periods.
        PeriodMismatch = "period-mismatch",
        /// The paper says it roughly.
        Approximate = "approximate",
    }
}

/// A value of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// One of its dates.
    Date(usize),
    /// One of its amounts.
    Amount(usize),
    /// One of its warnings, which is about no value of these.
    Warning(usize),
    /// One of the corrections that lapsed.
    Lapsed(usize),
}

/// One value that is doubtful.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Which.
    pub about: About,
    /// Why, the worst first, each with a sentence for a person.
    pub why: Vec<(DoubtCode, String)>,
    /// How much it matters, 0 most: by what the value is for, then by the worst reason.
    pub rank: u16,
    /// The last day on which it may matter, where that is known.
    pub day: Option<Date>,
}

/// What is doubtful of a record, each value once, in the order of its values. What a person has looked at is not.
pub fn doubts(paper: &Paper) -> Vec<Doubt> {
    let mut why: BTreeMap<About, Vec<(DoubtCode, String)>> = BTreeMap::new();
    let mut push = |about, code, message: String| {
        why.entry(about).or_default().push((code, message));
    };
    for (nth, mention) in paper.dates.iter().enumerate() {
        of_mention(mention, |code, message| {
            push(About::Date(nth), code, message)
        });
    }
    for (one, other) in rivals(&paper.dates) {
        if let Some(rival) = paper.dates.get(other) {
            let message = format!("another deadline for the same is “{}”", rival.source.quote);
            push(About::Date(one), DoubtCode::TwoDays, message);
        }
    }
    for (nth, amount) in paper.amounts.iter().enumerate() {
        if let Some(message) = overtaken(&amount.corrected) {
            push(About::Amount(nth), DoubtCode::CorrectionOvertaken, message);
        }
    }
    for (nth, warning) in paper.warnings.iter().enumerate() {
        if let Some(code) = code_of(warning.code) {
            push(about(paper, nth, warning), code, warning.message.clone());
        }
    }
    for (nth, lapsed) in paper.corrections.lapsed.iter().enumerate() {
        let message = lapse(lapsed);
        push(About::Lapsed(nth), DoubtCode::CorrectionLapsed, message);
    }
    why.into_iter()
        .map(|(about, why)| doubt(paper, about, why))
        .collect()
}

fn doubt(paper: &Paper, about: About, mut why: Vec<(DoubtCode, String)>) -> Doubt {
    why.sort_by_key(|(code, _)| *code);
    // What is unresolved is told by the warning about it as well.
    why.dedup_by_key(|(code, _)| *code);
    let mention = match about {
        About::Date(nth) => paper.dates.get(nth),
        About::Amount(_) | About::Warning(_) | About::Lapsed(_) => None,
    };
    let worst = why.first().map(|(code, _)| *code);
    Doubt {
        about,
        rank: rank(mention.map(|mention| mention.role), worst),
        day: day(paper, mention),
        why,
    }
}

/// How much a doubt matters: a deadline before a meeting before the rest, then by the reason. A correction that holds no
/// more comes with the deadlines, whatever it was about: a person once took the trouble.
pub fn rank(role: Option<DateRole>, worst: Option<DoubtCode>) -> u16 {
    let of_reason = DoubtCode::ALL.iter().position(|code| Some(*code) == worst);
    let of_role = match (worst, role) {
        (Some(DoubtCode::CorrectionOvertaken | DoubtCode::CorrectionLapsed), _)
        | (_, Some(DateRole::Deadline)) => 0,
        (_, Some(DateRole::Meeting)) => 1,
        _ => 2,
    };
    of_role * 100 + u16::try_from(of_reason.unwrap_or_default()).unwrap_or_default()
}

/// The last day on which a doubt matters: the value's own; what is unresolved falls within a year of its paper, most likely.
fn day(paper: &Paper, mention: Option<&Mention>) -> Option<Date> {
    let own = mention.and_then(Mention::days).map(|(_, last)| last);
    own.or_else(|| paper.date.as_ref()?.value.checked_add(1.year()).ok())
}

fn of_mention(mention: &Mention, mut push: impl FnMut(DoubtCode, String)) {
    if let Some(message) = overtaken(&mention.corrected) {
        push(DoubtCode::CorrectionOvertaken, message);
    }
    if mention.corrected.is_some() || !is_due(mention.role) {
        return;
    }
    let quote = &mention.source.quote;
    match mention.unresolved {
        Some(Unresolved::Year) => push(
            DoubtCode::YearUnknown,
            format!("“{quote}” has no year, and the paper gives none"),
        ),
        Some(Unresolved::Anchor) => push(
            DoubtCode::AnchorUnknown,
            format!("“{quote}” is counted from something of which the paper tells no day"),
        ),
        None => {}
    }
    if mention.inferred.contains(&Part::Year) {
        let reason = mention
            .reasons
            .iter()
            .find(|reason| reason.part == Part::Year);
        let reason = reason.map_or(String::new(), |r| format!(": {}", r.reason));
        push(
            DoubtCode::YearInferred,
            format!("the year is not beside the date{reason}"),
        );
    }
    if mention.approximate && mention.role == DateRole::Deadline {
        push(DoubtCode::Approximate, format!("“{quote}” is said roughly"));
    }
}

/// Whether a calendar would have it by itself: of what else a paper mentions a wrong year harms nobody.
fn is_due(role: DateRole) -> bool {
    matches!(role, DateRole::Deadline | DateRole::Meeting)
}

fn overtaken<T>(mark: &Mark<T>) -> Option<String> {
    let mark = mark.as_ref().filter(|mark| mark.overtaken.is_some())?;
    Some(format!(
        "{} corrected it, and this version of the paper says something else than it did then",
        mark.by
    ))
}

fn lapse(correction: &Correction) -> String {
    format!(
        "{} had it {}, and this version of the paper has no such value any more",
        correction.by,
        correction.what.action()
    )
}

/// The pairs of deadlines for the same thing on different days, the later in the text first of each pair; what is said of
/// nothing in particular is no such pair.
fn rivals(dates: &[Mention]) -> Vec<(usize, usize)> {
    let due = |m: &&Mention| m.role == DateRole::Deadline && m.start.is_some();
    let mut first: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    let mut pairs = Vec::new();
    for (nth, mention) in dates.iter().enumerate().filter(|(_, m)| due(m)) {
        let Some(summary) = &mention.summary else {
            continue;
        };
        let other = *first.entry(words_of(summary)).or_insert(nth);
        let rival = dates
            .get(other)
            .filter(|rival| rival.days() != mention.days());
        if rival.is_some() && mention.corrected.is_none() {
            pairs.push((nth, other));
        }
    }
    pairs
}

/// The value that a warning is about, of the dates first those that matter most.
fn about(paper: &Paper, nth: usize, warning: &Warning) -> About {
    let Some(source) = &warning.source else {
        return About::Warning(nth);
    };
    let touches = |other: &Source| source.start < other.end && other.start < source.end;
    let dates = paper
        .dates
        .iter()
        .enumerate()
        .filter(|(_, m)| touches(&m.source));
    let date = dates.min_by_key(|(_, mention)| mention.role);
    let amount = || {
        paper
            .amounts
            .iter()
            .position(|amount: &Amount| touches(&amount.source))
    };
    match date {
        Some((date, _)) => About::Date(date),
        None => amount().map_or(About::Warning(nth), About::Amount),
    }
}

/// The reason that a warning is; none where it is about the paper or its reading, and no value.
fn code_of(code: WarningCode) -> Option<DoubtCode> {
    match code {
        WarningCode::WeekdayMismatch => Some(DoubtCode::WeekdayMismatch),
        WarningCode::ImpossibleDate => Some(DoubtCode::ImpossibleDate),
        WarningCode::PeriodMismatch => Some(DoubtCode::PeriodMismatch),
        WarningCode::SumMismatch => Some(DoubtCode::SumMismatch),
        WarningCode::YearUnknown => Some(DoubtCode::YearUnknown),
        WarningCode::AnchorUnknown => Some(DoubtCode::AnchorUnknown),
        WarningCode::DeadlineAfterMeeting => Some(DoubtCode::DeadlineAfterMeeting),
        WarningCode::OcrDoubt => Some(DoubtCode::OcrDoubt),
        WarningCode::UnfilledField
        | WarningCode::TrackedChanges
        | WarningCode::PersonalData
        | WarningCode::NoText
        | WarningCode::Recovered => None,
    }
}
