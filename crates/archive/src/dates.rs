//! What is due, and what else has a day.

use jiff::civil::Date;
use paper::{DateRole, Kind, Mention};
use rusqlite::{Row, params};

use crate::{Archive, ArchiveError, PaperId, blob, query};

/// A date of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateRow {
    /// The paper.
    pub paper: PaperId,
    /// Its hash.
    pub hash: String,
    /// The paper over its versions and formats; kept when the file changes.
    pub family: u64,
    /// Its first path.
    pub path: String,
    /// Its title.
    pub title: Option<String>,
    /// Its kind.
    pub kind: Kind,
    /// The day it was written.
    pub written: Option<Date>,
    /// Whether none of its files is there any more.
    pub gone: bool,
    /// The date, with its quote.
    pub mention: Mention,
    /// The first and the last day it covers, which of a deadline is the last day to act; none of a date that cannot be
    /// resolved.
    pub days: Option<(Date, Date)>,
}

impl DateRow {
    /// The day at which it stands in a list: a deadline's last, of all else the first.
    pub fn day(&self) -> Option<Date> {
        let (first, last) = self.days?;
        Some(match self.mention.role {
            DateRole::Deadline => last,
            DateRole::Meeting
            | DateRole::Decision
            | DateRole::Milestone
            | DateRole::Period
            | DateRole::Issued
            | DateRole::Reference => first,
        })
    }

    /// Whether it has begun and not ended on a day; a deadline ends only.
    pub fn is_under_way(&self, on: Date) -> bool {
        let is_deadline = self.mention.role == DateRole::Deadline;
        let goes_on = |(first, last): (Date, Date)| first < on && on <= last;
        !is_deadline && self.days.is_some_and(goes_on)
    }
}

/// The dates of a role with their papers. Of several places the first one that is there tells the path.
const DATES: &str = "SELECT papers.id, papers.hash, papers.family, places.path, papers.title, papers.kind, value, first, last,
        places.missing, papers.date
    FROM dates JOIN papers ON papers.id = dates.paper JOIN places ON places.id =
        (SELECT id FROM places WHERE paper = papers.id ORDER BY missing, path, location LIMIT 1)
    WHERE dates.role = ?1";

impl Archive {
    /// The dates of some roles that touch the days from `from` to `to`, both included, `None` open. Deadlines stand at
    /// their last day, all others at their first; days with several are in the order of paths. Dates that cannot be
    /// resolved have no day and are not among them.
    ///
    /// # Errors
    /// As SQLite has them; [`ArchiveError::Damaged`] for what cannot be read back.
    pub fn deadlines(
        &self,
        from: Option<Date>,
        to: Option<Date>,
        roles: &[DateRole],
    ) -> Result<Vec<DateRow>, ArchiveError> {
        let mut found = Vec::new();
        let mut roles = roles.to_vec();
        roles.sort_unstable();
        roles.dedup();
        for role in roles {
            self.dates_of(role, from, to, &mut found)?;
        }
        found.sort_by(|a, b| {
            let key = |row: &DateRow| (row.day(), row.mention.end.map(paper::Stamp::moment));
            (key(a), &a.path, a.mention.source.start).cmp(&(
                key(b),
                &b.path,
                b.mention.source.start,
            ))
        });
        Ok(found)
    }

    /// The dates of a role that cannot be resolved and so have no day, and do not recur either: in the order of paths.
    ///
    /// # Errors
    /// As [`Archive::deadlines`].
    pub fn undated(&self, role: DateRole) -> Result<Vec<DateRow>, ArchiveError> {
        let sql = format!("{DATES} AND last IS NULL ORDER BY places.path, papers.id, dates.ord");
        let mut select = self.db.prepare_cached(&sql)?;
        let mut found = Vec::new();
        let mut rows = select.query([role.word()])?;
        while let Some(row) = rows.next()? {
            let row = date_row(row)?;
            found.extend(row.mention.recurs.is_none().then_some(row));
        }
        Ok(found)
    }

    fn dates_of(
        &self,
        role: DateRole,
        from: Option<Date>,
        to: Option<Date>,
        found: &mut Vec<DateRow>,
    ) -> Result<(), ArchiveError> {
        let sql = format!("{DATES} AND last >= ?2 AND first <= ?3");
        let mut select = self.db.prepare_cached(&sql)?;
        let from = from.unwrap_or(Date::MIN).to_string();
        let to = to.unwrap_or(Date::MAX).to_string();
        let mut rows = select.query(params![role.word(), from, to])?;
        while let Some(row) = rows.next()? {
            found.push(date_row(row)?);
        }
        Ok(())
    }
}

fn date_row(row: &Row<'_>) -> Result<DateRow, ArchiveError> {
    let value: String = row.get(6)?;
    let day = |column| -> Result<Option<Date>, ArchiveError> {
        let day: Option<String> = row.get(column)?;
        day.map(|day| query::day(&day)).transpose()
    };
    Ok(DateRow {
        paper: PaperId(row.get(0)?),
        hash: row.get(1)?,
        family: row.get(2)?,
        path: row.get(3)?,
        title: row.get(4)?,
        kind: query::kind(&row.get::<_, String>(5)?)?,
        written: day(10)?,
        gone: row.get(9)?,
        mention: blob::from_json(&value, "a date of a paper")?,
        days: day(7)?.zip(day(8)?),
    })
}
