//! Tables as CSV (RFC 4180) that a Danish Excel opens rightly: semicolons between the cells, a comma before the øre.

use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};

use super::{Cell, Subject, Table};

/// First characters at which a spreadsheet takes a text for a formula and computes it; a paper may have been written to do
/// harm. What begins so gets an apostrophe before it, which spreadsheets take as "this is text" (OWASP, CSV injection).
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The byte order mark by which Excel tells UTF-8 from the old code page.
const BOM: &[u8] = "\u{feff}".as_bytes();

/// A table that is being written.
#[derive(Debug)]
pub struct CsvTable<'t, W: Write> {
    table: &'t Table,
    out: Writer<W>,
}

impl<'t, W: Write> CsvTable<'t, W> {
    /// Writes the names of the columns, after a byte order mark where that is wanted.
    ///
    /// # Errors
    /// As the output has them.
    pub fn new(table: &'t Table, mut out: W, bom: bool) -> io::Result<Self> {
        if bom {
            out.write_all(BOM)?;
        }
        let mut out = WriterBuilder::new()
            .delimiter(b';')
            .terminator(Terminator::CRLF)
            .from_writer(out);
        out.write_record(table.columns.iter().map(|column| column.name))?;
        Ok(Self { table, out })
    }

    /// Writes the rows of a paper.
    ///
    /// # Errors
    /// As the output has them.
    pub fn put(&mut self, subject: &Subject<'_>) -> io::Result<()> {
        for row in self.table.rows(subject) {
            self.out.write_record(row.iter().map(written))?;
        }
        Ok(())
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// As the output has them.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn written(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => safe(text),
        Cell::Joined(text) => safe(text),
        Cell::Whole(number) => number.to_string(),
        Cell::Money(hundredths) => money(*hundredths),
        Cell::Day(day) => day.to_string(),
        Cell::Yes(true) => "ja".to_owned(),
        Cell::Yes(false) => "nej".to_owned(),
    }
}

fn safe(text: &str) -> String {
    if text.starts_with(FORMULA) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn money(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let all = hundredths.unsigned_abs();
    format!("{sign}{},{:02}", all / 100, all % 100)
}

#[cfg(test)]
mod tests {
    use paper::Record;

    use super::*;
    use crate::table::TABLES;

    fn record(label: &str, ore: i64) -> Record {
        let label = serde_json::to_string(label).unwrap();
        serde_json::from_str(&format!(
            r#"{{"path": "a.pdf", "hash": "6f1a", "format": "pdf", "amounts": [{{"ore": {ore}, "role": "post",
                "label": {label}, "approximate": true, "source": {{"start": 0, "end": 1, "quote": "x"}}}}]}}"#
        ))
        .unwrap()
    }

    fn table(records: &[Record], bom: bool) -> String {
        let mut bytes = Vec::new();
        let amounts = TABLES.iter().find(|table| table.name == "amounts").unwrap();
        let mut csv = CsvTable::new(amounts, &mut bytes, bom).unwrap();
        for record in records {
            let subject = Subject {
                record,
                family: "0b2c",
                gone: false,
            };
            csv.put(&subject).unwrap();
        }
        csv.finish().unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn cells_are_quoted_where_they_must_be_and_compute_nothing() {
        let told = table(
            &[
                record("Kaffe; te \"og\"\nkage", 123_405),
                record("=HYPERLINK(\"x\")", -5),
            ],
            false,
        );
        let head = "path;title;role;amount;amount_max;currency;label;year;per;approximate;corrected;page;quote;hash;family;gone\r\n";
        let first =
            "a.pdf;;post;1234,05;;DKK;\"Kaffe; te \"\"og\"\"\nkage\";;;ja;;;x;6f1a;0b2c;nej\r\n";
        let second = "a.pdf;;post;-0,05;;DKK;\"'=HYPERLINK(\"\"x\"\")\";;;ja;;;x;6f1a;0b2c;nej\r\n";
        assert_eq!(told, format!("{head}{first}{second}"));
        assert!(table(&[], true).starts_with("\u{feff}path;"));
    }
}
