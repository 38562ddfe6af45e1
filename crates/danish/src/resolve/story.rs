//! What the text has told so far, and what a missing year, month or day is concluded from.

use jiff::civil::Date;

use super::calendar::{Days, between, plus};
use crate::{
    found::{Bound, Context, Inference, Part},
    phrase,
    time::said::{Core, Said, Tense},
};

/// How many line ends stand at most between the lines of one plan.
const PLAN: usize = 2;
/// Days that an expression without a tense may lie back; else it lies ahead.
const BACK: i64 = 90;
/// Days within which a list goes on into the next year.
const ROLL: i64 = 200;

/// The reason for a year that a list or plan gives.
pub(crate) const GOES_ON: &str = "the list goes on from the date before";

/// The reason for a year that a sentence's own order gives.
const RUNS_ON: &str = "the sentence goes on from the date before";

/// The expressions told so far, as far as later ones lean on them.
pub(crate) struct Story<'a> {
    pub(crate) text: &'a str,
    pub(crate) context: &'a Context,
    /// The last stretch told, and where.
    pub(crate) last: Option<Told>,
    /// The last that began a line.
    pub(crate) leader: Option<Told>,
    /// The last day told.
    pub(crate) day: Option<Told>,
    /// The last day told for something that is no term, and whether its sentence told others.
    pub(crate) event: Option<(Told, bool)>,
    /// The year last named.
    pub(crate) year: Option<i16>,
    /// The stretch that a heading in the paragraph opened: "Ferieplan for skoleåret 2023/24: …".
    pub(crate) frame: Option<Told>,
    /// For a text whose own date is unknown: the stated dates nearest to each expression.
    pub(crate) stated: Option<Date>,
}

/// A stretch that the text has told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told {
    pub(crate) days: Days,
    pub(crate) at: usize,
    pub(crate) sentence: usize,
    pub(crate) paragraph: usize,
    /// Its year is stated, or goes on from one that is.
    pub(crate) stated: bool,
    /// It is a term or an end, no day that something is announced for.
    pub(crate) bounded: bool,
}

/// A concluded year and the reason.
pub(crate) type Concluded = (i16, String);

impl Story<'_> {
    /// The day that the text was written, or the stated date that stands nearest.
    pub(crate) fn around(&self) -> Option<(Date, &'static str)> {
        match (self.context.reference, self.stated) {
            (Some(day), _) => Some((day, "the paper's own date")),
            (None, Some(day)) => Some((day, "the nearest date that has a year")),
            (None, None) => None,
        }
    }

    /// The year of an expression that does not state it. `extent` gives what it would be in a year.
    pub(crate) fn year_of(
        &self,
        said: &Said,
        weekday: Option<i8>,
        extent: &dyn Fn(i16) -> Option<Days>,
    ) -> Option<Concluded> {
        if let Some(hint) = self.hint(said.span.start) {
            let (first, reason) = (hint.0, format!("the year of {}", hint.1));
            let rolled = self.going_on(said).and_then(|told| rolled(told, extent));
            let year = rolled.filter(|year| *year == first + 1).unwrap_or(first);
            return Some((
                on_weekday(weekday, extent, &[year, first + 1, first]).unwrap_or(year),
                reason,
            ));
        }
        let carried = self.going_on(said).and_then(|told| {
            rolled(told, extent).filter(|year| said.listed || follows(told, *year, extent))
        });
        if let Some(year) = carried {
            let year = on_weekday(weekday, extent, &[year, year + 1, year - 1]).unwrap_or(year);
            return Some((year, GOES_ON.to_owned()));
        }
        if let Some(year) = self.framed(said, extent) {
            return Some((year, "the stretch that its heading names".to_owned()));
        }
        let right =
            |year: &i16| weekday.is_none() || on_weekday(weekday, extent, &[*year]).is_some();
        if let Some(year) = self.running_on(said, extent).filter(right) {
            return Some((year, RUNS_ON.to_owned()));
        }
        let (around, reason) = self.around()?;
        let years = [around.year(), around.year() + 1, around.year() - 1];
        // A date that only stands near says nothing of before and after.
        let tense = if self.context.reference.is_some() {
            said.tense
        } else {
            Tense::Open
        };
        let order = preferred(around, tense, years, extent)?;
        let allowed: Vec<i16> = (order.iter().copied())
            .filter(|&year| tense != Tense::Future || !long_over(around, year, extent))
            .collect();
        let year = on_weekday(weekday, extent, &allowed).or_else(|| order.first().copied())?;
        let towards = match tense {
            Tense::Past => "the last one before ",
            Tense::Future => "the next one after ",
            Tense::Perfect | Tense::Open => "the one nearest to ",
        };
        Some((year, format!("{towards}{reason} ({around})")))
    }

    /// Whether a year or school year with its colon opens a plan: "Ferieplan for skoleåret 2023/24:", "Møder i 2004:". A
    /// budget's year says nothing of when it is read.
    pub(crate) fn heads_a_plan(&self, said: &Said, core: &Core) -> bool {
        let colon = (self.text.get(said.span.end..)).is_some_and(|rest| rest.starts_with(':'));
        let yearly = matches!(core, Core::Year | Core::KindOfYear { .. });
        let plans = [
            "plan",
            "planen",
            "kalender",
            "kalenderen",
            "møder",
            "datoer",
            "ferier",
            "frister",
        ];
        let plan = |word: &str| phrase::has_ending(word, &plans);
        let words = said.noun.clone().and_then(|noun| self.text.get(noun));
        colon
            && yearly
            && (*core != Core::Year && said.leads
                || words.is_some_and(|w| w.split(|c: char| !c.is_alphabetic()).any(plan)))
    }

    /// The year in which it lies in the stretch that a heading opened.
    fn framed(&self, said: &Said, extent: &dyn Fn(i16) -> Option<Days>) -> Option<i16> {
        let frame = (self.frame).filter(|told| {
            told.sentence == said.sentence || told.paragraph == said.paragraph && said.leads
        })?;
        let (start, end) = frame.days;
        (start.year()..=end.year())
            .find(|year| extent(*year).is_some_and(|(from, to)| from >= start && to <= end))
    }

    /// The year in which a sentence that looks ahead runs on: "midt i august …, i slutningen af december". What it has a year
    /// for lets it run on only where it is no year-long stretch itself, and no paper's date stands there: "notat af 2. april".
    fn running_on(&self, said: &Said, extent: &dyn Fn(i16) -> Option<Days>) -> Option<i16> {
        let told = (self.last).filter(|told| told.sentence == said.sentence)?;
        let reference = self.context.reference?;
        let before = self
            .text
            .get(..said.span.start)?
            .trim_end_matches([' ', '\n']);
        let before = before.strip_suffix("den").unwrap_or(before).trim_end();
        let origin = before.ends_with(" af") || before.ends_with(" fra");
        let long = between(told.days.0, told.days.1) > ROLL;
        let ahead = matches!(said.tense, Tense::Open | Tense::Future)
            && between(reference, told.days.0) >= 0
            && !(told.stated && (origin || long));
        let year = rolled(told, extent).filter(|_| ahead)?;
        let (start, _) = extent(year)?;
        (0..ROLL)
            .contains(&between(told.days.0, start))
            .then_some(year)
    }

    /// What a list or the lines of a plan go on from.
    fn going_on(&self, said: &Said) -> Option<Told> {
        if said.listed {
            return self.last;
        }
        let lines = |from: usize| {
            let between = self
                .text
                .as_bytes()
                .get(from..said.span.start)
                .unwrap_or_default();
            memchr::memchr_iter(b'\n', between).take(PLAN + 1).count()
        };
        self.leader
            .filter(|told| said.leads && lines(told.at) <= PLAN)
    }

    /// The shortest hint that covers a place.
    fn hint(&self, at: usize) -> Option<(i16, &str)> {
        let covering = self
            .context
            .years
            .iter()
            .filter(|hint| hint.over.contains(&at));
        covering
            .min_by_key(|hint| hint.over.len())
            .map(|hint| (hint.year, hint.reason.as_str()))
    }

    /// The event last told, where it stands alone in its sentence.
    pub(crate) fn only_event(&self) -> Option<Told> {
        let (told, several) = self.event?;
        (!several).then_some(told)
    }

    /// "Næste møde er den 28. januar. Punkter senest d. 14.": the term for what was announced in the same paragraph.
    fn term_before(&self, said: &Said, day: i8) -> Option<Date> {
        said.bound.filter(|b| matches!(b, Bound::Le | Bound::Lt))?;
        let told = self
            .only_event()
            .filter(|told| told.paragraph == said.paragraph)?;
        let meets = told.days.0;
        let written = self.context.reference?;
        [0, -1]
            .into_iter()
            .filter_map(|by| {
                super::calendar::unit_around(meets, crate::vocabulary::Span::Month, by)
            })
            .filter_map(|month| Date::new(month.0.year(), month.0.month(), day).ok())
            .find(|date| *date < meets && *date >= written)
    }

    /// The months that a day without one can be of: that of the list, then those about the paper's date by the tense.
    pub(crate) fn month_of(
        &self,
        said: &Said,
        day: i8,
        weekday: Option<i8>,
    ) -> Option<(Date, Vec<Inference>)> {
        let reasons = |reason: &str| {
            [Part::Month, Part::Year]
                .map(|part| Inference {
                    part,
                    reason: reason.to_owned(),
                })
                .to_vec()
        };
        if let Some(told) = self.last.filter(|told| {
            told.sentence == said.sentence || said.listed && told.paragraph == said.paragraph
        }) {
            let start = told.days.0;
            if let Ok(date) = Date::new(start.year(), start.month(), day)
                && weekday.is_none_or(|w| w == date.weekday().to_monday_one_offset())
            {
                return Some((date, reasons("the month named before it")));
            }
        }
        if let Some(date) = self.term_before(said, day) {
            return Some((date, reasons("the last one before the day named before it")));
        }
        let (around, reason) = self.around()?;
        let candidates: Vec<Date> = [0_i64, 1, -1, 2, -2]
            .into_iter()
            .filter_map(|by| {
                let month = super::calendar::unit_around(
                    around,
                    crate::vocabulary::Span::Month,
                    i8::try_from(by).ok()?,
                )?
                .0;
                Date::new(month.year(), month.month(), day).ok()
            })
            .collect();
        let right = |d: &&Date| weekday.is_none_or(|w| w == d.weekday().to_monday_one_offset());
        let fitting: Vec<Date> = candidates.iter().filter(right).copied().collect();
        let candidates = if fitting.is_empty() {
            candidates
        } else {
            fitting
        };
        let ahead = candidates.iter().filter(|d| **d >= around).min();
        let back = candidates.iter().filter(|d| **d <= around).max();
        let date = match said.tense {
            Tense::Past | Tense::Perfect => back.or(ahead),
            Tense::Future | Tense::Open => ahead.or(back),
        };
        date.map(|date| {
            (
                *date,
                reasons(&format!("the one nearest to {reason} ({around})")),
            )
        })
    }
}

/// Whether what lies ahead would be over for months in this year: then its weekday is wrong, not its year.
fn long_over(around: Date, year: i16, extent: &dyn Fn(i16) -> Option<Days>) -> bool {
    const LONG: i64 = 90;
    extent(year).is_some_and(|(_, end)| between(end, around) > LONG)
}

/// The first year in which the weekday is right.
fn on_weekday(
    weekday: Option<i8>,
    extent: &dyn Fn(i16) -> Option<Days>,
    years: &[i16],
) -> Option<i16> {
    let weekday = weekday?;
    years.iter().copied().find(|year| {
        extent(*year).is_some_and(|(day, _)| day.weekday().to_monday_one_offset() == weekday)
    })
}

/// The year in which a list goes on: that of the date before, or the next where the list crosses New Year.
fn rolled(told: Told, extent: &dyn Fn(i16) -> Option<Days>) -> Option<i16> {
    let before = told.days.0;
    let year = before.year();
    let Some((same, end)) = extent(year) else {
        return Some(year);
    };
    if same >= before || end > before {
        return Some(year);
    }
    let next = extent(year + 1).filter(|(next, _)| between(before, *next) < ROLL);
    Some(if next.is_some() { year + 1 } else { year })
}

/// Whether a date may lean on the one before it: a stated year carries far, a concluded one only as far as a list rolls.
fn follows(told: Told, year: i16, extent: &dyn Fn(i16) -> Option<Days>) -> bool {
    told.stated
        || extent(year).is_some_and(|(start, _)| (0..ROLL).contains(&between(told.days.0, start)))
}

/// Years in the order in which the tense prefers them.
fn preferred(
    around: Date,
    tense: Tense,
    years: [i16; 3],
    extent: &dyn Fn(i16) -> Option<Days>,
) -> Option<Vec<i16>> {
    let latest_back = plus(around, -BACK)?;
    let mut ranked: Vec<(i64, i16)> = (years.into_iter())
        .filter_map(|year| {
            let (start, end) = extent(year)?;
            let fits = match tense {
                Tense::Past | Tense::Perfect => true,
                Tense::Future => end > around,
                Tense::Open => start > latest_back || end > around,
            };
            let apart = match tense {
                // A year is left out of what is near: what lies ahead counts only if it is much nearer.
                Tense::Past if start > around => 8 * between(around, start),
                Tense::Perfect if start > around => 4 * between(around, start),
                Tense::Past | Tense::Perfect => between(start, around),
                Tense::Future => between(around, end).abs(),
                Tense::Open => between(latest_back, end).abs(),
            };
            Some((if fits { apart } else { apart + 10_000 }, year))
        })
        .collect();
    ranked.sort_unstable();
    (!ranked.is_empty()).then(|| ranked.into_iter().map(|(_, year)| year).collect())
}
