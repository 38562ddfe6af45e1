//! The values of a record as rows of their own tables.

use jiff::civil::Date;
use paper::{Amount, DateRole, Member, Organisation, Paper};
use rusqlite::{Connection, params};

use crate::{ArchiveError, blob};

/// The tables of values, of which each paper has rows.
pub(crate) const TABLES: [&str; 6] = [
    "dates",
    "members",
    "amounts",
    "organisations",
    "case_numbers",
    "doubts",
];

/// The rows of one record.
#[derive(Debug, Clone)]
pub(crate) struct Rows {
    pub(crate) kind: &'static str,
    pub(crate) title: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) pages: Option<u32>,
    /// How many of its values people had a word about.
    pub(crate) corrected: usize,
    dates: Vec<DateValue>,
    members: Vec<Member>,
    amounts: Vec<Amount>,
    organisations: Vec<Organisation>,
    case_numbers: Vec<String>,
    /// How much each doubtful value matters, and until when.
    doubts: Vec<(u16, Option<Date>)>,
}

#[derive(Debug, Clone)]
struct DateValue {
    role: DateRole,
    days: Option<(Date, Date)>,
    value: String,
}

impl Rows {
    pub(crate) fn new(paper: &Paper) -> Result<Self, ArchiveError> {
        let Paper {
            pages,
            title,
            kind,
            status: _,
            why: _,
            date,
            case_numbers,
            dates,
            members,
            amounts,
            contacts: _,
            organisations,
            attachments: _,
            fields: _,
            items: _,
            properties: _,
            warnings: _,
            corrections: _,
        } = paper;
        let dates = dates
            .iter()
            .map(|mention| {
                Ok(DateValue {
                    role: mention.role,
                    days: mention.days(),
                    value: blob::json(mention)?,
                })
            })
            .collect::<Result<_, ArchiveError>>()?;
        Ok(Self {
            kind: kind.word(),
            title: title.as_ref().map(|found| found.value.clone()),
            date: date.as_ref().map(|found| found.value.to_string()),
            pages: *pages,
            corrected: paper::corrected(paper),
            doubts: paper::doubts(paper)
                .iter()
                .map(|doubt| (doubt.rank, doubt.day))
                .collect(),
            dates,
            members: members.clone(),
            amounts: amounts.clone(),
            organisations: organisations.clone(),
            case_numbers: case_numbers
                .iter()
                .map(|found| found.value.clone())
                .collect(),
        })
    }

    /// Writes the rows in place of those that the paper had.
    pub(crate) fn write(&self, db: &Connection, paper: i64) -> Result<(), ArchiveError> {
        Self::delete(db, paper)?;
        self.write_dates(db, paper)?;
        self.write_members(db, paper)?;
        self.write_amounts(db, paper)?;
        self.write_names(db, paper)?;
        self.write_doubts(db, paper)
    }

    /// Drops the rows of a paper.
    pub(crate) fn delete(db: &Connection, paper: i64) -> Result<(), ArchiveError> {
        for table in TABLES {
            db.prepare_cached(&format!("DELETE FROM {table} WHERE paper = ?"))?
                .execute([paper])?;
        }
        Ok(())
    }

    fn write_dates(&self, db: &Connection, paper: i64) -> Result<(), ArchiveError> {
        let mut insert = db.prepare_cached("INSERT INTO dates VALUES (?, ?, ?, ?, ?, ?)")?;
        for (ord, date) in (0_i64..).zip(&self.dates) {
            let (first, last) = date.days.unzip();
            let first = first.map(|day| day.to_string());
            let last = last.map(|day| day.to_string());
            insert.execute(params![
                paper,
                ord,
                date.role.word(),
                first,
                last,
                date.value
            ])?;
        }
        Ok(())
    }

    fn write_members(&self, db: &Connection, paper: i64) -> Result<(), ArchiveError> {
        let mut insert =
            db.prepare_cached("INSERT INTO members VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
        for (ord, member) in (0_i64..).zip(&self.members) {
            insert.execute(params![
                paper,
                ord,
                member.name,
                member.role.map(paper::MemberRole::word),
                member.title,
                member.organisation,
                member.party,
                member.appointed_by,
                member.attendance.map(paper::Attendance::word),
                member.body,
                member.source.page,
                member.source.quote,
            ])?;
        }
        Ok(())
    }

    fn write_amounts(&self, db: &Connection, paper: i64) -> Result<(), ArchiveError> {
        let mut insert =
            db.prepare_cached("INSERT INTO amounts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
        for (ord, amount) in (0_i64..).zip(&self.amounts) {
            insert.execute(params![
                paper,
                ord,
                amount.ore,
                amount.max_ore,
                amount.currency.as_deref().unwrap_or("DKK"),
                amount.role.word(),
                amount.label,
                amount.year,
                amount.per.map(paper::Per::word),
                amount.approximate,
                amount.source.page,
                amount.source.quote,
            ])?;
        }
        Ok(())
    }

    /// Writes the doubts in place of those that the paper had, and how many of its values are corrected.
    pub(crate) fn write_doubts(&self, db: &Connection, paper: i64) -> Result<(), ArchiveError> {
        db.prepare_cached("DELETE FROM doubts WHERE paper = ?")?
            .execute([paper])?;
        let mut insert = db.prepare_cached("INSERT INTO doubts VALUES (?, ?, ?, ?)")?;
        for (ord, (rank, day)) in (0_i64..).zip(&self.doubts) {
            insert.execute(params![paper, ord, rank, day.map(|day| day.to_string())])?;
        }
        db.prepare_cached("UPDATE papers SET corrected = ?1 WHERE id = ?2 AND corrected <> ?1")?
            .execute(params![self.corrected, paper])?;
        Ok(())
    }

    fn write_names(&self, db: &Connection, paper: i64) -> Result<(), ArchiveError> {
        let mut insert = db.prepare_cached("INSERT INTO organisations VALUES (?, ?, ?, ?)")?;
        for (ord, organisation) in (0_i64..).zip(&self.organisations) {
            insert.execute(params![
                paper,
                ord,
                organisation.name,
                organisation.kind.word()
            ])?;
        }
        let mut insert = db.prepare_cached("INSERT INTO case_numbers VALUES (?, ?, ?)")?;
        for (ord, number) in (0_i64..).zip(&self.case_numbers) {
            insert.execute(params![paper, ord, number])?;
        }
        Ok(())
    }
}
