//! Points of an agenda or of minutes: number, title, case number, open or closed, decision.

use std::sync::LazyLock;

use paper::{Item, Kind, Paper};
use regex::Regex;

use crate::{Vocabulary, lines::Line, outline::Outline};

/// `3. Økonomi`, `Pkt. 3 Økonomi`, `17.30 Pkt. 3 Økonomi`, `Punkt 3: Økonomi`, `Sag nr. 3 Økonomi`.
static POINT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:(?:kl\.\s*)?\d{1,2}[.:]\d{2}\s+)?(?:(?i:pkt\.?|punkt|ad\.?|sag nr\.?|dagsordenspunkt)\s*(\d{1,3}[a-z]?)\s*[.:–-]?\s+|(\d{1,3}[a-z]?)[.)]?\s+)(\p{Lu}.{1,200})$").ok()
});
/// What opens the decision of a point.
static DECISION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?i:beslutning(?:er)?|konklusion|referat|udvalgets beslutning|beslutning i [^:]{2,60}|beslutning [^:]{2,60} den [^:]{4,20})\s*(?::\s*|$)").ok()
});
/// What says that a point is closed to the public.
static CLOSED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:lukket|lukkede|fortrolig\w*)\b").ok());

/// The points of an agenda or of minutes; of a point that stands in the contents and again before its text, the latter.
pub(crate) fn find(outline: &Outline<'_>, _vocabulary: &Vocabulary, so_far: &Paper) -> Vec<Item> {
    if !matches!(so_far.kind, Kind::Dagsorden | Kind::Referat) {
        return Vec::new();
    }
    let starts: Vec<(usize, Item)> = (0..outline.lines.len())
        .filter_map(|index| Some((index, point(outline, index)?)))
        .collect();
    let mut items: Vec<Item> = Vec::new();
    for (at, (index, item)) in starts.iter().enumerate() {
        let end = starts
            .get(at + 1)
            .map_or(outline.lines.len(), |(next, _)| *next);
        let mut item = item.clone();
        body(outline, so_far, &outline.lines[index + 1..end], &mut item);
        let again = items
            .iter_mut()
            .find(|known| known.number == item.number && similar(&known.title, &item.title));
        match again {
            Some(known) => *known = item,
            None => items.push(item),
        }
    }
    items
}

fn similar(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    a.starts_with(&b) || b.starts_with(&a)
}

/// The point that begins on a line: numbered, short, no sentence, and at the start of a block or of a list of points.
fn point(outline: &Outline<'_>, index: usize) -> Option<Item> {
    let line = &outline.lines[index];
    let content = &outline.text()[line.span.clone()];
    let found = POINT.as_ref()?.captures(content)?;
    let number = found.get(1).or(found.get(2))?.as_str();
    let title = found.get(3)?.as_str().trim();
    let named = found.get(1).is_some();
    let sentence =
        title.contains(". ") || title.ends_with([';', ',']) || title.chars().count() > 140;
    let numbered_above = index.checked_sub(1).is_some_and(|i| {
        let above = &outline.text()[outline.lines[i].span.clone()];
        POINT.as_ref().is_some_and(|p| p.is_match(above))
    });
    let opens = line.gap || line.heading || numbered_above || named;
    let whole = named || opens && !sentence && !title.ends_with('.') && line.cells.is_empty();
    whole.then(|| Item {
        number: Some(number.to_owned()),
        title: title.to_owned(),
        closed: CLOSED.as_ref().is_some_and(|closed| closed.is_match(title)),
        rule: Some(
            if named {
                "a line that says it is a point"
            } else {
                "a numbered line"
            }
            .into(),
        ),
        source: outline.source(line.span.clone()),
        ..Item::default()
    })
}

/// What the lines of a point say: its case number near the title, whether it is closed, its decision.
fn body(outline: &Outline<'_>, so_far: &Paper, lines: &[Line], item: &mut Item) {
    let text = outline.text();
    for (at, line) in lines.iter().enumerate() {
        let content = &text[line.span.clone()];
        if at < 3 {
            let number = so_far
                .case_numbers
                .iter()
                .find(|found| content.contains(found.value.as_str()));
            if item.case_number.is_none() {
                item.case_number = number.map(|found| found.value.clone());
            }
            let short = content.len() < 40;
            item.closed |= short
                && CLOSED
                    .as_ref()
                    .is_some_and(|closed| closed.is_match(content));
        }
        let Some(label) = DECISION
            .as_ref()
            .and_then(|decision| decision.find(content))
        else {
            continue;
        };
        let rest = content[label.end()..].trim();
        let next = lines.get(at + 1).map(|next| &text[next.span.clone()]);
        let decision = if rest.is_empty() { next } else { Some(rest) };
        item.decision = decision.map(str::to_owned).or(item.decision.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn items(kind: Kind, text: &str) -> Vec<String> {
        let outline = Outline::new(sample::leak(text));
        let mut paper = Paper {
            kind,
            ..Paper::default()
        };
        paper.case_numbers = crate::case_numbers::find(&outline, Vocabulary::builtin(), &paper);
        find(&outline, Vocabulary::builtin(), &paper)
            .into_iter()
            .map(|item| {
                let number = item.number.unwrap_or_default();
                let case = item.case_number.unwrap_or_default();
                let closed = if item.closed { "lukket" } else { "" };
                format!(
                    "{number}|{}|{case}|{closed}|{}",
                    item.title,
                    item.decision.unwrap_or_default()
                )
            })
            .collect()
    }

    #[test]
    fn points() {
        let text = "Indhold\n\n1. Storke\n2. Salg af fyret (lukket)\n\n1. Storke\nSagsnr. 17/4023\n\nDer er tre par.\n\nBeslutning: Godkendt.\n\n2. Salg af fyret (lukket)\n\nBeslutning\nUdsat.\n";
        assert_eq!(
            items(Kind::Referat, text),
            [
                "1|Storke|17/4023||Godkendt.",
                "2|Salg af fyret (lukket)||lukket|Udsat."
            ]
        );
        assert_eq!(
            items(
                Kind::Dagsorden,
                "17.00 Pkt. 1 Velkomst\n17.05 Pkt. 2 Storke v/ Ida\n"
            ),
            ["1|Velkomst|||", "2|Storke v/ Ida|||"]
        );
        assert!(items(Kind::Notat, text).is_empty());
    }
}
