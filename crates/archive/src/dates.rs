//! What is due, and what else has a day.

use jiff::civil::Date;
use paper::{DateRole, Kind, Mention};
use rusqlite::params;

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
    /// The date, with its quote.
    pub mention: Mention,
    /// The first day it covers.
    pub first: Date,
    /// The last day it covers: a deadline's last day to act.
    pub last: Date,
}

const IN_SPAN: &str =
    "SELECT papers.id, papers.hash, papers.family, places.path, papers.title, papers.kind, value, first, last
    FROM dates JOIN papers ON papers.id = dates.paper JOIN places ON places.id =
        (SELECT id FROM places WHERE paper = papers.id ORDER BY path, location LIMIT 1)
    WHERE dates.role = ?1 AND last >= ?2 AND first <= ?3";

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
            let key = |row: &DateRow| (due(row), row.mention.end.map(paper::Stamp::moment));
            (key(a), &a.path, a.mention.source.start).cmp(&(
                key(b),
                &b.path,
                b.mention.source.start,
            ))
        });
        Ok(found)
    }

    fn dates_of(
        &self,
        role: DateRole,
        from: Option<Date>,
        to: Option<Date>,
        found: &mut Vec<DateRow>,
    ) -> Result<(), ArchiveError> {
        let mut select = self.db.prepare_cached(IN_SPAN)?;
        let from = from.unwrap_or(Date::MIN).to_string();
        let to = to.unwrap_or(Date::MAX).to_string();
        let mut rows = select.query(params![role.word(), from, to])?;
        while let Some(row) = rows.next()? {
            let value: String = row.get(6)?;
            let mention: Mention = blob::from_json(&value, "a date of a paper")?;
            found.push(DateRow {
                paper: PaperId(row.get(0)?),
                hash: row.get(1)?,
                family: row.get(2)?,
                path: row.get(3)?,
                title: row.get(4)?,
                kind: query::kind(&row.get::<_, String>(5)?)?,
                mention,
                first: query::day(&row.get::<_, String>(7)?)?,
                last: query::day(&row.get::<_, String>(8)?)?,
            });
        }
        Ok(())
    }
}

/// The day at which a date stands in a list.
fn due(row: &DateRow) -> Date {
    match row.mention.role {
        DateRole::Deadline => row.last,
        DateRole::Meeting
        | DateRole::Decision
        | DateRole::Milestone
        | DateRole::Period
        | DateRole::Issued
        | DateRole::Reference => row.first,
    }
}
