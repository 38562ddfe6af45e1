//! One paper, understood: the record that `udvalg extract` prints.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Amount, Contact, Corrections, Field, Item, Mark, Member, Mention, Organisation, Properties,
    Rule, Source,
};

/// A value, what found it and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found<T> {
    /// The value.
    pub value: T,
    /// The rule that found it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
    /// What a person said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrected: Mark<Self>,
    /// How sure it was read, in percent; only where it was recognised in a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
    /// Where it was read.
    pub source: Source,
}

/// One line of `udvalg extract`: a paper and the file it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// As given to `extract`; relative to the folder given to `ingest`.
    pub path: String,
    /// BLAKE3 of the file's bytes, hex: the paper's id.
    pub hash: String,
    /// `pdf`, `docx`, `text` … (`formats::Format::word`).
    pub format: String,
    /// All places of the same bytes, where there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// What was understood.
    #[serde(flatten)]
    pub paper: Paper,
}

/// What was understood of a paper. What is unknown is `None` or empty, and left out of the JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Paper {
    /// How many pages the file has, where the format has pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// The paper's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Found<String>>,
    /// What kind of paper it is.
    pub kind: Kind,
    /// Whether the paper calls itself a draft or final.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The rules that gave the paper its kind and its status, which stand at no one place.
    #[serde(skip_serializing_if = "Why::is_empty")]
    pub why: Why,
    /// The day it was written, sent or issued; of an agenda and of minutes the day of the meeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Found<Date>>,
    /// Case, journal and document numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub case_numbers: Vec<Found<String>>,
    /// Expressions of time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<Mention>,
    /// Who sits on the body that the paper is about, or took part in the meeting.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Member>,
    /// Amounts of money.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub amounts: Vec<Amount>,
    /// E-mail addresses, telephones and whose they are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// Organisations named, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<Organisation>,
    /// Annexes that the paper lists.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Found<String>>,
    /// Labelled fields of a form.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// Points of an agenda or of minutes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    /// The file's own metadata.
    #[serde(skip_serializing_if = "Properties::is_empty")]
    pub properties: Properties,
    /// What a reader should doubt.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
    /// What people said of it beyond the marks of its values.
    #[serde(skip_serializing_if = "Corrections::is_empty")]
    pub corrections: Corrections,
}

/// The rules that gave a paper what is said of it as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Why {
    /// The rule that gave its kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Rule>,
    /// The rule that gave its status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Rule>,
}

impl Why {
    /// Whether no rule said anything.
    pub fn is_empty(&self) -> bool {
        self.kind.is_none() && self.status.is_none()
    }
}

/// Implements the word that stands in the record for each case, both ways, so that the JSON, the index's facets and the
/// command line's options cannot drift apart.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$case_doc:meta])* $case:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$case_doc])* #[serde(rename = $word)] $case,)+
        }

        impl $name {
            /// Every case, in the order of the contract.
            pub const ALL: &[Self] = &[$(Self::$case),+];

            /// The word that stands for it in the record.
            pub fn word(self) -> &'static str {
                match self { $(Self::$case => $word),+ }
            }

            /// The case that a word of the record stands for.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$case),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What kind of paper it is.
    Kind {
        /// Terms of reference.
        Kommissorium = "kommissorium",
        /// A call for or notice of nominations.
        Udpegning = "udpegning",
        /// An application for funds, filled in.
        Ansøgning = "ansøgning",
        /// A call for applications, a guide to a pool of funds, an empty form.
        Ansøgningsvejledning = "ansøgningsvejledning",
        /// A grant, a commitment, a refusal.
        Bevilling = "bevilling",
        /// A consultation, a hearing, a request for input or clarification.
        Høring = "høring",
        /// An agenda, a notice of meeting.
        Dagsorden = "dagsorden",
        /// Minutes.
        Referat = "referat",
        /// A plan of meetings or milestones only.
        Tidsplan = "tidsplan",
        /// A budget or accounts only.
        Budget = "budget",
        /// A memo, a briefing.
        Notat = "notat",
        /// Something else.
        Andet = "andet",
    }
}

/// `andet`: nothing is known of the paper yet.
impl Default for Kind {
    fn default() -> Self {
        Self::Andet
    }
}

words! {
    /// What the paper says of its own state.
    Status {
        /// A draft.
        Udkast = "udkast",
        /// Final, approved or adopted.
        Endelig = "endelig",
    }
}

words! {
    /// What a warning is about.
    WarningCode {
        /// The weekday named is not that date's.
        WeekdayMismatch = "weekday-mismatch",
        /// No such day (31. april).
        ImpossibleDate = "impossible-date",
        /// Title and body name different periods for the same thing.
        PeriodMismatch = "period-mismatch",
        /// A stated total is not the sum of its lines.
        SumMismatch = "sum-mismatch",
        /// A required field of a form is empty.
        UnfilledField = "unfilled-field",
        /// A date without a year, and none to be had.
        YearUnknown = "year-unknown",
        /// A relative date whose anchor is not in the paper.
        AnchorUnknown = "anchor-unknown",
        /// The file holds changes not yet accepted.
        TrackedChanges = "tracked-changes",
        /// The deadline for input falls after the meeting that it feeds.
        DeadlineAfterMeeting = "deadline-after-meeting",
        /// A CPR number; the number itself is never shown.
        PersonalData = "personal-data",
        /// Pages without a text layer.
        NoText = "no-text",
        /// A date or an amount that was not surely read from a picture.
        OcrDoubt = "ocr-doubt",
        /// The file was damaged and read in part.
        Recovered = "recovered",
    }
}

/// A doubt about the paper or its reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// What it is about.
    pub code: WarningCode,
    /// A sentence for a person.
    pub message: String,
    /// Where it is, if it is somewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}
