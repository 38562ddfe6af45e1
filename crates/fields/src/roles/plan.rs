//! Plans: tables and lists whose rows are steps with their dates.

use crate::pattern::cut;
use danish::Time;
use paper::{Kind, Span};

use super::{Scene, Words, scene::inside};
use crate::{outline::Outline, pattern};

/// Whether a date stands in a plan, and which cell or words say what is to happen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Step {
    /// Whether it is a step of a plan at all.
    pub(crate) planned: bool,
    /// The cell that tells what happens, where the plan is a table.
    pub(crate) activity: Option<Span>,
    /// The whole row, where no head tells which cell does.
    pub(crate) row: Option<Span>,
    /// Whether the row tells in another column to which day it was moved.
    pub(crate) moved: bool,
    /// The cell that tells who does it.
    pub(crate) actor: Option<Span>,
    /// The cell that tells where.
    pub(crate) place: Option<Span>,
    /// The head of the date's own column.
    pub(crate) head: Option<Span>,
    /// The heads of all columns.
    pub(crate) columns: Option<Span>,
    /// The heading above the plan, or above the date where there is none.
    pub(crate) heading: Option<Span>,
}

/// How many rows on either side tell whether a table is a plan.
const AROUND: usize = 40;
/// Up to so many bytes a row is read as a whole.
const ROW: usize = 1000;
/// How many neighbours begin or end with a date for lines to be a plan.
const NEIGHBOURS: usize = 2;

pub(crate) fn step(
    outline: &Outline<'_>,
    words: &Words,
    kind: Kind,
    times: &[Time],
    scene: &Scene,
) -> Step {
    let heading = heading(outline, times, scene.line).map(|h| outline.lines[h].span.clone());
    let step = match scene.column {
        Some(column) => in_table(outline, words, kind, times, scene, column),
        None => Step {
            planned: in_list(outline, words, kind, times, scene, heading.clone()),
            ..Step::default()
        },
    };
    Step { heading, ..step }
}

/// A row of more cells is no plan's.
const WIDE: usize = 40;

fn in_table(
    outline: &Outline<'_>,
    words: &Words,
    kind: Kind,
    times: &[Time],
    scene: &Scene,
    column: usize,
) -> Step {
    let cells = &outline.lines[scene.line].cells;
    let head_is = |at: usize, patterns: &pattern::PatternSet| {
        outline.head_of(scene.line, at).is_some_and(|head| {
            let head = outline.words(head);
            patterns.stand_in(&head)
        })
    };
    let dated = |cell: &Span| is_dated(times, cell);
    let worded = |at: &usize| {
        *at != column
            && cells.get(*at).is_some_and(|cell| {
                !cell.is_empty()
                    && is_worded(cut(outline.text(), cell.clone()))
                    && !(dated(cell) && is_mostly_dates(outline, times, cell))
            })
    };
    let columns = 0..cells.len().min(WIDE);
    let named = |patterns: &pattern::PatternSet| {
        columns
            .clone()
            .filter(worded)
            .find(|&at| head_is(at, patterns))
    };
    let actor = named(&words.plan.actor);
    let place = named(&words.plan.place);
    let length = |at: &usize| cells.get(*at).map_or(0, |c| c.len());
    // "Fase" and "Aktivitet" may stand side by side: the one that says more.
    let activity = columns
        .clone()
        .filter(worded)
        .filter(|&at| head_is(at, &words.plan.activity))
        .max_by_key(length);
    let activity = activity.or_else(|| {
        let others = columns.clone().filter(worded);
        others
            .filter(|at| Some(*at) != actor && Some(*at) != place)
            .find(|&at| !head_is(at, &words.plan.number))
    });
    let cell = |at: Option<usize>| at.and_then(|at| cells.get(at).cloned());
    let headed = outline.grid_of(scene.line).is_some_and(|g| g.headed);
    let whole = outline.lines[scene.line].span.clone();
    let plan_head = columns.clone().any(|at| head_is(at, &words.plan.activity))
        || head_is(column, &words.plan.when);
    Step {
        planned: (headed && plan_head && !head_is(column, &words.plan.not))
            || (!headed && rows_begin_with_dates(outline, times, scene))
            || (kind == Kind::Tidsplan && cells.len() > 1),
        activity: cell(activity),
        row: (!headed && whole.len() <= ROW).then_some(whole),
        moved: moved(outline, words, scene, column),
        actor: cell(actor),
        place: cell(place),
        head: outline.head_of(scene.line, column),
        columns: outline
            .grid_of(scene.line)
            .filter(|grid| grid.headed && grid.rows.start < scene.line)
            .and_then(|grid| outline.lines.get(grid.rows.start))
            .map(|line| line.span.clone()),
        heading: None,
    }
}

/// Whether a cell says more than a clock time or a number.
fn is_worded(cell: &str) -> bool {
    cell.split(|c: char| !c.is_alphabetic())
        .any(|word| word.chars().count() > 2)
}

/// "Oprindelig dato" beside "Ny dato": the first is no longer so where the second is filled.
fn moved(outline: &Outline<'_>, words: &Words, scene: &Scene, column: usize) -> bool {
    let cells = &outline.lines[scene.line].cells;
    let head_is = |at: usize, patterns: &pattern::PatternSet| {
        let head = outline.head_of(scene.line, at);
        head.is_some_and(|head| patterns.stand_in(&outline.words(head)))
    };
    head_is(column, &words.plan.old)
        && (0..cells.len().min(WIDE))
            .any(|at| at != column && !cells[at].is_empty() && head_is(at, &words.plan.new))
}

/// Whether little is left of a cell without its dates.
fn is_mostly_dates(outline: &Outline<'_>, times: &[Time], cell: &Span) -> bool {
    let dates: usize = inside(times, cell)
        .map(|(_, t)| t.phrase.len().max(t.span.len()))
        .sum();
    cut(outline.text(), cell.clone()).trim().len() <= dates + 8
}

fn rows_begin_with_dates(outline: &Outline<'_>, times: &[Time], scene: &Scene) -> bool {
    let Some(grid) = outline.grid_of(scene.line) else {
        return false;
    };
    // The rows around it tell as much as all of a long table.
    let rows = grid.rows.start.max(scene.line.saturating_sub(AROUND))
        ..grid.rows.end.min(scene.line + AROUND);
    let dated = rows
        .clone()
        .filter(|&row| {
            outline.lines.get(row).is_some_and(|line| {
                line.cells
                    .iter()
                    .any(|cell| is_dated(times, cell) && is_mostly_dates(outline, times, cell))
            })
        })
        .count();
    dated >= NEIGHBOURS && dated * 2 >= rows.len()
}

fn is_dated(times: &[Time], cell: &Span) -> bool {
    inside(times, cell).next().is_some()
}

/// Whether the date opens or closes its line and so do the lines around it, or the heading or the words above call it a
/// plan.
fn in_list(
    outline: &Outline<'_>,
    words: &Words,
    kind: Kind,
    times: &[Time],
    scene: &Scene,
    heading: Option<Span>,
) -> bool {
    if !stands_apart(outline, times, scene.line) {
        return false;
    }
    let says_plan = |span: Span| {
        let words_there = outline.words(span);
        words.plan.heading.stand_in(&words_there)
    };
    if kind == Kind::Tidsplan {
        return true;
    }
    let around = scene.line.saturating_sub(NEIGHBOURS)..(scene.line + NEIGHBOURS + 1);
    let others = around
        .filter(|&line| line != scene.line && stands_apart(outline, times, line))
        .count();
    let intro = intro(outline, scene.line);
    let called = heading.is_some_and(says_plan) || intro.is_some_and(says_plan);
    others >= NEIGHBOURS || (called && others > 0)
}

/// The nearest heading above that is no entry of the plan itself, whatever it looks like.
fn heading(outline: &Outline<'_>, times: &[Time], line: usize) -> Option<usize> {
    const MOST: usize = 40;
    let mut above = outline.heading_of(line);
    for _ in 0..MOST {
        match above {
            Some(at) if stands_apart(outline, times, at) => above = outline.heading_of(at),
            _ => break,
        }
    }
    above
}

/// Whether a line begins or ends with a date: an entry, not running text.
fn stands_apart(outline: &Outline<'_>, times: &[Time], line: usize) -> bool {
    let Some(line) = outline.lines.get(line).filter(|l| l.cells.is_empty()) else {
        return false;
    };
    const LONG: usize = 600;
    if line.span.len() > LONG {
        return false;
    }
    let text = outline.text();
    let mut there = inside(times, &line.span).map(|(_, time)| time);
    let Some(first) = there.next() else {
        return false;
    };
    let last = there.next_back().unwrap_or(first);
    let before = cut(text, line.span.start..first.span.start)
        .trim_start_matches(|c: char| !c.is_alphanumeric());
    let after = cut(text, last.span.end.min(line.span.end)..line.span.end);
    let words = before.split_whitespace().count();
    let full = cut(text, line.span.clone()).split_whitespace().count();
    full <= 30
        && (words <= 2
            || (after.trim().len() <= 2 && before.contains(':'))
            || before.trim_end().ends_with(':'))
}

/// The line that introduces a list: the nearest line above the entries that ends with a colon.
pub(crate) fn intro(outline: &Outline<'_>, line: usize) -> Option<Span> {
    const FAR: usize = 14;
    let text = outline.text();
    (line.saturating_sub(FAR)..line)
        .rev()
        .take_while(|&at| !outline.lines[at].heading || at + 1 == line)
        .map(|at| outline.lines[at].span.clone())
        .find(|span| cut(text, span.clone()).ends_with(':'))
}

#[cfg(test)]
mod tests {
    use paper::DateRole;

    use crate::{Vocabulary, sample};

    #[test]
    fn what_was_moved_is_no_step_any_more() {
        let text = "Tidsplan 2011\n\nOprindelig dato\tNy dato\tAktivitet\n3. maj 2011\t10. maj 2011\tFrist for bidrag\n\
                    1. juni 2011\t\tUdvalget besøger fyret\n";
        let paper = crate::understand(&sample::document(text), Vocabulary::builtin());
        let roles: Vec<_> = paper.dates.iter().map(|d| d.role).collect();
        let last = roles.last().copied();
        assert_eq!(
            roles.get(..2),
            Some(&[DateRole::Reference, DateRole::Deadline][..])
        );
        assert!(last.is_some_and(|role| role != DateRole::Reference));
    }

    #[test]
    fn sending_an_agenda_out_is_no_meeting() {
        let text = "Mødeplan 2027\n\nMøde\tFrist for punkter\tUdsendelse af dagsorden\n14. januar 2027\t4. januar 2027\t7. januar 2027\n\
                    18. februar 2027\t8. februar 2027\t11. februar 2027\n";
        let paper = crate::understand(&sample::document(text), Vocabulary::builtin());
        let roles: Vec<_> = paper.dates.iter().map(|d| d.role).collect();
        let row = [DateRole::Meeting, DateRole::Deadline, DateRole::Milestone];
        assert_eq!(roles, [row, row].concat());
    }
}
