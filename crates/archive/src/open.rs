//! Opening an archive: whose folder it is, which version, and how safely SQLite writes.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, TransactionBehavior, config::DbConfig};

use crate::{ArchiveError, DATABASE, INDEX, LOCK, disk};

/// The version of the tables that this program writes; a later one is refused.
pub const SCHEMA_VERSION: i64 = 10;

/// What each version after the first adds to the tables of `schema.sql`.
pub(crate) const UPGRADES: &[&str] = &[
    include_str!("schema-2.sql"),
    include_str!("schema-3.sql"),
    include_str!("schema-4.sql"),
    include_str!("schema-5.sql"),
    include_str!("schema-6.sql"),
    include_str!("schema-7.sql"),
    include_str!("schema-8.sql"),
    include_str!("schema-9.sql"),
    include_str!("schema-10.sql"),
];

/// Marks the database as an archive of ours: "udva".
const APPLICATION_ID: i64 = 0x7564_7661;

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);

/// Statements that stay prepared: more than any batch uses.
const STATEMENTS: usize = 64;

/// What an archive is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Queries only; the folder must be an archive.
    Read,
    /// Queries and changes; the folder must be an archive.
    Write,
    /// As `Write`, and a missing or empty folder becomes an archive.
    Create,
}

/// An open archive.
pub struct Archive {
    pub(crate) db: Connection,
    dir: PathBuf,
    id: String,
}

impl fmt::Debug for Archive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Archive")
            .field("dir", &self.dir)
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Whether a table is there: an archive of an earlier version that is only read has none that came later.
pub(crate) fn has_table(db: &Connection, name: &str) -> Result<bool, ArchiveError> {
    Ok(db
        .prepare_cached("SELECT 1 FROM sqlite_schema WHERE name = ?")?
        .exists([name])?)
}

impl Archive {
    /// Opens the archive in a folder.
    ///
    /// # Errors
    /// [`ArchiveError::NotAnArchive`], [`ArchiveError::Later`], [`ArchiveError::NetworkShare`],
    /// [`ArchiveError::Permission`], [`ArchiveError::DiskFull`] or [`ArchiveError::Damaged`].
    pub fn open(dir: &Path, access: Access) -> Result<Self, ArchiveError> {
        let file = dir.join(DATABASE);
        if access == Access::Create {
            prepare(dir, &file)?;
        } else if !file.try_exists().map_err(|e| ArchiveError::io(&file, e))? {
            return Err(not_an_archive(dir, "it holds no archive.sqlite"));
        }
        refuse_share(dir)?;
        if access != Access::Read {
            // SQLite falls back to reading where it may not write: better to say so at once.
            disk::open_private(&file).map_err(|e| ArchiveError::io(&file, e))?;
        }
        Self::connect(dir, &file, access).map_err(|error| error.at(&file))
    }

    pub(crate) fn connect(dir: &Path, file: &Path, access: Access) -> Result<Self, ArchiveError> {
        let mode = match access {
            Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
            Access::Write | Access::Create => OpenFlags::SQLITE_OPEN_READ_WRITE,
        };
        let mut db = Connection::open_with_flags(file, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        settle(&db, access)?;
        let version = check(&db, dir)?;
        if version == 0 {
            if access != Access::Create {
                return Err(not_an_archive(dir, "its database is empty"));
            }
            lay_out(&mut db, SCHEMA_VERSION)?;
        } else if version < SCHEMA_VERSION && access != Access::Read {
            upgrade(&mut db)?;
        }
        let id = db.query_row("SELECT value FROM meta WHERE key = 'id'", (), |row| {
            row.get(0)
        })?;
        Ok(Self {
            db,
            dir: dir.to_owned(),
            id,
        })
    }

    /// The archive's folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What tells this archive from every other: 32 hexadecimal digits, drawn at random when it was made.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The folder that belongs to the search index.
    pub fn index_dir(&self) -> PathBuf {
        self.dir.join(INDEX)
    }
}

pub(crate) fn not_an_archive(dir: &Path, why: &'static str) -> ArchiveError {
    ArchiveError::NotAnArchive {
        dir: dir.to_owned(),
        why,
    }
}

fn refuse_share(dir: &Path) -> Result<(), ArchiveError> {
    match disk::network_share(dir).map_err(|e| ArchiveError::io(dir, e))? {
        Some(kind) => Err(ArchiveError::NetworkShare {
            dir: dir.to_owned(),
            kind,
        }),
        None => Ok(()),
    }
}

/// Makes the folder and an empty database, unless the folder holds something that is not ours.
fn prepare(dir: &Path, file: &Path) -> Result<(), ArchiveError> {
    if !file.exists() {
        prepare_folder(dir)?;
    }
    disk::open_private(file)
        .map(drop)
        .map_err(|e| ArchiveError::io(file, e))
}

/// Makes the folder of an archive to be, unless it holds something that is not ours.
pub(crate) fn prepare_folder(dir: &Path) -> Result<(), ArchiveError> {
    match fs::read_dir(dir) {
        Ok(entries) => refuse_strangers(dir, entries)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(not_an_archive(dir, "it is a file"));
        }
        Err(error) => return Err(ArchiveError::io(dir, error)),
    }
    disk::make_private_dir(dir).map_err(|e| ArchiveError::io(dir, e))?;
    refuse_share(dir)
}

/// A folder of papers named by mistake must not become an archive.
fn refuse_strangers(dir: &Path, entries: fs::ReadDir) -> Result<(), ArchiveError> {
    for entry in entries {
        let name = entry.map_err(|e| ArchiveError::io(dir, e))?.file_name();
        let name = name.to_string_lossy();
        if !(name.starts_with(DATABASE) || name == LOCK || name == INDEX) {
            return Err(not_an_archive(dir, "it holds other files"));
        }
    }
    Ok(())
}

fn settle(db: &Connection, access: Access) -> Result<(), ArchiveError> {
    db.busy_timeout(PATIENCE)?;
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.pragma_update(None, "cache_size", -32_768)?;
    if access != Access::Read {
        db.pragma_update(None, "synchronous", "FULL")?;
    }
    Ok(())
}

/// The version of the tables; 0 for a database that holds nothing yet.
fn check(db: &Connection, dir: &Path) -> Result<i64, ArchiveError> {
    let application: i64 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if application != APPLICATION_ID {
        let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", (), |r| r.get(0))?;
        if application != 0 || tables != 0 {
            return Err(not_an_archive(
                dir,
                "its archive.sqlite is another program's",
            ));
        }
        return Ok(0);
    }
    if version > SCHEMA_VERSION {
        return Err(ArchiveError::Later {
            found: version,
            known: SCHEMA_VERSION,
        });
    }
    Ok(version)
}

/// Writes the tables of a version in one transaction, so that a kill leaves an empty database or a whole one.
fn lay_out(db: &mut Connection, version: i64) -> Result<(), ArchiveError> {
    db.pragma_update(None, "journal_mode", "WAL")?;
    let made = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let application: i64 = made.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application == APPLICATION_ID {
        // Another process made it while this one waited.
        return Ok(());
    }
    made.execute_batch(include_str!("schema.sql"))?;
    made.execute(
        "INSERT INTO meta (key, value) VALUES ('id', lower(hex(randomblob(16))))",
        (),
    )?;
    for (upgrade, _) in UPGRADES.iter().zip(1..version) {
        made.execute_batch(upgrade)?;
    }
    made.pragma_update(None, "user_version", version)?;
    made.pragma_update(None, "application_id", APPLICATION_ID)?;
    made.commit()?;
    Ok(())
}

/// Brings the tables of an earlier version up to this one, in one transaction. Who only reads needs none of it.
fn upgrade(db: &mut Connection) -> Result<(), ArchiveError> {
    let made = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have done it while this one waited.
    let version: i64 = made.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let done = usize::try_from(version - 1).unwrap_or_default();
    for upgrade in UPGRADES.iter().skip(done) {
        made.execute_batch(upgrade)?;
    }
    made.pragma_update(None, "user_version", SCHEMA_VERSION.max(version))?;
    made.commit()?;
    Ok(())
}

/// An archive in a new folder, as an earlier version of this program made it.
#[cfg(test)]
pub(crate) fn made_by_version(dir: &Path, version: i64) {
    fs::create_dir(dir).unwrap();
    let mut db = Connection::open(dir.join(DATABASE)).unwrap();
    lay_out(&mut db, version).unwrap();
}
