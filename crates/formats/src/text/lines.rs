//! The lines of a text, and which of them belong together.

use crate::looks;

/// A line that is not blank.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    /// The line without the spaces around it; tabs at its end stay, they end cells.
    pub(super) text: &'t str,
    /// Where that begins in the file.
    pub(super) start: usize,
    /// Characters before it.
    pub(super) indent: usize,
    /// Whether a blank line, or nothing, stands before it.
    pub(super) after_blank: bool,
}

impl Line<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Characters, those before it counted.
    pub(super) fn width(&self) -> usize {
        self.indent + self.text.chars().count()
    }

    /// Only signs that draw a line: "-----", "=====", "- - -".
    pub(super) fn is_rule(&self) -> bool {
        // Nearly every line ends the look at its first letter.
        let draws = |c| matches!(c, '-' | '=' | '_' | '*' | '~' | '+' | '|' | '─' | '═' | '—');
        let all = |c: char| draws(c) || c.is_whitespace();
        self.text.chars().all(all) && self.text.chars().filter(|c| draws(*c)).count() >= 3
    }
}

/// The lines that are not blank.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut after_blank = true;
    for line in text.split(['\n', '\u{c}']) {
        let inner = line
            .trim_start_matches(|c: char| c.is_whitespace() && c != '\t')
            .trim_end_matches(|c: char| c.is_whitespace() && c != '\t');
        if inner.trim().is_empty() {
            after_blank = true;
        } else {
            let before = line.len()
                - line
                    .trim_start_matches(|c: char| c.is_whitespace() && c != '\t')
                    .len();
            lines.push(Line {
                text: inner,
                start: start + before,
                indent: line[..before].chars().count(),
                after_blank,
            });
            after_blank = false;
        }
        start += line.len() + 1;
    }
    lines
}

/// The width at which a text is wrapped by hand, if it is: most of its lines end near it and go on in small letters.
pub(super) fn wrap_width(lines: &[Line<'_>]) -> Option<usize> {
    let mut widths: Vec<usize> = lines
        .iter()
        .filter(|line| !line.is_rule() && !line.text.contains('\t'))
        .map(Line::width)
        .collect();
    widths.sort_unstable();
    let width = *widths.get(widths.len().checked_sub(1)? * 97 / 100)?;
    if !(45..=110).contains(&width) {
        return None;
    }
    let pairs = lines.windows(2).filter(|pair| !pair[1].after_blank);
    let (mut wrapped, mut all) = (0, 0);
    for pair in pairs {
        all += 1;
        wrapped += usize::from(goes_on(&pair[0], &pair[1], width) && begins_small(pair[1].text));
    }
    (wrapped >= 2 && wrapped * 8 >= all).then_some(width)
}

fn begins_small(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_lowercase)
}

/// Whether the second line is the same sentence or paragraph: its first word had no room on the first.
pub(super) fn goes_on(first: &Line<'_>, second: &Line<'_>, width: usize) -> bool {
    let word = second
        .text
        .split_whitespace()
        .next()
        .map_or(0, |word| word.chars().count());
    // A sentence that goes on in small letters was broken there by a narrower margin, or by hand.
    let is_open = begins_small(second.text) && !first.text.ends_with(['.', ':', ';', '!', '?']);
    let ragged = if is_open { width / 4 } else { 0 };
    let had_room = first.width() + 1 + word + ragged <= width;
    !had_room
        && !second.after_blank
        && (begins_small(second.text) || looks::field_label(second.text).is_none())
        && !second.is_rule()
        && !first.text.contains('\t')
        && !second.text.contains('\t')
}
