//! Columns of running text that are drawn line by line over the whole page: told by the gutter between them.

use super::lines::Span;

/// Lines that columns must have beside each other.
const FEWEST: usize = 8;
/// Lines at their beginning that may stand alone.
const LEAD: usize = 4;
/// Words that their lines must have on the average: less are cells of a table.
const WORDY: f32 = 3.2;
/// How deep columns are looked for within columns.
const DEEPEST: u8 = 4;

/// Puts the lines of such columns one column after the other.
pub(super) fn part(spans: Vec<Span>) -> Vec<Span> {
    part_within(spans, DEEPEST)
}

fn part_within(spans: Vec<Span>, deep: u8) -> Vec<Span> {
    if deep == 0 || spans.len() < 2 * FEWEST {
        return spans;
    }
    let lines: Vec<&[Span]> = spans.chunk_by(is_level).collect();
    let mut done: Vec<Span> = Vec::with_capacity(spans.len());
    let mut at = 0;
    while at < lines.len() {
        let run = run(lines.get(at..).unwrap_or(&[]));
        let length = run.length.max(1);
        match run.middle {
            Some(middle) => {
                let all = || {
                    lines
                        .iter()
                        .skip(at)
                        .take(length)
                        .flat_map(|line| line.iter().cloned())
                };
                let (left, right): (Vec<Span>, Vec<Span>) =
                    all().partition(|span| span.x0() < middle);
                done.extend(part_within(left, deep - 1));
                done.extend(part_within(right, deep - 1));
            }
            // What is no columns is not looked at again from its second line: work would grow with its square.
            None => lines
                .iter()
                .skip(at)
                .take(length)
                .for_each(|line| done.extend_from_slice(line)),
        }
        at += length;
    }
    done
}

/// Whether a span stands on the baseline of another one, to its right.
pub(super) fn is_level(a: &Span, b: &Span) -> bool {
    a.turn == b.turn && (a.y - b.y).abs() < 0.4 * a.size.max(b.size) && b.x0() > a.x1()
}

/// Lines that leave a gutter free.
#[derive(Default)]
struct Run {
    length: usize,
    /// Where the gutter is, if it holds columns of running text apart.
    middle: Option<f32>,
}

/// How many of the lines from the first one on leave a gutter free.
fn run(lines: &[&[Span]]) -> Run {
    // A heading in one of the columns stands between the lines of the other.
    let first = lines.iter().take(LEAD).find(|line| line.len() > 1);
    let Some(((mut from, mut to), size)) =
        first.and_then(|line| Some((widest_gap(line)?, line.first()?.size)))
    else {
        return Run::default();
    };
    let mut length = 0;
    for line in lines {
        let left = line.iter().filter(|span| span.x0() < (from + to) / 2.0);
        let end = left.clone().map(Span::x1).fold(from, f32::max);
        let begin = line
            .iter()
            .skip(left.count())
            .map(Span::x0)
            .fold(to, f32::min);
        if begin - end < 0.8 * size {
            break;
        }
        (from, to) = (end, begin);
        length += 1;
    }
    let middle = (from + to) / 2.0;
    let run = lines.get(..length).unwrap_or(&[]);
    let side = |left: bool| -> Vec<&Span> {
        let of = |line: &&[Span]| line.iter().position(|span| (span.x0() < middle) == left);
        run.iter().filter_map(|line| line.get(of(line)?)).collect()
    };
    let (left, right) = (side(true), side(false));
    let both = left.len().min(right.len());
    let beside = both >= FEWEST && both * 10 >= length * 8;
    let columns = beside && is_running(&left) && is_running(&right);
    Run {
        length,
        middle: columns.then_some(middle),
    }
}

/// The widest gap between the spans of a line.
fn widest_gap(line: &[Span]) -> Option<(f32, f32)> {
    let gaps = line.windows(2).filter_map(|pair| match pair {
        [a, b] => Some((a.x1(), b.x0())),
        _ => None,
    });
    gaps.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))
}

/// Whether lines below each other are running text: of several words, and many begin within a sentence.
fn is_running(lines: &[&Span]) -> bool {
    let words: usize = lines.iter().map(|line| line.words.len()).sum();
    let begins = |line: &&&Span| {
        line.words
            .first()
            .is_some_and(|word| word.text.starts_with(char::is_lowercase))
    };
    let within = lines.iter().filter(begins).count();
    words as f32 >= WORDY * lines.len() as f32 && within * 10 >= lines.len() * 4
}
