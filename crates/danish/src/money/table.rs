//! Units that a table declares once, and the bare amounts of its cells.

use super::{Said, amount, currency, figure::figure};
use crate::{
    found::{Money, Unit},
    lex::Sentences,
    token::{Token, Tokens},
    vocabulary::{Currency, Entry, Vocabulary, Word},
};

/// What the numbers below a table's head or caption count, if it says so: `1.000 kr.`, `(t.kr.)`, `Beløb i mio. kr.`
///
/// ```
/// let v = danish::Vocabulary::builtin();
/// assert_eq!(danish::unit("Udgifter (1.000 kr.)", v).map(|u| u.ore), Some(100_000));
/// assert_eq!(danish::unit("Tilskud på 4.500 kr.", v), None);
/// ```
pub fn unit(text: &str, vocabulary: &Vocabulary) -> Option<Unit> {
    let mut tokens = Vec::new();
    let mut sentences = Sentences::new(text, 0, vocabulary);
    while sentences.fill(&mut tokens) {
        let t = sentences.sentence(&tokens);
        let mut i = 0;
        while i < t.len() {
            if let Some((ore, currency, _)) = counted(t, i) {
                return Some(Unit {
                    ore,
                    currency: currency.code(),
                });
            }
            if amount(t, i, None).is_some() {
                return None;
            }
            i += 1;
        }
    }
    None
}

/// A unit at `i` that no number but 1.000 or 1.000.000 multiplies: hundredths, currency, past it.
pub(super) fn counted(t: Tokens, i: usize) -> Option<(i64, Currency, usize)> {
    match t.word(i) {
        Word::ThousandCrowns => {
            return Some((100_000, Currency::Dkk, t.past_dot(i + 1))).filter(|_| !figured(t, i));
        }
        Word::Multiple(times) if !figured(t, i) => {
            let next = t.past_dot(i + 1);
            let (currency, end) = currency(t, next).unwrap_or((Currency::Dkk, next));
            return Some((i64::from(times) * 100, currency, end))
                .filter(|(.., end)| figure(t, *end).is_none());
        }
        Word::Scale(times) if times >= 1_000 && !figured(t, i) => {
            let (currency, end) = currency(t, i + 1)?;
            return Some((i64::from(times) * 100, currency, end));
        }
        _ => {}
    }
    if let Some((currency, end)) = currency(t, i) {
        let free = !figured(t, i) && figure(t, end).is_none();
        return free.then_some((100, currency, end));
    }
    let round =
        figure(t, i).filter(|f| matches!(f.ore(1), Some(100_000 | 100_000_000)) && t.opens(i))?;
    let (currency, end) = currency(t, round.next)?;
    Some((round.ore(1)?, currency, end))
}

/// Whether a figure stands right before `i`.
fn figured(t: Tokens, i: usize) -> bool {
    let digits = |k: usize| {
        matches!(
            t.what(k),
            crate::token::What::Digits { .. } | crate::token::What::Quarters(_)
        )
    };
    i > 0 && (digits(i - 1) || t.dash(i - 1) && i > 1 && t.is(i - 2, ','))
}

/// A unit declared in running text, "i 1.000 kr.", "i hele kr.", or in brackets at the end of a head, "Ansøgt (1.000 kr.)".
pub(crate) fn declared(t: Tokens, i: usize) -> Option<((i64, Currency), usize)> {
    let lead = i > 0 && t.entry(i - 1).is(Entry::UNIT_LEAD);
    let (ore, currency, next) = counted(t, i)?;
    let bracketed = i > 0
        && t.is(i - 1, '(')
        && t.is(next, ')')
        && (next + 1 == t.len() || t.is(next + 1, ':'));
    // "Mio. kr.: 2020 12,5; 2021 13,0"
    let heads = i == 0 && t.is(next, ':') && ore > 100;
    if !lead && !bracketed && !heads {
        return None;
    }
    Some(((ore, currency), next))
}

/// The amount that a cell holds under a declared unit: `1.250`, `(1.250)`, `-2.093,8`; an own unit goes before the
/// declared one. `None` where the cell holds anything else, or nothing.
///
/// ```
/// let v = danish::Vocabulary::builtin();
/// let thousands = danish::unit("1.000 kr.", v).unwrap();
/// assert_eq!(danish::amount_in("(1.250,5)", thousands, v).unwrap().ore, -125_050_000);
/// assert_eq!(danish::amount_in("–", thousands, v), None);
/// ```
pub fn amount_in(cell: &str, unit: Unit, vocabulary: &Vocabulary) -> Option<Money> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut sentences = Sentences::new(cell, 0, vocabulary);
    sentences.fill(&mut tokens);
    let t = sentences.sentence(&tokens);
    let bracket = t.is(0, '(');
    let mut at = usize::from(bracket);
    let minus = matches!(t.mark(at), Some('-' | '–' | '−' | '÷'));
    at += usize::from(minus || t.is(at, '+'));
    let (said, next) = amount_at(t, at, unit)?;
    let closed = if bracket {
        t.is(next, ')').then_some(next + 1)?
    } else {
        next
    };
    let rest = (closed..t.len()).all(|k| matches!(t.mark(k), Some('*' | '.' | ')')));
    if !rest || sentences.fill(&mut Vec::new()) {
        return None;
    }
    let sign = if bracket || minus || said.negative {
        -1
    } else {
        1
    };
    let start = t.start(0);
    Some(Money {
        span: start..t.end_before(closed),
        ore: said.ore * sign,
        max_ore: said.max_ore.map(|max| max * sign),
        currency: if said.own {
            said.currency.code()
        } else {
            unit.currency
        },
        approximate: false,
        bound: None,
        excluding_vat: false,
        per: None,
    })
}

/// A cell's amount, and whether it brings its own unit.
struct Cell {
    ore: i64,
    max_ore: Option<i64>,
    currency: Currency,
    negative: bool,
    own: bool,
}

fn amount_at(t: Tokens, at: usize, unit: Unit) -> Option<(Cell, usize)> {
    if let Some((
        Said {
            ore,
            max_ore,
            currency,
            negative,
        },
        next,
    )) = amount(t, at, None)
    {
        return Some((
            Cell {
                ore,
                max_ore,
                currency,
                negative,
                own: true,
            },
            next,
        ));
    }
    let bare = figure(t, at).filter(|_| !t.is_word(at))?;
    // The sum is exact: a figure is ten-thousandths, a unit hundredths.
    let ore = bare.ore(1)?.checked_mul(unit.ore)? / 100;
    let cell = Cell {
        ore,
        max_ore: None,
        currency: Currency::Dkk,
        negative: false,
        own: false,
    };
    Some((cell, bare.next))
}
