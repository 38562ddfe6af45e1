//! The archive in figures.

use std::{fs, path::Path};

use crate::{Archive, ArchiveError, DATABASE, Versions};

/// What an archive holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Papers that have a place.
    pub papers: u64,
    /// Papers by format, by name.
    pub by_format: Vec<(String, u64)>,
    /// Papers by kind, the most frequent first.
    pub by_kind: Vec<(String, u64)>,
    /// Papers by what made their record, the latest first.
    pub by_versions: Vec<(Versions, u64)>,
    /// Files known.
    pub places: u64,
    /// Of them, those that are gone.
    pub missing: u64,
    /// Files that could not be read, by reason, the most frequent first.
    pub failures: Vec<FailureCount>,
    /// Dates with the role deadline.
    pub deadlines: u64,
    /// Bytes of the papers' files.
    pub papers_bytes: u64,
    /// Bytes of the database on disk.
    pub archive_bytes: u64,
    /// Bytes of the index on disk.
    pub index_bytes: u64,
}

/// How many files failed for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailureCount {
    /// The reason.
    pub reason: String,
    /// How many.
    pub files: u64,
}

/// Only papers that are shown count.
const SHOWN: &str = "FROM papers WHERE EXISTS (SELECT 1 FROM places WHERE paper = papers.id)";

impl Archive {
    /// Counts what the archive holds and how much room it takes.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn counts(&self) -> Result<Counts, ArchiveError> {
        // One moment for all figures: an ingest may be running.
        let moment = self.db.unchecked_transaction()?;
        let one = |sql: &str| moment.query_row(sql, (), |row| row.get::<_, u64>(0));
        let counts = Counts {
            papers: one(&format!("SELECT count(*) {SHOWN}"))?,
            by_format: self.grouped(&format!(
                "SELECT format, count(*) {SHOWN} GROUP BY format ORDER BY format"
            ))?,
            by_kind: self.grouped(&format!(
                "SELECT kind, count(*) AS n {SHOWN} GROUP BY kind ORDER BY n DESC, kind"
            ))?,
            by_versions: self.by_versions()?,
            places: one("SELECT count(*) FROM places")?,
            missing: one("SELECT count(*) FROM places WHERE missing <> 0 AND paper IS NOT NULL")?,
            failures: self
                .grouped(
                    "SELECT reason, count(*) AS n FROM failures JOIN places ON places.id = place
                     WHERE missing = 0 GROUP BY reason ORDER BY n DESC, reason",
                )?
                .into_iter()
                .map(|(reason, files)| FailureCount { reason, files })
                .collect(),
            deadlines: one("SELECT count(*) FROM dates WHERE role = 'deadline'
                 AND EXISTS (SELECT 1 FROM places WHERE places.paper = dates.paper)")?,
            papers_bytes: one(&format!("SELECT coalesce(sum(size), 0) {SHOWN}"))?,
            archive_bytes: files_below(self.dir(), |name| name.starts_with(DATABASE)),
            index_bytes: files_below(&self.index_dir(), |_| true),
        };
        drop(moment);
        Ok(counts)
    }

    fn grouped(&self, sql: &str) -> Result<Vec<(String, u64)>, ArchiveError> {
        let mut select = self.db.prepare_cached(sql)?;
        let rows = select.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn by_versions(&self) -> Result<Vec<(Versions, u64)>, ArchiveError> {
        let mut select = self.db.prepare_cached(&format!(
            "SELECT reader, rules, vocabulary, count(*) {SHOWN}
             GROUP BY reader, rules, vocabulary ORDER BY reader DESC, rules DESC, vocabulary"
        ))?;
        let rows = select.query_map((), |row| {
            let versions = Versions {
                reader: row.get(0)?,
                rules: row.get(1)?,
                vocabulary: row.get(2)?,
            };
            Ok((versions, row.get(3)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Bytes of the files of a folder; what cannot be looked at counts nothing.
fn files_below(dir: &Path, counts: impl Fn(&str) -> bool) -> u64 {
    let Ok(entries) = fs::read_dir(dir) else {
        return 0;
    };
    entries
        .flatten()
        .filter(|entry| entry.file_name().to_str().is_some_and(&counts))
        .filter_map(|entry| entry.metadata().ok())
        .filter(fs::Metadata::is_file)
        .map(|meta| meta.len())
        .sum()
}
