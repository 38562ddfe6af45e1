//! What a reader should doubt.

use std::collections::BTreeMap;

use crate::pattern::{self, cut};
use danish::{Oddity, Time};
use jiff::{ToSpan, civil::Date};
use paper::{DateRole, Grain, Kind, Mention, Paper, Warning, WarningCode};

use crate::{
    Vocabulary, amounts,
    dates::{Calendar, Dated},
    form,
    outline::Outline,
    roles::Input,
};

pub(crate) fn find(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    paper: &Paper,
    calendar: &Calendar,
    dated: &[Dated],
    tables: &amounts::Tables,
) -> Vec<Warning> {
    let mut warnings = outline.document.warnings.clone();
    warnings.extend(calendar.times.iter().filter_map(|t| odd(outline, t)));
    let words = &vocabulary.cues.input;
    warnings.extend(unresolved(paper));
    warnings.extend(unanchored(outline, words, paper, dated));
    let mismatch = periods(outline, words, paper, dated);
    warnings.extend(mismatch.or_else(|| terms(outline, words, paper, dated)));
    warnings.extend(late(outline, words, calendar, dated));
    warnings.extend(after_own(outline, words, paper, calendar, dated));
    warnings.extend(amounts::doubts(outline, vocabulary, tables));
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

/// Dates that were listed without a year.
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

/// A rule that counts from a meeting ("8 dage før mødet"), where the paper tells of no meeting's day. Where it does, that
/// the rule counts from each of them is no doubt.
fn unanchored(
    outline: &Outline<'_>,
    words: &Input,
    paper: &Paper,
    dated: &[Dated],
) -> Option<Warning> {
    let meets = |m: &Mention| m.role == DateRole::Meeting && m.start.is_some();
    if paper.dates.iter().any(meets) {
        return None;
    }
    let rule = dated.iter().find(|d| {
        d.mention.unresolved == Some(paper::Unresolved::Anchor)
            && words.is_of_meeting(&outline.words(d.sentence.clone()))
    })?;
    let source = &rule.mention.source;
    Some(Warning {
        code: WarningCode::AnchorUnknown,
        message: format!(
            "“{}” counts from a meeting, and the paper names no meeting's day",
            source.quote
        ),
        source: Some(source.clone()),
    })
}

/// The title's span of years, against one in the body that begins or ends alike and is of the same thing: it runs, or it
/// bears the name that stands before the title's years.
fn periods(
    outline: &Outline<'_>,
    words: &Input,
    paper: &Paper,
    dated: &[Dated],
) -> Option<Warning> {
    let title = &paper.title.as_ref()?.source;
    let years =
        |m: &Mention| m.grain == Some(Grain::Range) && m.role == DateRole::Period && is_years(m);
    let within = |m: &Mention| m.source.start >= title.start && m.source.end <= title.end;
    let own = paper.dates.iter().find(|m| years(m) && within(m))?;
    let lead = title.quote.split(own.source.quote.as_str()).next()?;
    let lead = pattern::words(lead, 0..lead.len());
    let name = lead.iter().rev().take(3).map(|w| w.folded.as_str());
    let name = name
        .filter_map(|w| w.rsplit('-').next())
        .find(|w| w.len() >= NAME);
    let other = dated.iter().find(|d| {
        let m = &d.mention;
        let differs = m.source.start > title.end && (m.start == own.start) != (m.end == own.end);
        differs && years(m) && {
            let said = outline.words(d.sentence.clone());
            let named = |name| said.iter().any(|w| w.folded.contains(name));
            words.runs(&said) || name.is_some_and(named)
        }
    })?;
    let other = &other.mention.source;
    Some(Warning {
        code: WarningCode::PeriodMismatch,
        message: format!(
            "the title says {}, the text {}",
            own.source.quote, other.quote
        ),
        source: Some(other.clone()),
    })
}

/// How many letters the name of a plan or a strategy has at least.
const NAME: usize = 5;

fn is_years(mention: &Mention) -> bool {
    let new_year = |s: Option<paper::Stamp>| s.is_some_and(|s| s.date().day_of_year() == 1);
    new_year(mention.start) && new_year(mention.end)
}

/// The years that the title of a call for members names, against the term that the text gives them.
fn terms(outline: &Outline<'_>, words: &Input, paper: &Paper, dated: &[Dated]) -> Option<Warning> {
    let title = &paper.title.as_ref()?.source;
    if !matches!(paper.kind, Kind::Udpegning | Kind::Kommissorium) {
        return None;
    }
    let span =
        |d: &&Dated| d.mention.grain == Some(Grain::Range) && d.mention.role == DateRole::Period;
    let years = |d: &Dated| {
        let (start, end) = (d.mention.start?.date(), d.mention.end?.date());
        Some((start.year(), end.yesterday().ok()?.year()))
    };
    let own = dated.iter().filter(span).find(|d| {
        let source = &d.mention.source;
        is_years(&d.mention) && source.start >= title.start && source.end <= title.end
    })?;
    let (first, last) = years(own)?;
    let other = dated.iter().filter(span).find(|d| {
        let said = outline.words(d.sentence.clone());
        let differs = years(d).is_some_and(|(from, to)| from == first && to > from && to != last);
        let term = words.is_term(&said) || words.runs(&said);
        d.mention.source.start > title.end && differs && term
    })?;
    Some(Warning {
        code: WarningCode::PeriodMismatch,
        message: format!(
            "the title says {}, the text {}",
            own.mention.source.quote, other.mention.source.quote
        ),
        source: Some(other.mention.source.clone()),
    })
}

/// What an agenda asks for its own meeting by a day after it.
fn after_own(
    outline: &Outline<'_>,
    words: &Input,
    paper: &Paper,
    calendar: &Calendar,
    dated: &[Dated],
) -> Option<Warning> {
    if paper.kind != Kind::Dagsorden {
        return None;
    }
    let own = calendar.times.get(calendar.own?)?;
    let held = own.start?.date();
    let late = dated.iter().find(|d| {
        let days = d.mention.start.map(|due| days_between(held, due.date()));
        d.mention.role == DateRole::Deadline
            && days.is_some_and(|days| (1..=LATE).contains(&days))
            && words.is_for_here(&outline.words(d.sentence.clone()))
    })?;
    let due = &late.mention.source;
    Some(Warning {
        code: WarningCode::DeadlineAfterMeeting,
        message: format!("“{}” is after the meeting that it is for", due.quote),
        source: Some(due.clone()),
    })
}

/// So many bytes lie between two sentences that stand side by side.
const BESIDE: usize = 3;
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
    let said = |d: &Dated| outline.words(d.sentence.clone());
    // By day and by what they treat: of meetings alike the first will do.
    let mut meetings: BTreeMap<(Date, Vec<bool>), &Dated> = BTreeMap::new();
    for meeting in of(DateRole::Meeting) {
        let held = meeting.mention.start.map(paper::Stamp::date);
        let ahead = |held: &Date| written.is_none_or(|w| w.date() < *held);
        if let (Some(held), Some(treated)) = (held.filter(ahead), words.treated(&said(meeting))) {
            meetings.entry((held, treated)).or_insert(meeting);
        }
    }
    for deadline in of(DateRole::Deadline) {
        let Some(due) = deadline.mention.start.map(paper::Stamp::date) else {
            continue;
        };
        let asked = words.groups_in(&said(deadline));
        let Ok(from) = due.checked_sub(i64::from(LATE).days()) else {
            continue;
        };
        let fed = meetings
            .range((from, Vec::new())..(due, Vec::new()))
            .filter(|(_, meeting)| meeting.sentence != deadline.sentence)
            .find(|((_, treated), meeting)| {
                // "Udvalget tager stilling på mødet den 2. juni. Bemærkninger sendes senest den 4. juni."
                let beside = deadline
                    .sentence
                    .start
                    .checked_sub(meeting.sentence.end)
                    .is_some_and(|gap| gap <= BESIDE);
                let alike = treated.iter().zip(&asked).any(|(a, b)| *a && *b);
                alike || beside && asked.iter().any(|asks| *asks)
            });
        if let Some((_, meeting)) = fed {
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
    None
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use paper::WarningCode;

    use crate::{Vocabulary, sample};

    fn codes(text: &str) -> Vec<WarningCode> {
        codes_of(sample::document(text))
    }

    fn codes_of(mut document: paper::Document) -> Vec<WarningCode> {
        crate::mask_personal_data(&mut document);
        let paper = crate::understand(&document, Vocabulary::builtin());
        paper.warnings.into_iter().map(|w| w.code).collect()
    }

    #[test]
    fn a_period_differs_from_its_own_only() {
        let title = "Notat om fyrstrategi 2020-2022\n\n";
        let said = |text: &str| codes(&format!("{title}{text}\n"));
        let mismatch = [WarningCode::PeriodMismatch];
        assert_eq!(said("Projektet løber i perioden 2020-2023."), mismatch);
        assert_eq!(said("Gruppen skriver fyrstrategien 2020-2023."), mismatch);
        assert_eq!(said("Der brydes sten i perioden 2020-2023."), []);
    }

    #[test]
    fn a_rule_without_a_meeting_has_no_anchor() {
        let rule = "Notat\n\nDagsordenen udsendes senest 8 dage før mødet.\n";
        assert_eq!(codes(rule), [WarningCode::AnchorUnknown]);
        let held = format!("{rule}\nUdvalget holder møde den 4. maj 2021 kl. 10.\n");
        assert_eq!(codes(&held), []);
    }

    #[test]
    fn a_paper_of_wrapped_lines_keeps_its_warnings() {
        let mut document = paper::Document::default();
        document.push(
            paper::BlockKind::Paragraph,
            0,
            "Vi har talt om fyret på klitten og om storkene, og vi er\nenige om alt. Formandens CPR-nr. er 120463-0007, og han\nbor ved fyret.",
        );
        assert!(crate::flow::Flow::of(&document).is_some());
        assert_eq!(codes_of(document), [WarningCode::PersonalData]);
    }
}
