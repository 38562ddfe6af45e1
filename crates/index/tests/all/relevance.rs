//! The floor of relevance: what `cargo run --release -p index --example relevance` measures.

use crate::judged::{Question, Set, ours};

/// nDCG@10 over all questions, and over those for a part of a compound; measured a little higher, see `crates/README.md`.
const FLOOR: f64 = 0.79;
const OF_COMPOUNDS: f64 = 0.9;

#[test]
fn judged_questions_are_answered_well() {
    let set = Set::load().unwrap();
    assert!(set.queries.len() >= 60, "{}", set.queries.len());
    let found = ours(&set).unwrap();
    let mean = |of: &[&Question]| {
        let gains = of.iter().map(|query| query.gain(found.get(&query.query)));
        gains.sum::<f64>() / of.len() as f64
    };
    let all: Vec<_> = set.queries.iter().collect();
    assert!(mean(&all) >= FLOOR, "{:.3}", mean(&all));
    for sort in set.sorts() {
        let of: Vec<_> = all
            .iter()
            .copied()
            .filter(|query| query.sort == sort)
            .collect();
        let floor = if sort == "part of a compound" {
            OF_COMPOUNDS
        } else {
            0.5
        };
        assert!(mean(&of) >= floor, "{sort}: {:.3}", mean(&of));
    }
}

#[test]
fn what_is_not_judged_gains_nothing() {
    let set = Set::load().unwrap();
    let asked = &set.queries[0];
    assert_eq!(asked.gain(Some(&vec!["none".into()])), 0.0);
    assert_eq!(asked.gain(None), 0.0);
}
