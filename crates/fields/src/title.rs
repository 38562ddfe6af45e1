//! The paper's title: its main heading, its subject line, or the name of the project that it applies for.

mod broken;
mod prose;
mod surroundings;

use paper::{BlockKind, Found, Kind, Paper, Span};
use serde::Deserialize;

use crate::{
    Vocabulary,
    attachments::is_file,
    kind,
    lines::{self, Line},
    outline::Outline,
    pattern::{self, PatternSet, Word, cut},
};

/// `[title]` of `papers.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    subject: PatternSet,
    project: PatternSet,
    never: PatternSet,
    letterhead: PatternSet,
    months: PatternSet,
}

impl Words {
    /// Whether a word is a label of the subject.
    pub(crate) fn is_subject(&self, word: &Word) -> bool {
        self.subject.fill(std::slice::from_ref(word))
    }
}

/// Spaces that part two columns.
const COLUMNS: &str = "    ";

/// How many words a sentence has, and no title that ends with a full stop.
const SENTENCE: usize = 16;

/// The most bytes of a title: what is longer is a paragraph.
const LONGEST: usize = 500;
/// The lines from the top among which the title is sought.
const TOP: usize = 30;

pub(crate) fn find(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    so_far: &Paper,
    heading: Option<Span>,
) -> Option<Found<String>> {
    if so_far.kind == Kind::Ansøgning
        && let Some(project) = project(vocabulary, so_far)
    {
        return Some(project);
    }
    let span = heading?;
    let line = outline.line_at(span.start)?;
    let labelled = outline.lines[line].span.start < span.start;
    Some(Found {
        corrected: None,
        value: broken::whole(&outline.text()[span.clone()]),
        rule: Some(
            if labelled {
                "a line of the subject"
            } else {
                "the main heading"
            }
            .into(),
        ),
        confidence: None,
        source: outline.source(span),
    })
}

/// The field in which the form asks for the project's name.
fn project(vocabulary: &Vocabulary, so_far: &Paper) -> Option<Found<String>> {
    let words = &vocabulary.papers.title;
    let asked = so_far.fields.iter().filter_map(|field| {
        let label = pattern::words(&field.label, 0..field.label.len());
        let value = field.value.as_ref()?;
        let mut surest = None;
        if label.len() <= 6 {
            words.project.each(&label, |pattern, _| {
                surest = Some(surest.map_or(pattern, |best: usize| best.min(pattern)));
            });
        }
        Some((surest?, value, &field.source))
    });
    // The vocabulary names the surest labels first.
    let (_, value, source) = asked.min_by_key(|(pattern, ..)| *pattern)?;
    Some(Found {
        corrected: None,
        value: value.clone(),
        rule: Some("the field for the project's name".into()),
        confidence: None,
        source: source.clone(),
    })
}

/// The main heading, whatever the paper is.
pub(crate) fn heading(outline: &Outline<'_>, vocabulary: &Vocabulary) -> Option<Span> {
    let mut best: Option<(i32, Span)> = None;
    let around = surroundings::Surroundings::of(outline);
    for (at, line) in outline.lines.iter().enumerate().take(TOP) {
        let Some((mut score, mut span)) = weigh(outline, vocabulary, at, line) else {
            continue;
        };
        if at == around.prose() {
            let said = outline.words(span.clone());
            score -= name_bonus(vocabulary.papers.first_name(&said), said.len());
        }
        if let Some(subject) = broken::beside_genre(outline, vocabulary, line) {
            span = subject;
            score += 60;
        }
        let end = broken::until(outline, vocabulary, at, &span);
        if end > span.end {
            span.end = end;
            let first = kind::unspaced(outline.words(line.span.clone()));
            let below = outline.words(line.span.end..end);
            let both = [&first[..], &below].concat();
            score += name_bonus(vocabulary.papers.first_name(&both), both.len());
        }
        score += around.of_line(outline, at);
        if best.as_ref().is_none_or(|(top, _)| score > *top) {
            best = Some((score, span));
        }
    }
    best.filter(|(score, _)| *score > -20).map(|(_, span)| span)
}

/// How much a line looks like the title (tenths of a point each), and which part of it is the title.
fn weigh(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    at: usize,
    line: &Line,
) -> Option<(i32, Span)> {
    let text = outline.text();
    if prose::is_paragraph(outline, line) || prose::begins_paragraph(outline, vocabulary, at) {
        return None;
    }
    let words = &vocabulary.papers.title;
    let subject = after_subject(outline, at, words);
    let labelled = subject.is_some();
    let span = subject.unwrap_or_else(|| unmarked(text, column(text, line)));
    let content = &text[span.clone()];
    if content.len() > LONGEST {
        return None;
    }
    let line_words = kind::unspaced(outline.words(span.clone()));
    let boxed = content.starts_with(['☐', '☒', '☑', '[', '<']);
    if !content.contains(char::is_alphabetic) || content.contains('@') || boxed || is_file(content)
    {
        return None;
    }
    let mut score = -i32::try_from(at).unwrap_or(i32::MAX / 2) * 2;
    // "Emne: Svar på ansøgning" only names the genre: a heading below may say of what.
    let name = vocabulary.papers.first_name(&line_words);
    let bare = line_words.len() <= 3 && name == Some(0);
    score += match (labelled, bare) {
        (true, false) => 80,
        (true, true) => 5,
        _ => 0,
    };
    let sentence = content.ends_with('.') && line_words.len() > SENTENCE;
    if lines::bullet(content) == 0 && !sentence {
        score += name_bonus(name, line_words.len());
    }
    if vocabulary.papers.status.is_draft(&line_words) && !labelled {
        score -= 25;
    }
    if vocabulary.papers.names_meeting(&line_words) {
        score += 25;
    } else if is_weekday(&line_words) {
        score -= 40;
    }
    score += looks(outline, line, content, &line_words);
    if !labelled && name != Some(0) && in_columns(outline, line) {
        score -= 40;
    }
    if span.start > line.span.start && cut(text, line.span.clone()).starts_with('#') {
        score += 25;
    }
    let never = words.never.begin(&line_words) || is_dated_label(vocabulary, text, &span);
    if never && !labelled {
        score -= 60;
    }
    if words.letterhead.fill(&line_words) {
        score -= 30;
    }
    let end = span.end - case_number(content);
    Some((score, span.start..end))
}

/// How many bytes at a title's end are a bracket with the number of its case: `Afslag (vores j.nr. 2013-17)`.
fn case_number(title: &str) -> usize {
    const WORDS: usize = 4;
    let bracket = title.rfind(" (").filter(|_| title.ends_with(')'));
    let told = bracket.filter(|&at| {
        let inner = cut(title, at..title.len()).to_lowercase();
        inner.split_whitespace().count() <= WORDS
            && ["j.nr", "jnr", "sagsnr", "sags nr", "journalnr"]
                .iter()
                .any(|l| inner.contains(l))
    });
    told.map_or(0, |at| title.len() - at)
}

/// The line without a frame's bars; where it has columns, the first that is filled.
fn column(text: &str, line: &Line) -> Span {
    let span = lines::unframed(text, &line.span);
    let content = cut(text, span.clone());
    // What stands behind a label in the next column is its subject.
    let filled = line.cells.iter().filter(|cell| !cell.is_empty()).count();
    let end = pattern::find(content, COLUMNS).filter(|_| filled < 2 && !content.contains(':'));
    lines::trimmed(text, span.start..span.start + end.unwrap_or(content.len()))
}

/// The heading's words behind the `#` that some editors of texts write before it.
fn unmarked(text: &str, span: Span) -> Span {
    let said = cut(text, span.clone());
    let bare = said.trim_start_matches('#');
    if bare.len() < said.len() && bare.starts_with(' ') {
        lines::trimmed(text, span.end - bare.len()..span.end)
    } else {
        span
    }
}

/// Whether a line has columns, as a letterhead's lines have.
fn in_columns(outline: &Outline<'_>, line: &Line) -> bool {
    let filled = line.cells.iter().filter(|cell| !cell.is_empty()).count();
    let whole = lines::unframed(outline.text(), &line.span);
    filled > 1 || !line.margin && pattern::find(cut(outline.text(), whole), COLUMNS).is_some()
}

/// `Dagsorden udsendt: 12-02-2026`, `Periode: 1. maj 2018 - 30. april 2020`: a label and nothing but days.
fn is_dated_label(vocabulary: &Vocabulary, text: &str, span: &Span) -> bool {
    const WORDS: usize = 8;
    let said = cut(text, span.clone());
    let Some((label, told)) = said.split_once(':') else {
        return false;
    };
    let at = span.start + label.len() + 1;
    let words = pattern::words(text, at..span.end.max(at));
    let day = |w: &Word| {
        w.folded.starts_with(|c: char| c.is_ascii_digit())
            || vocabulary.papers.title.months.fill(std::slice::from_ref(w))
    };
    told.trim_start().starts_with(|c: char| c.is_ascii_digit())
        && words.len() <= WORDS
        && words.iter().all(day)
}

/// `Tirsdag den 23. maj kl. 17, rådhuset`: when a meeting is, and no more.
fn is_weekday(words: &[Word]) -> bool {
    const DAYS: [&str; 7] = [
        "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "loerdag", "soendag",
    ];
    let mut said = words.iter().map(|w| w.folded.as_str());
    said.next().is_some_and(|day| DAYS.contains(&day))
        && said.next().is_some_and(|w| {
            matches!(w, "den" | "d") || w.starts_with(|c: char| c.is_ascii_digit())
        })
}

/// What stands after `Emne:`, where something does. After `Vedr.` and a label set in columns no colon need stand.
fn after_subject(outline: &Outline<'_>, at: usize, words: &Words) -> Option<Span> {
    let text = outline.text();
    let line = outline.lines.get(at)?;
    let span = lines::unframed(text, &line.span);
    let said = cut(text, span.clone());
    let is_subject = |end: usize| {
        let label = pattern::words(text, span.start..span.start + end);
        words.subject.fill(&label)
    };
    let marked = said.find([':', '\t']).filter(|&mark| is_subject(mark));
    let rest = match marked {
        Some(mark) => span.start + mark + 1,
        None => span.start + bare_label(outline, at, said).filter(|&end| is_subject(end))?,
    };
    let rest = after_marks(text, lines::trimmed(text, rest..span.end));
    (!rest.is_empty()).then_some(rest)
}

/// Where a label ends that has no colon: `Vedr. lyset`, `Emne      Lyset`.
fn bare_label(outline: &Outline<'_>, at: usize, said: &str) -> Option<usize> {
    const ALONE: [&str; 4] = ["Vedrørende", "Angående", "VEDRØRENDE", "ANGÅENDE"];
    if !said.starts_with(char::is_uppercase) {
        return None;
    }
    let end = said.find(' ')?;
    let (word, rest) = (cut(said, 0..end), cut(said, end..said.len()));
    if rest.starts_with("  ") {
        return Some(end);
    }
    let open = word.ends_with('.') || ALONE.contains(&word);
    (open && is_short_block(outline, at)).then_some(end)
}

/// Whether a line begins a block of a few lines that is no sentence.
fn is_short_block(outline: &Outline<'_>, at: usize) -> bool {
    const LINES: usize = 4;
    let lines = outline.lines.get(at..).unwrap_or_default();
    let block = 1 + lines
        .iter()
        .skip(1)
        .take(LINES)
        .take_while(|l| !l.gap)
        .count();
    let last = lines
        .get(block - 1)
        .map_or("", |l| cut(outline.text(), l.span.clone()));
    block <= LINES && lines.first().is_some_and(|l| l.gap) && !last.ends_with(['.', ',', ';'])
}

/// A subject without what answering and sending on put before it: "SV: VS: Høring" is about "Høring".
fn after_marks(text: &str, subject: Span) -> Span {
    const MARKS: [&str; 7] = ["sv", "vs", "re", "fw", "fwd", "aw", "wg"];
    let mut start = subject.start;
    while let Some((mark, rest)) = text[start..subject.end].split_once(':')
        && MARKS.contains(&mark.trim().to_lowercase().as_str())
    {
        start = subject.end - rest.len();
    }
    lines::trimmed(text, start..subject.end)
}

/// What a kind's name is worth, by the words before it and by all.
fn name_bonus(name: Option<u32>, words: usize) -> i32 {
    match name {
        Some(0) if words > 1 => 60,
        // The genre on a letterhead.
        Some(0) => 6,
        Some(1..=3) => 45,
        Some(_) => 15,
        None => 0,
    }
}

fn looks(outline: &Outline<'_>, line: &Line, content: &str, words: &[Word]) -> i32 {
    let mut score = 0;
    if line.heading {
        score += 15;
    }
    let block = outline
        .block_at(line.span.start)
        .map(|b| &outline.blocks()[b]);
    if let Some(block) = block
        && block.kind == BlockKind::Heading
    {
        score += if block.depth <= 1 { 25 } else { 10 };
    }
    score += match words.len() {
        0 | 1 => -10,
        2..=20 => 5,
        _ => -30,
    };
    if content.ends_with(['.', ',', ':', ';']) {
        score -= 30;
    }
    if line.margin {
        score -= 40;
    }
    if content.starts_with(char::is_lowercase) {
        score -= 30;
    }
    if lines::bullet(content) > 0 || content.starts_with('§') {
        score -= 25;
    }
    if is_status_or_date(words) || has_postcode(words) {
        score -= 50;
    }
    let properties = &outline.document.properties;
    if let Some(title) = &properties.title
        && title.len() > 8
        && alike(title, words)
    {
        score += 25;
    }
    score
}

fn alike(title: &str, words: &[Word]) -> bool {
    let title = pattern::words(title, 0..title.len());
    let shared = words
        .iter()
        .filter(|w| title.iter().any(|t| t.folded == w.folded))
        .count();
    shared * 2 > words.len().max(title.len())
}

/// Nothing but a draft's mark or a date with the place before it.
fn is_status_or_date(words: &[Word]) -> bool {
    let digits = words
        .iter()
        .filter(|w| w.folded.chars().all(|c| c.is_ascii_digit()))
        .count();
    // "Plan 2016-2019" tells for which years.
    let is_year = |w: &&Word| w.folded.len() == 4 && w.folded.starts_with(['1', '2']);
    let years = words
        .iter()
        .filter(|w| w.folded.starts_with(|c: char| c.is_ascii_digit()))
        .all(|w| is_year(&w));
    let years = years && words.len() > digits;
    words.first().is_some_and(|w| w.folded == "udkast") && words.len() < 5
        || digits >= 2 && words.len() <= 6 && !years
}

fn has_postcode(words: &[Word]) -> bool {
    words.windows(2).any(|pair| {
        matches!(pair, [code, town] if code.folded.len() == 4
            && code.folded.bytes().all(|b| b.is_ascii_digit())
            && !code.folded.starts_with(['1', '2'])
            && town.folded.chars().all(char::is_alphabetic))
    }) && words.len() < 9
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn titles_among_what_stands_around_them() {
        for (text, wanted) in [
            (
                "Referat af klitrådets møde\nonsdag den 3. maj 1995 kl. 19\n\nTil stede: Ida.",
                "Referat af klitrådets møde onsdag den 3. maj 1995 kl. 19",
            ),
            (
                "INDKALDELSE TIL MØDE I LAUGET\nVED NORDRE LYNG\n\nonsdag den 3. maj",
                "INDKALDELSE TIL MØDE I LAUGET VED NORDRE LYNG",
            ),
            (
                "Lyngtilsynet\nStien 4\n9990 Lyngby Strand\n\nBo Lund\nStien 6\n9990 Lyngby Strand\n\nSagen om lys på stien\n\nVi har set på den.",
                "Sagen om lys på stien",
            ),
            (
                "NOTAT                    Lyng Kommune\n\nDato: 3. maj 2011\n\nLys over lyngen om vinteren\n\nDer er mørkt.",
                "Lys over lyngen om vinteren",
            ),
            (
                "Dato: 3. maj 2011\nEmne: Udpegning til lauget for\n      2012-2014\n\nKære Bo",
                "Udpegning til lauget for 2012-2014",
            ),
            (
                "Lyng Amt\nDato          3. maj 2001\nVedr.         Lys over lyngen\n\nFORELØBIGT NOTAT\n\nDer er mørkt.",
                "Lys over lyngen",
            ),
            (
                "Lyng Amt\n\nVedr. tilskud til lys (lovens\n§ 4) på stien\n\nVi har set på sagen.",
                "tilskud til lys (lovens § 4) på stien",
            ),
            (
                "BOLIGFORENINGEN LYNGEN\n\nTIDS- OG PROCESPLAN 2016-2019         rev. C\n\nUge 4\tMøde",
                "TIDS- OG PROCESPLAN 2016-2019",
            ),
            (
                "# Møde i lauget\n\nDagsorden udsendt: 12-02-2020\n\n1. Lys",
                "Møde i lauget",
            ),
            (
                "Lyng Styrelse\n\nBeskikkelse til Klitrådet\n\nEfter indstilling fra lauget beskikkes De som medlem af\nKlitrådet til 31. december 2007. Hvervet er personligt og følger\nreglerne for rådet.",
                "Beskikkelse til Klitrådet",
            ),
            (
                "Lyng Styrelse\n\nBeskikkelse til Klitrådet\n\nEfter indstilling fra lauget er De i dag beskikket som medlem af Klitrådet for\nfire år, og De bedes give besked til os.",
                "Beskikkelse til Klitrådet",
            ),
            (
                "|  LYNG KOMMUNE             Sekretariatet  |\n|  Oversigt over lauget  |\n\nListen er ny.",
                "Oversigt over lauget",
            ),
        ] {
            let document = sample::document(text);
            let paper = crate::understand(&document, Vocabulary::builtin());
            assert_eq!(paper.title.unwrap().value, wanted);
        }
    }
}
