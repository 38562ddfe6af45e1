//! One round: what happened is looked at, what is whole is taken in.

use std::{
    io,
    path::{Path, PathBuf},
    thread,
    time::Instant,
};

use archive::{Access, Archive, IngestLock, Outcome as Before};

use crate::{
    catalogue,
    exit::{Failure, IN_USE, Outcome},
    files, signatures, stop, terminal,
    walk::{Entry, Unseen},
};

use super::super::{
    Summary,
    away::holds_anything,
    gone::Absent,
    plan::{Found, Plan, Planner},
};
use super::{LOOK, Watch, waiting::Stamp};

/// Names that are told of a batch.
const NAMED: usize = 5;

impl Watch<'_> {
    /// Looks at what is due, and at all where that is to be done, and takes in what is whole.
    pub(super) fn round(&mut self, due: Vec<(PathBuf, Option<Stamp>)>) -> Result<Outcome, Failure> {
        let mut archive = catalogue::open(self.means.folder, Access::Write)?;
        let mut summary = Summary::new("watch", &self.paths);
        let mut plan = Plan::default();
        for (path, stamp) in due {
            if let Some(lost) = self.lost_root_of(&path) {
                self.lose(&lost);
                continue;
            }
            self.look(&path, stamp, &archive, &mut plan, &mut summary)?;
        }
        if std::mem::take(&mut self.all) {
            self.look_at_all(&archive, &mut plan, &mut summary)?;
        }
        let pictures = std::mem::take(&mut self.pictures) && self.means.has_pictures(&archive)?;
        if plan.is_empty() && !pictures {
            return Ok(Outcome::Done);
        }
        let Some(lock) = self.lock_when_free(&archive)? else {
            return Ok(Outcome::Done);
        };
        signatures::fill(&mut archive)?;
        self.tell_plan(&plan);
        self.means
            .as_run(&mut archive, &mut summary, |_, _| Ok(plan))?;
        drop(lock);
        self.pictures = summary.pictures.is_cut_short;
        let told = summary.files + summary.failed.len() as u64 > 0 || summary.pictures.pages() > 0;
        if self.is_text() && told {
            summary.sentences().iter().for_each(terminal::say);
        }
        Ok(summary.outcome())
    }

    /// Looks at one path to which something happened.
    fn look(
        &mut self,
        path: &Path,
        stamp: Option<Stamp>,
        archive: &Archive,
        plan: &mut Plan,
        summary: &mut Summary,
    ) -> Result<(), Failure> {
        let Some(root) = self.root_of(path) else {
            return Ok(());
        };
        if is_gone(path) {
            return gone(&files::name_of(path), archive, plan);
        }
        let folder = root.folder.clone();
        if is_folder(path) {
            let found = self.look_in(path, &folder, archive, plan, summary)?;
            plan.gone.extend(found.gone);
            return Ok(());
        }
        match path.metadata() {
            Ok(meta) if meta.is_file() => {
                let below = path.strip_prefix(&folder).unwrap_or(path);
                if !self.wanted.reaches(below, true) {
                    return Ok(());
                }
                let entry = Entry::below(&folder, path, &meta);
                let is_whole = stamp == Some(Stamp::of(&entry));
                let mut planner = self.planning(archive, summary);
                planner.file(entry)?;
                let found = planner.plan;
                if is_whole {
                    plan.files.extend(found.files);
                } else {
                    self.wait_for(found, archive, plan)?;
                }
                Ok(())
            }
            Ok(_) => Ok(()),
            Err(error) => {
                let name = path.strip_prefix(&folder).unwrap_or(path);
                let unseen = Unseen {
                    location: files::name_of(path),
                    name: files::name_of(name),
                    refusal: files::refusal(&error),
                };
                self.note_unseen(unseen, archive, plan)
            }
        }
    }

    /// Looks at all in a folder that is watched or lies in one that is; what is gone there is the caller's to note.
    fn look_in(
        &mut self,
        path: &Path,
        root: &Path,
        archive: &Archive,
        plan: &mut Plan,
        summary: &mut Summary,
    ) -> Result<Found, Failure> {
        let mut planner = self.planning(archive, summary);
        let found = planner.part(path, root)?;
        let seen = planner.plan;
        self.wait_for(seen, archive, plan)?;
        Ok(found)
    }

    fn planning<'p>(&'p self, archive: &'p Archive, summary: &'p mut Summary) -> Planner<'p> {
        Planner {
            archive,
            settings: &self.means.configuration.settings.ingest,
            wanted: &self.wanted,
            insist: false,
            summary,
            plan: Plan::default(),
        }
    }

    /// What is new or changed is waited for until it is whole; what cannot be looked at is noted now.
    fn wait_for(&mut self, found: Plan, archive: &Archive, plan: &mut Plan) -> Result<(), Failure> {
        let now = Instant::now();
        for entry in found.files {
            self.waiting.see(entry, now);
        }
        for unseen in found.unseen {
            self.note_unseen(unseen, archive, plan)?;
        }
        Ok(())
    }

    /// What was told at an earlier look is not told at each.
    fn note_unseen(
        &self,
        unseen: Unseen,
        archive: &Archive,
        plan: &mut Plan,
    ) -> Result<(), Failure> {
        let known = archive
            .known(&unseen.location)
            .map_err(catalogue::failure)?;
        if !known.is_some_and(|known| matches!(known.outcome, Before::Failed { .. })) {
            plan.unseen.push(unseen);
        }
        Ok(())
    }

    /// Looks at all that is watched.
    fn look_at_all(
        &mut self,
        archive: &Archive,
        plan: &mut Plan,
        summary: &mut Summary,
    ) -> Result<(), Failure> {
        let mut is_back = false;
        for at in 0..self.roots.len() {
            let Some(root) = self.roots.get(at) else {
                break;
            };
            let (path, folder) = (root.path.clone(), root.folder.clone());
            let is_lost = if path.symlink_metadata().is_err() {
                true
            } else if is_folder(&path) {
                let found = self.look_in(&path, &folder, archive, plan, summary)?;
                let is_emptied = !found.anything && !found.gone.is_empty();
                if !is_emptied {
                    plan.gone.extend(found.gone);
                }
                is_emptied
            } else {
                self.look(&path, None, archive, plan, summary)?;
                false
            };
            if is_lost {
                self.lose(&path);
            } else if let Some(root) = self.roots.get_mut(at) {
                is_back |= std::mem::take(&mut root.is_lost);
            }
        }
        if is_back && !self.roots.iter().any(|root| root.is_lost) {
            // The system may tell again; what happened until it does is looked for.
            self.source = super::source(&self.roots, self.poll);
            self.all = true;
        }
        Ok(())
    }

    /// What is watched and has a path below it, if it is not there.
    fn lost_root_of(&self, path: &Path) -> Option<PathBuf> {
        let root = self.root_of(path)?;
        let is_emptied = || is_folder(&root.path) && !holds_anything(&root.path);
        let is_away = root.path.symlink_metadata().is_err() || is_emptied();
        is_away.then(|| root.path.clone())
    }

    /// What is watched is not there, or suddenly empty: most likely a share that is away. Nothing is noted as gone.
    fn lose(&mut self, path: &Path) {
        let name = files::name_of(path);
        self.look_from_now_on(&format!("{name} is away"));
        for root in self.roots.iter_mut().filter(|root| root.path == path) {
            if !std::mem::replace(&mut root.is_lost, true) {
                terminal::say(format_args!(
                    "{name} is not there or empty: its papers stay; if they are gone for good, `udvalg ingest` notes that"
                ));
            }
        }
    }

    /// Waits for another ingest to end; `None` where someone asks to stop before. What that one did may lie behind what is
    /// planned here: all is looked at once more then.
    fn lock_when_free(&mut self, archive: &Archive) -> Result<Option<IngestLock>, Failure> {
        let mut is_told = false;
        while !stop::asked() {
            match catalogue::lock(archive) {
                Ok(lock) => {
                    self.all |= is_told;
                    return Ok(Some(lock));
                }
                Err(failure) if failure.code == IN_USE => {
                    if !std::mem::replace(&mut is_told, true) {
                        self.say("waiting for another ingest to end");
                    }
                    thread::sleep(LOOK);
                }
                Err(failure) => return Err(failure),
            }
        }
        Ok(None)
    }

    fn tell_plan(&self, plan: &Plan) {
        if !self.is_text() {
            return;
        }
        let come = plan.files.iter().map(Entry::name);
        tell("new or changed", plan.files.len(), come);
        let gone = plan.gone.iter().map(|location| self.short(location));
        tell("gone", plan.gone.len(), gone);
    }

    /// A location as it is shown: below the folder that is watched.
    fn short<'l>(&self, location: &'l str) -> &'l str {
        let below = |root: &super::Root| {
            let rest = location.strip_prefix(&files::name_of(&root.folder))?;
            rest.strip_prefix('/')
        };
        self.roots.iter().find_map(below).unwrap_or(location)
    }
}

fn tell<'n>(what: &str, count: usize, names: impl Iterator<Item = &'n str>) {
    let named: Vec<&str> = names.take(NAMED).collect();
    let more = match count.saturating_sub(named.len()) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    if count > 0 {
        terminal::say(format_args!("{what}: {}{more}", named.join(", ")));
    }
}

fn is_gone(path: &Path) -> bool {
    path.symlink_metadata()
        .is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
}

/// Whether it is a folder itself, and no link to one.
fn is_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|meta| meta.is_dir())
}

/// Notes what the archive knows of a path at which nothing is any more: a file, with what lies within it, or a folder's files.
fn gone(location: &str, archive: &Archive, plan: &mut Plan) -> Result<(), Failure> {
    let known = archive.known(location).map_err(catalogue::failure)?;
    if known.is_some_and(|known| !known.missing) {
        plan.gone.push(location.to_owned());
    }
    let below = archive.known_below(location, |known| Absent::new(archive, known)?.rest());
    plan.gone.extend(below.map_err(catalogue::failure)?);
    Ok(())
}
