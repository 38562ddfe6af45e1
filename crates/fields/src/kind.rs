//! What kind of paper it is: what it calls itself weighs most, then what it says and how it is built.

use paper::{Kind, Paper};
use serde::Deserialize;

use crate::{
    Vocabulary,
    outline::Outline,
    pattern::{self, Pattern, Word},
    title,
};

/// `papers.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    /// The kinds, each with its signs.
    kind: Vec<Signs>,
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
    letter: Vec<Pattern>,
    form: Vec<Pattern>,
}

impl Words {
    /// How many words stand before the first name of any kind.
    pub(crate) fn first_name(&self, words: &[Word]) -> Option<u32> {
        self.kind
            .iter()
            .filter_map(|signs| name_in(words, signs))
            .min()
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

pub(crate) fn find(outline: &Outline<'_>, vocabulary: &Vocabulary, so_far: &Paper) -> Kind {
    let words = &vocabulary.papers;
    let text = outline.text();
    let title = title::heading(outline, vocabulary)
        .map(|span| pattern::words(text, span))
        .unwrap_or_default();
    let body = pattern::words(text, 0..text.len());
    let letter = words.kinds.letter.iter().any(|p| p.find(&body).is_some());
    let form = is_form(outline, words);
    let score = |signs: &Signs| {
        let mut score = name_in(&title, signs).map_or(0, |at| TITLE.saturating_sub(at).max(3));
        score = score.max(genre(outline, signs));
        score += phrases(&body, signs);
        if letter
            && matches!(
                signs.kind,
                Kind::Kommissorium | Kind::Tidsplan | Kind::Budget
            )
        {
            score = score.saturating_sub(6);
        }
        score + form_bonus(signs.kind, form, so_far)
    };
    let best = words
        .kind
        .iter()
        .map(|signs| (score(signs), signs.kind))
        .reduce(|best, next| if next.0 > best.0 { next } else { best });
    match best {
        Some((score, kind)) if score >= 4 => kind,
        _ => Kind::Andet,
    }
}

/// How many words stand before the first name of the kind.
fn name_in(title: &[Word], signs: &Signs) -> Option<u32> {
    signs
        .names
        .iter()
        .filter_map(|name| name.find(title))
        .map(|found| found.start)
        .min()
        .and_then(|at| u32::try_from(at).ok())
}

/// Whether a short line near the top, or one repeated on every page, begins with a name.
fn genre(outline: &Outline<'_>, signs: &Signs) -> u32 {
    let text = outline.text();
    let lines = outline.lines.iter().enumerate();
    lines
        .filter(|(at, line)| *at < TOP || line.margin)
        .filter_map(|(_, line)| {
            let words = pattern::words(text, line.span.clone());
            let words = unspaced(&words);
            (words.len() <= 3 && name_in(&words, signs)? == 0).then_some(if line.margin {
                GENRE - 3
            } else {
                GENRE
            })
        })
        .max()
        .unwrap_or_default()
}

/// `K O M M I S S O R I U M` as one word.
pub(crate) fn unspaced(words: &[Word]) -> Vec<Word> {
    let spaced = words.len() > 4 && words.iter().all(|w| w.folded.chars().count() == 1);
    match (words.first(), words.last()) {
        (Some(first), Some(last)) if spaced => vec![Word {
            span: first.span.start..last.span.end,
            folded: words.iter().map(|w| w.folded.as_str()).collect(),
        }],
        _ => words.to_vec(),
    }
}

fn phrases(body: &[Word], signs: &Signs) -> u32 {
    let found = signs.phrases.iter().filter(|p| p.find(body).is_some());
    (signs.weight * u32::try_from(found.count()).unwrap_or(BODY)).min(BODY)
}

fn is_form(outline: &Outline<'_>, words: &Words) -> bool {
    outline.lines.iter().take(TOP).any(|line| {
        let line = pattern::words(outline.text(), line.span.clone());
        words.kinds.form.iter().any(|p| p.find(&line).is_some())
    })
}

/// A form that is filled in is an application, an empty one a guide.
fn form_bonus(kind: Kind, form: bool, so_far: &Paper) -> u32 {
    let fields = so_far.fields.len();
    let filled = so_far.fields.iter().filter(|f| f.value.is_some()).count();
    let empty = fields > 4 && filled * 3 < fields;
    match kind {
        Kind::Ansøgning if form && !empty => 10,
        Kind::Ansøgningsvejledning if form && empty => 12,
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
    fn the_vocabulary_holds_its_examples() {
        let mut wrong = Vec::new();
        for signs in &Vocabulary::builtin().papers.kind {
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
