//! Which files are to be read again: those that failed, and those that an older reader read or failed at.

use rusqlite::params;

use crate::{Archive, ArchiveError, Failed, RunId, query};

/// A file that is to be read again. One that lies within another (`mother.zip!/bilag.pdf`) is read by reading that.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Again {
    /// Where it is, absolutely.
    pub location: String,
    /// Its path, as shown to people.
    pub path: String,
}

impl Archive {
    /// The files that could not be read, for a reason or for any, by location; without those that are gone.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn to_retry(&self, reason: Option<&str>) -> Result<Vec<Again>, ArchiveError> {
        let mut select = self.db.prepare_cached(
            "SELECT location, path FROM failures JOIN places ON places.id = place
             WHERE missing = 0 AND (?1 IS NULL OR reason = ?1) ORDER BY location",
        )?;
        let rows = select.query_map([reason], again)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The files that a reader older than `reader` read or failed at, by location; without those that are gone.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn outdated(&self, reader: u32) -> Result<Vec<Again>, ArchiveError> {
        let mut select = self.db.prepare_cached(
            "SELECT location, path FROM places LEFT JOIN failures ON failures.place = places.id
             LEFT JOIN papers ON papers.id = places.paper LEFT JOIN containers ON containers.place = places.id
             WHERE missing = 0 AND coalesce(failures.reader, papers.reader, containers.reader) < ? ORDER BY location",
        )?;
        let rows = select.query_map([reader], again)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The files that failed in a run and have not been read since, by reason and path.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn failures_of(&self, run: RunId) -> Result<Vec<Failed>, ArchiveError> {
        self.failed("run = ? ORDER BY reason, path, location", params![run.0])
    }

    /// The files that could not be read and are not known to be gone, by path; with a reason only those.
    ///
    /// # Errors
    /// As SQLite has them.
    pub fn failures(&self, reason: Option<&str>) -> Result<Vec<Failed>, ArchiveError> {
        self.failed(
            "missing = 0 AND (?1 IS NULL OR reason = ?1) ORDER BY path, location",
            params![reason],
        )
    }

    fn failed(
        &self,
        which: &str,
        parameters: &[&dyn rusqlite::ToSql],
    ) -> Result<Vec<Failed>, ArchiveError> {
        let mut select = self.db.prepare_cached(&format!(
            "SELECT path, location, reason, message, reader, at, attempts
             FROM failures JOIN places ON places.id = place WHERE {which}"
        ))?;
        let mut rows = select.query(parameters)?;
        let mut failed = Vec::new();
        while let Some(row) = rows.next()? {
            failed.push(query::failed(row)?);
        }
        Ok(failed)
    }
}

fn again(row: &rusqlite::Row<'_>) -> rusqlite::Result<Again> {
    Ok(Again {
        location: row.get(0)?,
        path: row.get(1)?,
    })
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::{Access, Failure, Place};

    #[test]
    fn what_failed_and_what_is_outdated() {
        let dir = tempfile::tempdir().unwrap();
        let mut archive = Archive::open(&dir.path().join("a"), Access::Create).unwrap();
        let run = archive.begin_run(Timestamp::UNIX_EPOCH).unwrap();
        let mut batch = archive.batch(Timestamp::UNIX_EPOCH).unwrap();
        let place = |location| Place {
            location,
            path: "x",
            size: 1,
            mtime_ns: 1,
        };
        for (location, reason, reader) in [
            ("/b", "timeout", 3),
            ("/a", "timeout", 2),
            ("/c", "damaged", 2),
        ] {
            let failure = Failure {
                reason,
                message: "",
                reader,
            };
            batch.put_failure(&place(location), &failure).unwrap();
        }
        batch.put_container(&place("/old.zip"), 2).unwrap();
        batch.put_container(&place("/new.zip"), 3).unwrap();
        batch.commit().unwrap();
        let locations = |found: Vec<Again>| -> Vec<String> {
            found.into_iter().map(|again| again.location).collect()
        };
        assert_eq!(
            locations(archive.to_retry(Some("timeout")).unwrap()),
            ["/a", "/b"]
        );
        assert_eq!(
            locations(archive.to_retry(None).unwrap()),
            ["/a", "/b", "/c"]
        );
        assert_eq!(
            locations(archive.outdated(3).unwrap()),
            ["/a", "/c", "/old.zip"]
        );
        assert_eq!(locations(archive.outdated(2).unwrap()), [""; 0]);
        let of_run = archive.failures_of(run).unwrap();
        let reasons: Vec<&str> = of_run.iter().map(|failed| failed.reason.as_str()).collect();
        assert_eq!(reasons, ["damaged", "timeout", "timeout"]);
    }
}
