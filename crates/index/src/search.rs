//! Asking the index.

use std::{cmp::Reverse, collections::BTreeMap, fmt, path::Path, thread};

use jiff::civil::Date;
use paper::{AmountRole, DateRole, Kind};
use tantivy::{
    DocAddress, DocId, IndexMeta, IndexReader, ReloadPolicy, Searcher, SegmentReader,
    TantivyDocument, Term,
    collector::{Count, TopDocs, sort_key::SortBySimilarityScore},
    query::{Query as TantivyQuery, TermQuery},
    schema::{Field, IndexRecordOption, Value},
    termdict::TermMerger,
};

use crate::{
    AmountSum, Facet, FacetCount, Filter, Histogram, IndexError, Query, State, analysis,
    facets::FacetCounter,
    filter::{self, Spans},
    once, parts,
    payload::analysis_hash,
    plan::{END, Plan},
    query::{Ends, Leaf, Value as Condition},
    schema::Fields,
    sums::{DayCounter, Summer},
};

/// An index open for questions. It holds no lock and sees the last commit when it was opened, or [`Index::reload`]ed.
pub struct Index {
    fields: Fields,
    reader: IndexReader,
    state: State,
    index: tantivy::Index,
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index")
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// The order of results. Papers that are equal in it stand in the order in which the archive got them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best first.
    #[default]
    Relevance,
    /// The latest first, by the paper's own date; papers without one last.
    Newest,
    /// The earliest first; papers without a date last.
    Oldest,
    /// The next deadline first: the earliest within the filter's span. Papers without one last.
    Deadline,
    /// The largest amount first: of the role and within the range that the question asks for, else of any. Papers without one last.
    Amount,
}

/// A question with all that goes with it.
#[derive(Debug, Clone)]
pub struct Search {
    /// What is asked.
    pub query: Query,
    /// Conditions beside it.
    pub filter: Filter,
    /// The order of the results.
    pub sort: Sort,
    /// Whether of the versions and formats of a paper that are found only the last one counts.
    pub once: bool,
    /// How many results to give.
    pub limit: usize,
    /// How many to pass over before.
    pub offset: usize,
    /// What to count over all that is found.
    pub facets: Vec<Facet>,
    /// How it spreads over time, where that is asked.
    pub histogram: Option<Histogram>,
    /// Whether to add up its amounts.
    pub sums: bool,
}

impl Search {
    /// The ten best results without conditions.
    pub fn new(query: Query) -> Self {
        Self {
            query,
            filter: Filter::default(),
            sort: Sort::default(),
            once: false,
            limit: 10,
            offset: 0,
            facets: Vec::new(),
            histogram: None,
            sums: false,
        }
    }
}

impl Search {
    /// The days within which a deadline counts for the order: those of the filter, else those of the question.
    pub(crate) fn deadlines(&self) -> Ends<Date> {
        let Filter { from, to, .. } = self.filter;
        let asked = self
            .query
            .values()
            .into_iter()
            .find_map(|value| match value {
                Condition::Days(Some(DateRole::Deadline), days) => Some(*days),
                _ => None,
            });
        match asked {
            Some(days) if from.is_none() && to.is_none() => days,
            _ => Ends { from, to },
        }
    }

    /// The role, `None` for any, and the range of amounts that count for the order.
    pub(crate) fn amounts(&self) -> (Option<AmountRole>, Ends<i64>) {
        let asked = self
            .query
            .values()
            .into_iter()
            .find_map(|value| match value {
                Condition::Ore(role, ore) => Some((*role, *ore)),
                _ => None,
            });
        asked.unwrap_or_default()
    }
}

/// A paper that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Its number in the archive.
    pub paper: u64,
    /// Its first path.
    pub path: String,
    /// Its title.
    pub title: Option<String>,
    /// Its kind.
    pub kind: Kind,
    /// Its date.
    pub date: Option<Date>,
    /// How well it fits; only with [`Sort::Relevance`], and comparable only within one result.
    pub score: Option<f32>,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Results {
    /// How many papers in all.
    pub total: usize,
    /// The page of them that was asked for.
    pub hits: Vec<Hit>,
    /// The counts that were asked for, over all papers found, the most frequent first.
    pub facets: Vec<(Facet, Vec<FacetCount>)>,
    /// The steps of the histogram that have papers, the earliest first.
    pub histogram: Vec<(String, u64)>,
    /// The sums of amounts that were asked for, by role and year.
    pub sums: Vec<AmountSum>,
}

impl Index {
    /// Opens the index in a folder.
    ///
    /// # Errors
    /// [`IndexError::Missing`], [`IndexError::Outdated`], [`IndexError::Damaged`], or as the disk has them.
    pub fn open(dir: &Path) -> Result<Self, IndexError> {
        let fields = Fields::new();
        let mut index = open_dir(dir)?;
        if index.schema() != fields.schema {
            return Err(IndexError::Outdated);
        }
        // Before the papers are looked at: after a commit in between there may be more of them than it says, never fewer.
        let metas = index.load_metas()?;
        let state = checked_state(&metas, &fields)?;
        share_out(&mut index, &metas)?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Self {
            fields,
            reader,
            state,
            index,
        })
    }

    /// Hands over each word of the texts, folded, in the order of its bytes, with the number of papers that hold it; papers
    /// that were replaced or deleted count until their segment is merged.
    ///
    /// # Errors
    /// As the disk has them.
    pub fn each_word(&self, mut take: impl FnMut(&str, u64)) -> Result<(), IndexError> {
        let searcher = self.reader.searcher();
        let inverted: Vec<_> = (searcher.segment_readers().iter())
            .map(|segment| segment.inverted_index(self.fields.exact))
            .collect::<Result<_, _>>()?;
        let streams = (inverted.iter())
            .map(|index| index.terms().stream())
            .collect::<Result<_, std::io::Error>>()
            .map_err(tantivy::TantivyError::from)?;
        let mut words = TermMerger::new(streams);
        while words.advance() {
            let papers = words.current_segment_ords_and_term_infos();
            let papers = papers.map(|(_, info)| u64::from(info.doc_freq)).sum();
            if let Ok(word) = std::str::from_utf8(words.key()) {
                take(word, papers);
            }
        }
        Ok(())
    }

    /// Which archive it follows, and how far it came.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Takes in what was committed since.
    ///
    /// # Errors
    /// As [`Index::open`].
    pub fn reload(&mut self) -> Result<(), IndexError> {
        let state = checked_state(&self.index.load_metas()?, &self.fields)?;
        self.reader.reload()?;
        self.state = state;
        Ok(())
    }

    /// How many papers are in it.
    pub fn papers(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Answers a question.
    ///
    /// # Errors
    /// [`IndexError::Damaged`], or as the disk has them.
    pub fn search(&self, search: &Search) -> Result<Results, IndexError> {
        let searcher = self.reader.searcher();
        let plan = Plan::new(&self.fields, &searcher);
        let asked = plan.of(&search.query)?;
        let mut query = filter::all_of(asked, search.filter.queries(&self.fields));
        if search.once {
            let last = once::once(&searcher, &*query)?;
            query = filter::all_of(query, vec![last]);
        }
        match search.sort {
            Sort::Relevance => {
                let key = (SortBySimilarityScore, first_come);
                self.collect(&searcher, &*query, search, key, |(score, _)| Some(score))
            }
            Sort::Newest | Sort::Oldest => {
                let sign = if search.sort == Sort::Newest { 1 } else { -1 };
                let key = by_day(move |segment| {
                    let dates = segment.fast_fields().i64("date").ok();
                    move |doc| Some(dates.as_ref()?.first(doc)? * sign)
                });
                self.collect(&searcher, &*query, search, key, |_| None)
            }
            Sort::Amount => {
                let (role, ore) = search.amounts();
                let range = filter::ends(&ore);
                let roles = role.map_or_else(|| AmountRole::ALL.to_vec(), |role| vec![role]);
                let key = by_day(move |segment| {
                    let spans = roles.iter().map(|&role| Spans::of_amounts(segment, role));
                    let spans: Vec<_> = spans.filter_map(Result::ok).collect();
                    move |doc| spans.iter().filter_map(|s| s.largest(doc, range)).max()
                });
                self.collect(&searcher, &*query, search, key, |_| None)
            }
            Sort::Deadline => {
                let Ends { from, to } = search.deadlines();
                let span = filter::span(from, to);
                let key = by_day(move |segment| {
                    let spans = Spans::open(segment, DateRole::Deadline).ok();
                    move |doc| Some(-spans.as_ref()?.within(doc, span)?)
                });
                self.collect(&searcher, &*query, search, key, |_| None)
            }
        }
    }

    fn collect<K, S>(
        &self,
        searcher: &Searcher,
        query: &dyn TantivyQuery,
        search: &Search,
        key: S,
        score: impl Fn(K) -> Option<f32>,
    ) -> Result<Results, IndexError>
    where
        K: 'static + Clone + Send + Sync + fmt::Debug,
        S: tantivy::collector::SortKeyComputer<SortKey = K> + Send + 'static,
    {
        let counters = (
            (!search.facets.is_empty()).then(|| FacetCounter(search.facets.clone())),
            search.histogram.map(DayCounter),
            search.sums.then_some(Summer),
        );
        // tantivy makes room for offset + limit at once: no more than there are papers.
        let papers = usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX);
        let top = (search.limit > 0).then(|| {
            TopDocs::with_limit(search.limit.clamp(1, papers.max(1)))
                .and_offset(search.offset.min(papers))
                .order_by(key)
        });
        let (total, counted, found) = searcher.search(query, &(Count, counters, top))?;
        let (facets, histogram, sums) = counted;
        let hits = found
            .unwrap_or_default()
            .into_iter()
            .map(|(key, at)| self.hit(searcher, at, score(key)))
            .collect::<Result<_, _>>()?;
        Ok(Results {
            total,
            hits,
            facets: facets.unwrap_or_default(),
            histogram: histogram.unwrap_or_default(),
            sums: sums.unwrap_or_default(),
        })
    }

    pub(crate) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Where a paper stands, unless it is not there.
    pub(crate) fn address(&self, paper: u64) -> Result<Option<DocAddress>, IndexError> {
        let term = Term::from_field_u64(self.fields.paper, paper);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let top = TopDocs::with_limit(1).order_by_score();
        let found = self.searcher().search(&query, &top)?;
        Ok(found.first().map(|(_, at)| *at))
    }

    /// The papers that a query finds, the best first.
    pub(crate) fn best(
        &self,
        query: &dyn TantivyQuery,
        limit: usize,
    ) -> Result<Vec<Hit>, IndexError> {
        let searcher = self.searcher();
        let key = (SortBySimilarityScore, first_come);
        let top = TopDocs::with_limit(limit.max(1)).order_by(key);
        let found = searcher.search(query, &top)?;
        let hits = found.into_iter();
        hits.map(|((score, _), at)| self.hit(&searcher, at, Some(score)))
            .collect()
    }

    /// In how many papers a single word stands, in any inflection, or a word of its stem.
    pub(crate) fn papers_with(&self, leaf: &Leaf) -> Result<u64, IndexError> {
        let searcher = self.searcher();
        let query = Plan::new(&self.fields, &searcher).leaf(leaf)?;
        let found = searcher.search(&*query, &Count)?;
        Ok(u64::try_from(found).unwrap_or(u64::MAX))
    }

    /// The words of the texts that begin with some letters and that are wanted, folded, each with the number of papers that
    /// hold it.
    pub(crate) fn words_from(
        &self,
        beginning: &str,
        wanted: impl Fn(&str) -> bool + Sync,
    ) -> Result<BTreeMap<String, u64>, IndexError> {
        let end = format!("{beginning}{END}");
        let of_segment = |segment: &SegmentReader| {
            let inverted = segment.inverted_index(self.fields.exact)?;
            let range = inverted.terms().range().ge(beginning).lt(&end);
            let mut words = range.into_stream()?;
            let mut found = Vec::new();
            while words.advance() {
                if let Ok(word) = std::str::from_utf8(words.key())
                    && wanted(word)
                {
                    found.push((word.to_owned(), u64::from(words.value().doc_freq)));
                }
            }
            Ok(found)
        };
        let searcher = self.searcher();
        let threads = self.index.search_executor();
        let found = threads.map(of_segment, searcher.segment_readers().iter())?;
        let mut papers = BTreeMap::new();
        for (word, count) in found.into_iter().flatten() {
            *papers.entry(word).or_default() += count;
        }
        Ok(papers)
    }

    fn hit(
        &self,
        searcher: &Searcher,
        at: DocAddress,
        score: Option<f32>,
    ) -> Result<Hit, IndexError> {
        let stored: TantivyDocument = searcher.doc(at)?;
        let text = |field: Field| {
            let value = stored.get_first(field)?;
            value.as_str().map(str::to_owned)
        };
        let numbers = searcher
            .segment_reader(at.segment_ord)
            .fast_fields()
            .u64("paper")?;
        Ok(Hit {
            paper: numbers.first(at.doc_id).unwrap_or_default(),
            path: text(self.fields.path).unwrap_or_default(),
            title: text(self.fields.shown_title),
            kind: text(self.fields.kind)
                .and_then(|word| Kind::from_word(&word))
                .unwrap_or_default(),
            date: text(self.fields.shown_date).and_then(|day| day.parse().ok()),
            score,
        })
    }
}

/// Ties are broken by the archive's numbers, so that pages stay what they are over merges and rebuilds.
fn first_come(segment: &SegmentReader) -> impl FnMut(DocId) -> Reverse<u64> + use<> {
    let numbers = segment.fast_fields().u64("paper").ok();
    move |doc| {
        Reverse(
            numbers
                .as_ref()
                .and_then(|n| n.first(doc))
                .unwrap_or_default(),
        )
    }
}

type DayAndNumber = (Option<i64>, Reverse<u64>);

/// Sorts by a day, the greatest first and none last, then by the archive's numbers.
fn by_day<F, D>(
    days: F,
) -> impl Fn(&SegmentReader) -> Box<dyn FnMut(DocId) -> DayAndNumber> + Send + Sync
where
    F: Fn(&SegmentReader) -> D + Send + Sync + 'static,
    D: Fn(DocId) -> Option<i64> + 'static,
{
    move |segment| {
        let day = days(segment);
        let mut number = first_come(segment);
        Box::new(move |doc| (day(doc), number(doc)))
    }
}

/// Papers from which on a question is worth several threads: below, they cost more than they bring.
const MANY: u32 = 200_000;

/// Has the segments of a large index looked through side by side, by as many threads as there are cores.
fn share_out(index: &mut tantivy::Index, metas: &IndexMeta) -> Result<(), IndexError> {
    let segments = &metas.segments;
    let papers = segments
        .iter()
        .map(|s| s.num_docs())
        .fold(0, u32::saturating_add);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let threads = cores.min(segments.len());
    if papers >= MANY && threads > 1 {
        index.set_multithread_executor(threads)?;
    }
    Ok(())
}

/// Opens an index, with the analyzers that its fields need.
/// The index in a folder, for questions.
pub(crate) fn open_dir(dir: &Path) -> Result<tantivy::Index, IndexError> {
    opened(dir, |dir| tantivy::Index::open_in_dir(dir))
}

/// The index in a folder by a way to open it.
pub(crate) fn opened(
    dir: &Path,
    open: impl FnOnce(&Path) -> tantivy::Result<tantivy::Index>,
) -> Result<tantivy::Index, IndexError> {
    if !dir
        .join("meta.json")
        .try_exists()
        .map_err(|e| IndexError::io(dir, e))?
    {
        return Err(IndexError::Missing {
            dir: dir.to_owned(),
        });
    }
    let mut index = open(dir)?;
    register(&mut index);
    Ok(index)
}

pub(crate) fn register(index: &mut tantivy::Index) {
    index
        .tokenizers()
        .register(analysis::EXACT, analysis::exact());
    index
        .tokenizers()
        .register(analysis::STEM, analysis::stem());
    index
        .tokenizers()
        .register(analysis::BACKWARDS, analysis::backwards());
    index.tokenizers().register(parts::PARTS, parts::parts());
}

fn checked_state(metas: &IndexMeta, fields: &Fields) -> Result<State, IndexError> {
    State::read(metas.payload.as_deref())
        .filter(|state| state.analysis == analysis_hash(fields))
        .ok_or(IndexError::Outdated)
}
