//! Whether the paper calls itself a draft or final.

use paper::Status;
use serde::Deserialize;

use crate::{
    Vocabulary,
    lines::{self, Line},
    outline::Outline,
    pattern::{self, PatternSet, Word, cut},
};

/// `[status]` of `papers.toml`: what a line begins with that says so.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    draft: PatternSet,
    r#final: PatternSet,
}

impl Words {
    /// Whether a line begins with the mark of a draft.
    pub(crate) fn is_draft(&self, line: &[Word]) -> bool {
        begins(line, &self.draft)
    }
}

fn begins(line: &[Word], patterns: &PatternSet) -> bool {
    patterns.begin(line)
}

/// The lines from the top, and from the end, where a paper speaks of itself.
const TOP: usize = 12;
const END: usize = 8;

/// The status and the rule that gave it. A mark is a line of its own: a draft that the paper is *about* ("Høring over udkast til …") is none.
pub(crate) fn find(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
) -> Option<(Status, &'static str)> {
    let words = &vocabulary.papers.status;
    let count = outline.lines.len();
    let marks = outline.lines.iter().enumerate().filter(|(at, line)| {
        *at < TOP || line.margin || (*at + END >= count && is_mark(outline, line))
    });
    let mut status = None;
    for (_, line) in marks {
        let says_draft = in_brackets(cut(outline.text(), line.span.clone()), words);
        let line = outline.words(line.span.clone());
        if words.is_draft(&line) {
            return Some((Status::Udkast, "a line that says it is a draft"));
        }
        if says_draft {
            return Some((Status::Udkast, "a line that says so in brackets"));
        }
        if line.len() <= 16 && begins(&line, &words.r#final) {
            status = Some((Status::Endelig, "a line that says it is final"));
        }
    }
    status
}

/// Near the end: short, and no entry of a list of annexes.
fn is_mark(outline: &Outline<'_>, line: &Line) -> bool {
    line.span.len() < 80 && lines::bullet(cut(outline.text(), line.span.clone())) == 0
}

/// `Hovedtidsplan rev. B (udkast)`.
fn in_brackets(line: &str, words: &Words) -> bool {
    line.match_indices('(').any(|(open, _)| {
        let inner = line[open + 1..].split(')').next().unwrap_or_default();
        let inner = pattern::words(inner, 0..inner.len());
        words.draft.fill(&inner)
    })
}
