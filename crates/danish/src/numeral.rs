//! Number words: `femoghalvfems`, `et hundrede og to`, `to en halv million`, `en komma fem`, `tolvte`.

use std::ops::Range;

use crate::{
    found::Number,
    lex::Sentences,
    token::{Gap, Tokens, What},
    vocabulary::{Entry, Fraction, Particle, Vocabulary, Word},
};

/// A number that was read, and how far it reaches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Read {
    pub(crate) value: f64,
    pub(crate) ordinal: bool,
    pub(crate) next: usize,
}

/// The number words and ordinals of a text, in order. Digits are none, and neither are the articles `en` and `et`.
///
/// ```
/// let found = danish::numbers("Der er femoghalvfems pladser i tolvte række.", danish::Vocabulary::builtin());
/// let values: Vec<_> = found.iter().map(|n| (n.value, n.ordinal)).collect();
/// assert_eq!(values, [(95.0, false), (12.0, true)]);
/// ```
pub fn numbers(text: &str, vocabulary: &Vocabulary) -> Vec<Number> {
    let (mut found, mut tokens) = (Vec::new(), Vec::new());
    let mut sentences = Sentences::new(text, 0, vocabulary);
    while sentences.fill(&mut tokens) {
        read_sentence(sentences.sentence(&tokens), &mut found);
    }
    found
}

/// Adds the number words of a sentence.
pub(crate) fn read_sentence(t: Tokens, found: &mut Vec<Number>) {
    if !t.holds(Entry::NUMBER) {
        return;
    }
    let mut i = 0;
    while i < t.len() {
        let read = Some(i)
            .filter(|_| t.entry(i).begins(Entry::NUMBER))
            .and_then(|_| number(t, i));
        match read.filter(|read| counts(t, i, *read)) {
            Some(read) => {
                let span = t.start(i)..t.end_before(read.next);
                found.push(Number {
                    span,
                    value: read.value,
                    ordinal: read.ordinal,
                });
                i = read.next;
            }
            None => i += 1,
        }
    }
}

/// Whether what was read is meant as a number: no article, no "en anden", no "blandt andet".
fn counts(t: Tokens, i: usize, read: Read) -> bool {
    let alone = t.len() == read.next && i == 0;
    match t.word(i) {
        Word::One { accented } if read.next == i + 1 => accented || alone,
        Word::Ordinal(2) if read.next == i + 1 => {
            let before = i.checked_sub(1).map_or("", |k| t.text(k)).to_lowercase();
            !matches!(
                before.as_str(),
                "en" | "et"
                    | "blandt"
                    | "noget"
                    | "intet"
                    | "ingen"
                    | "nogen"
                    | "hver"
                    | "alt"
                    | "bl.a"
            )
        }
        Word::Fraction(Fraction::Half | Fraction::Quarter) => alone,
        _ => true,
    }
}

/// A leading count, with its least and greatest value: `2-3`, `fem`, `to til tre`, `en`.
///
/// ```
/// let v = danish::Vocabulary::builtin();
/// assert_eq!(danish::count_at("2-3 repræsentanter", v), Some((0..3, 2, 3)));
/// assert_eq!(danish::count_at("En læge fra almen praksis", v), Some((0..2, 1, 1)));
/// assert_eq!(danish::count_at("Formand: N.N.", v), None);
/// ```
pub fn count_at(text: &str, vocabulary: &Vocabulary) -> Option<(Range<usize>, u32, u32)> {
    let mut tokens = Vec::new();
    let mut sentences = Sentences::new(text, 0, vocabulary);
    if !sentences.fill(&mut tokens) {
        return None;
    }
    let t = sentences.sentence(&tokens);
    let (least, next) = count(t, 0)?;
    let joined = t.dash(next)
        || t.is(next, '/')
        || matches!(t.word(next), Word::Particle(Particle::To | Particle::Or));
    let most = count(t, next + 1).filter(|(most, _)| joined && *most > least);
    let (most, next) = most.unwrap_or((least, next));
    let ends = t.is_digits(next) && t.glued(next)
        || t.glued(next) && matches!(t.mark(next), Some('.' | ',' | '/' | '-' | ':' | '%' | ')'));
    (!ends).then(|| (t.start(0)..t.end_before(next), least, most))
}

fn count(t: Tokens, i: usize) -> Option<(u32, usize)> {
    match t.what(i) {
        What::Digits { value, len: 1..=4 } => Some((u32::try_from(value).ok()?, i + 1)),
        What::Word { .. } => {
            let read =
                number(t, i).filter(|r| !r.ordinal && r.value.fract() == 0.0 && r.value < 1e6)?;
            Some((format!("{}", read.value).parse().ok()?, read.next))
        }
        _ => None,
    }
}

/// The number in words at `i`, articles included: whether those count is for the caller to say.
pub(crate) fn number(t: Tokens, i: usize) -> Option<Read> {
    let (mut total, mut current, mut j) = (0.0, 0.0, i);
    let mut scaled = false;
    loop {
        let and =
            j > i && scaled && t.word(j) == Word::Particle(Particle::And) && small(t.word(j + 1));
        let k = if and { j + 1 } else { j };
        match t.word(k) {
            _ if j > i && (t.all.get(k).is_some_and(|x| x.gap == Gap::None)) => break,
            Word::Cardinal(n) if j == i || scaled && n < 1_000 => {
                current += f64::from(n);
                (j, scaled) = (k + 1, false);
            }
            Word::One { .. } if j == i || and => {
                current += 1.0;
                (j, scaled) = (k + 1, false);
            }
            Word::Ordinal(n) if j == i || and => {
                let value = total + current + f64::from(n);
                return Some(Read {
                    value,
                    ordinal: true,
                    next: k + 1,
                });
            }
            Word::Scale(100) => {
                current = f64::max(current, 1.0) * 100.0;
                (j, scaled) = (k + 1, true);
            }
            Word::Scale(n) => {
                total += if current == 0.0 { 1.0 } else { current } * f64::from(n);
                (current, j, scaled) = (0.0, k + 1, true);
            }
            Word::Pair if j > i && matches!(t.word(i), Word::One { .. }) && j == i + 1 => {
                return Some(Read {
                    value: 2.0,
                    ordinal: false,
                    next: k + 1,
                });
            }
            Word::Decimal if j > i => return decimals(t, total + current, j),
            _ => match fraction(t, i, j, current) {
                Some((value, next)) => {
                    current = value;
                    (j, scaled) = (next, false);
                    if !matches!(t.word(j), Word::Scale(_)) {
                        break;
                    }
                }
                None => break,
            },
        }
    }
    (j > i).then_some(Read {
        value: total + current,
        ordinal: false,
        next: j,
    })
}

fn small(word: Word) -> bool {
    matches!(
        word,
        Word::Cardinal(0..=99) | Word::Ordinal(0..=99) | Word::One { .. }
    )
}

/// `halvanden`, `en halv`, `to en halv`, `to og en halv`, `to trekvart`.
fn fraction(t: Tokens, i: usize, j: usize, current: f64) -> Option<(f64, usize)> {
    match t.word(j) {
        Word::Fraction(Fraction::OneAndAHalf) if j == i => Some((1.5, j + 1)),
        Word::Fraction(Fraction::ThreeQuarters) => Some((current + 0.75, j + 1)),
        Word::Fraction(Fraction::Half) if j == i + 1 && matches!(t.word(i), Word::One { .. }) => {
            Some((0.5, j + 1))
        }
        Word::Fraction(Fraction::Half) if j == i => Some((0.5, j + 1)),
        Word::Fraction(Fraction::Quarter)
            if j == i + 1 && matches!(t.word(i), Word::One { .. }) =>
        {
            Some((0.25, j + 1))
        }
        Word::One { .. } if j > i => matches!(t.word(j + 1), Word::Fraction(Fraction::Half))
            .then_some((current + 0.5, j + 2)),
        Word::Particle(Particle::And) if j > i && matches!(t.word(j + 1), Word::One { .. }) => {
            matches!(t.word(j + 2), Word::Fraction(Fraction::Half))
                .then_some((current + 0.5, j + 3))
        }
        _ => None,
    }
}

/// `komma` and the figures after it, each a word: "fire komma to fem".
fn decimals(t: Tokens, whole: f64, comma: usize) -> Option<Read> {
    let (mut value, mut place, mut j) = (whole, 1.0, comma + 1);
    loop {
        let figure = match t.word(j) {
            Word::Cardinal(n) if n < 10 => f64::from(n),
            Word::Cardinal(n) if n < 100 && place == 1.0 => {
                return Some(Read {
                    value: whole + f64::from(n) / 100.0,
                    ordinal: false,
                    next: j + 1,
                });
            }
            Word::One { .. } => 1.0,
            _ => break,
        };
        place /= 10.0;
        value += figure * place;
        j += 1;
    }
    let scale = match t.word(j) {
        Word::Scale(n) => f64::from(n),
        _ => 1.0,
    };
    let next = if scale > 1.0 { j + 1 } else { j };
    (j > comma + 1).then_some(Read {
        value: (value * 1e6).round() / 1e6 * scale,
        ordinal: false,
        next,
    })
}
