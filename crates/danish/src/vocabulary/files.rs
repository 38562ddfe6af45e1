//! The shape of the three files. Every key is known and read; a stranger is refused.
//!
//! `examples` and `not` are read by the tests, through the same text.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{
    Table, VocabularyError,
    word::{
        Currency, Edge, Entry, Facet, Feast, Fraction, Particle, Season, Span, Which, Word,
        YearKind,
    },
};
use crate::found::{Bound, Per};

/// Forms with their values.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group<V> {
    words: BTreeMap<String, V>,
    #[serde(rename = "examples")]
    _examples: Vec<String>,
    #[serde(rename = "not")]
    _not: Vec<String>,
}

impl<V: Copy> Group<V> {
    fn mean(
        &self,
        table: &mut Table,
        file: &'static str,
        group: &'static str,
        word: impl Fn(V) -> Word,
    ) -> Result<(), VocabularyError> {
        (self.words.iter())
            .try_for_each(|(form, value)| table.mean(file, group, form, word(*value)))
    }

    fn mark(&self, table: &mut Table, facet: impl Fn(V) -> Facet) {
        for (form, value) in &self.words {
            table.mark(form, facet(*value));
        }
    }
}

/// Forms that share one meaning.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    words: Vec<String>,
    #[serde(rename = "examples")]
    _examples: Vec<String>,
    #[serde(rename = "not")]
    _not: Vec<String>,
}

impl List {
    fn mean(
        &self,
        table: &mut Table,
        file: &'static str,
        group: &'static str,
        word: Word,
    ) -> Result<(), VocabularyError> {
        (self.words.iter()).try_for_each(|form| table.mean(file, group, form, word))
    }

    fn flag(&self, table: &mut Table, flag: u16) {
        for form in &self.words {
            table.mark(form, Facet::Flag(flag));
        }
    }
}

/// `calendar.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct CalendarFile {
    month: Group<u8>,
    month_short: Group<u8>,
    weekday: Group<u8>,
    weekday_short: Group<u8>,
    weekday_ago: Group<u8>,
    weekday_many: Group<u8>,
    season: Group<Season>,
    holiday: Group<Feast>,
    holiday_lead: List,
    unit: Group<Span>,
    unit_definite: Group<Span>,
    year_kind: Group<YearKind>,
    edge: Group<Edge>,
    which: Group<Which>,
    shift: Group<i8>,
    abbreviated: Group<(Span, i8)>,
    same_year: List,
    same_month: List,
    lasting: Group<Span>,
    lasting_genitive: Group<Span>,
    lasting_noun: Endings,
    dated_noun: Endings,
    state_noun: Endings,
    balance_noun: Endings,
    own_date: OwnDate,
    clock: List,
    clock_word: Group<u8>,
    afternoon: List,
    day_lead: List,
    turn_of_year: List,
    every: List,
    daily: List,
    quarter_code: Group<u8>,
    particle: Group<Particle>,
    pub(crate) bound: BoundPhrases,
    pub(crate) approximate: Approximate,
    block: List,
    measure: List,
    year_lead: List,
    past: Tense,
    done: List,
    price_level: List,
    future: List,
    present: List,
    r#move: List,
    change: List,
    pub(crate) event_edge: EventEdge,
    abbreviation: Abbreviation,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnDate {
    words: Vec<String>,
    lead: Vec<String>,
    #[serde(rename = "examples")]
    _examples: Vec<String>,
    #[serde(rename = "not")]
    _not: Vec<String>,
}

/// What bounds the expression after it, word by word.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BoundPhrases {
    le: Vec<String>,
    lt: Vec<String>,
    ge: Vec<String>,
    gt: Vec<String>,
    #[serde(rename = "examples")]
    _examples: Vec<String>,
    #[serde(rename = "not")]
    _not: Vec<String>,
}

impl BoundPhrases {
    /// All phrases, the longest first.
    pub(crate) fn phrases(&self) -> Vec<(String, Bound)> {
        let lists = [
            (&self.le, Bound::Le),
            (&self.lt, Bound::Lt),
            (&self.ge, Bound::Ge),
            (&self.gt, Bound::Gt),
        ];
        let mut all: Vec<_> = (lists.into_iter())
            .flat_map(|(list, bound)| list.iter().map(move |p| (p.clone(), bound)))
            .collect();
        all.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        all
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Approximate {
    words: Vec<String>,
    /// Those that belong to the expression itself ("omkring 1. juli").
    pub(crate) inside: Vec<String>,
    #[serde(rename = "examples")]
    _examples: Vec<String>,
    #[serde(rename = "not")]
    _not: Vec<String>,
}

/// Words by their endings, so that compounds count.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Endings {
    endings: Vec<String>,
    #[serde(rename = "examples")]
    _examples: Vec<String>,
    #[serde(rename = "not")]
    _not: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tense {
    words: Vec<String>,
    endings: Vec<String>,
    #[serde(rename = "examples")]
    _examples: Vec<String>,
    #[serde(rename = "not")]
    _not: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventEdge {
    pub(crate) end: Vec<String>,
    #[serde(rename = "examples")]
    _examples: Vec<String>,
    #[serde(rename = "not")]
    _not: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Abbreviation {
    inner: Vec<String>,
    closing: Vec<String>,
    #[serde(rename = "examples")]
    _examples: Vec<String>,
    #[serde(rename = "not")]
    _not: Vec<String>,
}

impl CalendarFile {
    /// Enters all its words.
    pub(crate) fn enter(&self, table: &mut Table) -> Result<(), VocabularyError> {
        let file = "calendar.toml";
        self.month.mean(table, file, "month", Word::Month)?;
        self.weekday.mean(table, file, "weekday", Word::Weekday)?;
        (self.weekday_ago).mean(table, file, "weekday-ago", Word::WeekdayAgo)?;
        (self.weekday_many).mean(table, file, "weekday-many", Word::WeekdayMany)?;
        self.season.mean(table, file, "season", Word::Season)?;
        self.holiday.mean(table, file, "holiday", Word::Feast)?;
        (self.holiday_lead).mean(table, file, "holiday-lead", Word::FeastLead)?;
        self.unit.mean(table, file, "unit", Word::Unit)?;
        (self.unit_definite).mean(table, file, "unit-definite", Word::TheUnit)?;
        self.edge.mean(table, file, "edge", Word::Edge)?;
        self.which.mean(table, file, "which", Word::Which)?;
        (self.abbreviated).mean(table, file, "abbreviated", |(u, by)| Word::Own(u, by))?;
        (self.same_year).mean(table, file, "same-year", Word::SameYear)?;
        (self.same_month).mean(table, file, "same-month", Word::SameMonth)?;
        self.lasting.mean(table, file, "lasting", Word::Lasting)?;
        for form in &self.own_date.words {
            table.mean(file, "own-date", form, Word::OwnDate)?;
        }
        for form in &self.own_date.lead {
            table.mean(file, "own-date", form, Word::OwnDateLead)?;
        }
        self.clock.mean(table, file, "clock", Word::Clock)?;
        (self.clock_word).mean(table, file, "clock-word", Word::HourName)?;
        (self.afternoon).mean(table, file, "afternoon", Word::Afternoon)?;
        self.day_lead.mean(table, file, "day-lead", Word::DayLead)?;
        (self.turn_of_year).mean(table, file, "turn-of-year", Word::TurnOfYear)?;
        self.every.mean(table, file, "every", Word::Every)?;
        self.daily.mean(table, file, "daily", Word::Daily)?;
        (self.quarter_code).mean(table, file, "quarter-code", Word::QuarterCode)?;
        self.particle
            .mean(table, file, "particle", Word::Particle)?;
        self.mark(table);
        Ok(())
    }

    fn mark(&self, table: &mut Table) {
        self.month_short.mark(table, Facet::MonthShort);
        self.weekday_short.mark(table, Facet::WeekdayShort);
        self.year_kind.mark(table, Facet::YearKind);
        self.shift.mark(table, Facet::Shift);
        let flagged = [
            (&self.approximate.words, Entry::APPROXIMATE),
            (&self.past.words, Entry::PAST),
            (&self.future.words, Entry::FUTURE),
            (&self.abbreviation.inner, Entry::INNER),
            (&self.abbreviation.closing, Entry::CLOSING),
        ];
        for (forms, flag) in flagged {
            for form in forms {
                table.mark(form, Facet::Flag(flag));
            }
        }
        self.block.flag(table, Entry::BLOCK);
        self.measure.flag(table, Entry::MEASURE);
        self.year_lead.flag(table, Entry::YEAR_LEAD);
        self.r#move.flag(table, Entry::MOVE);
        self.change.flag(table, Entry::CHANGE);
        self.done.flag(table, Entry::DONE);
        self.present.flag(table, Entry::PRESENT);
        self.price_level.flag(table, Entry::PRICE_LEVEL);
    }

    /// Endings of nouns that a length in "3-årig" belongs to.
    pub(crate) fn lasting_endings(&self) -> Vec<String> {
        self.lasting_noun.endings.clone()
    }

    /// Endings of nouns that a date in figures follows directly.
    pub(crate) fn dated_endings(&self) -> Vec<String> {
        self.dated_noun.endings.clone()
    }

    /// Endings of nouns that count something up at a day.
    pub(crate) fn state_endings(&self) -> Vec<String> {
        self.state_noun.endings.clone()
    }

    /// Endings of nouns that stand at a day.
    pub(crate) fn balance_endings(&self) -> Vec<String> {
        self.balance_noun.endings.clone()
    }

    /// Endings by which verbs not listed tell of the past.
    pub(crate) fn past_endings(&self) -> Vec<String> {
        self.past.endings.clone()
    }
}

/// `numbers.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct NumbersFile {
    cardinal: Group<u32>,
    ten: Group<u32>,
    one: Group<One>,
    scale: Group<u32>,
    fraction: Group<Fraction>,
    ordinal: Group<u32>,
    ten_ordinal: Group<u32>,
    decimal: List,
    pair: List,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum One {
    Article,
    Numeral,
}

impl NumbersFile {
    /// Enters all its words, and the compounds that they make.
    pub(crate) fn enter(&self, table: &mut Table) -> Result<(), VocabularyError> {
        let file = "numbers.toml";
        (self.cardinal).mean(table, file, "cardinal", Word::Cardinal)?;
        self.ten.mean(table, file, "ten", Word::Cardinal)?;
        self.one.mean(table, file, "one", |one| Word::One {
            accented: one == One::Numeral,
        })?;
        self.scale.mean(table, file, "scale", Word::Scale)?;
        (self.fraction).mean(table, file, "fraction", Word::Fraction)?;
        self.ordinal.mean(table, file, "ordinal", Word::Ordinal)?;
        (self.ten_ordinal).mean(table, file, "ten-ordinal", Word::Ordinal)?;
        self.decimal.mean(table, file, "decimal", Word::Decimal)?;
        self.pair.mean(table, file, "pair", Word::Pair)?;
        self.compounds(table)
    }

    /// `treårig`, `tremåneders`, `tyveårigt`: a number and a unit of the calendar in one word.
    pub(crate) fn lengths(
        &self,
        calendar: &CalendarFile,
        table: &mut Table,
    ) -> Result<(), VocabularyError> {
        let numbers = self.cardinal.words.iter().chain(&self.ten.words);
        let ones = ["en", "et"].map(|form| (form.to_owned(), 1));
        let numbers = numbers.map(|(form, n)| (form.clone(), *n)).chain(ones);
        for (form, n) in numbers.filter(|(_, n)| *n > 0) {
            for (aged, units) in [
                (true, &calendar.lasting),
                (false, &calendar.lasting_genitive),
            ] {
                for (unit, span) in &units.words {
                    let word = Word::LastingFor(n, *span, aged);
                    table.mean("calendar.toml", "lasting", &format!("{form}{unit}"), word)?;
                }
            }
        }
        Ok(())
    }

    /// `enogtyve` … `nioghalvfems`, `enogtyvende` …, `to hundrede` written as one word.
    fn compounds(&self, table: &mut Table) -> Result<(), VocabularyError> {
        let file = "numbers.toml";
        let below_ten = |(form, n): (&String, &u32)| (*n < 10).then(|| (form.clone(), *n));
        let mut ones: Vec<_> = self.cardinal.words.iter().filter_map(below_ten).collect();
        ones.retain(|(_, n)| *n > 0);
        ones.extend(["en", "et", "én", "ét"].map(|form| (form.to_owned(), 1)));
        for (one, n) in &ones {
            for (ten, tens) in &self.ten.words {
                table.mean(
                    file,
                    "ten",
                    &format!("{one}og{ten}"),
                    Word::Cardinal(n + tens),
                )?;
            }
            for (ten, tens) in &self.ten_ordinal.words {
                table.mean(
                    file,
                    "ten-ordinal",
                    &format!("{one}og{ten}"),
                    Word::Ordinal(n + tens),
                )?;
            }
            for (scale, times) in self
                .scale
                .words
                .iter()
                .filter(|(_, times)| **times <= 1_000)
            {
                table.mean(
                    file,
                    "scale",
                    &format!("{one}{scale}"),
                    Word::Cardinal(n * times),
                )?;
            }
        }
        Ok(())
    }
}

/// `money.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct MoneyFile {
    currency: Group<Currency>,
    nation: Group<Currency>,
    hundredth: List,
    thousand_crowns: List,
    multiple: Group<u32>,
    money_noun: List,
    pub(crate) before: Before,
    pub(crate) after: After,
    pub(crate) per: PerPhrases,
    unit_lead: List,
    unit_noun: List,
}

/// What stands before an amount and colours it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Before {
    pub(crate) approximate: Vec<String>,
    pub(crate) most: Vec<String>,
    pub(crate) least: Vec<String>,
    pub(crate) minus: Vec<String>,
    pub(crate) neither: Vec<String>,
    #[serde(rename = "examples")]
    _examples: Vec<String>,
    #[serde(rename = "not")]
    _not: Vec<String>,
}

/// What stands after an amount and colours it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct After {
    pub(crate) most: Vec<String>,
    pub(crate) least: Vec<String>,
    pub(crate) excluding_vat: Vec<String>,
    #[serde(rename = "examples")]
    _examples: Vec<String>,
    #[serde(rename = "not")]
    _not: Vec<String>,
}

/// What an amount is paid per.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PerPhrases {
    year: Vec<String>,
    month: Vec<String>,
    hour: Vec<String>,
    meeting: Vec<String>,
    piece: Vec<String>,
    #[serde(rename = "examples")]
    _examples: Vec<String>,
    #[serde(rename = "not")]
    _not: Vec<String>,
}

impl PerPhrases {
    pub(crate) fn lists(&self) -> [(Per, &[String]); 5] {
        [
            (Per::Year, &self.year),
            (Per::Month, &self.month),
            (Per::Hour, &self.hour),
            (Per::Meeting, &self.meeting),
            (Per::Piece, &self.piece),
        ]
    }
}

impl MoneyFile {
    /// Enters all its words.
    pub(crate) fn enter(&self, table: &mut Table) -> Result<(), VocabularyError> {
        let file = "money.toml";
        (self.currency).mean(table, file, "currency", Word::Currency)?;
        self.nation.mean(table, file, "nation", Word::Nation)?;
        self.hundredth
            .mean(table, file, "hundredth", Word::Hundredth)?;
        (self.thousand_crowns).mean(table, file, "thousand-crowns", Word::ThousandCrowns)?;
        self.multiple
            .mean(table, file, "multiple", Word::Multiple)?;
        self.money_noun.flag(table, Entry::MONEY_NOUN);
        self.unit_lead.flag(table, Entry::UNIT_LEAD);
        self.unit_noun.flag(table, Entry::UNIT_NOUN);
        Ok(())
    }
}
