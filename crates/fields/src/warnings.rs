//! What a reader should doubt.

use crate::pattern::cut;
use danish::{Oddity, Time};
use jiff::civil::Date;
use paper::{DateRole, Grain, Mention, Paper, Warning, WarningCode};

use crate::{
    Vocabulary, amounts,
    dates::{Calendar, Dated},
    form,
    outline::Outline,
    pattern,
    roles::Input,
};

pub(crate) fn find(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    paper: &Paper,
    calendar: &Calendar,
    dated: &[Dated],
) -> Vec<Warning> {
    let mut warnings = outline.document.warnings.clone();
    warnings.extend(calendar.times.iter().filter_map(|t| odd(outline, t)));
    warnings.extend(unresolved(paper));
    warnings.extend(periods(paper));
    warnings.extend(late(outline, &vocabulary.cues.input, calendar, dated));
    warnings.extend(amounts::doubts(outline, vocabulary, paper));
    warnings.extend(form::doubts(outline, vocabulary, paper));
    warnings
}

fn odd(outline: &Outline<'_>, time: &Time) -> Option<Warning> {
    let said = cut(outline.text(), time.span.clone());
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
    let years =
        |m: &&Mention| m.grain == Some(Grain::Range) && m.role == DateRole::Period && is_years(m);
    let own = paper
        .dates
        .iter()
        .filter(years)
        .find(|m| m.source.start >= title.start && m.source.end <= title.end)?;
    let other = paper
        .dates
        .iter()
        .filter(years)
        .find(|m| m.source.start > title.end && (m.start == own.start) != (m.end == own.end))?;
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
fn late(
    outline: &Outline<'_>,
    words: &Input,
    calendar: &Calendar,
    dated: &[Dated],
) -> Option<Warning> {
    let written = calendar.own.and_then(|own| calendar.times.get(own)?.start);
    let of = |role: DateRole| dated.iter().filter(move |d| d.mention.role == role);
    let said = |d: &Dated| pattern::words(outline.text(), d.sentence.clone());
    for deadline in of(DateRole::Deadline) {
        let Some(due) = deadline.mention.start else {
            continue;
        };
        let asked = said(deadline);
        for meeting in of(DateRole::Meeting).filter(|m| m.sentence != deadline.sentence) {
            let Some(held) = meeting.mention.start else {
                continue;
            };
            let late = days_between(held.date(), due.date());
            let ahead = written.is_none_or(|w| w.date() < held.date());
            if ahead && (1..=LATE).contains(&late) && words.feeds(&asked, &said(meeting)) {
                let (due, held) = (&deadline.mention.source, &meeting.mention.source);
                return Some(Warning {
                    code: WarningCode::DeadlineAfterMeeting,
                    message: format!(
                        "“{}” is after the meeting it feeds, “{}”",
                        due.quote, held.quote
                    ),
                    source: Some(due.clone()),
                });
            }
        }
    }
    None
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}
