//! How it is told that a person had a word about a value.

use jiff::Timestamp;
use paper::{Action, Corrections, Mark, Record, Slot, slots};

use crate::{correct, terminal};

/// A word behind a value that a person corrected, added or confirmed.
pub(crate) fn word<T>(mark: &Mark<T>) -> Option<&'static str> {
    let mark = mark.as_ref()?;
    Some(match mark.action {
        _ if mark.overtaken.is_some() => "[corrected; the paper has changed since]",
        Action::Added => "[added by hand]",
        Action::Confirmed => "[confirmed]",
        Action::Set | Action::Dismissed => "[corrected]",
    })
}

/// "set by ida, 2026-05-04 12:00: called the office; read as 2022-05-15  deadline".
pub(crate) fn remark<T>(mark: &Mark<T>, show: impl Fn(&T) -> String) -> Option<String> {
    let mark = mark.as_ref()?;
    let mut told = who(mark.action, &mark.by, mark.at, mark.note.as_deref());
    if let Some(was) = &mark.was {
        told.push_str(&format!("; read as {}", show(was)));
    }
    if let Some(before) = &mark.overtaken {
        told.push_str(&format!(
            "; when it was corrected the paper said: {}",
            show(before)
        ));
    }
    Some(told)
}

/// "set by ida, 2026-05-04 12:00: called the office".
pub(crate) fn who(action: Action, by: &str, at: Timestamp, note: Option<&str>) -> String {
    let note = note.map(|note| format!(": {note}")).unwrap_or_default();
    format!("{action} by {by}, {}{note}", terminal::minute(at))
}

/// What people said of a paper that no value of it shows: what is dismissed, and what lapsed; a line each.
pub(crate) fn elsewhere(record: &Record) -> Vec<String> {
    let Corrections {
        dismissed, lapsed, ..
    } = &record.paper.corrections;
    if dismissed.is_empty() && lapsed.is_empty() {
        return Vec::new();
    }
    let is_elsewhere = |slot: &Slot| {
        slot.name.starts_with('l')
            || slot
                .said
                .as_ref()
                .is_some_and(|said| said.action == Action::Dismissed)
    };
    let slots = slots(&record.paper).into_iter().filter(is_elsewhere);
    slots
        .map(|slot| {
            let said = slot.said.as_ref();
            let said = said.map(|s| who(s.action, &s.by, s.at, s.note.as_deref()));
            let lapsed = if slot.name.starts_with('l') {
                "; this version has no such value any more"
            } else {
                ""
            };
            let value = correct::text(&slot.what, false);
            format!("{value}  [{}{lapsed}]", said.unwrap_or_default())
        })
        .collect()
}
