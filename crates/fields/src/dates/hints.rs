//! Years that the paper gives to dates without one: headings, captions, columns, the words that open a list.

use crate::pattern::cut;
use danish::{Grain, Kind, Time, YearHint};
use paper::{Paper, Span};

use super::start_of;
use crate::{
    Vocabulary,
    outline::Outline,
    pattern,
    roles::{inside, sentence_at},
};

/// What headings, columns and openings of lists say of the year.
pub(super) fn years(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    so_far: &Paper,
    times: &[Time],
) -> Vec<YearHint> {
    let mut hints = Vec::new();
    from_headings(outline, vocabulary, so_far, &mut hints);
    from_columns(outline, &mut hints);
    from_sentences(outline, vocabulary, times, &mut hints);
    hints
}

/// The single year that a stretch names.
fn year_in(text: &str, span: Span) -> Option<i16> {
    let mut years = pattern::words(text, span).into_iter().filter_map(|w| {
        let year: i16 = w.folded.parse().ok()?;
        (w.folded.len() == 4 && (1950..2100).contains(&year)).then_some(year)
    });
    let year = years.next()?;
    years.next().is_none().then_some(year)
}

fn from_headings(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    so_far: &Paper,
    hints: &mut Vec<YearHint>,
) {
    let text = outline.text();
    let plan = |span: &Span| {
        let words = outline.words(span.clone());
        let patterns = &vocabulary.cues.year.heading;
        words.len() <= 14 && patterns.stand_in(&words)
    };
    let title = so_far.title.as_ref().map(|t| t.source.quote.as_str());
    for (at, line) in outline.lines.iter().enumerate() {
        let opens = line.heading
            || cut(text, line.span.clone()).ends_with(':')
            || (outline.grid_of(at + 1).is_some() && line.cells.is_empty());
        if !opens || !plan(&line.span) {
            continue;
        }
        let Some(year) = year_in(text, line.span.clone()) else {
            continue;
        };
        let heading = cut(text, line.span.clone());
        let end = if title == Some(heading) {
            // "Notat om sejlplanen 2017" is no plan.
            let first = outline.words(line.span.clone());
            let first = first.get(..first.len().min(4)).unwrap_or_default();
            if !vocabulary.cues.year.heading.stand_in(first) {
                continue;
            }
            text.len()
        } else {
            section_end(outline, at)
        };
        hints.push(YearHint {
            over: line.span.start..end,
            year,
            reason: format!("the heading {heading}"),
        });
    }
}

/// Where the next heading stands below a line.
fn section_end(outline: &Outline<'_>, line: usize) -> usize {
    outline
        .lines
        .iter()
        .skip(line + 1)
        .find(|l| l.heading)
        .map_or(outline.text().len(), |l| l.span.start)
}

/// A column whose head names a year, and rows below a row that is nothing but a year.
fn from_columns(outline: &Outline<'_>, hints: &mut Vec<YearHint>) {
    let text = outline.text();
    for grid in &outline.grids {
        let mut above: Option<i16> = None;
        for row in grid.rows.clone() {
            let cells = &outline.lines[row].cells;
            let mut filled = cells.iter().filter(|c| !c.is_empty());
            if let (Some(only), None) = (filled.next(), filled.next())
                && let Some(year) = cut(text, only.clone())
                    .parse::<i16>()
                    .ok()
                    .filter(|y| (1950..2100).contains(y))
            {
                above = Some(year);
            }
            let span = outline.lines[row].span.clone();
            if let Some(year) = above {
                hints.push(hint(span, year, "the year above the row"));
            }
            for (column, cell) in cells.iter().enumerate() {
                let head = outline.head_of(row, column);
                let year = head.and_then(|h| year_in(text, h));
                if let Some(year) = year.filter(|_| !cell.is_empty()) {
                    hints.push(hint(cell.clone(), year, "the head of its column"));
                }
            }
        }
    }
}

fn hint(over: Span, year: i16, reason: &str) -> YearHint {
    YearHint {
        over,
        year,
        reason: reason.to_owned(),
    }
}

/// "Møder i 2018: 20/8, …" and "I 2023 var fristen den 10. marts".
fn from_sentences(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    times: &[Time],
    hints: &mut Vec<YearHint>,
) {
    let text = outline.text();
    for time in times
        .iter()
        .filter(|t| t.grain == Grain::Year && t.kind == Kind::Date)
    {
        let Some(line) = outline.line_at(time.span.start) else {
            continue;
        };
        let Some(year) = start_of(time).map(jiff::civil::Date::year) else {
            continue;
        };
        let unit = outline.lines[line].span.clone();
        let within = sentence_at(text, &unit, time.span.start);
        let sentence = within.start..within.end.max(time.span.end);
        let before = cut(text, sentence.start..time.span.start).trim_end();
        let after = cut(text, time.span.end..sentence.end);
        let said = outline.words(sentence.start..time.span.start);
        // "Mødedatoer for 2015 fastlægges på mødet i december" says nothing of the December.
        let soon = inside(times, &(time.span.end..sentence.end))
            .next()
            .is_some_and(|(_, next)| {
                outline
                    .words(time.span.end..next.span.start.max(time.span.end))
                    .len()
                    <= 3
            });
        let series = soon && vocabulary.cues.year.heading.stand_in(&said);
        let opens = before.split_whitespace().count() <= 1 && before.to_lowercase().ends_with('i');
        if opens || series || after.starts_with(':') {
            hints.push(YearHint {
                over: time.span.end..sentence.end,
                year,
                reason: format!("the year {year} before it in the sentence"),
            });
        }
    }
}
