//! Points of an agenda or of minutes: number, title, case number, open or closed, decision.

use std::sync::LazyLock;

use paper::{Item, Kind, Paper};
use regex::Regex;

use crate::{Vocabulary, lines::Line, outline::Outline, pattern::cut};

/// `3. Økonomi`, `III. Økonomi`, `Pkt. 3 Økonomi`, `17.30 Pkt. 3 Økonomi`, `Punkt 3: Økonomi`, `Ad 3) Økonomi`, `Sag nr. 3 Økonomi`.
static POINT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:(?:kl\.\s*)?\d{1,2}[.:]\d{2}\s+)?(?:(?i:pkt\.?|punkt|ad\.?|sag nr\.?|dagsordenspunkt)\s*(\d{1,3}[a-z]?)\s*[.:)–-]?\s+|(\d{1,3}[a-z]?|[IVX]{1,5})[.)]?\s+)(\(?\p{Lu}.{1,200})$").ok()
});
/// What opens the decision of a point.
static DECISION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?i:beslutning(?:er)?|konklusion|referat|udvalgets beslutning|beslutning i [^:]{2,60}|beslutning [^:]{2,60} den [^:]{4,20})\s*(?::\s*|$)|^B:\s+").ok()
});
/// What says that a point is closed to the public.
static CLOSED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)(?-u:\b)(?:lukket|lukkede|fortrolig\w*)(?-u:\b)").ok());
/// What says so before or behind a title, and is no part of it.
static CLOSED_MARK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^\(?lukket(?: punkt| sag)?(?:\)|:| -| –)\s*|\s*\(?lukket (?:punkt|sag|dagsorden)\)?$|\s*\(lukket\)$").ok()
});

/// The points of an agenda or of minutes; of a point that stands in the contents and again before its text, the latter.
pub(crate) fn find(outline: &Outline<'_>, _vocabulary: &Vocabulary, so_far: &Paper) -> Vec<Item> {
    if !matches!(so_far.kind, Kind::Dagsorden | Kind::Referat) {
        return Vec::new();
    }
    let mut starts: Vec<(usize, Item)> = Vec::new();
    for index in 0..outline.lines.len() {
        let last = starts.last().map(|(at, item)| (*at, item));
        let item = point(outline, index, last);
        starts.extend(item.map(|item| (index, item)));
    }
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

/// The point that begins on a line: numbered, short, no sentence, and at the start of a block or of a list of points. One that
/// goes on as a sentence is a point where it follows the one before by its number, and its first sentence is the title.
fn point(outline: &Outline<'_>, index: usize, last: Option<(usize, &Item)>) -> Option<Item> {
    let line = outline.lines.get(index)?;
    let content = cut(outline.text(), line.span.clone());
    if !may_begin(content) {
        return None;
    }
    let found = POINT.as_ref()?.captures(content)?;
    let number = found.get(1).or(found.get(2))?.as_str();
    let said = found.get(3)?.as_str().trim();
    let title = first_sentence(said);
    let named = found.get(1).is_some();
    let next = follows(last.and_then(|(_, item)| item.number.as_deref()), number);
    let roman = !number.starts_with(|c: char| c.is_ascii_digit());
    let sentence = title.len() < said.len() || said.ends_with([';', ',', '.']);
    let numbered_above = last.is_some_and(|(at, _)| at + 1 == index);
    let opens = line.gap || line.heading || numbered_above || named || next;
    let row = line.cells.len() > 2 || !line.cells.is_empty() && !next;
    let whole = named || opens && (next || !sentence && !roman) && !row;
    let title = without_mark(title);
    (whole && title.chars().count() <= LONGEST).then(|| Item {
        number: Some(number.to_owned()),
        title: title.to_owned(),
        closed: CLOSED.as_ref().is_some_and(|closed| closed.is_match(said)),
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

/// How long a title may be, in characters.
const LONGEST: usize = 140;

/// A look that spares most lines the whole pattern: a number, or a word that stands before one.
fn may_begin(content: &str) -> bool {
    let first = content.bytes().next().unwrap_or_default();
    first.is_ascii_digit() || b"kKpPaAsSdDIVX".contains(&first)
}

/// The title without the sentences behind it and the full stop: `Valg af dirigent. Bestyrelsen foreslår …`.
fn first_sentence(said: &str) -> &str {
    let mut ends = said.match_indices(". ").filter(|(at, _)| {
        let word = cut(said, 0..*at).rsplit(' ').next().unwrap_or_default();
        let after = cut(said, at + 2..said.len()).trim_start();
        word.chars().count() > 3 && after.starts_with(char::is_uppercase)
    });
    let title = ends.next().map_or(said, |(at, _)| cut(said, 0..at));
    let last = title.rsplit(' ').next().unwrap_or_default();
    let short = last.trim_end_matches('.').chars().count() <= 3;
    match title.strip_suffix([':', '.']) {
        Some(bare) if !short => bare,
        _ => title,
    }
}

fn without_mark(title: &str) -> &str {
    let mark = CLOSED_MARK.as_ref().and_then(|mark| mark.find(title));
    let bare = mark.map_or(title, |mark| match mark.start() {
        0 => cut(title, mark.end()..title.len()),
        at => cut(title, 0..at),
    });
    if bare.is_empty() { title } else { bare }
}

/// Whether a number is the one behind another; the first is 1.
fn follows(last: Option<&str>, number: &str) -> bool {
    let value = |number: &str| number.parse::<u32>().ok().or_else(|| roman(number));
    let last = last.map_or(Some(0), value);
    last.is_some_and(|last| value(number) == Some(last + 1))
}

/// `XIV` is 14.
fn roman(number: &str) -> Option<u32> {
    let values = number.chars().map(|c| match c {
        'I' => Some(1),
        'V' => Some(5),
        'X' => Some(10),
        _ => None,
    });
    let values: Vec<u32> = values.collect::<Option<_>>()?;
    let behind = values.iter().skip(1).chain(&[0]);
    let (less, more) = values
        .iter()
        .zip(behind)
        .fold((0, 0), |(less, more), (value, next)| {
            if value < next {
                (less + value, more)
            } else {
                (less, more + value)
            }
        });
    u32::checked_sub(more, less)
}

/// Where the words begin of the decision that a line opens.
pub(crate) fn decision(content: &str) -> Option<usize> {
    let label = DECISION.as_ref()?.find(content)?;
    Some(label.end())
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
            // `Åben/lukket: Åben`: what stands behind the label tells.
            let said = content.rsplit(':').next().unwrap_or_default();
            let short = content.len() < 40;
            item.closed |= short && CLOSED.as_ref().is_some_and(|closed| closed.is_match(said));
        }
        let Some(label) = decision(content) else {
            continue;
        };
        let rest = cut(content, label..content.len()).trim();
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
                "2|Salg af fyret||lukket|Udsat."
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
        assert_eq!(
            items(
                Kind::Referat,
                "1. Valg af dirigent. Man valgte Bo.\n   Han takkede.\n2.  Fyrets drift.\n3. STATUS PR. 3. MAJ\n\nAd 4) Storke\nB: Godkendt.\n\n5. (Lukket punkt) Salg\nÅben/lukket: Lukket\n"
            ),
            [
                "1|Valg af dirigent|||",
                "2|Fyrets drift|||",
                "3|STATUS PR. 3. MAJ|||",
                "4|Storke|||Godkendt.",
                "5|Salg||lukket|"
            ]
        );
        assert_eq!(
            items(
                Kind::Dagsorden,
                "I. Valg\nII. Beretning\n\nIV. Uden for rækken\n"
            ),
            ["I|Valg|||", "II|Beretning|||"]
        );
        assert_eq!(
            items(Kind::Dagsorden, "1. Storke\nÅben/lukket: Åben\n"),
            ["1|Storke|||"]
        );
    }
}
