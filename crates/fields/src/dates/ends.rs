//! Two dates that are the two ends of one span: "trådte i kraft 1. maj 2018 og løber til 30. april 2021", "Start: …" above
//! "Slut: …".

use danish::{Grain, Kind, Moment, Time};

use super::direction::words_before;
use crate::{Vocabulary, outline::Outline, pattern};

/// How many words may stand between the two.
const BETWEEN: usize = 12;
/// Verbs that move a day to another.
const MOVES: [&str; 10] = [
    "ryk", "flyt", "udsky", "udskud", "udsat", "udsaet", "aendr", "forlaeng", "fremryk", "skub",
];

pub(super) fn join(outline: &Outline<'_>, vocabulary: &Vocabulary, times: Vec<Time>) -> Vec<Time> {
    let mut joined: Vec<Time> = Vec::new();
    for time in times {
        match joined.last_mut() {
            Some(first) if belong(outline, vocabulary, first, &time) => {
                first.span.end = time.span.end;
                first.phrase.end = time.phrase.end.max(time.span.end);
                first.end = time.end;
                first.kind = Kind::Interval;
                first.grain = Grain::Range;
                first.approximate |= time.approximate;
                first.bound = None;
            }
            _ => joined.push(time),
        }
    }
    joined
}

fn belong(outline: &Outline<'_>, vocabulary: &Vocabulary, first: &Time, last: &Time) -> bool {
    let plain = |t: &Time| {
        matches!(t.start, Some(Moment::Day(_))) && t.kind == Kind::Date && t.end.is_some()
    };
    // What is due is no beginning.
    let due = first.bound.is_some_and(super::record::ends);
    if due || !plain(first) || !plain(last) || last.span.start < first.span.end {
        return false;
    }
    let rises = first.start.map(Moment::date) < last.start.map(Moment::date);
    let words = &vocabulary.cues.span;
    let between = outline.words(first.span.end..last.span.start);
    let told = words.joins.begin(&between);
    // "Rykket fra den 3. maj til den 10. maj" names two days, no span.
    let moved = |word: &pattern::Word| MOVES.iter().any(|stem| word.folded.starts_with(stem));
    if words_before(outline, first, 3).iter().any(moved) {
        return false;
    }
    // What begins in one sentence and ends in the next is no span.
    let after = outline.text().get(first.span.end..last.span.start);
    if after.is_some_and(|a| a.starts_with('.') && a.contains(char::is_alphabetic)) {
        return false;
    }
    let says = |patterns: &pattern::PatternSet, time: &Time| {
        let before = words_before(outline, time, 3);
        if before.is_empty() {
            return label_above(outline, time).is_some_and(|above| patterns.stand_in(&above));
        }
        patterns.stand_in(&before)
    };
    rises
        && between.len() <= BETWEEN
        && (told || (says(&words.start, first) && says(&words.end, last) && between.len() <= 3))
}

/// The label in the line above a date that begins its line: "Projektstart" above "3. maj 2018".
fn label_above<'o>(
    outline: &'o Outline<'_>,
    time: &Time,
) -> Option<std::borrow::Cow<'o, [pattern::Word]>> {
    const LABEL: usize = 3;
    const SHORT: usize = 60;
    let line = outline.line_at(time.span.start)?;
    let above = outline.lines.get(line.checked_sub(1)?)?;
    if above.span.len() > SHORT {
        return None;
    }
    let words = outline.words(above.span.clone());
    (words.len() <= LABEL).then_some(words)
}

#[cfg(test)]
mod tests {
    use crate::{Vocabulary, sample};

    fn dated(text: &str) -> Vec<(String, String)> {
        let paper = crate::understand(&sample::document(text), Vocabulary::builtin());
        let told = |d: &paper::Mention| {
            let start = d.start.map(|s| s.to_string()).unwrap_or_default();
            (start, format!("{:?}", d.role))
        };
        paper.dates.iter().skip(1).map(told).collect()
    }

    fn has(text: &str, start: &str, role: &str) -> bool {
        dated(text).contains(&(start.to_owned(), role.to_owned()))
    }

    #[test]
    fn a_label_above_names_an_end() {
        let text = "Ansøgning om fyret\n\n1. marts 2017\n\nProjektstart\n1. april 2017\n\nProjektslut\n31. oktober 2018\n";
        assert_eq!(dated(text).len(), 1);
    }

    #[test]
    fn terms_count_from_the_event_told_before() {
        let text = "Kære alle\n\n1. marts 2017\n\nDer holdes informationsmøde på kroen tirsdag den 25. april 2017 kl. 19. \
                    Tilmelding til Ulla senest to dage før. Forslag skal være formanden i hænde 8 dage før.\n";
        assert!(has(text, "2017-04-23", "Deadline"));
        assert!(has(text, "2017-04-17", "Deadline"));
    }

    #[test]
    fn of_several_events_none_is_counted_from() {
        let text = "Kære alle\n\n1. marts 2017\n\nMøderne holdes den 22. maj, den 11. september og den 27. november. Punkter \
                    meldes ind senest tre uger før.\n";
        assert!(!has(text, "2017-11-06", "Deadline"));
    }

    #[test]
    fn terms_count_from_what_the_paper_dates() {
        let text = "Tilsagn\n\n3. november 2026\n\nProjektet skal være påbegyndt senest den 1. marts 2027 og afsluttet senest den \
                    30. juni 2028. Regnskab indsendes senest tre måneder efter projektets afslutning. Svar ønskes inden jul.\n";
        assert!(has(text, "2028-09-30", "Deadline"));
        assert!(!has(text, "2027-06-01", "Deadline"));
        assert!(has(text, "2026-12-23", "Deadline"));
        let text = "Høring om fyret\n\n1. december 2026\n\nHøringssvar skal være os i hænde senest den 15. januar 2027.\n\nSpørgsmål \
                    stilles senest 14 dage før høringsfristens udløb.\n";
        assert!(has(text, "2027-01-01", "Deadline"));
        let text = "Dagsorden\n\nMøde i Fyrudvalget torsdag den 12. november 2026 kl. 10-12\n\n1. Lys\n\nAfbud meddeles senest \
                    dagen før mødet til sekretariatet.\n";
        assert!(has(text, "2026-11-11", "Deadline"));
    }
}
