//! What kind of paper it is: what it calls itself weighs most, then what it says and how it is built.

use std::borrow::Cow;

use paper::{Kind, Paper, Span};
use serde::Deserialize;

use crate::{
    Vocabulary,
    lines::{self, Line},
    outline::Outline,
    pattern::{Listed, Pattern, PatternSet, Word, cut},
    title,
};

/// `papers.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    /// The kinds, each with its signs.
    kind: Kinds,
    kinds: Shapes,
    pub(crate) status: crate::status::Words,
    pub(crate) title: title::Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signs {
    kind: Kind,
    names: Vec<Pattern>,
    phrases: Vec<Pattern>,
    weight: u32,
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "read by the test of the vocabulary")
    )]
    examples: Vec<String>,
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "read by the test of the vocabulary")
    )]
    not: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shapes {
    letter: PatternSet,
    form: PatternSet,
    /// Labels of who came to a meeting.
    attended: PatternSet,
    /// What a letter says that answers an application.
    answer: PatternSet,
    /// What a letter says that applies for something itself.
    applies: PatternSet,
    /// What behind a label of who came tells who shall come.
    coming: PatternSet,
    /// What a letter says that another paper comes with it.
    encloses: PatternSet,
    /// What a form says that applies for something.
    applied: PatternSet,
    /// What a title begins with that names a meeting.
    meeting: PatternSet,
    /// What a letter says that calls to a meeting.
    notice: PatternSet,
}

impl Words {
    /// Whether words begin with the name of a meeting: "Møde i Klitrådet".
    pub(crate) fn names_meeting(&self, words: &[Word]) -> bool {
        self.kinds.meeting.begin(words)
    }

    /// How many words stand before the first name of any kind.
    pub(crate) fn first_name(&self, words: &[Word]) -> Option<u32> {
        u32::try_from(self.kind.names.first(words)?).ok()
    }
}

/// The kinds, their names and phrases looked for together.
#[derive(Debug, Deserialize)]
#[serde(from = "Vec<Signs>")]
struct Kinds {
    signs: Vec<Signs>,
    names: Listed,
    phrases: Listed,
}

impl From<Vec<Signs>> for Kinds {
    fn from(mut signs: Vec<Signs>) -> Self {
        Self {
            names: Listed::of(signs.iter_mut().map(|kind| &mut kind.names)),
            phrases: Listed::of(signs.iter_mut().map(|kind| &mut kind.phrases)),
            signs,
        }
    }
}

impl Kinds {
    /// For each kind, how many words stand before its first name.
    fn named_in(&self, words: &[Word]) -> Vec<Option<usize>> {
        let mut first: Vec<Option<usize>> = vec![None; self.signs.len()];
        self.names.each(words, |kind, _, place| {
            if let Some(at) = first.get_mut(kind) {
                *at = Some(at.map_or(place.start, |at| at.min(place.start)));
            }
        });
        first
    }

    /// For each kind, how many of its phrases are said.
    fn said_in(&self, words: &[Word]) -> Vec<u32> {
        let mut found = vec![false; self.phrases.lists().len()];
        self.phrases
            .each(words, |_, phrase, _| found[phrase] = true);
        let mut count = vec![0; self.signs.len()];
        let said = self.phrases.lists().iter().zip(&found);
        for (kind, _) in said.filter(|(_, found)| **found) {
            count[*kind] += 1;
        }
        count
    }
}

/// What a name is worth at the beginning of the title; each word before it costs one.
const TITLE: u32 = 14;
/// What a name is worth that is a line of its own near the top: the genre on a letterhead.
const GENRE: u32 = 7;
/// The most that phrases of the body may add: fewer than a name, however long the paper is.
const BODY: u32 = 6;
/// The lines from the top that may name the genre.
const TOP: usize = 15;
/// The lines of a letterhead that may be set in columns.
const HEAD: usize = 4;

/// The kind, and the rule that gave it: what of it weighed most.
pub(crate) fn find(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    so_far: &Paper,
    heading: Option<&Span>,
) -> (Kind, &'static str) {
    let words = &vocabulary.papers;
    let kinds = &words.kind;
    let title = heading
        .map(|span| unspaced(outline.words(span.clone())))
        .unwrap_or_default();
    let body = outline.words(0..outline.text().len());
    let letter = words.kinds.letter.stand_in(&body);
    let form = is_form(outline, words);
    let attended = is_attended(outline, words);
    let answer = letter && !form && words.kinds.answer.stand_in(&body);
    let applies = !answer && words.kinds.applies.stand_in(&body);
    let named = kinds.named_in(&title);
    let mut genres = genres(outline, kinds);
    let mut papers = kinds.signs.iter().zip(&named);
    let named_paper = papers.any(|(signs, at)| {
        let paper = matches!(
            signs.kind,
            Kind::Kommissorium | Kind::Referat | Kind::Dagsorden
        );
        *at == Some(0) || paper && at.is_some()
    });
    if !named_paper {
        stamped(outline, kinds, heading, &mut genres);
    }
    let enclosed = if letter && !has_points(outline) {
        enclosed(outline, words, &body)
    } else {
        vec![false; kinds.signs.len()]
    };
    let said = kinds.said_in(&body);
    let score = |at: usize, signs: &Signs| {
        let before = named[at].map(|at| u32::try_from(at).unwrap_or(TITLE));
        let named = before.map_or(0, |at| TITLE.saturating_sub(at).max(3));
        // The letter that a paper comes with is called by what it says itself.
        let (named, genre) = if enclosed[at] {
            (0, 0)
        } else {
            (named, genres[at])
        };
        let (genre, told) = (genre, (signs.weight * said[at]).min(BODY));
        let form = form_bonus(signs.kind, form, so_far);
        let mut score = named.max(genre) + told;
        if attended && signs.kind == Kind::Referat {
            score += GENRE;
        }
        if letter
            && matches!(
                signs.kind,
                Kind::Kommissorium | Kind::Tidsplan | Kind::Budget
            )
        {
            score = score.saturating_sub(6);
        }
        // "Ang. ansøgning om støtte": what an application is about, and the answer to it.
        if answer && signs.kind == Kind::Ansøgning {
            score = score.saturating_sub(TITLE);
        } else if answer && signs.kind == Kind::Bevilling
            || applies && signs.kind == Kind::Ansøgning
        {
            score += GENRE;
        }
        (score + form, strongest(named, genre, told, form))
    };
    let scored = kinds.signs.iter().enumerate();
    let best = scored
        .map(|(at, signs)| (score(at, signs), signs.kind))
        .reduce(|best, next| if next.0.0 > best.0.0 { next } else { best });
    match best {
        Some(((score, rule), kind)) if score >= 4 => (kind, rule),
        // "Møde i Klitrådet": who only names a meeting calls to it.
        _ if words.kinds.meeting.begin(&title) && !enclosed.contains(&true) => {
            (Kind::Dagsorden, "a title that names a meeting")
        }
        _ if !letter && is_filled(so_far) && words.kinds.applied.stand_in(&body) => (
            Kind::Ansøgning,
            "a form that is filled in and applies for something",
        ),
        _ => (Kind::Andet, "nothing said"),
    }
}

/// Whether a paper has points of its own: lines that begin with a number.
fn has_points(outline: &Outline<'_>) -> bool {
    const POINTS: usize = 3;
    let numbered = outline.lines.iter().filter(|line| {
        let said = cut(outline.text(), line.span.clone());
        said.starts_with(|c: char| c.is_ascii_digit())
            && lines::bullet(said) > 0
            && cut(said, lines::bullet(said)..said.len()).starts_with(char::is_uppercase)
    });
    numbered.take(POINTS).count() == POINTS
}

/// For each kind, whether the paper is a letter that a paper of that kind comes with: "Vedhæftet er dagsordenen".
fn enclosed(outline: &Outline<'_>, words: &Words, body: &[Word]) -> Vec<bool> {
    const NEAR: usize = 7;
    let kinds = &words.kind;
    let text = outline.text();
    let notice = words.kinds.notice.stand_in(body);
    let mut enclosed = vec![false; kinds.signs.len()];
    words.kinds.encloses.each(body, |_, place| {
        let near = place.start.saturating_sub(NEAR)..(place.end + NEAR).min(body.len());
        let near = body.get(near).unwrap_or_default();
        let Some(said) = body.get(place.start).map(|w| w.span.start) else {
            return;
        };
        for (at, signs) in kinds.signs.iter().enumerate() {
            let is_paper = matches!(
                signs.kind,
                Kind::Kommissorium | Kind::Referat | Kind::Tidsplan | Kind::Budget
            ) || signs.kind == Kind::Dagsorden && !notice;
            enclosed[at] |= is_paper && names_beside(text, kinds, near, said, at);
        }
    });
    enclosed
}

/// Whether a kind is named among some words, in the sentence of the one that begins at a byte.
fn names_beside(text: &str, kinds: &Kinds, near: &[Word], said: usize, kind: usize) -> bool {
    let mut beside = false;
    kinds.names.each(near, |named, _, place| {
        let start = near.get(place.start).map_or(said, |w| w.span.start);
        let between = cut(text, start.min(said)..start.max(said));
        let one = !between.contains(". ") && !between.contains("\n\n");
        beside |= one && named == kind;
    });
    beside
}

/// For each kind, what it is worth that a short line near the top, or one repeated on every page, begins with its name.
fn genres(outline: &Outline<'_>, kinds: &Kinds) -> Vec<u32> {
    let mut worth = vec![0; kinds.signs.len()];
    let lines = outline.lines.iter().enumerate();
    for (at, line) in lines.filter(|(at, line)| *at < TOP || line.margin) {
        let value = if line.margin { GENRE - 3 } else { GENRE };
        // Below the letterhead columns are a table's.
        let letterhead = at < HEAD && line.cells.len() <= 2;
        let columns = if letterhead {
            columns(outline.text(), line)
        } else {
            vec![line.span.clone()]
        };
        for column in columns {
            let words = unspaced(outline.words(column));
            if words.len() > 3 {
                continue;
            }
            for (kind, _) in kinds
                .named_in(&words)
                .iter()
                .enumerate()
                .filter(|(_, at)| **at == Some(0))
            {
                worth[kind] = value.max(worth[kind]);
            }
        }
    }
    worth
}

/// A genre that is a line of its own above the subject is what the paper is, whatever else its subject names in passing.
fn stamped(outline: &Outline<'_>, kinds: &Kinds, heading: Option<&Span>, worth: &mut [u32]) {
    let subject = heading.map_or(0, |span| span.start);
    let above = outline.lines.iter().take(TOP);
    for line in above.take_while(|line| line.span.end <= subject) {
        let words = unspaced(outline.words(line.span.clone()));
        if words.len() != 1 || line.margin {
            continue;
        }
        let named = kinds.named_in(&words);
        for (worth, _) in worth.iter_mut().zip(named).filter(|(_, at)| *at == Some(0)) {
            *worth = TITLE + GENRE;
        }
    }
}

/// The columns that a letterhead's line is set in: cells, or what a wide gap parts.
pub(crate) fn columns(text: &str, line: &Line) -> Vec<Span> {
    const GAP: &str = "    ";
    const LONGEST: usize = 200;
    if line.cells.len() > 1 {
        return line.cells.clone();
    }
    let said = cut(text, line.span.clone());
    if said.len() > LONGEST || !said.contains(GAP) {
        return vec![line.span.clone()];
    }
    let mut at = line.span.start;
    let pieces = said.split(GAP).map(|piece| {
        let span = at..at + piece.len();
        at = span.end + GAP.len();
        lines::trimmed(text, span)
    });
    pieces.filter(|span| !span.is_empty()).collect()
}

/// `K O M M I S S O R I U M` as one word, `N O T A T   O M` as two.
pub(crate) fn unspaced(words: Cow<'_, [Word]>) -> Cow<'_, [Word]> {
    let spaced = words.len() > 4 && words.iter().all(|w| w.folded.chars().count() <= 2);
    let letter = |w: &Word| w.span.len() <= 'å'.len_utf8();
    if !spaced || !words.iter().all(letter) {
        return words;
    }
    let mut whole: Vec<(paper::Span, String)> = Vec::new();
    for word in words.iter() {
        match whole.last_mut() {
            Some((span, said)) if word.span.start <= span.end + 1 => {
                span.end = word.span.end;
                said.push_str(&word.folded);
            }
            _ => whole.push((word.span.clone(), word.folded.to_string())),
        }
    }
    let words = whole.into_iter();
    words.map(|(span, said)| Word::new(span, said)).collect()
}

/// Whether a label tells who came to a meeting and who did not: only minutes know.
fn is_attended(outline: &Outline<'_>, words: &Words) -> bool {
    outline.lines.iter().take(TOP).any(|line| {
        let said = cut(outline.text(), line.span.clone());
        let label = said.find(':').filter(|&colon| colon < 40);
        label.is_some_and(|colon| {
            let label = outline.words(line.span.start..line.span.start + colon);
            let told = outline.words(line.span.start + colon..line.span.end);
            // "Til stede forventes: …" stands in an agenda.
            words.kinds.attended.begin(&label)
                && !words.kinds.coming.stand_in(&label)
                && !words.kinds.coming.begin(&told)
        })
    })
}

fn is_form(outline: &Outline<'_>, words: &Words) -> bool {
    outline
        .lines
        .iter()
        .take(TOP)
        .any(|line| words.kinds.form.stand_in(&outline.words(line.span.clone())))
}

/// The name of what weighed most.
fn strongest(named: u32, genre: u32, told: u32, form: u32) -> &'static str {
    let most = named.max(genre).max(told).max(form);
    if named == most {
        "its name in the title"
    } else if genre == most {
        "its name on a line by itself"
    } else if form == most {
        "a form, filled in or empty"
    } else {
        "phrases of its text"
    }
}

/// Whether the paper is a form of several fields, most of them filled in.
fn is_filled(so_far: &Paper) -> bool {
    const FIELDS: usize = 6;
    let filled = so_far.fields.iter().filter(|f| f.value.is_some()).count();
    so_far.fields.len() >= FIELDS && filled * 2 > so_far.fields.len()
}

/// A form that is filled in is an application, an empty one a guide.
fn form_bonus(kind: Kind, form: bool, so_far: &Paper) -> u32 {
    let fields = so_far.fields.len();
    let filled = so_far.fields.iter().filter(|f| f.value.is_some()).count();
    let empty = fields > 4 && filled * 3 < fields;
    match kind {
        Kind::Ansøgning if form && !empty => 10,
        Kind::Ansøgningsvejledning if form && empty => TITLE + BODY + 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use paper::{BlockKind, Document};

    fn kind_of(title: &str) -> Kind {
        let mut document = Document::default();
        document.push(BlockKind::Heading, 1, title);
        crate::understand(&document, Vocabulary::builtin()).kind
    }

    #[test]
    fn a_letter_is_not_what_it_encloses() {
        for (text, wanted) in [
            (
                "Emne: Dagsorden til mødet den 3. maj\n\nHej alle\n\nHermed dagsorden til mødet.\n\nVh Ida",
                Kind::Andet,
            ),
            (
                "Emne: Kommissorium for lauget - udpegning af medlemmer\n\nKære Bo\n\nVedlagt er kommissoriet.\n\nHilsen Ida",
                Kind::Udpegning,
            ),
            (
                "Dagsorden til mødet den 3. maj\n\nKære alle\n\n1. Lys\n2. Lyng\n3. Regnskab\n\nRegnskabet er vedlagt.\n\nHilsen Ida",
                Kind::Dagsorden,
            ),
            (
                "Indkaldelse til møde i lauget\n\nKære alle\n\nDagsorden vedlægges.\n\nHilsen Ida",
                Kind::Dagsorden,
            ),
            (
                "Lyng Amt              N O T A T\n\nVedr.        Lyset over lyngen\n\nDer er mørkt.",
                Kind::Notat,
            ),
        ] {
            let document = crate::sample::document(text);
            assert_eq!(
                crate::understand(&document, Vocabulary::builtin()).kind,
                wanted,
                "{text}"
            );
        }
    }

    #[test]
    fn the_vocabulary_holds_its_examples() {
        let mut wrong = Vec::new();
        for signs in &Vocabulary::builtin().papers.kind.signs {
            let missed = signs.examples.iter().filter(|e| kind_of(e) != signs.kind);
            let false_finds = signs.not.iter().filter(|e| kind_of(e) == signs.kind);
            wrong.extend(
                missed
                    .chain(false_finds)
                    .map(|e| (signs.kind, e, kind_of(e))),
            );
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
