//! The archive's dates as entries of a calendar.

use std::collections::{BTreeMap, BTreeSet};

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
    let (from, gone) = (told_from(archive)?, archive.gone_papers()?);
    let mut events = Vec::new();
    archive.each_entry(&roles, from, |entry| {
        if belongs(archive, &entry, found.as_ref())? {
            events.extend(event(entry, &gone));
        }
        Ok::<_, Failure>(())
    })?;
    Ok(events)
}

/// Of these UIDs those that calendars are given, whatever they choose, by their UID, after they are brought up to the archive's
/// last change. Roles that no calendar was asked for stay so.
///
/// # Errors
/// Where the archive cannot be read.
pub(crate) fn named<'u>(
    archive: &Archive,
    uids: impl IntoIterator<Item = &'u str>,
) -> Result<BTreeMap<String, Event>, Failure> {
    settle::settle(archive, &archive.settled_roles()?)?;
    let (from, gone) = (told_from(archive)?, archive.gone_papers()?);
    let mut events = BTreeMap::new();
    for uid in uids {
        let entry = archive.entry(uid)?;
        let told = entry.filter(|entry| entry.withdrawn.is_none_or(|at| at > from));
        let event = told.and_then(|entry| event(entry, &gone));
        events.extend(event.map(|event| (event.uid.clone(), event)));
    }
    Ok(events)
}

/// The moment after which a withdrawn entry must have been withdrawn to be given out.
fn told_from(archive: &Archive) -> Result<Timestamp, Failure> {
    let now = archive.last_moment()?.unwrap_or(Timestamp::MIN);
    Ok(now.checked_sub(STRUCK_OUT).unwrap_or(Timestamp::MIN))
}

/// The entry as a calendar shows it. That the files of its paper are gone is no change of what the paper says, and told by
/// whoever writes the calendar.
fn event(entry: Entry, gone: &BTreeSet<PaperId>) -> Option<Event> {
    let is_cancelled = entry.withdrawn.is_some();
    let is_gone = !is_cancelled && gone.contains(&entry.paper);
    let event = Shown::of(entry.shown).event(&Life {
        uid: &entry.uid,
        sequence: entry.sequence,
        created: entry.created,
        changed: entry.changed,
        cancelled: is_cancelled,
    });
    event.map(|event| match is_gone {
        true => event.of_gone_paper(),
        false => event,
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
