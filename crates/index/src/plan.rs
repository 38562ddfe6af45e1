//! A question as tantivy's queries.

use std::{cell::RefCell, collections::HashMap, ops::Bound, sync::Arc};

use tantivy::{
    Searcher, TantivyError, Term,
    query::{
        AllQuery, BooleanQuery, BoostQuery, EmptyQuery, FuzzyTermQuery, Occur, PhrasePrefixQuery,
        PhraseQuery, Query as TantivyQuery, RangeQuery, RegexQuery, TermQuery,
    },
    schema::{Field, IndexRecordOption},
};

use tantivy_fst::Regex;

use crate::{
    IndexError, analysis, filter,
    query::{Leaf, Node, Query, Scope, What},
    schema::Fields,
};

/// Sorts behind every word that begins with what stands before it.
pub(crate) const END: char = char::MAX;

/// How much more a word weighs in a title, in a heading, as a name, and as it was typed rather than by its stem.
const IN_TITLE: f32 = 3.0;
const IN_HEADING: f32 = 1.0;
const IN_NAME: f32 = 1.0;
const AS_TYPED: f32 = 0.5;

/// How much a word weighs that is only a part of a compound.
const IN_COMPOUND: f32 = 0.25;

/// How much a word weighs that only the path has.
const IN_PATH: f32 = 0.3;

type Clause = (Occur, Box<dyn TantivyQuery>);

/// A place where a paper may have what is looked for.
pub(crate) struct Placed {
    /// Its name, for a person.
    pub(crate) name: &'static str,
    /// Looks there, with what that weighs.
    pub(crate) query: Box<dyn TantivyQuery>,
    /// Whether a paper is found by it, or only weighs more.
    finds: bool,
}

/// Makes queries for one state of the index.
pub(crate) struct Plan<'a> {
    fields: &'a Fields,
    searcher: &'a Searcher,
    /// The automata of patterns, each made once for all fields.
    wilds: RefCell<HashMap<String, Arc<Regex>>>,
}

impl<'a> Plan<'a> {
    pub(crate) fn new(fields: &'a Fields, searcher: &'a Searcher) -> Self {
        Self {
            fields,
            searcher,
            wilds: RefCell::default(),
        }
    }

    pub(crate) fn of(&self, query: &Query) -> Result<Box<dyn TantivyQuery>, IndexError> {
        self.node(&query.root)
    }

    /// The parser bounds the depth.
    fn node(&self, node: &Node) -> Result<Box<dyn TantivyQuery>, IndexError> {
        Ok(match node {
            Node::All(parts) => self.all(parts)?,
            Node::Any(parts) => {
                let each = parts
                    .iter()
                    .map(|part| Ok((Occur::Should, self.node(part)?)));
                Box::new(BooleanQuery::new(each.collect::<Result<_, IndexError>>()?))
            }
            Node::Not(part) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, Box::new(AllQuery)),
                (Occur::MustNot, self.node(part)?),
            ])),
            Node::Leaf(leaf) => self.leaf(leaf)?,
            Node::Value(value) => boosted(filter::value(self.fields, value), 0.0),
        })
    }

    fn all(&self, parts: &[Node]) -> Result<Box<dyn TantivyQuery>, IndexError> {
        let mut clauses: Vec<Clause> = Vec::with_capacity(parts.len() + 1);
        for part in parts {
            clauses.push(match part {
                Node::Not(absent) => (Occur::MustNot, self.node(absent)?),
                present => (Occur::Must, self.node(present)?),
            });
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// One thing that is looked for.
    pub(crate) fn leaf(&self, leaf: &Leaf) -> Result<Box<dyn TantivyQuery>, IndexError> {
        let f = self.fields;
        match leaf.scope {
            Scope::Kind(kind) => Ok(term(f.kind, kind.word())),
            Scope::Title => match &leaf.stem {
                Some(stem) => Ok(term(f.title, stem)),
                None => self.words(f.title_exact, leaf),
            },
            Scope::Member => self.words(f.people, leaf),
            Scope::As(role) => self.words(f.people_as, &leaf.told(role.word())),
            Scope::Came(came) => self.words(f.people_as, &leaf.told(came.word())),
            Scope::Organisation => self.words(f.organisations, leaf),
            Scope::Case => self.words(f.cases, leaf),
            Scope::Anywhere => self.anywhere(leaf),
        }
    }

    /// The places where a paper may have what is looked for, each with what it weighs there.
    pub(crate) fn places(&self, leaf: &Leaf) -> Result<Vec<Placed>, IndexError> {
        let f = self.fields;
        if leaf.scope != Scope::Anywhere {
            let place = match leaf.scope {
                Scope::Title => "title",
                Scope::Organisation => "organisation",
                Scope::Case => "case number",
                Scope::Kind(_) => "kind",
                Scope::Member | Scope::As(_) | Scope::Came(_) | Scope::Anywhere => "person",
            };
            return Ok(vec![Placed {
                name: place,
                query: self.leaf(leaf)?,
                finds: true,
            }]);
        }
        let mut places = Vec::new();
        let mut add = |name, finds, query, boost| {
            let query = boosted(query, boost);
            places.push(Placed { name, query, finds });
        };
        if let Some(stem) = &leaf.stem {
            add("text", true, term(f.stem, stem), 1.0);
            add("title", true, term(f.title, stem), IN_TITLE);
            add("heading", false, term(f.headings, stem), IN_HEADING);
            let within = leaf.within.as_deref().unwrap_or(stem);
            add(
                "part of a compound",
                true,
                term(f.parts, within),
                IN_COMPOUND,
            );
            add("as typed", false, self.words(f.exact, leaf)?, AS_TYPED);
        } else {
            add("text", true, self.words(f.exact, leaf)?, 1.0);
            add("title", true, self.words(f.title_exact, leaf)?, IN_TITLE);
        }
        add(
            "organisation",
            true,
            self.words(f.organisations, leaf)?,
            IN_NAME,
        );
        add("person", false, self.words(f.people, leaf)?, IN_NAME);
        add("path", true, self.words(f.names, leaf)?, IN_PATH);
        Ok(places)
    }

    /// A paper is found by its text, its title (which may be the file's own), the full names of its organisations (the
    /// text may have the short ones) and its path; where else the words stand makes it weigh more.
    fn anywhere(&self, leaf: &Leaf) -> Result<Box<dyn TantivyQuery>, IndexError> {
        let (finding, weighing): (Vec<Placed>, Vec<Placed>) = self
            .places(leaf)?
            .into_iter()
            .partition(|place| place.finds);
        let should =
            |places: Vec<Placed>| places.into_iter().map(|place| (Occur::Should, place.query));
        let found = BooleanQuery::new(should(finding).collect());
        let mut clauses: Vec<Clause> = vec![(Occur::Must, Box::new(found))];
        clauses.extend(should(weighing));
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// The words as they were typed, in a field of folded words.
    fn words(&self, field: Field, leaf: &Leaf) -> Result<Box<dyn TantivyQuery>, IndexError> {
        let Some((last, before)) = leaf.words.split_last() else {
            return Ok(Box::new(EmptyQuery));
        };
        Ok(match leaf.what {
            What::Prefix if before.is_empty() => prefix(field, last),
            What::Prefix => self.phrase_prefix(field, leaf)?,
            What::Fuzzy { distance } => Box::new(FuzzyTermQuery::new(
                Term::from_field_text(field, last),
                distance,
                true,
            )),
            What::Wild => self.wild(field, last)?,
            What::Word | What::Phrase { .. } if before.is_empty() => term(field, last),
            What::Word => phrase(field, leaf, 0),
            What::Phrase { slop } => phrase(field, leaf, slop),
        })
    }

    /// Words that a pattern with signs for letters fits.
    fn wild(&self, field: Field, pattern: &str) -> Result<Box<dyn TantivyQuery>, IndexError> {
        let ending = pattern.strip_prefix('*');
        let ending = ending.filter(|rest| field == self.fields.exact && !rest.contains(['*', '?']));
        if let Some(ending) = ending {
            // The words backwards begin with it: no walk through all words there are.
            let backwards: String = ending.chars().rev().collect();
            return Ok(prefix(self.fields.backwards, &backwards));
        }
        let known = self.wilds.borrow().get(pattern).cloned();
        let automaton = match known {
            Some(automaton) => automaton,
            None => {
                let made = Regex::new(&expression(pattern));
                let made = made.map_err(|e| TantivyError::InvalidArgument(e.to_string()))?;
                let made = Arc::new(made);
                let kept = Arc::clone(&made);
                self.wilds.borrow_mut().insert(pattern.to_owned(), kept);
                made
            }
        };
        Ok(Box::new(RegexQuery::from_regex(automaton, field)))
    }

    /// tantivy takes the first 50 words with the prefix and leaves out the rest without a word: here it is told how many
    /// there are.
    fn phrase_prefix(
        &self,
        field: Field,
        leaf: &Leaf,
    ) -> Result<Box<dyn TantivyQuery>, IndexError> {
        let last = leaf.words.last().map(String::as_str).unwrap_or_default();
        let end = format!("{last}{END}");
        let mut most = 0;
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let range = inverted.terms().range().ge(last).lt(&end);
            let mut stream = range.into_stream().map_err(tantivy::TantivyError::from)?;
            let mut count = 0;
            while stream.advance() {
                count += 1;
            }
            most = most.max(count);
        }
        if most == 0 {
            return Ok(Box::new(EmptyQuery));
        }
        let mut query = PhrasePrefixQuery::new(terms(field, leaf));
        query.set_max_expansions(most);
        Ok(Box::new(query))
    }
}

fn terms(field: Field, leaf: &Leaf) -> Vec<Term> {
    leaf.words
        .iter()
        .map(|word| Term::from_field_text(field, word))
        .collect()
}

fn term(field: Field, word: &str) -> Box<dyn TantivyQuery> {
    Box::new(TermQuery::new(
        Term::from_field_text(field, word),
        IndexRecordOption::WithFreqs,
    ))
}

fn phrase(field: Field, leaf: &Leaf, slop: u32) -> Box<dyn TantivyQuery> {
    let mut query = PhraseQuery::new(terms(field, leaf));
    query.set_slop(slop);
    Box::new(query)
}

fn prefix(field: Field, beginning: &str) -> Box<dyn TantivyQuery> {
    let bound = |word: &str| Term::from_field_text(field, word);
    Box::new(RangeQuery::new(
        Bound::Included(bound(beginning)),
        Bound::Excluded(bound(&format!("{beginning}{END}"))),
    ))
}

/// The expression of a pattern in which `*` stands for any letters and `?` for one, which folded may be two: `b?rn` finds
/// børn.
fn expression(pattern: &str) -> String {
    let mut expression = String::new();
    for c in pattern.chars() {
        match c {
            '*' => expression.push_str(".*"),
            '?' => expression.push_str("(aa|ae|oe|.)"),
            c if c.is_ascii_punctuation() => expression.extend(['\\', c]),
            c => expression.push(c),
        }
    }
    expression
}

impl Leaf {
    /// The same of people who are or did something: their names' words carry it.
    fn told(&self, what: &str) -> Self {
        let words = self.words.iter().map(|word| analysis::told(what, word));
        Self {
            words: words.collect(),
            stem: None,
            ..self.clone()
        }
    }
}

fn boosted(query: Box<dyn TantivyQuery>, boost: f32) -> Box<dyn TantivyQuery> {
    Box::new(BoostQuery::new(query, boost))
}
