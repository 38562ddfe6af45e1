//! How many of the papers found have each value: counted over the whole result, not over a page of it.

use std::collections::BTreeMap;

use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::{Column, StrColumn},
};

/// What papers can be counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    /// The kind of paper.
    Kind,
    /// The organisations that it names.
    Organisation,
    /// The year of its own date.
    Year,
    /// The roles of its dates.
    Role,
    /// The parties of its members.
    Party,
    /// Its format.
    Format,
    /// The folders that it lies in, each with those above it.
    Folder,
}

impl Facet {
    /// All of them, in the order of the contract.
    pub const ALL: [Self; 7] = [
        Self::Kind,
        Self::Organisation,
        Self::Year,
        Self::Role,
        Self::Party,
        Self::Format,
        Self::Folder,
    ];

    /// Its name: `kind`, `organisation`, `year` …
    pub fn word(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Organisation => "organisation",
            Self::Year => "year",
            Self::Role => "role",
            Self::Party => "party",
            Self::Format => "format",
            Self::Folder => "folder",
        }
    }
}

impl Facet {
    /// A value of it, as the index holds it to be found by.
    pub(crate) fn key(self, said: &str) -> String {
        let said = said.trim();
        match self {
            Self::Format => said.to_lowercase(),
            Self::Folder => said.trim_end_matches('/').to_owned(),
            Self::Organisation => danish::words::fold(said),
            // A list letter.
            Self::Party if said.chars().count() == 1 => said.to_uppercase(),
            Self::Kind | Self::Year | Self::Role | Self::Party => said.to_owned(),
        }
    }
}

/// A value and how many of the papers found have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    /// The value.
    pub value: String,
    /// Papers.
    pub papers: u64,
}

/// More years than dates can have.
const MOST_YEARS: usize = 20_000;

type Counts = BTreeMap<String, u64>;

/// Counts the values of some facets.
pub(crate) struct FacetCounter(pub(crate) Vec<Facet>);

/// Counts of one segment, by the numbers that its values have there.
pub(crate) struct SegmentCounter(Vec<SegmentFacet>);

enum SegmentFacet {
    Words {
        column: StrColumn,
        counts: Vec<u64>,
    },
    Years {
        column: Column<i64>,
        /// From the least year of the segment on.
        counts: Vec<u64>,
    },
    /// No paper of the segment has the value.
    Nothing,
}

impl SegmentFacet {
    fn open(facet: Facet, segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        if facet == Facet::Year {
            return Ok(Self::years(columns.i64(facet.word())?));
        }
        Ok(match columns.str(facet.word())? {
            Some(column) => Self::Words {
                counts: vec![0; column.num_terms()],
                column,
            },
            None => Self::Nothing,
        })
    }

    /// The years of an index are those of dates, and so no more than some ten thousand.
    fn years(column: Column<i64>) -> Self {
        let span = column.max_value().saturating_sub(column.min_value());
        let years = usize::try_from(span).map_or(0, |span| span.min(MOST_YEARS) + 1);
        Self::Years {
            counts: vec![0; years],
            column,
        }
    }

    fn collect(&mut self, doc: DocId) {
        match self {
            Self::Words { column, counts } => {
                for ord in column.term_ords(doc) {
                    let count = usize::try_from(ord)
                        .ok()
                        .and_then(|ord| counts.get_mut(ord));
                    if let Some(count) = count {
                        *count += 1;
                    }
                }
            }
            Self::Years { column, counts } => {
                let least = column.min_value();
                for year in column.values_for_doc(doc) {
                    let at = usize::try_from(year.wrapping_sub(least)).ok();
                    if let Some(count) = at.and_then(|at| counts.get_mut(at)) {
                        *count += 1;
                    }
                }
            }
            Self::Nothing => {}
        }
    }

    fn harvest(self) -> tantivy::Result<Counts> {
        match self {
            Self::Words { column, counts } => {
                let (ords, counts): (Vec<u64>, Vec<u64>) = (0_u64..)
                    .zip(counts)
                    .filter(|&(_, count)| count > 0)
                    .unzip();
                let mut named = Counts::new();
                let mut counts = counts.into_iter();
                // In one pass over the dictionary: a look-up for each value reads its block anew.
                column.dictionary().sorted_ords_to_term_cb(&ords, |term| {
                    let value = String::from_utf8_lossy(term).into_owned();
                    named.insert(value, counts.next().unwrap_or_default());
                })?;
                Ok(named)
            }
            Self::Years { column, counts } => Ok((column.min_value()..)
                .zip(counts)
                .filter(|&(_, count)| count > 0)
                .map(|(year, count)| (year.to_string(), count))
                .collect()),
            Self::Nothing => Ok(Counts::new()),
        }
    }
}

impl SegmentCollector for SegmentCounter {
    type Fruit = tantivy::Result<Vec<Counts>>;

    fn collect(&mut self, doc: DocId, _score: Score) {
        for facet in &mut self.0 {
            facet.collect(doc);
        }
    }

    fn harvest(self) -> Self::Fruit {
        self.0.into_iter().map(SegmentFacet::harvest).collect()
    }
}

impl Collector for FacetCounter {
    type Fruit = Vec<(Facet, Vec<FacetCount>)>;
    type Child = SegmentCounter;

    fn for_segment(
        &self,
        _segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentCounter> {
        let open = |&facet: &Facet| SegmentFacet::open(facet, reader);
        Ok(SegmentCounter(
            self.0.iter().map(open).collect::<Result<_, _>>()?,
        ))
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(
        &self,
        segments: Vec<tantivy::Result<Vec<Counts>>>,
    ) -> tantivy::Result<Self::Fruit> {
        let mut sums = vec![Counts::new(); self.0.len()];
        for segment in segments {
            for (sum, counts) in sums.iter_mut().zip(segment?) {
                for (value, count) in counts {
                    *sum.entry(value).or_default() += count;
                }
            }
        }
        let sorted = |counts: Counts| {
            let mut list: Vec<_> = counts
                .into_iter()
                .map(|(value, papers)| FacetCount { value, papers })
                .collect();
            list.sort_by(|a, b| b.papers.cmp(&a.papers).then_with(|| a.value.cmp(&b.value)));
            list
        };
        Ok(self
            .0
            .iter()
            .copied()
            .zip(sums.into_iter().map(sorted))
            .collect())
    }
}
