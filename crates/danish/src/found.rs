//! What is found in a text.

use std::{fmt, ops::Range};

use jiff::civil::{Date, DateTime};

/// An expression of time.
///
/// What was said is in `span`, `kind`, `grain`, `bound` and `approximate`; what was concluded is in `start` and `end`,
/// and `inferred` says which part of it the text does not state, and why it is so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    /// Bytes of the text, without the words that introduce it ("den", "senest", "fra").
    pub span: Range<usize>,
    /// The bytes with the words that introduce it ("senest den 30. juni 2021").
    pub phrase: Range<usize>,
    /// What sort of expression it is.
    pub kind: Kind,
    /// How fine it is said.
    pub grain: Grain,
    /// First moment; `None` where it cannot be resolved, and for durations without an anchor.
    pub start: Option<Moment>,
    /// First moment past it; of a clock time without an end `None`.
    pub end: Option<Moment>,
    /// ISO 8601, for durations: `P6W`, `PT37H`.
    pub duration: Option<String>,
    /// An RFC 5545 RRULE, for sets.
    pub recurs: Option<String>,
    /// How the words before it bound it; the span itself is not changed.
    pub bound: Option<Bound>,
    /// Whether it is said roughly: primo, ca., omkring, forventet, midt i …
    pub approximate: bool,
    /// Which parts the text does not state, and why they are what they are.
    pub inferred: Vec<Inference>,
    /// What is missing, where it cannot be resolved.
    pub missing: Option<Missing>,
    /// What is odd about it: no such day, another weekday.
    pub oddity: Option<Oddity>,
    /// The rule of the grammar that found it.
    pub rule: &'static str,
}

/// What sort of expression of time it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A day, week, month, quarter, season, half-year or year.
    Date,
    /// A day with a clock time.
    Time,
    /// Two ends stated, or a named span such as a school year.
    Interval,
    /// A length of time without an anchor.
    Duration,
    /// Something that recurs.
    Set,
}

/// How fine an expression is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// A clock time.
    Minute,
    /// A day.
    Day,
    /// An ISO week.
    Week,
    /// A month.
    Month,
    /// A quarter of a year.
    Quarter,
    /// Spring, summer, autumn, winter.
    Season,
    /// Half a year.
    Half,
    /// A year.
    Year,
    /// Two ends stated, or a part of a month or year (primo, medio, ultimo).
    Range,
}

/// A day, or a minute of a day, in local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// A day.
    Day(Date),
    /// A minute of a day.
    Minute(DateTime),
}

impl Moment {
    /// The day it lies on.
    pub fn date(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Minute(minute) => minute.date(),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Minute(t) => write!(f, "{}T{:02}:{:02}", t.date(), t.hour(), t.minute()),
        }
    }
}

/// How a word such as `senest` bounds the expression after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// `inden`, `før`: before it begins.
    Lt,
    /// `senest`, `til og med`, `inden udgangen af`: before it is over.
    Le,
    /// `fra`, `pr.`: from its beginning.
    Ge,
    /// `efter`: once it is over.
    Gt,
}

impl Time {
    /// Whether a part was worked out and not stated.
    ///
    /// ```
    /// use danish::{Context, Part, Vocabulary, times};
    ///
    /// let context = Context { reference: "2021-05-03".parse().ok(), ..Context::default() };
    /// let found = times("Møde den 4. juni", Vocabulary::builtin(), &context);
    /// assert!(found[0].infers(Part::Year) && !found[0].infers(Part::Month));
    /// ```
    pub fn infers(&self, part: Part) -> bool {
        self.inferred.iter().any(|one| one.part == part)
    }
}

/// A part of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The year.
    Year,
    /// The month.
    Month,
    /// The day.
    Day,
}

/// A concluded part and the reason for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inference {
    /// Which part.
    pub part: Part,
    /// For a person, in English: "the year of the heading Mødeplan 2021".
    pub reason: String,
}

/// What is missing to resolve an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Missing {
    /// No year is to be had.
    Year,
    /// The event that it is counted from is not dated.
    Anchor,
}

/// What is odd about an expression; it is told, never repaired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Oddity {
    /// The weekday named is not that date's.
    Weekday,
    /// No such day, as 31. april.
    Impossible,
}

/// What the text around, and the rest of the paper, say about its time.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The day the text was written.
    pub reference: Option<Date>,
    /// Years that headings, captions and columns give to stretches of the text; the shortest that covers wins.
    pub years: Vec<YearHint>,
    /// Events that relative expressions count from ("8 dage før mødet").
    pub events: Vec<Event>,
}

/// A year that holds over a stretch of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearHint {
    /// The bytes that it governs.
    pub over: Range<usize>,
    /// The year.
    pub year: i16,
    /// For a person: "the heading Mødeplan 2021".
    pub reason: String,
}

/// A dated event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The noun in its plain form: `møde`, `ansøgningsfrist`, `bevillingsperiode`.
    pub noun: String,
    /// When it begins.
    pub start: Date,
    /// The first day past it.
    pub end: Date,
}

/// A stretch of time, half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// First moment.
    pub start: Moment,
    /// First moment past it.
    pub end: Moment,
}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// Bytes of the text, unit included.
    pub span: Range<usize>,
    /// Hundredths of the currency; negative for what is owed or cut.
    pub ore: i64,
    /// Upper end of a range, in hundredths.
    pub max_ore: Option<i64>,
    /// ISO 4217 code.
    pub currency: &'static str,
    /// `ca.`, `omkring`, `godt` …
    pub approximate: bool,
    /// `op til`, `højst`, `maks.`: [`Bound::Le`]; `mindst`, `fra`: [`Bound::Ge`].
    pub bound: Option<Bound>,
    /// `ekskl. moms`.
    pub excluding_vat: bool,
    /// `pr. år`, `årligt`, `pr. time` …
    pub per: Option<Per>,
}

/// What an amount is paid per.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Per {
    /// A year.
    Year,
    /// A month.
    Month,
    /// An hour.
    Hour,
    /// A meeting.
    Meeting,
    /// A piece.
    Piece,
}

/// What the numbers of a table count: `1.000 kr.` in its head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Unit {
    /// Hundredths of the currency that 1 stands for: 100 for `kr.`, 100,000 for `t.kr.`.
    pub ore: i64,
    /// ISO 4217 code.
    pub currency: &'static str,
}

/// A number in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// Its value; of `halvanden` 1.5.
    pub value: f64,
    /// Whether it is an ordinal: `tolvte`.
    pub ordinal: bool,
}
