//! The entries that calendars were given, and what becomes of them when the paper says something else.
//!
//! Nothing here reads or writes an archive: entries and the paper come in, what becomes of each goes out.

use jiff::Timestamp;
use paper::{DateRole, Mention, Paper, Record, WarningCode};

use crate::{
    Event, When, event,
    matching::{self, Side},
    wording,
};

/// What an entry shows: one date of a paper, and what stands beside it in a calendar.
///
/// It is a record by itself, to be kept as one: an entry can be given out without its paper, also when that says no longer what
/// it said. So what a calendar shows of a paper must be kept by [`Shown::new`]. Its dates are the one that is shown, and behind it, of
/// one that moved, where it stood before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown(Record);

/// What an entry carries beside what it shows: its name and its history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life<'a> {
    /// Its UID, see [`uid`].
    pub uid: &'a str,
    /// SEQUENCE: how often what it shows has changed.
    pub sequence: u32,
    /// CREATED: when it was first made.
    pub created: Timestamp,
    /// DTSTAMP and LAST-MODIFIED: when what it shows last changed.
    pub changed: Timestamp,
    /// Whether it was withdrawn.
    pub cancelled: bool,
}

/// The name of an entry: the founder of its paper's family, its role, and a number that no other entry of both was ever given.
pub fn uid(founder: &str, role: DateRole, n: u32) -> String {
    format!("{founder}-{role}-{n}@udvalg")
}

impl Shown {
    /// What is shown of a date: the record with this date alone, and what else of it a calendar shows or warns of.
    pub fn new(record: &Record, mention: &Mention) -> Self {
        let Paper {
            pages: _,
            title,
            kind,
            status,
            why: _,
            date,
            case_numbers,
            dates: _,
            members: _,
            amounts: _,
            contacts: _,
            organisations: _,
            attachments: _,
            fields: _,
            items: _,
            properties: _,
            warnings,
            corrections: _,
        } = &record.paper;
        let place = &mention.source;
        let concerns = |warning: &&paper::Warning| match &warning.source {
            _ if warning.code == WarningCode::PersonalData => true,
            Some(source) => source.start < place.end && place.start < source.end,
            None => false,
        };
        let mut mention = mention.clone();
        // Why the rules think so is for who looks at the paper.
        (mention.rule, mention.reasons) = (None, Vec::new());
        Self(Record {
            path: record.path.clone(),
            hash: record.hash.clone(),
            format: record.format.clone(),
            places: Vec::new(),
            paper: Paper {
                title: title.clone(),
                kind: *kind,
                status: *status,
                date: date.clone(),
                case_numbers: case_numbers.clone(),
                dates: vec![mention],
                warnings: warnings.iter().filter(concerns).cloned().collect(),
                ..Paper::default()
            },
        })
    }

    /// What was kept.
    pub fn of(kept: Record) -> Self {
        Self(kept)
    }

    /// What is to be kept.
    pub fn record(&self) -> &Record {
        &self.0
    }

    fn mention(&self) -> Option<&Mention> {
        self.0.paper.dates.first()
    }

    /// Where it stood before it moved.
    fn before(&self) -> Option<&Mention> {
        self.0.paper.dates.get(1)
    }

    /// What is shown now of an entry that showed `given`: whoever sees it on another day than before is told so.
    fn after(mut self, given: &Self) -> Self {
        let span = |shown: &Self| shown.mention().and_then(Mention::days);
        let before = if span(&self) == span(given) {
            given.before()
        } else {
            given.mention()
        };
        self.0.paper.dates.extend(before.cloned());
        self
    }

    /// The entry as a calendar shows it; `None` for a date that is none.
    pub fn event(&self, life: &Life<'_>) -> Option<Event> {
        let mention = self.mention()?;
        let mut event = event::event(&self.0, mention, When::of(mention)?, life.uid.to_owned());
        if let Some(before) = self.before() {
            event.description = wording::moved(event.description, before);
        }
        event.sequence = life.sequence;
        event.stamp = life.changed;
        event.created = Some(life.created);
        event.modified = Some(life.changed);
        event.cancelled = life.cancelled;
        Some(event)
    }

    /// Whether a calendar shows the same of both.
    fn looks_like(&self, other: &Self) -> bool {
        let life = Life {
            uid: "",
            sequence: 0,
            created: Timestamp::UNIX_EPOCH,
            changed: Timestamp::UNIX_EPOCH,
            cancelled: false,
        };
        // Where in which file a date stands is no matter of the calendar's, as long as page, words and path are the same.
        let seen = |shown: &Self| {
            shown.event(&life).map(|event| Event {
                cited: None,
                ..event
            })
        };
        seen(self) == seen(other)
    }

    fn side(&self, withdrawn: bool) -> Option<Side> {
        self.mention().map(|mention| Side::new(mention, withdrawn))
    }
}

/// An entry that was made before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// What it showed last.
    pub shown: Shown,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
}

/// What becomes of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Nothing: it shows what it showed, or was withdrawn before.
    Same,
    /// It shows the same, and is kept anew: the date stands elsewhere in its paper, or in another paper of the same words.
    Elsewhere(Shown),
    /// It shows something else, or is back after it was withdrawn.
    Changed(Shown),
    /// The paper does not state it any more.
    Withdrawn,
}

/// What becomes of all entries of a paper in one role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// Of each entry that was given, in their order.
    pub given: Vec<Fate>,
    /// What the paper states and no entry shows, in the paper's order.
    pub new: Vec<Shown>,
}

/// Compares the entries of one role with what the paper states now; `None` where there is no paper any more.
///
/// Where several entries may be the same date, the one that comes first is it. A date without a day is no entry; an entry whose
/// date lost its day is withdrawn until it has one again.
///
/// ```
/// use export::{Fate, Given, settled};
/// use paper::{DateRole, Record};
///
/// let paper = |day: &str| -> Record {
///     serde_json::from_str(&format!(r#"{{"path": "diger.pdf", "hash": "6f1a", "format": "pdf", "dates": [{{
///         "start": "2017-05-0{day}", "end": "2017-05-0{day}", "role": "deadline", "approximate": false,
///         "summary": "Svar til Digelaget", "source": {{"start": 40, "end": 55, "quote": "den {day}. maj 2017"}}
///     }}]}}"#)).unwrap()
/// };
/// let first = settled(&[], Some(&paper("3")), DateRole::Deadline);
/// let given = [Given { shown: first.new[0].clone(), withdrawn: false }];
/// let moved = settled(&given, Some(&paper("4")), DateRole::Deadline);
/// assert!(matches!(moved.given[..], [Fate::Changed(_)]) && moved.new.is_empty());
/// assert_eq!(settled(&given, None, DateRole::Deadline).given, [Fate::Withdrawn]);
/// ```
pub fn settled(given: &[Given], record: Option<&Record>, role: DateRole) -> Settled {
    let mut stated: Vec<Option<Shown>> = record.map_or_else(Vec::new, |record| {
        let dates = event::stated(record, role).into_iter();
        dates
            .filter(|mention| When::of(mention).is_some())
            .map(|mention| Some(Shown::new(record, mention)))
            .collect()
    });
    let mut entries: Vec<(usize, &Given)> = given.iter().enumerate().collect();
    // As they stood in their papers.
    entries.sort_by_key(|(_, entry)| entry.shown.mention().map(|mention| mention.source.start));
    let (order, entries): (Vec<usize>, Vec<Side>) = entries
        .into_iter()
        .filter_map(|(at, entry)| Some((at, entry.shown.side(entry.withdrawn)?)))
        .unzip();
    let sides: Vec<Side> = stated
        .iter()
        .flatten()
        .filter_map(|shown| shown.side(false))
        .collect();
    let mut fates: Vec<Fate> = given
        .iter()
        .map(|entry| {
            if entry.withdrawn {
                Fate::Same
            } else {
                Fate::Withdrawn
            }
        })
        .collect();
    for (date, entry) in matching::matched(&entries, &sides).into_iter().enumerate() {
        let at = entry.and_then(|entry| order.get(entry).copied());
        let place = at.and_then(|at| given.get(at).zip(fates.get_mut(at)));
        if let Some((entry, fate)) = place
            && let Some(shown) = stated.get_mut(date).and_then(Option::take)
        {
            *fate = fate_of(entry, shown);
        }
    }
    Settled {
        given: fates,
        new: stated.into_iter().flatten().collect(),
    }
}

fn fate_of(entry: &Given, shown: Shown) -> Fate {
    let shown = shown.after(&entry.shown);
    if entry.withdrawn || !entry.shown.looks_like(&shown) {
        Fate::Changed(shown)
    } else if entry.shown == shown {
        Fate::Same
    } else {
        Fate::Elsewhere(shown)
    }
}

/// Whether two dates of a paper are the same thing, stated twice: the same span and role, and words that tell of one thing.
pub fn same_thing(one: &Mention, other: &Mention) -> bool {
    one.role == other.role && Side::new(one, false).is_stated_by(&Side::new(other, false))
}

#[cfg(test)]
mod tests;
