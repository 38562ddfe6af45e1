//! Compounds: the corpus of `fixtures/danish/words.toml`, the examples of `compounds.toml`, and what holds of any word.

use std::collections::BTreeMap;

use danish::words::{Lexicon, fold, rejoin};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Corpus {
    compounds: BTreeMap<String, String>,
    simplex: Simplex,
}

#[derive(Deserialize)]
struct Simplex {
    words: String,
}

#[derive(Deserialize)]
struct Examples {
    examples: BTreeMap<String, String>,
    not: Vec<String>,
}

fn corpus() -> Corpus {
    toml::from_str(include_str!("../../../../fixtures/danish/words.toml")).unwrap()
}

/// The share of the parts that are found, as they stand in the corpus.
#[test]
fn parts_of_compounds_are_found() {
    let (mut parts, mut found, mut wrong) = (0, 0, Vec::new());
    for (word, want) in &corpus().compounds {
        let got: Vec<String> = (Lexicon::builtin().split(word).iter())
            .map(|p| fold(p))
            .collect();
        let want: Vec<String> = want.split(' ').map(fold).collect();
        parts += want.len();
        found += want.iter().filter(|part| got.contains(part)).count();
        if got != want {
            wrong.push(format!("{word}: {got:?}"));
        }
    }
    assert!(parts > 800, "the corpus has shrunk to {parts} parts");
    assert!(
        found * 100 >= parts * 97,
        "{found} of {parts} parts:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn words_that_are_no_compounds_stay_whole() {
    let corpus = corpus();
    let words: Vec<&str> = corpus.simplex.words.split_whitespace().collect();
    let split: Vec<_> = (words.iter())
        .map(|word| Lexicon::builtin().split(word))
        .filter(|parts| parts.len() > 1)
        .collect();
    assert!(
        words.len() >= 350,
        "the corpus has shrunk to {}",
        words.len()
    );
    assert!(split.len() * 100 <= words.len(), "{split:?}");
}

#[test]
fn the_lexicon_reads_its_examples() {
    let file: Examples =
        toml::from_str(include_str!("../../../../config/da/compounds.toml")).unwrap();
    for (word, parts) in &file.examples {
        assert_eq!(Lexicon::builtin().split(word).join(" "), *parts);
    }
    for word in &file.not {
        assert_eq!(Lexicon::builtin().split(word).len(), 1, "{word}");
    }
}

#[test]
fn a_dictionary_that_tells_nothing_is_refused() {
    let mut lexicon = Lexicon::builtin().clone();
    let aff = "COMPOUNDBEGIN 1\nCOMPOUNDEND 2\n";
    assert!(lexicon.take_up("SET UTF-8\n", "1\nkvalitet/2\n").is_err());
    assert!(lexicon.take_up(aff, "1\nKøge/2\nkvalitet/9\n").is_err());
    assert_eq!(
        lexicon.take_up(aff, "1\nbrusk/1,2 st:x\nflimmer/9\n"),
        Ok(1)
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever it is, no word panics or is lost, and its parts are words.
    #[test]
    fn any_word(word in "\\PC{0,40}|[a-zæøåA-ZÆØÅ-]{0,100}|(kommune|s|udvalg|børne|ning|er|u|forvaltning){0,9}") {
        let parts = Lexicon::builtin().split(&word);
        prop_assert!(!parts.is_empty() || word.chars().all(|c| c == '-'));
        prop_assert!(parts.iter().all(|part| !part.is_empty() || word.is_empty()));
        let _ = rejoin(&word, Lexicon::builtin());
    }
}
