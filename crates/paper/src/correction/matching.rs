//! Which value of a paper a correction is about.

use super::{
    apply::{Many, Scope, Task, says},
    value::{Correctable, Parts, ROLE},
};
use crate::words;

/// How surely two values must be about the same thing, in hundredths, where neither words nor span are the same.
const SAME_THING: u32 = 50;

/// The value of a paper that was corrected: the one that says the same in the same words, else the same, else in the same
/// words, else about the same thing; of several alike that nearest in order.
pub(super) fn corresponding<T: Correctable>(
    values: &[T],
    task: &Task<'_, T>,
    was: &T,
    many: Many,
) -> Option<usize> {
    let surest = values.iter().enumerate().filter_map(|(nth, value)| {
        let sure = sureness(value, was, task.scope, many)?;
        Some(((sure, usize::MAX - nth.abs_diff(task.turn.nth)), nth))
    });
    surest.max().map(|(_, nth)| nth)
}

fn sureness<T: Correctable>(value: &T, was: &T, scope: Scope, many: Many) -> Option<u32> {
    let differs: Parts = value.differ(was);
    let quote = |value: &T| value.source().map(|source| words(&source.quote));
    let (says, same_words) = (says(value, was), quote(value) == quote(was));
    let about = value.about(was);
    if scope == Scope::Earlier && !says {
        return None;
    }
    let step = match (says, same_words) {
        (true, true) => 3,
        (true, false) if about >= SAME_THING || many == Many::One => 2,
        (false, true) if scope == Scope::Own || differs & ROLE == 0 => 1,
        (false, _) if many == Many::One => 0,
        (false, false) if differs & ROLE == 0 && about >= SAME_THING => 0,
        _ => return None,
    };
    Some(step * 1000 + about * 8 - differs.count_ones().min(about * 8))
}
