//! Whether the paper calls itself a draft or final.

use paper::Status;
use serde::Deserialize;

use crate::{
    Vocabulary,
    outline::Outline,
    pattern::{self, Pattern, Word},
};

/// `[status]` of `papers.toml`: what a line begins with that says so.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    draft: Vec<Pattern>,
    r#final: Vec<Pattern>,
}

impl Words {
    /// Whether a line begins with the mark of a draft.
    pub(crate) fn is_draft(&self, line: &[Word]) -> bool {
        begins(line, &self.draft)
    }
}

fn begins(line: &[Word], patterns: &[Pattern]) -> bool {
    patterns.iter().any(|p| p.matches_at(line, 0).is_some())
}

/// The lines from the top, and from the end, where a paper speaks of itself.
const TOP: usize = 12;
const END: usize = 4;

/// A mark is a line of its own: a draft that the paper is *about* ("Høring over udkast til …") is none.
pub(crate) fn find(outline: &Outline<'_>, vocabulary: &Vocabulary) -> Option<Status> {
    let words = &vocabulary.papers.status;
    let count = outline.lines.len();
    let marks = outline.lines.iter().enumerate().filter(|(at, line)| {
        *at < TOP || line.margin || (*at + END >= count && line.span.len() < 80)
    });
    let mut status = None;
    for (_, line) in marks {
        let line = pattern::words(outline.text(), line.span.clone());
        if words.is_draft(&line) {
            return Some(Status::Udkast);
        }
        if line.len() <= 16 && begins(&line, &words.r#final) {
            status = Some(Status::Endelig);
        }
    }
    status
}
