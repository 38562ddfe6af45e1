//! The calendar's entries are brought up to what the papers say now.

use std::collections::BTreeMap;

use archive::{Access, Archive, ArchiveError, Entry, Settling, Touched};
use export::{Fate, Given, Shown};
use paper::DateRole;

use crate::{catalogue, exit::Failure, terminal};

/// Changes that are settled at a time: others who write wait for no longer.
const STEP: usize = 500;

/// Brings the entries of some roles up to the archive's last change. Where that cannot be written, it says so: the
/// calendar then is what it was the last time.
///
/// # Errors
/// Where the archive cannot be read, or not be written and there was no last time: a calendar without entries would tell
/// whoever subscribes to it that nothing is due.
pub(super) fn settle(archive: &Archive, roles: &[DateRole]) -> Result<(), Failure> {
    if !archive
        .entries_are_behind(roles)
        .map_err(catalogue::failure)?
    {
        return Ok(());
    }
    match bring_up(archive, roles) {
        Ok(()) => Ok(()),
        Err(
            error @ (ArchiveError::Busy
            | ArchiveError::Permission { .. }
            | ArchiveError::DiskFull
            | ArchiveError::NoRoom { .. }),
        ) if archive
            .entries_were_whole(roles)
            .map_err(catalogue::failure)? =>
        {
            terminal::say(format_args!(
                "the calendar is as it was given out before, without what changed since: {error}"
            ));
            Ok(())
        }
        Err(error) => {
            let Failure { code, error } = catalogue::failure(error);
            Err(Failure::new(
                code,
                error.context("the calendar cannot be made"),
            ))
        }
    }
}

fn bring_up(archive: &Archive, roles: &[DateRole]) -> Result<(), ArchiveError> {
    // Whoever reads may have no right to write; and what is read here is read within what is written.
    let writing = Archive::open(archive.dir(), Access::Write)?;
    loop {
        let mut settling = writing.settle(roles)?;
        let touched = settling.touched(STEP)?;
        for family in touched.iter().flatten() {
            settle_family(&writing, &settling, family, roles)?;
        }
        settling.commit()?;
        if touched.is_none() {
            return Ok(());
        }
    }
}

fn settle_family(
    archive: &Archive,
    settling: &Settling<'_>,
    family: &Touched,
    roles: &[DateRole],
) -> Result<(), ArchiveError> {
    let mut entries: BTreeMap<DateRole, Vec<Entry>> = BTreeMap::new();
    for entry in settling.entries(family)? {
        entries.entry(entry.role).or_default().push(entry);
    }
    let record = match family.last {
        Some(last) if !entries.is_empty() || settling.has_dates(last)? => archive.record(last),
        _ => Ok(None),
    };
    let record = match record {
        Ok(record) => record,
        // The paper is marked where the archive is checked; read again, it is a change.
        Err(error @ ArchiveError::Damaged { .. }) => {
            terminal::say(format_args!(
                "the calendar keeps the dates of a paper that cannot be read ({error}): see `udvalg archive check`"
            ));
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    for &role in roles {
        let given = entries.remove(&role).unwrap_or_default();
        settle_role(settling, family, role, given, record.as_ref())?;
    }
    Ok(())
}

fn settle_role(
    settling: &Settling<'_>,
    family: &Touched,
    role: DateRole,
    entries: Vec<Entry>,
    record: Option<&paper::Record>,
) -> Result<(), ArchiveError> {
    let given: Vec<Given> = entries
        .iter()
        .map(|entry| Given {
            shown: Shown::of(entry.shown.clone()),
            withdrawn: entry.withdrawn.is_some(),
        })
        .collect();
    let settled = export::settled(&given, record, role);
    for (entry, fate) in entries.into_iter().zip(settled.given) {
        if let Some(entry) = lived_through(entry, fate, family) {
            settling.put(&entry)?;
        }
    }
    for shown in settled.new {
        if let Some(paper) = family.last {
            let uid = |n| export::uid(&family.founder, role, n);
            settling.add(family, role, paper, shown.record(), uid)?;
        }
    }
    Ok(())
}

/// The entry after what became of it; `None` where that is nothing.
fn lived_through(mut entry: Entry, fate: Fate, family: &Touched) -> Option<Entry> {
    if matches!(fate, Fate::Changed(_) | Fate::Withdrawn) {
        entry.sequence += 1;
        // A clock that was put back does not make a change older than the one before.
        entry.changed = entry.changed.max(family.at);
    }
    match fate {
        Fate::Same => return None,
        Fate::Withdrawn => entry.withdrawn = Some(entry.changed),
        Fate::Elsewhere(shown) | Fate::Changed(shown) => {
            entry.paper = family.last.unwrap_or(entry.paper);
            entry.shown = shown.record().clone();
            entry.withdrawn = None;
        }
    }
    Some(entry)
}
