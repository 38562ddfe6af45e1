//! Whether figures that may be something else are meant as time, by what stands about them.

use super::{
    day::{self, Match, Sure},
    list::list_separator,
    tense,
};
use crate::{
    phrase,
    token::{Gap, Tokens, What},
    vocabulary::{Entry, Particle, Vocabulary, Word},
};

/// How many tokens away another part of a plan in one line begins.
const ROW: usize = 16;

/// "mødet 24.9. aflyses", "brev af 24.9. om": day and month in figures, each with its full stop, after what bears a date.
pub(super) fn dated(t: Tokens, i: usize, m: &Match, vocabulary: &Vocabulary) -> bool {
    let (Some(before), Some(last)) = (i.checked_sub(1), m.next.checked_sub(1)) else {
        return false;
    };
    if m.rule == "day-slash" && m.point.oddity.is_none() {
        let noun = t.text(before);
        let borne = t.is_plain(before) && phrase::has_ending(noun, &vocabulary.dated);
        let happens = t
            .entry(before)
            .is(Entry::FUTURE | Entry::PAST | Entry::DONE)
            && tense::passive(noun);
        return borne || happens;
    }
    if m.rule != "day-dot" || m.point.oddity.is_some() || !t.is(last, '.') {
        return false;
    }
    match t.word(before) {
        Word::Particle(Particle::Of | Particle::To | Particle::From | Particle::Since) => true,
        Word::Plain => phrase::has_ending(t.text(before), &vocabulary.dated),
        _ => false,
    }
}

/// Whether a match that is not sure by itself has a cue beside it.
pub(super) fn accepted(t: Tokens, i: usize, m: &Match) -> bool {
    let before = i.checked_sub(1);
    let entry = before.map_or_else(Entry::default, |k| {
        let mut k = k;
        while k > 0 && (t.is(k, '.') || t.is(k, ':')) {
            k -= 1;
        }
        t.entry(k)
    });
    let blocked = entry.is(Entry::BLOCK)
        || before.is_some_and(|k| t.is(k, '§'))
        || numbered_in_brackets(t, i, m.next);
    let particle = matches!(
        entry.word,
        Word::Particle(
            Particle::From
                | Particle::To
                | Particle::Before
                | Particle::After
                | Particle::Since
                | Particle::Between
        )
    );
    // "op til 1/3, højst 50.000 kr." is a share.
    let share = m.rule == "day-slash" && i > 1 && t.text(i - 2).eq_ignore_ascii_case("op");
    let particle = particle && !share;
    let cue = particle || entry.is(Entry::YEAR_LEAD) && m.rule != "day-slash" || bound_word(t, i);
    match (m.sure, m.rule) {
        (Sure::Yes, _) => !blocked || m.point.weekday.is_some(),
        (_, "year") => !blocked && lone_year(t, i, m.next, cue),
        (_, "years-short") => {
            let two_years = day::digits(t, i, 2).is_some_and(|first| first > 31);
            let led = entry.is(Entry::YEAR_LEAD) && two_years;
            !blocked && (led || matches!(entry.word, Word::Particle(Particle::In)))
        }
        (Sure::Likely, _) => !blocked && !matches!(t.word(m.next), Word::Particle(Particle::Of)),
        (Sure::Cued, "day-slash") => {
            !blocked
                && (cue
                    || beside_a_day(t, i, m.next)
                    || fills(t, i, m.next)
                    || in_company(t, i, m.next))
                && !day::measured(t, m.next)
        }
        (Sure::Cued, "day-dot")
            if in_a_row(t, i, m.next) || between_days(t, i, m.next) || labels(t, i, m) =>
        {
            true
        }
        (Sure::Cued, _) => !blocked && (m.point.year.is_some() && cue || bound_word(t, i)),
    }
}

/// "KOM (2009) 412", "Sag: ABC 2013 (744)": a year that is part of a document's number.
fn numbered_in_brackets(t: Tokens, i: usize, next: usize) -> bool {
    let within = i > 0 && t.is(i - 1, '(') && t.is(next, ')') && t.is_digits(next + 1);
    let before = t.is(next, '(')
        && t.is_digits(next + 1)
        && t.is(next + 2, ')')
        && i > 0
        && t.capital(i - 1);
    // "DS/EN 1990"
    let standard = i > 1 && t.text(i - 1) == "EN" && t.is(i - 2, '/');
    within || before || standard
}

/// "29.8. opstartsmøde, 12.9. workshop": a day with both its full stops, at the beginning of its part of a plan that has more
/// such parts.
fn in_a_row(t: Tokens, i: usize, next: usize) -> bool {
    let leads = |k: usize| k == 0 || matches!(t.mark(k - 1), Some(',' | ';' | ':')) && !t.glued(k);
    let step = |k: usize, next: usize| {
        let labels = t.is(next, ':') || t.is_plain(next) && !t.capital(next);
        leads(k) && t.is(next - 1, '.') && labels
    };
    let other = |k: usize| {
        k != i && leads(k) && day::day(t, k).is_some_and(|m| m.rule == "day-dot" && step(k, m.next))
    };
    step(i, next) && (i.saturating_sub(ROW)..(i + ROW).min(t.len())).any(other)
}

/// "29.3.: Klagen modtages": a day with both its full stops that labels its line.
fn labels(t: Tokens, i: usize, m: &Match) -> bool {
    let bullet = i > 0 && t.dash(i - 1) && t.begins_line(i - 1);
    (t.begins_line(i) || bullet)
        && m.point.oddity.is_none()
        && t.is(m.next, ':')
        && m.next > i
        && t.is(m.next - 1, '.')
}

/// Whether a list of days in figures goes on before or after: "8/9, 13/10 og 10/11".
fn beside_a_day(t: Tokens, i: usize, next: usize) -> bool {
    let slashed = |k: usize| day::day(t, k).is_some_and(|m| m.rule == "day-slash");
    let after = list_separator(t, next).is_some_and(&slashed);
    let before =
        i >= 4 && t.is(i - 3, '/') && slashed(i - 4) && list_separator(t, i - 1) == Some(i);
    after || before
}

/// "senest", "inden", "pr.", "frist", "deadline" directly before.
fn bound_word(t: Tokens, i: usize) -> bool {
    let k = match i.checked_sub(1) {
        Some(k) if (t.is(k, '.') || t.is(k, ':')) && k > 0 => k - 1,
        Some(k) => k,
        None => return false,
    };
    let word = t.text(k);
    let cues = ["senest", "pr", "per", "tidligst", "dato", "deadline"];
    cues.iter().any(|cue| word.eq_ignore_ascii_case(cue)) || phrase::has_ending(word, &["frist"])
}

/// Whether an expression is all that its cell or line holds, or all that stands behind its label: "Ikrafttræden: 1/4".
fn fills(t: Tokens, i: usize, next: usize) -> bool {
    let line = |k: usize| t.all.get(k).is_none_or(|x| x.gap >= Gap::Line);
    let labelled = i > 0 && t.is(i - 1, ':') && !t.glued(i) && line(next);
    (i == 0 || line(i)) && (line(next) || t.is(next, ':')) || labelled
}

/// Whether a day in figures with full stops stands in a list of such, one of which has "den" or its year: "den 12.3, 21.5 og
/// 16.9 2024".
fn between_days(t: Tokens, i: usize, next: usize) -> bool {
    let dotted = |k: usize| day::day(t, k).filter(|m| m.rule == "day-dot");
    let after = list_separator(t, next).and_then(dotted).is_some();
    let before = (i.saturating_sub(6)..i)
        .any(|k| dotted(k).is_some_and(|m| list_separator(t, m.next) == Some(i)));
    let told = |k: usize| {
        dotted(k).is_some_and(|m| m.point.year.is_some()) || t.is_digits(k) && day::after_lead(t, k)
    };
    (after || before) && (i.saturating_sub(ROW)..(next + ROW).min(t.len())).any(told)
}

/// Whether the sentence holds a day of the same form that is one without doubt: "ikke 3/9, men fredag d. 7/9".
fn in_company(t: Tokens, i: usize, next: usize) -> bool {
    let day = |k: usize| {
        t.is_digits(k)
            && (k < i || k >= next)
            && day::day(t, k).is_some_and(|m| {
                m.rule == "day-slash" && (m.sure == Sure::Yes || day::after_lead(t, k))
            })
    };
    let share = matches!(
        t.word(next),
        Word::Particle(Particle::To | Particle::Of | Particle::For)
    );
    !t.is_plain(next) && !share && (i.saturating_sub(ROW)..(next + ROW).min(t.len())).any(day)
}

/// "2007 81, 2008 85": years that count on, each with its figure.
fn series(t: Tokens, i: usize) -> bool {
    // Four figures more would be a telephone number.
    let figured = |k: usize| matches!(t.what(k), What::Digits { len, .. } if len != 4);
    let year = |k: usize| day::full_year(t, k).filter(|_| figured(k + 1));
    let Some(own) = year(i) else {
        return false;
    };
    let parted = |k: usize| k > 0 && matches!(t.mark(k - 1), Some(',' | ';'));
    let after = (i + 3..i + 8).find(|k| parted(*k) && day::full_year(t, *k).is_some());
    let before = (i.saturating_sub(7)..i).rev().find(|k| year(*k).is_some());
    after.is_some_and(|k| year(k) == Some(own + 1))
        || parted(i) && before.is_some_and(|k| year(k) == Some(own - 1))
}

/// A number of four digits by itself is a year where nothing says that it counts, names or prices something.
fn lone_year(t: Tokens, i: usize, next: usize, cue: bool) -> bool {
    let priced = matches!(
        i.checked_sub(1)
            .map_or(Word::Plain, |k| t.word(if t.is(k, '.') && k > 0 {
                k - 1
            } else {
                k
            })),
        Word::Currency(_) | Word::ThousandCrowns
    );
    // "i 2016 af byrådet", but "lov nr. 1392 af 28. december"
    let of = t.word(next) == Word::Particle(Particle::Of)
        && cue
        && !t.is_digits(next + 1)
        && t.word(next + 1) != Word::DayLead;
    if priced
        || day::measured(t, next) && !of
        || t.is(next, '.') && t.glued(next) && t.glued(next + 1)
    {
        return false;
    }
    let level = t.dash(next) && t.entry(next + 1).is(Entry::PRICE_LEVEL);
    if matches!(t.word(next), Word::Unit(_) | Word::DayLead) && !cue
        || t.dash(next) && t.glued(next) && t.glued(next + 1) && !level
    {
        return false;
    }
    let listed = i > 0
        && matches!(
            t.word(i - 1),
            Word::Particle(Particle::And | Particle::Or | Particle::On)
        );
    let postcode = t.capital(next)
        && t.is_plain(next)
        && (!cue || listed)
        && t.all.get(next).is_some_and(|x| x.gap == Gap::Space);
    let after = t.text(next);
    let plural = t.is_plain(next)
        && !t.capital(next)
        && !cue
        && (after.ends_with("er") || after.ends_with("ere") || after.ends_with('e'))
        && t.entry(next).flags == 0;
    let spaced = |k: usize| t.all.get(k).is_some_and(|x| x.gap == Gap::Space);
    let many =
        !cue && (i > 0 && t.is_digits(i - 1) && spaced(i) || t.is_digits(next) && spaced(next));
    !postcode && !plural && (!many || series(t, i))
}
