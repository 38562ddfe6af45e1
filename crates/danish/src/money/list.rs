//! Amounts that share a currency ("hhv. 6.200 og 9.800 kr."), and those with hundredths ("3 kr. 50 øre").

use super::{
    Measure, Said, THOUSAND, bare,
    figure::{Figure, figure},
    measure_after, single,
};
use crate::{
    token::{Tokens, What},
    vocabulary::{Currency, Entry, Particle, Word},
};

/// The most members of a list that are looked through for their currency.
const MEMBERS: usize = 12;
/// In ten-thousandths.
const HUNDRED: i64 = 100 * 10_000;

/// The currency after the last member of a list holds for those before it: "10, 20 og 30 mio. kr."
pub(super) fn shared(t: Tokens, i: usize, first: Figure) -> Option<(Said, usize)> {
    if t.is_word(i) || year_like(t, i, first) || bare::numbers(t, i) || named(t, i, first) {
        return None;
    }
    let mut at = first.next;
    for _ in 0..MEMBERS {
        let (next, last) = joint(t, at)?;
        let member = figure(t, next)?;
        if let Some(measure) = measure_after(t, member.next) {
            if measure.times == 1 && labels(t, i, first) {
                return None;
            }
            let own = measure.times >= 1_000_000 && first.value >= THOUSAND;
            let times = if own { 1 } else { measure.times };
            let said = single(first, Measure { times, ..measure })?;
            return last.then_some((said, first.next));
        }
        if year_like(t, next, member) {
            return None;
        }
        at = member.next;
    }
    None
}

/// Past what joins two members, and whether it joins the last one.
fn joint(t: Tokens, i: usize) -> Option<(usize, bool)> {
    let and = |k| matches!(t.word(k), Word::Particle(Particle::And | Particle::Or));
    if t.is(i, ',') && !t.glued(i + 1) {
        return Some(if and(i + 1) {
            (i + 2, true)
        } else {
            (i + 1, false)
        });
    }
    and(i).then_some((i + 1, true))
}

fn year_like(t: Tokens, i: usize, f: Figure) -> bool {
    f.plain
        && matches!(
            t.what(i),
            What::Digits {
                value: 1900..=2099,
                ..
            }
        )
}

/// "Nygade 14 og 500 kr.": a small number after a name is a part of it.
fn named(t: Tokens, i: usize, f: Figure) -> bool {
    f.plain && i > 1 && t.capital(i - 1) && t.is_plain(i - 1)
}

/// "Klasse 4 og 1.200 kr.": a small number right after a noun is rather its number.
fn labels(t: Tokens, i: usize, f: Figure) -> bool {
    let noun = |k: usize| t.is_word(k) && t.entry(k) == Entry::default() && t.text(k) != "er";
    f.plain && f.value < HUNDRED && i.checked_sub(1).is_some_and(noun)
}

/// Whether the currency after a year belongs to the figure that follows: "i 2015 kr. 500".
pub(super) fn prefix_of_next(t: Tokens, first: Figure, measure: Measure) -> bool {
    let Some(at) = first.next.checked_sub(1) else {
        return false;
    };
    year_like(t, at, first) && measure.times == 1 && figure(t, measure.next).is_some()
}

/// "3 kr. 50 øre", "3 kr. og 50 øre": the hundredths belong to the amount before them.
pub(super) fn with_hundredths(t: Tokens, said: Said, next: usize) -> Option<(Said, usize)> {
    let and = t.word(next) == Word::Particle(Particle::And);
    let part = figure(t, next + usize::from(and)).and_then(|f| hundredths(t, f));
    match part {
        Some((part, end)) if said.currency == Currency::Dkk && part.ore < 100 => Some((
            Said {
                ore: said.ore.checked_add(part.ore)?,
                ..said
            },
            end,
        )),
        _ => Some((said, next)),
    }
}

/// "25 øre", "12,5 øre".
pub(super) fn hundredths(t: Tokens, first: Figure) -> Option<(Said, usize)> {
    if t.word(first.next) != Word::Hundredth {
        return None;
    }
    let measure = Measure {
        times: 1,
        currency: Currency::Dkk,
        next: first.next + 1,
    };
    let said = single(first, measure)?;
    Some((
        Said {
            ore: said.ore / 100,
            ..said
        },
        measure.next,
    ))
}
