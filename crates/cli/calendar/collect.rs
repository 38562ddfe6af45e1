//! The archive's dates as entries of a calendar.

use std::collections::BTreeSet;

use archive::{Archive, Entry, PaperId};
use export::{Event, Life, Shown};
use jiff::{SignedDuration, Timestamp};
use paper::DateRole;

use super::settle;
use crate::{exit::Failure, search};

/// How long a withdrawn entry is given out as cancelled: calendars that look once a month are told as well. Counted by the
/// archive's history.
const STRUCK_OUT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Which entries a calendar has.
#[derive(Debug, Clone, Default)]
pub(crate) struct Which {
    /// Dates of these roles.
    pub(crate) roles: Vec<DateRole>,
    /// Only those of papers that this finds; of all papers where nothing is asked.
    ///
    /// A withdrawn entry belongs to those that its paper is found by, as that reads now; where another version took the paper's
    /// place, to those that find this version. A paper that was pruned is found by nothing any more: its entries leave such
    /// a calendar at once, since they may not be told to who may not see the paper.
    pub(crate) search: Option<index::Search>,
}

/// The entries of the archive, in the order in which they were first made, after they are brought up to its last change.
/// Versions and formats of a paper have one identity: the last one tells what is due.
///
/// # Errors
/// Where archive or index cannot be read.
pub(crate) fn collect(archive: &Archive, which: &Which) -> Result<Vec<Event>, Failure> {
    let roles: BTreeSet<DateRole> = which.roles.iter().copied().collect();
    let roles: Vec<DateRole> = roles.into_iter().collect();
    settle::settle(archive, &roles)?;
    let found = which
        .search
        .as_ref()
        .map(|search| search::all(archive, search))
        .transpose()?;
    let now = archive.last_moment()?.unwrap_or(Timestamp::MIN);
    let from = now.checked_sub(STRUCK_OUT).unwrap_or(Timestamp::MIN);
    let mut events = Vec::new();
    archive.each_entry(&roles, from, |entry| {
        if belongs(archive, &entry, found.as_ref())? {
            events.extend(event(entry));
        }
        Ok::<_, Failure>(())
    })?;
    Ok(events)
}

fn event(entry: Entry) -> Option<Event> {
    Shown::of(entry.shown).event(&Life {
        uid: &entry.uid,
        sequence: entry.sequence,
        created: entry.created,
        changed: entry.changed,
        cancelled: entry.withdrawn.is_some(),
    })
}

fn belongs(
    archive: &Archive,
    entry: &Entry,
    found: Option<&BTreeSet<PaperId>>,
) -> Result<bool, Failure> {
    let Some(found) = found else { return Ok(true) };
    if found.contains(&entry.paper) {
        return Ok(true);
    }
    if entry.withdrawn.is_none() {
        return Ok(false);
    }
    let family = archive.family(entry.paper)?;
    Ok(family.first().is_some_and(|last| found.contains(&last.id)))
}
