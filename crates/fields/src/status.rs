//! Whether the paper calls itself a draft or final.

use paper::{Span, Status};
use serde::Deserialize;

use crate::{
    Vocabulary, kind,
    lines::{self, Line},
    outline::Outline,
    pattern::{self, PatternSet, Word, cut},
};

/// `[status]` of `papers.toml`: what a line begins with that says so.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    draft: PatternSet,
    r#final: PatternSet,
    /// Labels before the mark.
    label: PatternSet,
    /// Of a decision, where a date stands beside it.
    decided: PatternSet,
    /// What a sentence says that adopts the paper it stands in: `har godkendt nærværende kommissorium`.
    adopted: PatternSet,
    /// What a paper says of itself by its genre's name: `Kommissoriet er godkendt`.
    own: PatternSet,
}

impl Words {
    /// Whether a line begins with the mark of a draft.
    pub(crate) fn is_draft(&self, line: &[Word]) -> bool {
        begins(line, &self.draft)
    }
}

fn begins(line: &[Word], patterns: &PatternSet) -> bool {
    patterns.begin(line)
}

/// The lines from the top, and from the end, where a paper speaks of itself.
const TOP: usize = 12;
const END: usize = 8;

/// The status and the rule that gave it. A mark is a line of its own: a draft that the paper is *about* ("Høring over udkast til …") is none.
pub(crate) fn find(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    heading: Option<&Span>,
) -> Option<(Status, &'static str)> {
    let words = &vocabulary.papers.status;
    let count = outline.lines.len();
    let marks = outline.lines.iter().enumerate().filter(|(at, line)| {
        *at < TOP || line.margin || (*at + END >= count && is_mark(outline, line))
    });
    let mut status = None;
    for (at, line) in marks {
        let told =
            of_line(outline, vocabulary, at, line).or_else(|| beside(outline, words, at, line));
        match told {
            Some((Status::Udkast, _)) => return told,
            Some(_) => status = told,
            None => {}
        }
    }
    status
        .or_else(|| ends_as_draft(outline, words, heading?))
        .or_else(|| says_of_itself(outline, words, heading?))
        .or_else(|| is_adopted_here(outline, words))
}

/// A title that ends so: `Budget 2007 for børn og unge - foreløbigt`.
fn ends_as_draft(
    outline: &Outline<'_>,
    words: &Words,
    heading: &Span,
) -> Option<(Status, &'static str)> {
    let title = outline.words(heading.clone());
    let last = title.last().filter(|_| title.len() > 2)?;
    let before = cut(outline.text(), heading.start..last.span.start);
    let apart = before.trim_end().ends_with(['-', '–', ',', '(']);
    (apart && words.is_draft(std::slice::from_ref(last)))
        .then_some((Status::Udkast, "a title that ends so"))
}

/// A sentence that tells that the paper at hand was adopted, not that it shall be.
fn is_adopted_here(outline: &Outline<'_>, words: &Words) -> Option<(Status, &'static str)> {
    /// How many words before may make it a wish or a condition.
    const NEAR: usize = 16;
    const OPEN: [&str; 8] = [
        "naar", "hvis", "saafremt", "skal", "bedes", "foer", "indtil", "kan",
    ];
    let text = outline.text();
    let all = outline.words(0..text.len());
    let mut found = None;
    words.adopted.each(&all, |_, place| {
        let before = all
            .get(place.start.saturating_sub(NEAR)..place.start)
            .unwrap_or_default();
        let from = before.first().map_or(0, |w| w.span.start);
        let to = all.get(place.start).map_or(from, |w| w.span.start);
        let sentence = cut(text, from..to).rfind(". ").map_or(from, |at| from + at);
        let mut said = before.iter().filter(|w| w.span.start >= sentence);
        if !said.any(|w| OPEN.contains(&w.folded.as_str())) {
            found = Some((
                Status::Endelig,
                "a sentence that adopts the paper it stands in",
            ));
        }
    });
    found
}

/// What a line says of the paper.
fn of_line(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    at: usize,
    line: &Line,
) -> Option<(Status, &'static str)> {
    let words = &vocabulary.papers.status;
    let said = outline.words(line.span.clone());
    let marked = words.label.begin(&said).then(|| said.get(1..)).flatten();
    let said = marked.unwrap_or(&said);
    // Near the end it is a draft of something else that is enclosed: "Bilag: Udkast til vedtægt".
    let enclosed = at >= TOP && !line.margin && is_of_another(said) || is_counted(outline, at);
    let about = said
        .first()
        .is_some_and(|w| vocabulary.papers.title.is_subject(w));
    if words.is_draft(said) && !enclosed && !about {
        return Some((Status::Udkast, "a line that says it is a draft"));
    }
    if in_brackets(cut(outline.text(), line.span.clone()), words) {
        return Some((Status::Udkast, "a line that says so in brackets"));
    }
    let short = said.len() <= 16 || marked.is_some();
    if short && begins(said, &words.r#final) {
        return Some((Status::Endelig, "a line that says it is final"));
    }
    let decided = is_decided(outline, words, line, said);
    decided.then_some((Status::Endelig, "a line that tells who adopted it and when"))
}

/// What a letterhead's further columns say.
fn beside(
    outline: &Outline<'_>,
    words: &Words,
    at: usize,
    line: &Line,
) -> Option<(Status, &'static str)> {
    const HEAD: usize = 6;
    const SHORT: usize = 8;
    if at >= HEAD || line.cells.len() > 2 {
        return None;
    }
    let columns = kind::columns(outline.text(), line);
    columns.iter().skip(1).find_map(|column| {
        let said = outline.words(column.clone());
        if said.len() <= 2 && words.is_draft(&said) {
            Some((Status::Udkast, "a column that says it is a draft"))
        } else if said.len() <= SHORT && begins(&said, &words.r#final) {
            Some((Status::Endelig, "a column that says it is final"))
        } else {
            None
        }
    })
}

/// Whether a line is the second or a later one that is counted: one of a list, no title.
fn is_counted(outline: &Outline<'_>, at: usize) -> bool {
    let number = |at: usize| {
        let line = outline.lines.get(at)?;
        let said = cut(outline.text(), line.span.clone());
        let first = said.split_whitespace().next()?;
        first.trim_end_matches(['.', ')']).parse::<u16>().ok()
    };
    let above = at.checked_sub(1).and_then(number);
    above.is_some_and(|above| number(at) == above.checked_add(1))
}

/// `Godkendt: 30-09-2011`, or a row that tells who adopted the paper and when.
fn is_decided(outline: &Outline<'_>, words: &Words, line: &Line, said: &[Word]) -> bool {
    let number = |word: &Word| word.folded.starts_with(|c: char| c.is_ascii_digit());
    let dated = words.decided.begin(said) && said.get(1).is_some_and(number);
    let mut cells = line.cells.iter();
    let row = line.cells.len() > 2
        && said.iter().any(number)
        && cells.any(|cell| words.decided.fill(&outline.words(cell.clone())));
    (dated && said.len() <= 16) || row
}

/// A sentence at the beginning of a line that calls the paper by its genre, as its title does.
fn says_of_itself(
    outline: &Outline<'_>,
    words: &Words,
    heading: &Span,
) -> Option<(Status, &'static str)> {
    const ENDINGS: [&str; 4] = ["erne", "et", "en", "ne"];
    let text = outline.text();
    let mut named = outline.lines.iter().filter_map(|line| {
        let first = cut(text, line.span.clone()).split_whitespace().next()?;
        ENDINGS.iter().any(|e| first.ends_with(e)).then_some(())?;
        let said = outline.words(line.span.clone());
        words.own.begin(&said).then(|| said.first().cloned())?
    });
    let genre = named.next()?.folded;
    let stem = ENDINGS
        .iter()
        .find_map(|ending| genre.strip_suffix(ending))?;
    let title = outline.words(heading.clone());
    title
        .iter()
        .any(|word| stem.len() > 3 && word.folded.contains(stem))
        .then_some((Status::Endelig, "a sentence that calls the paper adopted"))
}

/// Whether a draft's mark goes on with what it is a draft of, or stands behind a word.
fn is_of_another(said: &[Word]) -> bool {
    let of = |at: usize, wanted: &str| said.get(at).is_some_and(|w| w.folded == wanted);
    let numbered = said
        .first()
        .is_some_and(|w| w.folded.starts_with(|c: char| c.is_ascii_digit()));
    of(0, "udkast") && said.len() > 1 && !of(1, "af") && !of(1, "pr")
        || of(1, "udkast") && !numbered
}

/// Near the end: short, and no entry of a list of annexes.
fn is_mark(outline: &Outline<'_>, line: &Line) -> bool {
    line.span.len() < 80 && lines::bullet(cut(outline.text(), line.span.clone())) == 0
}

/// `Hovedtidsplan rev. B (udkast)`.
fn in_brackets(line: &str, words: &Words) -> bool {
    line.match_indices('(').any(|(open, _)| {
        let inner = line[open + 1..].split(')').next().unwrap_or_default();
        let inner = pattern::words(inner, 0..inner.len());
        words.draft.fill(&inner)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn marks_of_a_paper() {
        for (text, wanted) in [
            (
                "Kommissorium for lauget\nStatus\tEndelig, godkendt af rådet",
                Some(Status::Endelig),
            ),
            (
                "Referat\nGodkendt: 3-5-2011 (ingen bemærkninger)",
                Some(Status::Endelig),
            ),
            ("Referat\n1. Referat af 3. maj\nGodkendt.", None),
            (
                "Kommissorium\nRådet\tden 3. maj 2011\tVedtaget",
                Some(Status::Endelig),
            ),
            (
                "Kommissorium for lauget\n\nKommissoriet er godkendt af rådet den 3. maj 2011. Afsnit 2 er ændret.",
                Some(Status::Endelig),
            ),
            (
                "Notat om lauget\n\nRegnskabet er godkendt af rådet den 3. maj 2011, og det er sendt til alle i lauget sammen med den nye plan.",
                None,
            ),
            ("Notat om lauget\nStatus: udkast", Some(Status::Udkast)),
            ("Dagsorden\n\nBilag:\n1 Kort\n2 Udkast til vedtægt", None),
            (
                "Lyng Amt            Godkendt i rådet den 3. maj 2001\nPlan for lyngen",
                Some(Status::Endelig),
            ),
            (
                "Kommissorium for lauget\n\nRådet har den 3. maj 2001 godkendt nærværende kommissorium.",
                Some(Status::Endelig),
            ),
            (
                "Kommissorium for lauget\n\nNår rådet har godkendt nærværende kommissorium, mødes lauget.",
                None,
            ),
        ] {
            let document = sample::document(text);
            let (outline, words) = (Outline::new(&document), Vocabulary::builtin());
            let heading = crate::title::heading(&outline, words);
            let found = find(&outline, words, heading.as_ref());
            assert_eq!(found.map(|(status, _)| status), wanted, "{text}");
        }
    }
}
