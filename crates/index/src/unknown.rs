//! What a question names and no paper has: folders, organisations, parties and formats, and the nearest that some have.

use std::collections::BTreeSet;

use tantivy::Term;

use crate::{
    Facet, FacetCount, Filter, Index, IndexError, Query, Search,
    query::{Scope, Value},
};

/// A value that a question or a condition beside it names, and that no paper has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// What it is a value of.
    pub facet: Facet,
    /// As it was asked.
    pub asked: String,
    /// Some that papers have: the nearest first, or where none is near those that most papers have.
    pub known: Vec<String>,
}

/// How many known values are told.
const TOLD: usize = 3;
/// Of a hundred pairs of letters so many must be the same for two values to be near each other.
const NEAR: usize = 40;

impl Index {
    /// What a question names that no paper has, as far as papers are counted by it. A year without papers is none.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn unknown(&self, search: &Search) -> Result<Vec<Unknown>, IndexError> {
        let mut unknown = Vec::new();
        for (facet, asked) in named(search) {
            let term = Term::from_field_text(self.fields().of(facet), &facet.key(&asked));
            if self.searcher().doc_freq(&term)? == 0 {
                unknown.push((facet, asked));
            }
        }
        for leaf in search.query.leaves() {
            if leaf.scope == Scope::Organisation && self.papers_with(leaf)? == 0 {
                unknown.push((Facet::Organisation, leaf.typed.clone()));
            }
        }
        let told = unknown.into_iter().map(|(facet, asked)| {
            let known = nearest(&asked, &self.values_of(facet)?);
            Ok(Unknown {
                facet,
                asked,
                known,
            })
        });
        told.collect()
    }

    /// The values that papers have, the most frequent first.
    fn values_of(&self, facet: Facet) -> Result<Vec<FacetCount>, IndexError> {
        let all = Query {
            root: crate::query::Node::All(Vec::new()),
        };
        let mut search = Search::new(all);
        (search.limit, search.facets) = (0, vec![facet]);
        let counts = self.search(&search)?.facets.pop();
        Ok(counts.map_or_else(Vec::new, |(_, counts)| counts))
    }
}

/// The whole values that are named, in the question and beside it.
fn named(search: &Search) -> Vec<(Facet, String)> {
    let Filter {
        organisations,
        parties,
        folders,
        formats,
        ..
    } = &search.filter;
    let lists = [
        (Facet::Organisation, organisations),
        (Facet::Party, parties),
        (Facet::Folder, folders),
        (Facet::Format, formats),
    ];
    let mut named: Vec<(Facet, String)> = lists
        .into_iter()
        .flat_map(|(facet, values)| values.iter().map(move |value| (facet, value.clone())))
        .collect();
    for value in search.query.all_values() {
        if let Value::Whole(facet, said) = value {
            named.push((*facet, said.clone()));
        }
    }
    named
}

/// The values nearest to what was asked; where none is near, the most frequent ones.
fn nearest(asked: &str, counts: &[FacetCount]) -> Vec<String> {
    let asked = pairs(asked);
    let mut near: Vec<(usize, &FacetCount)> = counts
        .iter()
        .map(|count| {
            // Of a folder its own name may be all that somebody remembers.
            let name = count.value.rsplit('/').next().unwrap_or_default();
            let alike = alike(&asked, &pairs(&count.value)).max(alike(&asked, &pairs(name)));
            (alike, count)
        })
        .filter(|(alike, _)| *alike >= NEAR)
        .collect();
    // Stable: of those equally near the most frequent one stays first.
    near.sort_by(|(one, _), (other, _)| other.cmp(one));
    let value = |count: &FacetCount| count.value.clone();
    match near.is_empty() {
        true => counts.iter().take(TOLD).map(value).collect(),
        false => near.iter().take(TOLD).map(|(_, c)| value(c)).collect(),
    }
}

/// The pairs of neighbouring letters of a text, folded, its beginning marked: a single letter has one as well.
fn pairs(text: &str) -> BTreeSet<(char, char)> {
    let folded = danish::words::fold(text);
    let letters: Vec<char> = std::iter::once(' ').chain(folded.chars()).collect();
    letters
        .windows(2)
        .filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)))
        .collect()
}

/// How much two texts have in common, in hundredths of all their pairs (Dice).
fn alike(one: &BTreeSet<(char, char)>, other: &BTreeSet<(char, char)>) -> usize {
    let common = one.intersection(other).count();
    200 * common / (one.len() + other.len()).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near_is_told_and_else_what_most_papers_have() {
        let counts: Vec<_> = [
            ("sager", 9),
            ("sager/2021", 5),
            ("Region Vesthavet", 3),
            ("Øst", 1),
        ]
        .map(|(value, papers)| FacetCount {
            value: value.to_owned(),
            papers,
        })
        .into();
        assert_eq!(nearest("2021", &counts), ["sager/2021"]);
        assert_eq!(nearest("region vest", &counts), ["Region Vesthavet"]);
        assert_eq!(nearest("oest", &counts)[0], "Øst");
        assert_eq!(
            nearest("nix", &counts),
            ["sager", "sager/2021", "Region Vesthavet"]
        );
    }
}
