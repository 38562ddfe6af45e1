//! Amounts of money: 3.450 kr., kr. 500.000,-, 1,2 mio. kr., 250-300.000 kr., halvanden million kroner.
//!
//! Full stop (or space) parts thousands, comma is the decimal mark: three figures after a full stop are never decimals.

mod bare;
mod figure;
mod list;
mod table;

use crate::{
    found::{Bound, Money},
    lex::Sentences,
    phrase,
    token::{Gap, Tokens, What},
    vocabulary::{Currency, Entry, MoneyFile, Particle, Vocabulary, Word},
};
use figure::{Figure, figure};
pub use table::{amount_in, unit};

/// The amounts of money of a text, in order, none overlapping another.
///
/// What declares a table's unit ("beløb i 1.000 kr.") is no amount; see [`unit()`] and [`amount_in`].
///
/// ```
/// let found = danish::money("Højst kr. 12.500,- og 3-4 mio. kr. i alt.", danish::Vocabulary::builtin());
/// assert_eq!(found[0].ore, 1_250_000);
/// assert_eq!((found[1].ore, found[1].max_ore), (300_000_000, Some(400_000_000)));
/// ```
pub fn money(text: &str, vocabulary: &Vocabulary) -> Vec<Money> {
    let (mut reader, mut tokens) = (Reader::new(&vocabulary.money), Vec::new());
    let mut sentences = Sentences::new(text, 0, vocabulary);
    while sentences.fill(&mut tokens) {
        reader.read(sentences.sentence(&tokens));
    }
    reader.money
}

/// Gathers amounts, a sentence at a time.
pub(crate) struct Reader<'a> {
    words: &'a MoneyFile,
    /// The unit that a sentence of the paragraph declared for those after it.
    declared: Option<(i64, Currency)>,
    pub(crate) money: Vec<Money>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(words: &'a MoneyFile) -> Self {
        Self {
            words,
            declared: None,
            money: Vec::new(),
        }
    }

    /// Reads the next sentence.
    pub(crate) fn read(&mut self, t: Tokens) {
        if t.all.first().is_some_and(|first| first.gap == Gap::Break) {
            self.declared = None;
        }
        let measured = t.holds(Entry::MEASURES);
        if measured {
            self.declared = bare::declares(t).or(self.declared);
        }
        if measured || self.declared.is_some() {
            self.sentence(t);
        }
    }

    fn sentence(&mut self, t: Tokens) {
        let mut i = 0;
        let mut declared = bare::declared_at_end(t);
        while i < t.len() {
            let carried = || bare::after_declared(t, i, self.declared?);
            if let Some((unit, next)) = table::declared(t, i) {
                declared = bare::goes_before(t, i, next).then_some(unit).or(declared);
                i = next;
            } else if let Some((amount, next)) = amount(t, i, declared).or_else(carried) {
                self.money.push(coloured(t, i, next, amount, self.words));
                i = next;
            } else {
                i += 1;
            }
        }
    }
}

/// A figure from here on, in ten-thousandths, is no count of thousands or millions.
const THOUSAND: i64 = 1_000 * 10_000;

/// An amount as it was said.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said {
    pub(crate) ore: i64,
    pub(crate) max_ore: Option<i64>,
    pub(crate) currency: Currency,
    pub(crate) negative: bool,
}

/// What a figure is multiplied with, and its currency.
#[derive(Debug, Clone, Copy)]
struct Measure {
    times: i64,
    currency: Currency,
    next: usize,
}

fn amount(t: Tokens, i: usize, declared: Option<(i64, Currency)>) -> Option<(Said, usize)> {
    let (negative, at) = minus(t, i);
    if at > i && !t.glued(at) || !t.opens(i) {
        return None;
    }
    let (said, next) = prefixed(t, at)
        .or_else(|| suffixed(t, at))
        .or_else(|| bare::under(t, at, declared?))?;
    // "40 EUR-paller", "Euro 6-normen"; "5.000 kr.-grænsen" is an amount.
    let named = t.dash(next) && t.glued(next) && t.glued(next + 1) && t.is_word(next + 1);
    if named && said.currency != Currency::Dkk {
        return None;
    }
    Some((
        Said {
            negative: negative || said.negative,
            ..said
        },
        next,
    ))
}

/// A sign before the figures that no number before it takes for a range.
fn minus(t: Tokens, i: usize) -> (bool, usize) {
    let sign = matches!(t.mark(i), Some('-' | '–' | '−')) && (i == 0 || !t.glued(i));
    let free = i == 0 || !t.is_digits(i - 1);
    if sign && free && t.glued(i + 1) {
        (true, i + 1)
    } else {
        (false, i)
    }
}

/// `kr. 500.000,-`, `DKK 20.000`, `tkr. 75`, `kr. 1,5 mio.`
fn prefixed(t: Tokens, i: usize) -> Option<(Said, usize)> {
    let before = measure_before(t, i)?;
    let (negative, at) = minus(t, before.next);
    let first = figure(t, at)?;
    if is_column_of_year(t, at) && (before.times > 1 || is_column_of_year(t, at + 1)) {
        return None;
    }
    let unit = |f: Figure| {
        let next = past_stroke(t, f.next);
        match t.word(next) {
            Word::Multiple(times) => Measure {
                times: before.times * i64::from(times),
                next: t.past_dot(next + 1),
                ..before
            },
            Word::Scale(times) if times >= 1_000 => Measure {
                times: before.times * i64::from(times),
                next: next + 1,
                ..before
            },
            _ => Measure { next, ..before },
        }
    };
    let measure = unit(first);
    if let Some(at) = joined(t, i, measure.next) {
        let at = measure_before(t, at)
            .filter(|m| m.currency == before.currency)
            .map_or(at, |m| m.next);
        if let Some(second) = figure(t, at).filter(|f| !trailing_noun(t, f.next)) {
            let last = unit(second);
            let last = measure_after(t, last.next)
                .filter(|m| m.times == 1)
                .map_or(last, |m| Measure {
                    next: m.next,
                    ..last
                });
            if let Some(said) = ranged(first, measure_of(measure, last), second, last) {
                return Some((said, last.next));
            }
        }
    }
    // "kr. 500 kr." says it twice.
    let next = match t.word(measure.next) {
        Word::Currency(_) if t.glued(measure.next) || past_stroke(t, first.next) > first.next => {
            t.past_dot(measure.next + 1)
        }
        _ => measure.next,
    };
    Some((
        Said {
            negative,
            ..single(first, measure)?
        },
        next,
    ))
}

/// Whether a year stands at `i` in a column of its own: `Mio. kr.      2010      2011` is a table's head.
fn is_column_of_year(t: Tokens, i: usize) -> bool {
    const GAP: usize = 3;
    let end = i.checked_sub(1).and_then(|last| Some(t.all.get(last)?.end));
    let wide = |end: usize| t.all.get(i).is_some_and(|year| year.start >= end + GAP);
    let is_year = matches!(
        t.what(i),
        What::Digits {
            value: 1900..=2099,
            len: 4
        }
    );
    is_year && end.is_some_and(wide)
}

/// Numbers after which a noun stands are counted things: "kr. 500 til 20 deltagere".
fn trailing_noun(t: Tokens, i: usize) -> bool {
    t.is_plain(i) && !t.capital(i) && t.entry(i) == Entry::default()
        || matches!(t.word(i), Word::Unit(_))
}

/// The multiple of the second end holds for the first where that has none.
fn measure_of(first: Measure, last: Measure) -> Measure {
    if first.times == 1 {
        Measure {
            times: last.times,
            ..first
        }
    } else {
        first
    }
}

/// `3.450 kr.`, `1,2 mio. kr.`, `250-300.000 kr.`, `25.000,-`, `halvanden million kroner`.
fn suffixed(t: Tokens, i: usize) -> Option<(Said, usize)> {
    let first = figure(t, i)?;
    let own = measure_after(t, first.next);
    let at = own.map_or(first.next, |m| m.next);
    if let Some(next) = joined(t, i, at)
        && let Some((second, last)) =
            figure(t, next).and_then(|f| Some((f, measure_after(t, f.next)?)))
    {
        // "mellem 250.000 og 2,5 mio. kr."
        let whole = own.is_none() && last.times >= 1_000 && first.value >= THOUSAND;
        let shared = Measure {
            times: if whole { 1 } else { last.times },
            ..last
        };
        if let Some(said) = ranged(first, own.unwrap_or(shared), second, last) {
            return Some((said, last.next));
        }
    }
    match own {
        Some(measure) if list::prefix_of_next(t, first, measure) => None,
        Some(measure) => list::with_hundredths(t, single(first, measure)?, measure.next),
        None => raised(t, i, first)
            .or_else(|| list::shared(t, i, first))
            .or_else(|| list::hundredths(t, first))
            .or_else(|| spelt(t, first)),
    }
}

/// "fra 8.250 til 8.600 kr.": the currency of the second holds for the first.
fn raised(t: Tokens, i: usize, first: Figure) -> Option<(Said, usize)> {
    let from = i > 0 && t.word(i - 1) == Word::Particle(Particle::From);
    if !from || t.word(first.next) != Word::Particle(Particle::To) || !moves(t) {
        return None;
    }
    let second = figure(t, first.next + 1)?;
    let measure = measure_after(t, second.next)?;
    Some((single(first, measure)?, first.next))
}

/// "tilskud på to millioner": a spelt multiple without its currency, in a sentence that speaks of money.
fn spelt(t: Tokens, first: Figure) -> Option<(Said, usize)> {
    let scale =
        matches!(t.word(first.next.checked_sub(1)?), Word::Scale(times) if times >= 1_000_000);
    let measure = Measure {
        times: 1,
        currency: Currency::Dkk,
        next: first.next,
    };
    let said = scale && speaks_of_money(t) && goes_on(t, first.next);
    said.then(|| Some((single(first, measure)?, first.next)))
        .flatten()
}

fn speaks_of_money(t: Tokens) -> bool {
    t.all
        .iter()
        .any(|x| matches!(x.what, What::Word { entry, .. } if entry.is(Entry::MONEY_NOUN)))
}

/// Whether what follows a multiple cannot be what it counts.
fn goes_on(t: Tokens, next: usize) -> bool {
    match t.what(next) {
        What::Word { entry, .. } => {
            (entry != Entry::default() || matches!(t.text(next), "er" | "endda" | "alene"))
                && !entry.is(Entry::MEASURE)
                && !matches!(entry.word, Word::Unit(_))
        }
        What::Digits { .. } => false,
        _ => t.closes(next),
    }
}

fn single(figure: Figure, measure: Measure) -> Option<Said> {
    let ore = figure.ore(measure.times)?;
    Some(Said {
        ore,
        max_ore: None,
        currency: measure.currency,
        negative: false,
    })
}

fn ranged(first: Figure, from: Measure, second: Figure, to: Measure) -> Option<Said> {
    let max = second.ore(to.times)?;
    let mut low = first.ore(from.times)?;
    // 250-300.000 kr. leaves the thousands of its first end out.
    if first.plain && !second.plain && low.checked_mul(1_000)? <= max {
        low *= 1_000;
    }
    let same = from.currency == to.currency && low < max;
    same.then_some(Said {
        ore: low,
        max_ore: Some(max),
        currency: from.currency,
        negative: false,
    })
}

/// Past what joins two ends of a range of amounts.
fn joined(t: Tokens, i: usize, k: usize) -> Option<usize> {
    if t.dash(k) {
        return Some(k + 1);
    }
    let between = i > 0 && t.word(i - 1) == Word::Particle(Particle::Between);
    match t.word(k) {
        Word::Particle(Particle::To) if !moves(t) => Some(k + 1),
        Word::Particle(Particle::And) if between => Some(k + 1),
        _ => None,
    }
}

fn moves(t: Tokens) -> bool {
    t.all.iter().any(
        |x| matches!(x.what, What::Word { entry, .. } if entry.is(Entry::MOVE | Entry::CHANGE)),
    )
}

/// A currency at `i`: its word or its sign.
fn currency(t: Tokens, i: usize) -> Option<(Currency, usize)> {
    match t.what(i) {
        What::Word { entry, .. } => match entry.word {
            Word::Currency(Currency::Sek | Currency::Nok | Currency::Usd | Currency::Gbp)
                if t.text(i).chars().any(char::is_lowercase) && t.text(i).len() == 3 =>
            {
                None
            }
            Word::Currency(currency) => Some((currency, past_abbreviation(t, i))),
            Word::Nation(currency) if t.word(i + 1) == Word::Currency(Currency::Dkk) => {
                Some((currency, past_abbreviation(t, i + 1)))
            }
            _ => None,
        },
        What::Mark('€') => Some((Currency::Eur, i + 1)),
        What::Mark('$') => Some((Currency::Usd, i + 1)),
        What::Mark('£') => Some((Currency::Gbp, i + 1)),
        _ => None,
    }
}

/// Past the full stop of "kr."; that of "kroner." ends its sentence.
fn past_abbreviation(t: Tokens, i: usize) -> usize {
    if t.text(i).to_ascii_lowercase().ends_with("kr") {
        t.past_dot(i + 1)
    } else {
        i + 1
    }
}

fn measure_before(t: Tokens, i: usize) -> Option<Measure> {
    let dkk = |times, next| {
        Some(Measure {
            times,
            currency: Currency::Dkk,
            next,
        })
    };
    match t.word(i) {
        Word::ThousandCrowns => dkk(1_000, t.past_dot(i + 1)),
        Word::Multiple(times) => {
            let (currency, next) = currency(t, t.past_dot(i + 1))?;
            Some(Measure {
                times: times.into(),
                currency,
                next,
            })
        }
        _ => {
            let (currency, next) = currency(t, i)?;
            let next = if t.is(next, ':') { next + 1 } else { next };
            Some(Measure {
                times: 1,
                currency,
                next,
            })
        }
    }
}

/// Past the stroke of "500,-" and "500.-".
fn past_stroke(t: Tokens, i: usize) -> usize {
    let stroke = (t.is(i, ',') || t.is(i, '.') && t.glued(i)) && t.dash(i + 1) && t.glued(i + 1);
    // "1.-behandling" has an ordinal.
    let goes_on = matches!(t.what(i + 2), What::Digits { .. } | What::Word { .. });
    let whole = stroke && !(t.glued(i + 2) && goes_on);
    if whole { i + 2 } else { i }
}

fn measure_after(t: Tokens, i: usize) -> Option<Measure> {
    let stroke = past_stroke(t, i);
    if let Some((currency, next)) = currency(t, stroke) {
        return Some(Measure {
            times: 1,
            currency,
            next,
        });
    }
    if stroke > i {
        return Some(Measure {
            times: 1,
            currency: Currency::Dkk,
            next: stroke,
        });
    }
    // "150. mio. kr.": a stray full stop.
    let i = match t.word(i + 1) {
        Word::Multiple(_) if t.is(i, '.') && t.glued(i) => i + 1,
        _ => i,
    };
    match t.word(i) {
        Word::ThousandCrowns => Some(Measure {
            times: 1_000,
            currency: Currency::Dkk,
            next: t.past_dot(i + 1),
        }),
        Word::Multiple(times) => multiplied(t, i, t.past_dot(i + 1), times.into(), false),
        Word::Scale(times) if times >= 1_000 => multiplied(t, i, i + 1, times.into(), true),
        _ => None,
    }
}

/// "mio. kr.", "mio.", "millioner kroner"; a spelt multiple alone needs a word of money in its sentence.
fn multiplied(t: Tokens, i: usize, next: usize, times: i64, spelt: bool) -> Option<Measure> {
    if let Some((currency, next)) = currency(t, next) {
        return Some(Measure {
            times,
            currency,
            next,
        });
    }
    let spoken = !spelt || speaks_of_money(t);
    let alone = goes_on(t, next) || t.capital(next) && i + 1 < next;
    let large = times >= 1_000_000;
    (spoken && alone && large).then_some(Measure {
        times,
        currency: Currency::Dkk,
        next,
    })
}

/// What the words around an amount say of it.
fn coloured(t: Tokens, i: usize, next: usize, said: Said, words: &MoneyFile) -> Money {
    let span = t.start(i)..t.end_before(next);
    let floor = t.start(0).min(span.start);
    let ceiling = t.end_before(t.len()).max(span.end);
    let before = &t.text[floor..span.start];
    let after = &t.text[span.end..ceiling];
    let (approximate, rest) = match phrase::ending(before, &words.before.approximate) {
        Some(cut) => (true, &before[..cut]),
        None => (false, before),
    };
    // The "fra" of a range, or of a change, is no least amount.
    let pair = said.max_ore.is_some() || moves(t);
    let bound = bound(rest, after, words).filter(|bound| !pair || *bound == Bound::Le);
    let (per, after) = words
        .per
        .lists()
        .iter()
        .find_map(|(per, phrases)| {
            phrase::beginning(after, phrases).map(|end| (Some(*per), &after[end..]))
        })
        .unwrap_or_else(|| (None, past_other_measure(after)));
    let after = after.trim_start_matches([' ', '(', ',', '\n']);
    let minus = said.negative || phrase::ending(rest, &words.before.minus).is_some();
    let sign = if minus { -1 } else { 1 };
    Money {
        span,
        ore: said.ore * sign,
        max_ore: said.max_ore.map(|max| max * sign),
        currency: said.currency.code(),
        approximate,
        bound,
        excluding_vat: phrase::beginning(after, &words.after.excluding_vat).is_some(),
        per,
    }
}

/// Past "pr. m3", "pr. deltager": what an amount is per that has no name of its own here.
fn past_other_measure(after: &str) -> &str {
    let per = ["pr.".to_owned(), "pr".to_owned(), "per".to_owned()];
    let Some(end) = phrase::beginning(after, &per) else {
        return after;
    };
    let rest = after[end..].trim_start();
    &rest[rest.find([' ', '\n', ',']).unwrap_or(rest.len())..]
}

fn bound(before: &str, after: &str, words: &MoneyFile) -> Option<Bound> {
    if phrase::beginning(after, &words.after.least).is_some() {
        return Some(Bound::Ge);
    }
    if phrase::beginning(after, &words.after.most).is_some() {
        return Some(Bound::Le);
    }
    let most = phrase::ending(before, &words.before.most);
    let least = phrase::ending(before, &words.before.least)
        .filter(|_| phrase::ending(before, &words.before.neither).is_none());
    match (most, least) {
        (Some(most), Some(least)) => Some(if most <= least { Bound::Le } else { Bound::Ge }),
        (Some(_), None) => Some(Bound::Le),
        (None, Some(_)) => Some(Bound::Ge),
        (None, None) => None,
    }
}
