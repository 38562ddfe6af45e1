//! An archive as one file, and as an archive again; and an archive without the room that it no longer needs.

use std::{fs, io, path::Path};

use crate::{Access, Archive, ArchiveError, DATABASE, disk, open};

impl Archive {
    /// Opens a file that [`Archive::copy_to`] made, or another archive's database, for queries.
    ///
    /// # Errors
    /// As [`Archive::open`].
    pub fn open_file(file: &Path) -> Result<Self, ArchiveError> {
        if !file.try_exists().map_err(|e| ArchiveError::io(file, e))? {
            return Err(open::not_an_archive(file, "there is no such file"));
        }
        Self::connect(file, file, Access::Read).map_err(|error| match error.at(file) {
            ArchiveError::Damaged { source, .. } if is_no_database(source.as_ref()) => {
                open::not_an_archive(file, "it is no SQLite database")
            }
            other => other,
        })
    }

    /// Writes all of the archive as it is at this moment into one new file, readable by its owner alone, while others read
    /// and write. The file is whole or not there. Returns its size in bytes.
    ///
    /// # Errors
    /// [`ArchiveError::DiskFull`], [`ArchiveError::Permission`] and others of the disk and of SQLite.
    pub fn copy_to(&self, file: &Path) -> Result<u64, ArchiveError> {
        let mut name = file.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let part = file.with_file_name(name);
        let copied = self.fill(&part).and_then(|()| {
            fs::rename(&part, file)
                .and_then(|()| disk::sync_folder_of(file))
                .map_err(|e| ArchiveError::io(file, e))
        });
        if copied.is_err() {
            // What is left of it is of no use to anyone; the error that counts is the one above.
            let _removed = fs::remove_file(&part);
        }
        copied?;
        let meta = fs::metadata(file).map_err(|e| ArchiveError::io(file, e))?;
        Ok(meta.len())
    }

    fn fill(&self, part: &Path) -> Result<(), ArchiveError> {
        disk::room_for(part, self.live_bytes()?)?;
        // SQLite takes an empty file for its copy, with the rights that it has.
        let made = disk::open_private(part)
            .and_then(|file| file.set_len(0).map(|()| file))
            .map_err(|e| ArchiveError::io(part, e))?;
        let Some(name) = part.to_str() else {
            let odd = io::Error::new(io::ErrorKind::InvalidInput, "its name is not UTF-8");
            return Err(ArchiveError::io(part, odd));
        };
        self.db
            .execute("VACUUM INTO ?", [name])
            .map_err(|error| ArchiveError::from(error).at(part))?;
        made.sync_all().map_err(|e| ArchiveError::io(part, e))
    }

    /// Bytes of the pages that hold something.
    fn live_bytes(&self) -> Result<u64, ArchiveError> {
        let one = |name| {
            self.db
                .pragma_query_value(None, name, |row| row.get::<_, u64>(0))
        };
        let pages = one("page_count")?.saturating_sub(one("freelist_count")?);
        Ok(pages * one("page_size")?)
    }

    /// Makes a new archive in a folder from this one, with the same id: the same papers keep their numbers, and calendars
    /// their entries.
    ///
    /// # Errors
    /// [`ArchiveError::NotAnArchive`] where the folder holds something already; else as [`Archive::copy_to`].
    pub fn move_into(&self, dir: &Path) -> Result<Self, ArchiveError> {
        let file = dir.join(DATABASE);
        if file.try_exists().map_err(|e| ArchiveError::io(&file, e))? {
            return Err(ArchiveError::Occupied {
                dir: dir.to_owned(),
            });
        }
        open::prepare_folder(dir)?;
        self.copy_to(&file)?;
        let made = Self::open(dir, Access::Write)?;
        made.db.pragma_update(None, "journal_mode", "WAL")?;
        Ok(made)
    }

    /// Gives back to the disk the pages that hold nothing any more, and what was recognised in pictures that are no page's now: another
    /// recogniser has seen them since, or they are gone. Papers that were replaced stay, for their history. The caller holds the
    /// ingest lock.
    ///
    /// # Errors
    /// [`ArchiveError::DiskFull`] before anything is done where a second copy has no room; [`ArchiveError::Busy`].
    pub fn compact(&self) -> Result<(), ArchiveError> {
        disk::room_for(&self.dir().join(DATABASE), self.live_bytes()?)?;
        self.db.execute(
            "DELETE FROM recognised WHERE NOT EXISTS (SELECT 1 FROM scans WHERE seen = recognised.id)",
            (),
        )?;
        self.db.execute_batch("VACUUM")?;
        // Those who read hold the log: it is emptied then by whoever comes last.
        self.db
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(()))?;
        Ok(())
    }
}

fn is_no_database(source: &(dyn std::error::Error + 'static)) -> bool {
    source
        .downcast_ref::<rusqlite::Error>()
        .and_then(rusqlite::Error::sqlite_error_code)
        == Some(rusqlite::ErrorCode::NotADatabase)
}
