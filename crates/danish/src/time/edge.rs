//! Parts of units: primo maj, slutningen af 2011, inden udgangen af juni, første halvdel af juni.

use super::{
    day::{Match, Sure, full_year},
    said::{Core, Year},
    unit::{found, month_at, numbered, worded, year_point},
};
use crate::{
    token::{Tokens, What},
    vocabulary::{Edge, Particle, Span, Word},
};

/// "første halvdel af juni", "2. halvdel af 2022".
pub(super) fn half_of(t: Tokens, i: usize, n: i8) -> Option<Match> {
    if !t.text(i).eq_ignore_ascii_case("halvdel") || t.word(i + 1) != Word::Particle(Particle::Of) {
        return None;
    }
    let edge = if n == 1 { Edge::Begin } else { Edge::End };
    if let Some(year) = full_year(t, i + 2) {
        let mut m = found(Core::Half(n), i + 3, "half");
        m.point.year = Some(Year::Number(year));
        return Some(m);
    }
    let mut m = month_at(t, i + 2)?;
    m.point.edge = Some(edge);
    m.rule = "half-of-month";
    Some(m)
}

/// "første uge i juni", "sidste uge af august": the first or the last seven days.
pub(super) fn week_of_month(t: Tokens, i: usize, edge: Edge) -> Option<Match> {
    if !matches!(t.word(i), Word::Particle(Particle::In | Particle::Of))
        || !matches!(t.word(i + 1), Word::Month(_))
    {
        return None;
    }
    let mut m = month_at(t, i + 1)?;
    m.point.edge = Some(edge);
    m.rule = "week-of-month";
    Some(m)
}

/// "primo maj", "udgangen af juni", "medio/ultimo marts", "start 2022", "midt i oktober".
pub(super) fn edged(t: Tokens, i: usize, edge: Edge) -> Option<Match> {
    let mut j = i + 1;
    let linked = matches!(
        t.word(j),
        Word::Particle(Particle::Of | Particle::In | Particle::On)
    );
    if linked {
        // "med start i 3. kvartal" begins within it.
        if begins_within(t, i, j) {
            return None;
        }
        j += 1;
    }
    if matches!(t.text(j), "det" | "den") && matches!(t.word(j + 1), Word::Which(_)) {
        j += 1;
    }
    let bare = matches!(edge, Edge::Primo | Edge::Medio | Edge::Ultimo);
    if let Word::TheUnit(
        span @ (Span::Week | Span::Month | Span::Quarter | Span::Half | Span::Year),
    ) = t.word(j)
    {
        if let Some(full) = full_year(t, j + 1).filter(|_| span == Span::Year && t.closes(j + 2)) {
            return Some(edge_of(edge, year_point(full, j + 2)));
        }
        return (bare || linked)
            .then(|| edge_of(edge, found(Core::Current { span, by: 0 }, j + 1, "edge")));
    }
    if matches!(t.word(j), Word::DayLead)
        && !matches!(edge, Edge::Primo | Edge::Medio | Edge::Ultimo)
    {
        return None;
    }
    if !linked && !bare && !matches!(edge, Edge::Begin | Edge::Middle | Edge::End) {
        return None;
    }
    let inner = match t.what(j) {
        What::Digits { .. } => full_year(t, j)
            .map(|y| year_point(y, j + 1))
            .filter(|m| t.closes(m.next))
            .or_else(|| numbered(t, j)),
        What::Word { entry, .. } => match entry.word {
            Word::Month(_)
            | Word::Unit(Span::Week)
            | Word::Season(_)
            | Word::Which(_)
            | Word::Ordinal(_) => worded(t, j, entry),
            Word::Unit(Span::Year) if linked => None,
            _ if entry.month_short > 0 || entry.year_kind.is_some() => worded(t, j, entry),
            _ => None,
        },
        _ => None,
    };
    inner
        .filter(|m| m.point.edge.is_none())
        .map(|m| edge_of(edge, m))
        .or_else(|| edge_pair(t, i, edge))
}

/// "start i januar", "slut i maj": a noun and when it happens; "i starten af", "sidst i" name a part.
fn begins_within(t: Tokens, i: usize, link: usize) -> bool {
    let happens = matches!(t.text(i), "start" | "Start" | "slut" | "Slut");
    // "først i foråret" is not before it.
    let not_before = matches!(t.text(i), "først" | "Først")
        && (matches!(t.word(link + 1), Word::Season(_)) || full_year(t, link + 1).is_some());
    (happens || not_before) && t.word(link) == Word::Particle(Particle::In)
}

fn edge_of(edge: Edge, mut m: Match) -> Match {
    m.point.edge = Some(edge);
    m.sure = Sure::Yes;
    m.rule = match edge {
        Edge::Primo | Edge::Medio | Edge::Ultimo => "primo-medio-ultimo",
        Edge::Begin | Edge::Middle | Edge::End => "edge",
        Edge::Close => "close",
    };
    m
}

/// "primo-medio maj" names its month once; the first edge's point is told as the month's, and composed as a range.
fn edge_pair(t: Tokens, i: usize, edge: Edge) -> Option<Match> {
    let joined = t.dash(i + 1) || t.is(i + 1, '/');
    let Word::Edge(Edge::Primo | Edge::Medio | Edge::Ultimo) = t.word(i + 2) else {
        return None;
    };
    let inner = worded(t, i + 3, t.entry(i + 3)).filter(|_| joined)?;
    let mut m = edge_of(edge, inner);
    // The range rule reads on from the separator.
    m.next = i + 1;
    Some(m)
}

/// "ugens udgang", "årets slutning", "månedens udløb".
pub(super) fn part_of_this(t: Tokens, i: usize, span: Span) -> Option<Match> {
    let Word::Edge(edge) = t.word(i + 1) else {
        return None;
    };
    let whole = matches!(edge, Edge::Close | Edge::End | Edge::Begin | Edge::Middle);
    let genitive = t.text(i).ends_with('s');
    (whole && genitive).then(|| edge_of(edge, found(Core::Current { span, by: 0 }, i + 2, "edge")))
}
