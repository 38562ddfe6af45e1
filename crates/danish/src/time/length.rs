//! Lengths of time, and what is counted from something.

use super::{
    compose,
    day::{Match, Sure, digits},
    said::{Anchor, Core, Length, Near, Point},
};
use crate::{
    numeral::number,
    phrase,
    token::{Tokens, What},
    vocabulary::{Entry, Particle, Span, Vocabulary, Which, Word},
};

/// A quantity in figures or words, with the upper end of "2-3".
fn quantity(t: Tokens, i: usize) -> Option<(f64, Option<f64>, usize)> {
    let (low, next) = amount(t, i)?;
    let joined = t.dash(next)
        || matches!(t.word(next), Word::Particle(Particle::To | Particle::Or))
        || t.is(next, '/') && t.glued(next)
        || matches!(t.text(next), "á" | "à" | "a");
    if joined && let Some((high, end)) = amount(t, next + 1).filter(|(high, _)| *high > low) {
        return Some((low, Some(high), end));
    }
    Some((low, None, next))
}

fn amount(t: Tokens, i: usize) -> Option<(f64, usize)> {
    match t.what(i) {
        What::Digits { value, len: 1..=4 } => {
            let whole = f64::from(u32::try_from(value).ok()?);
            // "3.848 timer"
            if t.is(i + 1, '.')
                && t.glued(i + 1)
                && t.glued(i + 2)
                && let What::Digits { value, len: 3 } = t.what(i + 2)
            {
                let rest = f64::from(u32::try_from(value).ok()?);
                return (whole < 1_000.0).then_some((whole * 1_000.0 + rest, i + 3));
            }
            if matches!(t.mark(i + 1), Some(',')) && t.glued(i + 1) && t.glued(i + 2) {
                let tenths = digits(t, i + 2, 1)?;
                return Some((whole + f64::from(tenths) / 10.0, i + 3));
            }
            if let Some(part) = proper(t, i) {
                return Some((part, i + 3));
            }
            if let (false, Some(part)) = (t.glued(i + 1), proper(t, i + 1)) {
                return Some((whole + part, i + 4));
            }
            if let What::Quarters(q) = t.what(i + 1) {
                return Some((whole + f64::from(q) / 4.0, i + 2));
            }
            Some((whole, i + 1))
        }
        What::Quarters(q) => Some((f64::from(q) / 4.0, i + 1)),
        What::Word { .. } => number(t, i)
            .filter(|read| !read.ordinal)
            .map(|read| (read.value, read.next)),
        _ => None,
    }
}

/// "1/2 time", "1/4 år": a half or quarter before one unit; "1/2 timer" are one or two.
fn proper(t: Tokens, i: usize) -> Option<f64> {
    let (top, by) = (digits(t, i, 1)?, digits(t, i + 2, 1)?);
    let glued = t.is(i + 1, '/') && t.glued(i + 1) && t.glued(i + 2);
    let one = matches!(
        t.text(i + 3),
        "time" | "år" | "dag" | "uge" | "måned" | "times" | "års"
    );
    (glued && one && matches!((top, by), (1, 2) | (1 | 3, 4)))
        .then(|| f64::from(top) / f64::from(by))
}

/// The length in "en 3-årig bevilling", "en 4 årig periode", "et treårigt forløb", "en tremåneders frist", its span without
/// the noun. Of persons "årig" tells the age: it needs a noun of what lasts.
pub(crate) fn lasting(t: Tokens, i: usize, vocabulary: &Vocabulary) -> Option<(Length, usize)> {
    if !t.opens(i) {
        return None;
    }
    let lasts = |k: usize| phrase::has_ending(t.text(k), &vocabulary.lasting);
    let made = |n: f64, span, next| {
        let length = Length {
            low: n,
            high: None,
            span,
        };
        Some((length, next))
    };
    if let Word::LastingFor(n, span, aged) = t.word(i) {
        return (!aged || lasts(i + 1))
            .then(|| made(f64::from(n), span, i + 1))
            .flatten();
    }
    let years = digits(t, i, 2).filter(|n| (1..=25).contains(n))?;
    let hyphened = t.dash(i + 1) && t.glued(i + 1) && t.glued(i + 2);
    let at = if hyphened { i + 2 } else { i + 1 };
    match t.word(at) {
        Word::Lasting(span) if lasts(at + 1) => made(f64::from(years), span, at + 1),
        _ => None,
    }
}

/// A length: "to uger", "halvandet år", "et halvt år", "6-12 måneder", "37 timer".
pub(crate) fn length(t: Tokens, i: usize) -> Option<(Length, usize)> {
    if !t.opens(i) {
        return None;
    }
    let (low, high, mut next) = quantity(t, i)?;
    let article = matches!(t.word(i), Word::One { accented: false }) && next == i + 1;
    // "to fulde år", "3 hele dage", "tre på hinanden følgende måneder" are left to their first adjective.
    if stressed(t.text(next)) {
        next += 1;
    }
    // "en 4-års periode"
    if t.dash(next) && t.glued(next) && t.glued(next + 1) && t.text(next + 1).ends_with('s') {
        next += 1;
    }
    let span = match t.word(next) {
        Word::Unit(span) => span,
        // "et 2 dags møde", but "dags dato"
        Word::OwnDateLead if t.text(next) == "dags" && t.word(next + 1) != Word::OwnDate => {
            Span::Day
        }
        _ => return None,
    };
    // "et kvarter med 300 boliger" is a part of a town.
    if span == Span::QuarterHour && t.word(next + 1) == Word::Particle(Particle::With) {
        return None;
    }
    // "1 kvartal", "kvt." and "halvdel" name parts of a year; "3 min" is no length of a meeting in kroner.
    let part = t.text(next).starts_with("halvdel")
        || matches!(t.text(next), "kv" | "kvt" | "Kvt" | "ugerne");
    if part || low == 0.0 || low > most(span) || next > i && t.is(next - 1, '.') {
        return None;
    }
    // "en dag" is some day.
    let one = article && t.text(next) == "dag";
    (!one)
        .then_some((
            Length { low, high, span },
            t.past_dot(next + 1).max(next + 1),
        ))
        .map(|(l, n)| (l, if abbreviated(t, next) { n } else { next + 1 }))
}

/// Above this a number before a unit is rather something else: a year, a number of a list.
fn most(span: Span) -> f64 {
    match span {
        Span::Minute | Span::Hour => 9_999.0,
        Span::Day | Span::Workday => 1_000.0,
        _ => 500.0,
    }
}

/// An adjective between a number and its unit.
pub(super) fn stressed(word: &str) -> bool {
    matches!(word, "hele" | "fulde" | "kalendermæssige" | "enkelt")
}

fn abbreviated(t: Tokens, i: usize) -> bool {
    matches!(t.text(i), "min" | "md" | "mdr")
}

/// ISO 8601 for a length: half years in months, half hours in minutes, other halves in the next smaller unit.
pub(crate) fn iso(length: Length) -> Option<String> {
    let low = iso_one(length.low, length.span)?;
    match length.high {
        None => Some(low),
        Some(high) => Some(format!("{low}/{}", iso_one(high, length.span)?)),
    }
}

/// "3 år og 6 måneder", "1 måned og 14 dage": both in one, where the second counts a smaller unit.
pub(super) fn and_more(
    t: Tokens,
    first: Length,
    duration: &str,
    next: usize,
) -> Option<(String, usize)> {
    if t.word(next) != Word::Particle(Particle::And) || first.high.is_some() {
        return None;
    }
    let (second, end) = length(t, next + 1)?;
    let smaller = matches!(
        (first.span, second.span),
        (Span::Year, Span::Month | Span::Day)
            | (Span::Month | Span::Week, Span::Day)
            | (Span::Day, Span::Hour)
            | (Span::Hour, Span::Minute)
    );
    let rest = iso(second).filter(|_| smaller && second.high.is_none())?;
    // A date's part has no T, and a time's part one.
    let rest = if duration.contains('T') {
        rest.strip_prefix("PT")?
    } else {
        rest.strip_prefix('P')?
    };
    (!duration.contains('W')).then(|| (format!("{duration}{rest}"), end))
}

fn iso_one(n: f64, span: Span) -> Option<String> {
    let whole = n.fract() == 0.0;
    let (factor, prefix, letter) = match span {
        Span::Minute => (1.0, "PT", 'M'),
        Span::QuarterHour => (15.0, "PT", 'M'),
        Span::Hour if whole => (1.0, "PT", 'H'),
        Span::Hour => (60.0, "PT", 'M'),
        Span::Day | Span::Workday if whole => (1.0, "P", 'D'),
        Span::Day | Span::Workday => (24.0, "PT", 'H'),
        Span::Week if whole => (1.0, "P", 'W'),
        Span::Week => (7.0, "P", 'D'),
        Span::Month if whole => (1.0, "P", 'M'),
        Span::Month => (30.0, "P", 'D'),
        Span::Quarter => (3.0, "P", 'M'),
        Span::Half => (6.0, "P", 'M'),
        Span::Year if whole => (1.0, "P", 'Y'),
        Span::Year => (12.0, "P", 'M'),
        Span::Decade => (10.0, "P", 'Y'),
    };
    let value = (n * factor).ceil();
    (value < 1e6).then(|| format!("{prefix}{value}{letter}"))
}

/// A length at `i` that is counted from something, and the token past what it is counted from: "om to uger", "for et år
/// siden", "14 dage fra dags dato", "8 dage før mødet". An event keeps its own words; the paper's date is none of its own.
pub(crate) fn relative(t: Tokens, i: usize, vocabulary: &Vocabulary) -> Option<(Match, usize)> {
    let (length, next) = length(t, i).or_else(|| the_day(t, i))?;
    let before = i.checked_sub(1).map_or(Word::Plain, |k| t.word(k));
    // "en uges tid siden"
    let next = next + usize::from(t.text(next) == "tid");
    let ago = |back| Core::Ago { length, back };
    if t.text(next).eq_ignore_ascii_case("siden") && tells_ago(t, i) {
        return counted(ago(true), next + 1, "ago");
    }
    if before == Word::Particle(Particle::About) && !t.text(next).eq_ignore_ascii_case("ad") {
        return counted(ago(false), next, "in");
    }
    if let Some((back, end)) = open_direction(t, next, length.span)
        && before != Word::Particle(Particle::In)
    {
        let core = Core::From {
            length,
            back,
            anchor: Anchor::Told,
        };
        return counted(core, end, "from-event");
    }
    let (back, from) = direction(t, next)?;
    // "i høring i otte uger fra den 22. marts" lasts so long.
    if before == Word::Particle(Particle::In) && t.word(next) == Word::Particle(Particle::From) {
        return None;
    }
    if let Some(own) = paper(t, from) {
        let (found, _) = counted(ago(back), next, "from-own-date")?;
        return Some((found, own));
    }
    let core = |anchor| Core::From {
        length,
        back,
        anchor,
    };
    if let Some(day) = day_of_event(t, from) {
        return counted(core(day), next, "from-day");
    }
    let from = clause(t, from);
    let article = matches!(t.text(from), "det" | "den" | "de" | "et" | "en");
    let event = event(t, named(t, from + usize::from(article)), vocabulary)?;
    counted(core(event), next, "from-event")
}

/// "senest dagen før mødet": one day, where a term is told.
fn the_day(t: Tokens, i: usize) -> Option<(Length, usize)> {
    let term = i > 0 && t.text(i - 1).eq_ignore_ascii_case("senest");
    let day = t.word(i) == Word::TheUnit(Span::Day) && t.text(i) == "dagen";
    let before = t.word(i + 1) == Word::Particle(Particle::Before) && t.is_word(i + 2);
    let one = Length {
        low: 1.0,
        high: None,
        span: Span::Day,
    };
    (term && day && before && t.word(i + 2) != Word::Clock).then_some((one, i + 1))
}

/// Past what opens a clause: "8 dage efter, at referatet er udsendt".
fn clause(t: Tokens, i: usize) -> usize {
    let comma = usize::from(t.is(i, ','));
    match t.text(i + comma) {
        "at" if t.is_word(i + comma + 1) => i + comma + 1,
        _ => i,
    }
}

fn counted(core: Core, next: usize, rule: &'static str) -> Option<(Match, usize)> {
    let found = Match {
        point: Point::new(core),
        next,
        sure: Sure::Yes,
        rule,
    };
    Some((found, next))
}

/// The day that an event has right behind its name: "før mødet den 3. maj".
fn day_of_event(t: Tokens, from: usize) -> Option<Anchor> {
    let words = (from..from + 4).take_while(|k| *k == from || t.is_word(k - 1));
    let day = words
        .filter_map(|k| compose::point(t, k))
        .find(|m| m.point.is_day() && m.sure == Sure::Yes && m.point.core != Core::NoDay)?;
    t.is_word(from).then(|| Anchor::Point(Box::new(day.point)))
}

/// Whether "for", with what only makes the length rough, or "det er" stands before a length: "for godt en uge siden".
fn tells_ago(t: Tokens, i: usize) -> bool {
    let rough = |k: usize| {
        t.is(k, '.')
            || t.entry(k).is(Entry::APPROXIMATE)
            || matches!(
                t.text(k),
                "godt" | "knap" | "knapt" | "næsten" | "over" | "mindst" | "mere" | "end" | "små"
            )
    };
    let mut k = i;
    while k > 0 && i - k < 3 && rough(k - 1) {
        k -= 1;
    }
    k > 0
        && (t.word(k - 1) == Word::Particle(Particle::For) || matches!(t.text(k - 1), "er" | "var"))
}

/// "før", "efter", "inden", "fra", "regnet fra", "forud for".
fn direction(t: Tokens, i: usize) -> Option<(bool, usize)> {
    match (t.word(i), t.word(i + 1)) {
        (Word::Particle(Particle::Before), Word::Particle(Particle::For)) => Some((true, i + 2)),
        (Word::Particle(Particle::Before), _) => Some((true, i + 1)),
        (Word::Particle(Particle::After | Particle::From), _) => Some((false, i + 1)),
        (Word::Particle(Particle::Counted), Word::Particle(Particle::From)) => Some((false, i + 2)),
        _ => None,
    }
}

/// "før", "efter", "forinden", "i forvejen" that close their part of the sentence: what they count from was told before.
fn open_direction(t: Tokens, i: usize, span: Span) -> Option<(bool, usize)> {
    let short = matches!(span, Span::Day | Span::Workday | Span::Week);
    let (back, next) = match (t.word(i), t.text(i)) {
        (Word::Particle(Particle::Before), _) | (_, "forinden" | "forud") => (true, i + 1),
        (Word::Particle(Particle::After), _) | (_, "derefter" | "herefter") => (false, i + 1),
        (_, "i") if t.text(i + 1) == "forvejen" => (true, i + 2),
        _ => return None,
    };
    let goes_on = t.is_word(next)
        && !matches!(
            t.text(next),
            "kl" | "klokken" | "og" | "eller" | "samt" | "til" | "på" | "via" | "hos"
        );
    let closed = !goes_on && !t.text(next).starts_with(|c: char| c.is_ascii_digit());
    // "fire uger efter, at afgørelsen er meddelt"
    let clause = t.is(next, ',') && t.text(next + 1) == "at";
    (short && closed && !clause).then_some((back, next))
}

/// The paper's own date in words: "dags dato", "i dag", "d.d.", "tilsagnsdatoen", "dette brevs dato".
fn paper(t: Tokens, i: usize) -> Option<usize> {
    match (t.word(i), t.word(i + 1)) {
        (Word::OwnDateLead, Word::OwnDate) => Some(i + 2),
        (Word::OwnDate, _) if t.text(i).ends_with("en") || t.text(i).len() > 5 => Some(i + 1),
        (Word::Own(Span::Day, 0), _) => Some(t.past_dot(i + 1)),
        _ if t.text(i).eq_ignore_ascii_case("i") && t.text(i + 1).eq_ignore_ascii_case("dag") => {
            Some(i + 2)
        }
        _ if matches!(t.text(i), "dette" | "denne") && t.word(i + 2) == Word::OwnDate => {
            Some(i + 3)
        }
        _ => None,
    }
}

/// Past what only says whose event it is, or which: "styregruppens næste møde", "næste møde".
fn named(t: Tokens, i: usize) -> usize {
    let which = |k: usize| matches!(t.text(k), "næste" | "kommende" | "første");
    let owned = t.text(i).ends_with('s') && t.is_word(i + 1);
    match (which(i), owned && which(i + 1)) {
        (true, _) if t.is_word(i + 1) => i + 1,
        (_, true) if t.is_word(i + 2) => i + 2,
        _ => i,
    }
}

/// "mødet", "projektets afslutning".
fn event(t: Tokens, i: usize, vocabulary: &Vocabulary) -> Option<Anchor> {
    if !t.is_word(i) {
        return None;
    }
    let noun = t.start(i)..t.end_before(i + 1);
    // "projektafslutning"
    let said = t.text(i);
    let whole = (vocabulary.event_end.iter())
        .filter_map(|edge| {
            said.strip_suffix(edge.as_str())
                .or_else(|| said.strip_suffix("en")?.strip_suffix(edge.as_str()))
        })
        .find(|stem| stem.len() > 3);
    if let Some(stem) = whole {
        let noun = noun.start..noun.start + stem.len();
        return Some(Anchor::Event { noun, end: true });
    }
    let edge = t.text(i + 1).to_lowercase();
    let end = vocabulary.event_end.contains(&edge);
    Some(Anchor::Event { noun, end })
}

/// "dagen før", "ugen efter", "samme dag", beside the day last named.
pub(crate) fn neighbour(t: Tokens, i: usize) -> Option<Match> {
    let found = |core, next| {
        Some(Match {
            point: Point::new(core),
            next,
            sure: Sure::Yes,
            rule: "neighbour",
        })
    };
    match (t.word(i), t.word(i + 1)) {
        (
            Word::TheUnit(span @ (Span::Day | Span::Week | Span::Month | Span::Year)),
            Word::Particle(p @ (Particle::Before | Particle::After)),
        ) if !t.text(i).ends_with('s') && !t.is_word(i + 2) || t.word(i + 2) == Word::Clock => {
            let by = if p == Particle::Before { -1 } else { 1 };
            found(Core::Neighbour { span, by }, i + 2)
        }
        (Word::Which(Which::Same), Word::Unit(Span::Day)) if t.text(i + 1) == "dag" => found(
            Core::Neighbour {
                span: Span::Day,
                by: 0,
            },
            i + 2,
        ),
        _ => None,
    }
}

/// "på onsdag": the next one.
pub(crate) fn on_weekday(t: Tokens, i: usize) -> Option<Match> {
    let (Word::Particle(Particle::On), Word::Weekday(weekday)) = (t.word(i), t.word(i + 1)) else {
        return None;
    };
    // "på lørdag den 7. august" is told by its day.
    if compose::point(t, i + 1).is_some_and(|m| m.rule.starts_with("day-") && m.next > i + 2) {
        return None;
    }
    let near = Near {
        weekday: weekday.cast_signed(),
        by: 0,
        of_week: false,
    };
    Some(Match {
        point: Point::new(Core::WeekdayNear(near)),
        next: i + 2,
        sure: Sure::Yes,
        rule: "on-weekday",
    })
}
