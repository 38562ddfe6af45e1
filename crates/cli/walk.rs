//! Which files there are below the folders that the user gives.
//!
//! A walk comes to files in the order of their locations as bytes, which is the archive's: names are sorted as if those of
//! folders ended with their slash. It holds the names of the folders that it is in, and nothing else.

use std::{
    fs::{self, DirEntry, Metadata},
    io,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
    vec::IntoIter,
};

use crate::{files, reader::Refusal, terminal, wanted::Wanted};

/// A file to read.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Where it is, absolutely, as text: the archive tells two folders' `a.pdf` apart by it.
    pub(crate) location: Box<str>,
    /// Where the path below the folder that the user gave begins in that.
    name_at: usize,
    /// Where it is, if that is not told by the text.
    path: Option<Box<Path>>,
    /// Bytes.
    pub(crate) size: u64,
    /// Nanoseconds since 1970, as the file system has them; 0 where it keeps none.
    pub(crate) modified: i64,
}

impl Entry {
    /// A file that is given by itself: its root is its folder.
    pub(crate) fn alone(path: &Path, meta: &Metadata) -> Self {
        let location = files::name_of(path);
        let name_at = location.rfind('/').map_or(0, |at| at + 1);
        Self::new(&location, name_at, path, meta)
    }

    /// A file below a folder, named as a walk through that names it.
    pub(crate) fn below(root: &Path, path: &Path, meta: &Metadata) -> Self {
        Self::new(&files::name_of(path), slashed(root).len(), path, meta)
    }

    fn new(location: &str, name_at: usize, path: &Path, meta: &Metadata) -> Self {
        Self {
            location: location.into(),
            name_at,
            path: (path.as_os_str() != location).then(|| path.into()),
            size: meta.len(),
            modified: modified(meta),
        }
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        self.path.as_deref().unwrap_or(Path::new(&*self.location))
    }

    /// Its path below the folder that the user gave, as the record has it.
    pub(crate) fn name(&self) -> &str {
        self.location.get(self.name_at..).unwrap_or_default()
    }

    /// The folder that the user gave, or its own if it was given by itself.
    pub(crate) fn root(&self) -> &Path {
        let depth = 1 + self.name().matches('/').count();
        self.path().ancestors().nth(depth).unwrap_or(Path::new("/"))
    }
}

/// Something below the paths that cannot be looked at.
#[derive(Debug)]
pub(crate) struct Unseen {
    /// Where it is, absolutely, as text.
    pub(crate) location: String,
    /// Its path below the folder that the user gave.
    pub(crate) name: String,
    /// Why.
    pub(crate) refusal: Refusal,
}

/// What a walk comes to; where that is the walk tells.
#[derive(Debug)]
pub(crate) enum Step {
    /// A file, with what the file system says of it.
    File(Metadata),
    /// A file or folder that is there and not wanted.
    LeftOut,
    /// A file or folder that cannot be looked at, or only in part.
    Unseen(Refusal),
}

/// What the walks of one run share, so that each file is taken once.
#[derive(Debug)]
pub(crate) struct Ways<'w> {
    /// Which files are wanted.
    pub(crate) wanted: &'w Wanted,
    /// The archive's folder, which holds no papers.
    pub(crate) archive: PathBuf,
    /// All folders that are walked.
    pub(crate) roots: &'w [PathBuf],
    /// Folders that a link led to.
    pub(crate) followed: Vec<PathBuf>,
    /// Links to folders that were not followed, since nobody asked for it.
    pub(crate) links_left: u64,
}

/// A walk through a folder.
#[derive(Debug)]
pub(crate) struct Walk<'w, 'r> {
    ways: &'r mut Ways<'w>,
    /// Where the walk is.
    location: String,
    /// Bytes of the root's location and its slash.
    name_at: usize,
    folders: Vec<Folder>,
    /// The file or folder that the walk is at.
    child: Option<Child>,
    /// What could not be looked at in the folder that was just entered.
    broken: Option<Refusal>,
}

/// A folder that the walk is in.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
    /// Where it is in truth, if a link led to it.
    real: Option<PathBuf>,
    /// Bytes of its location and its slash.
    length: usize,
    /// Whether all that is below it is included.
    included: bool,
    children: IntoIter<Child>,
}

#[derive(Debug)]
struct Child {
    /// Its name, with a slash behind it for a folder.
    name: String,
    entry: DirEntry,
    is_link: bool,
}

impl<'w, 'r> Walk<'w, 'r> {
    /// Begins in a folder, whose path is absolute and without links.
    ///
    /// # Errors
    /// Where it cannot be listed.
    pub(crate) fn begin(root: &Path, ways: &'r mut Ways<'w>) -> Result<Self, Refusal> {
        Self::begin_in(root, root, ways)
    }

    /// Begins in a folder that is `root` or lies below it, and names files as a walk through all of `root` would.
    ///
    /// # Errors
    /// Where it cannot be listed.
    pub(crate) fn begin_in(
        folder: &Path,
        root: &Path,
        ways: &'r mut Ways<'w>,
    ) -> Result<Self, Refusal> {
        let mut walk = Self {
            ways,
            name_at: slashed(root).len(),
            location: slashed(folder),
            folders: Vec::new(),
            child: None,
            broken: None,
        };
        walk.enter(folder.to_owned(), None, false)?;
        Ok(walk)
    }

    /// Where the walk is: the location of the last step's file, or of its folder with a slash behind it.
    pub(crate) fn location(&self) -> &str {
        &self.location
    }

    /// The location's part below the root.
    fn name(&self) -> &str {
        self.location.get(self.name_at..).unwrap_or_default()
    }

    /// Whether the name of what the walk is at is that of a hidden file: such a one may mark the place of a share that is not
    /// mounted.
    pub(crate) fn is_at_hidden(&self) -> bool {
        self.child
            .as_ref()
            .is_some_and(|child| child.name.starts_with('.'))
    }

    /// The file that the walk is at, to be read later.
    pub(crate) fn entry(&self, meta: &Metadata) -> Entry {
        let path = self.child.as_ref().map(|child| child.entry.path());
        Entry::new(
            &self.location,
            self.name_at,
            &path.unwrap_or_default(),
            meta,
        )
    }

    /// What the walk is at, where that cannot be looked at.
    pub(crate) fn unseen(&self, refusal: Refusal) -> Unseen {
        let location = self.location.trim_end_matches('/').to_owned();
        let name = match self.name().trim_end_matches('/') {
            // The given folder itself.
            "" => location.clone(),
            name => name.to_owned(),
        };
        Unseen {
            location,
            name,
            refusal,
        }
    }

    /// Goes on to the next file; `None` at the end.
    pub(crate) fn step(&mut self) -> Option<Step> {
        loop {
            if let Some(refusal) = self.broken.take() {
                return Some(Step::Unseen(refusal));
            }
            let folder = self.folders.last_mut()?;
            self.location.truncate(folder.length);
            match folder.children.next() {
                None => drop(self.folders.pop()),
                Some(child) => {
                    let step = self.look(&child);
                    self.child = Some(child);
                    if step.is_some() {
                        return step;
                    }
                }
            }
        }
    }

    /// Looks at a child of the last folder; nothing is told of a folder that is entered.
    fn look(&mut self, child: &Child) -> Option<Step> {
        self.location.push_str(&child.name);
        let (path, name) = (self.name().trim_end_matches('/'), child.name.as_str());
        if self.ways.wanted.leaves(path, name.trim_end_matches('/')) {
            return Some(Step::LeftOut);
        }
        let included = self.folders.last().is_some_and(|folder| folder.included)
            || self.ways.wanted.includes(path);
        if name.ends_with('/') {
            self.folder(child, included)
        } else if included {
            Some(file(child))
        } else {
            Some(Step::LeftOut)
        }
    }

    fn folder(&mut self, child: &Child, included: bool) -> Option<Step> {
        let path = child.entry.path();
        let above = self.folders.last()?.real.as_ref();
        let real = match above.map(|above| above.join(child.entry.file_name())) {
            _ if child.is_link => match self.target(&path) {
                Some(real) => Some(real),
                None => return Some(Step::LeftOut),
            },
            Some(real) if self.ways.is_walked(&real) => return Some(Step::LeftOut),
            real => real,
        };
        if *real.as_ref().unwrap_or(&path) == self.ways.archive {
            return Some(Step::LeftOut);
        }
        self.enter(path, real, included).err().map(Step::Unseen)
    }

    /// Where a link to a folder leads, if it is to be followed.
    fn target(&mut self, link: &Path) -> Option<PathBuf> {
        if !self.ways.wanted.follow {
            self.ways.links_left += 1;
            return None;
        }
        let real = link.canonicalize().ok()?;
        let folder = self.folders.last()?;
        if folder
            .real
            .as_ref()
            .unwrap_or(&folder.path)
            .starts_with(&real)
        {
            terminal::say(format_args!(
                "{}: leads back to a folder that it lies in, and is not followed",
                self.location.trim_end_matches('/')
            ));
            return None;
        }
        let is_within = |folder: &PathBuf| real.starts_with(folder);
        if self.ways.roots.iter().any(is_within) || self.ways.followed.iter().any(is_within) {
            return None;
        }
        self.ways.followed.push(real.clone());
        Some(real)
    }

    /// Enters a folder. One that can be listed in part is entered, and told of at the next step.
    fn enter(
        &mut self,
        path: PathBuf,
        real: Option<PathBuf>,
        included: bool,
    ) -> Result<(), Refusal> {
        let mut children = Vec::new();
        for entry in fs::read_dir(&path).map_err(|e| files::refusal(&e))? {
            match entry {
                Ok(entry) => children.push(Child::new(entry)),
                Err(error) => {
                    self.broken = Some(files::refusal(&error));
                    break;
                }
            }
        }
        children.sort_unstable_by(|one, other| one.name.cmp(&other.name));
        self.folders.push(Folder {
            path,
            real,
            length: self.location.len(),
            included,
            children: children.into_iter(),
        });
        Ok(())
    }
}

impl Ways<'_> {
    /// Whether a folder is walked from elsewhere.
    fn is_walked(&self, real: &PathBuf) -> bool {
        self.roots.contains(real) || self.followed.contains(real)
    }
}

impl Child {
    fn new(entry: DirEntry) -> Self {
        // What the system does not tell now it refuses again when the file is looked at.
        let kind = entry.file_type().ok();
        let is_link = kind.is_some_and(|kind| kind.is_symlink());
        let is_folder = if is_link {
            entry.path().is_dir()
        } else {
            kind.is_some_and(|kind| kind.is_dir())
        };
        let mut name = match entry.file_name().into_string() {
            Ok(name) => name,
            Err(odd) => files::name_of(Path::new(&odd)),
        };
        if is_folder {
            name.push('/');
        }
        Self {
            name,
            entry,
            is_link,
        }
    }
}

/// A folder's location, with a slash behind it.
fn slashed(folder: &Path) -> String {
    let mut location = files::name_of(folder);
    if !location.ends_with('/') {
        location.push('/');
    }
    location
}

/// A link to a file is the file.
fn file(child: &Child) -> Step {
    let meta = if child.is_link {
        fs::metadata(child.entry.path())
    } else {
        child.entry.metadata()
    };
    match meta {
        Ok(meta) if meta.is_file() => Step::File(meta),
        Ok(_) => Step::LeftOut,
        Err(error) if child.is_link && error.kind() == io::ErrorKind::NotFound => {
            Step::Unseen(Refusal::new("missing", "is a link to nothing"))
        }
        Err(error) => Step::Unseen(files::refusal(&error)),
    }
}

/// When a file was last changed, as [`Entry::modified`] has it.
pub(crate) fn modified(meta: &Metadata) -> i64 {
    let since = meta
        .modified()
        .ok()
        .and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    since
        .and_then(|since| i64::try_from(since.as_nanos()).ok())
        .unwrap_or_default()
}
