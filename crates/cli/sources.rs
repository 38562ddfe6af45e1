//! What the user gives to be taken in: folders, files, and lists of both.

use std::{
    collections::BTreeSet,
    fs::{self, Metadata},
    io::{self, Read},
    path::{self, Path, PathBuf},
};

use crate::{args, exit::Failure, files, reader::Refusal, walk::Entry, wanted::Wanted};

/// What is to be taken in, each file and folder once.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    /// Folders, absolutely and without links.
    pub(crate) folders: Vec<PathBuf>,
    /// Files that no walk through the folders comes to.
    pub(crate) files: Vec<Entry>,
    /// What is not there, or may not be looked at.
    pub(crate) lost: Vec<Lost>,
}

/// A path that leads nowhere.
#[derive(Debug)]
pub(crate) struct Lost {
    /// The path as it was given.
    pub(crate) given: String,
    /// Where it would be, absolutely.
    pub(crate) path: PathBuf,
    /// Whether a list named it; else the command line.
    pub(crate) is_listed: bool,
    /// Why.
    pub(crate) refusal: Refusal,
}

impl Sources {
    /// Looks at all that is given. What lies in a folder that is given too, and is reached from there, is left to that: its
    /// path begins at the outer folder.
    ///
    /// # Errors
    /// Where a list cannot be read.
    pub(crate) fn find(args: &args::Sources, wanted: &Wanted) -> Result<Self, Failure> {
        let listed = match &args.files_from {
            Some(list) => listed(list, args.null)?,
            None => Vec::new(),
        };
        let mut found = Self::default();
        let mut folders = BTreeSet::new();
        let mut above = Above::default();
        for (path, is_listed) in args
            .paths
            .iter()
            .map(|path| (path, false))
            .chain(listed.iter().map(|path| (path, true)))
        {
            match above.look(path) {
                Ok((folder, meta)) if meta.is_dir() => drop(folders.insert(folder)),
                Ok((file, meta)) if meta.is_file() => found.files.push(Entry::alone(&file, &meta)),
                Ok((other, _)) => {
                    let refusal = Refusal::new("no-file", "is neither a file nor a folder");
                    found.lose(path, other, is_listed, refusal);
                }
                Err(error) => found.lose(path, absolute(path), is_listed, files::refusal(&error)),
            }
        }
        found.take_once(folders, wanted);
        Ok(found)
    }

    fn lose(&mut self, given: &Path, path: PathBuf, is_listed: bool, refusal: Refusal) {
        self.lost.push(Lost {
            given: files::name_of(given),
            path,
            is_listed,
            refusal,
        });
    }

    fn take_once(&mut self, folders: BTreeSet<PathBuf>, wanted: &Wanted) {
        let is_reached = |path: &Path, is_file: bool| {
            let mut above = path.ancestors().skip(1);
            above.any(|outer| {
                let below = path.strip_prefix(outer).unwrap_or(path);
                folders.contains(outer) && wanted.reaches(below, is_file)
            })
        };
        self.files
            .sort_unstable_by(|one, other| one.location.cmp(&other.location));
        self.files
            .dedup_by(|one, other| one.location == other.location);
        self.files.retain(|file| !is_reached(file.path(), true));
        self.folders = folders
            .iter()
            .filter(|folder| !is_reached(folder, false))
            .cloned()
            .collect();
    }
}

/// The paths of a list.
fn listed(list: &Path, null: bool) -> Result<Vec<PathBuf>, Failure> {
    let refuse = |what: &str| Failure::wrong_use(format!("{}: {what}", list.display()));
    let mut bytes = Vec::new();
    let read = if list.as_os_str() == "-" {
        io::stdin().lock().read_to_end(&mut bytes)
    } else {
        fs::File::open(list).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    read.map_err(|e| refuse(&format!("the list cannot be read: {e}")))?;
    if !null && bytes.contains(&0) {
        return Err(refuse(
            "the list holds NUL bytes: give --null if they stand between the paths, or write it as UTF-8",
        ));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let end = if null { 0 } else { b'\n' };
    let paths = bytes.split(|&byte| byte == end).map(|line| {
        // Lists that were written on Windows.
        let line = line.strip_suffix(b"\r").filter(|_| !null).unwrap_or(line);
        path_of(line).ok_or_else(|| refuse("the list is not UTF-8"))
    });
    let paths: Vec<PathBuf> = paths.collect::<Result<_, _>>()?;
    Ok(paths
        .into_iter()
        .filter(|path| !path.as_os_str().is_empty())
        .collect())
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    Some(std::ffi::OsStr::from_bytes(bytes).into())
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> Option<PathBuf> {
    std::str::from_utf8(bytes).ok().map(PathBuf::from)
}

/// The folder of the last path: a list names many files of one folder after each other.
#[derive(Debug, Default)]
struct Above {
    given: PathBuf,
    real: PathBuf,
}

impl Above {
    /// A path, absolutely and without links, and what is there.
    fn look(&mut self, path: &Path) -> io::Result<(PathBuf, Metadata)> {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return whole(path);
        };
        // Elsewhere a path may be spelt in other letters than those that the system keeps.
        if !cfg!(target_os = "linux") {
            return whole(path);
        }
        if self.real.as_os_str().is_empty() || folder != self.given {
            let nearest = if folder.as_os_str().is_empty() {
                Path::new(".")
            } else {
                folder
            };
            self.real = nearest.canonicalize()?;
            self.given = folder.to_owned();
        }
        let real = self.real.join(name);
        let meta = real.symlink_metadata()?;
        if meta.is_symlink() {
            return whole(path);
        }
        Ok((real, meta))
    }
}

fn whole(path: &Path) -> io::Result<(PathBuf, Metadata)> {
    let real = path.canonicalize()?;
    let meta = real.metadata()?;
    Ok((real, meta))
}

/// Where a path would be that is not there: links are followed as far as it leads.
fn absolute(path: &Path) -> PathBuf {
    let whole = path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for above in whole.ancestors() {
        if let (Ok(real), Ok(rest)) = (above.canonicalize(), whole.strip_prefix(above)) {
            // Joined with nothing, a path would end with a slash.
            return if rest.as_os_str().is_empty() {
                real
            } else {
                real.join(rest)
            };
        }
    }
    whole
}
