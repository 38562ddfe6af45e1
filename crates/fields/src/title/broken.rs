//! Titles that stand on several lines.

use std::ops::Range;

use paper::Span;

use super::{has_postcode, is_status_or_date};
use crate::{
    Vocabulary, kind,
    lines::{self, Line},
    outline::Outline,
    pattern::{self, Word, cut},
};

/// Words at which a title is broken.
const JOINTS: [&str; 6] = ["til", "for", "af", "fra", "om", "over"];
/// Words that nothing ends with.
const OPEN: [&str; 17] = [
    "til",
    "for",
    "af",
    "fra",
    "om",
    "over",
    "i",
    "på",
    "ved",
    "vedr.",
    "vedrørende",
    "med",
    "mellem",
    "og",
    "samt",
    "eller",
    "under",
];
/// How many lines a title has at most, below its first, and how many words each.
const MOST: usize = 3;
const WORDS: usize = 16;

/// The title on one line, `R E F E R A T` as one word, `N O T A T   O M` as two.
pub(super) fn whole(text: &str) -> String {
    let mut title = String::new();
    let mut cut_in_two = false;
    for line in text.lines() {
        let spaced = is_spaced(line);
        let whole = |word: &str| word.split_whitespace().collect::<String>();
        let said: Vec<String> = if spaced {
            let gaps = line.trim().split("  ").map(whole);
            gaps.filter(|word| !word.is_empty()).collect()
        } else {
            line.split_whitespace().map(str::to_owned).collect()
        };
        let said = said.join(" ");
        // "e f t e r -", "u d d a n n e l s e": one word in two lines.
        let joint = ["og", "eller", "samt"].contains(&said.split(' ').next().unwrap_or_default());
        if cut_in_two && !joint && said.starts_with(char::is_lowercase) {
            title.pop();
        } else if !title.is_empty() && !said.is_empty() {
            title.push(' ');
        }
        title.push_str(&said);
        cut_in_two = spaced && title.ends_with('-');
    }
    title
}

/// Where a title ends that begins on a line.
pub(super) fn until(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    at: usize,
    title: &Span,
) -> usize {
    at_joints(outline, vocabulary, at)
        .or_else(|| below_genre(outline, vocabulary, at))
        .unwrap_or_else(|| wrapped(outline, vocabulary, at, title))
}

/// Where a title ends that is broken at its joints: "Dagsorden", "til", "mødet i Klitrådet".
fn at_joints(outline: &Outline<'_>, vocabulary: &Vocabulary, at: usize) -> Option<usize> {
    let text = outline.text();
    let first = |at: usize| {
        let line = outline.lines.get(at)?;
        cut(text, line.span.clone()).split_whitespace().next()
    };
    let words = kind::unspaced(outline.words(outline.lines.get(at)?.span.clone()));
    let genre = words.len() <= 3 && vocabulary.papers.first_name(&words) == Some(0);
    if !(words.len() == 1 || genre) || !first(at + 1).is_some_and(|word| JOINTS.contains(&word)) {
        return None;
    }
    let mut end = None;
    for next in at + 1..at + 1 + MOST {
        let Some(line) = outline.lines.get(next) else {
            break;
        };
        let words = cut(text, line.span.clone());
        if words.contains(|c: char| c.is_ascii_digit()) || line.cells.len() > 1 {
            break;
        }
        end = Some(line.span.end);
        // What goes on in small letters directly below is still the title.
        let goes_on = outline
            .lines
            .get(next + 1)
            .is_some_and(|l| !l.gap && cut(text, l.span.clone()).starts_with(char::is_lowercase));
        if words.split_whitespace().count() > 1 && !goes_on {
            break;
        }
    }
    end
}

/// Where a title ends whose first line only names the genre ("Vejledning til ansøgere", "Bevillingsskrivelse") and the
/// line directly below says of what.
fn below_genre(outline: &Outline<'_>, vocabulary: &Vocabulary, at: usize) -> Option<usize> {
    let text = outline.text();
    let genre = outline.lines.get(at)?;
    let named = kind::unspaced(outline.words(genre.span.clone()));
    let next = outline
        .lines
        .get(at + 1)
        .filter(|l| !l.gap && l.cells.is_empty() && !l.margin)?;
    let said = outline.words(next.span.clone());
    let line = cut(text, next.span.clone());
    let plain = (3..=16).contains(&said.len())
        && line.starts_with(char::is_uppercase)
        && !line.contains([':', '@', '\t'])
        && !line.contains("   ")
        && !line.ends_with(['.', ',', ';'])
        && !is_office(vocabulary, line)
        && may_go_on(vocabulary, &said);
    let bare = named.len() <= 3
        && vocabulary.papers.first_name(&named) == Some(0)
        && genre.cells.is_empty()
        && !cut(text, genre.span.clone()).contains([':', '.']);
    (plain && bare).then_some(next.span.end)
}

/// The genre and its subject in two columns of a line: `REFERAT     Lyngstævnet 2004`.
pub(super) fn beside_genre(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    line: &Line,
) -> Option<Span> {
    const WORDS: Range<usize> = 3..14;
    if line.margin || line.cells.len() > 2 {
        return None;
    }
    let text = outline.text();
    let columns = kind::columns(text, line);
    let [genre, subject] = columns.as_slice() else {
        return None;
    };
    let named = kind::unspaced(outline.words(genre.clone()));
    let said = outline.words(subject.clone());
    let plain = WORDS.contains(&said.len())
        && cut(text, subject.clone()).starts_with(char::is_uppercase)
        && !cut(text, subject.clone()).contains([':', '@'])
        && !is_office(vocabulary, cut(text, subject.clone()))
        && may_go_on(vocabulary, &said);
    let bare = named.len() <= 2
        && vocabulary.papers.first_name(&named) == Some(0)
        && !cut(text, genre.clone()).contains(':');
    (plain && bare).then_some(genre.start..subject.end)
}

fn may_go_on(vocabulary: &Vocabulary, said: &[Word]) -> bool {
    let words = &vocabulary.papers.title;
    !words.never.begin(said)
        && !words.letterhead.fill(said)
        && !is_status_or_date(said)
        && !has_postcode(said)
}

/// Whether a line is the name of an office and a part of it: `Lyng Kommune, Plan og Miljø`.
fn is_office(vocabulary: &Vocabulary, line: &str) -> bool {
    let office = line.split_once(", ").map(|(office, _)| office);
    office.is_some_and(|office| {
        let said = pattern::words(office, 0..office.len());
        vocabulary.papers.title.letterhead.fill(&said)
    })
}

/// Whether a sentence ends within a line: `til 31. december 2007. Hvervet er personligt og`.
fn ends_sentence(line: &str) -> bool {
    const WORD: usize = 4;
    line.match_indices(". ").any(|(at, stop)| {
        let letters = line[..at].chars().rev();
        let word = letters.take_while(|c| c.is_alphanumeric()).count();
        word >= WORD && line[at + stop.len()..].starts_with(char::is_uppercase)
    })
}

/// Where a title ends that was wrapped because its line was full.
fn wrapped(outline: &Outline<'_>, vocabulary: &Vocabulary, at: usize, title: &Span) -> usize {
    let text = outline.text();
    let mut end = title.end;
    let Some(mut above) = outline.lines.get(at).filter(|l| l.span.end == title.end) else {
        return end;
    };
    let label = if above.span.start < title.start {
        lines::column(text, title.start)
    } else {
        0
    };
    for next in outline.lines.iter().skip(at + 1).take(MOST) {
        let line = cut(text, next.span.clone());
        let said = outline.words(next.span.clone());
        // A subject's further lines stand below its first words, not below its label.
        let below_subject =
            label > 0 && lines::column(text, next.span.start) + 2 >= label && !next.gap;
        let plain = !next.gap
            && !next.margin
            && next.cells.len() < 2
            && (said.len() <= WORDS || is_spaced(line))
            && !line.contains(['@', '\t'])
            && !line.contains(": ")
            && !line.ends_with(['.', ':', ';'])
            && (below_subject || may_go_on(vocabulary, &said));
        if !plain || !below_subject && !goes_on(text, above, next) {
            break;
        }
        if ends_sentence(line) {
            // It was no title, but a paragraph's first line.
            return title.end;
        }
        end = next.span.end;
        above = next;
    }
    end
}

/// Whether a line goes on in the next: it ends openly, both are in capitals, or the next begins small.
fn goes_on(text: &str, above: &Line, next: &Line) -> bool {
    let (line, below) = (cut(text, above.span.clone()), cut(text, next.span.clone()));
    let last = line.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let open = line.ends_with([':', ',', '-', '–', '/']) || OPEN.contains(&last.as_str());
    let quoted = line.matches('"').count() % 2 == 1 || line.contains('“') && !line.contains('”');
    let spaced = is_spaced(line) && is_spaced(below);
    // "Aftale om lyng", "– fremsendelse af udkast": what the letter does with its subject.
    let aside = !in_capitals(line)
        && below
            .strip_prefix(['–', '-'])
            .and_then(|rest| rest.strip_prefix(' '))
            .is_some_and(|rest| rest.starts_with(char::is_lowercase));
    let capitals = in_capitals(line) && in_capitals(below) && line.len() + 12 > below.len();
    let bracket = line.matches('(').count() > line.matches(')').count();
    let ended = line.ends_with(['.', ';', '?']);
    // When and where a meeting was held is told below the title.
    let told = below.starts_with("afholdt") || below.starts_with("holdt ");
    !ended
        && !told
        && (open
            || quoted
            || bracket
            || capitals
            || spaced
            || aside
            || below.starts_with(char::is_lowercase))
}

/// `L y s   o v e r   l y n g e n`
fn is_spaced(line: &str) -> bool {
    const LETTERS: usize = 5;
    let mut words = line.split_whitespace();
    words.clone().take(LETTERS).count() == LETTERS && words.all(|w| w.chars().count() == 1)
}

fn in_capitals(line: &str) -> bool {
    let letters = || line.chars().filter(|c| c.is_alphabetic());
    letters().count() > 5 && !letters().any(char::is_lowercase)
}
