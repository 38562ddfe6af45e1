//! Papers to others: calendars.
