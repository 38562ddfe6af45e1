//! The values of a record, one type each.

use std::borrow::Cow;

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::{Mark, Source, Stamp, record::words};

/// What found a value, in a few words for a person: `a row of a table`, or the name of a cue of the vocabulary.
///
/// It is for people, who may ask why; nothing is concluded from it. A rule's own words are borrowed, so that saying them
/// costs nothing.
///
/// ```
/// let rule: paper::Rule = "a row of a table".into();
/// let read: paper::Rule = serde_json::from_str(r#""a row of a table""#)?;
/// assert_eq!(rule, read);
/// # Ok::<_, serde_json::Error>(())
/// ```
pub type Rule = Cow<'static, str>;

/// An expression of time and what it is for.
///
/// `start` and `end` are half-open. Without a clock time both are days: 30 June 2021 is `2021-06-30` to `2021-07-01`. A
/// clock time without an end has `end` equal to `start`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// First moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Stamp>,
    /// First moment that is past it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Stamp>,
    /// How fine the paper says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grain: Option<Grain>,
    /// What it is for.
    pub role: DateRole,
    /// Whether the paper says it roughly: primo, ca., forventet …
    pub approximate: bool,
    /// What the paper does not state beside the expression, and from what it was worked out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inferred: Vec<Part>,
    /// Why each inferred part is what it is, in the order of `inferred`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Inferred>,
    /// What happens, short enough for a line of a calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Where it happens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Who must act or takes part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actors: Vec<String>,
    /// Where to answer: an e-mail address or a telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// What is missing, where `start` and `end` are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unresolved: Option<Unresolved>,
    /// An RFC 5545 RRULE, for what recurs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurs: Option<String>,
    /// The rule that gave it its role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
    /// What a person said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected: Mark<Self>,
    /// How sure it was read, in percent; only where it was recognised in a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
    /// Where it stands.
    pub source: Source,
}

impl Mention {
    /// The first and the last day that it covers, both included; `None` where it could not be resolved.
    ///
    /// A clock time counts for its day; a span that ends at midnight ends on the day before.
    pub fn days(&self) -> Option<(Date, Date)> {
        let first = self.start?.date();
        let last = match self.end.or(self.start)? {
            Stamp::Minute(end) if end.time() != Time::midnight() => end.date(),
            Stamp::Minute(end) => end.date().yesterday().ok()?,
            Stamp::Day(end) => end.yesterday().ok()?,
        };
        Some((first, last.max(first)))
    }
}

/// A part that was concluded, and the reason in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inferred {
    /// Which part.
    pub part: Part,
    /// For a person: "the year of the heading Mødeplan 2021".
    pub reason: String,
}

words! {
    /// How fine an expression of time is.
    Grain {
        /// A clock time.
        Minute = "minute",
        /// A day.
        Day = "day",
        /// An ISO week.
        Week = "week",
        /// A month.
        Month = "month",
        /// A quarter of a year.
        Quarter = "quarter",
        /// Spring, summer, autumn or winter.
        Season = "season",
        /// Half a year.
        Half = "half",
        /// A year.
        Year = "year",
        /// Two ends stated.
        Range = "range",
    }
}

words! {
    /// What a date is for.
    DateRole {
        /// Someone must have done something by then.
        Deadline = "deadline",
        /// People meet then.
        Meeting = "meeting",
        /// Something is or was decided, approved or adopted then.
        Decision = "decision",
        /// A step of a plan.
        Milestone = "milestone",
        /// A span over which something runs.
        Period = "period",
        /// The paper's own date.
        Issued = "issued",
        /// Anything else.
        Reference = "reference",
    }
}

words! {
    /// A part of a date that was worked out from the rest of the paper.
    Part {
        /// The year.
        Year = "year",
        /// The month.
        Month = "month",
        /// The day.
        Day = "day",
    }
}

words! {
    /// What is missing to tell when something is.
    Unresolved {
        /// No year to be had.
        Year = "year",
        /// The event that it is counted from is not dated in the paper.
        Anchor = "anchor",
    }
}

/// A person or a seat on a body, or someone at a meeting.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Member {
    /// The person's name; a seat without a name has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Role in the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<MemberRole>,
    /// The person's own post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Whom the person or seat stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// List letter or party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// How many seats, for a seat without a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seats: Option<Seats>,
    /// Who fills the seat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appointed_by: Option<String>,
    /// Whether the person came, in minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attendance: Option<Attendance>,
    /// The body, where the paper names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The rule that found it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
    /// What a person said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrected: Mark<Self>,
    /// How sure it was read, in percent; only where it was recognised in a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
    /// Where it stands.
    pub source: Source,
}

/// How many seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seats {
    /// At least.
    pub min: u32,
    /// At most.
    pub max: u32,
}

words! {
    /// A role in a body or a meeting.
    MemberRole {
        /// Chair.
        Formand = "formand",
        /// Vice-chair.
        Næstformand = "næstformand",
        /// Member; stated only where the paper says so.
        Medlem = "medlem",
        /// Substitute.
        Suppleant = "suppleant",
        /// Observer.
        Observatør = "observatør",
        /// Secretary, or the office that serves the body.
        Sekretær = "sekretær",
        /// Coordinator.
        Tovholder = "tovholder",
        /// Project manager.
        Projektleder = "projektleder",
        /// The one responsible for a project.
        Projektejer = "projektejer",
        /// Moderator of a meeting.
        Ordstyrer = "ordstyrer",
        /// Taker of minutes.
        Referent = "referent",
        /// Guest.
        Gæst = "gæst",
    }
}

words! {
    /// Whether someone came to a meeting.
    Attendance {
        /// Took part.
        Deltog = "deltog",
        /// Sent apologies.
        Afbud = "afbud",
        /// Was absent.
        Fraværende = "fraværende",
    }
}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// The amount in hundredths: øre for kroner.
    pub ore: i64,
    /// The upper end of a range, in hundredths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_ore: Option<i64>,
    /// ISO 4217 code; left out for DKK.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// What the amount is to the paper.
    pub role: AmountRole,
    /// What the amount is for, in the paper's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The budget year, where stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i16>,
    /// What it is paid per, where stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Per>,
    /// Whether the paper says it roughly.
    pub approximate: bool,
    /// The rule that gave it its role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
    /// What a person said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected: Mark<Self>,
    /// How sure it was read, in percent; only where it was recognised in a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
    /// Where it stands.
    pub source: Source,
}

words! {
    /// What an amount is to the paper.
    AmountRole {
        /// Applied for.
        Ansøgt = "ansøgt",
        /// Granted.
        Bevilget = "bevilget",
        /// The whole budget.
        Total = "total",
        /// Co-financing.
        Medfinansiering = "medfinansiering",
        /// One line of a budget.
        Post = "post",
        /// Fees, pay, rates.
        Honorar = "honorar",
        /// A ceiling, a pool, a maximum or minimum.
        Ramme = "ramme",
        /// Anything else.
        Omtale = "omtale",
    }
}

words! {
    /// What an amount is paid per.
    Per {
        /// A year.
        År = "år",
        /// A month.
        Måned = "måned",
        /// An hour.
        Time = "time",
        /// A meeting.
        Møde = "møde",
        /// A piece.
        Stk = "stk",
    }
}

/// How to reach someone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    /// The person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The office.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// The person's post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Eight digits; with `+` and the country's code where foreign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Street, number, postcode and town.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The rule that found it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
    /// How sure it was read, in percent; only where it was recognised in a picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
    /// Where it stands.
    pub source: Source,
}

/// An organisation that the paper names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its full name, where the paper or the lexicon gives one.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// The rule that found it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
    /// How sure it was read, in percent; only where it was recognised in a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
    /// Where it is first named.
    pub source: Source,
}

words! {
    /// What an organisation is.
    OrganisationKind {
        /// A region.
        Region = "region",
        /// A municipality.
        Kommune = "kommune",
        /// A ministry.
        Ministerium = "ministerium",
        /// An agency.
        Styrelse = "styrelse",
        /// A hospital.
        Hospital = "hospital",
        /// A board, committee or group.
        Udvalg = "udvalg",
        /// A union, an association, KL, PLO.
        Forening = "forening",
        /// Anything else.
        Andet = "andet",
    }
}

/// A labelled field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// The form's words.
    pub label: String,
    /// What was filled in; `None` where the field is empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The rule that found it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
    /// How sure it was read, in percent; only where it was recognised in a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
    /// Where the field stands.
    pub source: Source,
}

/// A point of an agenda or of minutes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Item {
    /// Its number, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its title.
    pub title: String,
    /// Its case number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_number: Option<String>,
    /// Whether it is closed to the public.
    pub closed: bool,
    /// What was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
    /// The rule that found it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
    /// How sure it was read, in percent; only where it was recognised in a picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
    /// Where it stands.
    pub source: Source,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_open_ends_become_last_days() {
        let covers = |start: &str, end: Option<&str>| {
            let mention = Mention {
                start: Some(start.parse().unwrap()),
                end: end.map(|end| end.parse().unwrap()),
                ..serde_json::from_str(
                    r#"{"role": "deadline", "approximate": false, "source": {"start": 0, "end": 0, "quote": ""}}"#,
                )
                .unwrap()
            };
            mention
                .days()
                .map(|(first, last)| format!("{first} {last}"))
        };
        let same = Some("2021-06-30 2021-06-30".to_owned());
        assert_eq!(covers("2021-06-30", Some("2021-07-01")), same);
        assert_eq!(covers("2021-06-30T12:00", Some("2021-06-30T12:00")), same);
        assert_eq!(covers("2021-06-30T12:00", Some("2021-07-01T00:00")), same);
        assert_eq!(covers("2021-06-30T00:00", Some("2021-06-30T00:00")), same);
        assert_eq!(covers("2021-06-30", None), same);
        let half = Some("2021-06-01 2021-12-31".to_owned());
        assert_eq!(covers("2021-06-01", Some("2022-01-01")), half);
    }
}
