//! A number as it is written before or after a currency.

use crate::{
    numeral,
    token::{Gap, Tokens, What},
    vocabulary::Word,
};

/// A figure, exact to four decimals.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Figure {
    /// In ten-thousandths.
    pub(super) value: i64,
    /// It has no thousands parted off and no decimals.
    pub(crate) plain: bool,
    pub(crate) next: usize,
}

impl Figure {
    /// Hundredths of so many units.
    pub(crate) fn ore(self, times: i64) -> Option<i64> {
        let ore = i128::from(self.value) * i128::from(times) / 100;
        i64::try_from(ore).ok()
    }
}

/// The figure at `i`: 1250000, 1.250.000, 1 250 000, 312,50, 1½, halvanden.
pub(crate) fn figure(t: Tokens, i: usize) -> Option<Figure> {
    match t.what(i) {
        What::Digits { .. } => common_fraction(t, i).or_else(|| digits(t, i)),
        What::Quarters(quarters) => Some(Figure {
            value: i64::from(quarters) * 2_500,
            plain: false,
            next: i + 1,
        }),
        What::Word { entry, .. } if entry.word != Word::Plain => words(t, i),
        _ => None,
    }
}

/// "1/2 mio.", "3/4 million", "1 1/2 mio.": a proper fraction counts only before a multiple, else it is a date or a share.
fn common_fraction(t: Tokens, i: usize) -> Option<Figure> {
    let part = |k: usize| {
        let (What::Digits { value: top, len: 1 }, What::Digits { value: by, len: 1 }) =
            (t.what(k), t.what(k + 2))
        else {
            return None;
        };
        let slash = t.is(k + 1, '/') && t.glued(k + 1) && t.glued(k + 2);
        let proper = slash && 0 < top && top < by && matches!(by, 2 | 3 | 4 | 5 | 8);
        proper
            .then(|| i64::try_from(top * 10_000 / by).ok())
            .flatten()
    };
    let (whole, value, next) = match (part(i), t.what(i)) {
        (Some(value), _) => (0, value, i + 3),
        (None, What::Digits { value, len: 1..=3 }) if !t.glued(i + 1) => {
            (i64::try_from(value).ok()?, part(i + 1)?, i + 4)
        }
        _ => return None,
    };
    let multiple = matches!(t.word(next), Word::Multiple(_))
        || matches!(t.word(next), Word::Scale(n) if n >= 1_000);
    multiple.then_some(Figure {
        value: whole * 10_000 + value,
        plain: false,
        next,
    })
}

fn words(t: Tokens, i: usize) -> Option<Figure> {
    let read = numeral::number(t, i).filter(|read| !read.ordinal)?;
    let article = matches!(t.word(i), Word::One { accented: false }) && read.next == i + 1;
    let scale_alone = matches!(t.word(i), Word::Scale(n) if n > 1_000) && read.next == i + 1;
    if article || scale_alone || read.value > 1e11 {
        return None;
    }
    let value = format!("{:.0}", read.value * 10_000.0).parse().ok()?;
    Some(Figure {
        value,
        plain: false,
        next: read.next,
    })
}

fn digits(t: Tokens, i: usize) -> Option<Figure> {
    let What::Digits { value, len } = t.what(i) else {
        return None;
    };
    let mut whole = i64::try_from(value)
        .ok()
        .filter(|v| *v < 1_000_000_000_000)?;
    let (mut next, mut plain) = (i + 1, true);
    let separator = if len > 3 { None } else { thousands(t, i + 1) };
    if let Some(separator) = separator {
        while thousands(t, next) == Some(separator) && whole < 1_000_000_000_000 {
            let at = if separator == Separator::Dot {
                next + 1
            } else {
                next
            };
            let What::Digits { value, .. } = t.what(at) else {
                break;
            };
            whole = whole * 1_000 + i64::try_from(value).ok()?;
            (next, plain) = (at + 1, false);
        }
    }
    let (decimals, next) = decimals(t, next, plain);
    plain &= decimals == 0;
    Some(Figure {
        value: whole.checked_mul(10_000)?.checked_add(decimals)?,
        plain,
        next,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    Dot,
    Space,
}

/// What parts three more figures off at `i`.
fn thousands(t: Tokens, i: usize) -> Option<Separator> {
    let three = |k: usize| matches!(t.what(k), What::Digits { len: 3, .. });
    if t.is(i, '.') && t.glued(i) && t.glued(i + 1) && three(i + 1) {
        return Some(Separator::Dot);
    }
    let spaced = three(i) && t.all.get(i).is_some_and(|x| x.gap == Gap::Space);
    spaced.then_some(Separator::Space)
}

/// Ten-thousandths after the comma; a full stop with one or two figures is read as one too ("1.5 mio.").
fn decimals(t: Tokens, i: usize, plain: bool) -> (i64, usize) {
    if let What::Quarters(quarters) = t.what(i) {
        return (i64::from(quarters) * 2_500, i + 1);
    }
    let mark = match t.mark(i) {
        Some(',') => true,
        Some('.') => plain,
        _ => false,
    };
    match t.what(i + 1) {
        What::Digits {
            value,
            len: len @ 1..=4,
        } if mark && t.glued(i) && t.glued(i + 1) && (t.is(i, ',') || len < 3) => {
            let scale = 10_i64.pow(4 - u32::from(len));
            (i64::try_from(value).unwrap_or(0) * scale, i + 2)
        }
        _ => (0, i),
    }
}
