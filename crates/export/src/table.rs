//! Records as tables: for spreadsheets and statistics.

mod csv;
mod parquet;

use jiff::civil::Date;
use paper::{Record, Source, Stamp};

pub use csv::CsvTable;
pub use parquet::{ParquetError, ParquetTable};

/// A table with a row for each value of a kind.
#[derive(Debug)]
pub struct Table {
    /// Its name, which its file has too: `papers`, `dates`, `members`, `amounts`, `items`.
    pub name: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
    rows: for<'r> fn(&'r Record) -> Vec<Row<'r>>,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name: the key of the record.
    pub name: &'static str,
    /// What stands in it.
    pub holds: Holds,
}

/// What the cells of a column hold, where they hold anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Text.
    Text,
    /// A whole number.
    Whole,
    /// An amount in hundredths of the currency, shown in whole ones: 52692.00.
    Money,
    /// A day.
    Day,
    /// Yes or no.
    Yes,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'r> {
    /// Nothing.
    Empty,
    /// Text.
    Text(&'r str),
    /// Several values as one text.
    Joined(String),
    /// A whole number.
    Whole(i64),
    /// An amount in hundredths.
    Money(i64),
    /// A day.
    Day(Date),
    /// Yes or no.
    Yes(bool),
}

/// The cells of a row, one a column.
pub type Row<'r> = Vec<Cell<'r>>;

/// All tables.
pub const TABLES: [Table; 5] = [PAPERS, DATES, MEMBERS, AMOUNTS, ITEMS];

impl Table {
    /// The rows that a paper gives, in its order.
    ///
    /// ```
    /// use export::table::{Cell, TABLES};
    ///
    /// let record: paper::Record = serde_json::from_str(r#"{
    ///     "path": "diger.pdf", "hash": "6f1a", "format": "pdf",
    ///     "amounts": [{"ore": 5269200, "role": "ansøgt", "approximate": false,
    ///         "source": {"page": 2, "start": 40, "end": 50, "quote": "52.692 kr."}}]
    /// }"#)?;
    /// let amounts = TABLES.iter().find(|table| table.name == "amounts").unwrap();
    /// let at = amounts.columns.iter().position(|column| column.name == "amount").unwrap();
    /// assert_eq!(amounts.rows(&record)[0][at], Cell::Money(5_269_200));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn rows<'r>(&self, record: &'r Record) -> Vec<Row<'r>> {
        (self.rows)(record)
    }
}

const fn column(name: &'static str, holds: Holds) -> Column {
    Column { name, holds }
}

const PAPERS: Table = Table {
    name: "papers",
    columns: &[
        column("path", Holds::Text),
        column("title", Holds::Text),
        column("kind", Holds::Text),
        column("status", Holds::Text),
        column("date", Holds::Day),
        column("case_numbers", Holds::Text),
        column("organisations", Holds::Text),
        column("format", Holds::Text),
        column("pages", Holds::Whole),
        column("warnings", Holds::Text),
        column("hash", Holds::Text),
    ],
    rows: |record| {
        let paper = &record.paper;
        vec![vec![
            Cell::Text(&record.path),
            title(record),
            Cell::Text(paper.kind.word()),
            text(paper.status.map(paper::Status::word)),
            paper
                .date
                .as_ref()
                .map_or(Cell::Empty, |date| Cell::Day(date.value)),
            joined(
                paper
                    .case_numbers
                    .iter()
                    .map(|number| number.value.as_str()),
            ),
            joined(paper.organisations.iter().map(|one| one.name.as_str())),
            Cell::Text(&record.format),
            whole(paper.pages),
            joined(paper.warnings.iter().map(|warning| warning.code.word())),
            Cell::Text(&record.hash),
        ]]
    },
};

const DATES: Table = Table {
    name: "dates",
    columns: &[
        column("path", Holds::Text),
        column("title", Holds::Text),
        column("role", Holds::Text),
        column("first_day", Holds::Day),
        column("last_day", Holds::Day),
        column("start", Holds::Text),
        column("end", Holds::Text),
        column("summary", Holds::Text),
        column("place", Holds::Text),
        column("actors", Holds::Text),
        column("contact", Holds::Text),
        column("approximate", Holds::Yes),
        column("inferred", Holds::Text),
        column("unresolved", Holds::Text),
        column("recurs", Holds::Text),
        column("page", Holds::Whole),
        column("quote", Holds::Text),
        column("hash", Holds::Text),
    ],
    rows: |record| {
        let row = |date| date_row(record, date);
        record.paper.dates.iter().map(row).collect()
    },
};

fn date_row<'r>(record: &'r Record, date: &'r paper::Mention) -> Row<'r> {
    let (first, last) = date.days().unzip();
    let day = |day: Option<Date>| day.map_or(Cell::Empty, Cell::Day);
    let stamp = |at: Option<Stamp>| at.map_or(Cell::Empty, |at| Cell::Joined(at.to_string()));
    let mut row = vec![
        Cell::Text(&record.path),
        title(record),
        Cell::Text(date.role.word()),
        day(first),
        day(last),
        stamp(date.start),
        stamp(date.end),
        text(date.summary.as_deref()),
        text(date.place.as_deref()),
        joined(date.actors.iter().map(String::as_str)),
        text(date.contact.as_deref()),
        Cell::Yes(date.approximate),
        joined(date.inferred.iter().map(|part| part.word())),
        text(date.unresolved.map(paper::Unresolved::word)),
        text(date.recurs.as_deref()),
    ];
    row.extend(place(&date.source));
    row.push(Cell::Text(&record.hash));
    row
}

const MEMBERS: Table = Table {
    name: "members",
    columns: &[
        column("path", Holds::Text),
        column("title", Holds::Text),
        column("name", Holds::Text),
        column("role", Holds::Text),
        column("post", Holds::Text),
        column("organisation", Holds::Text),
        column("party", Holds::Text),
        column("seats_min", Holds::Whole),
        column("seats_max", Holds::Whole),
        column("appointed_by", Holds::Text),
        column("attendance", Holds::Text),
        column("body", Holds::Text),
        column("page", Holds::Whole),
        column("quote", Holds::Text),
        column("hash", Holds::Text),
    ],
    rows: |record| {
        let row = |member| member_row(record, member);
        record.paper.members.iter().map(row).collect()
    },
};

fn member_row<'r>(record: &'r Record, member: &'r paper::Member) -> Row<'r> {
    let mut row = vec![
        Cell::Text(&record.path),
        title(record),
        text(member.name.as_deref()),
        text(member.role.map(paper::MemberRole::word)),
        text(member.title.as_deref()),
        text(member.organisation.as_deref()),
        text(member.party.as_deref()),
        whole(member.seats.map(|seats| seats.min)),
        whole(member.seats.map(|seats| seats.max)),
        text(member.appointed_by.as_deref()),
        text(member.attendance.map(paper::Attendance::word)),
        text(member.body.as_deref()),
    ];
    row.extend(place(&member.source));
    row.push(Cell::Text(&record.hash));
    row
}

const AMOUNTS: Table = Table {
    name: "amounts",
    columns: &[
        column("path", Holds::Text),
        column("title", Holds::Text),
        column("role", Holds::Text),
        column("amount", Holds::Money),
        column("amount_max", Holds::Money),
        column("currency", Holds::Text),
        column("label", Holds::Text),
        column("year", Holds::Whole),
        column("per", Holds::Text),
        column("approximate", Holds::Yes),
        column("page", Holds::Whole),
        column("quote", Holds::Text),
        column("hash", Holds::Text),
    ],
    rows: |record| {
        let row = |amount| amount_row(record, amount);
        record.paper.amounts.iter().map(row).collect()
    },
};

fn amount_row<'r>(record: &'r Record, amount: &'r paper::Amount) -> Row<'r> {
    let mut row = vec![
        Cell::Text(&record.path),
        title(record),
        Cell::Text(amount.role.word()),
        Cell::Money(amount.ore),
        amount.max_ore.map_or(Cell::Empty, Cell::Money),
        Cell::Text(amount.currency.as_deref().unwrap_or("DKK")),
        text(amount.label.as_deref()),
        whole(amount.year),
        text(amount.per.map(paper::Per::word)),
        Cell::Yes(amount.approximate),
    ];
    row.extend(place(&amount.source));
    row.push(Cell::Text(&record.hash));
    row
}

const ITEMS: Table = Table {
    name: "items",
    columns: &[
        column("path", Holds::Text),
        column("title", Holds::Text),
        column("number", Holds::Text),
        column("item", Holds::Text),
        column("case_number", Holds::Text),
        column("closed", Holds::Yes),
        column("decision", Holds::Text),
        column("page", Holds::Whole),
        column("quote", Holds::Text),
        column("hash", Holds::Text),
    ],
    rows: |record| {
        let row = |item| item_row(record, item);
        record.paper.items.iter().map(row).collect()
    },
};

fn item_row<'r>(record: &'r Record, item: &'r paper::Item) -> Row<'r> {
    let mut row = vec![
        Cell::Text(&record.path),
        title(record),
        text(item.number.as_deref()),
        Cell::Text(&item.title),
        text(item.case_number.as_deref()),
        Cell::Yes(item.closed),
        text(item.decision.as_deref()),
    ];
    row.extend(place(&item.source));
    row.push(Cell::Text(&record.hash));
    row
}

fn title(record: &Record) -> Cell<'_> {
    text(
        record
            .paper
            .title
            .as_ref()
            .map(|title| title.value.as_str()),
    )
}

fn text(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::Empty, Cell::Text)
}

fn whole(number: Option<impl Into<i64>>) -> Cell<'static> {
    number.map_or(Cell::Empty, |number| Cell::Whole(number.into()))
}

fn joined<'r>(texts: impl Iterator<Item = &'r str>) -> Cell<'static> {
    let all = texts.collect::<Vec<_>>().join("; ");
    if all.is_empty() {
        Cell::Empty
    } else {
        Cell::Joined(all)
    }
}

/// The page and the quote.
fn place(source: &Source) -> [Cell<'_>; 2] {
    [whole(source.page), Cell::Text(&source.quote)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_has_a_cell_for_each_column_and_of_its_kind() {
        let record: Record = serde_json::from_str(
            r#"{"path": "a.pdf", "hash": "6f1a", "format": "pdf", "pages": 2,
                "title": {"value": "Diger", "source": {"start": 0, "end": 5, "quote": "Diger"}},
                "date": {"value": "2017-03-01", "source": {"start": 0, "end": 5, "quote": "Diger"}},
                "case_numbers": [{"value": "17/1", "source": {"start": 0, "end": 4, "quote": "17/1"}}],
                "dates": [{"start": "2017-05-03", "end": "2017-05-04", "role": "deadline", "approximate": true,
                    "inferred": ["year"], "actors": ["Udvalget", "Laget"], "source": {"page": 1, "start": 0, "end": 1, "quote": "x"}}],
                "members": [{"organisation": "PLO", "seats": {"min": 2, "max": 3}, "source": {"start": 0, "end": 1, "quote": "x"}}],
                "amounts": [{"ore": 100, "max_ore": 200, "role": "ramme", "year": 2017, "approximate": false,
                    "source": {"start": 0, "end": 1, "quote": "x"}}],
                "items": [{"title": "Valg", "closed": true, "source": {"start": 0, "end": 1, "quote": "x"}}]}"#,
        )
        .unwrap();
        for table in &TABLES {
            let rows = table.rows(&record);
            assert_eq!(rows.len(), 1, "{}", table.name);
            for row in rows {
                assert_eq!(row.len(), table.columns.len(), "{}", table.name);
                for (cell, column) in row.iter().zip(table.columns) {
                    let fits = match cell {
                        Cell::Empty => true,
                        Cell::Text(_) | Cell::Joined(_) => column.holds == Holds::Text,
                        Cell::Whole(_) => column.holds == Holds::Whole,
                        Cell::Money(_) => column.holds == Holds::Money,
                        Cell::Day(_) => column.holds == Holds::Day,
                        Cell::Yes(_) => column.holds == Holds::Yes,
                    };
                    assert!(fits, "{}: {} holds {cell:?}", table.name, column.name);
                }
            }
        }
        let names: Vec<_> = DATES.columns.iter().map(|column| column.name).collect();
        let at = |name| names.iter().position(|one| *one == name).unwrap();
        let row = DATES.rows(&record).remove(0);
        assert_eq!(row[at("actors")], Cell::Joined("Udvalget; Laget".into()));
        assert_eq!(
            row[at("last_day")],
            Cell::Day("2017-05-03".parse().unwrap())
        );
    }
}
