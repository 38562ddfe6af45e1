//! `--retry` and `--outdated`: what is to be read again is known to the archive; no folder is walked for it but one that could
//! not be looked at.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use archive::{Again, Archive};

use crate::{
    args, catalogue, exit::Failure, files, settings, terminal, walk::Entry, wanted::Wanted,
};

use super::{
    pictures::{ALL, NO_TEXT},
    plan::{Found, Plan, Planner},
    summary::Summary,
};

/// What is to be read again, within the paths that were given or everywhere.
///
/// # Errors
/// The archive's.
pub(super) fn plan(
    args: &args::Ingest,
    archive: &Archive,
    settings: &settings::Ingest,
    summary: &mut Summary,
) -> Result<Plan, Failure> {
    let mut wanted = BTreeSet::new();
    for reason in &args.retry {
        if reason == NO_TEXT {
            // What this reader read waits by itself for its pages to be recognised.
            let silent = archive.without_text(formats::VERSION);
            wanted.extend(silent.map_err(catalogue::failure)?);
            continue;
        }
        wanted.extend(failed(reason, archive, args.telling.quiet)?);
    }
    if args.outdated {
        let outdated = archive
            .outdated(formats::VERSION)
            .map_err(catalogue::failure)?;
        if outdated.is_empty() && !args.telling.quiet {
            terminal::say("no file was read by an older version");
        }
        wanted.extend(outdated);
    }
    if !args.sources.paths.is_empty() {
        let within = locations(&args.sources.paths, summary);
        wanted.retain(|again| within.iter().any(|path| is_within(&again.location, path)));
    }
    let all = Wanted::of_settings(&settings.exclude)?;
    let mut planner = Planner {
        archive,
        settings,
        wanted: &all,
        insist: false,
        summary,
        plan: Plan::default(),
    };
    let mut files = BTreeMap::new();
    for again in &wanted {
        match there(again) {
            Some(found) if found.path.is_dir() => {
                folder(&found, &mut planner)?;
            }
            Some(found) => {
                files.insert(found.location.clone(), found);
            }
            None => planner.summary.not_there += 1,
        }
    }
    let mut plan = planner.plan;
    let again = files.values().filter_map(There::entry);
    plan.files.extend(again);
    Ok(plan)
}

/// The files that failed for a reason; where none did, the reasons are told.
fn failed(reason: &str, archive: &Archive, quiet: bool) -> Result<Vec<Again>, Failure> {
    let which = (reason != ALL).then_some(reason);
    let found = archive.to_retry(which).map_err(catalogue::failure)?;
    if found.is_empty() && !quiet {
        let counts = archive.counts().map_err(catalogue::failure)?.failures;
        let reasons: Vec<String> = counts
            .iter()
            .map(|count| format!("{} {}", count.files, count.reason))
            .collect();
        let others = match reasons.as_slice() {
            [] => "no file of the archive failed".to_owned(),
            reasons => format!(
                "no file failed for {reason}; failed: {}",
                reasons.join(", ")
            ),
        };
        terminal::say(others);
    }
    Ok(found)
}

/// The locations of the paths that were given.
fn locations(paths: &[PathBuf], summary: &mut Summary) -> Vec<String> {
    let mut locations = Vec::new();
    for path in paths {
        match path.canonicalize() {
            Ok(path) => locations.push(files::name_of(&path)),
            Err(error) => summary.refuse(&files::name_of(path), &files::refusal(&error).message),
        }
    }
    locations
}

/// The location of a path, as it is written where it cannot be looked at: nothing of the archive is there then.
pub(super) fn location(path: &Path) -> String {
    let there = path.canonicalize();
    files::name_of(there.as_deref().unwrap_or(path))
        .trim_end_matches('/')
        .to_owned()
}

/// Whether a file is one that was named, or below or within it.
fn is_within(location: &str, path: &str) -> bool {
    let rest = location.strip_prefix(path.trim_end_matches('/'));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || rest.starts_with("!/"))
}

/// A file or folder that is there.
struct There {
    path: PathBuf,
    location: String,
    name: String,
}

/// What has to be read to read a file again: itself, or the file in which it lies.
fn there(again: &Again) -> Option<There> {
    let ends = again.location.match_indices("!/").map(|(at, _)| at);
    // A folder may be called `gamle sager!`: what is there by its whole name is meant by it.
    [again.location.len()]
        .into_iter()
        .chain(ends)
        .find_map(|end| {
            let (location, within) = again.location.split_at_checked(end)?;
            let path = files::path_of(location);
            path.exists().then(|| There {
                path,
                location: location.to_owned(),
                name: again
                    .path
                    .strip_suffix(within)
                    .unwrap_or(&again.path)
                    .to_owned(),
            })
        })
}

impl There {
    /// The folder that was given when it was taken in.
    fn root(&self) -> PathBuf {
        match self.location.strip_suffix(&self.name) {
            Some(root) if root.ends_with('/') => files::path_of(root),
            // Its name says nothing of the folder, such as one of a list does.
            _ if self.path.is_dir() => self.path.clone(),
            _ => self.path.parent().unwrap_or(&self.path).to_owned(),
        }
    }

    fn entry(&self) -> Option<Entry> {
        let meta = self.path.metadata().ok()?;
        Some(Entry::below(&self.root(), &self.path, &meta))
    }
}

/// A folder that could not be looked at: what is below it, if that can be told now.
fn folder(found: &There, planner: &mut Planner<'_>) -> Result<(), Failure> {
    let Found { anything, gone } = planner.part(&found.path, &found.root())?;
    if !anything && !gone.is_empty() {
        // Most likely a share that is away: an ingest of it says how to insist.
        planner.summary.not_there += 1;
        return Ok(());
    }
    let plan = &mut planner.plan;
    if !plan
        .unseen
        .iter()
        .any(|unseen| unseen.location == found.location)
    {
        plan.gone.push(found.location.clone());
    }
    plan.gone.extend(gone);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(location: &str, path: &str) -> Again {
        Again {
            location: location.to_owned(),
            path: path.to_owned(),
        }
    }

    #[test]
    fn what_lies_within_a_file_is_read_by_reading_that() {
        let dir = tempfile::tempdir().unwrap();
        let root = files::name_of(dir.path());
        std::fs::create_dir_all(dir.path().join("sag!")).unwrap();
        for name in ["sag.zip", "sag!/a.txt", "50% af.txt"] {
            std::fs::write(dir.path().join(name), "x").unwrap();
        }
        for (path, file) in [
            ("sag.zip!/bilag/a.pdf", "sag.zip"),
            ("sag.zip!/b.eml!/c.pdf", "sag.zip"),
            ("sag!/a.txt", "sag!/a.txt"),
            ("50% af.txt", "50% af.txt"),
        ] {
            let found = there(&again(&format!("{root}/{path}"), path)).unwrap();
            assert_eq!(found.name, file);
            assert_eq!(found.location, format!("{root}/{file}"));
        }
        assert!(
            there(&again(
                &format!("{root}/gone.zip!/a.pdf"),
                "gone.zip!/a.pdf"
            ))
            .is_none()
        );
    }

    #[test]
    fn only_what_is_below_or_within() {
        for (location, path, within) in [
            ("/a/b.txt", "/a", true),
            ("/a/b.txt", "/", true),
            ("/a/b.txt", "/a/b.txt", true),
            ("/a/b.zip!/c.txt", "/a/b.zip", true),
            ("/ab/c.txt", "/a", false),
            ("/a/b.txt.old", "/a/b.txt", false),
        ] {
            assert_eq!(is_within(location, path), within, "{location} {path}");
        }
    }
}
