//! From what a paper says to the entries of a calendar.

use jiff::Timestamp;
use paper::{DateRole, Mention, Record, WarningCode};

use crate::{Cited, When, matching::Side, wording};

/// An entry of a calendar, as a reader of the calendar sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Unique in the world, and the same in every export of the same deadline; see [`crate::uid`].
    pub uid: String,
    /// What the paper's date is for.
    pub role: DateRole,
    /// When it is shown.
    pub when: When,
    /// An RFC 5545 RRULE, counted from `when`.
    pub recurs: Option<String>,
    /// One line, understood in a month's view.
    pub summary: String,
    /// What the paper says, where it says so, and what to doubt; lines end with LF.
    pub description: String,
    /// Where it happens.
    pub place: Option<String>,
    /// Whom to ask or to answer.
    pub contact: Option<String>,
    /// Where the paper is to be had: an absolute URI.
    pub url: Option<String>,
    /// What a calendar may colour and filter by.
    pub categories: Vec<String>,
    /// Whether the paper says it only roughly.
    pub tentative: bool,
    /// Whether it was withdrawn: calendars strike such an entry out, where a missing one would stay.
    pub cancelled: bool,
    /// Whether others than the calendar's owner should see only that there is something.
    pub confidential: bool,
    /// How often the entry was changed since it was first given out.
    pub sequence: u32,
    /// When the entry became what it is (DTSTAMP).
    pub stamp: Timestamp,
    /// When it was first given out.
    pub created: Option<Timestamp>,
    /// When what it tells was last changed.
    pub modified: Option<Timestamp>,
    /// Whether it reminds of another entry, on a day of its own: such a day is no thing to do.
    pub reminds: bool,
    /// Its paper; `None` where that is no longer known.
    pub cited: Option<Cited>,
}

impl Event {
    /// Whether the time counts as taken: only a meeting with a clock time takes someone's time. A deadline must not make
    /// its owner look busy, nor may a meeting of which no more than the day is known.
    pub fn blocks_time(&self) -> bool {
        self.role == DateRole::Meeting && !self.when.is_days()
    }

    /// The same, of a paper whose files are gone: who looks for it in its folder is told so.
    pub fn of_gone_paper(mut self) -> Self {
        self.description.push('\n');
        self.description.push_str(wording::GONE);
        self
    }
}

/// The dates of a role, in the paper's order. The same thing stated twice for the same span is one, at its first place.
pub(crate) fn stated(record: &Record, role: DateRole) -> Vec<&Mention> {
    let mut stated: Vec<(&Mention, Side)> = Vec::new();
    for mention in record.paper.dates.iter().filter(|d| d.role == role) {
        let side = Side::new(mention, false);
        let earlier = stated
            .iter_mut()
            .find(|(_, before)| side.is_stated_by(before));
        match earlier.filter(|_| mention.start.is_some()) {
            // "Frist" by itself is whatever is due that day, and from then on that alone.
            Some((_, before)) if before.says_nothing() => *before = side,
            Some(_) => {}
            None => stated.push((mention, side)),
        }
    }
    stated.into_iter().map(|(mention, _)| mention).collect()
}

/// What is shown of a date, without a history.
pub(crate) fn event(record: &Record, mention: &Mention, when: When, uid: String) -> Event {
    let role = mention.role;
    let guarded = |w: &paper::Warning| w.code == WarningCode::PersonalData;
    Event {
        uid,
        role,
        when,
        recurs: mention.recurs.clone(),
        summary: wording::summary(&record.paper, mention),
        description: wording::description(record, mention),
        place: mention.place.as_deref().map(wording::one_line),
        contact: mention.contact.as_deref().map(wording::one_line),
        url: None,
        categories: vec![
            wording::label(role).to_owned(),
            record.paper.kind.to_string(),
        ],
        tentative: mention.approximate,
        cancelled: false,
        confidential: record.paper.warnings.iter().any(guarded),
        sequence: 0,
        stamp: Timestamp::UNIX_EPOCH,
        created: None,
        modified: None,
        reminds: false,
        cited: Some(Cited::new(record, &mention.source)),
    }
}
