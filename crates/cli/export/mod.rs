//! `udvalg export`: the archive's papers for other programs and for people.

mod report;

use std::{
    collections::BTreeSet,
    fs,
    io::{Cursor, Write},
    path::Path,
};

use anyhow::{Context, anyhow};
use archive::{Access, Archive, PaperId};
use export::table::{CsvTable, ParquetTable, Subject, TABLES, Table};
use paper::Record;

use crate::{
    args::{self, ExportFormat},
    browse, catalogue,
    exit::{Failure, Outcome},
    output::Output,
    search, terminal,
};

/// Exports.
///
/// # Errors
/// A question that is not understood, a table that there is not; where the archive cannot be read or the output not be written.
pub(crate) fn run(args: &args::Export, folder: &Path) -> Result<Outcome, Failure> {
    let archive = catalogue::open(folder, Access::Read)?;
    let papers = Papers::asked(args, &archive)?;
    match args.format {
        ExportFormat::Ndjson => ndjson(args, &papers)?,
        ExportFormat::Csv | ExportFormat::Parquet => tables(args, &papers)?,
        ExportFormat::Docx | ExportFormat::Html => overview(args, &papers)?,
    }
    Ok(Outcome::Done)
}

/// The papers that were asked for.
struct Papers<'a> {
    archive: &'a Archive,
    /// Those that were found; all where nothing was asked.
    found: Option<BTreeSet<PaperId>>,
    asked: Option<index::Search>,
}

impl<'a> Papers<'a> {
    fn asked(args: &args::Export, archive: &'a Archive) -> Result<Self, Failure> {
        let mut asked = search::narrowed(&args.query, search::filter(&args.filters())?)?;
        if args.once {
            let all = asked.map_or_else(search::everything, Ok)?;
            asked = Some(index::Search { once: true, ..all });
        }
        let find = |asked| search::all_told(archive, asked);
        let found = asked.as_ref().map(find);
        Ok(Self {
            archive,
            found: found.transpose()?,
            asked,
        })
    }

    /// Hands over their records, in the order of paths.
    fn each(
        &self,
        mut each: impl FnMut(PaperId, Record) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut papers = Vec::new();
        self.archive.each_paper(|listed| {
            papers.extend(self.has(listed.id).then_some(listed.id));
            Ok::<_, Failure>(())
        })?;
        for paper in papers {
            if let Some(record) = self.archive.record(paper)? {
                each(paper, record)?;
            }
        }
        Ok(())
    }

    fn has(&self, id: PaperId) -> bool {
        self.found.as_ref().is_none_or(|found| found.contains(&id))
    }
}

fn ndjson(args: &args::Export, papers: &Papers<'_>) -> Result<(), Failure> {
    let mut out = Output::open(args.output.as_deref())?;
    papers.each(|_, record| Ok(writeln!(out, "{}", browse::json(&record)?)?))?;
    out.finish()
}

/// One table to the output, or all of them into a folder.
fn tables(args: &args::Export, papers: &Papers<'_>) -> Result<(), Failure> {
    if let Some(name) = &args.table {
        let out = Output::open(args.output.as_deref())?;
        return write_tables(args, papers, vec![(named(name)?, out)]);
    }
    let Some(folder) = &args.output else {
        let names = names();
        return Err(Failure::wrong_use(format!(
            "several tables do not fit into one output: give a folder with -o, or one table with --table ({names})"
        )));
    };
    fs::create_dir_all(folder).with_context(|| format!("{}: cannot be made", folder.display()))?;
    let ending = if args.format == ExportFormat::Csv {
        "csv"
    } else {
        "parquet"
    };
    let open = |table: &'static Table| {
        let file = folder.join(table.name).with_extension(ending);
        Ok((table, Output::open(Some(&file))?))
    };
    let outputs = TABLES.iter().map(open).collect::<Result<_, Failure>>()?;
    write_tables(args, papers, outputs)?;
    terminal::say(format_args!(
        "{} tables in {}",
        TABLES.len(),
        folder.display()
    ));
    Ok(())
}

fn named(name: &str) -> Result<&'static Table, Failure> {
    let table = TABLES.iter().find(|table| table.name == name);
    table.ok_or_else(|| {
        Failure::wrong_use(format!("there is no table {name}: give one of {}", names()))
    })
}

fn names() -> String {
    TABLES.map(|table| table.name).join(", ")
}

/// A table on its way out.
enum Writing<'o> {
    Csv(Box<CsvTable<'static, &'o mut Output>>),
    Parquet(Box<ParquetTable<'static, &'o mut Output>>),
}

fn write_tables(
    args: &args::Export,
    papers: &Papers<'_>,
    mut outputs: Vec<(&'static Table, Output)>,
) -> Result<(), Failure> {
    let parquet = |error| anyhow!("the table cannot be written: {error}");
    let mut writing = Vec::new();
    for (table, out) in &mut outputs {
        writing.push(match args.format {
            ExportFormat::Parquet => {
                Writing::Parquet(Box::new(ParquetTable::new(table, out).map_err(parquet)?))
            }
            _ => Writing::Csv(Box::new(CsvTable::new(table, out, args.bom)?)),
        });
    }
    papers.each(|paper, record| {
        let history = papers.archive.history(paper)?;
        let subject = Subject {
            record: &record,
            family: history
                .as_ref()
                .map_or(&record.hash, |known| &known.founder),
            gone: papers.archive.is_gone(paper)?,
        };
        for table in &mut writing {
            match table {
                Writing::Csv(table) => table.put(&subject)?,
                Writing::Parquet(table) => table.put(&subject).map_err(parquet)?,
            }
        }
        Ok(())
    })?;
    for table in writing {
        match table {
            Writing::Csv(table) => table.finish()?,
            Writing::Parquet(table) => table.finish().map_err(parquet)?,
        }
    }
    outputs.into_iter().try_for_each(|(_, out)| out.finish())
}

fn overview(args: &args::Export, papers: &Papers<'_>) -> Result<(), Failure> {
    let overview = report::of(args, papers)?;
    let mut out = Output::open(args.output.as_deref())?;
    if args.format == ExportFormat::Html {
        out.write_all(export::report::html(&overview).as_bytes())?;
    } else {
        // A packed file is written with going back, which a pipe cannot.
        let mut bytes = Cursor::new(Vec::new());
        export::report::docx(&overview, &mut bytes)
            .map_err(|error| anyhow!("the report cannot be written: {error}"))?;
        out.write_all(bytes.get_ref())?;
    }
    out.finish()
}
