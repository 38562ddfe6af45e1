//! Conditions: those beside the question, which the facets offer, and those within it.

use std::ops::Bound;

use jiff::civil::Date;
use paper::{AmountRole, DateRole, Kind};
use tantivy::{
    DocId, SegmentReader, Term,
    query::{
        AllQuery, BooleanQuery, EmptyQuery, Query as TantivyQuery, RangeQuery, TermSetQuery,
        doc_predicate_query::{DocPredicateQuery, FunctionPredicate},
    },
    schema::Field,
};

use crate::{
    Facet,
    query::{Ends, Value},
    schema::{Fields, amount_names, day_number, span_names},
};

/// Conditions that a paper must meet: one of the values of each list that has some, and the span.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Its kind.
    pub kinds: Vec<Kind>,
    /// An organisation that it names, by the whole name; case and spelling of å, æ, ø do not matter.
    pub organisations: Vec<String>,
    /// The year of its own date.
    pub years: Vec<i16>,
    /// Its format.
    pub formats: Vec<String>,
    /// The party of one of its members.
    pub parties: Vec<String>,
    /// A folder that it lies in, however deep.
    pub folders: Vec<String>,
    /// The role of one of its dates. With `from` or `to` that same date touches the span.
    pub role: Option<DateRole>,
    /// The first day of the span, of the role's dates or, without a role, of the paper's own date.
    pub from: Option<Date>,
    /// The last day of the span.
    pub to: Option<Date>,
    /// The archive's numbers of the papers that may be found; an empty list finds none.
    pub papers: Option<Vec<u64>>,
}

impl Filter {
    /// The conditions as queries, all to be met.
    pub(crate) fn queries(&self, fields: &Fields) -> Vec<Box<dyn TantivyQuery>> {
        let Self {
            kinds,
            organisations,
            years,
            formats,
            parties,
            folders,
            role,
            from,
            to,
            papers,
        } = self;
        let mut all = Vec::new();
        let texts = |field: Field, values: Vec<String>| {
            one_of(
                values
                    .iter()
                    .map(|value| Term::from_field_text(field, value)),
            )
        };
        all.extend(texts(
            fields.kind,
            kinds.iter().map(|k| k.word().to_owned()).collect(),
        ));
        let whole = |facet: Facet, values: &[String]| {
            let keys = values.iter().map(|value| facet.key(value)).collect();
            texts(fields.of(facet), keys)
        };
        all.extend(whole(Facet::Organisation, organisations));
        all.extend(one_of(
            years
                .iter()
                .map(|&year| Term::from_field_i64(fields.year, i64::from(year))),
        ));
        all.extend(whole(Facet::Format, formats));
        all.extend(whole(Facet::Party, parties));
        all.extend(whole(Facet::Folder, folders));
        if let Some(role) = role {
            all.extend(texts(fields.role, vec![role.word().to_owned()]));
        }
        if from.is_some() || to.is_some() {
            all.push(match role {
                Some(role) => touches(*role, span(*from, *to)),
                None => on_date(fields, *from, *to),
            });
        }
        if let Some(papers) = papers {
            let numbers = papers
                .iter()
                .map(|&paper| Term::from_field_u64(fields.paper, paper));
            all.push(one_of(numbers).unwrap_or_else(|| Box::new(EmptyQuery)));
        }
        all
    }
}

/// The days of a span, both included.
pub(crate) fn span(from: Option<Date>, to: Option<Date>) -> (i64, i64) {
    (
        from.map_or(i64::MIN, day_number),
        to.map_or(i64::MAX, day_number),
    )
}

fn one_of(terms: impl Iterator<Item = Term>) -> Option<Box<dyn TantivyQuery>> {
    let mut terms = terms.peekable();
    terms.peek()?;
    Some(Box::new(TermSetQuery::new(terms)))
}

fn on_date(fields: &Fields, from: Option<Date>, to: Option<Date>) -> Box<dyn TantivyQuery> {
    let bound = |day: Option<Date>| {
        day.map_or(Bound::Unbounded, |day| {
            Bound::Included(Term::from_field_i64(fields.date, day_number(day)))
        })
    };
    Box::new(RangeQuery::new(bound(from), bound(to)))
}

/// Papers of which one date of the role touches the span. First and last day stand in two columns in the same order, and
/// are looked at as pairs: the first of one date and the last of another never meet.
fn touches(role: DateRole, span: (i64, i64)) -> Box<dyn TantivyQuery> {
    let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
        let spans = Spans::open(segment, role)?;
        Ok(move |doc: DocId| spans.within(doc, span).is_some())
    });
    Box::new(DocPredicateQuery::from(predicate))
}

/// Papers of which one amount of one of the roles touches the range, in øre.
fn amounts(roles: Vec<AmountRole>, range: (i64, i64)) -> Box<dyn TantivyQuery> {
    let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
        let spans = roles.iter().map(|&role| Spans::of_amounts(segment, role));
        let spans = spans.collect::<tantivy::Result<Vec<_>>>()?;
        Ok(move |doc: DocId| spans.iter().any(|s| s.within(doc, range).is_some()))
    });
    Box::new(DocPredicateQuery::from(predicate))
}

/// Papers of which one value meets a condition of the question.
pub(crate) fn value(fields: &Fields, value: &Value) -> Box<dyn TantivyQuery> {
    let word =
        |field: Field, word: &str| one_of(std::iter::once(Term::from_field_text(field, word)));
    let mut all = Vec::new();
    match value {
        Value::Days(None, days) => all.push(on_date(fields, days.from, days.to)),
        Value::Days(Some(role), days) => {
            all.extend(word(fields.role, role.word()));
            all.push(touches(*role, span(days.from, days.to)));
        }
        Value::Ore(role, ore) => {
            let roles = role.map_or_else(|| AmountRole::ALL.to_vec(), |role| vec![role]);
            let terms = roles
                .iter()
                .map(|role| Term::from_field_text(fields.amount_role, role.word()));
            all.extend(one_of(terms));
            all.push(amounts(roles, ends(ore)));
        }
        Value::HasDate(role) => all.extend(word(fields.role, role.word())),
        Value::HasAmount(role) => all.extend(word(fields.amount_role, role.word())),
        Value::Marked(mark) => all.extend(word(fields.marks, mark)),
        Value::Whole(facet, said) => all.extend(word(fields.of(*facet), said)),
    }
    all_of(Box::new(AllQuery), all)
}

pub(crate) fn ends(range: &Ends<i64>) -> (i64, i64) {
    (range.from.unwrap_or(i64::MIN), range.to.unwrap_or(i64::MAX))
}

/// The spans of a role's dates, or of its amounts, in a segment.
pub(crate) struct Spans {
    first: tantivy::columnar::Column<i64>,
    last: tantivy::columnar::Column<i64>,
}

impl Spans {
    pub(crate) fn open(segment: &SegmentReader, role: DateRole) -> tantivy::Result<Self> {
        let (first, last) = span_names(role);
        Ok(Self {
            first: segment.fast_fields().i64(&first)?,
            last: segment.fast_fields().i64(&last)?,
        })
    }

    pub(crate) fn of_amounts(segment: &SegmentReader, role: AmountRole) -> tantivy::Result<Self> {
        let [least, most, _] = amount_names(role);
        Ok(Self {
            first: segment.fast_fields().i64(&least)?,
            last: segment.fast_fields().i64(&most)?,
        })
    }

    /// The ends of a paper's values that touch a range; beginning and end are looked at as pairs.
    fn touching(&self, doc: DocId, (from, to): (i64, i64)) -> impl Iterator<Item = i64> {
        self.first
            .values_for_doc(doc)
            .zip(self.last.values_for_doc(doc))
            .filter(move |&(first, last)| last >= from && first <= to)
            .map(|(_, last)| last)
    }

    /// The largest end among a paper's values that touch a range.
    pub(crate) fn largest(&self, doc: DocId, range: (i64, i64)) -> Option<i64> {
        self.touching(doc, range).max()
    }

    /// The earliest last day among a paper's dates that touch a span.
    pub(crate) fn within(&self, doc: DocId, span: (i64, i64)) -> Option<i64> {
        self.touching(doc, span).min()
    }
}

/// A query and conditions, all of them to be met; the conditions do not count for the score.
pub(crate) fn all_of(
    query: Box<dyn TantivyQuery>,
    conditions: Vec<Box<dyn TantivyQuery>>,
) -> Box<dyn TantivyQuery> {
    if conditions.is_empty() {
        return query;
    }
    let mut clauses = vec![(tantivy::query::Occur::Must, query)];
    for condition in conditions {
        let silent = tantivy::query::BoostQuery::new(condition, 0.0);
        clauses.push((tantivy::query::Occur::Must, Box::new(silent)));
    }
    Box::new(BooleanQuery::new(clauses))
}
