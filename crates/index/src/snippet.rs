//! The stretch of a text that shows why its paper was found.

use std::ops::Range;

use paper::Places;
use tantivy::tokenizer::Token;

use crate::{
    Query, analysis,
    parts::{Cutter, runs},
    query::{Leaf, Scope, What},
};

/// A stretch of a paper's text, on one line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The text, with single spaces, without the hyphens of line ends.
    pub text: String,
    /// The words found in it, as bytes of `text`, in order.
    pub marks: Vec<Range<usize>>,
    /// The page on which its first word found stands, where the paper has pages.
    pub page: Option<u32>,
    /// Where it begins in the paper's text, in characters (Unicode scalar values).
    pub start: usize,
    /// Whether text stands before it.
    pub cut_before: bool,
    /// Whether text stands behind it.
    pub cut_after: bool,
}

/// How many bytes words found may lie apart within one snippet.
const REACH: usize = 180;

/// How long a snippet is, in bytes of the paper's text.
const LENGTH: usize = 240;

/// A word of the text that was found, and by which part of the question.
#[derive(Clone)]
struct Mark {
    range: Range<usize>,
    leaf: usize,
}

pub(crate) fn cut(query: &Query, text: &str, paged: bool) -> Snippet {
    let marks = marks(query, text);
    let best = best(text, &marks);
    let core = match (marks.get(best.start), marks.get(best.end.wrapping_sub(1))) {
        (Some(first), Some(last)) => first.range.start..last.range.end,
        _ => 0..0,
    };
    let range = around(text, core.clone());
    let places = Places::new(text, paged);
    let (shown, marks) = on_one_line(text, range.clone(), &marks);
    Snippet {
        page: places.page(core.start),
        start: places.chars_before(range.start),
        cut_before: !text[..range.start].trim().is_empty(),
        cut_after: !text[range.end..].trim().is_empty(),
        text: shown,
        marks,
    }
}

/// The words that the question looks for, in the order of the text, none twice; of a long text as far as it takes to
/// find each of them.
fn marks(query: &Query, text: &str) -> Vec<Mark> {
    let leaves = query.leaves();
    let mut cutter = Cutter::default();
    let mut marks = Vec::new();
    let mut from = 0;
    while from < text.len() {
        let end = piece_end(text, from);
        let exact = analysis::tokens(&mut analysis::exact(), &text[from..end]);
        let stems = analysis::tokens(&mut analysis::stem(), &text[from..end]);
        for (leaf, asked) in leaves.iter().enumerate() {
            let mut found = found(asked, &exact, &stems);
            found.extend(within_compounds(
                asked,
                &exact,
                &text[from..end],
                &mut cutter,
            ));
            marks.extend(found.into_iter().map(|range| Mark {
                range: from + range.start..from + range.end,
                leaf,
            }));
        }
        from = end;
        if (0..leaves.len()).all(|leaf| marks.iter().any(|mark| mark.leaf == leaf)) {
            break;
        }
    }
    marks.sort_by_key(|mark| (mark.range.start, mark.leaf));
    marks.dedup_by_key(|mark| mark.range.start);
    marks
}

/// The compounds of which the word that is looked for is a part.
fn within_compounds(
    asked: &Leaf,
    exact: &[Token],
    text: &str,
    cutter: &mut Cutter,
) -> Vec<Range<usize>> {
    let Some(within) = asked
        .within
        .as_deref()
        .filter(|_| asked.scope == Scope::Anywhere)
    else {
        return Vec::new();
    };
    // A vowel may change within a part (barn, børne-), and hardly all pairs of its letters do.
    let pairs: Vec<&[u8]> = within.as_bytes().windows(2).collect();
    let may_hold = |word: &str| {
        let bytes = word.as_bytes();
        bytes.windows(2).any(|pair| pairs.contains(&pair))
    };
    let longer = exact
        .iter()
        .filter(|token| token.text.len() > within.len() && may_hold(&token.text));
    let mut ranges = Vec::new();
    for token in longer {
        let range = token.offset_from..token.offset_to;
        let word = text.get(range.clone()).unwrap_or_default().to_lowercase();
        if runs(&cutter.parts(&word)).any(|run| run == within) {
            ranges.push(range);
        }
    }
    ranges
}

/// A place between words, so that those of a long text need not all be held at once.
fn piece_end(text: &str, from: usize) -> usize {
    const PIECE: usize = 1 << 20;
    let mut least = (from + PIECE).min(text.len());
    while !text.is_char_boundary(least) {
        least += 1;
    }
    text[least..]
        .find([' ', '\n'])
        .map_or(text.len(), |at| least + at + 1)
}

/// Where a part of the question stands among words.
fn found(asked: &Leaf, exact: &[Token], stems: &[Token]) -> Vec<Range<usize>> {
    let follow = match asked.what {
        What::Phrase { slop: 0 } | What::Prefix => asked.words.len(),
        What::Word | What::Phrase { .. } | What::Fuzzy { .. } | What::Wild => 1,
    };
    let mut ranges = Vec::new();
    for (words, stem) in exact.windows(follow.max(1)).zip(stems) {
        if fits(
            asked,
            words.iter().map(|token| token.text.as_str()),
            &stem.text,
        ) {
            ranges.extend(words.iter().map(|token| token.offset_from..token.offset_to));
        }
    }
    ranges
}

/// Whether the words at a place are what is looked for.
fn fits<'t>(asked: &Leaf, words: impl ExactSizeIterator<Item = &'t str>, stem: &str) -> bool {
    let mut words = words.peekable();
    let Some(&first) = words.peek() else {
        return false;
    };
    let typed = asked.words.first().map(String::as_str);
    match asked.what {
        What::Word => asked.stem.as_deref() == Some(stem) || typed == Some(first),
        What::Phrase { slop: 0 } => words.eq(asked.words.iter().map(String::as_str)),
        What::Phrase { .. } => asked.words.iter().any(|word| word == first),
        What::Prefix => {
            let last = asked.words.len().saturating_sub(1);
            words
                .zip(&asked.words)
                .enumerate()
                .all(|(i, (word, asked))| {
                    word == asked || i == last && word.starts_with(asked.as_str())
                })
        }
        What::Wild => typed.is_some_and(|pattern| is_like(pattern, first)),
        What::Fuzzy { distance } => typed.is_some_and(|typed| within(typed, first, distance)),
    }
}

/// Whether a word is what a pattern says, in which `*` stands for any letters and `?` for one.
fn is_like(pattern: &str, word: &str) -> bool {
    let (pattern, word): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), word.chars().collect());
    let mut reached = vec![false; word.len() + 1];
    if let Some(start) = reached.first_mut() {
        *start = true;
    }
    for &sign in &pattern {
        let mut next = vec![false; word.len() + 1];
        for at in (0..=word.len()).filter(|&at| reached[at]) {
            match sign {
                '*' => next[at..].fill(true),
                '?' => {
                    let two = matches!(word.get(at..at + 2), Some(['a', 'a' | 'e'] | ['o', 'e']));
                    for end in (at + 1..=at + 1 + usize::from(two)).filter(|&end| end <= word.len())
                    {
                        next[end] = true;
                    }
                }
                letter if word.get(at) == Some(&letter) => next[at + 1] = true,
                _ => {}
            }
        }
        reached = next;
    }
    reached[word.len()]
}

/// Whether two words differ by at most so many letters put in, taken out, changed, or two of them swapped.
pub(crate) fn within(a: &str, b: &str, distance: u8) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let most = usize::from(distance);
    if a.len().abs_diff(b.len()) > most {
        return false;
    }
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for (i, &from) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &to) in b.iter().enumerate() {
            let change = rows[i][j] + usize::from(from != to);
            let mut best = change.min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && from == b[j - 1] && to == a[i - 1] {
                best = best.min(rows[i - 1][j - 1] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()] <= most
}

/// The marks that lie near each other on one page and answer most of the question; the first of equals.
fn best(text: &str, marks: &[Mark]) -> Range<usize> {
    let mut best = (0, 0..0);
    for (first, mark) in marks.iter().enumerate() {
        let near = marks[first..]
            .iter()
            .take_while(|other| other.range.end <= mark.range.start + REACH)
            .take_while(|other| !text[mark.range.start..other.range.end].contains('\u{c}'))
            .count();
        let within = &marks[first..first + near];
        let mut leaves: Vec<usize> = within.iter().map(|mark| mark.leaf).collect();
        leaves.sort_unstable();
        leaves.dedup();
        let worth = leaves.len() * 8 + near.min(7);
        if worth > best.0 {
            best = (worth, first..first + near.max(1));
        }
    }
    best.1
}

/// Widens a stretch to the snippet's length, to the borders of words, without leaving the page.
fn around(text: &str, core: Range<usize>) -> Range<usize> {
    let spare = LENGTH.saturating_sub(core.len());
    // More before than behind would hide how the sentence ends.
    let start = border(text, core.start, spare / 3, false);
    let end = border(
        text,
        core.end,
        LENGTH.saturating_sub(core.end - start),
        true,
    );
    start..end
}

/// Goes from a byte outwards, so many bytes at most, to where a word ends; a page's end and a paragraph's stop it.
fn border(text: &str, from: usize, most: usize, forward: bool) -> usize {
    let mut reached = from;
    let walk: Box<dyn Iterator<Item = (usize, char)>> = if forward {
        Box::new(text[from..].char_indices())
    } else {
        Box::new(
            text[..from]
                .char_indices()
                .rev()
                .map(|(at, c)| (from - at - c.len_utf8(), c)),
        )
    };
    let place = |gone: usize| if forward { from + gone } else { from - gone };
    let mut gone = 0;
    for (before, c) in walk {
        if c == '\u{c}' || before > most {
            return if c == '\u{c}' { place(before) } else { reached };
        }
        gone = before + c.len_utf8();
        if c.is_whitespace() {
            reached = place(before);
        }
    }
    if gone <= most { place(gone) } else { reached }
}

/// The stretch with single spaces and without broken words, and where the marks are in it.
fn on_one_line(text: &str, range: Range<usize>, marks: &[Mark]) -> (String, Vec<Range<usize>>) {
    let mut line = String::new();
    let mut shown = Vec::new();
    let mut at = range.start;
    for mark in marks {
        if mark.range.start < at || mark.range.end > range.end {
            continue;
        }
        push(&mut line, &text[at..mark.range.start]);
        let start = line.len();
        push_word(&mut line, &text[mark.range.clone()]);
        shown.push(start..line.len());
        at = mark.range.end;
    }
    push(&mut line, &text[at..range.end]);
    line.truncate(line.trim_end().len());
    (line, shown)
}

/// Text between words found. A space at the beginning of the line is left out, so that no mark moves.
fn push(line: &mut String, text: &str) {
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        } else if c != '\u{AD}' {
            line.push(c);
        }
    }
}

/// A word found; a line's end within it is where it was broken.
fn push_word(line: &mut String, word: &str) {
    let broken = word.contains('\n');
    line.extend(word.chars().filter(|&c| {
        !(c.is_whitespace() || c == '\u{AD}' || broken && matches!(c, '-' | '\u{2010}'))
    }));
}
