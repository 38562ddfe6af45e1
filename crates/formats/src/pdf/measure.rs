//! How wide and how close the text around a line is set.

use super::baselines::Line;
use super::lines::commonest;

/// How many lines before and after are looked at.
const AROUND: usize = 40;

/// Lines around one that have its size and its column, and stand below each other.
fn around(lines: &[Line], index: usize) -> &[Line] {
    let Some(line) = lines.get(index) else {
        return &[];
    };
    let alike = |other: &Line| {
        (other.size - line.size).abs() < 0.6 && (other.x0 - line.x0).abs() < 5.0 * line.size
    };
    let follow = |pair: &[Line]| matches!(pair, [a, b] if alike(a) && alike(b) && b.y > a.y);
    let (before, after) = (
        lines.get(..=index).unwrap_or(&[]),
        lines.get(index..).unwrap_or(&[]),
    );
    let back = before
        .windows(2)
        .rev()
        .take(AROUND)
        .take_while(|pair| follow(pair))
        .count();
    let forth = after
        .windows(2)
        .take(AROUND)
        .take_while(|pair| follow(pair))
        .count();
    lines.get(index - back..=index + forth).unwrap_or(&[])
}

/// How many lines of the page before and after one are asked about it: a page of print has some 100.
const PAGE: usize = 120;

/// The lines of the page around one, as far as they are asked: work grows with the lines, not with their square.
pub(super) fn page_around(lines: &[Line], index: usize) -> &[Line] {
    let end = (index + PAGE).min(lines.len());
    lines.get(index.saturating_sub(PAGE)..end).unwrap_or(&[])
}

/// The right edge of the column that a line stands in: that of the lines around it where they fill it, or where other
/// text stands beside them; else that of all lines of the page that begin near its left edge, and of the pages before.
pub(super) fn right_edge(lines: &[Line], index: usize, measure: f32) -> f32 {
    let near = around(lines, index);
    let page = page_around(lines, index);
    let edge =
        |lines: &mut dyn Iterator<Item = &Line>| lines.map(|line| line.x1).fold(f32::MIN, f32::max);
    let local = edge(&mut near.iter());
    let Some(line) = lines.get(index) else {
        return local;
    };
    let beside = |a: &Line| {
        page.iter()
            .any(|b| b.x0 > a.x1 && (a.y - b.y).abs() < a.size)
    };
    if near.iter().any(beside) {
        return local;
    }
    let page = edge(
        &mut page
            .iter()
            .filter(|other| (other.x0 - line.x0).abs() < 5.0 * line.size),
    )
    .max(measure);
    let full = near
        .iter()
        .filter(|line| line.x1 > local - 1.5 * line.size)
        .count();
    let wide = local - line.x0 > 0.6 * (page - line.x0);
    if wide && near.len() > 2 && full * 10 >= near.len() * 6 {
        local
    } else {
        page
    }
}

/// Whether a line stands in a block so narrow and low that it is an address or a list of names rather than text.
pub(super) fn is_address(lines: &[Line], index: usize, right: f32) -> bool {
    let Some(line) = lines.get(index) else {
        return false;
    };
    let near = around(lines, index);
    let broken = |line: &Line| {
        let last = line.words().last();
        last.is_some_and(|word| word.text.ends_with(['-', ',', '\u{ad}', '\u{2010}']))
    };
    right - line.x0 < 18.0 * line.size && near.len() <= 8 && !near.iter().any(broken)
}

/// The distance of baselines that is usual around a line: the smallest that occurs twice, else the smallest.
pub(super) fn usual_leading(lines: &[Line], index: usize) -> f32 {
    let near = around(lines, index);
    let leadings = near.windows(2).filter_map(|pair| {
        let [a, b] = pair else { return None };
        let leading = b.y - a.y;
        (leading > 0.4 * a.size && leading < 2.1 * a.size).then_some((leading * 5.0).round() as u32)
    });
    commonest(leadings).map_or(f32::MAX, |leading| leading as f32 / 5.0)
}
