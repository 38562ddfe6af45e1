//! Where a sentence points: to what was, or to what is to come.

use super::said::Tense;
use crate::{
    token::{Tokens, What},
    vocabulary::{Entry, Word},
};

/// How many words away a verb still speaks of an expression.
const REACH: usize = 40;

/// How much further away a verb is that stands in a clause of its own.
const CLAUSE: usize = 8;

/// The tense of the nearest word that has one; what stands before the expression is nearer than what follows.
pub(crate) fn tense(t: Tokens, from: usize, next: usize) -> Tense {
    let before = (from.saturating_sub(REACH)..from)
        .rev()
        .find_map(|k| at(t, k).map(|tense| (from - k, tense)));
    let mut clause = 0;
    let after = (next..t.len().min(next + REACH)).find_map(|k| {
        clause += if t.is(k, ',') || t.is(k, ';') {
            CLAUSE
        } else {
            0
        };
        at(t, k).map(|tense| (2 * (k - next) + 2 + clause, tense))
    });
    match (before, after) {
        (Some((near, tense)), Some((far, other))) => {
            if near <= far {
                tense
            } else {
                other
            }
        }
        (Some((_, tense)), None) | (None, Some((_, tense))) => tense,
        (None, None) => Tense::Open,
    }
}

fn at(t: Tokens, k: usize) -> Option<Tense> {
    let What::Word { entry, capital } = t.what(k) else {
        return None;
    };
    let before = k.checked_sub(1).map_or_else(Entry::default, |k| t.entry(k));
    if entry.is(Entry::FUTURE) {
        // "var planlagt"
        return (!before.is(Entry::PAST)).then_some(Tense::Future);
    }
    if entry.is(Entry::PAST) {
        // "foreslås holdt"
        let other = attribute(t, k) || before.is(Entry::FUTURE) || k > 0 && passive(t.text(k - 1));
        let weak = t.text(k).eq_ignore_ascii_case("har");
        return match (other, weak) {
            (true, _) => None,
            (false, true) => perfect(t, k).then_some(Tense::Perfect),
            (false, false) => Some(Tense::Past),
        };
    }
    if entry.is(Entry::PRESENT) {
        return Some(Tense::Open);
    }
    // "er sendt", "er omdelt"
    if entry.is(Entry::DONE) && k > 0 && matches!(t.text(k - 1), "er" | "Er") {
        return Some(Tense::Past);
    }
    // "vedtog at holde": what one decided to do lay ahead.
    if k > 0 && is_infinitive(t, k) && k > 1 && t.entry(k - 2).is(Entry::PAST | Entry::DONE) {
        return Some(Tense::Future);
    }
    // The passive of the present tells neither, and keeps what stands further off from telling.
    (!capital && entry.word == Word::Plain && passive(t.text(k))).then_some(Tense::Open)
}

/// A word in -e after "at".
fn is_infinitive(t: Tokens, k: usize) -> bool {
    t.text(k - 1) == "at" && t.is_plain(k) && !t.capital(k) && t.text(k).ends_with('e')
}

/// "låses", "udarbejdes"; but the genitive of "borgernes" is none.
pub(super) fn passive(word: &str) -> bool {
    word.len() > 4 && word.ends_with("es") && !word.ends_with("ernes")
}

/// Whether "har" has its participle: "har … besluttet"; "har åbent" has none.
fn perfect(t: Tokens, k: usize) -> bool {
    (k + 1..k + 8)
        .any(|k| t.text(k).len() > 4 && t.text(k).ends_with('t') || t.entry(k).is(Entry::PAST))
}

/// "den udsendte plan": a participle before a noun tells nothing of the sentence.
fn attribute(t: Tokens, k: usize) -> bool {
    let article = k > 0
        && (t.word(k - 1) == Word::DayLead
            || matches!(
                t.word(k - 1),
                Word::One { accented: false } | Word::Which(_)
            )
            || matches!(t.text(k - 1), "det" | "Det" | "de" | "De" | "alle"));
    article && t.is_word(k + 1)
}
