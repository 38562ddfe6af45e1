//! What a word can be to the grammar.

use serde::Deserialize;

/// The meaning of a form: one at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Word {
    /// None here.
    #[default]
    Plain,
    Month(u8),
    Weekday(u8),
    /// `torsdags`, after "i".
    WeekdayAgo(u8),
    /// `torsdage`: recurring.
    WeekdayMany(u8),
    Season(Season),
    Feast(Feast),
    /// `kristi`, `store`: part of a feast's name.
    FeastLead,
    /// `K1`, `Q1`.
    QuarterCode(u8),
    Unit(Span),
    /// `ugens`, `året`: the one that is running.
    TheUnit(Span),
    Edge(Edge),
    Which(Which),
    /// `ds.`, `d.å.`: the unit that the paper's own date lies in, moved by so many.
    Own(Span, i8),
    /// `s.å.`
    SameYear,
    /// `s.m.`
    SameMonth,
    OwnDate,
    OwnDateLead,
    Clock,
    HourName(u8),
    Afternoon,
    DayLead,
    TurnOfYear,
    Every,
    Daily,
    /// `årig`, after a number and a hyphen.
    Lasting(Span),
    /// `treårig`, `tremåneders`: so many units, and whether it may be an age.
    LastingFor(u32, Span, bool),
    Particle(Particle),
    Cardinal(u32),
    Ordinal(u32),
    /// `en`, `et`; accented it is always a number.
    One {
        accented: bool,
    },
    Scale(u32),
    Fraction(Fraction),
    Decimal,
    Pair,
    Currency(Currency),
    /// `svenske`, before `kroner`.
    Nation(Currency),
    /// `øre`.
    Hundredth,
    ThousandCrowns,
    Multiple(u32),
}

/// ISO 4217 codes that amounts can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Currency {
    Dkk,
    Eur,
    Usd,
    Gbp,
    Sek,
    Nok,
    Xeu,
}

impl Currency {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Dkk => "DKK",
            Self::Eur => "EUR",
            Self::Usd => "USD",
            Self::Gbp => "GBP",
            Self::Sek => "SEK",
            Self::Nok => "NOK",
            Self::Xeu => "XEU",
        }
    }
}

/// A trait that a form can have beside its meaning.
pub(crate) enum Facet {
    /// Days from today, after "i".
    Shift(i8),
    /// A month where a day or year stands beside it.
    MonthShort(u8),
    /// A weekday where a day follows.
    WeekdayShort(u8),
    /// A kind of year where a year follows.
    YearKind(YearKind),
    /// One of the flags of [`Entry`].
    Flag(u16),
}

/// All that the vocabulary says of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Entry {
    pub(crate) word: Word,
    pub(crate) shift: Option<i8>,
    pub(crate) month_short: u8,
    pub(crate) weekday_short: u8,
    pub(crate) year_kind: Option<YearKind>,
    pub(crate) flags: u16,
    /// What can begin with it: [`Entry::TIME`] and its like.
    pub(crate) classes: u8,
}

impl Entry {
    /// A number after it is no date, year or amount.
    pub(crate) const BLOCK: u16 = 1;
    /// A number before it is no date or year.
    pub(crate) const MEASURE: u16 = 1 << 1;
    /// A number of four digits after it is a year.
    pub(crate) const YEAR_LEAD: u16 = 1 << 2;
    /// Tells of the past.
    pub(crate) const PAST: u16 = 1 << 3;
    /// Tells of the future.
    pub(crate) const FUTURE: u16 = 1 << 4;
    /// What it governs is moved from one day to another.
    pub(crate) const MOVE: u16 = 1 << 5;
    /// Tells of a time by itself, neither past nor to come.
    pub(crate) const PRESENT: u16 = 1 << 15;
    /// After a year and a hyphen: "2023-niveau".
    pub(crate) const PRICE_LEVEL: u16 = 1 << 14;
    /// What a paper has had done to it.
    pub(crate) const DONE: u16 = 1 << 13;
    /// What it governs changes from one amount to another.
    pub(crate) const CHANGE: u16 = 1 << 12;
    /// Its full stop never ends a sentence.
    pub(crate) const INNER: u16 = 1 << 6;
    /// Its full stop may end a sentence.
    pub(crate) const CLOSING: u16 = 1 << 7;
    /// Speaks of money.
    pub(crate) const MONEY_NOUN: u16 = 1 << 8;
    /// Before an amount it makes it a unit.
    pub(crate) const UNIT_LEAD: u16 = 1 << 10;
    /// Speaks of the figures about it: `tal`, `beløb`.
    pub(crate) const UNIT_NOUN: u16 = 1 << 11;
    /// Says that the time is rough.
    pub(crate) const APPROXIMATE: u16 = 1 << 9;

    /// An expression of time may begin with it.
    pub(crate) const TIME: u8 = 1;
    /// Every amount has one of these, or a stroke.
    pub(crate) const MEASURES: u8 = 1 << 1;
    /// A number in words may begin with it.
    pub(crate) const NUMBER: u8 = 1 << 2;

    pub(crate) fn begins(self, class: u8) -> bool {
        self.classes & class != 0
    }

    /// The classes that its meaning and traits give it.
    pub(crate) fn classified(self) -> u8 {
        let time = self.shift.is_some()
            || self.month_short > 0
            || self.weekday_short > 0
            || self.year_kind.is_some()
            || !matches!(
                self.word,
                Word::Plain
                    | Word::Multiple(_)
                    | Word::ThousandCrowns
                    | Word::Nation(_)
                    | Word::Hundredth
                    | Word::Decimal
                    | Word::Pair
                    | Word::Lasting(_)
            ) && !matches!(self.word, Word::Particle(p) if !matches!(p, Particle::In | Particle::On));
        let measures = matches!(
            self.word,
            Word::Currency(_)
                | Word::ThousandCrowns
                | Word::Multiple(_)
                | Word::Scale(_)
                | Word::Hundredth
        );
        let number = matches!(
            self.word,
            Word::Cardinal(_)
                | Word::Ordinal(_)
                | Word::One { .. }
                | Word::Scale(_)
                | Word::Fraction(_)
        );
        let bit = |holds: bool, class: u8| if holds { class } else { 0 };
        bit(time, Self::TIME) | bit(measures, Self::MEASURES) | bit(number, Self::NUMBER)
    }

    pub(crate) fn is(self, flag: u16) -> bool {
        self.flags & flag != 0
    }
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Span {
    Minute,
    QuarterHour,
    Hour,
    Day,
    Workday,
    Week,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// A day that the church or the law sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub(crate) enum Feast {
    /// Days from Easter Sunday.
    Easter {
        easter: i8,
        /// The last year in which it was kept.
        until: Option<i16>,
        /// Whether 1. and 2. go before it.
        #[serde(default)]
        numbered: bool,
    },
    /// The same day every year.
    Fixed {
        month: i8,
        day: i8,
        #[serde(default)]
        numbered: bool,
    },
    /// A Sunday of Advent, 1 to 4, before Christmas Day.
    Advent { sunday: i8 },
    /// A school holiday that most keep in one week.
    Week { week: i8 },
    /// Days of the year, the last excluded, as month and day.
    Stretch { from: (i8, i8), to: (i8, i8) },
}

/// A part of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Edge {
    Primo,
    Medio,
    Ultimo,
    Begin,
    Middle,
    End,
    /// Its last day.
    Close,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Which {
    This,
    Next,
    Last,
    /// The one last named.
    Same,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum YearKind {
    School,
    Study,
    Season,
    Parliament,
    Fiscal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Particle {
    In,
    On,
    Of,
    To,
    From,
    And,
    Or,
    Between,
    About,
    For,
    At,
    With,
    Since,
    Before,
    After,
    Over,
    Forward,
    Counted,
    Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Fraction {
    Half,
    OneAndAHalf,
    ThreeQuarters,
    Quarter,
}
