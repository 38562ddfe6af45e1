//! Tables that a page shows by rulings and fills.

use super::sheet::Ruling;

/// Lines nearer than this are one line drawn twice, and meet where they end this near; in points.
const NEAR: f32 = 3.0;
/// A box thinner than this is a line.
const THIN: f32 = 2.6;
/// Grids are looked for among so many rulings at most: a drawing has more, and is no table.
pub(super) const MOST_RULINGS: usize = 6_000;
/// More lines than this in one direction are a hatching or a chart.
const MOST_LINES: usize = 400;

/// A straight line along one axis: where it stands on the other one, and from where to where it goes.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Stroke {
    at: f32,
    from: f32,
    to: f32,
}

/// The place of something in a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cell {
    pub row: usize,
    pub column: usize,
    pub columns: usize,
}

/// A table's lines.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    /// Where lines stand, from the top.
    rows: Vec<f32>,
    /// Where lines stand, from the left.
    columns: Vec<f32>,
    across: Vec<Stroke>,
    down: Vec<Stroke>,
}

impl Grid {
    /// The cell around a point, spans resolved: the lines that are missing between two places make them one cell.
    pub(super) fn cell(&self, x: f32, y: f32) -> Option<Cell> {
        let row = slot(&self.rows, y)?;
        let column = slot(&self.columns, x)?;
        let wall = |index: usize| {
            let at = self.columns.get(index).copied().unwrap_or(f32::MAX);
            self.down
                .iter()
                .any(|stroke| (stroke.at - at).abs() < NEAR && covers(stroke, y))
        };
        let floor = |index: usize| {
            let at = self.rows.get(index).copied().unwrap_or(f32::MAX);
            self.across
                .iter()
                .any(|stroke| (stroke.at - at).abs() < NEAR && covers(stroke, x))
        };
        let (mut first, mut last, mut top) = (column, column + 1, row);
        while first > 0 && !wall(first) {
            first -= 1;
        }
        while last + 1 < self.columns.len() && !wall(last) {
            last += 1;
        }
        while top > 0 && !floor(top) {
            top -= 1;
        }
        Some(Cell {
            row: top,
            column: first,
            columns: last - first,
        })
    }

    /// The left and right walls of a cell.
    pub(super) fn walls(&self, cell: &Cell) -> Option<(f32, f32)> {
        let right = self.columns.get(cell.column + cell.columns)?;
        Some((*self.columns.get(cell.column)?, *right))
    }

    /// Whether a line of text is in it.
    pub(super) fn holds(&self, x: f32, y: f32) -> bool {
        slot(&self.rows, y).is_some() && slot(&self.columns, x).is_some()
    }

    /// Where it begins and ends, downwards.
    pub(super) fn reach(&self) -> (f32, f32) {
        let edge = |edge: Option<&f32>| edge.copied().unwrap_or(0.0);
        (edge(self.rows.first()), edge(self.rows.last()))
    }

    /// How many rows and columns it has.
    pub(super) fn extent(&self) -> (usize, usize) {
        (
            self.rows.len().saturating_sub(1),
            self.columns.len().saturating_sub(1),
        )
    }
}

fn covers(stroke: &Stroke, at: f32) -> bool {
    stroke.from - NEAR <= at && at <= stroke.to + NEAR
}

fn slot(edges: &[f32], at: f32) -> Option<usize> {
    let after = edges.partition_point(|edge| *edge <= at);
    (after > 0 && after < edges.len()).then(|| after - 1)
}

/// The grids that rulings make, in no order.
pub(super) fn grids(rulings: &[Ruling]) -> Vec<Grid> {
    if rulings.len() > MOST_RULINGS {
        return Vec::new();
    }
    let (mut across, mut down) = (Vec::new(), Vec::new());
    for ruling in rulings {
        strokes_of(ruling, &mut across, &mut down);
    }
    let (across, down) = (merged(across), merged(down));
    if across.len() > MOST_LINES || down.len() > MOST_LINES {
        return Vec::new();
    }
    touching(&across, &down)
        .into_iter()
        .filter_map(|(across, down)| grid(across, down))
        .collect()
}

fn strokes_of(ruling: &Ruling, across: &mut Vec<Stroke>, down: &mut Vec<Stroke>) {
    let Ruling { x0, y0, x1, y1 } = *ruling;
    let (wide, high) = (x1 - x0, y1 - y0);
    if !(wide.is_finite() && high.is_finite()) {
        return;
    }
    if high < THIN && wide > 2.0 * THIN {
        across.push(Stroke {
            at: (y0 + y1) / 2.0,
            from: x0,
            to: x1,
        });
    } else if wide < THIN && high > 2.0 * THIN {
        down.push(Stroke {
            at: (x0 + x1) / 2.0,
            from: y0,
            to: y1,
        });
    } else if wide > 3.0 * THIN && high > 3.0 * THIN {
        across.extend([y0, y1].map(|at| Stroke {
            at,
            from: x0,
            to: x1,
        }));
        down.extend([x0, x1].map(|at| Stroke {
            at,
            from: y0,
            to: y1,
        }));
    }
}

/// Strokes on one line that touch or overlap become one.
fn merged(mut strokes: Vec<Stroke>) -> Vec<Stroke> {
    strokes.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut levels: Vec<Vec<Stroke>> = Vec::new();
    for stroke in strokes {
        match levels.last_mut().filter(|level| {
            level
                .first()
                .is_some_and(|first| stroke.at - first.at < NEAR)
        }) {
            Some(level) => level.push(stroke),
            None => levels.push(vec![stroke]),
        }
    }
    let mut done: Vec<Stroke> = Vec::new();
    for mut level in levels {
        level.sort_by(|a, b| a.from.total_cmp(&b.from));
        let at = level.first().map_or(0.0, |stroke| stroke.at);
        let begun = done.len();
        for stroke in level {
            match done.get_mut(begun..).and_then(<[Stroke]>::last_mut) {
                Some(last) if stroke.from <= last.to + NEAR => last.to = last.to.max(stroke.to),
                _ => done.push(Stroke { at, ..stroke }),
            }
        }
    }
    done
}

/// Groups of strokes that cross or meet.
fn touching(across: &[Stroke], down: &[Stroke]) -> Vec<(Vec<Stroke>, Vec<Stroke>)> {
    let mut group_of: Vec<Option<usize>> = vec![None; across.len() + down.len()];
    let mut groups = Vec::new();
    for start in 0..across.len() {
        if group_of.get(start).is_none_or(Option::is_some) {
            continue;
        }
        let number = groups.len();
        let mut group = (Vec::new(), Vec::new());
        let mut open = vec![start];
        if let Some(slot) = group_of.get_mut(start) {
            *slot = Some(number);
        }
        while let Some(index) = open.pop() {
            let is_across = index < across.len();
            let (own, others, offset) = if is_across {
                (across.get(index), down, across.len())
            } else {
                (down.get(index - across.len()), across, 0)
            };
            let Some(own) = own else { continue };
            if is_across {
                group.0.push(*own)
            } else {
                group.1.push(*own)
            }
            for (other, slot) in others
                .iter()
                .zip(group_of.iter_mut().skip(offset))
                .enumerate()
                .filter_map(|(at, (other, slot))| {
                    (slot.is_none() && covers(own, other.at) && covers(other, own.at))
                        .then_some((at, slot))
                })
            {
                *slot = Some(number);
                open.push(other + offset);
            }
        }
        groups.push(group);
    }
    groups
}

/// A grid, where a group of strokes has columns at all.
fn grid(across: Vec<Stroke>, down: Vec<Stroke>) -> Option<Grid> {
    let edges = |strokes: &[Stroke]| {
        let mut edges: Vec<f32> = strokes.iter().map(|stroke| stroke.at).collect();
        edges.sort_by(f32::total_cmp);
        edges.dedup_by(|a, b| *a - *b < NEAR);
        edges
    };
    let (rows, columns) = (edges(&across), edges(&down));
    (rows.len() >= 2 && columns.len() >= 3).then_some(Grid {
        rows,
        columns,
        across,
        down,
    })
}
