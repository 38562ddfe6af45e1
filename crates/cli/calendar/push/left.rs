//! What becomes of entries that were pushed and are not chosen this time.
//!
//! Another choice may have put them there, so they stay. But what changed since must not stay as it was, least of all where
//! the change is why the entry is not chosen any more: it would be shown at a wrong time, or though it was withdrawn.

use std::{collections::BTreeSet, slice};

use archive::{Archive, Pushed};
use export::{Ahead, Event, ics, reminded_of, reminders};

use super::{Wanted, entry};
use crate::{
    calendar::{named, set_addresses},
    exit::Failure,
};

/// How entries are written.
pub(super) struct Form<'a> {
    pub(super) calendar: ics::Calendar,
    /// The pattern of their papers' addresses.
    pub(super) url: &'a str,
}

/// What the archive says of an entry that is not chosen.
#[derive(Debug)]
pub(super) enum Left {
    /// Nothing more: it was withdrawn long ago, or reminds of what is chosen without it.
    Gone,
    /// Something else than what was pushed.
    Changed(Box<Wanted>),
}

/// What is to be done about these entries, of which none is chosen; those that stay are left out.
///
/// # Errors
/// Where the archive cannot be read.
pub(super) fn left(
    archive: &Archive,
    form: &Form<'_>,
    pushed: Vec<Pushed>,
    chosen: &BTreeSet<&str>,
) -> Result<Vec<(Pushed, Left)>, Failure> {
    let of: Vec<(String, Option<u32>)> = pushed
        .iter()
        .map(|pushed| match reminded_of(&pushed.uid) {
            Some((of, days)) => (of, Some(days)),
            None => (pushed.uid.clone(), None),
        })
        .collect();
    let named = named(archive, of.iter().map(|(uid, _)| &**uid))?;
    let mut left = Vec::new();
    for (pushed, (uid, days)) in pushed.into_iter().zip(of) {
        let event = named.get(&uid).filter(|_| !chosen.contains(&*uid));
        let event = event.and_then(|event| match days {
            Some(days) => reminders(slice::from_ref(event), &[Ahead::Days(days)]).pop(),
            None => Some(event.clone()),
        });
        match event {
            None => left.push((pushed, Left::Gone)),
            Some(event) if event.sequence != pushed.sequence && !pushed.gone => {
                let wanted = as_pushed(event, &pushed, form)?;
                left.push((pushed, Left::Changed(Box::new(wanted))));
            }
            Some(_) => {}
        }
    }
    Ok(left)
}

/// The entry as it is now: a thing to do where it was pushed as one, since nobody asked for it to be anything else.
fn as_pushed(mut event: Event, pushed: &Pushed, form: &Form<'_>) -> Result<Wanted, Failure> {
    set_addresses(slice::from_mut(&mut event), form.url)?;
    let calendar = ics::Calendar {
        todo: pushed.span.starts_with("DUE"),
        ..form.calendar.clone()
    };
    Ok(entry(&event, &calendar))
}
