//! What is to be read: what is there, less what the archive knows.

use std::path::Path;

use archive::{Archive, Known, KnownBelow, Outcome};

use crate::{
    args,
    exit::Failure,
    files, settings,
    sources::{Lost, Sources},
    stop,
    walk::{self, Entry, Step, Unseen, Walk, Ways},
    wanted::Wanted,
};

use super::{away::holds_anything, gone::Absent, summary::Summary};

/// What a run has to do.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Files to read, in the order of their locations.
    pub(super) files: Vec<Entry>,
    /// Folders and files that cannot be looked at.
    pub(super) unseen: Vec<Unseen>,
    /// Locations that the archive knows and that are gone.
    pub(super) gone: Vec<String>,
    /// Locations that were looked at: what is gone there may be pruned.
    pub(super) looked_at: Vec<String>,
}

/// Compares what is there with what the archive knows.
pub(super) struct Planner<'p> {
    /// The archive.
    pub(super) archive: &'p Archive,
    /// How papers are taken in.
    pub(super) settings: &'p settings::Ingest,
    /// Which files below a folder are wanted.
    pub(super) wanted: &'p Wanted,
    /// Whether what is gone altogether is gone for good.
    pub(super) insist: bool,
    /// Told of each file that needs not be read.
    pub(super) summary: &'p mut Summary,
    /// Filled.
    pub(super) plan: Plan,
}

impl Plan {
    /// Compares all sources with the archive.
    ///
    /// # Errors
    /// The archive's; what is wrong with a source is told and counted.
    pub(super) fn make(
        args: &args::Ingest,
        archive: &Archive,
        settings: &settings::Ingest,
        summary: &mut Summary,
    ) -> Result<Self, Failure> {
        let wanted = Wanted::new(&args.sources, &settings.exclude)?;
        let Sources {
            folders,
            files,
            lost,
        } = Sources::find(&args.sources, &wanted)?;
        let mut ways = Ways {
            wanted: &wanted,
            archive: archive.dir().canonicalize()?,
            roots: &folders,
            followed: Vec::new(),
            links_left: 0,
        };
        let mut planner = Planner {
            archive,
            settings,
            wanted: &wanted,
            insist: args.gone,
            summary,
            plan: Self::default(),
        };
        for folder in &folders {
            planner.folder(folder, &mut ways)?;
        }
        for file in files {
            planner.file(file)?;
        }
        for lost in lost {
            planner.lost(lost)?;
        }
        let plan = planner.plan;
        summary.links_left = ways.links_left;
        Ok(plan)
    }

    /// Whether there is nothing to read and nothing to note.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.unseen.is_empty() && self.gone.is_empty()
    }

    /// Bytes to read.
    pub(super) fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.size).sum()
    }
}

/// What was found in a part of a folder.
pub(super) struct Found {
    /// Whether there is anything that is not hidden.
    pub(super) anything: bool,
    /// Locations that the archive knows there and that are gone.
    pub(super) gone: Vec<String>,
}

impl Planner<'_> {
    /// Compares what is in a folder that is `root` or lies below it; what is gone there is the caller's to note.
    ///
    /// # Errors
    /// The archive's.
    pub(super) fn part(&mut self, folder: &Path, root: &Path) -> Result<Found, Failure> {
        let mut ways = Ways {
            wanted: self.wanted,
            archive: self.archive.dir().canonicalize()?,
            roots: &[],
            followed: Vec::new(),
            links_left: 0,
        };
        let location = files::name_of(folder);
        let mut walk = match Walk::begin_in(folder, root, &mut ways) {
            Ok(walk) => walk,
            Err(refusal) => {
                let name = folder.strip_prefix(root).ok();
                let name = name.filter(|name| !name.as_os_str().is_empty());
                self.plan.unseen.push(Unseen {
                    name: files::name_of(name.unwrap_or(folder)),
                    location,
                    refusal,
                });
                return Ok(Found {
                    anything: true,
                    gone: Vec::new(),
                });
            }
        };
        let (anything, gone) = self
            .archive
            .known_below(location.trim_end_matches('/'), |known| {
                self.compare(&mut walk, known)
            })?;
        Ok(Found { anything, gone })
    }

    fn folder(&mut self, folder: &Path, ways: &mut Ways<'_>) -> Result<(), Failure> {
        let named = files::name_of(folder);
        let location = named.trim_end_matches('/');
        let mut walk = match Walk::begin(folder, ways) {
            Ok(walk) => walk,
            Err(refusal) => {
                let can_be_gone = refusal.code == MISSING;
                return self.vanished(&named, location, &refusal.message, can_be_gone);
            }
        };
        let archive = self.archive;
        let (found, gone) =
            archive.known_below(location, |known| self.compare(&mut walk, known))?;
        if found || gone.is_empty() {
            self.plan.gone.extend(gone);
            self.plan.looked_at.push(location.to_owned());
            return Ok(());
        }
        self.vanished(&named, location, "holds no papers any more", true)
    }

    /// Goes through a folder and what is known of it side by side, both in the order of their locations. Returns whether
    /// there was any file that is not hidden, and what is gone.
    fn compare(
        &mut self,
        walk: &mut Walk<'_, '_>,
        known: &mut KnownBelow<'_>,
    ) -> Result<(bool, Vec<String>), Failure> {
        let mut absent = Absent::new(self.archive, known)?;
        let mut found = false;
        while let Some(step) = walk.step() {
            if stop::asked() {
                // What was not walked is not gone.
                return Ok((true, Vec::new()));
            }
            let before = absent.up_to(walk.location())?;
            match step {
                Step::File(meta) => {
                    found = true;
                    absent.seen(walk.location());
                    let (size, modified) = (meta.len(), walk::modified(&meta));
                    if self.is_to_read(walk.location(), size, modified, before) {
                        self.plan.files.push(walk.entry(&meta));
                    }
                }
                Step::LeftOut => {
                    found |= !walk.is_at_hidden();
                    absent.seen(walk.location());
                }
                Step::Unseen(refusal) => {
                    // Something is there.
                    found = true;
                    absent.seen(walk.location());
                    absent.hide(walk.location());
                    self.plan.unseen.push(walk.unseen(refusal));
                }
            }
        }
        Ok((found, absent.rest()?))
    }

    /// Compares one file.
    ///
    /// # Errors
    /// The archive's.
    pub(super) fn file(&mut self, file: Entry) -> Result<(), Failure> {
        let before = self.archive.known(&file.location)?;
        self.plan.looked_at.push(file.location.to_string());
        if self.is_to_read(&file.location, file.size, file.modified, before) {
            self.plan.files.push(file);
        }
        Ok(())
    }

    /// Whether a file is to be read; else it is counted.
    fn is_to_read(
        &mut self,
        location: &str,
        size: u64,
        modified: i64,
        before: Option<Known>,
    ) -> bool {
        if let Some(ending) = no_paper(&self.settings.leave_aside, location) {
            self.summary.leave_aside(ending);
            return false;
        }
        let unchanged = before.filter(|known| {
            is_unchanged(known) && (known.size, known.mtime_ns) == (size, modified)
        });
        match unchanged.map(|known| known.outcome) {
            Some(Outcome::Read { reader }) => {
                self.summary.unchanged += 1;
                self.summary.outdated += u64::from(reader < formats::VERSION);
            }
            Some(Outcome::Failed { .. }) => self.summary.failed_before += 1,
            None => return true,
        }
        false
    }

    /// A path that leads nowhere: gone if the archive knows it, and the folder that it was in speaks for that.
    fn lost(&mut self, lost: Lost) -> Result<(), Failure> {
        let Lost {
            given,
            path,
            is_listed,
            refusal,
        } = lost;
        let location = files::name_of(&path);
        let is_missing = refusal.code == MISSING;
        let known_as_gone = || self.archive.knows_below(&location);
        if self.archive.present_below(&location)? > 0
            || self.insist && is_missing && known_as_gone()?
        {
            return self.vanished(&given, &location, &refusal.message, is_missing);
        }
        let known = self.archive.known(&location)?;
        let is_paper = known.is_some();
        let known = known.filter(|known| matches!(known.outcome, Outcome::Read { .. }));
        let is_vouched = || path.parent().is_some_and(holds_anything);
        if let Some(known) = known.filter(|_| is_missing && (self.insist || is_vouched())) {
            self.plan.looked_at.push(location.clone());
            if !known.missing {
                self.plan.gone.push(location);
            }
            return Ok(());
        }
        if is_listed && is_paper {
            // Its folder is away as well, as that of a share is: nothing is noted of it.
            self.summary.unreached += 1;
        } else if is_listed {
            self.plan.unseen.push(Unseen {
                location,
                name: given,
                refusal,
            });
        } else {
            self.summary.refuse(&given, &refusal.message);
        }
        Ok(())
    }

    /// A folder that is gone altogether, or holds nothing any more, may be a share that is not there now: what is known below
    /// it stays as it is, unless the user insists.
    fn vanished(
        &mut self,
        named: &str,
        location: &str,
        message: &str,
        can_be_gone: bool,
    ) -> Result<(), Failure> {
        let present = self.archive.present_below(location)?;
        if self.insist && can_be_gone && self.archive.knows_below(location)? {
            let gone = self
                .archive
                .known_below(location, |known| Absent::new(self.archive, known)?.rest())?;
            self.plan.gone.extend(gone);
            self.plan.looked_at.push(location.to_owned());
            return Ok(());
        }
        let stay = format!("{message}; the {present} files known below it stay as they are");
        let told = match (present, can_be_gone) {
            (0, _) => message.to_owned(),
            (_, false) => stay,
            (_, true) => format!(
                "{stay}: if no share is missing and they are gone for good, say so with --gone"
            ),
        };
        self.summary.refuse(named, &told);
        Ok(())
    }
}

/// The ending of a name, where it is one of no papers.
fn no_paper<'e>(endings: &'e [String], location: &str) -> Option<&'e str> {
    let (stem, ending) = location.rsplit_once('.')?;
    if stem.ends_with('/') || ending.contains('/') {
        return None;
    }
    let found = endings.iter().find(|one| one.eq_ignore_ascii_case(ending));
    found.map(String::as_str)
}

/// The code of what is not there.
const MISSING: &str = "missing";

/// Whether what is known of a file of the same size and time needs no look. What another reader failed at is tried again,
/// and what failed by the disk; what another one read stays as it was read, since a new version would otherwise read a whole
/// archive again without being asked to.
fn is_unchanged(known: &Known) -> bool {
    let is_settled = match known.outcome {
        // 0 is no reader's version: the content that the archive had of it is lost.
        Outcome::Read { reader } => reader > 0,
        Outcome::Failed {
            reader,
            by_its_bytes,
        } => by_its_bytes && reader == formats::VERSION,
    };
    is_settled && !known.missing
}
