//! Annexes that the paper lists: under `Bilag`, `Vedlagt`, `Husk at vedlægge`, or line by line as `Bilag 2.1: …`.

mod listed;
mod sentence;

use std::collections::BTreeSet;

use paper::{BlockKind, Found, Paper, Span};
use regex::Regex;
use serde::Deserialize;

use crate::{
    Vocabulary,
    lines::{self, Line, trimmed},
    outline::Outline,
    pattern::cut,
    phrases::{Cases, any_of},
};

/// `attachments.toml`.
#[derive(Debug, Deserialize)]
#[serde(try_from = "File")]
pub(crate) struct Words {
    /// A label, its number, and a mark: the rest of the line is the annex.
    label: Regex,
    /// `Bilag 3.1 `, before each of several annexes on a line.
    numbered: Regex,
    /// What stands beside the number of an annex and is not its name.
    apart: BTreeSet<String>,
    /// A sentence that tells what is enclosed.
    told: Regex,
    /// A label and nothing more: the lines below are the annexes.
    alone: Regex,
    /// What tells that nothing is enclosed.
    none: BTreeSet<String>,
    /// A label at the beginning of a heading.
    heads: Regex,
    /// A sentence that announces what is to be enclosed.
    announces: Regex,
    /// Marks before an annex's name: its number, whether it is open.
    mark: Regex,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    label: Labels,
    announce: Labels,
    told: Labels,
}

#[derive(Deserialize)]
struct Labels {
    words: Vec<String>,
    #[serde(default)]
    none: BTreeSet<String>,
    #[serde(default)]
    apart: BTreeSet<String>,
    #[serde(flatten)]
    _cases: Cases,
}

impl TryFrom<File> for Words {
    type Error = regex::Error;

    fn try_from(file: File) -> Result<Self, regex::Error> {
        let words = any_of(&file.label.words);
        let number = r"(?:\s*(?:nr\.?\s*)?(?:\d{1,3}(?:\.\d{1,2})*[a-zA-Z]?|[A-ZÆØÅ]|[IVX]{1,4})(?:\s?[-–]\s?(?:\d{1,3}|[A-ZÆØÅ]))?)?";
        Ok(Self {
            label: Regex::new(&format!(
                r"^(?:\d{{1,2}}\s)?(?i:{words}){number}\)?(?:\s*\((?:\d+|[^)]{{0,20}})\))?\s*(?::|\.\s|\s[-–]\s|\t|\s{{3}})\s*"
            ))?,
            numbered: Regex::new(
                r"(?:^|[,;]\s+)(?i:bilag)\s+(?:nr\.?\s*)?(?:\d{1,3}(?:\.\d{1,2})*[a-z]?|[A-Z])\s+(\p{Lu})",
            )?,
            alone: Regex::new(&format!(
                r"^(?:(?:\d{{1,2}}[.)]|(?i:del|afsnit|punkt|pkt\.?|felt|spørgsmål)\s+\w{{1,3}}[.:)]?)\s+)?(?i:{words})(?:(?:\s+til\s+(?:punkt|pkt\.?|sag)\s*(?:nr\.?\s*)?\d{{1,3}})?\s*(?:\([^)]{{1,40}}\))?\s*:?|\s+(?i:til|udsendt|sendt|udleveret|omdelt|vedlagt|vedhæftet|som|der|i)\s[^.:?]{{1,50}}:)$"
            ))?,
            none: file.label.none,
            apart: file.label.apart,
            told: Regex::new(&format!(r"^(?i:{})\s", any_of(&file.told.words)))?,
            heads: Regex::new(&format!(r"^(?i:{words})(?:\s|$)"))?,
            announces: Regex::new(&format!(
                r"(?i)(?:^|[^\p{{L}}])(?:{})(?:[^.:?]|\.[^\s.:?]){{0,60}}:$|hvilke\s[^.:?]{{0,40}}(?:bilag|vedlagt|vedlagte|vedhæftet)[^.:?]{{0,30}}\?$",
                any_of(&file.announce.words)
            ))?,
            mark: Regex::new(
                r"^(?:(?i:bilag)\s*)?(?:(?:nr\.?\s*)?\d{1,3}(?:\.\d{1,2})*[.):]?\s*(?:[-–:]\s*)?|[A-Za-z][.):]\s+|(?i:åbent?(?: bilag)?|lukket(?: bilag)?|fortroligt)\s*[-–:]\s*|(?i:dok(?:ument)?\.?\s*(?:nr\.?)?)\s*\d[\d/.-]+\s*(?:[-–:]\s*)?|\d{5,}[-/]\d{1,6}\s+(?:[-–]\s*)?|[-–•*·○▪]\s+|[☐☒☑]\s*|[\[(]\s?[xX]?\s?[\])]\s*)+",
            )?,
        })
    }
}

/// How many annexes a list may have, and how long the name of one may be, in bytes.
const MOST: usize = 60;
const LONGEST: usize = 220;

pub(crate) fn find(
    outline: &Outline<'_>,
    vocabulary: &Vocabulary,
    _so_far: &Paper,
) -> Vec<Found<String>> {
    let text = outline.text();
    let words = &vocabulary.attachments;
    let mut found: Vec<Found<String>> = Vec::new();
    let mut index = 0;
    while let Some(line) = outline.lines.get(index) {
        let mut spans = Vec::new();
        let mut rule = "a label on the line";
        if !line.margin && !names_annex(outline, words, index) {
            spans = on_line(text, words, line);
            if spans.is_empty() {
                spans = sentence::enclosed(text, &words.told, line);
            }
            let opens = opens_list(text, words, line) || listed::heads_items(outline, words, index);
            if spans.is_empty() && opens {
                let (below, count) = listed::below(outline, words, index);
                index += count;
                rule = "a list of annexes";
                spans = below;
            } else if !spans.is_empty() {
                index += listed::beside(outline, words, index, &mut spans);
            }
        }
        for span in spans {
            let value = text[span.clone()]
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            let first = value.split(' ').next().unwrap_or_default();
            let apart = first.trim_end_matches([':', '.']).to_lowercase();
            let nothing = value.is_empty()
                || words.none.contains(&value.to_lowercase())
                || words.apart.contains(&apart);
            if !nothing && !found.iter().any(|known| known.value == value) {
                found.push(Found {
                    corrected: None,
                    value,
                    rule: Some(rule.into()),
                    confidence: None,
                    source: outline.source(span),
                });
            }
        }
        index += 1;
    }
    found
}

/// Whether the line is the heading of an annex itself: at the top of its page, its text below it.
fn names_annex(outline: &Outline<'_>, words: &Words, index: usize) -> bool {
    let text = outline.text();
    let line = &outline.lines[index];
    let labelled = words.label.is_match(&text[line.span.clone()]);
    let above = index
        .checked_sub(1)
        .map(|i| &text[outline.lines[i].span.clone()]);
    let foot = above.is_some_and(ends_page);
    let next = outline.lines.get(index + 1);
    // The file itself makes it a heading of the outline, with another one below it: the annex begins here.
    let is_section =
        is_outlined(outline, line) && next.is_some_and(|next| is_outlined(outline, next));
    let content = next.is_some_and(|next| {
        (next.gap || is_section)
            && !words.label.is_match(&text[next.span.clone()])
            && !ends_page(&text[next.span.clone()])
    });
    labelled && index > 0 && (line.opens_page || foot || is_section) && content
}

/// Whether the file gives the line a level of the outline.
fn is_outlined(outline: &Outline<'_>, line: &Line) -> bool {
    let blocks = &outline.document.blocks;
    let at = blocks.partition_point(|block| block.start < line.span.start);
    let block = blocks.get(at).filter(|block| block.start < line.span.end);
    block.is_some_and(|block| block.kind == BlockKind::Heading && block.depth > 0)
}

/// `… side 2/3`: the foot of a page.
fn ends_page(line: &str) -> bool {
    const FOOT: usize = 120;
    let page = |c: char| c.is_ascii_digit() || " /afmellem.".contains(c.to_ascii_lowercase());
    if line.len() > FOOT || !line.ends_with(page) {
        return false;
    }
    let lower = line.to_lowercase();
    lower.len() < FOOT
        && lower.rfind("side ").is_some_and(|at| {
            lower[at + 5..]
                .chars()
                .all(|c| c.is_ascii_digit() || " /afmellem.".contains(c))
        })
}

/// The annexes that stand on the line itself, behind a label.
fn on_line(text: &str, words: &Words, line: &Line) -> Vec<Span> {
    let start = line.span.start + mark_before_label(text, words, line);
    let content = &text[start..line.span.end];
    let Some(label) = words.label.find(content) else {
        return numbered(text, words, start..line.span.end);
    };
    let rest = trimmed(text, start + label.end()..line.span.end);
    let numbered = is_numbered(label.as_str());
    let dotted = label.as_str().trim_end().ends_with('.') && !numbered;
    if rest.is_empty() || dotted || rest.len() > LONGEST * 4 {
        return Vec::new();
    }
    if numbered {
        vec![name(text, words, rest)]
    } else {
        separate(text, words, rest)
    }
}

/// Whether a label has the annex's number behind it; before it stands how many they are: `3 bilag:`.
fn is_numbered(label: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    label.trim_start_matches(digit).contains(digit)
}

/// `Bilag 1 Budget, Bilag 2 Tegning`: annexes with their numbers and no other mark.
fn numbered(text: &str, words: &Words, line: Span) -> Vec<Span> {
    let content = &text[line.clone()];
    if content.len() > LONGEST
        || content.ends_with('.')
        || content.contains(". ") && !content.contains("rev. ")
    {
        return Vec::new();
    }
    let starts: Vec<(usize, usize)> = words
        .numbered
        .captures_iter(content)
        .filter_map(|found| Some((found.get(0)?.start(), found.get(1)?.start())))
        .collect();
    if starts.first().is_none_or(|(label, _)| *label > 0) {
        return Vec::new();
    }
    let ends = starts.iter().skip(1).map(|(label, _)| *label);
    starts
        .iter()
        .zip(ends.chain([content.len()]))
        .map(|((_, from), to)| {
            name(
                text,
                words,
                trimmed(text, line.start + from..line.start + to),
            )
        })
        .collect()
}

/// Three or more short names with commas between, two of a word, or names in small letters: a list.
fn is_list(content: &str) -> bool {
    let pieces: Vec<&str> = content.split(", ").collect();
    let goes_on = [
        "rev", "dateret", "version", "af ", "herunder", "som ", "der ", "jf",
    ];
    let single = |piece: &&str| !piece.contains(' ') && piece.starts_with(char::is_uppercase);
    let two = pieces.len() == 2 && pieces.iter().all(single);
    // "udskrift af bogen, erklæringer (5 stk.)", "regnskab, kort og tegning": what goes on with a name begins otherwise.
    let small = |piece: &&str| {
        let first = piece.split(' ').next().unwrap_or_default();
        piece.starts_with(char::is_lowercase)
            && first.chars().all(char::is_alphabetic)
            && piece.split_whitespace().count() <= 10
            && !goes_on.iter().any(|word| piece.starts_with(word))
    };
    let nouns = pieces.len() > 1
        && pieces
            .iter()
            .skip(1)
            .all(|piece| small(piece) && is_thing(piece));
    two || nouns
        || pieces.len() > 2
            && pieces.iter().all(|piece| {
                piece.split_whitespace().count() <= 6
                    && !goes_on.iter().any(|word| piece.starts_with(word))
            })
}

/// Whether what stands behind a comma is a thing enclosed, by its first word: a noun in the plural or of a kind of paper.
fn is_thing(piece: &str) -> bool {
    const PAPERS: [&str; 16] = [
        "brev",
        "regnskab",
        "budget",
        "referat",
        "udskrift",
        "notat",
        "kort",
        "tegning",
        "liste",
        "erklæring",
        "erklæringer",
        "skema",
        "aftale",
        "program",
        "plan",
        "noter",
    ];
    let first = piece.split(' ').next().unwrap_or_default();
    PAPERS.iter().any(|paper| first.ends_with(paper))
}

/// A bullet before the label: `- Bilag 1: …`.
fn mark_before_label(text: &str, words: &Words, line: &Line) -> usize {
    let content = &text[line.span.clone()];
    let mark = lines::bullet(content);
    if mark > 0 && words.label.is_match(&content[mark..]) {
        mark
    } else {
        0
    }
}

/// Annexes named one after another on a line: numbered, as files, by semicolons, or each ended by a bracket.
fn separate(text: &str, words: &Words, rest: Span) -> Vec<Span> {
    let content = &text[rest.clone()];
    let files = content.split(", ").filter(|piece| is_file(piece)).count();
    let mut cuts: Vec<usize> = Vec::new();
    // The number that the next annex has: "1. Plan af 3. maj 2. Kort".
    let mut due = 2_usize;
    if content.contains(';') {
        cuts.extend(content.match_indices(';').map(|(at, _)| at + 1));
    } else if files > 1 || content.split(", ").count() == files || is_list(content) {
        cuts.extend(content.match_indices(", ").map(|(at, _)| at + 1));
        // "budget, kort og brev fra lauget"
        let last = content.rfind(", ").unwrap_or_default();
        let and = content.rfind(" og ").filter(|at| *at > last);
        cuts.extend(and.filter(|at| is_thing(cut(content, at + 4..content.len()))));
    } else if let Some(told) = sentence::cuts(content) {
        cuts = told;
    } else {
        for (at, _) in content.match_indices(' ') {
            let (before, after) = (&content[..at], &content[at + 1..]);
            let closes = before.rsplit(' ').next().is_some_and(|word| {
                word.len() > 3 || word.starts_with(|c: char| !c.is_ascii_digit())
            });
            let stop = ends_name(content, before, after);
            let bracket = before.ends_with(')') && closes && after.starts_with(char::is_uppercase);
            let number = content.starts_with('1')
                && after.split_once([')', '.']).is_some_and(|(number, rest)| {
                    number.parse() == Ok(due) && rest.starts_with(' ')
                });
            due += usize::from(number);
            if bracket || number || stop {
                cuts.push(at);
            }
        }
    }
    let mut from = 0;
    let mut spans = Vec::new();
    for to in cuts.into_iter().chain([content.len()]) {
        let piece = trimmed(text, rest.start + from..rest.start + to);
        let said = cut(text, piece.clone());
        let and = ["og ", "samt "].iter().find(|and| said.starts_with(**and));
        let and = and.filter(|_| from > 0).map_or(0, |and| and.len());
        let piece = piece.start + and..piece.end;
        let piece =
            piece.start..piece.start + text[piece.clone()].trim_end_matches([';', ',', ' ']).len();
        if !piece.is_empty() {
            spans.push(name(text, words, piece));
        }
        from = to;
    }
    spans
}

/// Whether a full stop between two words ends an annex's name and the next word begins another's. The last one has its
/// full stop too; no sentence tells of them.
fn ends_name(content: &str, before: &str, after: &str) -> bool {
    const TOLD: [&str; 12] = [
        "Det ", "Den ", "De ", "Der ", "Disse ", "Se ", "Jf. ", "Vi ", "Dette ", "Alle ", "Bilag ",
        "Bilaget ",
    ];
    let last = before.rsplit(' ').next().unwrap_or_default();
    let word = last.strip_suffix('.').unwrap_or_default();
    let year = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    let whole =
        word.chars().count() > 3 && word.ends_with(char::is_alphabetic) && !word.contains('.');
    let figure = word.len() < 4 && !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    // "version 4. Kort": no ordinal, which no capital follows.
    let ends = year || whole || figure && before.contains(' ') && !content.starts_with('1');
    ends && content.ends_with('.')
        && after.starts_with(char::is_uppercase)
        && !TOLD.iter().any(|told| after.starts_with(told))
        && !TOLD
            .iter()
            .any(|told| content.contains(&format!(". {told}")))
}

/// `Plan.pdf`: the name of a file.
pub(crate) fn is_file(piece: &str) -> bool {
    let end = piece
        .trim_end_matches('.')
        .rsplit('.')
        .next()
        .unwrap_or_default();
    piece.contains('.')
        && end.len() <= 4
        && [
            "pdf", "doc", "docx", "xls", "xlsx", "odt", "jpg", "png", "zip", "ppt", "pptx", "rtf",
            "txt", "msg",
        ]
        .contains(&end.to_lowercase().as_str())
}

/// An annex's name without its number and without the full stop after it.
fn name(text: &str, words: &Words, span: Span) -> Span {
    let content = &text[span.clone()];
    let mark = words.mark.find(content).map_or(0, |mark| mark.end());
    // Only a mark: the number is the name.
    let bare = |rest: &str| is_file(&format!("x.{rest}")) && !rest.contains(char::is_whitespace);
    let first = cut(content, mark..content.len()).split(" (").next();
    let whole = mark >= content.len() || first.is_some_and(bare);
    let mark = if whole { 0 } else { mark };
    let content = match content.strip_suffix('.') {
        Some(rest) if !rest.ends_with('.') => rest,
        _ => content,
    };
    let end = content.len() - remark(content);
    trimmed(text, span.start + mark..span.start + end.max(mark))
}

/// How many bytes at the end tell only when the annex was approved or dated: `(godkendt 26.10.2021)`.
fn remark(content: &str) -> usize {
    let told = content
        .rfind(" (")
        .filter(|_| content.ends_with(')'))
        .is_some_and(|at| {
            let inner = content[at + 2..].to_lowercase();
            [
                "godkendt ",
                "vedtaget ",
                "dateret ",
                "revideret ",
                "af ",
                "pr. ",
                "udsendt ",
            ]
            .iter()
            .any(|w| inner.starts_with(w))
                && inner.contains(|c: char| c.is_ascii_digit())
                || is_size(inner.trim_end_matches(')'))
        });
    if told {
        content.len() - content.rfind(" (").unwrap_or(content.len())
    } else {
        0
    }
}

/// `212 KB`, `1,4 MB`: how large a file is.
fn is_size(told: &str) -> bool {
    let told = told.trim();
    let number = told.trim_end_matches(char::is_alphabetic);
    let unit = cut(told, number.len()..told.len());
    ["b", "kb", "mb", "gb", "byte", "bytes"].contains(&unit)
        && number.starts_with(|c: char| c.is_ascii_digit())
        && number
            .chars()
            .all(|c| c.is_ascii_digit() || ",. ".contains(c))
}

fn opens_list(text: &str, words: &Words, line: &Line) -> bool {
    let content = &text[line.span.clone()];
    line.cells.is_empty() && (words.alone.is_match(content) || words.announces.is_match(content))
}

#[cfg(test)]
mod tests {
    use crate::{Vocabulary, outline::Outline, phrases::check_examples, sample};

    #[test]
    fn examples_of_the_vocabulary() {
        check_examples("attachments.toml", |_, text| {
            let outline = Outline::new(sample::leak(text));
            super::find(&outline, Vocabulary::builtin(), &paper::Paper::default())
                .into_iter()
                .map(|found| found.value)
                .collect()
        });
    }
}
