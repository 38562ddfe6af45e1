//! Records as tables: for spreadsheets and statistics.

mod columns;
mod csv;
mod parquet;

use jiff::civil::Date;
use paper::Record;

use columns::{AMOUNTS, DATES, ITEMS, MEMBERS, PAPERS};

pub use csv::CsvTable;
pub use parquet::{ParquetError, ParquetTable};

/// A paper that becomes rows of tables: its record, and what its archive knows beside it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'r> {
    /// What it says.
    pub record: &'r Record,
    /// What all versions and formats of it have in common: the hash of the first of them.
    pub family: &'r str,
    /// Whether its files are gone.
    pub gone: bool,
}

/// A table with a row for each value of a kind.
#[derive(Debug)]
pub struct Table {
    /// Its name, which its file has too: `papers`, `dates`, `members`, `amounts`, `items`.
    pub name: &'static str,
    /// What a row of it is.
    pub about: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
    rows: for<'r> fn(&Subject<'r>) -> Vec<Row<'r>>,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name: the key of the record.
    pub name: &'static str,
    /// What kind of value stands in it.
    pub holds: Holds,
    /// What that means.
    pub about: &'static str,
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

impl Holds {
    /// It in words: how CSV writes it, and what it is in Parquet.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Whole => "whole number",
            Self::Money => "amount, two decimals",
            Self::Day => "day",
            Self::Yes => "yes or no",
        }
    }
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
    /// use export::table::{Cell, Subject, TABLES};
    ///
    /// let record: paper::Record = serde_json::from_str(r#"{
    ///     "path": "diger.pdf", "hash": "6f1a", "format": "pdf",
    ///     "amounts": [{"ore": 5269200, "role": "ansøgt", "approximate": false,
    ///         "source": {"page": 2, "start": 40, "end": 50, "quote": "52.692 kr."}}]
    /// }"#)?;
    /// let amounts = TABLES.iter().find(|table| table.name == "amounts").unwrap();
    /// let at = amounts.columns.iter().position(|column| column.name == "amount").unwrap();
    /// let subject = Subject { record: &record, family: "6f1a", gone: false };
    /// assert_eq!(amounts.rows(&subject)[0][at], Cell::Money(5_269_200));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn rows<'r>(&self, subject: &Subject<'r>) -> Vec<Row<'r>> {
        (self.rows)(subject)
    }
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
        let subject = Subject {
            record: &record,
            family: "6f1a",
            gone: true,
        };
        for table in &TABLES {
            let rows = table.rows(&subject);
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
        let row = DATES.rows(&subject).remove(0);
        assert_eq!(row[at("actors")], Cell::Joined("Udvalget; Laget".into()));
        assert_eq!(
            row[at("last_day")],
            Cell::Day("2017-05-03".parse().unwrap())
        );
    }
}
