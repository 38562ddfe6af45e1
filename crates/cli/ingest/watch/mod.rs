//! `udvalg watch`: new and changed files are taken in as they come.
//!
//! First all is looked at, then what the system tells of; where it cannot tell (network shares, more folders than it lets
//! be watched) all is looked at every so often. What came is waited for until it is whole, and taken in as a run of its own.
//! Between two runs nothing is held: not the ingest lock, so that others can ingest, no reader, and not the archive.

mod round;
mod source;
mod waiting;

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use archive::Access;
use notify::RecursiveMode;

use crate::{
    args::{self, Log},
    catalogue,
    exit::{Failure, Outcome},
    files,
    settings::Configuration,
    stop, terminal,
    wanted::{self, Wanted},
};

use self::{
    source::{EVERY, Seen, Source},
    waiting::Waiting,
};

use super::Means;

/// How often it looks whether something is whole, and whether someone asked it to stop.
const LOOK: Duration = Duration::from_millis(200);

/// How long pictures are read between two batches before it is looked again what has come.
const PICTURES: Duration = Duration::from_secs(300);

/// A folder or a single file that is watched.
#[derive(Debug)]
struct Root {
    /// Where it is, without links.
    path: PathBuf,
    /// The folder by which its files are named: itself, or that of the single file.
    folder: PathBuf,
    /// Whether it was told that it is not there.
    is_lost: bool,
}

impl Root {
    fn new(path: &Path) -> Result<Self, Failure> {
        let refuse = |error: std::io::Error| {
            let refusal = files::refusal(&error);
            Failure::wrong_use(format!("{}: {}", files::name_of(path), refusal.message))
        };
        let path = path.canonicalize().map_err(refuse)?;
        let is_folder = path.metadata().map_err(refuse)?.is_dir();
        let folder = match path.parent().filter(|_| !is_folder) {
            Some(parent) => parent.to_owned(),
            None => path.clone(),
        };
        Ok(Self {
            path,
            folder,
            is_lost: false,
        })
    }

    fn is_folder(&self) -> bool {
        self.path == self.folder
    }

    fn watched(&self) -> (&Path, RecursiveMode) {
        let mode = if self.is_folder() {
            RecursiveMode::Recursive
        } else {
            RecursiveMode::NonRecursive
        };
        (&self.folder, mode)
    }
}

/// What is watched, and what is known of it.
#[derive(Debug)]
struct Watch<'f> {
    means: Means<'f>,
    roots: Vec<Root>,
    /// The archive's own folder, in which much happens and no paper lies.
    archive: PathBuf,
    source: Source,
    /// How often to look, where that was said.
    poll: Option<Duration>,
    /// Whether all is to be looked at.
    all: bool,
    /// Whether pages that are pictures may wait to be read.
    pictures: bool,
    waiting: Waiting,
    /// Which files are wanted of what is watched.
    wanted: Wanted,
    /// What is watched, as it was given.
    paths: Vec<PathBuf>,
}

/// Takes in what is new or changed below the paths, until someone asks it to stop.
///
/// # Errors
/// Where a path is not there, the archive cannot be used or the disk is full; what was committed before stays.
pub(crate) fn run(
    args: &args::Watch,
    configuration: Configuration,
    folder: &Path,
) -> Result<Outcome, Failure> {
    let mut means = Means::new(folder, configuration, args.jobs, args.telling)?;
    means.pictures.patience = Some(PICTURES);
    drop(catalogue::open(folder, Access::Create)?);
    let roots = args.paths.iter().map(|path| Root::new(path));
    let roots = roots.collect::<Result<Vec<_>, _>>()?;
    let source = source(&roots, args.poll);
    let mut watch = Watch {
        archive: folder.canonicalize()?,
        poll: args.poll,
        all: true,
        pictures: true,
        waiting: Waiting::new(args.settle),
        wanted: Wanted::of_settings(&means.configuration.settings.ingest.exclude)?,
        paths: args.paths.clone(),
        means,
        roots,
        source,
    };
    watch.say(match &watch.source {
        Source::Told(_) => "watching; Ctrl-C ends".to_owned(),
        Source::Looking { every, .. } => {
            format!("looking every {} s; Ctrl-C ends", every.as_secs_f64())
        }
    });
    watch.until_stopped()
}

/// The system, where it tells of changes below the folders; else a look now and then, as well as where that is wanted.
fn source(roots: &[Root], poll: Option<Duration>) -> Source {
    if let Some(every) = poll {
        return Source::looking(every);
    }
    for root in roots {
        // A folder that cannot be asked is none whose changes could be told of either.
        if let Ok(Some(kind)) = archive::network_share(&root.folder) {
            terminal::say(format_args!(
                "{} lies on a network share ({kind}), which does not tell of changes made elsewhere",
                files::name_of(&root.folder)
            ));
            return Source::looking(EVERY);
        }
    }
    Source::told(roots.iter().map(Root::watched)).unwrap_or_else(|why| {
        terminal::say(why);
        Source::looking(EVERY)
    })
}

impl Watch<'_> {
    fn until_stopped(&mut self) -> Result<Outcome, Failure> {
        while !stop::asked() {
            let due = self.waiting.due(Instant::now());
            if self.all || self.pictures || !due.is_empty() {
                let outcome = self.round(due)?;
                if outcome == Outcome::Interrupted {
                    return Ok(outcome);
                }
            }
            let Seen { paths, all, broken } = self.source.wait(LOOK);
            self.all |= all;
            if let Some(why) = broken {
                self.look_from_now_on(&why);
            }
            let now = Instant::now();
            for (path, is_more) in paths {
                // That a folder's content or rights changed is told of its files, too.
                if self.admits(&path) && (is_more || !path.is_dir()) {
                    self.waiting.touch(path, now);
                }
            }
        }
        self.say("stopped");
        Ok(Outcome::Done)
    }

    /// Whether a path is one that may hold papers.
    fn admits(&self, path: &Path) -> bool {
        !path.starts_with(&self.archive) && self.root_of(path).is_some()
    }

    /// What is watched and has a path below it; without what is hidden there.
    fn root_of(&self, path: &Path) -> Option<&Root> {
        self.roots.iter().find(|root| {
            let below = path.strip_prefix(&root.path);
            below.is_ok_and(|below| !below.iter().any(wanted::is_left))
        })
    }

    /// The system does not tell any more.
    fn look_from_now_on(&mut self, why: &str) {
        if let Source::Told(_) = self.source {
            self.source = Source::looking(EVERY);
            terminal::say(format_args!("{why}: looking every {} s", EVERY.as_secs()));
        }
    }

    /// A sentence about what goes on.
    fn say(&self, sentence: impl std::fmt::Display) {
        if !self.means.telling.quiet {
            terminal::say(sentence);
        }
    }

    fn is_text(&self) -> bool {
        !self.means.telling.quiet && self.means.telling.log == Log::Text
    }
}
