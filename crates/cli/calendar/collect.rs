//! The archive's dates as entries of a calendar.

use std::collections::BTreeSet;

use archive::{Archive, PaperId};
use export::{Event, Origin};
use paper::DateRole;

use crate::{browse, catalogue, exit::Failure};

/// Which entries a calendar has.
#[derive(Debug, Clone, Default)]
pub(crate) struct Which {
    /// Dates of these roles.
    pub(crate) roles: Vec<DateRole>,
    /// Only those of papers that this finds; of all papers where nothing is asked.
    pub(crate) search: Option<index::Search>,
}

/// The entries of the archive, paper by paper. Versions and formats of a paper have one identity: the last one tells what
/// is due.
///
/// # Errors
/// Where archive or index cannot be read.
pub(crate) fn collect(archive: &Archive, which: &Which) -> Result<Vec<Event>, Failure> {
    let others = archive.not_last()?;
    let found = which
        .search
        .as_ref()
        .map(|search| found(archive, search))
        .transpose()?;
    let mut events = Vec::new();
    browse::each_record(archive, |listed, record| {
        let asked = found
            .as_ref()
            .is_none_or(|found| found.contains(&listed.id));
        if !asked || others.contains(&listed.id) {
            return Ok(());
        }
        let Some(history) = archive.history(listed.id)? else {
            return Ok(());
        };
        events.extend(export::events(
            &record,
            &which.roles,
            &Origin {
                paper: &history.founder,
                stamp: history.changed,
                modified: Some(history.changed),
                sequence: history.changes,
                url: None,
            },
        ));
        Ok(())
    })?;
    Ok(events)
}

/// The papers that a question finds, all of them.
///
/// # Errors
/// Where the index cannot be read.
pub(crate) fn found(
    archive: &Archive,
    search: &index::Search,
) -> Result<BTreeSet<PaperId>, Failure> {
    let index = catalogue::open_index(archive)?;
    let mut search = search.clone();
    search.limit = usize::try_from(index.papers()).unwrap_or(usize::MAX);
    search.offset = 0;
    let hits = index.search(&search)?.hits;
    Ok(hits
        .iter()
        .filter_map(|hit| PaperId::from_number(hit.paper))
        .collect())
}
