//! Annexes named in a sentence: "Der vedlægges kort over lyngen samt lodsejernes svar."

use paper::Span;
use regex::Regex;

use crate::{
    lines::{Line, trimmed},
    pattern::cut,
};

/// What goes on with an annex's name behind a comma and begins none.
const GOES_ON: [&str; 30] = [
    "rev",
    "rev.",
    "revideret",
    "dateret",
    "version",
    "udgave",
    "af",
    "herunder",
    "som",
    "der",
    "jf",
    "jf.",
    "inkl",
    "inkl.",
    "inklusive",
    "med",
    "fra",
    "til",
    "for",
    "pr",
    "pr.",
    "vedr",
    "vedr.",
    "side",
    "bilag",
    "i",
    "på",
    "godkendt",
    "vedtaget",
    "udarbejdet",
];
/// Words with which a name goes on, so that an "og" behind one may belong to it.
const LEADS: [&str; 9] = [
    "for", "af", "om", "mellem", "fra", "til", "med", "over", "vedr.",
];

/// Where one name ends and the next begins, in names with a comma or "samt" between, the last behind "og"; `None` where that
/// cannot be told.
pub(super) fn cuts(content: &str) -> Option<Vec<usize>> {
    const MOST: usize = 12;
    let mut cuts = Vec::new();
    let mut depth = 0_usize;
    for (at, c) in content.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                let next = cut(content, at + 1..content.len());
                begins_name(next.strip_prefix(' ')?).then_some(())?;
                cuts.push(at + 1);
            }
            ' ' if depth == 0 && cut(content, at..content.len()).starts_with(" samt ") => {
                cuts.push(at);
            }
            _ => {}
        }
    }
    if cuts.is_empty() || cuts.len() > MOST {
        return None;
    }
    let from = cuts.last().copied().unwrap_or_default();
    cuts.extend(last_joint(cut(content, from..content.len())).map(|at| from + at));
    Some(cuts)
}

/// Whether a word begins a name: a noun in small letters.
fn begins_name(piece: &str) -> bool {
    const SHORT: usize = 4;
    let word = piece.split([' ', ',']).next().unwrap_or_default();
    let plain = word.trim_end_matches(['-', '.']);
    // "Vejledning om regnskab, marts 2001"
    let dated = piece
        .split(' ')
        .nth(1)
        .is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
    !dated
        && word.starts_with(char::is_lowercase)
        && plain.chars().count() >= SHORT
        && plain.chars().all(|c| c.is_alphabetic() || c == '-')
        && !GOES_ON.contains(&word)
}

/// The "og" behind which the last name begins.
fn last_joint(piece: &str) -> Option<usize> {
    let at = piece.rfind(" og ")?;
    let (before, after) = (
        cut(piece, 0..at),
        cut(piece, at + " og ".len()..piece.len()),
    );
    let led = before.split(' ').any(|word| LEADS.contains(&word));
    let long = after.split_whitespace().count() > 1;
    (begins_name(after) && !before.ends_with('-') && (long || !led)).then_some(at)
}

/// The annexes that a paragraph of one sentence tells of.
pub(super) fn enclosed(text: &str, told: &Regex, line: &Line) -> Vec<Span> {
    const WORDS: usize = 30;
    let said = cut(text, line.span.clone());
    let verb = said
        .split_whitespace()
        .take(4)
        .any(|w| w.to_lowercase().starts_with("vedl"));
    let Some(label) = verb.then(|| told.find(said)).flatten() else {
        return Vec::new();
    };
    let rest = cut(said, label.end()..said.len());
    let one = rest.ends_with('.') && !rest.contains(". ") && !rest.contains([':', '?']);
    if !one
        || rest.split_whitespace().count() > WORDS
        || rest.contains(", der ")
        || rest.contains(", som ")
    {
        return Vec::new();
    }
    let names = rest.trim_end_matches('.');
    let mut places = cuts(names).unwrap_or_else(|| last_joint(names).into_iter().collect());
    places.push(names.len());
    let start = line.span.start + label.end();
    let mut from = 0;
    let mut spans = Vec::new();
    for to in places {
        let piece = trimmed(text, start + from..start + to);
        let said = cut(text, piece.clone()).trim_end_matches([',', ' ']);
        let joint = ["og ", "samt "]
            .iter()
            .find(|joint| said.starts_with(**joint));
        let skip = joint.map_or(0, |joint| joint.len());
        spans.push(piece.start + skip..piece.start + said.len());
        from = to;
    }
    spans
}
