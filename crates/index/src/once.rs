//! Each paper once: of the versions and formats of a paper that a question finds, the last.

use std::collections::HashMap;

use tantivy::index::SegmentId;
use tantivy::{
    DocAddress, DocId, Score, Searcher, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::Column,
    query::{
        Query as TantivyQuery,
        doc_predicate_query::{DocPredicateQuery, FunctionPredicate},
    },
};

/// What decides between papers of one family, the greatest first: one that is no draft, the latest by its own date, the one that
/// the archive got first.
type Rank = (bool, Option<i64>, std::cmp::Reverse<u64>);

type Best = HashMap<u64, (Rank, DocAddress)>;

/// The papers that a query finds but for those of which it finds a later version, or the same in another format.
pub(crate) fn once(
    searcher: &Searcher,
    query: &dyn TantivyQuery,
) -> tantivy::Result<Box<dyn TantivyQuery>> {
    let best = searcher.search(query, &LastOfFamily)?;
    let mut last: Vec<DocAddress> = best.into_values().map(|(_, at)| at).collect();
    last.sort_unstable();
    let mut kept: HashMap<SegmentId, Vec<DocId>> = HashMap::new();
    for at in last {
        let segment = searcher.segment_reader(at.segment_ord).segment_id();
        kept.entry(segment).or_default().push(at.doc_id);
    }
    let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
        let docs = kept.get(&segment.segment_id()).cloned().unwrap_or_default();
        Ok(move |doc: DocId| docs.binary_search(&doc).is_ok())
    });
    Ok(Box::new(DocPredicateQuery::from(predicate)))
}

struct LastOfFamily;

struct SegmentLast {
    segment: SegmentOrdinal,
    paper: Column<u64>,
    family: Column<u64>,
    draft: Column<bool>,
    date: Column<i64>,
    best: Best,
}

impl Collector for LastOfFamily {
    type Fruit = Best;
    type Child = SegmentLast;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentLast> {
        let columns = reader.fast_fields();
        Ok(SegmentLast {
            segment,
            paper: columns.u64("paper")?,
            family: columns.u64("family")?,
            draft: columns.bool("draft")?,
            date: columns.i64("date")?,
            best: Best::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Best>) -> tantivy::Result<Best> {
        let mut fruits = fruits.into_iter();
        let mut all = fruits.next().unwrap_or_default();
        for (family, one) in fruits.flatten() {
            keep(&mut all, family, one);
        }
        Ok(all)
    }
}

impl SegmentCollector for SegmentLast {
    type Fruit = Best;

    fn collect(&mut self, doc: DocId, _score: Score) {
        let is_draft = self.draft.first(doc).unwrap_or_default();
        let number = self.paper.first(doc).unwrap_or_default();
        let rank = (!is_draft, self.date.first(doc), std::cmp::Reverse(number));
        let family = self.family.first(doc).unwrap_or_default();
        let at = DocAddress::new(self.segment, doc);
        keep(&mut self.best, family, (rank, at));
    }

    fn harvest(self) -> Best {
        self.best
    }
}

fn keep(best: &mut Best, family: u64, one: (Rank, DocAddress)) {
    best.entry(family)
        .and_modify(|kept| *kept = (*kept).max(one))
        .or_insert(one);
}
