//! Tables as Apache Parquet: columns with types, for statistics.

use std::{io::Write, sync::Arc};

use ::parquet::{
    basic::{Compression, LogicalType, Repetition, Type as Physical},
    column::writer::ColumnWriter,
    data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type, Int64Type},
    errors::Result,
    file::{properties::WriterProperties, writer::SerializedFileWriter},
    schema::types::{Type, TypePtr},
};
use jiff::civil::{Date, date};

use super::{Cell, Column, Holds, Subject, Table};

pub use ::parquet::errors::ParquetError;

/// Rows that are kept in memory and written as a group.
const GROUP: usize = 20_000;
/// Digits of an amount, and those of them behind the comma.
const DIGITS: (i32, i32) = (18, 2);

/// A table that is being written.
pub struct ParquetTable<'t, W: Write + Send> {
    table: &'t Table,
    out: SerializedFileWriter<W>,
    /// Its columns so far, each with the values that there are and, for each row, whether there is one.
    columns: Vec<(Vec<i16>, Values)>,
    rows: usize,
}

impl<W: Write + Send> std::fmt::Debug for ParquetTable<'_, W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "ParquetTable({}, {} rows waiting)",
            self.table.name, self.rows
        )
    }
}

enum Values {
    Text(Vec<ByteArray>),
    Long(Vec<i64>),
    Day(Vec<i32>),
    Yes(Vec<bool>),
}

impl Values {
    fn of(column: &Column) -> Self {
        match column.holds {
            Holds::Text => Self::Text(Vec::new()),
            Holds::Whole | Holds::Money => Self::Long(Vec::new()),
            Holds::Day => Self::Day(Vec::new()),
            Holds::Yes => Self::Yes(Vec::new()),
        }
    }

    /// Adds what a cell holds, and says whether it holds anything of the column's kind.
    fn add(&mut self, cell: &Cell<'_>) -> bool {
        match (self, cell) {
            (Self::Text(all), Cell::Text(text)) => all.push(ByteArray::from(*text)),
            (Self::Text(all), Cell::Joined(text)) => all.push(ByteArray::from(text.as_str())),
            (Self::Long(all), Cell::Whole(number) | Cell::Money(number)) => all.push(*number),
            (Self::Day(all), Cell::Day(day)) => all.push(since_1970(*day)),
            (Self::Yes(all), Cell::Yes(yes)) => all.push(*yes),
            _ => return false,
        }
        true
    }
}

impl<'t, W: Write + Send> ParquetTable<'t, W> {
    /// Begins a file.
    ///
    /// # Errors
    /// As the output has them.
    pub fn new(table: &'t Table, out: W) -> Result<Self> {
        let fields = table.columns.iter().map(field).collect::<Result<_>>()?;
        let schema = Type::group_type_builder(table.name)
            .with_fields(fields)
            .build()?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by("udvalg".to_owned())
            .build();
        Ok(Self {
            table,
            out: SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?,
            columns: empty(table),
            rows: 0,
        })
    }

    /// Writes the rows of a paper.
    ///
    /// # Errors
    /// As the output has them.
    pub fn put(&mut self, subject: &Subject<'_>) -> Result<()> {
        for row in self.table.rows(subject) {
            for (cell, (there, values)) in row.iter().zip(&mut self.columns) {
                there.push(i16::from(values.add(cell)));
            }
            self.rows += 1;
        }
        if self.rows >= GROUP {
            self.write()
        } else {
            Ok(())
        }
    }

    /// Writes what is left, and the end of the file.
    ///
    /// # Errors
    /// As the output has them.
    pub fn finish(mut self) -> Result<()> {
        if self.rows > 0 {
            self.write()?;
        }
        self.out.close().map(drop)
    }

    fn write(&mut self) -> Result<()> {
        self.rows = 0;
        let mut group = self.out.next_row_group()?;
        for (there, values) in std::mem::replace(&mut self.columns, empty(self.table)) {
            let Some(mut column) = group.next_column()? else {
                break;
            };
            match values {
                Values::Text(values) => put::<ByteArrayType>(column.untyped(), &values, &there)?,
                Values::Long(values) => put::<Int64Type>(column.untyped(), &values, &there)?,
                Values::Day(values) => put::<Int32Type>(column.untyped(), &values, &there)?,
                Values::Yes(values) => put::<BoolType>(column.untyped(), &values, &there)?,
            }
            column.close()?;
        }
        group.close().map(drop)
    }
}

fn put<T: DataType>(column: &mut ColumnWriter<'_>, values: &[T::T], there: &[i16]) -> Result<()> {
    let typed = T::get_column_writer_mut(column);
    let Some(typed) = typed else {
        return Err(ParquetError::General("a column of another type".to_owned()));
    };
    typed.write_batch(values, Some(there), None).map(drop)
}

fn empty(table: &Table) -> Vec<(Vec<i16>, Values)> {
    let columns = table.columns.iter();
    columns
        .map(|column| (Vec::new(), Values::of(column)))
        .collect()
}

fn field(column: &Column) -> Result<TypePtr> {
    let (digits, behind) = DIGITS;
    let (physical, logical) = match column.holds {
        Holds::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Holds::Whole => (Physical::INT64, None),
        Holds::Money => (Physical::INT64, Some(LogicalType::decimal(behind, digits))),
        Holds::Day => (Physical::INT32, Some(LogicalType::Date)),
        Holds::Yes => (Physical::BOOLEAN, None),
    };
    let mut field = Type::primitive_type_builder(column.name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical);
    if column.holds == Holds::Money {
        field = field.with_precision(digits).with_scale(behind);
    }
    Ok(Arc::new(field.build()?))
}

/// Days since 1 January 1970, as the format counts them.
fn since_1970(day: Date) -> i32 {
    (day - date(1970, 1, 1)).get_days()
}

#[cfg(test)]
mod tests {
    use ::parquet::file::reader::{FileReader, SerializedFileReader};

    use paper::Record;

    use super::*;
    use crate::table::TABLES;

    fn amount(at: usize) -> Record {
        let label = if at.is_multiple_of(2) {
            r#""label": "Kørsel, æøå","#
        } else {
            ""
        };
        serde_json::from_str(&format!(
            r#"{{"path": "{at}.pdf", "hash": "6f1a", "format": "pdf", "amounts": [{{"ore": {at}, "role": "post", {label}
                "approximate": false, "source": {{"page": 3, "start": 0, "end": 1, "quote": "x"}}}}]}}"#
        ))
        .unwrap()
    }

    #[test]
    fn what_is_written_is_read_back_over_several_groups() {
        let many = GROUP + 3;
        let amounts = TABLES.iter().find(|table| table.name == "amounts").unwrap();
        let mut bytes = Vec::new();
        let mut table = ParquetTable::new(amounts, &mut bytes).unwrap();
        for at in 0..many {
            let record = amount(at);
            let subject = Subject {
                record: &record,
                family: "6f1a",
                gone: false,
            };
            table.put(&subject).unwrap();
        }
        table.finish().unwrap();
        let mut written = tempfile::tempfile().unwrap();
        written.write_all(&bytes).unwrap();
        let file = SerializedFileReader::new(written).unwrap();
        assert_eq!(file.num_row_groups(), 2);
        let rows: Vec<_> = file
            .get_row_iter(None)
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert_eq!(rows.len(), many);
        let told = |at: usize| rows[at].to_string();
        assert!(told(20_001).contains("amount: 200.01"), "{}", told(20_001));
        assert!(told(0).contains("label: \"Kørsel, æøå\"") && told(1).contains("label: null"));
    }

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(since_1970(date(1970, 1, 2)), 1);
        assert_eq!(since_1970(date(1969, 12, 31)), -1);
        assert_eq!(since_1970(date(2024, 2, 29)), 19_782);
    }
}
