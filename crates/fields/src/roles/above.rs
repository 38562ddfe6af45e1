//! What stands above a date that has a line to itself: its label, or the sentence that it ends.

use danish::Time;
use paper::Span;

use super::scene::{inside, sentence_at};
use crate::{lines, outline::Outline, pattern::cut};

/// What the line above says of the date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Above {
    /// "Ansøgningsfrist" above "3. maj".
    Label(Span),
    /// "Svar skal være os i hænde" above "senest den 3. maj".
    Opening(Span),
}

/// The most words of a label.
const LABEL: usize = 8;

/// Reads the line above; nothing where the date does not begin its line, or another date stands above it.
pub(super) fn of(outline: &Outline<'_>, times: &[Time], date: &Span, own: &Span) -> Option<Above> {
    let text = outline.text();
    let line = outline.line_at(date.start)?;
    let first = inside(times, &outline.lines.get(line)?.span)
        .next()?
        .1
        .span
        .start;
    let above = outline.lines.get(line.checked_sub(1)?)?;
    let whole = outline.lines.get(line)?;
    let free = whole.cells.is_empty() && above.cells.is_empty() && !above.margin;
    let said = cut(text, above.span.clone());
    let last = above.span.end.checked_sub(1)?;
    let opening = || Above::Opening(sentence_at(text, &above.span, last));
    let led = is_lead(cut(text, whole.span.start..first));
    if free && led && date.start == first && leads_on(said) {
        return Some(opening());
    }
    // A date further on in the line has its own sentence.
    if !free || own.start > first || !is_bare(text, whole.span.start..first, date, own) {
        return None;
    }
    if inside(times, &above.span).next().is_some() {
        return None;
    }
    let words = said.split_whitespace().count();
    let name = said.trim_end_matches(':');
    if words <= LABEL && !whole.gap && !name.ends_with(['.', '!', '?', ',', ';']) {
        let start = above.span.start + lines::bullet(said).min(name.len());
        let end = above.span.start + name.len();
        return Some(Above::Label(lines::trimmed(text, start..end)));
    }
    let enough = if above.heading { LABEL } else { 2 };
    let goes_on = name.ends_with(|c: char| c.is_lowercase()) && words > enough;
    (goes_on && date.start == first).then(opening)
}

/// Whether nothing, or only "mandag den", stands before a date.
fn is_lead(before: &str) -> bool {
    let mut words = before.split_whitespace();
    words.all(|word| matches!(word, "den" | "d.") || word.ends_with("dag"))
}

/// Whether a line ends in a word that leads to a date: "… senest den".
pub(crate) fn leads_on(line: &str) -> bool {
    const WORDS: [&str; 7] = ["den", "d.", "senest", "inden", "til", "fra", "mellem"];
    let last = line.split_whitespace().next_back();
    last.is_some_and(|word| WORDS.contains(&word))
}

/// Whether a date begins its line and its sentence says little more: "senest mandag den 3. maj", "3. maj kl. 17, Aulum".
fn is_bare(text: &str, lead: Span, date: &Span, own: &Span) -> bool {
    const LEAD: usize = 3;
    const TAIL: usize = 6;
    const LONG: usize = 60;
    let start = lead.start;
    if lead.len() > LONG {
        return false;
    }
    let lead = cut(text, lead);
    let tail = cut(text, date.end.min(own.end)..own.end);
    !lead.contains([':', '\t', '.'])
        && (lines::bullet(lead) == 0 || lead.is_empty())
        && lead.split_whitespace().count() <= LEAD
        && (tail.split_whitespace().count() <= TAIL || own.start < start)
        && !tail.contains([':', '\t'])
}

#[cfg(test)]
mod tests {
    use crate::{Vocabulary, sample};

    fn told(text: &str) -> Vec<(String, String)> {
        let paper = crate::understand(&sample::document(text), Vocabulary::builtin());
        let told = |d: &paper::Mention| {
            (
                format!("{:?}", d.role),
                d.summary.clone().unwrap_or_default(),
            )
        };
        paper.dates.iter().skip(1).map(told).collect()
    }

    fn pairs(wanted: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(role, said): &(&str, &str)| ((*role).to_owned(), (*said).to_owned());
        wanted.iter().map(owned).collect()
    }

    #[test]
    fn a_label_may_stand_above_its_date() {
        let text = "Årshjul for fyret\n\n1. december 2016\n\nÅbning af puljen\n   2. januar 2017\nAnsøgningsfrist\n   \
                    15. februar 2017\nGeneralforsamling\n   20. april 2017, Hem Kro\n";
        assert_eq!(
            told(text),
            pairs(&[
                ("Milestone", "Åbning af puljen"),
                ("Deadline", "Ansøgningsfrist"),
                ("Meeting", "Generalforsamling: Hem Kro"),
            ])
        );
    }

    #[test]
    fn a_sentence_may_end_in_a_line_of_its_own() {
        let text = "Notat\n\n1. marts 1999\n\nFyrvagten beder om, at bemærkninger til planen er os i hænde senest\n\n      \
                    mandag den 15. marts 1999.\n\nMed venlig hilsen\n";
        assert_eq!(
            told(text),
            pairs(&[(
                "Deadline",
                "Fyrvagten beder om, at bemærkninger til planen er os i hænde"
            )])
        );
    }
}
