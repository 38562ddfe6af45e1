//! How two texts differ, word by word.

use std::{
    collections::BTreeMap,
    fmt,
    io::{self, Write},
    ops::Range,
    time::{Duration, Instant},
};

use paper::{Document, each_word};
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

use crate::terminal::{self, Styles};

/// Words that are printed before and after a change.
const AROUND: usize = 6;

/// How long the shortest difference is looked for; after that a longer one will do.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many words two texts do not have in common, wherever they stand: formats differ in where notes and boxes do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Apart {
    pub(crate) before: usize,
    pub(crate) after: usize,
    pub(crate) removed: usize,
    pub(crate) added: usize,
}

impl Apart {
    pub(crate) fn differ(self) -> bool {
        self.removed + self.added > 0
    }
}

/// `the same but for 3 words of 340`
impl fmt::Display for Apart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = |many| terminal::counted(many, ["word", "words"]);
        let before = self.before;
        match (self.removed, self.added) {
            (0, 0) => write!(f, "the same {}", words(self.after)),
            (0, added) => write!(f, "{} more than {before}", words(added)),
            (removed, 0) => write!(f, "{} less of {before}", words(removed)),
            (removed, added) => {
                let most = words(removed.max(added));
                write!(f, "the same but for {most} of {before}")
            }
        }
    }
}

/// Counts the words in which two texts differ.
pub(crate) fn words_apart(before: &str, after: &str) -> Apart {
    let mut words: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    each_counted(before, |word, _| {
        words.entry(word.to_owned()).or_default().0 += 1
    });
    each_counted(after, |word, _| {
        words.entry(word.to_owned()).or_default().1 += 1
    });
    let mut apart = Apart {
        before: 0,
        after: 0,
        removed: 0,
        added: 0,
    };
    for (before, after) in words.into_values() {
        apart.before += before;
        apart.after += after;
        apart.removed += before.saturating_sub(after);
        apart.added += after.saturating_sub(before);
    }
    apart
}

/// The words of a text but for single letters that are no digits, which label lists in one format and not in the other.
fn each_counted(text: &str, mut each: impl FnMut(&str, Range<usize>)) {
    each_word(text, |word| {
        if word.is_name || word.text.chars().nth(1).is_some() {
            each(word.text, word.range);
        }
    });
}

/// A text and its words.
struct Words<'t> {
    text: &'t str,
    has_pages: bool,
    words: Vec<String>,
    ranges: Vec<Range<usize>>,
}

impl<'t> Words<'t> {
    fn new(document: &'t Document) -> Self {
        let (mut words, mut ranges) = (Vec::new(), Vec::new());
        each_counted(&document.text, |word, range| {
            words.push(word.to_owned());
            ranges.push(range);
        });
        Self {
            text: &document.text,
            has_pages: document.pages.is_some(),
            words,
            ranges,
        }
    }

    /// Some words as they stand in the text, in a line.
    fn said(&self, words: Range<usize>) -> String {
        let Some(some) = self.ranges.get(words) else {
            return String::new();
        };
        let (Some(first), Some(last)) = (some.first(), some.last()) else {
            return String::new();
        };
        let said = self.text.get(first.start..last.end).unwrap_or_default();
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The page on which a word stands.
    fn page(&self, word: usize) -> Option<usize> {
        let start = self
            .ranges
            .get(word)
            .map_or(self.text.len(), |range| range.start);
        let before = self.text.get(..start).filter(|_| self.has_pages)?;
        Some(before.matches('\u{c}').count() + 1)
    }
}

/// Prints the stretches in which two texts differ, with some words around: `[-removed-]`, `{+added+}`.
pub(super) fn print(
    out: &mut impl Write,
    before: &Document,
    after: &Document,
    styles: &Styles,
) -> io::Result<()> {
    let (old, new) = (Words::new(before), Words::new(after));
    let until = Instant::now() + PATIENCE;
    let steps =
        capture_diff_slices_deadline(Algorithm::Patience, &old.words, &new.words, Some(until));
    for stretch in similar::group_diff_ops(steps, AROUND) {
        let line: Vec<String> = stretch
            .iter()
            .map(|step| told(step, &old, &new, styles))
            .collect();
        let pages = stretch.first().map(|step| {
            let page = |words: &Words<'_>, at| words.page(at).map(|page| format!("p. {page}: "));
            page(&new, step.new_range().start).or_else(|| page(&old, step.old_range().start))
        });
        let page = pages.flatten().unwrap_or_default();
        writeln!(
            out,
            "  {}{page}{:#}{}",
            styles.dim,
            styles.dim,
            line.join(" ")
        )?;
    }
    Ok(())
}

fn told(step: &DiffOp, old: &Words<'_>, new: &Words<'_>, styles: &Styles) -> String {
    let (gone, came) = (styles.alert, styles.hit);
    let removed = || format!("{gone}[-{}-]{gone:#}", old.said(step.old_range()));
    let added = || format!("{came}{{+{}+}}{came:#}", new.said(step.new_range()));
    match step {
        DiffOp::Equal { .. } => new.said(step.new_range()),
        DiffOp::Delete { .. } => removed(),
        DiffOp::Insert { .. } => added(),
        DiffOp::Replace { .. } => format!("{} {}", removed(), added()),
    }
}

#[cfg(test)]
mod tests {
    use paper::BlockKind;

    use super::*;

    fn document(text: &str) -> Document {
        let mut document = Document::default();
        document.push(BlockKind::Paragraph, 0, text);
        document
    }

    #[test]
    fn words_are_counted_and_shown_with_those_around() {
        let before = "a) Ansøgningen sendes til kommunen senest den 30. juni. Spørgsmål rettes til sekretariatet, som svarer alle.";
        let after = "Ansøgningen sendes til kom-\nmunen senest den 15. august. Spørgsmål rettes til sekretariatet, som svarer alle i maj.";
        let apart = words_apart(before, after);
        assert_eq!(apart.to_string(), "the same but for 3 words of 15");
        assert!(!words_apart(before, &before[3..].to_uppercase()).differ());
        let mut out = Vec::new();
        print(
            &mut out,
            &document(before),
            &document(after),
            &Styles::default(),
        )
        .unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "  Ansøgningen sendes til kom- munen senest den [-30. juni-] {+15. august+} Spørgsmål rettes til sekretariatet, som svarer alle {+maj+}\n"
        );
    }
}
