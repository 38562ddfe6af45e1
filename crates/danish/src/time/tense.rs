//! Where a sentence points: to what was, or to what is to come.

use super::said::Tense;
use crate::{
    token::{Tokens, What},
    vocabulary::{Entry, Word},
};

/// How many words away a verb still speaks of an expression.
const REACH: usize = 40;

/// The tense of the nearest word that has one; what stands before the expression is nearer than what follows.
pub(crate) fn tense(t: Tokens, from: usize, next: usize) -> Tense {
    let before = (from.saturating_sub(REACH)..from).rev().find_map(|k| at(t, k).map(|tense| (from - k, tense)));
    let after = (next..t.len().min(next + REACH)).find_map(|k| at(t, k).map(|tense| (2 * (k - next) + 2, tense)));
    match (before, after) {
        (Some((near, tense)), Some((far, other))) => if near <= far { tense } else { other },
        (Some((_, tense)), None) | (None, Some((_, tense))) => tense,
        (None, None) => Tense::Open,
    }
}

fn at(t: Tokens, k: usize) -> Option<Tense> {
    let What::Word { entry, .. } = t.what(k) else {
        return None;
    };
    if entry.is(Entry::FUTURE) {
        return Some(Tense::Future);
    }
    if !entry.is(Entry::PAST) || attribute(t, k) {
        return None;
    }
    Some(Tense::Past)
}

/// "den udsendte plan": a participle before a noun tells nothing of the sentence.
fn attribute(t: Tokens, k: usize) -> bool {
    let article = k > 0
        && (t.word(k - 1) == Word::DayLead
            || matches!(t.word(k - 1), Word::One { accented: false } | Word::Which(_))
            || matches!(t.text(k - 1), "det" | "Det" | "de" | "De" | "alle"));
    article && t.is_word(k + 1)
}
