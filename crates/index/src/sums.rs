//! Sums of money and counts of days over all papers found: each amount with its own role and year, never the role of one and
//! the year of another.

use std::collections::BTreeMap;

use jiff::civil::Date;
use paper::{AmountRole, DateRole};
use rustc_hash::FxHashMap;
use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::Column,
};

use crate::schema::{NO_SUM, NO_YEAR, amount_names, day_of, span_names};

/// What amounts of one role and year come to, over all papers found.
///
/// Amounts in Danish kroner count; of a range its lower end; what is paid by the hour or the piece does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmountSum {
    /// What the amounts are to their papers.
    pub role: AmountRole,
    /// The budget year, else the year of the paper; `None` where neither is stated.
    pub year: Option<i16>,
    /// The sum, in øre.
    pub ore: i64,
    /// How many amounts.
    pub amounts: u64,
    /// In how many papers.
    pub papers: u64,
}

/// How wide the steps of a histogram are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A year: `2021`.
    Year,
    /// A month: `2021-06`.
    Month,
}

/// How the papers found spread over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Histogram {
    /// By the first days of their dates of a role; without one by their own date.
    pub role: Option<DateRole>,
    /// In steps so wide.
    pub step: Step,
}

impl Histogram {
    /// The step that a day lies in: its year, and its month where months are counted.
    fn step_of(self, day: Date) -> (i16, Option<i8>) {
        match self.step {
            Step::Year => (day.year(), None),
            Step::Month => (day.year(), Some(day.month())),
        }
    }
}

#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sum {
    ore: i64,
    amounts: u64,
    papers: u64,
}

type Sums = FxHashMap<(AmountRole, i64), Sum>;

/// Adds up amounts.
pub(crate) struct Summer;

pub(crate) struct SegmentSummer {
    columns: Vec<(AmountRole, Column<i64>, Column<i64>)>,
    sums: Sums,
    /// What the paper at hand was counted for.
    seen: Vec<(AmountRole, i64)>,
}

impl SegmentCollector for SegmentSummer {
    type Fruit = Sums;

    fn collect(&mut self, doc: DocId, _score: Score) {
        self.seen.clear();
        for (role, ore, year) in &self.columns {
            let amounts = ore.values_for_doc(doc).zip(year.values_for_doc(doc));
            for (ore, year) in amounts.filter(|&(_, year)| year != NO_SUM) {
                let sum = self.sums.entry((*role, year)).or_default();
                sum.ore = sum.ore.saturating_add(ore);
                sum.amounts += 1;
                if !self.seen.contains(&(*role, year)) {
                    self.seen.push((*role, year));
                    sum.papers += 1;
                }
            }
        }
    }

    fn harvest(self) -> Sums {
        self.sums
    }
}

impl Collector for Summer {
    type Fruit = Vec<AmountSum>;
    type Child = SegmentSummer;

    fn for_segment(
        &self,
        _segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentSummer> {
        let columns = AmountRole::ALL.iter().map(|&role| {
            let [least, _, year] = amount_names(role);
            let columns = reader.fast_fields();
            Ok((role, columns.i64(&least)?, columns.i64(&year)?))
        });
        Ok(SegmentSummer {
            columns: columns.collect::<tantivy::Result<_>>()?,
            sums: Sums::default(),
            seen: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Sums>) -> tantivy::Result<Vec<AmountSum>> {
        let mut all: BTreeMap<(AmountRole, i64), Sum> = BTreeMap::new();
        for (key, sum) in segments.into_iter().flatten() {
            let whole = all.entry(key).or_default();
            whole.ore = whole.ore.saturating_add(sum.ore);
            whole.amounts += sum.amounts;
            whole.papers += sum.papers;
        }
        let sum = |((role, year), sum): ((AmountRole, i64), Sum)| AmountSum {
            role,
            year: i16::try_from(year).ok().filter(|_| year != NO_YEAR),
            ore: sum.ore,
            amounts: sum.amounts,
            papers: sum.papers,
        };
        Ok(all.into_iter().map(sum).collect())
    }
}

type Days = FxHashMap<i64, u64>;

/// Counts the days of papers.
pub(crate) struct DayCounter(pub(crate) Histogram);

pub(crate) struct SegmentDays {
    histogram: Histogram,
    days: Column<i64>,
    counts: Days,
    /// The days of the paper at hand.
    of_paper: Vec<i64>,
}

impl SegmentCollector for SegmentDays {
    type Fruit = Days;

    fn collect(&mut self, doc: DocId, _score: Score) {
        if self.histogram.role.is_none() {
            for day in self.days.values_for_doc(doc) {
                *self.counts.entry(day).or_default() += 1;
            }
            return;
        }
        // A paper counts once for each step, by its first day there.
        self.of_paper.clear();
        self.of_paper.extend(self.days.values_for_doc(doc));
        self.of_paper.sort_unstable();
        let mut last = None;
        for &day in &self.of_paper {
            let step = day_of(day).map(|day| self.histogram.step_of(day));
            if step != last {
                *self.counts.entry(day).or_default() += 1;
                last = step;
            }
        }
    }

    fn harvest(self) -> Days {
        self.counts
    }
}

impl Collector for DayCounter {
    type Fruit = Vec<(String, u64)>;
    type Child = SegmentDays;

    fn for_segment(
        &self,
        _segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentDays> {
        let name = self
            .0
            .role
            .map_or("date".to_owned(), |role| span_names(role).0);
        Ok(SegmentDays {
            histogram: self.0,
            days: reader.fast_fields().i64(&name)?,
            counts: Days::default(),
            of_paper: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Days>) -> tantivy::Result<Vec<(String, u64)>> {
        let mut steps: BTreeMap<(i16, Option<i8>), u64> = BTreeMap::new();
        for (day, papers) in segments.into_iter().flatten() {
            if let Some(day) = day_of(day) {
                *steps.entry(self.0.step_of(day)).or_default() += papers;
            }
        }
        let named = |((year, month), papers)| match month {
            Some(month) => (format!("{year:04}-{month:02}"), papers),
            None => (format!("{year:04}"), papers),
        };
        Ok(steps.into_iter().map(named).collect())
    }
}
