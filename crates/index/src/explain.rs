//! Why a paper was found, and papers like it.

use tantivy::{
    DocAddress, Score, Searcher,
    query::{EnableScoring, MoreLikeThisQuery, Query as TantivyQuery},
    schema::OwnedValue,
};

use crate::{Filter, Hit, Index, IndexError, Query, filter, plan::Plan};

/// Why a part of a question found a paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// The words that were looked for, as the index has them.
    pub asked: String,
    /// Where they stand, each with what that weighs; empty where the paper was found without them (`OR`).
    pub places: Vec<(&'static str, f32)>,
}

/// How many words of a text decide what is like it.
const TELLING: usize = 30;

impl Index {
    /// Why a paper is found by a question: for each thing that is looked for, where it stands.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn explain(&self, query: &Query, paper: u64) -> Result<Vec<Reason>, IndexError> {
        let searcher = self.searcher();
        let plan = Plan::new(self.fields(), &searcher);
        let Some(at) = self.address(paper)? else {
            return Ok(Vec::new());
        };
        let mut reasons = Vec::new();
        for leaf in query.leaves() {
            let mut places = Vec::new();
            for place in plan.places(leaf)? {
                if let Some(score) = score(&searcher, &*place.query, at)? {
                    places.push((place.name, score));
                }
            }
            reasons.push(Reason {
                asked: leaf.words.join(" "),
                places,
            });
        }
        Ok(reasons)
    }

    /// The papers most like one, by the words that it says more often than others do, the most alike first.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn similar(
        &self,
        paper: u64,
        text: &str,
        conditions: &Filter,
        limit: usize,
    ) -> Result<Vec<Hit>, IndexError> {
        let fields = self.fields();
        let like = MoreLikeThisQuery::builder()
            .with_min_doc_frequency(2)
            .with_min_term_frequency(1)
            .with_min_word_length(3)
            .with_max_query_terms(TELLING)
            .with_document_fields(vec![(fields.stem, vec![OwnedValue::Str(text.to_owned())])]);
        let query = filter::all_of(Box::new(like), conditions.queries(fields));
        // The paper is like itself.
        let hits = self.best(&*query, limit + 1)?;
        Ok(hits
            .into_iter()
            .filter(|hit| hit.paper != paper)
            .take(limit)
            .collect())
    }
}

/// What a query gives a paper; `None` where it does not find it.
fn score(
    searcher: &Searcher,
    query: &dyn TantivyQuery,
    at: DocAddress,
) -> Result<Option<Score>, IndexError> {
    let weight = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
    // tantivy's own explanation of a phrase looks backwards, which its postings cannot.
    let mut scorer = weight.scorer(searcher.segment_reader(at.segment_ord), 1.0)?;
    let mut doc = scorer.doc();
    if doc < at.doc_id {
        doc = scorer.seek(at.doc_id);
    }
    Ok((doc == at.doc_id).then(|| scorer.score()))
}
