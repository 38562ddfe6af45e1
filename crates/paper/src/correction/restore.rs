//! Corrections out of a record again.

use super::{Action, Corrected, Corrections, Turn, What, apply::single, value::Correctable};
use crate::Paper;

/// Takes all corrections out of a record: as the rules made it.
pub fn restore(paper: &mut Paper) {
    let Corrections {
        kind,
        status,
        dismissed,
        settled,
        lapsed: _,
    } = std::mem::take(&mut paper.corrections);
    back_in(&mut paper.dates);
    back_in(&mut paper.members);
    back_in(&mut paper.amounts);
    back_in(&mut paper.case_numbers);
    single(&mut paper.title, back_in);
    single(&mut paper.date, back_in);
    if let Some(was) = kind.and_then(|mark| mark.was) {
        paper.kind = was;
    }
    if let Some(mark) = status
        && (mark.was.is_some() || mark.action == Action::Added)
    {
        paper.status = mark.was;
    }
    let mut warnings: Vec<_> = settled.into_iter().map(|s| (s.nth, s.warning)).collect();
    for correction in dismissed {
        match correction.what {
            What::Dates(turn) => return_to(&mut paper.dates, turn),
            What::Members(turn) => return_to(&mut paper.members, turn),
            What::Amounts(turn) => return_to(&mut paper.amounts, turn),
            What::CaseNumbers(turn) => return_to(&mut paper.case_numbers, turn),
            What::Title(turn) => paper.title = turn.was,
            What::Date(turn) => paper.date = turn.was,
            What::Status(turn) => paper.status = turn.was,
            What::Warnings(turn) => warnings.extend(turn.was.map(|was| (turn.nth, was))),
            What::Kind(_) => {}
        }
    }
    warnings.sort_by_key(|(nth, _)| *nth);
    for (nth, warning) in warnings {
        paper
            .warnings
            .insert(nth.min(paper.warnings.len()), warning);
    }
}

/// Takes marks off values, and out what was added.
fn back_in<T: Correctable>(values: &mut Vec<T>) {
    values.retain_mut(|value| {
        let Some(mark) = value.mark().and_then(Option::take) else {
            return true;
        };
        let Corrected { action, was, .. } = *mark;
        if let Some(was) = was {
            *value = was;
        }
        action != Action::Added
    });
}

/// Puts a dismissed value where it was; those of a list come in its order.
fn return_to<T>(values: &mut Vec<T>, turn: Turn<T>) {
    if let Some(was) = turn.was {
        values.insert(turn.nth.min(values.len()), was);
    }
}
