//! How a calendar reminds of its entries.

use export::{Ahead, Event, reminders};

use crate::{
    args::{self, Reminders},
    exit::Failure,
};

/// How long ahead a calendar reminds, and by what.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reminding {
    /// How long ahead.
    pub(crate) ahead: Vec<Ahead>,
    /// By what; by alarms where nothing is said.
    pub(crate) by: Option<Reminders>,
}

impl Reminding {
    /// As the arguments say.
    pub(super) fn of(form: &args::Form) -> Self {
        Self {
            ahead: form.remind.clone(),
            by: Some(form.reminders),
        }
    }

    /// Refuses what cannot be.
    ///
    /// # Errors
    /// Hours ahead of what stands on a day.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        let hours = |ahead: &Ahead| matches!(ahead, Ahead::Hours(_));
        if self.by == Some(Reminders::Events) && self.ahead.iter().any(hours) {
            return Err(Failure::wrong_use(
                "reminders that are entries of their own stand on a day: remind days or weeks ahead, such as 14d,2d",
            ));
        }
        Ok(())
    }

    /// The alarms of entries.
    pub(crate) fn alarms(&self) -> Vec<Ahead> {
        match self.by {
            Some(Reminders::Events) => Vec::new(),
            Some(Reminders::Alarms) | None => self.ahead.clone(),
        }
    }

    /// Adds the entries that remind of others.
    pub(crate) fn add(&self, events: &mut Vec<Event>) {
        if self.by == Some(Reminders::Events) {
            events.extend(reminders(events, &self.ahead));
        }
    }
}
