//! What a reader should doubt.

use danish::{Missing, Oddity, Time};
use jiff::civil::Date;
use paper::{DateRole, Grain, Mention, Paper, Warning, WarningCode};

use crate::{
    Vocabulary, amounts,
    dates::Calendar,
    form,
    outline::Outline,
    pattern::{self, Pattern},
};

pub(crate) fn find(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    paper: &Paper,
    calendar: &Calendar,
) -> Vec<Warning> {
    let mut warnings = outline.document.warnings.clone();
    warnings.extend(calendar.times.iter().filter_map(|t| odd(outline, t)));
    warnings.extend(unresolved(paper));
    warnings.extend(periods(paper));
    warnings.extend(late(outline, vocabulary, paper));
    warnings.extend(amounts::doubts(outline, vocabulary, paper));
    warnings.extend(form::doubts(outline, vocabulary, paper));
    warnings
}

fn odd(outline: &Outline<'_>, time: &Time) -> Option<Warning> {
    let said = &outline.text()[time.span.clone()];
    let (code, message) = match time.oddity? {
        Oddity::Weekday => (
            WarningCode::WeekdayMismatch,
            format!("“{said}” is not on the weekday that it names"),
        ),
        Oddity::Impossible => (
            WarningCode::ImpossibleDate,
            format!("there is no such day as “{said}”"),
        ),
    };
    Some(Warning {
        code,
        message,
        source: Some(outline.source(time.span.clone())),
    })
}

/// Dates that were listed without a span. That a rule counts from every meeting ("8 dage før mødet") is no doubt.
fn unresolved(paper: &Paper) -> Vec<Warning> {
    let year = |m: &&Mention| m.unresolved == Some(paper::Unresolved::Year);
    paper
        .dates
        .iter()
        .filter(year)
        .map(|m| Warning {
            code: WarningCode::YearUnknown,
            message: format!("“{}” has no year, and the paper gives none", m.source.quote),
            source: Some(m.source.clone()),
        })
        .collect()
}

/// The title's span of years, against one in the body that begins or ends alike.
fn periods(paper: &Paper) -> Option<Warning> {
    let title = &paper.title.as_ref()?.source;
    let years = |m: &&Mention| m.grain == Some(Grain::Range) && m.role == DateRole::Period && is_years(m);
    let own = paper
        .dates
        .iter()
        .filter(years)
        .find(|m| m.source.start >= title.start && m.source.end <= title.end)?;
    let other = paper.dates.iter().filter(years).find(|m| {
        m.source.start > title.end
            && (m.start == own.start) != (m.end == own.end)
    })?;
    Some(Warning {
        code: WarningCode::PeriodMismatch,
        message: format!(
            "the title says {}, the text {}",
            own.source.quote, other.source.quote
        ),
        source: Some(other.source.clone()),
    })
}

fn is_years(mention: &Mention) -> bool {
    let new_year = |s: Option<paper::Stamp>| s.is_some_and(|s| s.date().day_of_year() == 1);
    new_year(mention.start) && new_year(mention.end)
}

/// How long after a meeting a deadline may lie and still be meant for it, in days.
const LATE: i32 = 40;

/// A deadline for input that falls after the meeting that treats this input.
fn late(outline: &Outline<'_>, vocabulary: &Vocabulary, paper: &Paper) -> Option<Warning> {
    let of = |role: DateRole| paper.dates.iter().filter(move |m| m.role == role);
    for deadline in of(DateRole::Deadline) {
        let Some(due) = deadline.start else { continue };
        let asked = line_of(outline, deadline);
        for meeting in of(DateRole::Meeting).filter(|m| m.source != deadline.source) {
            let Some(held) = meeting.start else { continue };
            let late = days_between(held.date(), due.date());
            if (1..=LATE).contains(&late)
                && share_input(&vocabulary.cues.input.groups, &asked, &line_of(outline, meeting))
            {
                return Some(Warning {
                    code: WarningCode::DeadlineAfterMeeting,
                    message: format!(
                        "“{}” is after the meeting it feeds, “{}”",
                        deadline.source.quote, meeting.source.quote
                    ),
                    source: Some(deadline.source.clone()),
                });
            }
        }
    }
    None
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// The words of the sentence in which a date stands.
fn line_of(outline: &Outline<'_>, mention: &Mention) -> Vec<pattern::Word> {
    let summary = mention.summary.clone().unwrap_or_default();
    let mut words = pattern::words(&summary, 0..summary.len());
    let line = outline
        .lines
        .iter()
        .find(|l| outline.source(l.span.clone()).end >= mention.source.end);
    if let Some(line) = line {
        words.extend(pattern::words(outline.text(), line.span.clone()));
    }
    words
}

fn share_input(groups: &[Vec<Pattern>], asked: &[pattern::Word], treated: &[pattern::Word]) -> bool {
    groups.iter().any(|group| {
        let names = |words: &[pattern::Word]| group.iter().any(|p| p.find(words).is_some());
        names(asked) && names(treated)
    })
}
