//! A line as the stretches of it that gaps set apart: words, figures, amounts.

use std::ops::Range;

use danish::Unit;
use paper::Span;

use super::table;
use crate::{Vocabulary, lines::Line, pattern::cut};

/// Crowns, where no unit is declared.
pub(super) const KRONER: Unit = Unit {
    ore: 100,
    currency: "DKK",
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Words,
    Year,
    /// A number without a unit.
    Figure,
    /// An amount with its unit.
    Money,
    /// A stroke where a number could stand.
    Dash,
}

/// A stretch of a line between gaps.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) span: Span,
    /// The columns of the page that it takes.
    pub(super) wide: Range<usize>,
    pub(super) what: What,
}

/// How many columns of the page two stretches share.
pub(super) fn meet(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// The stretches of a line that two spaces or three dots set apart; `kr.` goes with the figure behind it.
pub(super) fn pieces(text: &str, vocabulary: &Vocabulary, line: &Line) -> Vec<Piece> {
    let said = cut(text, line.span.clone());
    let indent = text
        .get(..line.span.start)
        .map_or("", |before| {
            before.rsplit(['\n', '\u{c}']).next().unwrap_or_default()
        })
        .chars()
        .count();
    let mut pieces: Vec<Piece> = Vec::new();
    for (bytes, wide) in stretches(said) {
        let span = line.span.start + bytes.start..line.span.start + bytes.end;
        let unit = pieces.last().is_some_and(|last| {
            let said = cut(text, last.span.clone()).to_lowercase();
            matches!(
                said.as_str(),
                "kr." | "kr" | "dkk" | "dkr." | "t.kr." | "tkr."
            )
        });
        let starts = cut(text, span.clone()).starts_with(|c: char| c.is_ascii_digit());
        match pieces.last_mut().filter(|_| unit && starts) {
            Some(last) => {
                last.span.end = span.end;
                last.wide.end = indent + wide.end;
                last.what = what(text, vocabulary, &last.span);
            }
            None => pieces.push(Piece {
                what: what(text, vocabulary, &span),
                wide: indent + wide.start..indent + wide.end,
                span,
            }),
        }
    }
    apart(text, &mut pieces);
    pieces
}

/// The bytes and the columns of what gaps set apart.
fn stretches(said: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let mut spans: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let (mut start, mut left) = (None, 0);
    let (mut end, mut right) = (0, 0);
    let mut gap = (0, 0);
    for (column, (at, c)) in said.char_indices().enumerate() {
        if matches!(c, ' ' | '\u{a0}') {
            gap.0 += 1;
            continue;
        }
        if c == '_' || c == '…' || c == '.' && (gap.1 > 0 || said[at..].starts_with("...")) {
            gap.1 += if c == '…' { 3 } else { 1 };
            continue;
        }
        if (gap.0 >= 2 || gap.1 >= 3)
            && let Some(from) = start.take()
        {
            spans.push((from..end, left..right));
        }
        if start.is_none() {
            (start, left) = (Some(at), column);
        }
        gap = (0, 0);
        (end, right) = (at + c.len_utf8(), column + 1);
    }
    if let Some(from) = start {
        spans.push((from..end, left..right));
    }
    spans
}

/// A figure that only one space parts from a long label: `Salg af mad 1.812.660   1.840.000`.
fn apart(text: &str, pieces: &mut Vec<Piece>) {
    let Some(at) = pieces.iter().position(|p| p.what == What::Words) else {
        return;
    };
    let followed = pieces.get(at + 1).is_some_and(|p| p.what == What::Figure);
    let Some(piece) = pieces.get_mut(at).filter(|_| followed) else {
        return;
    };
    let said = cut(text, piece.span.clone());
    let Some((label, figure)) = said.rsplit_once(' ') else {
        return;
    };
    let digits = figure.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if digits && figure.len() >= 5 && figure.contains('.') {
        let split = Piece {
            span: piece.span.end - figure.len()..piece.span.end,
            wide: piece.wide.end - figure.len()..piece.wide.end,
            what: What::Figure,
        };
        piece.span.end = piece.span.start + label.trim_end().len();
        piece.wide.end = split.wide.start - 1;
        pieces.insert(at + 1, split);
    }
}

pub(super) fn what(text: &str, vocabulary: &Vocabulary, span: &Span) -> What {
    let said = cut(text, span.clone());
    if matches!(said, "-" | "–" | "—" | "÷") {
        return What::Dash;
    }
    if !said.bytes().any(|b| b.is_ascii_digit()) {
        return What::Words;
    }
    if table::is_year(said) {
        return What::Year;
    }
    let plain = said
        .chars()
        .all(|c| c.is_ascii_digit() || "., -–−+()*".contains(c));
    if plain && danish::amount_in(said, KRONER, vocabulary.danish()).is_some() {
        return What::Figure;
    }
    if table::whole_money(text, span, vocabulary).is_some() {
        return What::Money;
    }
    What::Words
}
